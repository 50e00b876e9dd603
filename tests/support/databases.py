"""Two harvests compared by what they say. Knows the public schema and nothing else.

    assert compare_databases(undisturbed, killed) == []

It only reads. Rows are told apart by canonical address; every reference to an article is shown as that
article's address; every address of a portal is shown relative to the portal's own, so that the same site
served on two ports is the same.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LOOPBACK = re.compile(r"https?://(?:127\.0\.0\.\d+|localhost|\[::1\]):\d+")

KEYS: dict[str, tuple[str, ...]] = {
    "articles": ("url",),
    "date_candidates": ("article", "text", "found_in"),
    "revisions": ("article", "revision"),
    "similar": ("article", "other"),
    "article_urls": ("url",),
    "images": ("article", "position", "url"),
    "attachments": ("article", "url"),
    "urls": ("url",),
    "portals": ("id",),
}
"""What is compared, and the columns that tell the rows of a table apart."""

REFERENCES = {
    "articles": ("duplicate_of",),
    "similar": ("article", "other"),
    "urls": ("article",),
    "date_candidates": ("article",),
    "revisions": ("article",),
    "article_urls": ("article",),
    "images": ("article",),
    "attachments": ("article",),
}
"""Columns that hold an article's id."""

ARTICLE_COLUMNS = (
    "portal",
    "url",
    "kind",
    "title",
    "lead",
    "body",
    "author",
    "source",
    "category",
    "tags",
    "language",
    "published_at",
    "published_precision",
    "published_from",
    "published_text",
    "updated_at",
    "document_number",
    "document_date",
    "signer",
    "content_hash",
    "repeats_removed",
    "duplicate_of",
    "platform",
    "extractor",
    "revision",
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": ARTICLE_COLUMNS,
    "date_candidates": ("article", "text", "found_in", "value", "precision", "shift", "chosen", "why_not"),
    "revisions": ("article", "revision", "title", "lead", "body", "published_at", "content_hash", "cause"),
    "similar": ("article", "other", "similarity", "kind"),
    "article_urls": ("url", "article"),
    "images": ("article", "position", "url", "caption"),
    "attachments": ("article", "url", "title", "media_type"),
    "urls": ("url", "fetch_url", "portal", "state", "found_in", "last_status", "last_error", "article"),
    "portals": ("id",),
}
"""The columns that the schema promises, without ids, crawl times, runs and tries."""

Row = dict[str, Any]


@contextmanager
def open_database(path: Path | str) -> Iterator[sqlite3.Connection]:
    """A connection that writes no row. It is not opened read-only: a WAL left by a kill needs recovery."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    connection.execute("pragma query_only = on")
    try:
        yield connection
    finally:
        connection.close()


def list_columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The table's columns; none where there is no such table."""
    return [row["name"] for row in connection.execute("select name from pragma_table_info(?)", [table])]


def read_bases(connection: sqlite3.Connection) -> dict[str, str]:
    """Each portal's own address, without a slash at its end, to the name that stands for it."""
    if not {"id", "url"} <= set(list_columns(connection, "portals")):
        return {}
    found = connection.execute("select id, url from portals where url is not null")
    return {row["url"].rstrip("/"): f"{{{row['id']}}}" for row in found}


def make_relative(value: Any, bases: dict[str, str]) -> Any:
    """A text with every portal's address replaced by its name, any other loopback address by `{loopback}`."""
    if not isinstance(value, str):
        return value
    for base, name in sorted(bases.items(), key=lambda item: -len(item[0])):
        value = value.replace(base, name)
    return LOOPBACK.sub("{loopback}", value)


def read_rows(connection: sqlite3.Connection, table: str) -> dict[tuple[Any, ...], list[Row]]:
    """The rows of a table by key, as they are compared."""
    bases = read_bases(connection)
    names = {row["id"]: row["url"] for row in connection.execute("select id, url from articles")}
    columns = [name for name in list_columns(connection, table) if name in COLUMNS[table]]
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in connection.execute(f"select * from {table}"):
        shown = {}
        for name in columns:
            value = row[name]
            if name in REFERENCES.get(table, ()) and value is not None:
                value = names.get(value, f"no article {value}")
            elif isinstance(value, float):
                value = round(value, 6)
            shown[name] = make_relative(value, bases)
        if table == "articles" and "gone_at" in row.keys():  # noqa: SIM118 - a Row iterates over values
            shown["is gone"] = row["gone_at"] is not None
        found.setdefault(tuple(shown.get(name) for name in KEYS[table]), []).append(shown)
    return found


def compare_databases(first: Path | str, second: Path | str, leave_out: frozenset[str] = frozenset()) -> list[str]:
    """What differs, one line each; empty when the two say the same. `leave_out` names columns as
    `urls.found_in` or tables as `similar` that are not to be compared."""
    with open_database(first) as a, open_database(second) as b:
        found = []
        for table in KEYS:
            if table in leave_out:
                continue
            missing = [str(path) for path, side in ((first, a), (second, b)) if not list_columns(side, table)]
            if missing:
                found += [f"{table}: no such table in {path}" for path in missing]
                continue
            found += compare_tables(table, read_rows(a, table), read_rows(b, table), leave_out)
        return found


def compare_tables(
    table: str,
    first: dict[tuple[Any, ...], list[Row]],
    second: dict[tuple[Any, ...], list[Row]],
    leave_out: frozenset[str],
) -> list[str]:
    """The differences between the rows of one table."""
    found = [f"{table} {shorten(key)}: only in the first" for key in first.keys() - second.keys()]
    found += [f"{table} {shorten(key)}: only in the second" for key in second.keys() - first.keys()]
    for key in first.keys() & second.keys():
        if len(first[key]) != len(second[key]):
            found.append(f"{table} {shorten(key)}: {len(first[key])} rows and {len(second[key])}")
        for one, other in zip(first[key], second[key], strict=False):
            found += [
                f"{table} {shorten(key)}: {name} {shorten(one.get(name))} and {shorten(other.get(name))}"
                for name in one.keys() | other.keys()
                if one.get(name) != other.get(name) and f"{table}.{name}" not in leave_out
            ]
    return sorted(found)


def shorten(value: object, limit: int = 120) -> str:
    """A value as a difference shows it."""
    shown = " ".join(map(repr, value)) if isinstance(value, tuple) else repr(value)
    return shown if len(shown) <= limit else shown[:limit] + "…"
