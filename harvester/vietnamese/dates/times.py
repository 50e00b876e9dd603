"""Patterns of the time of day beside a date, with what parts the two: `16:19`, `| 14 giờ 30`, `4:19:27 CH`."""

from __future__ import annotations

import re
from typing import NamedTuple

_ZONE = (
    # (GMT+7), Z, EDT, or a word that is no zone
    r"(?: ?[(\[]? ?([a-z]{1,4}(?![a-z])(?: ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?)?)[)\]]?"
    r"|( ?[(\[]?[+-][0-9]{2}:?[0-9]{2}(?::[0-9]{2})?[)\]]?)(?![0-9/:.])"  # +0700, +07:00
    r"|([+-][0-9]{2})(?![0-9/:.-]))?"  # +07
)
_TIME = (
    r"(?:(sang|trua|chieu|toi|dem) (?:luc )?)?"  # chiều 3h
    r"([0-9]{1,2}) ?"
    r"(?:: ?([0-9]{2}|[0-9](?![0-9/.-]))(?: ?: ?([0-9]{2})(?:[.,][0-9]{1,9})?)?"  # 16:19, 16:19:27.123, 8:5
    r"|(h|g(?= ?[0-9])|gio\b)"  # 20h48, 8 giờ, 20g48
    r"(?:, ?(?=[0-9]{1,2} ?(?:p|ph|phut)\b)| ?- ?(?=[0-9]{2}(?![0-9:/.-]| ?[hg])))? ?"  # 14 giờ, 05 phút; 14h-05
    r"(?:([0-9]{1,2})(?: ?(?:'|:|p|ph|phut)(?![a-z])(?: ?([0-9]{2})(?![0-9])(?: ?(?:s|giay)\b|'')?)?)?"
    r"|(ruoi)\b|kem ([0-9]{1,2})(?: phut)?)?)"  # rưỡi: and a half; kém 15: less a quarter
    r"(?: ?(sa|ch|am|pm|a\.m\.?|p\.m\.?|sang|trua|chieu|toi|dem)(?![a-z]))?" + _ZONE
)
# What may stand between a time and its date: signs, and words such as "lúc", "ngày", "Thứ Năm".
_SIGNS = r"[ ,.|:;()\[\]/~*_@\"?'-]*"
_WEEKDAY = (
    r"(?:thu|t)\.? ?(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|c\.n"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
)
_GAP = rf"{_SIGNS}(?:(?:luc|vao|hoi|ngay|thoi gian|gio|at|on|t|{_WEEKDAY})\b{_SIGNS})*"

_AFTER = re.compile(rf"{_GAP}{_TIME}(?! ?(?:truoc|gio|ago))")
_BEFORE = re.compile(rf"(?<![0-9/.:]){_TIME}{_GAP}\Z")
# 05.01.2026 16.45: the time as the day beside it is written, and "lúc 16.45"
_DOTTED_AFTER = re.compile(r"(?: ?[|,-])? (?:luc )?([01]?[0-9]|2[0-3])\.([0-5][0-9])(?![0-9.%]| ?[a-z])")
_DIGIT = re.compile("[0-9]")
_PART_BEFORE = re.compile(r"\b(chieu|toi|dem)(?: ngay)?[ ,:]*\Z")  # Chiều 21/6/2022, 2 giờ


class Clock(NamedTuple):
    """A time of day. `minute` and `second` are None where they were not said."""

    hour: int
    minute: int | None
    second: int | None
    zone: str | None
    said_in_words: bool  # "0 giờ" is midnight, 00:00 is no time given


def _fit_hour(hour: int, part: str | None) -> int | None:
    """The hour of 24 that an hour and a part of the day mean, or None where that is not clear."""
    if part is None or hour > 12:
        return hour
    if part[0] in "as":  # am, sa, sáng
        return 0 if hour == 12 and part != "sang" else hour
    if part[0] in "pc":  # pm, ch, chiều
        return hour if hour == 12 else hour + 12
    if part == "trua":
        return hour if hour >= 10 else hour + 12
    if part == "toi":
        return hour + 12 if 4 < hour < 12 else None
    return hour if hour < 6 else hour + 12 if hour < 12 else None  # đêm


def _read_clock(match: re.Match[str], part_before: str | None = None) -> Clock | None:
    part, hours, minutes, seconds, word, spoken, spoken_s, half, less, suffix, *zones = match.groups()
    hour = _fit_hour(int(hours), suffix or part or part_before)
    if hour is None or hour > 23:
        return None
    minute = minutes or spoken or ("30" if half else None)
    second = seconds or spoken_s
    if less:
        hour, minute = hour - 1, str(60 - int(less))
    if hour < 0 or (minute and not 0 <= int(minute) < 60) or (second and int(second) > 59):
        return None
    zone = (zones[0] or zones[1] or zones[2] or "").strip("()[] ") or None
    return Clock(
        hour,
        int(minute) if minute else None,
        int(second) if second else None,
        zone,
        bool(word) and not minute,
    )


def find_clock(text: str, start: int, end: int) -> Clock | None:
    """The time that belongs to the date at `text[start:end]`, after it or before it; `text` is folded."""
    after = _AFTER.match(text, end)
    before = _BEFORE.search(text, 0, start) if start > 2 and _DIGIT.search(text, 0, start) else None
    if after is not None and (before is None or after.start(2) - end <= start - before.end(2)):
        part = _PART_BEFORE.search(text, 0, start) if start > 3 and after[10] is None else None
        return _read_clock(after, part[1] if part else None)
    if before is None and (dotted := _DOTTED_AFTER.match(text, end)) is not None:
        is_said = "." in text[start:end] or "luc" in dotted.group()
        return Clock(int(dotted[1]), int(dotted[2]), None, None, False) if is_said else None
    return None if before is None else _read_clock(before)
