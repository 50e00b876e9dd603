"""Names of units in a form in which spellings compare equal, and the words for their kinds."""

from __future__ import annotations

import re
import unicodedata

from harvester.vietnamese.spelling import place_tones
from harvester.vietnamese.text import sort_marks, to_nfc

# What parts words inside a name: "Phan Rang - Tháp Chàm", "Phan Rang–Tháp Chàm".
SEPARATORS = re.compile(r"[\s‐-―-]+")
APOSTROPHES = re.compile(r"['’‘`ʼ´]")

KIND_WORDS = {
    "xã": "Xã",
    "x": "Xã",
    "phường": "Phường",
    "p": "Phường",
    "thị trấn": "Thị trấn",
    "tt": "Thị trấn",
    "t.t": "Thị trấn",
    "đặc khu": "Đặc khu",
    "huyện": "Huyện",
    "huyện đảo": "Huyện",
    "h": "Huyện",
    "quận": "Quận",
    "q": "Quận",
    "thị xã": "Thị xã",
    "tx": "Thị xã",
    "t.x": "Thị xã",
    "thành phố": "Thành phố",
    "tp": "Thành phố",
    "t.p": "Thành phố",
    "tỉnh": "Tỉnh",
}
"""The words and abbreviations that stand before a name, in lower case and without the last full stop."""


FULL_NAME = re.compile(r"(thị trấn|thị xã|thành phố|đặc khu|xã|phường|huyện|quận|tỉnh|tp\.?)\s+(?=\S)", re.IGNORECASE)


def fold_name(name: str) -> str:
    """Return the key of a name: lower case, one place for tone marks, spaces for hyphens, no apostrophes."""
    return place_tones(SEPARATORS.sub(" ", APOSTROPHES.sub("", to_nfc(name).lower())).strip())


def drop_marks(name: str) -> str:
    """Return the letters and digits alone, without diacritics: "Phan Rang - Tháp Chàm" is "phanrangthapcham"."""
    letters = unicodedata.normalize("NFD", sort_marks(name).lower().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalnum())


def split_kind(name: str) -> tuple[str | None, str]:
    """Return kind and bare name of "thị trấn Cẩm Xuyên"; the kind is None where the name stands alone."""
    match = FULL_NAME.match(to_nfc(name.strip()))
    if match is None:
        return None, to_nfc(name.strip())
    return KIND_WORDS[" ".join(match[1].lower().rstrip(".").split())], to_nfc(name.strip())[match.end() :]
