"""A page's paragraphs, and stretches of them that stand there twice, aligned letter by letter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harvester.duplicates.paragraphs import LONGEST_SLIP, PROSE, Paragraph, count_common, is_beside, is_reworded
from harvester.vietnamese.asides import is_heading, is_labelled

_KEY = 24
"""Letters that agree where two stretches begin to."""
LOOKAHEAD = 4
"""Paragraphs that one copy may have and the other not, in one place."""
SHORTEST_START = 12
"""Letters of the shortest paragraph with which a run may begin."""
_MOST_COPIES = 8
"""A paragraph that stands more often is a stock line, with which no run begins."""
MOST_RUNS = 200
"""Runs that are followed in one page. Each is linear in the page; doubled pages have a handful."""

# What ends a clause before the next one, e.g. `, `
_CLAUSE_END = re.compile(r"[.!?…;:,]\s")
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class AlignedRun:
    """Two aligned stretches: the letters of the first stand again in the second, in the same order."""

    first: tuple[int, ...]  # paragraphs all of whose letters stand in the second stretch
    second: tuple[int, ...]  # and all of whose letters stand in the first
    first_ends: frozenset[int] = frozenset()  # paragraphs at the ends of a stretch that hold more than the other does
    second_ends: frozenset[int] = frozenset()
    links: frozenset[tuple[int, int]] = frozenset()  # paragraphs of both that have letters in common
    exchanged: int = 0  # places inside where either has a short paragraph of its own
    second_own: frozenset[str] = (
        frozenset()
    )  # short paragraphs of the second inside, where the first has none of its own

    @property
    def first_span(self) -> list[int]:
        """The paragraphs of the first stretch, with those at its ends."""
        return sorted({*self.first, *self.first_ends})

    @property
    def second_span(self) -> list[int]:
        """The paragraphs of the second stretch, with those at its ends."""
        return sorted({*self.second, *self.second_ends})


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A letter of a page: its paragraph, and how many letters of that stand before it."""

    index: int
    offset: int = 0


def find_runs(paragraphs: Sequence[Paragraph], counts: Counter[str]) -> list[AlignedRun]:
    """Find stretches that stand twice, at most `MOST_RUNS` of them, those that begin with running text first.

    Args:
        paragraphs: The page.
        counts: How often each paragraph stands in it, see `count_letters`.
    """
    runs: list[AlignedRun] = []
    tried: set[tuple[TextPlace, TextPlace]] = set()
    places: dict[str, list[int]] = {}
    for index, one in enumerate(paragraphs):
        places.setdefault(one.letters, []).append(index)
    for start in _find_starts(paragraphs, counts):
        if start not in tried:
            first, second = move_back(paragraphs, *start)
            alignment = _Alignment(paragraphs, places, counts, first, second)
            tried.add(start)
            tried.update(alignment.passed)
            runs.append(alignment.run)
        if len(runs) == MOST_RUNS:
            break
    return [run for run in runs if run.first or run.second]


def _find_starts(paragraphs: Sequence[Paragraph], counts: Counter[str]) -> list[tuple[TextPlace, TextPlace]]:
    """Pairs of places with the same letters behind them: where a run may begin and begin again.

    Running text comes first, and equal paragraphs before those that only begin alike; what begins inside of a paragraph
    comes last, and lines too short for a beginning of their own.
    """
    last: dict[str, list[int]] = {}
    found: list[tuple[TextPlace, TextPlace]] = []
    for index, one in enumerate(paragraphs):
        if len(one.letters) < SHORTEST_START or counts[one.letters] > _MOST_COPIES:
            continue
        earlier = last.setdefault(one.letters[:_KEY], [])
        found.extend((TextPlace(first), TextPlace(index)) for first in earlier[-3:])
        earlier.append(index)
    pairs = [(paragraphs[first.index], paragraphs[second.index]) for first, second in found]
    ranks = [(not one.is_prose, one.letters != other.letters) for one, other in pairs]
    whole = [found[number] for number in sorted(range(len(found)), key=ranks.__getitem__)]
    return whole + _find_starts_inside(paragraphs)


def _find_starts_inside(paragraphs: Sequence[Paragraph]) -> list[tuple[TextPlace, TextPlace]]:
    """Pairs of places with the same letters behind them, where a paragraph begins, and a clause inside another."""
    letters = "".join(one.letters for one in paragraphs)
    last: dict[str, list[TextPlace]] = {}
    found: list[tuple[TextPlace, TextPlace]] = []
    before = 0
    for index, one in enumerate(paragraphs):
        for offset in _list_clauses(one):
            key = letters[before + offset : before + offset + _KEY]
            earlier = last.setdefault(key, [])
            is_short = offset == 0 and len(one.letters) < SHORTEST_START
            found.extend(
                (place, TextPlace(index, offset))
                for place in earlier[-3:]
                if len(key) == _KEY and place.index < index and (is_short or (place.offset > 0) != (offset > 0))
            )
            earlier.append(TextPlace(index, offset))
        before += len(one.letters)
    return found


def _list_clauses(one: Paragraph) -> list[int]:
    """How many letters of a paragraph stand before each of its clauses."""
    places, before, start = [0], 0, 0
    for match in _CLAUSE_END.finditer(one.text):
        before += len(_NOT_LETTERS.sub("", one.text[start : match.start()]))
        start = match.end()
        places.append(before)
    return [place for place in dict.fromkeys(places) if place < len(one.letters)]


def move_back(page: Sequence[Paragraph], first: TextPlace, second: TextPlace) -> tuple[TextPlace, TextPlace]:
    """Where the letters begin to agree that agree before two places of which the second stands behind."""
    while True:
        left, right = _find_end_before(page, first), _find_end_before(page, second)
        if left is None or right is None or right.index <= first.index:
            return first, second
        a, b = page[left.index].letters[: left.offset], page[right.index].letters[: right.offset]
        if a.endswith(b) or b.endswith(a):
            shorter = min(len(a), len(b))
            first, second = TextPlace(left.index, left.offset - shorter), TextPlace(right.index, right.offset - shorter)
        elif (a, b) == (page[left.index].letters, page[right.index].letters) and is_reworded(
            page[left.index], page[right.index]
        ):
            first, second = TextPlace(left.index), TextPlace(right.index)
        else:
            return first, second


def _find_end_before(page: Sequence[Paragraph], place: TextPlace) -> TextPlace | None:
    """A place inside of a paragraph itself; for the beginning of one, the end of the one with letters before it."""
    if place.offset:
        return place
    before = (index for index in range(place.index - 1, -1, -1) if page[index].letters)
    return next((TextPlace(index, len(page[index].letters)) for index in before), None)


class _Alignment:
    """Two stretches of text, followed as far as they agree, letter by letter.

    Paragraphs may be split in one and joined in the other. A few short paragraphs may stand in one only.
    """

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        places: Mapping[str, list[int]],
        counts: Counter[str],
        first: TextPlace,
        second: TextPlace,
    ) -> None:
        self.places = places
        self.counts = counts
        self.left = _Cursor(paragraphs, first, second.index)
        self.right = _Cursor(paragraphs, second, len(paragraphs))
        self.passed: list[tuple[TextPlace, TextPlace]] = []
        self.links: set[tuple[int, int]] = set()
        self.exchanged = 0
        self.first_own: set[str] = set()
        self.second_own: set[str] = set()
        while self.left.index < self.left.end and self.right.index < self.right.end and self._go_on():
            pass

    @property
    def run(self) -> AlignedRun:
        """What was found."""
        left, right = self.left, self.right
        return AlignedRun(
            tuple(left.done),
            tuple(right.done),
            frozenset(left.list_ends()),
            frozenset(right.list_ends()),
            frozenset(self.links),
            self.exchanged,
            frozenset() if self.first_own else frozenset(self.second_own),
        )

    def _go_on(self) -> bool:
        """Follow both as far as the shorter paragraph goes; False where they do not agree any more."""
        left, right = self.left, self.right
        self.passed.append((left.place, right.place))
        shorter = min(left.rest, right.rest)
        if left.read(shorter) == right.read(shorter):
            self.links.add((left.index, right.index))
            left.step(shorter)
            right.step(shorter)
        elif _is_slip(left, right):
            self.links.add((left.index, right.index))
            left.step(left.rest)
            right.step(right.rest)
        else:
            skipped = _skip_asides(left, right, self.counts)
            if skipped is None:
                return self._skip_missing()
            first_own, second_own = ({one.letters for one in side if _is_own(one, self.counts)} for side in skipped)
            self.exchanged += bool(first_own and second_own)
            self.first_own |= first_own
            self.second_own |= second_own
        return True

    def _skip_missing(self) -> bool:
        """Go on behind a part of the first stretch that the second does not have; False where that goes on nowhere."""
        left, right = self.left, self.right
        if left.offset or right.offset or not right.paragraph.is_prose or not left.done:
            return False
        places = self.places[right.paragraph.letters]
        ahead = bisect_left(places, left.index)
        if ahead == len(places) or places[ahead] >= left.end:
            return False
        left.jump(places[ahead])
        return True


def _is_own(one: Paragraph, counts: Counter[str]) -> bool:
    """Whether a short paragraph says something of its copy alone: no caption, and nowhere else on the page."""
    return not is_labelled(one.text) and (counts[one.letters] < 2 or is_heading(one.text))


class _Cursor:
    """A place in one stretch: a paragraph and how many of its letters were matched."""

    def __init__(self, paragraphs: Sequence[Paragraph], start: TextPlace, end: int) -> None:
        self.paragraphs = paragraphs
        self.start = start
        self.index = start.index
        self.end = end
        self.offset = start.offset
        self.done: list[int] = []
        self._pass_empty()

    @property
    def place(self) -> TextPlace:
        """Where it stands."""
        return TextPlace(self.index, self.offset)

    def list_ends(self) -> list[int]:
        """The paragraphs that were matched in part."""
        return [place.index for place in (self.start, self.place) if place.offset]

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that it stands in."""
        return self.paragraphs[self.index]

    @property
    def rest(self) -> int:
        """Letters of the paragraph that were not matched yet."""
        return len(self.paragraphs[self.index].letters) - self.offset

    def read(self, letters: int) -> str:
        return self.paragraphs[self.index].letters[self.offset : self.offset + letters]

    def step(self, letters: int) -> None:
        self.offset += letters
        if self.offset >= len(self.paragraphs[self.index].letters):
            if self.index != self.start.index or not self.start.offset:
                self.done.append(self.index)
            self.jump(self.index + 1)

    def list_next(self, count: int) -> Sequence[Paragraph]:
        """So many paragraphs from here on."""
        return self.paragraphs[self.index : self.index + count]

    def look(self, ahead: int) -> str:
        """The letters that are to be matched when so many paragraphs are passed by; nothing beyond the end."""
        index = self.index + ahead
        return self.paragraphs[index].letters[0 if ahead else self.offset :] if index < self.end else ""

    def pass_by(self, count: int) -> None:
        if count:
            self.jump(self.index + count)

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
    for total in range(1, 2 * LOOKAHEAD + 1):
        for ahead in range(max(0, total - LOOKAHEAD), min(total, LOOKAHEAD) + 1):
            behind = total - ahead
            if (ahead and left.offset) or (behind and right.offset):
                continue
            skipped = left.list_next(ahead), right.list_next(behind)
            if not all(is_beside(one, counts) for side in skipped for one in side):
                continue
            if _begin_alike(left.look(ahead), right.look(behind)):
                left.pass_by(ahead)
                right.pass_by(behind)
                return skipped
    return None


def _begin_alike(a: str, b: str) -> bool:
    return bool(a) and (a == b or (min(len(a), len(b)) >= _KEY and (a.startswith(b) or b.startswith(a))))


def _is_slip(left: _Cursor, right: _Cursor) -> bool:
    """Whether two rests have the same digits and differ in a few letters of one place, or paragraphs in spelling."""
    if left.offset == right.offset == 0 and is_reworded(left.paragraph, right.paragraph):
        return True
    longer, shorter = max(left.rest, right.rest), min(left.rest, right.rest)
    if not PROSE <= longer <= LONGEST_SLIP or longer - shorter > 4:
        return False
    a, b = left.read(longer), right.read(longer)
    head = count_common(a, b)
    tail = min(count_common(a[::-1], b[::-1]), shorter - head)
    return longer - head - tail <= 4 and re.findall(r"\d+", a) == re.findall(r"\d+", b)
