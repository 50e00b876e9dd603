"""SQL for the frontier: which addresses are known, and which are due.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from harvester.items import SeenDate

Kind = Literal["home", "sitemap", "feed", "listing", "article", "file"]

RANKS: dict[str, int] = {"home": 1, "sitemap": 2, "feed": 3, "listing": 4, "article": 5, "file": 8}
DEEPER = 6
RECHECK = 7
"""Order within a portal: first pages of listings come before articles, their later pages (`DEEPER`) after them, so that
the frontier does not swell before anything is stored. Rechecks of articles come last, so that
they do not use up every run's `--limit`."""


@dataclass(frozen=True, slots=True)
class Address:
    """A row of `urls` that is due."""

    url: str
    fetch_url: str
    portal: str
    kind: Kind
    tries: int
    claims: int
    hops: int
    walk: int | None
    article: int | None
    etag: str | None = None
    last_modified: str | None = None
    was_article: bool = False  # a listing that was taken for an article's address before it showed one
    dates: tuple[SeenDate, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether a listing or feed shows a date beside its link; a sitemap has one of every page of a site."""
        return any(date.found_in in ("listing", "feed") for date in self.dates)

    @property
    def is_known_as_article(self) -> bool:
        """Whether it has led to an article or was taken for one's address, or stands beside a date."""
        return self.was_article or self.article is not None or self.is_dated


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address to register: its key, the spelling to fetch, and what it is."""

    url: str
    fetch_url: str
    kind: Kind
    date: SeenDate | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when addresses were seen."""

    portal: str
    found_in: str
    run: int
    now: str
    rank: int = 0  # of the kind of page that they were seen on: `SOURCE_RANKS`


SOURCE_RANKS = {"sitemap": 1, "feed": 2, "home": 3, "listing": 4, "article": 5}
"""Which of several pages that lead to an address is recorded as `found_in`; of one kind the smallest address is."""

LISTED_INSTEAD = "a listing instead of an article"
"""What stands beside the end of a listing at an address that was taken for an article's."""

COLUMNS = (
    "url, fetch_url, portal, kind, tries, claims, hops, walk, article, etag, last_modified,"
    f" kind = 'listing' AND last_error IS '{LISTED_INSTEAD}'"
)
"""The fields of an `Address`, but for its dates."""


def register(connection: sqlite3.Connection, addresses: Iterable[NewAddress], seen: Sighting) -> set[str]:
    """Add the addresses that are not known yet; the keys of those that were new. Known ones stay as they are."""
    rows: dict[str, tuple[object, ...]] = {}
    for address in addresses:
        rows.setdefault(address.url, (address.url, address.fetch_url, address.kind, RANKS[address.kind]))
    sighting = {
        "portal": seen.portal,
        "now": seen.now,
        "found_in": seen.found_in,
        "run": seen.run,
        "found_rank": seen.rank,
    }
    inserted = connection.execute(
        "INSERT INTO urls (url, fetch_url, kind, rank, portal, found_at, found_in, found_run, found_rank)"
        f" SELECT {_list_fields(4)}, :portal, :now, :found_in, :run, :found_rank"
        " FROM json_each(:rows) WHERE true ON CONFLICT DO NOTHING RETURNING url",
        {**sighting, "rows": json.dumps(list(rows.values()))},
    )
    new = {row[0] for row in inserted}
    connection.execute(
        "UPDATE urls SET found_in = :found_in, found_rank = :found_rank"
        " WHERE url IN (SELECT value FROM json_each(:known)) AND (found_rank, found_in) > (:found_rank, :found_in)",
        {**sighting, "known": json.dumps(list(rows.keys() - new))},
    )
    return new


def _list_fields(count: int) -> str:
    """SQL for the fields of a row that stands in JSON; `->>` is unknown before SQLite 3.38."""
    return ", ".join(f"json_extract(value, '$[{n}]')" for n in range(count))


def remember_dates(connection: sqlite3.Connection, addresses: Iterable[NewAddress]) -> set[int]:
    """Keep the dates that stood with links; the articles already stored for which a date is a new sighting."""
    dated = [(address.url, address.date) for address in addresses if address.date is not None]
    late = connection.execute(
        f"INSERT INTO link_dates (url, text, found_in) SELECT {_list_fields(3)}"
        " FROM json_each(?) WHERE true ON CONFLICT DO NOTHING"
        " RETURNING (SELECT article FROM urls WHERE urls.url = link_dates.url)",
        (json.dumps([(url, date.text, date.found_in) for url, date in dated]),),
    )
    return {row[0] for row in late if row[0] is not None}


def reopen(
    connection: sqlite3.Connection,
    address: NewAddress,
    seen: Sighting,
    *,
    walk: int | None = None,
    rank: int | None = None,
) -> None:
    """Make an address due now, known or not: a source that is asked at every run, or a walk's next page.

    Of a walk's page the times are counted on at which it did not come, whichever walk asks for it, until it comes.
    """
    connection.execute(
        "INSERT INTO urls (url, fetch_url, portal, kind, rank, found_at, found_in, found_run, found_rank, walk)"
        " VALUES (:url, :fetch, :portal, :kind, :rank, :now, :found_in, :run, :found_rank, :walk)"
        " ON CONFLICT (url) DO UPDATE SET state = 'pending', portal = excluded.portal, kind = excluded.kind,"
        " rank = excluded.rank, walk = excluded.walk, claims = 0, hops = 0, next_try_at = NULL, redirect_to = NULL,"
        " tries = CASE WHEN :walk IS NULL OR state IN ('done', 'failed') THEN 0 ELSE tries END",
        {
            "url": address.url,
            "fetch": address.fetch_url,
            "portal": seen.portal,
            "kind": address.kind,
            "rank": RANKS[address.kind] if rank is None else rank,
            "now": seen.now,
            "found_in": seen.found_in,
            "found_rank": seen.rank,
            "run": seen.run,
            "walk": walk,
        },
    )


def read_due(
    connection: sqlite3.Connection, portal: str, now: str, limit: int, *, kinds: Collection[str] = tuple(RANKS)
) -> list[Address]:
    """The next addresses of a portal that may be fetched now, in order, with the dates seen beside their links."""
    marks = ", ".join("?" * len(kinds))
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM urls WHERE portal = ? AND state = 'pending' AND kind IN ({marks})"
        " AND (next_try_at IS NULL OR next_try_at <= ?) ORDER BY rank, tries, rowid LIMIT ?",
        (portal, *kinds, now, limit),
    ).fetchall()
    return [replace(Address(*row), dates=read_dates(connection, row["url"])) for row in rows]


def read_dates(connection: sqlite3.Connection, url: str) -> tuple[SeenDate, ...]:
    """The dates that stood with links to this address, in a fixed order."""
    rows = connection.execute("SELECT text, found_in FROM link_dates WHERE url = ? ORDER BY found_in, text", (url,))
    return tuple(SeenDate(row["text"], row["found_in"]) for row in rows)


def has_date(connection: sqlite3.Connection, address: NewAddress) -> bool:
    """Whether the date that stands with a link has been seen with it before."""
    assert address.date is not None
    row = connection.execute(
        "SELECT 1 FROM link_dates WHERE url = ? AND text = ? AND found_in = ?",
        (address.url, address.date.text, address.date.found_in),
    ).fetchone()
    return row is not None


def has_ended(connection: sqlite3.Connection, url: str) -> bool:
    """Whether an address is known and does not wait to be fetched."""
    row = connection.execute("SELECT state <> 'pending' FROM urls WHERE url = ?", (url,)).fetchone()
    return row is not None and bool(row[0])


def read_sources(connection: sqlite3.Connection, portal: str, kind: Kind) -> list[NewAddress]:
    """The feeds or sitemaps that a portal is known to have, also those that led to something before and are lost.

    Not those that led nowhere, and not those that a sitemap index or a sitemap's redirect leads to: they come with it.
    """
    rows = connection.execute(
        "SELECT url, fetch_url FROM urls WHERE portal = :portal AND kind = :kind"
        " AND (state IN ('done', 'pending', 'failed') OR links > 0)"
        " AND found_in NOT IN (SELECT url FROM urls WHERE portal = :portal AND kind = 'sitemap')"
        " ORDER BY rowid",
        {"portal": portal, "kind": kind},
    )
    return [NewAddress(row["url"], row["fetch_url"], kind) for row in rows]


def count_kind(connection: sqlite3.Connection, portal: str, kind: Kind, most: int) -> int:
    """Return how many addresses of a kind a portal is known to have; `most` for that many and more."""
    row = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM urls WHERE portal = :portal AND kind = :kind"
        " AND state IN ('pending', 'done', 'failed', 'gone', 'skipped') LIMIT :most)",
        {"portal": portal, "kind": kind, "most": most},
    ).fetchone()
    return int(row[0])


def measure_depth(connection: sqlite3.Connection, url: str, most: int) -> int:
    """Return how many sitemaps lead to one, itself among them; `most` for that many and more."""
    row = connection.execute(
        "WITH RECURSIVE path (url, depth) AS (SELECT :url, 1 UNION ALL"
        " SELECT urls.found_in, depth + 1 FROM path JOIN urls ON urls.url = path.url"
        " JOIN urls AS parent ON parent.url = urls.found_in AND parent.kind = 'sitemap' WHERE depth < :most)"
        " SELECT max(depth) FROM path",
        {"url": url, "most": most},
    ).fetchone()
    return int(row[0])


def read_spelling(connection: sqlite3.Connection, url: str) -> str | None:
    """How to fetch a known address."""
    row = connection.execute("SELECT fetch_url FROM urls WHERE url = ?", (url,)).fetchone()
    return None if row is None else str(row[0])


def read_found_in(connection: sqlite3.Connection, url: str) -> str | None:
    """The page on which a known address was found."""
    row = connection.execute("SELECT found_in FROM urls WHERE url = ?", (url,)).fetchone()
    return None if row is None else row[0]


def read_kind(connection: sqlite3.Connection, url: str) -> Kind | None:
    """What a known address is."""
    row = connection.execute("SELECT kind FROM urls WHERE url = ?", (url,)).fetchone()
    return None if row is None else row[0]


def become_article(connection: sqlite3.Connection, url: str) -> None:
    """Note that an address that was taken for a listing's is an article's."""
    connection.execute("UPDATE urls SET kind = 'article', rank = ?, walk = NULL WHERE url = ?", (RANKS["article"], url))


def note_links(connection: sqlite3.Connection, url: str, links: int) -> None:
    """Keep how many links a sitemap, feed or listing held, where it held any."""
    if links:
        connection.execute("UPDATE urls SET links = ? WHERE url = ?", (links, url))


def read_links(connection: sqlite3.Connection, url: str) -> int:
    """Return how many links a sitemap, feed or listing held when it last held any; 0 for one that never did."""
    row = connection.execute("SELECT links FROM urls WHERE url = ?", (url,)).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def has_led_to_articles(connection: sqlite3.Connection, url: str) -> bool:
    """Whether an article's address was first found at this one, or nothing was ever found there yet."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM urls WHERE found_in = :url AND kind = 'article')"
        " OR NOT EXISTS (SELECT 1 FROM urls WHERE url = :url AND state = 'done')",
        {"url": url},
    ).fetchone()
    return bool(row[0])


def is_empty_since(connection: sqlite3.Connection, url: str, since: str) -> bool:
    """Whether a sitemap that was found since a time (ISO) was read and held nothing."""
    row = connection.execute(
        "SELECT state = 'done' AND coalesce(links, 0) = 0 AND found_at >= ? FROM urls WHERE url = ?", (since, url)
    ).fetchone()
    return row is not None and bool(row[0])


def has_useful_maps(connection: sqlite3.Connection, portal: str) -> bool:
    """Whether a sitemap or feed that could be read has led to articles."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM urls AS map WHERE map.portal = :portal AND map.kind IN ('sitemap', 'feed')"
        " AND map.state = 'done' AND EXISTS (SELECT 1 FROM urls WHERE found_in = map.url AND kind = 'article'))",
        {"portal": portal},
    ).fetchone()
    return bool(row[0])


def has_sound_sitemap(connection: sqlite3.Connection, portal: str) -> bool:
    """Whether a sitemap of a portal leads to something, or was not tried yet."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM urls WHERE portal = ? AND kind = 'sitemap'"
        " AND (state = 'pending' AND tries = 0 OR state = 'done' AND links > 0))",
        (portal,),
    ).fetchone()
    return bool(row[0])


def is_done(connection: sqlite3.Connection, url: str, since: str = "") -> bool:
    """Whether an address was read well when it was last asked for, and that was not before a time (ISO)."""
    row = connection.execute(
        "SELECT state = 'done' AND fetched_at >= ? FROM urls WHERE url = ?", (since, url)
    ).fetchone()
    return row is not None and bool(row[0])


def reopen_returned(connection: sqlite3.Connection, urls: Collection[str], before: str) -> int:
    """Make due those addresses that are linked again though they were gone, if that was seen before a time."""
    return connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL, etag = NULL, last_modified = NULL"
        " WHERE url IN (SELECT value FROM json_each(?)) AND state = 'gone' AND fetched_at < ?",
        (json.dumps(list(urls)), before),
    ).rowcount


def count_known(connection: sqlite3.Connection, urls: Collection[str], *, before_run: int) -> int:
    """How many of these addresses were found before a run began."""
    row = connection.execute(
        "SELECT count(*) FROM urls WHERE url IN (SELECT value FROM json_each(?)) AND found_run < ?",
        (json.dumps(list(urls)), before_run),
    ).fetchone()
    return int(row[0])
