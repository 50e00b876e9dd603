"""SQL for readings that were not believed at first: a page that holds another text than was stored of it.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row of `doubts`, with what its portal was like since then."""

    run: int
    seen_at: str
    content: str
    twins: int  # other addresses at which the same text was not believed: a fault page
    doubts: int  # of the portal since then
    read_well: int  # article pages of the portal that were read as they should, in the runs since then


def note(connection: sqlite3.Connection, url: str, content: str, run: int, now: str) -> None:
    """A reading is not believed. Of one and the same the first sight counts."""
    connection.execute(
        "INSERT INTO doubts (url, content, run, seen_at) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE"
        " SET content = excluded.content, run = excluded.run, seen_at = excluded.seen_at"
        " WHERE content <> excluded.content",
        (url, content, run, now),
    )


def settle(connection: sqlite3.Connection, url: str) -> None:
    """A reading of this address was believed."""
    connection.execute("DELETE FROM doubts WHERE url = ?", (url,))


def read(connection: sqlite3.Connection, url: str, portal: str, before_run: int) -> Doubt | None:
    """The doubt about an address. Only runs before this one tell how its portal fared."""
    row = connection.execute("SELECT run, seen_at, content FROM doubts WHERE url = ?", (url,)).fetchone()
    if row is None:
        return None
    values = {"url": url, "content": row["content"], "portal": portal, "first": row["run"], "last": before_run}
    twins, doubts, read_well = connection.execute(
        "SELECT (SELECT count(*) FROM doubts WHERE content = :content AND url <> :url),"
        " (SELECT count(*) FROM doubts CROSS JOIN urls USING (url)"  # in this order: doubts are few
        "   WHERE urls.portal = :portal AND doubts.run >= :first),"
        " (SELECT coalesce(sum(pages - missing), 0) FROM harvest_fields WHERE portal = :portal"
        "   AND run >= :first AND run < :last AND field IN ('article', 'known'))",
        values,
    ).fetchone()
    return Doubt(row["run"], row["seen_at"], row["content"], twins, doubts, read_well)
