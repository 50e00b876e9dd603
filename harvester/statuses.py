"""What the harvest of a portal can come to: the values of `harvests.status`, with what is said and shown of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Colour = Literal["green", "yellow", "red"]


@dataclass(frozen=True, slots=True)
class HarvestStatus:
    """One of them."""

    name: str
    meaning: str
    gravity: int  # 0 is well; the gravest is shown first
    colour: Colour
    is_success: bool = False  # nothing of the harvest has failed, and `crawl` exits with 0
    is_reached: bool = True  # the portal's pages came
    is_read: bool = True  # and could be read: a month without articles is one without news


HARVEST_STATUSES: dict[str, HarvestStatus] = {
    status.name: status
    for status in (
        HarvestStatus("ok", "all that was due came", 0, "green", is_success=True),
        HarvestStatus("partial", "something that was due was left", 1, "yellow"),
        HarvestStatus("unreachable", "it did not answer", 2, "red", is_reached=False, is_read=False),
        HarvestStatus("blocked", "it refused us", 3, "red", is_reached=False, is_read=False),
        HarvestStatus("silent", "nothing new for much longer than usual", 4, "yellow", is_success=True),
        HarvestStatus(
            "broken", "pages came, but articles or fields that they usually have did not", 5, "red", is_read=False
        ),
    )
}

NEVER = "never"
"""Shown in place of a status of a portal that has not been harvested yet."""

SUCCESSES = tuple(status.name for status in HARVEST_STATUSES.values() if status.is_success)
REACHED = tuple(status.name for status in HARVEST_STATUSES.values() if status.is_reached)
READ = tuple(status.name for status in HARVEST_STATUSES.values() if status.is_read)
UNREAD = tuple(status.name for status in HARVEST_STATUSES.values() if not status.is_read)


def find_colour(status: str | None) -> Colour | None:
    """Return the colour of a status; None for a portal that was never harvested."""
    found = HARVEST_STATUSES.get(status or "")
    return None if found is None else found.colour
