"""A text as words, with its facts found and masked.

Facts are numbers and names. Dates and amounts are one fact each (`12/5/2023`, `12,4 tỷ`): split into tokens
they would agree by chance. The masked text has `#` for a number and `@` for a name, so that two texts of one
template have it in common.

This runs over every article stored: what stands between two spaces is looked up in a table, and read once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from harvester.vietnamese.spelling import compose, drop_diacritics, place_tones

_NUMBER, _NAME = "#", "@"

# A word, or a number with its inner signs: `12/5/2023`, `12,4`, `1.200`, `08:30`, `2a`
_WORD = re.compile(r"\w+(?:[.,/:-]\d+)*")
# Ends a sentence where a space follows; `12.5` and `1.200` have none after the dot
_SENTENCE_END = tuple(".!?…;")
# `5.9.2021`, `5-9-2021`, `05/09/2021`
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
# `05/09`
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")
# `1.124` or `4.884.100.000`: dots or commas between thousands
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def _add_bare(*words: str) -> frozenset[str]:
    """The words, and as portals print them that lose diacritics."""
    return frozenset({*words, *map(drop_diacritics, words)})


_MONTH, _YEAR = _add_bare("tháng"), _add_bare("năm")
# `7h`, `7h30`, `7g30`: the same as `7 giờ` and `7 giờ 30`
_HOUR = re.compile(r"(\d{1,2})[hg](\d{2})?")
_MAGNITUDES = _add_bare("tỷ", "tỉ", "triệu", "nghìn", "ngàn", "trăm")
_PLACES = _add_bare("xã", "phường", "huyện", "quận", "tỉnh", "thôn", "xóm", "bản", "ấp", "làng")
_TOWNS = _add_bare("thị trấn", "thị xã", "thành phố")

_MOST_READINGS = 20_000
"""Tokens whose reading is remembered: syllables are some seven thousand, with signs and numbers twice that."""

_Sort = Literal["word", "capital", "number"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as words, and the same with its facts masked. A name of several words is one masked token."""

    words: list[str]  # lower-case, in one spelling, without punctuation; numbers and dates whole
    masked: list[str]
    facts: list[tuple[int, str]]  # where in `masked`, and the fact
    ends: list[int]  # where in `masked` a sentence ends: behind its last token


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stands between two spaces, where it is more than one small word."""

    words: tuple[tuple[str, _Sort], ...]
    is_end: bool  # of a sentence


class _Readings(dict[str, "str | _Reading"]):
    """What tokens mean: most are one small word, maybe with a comma behind."""

    def __missing__(self, token: str) -> str | _Reading:
        if len(self) >= _MOST_READINGS:
            self.clear()
        reading = self[token] = _read_token(token)
        return reading


_readings = _Readings()


def _read_token(token: str) -> str | _Reading:
    is_end = token.endswith(_SENTENCE_END)
    found = _WORD.findall(token)
    words = [place_tones(word.lower()) for word in found]
    if len(found) == 1 and not is_end and not found[0][0].isdigit() and found[0].islower():
        return words[0]
    sorts: list[_Sort] = [
        "capital" if word[0].isupper() and not word[1:2].isupper() else "number" if word[0].isdigit() else "word"
        for word in found
    ]
    return _Reading(tuple(zip(words, sorts, strict=True)), is_end)


def take_apart(text: str) -> Tokens:  # noqa: C901 - one pass over every word of every text: calls cost a third
    """Words, masked words and facts. Two and more capitalised words in a row are a name; a line ends a sentence."""
    readings = list(map(_readings.__getitem__, compose(text).replace("\n", " . ").split()))
    words: list[str] = []
    masked: list[str] = []
    facts: list[tuple[int, str]] = []
    ends = [0]
    capitals = 0  # capitalised words just before, already in `masked`
    start = 0
    for index in [at for at, reading in enumerate(readings) if reading.__class__ is _Reading]:
        if index < start:  # a date's month or year
            continue
        if index > start:  # small words are taken over in runs
            if capitals:
                capitals = _end_name(masked, facts, capitals, ends[-1])
            run: list[str] = readings[start:index]  # type: ignore[assignment]
            words += run
            masked += run
        start = index + 1
        reading: _Reading = readings[index]  # type: ignore[assignment]
        for word, sort in reading.words:
            words.append(word)
            if sort == "capital":
                capitals += 1
                masked.append(word)
                continue
            if capitals:
                capitals = _end_name(masked, facts, capitals, ends[-1])
            if sort == "number":
                following = "" if reading.is_end else _read_small(readings, start)
                date = _read_date(readings, index) if following in _MONTH else ()
                written = word
                if len(date) > 1:
                    start = index + 2 * len(date) - 1
                    written = words[-1] = f"{date[0]} tháng {date[1]}" + "".join(f" năm {year}" for year in date[2:])
                    reading = readings[start - 1]  # type: ignore[assignment]
                elif (hour := _HOUR.fullmatch(word)) and not (written := _add_hour(masked, facts, hour)):
                    continue
                number = canonise_number(written)
                facts.append((len(masked), f"{number} {following}" if following in _MAGNITUDES else number))
            masked.append(_NUMBER if sort == "number" else word)
        if reading.is_end:
            if capitals:
                capitals = _end_name(masked, facts, capitals, ends[-1])
            ends.append(len(masked))
    if capitals:
        _end_name(masked, facts, capitals, ends[-1])
    rest: list[str] = readings[start:]  # type: ignore[assignment]
    masked += rest
    return Tokens(words + rest, masked, facts, sorted({*ends, len(masked)})[1:])


def _read_date(readings: list[str | _Reading], index: int) -> tuple[str, ...]:
    """Day, month and year of `5 tháng 9 năm 2021`, which is the date `5/9/2021`: as many of them as are there."""
    found: tuple[str, ...] = ()
    for lengths, following in (((1, 2), _MONTH), ((1, 2), _YEAR), ((4,), ())):
        reading = readings[index] if index < len(readings) else ""
        if isinstance(reading, str) or len(reading.words) != 1:
            break
        number = reading.words[0][0]
        if not number.isdigit() or len(number) not in lengths:
            break
        found = (*found, number)
        if reading.is_end or _read_small(readings, index + 1) not in following:
            break
        index += 2
    return found


def _read_small(readings: list[str | _Reading], index: int) -> str:
    """The small word there, or nothing."""
    reading = readings[index] if index < len(readings) else ""
    if isinstance(reading, str):
        return reading
    return reading.words[0][0] if reading.words and reading.words[0][1] == "word" else ""


def _add_hour(masked: list[str], facts: list[tuple[int, str]], hour: re.Match[str]) -> str:
    """The hour is a fact by itself. Answers the minutes, or nothing."""
    facts.append((len(masked), canonise_number(hour[1])))
    masked += _NUMBER, "giờ"
    return hour[2] or ""


def _end_name(masked: list[str], facts: list[tuple[int, str]], length: int, least: int) -> int:
    """The last words, if there are several, are one name.

    What kind of place it is goes too: `xã @`, `Xã @` and `thị trấn @` are one template. The sentence begins at `least`.
    Answers 0, what is left of the name.
    """
    if length > 2 and masked[-length] in _PLACES:
        del masked[-length]
        length -= 1
    if length > 1:
        name = " ".join(masked[-length:])
        del masked[-length:]
        if len(masked) > least and masked[-1] in _PLACES:
            masked.pop()
        elif len(masked) > least + 1 and f"{masked[-2]} {masked[-1]}" in _TOWNS:
            del masked[-2:]
        facts.append((len(masked), name))
        masked.append(_NAME)
    return 0


def canonise_word(word: str) -> str:
    """One form of a word, without its diacritics, and of a number: copies lose them, and zeros and dots of numbers."""
    return canonise_number(word) if word[:1].isdigit() else drop_diacritics(word)


def canonise_number(text: str) -> str:
    """One form of a number or date: `05/09/2021` and `5 tháng 9 năm 2021` are `5/9/2021`, `1.200` is `1200`."""
    text = text.replace(" tháng ", "/").replace(" năm ", "/")
    if text.isdigit():
        return text.lstrip("0") or "0"
    if match := _DATE.fullmatch(text):
        return f"{int(match[1])}/{int(match[2])}/{match[3]}"
    if match := _DAY.fullmatch(text):
        return f"{int(match[1])}/{int(match[2])}"
    if _THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", "")
    return text.replace(",", ".")
