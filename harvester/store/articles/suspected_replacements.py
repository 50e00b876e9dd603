"""SQL for suspected replacements: a stored article's page that holds another text, which is not believed at first.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A row of `suspected_replacements`, with what its portal was like since then."""

    run: int
    seen_at: str
    content_hash: str
    same_elsewhere: int  # other addresses at which the same text was not believed: an error page
    suspicions: int  # of the portal since then
    read_well: int  # article pages of the portal that were read as they should, in the runs since then


def note(connection: sqlite3.Connection, url: str, content_hash: str, run: int, now: str) -> None:
    """A reading is not believed. Of one and the same the first sight counts."""
    connection.execute(
        "INSERT INTO suspected_replacements (url, content_hash, run, seen_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE SET content_hash = excluded.content_hash, run = excluded.run,"
        " seen_at = excluded.seen_at WHERE content_hash <> excluded.content_hash",
        (url, content_hash, run, now),
    )


def settle(connection: sqlite3.Connection, url: str) -> None:
    """A reading of this address was believed."""
    connection.execute("DELETE FROM suspected_replacements WHERE url = ?", (url,))


def read(connection: sqlite3.Connection, url: str, portal: str, before_run: int) -> Suspicion | None:
    """The suspicion about an address. Only runs before this one tell how its portal fared."""
    row = connection.execute(
        "SELECT run, seen_at, content_hash FROM suspected_replacements WHERE url = ?", (url,)
    ).fetchone()
    if row is None:
        return None
    values = {"url": url, "content": row["content_hash"], "portal": portal, "first": row["run"], "last": before_run}
    same_elsewhere, suspicions, read_well = connection.execute(
        "SELECT (SELECT count(*) FROM suspected_replacements WHERE content_hash = :content AND url <> :url),"
        " (SELECT count(*) FROM suspected_replacements AS s CROSS JOIN urls USING (url)"  # in this order: the first few
        "   WHERE urls.portal = :portal AND s.run >= :first),"
        " (SELECT coalesce(sum(pages - missing), 0) FROM harvest_fields WHERE portal = :portal"
        "   AND run >= :first AND run < :last AND field IN ('article', 'known'))",
        values,
    ).fetchone()
    return Suspicion(row["run"], row["seen_at"], row["content_hash"], same_elsewhere, suspicions, read_well)
