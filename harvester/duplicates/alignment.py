"""A page's paragraphs, and stretches of them that stand there twice, aligned letter by letter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harvester.vietnamese.asides import is_aside, is_heading, is_labelled
from harvester.vietnamese.spelling import squash

PROSE = 60
"""Letters from which a paragraph counts as running text; lines of songs, forms and captions are shorter."""
LOOKAHEAD = 4
"""Paragraphs that one copy may have and the other not, in one place."""
SHORTEST_START = 12
"""Letters of the shortest paragraph with which a run may begin."""
_MOST_COPIES = 8
"""A paragraph that stands more often is a stock line, with which no run begins."""
MOST_RUNS = 200
"""Runs that are followed in one page. Each is linear in the page; doubled pages have a handful."""
LONGEST_SLIP = 20_000
"""Letters of the longest paragraph in which a slip is looked for."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block, or a line of a block, with its letters alone; a table is one paragraph."""

    text: str
    letters: str
    after: str  # what parts it from the next one: a blank line or a line break

    @property
    def is_prose(self) -> bool:
        """Whether it is running text."""
        return len(self.letters) >= PROSE and " | " not in self.text


@dataclass(frozen=True, slots=True)
class AlignedRun:
    """Two aligned stretches: the paragraphs `first` stand again as the paragraphs `second`, in the same order."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...] = ()  # paragraphs that begin together
    exchanged: int = 0  # places inside where either has a short paragraph of its own


def split_paragraphs(body: str) -> list[Paragraph]:
    """Split a body into blocks, and blocks that are no tables into lines: a copy may have line breaks for blank lines.

    Args:
        body: Blocks parted by blank lines.
    """
    found: list[Paragraph] = []
    for block in body.split("\n\n"):
        lines = [block] if " | " in block else block.split("\n")
        for index, line in enumerate(lines):
            after = "\n\n" if index == len(lines) - 1 else "\n"
            found.append(Paragraph(line, squash(line), after))
    return found


def join_paragraphs(paragraphs: Sequence[Paragraph]) -> str:
    """Put a body together again."""
    return "".join(one.text + one.after for one in paragraphs).strip("\n")


def count_letters(paragraphs: Sequence[Paragraph]) -> Counter[str]:
    """How often each paragraph stands in a page, by its letters."""
    return Counter(one.letters for one in paragraphs if one.letters)


def is_beside(one: Paragraph, counts: Counter[str]) -> bool:
    """Whether a paragraph may stand beside the text: a caption, a byline, a heading; no running text that is copied."""
    return is_aside(one.text) and (not one.is_prose or is_labelled(one.text) or counts[one.letters] < 2)


def find_runs(paragraphs: Sequence[Paragraph], counts: Counter[str]) -> list[AlignedRun]:
    """Find stretches that stand twice, at most `MOST_RUNS` of them, those that begin with running text first.

    Args:
        paragraphs: The page.
        counts: How often each paragraph stands in it, see `count_letters`.
    """
    runs: list[AlignedRun] = []
    tried: set[tuple[int, int]] = set()
    for start in _find_starts(paragraphs, counts):
        if start not in tried:
            run = align_runs(paragraphs, *start, counts)
            tried.update(run.pairs)
            runs.append(extend_back(paragraphs, run))
        if len(runs) == MOST_RUNS:
            break
    return [run for run in runs if run.first and run.second]


def _find_starts(paragraphs: Sequence[Paragraph], counts: Counter[str]) -> list[tuple[int, int]]:
    """Pairs of paragraphs that begin alike: where a run may begin and begin again.

    Running text comes first, and equal paragraphs before those that only begin alike.
    """
    last: dict[str, list[int]] = {}
    found: list[tuple[int, int]] = []
    for index, one in enumerate(paragraphs):
        if len(one.letters) < SHORTEST_START or counts[one.letters] > _MOST_COPIES:
            continue
        earlier = last.setdefault(one.letters[:24], [])
        found.extend((first, index) for first in earlier[-3:])
        earlier.append(index)
    pairs = [(paragraphs[first], paragraphs[second]) for first, second in found]
    ranks = [(not one.is_prose, one.letters != other.letters) for one, other in pairs]
    return [pair for _, pair in sorted(zip(ranks, found, strict=True))]


def align_runs(paragraphs: Sequence[Paragraph], first: int, second: int, counts: Counter[str]) -> AlignedRun:
    """Follow two stretches of text as far as they agree, letter by letter.

    Paragraphs may be split in one and joined in the other. A few short paragraphs may stand in one only.

    Args:
        paragraphs: The page.
        first: Where the one stretch begins.
        second: Where the other begins, which is where the first ends at the latest.
        counts: How often each paragraph stands in the page, see `count_letters`.
    """
    exchanged = 0
    pairs = []
    left, right = _Cursor(paragraphs, first, second), _Cursor(paragraphs, second, len(paragraphs))
    while left.index < left.end and right.index < right.end:
        if not left.offset and not right.offset:
            pairs.append((left.index, right.index))
        shorter = min(left.rest, right.rest)
        if left.read(shorter) == right.read(shorter):
            left.step(shorter)
            right.step(shorter)
        elif _is_slip(left, right):
            left.step(left.rest)
            right.step(right.rest)
        else:
            skipped = _skip_asides(left, right, counts)
            if skipped is None:
                break
            exchanged += all(any(_is_own(one, counts) for one in side) for side in skipped)
    return AlignedRun(tuple(left.done), tuple(right.done), tuple(pairs), exchanged)


def extend_back(paragraphs: Sequence[Paragraph], run: AlignedRun) -> AlignedRun:
    """The run with the equal paragraphs right before both stretches: short ones, with which no run begins."""
    if not run.first or not run.second:
        return run
    first, second = list(run.first[::-1]), list(run.second[::-1])
    left, right = first[-1] - 1, second[-1] - 1
    while left >= 0 and right > first[0] and paragraphs[left].letters == paragraphs[right].letters:
        first.append(left)
        second.append(right)
        left, right = left - 1, right - 1
    return replace(run, first=tuple(first[::-1]), second=tuple(second[::-1]))


def _is_own(one: Paragraph, counts: Counter[str]) -> bool:
    """Whether a short paragraph says something of its copy alone: no caption, and nowhere else on the page."""
    return not is_labelled(one.text) and (counts[one.letters] < 2 or is_heading(one.text))


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
    def rest(self) -> int:
        """Letters of the paragraph that were not matched yet."""
        return len(self.paragraphs[self.index].letters) - self.offset

    def read(self, letters: int) -> str:
        return self.paragraphs[self.index].letters[self.offset : self.offset + letters]

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


def _skip_asides(
    left: _Cursor, right: _Cursor, counts: Counter[str]
) -> tuple[Sequence[Paragraph], Sequence[Paragraph]] | None:
    """Move both to the nearest place where they agree again, over asides only; return these."""
    if left.offset or right.offset:
        return None
    for total in range(1, 2 * LOOKAHEAD + 1):
        for ahead in range(max(0, total - LOOKAHEAD), min(total, LOOKAHEAD) + 1):
            a, b = left.index + ahead, right.index + total - ahead
            if a >= left.end or b >= right.end:
                continue
            skipped = left.paragraphs[left.index : a], right.paragraphs[right.index : b]
            if not all(is_beside(one, counts) for side in skipped for one in side):
                continue
            if _begin_alike(left.paragraphs[a].letters, right.paragraphs[b].letters):
                left.jump(a)
                right.jump(b)
                return skipped
    return None


def _begin_alike(a: str, b: str) -> bool:
    return bool(a) and (a == b or (min(len(a), len(b)) >= PROSE and (a.startswith(b) or b.startswith(a))))


def _is_slip(left: _Cursor, right: _Cursor) -> bool:
    """Whether two long rests have the same digits and differ in a few letters in one place only."""
    longer, shorter = max(left.rest, right.rest), min(left.rest, right.rest)
    if not PROSE <= longer <= LONGEST_SLIP or longer - shorter > 4:
        return False
    a, b = left.read(longer), right.read(longer)
    head = _count_common(a, b)
    tail = min(_count_common(a[::-1], b[::-1]), shorter - head)
    return longer - head - tail <= 4 and re.findall(r"\d+", a) == re.findall(r"\d+", b)


def _count_common(a: str, b: str) -> int:
    """How many letters two texts have in common at their beginning."""
    shorter = min(len(a), len(b))
    return bisect_left(range(shorter), True, key=lambda length: a[: length + 1] != b[: length + 1])
