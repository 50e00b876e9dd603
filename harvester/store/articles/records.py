"""SQL for the row of an article, its images, files and other addresses. No decisions are taken here.

Functions that change something are called inside `with store.transaction():`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from harvester.items import Article
from harvester.store.articles import uids
from harvester.store.articles.date_candidates import date_fields

Cause = Literal["page", "extractor"]


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of an article, as far as the next sighting of it has to know."""

    id: int
    url: str
    title: str
    lead: str | None
    body: str
    content_hash: str
    extractor: str
    platform: str
    claimed: str | None
    read_from: str
    revision: int
    first_seen_at: datetime
    duplicate_of: int | None
    gone_at: str | None
    published_at: str | None
    portal: str
    platform_id: str | None


@dataclass(frozen=True, slots=True)
class _Sighting:
    """What tells an article from others where addresses do not: its title and when it came out; and who read it."""

    id: int
    url: str
    title: str
    published_at: str
    platform: str


STORED = (
    "id, url, title, lead, body, content_hash, extractor, platform, claimed, read_from, revision, first_seen_at,"
    " duplicate_of, gone_at, published_at, portal, platform_id"
)


def read(connection: sqlite3.Connection, article: int) -> Stored | None:
    row = connection.execute(f"SELECT {STORED} FROM articles WHERE id = ?", (article,)).fetchone()
    if row is None:
        return None
    return Stored(**{**dict(row), "first_seen_at": datetime.fromisoformat(row["first_seen_at"])})


def find_by_address(connection: sqlite3.Connection, key: str) -> int | None:
    """The article that an address of the frontier led to."""
    return first(connection.execute("SELECT article FROM urls WHERE url = ?", (key,)))


def find_by_platform_id(connection: sqlite3.Connection, portal: str, platform: str, platform_id: str) -> int | None:
    """The article that a platform gave this id. Another platform counts from one anew."""
    return first(
        connection.execute(
            "SELECT id FROM articles WHERE portal = ? AND platform_id = ? AND platform = ? ORDER BY id LIMIT 1",
            (portal, platform_id, platform),
        )
    )


def list_earlier_of_day(
    connection: sqlite3.Connection, portal: str, day: str, platform: str, origin: str
) -> list[_Sighting]:
    """The articles of a portal that were published on a day (ISO 8601), the oldest record first.

    Those alone that another platform read, or that stand at another origin: of a portal that gives one day to all
    its articles most are left out here.
    """
    rows = connection.execute(
        "SELECT id, url, title, published_at, platform FROM articles"
        " WHERE portal = :portal AND published_at >= :day AND published_at < :day || 'U'"
        " AND (platform <> :platform OR substr(url, 1, length(:origin)) <> :origin) ORDER BY id",
        {"portal": portal, "day": day, "platform": platform, "origin": origin},
    )
    return [_Sighting(*row) for row in rows]


def list_dated(connection: sqlite3.Connection, portal: str) -> list[_Sighting]:
    """The articles of a portal whose day is known, the oldest record first."""
    rows = connection.execute(
        "SELECT id, url, title, published_at, platform FROM articles"
        " WHERE portal = ? AND published_at IS NOT NULL ORDER BY id",
        (portal,),
    )
    return [_Sighting(*row) for row in rows]


def find_by_claim(connection: sqlite3.Connection, key: str, title: str) -> int | None:
    """An article of this title whose page claimed that its canonical address is this one."""
    return first(
        connection.execute("SELECT id FROM articles WHERE claimed = ? AND title = ? ORDER BY id LIMIT 1", (key, title))
    )


def is_redirected_to(connection: sqlite3.Connection, key: str) -> bool:
    """Whether any address redirects to this one: few do, and the way back from there is long to ask for."""
    return connection.execute("SELECT 1 FROM urls WHERE redirect_to = ? LIMIT 1", (key,)).fetchone() is not None


_WAY_HERE = (
    "WITH RECURSIVE way (url) AS (SELECT url FROM urls WHERE redirect_to = :key"
    " UNION SELECT urls.url FROM urls JOIN way ON urls.redirect_to = way.url)"
)
"""All addresses that lead to `:key` by redirects."""


def find_moved(connection: sqlite3.Connection, key: str, title: str) -> int | None:
    """An article of this title whose page redirects to `key` by now."""
    if not is_redirected_to(connection, key):
        return None
    return first(
        connection.execute(
            f"{_WAY_HERE} SELECT id FROM articles JOIN way ON read_from = way.url"
            " WHERE title = :title ORDER BY id LIMIT 1",
            {"key": key, "title": title},
        )
    )


def is_unavailable(connection: sqlite3.Connection, key: str) -> bool:
    """Whether the page of an article's address is there no more: it has gone or leads elsewhere."""
    row = connection.execute(
        "SELECT 1 FROM urls WHERE url = ? AND (state = 'gone' OR redirect_to IS NOT NULL)", (key,)
    ).fetchone()
    return row is not None


def find_by_canonical(connection: sqlite3.Connection, url: str) -> int | None:
    return first(connection.execute("SELECT id FROM articles WHERE url = ?", (url,)))


def first(cursor: sqlite3.Cursor) -> int | None:
    row = cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])


def text_fields(article: Article) -> dict[str, Any]:
    """The columns that come straight from the page, but for its dates."""
    return {
        "kind": article.kind,
        "title": article.title,
        "lead": article.lead,
        "body": article.text,
        "byline": article.byline,
        "author": article.author,
        "photographer": article.photographer,
        "source": article.source,
        "category": article.category,
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "language": article.language,
        "document_number": article.document_number,
        "signer": article.signer,
        "views": article.views,
        "comments": article.comments,
        "repeats_removed": article.repeats_removed,
        "platform": article.platform,
        "platform_id": article.platform_id,
        "extractor": article.extractor,
    }


def insert(connection: sqlite3.Connection, article: Article, values: dict[str, Any], now: str) -> int:
    """A new article. `values` holds url, content_hash, claimed and read_from, and capture where its page was kept."""
    row = {
        "uid": uids.take(connection, values["url"]),
        "portal": article.portal,
        **text_fields(article),
        **date_fields(article),
        **values,
        "first_seen_at": now,
        "last_seen_at": now,
        "checked_at": now,
    }
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    cursor = connection.execute(f"INSERT INTO articles ({names}) VALUES ({marks})", row)
    assert cursor.lastrowid is not None
    add_parts(connection, cursor.lastrowid, article)
    return cursor.lastrowid


def update(connection: sqlite3.Connection, article: int, values: dict[str, Any]) -> None:
    """Set columns of one article. Where its canonical address changes, its uid does, and the earlier one leads here."""
    if "url" in values and not is_canonical(connection, article, values["url"]):
        uids.keep_earlier(connection, article, article)
        values = {**values, "uid": uids.take(connection, values["url"])}
    names = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(f"UPDATE articles SET {names} WHERE id = :id", {**values, "id": article})


def is_canonical(connection: sqlite3.Connection, article: int, url: str) -> bool:
    """Whether this is the canonical address of an article."""
    return find_by_canonical(connection, url) == article


def keep_revision(connection: sqlite3.Connection, stored: Stored, seen_at: str, cause: Cause) -> None:
    """Keep what an article said until now. `cause` is why it says something else from now on."""
    connection.execute(
        "INSERT INTO revisions (article, revision, seen_at, title, lead, body, published_at, content_hash, cause)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            stored.id,
            stored.revision,
            seen_at,
            stored.title,
            stored.lead,
            stored.body,
            stored.published_at,
            stored.content_hash,
            cause,
        ),
    )


def save_parts(connection: sqlite3.Connection, article: int, item: Article) -> None:
    """Images and attachments, as they are on the latest page."""
    connection.execute("DELETE FROM images WHERE article = ?", (article,))
    kept = json.dumps([file.url for file in item.attachments])  # with the texts that were read of them
    connection.execute(
        "DELETE FROM attachments WHERE article = ? AND url NOT IN (SELECT value FROM json_each(?))", (article, kept)
    )
    add_parts(connection, article, item)


def add_parts(connection: sqlite3.Connection, article: int, item: Article) -> None:
    """Images and attachments that an article does not have yet. Of two files of one address the first counts."""
    connection.executemany(
        "INSERT INTO images (article, position, url, caption) VALUES (?, ?, ?, ?)",
        [(article, n, image.url, image.caption) for n, image in enumerate(item.images, 1)],
    )
    connection.executemany(
        "INSERT INTO attachments (article, url, title, media_type) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (article, url) DO UPDATE SET title = excluded.title, media_type = excluded.media_type",
        [(article, file.url, file.title, file.media_type) for file in reversed(item.attachments)],
    )


def save_file_text(connection: sqlite3.Connection, urls: Sequence[str], text: str | None) -> None:
    """The text layer of the file at these addresses, for every article that offers it."""
    fields = {"urls": json.dumps(urls), "text": text}
    connection.execute("UPDATE attachments SET text = :text WHERE url IN (SELECT value FROM json_each(:urls))", fields)
    connection.execute(
        "UPDATE articles SET files_text = (SELECT group_concat(text, char(10)) FROM"
        "  (SELECT text FROM attachments WHERE article = articles.id AND text IS NOT NULL ORDER BY url))"
        " WHERE id IN (SELECT article FROM attachments WHERE url IN (SELECT value FROM json_each(:urls)))",
        fields,
    )


def list_unread_files(connection: sqlite3.Connection, article: int) -> set[str]:
    """The addresses of an article's files of which no text is stored."""
    rows = connection.execute("SELECT url FROM attachments WHERE article = ? AND text IS NULL", (article,))
    return {row[0] for row in rows}


def find_file_text(connection: sqlite3.Connection, url: str) -> str | None:
    """The text of a file that was read for an article which offers it."""
    row = connection.execute(
        "SELECT text FROM attachments WHERE url = ? AND text IS NOT NULL LIMIT 1", (url,)
    ).fetchone()
    return None if row is None else str(row[0])


def list_redirecting(connection: sqlite3.Connection, key: str) -> list[str]:
    """The addresses that redirect to one, as they are fetched."""
    if not is_redirected_to(connection, key):
        return []
    rows = connection.execute(
        f"{_WAY_HERE} SELECT fetch_url FROM urls WHERE url IN (SELECT url FROM way)",
        {"key": key},
    )
    return [row[0] for row in rows]


def save_addresses(connection: sqlite3.Connection, article: int, urls: Iterable[str]) -> None:
    """Addresses that led to an article. One that led elsewhere before leads here now."""
    connection.executemany(
        "INSERT INTO article_urls (url, article) VALUES (?, ?)"
        " ON CONFLICT (url) DO UPDATE SET article = excluded.article",
        [(url, article) for url in urls],
    )


def link_redirects(connection: sqlite3.Connection, key: str, article: int) -> list[str]:
    """Give the addresses that redirect to `key` the article found there, unless they have led to another one.

    Their spellings.
    """
    if not is_redirected_to(connection, key):
        return []
    rows = connection.execute(
        f"{_WAY_HERE} UPDATE urls SET article = :article WHERE url IN (SELECT url FROM way)"
        " AND (article IS NULL OR article = :article) RETURNING fetch_url",
        {"key": key, "article": article},
    ).fetchall()
    return [row[0] for row in rows]


def mark_seen(connection: sqlite3.Connection, article: int, now: str) -> None:
    """The portal says that an article has not changed."""
    connection.execute(
        "UPDATE articles SET last_seen_at = :now, checked_at = :now WHERE id = :id", {"now": now, "id": article}
    )


def mark_gone(connection: sqlite3.Connection, article: int, key: str, now: str) -> None:
    """The page at `key` has gone.

    Where it is the one that the article is read from, the portal has withdrawn the article, as far as is known: its
    other addresses are asked. The day it was first missed is kept.
    """
    cursor = connection.execute(
        "UPDATE articles SET gone_at = coalesce(gone_at, :now), checked_at = :now WHERE id = :id AND read_from = :key",
        {"now": now, "id": article, "key": key},
    )
    if cursor.rowcount:
        connection.execute(
            "UPDATE urls SET state = 'pending', etag = NULL, last_modified = NULL"
            " WHERE article = ? AND url <> ? AND state = 'done'"
            " AND kind = 'article' AND redirect_to IS NULL",
            (article, key),
        )
