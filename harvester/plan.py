"""What a run is asked to do, its one clock, and its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from harvester.limits import RECHECK_DAYS, RETRY_PAUSES, SECONDS_A_REQUEST, SWEEP_DAYS
from harvester.portals import Portal


@dataclass(frozen=True, slots=True)
class Plan:
    """One run. `now` is aware, in Asia/Ho_Chi_Minh, and the only clock that ages are counted from."""

    database: Path
    portals: tuple[Portal, ...]
    now: datetime
    since: date | None = None
    limit: int | None = None
    full: bool = False
    delay: float | None = None  # for every portal, whatever its file says
    retry_pauses: tuple[float, ...] = RETRY_PAUSES
    arguments: Sequence[str] = field(default_factory=tuple)
    keep: Path | None = None  # the folder that every answer is kept in
    files: bool = False  # whether the files that articles offer are fetched too
    recheck_days: int | None = None  # for every portal, whatever its file says
    sweep_days: int = SWEEP_DAYS  # 0: no article is looked at for the time since its last look alone
    is_clock_right: bool = False  # whether the operator vouches for `now`
    is_clock_given: bool = False  # whether `now` is HARVESTER_NOW rather than the time of day

    def read_delay(self, portal: Portal) -> float:
        """Return the seconds between two requests to a portal."""
        if self.delay is not None:
            return self.delay
        return SECONDS_A_REQUEST if portal.delay is None else portal.delay

    def read_pauses(self, portal: Portal) -> tuple[float, ...]:
        """Return the pauses before further tries; zeros where there is no delay between requests either."""
        return self.retry_pauses if self.read_delay(portal) > 0 else tuple(0.0 for _ in self.retry_pauses)

    def read_since(self, portal: Portal) -> date | None:
        """Return the day before which nothing is wanted: the later of the run's and the portal's own limit."""
        limits = [limit for limit in (self.since, portal.since) if limit is not None]
        return max(limits, default=None)

    def read_recheck_days(self, portal: Portal) -> int:
        """Return for how many days after publication a portal's articles are looked at again."""
        if self.recheck_days is not None:
            return self.recheck_days
        return RECHECK_DAYS if portal.recheck_days is None else portal.recheck_days

    def read_time(self, **ago: float) -> str:
        """Return the run's clock, or a time before it, as stored: ISO 8601 with seconds and +07:00."""
        return (self.now - timedelta(**ago)).isoformat(timespec="seconds")


@dataclass(frozen=True)
class RunFacts:
    """What does not change during a run: its plan, and its number in `runs`."""

    id: int
    plan: Plan
    now: str  # the plan's clock as stored
    portals: dict[str, Portal]  # of the plan, by id

    @classmethod
    def of_plan(cls, number: int, plan: Plan) -> RunFacts:
        """Return the facts of a run that has got its number."""
        return cls(number, plan, plan.read_time(), {portal.id: portal for portal in plan.portals})
