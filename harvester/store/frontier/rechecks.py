"""SQL for what is due again: rechecks, addresses given up of late, and what earlier runs put off or left out.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from harvester.store.frontier.addresses import DEEPER, RECHECK, NewAddress


def reopen_for_check(
    connection: sqlite3.Connection, portal: str, now: str, *, since: str, least_hours: float, most: int
) -> int:
    """Make due recent articles whose recheck is due: those that have waited longest for their age, then the newest.

    Recent by publication, else by first sight (`since`, ISO). The pause grows with the time that an article
    has been known: half of that, and at least `least_hours`. At most `most`, those of the last `least_hours` and those
    that are due already among them, so that a run that was killed and begun again asks for no more.
    """
    cursor = connection.execute(
        "WITH known AS (SELECT read_from, coalesce(published_at, first_seen_at) AS day,"
        "   (julianday(:now) - julianday(checked_at)) * 24 AS waited,"
        "   max(:least, (julianday(checked_at) - julianday(first_seen_at)) * 12) AS pause"
        "  FROM articles WHERE portal = :portal AND gone_at IS NULL"
        "   AND coalesce(published_at, first_seen_at) >= :since)"
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL, rank = :rank WHERE url IN ("
        "  SELECT u.url FROM known JOIN urls u ON u.url = read_from AND u.state = 'done' AND u.portal = :portal"
        "  WHERE waited >= pause ORDER BY waited / pause DESC, day DESC, u.rowid DESC LIMIT max(0, :most"
        "   - (SELECT count(*) FROM urls WHERE portal = :portal AND state = 'pending' AND rank = :rank)"
        "   - (SELECT count(*) FROM articles WHERE portal = :portal AND first_seen_at < checked_at"
        "      AND julianday(checked_at) > julianday(:now) - :least / 24)))",
        {"portal": portal, "since": since, "now": now, "least": least_hours, "rank": RECHECK, "most": most},
    )
    return cursor.rowcount


def count_new(connection: sqlite3.Connection, portal: str, since: str, run: int) -> int:
    """How many articles of a portal were first seen since its last harvest before a run began (ISO).

    None where that was its first, which finds what has long been there.
    """
    row = connection.execute(
        "SELECT count(*) FROM articles WHERE portal = :portal AND first_seen_at >= :since"
        " AND (SELECT count(*) FROM harvests WHERE portal = :portal AND run < :run) > 1",
        {"portal": portal, "since": since, "run": run},
    ).fetchone()
    return int(row[0])


def count_sweepable(connection: sqlite3.Connection, portal: str) -> int:
    """How many articles a sweep of the portal goes through: those that are not gone."""
    row = connection.execute("SELECT count(*) FROM articles WHERE portal = ? AND gone_at IS NULL", (portal,)).fetchone()
    return int(row[0])


def reopen_longest_unseen(connection: sqlite3.Connection, portal: str, share: int, *, failed_before: str) -> int:
    """Make due so many articles, those that were looked at longest ago first.

    Also the pages of stored articles that were given up before a time (ISO).
    """
    failed = connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL, rank = :rank"
        " WHERE portal = :portal AND state = 'failed' AND kind = 'article' AND article IS NOT NULL"
        " AND fetched_at < :failed_before",
        {"portal": portal, "rank": RECHECK, "failed_before": failed_before},
    ).rowcount
    unseen = connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL, rank = :rank WHERE url IN ("
        "  SELECT u.url FROM (SELECT id FROM articles WHERE portal = :portal AND gone_at IS NULL"
        "   ORDER BY checked_at LIMIT :share +"  # those of them that are not done are due, or were given up
        "   (SELECT count(*) FROM urls WHERE portal = :portal AND state <> 'done' AND article IS NOT NULL)) longest"
        "  JOIN articles a ON a.id = longest.id JOIN urls u ON u.url = a.read_from AND u.state = 'done'"
        "  ORDER BY a.checked_at, a.id LIMIT :share)",
        {"portal": portal, "share": share, "rank": RECHECK},
    ).rowcount
    return failed + unseen


_READ_THROUGH = (
    "kind = 'listing' AND state IN ('done', 'failed') AND redirect_to IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM walks WHERE walks.id = urls.walk AND next_url IS NOT NULL)"
)
"""Pages of listings that no walk is under way through."""


def count_pages_read(connection: sqlite3.Connection, portal: str) -> int:
    """How many pages of listings a sweep of the portal goes through."""
    row = connection.execute(f"SELECT count(*) FROM urls WHERE portal = ? AND {_READ_THROUGH}", (portal,)).fetchone()
    return int(row[0])


def reopen_pages(connection: sqlite3.Connection, portal: str, share: int) -> int:
    """Make due so many pages of listings, those that were read longest ago first.

    Each keeps the walk that it was read by, as long as there is one, and takes it nowhere.
    """
    return connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL, rank = :rank,"
        " walk = (SELECT id FROM walks WHERE id = urls.walk) WHERE url IN ("
        f"  SELECT url FROM urls WHERE portal = :portal AND {_READ_THROUGH} ORDER BY fetched_at, url LIMIT :share)",
        {"portal": portal, "share": share, "rank": DEEPER},
    ).rowcount


@dataclass(frozen=True, slots=True)
class Window:
    """What is young enough to be tried again. Times are ISO."""

    now: str
    found_since: str  # of addresses that were given up
    since: str  # of articles, by publication, else by first sight
    least_hours: float  # between two nights


def reopen_failed(connection: sqlite3.Connection, portal: str, window: Window) -> int:
    """Make due again what was given up.

    Article addresses found of late, since a whole night of faults may be one fault only, and the pages of recent
    articles, which are looked at for changes.
    """
    return connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL,"
        " rank = CASE WHEN article IS NULL THEN rank ELSE :rank END"
        " WHERE portal = :portal AND state = 'failed' AND kind = 'article'"
        " AND (julianday(:now) - julianday(fetched_at)) * 24 >= :least"
        " AND CASE WHEN article IS NULL THEN found_at >= :found_since ELSE url IN (SELECT read_from FROM articles"
        "  WHERE id = urls.article AND gone_at IS NULL AND coalesce(published_at, first_seen_at) >= :since) END",
        {
            "portal": portal,
            "now": window.now,
            "found_since": window.found_since,
            "since": window.since,
            "least": window.least_hours,
            "rank": RECHECK,
        },
    ).rowcount


def reopen_gone(connection: sqlite3.Connection, portal: str, window: Window) -> int:
    """Make due the articles' addresses found of late, beside a date in a listing or feed, that were gone at once.

    A listing may show what its server has only later, and shows it on its first page for some days alone.
    """
    return connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL WHERE portal = :portal AND state = 'gone'"
        " AND kind = 'article' AND article IS NULL AND found_at >= :found_since"
        " AND (julianday(:now) - julianday(fetched_at)) * 24 >= :least"
        " AND EXISTS (SELECT 1 FROM link_dates WHERE link_dates.url = urls.url AND found_in IN ('listing', 'feed'))",
        {"portal": portal, "found_since": window.found_since, "now": window.now, "least": window.least_hours},
    ).rowcount


def reopen_no_pages(
    connection: sqlite3.Connection, portal: str, reasons: Sequence[str], window: Window, nights: int
) -> int:
    """Make due the article addresses that were skipped for one of these reasons, on so many nights at most.

    What answers with a picture, a file or no text for a night may hold an article in the next, however long ago it was
    found. Those of which nobody counted the nights must have been found of late.
    """
    return connection.execute(
        "UPDATE urls SET state = 'pending', next_try_at = NULL WHERE portal = :portal AND state = 'skipped'"
        " AND kind = 'article'"
        " AND EXISTS (SELECT 1 FROM json_each(:reasons) WHERE substr(last_error, 1, length(value)) = value)"
        " AND CASE WHEN tries = 0 THEN found_at >= :found_since ELSE tries <= :nights END"
        " AND (julianday(:now) - julianday(fetched_at)) * 24 >= :least",
        {
            "portal": portal,
            "reasons": json.dumps(list(reasons)),
            "nights": nights,
            "now": window.now,
            "found_since": window.found_since,
            "least": window.least_hours,
        },
    ).rowcount


def forget_versions(connection: sqlite3.Connection, portal: str, extractors: Collection[str]) -> None:
    """Ask unconditionally for the articles to be looked at again that other rules than these (`nukeviet/3`) read.

    A server that says that nothing has changed would keep the old reading alive.
    """
    connection.execute(
        "UPDATE urls SET etag = NULL, last_modified = NULL WHERE portal = ? AND state = 'pending' AND rank = ?"
        " AND (SELECT extractor FROM articles WHERE id = urls.article) NOT IN (SELECT value FROM json_each(?))",
        (portal, RECHECK, json.dumps(list(extractors))),
    )


def reopen_everything(connection: sqlite3.Connection, portal: str) -> int:
    """Make every article address due again, the failed and the gone too: `--full`."""
    return connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, claims = 0, next_try_at = NULL"
        " WHERE portal = ? AND kind = 'article' AND state <> 'pending'"
        " AND (redirect_to IS NULL OR url IN (SELECT read_from FROM articles WHERE portal = urls.portal))",
        (portal,),
    ).rowcount


def reopen_older(connection: sqlite3.Connection, portal: str, reason: str) -> int:
    """Make due what an earlier run skipped for its age, unless it was for this same `reason`."""
    return connection.execute(
        "UPDATE urls SET state = 'pending' WHERE portal = ? AND state = 'skipped'"
        " AND last_error LIKE 'older than %' AND last_error <> ?",
        (portal, reason),
    ).rowcount


def reopen_after(connection: sqlite3.Connection, portal: str, reason: str, before: str) -> int:
    """Make due the articles that were skipped for this reason before a time."""
    return connection.execute(
        "UPDATE urls SET state = 'pending' WHERE portal = ? AND state = 'skipped' AND kind = 'article'"
        " AND last_error = ? AND fetched_at < ?",
        (portal, reason, before),
    ).rowcount


def read_skipped(connection: sqlite3.Connection, portal: str, reason: str) -> list[NewAddress]:
    """The addresses of a portal that were skipped for this reason."""
    rows = connection.execute(
        "SELECT url, fetch_url, kind FROM urls WHERE portal = ? AND state = 'skipped' AND last_error = ?",
        (portal, reason),
    )
    return [NewAddress(*row) for row in rows]


def reopen_skipped(connection: sqlite3.Connection, urls: Collection[str]) -> int:
    """Make due those of these addresses that were skipped."""
    return connection.execute(
        "UPDATE urls SET state = 'pending', next_try_at = NULL"
        " WHERE url IN (SELECT value FROM json_each(?)) AND state = 'skipped'",
        (json.dumps(list(urls)),),
    ).rowcount


def reopen_ended(connection: sqlite3.Connection, portal: str, now: str) -> int:
    """Make due what the run of `now` found gone or skipped, but for its age, or gave up; its articles are as before."""
    connection.execute("UPDATE articles SET gone_at = NULL WHERE portal = ? AND gone_at = ?", (portal, now))
    return connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL WHERE portal = ? AND fetched_at = ?"
        " AND state IN ('gone', 'skipped', 'failed') AND kind <> 'home' AND last_error NOT LIKE 'older than %'",
        (portal, now),
    ).rowcount


def forgive_waits(connection: sqlite3.Connection, portal: str) -> None:
    """Forget the pauses before further tries: `--delay 0`."""
    connection.execute(
        "UPDATE urls SET next_try_at = NULL WHERE portal = ? AND state = 'pending' AND next_try_at IS NOT NULL",
        (portal,),
    )


def reopen_maps(connection: sqlite3.Connection, index: str) -> int:
    """Make due the sitemaps of an index that has not changed itself, and does not say when they did."""
    return connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL WHERE kind = 'sitemap'"
        " AND state = 'done' AND found_in = ? AND url NOT IN (SELECT url FROM link_dates)",
        (index,),
    ).rowcount
