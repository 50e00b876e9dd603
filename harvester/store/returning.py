"""SQL that takes back what was cut off: attached as `other` by `merging.attached`, and only read.

What a part says of its portals takes the place of what stood here: nobody else has written of them meanwhile. Articles
and captures that are new get numbers of this database; those of runs, walks and folders are the same in both, or are
found by what they name. No decisions on texts are taken here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from harvester.store import merging
from harvester.store.cutting import BY_ADDRESS, BY_ARTICLE, BY_PORTAL, set_own_portals
from harvester.store.merging import REFERENCES, copy_captures, find_known

ADDED = frozenset({"captures", "unread_captures", "archive_indexes", "articles"})
"""Tables of a part's portals whose rows only ever are added, and articles, which have a function of their own."""

REPLACED = tuple(table for table in BY_PORTAL if table not in ADDED)

AS_NUMBERED = ("walk", "seen_by")
"""References that are the same in both."""

LINKED_BY = ("title", "lead", "body", "published_at", "url")
"""Columns of an article that its links to others hang on."""

_OWN = "(SELECT id FROM own_portals)"


class Returned(NamedTuple):
    """Articles of this database by number: new ones, and those whose links have to be found anew."""

    new: list[int]
    changed: list[int]


def has_begun(connection: sqlite3.Connection) -> bool:
    """Whether the part knows the run that it was cut off for: else nothing was stored in it."""
    row = connection.execute("SELECT 1 FROM other.runs WHERE id = ?", (_read_own_run(connection),)).fetchone()
    return row is not None


def is_cut_from(connection: sqlite3.Connection) -> bool:
    """Whether the part was cut off this database, of which nothing else was stored since.

    It knows no run that is not known here, and no later one is.
    """
    row = connection.execute(
        "SELECT 1 FROM other.runs o LEFT JOIN main.runs m USING (id, kind, started_at, arguments) WHERE m.id IS NULL"
        " UNION ALL SELECT 1 FROM main.runs WHERE id > ?",
        (_read_own_run(connection),),
    ).fetchone()
    return row is None


def _read_own_run(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA other.user_version").fetchone()[0])


def begin(connection: sqlite3.Connection) -> None:
    """Find the part's portals, and what its articles and captures are here. First of all, inside a transaction."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    set_own_portals(connection, [row[0] for row in connection.execute("SELECT id FROM other.portals")])
    connection.execute("INSERT INTO map_run SELECT id, id FROM other.runs")
    replace_rows(connection, "portals", f"id IN {_OWN}", f"id IN {_OWN}")
    connection.execute(
        "INSERT INTO main.robots SELECT * FROM other.robots WHERE 1 ON CONFLICT (origin) DO UPDATE SET"
        " fetched_at = excluded.fetched_at, status = excluded.status, text = excluded.text, error = excluded.error"
        " WHERE excluded.fetched_at > fetched_at"
    )
    copy_captures(connection)
    find_known(connection)
    connection.execute("DELETE FROM map_article WHERE there NOT IN (SELECT min(there) FROM map_article GROUP BY here)")
    connection.execute("CREATE UNIQUE INDEX temp.map_article_here ON map_article (here)")


def list_gone(connection: sqlite3.Connection) -> list[int]:
    """Articles of the part's portals that are in it no more: each has become part of another."""
    rows = connection.execute(
        f"SELECT id FROM main.articles WHERE portal IN {_OWN} AND id NOT IN (SELECT here FROM map_article) ORDER BY id"
    )
    return [row[0] for row in rows]


def remove_articles(connection: sqlite3.Connection, articles: Sequence[int]) -> None:
    """Take away articles that have become part of others. Their clusters have let go of them."""
    for article in articles:
        connection.execute(
            "UPDATE merged_rows SET here = a.here FROM main.articles m JOIN other.article_uids u ON u.uid = m.uid"
            " JOIN map_article a ON a.there = u.article"
            " WHERE m.id = :gone AND merged_rows.kind = 'article' AND merged_rows.here = :gone",
            {"gone": article},
        )
        for table in BY_ARTICLE:
            connection.execute(f"DELETE FROM main.{table} WHERE article = ?", (article,))
        connection.execute("UPDATE main.urls SET article = NULL WHERE article = ?", (article,))
        connection.execute("DELETE FROM main.articles WHERE id = ?", (article,))


def replace_articles(connection: sqlite3.Connection) -> Returned:
    """Bring articles up to what the part says, and add those that are new."""
    linked = ", ".join(f"o.{name}" for name in LINKED_BY), ", ".join(f"m.{name}" for name in LINKED_BY)
    rows = connection.execute(
        "SELECT m.id FROM map_article a JOIN other.articles o ON o.id = a.there JOIN main.articles m ON m.id = a.here"
        f" WHERE ({linked[0]}) IS NOT ({linked[1]}) ORDER BY m.id"
    )
    changed = [row[0] for row in rows]
    update_articles(connection)
    last = connection.execute("SELECT coalesce(max(id), 0) FROM main.articles").fetchone()[0]
    columns = [name for name in merging.list_columns(connection, "articles") if name not in ("id", "duplicate_of")]
    connection.execute(
        f"INSERT INTO main.articles ({', '.join(columns)}) SELECT {', '.join(map(translate, columns))}"
        " FROM other.articles o WHERE o.id NOT IN (SELECT there FROM map_article) ORDER BY o.id"
    )
    connection.execute(
        "INSERT INTO map_article SELECT o.id, m.id FROM main.articles m JOIN other.articles o ON o.url = m.url"
        " WHERE m.id > ?",
        (last,),
    )
    new = [row[0] for row in connection.execute("SELECT id FROM main.articles WHERE id > ? ORDER BY id", (last,))]
    for table in BY_ARTICLE:
        own = "article IN (SELECT id FROM {0}.articles WHERE portal IN (SELECT id FROM own_portals))"
        replace_rows(connection, table, own.format("main"), own.format("other"))
    return Returned(new, changed)


def update_articles(connection: sqlite3.Connection) -> None:
    """Articles that are in both, as the part has them. Two may have changed their addresses with each other."""
    pair = "FROM other.articles o JOIN map_article a ON a.there = o.id WHERE articles.id = a.here"
    aside = "url = '#' || articles.id, uid = '#' || articles.id"
    connection.execute(f"UPDATE main.articles SET {aside} {pair} AND o.url <> articles.url")
    columns = [name for name in merging.list_columns(connection, "articles") if name not in ("id", "duplicate_of")]
    values = [translate(name) for name in columns]
    stored = ", ".join(f"articles.{name}" for name in columns)
    connection.execute(
        f"UPDATE main.articles SET ({', '.join(columns)}) = ({', '.join(values)}) {pair}"
        f" AND ({stored}) IS NOT ({', '.join(values)})"
    )


def replace_frontier(connection: sqlite3.Connection) -> None:
    """Walks, addresses, and what each run brought, as the part has them."""
    addresses = [f"url IN (SELECT url FROM {schema}.urls WHERE portal IN {_OWN})" for schema in ("main", "other")]
    for table in BY_ADDRESS:
        connection.execute(f"DELETE FROM main.{table} WHERE {addresses[0]}")
    for table in REPLACED:
        replace_rows(connection, table, f"portal IN {_OWN}", f"portal IN {_OWN}")
    for table in BY_ADDRESS:
        replace_rows(connection, table, *addresses)


def replace_rows(connection: sqlite3.Connection, table: str, here: str, there: str) -> None:
    """Let a table's rows be those of the part, where they differ.

    Args:
        connection: Where the part is attached.
        table: In both files, with a primary key.
        here: Which rows of `main` may be replaced.
        there: Which rows of `other` take their place.
    """
    columns = merging.list_columns(connection, table)
    key = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0", (table,))]
    same = " AND ".join(f"o.{_quote(name)} = {untranslate(table, name)}" for name in key)
    connection.execute(
        f"DELETE FROM main.{table} WHERE {here} AND NOT EXISTS (SELECT 1 FROM other.{table} o WHERE {same})"
    )
    rest = [_quote(name) for name in columns if name not in key]
    conflict = "DO NOTHING"
    if rest:
        new = [f"excluded.{name}" for name in rest]
        changes = ", ".join(f"{one} = {other}" for one, other in zip(rest, new, strict=True))
        conflict = (
            f"({', '.join(map(_quote, key))}) DO UPDATE SET {changes}"
            f" WHERE {here} AND ({', '.join(rest)}) IS NOT ({', '.join(new)})"
        )
    order = "ORDER BY o.rowid" if has_rowid(connection, table) else ""
    connection.execute(
        f"INSERT INTO main.{table} ({', '.join(map(_quote, columns))}) SELECT {', '.join(map(translate, columns))}"
        f" FROM other.{table} AS o WHERE {there} {order} ON CONFLICT {conflict}"
    )


def has_rowid(connection: sqlite3.Connection, table: str) -> bool:
    row = connection.execute("SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", (table,)).fetchone()
    return not row[0]


def _quote(name: str) -> str:
    return f'"{name}"'


def translate(name: str) -> str:
    """A column of the part's row, with this database's numbers, which what the part does not hold has there too."""
    kind = REFERENCES.get(name)
    if kind is None or name in AS_NUMBERED:
        return f'o."{name}"'
    return f'coalesce((SELECT here FROM map_{kind} WHERE there = o."{name}"), o."{name}")'


def untranslate(table: str, name: str) -> str:
    """A column of a row here, with the numbers of the part."""
    if name == "article":
        return f"(SELECT there FROM map_article WHERE here = main.{table}.article)"
    return f'main.{table}."{name}"'


def group_by_portal(connection: sqlite3.Connection, articles: Sequence[int]) -> dict[str, list[int]]:
    """Articles that are there by their portals."""
    rows = connection.execute(
        "SELECT portal, articles.id FROM articles JOIN json_each(?) w ON articles.id = w.value ORDER BY articles.id",
        (json.dumps(list(articles)),),
    )
    found: dict[str, list[int]] = {}
    for portal, article in rows:
        found.setdefault(portal, []).append(article)
    return found


def save_duplicates(connection: sqlite3.Connection, run: int, portal: str, duplicates: int) -> None:
    """Correct how many of a harvest's new articles repeat another."""
    connection.execute("UPDATE harvests SET duplicates = ? WHERE run = ? AND portal = ?", (duplicates, run, portal))
