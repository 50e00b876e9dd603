"""SQL that takes back the times which a wrong clock has stored. No decisions are taken here."""

from __future__ import annotations

import sqlite3

TIMES = {
    "urls": ("found_at", "fetched_at"),
    "articles": ("first_seen_at", "last_seen_at", "checked_at", "gone_at"),
    "robots": ("fetched_at",),
    "walks": ("ended_at",),
}
"""Columns that a pause, a recheck or an age is counted from."""


def read_last_start(connection: sqlite3.Connection) -> str | None:
    """Return when the last crawl began (ISO 8601), whatever the clocks of earlier ones said; None before the first."""
    row = connection.execute("SELECT started_at FROM runs WHERE kind = 'crawl' ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else str(row[0])


def take_back_future(connection: sqlite3.Connection, now: str) -> None:
    """Have nothing wait for a time that a clock far ahead has set, and nothing be later than `now` (ISO 8601)."""
    for table, columns in TIMES.items():
        for column in columns:
            connection.execute(f"UPDATE {table} SET {column} = :now WHERE {column} > :now", {"now": now})
    connection.execute("UPDATE urls SET next_try_at = NULL WHERE state = 'pending' AND next_try_at > ?", (now,))
    connection.execute("UPDATE portals SET wait_until = NULL, wait_reason = NULL WHERE wait_until > ?", (now,))
    connection.execute("UPDATE archive_waits SET wait_until = ? WHERE wait_until > ?", (now, now))
