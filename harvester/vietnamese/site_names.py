"""What a portal's own name and host say of the unit behind it: level, province, name. Guesses, all of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.vietnamese.text import clean_text, sort_marks

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
    "Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng",
    "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội",
    "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang",
    "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình",
    "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị",
    "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thành phố Hồ Chí Minh",
    "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
"""The 63 provinces as they were before 1 July 2025."""

CITIES = frozenset({"hanoi", "haiphong", "danang", "cantho", "hochiminh", "hue"})
"""`thành phố` of these is a province, that of any other a district. Huế became one in January 2025."""

HOST_NAMES = {
    "brvt": "Bà Rịa - Vũng Tàu",
    "hcm": "Thành phố Hồ Chí Minh",
    "tphcm": "Thành phố Hồ Chí Minh",
    "hochiminh": "Thành phố Hồ Chí Minh",
    "hochiminhcity": "Thành phố Hồ Chí Minh",
    "hue": "Thừa Thiên Huế",
}
"""Labels of hosts that are no province's name without marks and spaces: `hue` of `phuongduc.hue.gov.vn`."""

_UNIT = re.compile(
    r"(?<!\w)(?P<unit>(?i:thị\s+xã|thị\s+trấn|thành\s+phố|đặc\s+khu|huyện|quận|xã|phường|tỉnh)|"
    r"TP\.?|TX\.?|TT\.)\s+(?=\w)"
)
"""`thị trấn ` of "Cổng thông tin thị trấn Suối Vang"; abbreviations only in capitals."""

UNITS = {
    "xã": ("commune", "Xã"), "phường": ("commune", "Phường"), "thị trấn": ("commune", "Thị trấn"),
    "tt": ("commune", "Thị trấn"), "đặc khu": ("commune", "Đặc khu"), "huyện": ("district", "Huyện"),
    "quận": ("district", "Quận"), "thị xã": ("district", "Thị xã"), "tx": ("district", "Thị xã"),
    "thành phố": ("district", "Thành phố"), "tp": ("district", "Thành phố"), "tỉnh": ("province", "Tỉnh"),
}  # fmt: skip
"""A unit's word in lower case: its level, and how it begins a name."""

_RANKS = ("commune", "district", "province")
NAME_STOP = re.compile(
    r"\s*(?i:thị\s+(?:xã|trấn)|thành\s+phố|đặc\s+khu|huyện|quận|xã|phường|tỉnh|"
    r"uỷ|ủy|hội|ban|cổng|trang|thông\s+tin|điện\s+tử)(?!\w)"
)
"""What ends a name in capitals ("XÃ LÂM KHÊ HUYỆN SÔNG MÂY"), or makes it none: "XÃ HỘI", "huyện ủy"."""

NAME_WORD = re.compile(r"\s*([^\W_][\w'’]*)")
_LONGEST_NAME = 4
"""Syllables: "Phan Rang Tháp Chàm"."""

_PARTY = re.compile(
    r"(?<!\w)(?P<body>đảng\s+bộ|đảng\s+[uủ][yỷ]|tỉnh\s+[uủ][yỷ]|thành\s+[uủ][yỷ]|huyện\s+[uủ][yỷ]|"
    r"quận\s+[uủ][yỷ]|thị\s+[uủ][yỷ])(?!\w)",
    re.I,
)
NEWSPAPER = re.compile(r"(?:^|\s)báo\s+(?:điện\s+tử\s+)?(?=\w)", re.I)
_NOTICE = re.compile(r"(?:thông|cảnh|dự|tin)\s+báo", re.I)
SECTOR = re.compile(
    r"(?<!\w)(?:sở|chi\s+cục|cục|ban\s+quản\s+lý|trung\s+tâm|phòng|trường|bệnh\s+viện|công\s+an)\s+(?=\w)",
    re.I,
)

HOST_LEVELS = (
    (re.compile(r"^(?:xa|phuong|thitran|tt)[a-z]{3,}$"), "commune"),
    (re.compile(r"^(?:huyen|thixa|tx|tp)[a-z]{3,}$|^quan\d+$"), "district"),
)
"""First labels of hosts: `xasonlinh`, `tptuyhoa`, but not `quangan`, which is Quảng An. Tried only where no
name says more."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A value and what speaks for it; an empty value where nothing does."""

    value: str
    why: str


@dataclass(frozen=True, slots=True)
class SiteGuess:
    """Who is behind a portal, as far as its name and host tell."""

    name: Guess
    level: Guess
    province: Guess


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit that a text names: `Unit("commune", "Xã Lâm Khê", "Lâm Khê", "xã")`."""

    level: str
    title: str
    bare: str
    word: str


def guess_site(names: Sequence[str], host: str, text: str = "") -> SiteGuess:
    """Guess from what a site calls itself, the best name first, from its host, and from a page's text."""
    names = [cleaned for name in names if (cleaned := clean_text(name))]
    return SiteGuess(guess_name(names, host), guess_level(names, host), guess_province(names, host, text))


def guess_level(names: Sequence[str], host: str) -> Guess:
    """A level. Party and newspaper go before units: "Đảng bộ huyện" is no district's portal."""
    for name in names:
        if (match := _PARTY.search(name)) is not None:
            return Guess("party", f"the site's name says {match['body']!r}")
        if is_newspaper(name):
            return Guess("newspaper", f"the site's name begins {name[:20]!r}")
        unit = find_smallest(name)
        if unit is not None and unit.level != "province":
            return Guess(unit.level, f"the site's name says {unit.word!r}")
        if (match := SECTOR.search(name)) is not None:
            return Guess("sector", f"the site's name says {match[0].strip()!r}")
        if unit is not None:
            return Guess(unit.level, f"the site's name says {unit.word!r}")
    label = host.removeprefix("www.").partition(".")[0]
    for pattern, level in HOST_LEVELS:
        if pattern.match(label):
            return Guess(level, f"the host begins {label!r}")
    return Guess("", "")


def guess_name(names: Sequence[str], host: str) -> Guess:
    """The proper name of the unit, else the site's first name as it is, else the host."""
    for name in names:
        if is_newspaper(name):
            return Guess(name, "what the site calls itself")
        unit = find_smallest(name)
        if (match := _PARTY.search(name)) is not None:
            body = " ".join(match["body"].split()).capitalize()
            rest = f"{body} {unit.title[0].lower()}{unit.title[1:]}" if unit is not None else name[match.start() :]
            return Guess(rest, f"out of {name!r}")
        if unit is not None and SECTOR.search(name) is None:
            return Guess(unit.title, f"out of {name!r}")
    if names:
        return Guess(names[0], "what the site calls itself")
    return Guess(host, "the host: the site has no name")


def guess_province(names: Sequence[str], host: str, text: str) -> Guess:
    """The province that a name tells, else the host, else the text where it says "tỉnh …"."""
    for name in names:
        for unit in _find_units(name):
            if unit.level == "province" and is_province(unit.bare):
                return Guess(unit.bare, f"the site's name says {unit.title!r}")
    for label in reversed(host.lower().split(".")):
        for spelling in (label, label.removeprefix("bao").removeprefix("tinh")):
            if spelling in BY_HOST:
                return Guess(BY_HOST[spelling], f"the host says {label!r}")
    for name in names:
        if is_newspaper(name) and (province := BY_HOST.get(fold(NEWSPAPER.split(name, maxsplit=1)[-1]))):
            return Guess(province, f"the site calls itself {name!r}")
    return guess_province_of_text(text)


def guess_province_of_text(text: str) -> Guess:
    """The province that a text names most often as "tỉnh …"."""
    counts: dict[str, int] = {}
    for unit in _find_units(clean_text(text)):
        if unit.level == "province" and is_province(unit.bare):
            counts[unit.bare] = counts.get(unit.bare, 0) + 1
    best = max(counts, key=lambda bare: counts[bare], default=None)
    return Guess("", "") if best is None else Guess(best, f"the page says 'tỉnh {best}'")


def is_province(name: str) -> bool:
    """Whether there is a province of this name: not "Ninh BÌNHTrang", which two elements without a space made."""
    return fold(name) in BY_HOST


def is_newspaper(name: str) -> bool:
    match = NEWSPAPER.search(name)
    return match is not None and match.start() <= 1 and _NOTICE.search(name) is None


def find_smallest(name: str) -> _Unit | None:
    """The smallest unit that a name speaks of: its district and province are named beside it."""
    return min(_find_units(name), key=lambda unit: _RANKS.index(unit.level), default=None)


def _find_units(text: str) -> list[_Unit]:
    """The units that a text names, in its order."""
    units = []
    for match in _UNIT.finditer(text):
        words = _read_name(text, match.end())
        if not words:
            continue
        bare = " ".join(words)
        word = " ".join(match["unit"].lower().rstrip(".").split())
        level, title = UNITS[word]
        if word == "tỉnh" or (word in ("thành phố", "tp") and fold(bare) in CITIES):
            level, bare = "province", BY_HOST.get(fold(bare), bare)
        units.append(_Unit(level, f"{title} {bare}".replace("Thành phố Thành phố", "Thành phố"), bare, word))
    return units


def _read_name(text: str, start: int) -> list[str]:
    """The words of a proper name from there on, in its usual case; none where what follows is no name."""
    words: list[str] = []
    while len(words) < _LONGEST_NAME:
        match = NAME_WORD.match(text, start) if NAME_STOP.match(text, start) is None else None
        if match is None or not (match[1][0].isupper() or match[1][0].isdigit()):
            break
        words.append(match[1].capitalize() if match[1].isupper() else match[1])
        start = match.end()
    return words


def fold(name: str) -> str:
    """`hatinh` of "Hà Tĩnh": as hosts spell it."""
    decomposed = unicodedata.normalize("NFD", sort_marks(name).lower().replace("đ", "d"))
    return "".join(character for character in decomposed if character.isascii() and character.isalnum())


BY_HOST = {fold(province): province for province in PROVINCES} | HOST_NAMES
"""A province by its folded name."""
