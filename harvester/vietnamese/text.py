"""Normal forms, spaces and character references of text. Nothing here knows of pages."""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import groupby

NO_WIDTH = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""What nobody sees, as part of a character class: soft hyphen, zero-width spaces and joiners, direction marks, byte
order mark. Word and editors leave them inside of words, and of dates between two digits."""
INVISIBLE = re.compile(f"[{NO_WIDTH}]")

# Control characters but for white space; no text means them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")

WORD = re.compile(r"\w+")

# Letters that only Vietnamese spelling puts together: a letter with a mark, or đ. "Đảng bộ huyện" has five.
MARKED_LETTER = re.compile(r"[À-ỹ]")


def collapse_spaces(text: str) -> str:
    """One space for every run of white space (no-break and wide spaces too), none at the ends."""
    text = text.strip()
    if text.isprintable() and "  " not in text:  # the only space that is printable is the plain one
        return text
    words = " ".join(text.split())
    return words if words.isprintable() else " ".join(_CONTROL.sub("", text).split())


MARK_RUN = re.compile(r"[^\w\x00-\x7f]{32,}")
"""Where marks may stand in a long row: none of them is a letter or a digit."""


def to_nfc(text: str) -> str:
    """The composed form: "ế" as one character whether it came as one, two or three."""
    is_composed = text.isascii() or unicodedata.is_normalized("NFC", text)
    return text if is_composed else unicodedata.normalize("NFC", sort_marks(text))


def sort_marks(text: str) -> str:
    """The text with long rows of combining marks in the order that every normal form gives them.

    `unicodedata` sorts them by insertion: 100,000 marks in falling order take minutes.
    """
    return MARK_RUN.sub(sort_run, text)


def sort_run(match: re.Match[str]) -> str:
    """A row of characters with the marks between any two others in order (Unicode 3.11, D108)."""
    groups = groupby(match[0], key=lambda character: unicodedata.combining(character) > 0)
    return "".join("".join(sorted(group, key=unicodedata.combining) if marks else group) for marks, group in groups)


ENDLESS_REFERENCE = re.compile(r"&#[0-9]{20,};?")


def resolve_references(text: str) -> str:
    """The text with its character references resolved, as HTML does: "Xã G&#242;" is "Xã Gò".

    Python's own function raises ValueError for a reference of more than 4,300 digits; one of twenty is no character.
    """
    return html.unescape(ENDLESS_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def drop_invisible(text: str) -> str:
    """The text without characters that nobody sees."""
    return text if text.isprintable() else INVISIBLE.sub("", text)  # no character that nobody sees is printable


def clean_text(text: str) -> str:
    """Composed, without invisible characters, with single spaces."""
    return collapse_spaces(drop_invisible(to_nfc(text)))


def compare_key(text: str) -> str:
    """The words in lower case, composed.

    Equal for two spellings that only spaces, case, punctuation and an eth in the place of đ part.
    """
    return " ".join(WORD.findall(drop_invisible(to_nfc(text)).lower().replace("\u00f0", "đ")))


def has_same_words(text: str, other: str) -> bool:
    """Whether two texts have equal compare keys. A text more than twice as long as the other, and 20, is told at once.

    That is a paragraph and a title: the keys of both take fifty times as long.
    """
    shorter, longer = sorted((len(text), len(other)))
    return longer <= 2 * shorter + 20 and compare_key(text) == compare_key(other)


def measure_marks(text: str) -> tuple[int, float]:
    """How many letters there are, and which part of them carries a Vietnamese mark (prose: 0.2 to 0.35)."""
    composed = to_nfc(text)
    letters = sum(map(str.isalpha, composed))
    return letters, len(MARKED_LETTER.findall(composed)) / letters if letters else 0.0
