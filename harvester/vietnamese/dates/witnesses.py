"""What several sightings of a date bear out: which of day and month stands first, which of two days is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from harvester.items import MONTH_FIRST_MARK, FoundIn
from harvester.vietnamese.dates.relative import FINENESS
from harvester.vietnamese.dates.shifted_clocks import is_local, measure_distance_of_clocks
from harvester.vietnamese.dates.sightings import Reading, read_month_first

OF_PUBLICATION: tuple[FoundIn, ...] = ("page", "jsonld", "meta", "listing", "feed", "url")
"""Places that tell the day of publication; a sitemap tells the last change."""
OF_MACHINES: tuple[FoundIn, ...] = ("jsonld", "meta")

_ONE_DAY = timedelta(days=1)
WITNESS_DAYS = 7
"""How long before its publication an event may lie that bears out the day."""


def find_day(reading: Reading) -> date | None:
    """Return the day of publication that a reading names by itself, or None."""
    if reading.date is None or reading.role != "published" or reading.is_relative or reading.label == "updated":
        return None
    return reading.date.value.date() if FINENESS[reading.date.precision] >= FINENESS["day"] else None


def settle_month_first(readings: Sequence[Reading], now: datetime, others: Iterable[Reading] = ()) -> list[Reading]:
    """Read dates that may be day first or month first as another place bears out.

    Args:
        readings: All that was seen; those with `either` get their date where one of the two is another's day, and any
            in which a listing has the month first.
        now: When the article was first seen.
        others: Further witnesses.
    """
    days = {
        find_day(one) for one in (*readings, *others) if not one.either and one.found_in in (*OF_PUBLICATION, "sitemap")
    }
    marked = {find_day(one) for one in readings if one.text.endswith(MONTH_FIRST_MARK)}
    settled = []
    for reading in readings:
        borne_out = [one for one in reading.either if one.value.date() in days]
        told = borne_out[0] if len(borne_out) == 1 else None
        if told is None and marked and (turned := read_month_first(reading.text, now)) is not None:
            told = turned if turned.value.date() in marked else None
        settled.append(reading if told is None else replace(reading, date=told))
    return settled


def settle_by_events(readings: Sequence[Reading], events: Iterable[Reading]) -> list[Reading]:
    """Read dates that no other place bears out by what the text tells of: its events, the day of a document.

    Of "9/3/2026 2:20:00 PM" the ninth month is meant where the text says "Sáng 2/9": news is of the days before it.

    Args:
        readings: All that was seen; those with `either` and no date get one where only one of the two is close behind.
        events: What was read from the text.
    """
    told = [event.date.value.date() for event in events if event.found_in == "body" and event.date is not None]
    settled = []
    for reading in readings:
        near = [one for one in reading.either if any(is_close_behind(one.value.date(), day) for day in told)]
        is_open = reading.date is None and len(near) == 1
        settled.append(replace(reading, date=near[0]) if is_open else reading)
    return settled


def is_close_behind(day: date, event: date) -> bool:
    """Whether a day is that of an event, or one of the days behind it when it is news."""
    return timedelta() <= day - event <= timedelta(days=WITNESS_DAYS)


def measure_support(readings: Sequence[Reading]) -> list[Reading]:
    """Count for each reading how well other places bear it out.

    The very minute, told elsewhere with a zone, counts most: it tells the right one of two times that a clock showed
    before and after it was moved. The same day counts less.
    """
    supported = []
    published = [one for one in readings if one.role == "published"]
    places: dict[date | None, set[FoundIn]] = {}
    for one in published:
        if one.found_in in OF_PUBLICATION:
            places.setdefault(find_day(one), set()).add(one.found_in)
    for reading in readings:
        day = find_day(reading)
        others = (one for one in published if one.found_in != reading.found_in)
        is_minute = is_local(reading) and any(measure_distance_of_clocks(reading, one) == 0 for one in others)
        is_day = day is not None and not places.get(day, set()) <= {reading.found_in}
        supported.append(replace(reading, support=2 if is_minute else int(is_day)))
    return supported


def find_vouched(first: Reading, possible: Sequence[Reading], seen_on: date) -> Reading:
    """Return the reading to prefer to one of the page that stands alone.

    Where metadata and another place name one day and the page's text another, the text is of a teaser or a box. The
    day of the visit is none that they can vouch for: some systems print it everywhere.

    Args:
        first: The most trusted reading.
        possible: All readings that may be the publication's, the most trusted first.
        seen_on: The day when the article was first seen.
    """
    day = find_day(first)
    if first.found_in != "page" or day is None or first.support:
        return first
    places: dict[date, set[FoundIn]] = {}
    for one in possible:
        other = find_day(one)
        if other is not None and one.found_in in OF_PUBLICATION and abs(other - day) > _ONE_DAY and other != seen_on:
            places.setdefault(other, set()).add(one.found_in)
    vouched = [other for other, found in places.items() if len(found) > 1 and found.intersection(OF_MACHINES)]
    if len(vouched) != 1:
        return first
    return next(one for one in possible if find_day(one) == vouched[0])
