"""Whether two texts are reprints of one another, follow one template, or neither.

No similarity tells a reprint from a template: monthly notices of one commune reach a Jaccard index of 0.96
with other facts, and a heavy reprint starts below 0.5. What decides are the facts that fill the same place in
both: a reprint may lack facts or have more, a template has others in their stead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from harvester.duplicates.features import Features
from harvester.duplicates.other_words import has_other_words

Kind = Literal["reprint", "template"]

# The thresholds, with what `python -m benchmarks.duplicates --similarity` measured on both sides of each.
REPRINT_CONTAINMENT = 0.53
"""Shared shingles, of the shorter text: heavy reprints 0.62 and more, shared stock at most 0.45."""
REPRINT_JACCARD = 0.31
"""Of both texts: heavy reprints 0.39 and more, shared stock at most 0.24. A short text inside a long one is
no reprint of it."""
LIST_JACCARD = 0.75
"""For lists: job offers of one firm for other jobs share up to 0.63 and every fact."""
EXCHANGED = 2
"""Facts exchanged in equal surroundings, a date being two: reprints none, but for one corrected figure."""
FACTS_ONLY = 0.5
"""Where masking takes away more than half of the difference, it is the facts that differ (templates 0 to 0.46),
and two conflicts or one date are enough: a monthly notice may have 60 facts and change three."""
WORDS_TOO = 0.75
"""Where masking takes away less than a quarter, the wording differs (heavy reprints 0.78 and more)."""
CONFLICTS = 0.1
"""Conflicts among places in both that are too many for a reprint, in between; one corrected figure of ten is none."""
CHANCE_CONFLICTS = 0.25
"""The same where the wording differs: heavy reprints reach 0.21 where one sentence went and one of the same make
was added; templates that change words too have 0.4 and more."""
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
class Similarity:
    """Two texts measured against one another. Symmetric: which comes first makes no difference."""

    jaccard: float
    containment: float
    masked: float  # the Jaccard index of the masked texts
    other_numbers: float  # share of numbers that the other text lacks, the smaller of both ways
    other_names: float
    agree: int  # places filled with the same fact
    conflict: int  # places filled with facts that the other text has nowhere, dates counted twice
    exchanged: int  # such facts in equal sentences with an equal neighbour, dates counted twice
    are_lists: bool = False

    @property
    def conflicts(self) -> float:
        """The share of conflicts among places in both."""
        return self.conflict / (self.conflict + self.agree) if self.conflict else 0.0

    @property
    def left_by_masking(self) -> float:
        """How much of the difference is left when facts are masked: 0 where only facts differ, 1 where words do."""
        return (1 - self.masked) / (1 - self.jaccard) if self.jaccard < 1 else 1.0

    @property
    def has_other_facts(self) -> bool:
        """Whether the facts speak against a reprint."""
        if self.other_numbers >= OTHER_NUMBERS or self.other_names >= OTHER_NAMES:
            return True
        if self.exchanged >= EXCHANGED:
            return True
        if self.left_by_masking <= FACTS_ONLY:
            return self.conflict >= EXCHANGED or self.conflicts >= CONFLICTS
        return self.conflicts >= (CONFLICTS if self.left_by_masking < WORDS_TOO else CHANCE_CONFLICTS)


def measure_similarity(one: Features, other: Features) -> Similarity:
    """Measures two texts against one another exactly."""
    jaccard, containment = measure_shared(one, other)
    agree = conflict = 0
    for place in one.places.keys() & other.places.keys():
        here, there = one.places[place], other.places[place]
        agree += len(here & there)
        if here != there:
            conflict += min(_weigh(_find_absent(here, other)), _weigh(_find_absent(there, one)))
    return Similarity(
        jaccard=jaccard,
        containment=containment,
        masked=measure_masked(one, other),
        other_numbers=min(_share_absent(one.numbers, other), _share_absent(other.numbers, one)),
        other_names=min(_share_absent(one.names, other), _share_absent(other.names, one)),
        agree=agree,
        conflict=conflict,
        exchanged=_count_exchanged(one, other),
        are_lists=one.is_list and other.is_list,
    )


def measure_shared(one: Features, other: Features) -> tuple[float, float]:
    """The Jaccard index of the texts' shingles, and the share of the shorter text's that the longer one has."""
    shared = len(one.shingles & other.shingles)
    both = len(one.shingles) + len(other.shingles) - shared
    return shared / max(1, both), shared / max(1, min(len(one.shingles), len(other.shingles)))


def _count_exchanged(one: Features, other: Features) -> int:
    exchanged = 0
    for sentence in one.sentences:
        there = other.beside.get(sentence.after or 0) or other.beside.get(sentence.before or 0)
        if there is not None and there != sentence.facts:
            pairs = zip(sentence.facts, there, strict=False)
            absent = [a for a, b in pairs if a != b and not other.has_fact(a) and not one.has_fact(b)]
            exchanged += _weigh(absent)
    return exchanged


def measure_masked(one: Features, other: Features) -> float:
    """The Jaccard index of the masked texts."""
    shared = len(one.masked & other.masked)
    return shared / max(1, len(one.masked) + len(other.masked) - shared)


def _find_absent(facts: frozenset[str], text: Features) -> list[str]:
    return [fact for fact in facts if not text.has_fact(fact)]


def _share_absent(facts: frozenset[str], text: Features) -> float:
    """One more is counted as shared, so that one number of two says less than four of eight."""
    return len(_find_absent(facts, text)) / (len(facts) + 1)


def _weigh(facts: list[str]) -> int:
    return sum(DATE_WEIGHT if "/" in fact else 1 for fact in facts)


def judge_similarity(similarity: Similarity) -> Kind | None:
    """Reprint, template, or neither."""
    if (
        similarity.containment >= REPRINT_CONTAINMENT
        and similarity.jaccard >= (LIST_JACCARD if similarity.are_lists else REPRINT_JACCARD)
        and not similarity.has_other_facts
    ):
        return "reprint"
    return "template" if similarity.masked >= TEMPLATE_JACCARD else None


def compare(one: Features, other: Features) -> tuple[Kind, float] | None:
    """What two texts are to one another, and how similar: a template's facts are left out of that.

    The facts are looked at only where the wording allows for a reprint.
    """
    if measure_shared(one, other)[1] >= REPRINT_CONTAINMENT:
        similarity = measure_similarity(one, other)
        kind, masked = judge_similarity(similarity), similarity.masked
        if kind == "reprint":
            return None if similarity.jaccard < 1 and has_other_words(one, other) else (kind, similarity.jaccard)
    else:
        masked = measure_masked(one, other)
    return ("template", masked) if masked >= TEMPLATE_JACCARD else None
