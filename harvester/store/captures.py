"""SQL for captures: where each kept answer lies. No decisions are taken here.

Functions that change something are called inside `with store.transaction():`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

_PLACED = (
    "captures.id, captures.url, captures.portal, captures.fetched_at, captures.status, captures.media_type,"
    " folders.path, captures.file, captures.offset, captures.length, captures.digest, captures.revisit_of,"
    " captures.source"
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that answers are kept in. `series` is what its files of this database are named by."""

    id: int
    path: str
    series: str


@dataclass(frozen=True, slots=True)
class NewCapture:
    """One whole record: a row of `captures` to be."""

    url: str  # the WARC-Target-URI, as asked
    portal: str | None
    run: int | None
    fetched_at: str
    status: int | None
    media_type: str | None
    folder: int | None
    file: str
    offset: int
    length: int
    digest: str | None
    revisit_of: int | None = None
    source: str | None = None  # the archive that it was imported from; None: fetched by a crawl


@dataclass(frozen=True, slots=True)
class Capture:
    """A row of `captures`, with the path of its folder; None for one that lies in no folder of this machine."""

    id: int
    url: str
    portal: str | None
    fetched_at: str
    status: int | None
    media_type: str | None
    folder: str | None
    file: str
    offset: int
    length: int
    digest: str | None
    revisit_of: int | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Same:
    """A kept answer that a later one may refer to."""

    id: int
    url: str
    fetched_at: str


def find_folder(connection: sqlite3.Connection, path: str) -> Folder | None:
    row = connection.execute("SELECT id, path, series FROM folders WHERE path = ?", (path,)).fetchone()
    return None if row is None else Folder(*row)


def read_folders(connection: sqlite3.Connection) -> list[Folder]:
    return [Folder(*row) for row in connection.execute("SELECT id, path, series FROM folders ORDER BY id")]


def add_folder(connection: sqlite3.Connection, path: str, series: str) -> Folder:
    """Register a folder by its absolute path; the one that is known stays as it is, but for a series that it lacks."""
    connection.execute(
        "INSERT INTO folders (path, series) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET series = excluded.series"
        " WHERE series = ''",
        (path, series),
    )
    folder = find_folder(connection, path)
    assert folder is not None
    return folder


def add(connection: sqlite3.Connection, capture: NewCapture) -> int | None:
    """The new row's id, or None where a capture of this very place is known."""
    row = connection.execute(
        "INSERT INTO captures (url, portal, run, fetched_at, status, media_type, folder, file, offset, length, digest,"
        " revisit_of, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (
            capture.url, capture.portal, capture.run, capture.fetched_at, capture.status, capture.media_type,
            capture.folder, capture.file, capture.offset, capture.length, capture.digest, capture.revisit_of,
            capture.source,
        ),
    ).fetchone()  # fmt: skip
    return None if row is None else int(row[0])


def read(connection: sqlite3.Connection, capture: int) -> Capture | None:
    row = connection.execute(
        f"SELECT {_PLACED} FROM captures LEFT JOIN folders ON folders.id = captures.folder WHERE captures.id = ?",
        (capture,),
    ).fetchone()
    return None if row is None else Capture(*row)


def read_end(connection: sqlite3.Connection, folder: int, file: str) -> int:
    """The byte of a file up to which it holds what the database knows of; 0 where it knows nothing."""
    row = connection.execute(
        "SELECT offset + length FROM captures WHERE folder = ? AND file = ? AND lost_at IS NULL"
        " ORDER BY offset DESC LIMIT 1",
        (folder, file),
    ).fetchone()
    return 0 if row is None else int(row[0])


def read_files(connection: sqlite3.Connection, folder: int) -> list[str]:
    """The files of a folder, by name: one step through the index a file, however many captures there are."""
    rows = connection.execute(
        "WITH RECURSIVE files (file) AS (SELECT min(file) FROM captures WHERE folder = :folder UNION"
        " SELECT (SELECT min(file) FROM captures WHERE folder = :folder AND file > files.file) FROM files"
        " WHERE file IS NOT NULL) SELECT file FROM files WHERE file IS NOT NULL",
        {"folder": folder},
    )
    return [row[0] for row in rows]


def read_of_file(connection: sqlite3.Connection, folder: int, file: str) -> Iterator[Capture]:
    """The captures of one file that are not lost, in the order in which they lie there."""
    for row in connection.execute(
        f"SELECT {_PLACED} FROM captures LEFT JOIN folders ON folders.id = captures.folder"
        " WHERE captures.folder = ? AND file = ? AND lost_at IS NULL ORDER BY offset",
        (folder, file),
    ):
        yield Capture(*row)


def find_same(connection: sqlite3.Connection, folder: int, digest: str) -> Same | None:
    """An answer of this folder whose body has the digest, and lies there itself."""
    row = connection.execute(
        "SELECT id, url, fetched_at FROM captures WHERE digest = ? AND folder = ? AND revisit_of IS NULL"
        " AND lost_at IS NULL AND source IS NULL ORDER BY id LIMIT 1",
        (digest, folder),
    ).fetchone()
    return None if row is None else Same(*row)


def find_last(connection: sqlite3.Connection, folder: int, url: str) -> Same | None:
    """The last answer with a body that an address gave, in this folder: what a 304 says is still so."""
    row = connection.execute(
        "SELECT id, url, fetched_at FROM captures WHERE id = (SELECT coalesce(revisit_of, id) FROM captures"
        " WHERE url = ? AND folder = ? AND status = 200 AND lost_at IS NULL AND source IS NULL"
        " ORDER BY id DESC LIMIT 1) AND lost_at IS NULL",
        (url, folder),
    ).fetchone()
    return None if row is None else Same(*row)


def count_beyond(connection: sqlite3.Connection, folder: int, file: str, size: int) -> int:
    """How many captures of a file do not lie whole within its first `size` bytes."""
    row = connection.execute(
        "SELECT count(*) FROM captures WHERE folder = ? AND file = ? AND lost_at IS NULL AND offset + length > ?",
        (folder, file, size),
    ).fetchone()
    return int(row[0])


def has_lost(connection: sqlite3.Connection, folder: int, file: str) -> bool:
    """Whether a file has lost captures: nothing is written to it any more, at places that were taken."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM captures WHERE folder = ? AND file = ? AND lost_at IS NOT NULL)", (folder, file)
    ).fetchone()
    return bool(row[0])


def read_places(connection: sqlite3.Connection, folder: int, file: str) -> list[tuple[int, bool]]:
    """Where the captures of a file begin, in order, and whether each was given up as lost."""
    rows = connection.execute(
        "SELECT offset, lost_at IS NOT NULL FROM captures WHERE folder = ? AND file = ? ORDER BY offset", (folder, file)
    )
    return [(int(row[0]), bool(row[1])) for row in rows]


def read_without_original(connection: sqlite3.Connection, folder: int, lost: list[int]) -> Iterator[Capture]:
    """The captures of a folder whose body lies in a capture that is lost, or among these."""
    for row in connection.execute(
        f"SELECT {_PLACED} FROM captures JOIN folders ON folders.id = captures.folder"
        " JOIN captures original ON original.id = captures.revisit_of"
        " WHERE captures.folder = :folder AND captures.lost_at IS NULL AND (original.lost_at IS NOT NULL"
        "  OR original.id IN (SELECT value FROM json_each(:lost))) ORDER BY captures.id",
        {"folder": folder, "lost": json.dumps(lost)},
    ):
        yield Capture(*row)


def mark_lost(connection: sqlite3.Connection, captures: list[int], now: str) -> None:
    """These captures cannot be read any more; their rows stay and say since when."""
    connection.executemany(
        "UPDATE captures SET lost_at = coalesce(lost_at, ?) WHERE id = ?", [(now, capture) for capture in captures]
    )


def replace_record(connection: sqlite3.Connection, capture: int, url: str, digest: str) -> None:
    """A capture's record was overwritten in place: its row names what stands there now, and no article is of it."""
    connection.execute(
        "UPDATE captures SET url = ?, digest = ?, status = NULL, media_type = 'text/plain', revisit_of = NULL"
        " WHERE id = ?",
        (url, digest, capture),
    )
    connection.execute("UPDATE captures SET revisit_of = NULL WHERE revisit_of = ?", (capture,))
    connection.execute("UPDATE articles SET capture = NULL WHERE capture = ?", (capture,))
    for table in ("unread_captures", "rereads"):
        connection.execute(f"DELETE FROM {table} WHERE capture = ?", (capture,))


def find_at(connection: sqlite3.Connection, folder: int, file: str, offset: int) -> int | None:
    """The capture whose record stands at a place of a file."""
    row = connection.execute(
        "SELECT id FROM captures WHERE folder = ? AND file = ? AND offset = ?", (folder, file, offset)
    ).fetchone()
    return None if row is None else int(row[0])
