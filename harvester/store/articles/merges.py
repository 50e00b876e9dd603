"""SQL for two records that turn out to be one article. No decisions are taken here.

Called inside `with store.transaction():`, after the clusters have let go of the record that goes.
"""

from __future__ import annotations

import sqlite3

from harvester.store.articles import uids

PAGE_COLUMNS = (
    "kind, title, lead, body, byline, author, photographer, source, category, tags, language, document_number,"
    " document_date, signer, views, comments, content_hash, repeats_removed, platform, platform_id, extractor, claimed,"
    " read_from, capture, checked_at, gone_at"
)
"""The columns that come from the page that an article is read from."""


def join_records(connection: sqlite3.Connection, keep: int, gone: int, *, current: int, now: str) -> None:
    """Leave of two records only `keep`, with the addresses, dates, uids and revisions of both.

    What `current`, one of both, says now is what is said from now on; what the other one said comes before
    everything that `current` ever said, and the last of it as a revision that only our reading has ended.
    """
    earlier = gone if current == keep else keep
    ids: dict[str, int | str] = {"keep": keep, "gone": gone, "current": current, "earlier": earlier, "now": now}
    _join_revisions(connection, ids)
    if current == gone:
        connection.execute(
            f"UPDATE articles SET ({PAGE_COLUMNS}) = (SELECT {PAGE_COLUMNS} FROM articles WHERE id = :gone)"
            " WHERE id = :keep",
            ids,
        )
    for table in ("images", "attachments"):
        connection.execute(f"DELETE FROM {table} WHERE article = :earlier", ids)
        connection.execute(f"UPDATE {table} SET article = :keep WHERE article = :current", ids)
    _join_dates(connection, ids)
    _join_names(connection, ids)
    connection.execute(
        "UPDATE articles SET first_seen_at = min(first_seen_at, other.first),"
        " last_seen_at = max(last_seen_at, other.last)"
        " FROM (SELECT first_seen_at AS first, last_seen_at AS last FROM articles WHERE id = :gone) AS other"
        " WHERE id = :keep",
        ids,
    )
    connection.execute("DELETE FROM articles WHERE id = :gone", ids)


def _join_dates(connection: sqlite3.Connection, ids: dict[str, int | str]) -> None:
    """The date texts of both; the candidates of `keep` alone, which are chosen again."""
    connection.execute(
        "INSERT INTO seen_dates (article, text, found_in, role, position)"
        " SELECT :keep, text, found_in, role, position FROM seen_dates WHERE article = :gone ON CONFLICT DO NOTHING",
        ids,
    )
    for table in ("seen_dates", "date_candidates"):
        connection.execute(f"DELETE FROM {table} WHERE article = :gone", ids)


def _join_names(connection: sqlite3.Connection, ids: dict[str, int | str]) -> None:
    """The addresses and uids of both."""
    connection.execute("INSERT OR IGNORE INTO article_urls SELECT url, id FROM articles WHERE id = :gone", ids)
    for table in ("article_urls", "urls"):
        connection.execute(f"UPDATE {table} SET article = :keep WHERE article = :gone", ids)
    uids.keep_earlier(connection, int(ids["gone"]), int(ids["keep"]))


def _join_revisions(connection: sqlite3.Connection, ids: dict[str, int | str]) -> None:
    """The earlier record's revisions, its last text, then the current one's revisions, numbered anew from 1."""
    last = (
        "SELECT 1, revision, :now, title, lead, body, published_at, content_hash, 'extractor'"
        " FROM articles WHERE id = :earlier AND content_hash <> coalesce("
        "(SELECT content_hash FROM revisions WHERE article = :current ORDER BY revision LIMIT 1),"
        "(SELECT content_hash FROM articles WHERE id = :current))"
    )
    kept = "SELECT {0}, revision, seen_at, title, lead, body, published_at, content_hash, cause FROM revisions"
    rows = connection.execute(
        f"{kept.format(0)} WHERE article = :earlier UNION ALL {last}"
        f" UNION ALL {kept.format(2)} WHERE article = :current ORDER BY 1, 2",
        ids,
    ).fetchall()
    connection.execute("DELETE FROM revisions WHERE article IN (:keep, :gone)", ids)
    connection.executemany(
        "INSERT INTO revisions (article, revision, seen_at, title, lead, body, published_at, content_hash, cause)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(ids["keep"], number, *tuple(row)[2:]) for number, row in enumerate(rows, 1)],
    )
    connection.execute("UPDATE articles SET revision = :revision WHERE id = :keep", {**ids, "revision": len(rows) + 1})


def read_claims(connection: sqlite3.Connection, article: int) -> list[tuple[str, str | None]]:
    """The addresses whose pages show an article, as keys, each with the key that its canonical link names."""
    rows = connection.execute(
        "SELECT url, canonical FROM urls WHERE article = ? AND kind = 'article' AND redirect_to IS NULL"
        " AND state <> 'gone'",
        (article,),
    )
    return [tuple(row) for row in rows]


def note_claim(connection: sqlite3.Connection, key: str, canonical: str | None) -> None:
    """What the page at `key` names as its canonical address, where that can be believed."""
    connection.execute(
        "UPDATE urls SET canonical = :canonical WHERE url = :key AND canonical IS NOT :canonical",
        {"key": key, "canonical": canonical},
    )


def reopen_page(connection: sqlite3.Connection, key: str) -> None:
    """Make an article's page due again, to be read anew whatever its server says of its version."""
    connection.execute(
        "UPDATE urls SET state = 'pending', etag = NULL, last_modified = NULL"
        " WHERE url = ? AND state = 'done' AND redirect_to IS NULL",
        (key,),
    )


def read_home(connection: sqlite3.Connection, key: str) -> str | None:
    """The spelling at which a portal's home page answers."""
    row = connection.execute("SELECT fetch_url FROM urls WHERE url = ? AND kind = 'home'", (key,)).fetchone()
    return None if row is None else str(row[0])


def find_target(connection: sqlite3.Connection, key: str) -> tuple[int, int] | None:
    """The article once read at an address that redirects by now, and the other one that stands there."""
    row = connection.execute(
        "SELECT here.article, there.article FROM urls here JOIN urls there ON there.url = here.redirect_to"
        " WHERE here.url = ? AND here.article <> there.article",
        (key,),
    ).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))
