"""Whole numbers as others write them: a size, a page, a count, a length."""

from __future__ import annotations

MOST_DIGITS = 15
"""More stand in no number that means something, fit no column of SQLite, and Python refuses more than 4,300."""


def read_whole_number(text: str, digits: int = MOST_DIGITS) -> int | None:
    """The number that a text is, None where it is none: `str.isdigit` takes `²` for one, which `int` refuses.

    Args:
        text: Without spaces around it.
        digits: How many the longest may have.
    """
    return int(text) if len(text) <= digits and text.isascii() and text.isdigit() else None
