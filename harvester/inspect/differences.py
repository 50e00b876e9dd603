"""What changed between two texts of an article, by paragraph and word; what counts as a change is decided here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from harvester.store.reports import changes

Change = Literal["same", "added", "removed"]

_WORD = re.compile(r"\S+\s*|\s+")
"""A word with the space behind it: spaces of their own would be matched, and tear changes into single words."""

MOST_PARAGRAPHS = 1000
"""Where more than so many changed, only the first of them are compared, and a mark of omission stands behind them."""

MOST_WORDS = 2000
"""Longer paragraphs are shown as replaced whole: a comparison takes time by the square of their words."""

LOOKED_AHEAD = 30
"""So many paragraphs that went, after the last that was found again, may be what one that came was before."""

PAIRS_A_PAGE = 8_000_000
"""Pairs of words that are compared for one page at most, two or three seconds; the rest is shown as replaced whole."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a paragraph."""

    change: Change
    text: str


Paragraph = tuple[_Part, ...]


@dataclass(slots=True)
class PairBudget:
    """How much may still be compared for one page: a hostile article has thousands of paragraphs, and many versions."""

    left: int = PAIRS_A_PAGE

    def take(self, pairs: int) -> bool:
        """Return whether so many pairs of words may be compared, and count them."""
        self.left -= pairs
        return self.left >= 0


SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=\S)|\n+")
"""`… đạt kế hoạch. | Sang năm …`; a line of a table ends like a sentence."""

LONGEST_SAME = 200
"""Characters of what stayed the same in a sentence that are shown on either side of a change."""

GAP = "…"


def compare_change(change: changes.Change, budget: PairBudget | None = None) -> list[Paragraph]:
    """What differs, in its sentences, title and lead among it; nothing for an article that is gone."""
    if change.after is None:
        return []
    changed = compare_texts(_join(change.before), _join(change.after), budget)
    return [cut_to_sentences(paragraph) for paragraph in changed]


def _join(text: changes.Text) -> str:
    return "\n\n".join(part for part in (text.title, text.lead, text.body) if part)


def compare_texts(before: str, after: str, budget: PairBudget | None = None) -> list[Paragraph]:
    """The paragraphs that changed, in order. Paragraphs are parted by blank lines."""
    budget = PairBudget() if budget is None else budget
    old, new = strip_equal(_split_paragraphs(before), _split_paragraphs(after))
    is_cut = max(len(old), len(new)) > MOST_PARAGRAPHS
    old, new = old[:MOST_PARAGRAPHS], new[:MOST_PARAGRAPHS]
    changed: list[Paragraph] = []
    if budget.take(len(old) * len(new)):
        for operation, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if operation != "equal":
                changed += match_paragraphs(old[i:i_end], new[j:j_end], budget)
    else:
        changed = match_paragraphs(old, new, budget)
    return [*changed, (_Part("same", GAP),)] if is_cut else changed


def strip_equal(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both without the paragraphs that they begin and end with alike."""
    first = next((place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    if first is None:
        first = min(len(old), len(new))
    old, new = old[first:], new[first:]
    while old and new and old[-1] == new[-1]:
        old.pop()
        new.pop()
    return old, new


def match_paragraphs(gone: list[str], come: list[str], budget: PairBudget) -> list[Paragraph]:
    """Paragraphs in the place of others: those that are alike are compared, the rest went or came whole."""
    changed: list[Paragraph] = []
    position = 0
    for text in come:
        near = range(position, min(position + LOOKED_AHEAD, len(gone)))
        match = next((i for i in near if is_alike(gone[i], text, budget)), None)
        if match is None:
            changed.append((_Part("added", text),))
            continue
        changed += [(_Part("removed", left),) for left in gone[position:match]]
        changed.append(compare_words(gone[match], text, budget))
        position = match + 1
    return changed + [(_Part("removed", left),) for left in gone[position:]]


def is_alike(before: str, after: str, budget: PairBudget) -> bool:
    """Whether a good third of the words are the same, in any order; none are any more where too much was compared."""
    if not budget.take(len(before) + len(after)):  # a word takes as long as some five pairs do
        return False
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).quick_ratio() >= 0.35


def _split_paragraphs(text: str) -> list[str]:
    return [block for block in text.split("\n\n") if block.strip()]


def compare_words(before: str, after: str, budget: PairBudget | None = None) -> Paragraph:
    """One paragraph or line against another."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    is_little = max(len(old), len(new)) <= MOST_WORDS
    if not (is_little and (budget is None or budget.take(len(old) * len(new)))):
        return (_Part("removed", before), _Part("added", after))
    parts: list[_Part] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, i, i_end, j, j_end in matcher.get_opcodes():
        if operation == "equal":
            parts.append(_Part("same", "".join(old[i:i_end])))
        else:
            parts += list_changes("".join(old[i:i_end]), "".join(new[j:j_end]))
    return join_same(parts)


def list_changes(gone: str, come: str) -> list[_Part]:
    """What went and what came in its place; the space behind both is the same."""
    space = gone[len(gone.rstrip()) :]
    if not (come and space and come.endswith(space)):
        space = ""
    end = -len(space) or None
    parts = [_Part("removed", gone[:end]), _Part("added", come[:end]), _Part("same", space)]
    return [part for part in parts if part.text]


def join_same(parts: list[_Part]) -> Paragraph:
    joined: list[_Part] = []
    for part in parts:
        if joined and joined[-1].change == part.change == "same":
            joined[-1] = _Part("same", joined[-1].text + part.text)
        else:
            joined.append(part)
    return tuple(joined)


def cut_to_sentences(paragraph: Paragraph) -> Paragraph:
    """What changed within the sentences that it stands in: the others, which stayed the same, are left out."""
    last = len(paragraph) - 1
    cut = [
        _Part("same", cut_same(part.text, is_first=place == 0, is_last=place == last))
        if part.change == "same"
        else part
        for place, part in enumerate(paragraph)
    ]
    return tuple(part for part in cut if part.text)


def cut_same(text: str, *, is_first: bool, is_last: bool) -> str:
    """Of a text between changes, the end of the sentence before it and the beginning of the one behind it."""
    sentences = SENTENCE_END.split(text)
    before = "" if is_first else shorten_end(sentences[0])
    behind = "" if is_last else shorten_start(sentences[-1])
    if len(sentences) == 1 and not is_first and not is_last and len(text) <= 2 * LONGEST_SAME:
        return text
    if len(sentences) == 1:
        return f"{before} {GAP} {behind}" if before and behind else before or behind
    gap = f" {GAP} " if before and behind else f"{GAP} " if behind else f" {GAP}"
    return f"{before}{gap}{behind}"


def shorten_end(text: str) -> str:
    return text if len(text) <= LONGEST_SAME else text[:LONGEST_SAME].rsplit(" ", 1)[0] + f" {GAP}"


def shorten_start(text: str) -> str:
    return text if len(text) <= LONGEST_SAME else f"{GAP} " + text[-LONGEST_SAME:].split(" ", 1)[-1]
