"""A new database of what can be read of a damaged one."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harvester.errors import DamagedDatabase, StoreError
from harvester.store.copies import give_name, refuse_taken, sync_path
from harvester.store.database import Store, begin, explain
from harvester.store.dictionary import TableMeaning, read_meaning
from harvester.store.own_files import refuse_own, remove_file
from harvester.store.recovery.page_file import MendedText, Pages, Row, Value, Walk
from harvester.store.recovery.references import mend_references
from harvester.store.recovery.shapes import Shape, find_shape, list_shapes, read_roots
from harvester.store.soundness import find_fault
from harvester.wording import write_count

_DERIVED = frozenset({"texts", "signatures", "bands", "unbanded_texts", "gazetteer"})
"""Tables that are made anew of the articles, or that say what a new file has: half of one would mislead its reader."""

PACKAGED = frozenset({"units", "unit_changes", "units_today"})
"""Tables of which a new file has nearly all rows already."""


@dataclass(slots=True)
class Recovery:
    """What was read of a damaged database, by table, and in words what could not be."""

    rows: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def describe(self) -> list[str]:
        """What could not be read, a line each."""
        return [
            *(f"{table}: not read: {count:,}, of pages and rows" for table, count in sorted(self.lost.items())),
            *(
                f"{table}: left out: {write_count(count, 'row')} of another kind"
                for table, count in sorted(self.refused.items())
            ),
            *(f"{table}: {count:,} values were damaged" for table, count in sorted(self.mended.items())),
            *self.notes,
        ]


def recover(damaged: Path, target: Path) -> Recovery:
    """Write what can be read of a damaged database, whatever is left of it, into a new one.

    Args:
        damaged: The file; its WAL, where there is one, is read too. Neither is changed.
        target: A name that is free.

    Returns:
        What was read and what was not.

    Raises:
        StoreError: `target` is taken or cannot be written, or `damaged` cannot be read at all.
        DamagedDatabase: Not one row of a harvest could be read; no file is made.
    """
    refuse_own(target, damaged)
    refuse_taken(target)
    partial = target.absolute().parent / f".{target.name}.{os.getpid()}.partial"
    try:
        pages = Pages(damaged)
        with Store.open(partial) as store:
            found = fill(store, pages)
        if not pages.has_header:
            found.notes.append(f"the header of {str(damaged)!r} is damaged: its pages were read without it")
        if not found.rows:
            raise DamagedDatabase(f"nothing of a harvest can be read in {str(damaged)!r}")
        sync_path(partial)
        give_name(partial, target)
        sync_path(target.absolute().parent)
    except OSError as error:
        raise StoreError(f"cannot recover {str(damaged)!r} into {str(target)!r}: {error.strerror or error}") from error
    finally:
        remove_file(partial)
    return found


def fill(store: Store, pages: Pages) -> Recovery:
    """Take over all rows, then see to it that they hang together."""
    connection, found = store.connection, Recovery()
    connection.execute("PRAGMA foreign_keys = OFF")
    shapes = list_shapes(connection)
    try:
        with begin(connection):
            for shape, row in _read_rows(pages, shapes, found):
                add_row(connection, shape, row, found)
            found.notes += mend_references(connection)
            keep_numbers(connection, pages, shapes)
            connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    except sqlite3.Error as error:
        raise explain(error, store.path) from error
    connection.execute("PRAGMA foreign_keys = ON")
    return found


def _read_rows(pages: Pages, shapes: list[Shape], found: Recovery) -> Iterator[tuple[Shape, Row]]:
    """The rows of all tables: first along their trees, then those of pages that nothing leads to any more."""
    walk = Walk(pages)
    roots = read_roots(walk.read_tree(1))
    meant = read_meaning().tables.keys() - _DERIVED
    for shape in shapes:
        before = walk.lost
        root = roots.get(shape.name, shape.root)
        if shape.name in meant:
            yield from ((shape, row) for row in walk.read_tree(root))
            found.lost[shape.name] += walk.lost - before
        elif shape.name != "sqlite_master":
            for _ in walk.list_pages(root):
                pass
    found.lost = +found.lost
    if not walk.lost:
        return
    for number, page in walk.list_rest():
        rows = list(walk.read_rows(page, number))
        owner = find_shape(shapes, rows)
        if owner is not None and owner.name in meant:
            yield from ((owner, row) for row in rows)


def keep_numbers(connection: sqlite3.Connection, pages: Pages, shapes: list[Shape]) -> None:
    """Numbers of rows that are lost are not used again either: the highest of each table are taken over."""
    roots = read_roots(Walk(pages).read_tree(1))
    [meant] = (shape for shape in shapes if shape.name == "sqlite_sequence")
    for row in Walk(pages).read_tree(roots.get(meant.name, meant.root)):
        if meant.fits(row):
            values = meant.name_values(row)
            connection.execute("UPDATE sqlite_sequence SET seq = max(seq, :seq) WHERE name = :name", values)


def add_row(connection: sqlite3.Connection, shape: Shape, row: Row, found: Recovery) -> None:
    """Insert a row, if it is one of this table. One that is there already stays."""
    table = read_meaning().tables[shape.name]
    values = mend_values(table, shape, shape.name_values(row), found)
    if values is None:
        found.refused[shape.name] += 1
        return
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT OR IGNORE INTO {shape.name} ({names}) VALUES ({marks})", list(values.values()))
    found.rows[shape.name] += cursor.rowcount
    if shape.name not in PACKAGED:
        found.refused[shape.name] += 1 - cursor.rowcount
    found.refused = +found.refused


def mend_values(
    table: TableMeaning, shape: Shape, values: dict[str, Value], found: Recovery
) -> dict[str, Value] | None:
    """The values that are what they should be.

    In place of a damaged time that is required stands another one of the row; None where nothing can stand there.
    """
    mended: dict[str, Value] = {}
    faults: list[str] = []
    for column in shape.columns:
        value = values.get(column.name)
        is_faulty = value is not None and find_fault(table, column.name, column.declared, value) is not None
        found.mended[shape.name] += is_faulty or isinstance(value, MendedText)
        if not is_faulty and (value is not None or not column.is_required):
            mended[column.name] = value
        elif column.is_required:
            faults.append(column.name)
    found.mended = +found.mended
    times = [value for name, value in mended.items() if name in table.datetimes and value is not None]
    for name in faults:
        if name not in table.datetimes or not times:
            return None
        mended[name] = max(map(str, times))
    return mended
