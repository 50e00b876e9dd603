"""SQL that brings articles into the full-text index.

An article that is indexed alone takes as long as ten that are indexed together, and longer than the rest of its
transaction. A run therefore indexes its newest articles by the dozen, and the last of them when the file is closed.
What a killed run left out is known by its ids, which are beyond all that are indexed, and follows with the next run's
first articles, or when the file is opened to be searched.
"""

from __future__ import annotations

import sqlite3

BATCH = 20
"""Articles that are indexed at once."""


def add(connection: sqlite3.Connection, article: int) -> None:
    """A new article; called inside a transaction."""
    if _has_index(connection) and article >= read_last(connection) + BATCH:
        index_rest(connection)


def index_rest(connection: sqlite3.Connection) -> None:
    """Index the articles that are not yet; called inside a transaction that has begun as a writer's.

    FTS5 would take an article twice that another process has just indexed.
    """
    if not _has_index(connection):
        return
    connection.execute(
        "INSERT INTO articles_fts (rowid, title, lead, body) SELECT id, title, lead, body FROM articles_folded"
        " WHERE id > (SELECT coalesce(max(id), 0) FROM articles_fts_docsize)"
    )


def _has_index(connection: sqlite3.Connection) -> bool:
    """Whether the file has a full-text index: one that was cut off another has none."""
    row = connection.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'articles_fts'").fetchone()
    return row is not None


def read_last(connection: sqlite3.Connection) -> int:
    """The greatest id that is indexed: ids only ever go up, so that all articles up to it are."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM articles_fts_docsize").fetchone()[0])


def is_complete(connection: sqlite3.Connection) -> bool:
    """Whether every article is indexed that ought to be."""
    if not _has_index(connection):
        return True
    newest = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
    return int(newest) <= read_last(connection)
