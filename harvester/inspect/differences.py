"""What changed between two texts of an article, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "added", "removed"]

WORD = re.compile(r"\S+\s*|\s+")
"""A word with the space behind it: spaces of their own would be matched, and tear changes into single words."""

MOST_WORDS = 2000
"""Longer paragraphs are shown as replaced whole: a comparison takes time by the square of their words."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a paragraph."""

    change: Change
    text: str


Paragraph = tuple[Part, ...]


def compare_texts(before: str, after: str) -> list[Paragraph]:
    """The paragraphs that changed, in order. Paragraphs are parted by blank lines."""
    old, new = split_paragraphs(before), split_paragraphs(after)
    changed: list[Paragraph] = []
    for operation, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        changed += match_paragraphs(old[i:i_end], new[j:j_end])
    return changed


def match_paragraphs(gone: list[str], come: list[str]) -> list[Paragraph]:
    """Paragraphs in the place of others: those that are alike are compared, the rest went or came whole."""
    changed: list[Paragraph] = []
    position = 0
    for text in come:
        match = next((i for i in range(position, len(gone)) if is_alike(gone[i], text)), None)
        if match is None:
            changed.append((Part("added", text),))
            continue
        changed += [(Part("removed", left),) for left in gone[position:match]]
        changed.append(compare_words(gone[match], text))
        position = match + 1
    return changed + [(Part("removed", left),) for left in gone[position:]]


def is_alike(before: str, after: str) -> bool:
    """Whether a good third of the words are the same, in any order."""
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).quick_ratio() >= 0.35


def split_paragraphs(text: str) -> list[str]:
    return [block for block in text.split("\n\n") if block.strip()]


def compare_words(before: str, after: str) -> Paragraph:
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return (Part("removed", before), Part("added", after))
    parts: list[Part] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, i, i_end, j, j_end in matcher.get_opcodes():
        if operation == "equal":
            parts.append(Part("same", "".join(old[i:i_end])))
        else:
            parts += list_changes("".join(old[i:i_end]), "".join(new[j:j_end]))
    return join_same(parts)


def list_changes(gone: str, come: str) -> list[Part]:
    """What went and what came in its place; the space behind both is the same."""
    space = gone[len(gone.rstrip()) :]
    if not (come and space and come.endswith(space)):
        space = ""
    end = -len(space) or None
    parts = [Part("removed", gone[:end]), Part("added", come[:end]), Part("same", space)]
    return [part for part in parts if part.text]


def join_same(parts: list[Part]) -> Paragraph:
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].change == part.change == "same":
            joined[-1] = Part("same", joined[-1].text + part.text)
        else:
            joined.append(part)
    return tuple(joined)
