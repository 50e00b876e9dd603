"""SQL for lists of articles: of a selection or of a search, page by page, counted by month and portal, or whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from harvester.store.reports.marking import Piece
from harvester.store.reports.queries import make_match
from harvester.store.reports.search import CANDIDATES, HITS, Hit, find_best, find_newest
from harvester.store.reports.selection import Selection, make_conditions, postpone_portals

Order = Literal["relevance", "newest"]

State = Literal["", "undated", "copies", "gone"]

STATES = {
    "": "1",
    "undated": "a.published_at IS NULL",
    "copies": "a.duplicate_of IS NOT NULL",
    "gone": "a.gone_at IS NOT NULL",
}
"""Articles of one kind, as conditions."""

_HIT_STATES = STATES | {
    state: f"a.id IN (SELECT id FROM articles WHERE {STATES[state].removeprefix('a.')})" for state in ("copies", "gone")
}
"""The same of hits, whose own rows are long: of these kinds an index lists the ids."""

_INDEXES = {"": "articles_by_portal", "copies": "articles_newest", "gone": "articles_gone"}
"""What is counted by, of each kind: the index that has all that is asked for."""

BY_TIME = "articles_newest"
"""What is counted by where only a span of time is wanted."""

LEAD = 300
"""Characters of a text that stand for a lead where there is none, and of a lead at most."""

COLUMNS = (
    "uid", "published_at", "published_precision", "title", "lead", "portal", "portal_name", "level", "province",
    "category", "author", "document_number", "url", "first_seen_at", "gone_at",
)  # fmt: skip
"""What a list has as CSV: what a reader of a spreadsheet wants of an article."""

_PAGE = """
SELECT a.id, a.uid, a.url, a.portal, p.name AS portal_name, p.province, a.published_at, a.published_precision,
    a.duplicate_of, a.title, substr(coalesce(nullif(a.lead, ''), a.body), 1, {lead}) AS lead
FROM (SELECT a.id FROM {source} WHERE {condition} ORDER BY a.published_at DESC, a.id DESC
    LIMIT :limit OFFSET :offset) page
JOIN articles a ON a.id = page.id JOIN portals p ON p.id = a.portal
ORDER BY a.published_at DESC, a.id DESC
"""

_COUNTS = """
WITH parts AS MATERIALIZED (
    SELECT a.portal, substr(a.published_at, 1, 7) AS month, count(*) AS articles FROM {source} WHERE {condition}
    GROUP BY a.portal, month)
SELECT NULL AS month, portal AS name, sum(articles) FROM parts GROUP BY portal
UNION ALL
SELECT month, p.level, sum(articles) FROM parts JOIN portals p ON p.id = portal
WHERE month IS NOT NULL GROUP BY month, p.level
"""
"""Added up here: thousands of portals have hundreds of thousands of months."""

_COUNTS_BY_PORTAL = """
SELECT NULL AS month, a.portal AS name, count(*) FROM {source} WHERE {condition} GROUP BY a.portal
UNION ALL
SELECT substr(a.published_at, 1, 7) AS month, p.level, count(*) FROM portals p CROSS JOIN {source} ON a.portal = p.id
WHERE a.published_at IS NOT NULL AND {condition} GROUP BY month, p.level
"""
"""The same where all articles are counted: going through an index twice takes two thirds of the time."""

_WHOLE = """
SELECT a.uid, a.published_at, a.published_precision, a.title, a.lead, a.portal, p.name AS portal_name, p.level,
    p.province, a.category, a.author, a.document_number, a.url, a.first_seen_at, a.gone_at
FROM (SELECT a.id FROM {source} WHERE {condition} ORDER BY a.published_at DESC, a.id DESC LIMIT -1) list
CROSS JOIN articles a ON a.id = list.id CROSS JOIN portals p ON p.id = a.portal
"""
"""In the order of the inner list, so that no rows as long as these are sorted: its LIMIT keeps it apart."""

FEED = """
SELECT a.uid, a.url, a.title, a.lead, substr(a.body, 1, 600) AS opening, a.author, a.category, a.published_at,
    a.published_precision, a.first_seen_at, p.name AS portal_name, coalesce(
        (SELECT max(r.seen_at) FROM revisions r WHERE r.article = a.id AND r.cause = 'page'), a.first_seen_at
    ) AS changed_at
FROM (SELECT a.id FROM {source} WHERE {condition} AND {after} ORDER BY a.id DESC LIMIT :limit) list
JOIN articles a ON a.id = list.id JOIN portals p ON p.id = a.portal ORDER BY a.id DESC
"""


EVERYTHING = Selection(with_duplicates=True)


@dataclass(frozen=True, slots=True)
class Question:
    """What a list is asked for: words or none, a selection, and articles of one kind or of every one."""

    query: str = ""
    selection: Selection = EVERYTHING
    state: State = ""

    @property
    def most_listed(self) -> int | None:
        """How many can be listed by relevance."""
        return CANDIDATES if self.query else None


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many articles a list has: by month (`2023-07`) and level where they are dated, and by portal."""

    months: tuple[tuple[str, str, int], ...]
    portals: dict[str, int]


_Source = tuple[str, str, dict[str, str | int | float]]
"""What follows FROM, a condition, and its values."""


def make_source(connection: sqlite3.Connection, question: Question) -> _Source:
    """Raise QueryError and ConfigError."""
    condition, values = make_conditions(question.selection, connection)
    condition = f"{condition} AND {(_HIT_STATES if question.query else STATES)[question.state]}"
    if not question.query:
        if not question.selection.portals:  # of one portal there are few; of a province the newest are soon met
            condition = postpone_portals(condition)
        is_rare = question.state == "gone"
        return "articles a INDEXED BY articles_gone" if is_rare else "articles a", condition, values
    source = HITS if question.selection.with_duplicates else UNINDEXED
    condition = f"articles_fts MATCH :match AND {postpone_portals(condition)}"
    return source, condition, values | {"match": make_match(question.query)}


UNINDEXED = HITS.replace(" INDEXED BY articles_by_id", "")
"""The hits with all of their columns: slower where there are many."""


def count_hits(connection: sqlite3.Connection, question: Question) -> int:
    """How many articles there are in all.

    Raises:
        QueryError: and ConfigError.
    """
    source, condition, values = make_source(connection, question)
    found = connection.execute(f"SELECT count(*) FROM {source} WHERE {condition}", values).fetchone()[0]
    return int(found)


def read_counts(connection: sqlite3.Connection, question: Question) -> ListCounts:
    """How many articles there are of each month and level, and of each portal, that has any.

    Raises:
        QueryError: and ConfigError.
    """
    source, condition, values = make_source(connection, question)
    if not question.query and question.state in _INDEXES and not question.selection.portals:
        spans = question.selection.since is not None and question.state == ""
        source = f"articles a INDEXED BY {BY_TIME if spans else _INDEXES[question.state]}"
    counts = _COUNTS_BY_PORTAL if source.endswith(_INDEXES[""]) else _COUNTS
    rows = connection.execute(counts.format(source=source, condition=condition), values).fetchall()
    months = tuple((month, level, articles) for month, level, articles in rows if month is not None)
    return ListCounts(months, {portal: articles for month, portal, articles in rows if month is None})


def read_page(
    connection: sqlite3.Connection, question: Question, order: Order, limit: int, offset: int = 0
) -> tuple[Hit, ...]:
    """A page of a list. By relevance none but the best can be listed.

    Raises:
        QueryError: and ConfigError.
    """
    if question.query and question.state == "":
        find = find_best if order == "relevance" else find_newest
        return find(connection, question.query, question.selection, limit, offset)
    source, condition, values = make_source(connection, question)
    sql = _PAGE.format(source=source, condition=condition, lead=LEAD)
    rows = connection.execute(sql, values | {"limit": limit, "offset": offset}).fetchall()
    return tuple(make_listed(row) for row in rows)


def make_listed(row: sqlite3.Row) -> Hit:
    return Hit(
        id=row["id"], uid=row["uid"], url=row["url"], portal=row["portal"], portal_name=row["portal_name"],
        province=row["province"], published_at=row["published_at"],
        published_precision=row["published_precision"], duplicate_of=row["duplicate_of"],
        title=(Piece(row["title"]),), snippet=(Piece(row["lead"] or ""),), score=0.0,
    )  # fmt: skip


def read_whole(connection: sqlite3.Connection, question: Question) -> Iterator[tuple[object, ...]]:
    """Every article of a list, the newest first, as `COLUMNS`.

    Raises:
        QueryError: and ConfigError.
    """
    source, condition, values = make_source(connection, question)
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(_WHOLE.format(source=source, condition=condition), values)


def read_latest(
    connection: sqlite3.Connection, question: Question, limit: int, *, after: int | None = None
) -> list[sqlite3.Row]:
    """The articles that were stored last, or those stored `after` an id.

    Raises:
        QueryError: and ConfigError.
    """
    source, condition, values = make_source(connection, question)
    sql = FEED.format(source=source, condition=condition, after="1" if after is None else "a.id > :after")
    return connection.execute(sql, values | {"limit": limit, "after": after or 0}).fetchall()
