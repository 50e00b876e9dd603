"""What one text says where another says something else: its own words between stretches that both have.

A reprint leaves out a paragraph here and adds one there, and rewords in between. Two decisions under one preamble, two
pieces of news above one stock paragraph, or last month's notice with another vaccine in it, have other words in the
same place. Each stretch is found by the run of words before or behind it, so that all of it is linear in the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.duplicates.features import Features
from harvester.duplicates.shingles import SHORT
from harvester.duplicates.tokens import canonise_word

OTHER_WORDS = 0.165
"""Words that stand in the place of others, of the shorter text, that are too many for a reprint: heavy reprints reach
0.158, decisions under one preamble begin at 0.18."""
SHORT_TEXT = 60
"""Words below which a text is a notice of a sentence or two, in which three other words announce another thing."""
OTHER_WORDS_INSIDE = 0.07
"""The same for such a text, where the words before and behind are the same: slips reach 0.06, and another vaccine in
the same notice begins at 0.073. What stands at either end may be a source."""
# Whoever says these where the other text says something else takes back what that one announces
_CALLING_OFF = frozenset({"hoãn", "huỷ"})


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that stand in one text only, and the shared runs beside them; None at either end of the text."""

    before: int | None
    behind: int | None
    words: list[str]

    @property
    def is_inside(self) -> bool:
        return self.before is not None and self.behind is not None


def has_other_words(one: Features, other: Features) -> bool:
    """Whether the words speak against a reprint of two texts that share most of them and do not differ in facts."""
    shared = one.shingles & other.shingles
    shorter = min(len(one.tokens.words), len(other.tokens.words))
    everywhere = inside = 0
    for here, there in _pair_stretches(one, other, shared):
        words = _count_other_words(here.words, there.words)
        everywhere += words
        if here.is_inside and (here.before, here.behind) == (there.before, there.behind):
            inside += words
            if _calls_off(here, other) or _calls_off(there, one):
                return True
    return everywhere >= OTHER_WORDS * shorter or (shorter < SHORT_TEXT and inside >= OTHER_WORDS_INSIDE * shorter)


def _pair_stretches(one: Features, other: Features, shared: frozenset[int]) -> Iterator[tuple[_Stretch, _Stretch]]:
    """Stretches of both texts that stand in the same place, the same pairs whichever text comes first."""
    here, there = (list(_find_stretches(text, shared)) for text in (one, other))
    before, before_too = ({stretch.before: stretch for stretch in found} for found in (here, there))
    yield from ((before[run], before_too[run]) for run in before.keys() & before_too.keys())
    behind, behind_too = ({stretch.behind: stretch for stretch in found} for found in (here, there))
    for run in behind.keys() & behind_too.keys():
        if behind[run].before != behind_too[run].before:
            yield behind[run], behind_too[run]


def _find_stretches(text: Features, shared: frozenset[int]) -> Iterator[_Stretch]:
    """The stretches of words that no shared run covers, in their order."""
    words, runs = text.tokens.words, text.runs
    end = 0  # of what the shared runs cover so far
    before = None
    for index, run in enumerate(runs):
        if run in shared:
            if index > end:
                yield _Stretch(before, run, words[end:index])
            before, end = run, index + SHORT
    if end < len(words):
        yield _Stretch(before, None, words[end:])


def _count_other_words(here: list[str], there: list[str]) -> int:
    """How many words stand in the place of others: as many as the text with fewer own ones has."""
    one, other = (Counter(map(canonise_word, words)) for words in (here, there))
    return min((one - other).total(), (other - one).total())


def _calls_off(stretch: _Stretch, other: Features) -> bool:
    return any(f" {word} " not in other.words for word in _CALLING_OFF.intersection(stretch.words))
