"""Rows that name others which are lost: they are mended where they can be, else they go."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from harvester.wording import write_count

_SHOWN = 20
"""Addresses of lost articles that are named one by one."""

PLACEHOLDERS = {
    "portals": "INSERT INTO portals (id, name, level, province, url) SELECT DISTINCT {column}, {column}, 'unknown',"
    " 'unknown', coalesce((SELECT min(fetch_url) FROM urls WHERE portal = {table}.{column} AND kind = 'home'), '')"
    " FROM {table} WHERE {is_lost}",
    "runs": "INSERT INTO runs (id, started_at, finished_at, status) SELECT DISTINCT {column}, {time}, {time}, 'killed'"
    " FROM {table} WHERE {is_lost}",
}
"""How a lost row is made up that much else names; the next crawl brings a portal's up to its file."""

_TIME = (
    "coalesce((SELECT min(found_at) FROM urls WHERE found_run = {table}.{column}), (SELECT min(first_seen_at) FROM"
    " articles), '1970-01-01T00:00:00+00:00')"
)
"""When a lost run began, as far as can be told."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of another table."""

    table: str
    column: str
    parent: str
    key: str
    is_required: bool

    @property
    def is_lost(self) -> str:
        """SQL: the column names a row that is not there."""
        return (
            f"{self.table}.{self.column} IS NOT NULL AND NOT EXISTS"
            f" (SELECT 1 FROM {self.parent} AS parent WHERE parent.{self.key} = {self.table}.{self.column})"
        )


def _list_references(connection: sqlite3.Connection) -> list[Reference]:
    """All of the schema; those that placeholders can be made for come first."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = []
    for name in names:
        required = {
            row["name"] for row in connection.execute(f"PRAGMA table_info({name})") if row["notnull"] or row["pk"]
        }
        found += [
            Reference(name, row["from"], row["table"], row["to"], row["from"] in required)
            for row in connection.execute(f"PRAGMA foreign_key_list({name})")
        ]
    return sorted(found, key=lambda reference: (reference.parent not in PLACEHOLDERS, reference.table))


def mend_references(connection: sqlite3.Connection) -> list[str]:
    """Make every reference lead to a row again; in words, what was done and which articles are lost."""
    notes = list_lost_articles(connection)
    connection.execute(
        "UPDATE urls SET state = 'pending', tries = 0, next_try_at = NULL, etag = NULL, last_modified = NULL"
        " WHERE article IS NOT NULL AND article NOT IN (SELECT id FROM articles)"
    )
    changed = True
    while changed:  # a row that goes may have been named itself
        changed = False
        for reference in _list_references(connection):
            count = mend(connection, reference)
            if count:
                changed = True
                notes.append(_describe(reference, count))
    return notes


def mend(connection: sqlite3.Connection, reference: Reference) -> int:
    """Mend one column, or take its rows out; how many."""
    values = {
        "table": reference.table,
        "column": reference.column,
        "is_lost": reference.is_lost,
        "time": _TIME.format(table=reference.table, column=reference.column),
    }
    if reference.parent in PLACEHOLDERS:
        statement = PLACEHOLDERS[reference.parent]
    elif reference.is_required:
        statement = "DELETE FROM {table} WHERE {is_lost}"
    else:
        statement = "UPDATE {table} SET {column} = NULL WHERE {is_lost}"
    return connection.execute(statement.format(**values)).rowcount


def _describe(reference: Reference, count: int) -> str:
    if reference.parent in PLACEHOLDERS:
        lost = f"{write_count(count, 'row')} that {reference.table} names"
        return f"{reference.parent}: lost: {lost}; replaced by placeholders"
    fate = "left out" if reference.is_required else f"kept without their {reference.column}"
    return f"{reference.table}: {write_count(count, 'row')} {fate}: what they name of {reference.parent} is lost"


def list_lost_articles(connection: sqlite3.Connection) -> list[str]:
    """The articles of which nothing is left but an address; the next crawl asks for those again."""
    rows = connection.execute(
        "SELECT min(url) FROM (SELECT url, article FROM article_urls UNION SELECT url, article FROM urls)"
        " WHERE article IS NOT NULL AND article NOT IN (SELECT id FROM articles) GROUP BY article ORDER BY 1"
    ).fetchall()
    notes = [f"articles: lost: {row[0]} (the next crawl asks for it again)" for row in rows[:_SHOWN]]
    return notes + ([f"articles: lost: {len(rows) - _SHOWN:,} more"] if len(rows) > _SHOWN else [])
