"""What refuses a date (the future, the day of a banner or an update), and the words for why it was not chosen."""

from __future__ import annotations

from datetime import datetime, timedelta

from harvester.vietnamese.dates.parsing import ParsedDate
from harvester.vietnamese.dates.relative import FINENESS, floor_to
from harvester.vietnamese.dates.sightings import Reading
from harvester.vietnamese.dates.witnesses import WITNESS_DAYS
from harvester.vietnamese.dates.zones import VIETNAM
from harvester.wording import write_count

EARLIEST = datetime(1995, 1, 1, tzinfo=VIETNAM)
"""Before Vietnam had portals."""

ONE_DAY = timedelta(days=1)


def refuse(reading: Reading, now: datetime) -> str | None:
    """Why a date cannot be the publication's, whatever else was seen."""
    if reading.role == "banner":
        return "banner: the day of the visit"
    if reading.role == "related":
        return "belongs to a related article"
    if reading.date is None:
        return "day or month first is not told" if reading.either else "not a date"
    if reading.date.value > now + ONE_DAY:
        return f"in the future by {_tell_days(reading.date.value - now)}"
    if reading.date.value < EARLIEST:
        return "before 1995"
    if reading.role == "document":
        return "date of a document"
    return None


def _tell_days(distance: timedelta) -> str:
    days = max(1, round(abs(distance) / ONE_DAY))
    return write_count(days, "day")


def measure_distance(one: ParsedDate, other: ParsedDate) -> timedelta:
    """How far two dates are apart; nothing where one lies within the other's period."""
    coarse = min(one.precision, other.precision, key=FINENESS.__getitem__)
    return abs(floor_to(one.value, coarse) - floor_to(other.value, coarse))


def is_banner_day(reading: Reading, readings: list[Reading]) -> bool:
    """Whether a date is only the day of the visit: a banner shows the same and nothing else bears it out."""
    if reading.date is None or reading.found_in not in ("page", "listing"):
        return False
    for banner in readings:
        if banner.role != "banner" or banner.date is None:
            continue
        if banner.date.value.date() != reading.date.value.date():
            continue
        if reading.date.precision != "day" and reading.date.value != banner.date.value:
            continue  # a time that the banner does not show
        return not any(_bears_out(other, reading) for other in readings if other.found_in != reading.found_in)
    return False


def is_day_of_update(reading: Reading, readings: list[Reading]) -> bool:
    """Whether a sitemap's date is that of the last change by the head, and nothing else was published then."""
    told = reading.date
    if reading.found_in != "sitemap" or told is None:
        return False
    near = [one for one in readings if one.date is not None and measure_distance(one.date, told) <= ONE_DAY]
    if any(one.role == "published" and one.found_in != "sitemap" for one in near):
        return False
    return any(one.role == "updated" and one.found_in in ("jsonld", "meta") for one in near)


def _bears_out(witness: Reading, reading: Reading) -> bool:
    if witness.date is None or reading.date is None or witness.role not in ("published", "updated"):
        return False
    return -ONE_DAY <= reading.date.value - floor_to(witness.date.value, "day") <= WITNESS_DAYS * ONE_DAY


def explain(reading: Reading, chosen: Reading | None, refused: str | None) -> str | None:
    """Why a candidate was not chosen, with its disagreement where that is more than a day."""
    if reading is chosen:
        return None
    if refused is None and reading.role == "updated":
        refused = "time of an update"
    if refused is None and chosen is not None and chosen.date and reading.date:
        coarse = FINENESS[reading.date.precision] < FINENESS["day"] <= FINENESS[chosen.date.precision]
        if reading.found_in == chosen.found_in:
            refused = f"another {reading.found_in} date is preferred"
        elif coarse:
            refused = f"less exact than {chosen.found_in}"
        elif reading.label == "updated":
            refused = f"time of an update, {chosen.found_in} tells the publication"
        else:
            refused = f"less trusted than {chosen.found_in}"
    if chosen is not None and chosen.date and reading.date and reading.role in ("published", "document"):
        distance = measure_distance(reading.date, chosen.date)
        if distance > ONE_DAY:
            return f"{refused}; disagrees with {chosen.found_in} by {_tell_days(distance)}"
    return refused
