"""SQL for runs, harvests, portals and robots.txt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from harvester.portals import Portal

RunKind = Literal["crawl", "import", "reread", "merge"]
"""What a run does: it asks the portals themselves, or reads archives, kept pages or other databases."""


_COMMANDS_READ = 50
"""Crawls whose command lines are looked through for what they named."""


@dataclass(slots=True)
class Harvest:
    """What one run brought of one portal: a row of `harvests`, and an entry of `crawl --json`."""

    status: str = "ok"
    reason: str | None = None
    pages: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: int = 0
    gone: int = 0
    skipped: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Robots:
    """A robots.txt as last had. `text` is None where none could be had; `error` says why."""

    origin: str
    fetched_at: str
    status: int | None
    text: str | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PortalState:
    """What is remembered of a portal between runs."""

    platform: str | None
    wait_until: str | None
    wait_reason: str | None


def has_died(connection: sqlite3.Connection, portals: Sequence[str]) -> bool:
    """Whether a run never ended since one of these portals was last harvested to the end.

    Asked before the next one begins.
    """
    row = connection.execute(
        "SELECT 1 FROM runs WHERE status IN ('running', 'killed') AND id >"
        " (SELECT min((SELECT coalesce(max(run), 0) FROM harvests WHERE portal = value)) FROM json_each(?)) LIMIT 1",
        (json.dumps(list(portals)),),
    ).fetchone()
    return row is not None


def read_last_harvest(connection: sqlite3.Connection, portal: str, run: int) -> str | None:
    """When the last run before this one began that crawled the portal."""
    row = connection.execute(
        "SELECT started_at FROM runs WHERE id = (SELECT max(run) FROM harvests JOIN runs r ON r.id = run"
        " WHERE portal = ? AND run < ? AND r.kind = 'crawl')",
        (portal, run),
    ).fetchone()
    return None if row is None else str(row["started_at"])


def read_last_arguments(connection: sqlite3.Connection, portal: str) -> list[str]:
    """The command line of the last crawl of a portal; nothing where none is known."""
    row = connection.execute(
        "SELECT arguments FROM harvests JOIN runs ON runs.id = run WHERE portal = ? AND kind = 'crawl'"
        " ORDER BY run DESC LIMIT 1",
        (portal,),
    ).fetchone()
    return [] if row is None or row["arguments"] is None else [str(word) for word in json.loads(row["arguments"])]


def list_last_arguments(connection: sqlite3.Connection) -> Iterator[list[str]]:
    """The command lines of the last crawls, the newest first, where they are known."""
    rows = connection.execute(
        "SELECT arguments FROM runs WHERE kind = 'crawl' AND arguments IS NOT NULL ORDER BY id DESC LIMIT ?",
        (_COMMANDS_READ,),
    )
    return ([str(word) for word in json.loads(row["arguments"])] for row in rows)


def start_run(
    connection: sqlite3.Connection, now: str, arguments: Sequence[str], version: str, *, kind: RunKind = "crawl"
) -> int:
    """Begin a run; one that never ended was killed, since only one holds the database at a time."""
    connection.execute("UPDATE runs SET status = 'killed' WHERE status = 'running'")
    cursor = connection.execute(
        "INSERT INTO runs (kind, started_at, arguments, version) VALUES (?, ?, ?, ?)",
        (kind, now, json.dumps(list(arguments)), version),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish_run(connection: sqlite3.Connection, run: int, status: str, now: str) -> None:
    connection.execute("UPDATE runs SET status = ?, finished_at = ? WHERE id = ?", (status, now, run))


def save_portal(connection: sqlite3.Connection, portal: Portal) -> None:
    """Bring the portal's row up to its file. A recognised platform stays unless the file names one."""
    connection.execute(
        "INSERT INTO portals (id, name, level, province, url, platform, status)"
        " VALUES (:id, :name, :level, :province, :url, :platform, :status)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, level = excluded.level,"
        " province = excluded.province, url = excluded.url, status = excluded.status,"
        " platform = coalesce(excluded.platform, platform)",
        {
            "id": portal.id,
            "name": portal.name,
            "level": portal.level,
            "province": portal.province,
            "url": portal.url,
            "platform": portal.platform,
            "status": portal.status,
        },
    )


def list_portal_ids(connection: sqlite3.Connection) -> list[str]:
    """All portals that the database knows."""
    return [row[0] for row in connection.execute("SELECT id FROM portals ORDER BY id")]


def read_portal(connection: sqlite3.Connection, portal: str) -> PortalState:
    row = connection.execute("SELECT platform, wait_until, wait_reason FROM portals WHERE id = ?", (portal,)).fetchone()
    return PortalState(*row)


def set_platform(connection: sqlite3.Connection, portal: str, platform: str, reason: str) -> None:
    connection.execute("UPDATE portals SET platform = ?, platform_reason = ? WHERE id = ?", (platform, reason, portal))


def set_wait(connection: sqlite3.Connection, portal: str, until: str | None, reason: str | None) -> None:
    """Leave a portal alone until a time, or take that back."""
    connection.execute("UPDATE portals SET wait_until = ?, wait_reason = ? WHERE id = ?", (until, reason, portal))


def save_harvest(connection: sqlite3.Connection, run: int, portal: str, harvest: Harvest) -> None:
    values: dict[str, Any] = {"run": run, "portal": portal, **asdict(harvest)}
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT OR REPLACE INTO harvests ({names}) VALUES ({marks})", values)


def read_robots(connection: sqlite3.Connection, origin: str) -> Robots | None:
    row = connection.execute(
        "SELECT origin, fetched_at, status, text, error FROM robots WHERE origin = ?", (origin,)
    ).fetchone()
    return None if row is None else Robots(*row)


def save_robots(connection: sqlite3.Connection, robots: Robots) -> None:
    connection.execute(
        "INSERT INTO robots (origin, fetched_at, status, text, error) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (origin) DO UPDATE SET fetched_at = excluded.fetched_at, status = excluded.status,"
        " text = excluded.text, error = excluded.error",
        (robots.origin, robots.fetched_at, robots.status, robots.text, robots.error),
    )
