"""Dates that an article's address holds: `/pages/2022-07-28/…`, `/2022/07/28/…`, `…-180250421172815.htm`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from harvester.vietnamese.dates.calendar_forms import is_day
from harvester.vietnamese.dates.parsing import ParsedDate, build_date
from harvester.vietnamese.dates.times import Clock
from harvester.vietnamese.dates.zones import VIETNAM

# /pages/2022-07-28/…, /2022/7/28/…, /20220728/…
_YEAR_FIRST = re.compile(r"/((20[0-9]{2})([-/_.]?)([0-9]{1,2})\3([0-9]{1,2}))(?=[/_-]|$)")
# /28-07-2022/…; within a slug it is the day of the event (hoi-nghi-ngay-28-07-2022)
_DAY_FIRST = re.compile(r"/(([0-9]{1,2})[-_.]([0-9]{1,2})[-_.](20[0-9]{2}))(?=/)")
_MONTH = re.compile(r"/((20[0-9]{2})[-/]([0-9]{1,2}))(?=/)")
# The number before the extension. Of 14 to 17 digits it begins with the moment; of 15 or 18 the moment
# follows three digits of the site, its year in two: …-180250421172815.htm
_NUMBER = re.compile(r"[-/_a-z]((?:[0-9]{3})?([0-9]{12,17}))(?:\.[a-z]+)?/?$", re.IGNORECASE)


class AddressDate(NamedTuple):
    """The part of an address that holds a date, and the date."""

    text: str
    date: ParsedDate


def _read_moment(digits: str, now: datetime) -> ParsedDate | None:
    """The moment of `yyyymmddHHMMSS`, unless it is none or lies after next day's end."""
    year, month, day, hour, minute, second = (
        int(digits[:4]),
        *(int(digits[at : at + 2]) for at in range(4, 14, 2)),
    )
    if not (is_day(year, month, day) and hour < 24 and minute < 60 and second < 60):
        return None
    if not 1995 <= year <= now.year + 1:
        return None
    return build_date(year, month, day, Clock(hour, minute, second, None, False))


def _find_moment(path: str, now: datetime) -> AddressDate | None:
    match = _NUMBER.search(path)
    if match is None:
        return None
    digits = match[1]
    readings = []
    if len(digits) in (14, 16, 17):
        readings.append(digits[:14])
    if len(digits) in (15, 18):
        readings.append("20" + digits[3:15])
    for reading in readings:
        date = _read_moment(reading, now)
        if date is not None:
            return AddressDate(digits, date)
    return None


def find_address_date(url: str, now: datetime) -> AddressDate | None:
    """The date in an address's path, or None. A date within a slug is the event's and does not count."""
    try:
        path = urlsplit(url).path
    except ValueError:  # an address such as http://[x/
        return None
    for pattern, order in ((_YEAR_FIRST, (2, 4, 5)), (_DAY_FIRST, (4, 3, 2))):
        for match in pattern.finditer(path):
            if pattern is _YEAR_FIRST and not match[3] and len(match[1]) != 8:
                continue
            year, month, day = [int(match[group]) for group in order]
            if is_day(year, month, day):
                return AddressDate(match[1], build_date(year, month, day, None))
    found = _find_moment(path, now)
    if found is not None:
        return found
    of_month = _MONTH.search(path)
    if of_month is None or not 1 <= int(of_month[3]) <= 12:
        return None
    value = datetime(int(of_month[2]), int(of_month[3]), 1, tzinfo=VIETNAM)
    return AddressDate(of_month[1], ParsedDate(value, "month", shape="period"))
