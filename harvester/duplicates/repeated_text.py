"""A text that stands twice or three times in one page is kept once.

Editors paste a text into a page that holds it already, often with the title, the byline or a caption between
the copies. Dropping every paragraph that was seen before would ruin refrains, forms and schedules, so whole
runs of paragraphs are looked for: what follows a run must be the same run again, with nothing but noise
between the two, and the copies together must make up the page. First copies stay; what stands between and
is nowhere else stays too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harvester.items import Article
from harvester.vietnamese.asides import SHORT, is_aside, is_blank, is_heading, is_labelled
from harvester.vietnamese.spelling import squash

PROSE = 60
"""Letters from which a paragraph counts as running text; lines of songs, forms and captions are shorter."""
LOOKAHEAD = 4
"""Paragraphs that one copy may have and the other not, in one place."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block, or a line of a block, with its letters alone; a table is one paragraph."""

    text: str
    letters: str
    after: str  # what parts it from the next one: a blank line or a line break

    @property
    def is_prose(self) -> bool:
        return len(self.letters) >= PROSE and " | " not in self.text


@dataclass(frozen=True, slots=True)
class Stretches:
    """Two alignable stretches: paragraphs `first` stand again as paragraphs `second`, in the same order."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    exchanged: int = 0  # places inside where either has a short paragraph of its own


def remove_repeats(article: Article) -> Article:
    """The article with later copies of its text removed; `repeats_removed` says how many paragraphs went.

    The article itself is returned when there was nothing to remove.
    """
    if not _may_repeat(article.body):
        return article
    paragraphs = split_paragraphs(article.body)
    beside = (article.title, article.lead or "", *(article.byline or "").split("\n"))
    known = frozenset(letters for text in beside if (letters := squash(text)))
    if all(_is_known(one, known) for one in paragraphs if one.letters):
        known = frozenset()
    removed = 0
    while (gone := find_repeat(paragraphs, known)) is not None:
        paragraphs = [one for index, one in enumerate(paragraphs) if index not in gone]
        removed += len(gone)
    if removed == 0:
        return article
    body = join_paragraphs(paragraphs)
    return replace(article, body=body, repeats_removed=article.repeats_removed + removed)


def split_paragraphs(body: str) -> list[Paragraph]:
    """Blocks, and the lines of blocks that are no tables (a copy may have line breaks for blank lines)."""
    found: list[Paragraph] = []
    for block in body.split("\n\n"):
        lines = [block] if " | " in block else block.split("\n")
        for index, line in enumerate(lines):
            after = "\n\n" if index == len(lines) - 1 else "\n"
            found.append(Paragraph(line, squash(line), after))
    return found


def join_paragraphs(paragraphs: Sequence[Paragraph]) -> str:
    return "".join(one.text + one.after for one in paragraphs).strip("\n")


def find_repeat(page: Sequence[Paragraph], known: frozenset[str] = frozenset()) -> set[int] | None:
    """Which paragraphs repeat an earlier run, or None.

    `known` are the letters of the title and the lead, which often stand again before the second copy: they
    belong to no run and go with what they stand before.
    """
    again = {index for index, one in enumerate(page) if _is_known(one, known)}
    paragraphs = [replace(one, letters="") if index in again else one for index, one in enumerate(page)]
    best: Stretches | None = None
    tried: set[tuple[int, int]] = set()
    for first, second in _find_starts(paragraphs):
        if (first, second) in tried:
            continue
        run = align_runs(paragraphs, first, second)
        tried.update(zip(run.first, run.second, strict=False))
        longer = best is None or _weigh(paragraphs, run.second) > _weigh(paragraphs, best.second)
        if longer and _is_copy(paragraphs, run):
            best = run
    if best is None:
        return None
    kept = {paragraphs[index].letters for index in best.first}
    between = range(best.first[-1] + 1, best.second[0])
    noise = {index for index in between if index in again or paragraphs[index].letters in kept}
    return noise.union(best.second)


def align_runs(paragraphs: Sequence[Paragraph], first: int, second: int) -> Stretches:
    """Follows two stretches of text as far as they agree, letter by letter, so that paragraphs may be split
    in one and joined in the other. A few short paragraphs may stand in one only."""
    exchanged = 0
    left, right = _Cursor(paragraphs, first, second), _Cursor(paragraphs, second, len(paragraphs))
    while left.index < left.end and right.index < right.end:
        a, b = left.rest, right.rest
        if a == b or _is_glitch(a, b):
            left.step(len(a))
            right.step(len(b))
        elif b.startswith(a):
            left.step(len(a))
            right.step(len(a))
        elif a.startswith(b):
            left.step(len(b))
            right.step(len(b))
        else:
            skipped = _skip_asides(left, right)
            if skipped is None:
                break
            exchanged += all(any(not is_labelled(one.text) for one in side) for side in skipped)
    return Stretches(tuple(left.done), tuple(right.done), exchanged)


class _Cursor:
    """A place in one stretch: a paragraph and how many of its letters were matched."""

    def __init__(self, paragraphs: Sequence[Paragraph], start: int, end: int) -> None:
        self.paragraphs = paragraphs
        self.index = start
        self.end = end
        self.offset = 0
        self.done: list[int] = []
        self._pass_empty()

    @property
    def rest(self) -> str:
        return self.paragraphs[self.index].letters[self.offset :]

    def step(self, letters: int) -> None:
        self.offset += letters
        if self.offset >= len(self.paragraphs[self.index].letters):
            self.done.append(self.index)
            self.jump(self.index + 1)

    def jump(self, index: int) -> None:
        self.index, self.offset = index, 0
        self._pass_empty()

    def _pass_empty(self) -> None:
        while self.index < self.end and not self.paragraphs[self.index].letters:
            self.index += 1


def _skip_asides(left: _Cursor, right: _Cursor) -> tuple[Sequence[Paragraph], Sequence[Paragraph]] | None:
    """Moves both to the nearest place where they agree again, over asides only, and answers these."""
    if left.offset or right.offset:
        return None
    for total in range(1, 2 * LOOKAHEAD + 1):
        for ahead in range(max(0, total - LOOKAHEAD), min(total, LOOKAHEAD) + 1):
            a, b = left.index + ahead, right.index + total - ahead
            if a >= left.end or b >= right.end:
                continue
            skipped = left.paragraphs[left.index : a], right.paragraphs[right.index : b]
            if not all(is_aside(one.text) for side in skipped for one in side):
                continue
            if _begin_alike(left.paragraphs[a].letters, right.paragraphs[b].letters):
                left.jump(a)
                right.jump(b)
                return skipped
    return None


def _begin_alike(a: str, b: str) -> bool:
    return bool(a) and (a == b or (min(len(a), len(b)) >= PROSE and (a.startswith(b) or b.startswith(a))))


def _is_glitch(a: str, b: str) -> bool:
    """Long, with the same digits, and alike but for a few letters in one place: a slip."""
    longer = max(len(a), len(b))
    if longer < PROSE or abs(len(a) - len(b)) > 4:
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    shorter_rest = min(len(a), len(b)) - head
    tail = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), shorter_rest)
    return longer - head - min(tail, shorter_rest) <= 4 and re.findall(r"\d+", a) == re.findall(r"\d+", b)


def _may_repeat(body: str) -> bool:
    """Whether two lines begin alike, spaces aside. Most pages end here, so it looks at beginnings only."""
    lines = unicodedata.normalize("NFC", body).split("\n")
    starts = [start for line in lines if len(start := "".join(line[:64].split())[:16].lower()) >= 12]
    return len(set(starts)) < len(starts)


def _find_starts(paragraphs: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Pairs of paragraphs that begin alike: where a run may begin and begin again."""
    last: dict[str, list[int]] = {}
    found: list[tuple[int, int]] = []
    for index, one in enumerate(paragraphs):
        if len(one.letters) < 12:
            continue
        earlier = last.setdefault(one.letters[:24], [])
        found.extend((first, index) for first in earlier[-3:])
        earlier.append(index)
    return sorted(found)


def _weigh(paragraphs: Sequence[Paragraph], indices: Sequence[int]) -> int:
    return sum(len(paragraphs[index].letters) for index in indices)


def _is_known(one: Paragraph, known: frozenset[str]) -> bool:
    """Whether it is one of them, also when a few words were added to it or cut."""
    return bool(one.letters) and any(
        one.letters == text
        or (min(len(text), len(one.letters)) >= 0.75 * max(len(text), len(one.letters))
            and (text.startswith(one.letters) or one.letters.startswith(text)))
        for text in known
    )  # fmt: skip


def _is_copy(paragraphs: Sequence[Paragraph], run: Stretches) -> bool:
    """Whether a run is the page's text over again, not a refrain, a form or a schedule."""
    if not (run.first and run.second):
        return False
    matched = _weigh(paragraphs, run.second)
    before = _pick_filled(paragraphs, range(run.first[0]))
    between = _pick_filled(paragraphs, range(run.first[-1] + 1, run.second[0]))
    after = _pick_filled(paragraphs, range(run.second[-1] + 1, len(paragraphs)))
    if _is_design(paragraphs, run, before, between):
        return False
    is_close = len(between) <= LOOKAHEAD and _are_asides(between) and _count(between) <= 0.5 * matched
    starts_page = _are_asides(before)
    prose = sum(paragraphs[index].is_prose for index in run.second)
    covered = _cover(paragraphs, run)
    if prose >= 4:
        ends_page = _are_asides(after)
        return (is_close and (covered >= 0.6 or starts_page)) or (starts_page and ends_page)
    if not is_close:
        return False
    if prose >= 2:
        return covered >= 0.8
    if prose == 1:
        return covered >= 0.8 and starts_page
    lines = {paragraphs[index].letters for index in run.second}
    return len(lines) >= 6 and matched >= 100 and covered >= 0.95


def _cover(paragraphs: Sequence[Paragraph], run: Stretches) -> float:
    """How much of the page the copies make up, by letters, the title and the lead left aside."""
    copies = {paragraphs[index].letters for index in (*run.first, *run.second)}
    return _count([one for one in paragraphs if one.letters in copies]) / _count(paragraphs)


def _pick_filled(paragraphs: Sequence[Paragraph], indices: range) -> list[Paragraph]:
    return [paragraphs[index] for index in indices if paragraphs[index].letters]


def _count(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(one.letters) for one in paragraphs)


def _are_asides(paragraphs: Sequence[Paragraph]) -> bool:
    return all(is_aside(one.text) for one in paragraphs)


def _is_design(
    paragraphs: Sequence[Paragraph], run: Stretches, before: Sequence[Paragraph], between: Sequence[Paragraph]
) -> bool:
    """Whether the runs are parts of one design: each under a heading of its own, or lines to be filled in."""
    if run.exchanged:
        return True
    heads = [one for one in between if not is_labelled(one.text)]
    if heads and before and len(before[-1].letters) <= SHORT and not is_labelled(before[-1].text):
        return True
    if any(is_heading(one.text) for one in heads):
        return True
    blanks = sum(is_blank(paragraphs[index].text) for index in run.second)
    return 2 * blanks >= len(run.second)
