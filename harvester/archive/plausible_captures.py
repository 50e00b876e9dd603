"""Which captures that archives tell of can be: what an index or a record says of time and address is anybody's."""

from __future__ import annotations

from datetime import datetime

from harvester.limits import ADDRESS_LIMIT, YEARS
from harvester.urls import UNWANTED, drop_userinfo


def is_capture_time(at: datetime) -> bool:
    """Return whether something may have been captured at a time."""
    return at.year in YEARS


def spell_captured(url: str) -> str | None:
    """Return the address of a capture as it is kept, without name and password of a user; None for what is none."""
    if not url.startswith(("http://", "https://")) or len(url) > ADDRESS_LIMIT or UNWANTED.search(url):
        return None
    try:
        return drop_userinfo(url)
    except ValueError:
        return None
