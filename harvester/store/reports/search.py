"""Full-text search: hits ranked by spelling as typed, bm25 and freshness, alike in the terminal and on the pages."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from harvester.store.reports.marking import Marked, Piece, mark_texts
from harvester.store.reports.queries import make_match, make_spelling_counter
from harvester.store.reports.selection import Selection, make_conditions, postpone_portals

CANDIDATES = 500
"""Hits of the best bm25 that are ranked again with their freshness and their spelling: the whole of a common word's
would be read from the table otherwise. No more than these can be listed by relevance."""

WEIGHTS = "8.0, 3.0, 1.0"
"""bm25's weights of title, lead and body."""

FRESHNESS = 0.5
"""How much more an article of the newest day counts than one that is endlessly old. After a year half of
it is left."""

HITS = "articles_fts CROSS JOIN articles a INDEXED BY articles_by_id ON a.id = articles_fts.rowid"
"""The hits with their portals and times, which an index holds: the rows themselves are long."""

RANKED = """
WITH hits AS MATERIALIZED (
    SELECT articles_fts.rowid, bm25(articles_fts, {weights}) AS relevance
    FROM {source} WHERE articles_fts MATCH :match AND {condition}
    ORDER BY relevance LIMIT :candidates),
newest AS MATERIALIZED (SELECT julianday(max(published_at)) AS day FROM articles)
SELECT a.id, a.uid, a.url, a.portal, p.name AS portal_name, p.province, a.published_at, a.published_precision,
    a.duplicate_of, a.title, a.lead, a.body, {spelled} AS spelled, -relevance * (1 + coalesce(:freshness /
        (1 + max(0, newest.day - julianday(a.published_at)) / 365.25), 0)) AS score
FROM hits CROSS JOIN newest JOIN articles a ON a.id = hits.rowid JOIN portals p ON p.id = a.portal
ORDER BY spelled DESC, score DESC, a.id LIMIT :limit OFFSET :offset
"""

_NEWEST = """
SELECT a.id, a.uid, a.url, a.portal, p.name AS portal_name, p.province, a.published_at, a.published_precision,
    a.duplicate_of, a.title, a.lead, a.body, 0.0 AS score
FROM (SELECT a.id FROM {source} WHERE articles_fts MATCH :match AND {condition}
    ORDER BY a.published_at DESC, a.id DESC LIMIT :limit OFFSET :offset) hits
JOIN articles a ON a.id = hits.id JOIN portals p ON p.id = a.portal
ORDER BY a.published_at DESC, a.id DESC
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. `title` and `snippet` are whole texts in pieces, hits marked."""

    id: int
    uid: str
    url: str
    portal: str
    portal_name: str
    province: str
    published_at: str | None
    published_precision: str | None
    duplicate_of: int | None
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    score: float  # greater is better


@dataclass(frozen=True, slots=True)
class Found:
    """The hits that were asked for, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def find_articles(
    connection: sqlite3.Connection, query: str, selection: Selection | None = None, limit: int = 20
) -> Found:
    """The best hits of a query among the selected articles, duplicates among them.

    Those come first that have the words as they were typed, where these have diacritics; then by bm25 and by how old
    an article is, counted from the newest in the database. Raises QueryError.
    """
    selection = selection or Selection(with_duplicates=True)
    match = make_match(query)
    condition, values = make_hit_conditions(selection, connection)
    source = choose_source(selection)
    total = connection.execute(
        f"SELECT count(*) FROM {source} WHERE articles_fts MATCH :match AND {condition}", values | {"match": match}
    ).fetchone()[0]
    return Found(total, find_best(connection, query, selection, limit))


def find_best(
    connection: sqlite3.Connection, query: str, selection: Selection, limit: int, offset: int = 0
) -> tuple[Hit, ...]:
    """Hits in the order of relevance, at most those of the first CANDIDATES."""
    match = make_match(query)
    condition, values = make_hit_conditions(selection, connection)
    count = make_spelling_counter(query)
    if count is not None:
        connection.create_function("count_spelled", 3, count, deterministic=True)
    sql = RANKED.format(
        weights=WEIGHTS, source=choose_source(selection), condition=condition,
        spelled="0" if count is None else "count_spelled(a.title, a.lead, a.body)",
    )  # fmt: skip
    values |= {
        "match": match, "candidates": max(CANDIDATES, limit), "limit": limit, "offset": offset,
        "freshness": FRESHNESS,
    }  # fmt: skip
    return make_hits(connection.execute(sql, values).fetchall(), match)


def find_newest(
    connection: sqlite3.Connection, query: str, selection: Selection, limit: int, offset: int = 0
) -> tuple[Hit, ...]:
    """Hits by their publication, the newest first, undated ones last."""
    match = make_match(query)
    condition, values = make_hit_conditions(selection, connection)
    values |= {"match": match, "limit": limit, "offset": offset}
    return make_hits(connection.execute(_NEWEST.format(source=HITS, condition=condition), values).fetchall(), match)


def make_hit_conditions(
    selection: Selection, connection: sqlite3.Connection
) -> tuple[str, dict[str, str | int | float]]:
    """The conditions of a selection over hits, which are found by their ids. Raises ConfigError."""
    condition, values = make_conditions(selection, connection)
    return postpone_portals(condition), values


def choose_source(selection: Selection) -> str:
    """Only with filters the hits' portals and times are needed; whether they are copies no index tells."""
    if selection.is_everything:
        return "articles_fts"
    return HITS if selection.with_duplicates else HITS.replace(" INDEXED BY articles_by_id", "")


def make_hits(rows: list[sqlite3.Row], match: str) -> tuple[Hit, ...]:
    marked = mark_texts(rows, match)
    return tuple(make_hit(row, marked[row["id"]]) for row in rows)


def make_hit(row: sqlite3.Row, marked: Marked) -> Hit:
    title, snippet = marked
    return Hit(
        id=row["id"], uid=row["uid"], url=row["url"], portal=row["portal"], portal_name=row["portal_name"],
        province=row["province"], published_at=row["published_at"],
        published_precision=row["published_precision"], duplicate_of=row["duplicate_of"],
        title=title, snippet=snippet, score=row["score"],
    )  # fmt: skip
