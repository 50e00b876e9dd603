"""What a run is asked to do, and its one clock."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from harvester.errors import ConfigError
from harvester.portals import Portal

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

RETRY_PAUSES = (0, 0, 3600, 12 * 3600, 24 * 3600, 72 * 3600)
"""Seconds before the next try after the first, second, … failure in a row: twice more in the same run for a
hiccup, then when the nightly run comes by. After the last the address has failed."""

RECHECK_DAYS = 14
"""How long an article is looked at again for changes. Corrections come within days; every check costs the
portal a page, and NukeViet answers no conditional requests."""

RECHECK_HOURS = 6.0
"""The least time between two looks at an article; later ones wait half of its age."""

FAILED_DAYS = 3
"""So long after it was found an address that was given up within one night gets further nights."""

WIDE_DAYS = 7
"""How long home page, sitemap and feed are trusted to show whatever is new, before all listings are asked again."""

ROBOTS_HOURS = 24.0
BARREN_PAGES = 40
"""A walk ends after so many pages in a row that show no article it had not come by: endless calendars and paging."""

RETURN_DAYS = 7
"""An address that was gone is tried again so many days later, if the portal still links to it."""

MAX_HOPS = 10
MAX_CLAIMS = 3
"""An address that was opened so often without the process living to write its end is left alone. It is counted from
the first run on that comes after a death."""

TROUBLE_LIMIT = 5
"""So many connection failures or refusals in a row end a portal's harvest for this run."""


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

    def read_delay(self, portal: Portal) -> float:
        """Seconds between two requests to a portal."""
        from harvester.portals.model import SECONDS_A_REQUEST

        if self.delay is not None:
            return self.delay
        return SECONDS_A_REQUEST if portal.delay is None else portal.delay

    def read_pauses(self, portal: Portal) -> tuple[float, ...]:
        """The pauses before further tries; none at all where there is no delay between requests either."""
        return self.retry_pauses if self.read_delay(portal) > 0 else tuple(0 for _ in self.retry_pauses)

    def read_since(self, portal: Portal) -> date | None:
        """Nothing older is wanted: the later of the run's and the portal's own limit."""
        limits = [limit for limit in (self.since, portal.since) if limit is not None]
        return max(limits, default=None)

    def read_time(self, **ago: float) -> str:
        """The run's clock, or a time before it, as stored: ISO 8601 with seconds and +07:00."""
        return (self.now - timedelta(**ago)).isoformat(timespec="seconds")


def read_clock(environment: Mapping[str, str] = os.environ) -> datetime:
    """`HARVESTER_NOW` (ISO 8601; without zone it is Vietnam's), else the time of day, to the second.

    Raises ConfigError for text that is no time.
    """
    text = environment.get("HARVESTER_NOW")
    if not text:
        return datetime.now(ZONE).replace(microsecond=0)
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"HARVESTER_NOW must be a time like 2026-01-31T08:00:00+07:00, not {text!r}") from error
    return (value if value.tzinfo else value.replace(tzinfo=ZONE)).astimezone(ZONE).replace(microsecond=0)
