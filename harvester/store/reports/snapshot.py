"""Columns and rows of each exported table, computed columns (words, host, uid) among them, of one moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from harvester.store.database import Store
from harvester.store.reports.queries import make_match
from harvester.store.reports.selection import Selection, find_portals, make_conditions

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What an export has of a table: the order of its rows, and the columns that name an article or a portal.

    `source` is a view that has the table's rows with more columns. `computed` are columns of an export alone: the type
    and the SQL over `t` of each. `omitted` are columns that tell of the machine, not of the news.
    """

    name: str
    order: tuple[str, ...]
    articles: tuple[str, ...] = ()
    portal: str | None = None
    source: str | None = None
    computed: tuple[tuple[str, str, str], ...] = ()
    omitted: frozenset[str] = frozenset()

    @property
    def rows(self) -> str:
        """The table or view that is read."""
        return self.source or self.name


def compute_uid(column: str) -> tuple[str, str, str]:
    """A column with the uid of the article that another column names."""
    return f"{column}_uid", "TEXT", f"(SELECT uid FROM articles WHERE id = t.{column})"


OF_ARTICLE = (compute_uid("article"),)

OF_TEXT = (
    ("url_host", "TEXT", "read_host(t.url)"),
    ("words", "INTEGER", "count_words(t.lead) + count_words(t.body)"),
    compute_uid("duplicate_of"),
)

TABLES = (
    Table("portals", ("id",), portal="id"),
    Table("articles", ("id",), ("id",), source="articles_with_units", computed=OF_TEXT),
    Table("article_uids", ("uid",), ("article",), computed=OF_ARTICLE),
    Table("article_urls", ("url",), ("article",), computed=OF_ARTICLE),
    Table("date_candidates", ("article", "text", "found_in"), ("article",), computed=OF_ARTICLE),
    Table("revisions", ("article", "revision"), ("article",), computed=OF_ARTICLE),
    Table("similar", ("article", "other"), ("article", "other"), computed=(*OF_ARTICLE, compute_uid("other"))),
    Table("images", ("article", "position"), ("article",), computed=OF_ARTICLE),
    Table("attachments", ("article", "url"), ("article",), computed=OF_ARTICLE),
    Table("article_units", ("article", "role", "unit"), ("article",), computed=OF_ARTICLE),
    Table("portal_units", ("portal", "unit"), portal="portal"),
    Table("units", ("id",)),
    Table("unit_changes", ("old", "new")),
    Table("gazetteer", ("version",)),
    Table("runs", ("id",), omitted=frozenset({"arguments"})),
    Table("harvests", ("run", "portal"), portal="portal"),
)
"""The tables of an export. The frontier is the harvester's own."""

_COVERAGE = """
    SELECT p.id AS portal, p.name, p.level, p.province, p.url,
        count(a.id) AS articles,
        count(a.published_at) AS dated,
        count(a.id) - count(a.published_at) AS undated,
        count(CASE WHEN a.published_precision IN ('second', 'minute', 'hour') THEN 1 END) AS dated_closely,
        count(CASE WHEN a.published_precision = 'day' THEN 1 END) AS dated_by_day,
        count(CASE WHEN a.published_precision IN ('month', 'year') THEN 1 END) AS dated_vaguely,
        count(CASE WHEN a.published_from = 'body' THEN 1 END) AS dated_from_body,
        count(a.duplicate_of) AS duplicates,
        count(CASE WHEN a.revision > 1 THEN 1 END) AS changed,
        count(a.gone_at) AS gone,
        min(a.published_at) AS first_published_at,
        max(a.published_at) AS last_published_at,
        max(a.checked_at) AS last_checked_at
    FROM portals p LEFT JOIN articles a ON a.portal = p.id AND {condition}
    WHERE {portals}
    GROUP BY p.id ORDER BY p.id
"""


class Snapshot:
    """The selected rows of every table as they were when it was opened, whatever a crawl writes meanwhile.

    Two of an unchanged database read the same rows in the same order. Rows hang together: what belongs to an
    article that was not selected is left out.
    """

    def __init__(self, store: Store, selection: Selection) -> None:
        self.store = store
        self.connection = store.connection
        self.selection = selection
        self.connection.execute("BEGIN")
        self.connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # the moment: BEGIN alone waits for a read
        self.connection.create_function("count_words", 1, count_words, deterministic=True)
        self.connection.create_function("read_host", 1, _read_host, deterministic=True)
        self.condition, self.values = make_conditions(selection, self.connection)

    @classmethod
    def open(cls, path: str | Path, selection: Selection) -> Self:
        """Open a database and hold on to its present state.

        Args:
            path: The database.
            selection: Which articles are read.

        Returns:
            The snapshot, to be closed: use it in a `with` statement.

        Raises:
            StoreError: The database cannot be opened.
            ConfigError: The database has no such portal or province.
        """
        store = Store.open_for_search(path)
        try:
            return cls(store, selection)
        except BaseException:
            store.close()
            raise

    def read_columns(self, table: Table) -> dict[str, str]:
        """The declared type of each column, e.g. `{"id": "INTEGER", …}`, in the table's order."""
        rows = self.connection.execute(f"PRAGMA table_info({table.rows})")
        stored = {row["name"]: row["type"] for row in rows if row["name"] not in table.omitted}
        return stored | {name: declared for name, declared, _ in table.computed}

    def read_references(self, table: Table) -> list[tuple[str, str, str]]:
        """Columns that name a row of a table that is exported too: column, that table, its column."""
        rows = self.connection.execute(f"PRAGMA foreign_key_list({table.name})")
        exported = {one.name for one in TABLES}
        return sorted((row["from"], row["table"], row["to"]) for row in rows if row["table"] in exported)

    def read_rows(self, table: Table, order: str | None = None) -> Iterator[Row]:
        """The selected rows of a table in its order, or in another one (SQL over `t`)."""
        order = order or ", ".join(f"t.{column}" for column in table.order)
        columns = ", ".join(make_expressions(table, self.read_columns(table)).values())
        return self.read(f"SELECT {columns} FROM {self.make_source(table)} ORDER BY {order}")

    def read_lines(self, table: Table) -> Iterator[str]:
        """The selected rows as JSON objects, made by SQLite itself: more than twice as fast as Python's json."""
        order = ", ".join(f"t.{column}" for column in table.order)
        row = make_json_object(make_expressions(table, self.read_columns(table)))
        for (line,) in self.read(f"SELECT {row} FROM {self.make_source(table)} ORDER BY {order}"):
            yield line

    def make_source(self, table: Table) -> str:
        if table.portal is not None:
            return f"{table.name} t WHERE {self.make_portal_condition(f't.{table.portal}')}"
        if self.selection.is_everything or not table.articles:
            return f"{table.rows} t"
        if table.name == "articles":
            return f"{table.rows} t WHERE {self.make_condition('t')}"
        source = f"{table.rows} t"
        conditions = []
        for i, column in enumerate(table.articles):  # CROSS JOIN: rows come in the table's order, unsorted
            source += f" CROSS JOIN articles a{i} ON a{i}.id = t.{column}"
            conditions.append(self.make_condition(f"a{i}"))
        return f"{source} WHERE {' AND '.join(conditions)}"

    def make_condition(self, alias: str) -> str:
        return make_conditions(self.selection, self.connection, alias)[0]

    def make_portal_condition(self, column: str) -> str:
        portals = find_portals(self.selection, self.connection)
        return "1" if portals is None else f"{column} IN ({', '.join(f':portal{i}' for i in range(len(portals)))})"

    def read_coverage(self) -> Iterator[sqlite3.Row]:
        """What there is of each selected portal, and how well it is dated."""
        sql = _COVERAGE.format(condition=self.condition, portals=self.make_portal_condition("p.id"))
        return iter(self.connection.execute(sql, self.values))

    def read_feed(
        self, limit: int, portal: str | None = None, province: str | None = None, query: str | None = None
    ) -> list[sqlite3.Row]:
        """The newest dated articles of a portal, a province or a search, newest first, without bodies."""
        conditions = [self.condition, "a.published_at IS NOT NULL", "a.gone_at IS NULL"]
        values = {**self.values, "portal": portal, "province": province, "limit": limit}
        if portal is not None:
            conditions.append("a.portal = :portal")
        if province is not None:
            conditions.append("a.portal IN (SELECT id FROM portals WHERE province = :province)")
        if query is not None:
            conditions.append("a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match)")
            values["match"] = make_match(query)
        sql = f"""
            SELECT a.id, a.uid, a.url, a.title, a.lead, substr(a.body, 1, 600) AS opening, a.author, a.category,
                a.published_at, a.first_seen_at, a.portal, p.name AS portal_name, p.province,
                p.url AS portal_url, coalesce(
                    (SELECT max(r.seen_at) FROM revisions r WHERE r.article = a.id), a.first_seen_at
                ) AS changed_at
            FROM articles a JOIN portals p ON p.id = a.portal
            WHERE {' AND '.join(conditions)} ORDER BY a.published_at DESC, a.id DESC LIMIT :limit
        """  # fmt: skip
        return self.connection.execute(sql, values).fetchall()

    def read_portals(self) -> list[sqlite3.Row]:
        condition = self.make_portal_condition("p.id")
        return self.connection.execute(
            f"SELECT p.* FROM portals p WHERE {condition} ORDER BY p.id", self.values
        ).fetchall()

    def read_moment(self) -> str | None:
        """When the newest of the database was seen: the same for the same database, unlike the clock."""
        found: str | None = self.connection.execute("SELECT max(checked_at) FROM articles").fetchone()[0]
        return found

    def read(self, sql: str) -> Iterator[Row]:
        cursor = self.connection.cursor()
        cursor.row_factory = None
        return cursor.execute(sql, self.values)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def make_expressions(table: Table, columns: Iterable[str]) -> dict[str, str]:
    """SQL over `t` for each column of an export."""
    stored = {name: f't."{name}"' for name in columns}
    return stored | {name: sql for name, _, sql in table.computed}


def make_json_object(expressions: dict[str, str]) -> str:
    """An SQL expression: an object of those expressions by their names, compact, UTF-8 unescaped."""
    pairs = (f"'{name}', {sql}" for name, sql in expressions.items())
    return f"json_object({', '.join(pairs)})"


def count_words(text: str | None) -> int:
    """How many pieces blanks part a text into."""
    return len(text.split()) if text else 0


def _read_host(url: str) -> str | None:
    """The host of an address, in lower case; None where it cannot be told."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def find_table(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)


def read_units_source(snapshot: Snapshot) -> str:
    """Return where the administrative units come from, and their licence."""
    found: str = snapshot.connection.execute("SELECT source FROM gazetteer").fetchone()[0]
    return found
