"""SQL for MinHash bands, by which a text's like is found.

A text has some fifty bands, each on another page of the table: written one text at a time they were two fifths of
all that a crawl writes. The bands of the newest texts are therefore kept in a temporary table of the writer's
connection, which is as transactional as any, and go into the file many at a time, in order. What has not gone
there yet is known by `unbanded_texts` and made again from the texts, so nothing hangs on the process.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

ROWS = 3
"""MinHash rows of a sketch that make a band: texts that have these in common are candidates."""
PLACED = 40
"""Bands of MinHash rows, told apart by their place. What a sketch has behind them are hashes of sentences, as long
as a band, and bands of their own."""
BATCH = 100
"""Texts whose bands go into the file at once."""
FEW = 100
"""Texts that all bands of an article may have in them to be read at once."""


@lru_cache(maxsize=4)  # a new text's are asked for to find its like, and to store it
def list_bands(sketch: bytes) -> tuple[int, ...]:
    """The bands of a sketch: its rows by threes, told apart by their place, and its sentences."""
    parts = struct.unpack(">" + "HI" * (len(sketch) // (2 * ROWS)), sketch)  # two bytes and four are three rows
    marked = zip(parts[::2], parts[1::2], _MARKS, strict=False)
    return tuple((high << 32 | low) ^ mark for high, low, mark in marked)


_MARKS = [
    min(place, PLACED) * 2 * ROWS * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFF for place in range(2 * PLACED)
]  # of a band by its place; sentences have none


def open_newest(db: sqlite3.Connection) -> None:
    """Set up a writer's connection: the bands of texts that are in no file yet."""
    db.execute("CREATE TEMP TABLE newest_bands (band INTEGER, text INTEGER, PRIMARY KEY (band, text)) WITHOUT ROWID")
    rows = fetch(db, "SELECT t.id, t.sketch FROM unbanded_texts u CROSS JOIN texts t ON t.id = u.text", ())
    for text, sketch in rows:
        write(db, "temp.newest_bands", text, sketch)


def write(db: sqlite3.Connection, table: str, text: int, sketch: bytes) -> None:
    rows = [(band, text) for band in list_bands(sketch)]
    db.executemany(f"INSERT OR IGNORE INTO {table} (band, text) VALUES (?, ?)", rows)


def add(db: sqlite3.Connection, text: int, sketch: bytes) -> None:
    """The bands of a new text."""
    db.execute("INSERT INTO unbanded_texts (text) VALUES (?)", (text,))
    write(db, "temp.newest_bands", text, sketch)
    if db.execute("SELECT count(*) FROM unbanded_texts").fetchone()[0] >= BATCH:
        db.execute("INSERT OR IGNORE INTO bands SELECT band, text FROM temp.newest_bands ORDER BY band, text")
        db.execute("DELETE FROM temp.newest_bands")
        db.execute("DELETE FROM unbanded_texts")


def remove(db: sqlite3.Connection, text: int, sketch: bytes) -> None:
    """The bands of a text that is no more."""
    rows = [(band, text) for band in list_bands(sketch)]
    db.execute("DELETE FROM unbanded_texts WHERE text = ?", (text,))
    for table in ("bands", "temp.newest_bands"):
        db.executemany(f"DELETE FROM {table} WHERE band = ? AND text = ?", rows)


def find(db: sqlite3.Connection, bands: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Pairs of band and text, at most `limit` texts of a band: the smallest ids, in their order."""
    newest = find_newest(db, bands)
    found = find_in_file(db, bands, limit)
    if newest:
        found = sorted({*found, *newest})
    if len(found) <= limit:
        return found
    return [pair for _, pairs in groupby(found, itemgetter(0)) for pair in islice(pairs, limit)]


def find_newest(db: sqlite3.Connection, bands: Sequence[int]) -> list[tuple[int, int]]:
    marks = ", ".join("?" * len(bands))
    return fetch(db, f"SELECT band, text FROM temp.newest_bands WHERE band IN ({marks})", bands)


def find_in_file(db: sqlite3.Connection, bands: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """By band; of a band with very many texts no more than `limit`."""
    marks = ", ".join("?" * len(bands))
    few = f"SELECT band, text FROM bands WHERE band IN ({marks}) ORDER BY band, text LIMIT {FEW + 1}"
    found = fetch(db, few, bands)
    if len(found) <= FEW:
        return found
    one = "SELECT * FROM (SELECT band, text FROM bands WHERE band = ? ORDER BY text LIMIT ?)"
    asked = [value for band in sorted(bands) for value in (band, limit)]
    return fetch(db, " UNION ALL ".join([one] * len(bands)), asked)


def find_beyond(db: sqlite3.Connection, band: int, text: int, limit: int) -> list[int]:
    """Texts of a band with ids greater than this one's, the smallest first."""
    rows = db.execute(
        "SELECT text FROM bands WHERE band = :band AND text > :text"
        " UNION SELECT text FROM temp.newest_bands WHERE band = :band AND text > :text ORDER BY text LIMIT :limit",
        {"band": band, "text": text, "limit": limit},
    )
    return [row[0] for row in rows]


def fetch(db: sqlite3.Connection, query: str, values: Iterable[object] | dict[str, object]) -> list[tuple[Any, ...]]:
    """Plain tuples: these rows are many, and `sqlite3.Row` costs as much as finding them."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(query, values if isinstance(values, dict) else tuple(values)).fetchall()
