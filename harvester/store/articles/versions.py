"""SQL for what an article said over time: its revisions and what it says now, as one row of versions.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article. `since` is when it was first seen, ISO 8601; `cause` is why another followed it."""

    since: str
    content_hash: str
    title: str
    lead: str | None
    body: str
    published_at: str | None
    cause: str = "page"


@dataclass(frozen=True, slots=True)
class History:
    """All versions in order, the last of which is shown, and when the article was last seen."""

    versions: list[Version]
    last_seen_at: str


def read_history(connection: sqlite3.Connection, article: int, schema: Literal["main", "other"] = "main") -> History:
    """What an article of this database said, or of the one that is attached as `other`."""
    shown = connection.execute(
        "SELECT first_seen_at, last_seen_at, content_hash, title, lead, body, published_at"
        f" FROM {schema}.articles WHERE id = ?",
        (article,),
    ).fetchone()
    rows = connection.execute(
        "SELECT seen_at, content_hash, title, lead, body, published_at, cause"
        f" FROM {schema}.revisions WHERE article = ? ORDER BY revision",
        (article,),
    ).fetchall()
    versions = []
    since = shown["first_seen_at"]
    for row in rows:
        versions.append(Version(since, *tuple(row)[1:]))
        since = row["seen_at"]
    versions.append(Version(since, *tuple(shown)[2:]))
    return History(versions, shown["last_seen_at"])


def save_history(connection: sqlite3.Connection, article: int, versions: list[Version]) -> None:
    """Write all versions but the last as revisions, numbered from 1; the last is what the article says anyway."""
    connection.execute("DELETE FROM revisions WHERE article = ?", (article,))
    connection.executemany(
        "INSERT INTO revisions (article, revision, seen_at, title, lead, body, published_at, content_hash, cause)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article, number, following.since, one.title, one.lead, one.body, one.published_at, one.content_hash,
                one.cause,
            )
            for number, (one, following) in enumerate(pairwise(versions), 1)
        ],
    )  # fmt: skip
    connection.execute(
        "UPDATE articles SET revision = ?, first_seen_at = ? WHERE id = ?", (len(versions), versions[0].since, article)
    )
