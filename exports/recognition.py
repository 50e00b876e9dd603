"""Whether a file is an earlier export, of what it begins with: nothing else is replaced by a new one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from harvester.formulas import BYTE_ORDER_MARK
from harvester.store.dictionary import TableMeaning, read_meaning
from harvester.store.reports.snapshot import TABLES

_HEAD = 1 << 14
"""Bytes that are looked at: the longest heading of a table is a tenth of it."""

# {"id":1,"uid":"9c2f…","portal":"xa-go-man","url":
ARTICLE_LINE = re.compile(rb'\{"id":\d+,(?:"uid":"[^"]{0,40}",)?"portal":"')

PARQUET = b"PAR1"
"""What a Parquet file begins with."""


def read_head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def is_json_lines(path: Path) -> bool:
    """Whether a file begins with an article as a JSON object."""
    return ARTICLE_LINE.match(read_head(path)) is not None


def is_csv(path: Path, columns: Collection[str]) -> bool:
    """Whether a file begins with a heading of a table's columns, the first of them in front."""
    heading, end, _ = read_head(path).removeprefix(BYTE_ORDER_MARK).partition(b"\r\n")
    found = heading.decode("utf-8", "replace").split(",")
    return bool(end) and has_columns(found, columns)


def has_columns(found: Sequence[str], columns: Collection[str]) -> bool:
    """Whether these are a table's columns, the first of them in front. An earlier version may have had fewer."""
    is_known = set(found) <= set(columns) and len(found) * 2 >= len(columns)
    return is_known and found[0] == next(iter(columns))


def find_meaning(table: str) -> TableMeaning | None:
    """The meaning of what an export has of a table, which may be a view of it with more columns."""
    rows = next((one.rows for one in TABLES if one.name == table), table)
    return read_meaning().tables.get(rows)


def is_csv_of_table(path: Path, table: str) -> bool:
    """The same for a table of the database."""
    meaning = find_meaning(table)
    return meaning is not None and is_csv(path, meaning.described)


def is_parquet_of_table(path: Path, table: str) -> bool:
    """Whether a file is Parquet with a table's columns, the first of them in front; not where pyarrow is missing."""
    meaning = find_meaning(table)
    if meaning is None or read_head(path)[:4] != PARQUET:
        return False
    try:
        import pyarrow
        from pyarrow.parquet import read_schema
    except ImportError:
        return False
    try:
        found = read_schema(path).names
    except (OSError, pyarrow.ArrowException):
        return False
    return has_columns(found, meaning.described)


def is_feed(path: Path) -> bool:
    """Whether a file is an Atom feed that the harvester made."""
    head = read_head(path)
    return b"<feed xmlns=" in head[:200] and b"<generator>harvester</generator>" in head


def is_text_beginning(path: Path, beginning: str) -> bool:
    """Whether a file begins with this text."""
    return read_head(path).startswith(beginning.encode())
