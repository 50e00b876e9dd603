"""Clocks that show the visitor's time: noticed, measured and put right.

NukeViet shows dates by its visitor's country unless told otherwise: a crawler abroad reads 09:48 for
20:48, in the page, its metadata and its listings alike. Its broken meta date names the zone
(`2022-06-29EDT09:48:00`); where there is none, the distance to a sitemap that names its zone does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from harvester.items import FoundIn
from harvester.vietnamese.dates.parsing import ParsedDate
from harvester.vietnamese.dates.sightings import Reading
from harvester.vietnamese.dates.zones import FARTHEST_OFFSET, VIETNAM, VIETNAM_OFFSET, make_zone, read_offsets

_HOUR = 60


def is_local(reading: Reading) -> bool:
    """Whether a sighting shows the site's clock without naming a zone."""
    date = reading.date
    return (
        date is not None
        and date.offset is None
        and date.written is not None
        and reading.found_in in ("page", "listing")
        and reading.role in ("published", "updated")
    )


def measure_distance_of_clocks(local: Reading, reference: Reading) -> int | None:
    """Return the minutes from what one reading shows without a zone to what another tells with one.

    None where either is not so.
    """
    return _measure(local, reference) if is_local(local) else None


def _measure(local: Reading, reference: Reading) -> int | None:
    """Minutes from what a clock without a zone shows to the same moment in Vietnam's time, by a reference."""
    if local.date is None or local.date.written is None or reference.date is None:
        return None
    if reference.date.written is None or reference.date.offset is None:
        return None
    moment = reference.date.written - timedelta(minutes=reference.date.offset - VIETNAM_OFFSET)
    distance = moment.replace(second=0) - local.date.written.replace(second=0)
    return round(distance / timedelta(minutes=1))


def _find_php_shift(readings: list[Reading], measured: set[int]) -> int | None:
    """By the zone in NukeViet's broken meta date; of an abbreviation's several zones, by the distance."""
    for reading in sorted(readings, key=lambda one: one.text):
        if reading.date is None or reading.date.shape != "php" or not reading.date.zone:
            continue
        shifts = [VIETNAM_OFFSET - offset for offset in read_offsets(reading.date.zone)]
        if shifts:
            return next((shift for shift in shifts if shift in measured), shifts[0])
    return None


def find_shift(readings: list[Reading], trust: tuple[FoundIn, ...] = ()) -> int:
    """Minutes to add to what the site's clock shows, 0 where it shows Vietnam's time.

    Evidence, in this order: the zone in a broken meta date; metadata with a zone of its own whose hands
    stand as those of the page; a sitemap with a zone that lies whole hours from the page. A sitemap that
    tells seconds tells an edit, unless the platform trusts it more than its feed.
    """
    locals_ = [reading for reading in readings if is_local(reading)]
    measured = {
        minutes
        for local in locals_
        for reference in readings
        if reference.found_in in ("sitemap", "feed") and reference.role == "published"
        if (minutes := _measure(local, reference)) is not None
    }
    shift = _find_php_shift(readings, measured)
    if shift is not None:
        return shift
    for local in locals_:
        for reading in readings:
            shift = _compare_hands(local, reading)
            if shift is not None:
                return shift
    if any(_agrees(local, reading) for local in locals_ for reading in readings):
        return 0
    hours = sorted(
        minutes
        for local in locals_
        for reading in readings
        if reading.found_in == "sitemap" and reading.role == "published"
        if _tells_publication(reading, trust)
        if (minutes := _measure(local, reading)) is not None
        and minutes % _HOUR == 0
        and 0 < abs(minutes) <= VIETNAM_OFFSET + FARTHEST_OFFSET
    )
    return hours[0] if hours else 0


def _tells_publication(sitemap: Reading, trust: tuple[FoundIn, ...]) -> bool:
    if sitemap.date is not None and sitemap.date.written is not None and sitemap.date.written.second == 0:
        return True
    return "sitemap" in trust and "feed" in trust and trust.index("sitemap") < trust.index("feed")


def _compare_hands(local: Reading, reading: Reading) -> int | None:
    """The shift, where a zone other than Vietnam's and UTC is named beside the same hands as the page's.

    UTC does not count: many systems put a Z behind local time.
    """
    date = reading.date
    if date is None or date.offset in (None, 0, VIETNAM_OFFSET) or date.written is None or local.date is None:
        return None
    if reading.found_in not in ("meta", "jsonld") or local.date.written is None:
        return None
    if date.written.replace(second=0) != local.date.written.replace(second=0):
        return None
    return VIETNAM_OFFSET - (date.offset or 0)


def _agrees(local: Reading, reading: Reading) -> bool:
    """Whether metadata with a zone tells the very minute that the page shows."""
    return reading.found_in in ("meta", "jsonld") and _measure(local, reading) == 0


def put_right(reading: Reading, shift: int, readings: Sequence[Reading] = ()) -> Reading:
    """The reading with its clock put right, and the shift recorded on whatever that clock wrote.

    What the page showed before its clock was moved stays: metadata of `readings` tells that very minute.
    """
    if shift == 0 or reading.date is None:
        return reading
    if is_local(reading) and any(_agrees(reading, other) for other in readings):
        return reading
    date = reading.date
    if is_local(reading) and date.written is not None:
        return replace(reading, date=_shift(date, date.written, shift), shift=shift)
    if date.offset is not None and date.written is not None and date.offset != VIETNAM_OFFSET:
        if date.shape == "php":
            return replace(reading, date=_shift(date, date.written, shift), shift=shift)
        if VIETNAM_OFFSET - date.offset == shift and date.offset != 0:
            return replace(reading, shift=shift)
    return reading


def _shift(date: ParsedDate, written: datetime, shift: int) -> ParsedDate:
    value = written.replace(tzinfo=make_zone(VIETNAM_OFFSET - shift)).astimezone(VIETNAM)
    precision = date.precision
    if precision == "day":  # midnight of a clock that is not Vietnam's is a time like any other
        precision = "minute"
    if not (value.hour or value.minute or value.second):
        precision = "day"
    return replace(date, value=value, precision=precision)
