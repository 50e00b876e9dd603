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
REPRINT_FACTS = 0.5
"""Shared facts, of the text with fewer: reprints 0.63 and more, shared stock at most 0.43."""
FEW_FACTS = 4
"""With fewer facts than these in either text their share says little."""
REPRINT_CONFLICTS = 0.08
"""Places with other facts, of the places in both: reprints at most 0.06 (a corrected figure), templates 0.1
and more, mostly a third."""
TEMPLATE_JACCARD = 0.42
"""Shared masked shingles, of both texts: templates 0.59 and more, shared stock at most 0.26."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts measured against one another. Symmetric: which comes first makes no difference."""

    jaccard: float
    containment: float
    masked: float  # the Jaccard index of the masked texts
    facts: float  # facts in both, of the text that has fewer
    fewest_facts: int
    agree: int  # places filled with the same fact
    conflict: int  # places filled with facts that the other text has nowhere

    @property
    def conflicts(self) -> float:
        """The share of conflicts among places in both."""
        return self.conflict / (self.conflict + self.agree) if self.conflict else 0.0


def measure_likeness(one: Features, other: Features) -> Likeness:
    """Measures two texts against one another exactly."""
    shared = len(one.shingles & other.shingles)
    masked = len(one.masked & other.masked)
    fewest_facts = min(len(one.facts), len(other.facts))
    agree = conflict = 0
    for place in one.places.keys() & other.places.keys():
        here, there = one.places[place], other.places[place]
        agree += len(here & there)
        if here != there:
            conflict += min(_count_absent(here - there, other), _count_absent(there - here, one))
    return Likeness(
        jaccard=shared / max(1, len(one.shingles) + len(other.shingles) - shared),
        containment=shared / max(1, min(len(one.shingles), len(other.shingles))),
        masked=masked / max(1, len(one.masked) + len(other.masked) - masked),
        facts=len(one.facts & other.facts) / max(1, fewest_facts),
        fewest_facts=fewest_facts,
        agree=agree,
        conflict=conflict,
    )


def _count_absent(facts: frozenset[str], text: Features) -> int:
    return sum(f" {fact} " not in text.words for fact in facts)


def judge_likeness(likeness: Likeness) -> Kind | None:
    """Reprint, template, or neither."""
    if (
        likeness.containment >= REPRINT_CONTAINMENT
        and likeness.jaccard >= REPRINT_JACCARD
        and likeness.conflicts < REPRINT_CONFLICTS
        and (likeness.facts >= REPRINT_FACTS or likeness.fewest_facts < FEW_FACTS)
    ):
        return "reprint"
    return "template" if likeness.masked >= TEMPLATE_JACCARD else None
