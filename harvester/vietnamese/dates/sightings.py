"""Sightings as they are read: a text, where it stood, what it says, and what its label calls it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from harvester.items import MONTH_FIRST_MARK, DateCandidate, DateRole, FoundIn
from harvester.vietnamese.dates.day_words import FOLDED_TODAY
from harvester.vietnamese.dates.event_dates import WEEKDAY_WORDS
from harvester.vietnamese.dates.folding import fold
from harvester.vietnamese.dates.parsing import ParsedDate, parse_date, parse_labelled
from harvester.vietnamese.dates.relative import floor_to
from harvester.vietnamese.dates.zones import VIETNAM

Label = Literal["published", "updated"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sighting and what it says."""

    text: str
    found_in: FoundIn
    role: DateRole
    date: ParsedDate | None
    shift: int = 0  # minutes by which a shifted clock was put right
    label: Label | None = None  # what the text itself calls its date
    second: ParsedDate | None = None  # the update that the same text tells: "Đăng 21/1/2021 - Cập nhật 22/1/2021"
    position: int = 0  # of a dateline, among those of the body
    either: tuple[ParsedDate, ...] = ()  # day first and month first, where the text does not tell which
    support: int = 0  # how well other places bear it out, see `witnesses`

    @property
    def is_relative(self) -> bool:
        """Whether it counts from the moment of reading, and is the less exact for it."""
        return self.date is not None and self.date.shape == "relative"


_ONE_DAY = timedelta(days=1)
# Hôm nay, Thứ hai ngày 25/01/2021: the head of a page, whoever took it for the article's date
_TODAY = re.compile(rf"(?:{FOLDED_TODAY})\b.*[0-9]/[0-9]")
_NUMBERS = r"([0-9]{1,2})/([0-9]{1,2})/((?:19|20)[0-9]{2})"
_CLOCK = r",? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
# 3/25/2022 4:19:00 PM, as .NET writes dates where its culture is American: not padded; and 03/25/2022
_AMERICAN = re.compile(rf"{_NUMBERS}({_CLOCK} [ap]m)?")
# The same of any clock, where it is known that the month stands first: 3/25/2022 16:19
_MONTH_FIRST = re.compile(rf"{_NUMBERS}({_CLOCK}(?: ?[ap]m)?)?")


# T2, 09/07/2026 - 10:20; Thứ hai 9/7/2026: the weekday tells which number is the month
_WEEKDAY_BEFORE = re.compile(
    r"\b(?:(?:thu |t)(hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|cn)|(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\b"
    rf"[ ,.-]{{1,4}}(?:ngay )?{_NUMBERS}((?: ?[,-])? [0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?: ?[ap]m)?)?"
)
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_by_weekday(text: str, now: datetime) -> ParsedDate | None:
    """What a date with its weekday says, where it is right with the month first, and wrong or no date otherwise."""
    match = _WEEKDAY_BEFORE.search(fold(text)) if "/" in text else None
    if match is None or int(match[4]) > 12 or match[4] == match[5]:
        return None
    plain, turned = (
        parse_date(f"{day}/{month}/{match[6]}", now) for day, month in (match.group(4, 5), match.group(5, 4))
    )
    weekday = _read_weekday(match)
    if turned is None or turned.value.weekday() != weekday:
        return None
    if int(match[5]) <= 12 and (plain is None or plain.value.weekday() == weekday):
        return None
    return parse_date(f"{match[5]}/{match[4]}/{match[6]}{match[7] or ''}", now)


def _read_weekday(match: re.Match[str]) -> int:
    """The weekday that is named, 0 for Monday."""
    if match[2] is not None:
        return 6
    if match[3] is not None:
        return _ENGLISH_DAYS.index(match[3])
    return int(match[1]) - 2 if match[1].isdigit() else WEEKDAY_WORDS[match[1]]


def _turn(match: re.Match[str], now: datetime) -> ParsedDate | None:
    """Return what a date says with its month first."""
    return parse_date(f"{match[2]}/{match[1]}/{match[3]}{match[4] or ''}", now)


def may_have_month_first(text: str) -> bool:
    """Return whether a text is nothing but a date of three numbers between slashes, with or without its time."""
    return _MONTH_FIRST.fullmatch(fold(text)) is not None


def may_be_either(text: str) -> bool:
    """Return whether the choice of dates itself asks which number of a text is the month: `9/3/2026 2:20:00 PM`."""
    match = _AMERICAN.fullmatch(fold(text))
    return match is not None and match[4] is not None and not match[1].startswith("0") and not match[2].startswith("0")


def read_month_first(text: str, now: datetime) -> ParsedDate | None:
    """Return what a date says that has its month first, None where it cannot have."""
    match = _MONTH_FIRST.fullmatch(fold(text))
    return None if match is None or int(match[1]) > 12 else _turn(match, now)


def _read_either(text: str, now: datetime) -> tuple[ParsedDate, ...]:
    """What a date says that may have its month first: once where only one is a day, and past; else twice.

    A Vietnamese portal's own form has its day first: it is padded, or has no `AM` or `PM`.
    """
    match = _AMERICAN.fullmatch(fold(text)) if "/" in text or not text.isascii() else None
    if match is None or int(match[1]) > 12 or match[1] == match[2]:
        return ()
    turned = _turn(match, now)
    if turned is None or int(match[2]) > 12:
        return () if turned is None else (turned,)
    if match[4] is None or match[1].startswith("0") or match[2].startswith("0"):
        return ()
    plain = parse_date(text, now)
    if plain is None:
        return ()
    return tuple(one for one in (plain, turned) if one.value <= now + _ONE_DAY) or (plain, turned)


def _read_known(known: DateCandidate | None) -> ParsedDate | None:
    if known is None or known.value is None or known.precision is None:
        return None
    return ParsedDate(known.value.astimezone(VIETNAM), known.precision, shape="relative")


def _is_month_for_minute(date: ParsedDate) -> bool:
    """Whether a feed's minutes are its month, as NukeViet's are (PHP's `m` for `i`): 14:11:00 in November."""
    written = date.written
    return written is not None and date.precision == "second" and (written.minute, written.second) == (written.month, 0)


def read_sighting(
    text: str, found_in: FoundIn, role: DateRole, now: datetime, known: DateCandidate | None = None
) -> Reading:
    """What a sighting says.

    Where it may have its month first, `either` has what it may say. What can be nothing else is believed where `AM` or
    `PM` bears out that it is written so.
    """
    if text.endswith(MONTH_FIRST_MARK):
        return Reading(text, found_in, role, read_month_first(text.removesuffix(MONTH_FIRST_MARK), now))
    by_weekday = read_by_weekday(text, now)
    if by_weekday is not None:
        return Reading(text, found_in, role, by_weekday)
    either = _read_either(text, now)
    if either:
        is_clear = len(either) == 1 and fold(text).endswith("m")  # 3/25/2022 4:19 PM
        return Reading(text, found_in, role, either[0] if is_clear else None, either=either)
    labelled = parse_labelled(text, now)
    if labelled.date is not None and labelled.date.shape == "relative":
        return Reading(text, found_in, role, _read_known(known) or labelled.date)
    if found_in == "feed" and labelled.date is not None and _is_month_for_minute(labelled.date):
        date = replace(labelled.date, value=floor_to(labelled.date.value, "hour"), precision="hour")
        return Reading(text, found_in, role, date)
    if role == "published" and found_in in ("page", "listing") and not text[:1].isdigit() and _TODAY.match(fold(text)):
        role = "banner"
    return Reading(text, found_in, role, labelled.date, 0, labelled.label, labelled.update)
