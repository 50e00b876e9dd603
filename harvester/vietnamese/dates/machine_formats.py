"""Dates as machines write them: ISO 8601, NukeViet's broken form of it, 14 digits, /Date(ms)/, ctime."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from harvester.vietnamese.dates.calendar_forms import ENGLISH_MONTHS, YEAR, is_day
from harvester.vietnamese.dates.times import Clock

# 2022-03-25T16:19:00+07:00, 2022-03-25T09:19:00.123Z, and as NukeViet writes it with an unescaped T in PHP's
# date(), the zone in its place: 2022-03-25+0716:19:00, 2022-06-29EDT09:48:00
_ISO = re.compile(
    rf"({YEAR})(?<![0-9]{{5}})-([0-9]{{2}})-([0-9]{{2}})"
    r"(t ?|(?!t[0-9])[a-z]{1,5}|[+-][0-9]{2}(?::?[0-9]{2})?)"
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r" ?(z\b|[+-][0-9]{2}(?::?[0-9]{2}){0,2})?(?![0-9])"
)
# 20220629, 20220629204800, 20220629T134800Z, as the whole text
_COMPACT = re.compile(
    rf"({YEAR})([01][0-9])([0-3][0-9])(?:[t ]?([0-2][0-9]):?([0-5][0-9])(?::?([0-5][0-9]))?"
    r"(?:[.,]?[0-9]{3,9})?(z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
# /Date(1656510480000)/ and /Date(1656510480000+0700)/, as .NET writes JSON
_EPOCH = re.compile(r"/?date\((-?[0-9]{9,14})(?:[+-][0-9]{4})?\)/?")
# 1656510480, @1656510480, 1656510480000: seconds or milliseconds since 1970, as the whole text
_SECONDS = re.compile(r"@?([1-9][0-9]{8,9})([0-9]{3})?")
EARLIEST_SECONDS, LATEST_SECONDS = 946_684_800, 2_000_000_000
"""From 2000 to May 2033. Other numbers are counters, telephone numbers and the like."""
# Wed Jun 29 20:48:00 ICT 2022, as Java and C print
_CTIME = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun) )?({'|'.join(ENGLISH_MONTHS)}) ([0-9]{{1,2}}) "
    rf"([0-9]{{2}}):([0-9]{{2}}):([0-9]{{2}}) (?:([a-z]{{1,4}}(?:[+-][0-9]{{2}}:?[0-9]{{2}})?) )?({YEAR})"
)
_CTIME_STARTS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun", *(name[:3] for name in ENGLISH_MONTHS)))


class Stamp(NamedTuple):
    """A machine's date. The day may not be one of the calendar."""

    year: int
    month: int
    day: int
    clock: Clock | None
    shape: Literal["stamp", "php"]


def _read_clock(hour: str, minute: str, second: str | None, zone: str | None) -> Clock | None:
    clock = Clock(int(hour), int(minute), int(second) if second else None, zone, False)
    return clock if clock.hour < 24 and int(minute) < 60 and (clock.second or 0) < 60 else None


def _read_iso(match: re.Match[str]) -> Stamp:
    year, month, day, joint, hour, minute, second, zone = match.groups()
    php = joint[0] != "t" or len(joint.strip()) > 1
    clock = _read_clock(hour, minute, second, joint if php else zone)
    return Stamp(int(year), int(month), int(day), clock, "php" if php else "stamp")


def _read_compact(match: re.Match[str]) -> Stamp:
    year, month, day, hour, minute, second, zone = match.groups()
    clock = _read_clock(hour, minute, second, zone) if hour else None
    return Stamp(int(year), int(month), int(day), clock, "stamp")


def _read_epoch(milliseconds: str) -> Stamp | None:
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(milliseconds))
    except OverflowError:
        return None
    clock = Clock(moment.hour, moment.minute, moment.second, "z", True)
    return Stamp(moment.year, moment.month, moment.day, clock, "stamp")


def find_stamp(text: str) -> Stamp | None:
    """The machine's date in a folded text, or None. Its day may not be of the calendar."""
    if ":" in text and text.count("-") > 1 and (match := _ISO.search(text)):
        return _read_iso(match)
    if text[:4].isdigit() and (match := _COMPACT.fullmatch(text)):
        stamp = _read_compact(match)
        return stamp if is_day(*stamp[:3]) else None
    if text[-1:].isdigit() and (match := _SECONDS.fullmatch(text)):
        is_moment = EARLIEST_SECONDS <= int(match[1]) < LATEST_SECONDS
        return _read_epoch(match[1] + (match[2] or "000")) if is_moment else None
    if "date(" in text and (match := _EPOCH.search(text)):
        return _read_epoch(match[1])
    if text[:3] in _CTIME_STARTS and (match := _CTIME.match(text)):
        month, day, hour, minute, second, zone, year = match.groups()
        clock = _read_clock(hour, minute, second, zone)
        return Stamp(int(year), ENGLISH_MONTHS[month], int(day), clock, "stamp")
    return None
