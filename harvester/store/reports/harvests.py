"""SQL for what a portal's health is judged by: how often fields were missing, and when it published."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from harvester.items import FoundIn
from harvester.statuses import REACHED

ON_PAGE: tuple[FoundIn, ...] = ("page", "meta", "jsonld")
"""Where a date stands that an article's own page shows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pages of one run could have had something, and how many of them did not."""

    pages: int
    missing: int


@dataclass(frozen=True, slots=True)
class PastTally:
    """A tally of an earlier run, with what became of the portal in it."""

    started_at: str
    status: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Known:
    """What a stored article has, to hold a new reading of its page against."""

    title: str
    body: str
    fields: frozenset[str]
    extractor: str
    read_from: str


def read_known(connection: sqlite3.Connection, article: int) -> Known:
    """A stored article's text, and which of the fields that health is judged by it has."""
    row = connection.execute(
        "SELECT title, body, extractor, read_from, published_from, lead, author, category FROM articles WHERE id = ?",
        (article,),
    ).fetchone()
    had = {name for name in ("lead", "author", "category") if row[name]}
    if row["published_from"] in ON_PAGE:
        had.add("date")
    return Known(row["title"], row["body"], frozenset(had | {"body"}), row["extractor"], row["read_from"])


def save_tallies(connection: sqlite3.Connection, run: int, portal: str, tallies: Mapping[str, Tally]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO harvest_fields (run, portal, field, pages, missing) VALUES (?, ?, ?, ?, ?)",
        [(run, portal, field, tally.pages, tally.missing) for field, tally in tallies.items() if tally.pages],
    )


def read_past(connection: sqlite3.Connection, portal: str, run: int, limit: int = 120) -> dict[str, list[PastTally]]:
    """A portal's tallies in the runs before `run`, by field, the latest first; none of its earlier content system."""
    past: dict[str, list[PastTally]] = {}
    rows = connection.execute(
        "SELECT field, started_at, harvests.status, harvest_fields.pages, missing FROM harvest_fields"
        " JOIN runs ON runs.id = harvest_fields.run"
        " JOIN harvests ON harvests.run = runs.id AND harvests.portal = harvest_fields.portal"
        " WHERE harvest_fields.portal = ? AND harvest_fields.run IN"
        "  (SELECT run FROM harvests WHERE portal = ? AND run < ? ORDER BY run DESC LIMIT ?)"
        " AND started_at >= coalesce((SELECT repaired_at FROM portals WHERE id = ?), '')"
        " ORDER BY harvest_fields.run DESC",
        (portal, portal, run, limit, portal),
    )
    for field, started_at, status, pages, missing in rows:
        past.setdefault(field, []).append(PastTally(started_at, status, Tally(pages, missing)))
    return past


def read_listings(connection: sqlite3.Connection, portal: str, run: int) -> dict[str, bool]:
    """The listings that this run looked at and that had links in an earlier one: whether they have any now.

    Of a listing that is turned by days, the first page may be that of one without news. What turned out to be an
    article's address is none.
    """
    rows = connection.execute(
        "SELECT start_url, links FROM"
        " (SELECT start_url, max(first_links <> '[]' OR last_links <> '[]') AS links FROM walks"
        "   WHERE portal = :portal AND run = :run AND pages > 0 GROUP BY start_url) AS now"
        " WHERE EXISTS (SELECT 1 FROM walks WHERE walks.portal = :portal AND walks.start_url = now.start_url"
        "  AND walks.run < :run AND walks.first_links <> '[]')"
        " AND NOT EXISTS (SELECT 1 FROM urls WHERE url = now.start_url AND kind = 'article')",
        {"portal": portal, "run": run},
    )
    return {row[0]: bool(row[1]) for row in rows}


@dataclass(frozen=True, slots=True)
class Harvested:
    """A portal of the database: what it was, the days of its first and last run (ISO), and its articles."""

    portal: str
    name: str
    level: str
    province: str
    platform: str | None
    url: str
    first: str | None
    last: str | None
    articles: int


def list_harvested(connection: sqlite3.Connection) -> dict[str, Harvested]:
    """The portals that were ever harvested into a database, by their ids; of an import there may be no run."""
    rows = connection.execute(
        "SELECT id, name, level, province, platform, url,"
        " (SELECT substr(min(started_at), 1, 10) FROM harvests JOIN runs ON runs.id = run WHERE portal = portals.id),"
        " (SELECT substr(max(started_at), 1, 10) FROM harvests JOIN runs ON runs.id = run WHERE portal = portals.id),"
        " (SELECT count(*) FROM articles WHERE portal = portals.id) FROM portals ORDER BY id"
    )
    return {row[0]: Harvested(*row) for row in rows}


def is_first_run(connection: sqlite3.Connection, portal: str, run: int) -> bool:
    """Whether no run before harvested a portal to its end."""
    row = connection.execute(
        "SELECT 1 FROM harvests WHERE portal = ? AND run < ? AND status IN (SELECT value FROM json_each(?)) LIMIT 1",
        (portal, run, json.dumps(REACHED)),
    ).fetchone()
    return row is None


def read_statuses(connection: sqlite3.Connection, portal: str, run: int, limit: int) -> list[str]:
    """The statuses of a portal's harvests before a run, the latest first."""
    rows = connection.execute(
        "SELECT status FROM harvests WHERE portal = ? AND run < ? ORDER BY run DESC LIMIT ?", (portal, run, limit)
    )
    return [row[0] for row in rows]


def has_backlog(connection: sqlite3.Connection, portal: str) -> bool:
    """Whether articles may be waiting that nobody has looked at yet: a walk cut short, a page never fetched."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM walks WHERE portal = :portal AND next_url IS NOT NULL"
        "  AND NOT EXISTS (SELECT 1 FROM urls WHERE url = next_url AND state = 'done'))"
        " OR EXISTS (SELECT 1 FROM urls WHERE portal = :portal AND kind = 'article' AND state = 'pending'"
        "  AND fetched_at IS NULL)",
        {"portal": portal},
    ).fetchone()
    return bool(row[0])


def read_days(connection: sqlite3.Connection, portal: str, now: str, limit: int = 120) -> tuple[list[str], int]:
    """The last days on which a portal published, newest first, and how many articles that counts.

    A day is that of publication; of an article without one that of its first sight, unless that was in the
    portal's first run, when everything was seen for the first time.
    """
    rows = connection.execute(
        "WITH begun (at) AS (SELECT min(first_seen_at) FROM articles WHERE portal = :portal)"
        " SELECT substr(at, 1, 10) AS day, count(*) FROM ("
        "  SELECT CASE WHEN published_at IS NULL AND first_seen_at > begun.at THEN first_seen_at"
        "   WHEN published_precision NOT IN ('month', 'year') THEN published_at END AS at"
        "  FROM articles, begun WHERE portal = :portal)"
        " WHERE at IS NOT NULL AND at <= :now GROUP BY day ORDER BY day DESC LIMIT :limit",
        {"portal": portal, "now": now, "limit": limit},
    ).fetchall()
    return [row[0] for row in rows], sum(row[1] for row in rows)


def read_home_platform(connection: sqlite3.Connection, portal: str) -> str | None:
    """What the home page was last recognised as while all was well."""
    row = connection.execute("SELECT home_platform FROM portals WHERE id = ?", (portal,)).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def note_exchange(connection: sqlite3.Connection, portal: str, platform: str, now: str) -> None:
    """The portal's file names the system that its home page is of now: what is usual is counted from here."""
    connection.execute("UPDATE portals SET home_platform = ?, repaired_at = ? WHERE id = ?", (platform, now, portal))


def set_home_platform(connection: sqlite3.Connection, portal: str, platform: str) -> None:
    connection.execute("UPDATE portals SET home_platform = ? WHERE id = ?", (platform, portal))
