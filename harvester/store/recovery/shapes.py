"""What a row of each table looks like, so that a page which nothing leads to can be told whose it is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harvester.store.recovery.page_file import Row, Value
from harvester.store.soundness import TYPES

WITHOUT_ROWID = re.compile(r"\bWITHOUT ROWID\s*$", re.I)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is stored. `declared` is "" where anything may stand in it."""

    name: str
    declared: str
    is_required: bool

    def fits(self, value: Value) -> bool:
        if value is None:
            return not self.is_required
        return self.declared not in TYPES or isinstance(value, TYPES[self.declared])


@dataclass(frozen=True, slots=True)
class Shape:
    """A table or an index: what it is called, the page that it begins at, and its columns in the order of storage."""

    name: str
    root: int
    columns: tuple[_Column, ...]
    is_table: bool
    has_rowid: bool
    number: str | None = None  # the column that the rowid stands for, and which is stored empty

    def fits(self, row: Row) -> bool:
        """Whether a row may be one of these. A file of an earlier version has fewer columns at the end."""
        rowid, values = row
        if (rowid is not None) != self.has_rowid or len(values) != len(self.columns):
            return False
        return all(
            column.name == self.number or column.fits(value) for column, value in zip(self.columns, values, strict=True)
        )

    def name_values(self, row: Row) -> dict[str, Value]:
        """The values of a row by their columns."""
        rowid, values = row
        named = {column.name: value for column, value in zip(self.columns, values, strict=False)}
        return named if self.number is None else {**named, self.number: rowid}


def list_shapes(connection: sqlite3.Connection) -> list[Shape]:
    """All that a sound database of this version consists of."""
    rows = connection.execute("SELECT type, name, rootpage, sql FROM sqlite_master WHERE rootpage > 0").fetchall()
    make = {"table": _make_table, "index": make_index}
    return [make[row["type"]](connection, row) for row in rows]


def _make_table(connection: sqlite3.Connection, row: sqlite3.Row) -> Shape:
    name, is_clustered = row["name"], WITHOUT_ROWID.search(row["sql"]) is not None
    described = connection.execute(f"PRAGMA table_info({name})").fetchall()
    keys = sorted((one for one in described if one["pk"]), key=lambda one: one["pk"])
    ordered = [*keys, *(one for one in described if not one["pk"])] if is_clustered else described
    columns = tuple(
        _Column(one["name"], one["type"].upper(), bool(one["notnull"]) or (is_clustered and bool(one["pk"])))
        for one in ordered
    )
    is_numbered = not is_clustered and len(keys) == 1 and keys[0]["type"].upper() == "INTEGER"
    return Shape(name, row["rootpage"], columns, True, not is_clustered, keys[0]["name"] if is_numbered else None)


def make_index(connection: sqlite3.Connection, row: sqlite3.Row) -> Shape:
    """An index's rows are what it is by, and what leads to the table's row.

    Only how many there are is compared with certainty: an expression's values may be of any type.
    """
    columns = connection.execute(f"PRAGMA index_xinfo({row['name']})").fetchall()
    table = connection.execute("SELECT tbl_name FROM sqlite_master WHERE name = ?", (row["name"],)).fetchone()[0]
    types = {one["name"]: one["type"].upper() for one in connection.execute(f"PRAGMA table_info({table})")}
    return Shape(
        row["name"],
        row["rootpage"],
        tuple(
            _Column(one["name"] or "", "INTEGER" if one["cid"] == -1 else types.get(one["name"], ""), one["cid"] == -1)
            for one in columns
        ),
        False,
        False,
    )


def find_shape(shapes: Sequence[Shape], rows: Iterable[Row]) -> Shape | None:
    """The one table that all of these rows may be of; None where it may be several, or an index."""
    left = list(shapes)
    for row in rows:
        left = [shape for shape in left if shape.fits(row)]
    return left[0] if len(left) == 1 and left[0].is_table else None


def read_roots(rows: Iterator[Row]) -> dict[str, int]:
    """Where each table and index of a file begins, as its own list of them says: type, name, table, page, SQL."""
    roots: dict[str, int] = {}
    for _, values in rows:
        if len(values) == 5 and isinstance(values[1], str) and isinstance(values[3], int) and values[3] > 0:
            roots[values[1]] = values[3]
    return roots
