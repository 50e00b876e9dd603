"""What a portal's counts say against its own history. Pure: no database, no clock of its own.

A portal is `broken` where something that its pages usually have is missing more often than chance explains, and
`silent` where it has not published for longer than its own rhythm explains. Both need history: a first run and
small numbers say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil, comb

from harvester.store.reports.harvests import PastTally, Tally
from harvester.wording import write_time

WINDOW_PAGES = 8
"""The latest runs are taken together until they have so many pages: a commune publishes one article a night."""
WINDOW_DAYS = 14
LEARNED_PAGES = 10
"""Pages before which nothing is usual yet."""
FADE_DAYS = 90
"""Runs in which the portal was broken are no measure of what is usual, until it has been so for so long that
it has to be taken for a change of habit."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of a field has to be missing to say that it broke."""

    words: str
    least: int  # pages
    chance: float  # that so many are missing although nothing has changed


MEASURES = {
    "article": Measure("article pages no longer hold an article", 3, 1e-3),
    "known": Measure("known articles are no longer at their addresses", 4, 1e-4),
    "body": Measure("articles have next to no text", 3, 1e-3),
    "date": Measure("articles show no date on their page", 3, 1e-3),
    "lead": Measure("articles have no lead", 5, 1e-5),
    "author": Measure("articles have no author", 5, 1e-5),
    "category": Measure("articles have no category", 5, 1e-5),
}
"""Editors forget leads and bylines in rows: these need more. Articles are withdrawn in rows, too."""

PRIORS = {"known": Tally(30, 0)}
"""What may be taken for usual from the first run on: that articles stay where they are."""

CHANGED_LOOK = 0.1
"""The chance that is enough for one page, where the home page is no longer of the system that it was of."""

LEAST_EXCESS = 0.25
"""By how much the share of what is missing must exceed the usual share."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A field that broke."""

    field: str
    now: Tally
    usual: Tally

    @property
    def text(self) -> str:
        """`8 of 8 articles have no lead (usually 3 of 214)`."""
        usual = f"usually {self.usual.missing} of {self.usual.pages}"
        return f"{self.now.missing} of {self.now.pages} {MEASURES[self.field].words} ({usual})"


def find_broken(
    now: datetime, tallies: Mapping[str, Tally], past: Mapping[str, Sequence[PastTally]], *, changed_look: bool = False
) -> list[Finding]:
    """The fields that are missing more often than this portal's history explains, the gravest first.

    `past` holds the earlier runs' tallies, the latest first. Where this run has too few pages, the latest runs
    count with it, so that a break that shows on one page a night is found, and stays found.
    """
    found = []
    for field, measure in MEASURES.items():
        earlier = past.get(field, ())
        window, taken = _widen(now, tallies.get(field, Tally(0, 0)), earlier)
        usual = sum_usual(now, earlier[taken:], PRIORS.get(field, Tally(0, 0)))
        least, chance = (1, CHANGED_LOOK) if changed_look else (measure.least, measure.chance)
        if window.missing >= least and is_unusual(window, usual, chance):
            found.append(Finding(field, window, usual))
    return found


def _widen(now: datetime, tally: Tally, earlier: Sequence[PastTally]) -> tuple[Tally, int]:
    """This run's tally together with those of the latest runs, and how many of these were taken.

    Nothing is added to a run that had the field on every page: whatever was wrong has been put right.
    """
    taken = 0
    if tally.pages and not tally.missing:
        return tally, taken
    for run in earlier:
        if tally.pages >= WINDOW_PAGES or now - datetime.fromisoformat(run.started_at) > timedelta(days=WINDOW_DAYS):
            break
        if not run.tally.missing:
            break
        tally = Tally(tally.pages + run.tally.pages, tally.missing + run.tally.missing)
        taken += 1
    return tally, taken


def sum_usual(now: datetime, earlier: Sequence[PastTally], prior: Tally) -> Tally:
    """What is usual at this portal, with what is usual anywhere."""
    faded = now - timedelta(days=FADE_DAYS)
    kept = [run.tally for run in earlier if run.status != "broken" or datetime.fromisoformat(run.started_at) < faded]
    return Tally(prior.pages + sum(tally.pages for tally in kept), prior.missing + sum(tally.missing for tally in kept))


def is_unusual(now: Tally, usual: Tally, chance: float) -> bool:
    """Whether so many pages lack something that the usual share explains it with less than this chance."""
    if usual.pages < LEARNED_PAGES or not now.pages:
        return False
    share = (usual.missing + 1) / (usual.pages + 2)  # Laplace: never 0, and careful while little is known
    if now.missing / now.pages < share + LEAST_EXCESS:
        return False
    return compute_tail(now.pages, now.missing, share) < chance


def compute_tail(trials: int, successes: int, share: float) -> float:
    """The chance of so many successes or more, each of this chance (binomial)."""
    if trials > 500:  # so that no number overflows; the share is what matters by then
        trials, successes = 500, round(successes * 500 / trials)
    return float(sum(comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(successes, trials + 1)))


LEAST_ARTICLES = 5
"""A portal with fewer is not known yet."""
FEW_GAPS = 10
LEAST_SILENCE, LEARNING_SILENCE = 14, 45
"""Days of silence that say nothing yet: holidays, and a little-known portal."""
TIMES_USUAL = 3


def tell_silence(days: Sequence[str], articles: int, today: date) -> str | None:
    """Why a portal counts as silent, or None. `days` are those on which it published, ISO, newest first.

    Its rhythm is the pause that nine of ten pauses between such days do not exceed; three times that is silence,
    and two weeks at least.
    """
    if articles < LEAST_ARTICLES or len(days) < 2:
        return None
    seen = [date.fromisoformat(day) for day in days]
    gaps = sorted((newer - older).days for newer, older in pairwise(seen))
    usual = gaps[ceil(0.9 * len(gaps)) - 1]
    limit = max(LEAST_SILENCE if len(gaps) >= FEW_GAPS else LEARNING_SILENCE, TIMES_USUAL * usual)
    silence = (today - seen[0]).days
    if silence <= limit:
        return None
    pause = "every day" if usual == 1 else f"at least every {usual} days"
    return f"nothing published since {write_time(seen[0].isoformat(), 'day')}, for {silence} days (usually {pause})"
