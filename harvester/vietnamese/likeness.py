"""Whether two texts are reprints of one another, follow one template, or neither.

No similarity tells a reprint from a template: monthly notices of one commune reach a Jaccard index of 0.96
with other facts, and a heavy reprint starts below 0.5. What decides are the facts that fill the same place in
both: a reprint may lack facts or have more, a template has others in their stead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harvester.vietnamese.fingerprints import Features

Kind = Literal["reprint", "template"]

# The thresholds, with what `python -m benchmarks.duplicates --likeness` measured on both sides of each.
REPRINT_CONTAINMENT = 0.53
"""Shared shingles, of the shorter text: heavy reprints 0.62 and more, shared stock at most 0.45."""
REPRINT_JACCARD = 0.31
"""Of both texts: heavy reprints 0.39 and more, shared stock at most 0.24. A short text inside a long one is
no reprint of it."""
LIST_JACCARD = 0.75
"""For lists: job offers of one firm for other jobs share up to 0.63 and every fact."""
REPRINT_CONFLICTS = 0.08
"""Places with other facts, of the places in both: reprints at most 0.06 (a corrected figure), templates 0.2
and more but for a few that have other units too."""
OTHER_NUMBERS = 0.45
"""Numbers that the other text lacks, in the text where they are fewer: reprints 0.4 at most, even with a
fifth of the paragraphs gone and another fifth new; templates 0.5 and more."""
OTHER_NAMES = 0.55
"""The same for names: reprints 0.4 at most."""
DATE_WEIGHT = 2
"""A place with another date tells more than one with another amount, which may have been corrected."""
TEMPLATE_JACCARD = 0.42
"""Shared masked shingles, of both texts: templates 0.59 and more, shared stock at most 0.26."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts measured against one another. Symmetric: which comes first makes no difference."""

    jaccard: float
    containment: float
    masked: float  # the Jaccard index of the masked texts
    other_numbers: float  # share of numbers that the other text lacks, the smaller of both ways
    other_names: float
    agree: int  # places filled with the same fact
    conflict: int  # places filled with facts that the other text has nowhere, dates counted twice
    are_lists: bool = False

    @property
    def conflicts(self) -> float:
        """The share of conflicts among places in both."""
        return self.conflict / (self.conflict + self.agree) if self.conflict else 0.0


def measure_likeness(one: Features, other: Features) -> Likeness:
    """Measures two texts against one another exactly."""
    shared = len(one.shingles & other.shingles)
    agree = conflict = 0
    for place in one.places.keys() & other.places.keys():
        here, there = one.places[place], other.places[place]
        agree += len(here & there)
        if here != there:
            conflict += min(_weigh(_find_absent(here, other)), _weigh(_find_absent(there, one)))
    return Likeness(
        jaccard=shared / max(1, len(one.shingles) + len(other.shingles) - shared),
        containment=shared / max(1, min(len(one.shingles), len(other.shingles))),
        masked=measure_masked(one, other),
        other_numbers=min(_share_absent(one.numbers, other), _share_absent(other.numbers, one)),
        other_names=min(_share_absent(one.names, other), _share_absent(other.names, one)),
        agree=agree,
        conflict=conflict,
        are_lists=one.is_list and other.is_list,
    )


def measure_masked(one: Features, other: Features) -> float:
    """The Jaccard index of the masked texts."""
    shared = len(one.masked & other.masked)
    return shared / max(1, len(one.masked) + len(other.masked) - shared)


def _find_absent(facts: frozenset[str], text: Features) -> list[str]:
    return [fact for fact in facts if f" {fact} " not in text.words]


def _share_absent(facts: frozenset[str], text: Features) -> float:
    """One more is counted as shared, so that one number of two says less than four of eight."""
    return len(_find_absent(facts, text)) / (len(facts) + 1)


def _weigh(facts: list[str]) -> int:
    return sum(DATE_WEIGHT if "/" in fact else 1 for fact in facts)


def judge_likeness(likeness: Likeness) -> Kind | None:
    """Reprint, template, or neither."""
    if (
        likeness.containment >= REPRINT_CONTAINMENT
        and likeness.jaccard >= (LIST_JACCARD if likeness.are_lists else REPRINT_JACCARD)
        and likeness.conflicts < REPRINT_CONFLICTS
        and likeness.other_numbers < OTHER_NUMBERS
        and likeness.other_names < OTHER_NAMES
    ):
        return "reprint"
    return "template" if likeness.masked >= TEMPLATE_JACCARD else None
