"""One date text to one date with its precision: the day by calendar_forms, the clock by times; spans are refused.

A text is folded to plain ASCII, the shapes of a day are looked for in it, and then the time beside it.
Nothing is invented: a text that names a month is a month, and what may be a fraction, a document's number,
a counter or a term of office is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from harvester.items import Precision
from harvester.vietnamese.dates.calendar_forms import Day, find_days, is_day, read_period, replace_roman_months
from harvester.vietnamese.dates.folding import fold, tidy
from harvester.vietnamese.dates.foreign import parse_other
from harvester.vietnamese.dates.machine_formats import Stamp, find_stamp
from harvester.vietnamese.dates.relative import read_relative
from harvester.vietnamese.dates.times import Clock, find_clock
from harvester.vietnamese.dates.zones import VIETNAM, VIETNAM_OFFSET, make_zone, read_offsets

_EARLIEST_YEAR, LATEST_YEAR = 1900, 2099
"""Years of four digits that are read."""

_Shape = Literal["day", "period", "relative", "stamp", "php"]


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """What a text says. Two are equal when they say the same moment with the same precision."""

    value: datetime  # aware, Asia/Ho_Chi_Minh, at the start of the period
    precision: Precision
    offset: int | None = field(default=None, compare=False)  # minutes east of UTC, where the text names a zone
    zone: str | None = field(default=None, compare=False)  # folded, as it stood: "gmt+7", "edt"
    shape: _Shape = field(default="day", compare=False)
    written: datetime | None = field(default=None, compare=False)  # naive, where a time stood: the clock's own hands


# Dates joined to a span: 01/06/2022 - 05/06/2022, từ 1/6/2022 đến 5/6/2022
_JOINT = re.compile(r" ?(?:-|den|toi|va|den het|to)?(?: ngay| het ngay)? ?")
# The first day of a span that shares its month: ngày 24 và 25/11/2022
_SPAN_BEFORE = re.compile(r"(?:[0-9] ?(?:va|den) |^[0-9]{1,2} - ?|ngay [0-9]{1,2}(?:/[0-9]{1,2})? ?[-,] ?)(?:ngay )?\Z")
# Words before a number that is no date: số 12/08/2022, hẻm 12/5/20, rằm tháng 7 (of the lunar calendar)
_NUMBERED = frozenset(
    (
        "so",
        "nha",
        "hem",
        "ngo",
        "ngach",
        "kiet",
        "ram",
        "v",
        "ver",
        "version",
        "ip",
        "dt",
        "fax",
        "hotline",
        "thoai",
    )
)
_DOTTED = frozenset(("ban", "dieu", "muc", "khoan", "diem"))  # phiên bản 10.12.20, Điều 1.2.2020
# What after a date says that it is something else: a span's other end, a document's number, a file's name,
# the lunar calendar
_FOREIGN_AFTER = re.compile(
    r"-[0-9]{1,2}[/.-][0-9]|[-/](?:qd|nq|nd|tt|ct|kh|bc|tb|cv|ubnd|hdnd|hu|du|tu|cp)\b"
    r"|\.(?:pdf|docx?|xlsx?|jpe?g|png|zip|rar|html?|aspx?)\b|[ (,]{0,3}(?:am lich|al\b)"
)
# A road, a prize or a school named for a holiday: giải thưởng 3/2 năm 2022, đường 26/3
_NAMED = re.compile(r"\b(?:giai(?: thuong)?|duong|pho|truong) \Z")
# A time that sticks to its date: 08:3015/09/2021
_GLUED = re.compile(
    r"(?<=:[0-5][0-9])(?=(?:0?[1-9]|[12][0-9]|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}(?![0-9]))"
)
_DIGIT = re.compile("[0-9]")


def _is_refused(text: str, day: Day) -> bool:
    """Whether what stands around a date says that it is a span, a number, or of the lunar calendar."""
    if _FOREIGN_AFTER.match(text, day.end):
        return True
    if day.start == 0:
        return False
    before = text[max(0, day.start - 24) : day.start]
    word = before.rstrip(" .:").rpartition(" ")[2]
    if _NAMED.search(before) is not None and " nam " in text[day.start : day.end]:
        return True
    if word in _NUMBERED or (word in _DOTTED and "." in text[day.start : day.end]):
        return True
    if before[-1] == "-" and before[-2:-1].isalnum():  # van-ban-19-08-2022
        return "-" in text[day.start : day.end]
    return _DIGIT.search(before) is not None and _SPAN_BEFORE.search(before) is not None


def _choose_day(text: str, days: list[Day]) -> Day | None:
    """The first day of the calendar, or None where that is part of a span or there is none."""
    day = days[0]
    if not is_day(day.year, day.month or 0, 1 if day.day is None else day.day):
        days = [other for other in days if other.day and is_day(other.year, other.month or 0, other.day)]
        if not days:  # a day that is no day does not leave its month behind
            return None
        day = days[0]
    if len(days) > 1 and days[1].start >= day.end and _JOINT.fullmatch(text, day.end, days[1].start):
        return None
    return None if _is_refused(text, day) else day


def build_date(year: int, month: int, day: int, clock: Clock | None, *, shape: _Shape = "day") -> ParsedDate:
    """The date of a day of the calendar and the time that stood with it, put to Vietnam's time."""
    if clock is None:
        return ParsedDate(datetime(year, month, day, tzinfo=VIETNAM), "day", shape=shape)
    written = datetime(year, month, day, clock.hour, clock.minute or 0, clock.second or 0)  # noqa: DTZ001
    precision: Precision = "second" if clock.second is not None else "minute" if clock.minute is not None else "hour"
    offsets = read_offsets(clock.zone) if clock.zone else ()
    offset = offsets[0] if offsets else None
    midnight = not (clock.hour or clock.minute or clock.second or clock.said_in_words)
    if midnight and (offset in (None, VIETNAM_OFFSET) or (offset == 0 and shape != "php")):
        return ParsedDate(written.replace(tzinfo=VIETNAM), "day", offset, clock.zone, shape, written)
    if offset is None or offset == VIETNAM_OFFSET:
        value = written.replace(tzinfo=VIETNAM)
    else:
        value = written.replace(tzinfo=make_zone(offset)).astimezone(VIETNAM)
        if not (value.hour or value.minute or value.second):
            precision = "day"  # midnight in Vietnam, whatever the zone: no time was given
    return ParsedDate(value, precision, offset, clock.zone, shape, written)


def _parse_stamp(stamp: Stamp) -> ParsedDate | None:
    if not _EARLIEST_YEAR <= stamp.year <= LATEST_YEAR or not is_day(stamp.year, stamp.month, stamp.day):
        return None
    return build_date(stamp.year, stamp.month, stamp.day, stamp.clock, shape=stamp.shape)


def _parse_day(text: str, now: datetime) -> ParsedDate | Literal[False] | None:
    """The date with a day in a folded text; None for one that cannot be meant, False without any."""
    days = find_days(text, now.year)
    if not days:
        return False
    day = _choose_day(text, days)
    if day is None or day.month is None:
        return None
    if day.day is None:
        return ParsedDate(datetime(day.year, day.month, 1, tzinfo=VIETNAM), "month", shape="period")
    return build_date(day.year, day.month, day.day, find_clock(text, day.start, day.end))


def _parse_period(text: str, folded: str) -> ParsedDate | None:
    period = read_period(folded)
    if period is None or (period.month is not None and not 1 <= period.month <= 12):
        return None
    if period.day is not None and period.month is not None:
        is_told = is_day(period.year, period.month, period.day)
        return build_date(period.year, period.month, period.day, None) if is_told else None
    if period.month is None and not ((plain := tidy(text)).isascii() or "năm" in plain):
        return None  # Nam 2022
    value = datetime(period.year, period.month or 1, 1, tzinfo=VIETNAM)
    return ParsedDate(value, "year" if period.month is None else "month", shape="period")


def parse_date(text: str, now: datetime) -> ParsedDate | None:
    """Parse the one date that a text tells. Never raises, whatever the text.

    Midnight to the second means that no time was given.

    Args:
        text: A short text, e.g. `"Thứ sáu - 25/03/2022 16:19"` or `"3 ngày trước"`.
        now: When the text was seen (aware; else taken for Vietnam's time): relative dates count from it, and years of
            two digits lie before its next year.

    Returns:
        The date with its precision, or None where the text tells no date, or a span, a lunar date or a day without a
        year.
    """
    return _parse_folded(text, fold(text), now)


def _parse_folded(text: str, folded: str, now: datetime) -> ParsedDate | None:
    if not folded:
        return None
    if _DIGIT.search(folded):
        folded = replace_roman_months(_GLUED.sub(" ", folded) if ":" in folded else folded)
        stamp = find_stamp(folded)
        if stamp is not None:
            return _parse_stamp(stamp)
        parsed = _parse_day(folded, now)
        if parsed is not False:
            return parsed
        period = _parse_period(text, folded)
        if period is not None:
            return period
    now = now.replace(tzinfo=VIETNAM) if now.tzinfo is None else now.astimezone(VIETNAM)
    relative = read_relative(folded, now)
    if relative is not None:
        return ParsedDate(*relative, shape="relative") if relative[0].year >= _EARLIEST_YEAR else None
    other = parse_other(text)
    if other is None or not _EARLIEST_YEAR <= other.year <= LATEST_YEAR:
        return None
    return ParsedDate(other, "day")


class LabelledDate(NamedTuple):
    """A date, what its text calls it, and the update that the same text tells of."""

    date: ParsedDate | None
    label: Literal["published", "updated"] | None = None
    update: ParsedDate | None = None


_UPDATED = re.compile(
    r"(?:cap nhat|updated|modified|sua (?:lan )?cuoi|chinh sua"
    r"|\bngay sua(?: doi)?|\bsua (?:doi )?(?=ngay |luc |vao |[0-9]))"
    r"(?: lan cuoi| luc| ngay| vao| on| at)*[ :,-]*"
)
_PUBLISHED = re.compile(
    r"(?:dang|xuat ban|gui|dua tin|published|posted|ban hanh)"
    r"(?: bai| tin| tai| luc| ngay| vao| on| at)*[ :,-]*"
)


_CREATED = re.compile(
    r"\b(?:ngay (?:tao|viet)|(?:tao|viet) (?:luc|ngay|vao)|created)\b(?: luc| ngay| vao| on| at)*[ :,-]*"
)
"""What tells the day of publication where another in the same text is that of a change."""


def parse_labelled(text: str, now: datetime) -> LabelledDate:
    """Like `parse_date`, with the word before the date: `Ngày đăng`, `Cập nhật`. A text may tell both."""
    folded = fold(text)
    if not folded.islower():  # no letter: `25/03/2022 16:19`
        return LabelledDate(_parse_folded(text, folded, now))
    updated = _UPDATED.search(folded)
    published = _PUBLISHED.search(folded) or (_CREATED.search(folded) if updated else None)
    if updated is not None and published is not None:
        first, second = sorted((updated.start(), published.start()))
        one, other = parse_date(folded[first:second], now), parse_date(folded[second:], now)
        if one is not None and other is not None:
            if first == updated.start():
                one, other = other, one
            return LabelledDate(one, "published", other)
    date = _parse_folded(text, folded, now)
    return LabelledDate(date, "published" if published else "updated" if updated else None)
