"""The words that were searched for, marked where they stand in titles and texts."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.store.reports.queries import fold_stroke
from harvester.store.reports.selection import fold_name

MARKED_INDEX = """
CREATE VIRTUAL TABLE articles_fts USING fts5 (title, lead, body, tokenize='unicode61 remove_diacritics 2')
"""

MARKED = """
SELECT rowid, highlight(articles_fts, 0, ?1, ?2), highlight(articles_fts, 1, ?1, ?2),
    highlight(articles_fts, 2, ?1, ?2)
FROM articles_fts WHERE articles_fts MATCH ?3
"""

_WINDOW = 240
"""Characters of a snippet."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is what was searched for."""

    text: str
    is_hit: bool = False


Marked = tuple[tuple[Piece, ...], tuple[Piece, ...]]
"""A title and a snippet."""


def mark_texts(rows: Sequence[sqlite3.Row], match: str) -> dict[int, Marked]:
    """Each article's title, and the piece of its lead or body that holds the most of what was searched for.

    The articles get an index of their own, in memory: the database's would gather all hits of a `pre*` anew for
    each of them.
    """
    texts = {row["id"]: (row["title"], row["lead"] or "", row["body"]) for row in rows}
    opening, closing = choose_marks("".join(text for three in texts.values() for text in three))
    with contextlib.closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(MARKED_INDEX)
        folded = ((number, *map(fold_stroke, three)) for number, three in texts.items())
        memory.executemany("INSERT INTO articles_fts (rowid, title, lead, body) VALUES (?, ?, ?, ?)", folded)
        found = {number: marked for number, *marked in memory.execute(MARKED, (opening, closing, match))}
    answer: dict[int, Marked] = {}
    for number, three in texts.items():
        title, lead, body = (
            split_pieces(text, marked, opening, closing)
            for text, marked in zip(three, found.get(number, three), strict=True)
        )
        answer[number] = title, max(cut_snippet(lead), cut_snippet(body), key=count_words_hit)
    return answer


def choose_marks(text: str) -> tuple[str, str]:
    """Two characters that do not occur in the text, of those that nobody uses."""
    unused = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    return next(unused), next(unused)


def split_pieces(original: str, marked: str, opening: str, closing: str) -> tuple[Piece, ...]:
    """Move the marks of a folded text onto the original. The fold is one character to one."""
    pieces = []
    start = 0
    for part in re.split(f"({opening}[^{closing}]*{closing})", marked):
        is_hit = part.startswith(opening)
        length = len(part) - 2 if is_hit else len(part)
        if length:
            pieces.append(Piece(original[start : start + length], is_hit))
        start += length
    if start < len(original):  # SQLite ends a marked text at a NUL
        pieces.append(Piece(original[start:]))
    return tuple(pieces)


def cut_snippet(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The window of a text that holds the most hits, the first of such; white space made single."""
    ends, starts, position = [], [], 0
    for piece in pieces:
        position += len(piece.text)
        if piece.is_hit:
            starts.append(position - len(piece.text))
            ends.append(position)
    first = last = 0
    for i, start in enumerate(starts):
        inside = sum(1 for end in ends[i:] if end <= start + _WINDOW - 40)
        if inside > last - first:
            first, last = i, i + inside
    begin = max(0, starts[first] - 40) if starts else 0
    return trim_pieces(pieces, begin, begin + _WINDOW)


def count_words_hit(pieces: tuple[Piece, ...]) -> int:
    """Different words that were searched for, whatever their case and accents."""
    return len({word for piece in pieces if piece.is_hit for word in fold_name(piece.text).split()})


def trim_pieces(pieces: tuple[Piece, ...], begin: int, end: int) -> tuple[Piece, ...]:
    """The characters from `begin` to `end`, cut down to whole words, with … where text was left out."""
    text = "".join(piece.text for piece in pieces)
    if begin > 0:
        space = text.find(" ", begin, begin + 20)
        begin = space + 1 if space >= 0 else begin
    if end < len(text):
        space = text.rfind(" ", end - 20, end)
        end = space if space >= 0 else end
    cut = [Piece("…")] if begin > 0 else []
    position = 0
    for piece in pieces:
        part = piece.text[max(0, begin - position) : max(0, end - position)]
        position += len(piece.text)
        if part:
            cut.append(Piece(re.sub(r"\s+", " ", part), piece.is_hit))
    return tuple([*cut, Piece("…")] if end < len(text) else cut)
