"""The choice of a publication date among those that nothing refuses, by the order of trust.

A pure function of the set of sightings, the address, the texts and the moment when the article was first
seen: the order in which a page, a feed and a sitemap told of it makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from harvester.items import DEFAULT_TRUST, DateCandidate, DateRole, FoundIn, Precision, SeenDate
from harvester.vietnamese.dates.event_dates import find_datelines, find_document_date
from harvester.vietnamese.dates.parsing import ParsedDate
from harvester.vietnamese.dates.refusals import EARLIEST, ONE_DAY, explain, is_banner_day, is_day_of_update, refuse
from harvester.vietnamese.dates.relative import FINENESS, floor_to
from harvester.vietnamese.dates.shifted_clocks import find_shift, put_right
from harvester.vietnamese.dates.sightings import Reading, read_sighting
from harvester.vietnamese.dates.url_dates import find_address_date
from harvester.vietnamese.dates.witnesses import find_vouched, measure_support, settle_by_events, settle_month_first
from harvester.vietnamese.dates.zones import VIETNAM
from harvester.vietnamese.text import to_nfc

BODY_CANDIDATES = 5
"""Datelines that are put on the table; the first is the one that may be chosen."""

_TELL_PUBLICATION: tuple[FoundIn, ...] = ("page", "jsonld", "meta", "listing", "feed")

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
            place = url if sighting.found_in == "url" else " ".join(to_nfc(body).split())
            if sighting.text not in place:
                continue
        key = (sighting.text, sighting.found_in)
        role, before = found.get(key, (sighting.role, None))
        found[key] = (min(role, sighting.role, key=_ROLE_ORDER.index), known or before)
    return found


def is_settled(readings: list[Reading], now: datetime) -> bool:
    """Whether the page or its links tell the day, so that the events in the text need not be asked."""
    return any(
        reading.role == "published"
        and reading.found_in not in ("body", "url")
        and reading.date is not None
        and reading.date.precision not in ("month", "year")
        and not reading.is_relative
        and refuse(reading, now) is None
        and not is_banner_day(reading, readings)
        for reading in readings
    )


def _read_body(texts: Texts, now: datetime, hints: str | None) -> list[Reading]:
    """The date in the head of a document and, unless `hints` is None, the datelines of the lead and the body.

    `hints` names the years that other dates tell.
    """
    lines = []
    if hints is not None:
        lines = find_datelines(
            f"{texts.lead}\n{texts.body}", now, context=f"{texts.title} {hints}", most=BODY_CANDIDATES
        )
    readings = [
        Reading(line.text, "body", "published", ParsedDate(line.value, line.precision), position=index)
        for index, line in enumerate(lines)
    ]
    document = find_document_date(texts.body)
    if document is not None:
        value = datetime(document.value.year, document.value.month, document.value.day, tzinfo=VIETNAM)
        readings.append(Reading(document.text, "body", "document", ParsedDate(value, "day")))
    unique: dict[str, Reading] = {}
    for reading in readings:
        unique.setdefault(reading.text, reading)
    return list(unique.values())


def _rank(reading: Reading, trust: tuple[FoundIn, ...]) -> tuple[object, ...]:
    """The order of trust. Within one place the finest comes first, and then the earliest.

    A date told from the moment of reading is less exact than any other but an event's in the body.
    """
    assert reading.date is not None
    age = reading.date.value.timestamp()
    place = trust.index(reading.found_in) if reading.found_in in trust else len(trust)
    return (
        reading.found_in == "body",
        reading.is_relative,
        place,
        reading.label == "updated",
        reading.label != "published",
        reading.position,
        -reading.support,
        -FINENESS[reading.date.precision],
        -age if reading.is_relative else age,  # "5 ngày trước" was seen after "3 ngày trước"
        reading.text,
    )


def _pass_over_update(possible: list[Reading]) -> Reading:
    """The most trusted; one that calls itself an update gives way to metadata or a feed that is earlier."""
    first = possible[0]
    if first.label != "updated" or first.date is None:
        return first
    for other in possible:
        if other.found_in in _TELL_PUBLICATION and other.date and other.date.value < first.date.value:
            return other
    return first


_LAST_FOR_TIMES: dict[FoundIn, int] = {"feed": 1, "sitemap": 2}
"""Where a time of day is that of publication last of all: a feed's may be the hour of its making, a sitemap's an
edit's."""


def _prefer_words(first: Reading, possible: list[Reading]) -> Reading:
    """A sitemap tells the last change: the page's own "2 năm trước" comes before it."""
    if first.found_in != "sitemap":
        return first
    return next((one for one in possible if one.is_relative and one.found_in in ("page", "listing")), first)


def _is_within(other: Reading, first: Reading) -> bool:
    """Whether a reading tells more exactly what another tells."""
    assert first.date is not None and other.date is not None
    if other.label == "updated" or (first.is_relative and other.found_in == "sitemap"):
        return False
    finer = FINENESS[other.date.precision] > FINENESS[first.date.precision]
    return finer and floor_to(other.date.value, first.date.precision) == first.date.value


def _choose_published(possible: list[Reading], seen_on: date) -> Reading | None:
    """The most trusted; where it names no time, the most trusted time or day that lies within what it names."""
    if not possible:
        return None
    first = find_vouched(_prefer_words(_pass_over_update(possible), possible), possible, seen_on)
    assert first.date is not None
    if FINENESS[first.date.precision] > FINENESS["day"]:
        return first
    within = [other for other in possible if _is_within(other, first)]
    return min(within, key=lambda other: _LAST_FOR_TIMES.get(other.found_in, 0), default=first)


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


def choose_date(
    seen: Iterable[SeenDate | DateCandidate],
    now: datetime,
    *,
    url: str = "",
    texts: Texts | None = None,
    trust: tuple[FoundIn, ...] | None = None,
    latest: datetime | None = None,
) -> Choice:
    """Choose from everything that was seen so far; sightings and earlier candidates may be mixed.

    Args:
        seen: Dates told from the moment of reading ("3 ngày trước") keep the value of the candidate that holds them,
            since they were read then. Of earlier candidates from the address and the body, those are left out that
            `url` and `texts` no longer hold.
        now: When the article was first seen.
        url: The article's address.
        texts: Where the dates of the body are read.
        trust: Places of a date, the most trusted first.
        latest: The latest moment at which it was seen, where that is another. Where the clock was wrong at first and
            every date lay in its future, this one decides.
    """
    now = now.replace(tzinfo=VIETNAM) if now.tzinfo is None else now.astimezone(VIETNAM)
    trust = DEFAULT_TRUST if trust is None else trust
    texts = Texts() if texts is None else texts
    sightings = _collect(seen, url, f"{texts.lead}\n{texts.body}")
    readings = [read_sighting(text, place, role, now, known) for (text, place), (role, known) in sightings.items()]
    address = find_address_date(url, now)
    of_address = [] if address is None else [Reading(address.text, "url", "published", address.date)]
    readings = settle_month_first(readings, now, of_address)
    shift = find_shift(readings, trust)
    readings = [put_right(reading, shift, readings) for reading in readings]
    years = {
        reading.date.value.year
        for reading in readings
        if reading.date and reading.role == "published" and reading.date.precision in ("month", "year")
    }
    readings = [reading for reading in readings if (reading.found_in, reading.role) != ("body", "published")]
    hints = None if is_settled(readings, now) else " ".join(f"năm {year}" for year in sorted(years))
    derived = [*_read_body(texts, now, hints), *of_address]
    readings = settle_by_events(readings, derived)
    known_better = {(reading.text, reading.found_in) for reading in derived}
    readings = [reading for reading in readings if (reading.text, reading.found_in) not in known_better] + derived
    readings = measure_support(readings)
    return _conclude(readings, _refuse_all(readings, now, latest), trust, now)


def _refuse_all(readings: list[Reading], now: datetime, latest: datetime | None) -> dict[int, str | None]:
    """Why each reading cannot be the publication's, by its identity.

    Where the clock of the first visit leaves no date at all, the latest visit's decides what lies in the future.
    """
    refusals = {id(reading): refuse(reading, now) for reading in readings}
    told = [one for one in readings if one.role == "published" and one.found_in != "body"]
    if latest is not None and latest > now and all(refusals[id(reading)] is not None for reading in told):
        refusals = {id(reading): refuse(reading, latest) for reading in readings}
    for reading in readings:
        if refusals[id(reading)] is None and is_banner_day(reading, readings):
            refusals[id(reading)] = "equal to a banner: the day of the visit"
        if refusals[id(reading)] is None and is_day_of_update(reading, readings):
            refusals[id(reading)] = "equal to what the page says of its last change"
    return refusals


def _is_outdated(published: Reading, document: Reading) -> bool:
    """Whether a body's event lies before its own document, which cannot have been published then."""
    if published.date is None or document.date is None or published.found_in != "body":
        return False
    return document.date.value > published.date.value


def _conclude(
    readings: list[Reading], refusals: Mapping[int, str | None], trust: tuple[FoundIn, ...], now: datetime
) -> Choice:
    possible = [r for r in readings if refusals[id(r)] is None and r.role == "published"]
    published = _choose_published(sorted(possible, key=lambda reading: _rank(reading, trust)), now.date())
    documents = [r for r in readings if r.role == "document" and r.date and EARLIEST <= r.date.value <= now + ONE_DAY]
    documents.sort(key=lambda reading: _rank(reading, trust))
    document = documents[0] if documents else None
    if document is not None and (published is None or _is_outdated(published, document)):
        published = document
    candidates = [
        DateCandidate(
            text=reading.text,
            found_in=reading.found_in,
            value=reading.date.value if reading.date else None,
            precision=reading.date.precision if reading.date else None,
            shift=reading.shift,
            chosen=reading is published,
            why_not=explain(reading, published, refusals[id(reading)]),
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
