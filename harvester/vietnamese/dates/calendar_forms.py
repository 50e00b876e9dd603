"""Patterns of a day, month or year in a folded text: `5/3/24`, `ngày 05 tháng 3 năm 2024`, `29 Jun 2022`.

No shape guesses: what is not in the text is None, and a day that is not of the calendar is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Day(NamedTuple):
    """A date in a text, at `start:end`. `month` and `day` are None where they were not said."""

    start: int
    end: int
    year: int
    month: int | None
    day: int | None


YEAR = r"(?:19|20)[0-9][0-9]"

# 29/06/2022, 16.06.2020, 15 - 11 - 2017, 04/01/ 2022, 25/03/22. Not after a digit and a sign (24-25/11/2022),
# not before a sign and a word (12/12/2019/NĐ-CP). A counter may stick to a year of four digits.
_DAY_FIRST = re.compile(
    r"([0-9](?<![0-9][0-9])(?<![0-9][/.\-,&+][0-9])[0-9]?) ?([/.\-\\]) ?([0-9][0-9]?) ?\2 ?"
    rf"(?:({YEAR})|([0-9][0-9])(?![0-9]))(?!/\w)(?!\.[0-9]{{1,3}}(?![0-9:h]))"
)
# 2022-06-29, 2022/6/29
_YEAR_FIRST = re.compile(rf"({YEAR})(?<![0-9]{{5}}) ?([/.\-]) ?([0-9][0-9]?) ?\2 ?([0-9][0-9]?)(?![0-9])")

MONTHS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_MONTH = rf"[0-9]{{1,2}}(?![0-9])|muoi mot|muoi hai|{'|'.join(name for name in MONTHS if ' ' not in name)}"
# tháng 3 năm 2022, Tháng Sáu 2020, tháng 9, 2022, thg 6, 2022, tháng 7/2023; and the day before it
_IN_WORDS = re.compile(rf"th(?:ang|g)?[.:]? ?-? ?({_MONTH})\b ?[-/.,]? ?(?:nam ?)?({YEAR})(?!/\w)")
_DAY_BEFORE = re.compile(r"(?<![0-9])(?<![0-9][/.\-])([0-9]{1,2}) ?[-/.,]? ?\Z")
# Tháng Sáu 29, 2022 and Th6 29, 2022, as WordPress prints them
_MONTH_BEFORE = re.compile(rf"th(?:ang|g)?\.? ?({_MONTH}) ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ?({YEAR})\b")
# 22/3 năm 2022
_YEAR_IN_WORDS = re.compile(
    rf"([0-9](?<![0-9][0-9])(?<![0-9][/.\-][0-9])[0-9]?) ?[/-] ?([0-9]{{1,2}}),? ?nam ?({YEAR})\b"
)
# 5/i/2026, 14 - xii - 2025: the month in Roman numerals
_ROMAN_MONTH = re.compile(rf"(?<=[0-9])( ?([/.-]) ?)(i{{1,3}}|iv|vi{{0,3}}|ix|xi{{0,2}})(?= ?\2 ?{YEAR}(?![0-9]))")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
# 24 02/2026: a day and its month in two boxes of a calendar's leaf, as the whole text
_LEAF = re.compile(rf"([0-9]{{1,2}}) ([0-9]{{1,2}}) ?[/.-] ?({YEAR})")

ENGLISH_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_ENGLISH_MONTH = rf"({'|'.join(sorted(ENGLISH_MONTHS, key=len, reverse=True))})\b"
# 29 Jun 2022, 29-Jun-22, 29th of June, 2022
_ENGLISH_DAY = re.compile(
    rf"(?<![0-9])([0-9]{{1,2}})(?:st|nd|rd|th)?[ ,.\-]{{0,2}}(?:of )?{_ENGLISH_MONTH}"
    rf"[ ,.\-]{{0,2}}({YEAR}|[0-9]{{2}})(?![0-9])"
)
# June 29, 2022
_ENGLISH_FIRST = re.compile(rf"\b{_ENGLISH_MONTH}\.?[ \-]([0-9]{{1,2}})(?:st|nd|rd|th)?,? ?(?:at )?({YEAR})(?![0-9])")
_ENGLISH_ALONE = re.compile(rf"(?<![0-9] )\b{_ENGLISH_MONTH},? ({YEAR})\b")  # June 2022

_LABEL = (
    r"(?:(?:date|ngay|thoi gian|dang|dang tai|cap nhat|xuat ban|published|posted|updated|on|luc|vao"
    r"|cuoi|dau|giua)\b[ :-]*)*"
)
# The whole text, but for a label: 2023-07, 7/2023, T7/2023
_MONTH_ALONE = re.compile(rf"{_LABEL}(?:({YEAR})[-/]([0-9]{{1,2}})|t?([0-9]{{1,2}}) ?[-/] ?({YEAR}))[ .,]*")
_MONTH_HEAD = re.compile(rf"date:? ({YEAR})-([0-9]{{2}})(?= [^0-9-])")  # date 2023-07 Tên bài viết
_YEAR_ALONE = re.compile(rf"{_LABEL}nam:? ({YEAR})[ .,]*")
# What stands right before 19.3.26 and says that it is a day: 2.1.22 may be a version
_SAYS_DAY = re.compile(r"\b(?:ngay|dang|cap nhat|xuat ban|phat hanh)(?: (?:dang|viet|tao|luc|ngay|vao))?[ :]{1,3}\Z")
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has it."""
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month]:
        return False
    return day < 29 or month != 2 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def widen_year(short: int, now_year: int) -> int:
    """The full year of a year of two digits: the latest that is not after next year."""
    year = now_year - now_year % 100 + short
    return year if year <= now_year + 1 else year - 100


def _find_day_first(text: str, now_year: int) -> list[Day]:
    days = []
    for match in _DAY_FIRST.finditer(text):
        day, sign, month, year, short = match.groups()
        if short is None:
            days.append(Day(match.start(), match.end(), int(year), int(month), int(day)))
        elif (
            sign == "/"
            or len(day) == len(month) == 2  # 2-1-22 may be a score, 1.2.20 a version
            or _SAYS_DAY.search(text, max(0, match.start() - 24), match.start()) is not None
        ):
            days.append(Day(match.start(), match.end(), widen_year(int(short), now_year), int(month), int(day)))
    return days


def write_month(match: re.Match[str]) -> str:
    """The month of a match of `_ROMAN_MONTH` in digits, with the sign before it."""
    return f"{match[1]}{_ROMAN.index(match[3]) + 1}"


def replace_roman_months(text: str) -> str:
    """A folded text with its Roman months in digits: `14-xii-2025` is `14-12-2025`."""
    return _ROMAN_MONTH.sub(write_month, text) if "i" in text or "v" in text or "x" in text else text


def _find_year_first(text: str) -> list[Day]:
    return [
        Day(match.start(), match.end(), int(match[1]), int(match[3]), int(match[4]))
        for match in _YEAR_FIRST.finditer(text)
    ]


def _read_month(text: str) -> int:
    return MONTHS[text] if text in MONTHS else int(text)


def _find_in_words(text: str) -> Iterator[Day]:
    for match in _IN_WORDS.finditer(text):
        if text[: match.start()][-1:].isalpha():
            continue  # Hà Thắng 3 2022 has no month
        month, year = _read_month(match[1]), int(match[2])
        before = _DAY_BEFORE.search(text, max(0, match.start() - 8), match.start())
        if before is None:
            yield Day(match.start(), match.end(), year, month, None)
        else:
            yield Day(before.start(), match.end(), year, month, int(before[1]))
    for match in _MONTH_BEFORE.finditer(text):
        if text[: match.start()][-1:].isalpha():
            continue
        yield Day(match.start(), match.end(), int(match[3]), _read_month(match[1]), int(match[2]))


def _find_before_year(text: str) -> Iterator[Day]:
    for match in _YEAR_IN_WORDS.finditer(text):
        yield Day(match.start(), match.end(), int(match[3]), int(match[2]), int(match[1]))


def _find_english(text: str, now_year: int) -> Iterator[Day]:
    for match in _ENGLISH_DAY.finditer(text):
        year = int(match[3]) if len(match[3]) == 4 else widen_year(int(match[3]), now_year)
        yield Day(match.start(), match.end(), year, ENGLISH_MONTHS[match[2]], int(match[1]))
    for match in _ENGLISH_FIRST.finditer(text):
        yield Day(match.start(), match.end(), int(match[3]), ENGLISH_MONTHS[match[1]], int(match[2]))
    for match in _ENGLISH_ALONE.finditer(text):
        yield Day(match.start(), match.end(), int(match[2]), ENGLISH_MONTHS[match[1]], None)


# T6-04/09/2020 and 20:48-29/06/2022: a weekday or a time that sticks to the date
_STUCK = re.compile(r"(\b(?:thu|t) ?[2-7]|:[0-9]{2})[-/.,](?=[0-9])")

# Cheap tests, so that the patterns above are tried on few of the texts without a date.
_HAS_SIGNS = re.compile(r"[/.\-\\] ?[0-9][0-9]? ?[/.\-\\] ?[0-9]")
_HAS_YEAR = re.compile(YEAR)
LONGEST_ENGLISH = 100
"""Characters; English dates come from machines and banners, which print little else."""
_HAS_MONTH = re.compile(r"thang|thg|th[.:]? ?[0-9]")
_HAS_ENGLISH = re.compile("(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ,.-]{1,2}[0-9]")


def find_days(text: str, now_year: int) -> list[Day]:
    """Every date of a folded text, by position; days before months. They may not be of the calendar."""
    signs = _HAS_SIGNS.search(text)
    days = _find_day_first(text, now_year) if signs else []
    has_year = _HAS_YEAR.search(text) is not None
    if not days and len(text) <= LONGEST_ENGLISH and _HAS_ENGLISH.search(text):
        days += _find_english(text, now_year)
    if not has_year:
        return days or (_find_day_first(_STUCK.sub(r"\1 ", text), now_year) if signs else [])
    if "th" in text and _HAS_MONTH.search(text):
        days += _find_in_words(text)
    if not days:
        if signs:
            days += _find_year_first(text) or _find_day_first(_STUCK.sub(r"\1 ", text), now_year)
        if " nam 20" in text or " nam 19" in text:
            days += _find_before_year(text)
    if len(days) > 1:
        days.sort(key=lambda day: (day.day is None, day.start))
    return days


def read_period(text: str) -> Day | None:
    """The month or year that a folded text consists of, but for a label: `2023-07`, `7/2023`, `năm 2022`."""
    match = _LEAF.fullmatch(text)
    if match is not None:
        return Day(0, len(text), int(match[3]), int(match[2]), int(match[1]))
    match = _MONTH_HEAD.match(text)
    if match is not None:
        return Day(0, match.end(), int(match[1]), int(match[2]), None)
    match = _MONTH_ALONE.fullmatch(text)
    if match is not None:
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        return Day(0, len(text), int(year), int(month), None)
    match = _YEAR_ALONE.fullmatch(text)
    if match is not None:
        return Day(0, len(text), int(match[1]), None, None)
    return None
