"""Dates that one page shows and those of its head, held against each other while the page is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from harvester.items import SeenDate
from harvester.reading.date_lines import FAR
from harvester.vietnamese.dates import parse_date
from harvester.vietnamese.dates.sightings import may_be_either, read_by_weekday
from harvester.vietnamese.dates.url_dates import find_address_date
from harvester.vietnamese.dates.zones import VIETNAM

_HEAD = ("jsonld", "meta")
ONE_YEAR = timedelta(days=365)
_ONE_DAY = timedelta(days=1)
_ANSWERED = timedelta(seconds=5)
NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})\b")
"""`3/2/2026`: the third of February, or in English the second of March."""
ISO = re.compile(r"\s*((?:19|20)\d{2})-?(\d{2})-?(\d{2})")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# A day or month with a zero before it, and none without: `04/03/2026`.
PADDED = re.compile(r"\b(?:0\d[/.-]\d{2}|\d{2}[/.-]0\d)[/.-](?:19|20)\d{2}\b")
ENGLISH_CLOCK = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
# `2019-11-20T15:05:26+00:00`, and what pages show of it: "20 Nov, 2019 at 3:05 pm".
ZONED_MOMENT = re.compile(r"\s*(?:19|20)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.,]{0,20}(?:Z|[+-]\d{2}:?\d{2})$")
ENGLISH_TIME = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b.*\d:\d\d|"
    r"\d:\d\d.*\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
# `/NewsDetail.aspx?nid=14`
ASP_NET = re.compile(r"\.aspx(?:[?#]|$)", re.IGNORECASE)


def mark_visit(seen: Iterable[SeenDate], sent: str) -> list[SeenDate]:
    """The sightings; one of the very second at which the page was made tells of the visit, as on each page of a system.

    Args:
        seen: what was seen of one article.
        sent: the header `Date` of the answer, of the same server's clock; empty where there is none.
    """
    try:
        made = parsedate_to_datetime(sent)
    except (ValueError, OverflowError):
        return list(seen)
    made = made.replace(tzinfo=UTC) if made.tzinfo is None else made
    return [replace(one, role="banner") if is_moment(one, made) else one for one in seen]


def is_moment(seen: SeenDate, moment: datetime) -> bool:
    """Whether a date of the page or its head is a moment to the second, but for the time that an answer takes."""
    if seen.role not in ("published", "updated") or seen.found_in not in (*_HEAD, "page"):
        return False
    told = parse_date(seen.text, FAR)
    if told is None or told.precision != "second" or told.shape == "relative":
        return False
    return abs(told.value - moment) <= _ANSWERED


def settle_dates(seen: Iterable[SeenDate], language: str, url: str = "") -> list[SeenDate]:
    """The sightings, without what the page shows in a way that another place contradicts.

    Args:
        seen: what was seen of one article, in any order.
        language: the page's, such as "vi" or "en-US"; empty where it names none.
        url: the page's address, which may vouch for a day.
    """
    seen = list(seen)
    if is_rewritten(seen, url):
        seen = [replace(one, role="updated") if one.found_in in _HEAD else one for one in seen]
    updated = list_days(seen, "updated")
    published = list_days(seen, "published")
    published = [day for day in published if not is_near(day, updated)] or published
    exact = list_exact(seen)
    seen = [one for one in drop_local_as_utc(seen) if not is_in_unknown_zone(one, exact)]
    settled = (
        _settle(date, published, updated, language, url)
        if date.found_in == "page" and date.role == "published"
        else date
        for date in seen
    )
    return [date for date in settled if date is not None]


def is_in_unknown_zone(shown: SeenDate, exact: Iterable[SeenDate]) -> bool:
    """Whether the page shows a time in English, and its head tells the moment of that day with its zone."""
    if shown.found_in != "page" or ENGLISH_TIME.search(shown.text) is None:
        return False
    days = [day for one in exact if one.role == shown.role and (day := read_iso_day(one.text)) is not None]
    known = read_day(shown.text) if days else None
    return known is not None and is_near(known, days)


def list_exact(seen: Iterable[SeenDate]) -> list[SeenDate]:
    """The moments with their zone that the head tells."""
    return [one for one in seen if one.found_in in _HEAD and ZONED_MOMENT.match(one.text) is not None]


def drop_local_as_utc(seen: list[SeenDate]) -> list[SeenDate]:
    """The sightings without moments of the page's that are wrong by the zone, as its head shows."""
    exact = list_exact(seen)
    return [one for one in seen if not is_local_as_utc(one, exact)] if exact else seen


def is_local_as_utc(shown: SeenDate, exact: Iterable[SeenDate]) -> bool:
    """Whether the page calls UTC the moment that a clock here showed when it was what the head tells.

    `<time datetime="2026-06-06T06:55:10+00:00">`, and in the head `2026-06-05T23:55:10+00:00`.
    """
    if shown.found_in != "page" or ZONED_MOMENT.match(shown.text) is None:
        return False
    moment = read_moment_of(shown.text)
    if moment is None or moment.utcoffset():
        return False
    told = (read_moment_of(one.text) for one in exact if one.role == shown.role)
    here = moment.replace(tzinfo=VIETNAM)
    return any(one == here for one in told)


def read_moment_of(text: str) -> datetime | None:
    """A moment in ISO form with its zone; None for what is none."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def is_rewritten(seen: list[SeenDate], url: str) -> bool:
    """Whether nobody can tell of which day a page's text is.

    It was changed more than a year after the day that its head calls that of publication, and neither shows that day
    nor has its month in its address.
    """
    published, updated = list_days(seen, "published"), list_days(seen, "updated")
    if not published or not updated or min(updated) - max(published) <= ONE_YEAR:
        return False
    shown = [one.text for one in seen if one.found_in == "page"]
    if any(_is_shown(day, text) for day in published for text in shown):
        return False
    address = find_address_date(url, FAR)
    return address is None or address.date.value.strftime("%Y-%m") not in {f"{day:%Y-%m}" for day in published}


def _is_shown(day: date, text: str) -> bool:
    """Whether a text tells a day, or names its year in words that are not known."""
    known = read_day(text)
    return str(day.year) in text if known is None else is_near(known, (day,))


def list_days(seen: Iterable[SeenDate], role: str) -> list[date]:
    """The days that JSON-LD and meta tell in ISO form."""
    texts = (date.text for date in seen if date.found_in in ("jsonld", "meta") and date.role == role)
    return [day for text in texts if (day := read_iso_day(text)) is not None]


def _settle(shown: SeenDate, published: list[date], updated: list[date], language: str, url: str) -> SeenDate | None:
    """A shown date as it is, as that of an update, or None where it cannot be told which day it means."""
    if (told := read_by_weekday(shown.text, FAR)) is not None:
        numeric = NUMERIC.search(shown.text)
        plain = None if numeric is None else read_day(numeric.group())
        if plain is not None and is_near(plain, published) and not is_near(told.value.date(), published):
            return None  # the weekday is wrong, and the head tells the day
        is_update = (
            bool(published) and not is_near(told.value.date(), published) and is_near(told.value.date(), updated)
        )
        return replace(shown, role="updated") if is_update else shown
    numeric = NUMERIC.search(shown.text)
    if numeric is not None and ISO.match(shown.text) is None:
        first, second, year = map(int, numeric.groups())
        day, swapped = make_day(year, second, first), make_day(year, first, second)
        if day is not None and swapped is not None and day != swapped:
            if is_near(swapped, published) and not is_near(day, published):
                return None  # month first: what the head tells is right
            if is_near(swapped, list_address_day(url)) and not is_near(day, published):
                return shown  # month first, as the choice of dates will see
            english = language.lower().startswith("en") or is_english(shown.text, language) or is_american(shown, url)
            if english and not is_near(day, published):
                return shown if may_be_either(shown.text) else None
    else:
        day = read_day(shown.text)
    if day is None or not published or is_near(day, published):
        return shown
    return replace(shown, role="updated") if is_near(day, updated) else shown


def is_english(text: str, language: str) -> bool:
    """Whether a numeric date goes with "PM" as English has it: `3/4/2026 5:48:00 PM`.

    On a Vietnamese page `05:48 PM - 04/03/2026` is a format of the page's own: English systems print no zeros before.
    """
    if ENGLISH_CLOCK.search(text) is None:
        return False
    return not language.lower().startswith("vi") or PADDED.search(text) is None


def is_american(shown: SeenDate, url: str) -> bool:
    """Whether a day may stand behind its month on a page of ASP.NET, whose Vietnamese format prints zeros."""
    return ASP_NET.search(url) is not None and PADDED.search(shown.text) is None


def list_address_day(url: str) -> list[date]:
    """The day that an address tells; none where it tells none, or a month alone."""
    address = find_address_date(url, FAR)
    return [] if address is None or address.date.precision == "month" else [address.date.value.date()]


def is_near(day: date, days: Iterable[date]) -> bool:
    """Whether a day is one of some, or beside one: zones differ."""
    return any(abs(day - other) <= _ONE_DAY for other in days)


def read_iso_day(text: str) -> date | None:
    """The day that a text begins with in ISO form."""
    match = ISO.match(text)
    return None if match is None else make_day(*map(int, match.groups()))


def read_day(text: str) -> date | None:
    """The day of a text with a year in it."""
    day = read_iso_day(text)
    if day is not None or _YEAR.search(text) is None:
        return day
    parsed = parse_date(text, FAR)
    return None if parsed is None or parsed.precision in ("month", "year") else parsed.value.date()


def make_day(year: int, month: int, day: int) -> date | None:
    """A day, None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
