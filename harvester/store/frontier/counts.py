"""SQL for the consistency check: how the addresses of the frontier stand. Nothing is changed here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.items import FORBIDDEN


@dataclass(frozen=True, slots=True)
class Standing:
    """How one address stands."""

    url: str
    state: str
    error: str | None


def count_states(connection: sqlite3.Connection, portal: str) -> dict[str, int]:
    """Addresses of a portal by state."""
    rows = connection.execute("SELECT state, count(*) FROM urls WHERE portal = ? GROUP BY state", (portal,))
    return {row[0]: row[1] for row in rows}


def count_due(connection: sqlite3.Connection, portal: str, now: str) -> int:
    """Addresses of a portal that could be fetched now."""
    row = connection.execute(
        "SELECT count(*) FROM urls WHERE portal = ? AND state = 'pending'"
        " AND (next_try_at IS NULL OR next_try_at <= ?)",
        (portal, now),
    ).fetchone()
    return int(row[0])


def read_claims(connection: sqlite3.Connection) -> dict[str, int]:
    """How often addresses were opened that never ended.

    At the end of a run as before it, since only a death between the two leaves one behind.
    """
    return dict(connection.execute("SELECT url, claims FROM urls WHERE claims > 0 ORDER BY url").fetchall())


def count_duplicates(connection: sqlite3.Connection, articles: Sequence[int]) -> int:
    """How many of these articles repeat another. Asked at the end of a run: an origin may come after its copy."""
    row = connection.execute(
        "SELECT count(*) FROM articles JOIN json_each(?) ON articles.id = json_each.value"
        " WHERE duplicate_of IS NOT NULL",
        (json.dumps(list(articles)),),
    ).fetchone()
    return int(row[0])


def count_all(connection: sqlite3.Connection, portal: str) -> int:
    """Addresses ever found of a portal."""
    return int(connection.execute("SELECT count(*) FROM urls WHERE portal = ?", (portal,)).fetchone()[0])


def count_article_pages(connection: sqlite3.Connection, portal: str) -> tuple[int, int, int]:
    """Article addresses of a portal: all of them, those not pending, and those that led to an article."""
    row = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE state <> 'pending'), count(article) FROM urls"
        " WHERE portal = ? AND kind = 'article'",
        (portal,),
    ).fetchone()
    return row[0], row[1], row[2]


def count_not_whole(connection: sqlite3.Connection, portal: str) -> tuple[int, str, str]:
    """How many stored articles lack a part or their end, but for what robots.txt forbids; the last and its reason."""
    row = connection.execute(
        "SELECT count(*), fetch_url, last_error, max(fetched_at) FROM urls WHERE portal = ? AND state = 'done'"
        " AND kind = 'article' AND article IS NOT NULL AND redirect_to IS NULL AND last_error NOT LIKE '%' || ?"
        " AND (last_error LIKE 'without its %' OR last_error LIKE 'though %')",  # not "has not changed"
        (portal, FORBIDDEN),
    ).fetchone()
    return row[0], row[1] or "", row[2] or ""


def find_dead_listing(connection: sqlite3.Connection, portal: str) -> str | None:
    """A listing that could not be read, and why: the last that was asked for."""
    row = connection.execute(
        "SELECT fetch_url || ' ' || last_error FROM urls WHERE portal = ? AND kind = 'listing'"
        " AND state IN ('gone', 'skipped', 'failed') AND last_error IS NOT NULL ORDER BY fetched_at DESC, url LIMIT 1",
        (portal,),
    ).fetchone()
    return None if row is None else str(row[0])


def read_home(connection: sqlite3.Connection, portal: str) -> Standing | None:
    """The home page, behind its redirects."""
    row = connection.execute(
        "SELECT url, state, last_error FROM urls WHERE portal = ? AND kind = 'home' AND redirect_to IS NULL"
        " ORDER BY fetched_at DESC, rowid DESC LIMIT 1",
        (portal,),
    ).fetchone()
    return None if row is None else Standing(*row)


def read_shared_home(connection: sqlite3.Connection, url: str) -> Standing | None:
    """The home page of this address, behind its redirects, whichever of the portals that have it asked for it."""
    row = connection.execute(
        "WITH RECURSIVE way (url) AS (SELECT :url UNION SELECT redirect_to FROM urls JOIN way USING (url)"
        " WHERE redirect_to IS NOT NULL) SELECT url, state, last_error FROM urls JOIN way USING (url)"
        " WHERE kind = 'home' AND redirect_to IS NULL LIMIT 1",
        {"url": url},
    ).fetchone()
    return None if row is None else Standing(*row)


def is_home_asked(connection: sqlite3.Connection, portal: str, now: str) -> bool:
    """Return whether the run of `now` (ISO) had an answer, or none, from the portal's home page."""
    row = connection.execute(
        "SELECT 1 FROM urls WHERE portal = ? AND kind = 'home' AND fetched_at = ?", (portal, now)
    ).fetchone()
    return row is not None


def is_home(connection: sqlite3.Connection, url: str) -> bool:
    """Whether an address is a home page, or what one redirects to."""
    row = connection.execute("SELECT 1 FROM urls WHERE url = ? AND kind = 'home'", (url,)).fetchone()
    return row is not None


def read_last_error(connection: sqlite3.Connection, portal: str, now: str | None = None) -> str | None:
    """The last reason for a failure at a portal, in the run of `now` where that is given."""
    row = connection.execute(
        "SELECT last_error FROM urls WHERE portal = :portal AND last_error IS NOT NULL"
        " AND state IN ('failed', 'pending', 'skipped') AND (:now IS NULL OR fetched_at = :now)"
        " ORDER BY state = 'skipped', rowid DESC LIMIT 1",
        {"portal": portal, "now": now},
    ).fetchone()
    return None if row is None else str(row[0])
