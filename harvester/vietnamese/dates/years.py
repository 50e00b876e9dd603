"""The year of a date that a text leaves out, from the years that the text names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from harvester.vietnamese.dates.calendar_forms import is_day
from harvester.vietnamese.dates.day_words import FOLDED_TODAY
from harvester.vietnamese.dates.zones import VIETNAM

EARLIEST_YEAR = 1995

# năm 2020, quý II/2022, tháng 6/2022, 27/06/2022; not 12/2019/NĐ-CP and not 2020 - 2025
_NAMED = re.compile(
    r"(?:nam |[0-9](?<![0-9]{3}) ?[/.-] ?|(?:quy|thang) [ivx0-9]+,? ?[/-]? ?)"
    r"((?:19|20)[0-9]{2})(?![0-9/]|\s?-\s?[0-9]{4})"
)
# giai đoạn 2021-2025, nhiệm kỳ 2020 – 2025; năm học 2022-2023 tells two years
_SPAN = re.compile(r"((?:19|20)[0-9]{2}) ?- ?((?:19|20)[0-9]{2})")
# so với cùng kỳ năm 2021, đến năm 2025, sinh năm 1990, thành lập năm 2003, a banner's "Hôm nay,
# Thứ hai ngày 25/01/2021": other years than the text's own
_OTHER = re.compile(
    r"\b(?:cung ky|so voi|den|(?<!dau )tu|truoc|sau|sinh|thanh lap|ke tu"
    rf"|(?:{FOLDED_TODAY})[^.;]{{0,30}}"
    r"|phan dau[^.;]{0,60}|ve dich[^.;]{0,40}|muc tieu[^.;]{0,40})(?: nam)? ?\Z"
)


_TODAY = re.compile(rf"\b(?:{FOLDED_TODAY})[^.;]{{0,30}}\Z")
# What stands right before a whole day and says that it lies long before: từ 18/4/2025, thành lập Hội (20/2/2011),
# Nghị định số 20/2021/NĐ-CP ngày 15/3/2021
_SINCE = re.compile(
    r"(?:\b(?:tu|phe duyet|thong qua|ban hanh|lap|lap dat|xay dung|thanh lap|sinh|sn|ky|vao dang|ket nap|nhap ngu|"
    r"cap)\b[^.;0-9]{0,15}|[0-9]/[a-z][a-z-]{0,12}|[a-z]-[a-z]{2,8})[ ,(:]{0,3}(?:vao |tu )?(?:ngay )?\Z"
)
# kế hoạch 2023, Xuân Giáp Thìn 2024: a year without the word, which counts where nothing better is named
_BARE = re.compile(
    r"(?<![0-9/.,-])(20[0-9]{2})(?![0-9/%-]|[.,][0-9]| ?- ?[0-9]"
    r"| (?:nguoi|ho|ha|m2|m|km|kg|tan|trieu|dong|ty|suat|dang vien|luot|em|chau|cay|con|doan|hoc sinh)\b)"
)
_BARE_WEIGHT = 0.1
# 23/5/2025, ngày 7 tháng 6 năm 2024: a whole day, which bears out the year of one close to it and no other
_WHOLE = re.compile(
    r"(?<![0-9/.-])([0-9]{1,2})(?: ?[/.-] ?|,? thang )([0-9]{1,2})(?: ?[/.-] ?|,? nam )((?:19|20)[0-9]{2})(?![0-9/])"
)
CLOSE_BEHIND, CLOSE_BEFORE = timedelta(days=120), timedelta(days=60)
"""How long before an event a day lies that a report of it still names, and how long behind it one to come."""


def count_years(text: str, weight: float = 1.0) -> dict[int, float]:
    """How much a folded text speaks of each year; spans of a term or plan do not count, nor do whole days."""
    years: defaultdict[int, float] = defaultdict(float)
    whole = {match.start(3) for match in _WHOLE.finditer(text)}
    for match in _NAMED.finditer(text):
        if match.start(1) not in whole and not _OTHER.search(text, max(0, match.start() - 70), match.start(1)):
            years[int(match[1])] += weight
    for match in _BARE.finditer(text):
        if match.start(1) not in whole:
            years[int(match[1])] += weight * _BARE_WEIGHT
    for match in _SPAN.finditer(text):
        if int(match[2]) == int(match[1]) + 1:
            years[int(match[1])] += weight / 2
            years[int(match[2])] += weight / 2
    return years


def find_whole_days(text: str) -> list[date]:
    """The days of the calendar that a folded text names with their year, but for today and long ago."""
    return [
        date(year, month, day)
        for match in _WHOLE.finditer(text)
        if is_day(year := int(match[3]), month := int(match[2]), day := int(match[1]))
        and not _TODAY.search(text, max(0, match.start() - 70), match.start())
        and not _SINCE.search(text, max(0, match.start() - 50), match.start())
    ]


def weigh_days(day: int, month: int, days: Iterable[date]) -> dict[int, float]:
    """How many of these days lie close to a day and month, by the year that this makes it."""
    years: defaultdict[int, float] = defaultdict(float)
    for one in days:
        for year in (one.year - 1, one.year, one.year + 1):
            if is_day(year, month, day) and -CLOSE_BEFORE <= date(year, month, day) - one <= CLOSE_BEHIND:
                years[year] += 1
    return years


def find_year(
    day: int, month: int, years: Mapping[int, float], now: datetime, weekday: int | None = None
) -> int | None:
    """The year of `day` and `month`, among `years` (with their weights), not later than the day after `now`.

    A weekday (0 is Monday) that only some years give decides. Where two neighbouring years are named about
    as often ("tổng kết năm 2021, nhiệm vụ năm 2022"), the second half of a year belongs to the first.
    """
    latest = now + timedelta(days=1)
    possible = {
        year: weight
        for year, weight in years.items()
        if year >= EARLIEST_YEAR and is_day(year, month, day) and datetime(year, month, day, tzinfo=VIETNAM) <= latest
    }
    if not possible:
        return None
    if weekday is not None:
        fitting = {
            year: weight
            for year, weight in possible.items()
            if datetime(year, month, day, tzinfo=VIETNAM).weekday() == weekday
        }
        possible = fitting or possible
    most = max(possible.values())
    often = sorted(year for year, weight in possible.items() if weight * 5 >= most * 3)
    best = max(often, key=lambda year: (possible[year], year))
    if best - 1 in often and month >= 7:
        return best - 1
    if best + 1 in often and month < 7:
        return best + 1
    return best
