"""The choice of a publication date among everything that was seen of an article.

A pure function of the set of sightings, the address, the texts and the moment when the article was first
seen: the order in which a page, a feed and a sitemap told of it makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from unicodedata import normalize

from harvester.items import DateCandidate, DateRole, FoundIn, Precision, SeenDate
from harvester.vietnamese.date_addresses import find_address_date
from harvester.vietnamese.date_readings import Reading, read_sighting
from harvester.vietnamese.date_relatives import FINENESS, floor_to
from harvester.vietnamese.date_shifts import find_shift, put_right
from harvester.vietnamese.date_zones import VIETNAM
from harvester.vietnamese.datelines import find_datelines, find_document_date
from harvester.vietnamese.dates import ParsedDate

EARLIEST = datetime(1995, 1, 1, tzinfo=VIETNAM)
"""Before Vietnam had portals."""

ONE_DAY = timedelta(days=1)

BODY_CANDIDATES = 5
"""Datelines that are put on the table; the first is the one that may be chosen."""

DEFAULT_TRUST: tuple[FoundIn, ...] = ("page", "jsonld", "meta", "listing", "feed", "sitemap", "url", "body")

# The same text at the same place is one candidate; of its roles, the one that decides most is kept.
_ROLE_ORDER: tuple[DateRole, ...] = ("banner", "related", "document", "published", "updated")


@dataclass(frozen=True, slots=True)
class Texts:
    """What the dates of the body are read from."""

    title: str = ""
    lead: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and every candidate with its reason. All values are aware, Asia/Ho_Chi_Minh."""

    published_at: datetime | None
    published_precision: Precision | None
    published_from: FoundIn | None
    published_text: str | None
    updated_at: datetime | None
    document_date: date | None
    candidates: tuple[DateCandidate, ...]


def _collect(
    seen: Iterable[SeenDate | DateCandidate], url: str, body: str
) -> dict[tuple[str, FoundIn], tuple[DateRole, DateCandidate | None]]:
    """Sightings by text and place. What an earlier address or body held is left out."""
    found: dict[tuple[str, FoundIn], tuple[DateRole, DateCandidate | None]] = {}
    for sighting in seen:
        known = sighting if isinstance(sighting, DateCandidate) else None
        if known is not None and sighting.found_in in ("url", "body"):
            place = url if sighting.found_in == "url" else " ".join(normalize("NFC", body).split())
            if sighting.text not in place:
                continue
        key = (sighting.text, sighting.found_in)
        role, before = found.get(key, (sighting.role, None))
        found[key] = (min(role, sighting.role, key=_ROLE_ORDER.index), known or before)
    return found


def _read_body(texts: Texts, now: datetime, hints: str) -> list[Reading]:
    """Datelines, and the date in the head of a document; what stands first in the body comes first."""
    lines = find_datelines(texts.body, now, context=f"{texts.title} {texts.lead} {hints}")
    readings = [
        Reading(line.text, "body", "published", ParsedDate(line.value, line.precision), position=index)
        for index, line in enumerate(lines[:BODY_CANDIDATES])
    ]
    document = find_document_date(texts.body)
    if document is not None:
        value = datetime(document.value.year, document.value.month, document.value.day, tzinfo=VIETNAM)
        readings.append(Reading(document.text, "body", "document", ParsedDate(value, "day")))
    unique: dict[str, Reading] = {}
    for reading in readings:
        unique.setdefault(reading.text, reading)
    return list(unique.values())


def _refuse(reading: Reading, now: datetime) -> str | None:
    """Why a date cannot be the publication's, whatever else was seen."""
    if reading.role == "banner":
        return "banner: the day of the visit"
    if reading.role == "related":
        return "belongs to a related article"
    if reading.date is None:
        return "not a date"
    if reading.date.value > now + ONE_DAY:
        return f"in the future by {_tell_days(reading.date.value - now)}"
    if reading.date.value < EARLIEST:
        return "before 1995"
    if reading.role == "document":
        return "date of a document"
    return None


def _tell_days(distance: timedelta) -> str:
    days = max(1, round(abs(distance) / ONE_DAY))
    return f"{days} day" if days == 1 else f"{days} days"


def measure_distance(one: ParsedDate, other: ParsedDate) -> timedelta:
    """How far two dates are apart; nothing where one lies within the other's period."""
    coarse = min(one.precision, other.precision, key=FINENESS.__getitem__)
    return abs(floor_to(one.value, coarse) - floor_to(other.value, coarse))


def _is_banner_day(reading: Reading, readings: list[Reading], now: datetime) -> bool:
    """Whether a date is only the day of the visit: a banner shows the same and nothing else bears it out."""
    if reading.date is None or reading.found_in not in ("page", "listing"):
        return False
    banners = [other for other in readings if other.role == "banner" and other.date]
    for banner in banners:
        if banner.date is None or banner.date.value.date() != reading.date.value.date():
            continue
        if reading.date.precision != "day" and reading.date.value != banner.date.value:
            continue  # a time that the banner does not show
        witnesses = [
            other
            for other in readings
            if other.date
            and other.role in ("published", "updated")
            and other.found_in not in (reading.found_in,)
        ]
        return not any(
            other.date
            and ONE_DAY * -1 <= reading.date.value - floor_to(other.date.value, "day") <= ONE_DAY * 7
            for other in witnesses
        )
    return False


def _rank(reading: Reading, trust: tuple[FoundIn, ...]) -> tuple[object, ...]:
    """The order of trust. Within one place the finest comes first, and then the earliest."""
    assert reading.date is not None
    age = reading.date.value.timestamp()
    place = trust.index(reading.found_in) if reading.found_in in trust else len(trust)
    return (
        reading.is_relative,
        place,
        reading.label == "updated",
        reading.label != "published",
        reading.position,
        -FINENESS[reading.date.precision],
        -age if reading.is_relative else age,  # "5 ngày trước" was seen after "3 ngày trước"
        reading.text,
    )


def _choose_published(possible: list[Reading]) -> Reading | None:
    """The most trusted; where it names a month or year only, the most trusted day that lies within it."""
    if not possible:
        return None
    first = possible[0]
    assert first.date is not None
    if FINENESS[first.date.precision] < FINENESS["day"]:
        for other in possible[1:]:
            assert other.date is not None
            finer = FINENESS[other.date.precision] > FINENESS[first.date.precision]
            if finer and floor_to(other.date.value, first.date.precision) == first.date.value:
                return other
    return first


def _explain(reading: Reading, chosen: Reading | None, refused: str | None) -> str | None:
    """Why a candidate was not chosen, with its disagreement where that is more than a day."""
    if reading is chosen:
        return None
    if refused is None and reading.role == "updated":
        refused = "time of an update"
    if refused is None and chosen is not None:
        coarser = (
            reading.date
            and chosen.date
            and FINENESS[reading.date.precision] < FINENESS[chosen.date.precision]
        )
        if reading.found_in == chosen.found_in:
            refused = f"another {reading.found_in} date is preferred"
        elif coarser and reading.date and reading.date.precision in ("month", "year"):
            refused = f"less exact than {chosen.found_in}"
        else:
            refused = f"less trusted than {chosen.found_in}"
    if chosen is not None and chosen.date and reading.date and reading.role in ("published", "document"):
        distance = measure_distance(reading.date, chosen.date)
        if distance > ONE_DAY:
            return f"{refused}; disagrees with {chosen.found_in} by {_tell_days(distance)}"
    return refused


def _find_update(
    readings: list[Reading], published: Reading | None, trust: tuple[FoundIn, ...], now: datetime
) -> datetime | None:
    """When the article says that it was last changed, where that is after its publication."""
    updates = [
        reading
        for reading in readings
        if reading.date
        and EARLIEST <= reading.date.value <= now + ONE_DAY
        and (reading.role == "updated" or (reading.label == "updated" and reading is not published))
        and reading.role not in ("banner", "related", "document")
    ]
    if published is not None and published.date is not None and published.second is not None:
        updates.append(replace(published, date=published.second))
    for reading in sorted(updates, key=lambda update: _rank(update, trust)):
        assert reading.date is not None
        if published is None or published.date is None or reading.date.value > published.date.value:
            return reading.date.value
    return None


def choose_again(
    seen: Iterable[SeenDate | DateCandidate],
    now: datetime,
    *,
    url: str = "",
    texts: Texts | None = None,
    trust: tuple[FoundIn, ...] | None = None,
) -> Choice:
    """Choose from everything that was seen so far; sightings and earlier candidates may be mixed.

    `now` is when the article was first seen. Dates told from the moment of reading ("3 ngày trước") keep
    the value of the candidate that holds them, since they were read then.
    """
    now = now.replace(tzinfo=VIETNAM) if now.tzinfo is None else now.astimezone(VIETNAM)
    trust = DEFAULT_TRUST if trust is None else trust
    texts = Texts() if texts is None else texts
    sightings = _collect(seen, url, texts.body)
    readings = [
        read_sighting(text, place, role, now, known) for (text, place), (role, known) in sightings.items()
    ]
    shift = find_shift(readings)
    readings = [put_right(reading, shift) for reading in readings]
    years = {
        reading.date.value.year
        for reading in readings
        if reading.date and reading.role == "published" and reading.date.precision in ("month", "year")
    }
    derived = _read_body(texts, now, " ".join(f"năm {year}" for year in sorted(years)))
    address = find_address_date(url, now)
    if address is not None:
        derived.append(Reading(address.text, "url", "published", address.date))
    known_better = {(reading.text, reading.found_in) for reading in derived}
    readings = [
        reading for reading in readings if (reading.text, reading.found_in) not in known_better
    ] + derived
    refusals = {id(reading): _refuse(reading, now) for reading in readings}
    for reading in readings:
        if refusals[id(reading)] is None and _is_banner_day(reading, readings, now):
            refusals[id(reading)] = "equal to a banner: the day of the visit"
    return _conclude(readings, refusals, trust, now)


def _conclude(
    readings: list[Reading], refusals: Mapping[int, str | None], trust: tuple[FoundIn, ...], now: datetime
) -> Choice:
    possible = [r for r in readings if refusals[id(r)] is None and r.role == "published"]
    published = _choose_published(sorted(possible, key=lambda reading: _rank(reading, trust)))
    documents = [
        r for r in readings if r.role == "document" and r.date and EARLIEST <= r.date.value <= now + ONE_DAY
    ]
    documents.sort(key=lambda reading: _rank(reading, trust))
    document = documents[0] if documents else None
    if published is None and document is not None:
        published = document
    candidates = [
        DateCandidate(
            text=reading.text,
            found_in=reading.found_in,
            value=reading.date.value if reading.date else None,
            precision=reading.date.precision if reading.date else None,
            shift=reading.shift,
            chosen=reading is published,
            why_not=_explain(reading, published, refusals[id(reading)]),
            role=reading.role,
        )
        for reading in sorted(readings, key=lambda r: (r.found_in, r.text))
    ]
    date_ = published.date if published else None
    return Choice(
        published_at=date_.value if date_ else None,
        published_precision=date_.precision if date_ else None,
        published_from=published.found_in if published else None,
        published_text=published.text if published else None,
        updated_at=_find_update(readings, published, trust, now),
        document_date=document.date.value.date() if document and document.date else None,
        candidates=tuple(candidates),
    )
