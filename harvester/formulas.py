"""Text that a spreadsheet would run as a formula, made harmless in whatever CSV leaves here.

It gets an apostrophe in front, and so does text that begins with one: take one leading apostrophe off, and
what was stored is back.
"""

from __future__ import annotations

import re

from harvester.vietnamese.text import NO_WIDTH

FORMULA = re.compile(rf"[\s\x00-\x20{NO_WIDTH}]*[=+\-@＝＋－＠]|[\t\r']")
"""`=1+1`, ` @SUM(A1)`, `＝cmd|…`: spaces and marks in front and full-width signs do not stop every spreadsheet.
An apostrophe is guarded so that the guard can be taken off again."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
"""`-420`, `1.5e-05`: where CSV no longer tells numbers from text, these are harmless as they are."""

CELL = re.compile(r'("[^"]*(?:""[^"]*)*"|[^",\r\n]*)(,|\r\n|\Z)')
"""A cell of CSV with what ends it: `"a ""b"", c",`."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def guard_formula(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """What was stored, of a cell as it was read."""
    return text.removeprefix("'")


def guard_csv(text: str) -> str:
    """Whole lines of CSV after RFC 4180 with each cell guarded that is no number."""
    return CELL.sub(guard_cell, text)


def guard_cell(match: re.Match[str]) -> str:
    cell, end = match.groups()
    value = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
    guarded = value if _NUMBER.fullmatch(value) else guard_formula(value)
    return match[0] if guarded == value else '"' + guarded.replace('"', '""') + f'"{end}'


class CsvGuard:
    """Guards CSV that comes in pieces of any size: what is no whole line yet is held back."""

    def __init__(self) -> None:
        self.held = b""

    def take(self, piece: bytes, *, is_last: bool) -> bytes:
        """What may be sent on."""
        self.held += piece
        is_whole = self.held.endswith(b"\r\n") and self.held.count(b'"') % 2 == 0
        if not is_whole and not is_last:
            return b""
        text, self.held = self.held.decode("utf-8", "replace"), b""
        return guard_csv(text).encode()
