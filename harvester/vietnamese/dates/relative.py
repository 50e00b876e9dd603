"""Dates told from the moment of reading: `3 ngày trước`, `Hôm qua lúc 14:05`, `vừa xong`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta

from harvester.items import Precision
from harvester.vietnamese.dates.times import Clock, find_clock

_NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "an": 1, "a": 1,
}  # fmt: skip
_NUMBER = rf"[0-9]{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_UNIT = (
    r"giay|phut|p|'|gio|h|tieng|ngay|hom|tuan|thang|nam"
    r"|seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?"
)
_STEP = rf"({_NUMBER}) ?({_UNIT})(?![a-z])(?: dong ho)?"
_LABEL = (
    r"(?:(?:dang|cap nhat|gui|da|duoc|hon|gan|tam|luc|vao|ngay|khoang|cach day|thoi gian|xuat ban"
    r"|posted|updated|about)"
    r"\b[ :]*)*"
)
_SIGN = r"[|,;.()\[\]-]"
# A step back, alone or with signs around it: "13 giờ trước", "4 giờ trước|Xã hội", "2 tháng 2 tuần trước".
# Not in a sentence ("10 ngày trước Tết", "chuyện 20 năm trước").
_AGO = re.compile(
    rf"(?:^|{_SIGN} ?|: ){_LABEL}((?:{_STEP}(?:,? va |, | )?)+?)"
    rf" ?(?:truoc(?: day)?|ago)(?: (?:boi|by) .*| [0-9.,]+ (?:luot|binh luan|view).*| ?{_SIGN}.*)?$"
)
_SINCE = re.compile(rf"{_LABEL}cach day ((?:{_STEP}(?:,? va |, | )?)+)")
_STEPS = re.compile(_STEP)

_UNITS: dict[str, tuple[str, Precision]] = {
    "gia": ("seconds", "second"), "sec": ("seconds", "second"),
    "phu": ("minutes", "minute"), "p": ("minutes", "minute"), "'": ("minutes", "minute"),
    "h": ("hours", "hour"),
    "min": ("minutes", "minute"),
    "gio": ("hours", "hour"), "tie": ("hours", "hour"), "hou": ("hours", "hour"),
    "nga": ("days", "day"), "hom": ("days", "day"), "day": ("days", "day"),
    "tua": ("weeks", "day"), "wee": ("weeks", "day"),
    "tha": ("months", "month"), "mon": ("months", "month"),
    "nam": ("years", "year"), "yea": ("years", "year"),
}  # fmt: skip
FINENESS: dict[Precision, int] = {"year": 0, "month": 1, "day": 2, "hour": 3, "minute": 4, "second": 5}

_JUST_NOW = re.compile(
    rf"{_LABEL}(?:vua (?:xong|moi|dang|moi dang)|moi (?:dang|xong)|vai giay truoc|bay gio|ngay luc nay"
    r"|a few seconds ago|just now)[ .]*"
)
# Hôm qua lúc 14:05; sáng nay; 14:05 hôm qua. "Hôm nay: 292" is a visit counter.
_NAMED_DAY = re.compile(
    rf"(?:^|{_SIGN} ?|: )(?:[0-9]{{1,2}}:[0-9]{{2}},? )?{_LABEL}"
    r"((?:hom|sang|trua|chieu|toi|dem) (?:nay|qua|kia)|today|yesterday)\b"
)
_LAST = re.compile(rf"{_LABEL}(?:(thang|nam) (?:truoc|ngoai)|last (month|year))[ .]*")


def go_back(now: datetime, **steps: int) -> datetime:
    """`now` less so many years, months, weeks, days …; a shorter month's last day stands for its 31st."""
    months = now.year * 12 + now.month - 1 - steps.pop("years", 0) * 12 - steps.pop("months", 0)
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last)) - timedelta(**steps)


def floor_to(moment: datetime, precision: Precision) -> datetime:
    """The start of the period of that precision."""
    fineness = FINENESS[precision]
    return moment.replace(
        month=moment.month if fineness > 0 else 1,
        day=moment.day if fineness > 1 else 1,
        hour=moment.hour if fineness > 2 else 0,
        minute=moment.minute if fineness > 3 else 0,
        second=moment.second if fineness > 4 else 0,
        microsecond=0,
    )


def _read_steps(text: str, now: datetime) -> tuple[datetime, Precision] | None:
    steps: dict[str, int] = {}
    finest: Precision = "year"
    for number, unit in _STEPS.findall(text):
        name, precision = _UNITS[unit[:3]]
        steps[name] = steps.get(name, 0) + (_NUMBERS[number] if number in _NUMBERS else int(number))
        finest = max(finest, precision, key=FINENESS.__getitem__)
    if steps.keys() == {"weeks"}:  # no precision is a week's
        finest = "month"
    try:
        return floor_to(go_back(now, **steps), finest), finest
    except (ValueError, OverflowError):  # 9999 năm trước
        return None


def _read_named_day(text: str, match: re.Match[str], now: datetime) -> tuple[datetime, Precision] | None:
    name = match[1]
    back = 2 if name.endswith("kia") else 1 if name.endswith(("qua", "yesterday")) else 0
    day = floor_to(now - timedelta(days=back), "day")
    clock: Clock | None = find_clock(text, match.start(1), match.end(1))
    if clock is None:
        rest = text[match.end(1) :]
        alone = rest == "" or (rest.lstrip()[:1] in "|,-(" and not any(sign.isdigit() for sign in rest))
        return (day, "day") if alone else None
    if clock.minute is None:
        return day.replace(hour=clock.hour), "hour"
    if clock.second is None:
        return day.replace(hour=clock.hour, minute=clock.minute), "minute"
    return day.replace(hour=clock.hour, minute=clock.minute, second=clock.second), "second"


LONGEST_RELATIVE = 100
"""Characters; a relative date stands alone or beside a label; in longer texts the words tell other things."""

# Words without which nothing is relative; looked for one by one, which is faster than a pattern.
_AGO_WORDS = ("truoc", "ago", "cach day", "ngoai", "last ")
_NOW_WORDS = ("vua ", "moi ", "bay gio", "luc nay", "just now", "vai giay", "few sec")
_DAY_ENDINGS = (" nay", " qua", " kia", "today", "yester")


def read_relative(text: str, now: datetime) -> tuple[datetime, Precision] | None:
    """What a folded text says from `now`, at the start of its period, or None.

    The precision is that of the finest unit named. Weeks alone tell the month, since no day is meant by them.
    """
    if len(text) > LONGEST_RELATIVE:
        return None
    if any(map(text.__contains__, _AGO_WORDS)):
        match = _AGO.search(text) or _SINCE.fullmatch(text)
        if match is not None:
            return _read_steps(match[1], now)
        match = _LAST.fullmatch(text)
        if match is not None:
            return _read_steps("1 thang" if (match[1] or match[2]) in ("thang", "month") else "1 nam", now)
    if any(map(text.__contains__, _NOW_WORDS)) and _JUST_NOW.fullmatch(text):
        return floor_to(now, "minute"), "minute"
    if any(map(text.__contains__, _DAY_ENDINGS)):
        match = _NAMED_DAY.search(text)
        return None if match is None else _read_named_day(text, match, now)
    return None
