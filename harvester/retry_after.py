"""Retry-After of a 429 or 503: the pause that a busy server names, read and capped by `limits.LONGEST_WAIT`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from harvester.limits import LONGEST_WAIT

BUSY = frozenset({429, 503})
"""Too many requests, and overload or maintenance: with these a server says when to come back."""


def read_pause(status: int, fields: Mapping[str, str]) -> float | None:
    """Return for how long a server which has too much to do asks to be left alone.

    Args:
        status: Of its answer.
        fields: Of the answer's head, by their names in lower case.

    Returns:
        Seconds, at most `LONGEST_WAIT`; None where it is not busy, or names no time.
    """
    return read_retry_after(fields) if status in BUSY else None


def read_retry_after(fields: Mapping[str, str]) -> float | None:
    """Return the seconds that `Retry-After` tells, in seconds or as a date (RFC 9110, 10.2.3).

    A date is the server's own time, so it is counted from the server's clock, else from this machine's: the clock
    of the run says what night it is, and nothing of when the answer came.

    Args:
        fields: Of the answer's head, by their names in lower case.

    Returns:
        Seconds, at most `LONGEST_WAIT`; None where there is no such field, or nobody understands it.
    """
    value = fields.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    if not value:
        return None
    try:
        at = parsedate_to_datetime(value)
        own = fields.get("date")
        start = parsedate_to_datetime(own) if own else datetime.now(UTC)
        return min(max(0.0, (at - start).total_seconds()), LONGEST_WAIT)
    except (ValueError, TypeError):
        return None
