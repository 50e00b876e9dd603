"""SQL for a portal that gets another id or another address. Which does is decided elsewhere.

Called inside `with store.transaction():`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from harvester.store.cutting import BY_PORTAL

BY_ADDRESS = ("link_dates", "suspected_replacements", "replaced_texts")
"""The tables whose rows hang on an address of the frontier, in their column `url`."""

Respell = Callable[[str | None], str | None]
"""What an address is called from now on; itself where it does not move."""


@dataclass(frozen=True, slots=True)
class Respelling:
    """How the addresses of one portal are called from now on: their keys, and as they are fetched."""

    portal: str
    key: Respell
    address: Respell


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An address of the frontier: whose it is, whether it was ever read, and the article that it led to."""

    key: str
    portal: str
    is_read: bool
    article: int | None


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """An image or an attachment of an article, with its caption or title."""

    url: str
    title: str | None
    media_type: str | None = None
    text: str | None = None


def find_url(connection: sqlite3.Connection, portal: str) -> str | None:
    """The address of a portal as it was last crawled; None for an id that the database does not have."""
    row = connection.execute("SELECT url FROM portals WHERE id = ?", (portal,)).fetchone()
    return None if row is None else str(row[0])


def rename_portal(connection: sqlite3.Connection, old: str, new: str, now: str) -> None:
    """Call a portal by another id, in every table; where both ids have rows, they become one portal.

    Of two rows that cannot both be, such as of one run, that of the new id stays.
    """
    ids = {"old": old, "new": new}
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("DELETE FROM portal_aliases WHERE alias = :new AND kind = 'id'", ids)
    connection.execute("UPDATE OR IGNORE portals SET id = :new WHERE id = :old", ids)
    for table in BY_PORTAL:
        connection.execute(f"UPDATE OR IGNORE {table} SET portal = :new WHERE portal = :old", ids)
        connection.execute(f"DELETE FROM {table} WHERE portal = :old", ids)
    connection.execute("DELETE FROM portals WHERE id = :old", ids)
    note_alias(connection, new, old, "id", now)


def note_alias(
    connection: sqlite3.Connection, portal: str, alias: str, kind: Literal["id", "address"], now: str
) -> None:
    """Write down what a portal was called before, once."""
    connection.execute(
        "INSERT INTO portal_aliases (alias, portal, kind, noted_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (alias) DO UPDATE SET portal = excluded.portal WHERE portal <> excluded.portal",
        (alias, portal, kind, now),
    )


def drop_alias(connection: sqlite3.Connection, alias: str) -> None:
    """Forget an earlier address that is the present one again."""
    connection.execute("DELETE FROM portal_aliases WHERE alias = ? AND kind = 'address'", (alias,))


def list_below(connection: sqlite3.Connection, portal: str, base: str) -> list[KnownAddress]:
    """A portal's known addresses whose keys begin with `base`, which ends with a slash."""
    rows = connection.execute(
        "SELECT url, portal, fetched_at IS NOT NULL, article FROM urls"
        " WHERE url >= :base AND url < :end AND portal = :portal ORDER BY url",
        {"base": base, "end": base[:-1] + chr(ord(base[-1]) + 1), "portal": portal},
    )
    return [KnownAddress(row[0], row[1], bool(row[2]), row[3]) for row in rows]


def find_known(connection: sqlite3.Connection, key: str) -> KnownAddress | None:
    """A known address, of whichever portal."""
    row = connection.execute(
        "SELECT url, portal, fetched_at IS NOT NULL, article FROM urls WHERE url = ?", (key,)
    ).fetchone()
    return None if row is None else KnownAddress(row[0], row[1], bool(row[2]), row[3])


def replace_known(connection: sqlite3.Connection, gone: str, heir: str) -> None:
    """Drop a known address for another one, which takes over the dates that stood beside its links."""
    keys = {"gone": gone, "heir": heir}
    connection.execute("UPDATE OR IGNORE link_dates SET url = :heir WHERE url = :gone", keys)
    for table in (*BY_ADDRESS, "urls"):
        connection.execute(f"DELETE FROM {table} WHERE url = :gone", keys)


def respell_frontier(connection: sqlite3.Connection, respelling: Respelling) -> None:
    """Call all known addresses of a portal, and whatever names them, as they are called from now on.

    Two addresses that would have one key have to be made one before.
    """
    connection.create_function("new_key", 1, respelling.key, deterministic=True)
    connection.create_function("new_address", 1, respelling.address, deterministic=True)
    portal = (respelling.portal,)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    own = "url IN (SELECT url FROM urls WHERE portal = ?)"
    connection.execute(f"UPDATE link_dates SET found_in = new_key(found_in) WHERE {own}", portal)
    for table in BY_ADDRESS:
        connection.execute(f"UPDATE {table} SET url = new_key(url) WHERE {own}", portal)
    connection.execute(
        "UPDATE urls SET url = new_key(url), fetch_url = new_address(fetch_url), found_in = new_key(found_in),"
        " redirect_to = new_key(redirect_to), canonical = new_key(canonical) WHERE portal = ?",
        portal,
    )
    connection.execute(
        "UPDATE walks SET start_url = new_key(start_url), next_url = new_key(next_url),"
        " last_url = new_key(last_url), first_links = (SELECT json_group_array(new_key(value)) FROM"
        " json_each(first_links)), last_links = (SELECT json_group_array(new_key(value)) FROM json_each(last_links))"
        " WHERE portal = ?",
        portal,
    )
    connection.execute(
        "UPDATE articles SET read_from = new_key(read_from), claimed = new_key(claimed) WHERE portal = ?", portal
    )
    connection.execute(
        "INSERT OR IGNORE INTO article_urls (url, article) SELECT new_address(u.url), a.id FROM articles a"
        " JOIN article_urls u ON u.article = a.id WHERE a.portal = ?"
        " UNION ALL SELECT new_address(url), id FROM articles WHERE portal = ?",
        portal * 2,
    )


def forget_versions(connection: sqlite3.Connection, portal: str) -> None:
    """Forget what the earlier server said of the versions of a portal's pages, which the new one does not know."""
    connection.execute("UPDATE urls SET etag = NULL, last_modified = NULL WHERE portal = ?", (portal,))


def take_back_pause(connection: sqlite3.Connection, portal: str) -> None:
    """Ask a portal again that was paused at the server that it has left."""
    connection.execute("UPDATE portals SET wait_until = NULL, wait_reason = NULL WHERE id = ?", (portal,))


def read_parts(connection: sqlite3.Connection, article: int) -> tuple[list[ArticlePart], list[ArticlePart]]:
    """The images and the attachments of an article."""
    images = connection.execute("SELECT url, caption FROM images WHERE article = ? ORDER BY position", (article,))
    files = connection.execute(
        "SELECT url, title, media_type, text FROM attachments WHERE article = ? ORDER BY url", (article,)
    )
    return [ArticlePart(*row) for row in images], [ArticlePart(*row) for row in files]


def add_images(connection: sqlite3.Connection, article: int, images: list[ArticlePart]) -> None:
    """Add images behind those that an article has."""
    connection.executemany(
        "INSERT INTO images (article, position, url, caption)"
        " SELECT :article, coalesce(max(position) + 1, 1), :url, :caption FROM images WHERE article = :article",
        [{"article": article, "url": image.url, "caption": image.title} for image in images],
    )


def add_attachments(connection: sqlite3.Connection, article: int, files: list[ArticlePart]) -> None:
    """Add attachments to those that an article has."""
    connection.executemany(
        "INSERT OR IGNORE INTO attachments (article, url, title, media_type, text) VALUES (?, ?, ?, ?, ?)",
        [(article, file.url, file.title, file.media_type, file.text) for file in files],
    )
