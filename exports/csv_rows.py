"""Rows as CSV after RFC 4180, UTF-8 with the mark that spreadsheets need.

Text is always quoted and NULL never is: a reader that looks can tell an empty text from none. Text that a
spreadsheet would take for a formula gets an apostrophe in front (harvester/formulas.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from harvester.formulas import BYTE_ORDER_MARK, guard_formula
from harvester.store.reports.snapshot import Row, Snapshot, Table

_BATCH = 500  # rows


def write_table(snapshot: Snapshot, table: Table, file: BinaryIO, *, mark: bytes = BYTE_ORDER_MARK) -> int:
    """The selected rows of a table. Answers their number."""
    return write_rows(file, tuple(snapshot.read_columns(table)), snapshot.read_rows(table), mark=mark)


def write_rows(file: BinaryIO, columns: Iterable[str], rows: Iterator[Row], *, mark: bytes = BYTE_ORDER_MARK) -> int:
    """A heading and rows, to any file. Answers the number of rows."""
    count = 0
    file.write(mark + (",".join(columns) + "\r\n").encode())
    while batch := list(islice(rows, _BATCH)):
        file.write("".join([format_row(row) for row in batch]).encode())
        count += len(batch)
    return count


def format_row(row: Row) -> str:
    return ",".join([format_cell(value) for value in row]) + "\r\n"


def format_cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return '"' + guard_formula(value).replace('"', '""') + '"'
