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
