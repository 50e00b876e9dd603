"""Whole tables as rows, for what looks at a finished database: the demo's checks."""

from __future__ import annotations

import sqlite3
from typing import Any

from harvester.errors import StoreError

_TABLES = (
    "articles",
    "revisions",
    "article_urls",
    "urls",
    "similar",
    "images",
    "attachments",
    "date_candidates",
    "portals",
)


def read_table(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    """All rows of a table, in the order in which they were written.

    Raises:
        StoreError: for an unknown one.
    """
    if table not in _TABLES:
        raise StoreError(f"no such table: {table!r}")
    return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
