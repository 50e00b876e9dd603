"""SQL that cuts a file of some portals off a database: attached as `other`, made anew.

Its rows keep their numbers, and new ones go on from there, so that what comes back can be told from what was there.
It has neither links between articles nor a full-text index: both are made where it is taken back (see `returning`).
Its `PRAGMA user_version` is the number of the run that it is cut off for, which begins in both after that.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from harvester.store.connections import connect_writer, make_address
from harvester.store.database import FILE_ERRORS, begin, explain, set_up

BY_PORTAL = (
    "portal_aliases", "portal_units", "walks", "urls", "captures", "articles", "unread_captures", "archive_indexes",
    "harvests", "harvest_fields",
)  # fmt: skip
"""Tables whose rows name their portal."""

BY_ARTICLE = (
    "article_uids", "article_urls", "seen_dates", "date_candidates", "revisions", "images", "attachments",
    "article_units",
)  # fmt: skip
BY_ADDRESS = ("link_dates", "suspected_replacements", "replaced_texts")
"""Tables whose rows name their article, and their address of the frontier."""

WHOLE = ("units", "unit_changes", "units_today", "gazetteer", "runs", "folders", "robots", "tombstones")
"""Tables of which each part gets all rows."""

LEFT = frozenset({
    "texts", "signatures", "bands", "unbanded_texts", "postponed_texts", "similar", "rereads", "archive_waits",
    "merged_databases", "merged_rows", "audit_scores",
})  # fmt: skip
"""Tables that no part has rows of: what is made of all articles, and what no crawl looks at."""

CHANGED = {"articles": {"duplicate_of": "NULL"}, "folders": {"series": "''"}}
"""Columns that a part gets otherwise: each writes archives of its own."""

WALKS = 1_000_000
"""Numbers between the first new walks of two parts: those that the frontier remembers are not numbered anew."""


def list_neighbours(connection: sqlite3.Connection, portals: Iterable[str]) -> list[tuple[str, str]]:
    """Stored portals but these, with their addresses."""
    rows = connection.execute(
        "SELECT id, url FROM portals WHERE id NOT IN (SELECT value FROM json_each(?))", (json.dumps(list(portals)),)
    )
    return [(row[0], row[1]) for row in rows]


def cut(connection: sqlite3.Connection, path: Path, portals: Sequence[str], place: int) -> None:
    """Cut what these portals have into a new file. Outside of a transaction.

    Args:
        connection: A writer's.
        path: The new file.
        portals: Their ids; those that have no row yet are none.
        place: Which of several parts it is, from 0.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        with closing(connect_writer(path)) as part:
            set_up(part)
            for trigger in ("articles_fts_delete", "articles_fts_update"):
                part.execute(f"DROP TRIGGER {trigger}")
            part.execute("DROP TABLE articles_fts")
            part.execute(f"PRAGMA user_version = {number_next_run(connection)}")
        with _attached(connection, path), begin(connection):
            set_own_portals(connection, portals)
            for table, where in list_scopes("main"):
                copy(connection, table, where)
            number_on(connection, place)
    except FILE_ERRORS as error:
        raise explain(error, path) from error


def number_next_run(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'runs'").fetchone()
    return int(row[0])


@contextmanager
def _attached(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Attach a part to be written. Its rows may refer to others that are not in it."""
    connection.execute("ATTACH ? AS other", (make_address(path, "rw"),))
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DETACH other")


def set_own_portals(connection: sqlite3.Connection, portals: Iterable[str]) -> None:
    """Let `own_portals` hold the ids of a part's portals."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS own_portals (id TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM own_portals")
    connection.executemany("INSERT INTO own_portals VALUES (?)", [(portal,) for portal in portals])


def list_scopes(schema: str) -> Iterator[tuple[str, str]]:
    """The tables that a part has rows of, and which of `schema`'s are the part's."""
    own = "portal IN (SELECT id FROM own_portals)"
    for table in WHOLE:
        yield table, "1"
    yield "portals", "id IN (SELECT id FROM own_portals)"
    for table in BY_PORTAL:
        yield table, own
    for table in BY_ARTICLE:
        yield table, f"article IN (SELECT id FROM {schema}.articles WHERE {own})"
    for table in BY_ADDRESS:
        yield table, f"url IN (SELECT url FROM {schema}.urls WHERE {own})"


def copy(connection: sqlite3.Connection, table: str, where: str) -> None:
    changed = CHANGED.get(table, {})
    names = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    connection.execute(f"INSERT INTO other.{table} ({columns}) SELECT {values} FROM main.{table} WHERE {where}")


def number_on(connection: sqlite3.Connection, place: int) -> None:
    """Let new rows be numbered from where the whole database is; walks of no two parts alike."""
    connection.execute("DELETE FROM other.sqlite_sequence")
    connection.execute("INSERT INTO other.sqlite_sequence (name, seq) SELECT name, seq FROM main.sqlite_sequence")
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = 'walks'").fetchone()
    connection.execute("DELETE FROM other.sqlite_sequence WHERE name = 'walks'")
    connection.execute("INSERT INTO other.sqlite_sequence (name, seq) VALUES ('walks', ?)", (last[0] + place * WALKS,))
