"""SQL for the articles' uids: names that are the same in every database and export, unlike their numbers.

Functions that change something are called inside `with store.transaction():`.
"""

from __future__ import annotations

import sqlite3
from uuid import NAMESPACE_URL, uuid5


def make_uid(url: str) -> str:
    """The UUIDv5 of a canonical address in the namespace of URLs (RFC 9562, 5.5)."""
    return str(uuid5(NAMESPACE_URL, url))


def find_by_uid(connection: sqlite3.Connection, uid: str) -> int | None:
    """The article that has a uid, else the one that had it before its canonical address changed."""
    row = connection.execute(
        "SELECT id FROM articles WHERE uid = :uid UNION ALL SELECT article FROM article_uids WHERE uid = :uid LIMIT 1",
        {"uid": uid},
    ).fetchone()
    return None if row is None else int(row[0])


def take(connection: sqlite3.Connection, url: str) -> str:
    """The uid for the article that this is the canonical address of from now on. No other leads there any more."""
    uid = make_uid(url)
    connection.execute("DELETE FROM article_uids WHERE uid = ?", (uid,))
    return uid


def keep_earlier(connection: sqlite3.Connection, article: int, heir: int) -> None:
    """Let the uid of an article, and those that it had before, lead to its heir.

    Itself, where its canonical address is about to change, or the record that it is joined with.
    """
    ids = {"article": article, "heir": heir}
    connection.execute(
        "INSERT OR REPLACE INTO article_uids (uid, article) SELECT uid, :heir FROM articles WHERE id = :article", ids
    )
    connection.execute("UPDATE article_uids SET article = :heir WHERE article = :article", ids)
