"""CSV after RFC 4180, UTF-8 with the mark that spreadsheets need, one file per table.

Text is always quoted and NULL never is: a reader that looks can tell an empty text from none. Text that a
spreadsheet would take for a formula gets an apostrophe in front (harvester/formulas.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from exports.destination import replace_directory, replace_file
from exports.recognition import is_csv_of_table
from harvester.formulas import BYTE_ORDER_MARK, guard_formula
from harvester.store.reports.snapshot import TABLES, Row, Snapshot, Table, find_table

BATCH = 500  # rows


def export_csv(snapshot: Snapshot, out: Path) -> dict[str, int]:
    """Write CSV that spreadsheets open as text and not as formulas.

    Args:
        snapshot: The articles, and the state of the database that they are read from.
        out: A file of the articles where it ends in `.csv`, else a directory with a file for each table.

    Returns:
        The number of rows by table.

    Raises:
        ExportError: The place cannot be written.
    """
    if out.suffix.lower() == ".csv":
        table = find_table("articles")
        with replace_file(out, snapshot.store.path, lambda file: is_csv_of_table(file, table.name)) as file:
            return {table.name: write_table(snapshot, table, file)}
    with replace_directory(out, snapshot.store.path, is_ours) as directory:
        return {table.name: write_file(snapshot, table, directory) for table in TABLES}


def is_ours(name: str, file: Path) -> bool:
    return name in {f"{table.name}.csv" for table in TABLES} and is_csv_of_table(file, file.stem)


def write_file(snapshot: Snapshot, table: Table, directory: Path) -> int:
    with (directory / f"{table.name}.csv").open("xb") as file:
        return write_table(snapshot, table, file)


def write_table(snapshot: Snapshot, table: Table, file: BinaryIO) -> int:
    return write_rows(file, tuple(snapshot.read_columns(table)), snapshot.read_rows(table))


def write_rows(file: BinaryIO, columns: Iterable[str], rows: Iterator[Row], *, mark: bytes = BYTE_ORDER_MARK) -> int:
    """A heading and rows, to any file. Answers the number of rows."""
    count = 0
    file.write(mark + (",".join(columns) + "\r\n").encode())
    while batch := list(islice(rows, BATCH)):
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
