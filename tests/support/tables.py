"""What a database holds, read without any of the project's own reading."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def read_table(path: Path, table: str, condition: str = "1", order: str = "1, 2, 3") -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        sql = f"SELECT * FROM {table} WHERE {condition} ORDER BY {order}"
        return [dict(row) for row in connection.execute(sql)]


REFERENCES = {"article": "article_uid", "other": "other_uid", "duplicate_of": "duplicate_of_uid"}
"""Columns that number an article, and those that name it in an export."""


def read_exported(path: Path, table: str, condition: str = "1", order: str = "1, 2, 3") -> list[dict[str, Any]]:
    """The rows of a table as an export has them: with uids, words and hosts, without what a run was asked."""
    uids = {row["id"]: row["uid"] for row in read_table(path, "articles")}
    rows = []
    for row in read_table(path, table, condition, order):
        row.pop("arguments", None)
        if table == "articles_with_units":
            row["url_host"] = row["url"].split("/")[2].split(":")[0]
            row["words"] = len(row["body"].split()) + len((row["lead"] or "").split())
        if table != "gazetteer":
            row |= {REFERENCES[name]: uids.get(row[name]) for name in REFERENCES if name in row}
        rows.append(row)
    return rows
