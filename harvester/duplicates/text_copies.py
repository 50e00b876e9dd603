"""One text twice in a page: whether its editor pasted it there, and which of both copies is the whole one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from harvester.duplicates.alignment import (
    LOOKAHEAD,
    AlignedRun,
)
from harvester.duplicates.paragraphs import (
    PROSE,
    Paragraph,
    count_all_letters,
    find_filled,
    is_beside,
    read_mark,
)
from harvester.vietnamese.asides import (
    SHORT,
    introduces,
    is_aside,
    is_blank,
    is_credit,
    is_heading,
    is_labelled,
    is_numbered,
    is_signing,
)
from harvester.vietnamese.report_parts import rate_closing, rate_opening

ENOUGH_PROSE = 4
"""Paragraphs of running text that nobody repeats on purpose, whatever else is on the page."""
LEAST_COVERED = 1 / 3
"""How much of a page, by letters, copies of two or three paragraphs make up at least."""
MOST_COVERED = 0.8
"""The same for a single paragraph of running text."""
ALL_COVERED = 0.95
"""The same for lines without running text, such as those of a poem."""
LEAST_TANDEM = 90
"""Letters of a paragraph with its heading that stand again right behind themselves."""
FEWEST_COPIED = 3
"""Different paragraphs of a copy that holds next to no running text."""
POEM_LINES, POEM_LETTERS = 6, 100
"""The least number of different lines, and their letters, that make a doubled poem and no refrain."""


@dataclass(frozen=True)
class Copy:
    """A run in its page: what stands before, between and behind the two stretches, empty paragraphs left out."""

    page: Sequence[Paragraph]
    run: AlignedRun
    counts: Counter[str]
    pieces: frozenset[int] = frozenset()  # where paragraphs stand that are others cut
    captions: frozenset[str] = frozenset()  # of the article's images, as letters

    def _pick(self, indices: Iterable[int]) -> list[Paragraph]:
        return [self.page[index] for index in indices if self.page[index].letters]

    @cached_property
    def before(self) -> list[Paragraph]:
        """Paragraphs before the first stretch."""
        return self._pick(range(self.run.first_span[0]))

    @cached_property
    def inside(self) -> range:
        """What stands between the stretches."""
        return range(self.run.first_span[-1] + 1, self.run.second_span[0])

    @cached_property
    def between(self) -> list[Paragraph]:
        """Paragraphs between the stretches."""
        return self._pick(self.inside)

    @cached_property
    def after(self) -> list[Paragraph]:
        """Paragraphs behind the second stretch."""
        return self._pick(range(self.run.second_span[-1] + 1, len(self.page)))

    @cached_property
    def copied(self) -> tuple[int, ...]:
        """Where the paragraphs stand that can go, since all of their letters stand in the other stretch.

        They are those of the second stretch, or of the first where only that one is a part of the other; where either
        is cut, as much of the first goes too as stands in a longer paragraph of the second.
        """
        run = self.run
        is_fuller = not run.second_own <= self.captions or len(run.first) == 1 < len(run.second) - 1
        if not run.first_ends and not run.second_ends and is_fuller:
            return run.first
        begins_inside = not run.first_ends and run.second_span[0] not in run.second
        if not run.second_ends or not (begins_inside or self.are_beside(self.between)):
            return run.second
        if not run.first_ends:
            return run.first
        kept = {first for first, second in run.links if second not in run.second_ends}
        return (*(index for index in run.first if index not in kept), *run.second)

    @cached_property
    def repeated(self) -> list[Paragraph]:
        """The paragraphs that can go."""
        return self._pick(self.copied)

    @cached_property
    def weight(self) -> int:
        """Letters of the paragraphs that can go."""
        return count_all_letters(self.repeated)

    @cached_property
    def covered(self) -> float:
        """How much of the page the copies make up, by letters, the title and the lead left aside."""
        copies = {self.page[index].letters for index in (*self.run.first_span, *self.run.second_span)}
        return count_all_letters([one for one in self.page if one.letters in copies]) / count_all_letters(self.page)

    def list_beside(self) -> list[int]:
        """Where asides stand beside the stretches or in the second one: captions, bylines, headings."""
        start, end = self.run.second_span[0], self.run.second_span[-1] + 1
        above = takewhile(self._is_aside, self.inside)
        below = takewhile(self._is_aside, reversed(self.inside))
        behind = takewhile(self._is_aside, range(end, len(self.page)))
        return sorted({*above, *below, *range(start, end), *behind})

    def _is_aside(self, index: int) -> bool:
        return is_beside(self.page[index], self.counts)

    @property
    def is_close(self) -> bool:
        """Whether nothing but asides stands between the stretches, and few of them."""
        between = self.between
        return (
            len(between) <= 2 * LOOKAHEAD
            and self.are_beside(between)
            and count_all_letters(between) <= 0.5 * self.weight
        )

    def are_beside(self, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether none of them is of the running text."""
        return all(is_beside(one, self.counts) for one in paragraphs)

    @property
    def is_design(self) -> bool:
        """Whether the stretches are parts of one design: each under a heading of its own, or lines to be filled in."""
        if self.run.exchanged:
            return True
        if self.is_cut or (not self.before and not self._follows_heading):
            return False
        between = drop_signature(self.between)
        heads = [one for one in between if not is_labelled(one.text) and self.counts[one.letters] < 2]
        if self._has_head(between) and self._has_head(self.before):
            return True
        if any(introduces(one.text) if one.is_prose else is_heading(one.text) for one in heads):
            return True
        if any(is_numbered(one.text) for one in heads) and not any(is_numbered(one.text) for one in self.repeated):
            return True
        return 2 * sum(is_blank(one.text) for one in self.repeated) >= len(self.repeated)

    @property
    def is_cut(self) -> bool:
        """Whether a paragraph that is another cut stands right behind the first stretch, or beside the second."""
        first = self.run.first_span
        beside = {*(find_filled(self.page, first[end], step) for end, step in ((0, -1), (-1, 1))), *self._second_cut}
        return not beside.isdisjoint(self.pieces)

    @cached_property
    def _second_cut(self) -> set[int]:
        """Where a paragraph stands that is cut where the second stretch is."""
        second = self.run.second_span
        return {find_filled(self.page, second[0], -1), find_filled(self.page, second[-1], 1)}

    @cached_property
    def are_all_prose(self) -> bool:
        """Whether no headings stand among the paragraphs that can go."""
        return not any(is_aside(one.text) for one in self.repeated)

    @property
    def _follows_heading(self) -> bool:
        """Whether a heading, or a line in capitals, stands right before the second stretch."""
        last = self.between[-1].text if self.between else ""
        return is_heading(last) or last.isupper()

    def _has_head(self, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether a heading that stands nowhere else is among them."""
        return any(self.counts[one.letters] < 2 and _is_head(one) for one in paragraphs)

    @property
    def is_paste(self) -> bool:
        """Whether the page's text stands there over again: no refrain, form or schedule."""
        prose = sum(one.is_prose for one in self.repeated)
        sentences = {one.letters for one in self.repeated if one.is_sentence}
        if self.is_cut and sentences:
            return True
        if self.is_design:
            return False
        if prose >= ENOUGH_PROSE or (prose >= 1 and self._begins_again):
            return True
        if len(sentences) >= 2 and (self.covered >= LEAST_COVERED or self.is_close) and self.weight >= 2 * PROSE:
            return True
        return (not self.between and self._is_tandem) or (self.is_close and self._is_all)

    @property
    def _begins_again(self) -> bool:
        """Whether it is the beginning of the page, in several paragraphs."""
        return not self.before and len(self._lines) >= FEWEST_COPIED and self.weight >= 2 * PROSE

    @property
    def _is_tandem(self) -> bool:
        """Whether it is enough of a text for a copy that stands right behind it."""
        prose = sum(one.is_prose for one in self.repeated)
        sentences = sum(one.is_sentence for one in self.repeated)
        if introduces(self.repeated[0].text) and all(map(read_mark, self.repeated[1:])):
            return len(self._lines) >= FEWEST_COPIED
        if len(self.repeated) == prose == 1 and self.counts[self.repeated[0].letters] == 2:
            return True
        if len(self._lines) >= 2 and prose and (sentences >= 2 or self.weight >= LEAST_TANDEM):
            return True
        if sentences >= FEWEST_COPIED and len(self._lines) >= FEWEST_COPIED and self.weight >= LEAST_TANDEM:
            return True
        return (
            not self.after and len(self._lines) >= FEWEST_COPIED and any(is_signing(one.text) for one in self.repeated)
        )

    @property
    def _is_all(self) -> bool:
        """Whether it is all there is, if only a paragraph, or the lines of a poem."""
        if any(one.is_prose for one in self.repeated):
            return self.covered >= MOST_COVERED and self.are_beside(self.before)
        return len(self._lines) >= POEM_LINES and self.weight >= POEM_LETTERS and self.covered >= ALL_COVERED

    @cached_property
    def _lines(self) -> set[str]:
        """The different paragraphs that can go."""
        return {one.letters for one in self.repeated}

    def is_first_cut(self, again: Set[int]) -> bool:
        """Whether the first stretch is a copy without the beginning of the text, which stands between the two.

        What stands there may as well be the end of the first copy. Then a title, a byline or a dateline says where the
        second copy begins, else which of the two paragraphs a report would rather begin with.

        Args:
            again: Where the title, the lead or the byline stand in the page.
        """
        if self.run.first_ends or self.run.second_ends or self.copied == self.run.first:
            return self.copied == self.run.first
        filled = [index for index in self.inside if self.page[index].letters]
        mains = [index for index in filled if self.page[index].is_sentence and not self._is_aside(index)]
        if any(self.counts[self.page[index].letters] > 1 for index in mains):
            return False
        if not mains or not self.are_beside(self.before) or not self._second_cut.isdisjoint(self.pieces):
            return False
        if find_filled(self.page, self.run.first[0], -1) in self.pieces:
            return True
        marks = [index for index in self.inside if index in again or self._begins_or_ends(self.page[index])]
        if marks or is_beside(self.page[self.run.second[0]], self.counts):
            return bool(marks) and marks[-1] < mains[0]
        opening = rate_opening(self.page[mains[0]].text) - rate_opening(self.repeated[0].text)
        closing = rate_closing(self.repeated[-1].text) - rate_closing(self.page[mains[-1]].text)
        rate = opening + closing
        return rate > 0 or (rate == 0 and not self.are_beside(self.after))

    def _begins_or_ends(self, one: Paragraph) -> bool:
        """Whether it is a line such as stands at the beginning or the end of a text."""
        is_own = (
            self.counts[one.letters] < 2
            and is_aside(one.text)
            and not is_labelled(one.text)
            and not is_numbered(one.text)
            and self.are_all_prose
        )
        return bool(one.letters) and (is_credit(one.text) or is_own)


def drop_signature(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Paragraphs without the signature that they begin with: the office, and the name below it."""
    last = max((place for place, one in enumerate(paragraphs) if is_signing(one.text)), default=-2)
    return paragraphs[last + 2 :]


def _is_head(one: Paragraph) -> bool:
    """Whether it may be the heading of what follows: short, and no sentence."""
    is_other = is_labelled(one.text) or is_credit(one.text)
    if " | " in one.text or is_signing(one.text):
        return False
    return not is_other and (is_aside(one.text) or (len(one.letters) <= SHORT and is_heading(one.text)))
