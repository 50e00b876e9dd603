"""SQL for what is known of one address. No decisions are taken here."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from harvester.store.articles.uids import find_by_uid, make_uid

CAPTURES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A row of `urls`, with what its sources and redirects say. Times are ISO 8601."""

    url: str
    fetch_url: str
    portal: str
    kind: str
    state: str
    found_at: str
    found_in: str
    found_in_kind: str | None  # None where `found_in` is no address of the frontier
    tries: int
    claims: int
    next_try_at: str | None
    fetched_at: str | None
    last_status: int | None
    last_error: str | None
    redirect_to: str | None
    has_version: bool  # the server named an ETag or a Last-Modified
    hops: int
    article: int | None
    led_to: int  # article addresses that were first found there


@dataclass(frozen=True, slots=True)
class PortalRow:
    """A row of `portals`."""

    id: str
    name: str
    url: str
    platform: str | None
    platform_reason: str | None
    status: str
    wait_until: str | None
    wait_reason: str | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What is told of an article in an explanation."""

    id: int
    url: str
    title: str
    body_length: int  # characters
    kind: str
    extractor: str
    revision: int
    read_from: str
    published_at: str | None
    published_precision: str | None
    published_from: str | None
    published_doubt: str | None
    first_seen_at: str
    checked_at: str
    gone_at: str | None
    duplicate_of: int | None


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date that was on the table: a row of `date_candidates`."""

    text: str
    found_in: str
    value: str | None
    precision: str | None
    chosen: bool
    why_not: str | None


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """An answer of the address that is kept. `length` is that of the packed record, in bytes."""

    fetched_at: str
    status: int | None
    media_type: str | None
    file: str
    length: int
    source: str | None
    lost_at: str | None


def read_address(connection: sqlite3.Connection, key: str) -> AddressRow | None:
    """Return the frontier's row of an address, by its key."""
    row = connection.execute(
        "SELECT url, fetch_url, portal, kind, state, found_at, found_in,"
        " (SELECT kind FROM urls AS source WHERE source.url = urls.found_in), tries, claims, next_try_at, fetched_at,"
        " last_status, last_error, redirect_to, coalesce(etag, last_modified) IS NOT NULL, hops, article,"
        " (SELECT count(*) FROM urls AS other WHERE other.found_in = urls.url AND other.kind = 'article')"
        " FROM urls WHERE url = ?",
        (key,),
    ).fetchone()
    return None if row is None else AddressRow(*row)


def read_redirecting(connection: sqlite3.Connection, key: str) -> list[str]:
    """Return the addresses that redirect to this one."""
    rows = connection.execute("SELECT url FROM urls WHERE redirect_to = ? ORDER BY url", (key,))
    return [row[0] for row in rows]


def read_portal_row(connection: sqlite3.Connection, portal: str) -> PortalRow | None:
    """Return a portal as the last run knew it."""
    row = connection.execute(
        "SELECT id, name, url, platform, platform_reason, status, wait_until, wait_reason FROM portals WHERE id = ?",
        (portal,),
    ).fetchone()
    return None if row is None else PortalRow(*row)


def find_article(connection: sqlite3.Connection, address: str) -> int | None:
    """Return the article that an address leads to though the frontier does not know it, as after an import."""
    row = connection.execute(
        "SELECT article FROM article_urls WHERE url = :url UNION ALL SELECT id FROM articles WHERE url = :url LIMIT 1",
        {"url": address},
    ).fetchone()
    return find_by_uid(connection, make_uid(address)) if row is None else int(row[0])


def read_article_row(connection: sqlite3.Connection, article: int) -> ArticleRow:
    """Return what is told of an article."""
    row = connection.execute(
        "SELECT id, url, title, length(body), kind, extractor, revision, read_from, published_at, published_precision,"
        " published_from, published_doubt, first_seen_at, checked_at, gone_at, duplicate_of FROM articles WHERE id = ?",
        (article,),
    ).fetchone()
    return ArticleRow(*row)


def read_date_rows(connection: sqlite3.Connection, article: int) -> list[DateRow]:
    """Return the dates that were on the table, the chosen one first."""
    rows = connection.execute(
        "SELECT text, found_in, value, precision, chosen, why_not FROM date_candidates WHERE article = ?"
        " ORDER BY chosen DESC, found_in, text",
        (article,),
    )
    return [
        DateRow(text, place, value, precision, bool(chosen), why) for text, place, value, precision, chosen, why in rows
    ]


def read_link_dates(connection: sqlite3.Connection, key: str) -> list[DateRow]:
    """Return the dates that stood with links to an address, where no article came of it yet."""
    rows = connection.execute("SELECT text, found_in FROM link_dates WHERE url = ? ORDER BY found_in, text", (key,))
    return [DateRow(text, place, None, None, False, None) for text, place in rows]


def read_capture_rows(connection: sqlite3.Connection, address: str) -> list[CaptureRow]:
    """Return the last answers of an address, as asked, that are kept; the newest first."""
    rows = connection.execute(
        "SELECT fetched_at, status, media_type, file, length, source, lost_at FROM captures WHERE url = ?"
        " ORDER BY fetched_at DESC, id DESC LIMIT ?",
        (address, CAPTURES_SHOWN),
    )
    return [CaptureRow(*row) for row in rows]


def count_captures(connection: sqlite3.Connection, address: str) -> tuple[int, str | None]:
    """Return how many answers of an address, as asked, are kept, and the time of the first."""
    count, first = connection.execute(
        "SELECT count(*), min(fetched_at) FROM captures WHERE url = ?", (address,)
    ).fetchone()
    return count, first


def read_forgotten_at(connection: sqlite3.Connection, marks: list[str]) -> str | None:
    """Return since when one of these fingerprints of addresses stands for a record that was taken out."""
    slots = ", ".join("?" * len(marks))
    row = connection.execute(
        f"SELECT min(forgotten_at) FROM tombstones WHERE kind = 'address' AND mark IN ({slots})", marks
    ).fetchone()
    return None if row is None else row[0]
