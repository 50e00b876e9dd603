"""SQL for the import of archives: captures that are still to be read, and how far each index has been asked for.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from harvester.store.frontier.addresses import COLUMNS, Address, read_dates

REVISIT = "warc/revisit"
"""The media type under which a capture that only refers to another one is noted."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A capture that is still to be read, and the key of its address."""

    capture: int
    key: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far the index of a web archive has been asked for one portal."""

    next_page: str | None
    finished_at: str | None


def add_unread(connection: sqlite3.Connection, capture: int, key: str, portal: str, fetched_at: str) -> None:
    connection.execute(
        "INSERT INTO unread_captures (capture, key, portal, fetched_at) VALUES (?, ?, ?, ?)",
        (capture, key, portal, fetched_at),
    )


def end_unread(connection: sqlite3.Connection, capture: int) -> None:
    """A capture has been read, or cannot be."""
    connection.execute("DELETE FROM unread_captures WHERE capture = ?", (capture,))


def read_portals(connection: sqlite3.Connection) -> list[str]:
    """The portals that have captures which are still to be read."""
    return [row[0] for row in connection.execute("SELECT DISTINCT portal FROM unread_captures ORDER BY portal")]


def read_next_pending(connection: sqlite3.Connection, portal: str, but: Iterable[str] = ()) -> Address | None:
    """The next address of a portal that is due and of which a capture is there, in the order of a crawl.

    Those with the keys `but` are passed over.
    """
    row = connection.execute(
        f"SELECT {COLUMNS} FROM urls WHERE portal = ? AND state = 'pending'"
        " AND EXISTS (SELECT 1 FROM unread_captures WHERE key = urls.url)"
        " AND url NOT IN (SELECT value FROM json_each(?)) ORDER BY rank, tries, rowid LIMIT 1",
        (portal, json.dumps(list(but))),
    ).fetchone()
    return None if row is None else replace(Address(*row), dates=read_dates(connection, row["url"]))


def read_address(connection: sqlite3.Connection, key: str) -> Address | None:
    """An address of the frontier, due or not."""
    row = connection.execute(f"SELECT {COLUMNS} FROM urls WHERE url = ?", (key,)).fetchone()
    return None if row is None else replace(Address(*row), dates=read_dates(connection, key))


def read_unread(connection: sqlite3.Connection, key: str) -> list[Unread]:
    """The captures of an address that are still to be read, in the order of their times."""
    rows = connection.execute(
        "SELECT capture, key, fetched_at FROM unread_captures WHERE key = ? ORDER BY fetched_at, capture", (key,)
    )
    return [Unread(*row) for row in rows]


def read_of_portal(connection: sqlite3.Connection, portal: str) -> Iterator[Unread]:
    """All captures of a portal that are still to be read, in the order of their keys."""
    rows = connection.execute(
        "SELECT capture, key, fetched_at FROM unread_captures WHERE portal = ? ORDER BY key, fetched_at, capture",
        (portal,),
    )
    for row in rows:
        yield Unread(*row)


def read_fetch_url(connection: sqlite3.Connection, key: str) -> str | None:
    """An address of the frontier as it is fetched; None where it is not known yet."""
    row = connection.execute("SELECT fetch_url FROM urls WHERE url = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def read_next_key(connection: sqlite3.Connection, portal: str, after: str) -> str | None:
    """The next key, in the order of keys, of which a capture is still to be read."""
    row = connection.execute(
        "SELECT min(key) FROM unread_captures WHERE portal = ? AND key > ?", (portal, after)
    ).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def read_pending(connection: sqlite3.Connection, portal: str) -> Iterator[Address]:
    """Every address of a portal that is due, with what its fetch result has to know of it."""
    for row in connection.execute(
        f"SELECT {COLUMNS} FROM urls WHERE portal = ? AND state = 'pending' ORDER BY rowid", (portal,)
    ).fetchall():
        yield Address(*row)


def has_addresses(connection: sqlite3.Connection, portal: str) -> bool:
    """Whether anything is known of a portal's addresses."""
    row = connection.execute("SELECT EXISTS (SELECT 1 FROM urls WHERE portal = ?)", (portal,)).fetchone()
    return bool(row[0])


def is_crawled(connection: sqlite3.Connection, portal: str) -> bool:
    """Whether a crawl has harvested a portal, so that its frontier tells of the portal as it stands."""
    row = connection.execute("SELECT EXISTS (SELECT 1 FROM harvests WHERE portal = ?)", (portal,)).fetchone()
    return bool(row[0])


def read_first_time(connection: sqlite3.Connection, portal: str) -> str | None:
    """When the first of a portal's captures that are still to be read was made."""
    row = connection.execute("SELECT min(fetched_at) FROM unread_captures WHERE portal = ?", (portal,)).fetchone()
    return None if row[0] is None else str(row[0])


def read_of_address(connection: sqlite3.Connection, url: str, key: str) -> list[Unread]:
    """All captures of an address in two spellings, read or not, the first of them first."""
    rows = connection.execute(
        "SELECT id, url, fetched_at FROM captures WHERE url IN (?, ?) AND lost_at IS NULL ORDER BY fetched_at, id",
        (url, key),
    )
    return [Unread(*row) for row in rows]


def read_ended(connection: sqlite3.Connection, key: str) -> tuple[str, str | None]:
    """The state of an address, and when it was last asked for."""
    row = connection.execute("SELECT state, fetched_at FROM urls WHERE url = ?", (key,)).fetchone()
    return row["state"], row["fetched_at"]


def resolve_revisits(connection: sqlite3.Connection) -> None:
    """Let captures that refer to another one lead to it: to one with that digest which has its body."""
    connection.execute(
        "UPDATE captures SET revisit_of = (SELECT min(other.id) FROM captures other"
        "  WHERE other.digest = captures.digest AND other.media_type IS NOT :revisit AND other.revisit_of IS NULL"
        "  AND other.lost_at IS NULL)"
        " WHERE id IN (SELECT capture FROM unread_captures) AND media_type = :revisit AND digest IS NOT NULL"
        " AND revisit_of IS NULL",
        {"revisit": REVISIT},
    )


def read_fetch(connection: sqlite3.Connection, key: str) -> dict[str, Any]:
    """How an address stands: what reading an old capture must leave as it is."""
    row = connection.execute(
        "SELECT state, tries, claims, next_try_at, fetched_at, last_status, last_error, redirect_to, etag,"
        " last_modified, rank FROM urls WHERE url = ?",
        (key,),
    ).fetchone()
    return {} if row is None else dict(row)


def restore_fetch(connection: sqlite3.Connection, key: str, fields: dict[str, Any]) -> None:
    """Let an address stand as it did."""
    names = ", ".join(f"{name} = :{name}" for name in fields)
    connection.execute(f"UPDATE urls SET {names} WHERE url = :url", {**fields, "url": key})


def read_index(connection: sqlite3.Connection, source: str, portal: str) -> IndexState:
    row = connection.execute(
        "SELECT next_page, finished_at FROM archive_indexes WHERE source = ? AND portal = ?", (source, portal)
    ).fetchone()
    return IndexState(None, None) if row is None else IndexState(*row)


def save_index(connection: sqlite3.Connection, source: str, portal: str, state: IndexState) -> None:
    connection.execute(
        "INSERT INTO archive_indexes (source, portal, next_page, finished_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (source, portal) DO UPDATE SET next_page = excluded.next_page,"
        " finished_at = excluded.finished_at",
        (source, portal, state.next_page, state.finished_at),
    )


def read_wait(connection: sqlite3.Connection, host: str, now: str) -> str | None:
    """Until when the archive on a host is left alone, with the reason; None where it may be asked."""
    row = connection.execute(
        "SELECT wait_until, reason FROM archive_waits WHERE host = ? AND wait_until > ?", (host, now)
    ).fetchone()
    return None if row is None else f"{row['reason']}; waits until {row['wait_until']}"


def save_wait(connection: sqlite3.Connection, host: str, until: str, reason: str) -> None:
    connection.execute(
        "INSERT INTO archive_waits (host, wait_until, reason) VALUES (?, ?, ?) ON CONFLICT (host) DO UPDATE"
        " SET wait_until = excluded.wait_until, reason = excluded.reason",
        (host, until, reason),
    )
