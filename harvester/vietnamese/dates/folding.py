"""Folding of date texts: what a page prints as `Thứ sáu – 25/03/2022` is read as `thu sau - 25/03/2022`.

Patterns for dates are written once, against lower-case ASCII with single spaces. Accents, decomposition,
case, no-break and zero-width spaces, bullets and long dashes are gone before any of them is tried.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST_TEXT = 600
"""Characters of a text that are looked at; no date text on a page is nearly as long."""

# What is neither ASCII nor a combining mark once a text is decomposed: – • · │ and spaces such as U+2028.
_ODD = re.compile(r"[^\x00-\x7f\u0300-\u036f]")


def _replace_odd(match: re.Match[str]) -> str:
    """A dash for dashes and arrows, nothing for zero-width spaces and the like, a bar for bullets and pictures."""
    category = unicodedata.category(match[0])
    if category == "Pd":
        return "-"
    if category in ("Cf", "Mn", "Me", "Cs"):
        return ""
    if match[0] in "\u2018\u2019\u2032":  # the minute sign of 8h30’
        return "'"
    if category[0] == "L":
        return "?"
    return " " if category[0] == "Z" else "-" if category == "Sm" else "|"


def fold(text: str) -> str:
    """Lower-case ASCII with single spaces, cut at `_LONGEST_TEXT`: `Đăng: 29/6` is `dang: 29/6`."""
    text = text[:_LONGEST_TEXT]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D").replace("–", "-"))
        if _ODD.search(text):
            text = _ODD.sub(_replace_odd, text)
        text = text.encode("ascii", "ignore").decode("ascii")
    text = text.lower()
    if text.isprintable() and "  " not in text:  # nothing but single spaces, as most texts
        return text.strip(" ")
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Lower case, single spaces, with the accents, for words that differ by them (năm, nam). Loses đ."""
    shown = _ODD.sub(_replace_odd, unicodedata.normalize("NFKD", text[:_LONGEST_TEXT]))
    return " ".join(unicodedata.normalize("NFC", shown).lower().split())


class _Letters(dict[int, str]):
    """One ASCII character for every character, found when first met. Positions stay what they were."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = folded if len(folded) == 1 else " "
        return self[code]


_LETTERS = _Letters()


def fold_in_place(text: str) -> str:
    """Like `fold`, with every character at the position of its original; `text` should be composed (NFC)."""
    return text if text.isascii() and text.islower() else text.translate(_LETTERS)
