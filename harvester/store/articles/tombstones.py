"""SQL for taking a record out, and for what keeps it out: fingerprints of its addresses and texts, no content.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from harvester.store.articles.uids import make_uid
from harvester.urls import BadAddress, make_key, normalize


def list_addresses(connection: sqlite3.Connection, article: int) -> list[str]:
    """Return every address that leads to an article or to one of its files, as stored."""
    rows = connection.execute(
        "SELECT url FROM articles WHERE id = :id UNION SELECT url FROM article_urls WHERE article = :id"
        " UNION SELECT url FROM urls WHERE article = :id UNION SELECT fetch_url FROM urls WHERE article = :id"
        " UNION SELECT url FROM attachments WHERE article = :id",
        {"id": article},
    )
    return [row[0] for row in rows]


def list_texts(connection: sqlite3.Connection, article: int) -> list[str]:
    """Return what an article says and said: titles, leads, bodies, and the texts of its files."""
    rows = connection.execute(
        "SELECT title, lead, body FROM articles WHERE id = :id"
        " UNION SELECT title, lead, body FROM revisions WHERE article = :id"
        " UNION SELECT NULL, NULL, text FROM attachments WHERE article = :id",
        {"id": article},
    )
    return [text for row in rows for text in row if text]


def list_copies(connection: sqlite3.Connection, article: int) -> list[int]:
    """Return the articles that are linked with one as reprints or copies: they stay."""
    rows = connection.execute(
        "SELECT other FROM similar WHERE article = :id AND kind <> 'template'"
        " UNION SELECT article FROM similar WHERE other = :id AND kind <> 'template'",
        {"id": article},
    )
    return sorted(row[0] for row in rows)


def bury(connection: sqlite3.Connection, article: int, now: str) -> str:
    """Write an article's tombstone: a mark for each of its addresses, earlier uids and texts.

    Returns:
        The article's uid.
    """
    uid = str(connection.execute("SELECT uid FROM articles WHERE id = ?", (article,)).fetchone()[0])
    rows = connection.execute("SELECT uid FROM article_uids WHERE article = ?", (article,))
    marks = {uid, *(row[0] for row in rows), *make_marks(list_addresses(connection, article))}
    hashes = connection.execute(
        "SELECT content_hash FROM articles WHERE id = :id UNION SELECT content_hash FROM revisions WHERE article = :id",
        {"id": article},
    )
    kinds = [(mark, "address") for mark in sorted(marks)] + [(row[0], "text") for row in hashes]
    connection.executemany(
        "INSERT OR IGNORE INTO tombstones (mark, kind, uid, forgotten_at) VALUES (?, ?, ?, ?)",
        [(mark, kind, uid, now) for mark, kind in kinds],
    )
    return uid


def make_marks(addresses: Iterable[str]) -> set[str]:
    """Return the fingerprints of addresses: of each as it is, in normal form, and as the frontier's key."""
    spellings = set()
    for address in addresses:
        try:
            spellings |= {address, normalize(address), make_key(address)}
        except BadAddress:
            spellings.add(address)
    return {make_uid(spelling) for spelling in spellings}


def has_any(connection: sqlite3.Connection) -> bool:
    """Return whether any record was ever taken out of a database."""
    return connection.execute("SELECT 1 FROM tombstones LIMIT 1").fetchone() is not None


def find_forgotten(connection: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """Return those of some addresses, keys of the frontier or in normal form, whose record was taken out."""
    if not has_any(connection):
        return set()
    marks = {make_uid(address): address for address in addresses}
    rows = connection.execute(
        "SELECT mark FROM tombstones WHERE kind = 'address' AND mark IN (SELECT value FROM json_each(?))",
        (json.dumps(list(marks)),),
    )
    return {marks[row[0]] for row in rows}


def list_marked(connection: sqlite3.Connection) -> list[int]:
    """Return the articles that are here although a tombstone names one of their addresses or uids."""
    if not has_any(connection):
        return []
    rows = connection.execute("SELECT url, id FROM articles UNION SELECT url, article FROM article_urls").fetchall()
    forgotten = find_forgotten(connection, (row[0] for row in rows))
    named = connection.execute(
        "SELECT id FROM articles WHERE uid IN (SELECT mark FROM tombstones)"
        " UNION SELECT article FROM article_uids WHERE uid IN (SELECT mark FROM tombstones)"
    )
    return sorted({row[0] for row in named} | {row[1] for row in rows if row[0] in forgotten})


def is_forgotten_text(connection: sqlite3.Connection, content_hash: str) -> bool:
    """Return whether a record that said this was taken out."""
    row = connection.execute("SELECT 1 FROM tombstones WHERE kind = 'text' AND mark = ?", (content_hash,)).fetchone()
    return row is not None


def remove(connection: sqlite3.Connection, article: int) -> None:
    """Delete an article, whatever refers to it, and its addresses in the frontier. Its clusters have let go of it."""
    keys = [row[0] for row in connection.execute("SELECT url FROM urls WHERE article = ?", (article,))]
    for table, column in _list_references(connection, "articles"):
        if (table, column) not in {("urls", "article"), ("articles", "duplicate_of")}:
            connection.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (article,))
    for key in keys:
        remove_address(connection, key)
    connection.execute("DELETE FROM articles WHERE id = ?", (article,))


def remove_address(connection: sqlite3.Connection, key: str) -> None:
    """Delete an address of the frontier, and every mention of it."""
    for table, column in _list_references(connection, "urls"):
        connection.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (key,))
    connection.execute("DELETE FROM urls WHERE url = ?", (key,))
    connection.execute("UPDATE urls SET redirect_to = NULL WHERE redirect_to = ?", (key,))
    connection.execute("UPDATE urls SET found_in = 'a forgotten page' WHERE found_in = ?", (key,))
    for column in ("first_links", "last_links"):
        connection.execute(
            f"UPDATE walks SET {column} = (SELECT json_group_array(value) FROM json_each({column}) WHERE value <> :key)"
            f" WHERE instr({column}, :key) > 0",
            {"key": key},
        )


def _list_references(connection: sqlite3.Connection, target: str) -> list[tuple[str, str]]:
    """Return the tables and columns that refer to a table, by the schema itself."""
    rows = connection.execute(
        "SELECT m.name, f.'from' FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f"
        " WHERE m.type = 'table' AND f.'table' = ?",
        (target,),
    )
    return [(row[0], row[1]) for row in rows]


def erase(connection: sqlite3.Connection) -> None:
    """Rewrite the file, so that nothing of what was deleted is left in its free pages, its text index or its WAL.

    Called outside any transaction.
    """
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
