"""SQL for MinHash bands, by which candidates for near-duplicates are found.

A text has some fifty bands, each on another page of the table: written one text at a time they were two fifths of
all that a crawl writes. The bands of the newest texts are therefore kept in memory, and go into the file many at a
time, in order. What has not gone there yet is known by `unbanded_texts` and computed anew from the texts, so nothing
hangs on the process; a transaction that is rolled back forgets them.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Self

ROWS = 3
"""MinHash rows of a sketch that make a band: texts that have these in common are candidates."""
PLACED = 40
"""Bands of MinHash rows, told apart by their place. What a sketch has behind them are hashes of sentences, as long
as a band, and bands of their own."""
BATCH = 100
"""Texts whose bands go into the file at once."""
_FEW = 300
"""Texts that all bands of an article may have in them to be read at once."""


def list_bands(sketch: bytes) -> tuple[int, ...]:
    """The bands of a sketch: its rows by threes, told apart by their place, and its sentences."""
    parts = struct.unpack(">" + "HI" * (len(sketch) // (2 * ROWS)), sketch)  # two bytes and four are three rows
    marked = zip(parts[::2], parts[1::2], _MARKS, strict=False)
    return tuple((high << 32 | low) ^ mark for high, low, mark in marked)


_MARKS = [
    min(place, PLACED) * 2 * ROWS * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFF for place in range(2 * PLACED)
]  # of a band by its place; sentences have none


class _Newest(defaultdict[int, list[int]]):
    """Texts by band, of the texts that are in no band of the file yet. Of one connection at a time."""

    def __init__(self) -> None:
        super().__init__(list)
        self.db: sqlite3.Connection | None = None

    def open(self, db: sqlite3.Connection) -> Self:
        """As the connection sees it now."""
        if self.db is not db:
            self.forget()
            rows = fetch(db, "SELECT t.id, t.sketch FROM unbanded_texts u CROSS JOIN texts t ON t.id = u.text", ())
            for text, sketch in rows:
                self.add(text, sketch)
            self.db = db
        return self

    def add(self, text: int, sketch: bytes) -> None:
        for band in list_bands(sketch):
            if text not in self[band]:
                self[band].append(text)

    def drop(self, text: int, sketch: bytes) -> None:
        for band in list_bands(sketch):
            if text in self.get(band, ()):
                self[band].remove(text)

    def forget(self) -> None:
        """Be made again from the file when asked for next."""
        self.clear()
        self.db = None


_newest = _Newest()

forget_newest = _newest.forget


def add(db: sqlite3.Connection, text: int, sketch: bytes) -> None:
    """The bands of a new text."""
    newest = _newest.open(db)
    db.execute("INSERT INTO unbanded_texts (text) VALUES (?)", (text,))
    newest.add(text, sketch)
    if db.execute("SELECT count(*) FROM unbanded_texts").fetchone()[0] >= BATCH:
        rows = [(band, text) for band in sorted(newest) for text in newest[band]]
        db.executemany("INSERT OR IGNORE INTO bands (band, text) VALUES (?, ?)", rows)
        db.executemany("DELETE FROM unbanded_texts WHERE text = ?", [(one,) for one in {text for _, text in rows}])
        newest.clear()


def add_many(db: sqlite3.Connection, texts: Iterable[tuple[int, bytes]]) -> None:
    """The bands of many new texts, straight into the file."""
    rows = sorted((band, text) for text, sketch in texts for band in list_bands(sketch))
    db.executemany("INSERT OR IGNORE INTO bands (band, text) VALUES (?, ?)", rows)


def find_taken(db: sqlite3.Connection, wanted: Sequence[int]) -> set[int]:
    """Those of these bands that a text has."""
    fresh = _newest.open(db)
    found = {band for band in wanted if fresh.get(band)}
    rows = fetch(
        db,
        "SELECT value FROM json_each(:wanted) w WHERE EXISTS (SELECT 1 FROM bands WHERE band = w.value)",
        {"wanted": json.dumps(wanted)},
    )
    return found.union(row[0] for row in rows)


def remove(db: sqlite3.Connection, text: int, sketch: bytes) -> None:
    """The bands of a text that is no more."""
    _newest.open(db).drop(text, sketch)
    db.execute("DELETE FROM unbanded_texts WHERE text = ?", (text,))
    db.executemany("DELETE FROM bands WHERE band = ? AND text = ?", [(band, text) for band in list_bands(sketch)])


def find(db: sqlite3.Connection, *groups: tuple[Sequence[int], int]) -> list[dict[int, list[int]]]:
    """For each group of bands the texts by band, at most so many of one band as the group says.

    The smallest ids, in their order. A band that no text has is left out.
    """
    every = [band for bands, _ in groups for band in bands]
    fresh = _newest.open(db)
    few = f"SELECT band, text FROM bands WHERE band IN ({list_marks(every)}) ORDER BY band, text LIMIT {_FEW + 1}"
    first = fetch(db, few, every)
    stored = group_by_band(first)
    answers = []
    for bands, limit in groups:
        known = stored if len(first) <= _FEW else group_by_band(find_many(db, sorted(set(bands)), limit))
        texts = ((band, join_texts(known.get(band, []), fresh.get(band, []))) for band in bands)
        answers.append({band: ids[:limit] for band, ids in texts if ids})
    return answers


def join_texts(stored: list[int], newest: list[int]) -> list[int]:
    """The texts of a band in their order. Most have one, and `stored` is in order."""
    if not newest or (len(newest) == 1 and not stored):
        return newest or stored
    return sorted({*stored, *newest})


def group_by_band(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Texts by band, in the order in which they come."""
    found: dict[int, list[int]] = {}
    for band, text in pairs:
        found.setdefault(band, []).append(text)
    return found


def find_many(db: sqlite3.Connection, bands: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Of bands that may have very many texts no more than `limit` of each."""
    one = "SELECT * FROM (SELECT band, text FROM bands WHERE band = ? ORDER BY text LIMIT ?)"
    asked = [value for band in bands for value in (band, limit)]
    return fetch(db, " UNION ALL ".join([one] * len(bands)), asked) if bands else []


def list_marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def find_beyond(db: sqlite3.Connection, band: int, text: int, limit: int) -> list[int]:
    """Texts of a band with ids greater than this one's, the smallest first."""
    stored = fetch(db, "SELECT text FROM bands WHERE band = ? AND text > ? ORDER BY text LIMIT ?", (band, text, limit))
    newest = {other for other in _newest.open(db).get(band, ()) if other > text}
    return sorted(newest.union(*stored))[:limit]


def fetch(db: sqlite3.Connection, query: str, values: Iterable[object] | dict[str, object]) -> list[tuple[Any, ...]]:
    """Plain tuples: these rows are many, and `sqlite3.Row` costs as much as finding them."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(query, values if isinstance(values, dict) else tuple(values)).fetchall()
