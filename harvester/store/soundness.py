"""Whether a database is sound: quickly, by what SQLite finds in seconds, or in full, down to each value.

Nothing is changed, and no writer is kept waiting.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from harvester.errors import DamagedDatabase, StoreError
from harvester.limits import QUICK_SECONDS
from harvester.store.articles import fulltext
from harvester.store.connections import connect_reader, connect_writer
from harvester.store.database import FILE_ERRORS, explain, read_code, shorten
from harvester.store.dictionary import TableMeaning, read_meaning
from harvester.store.lock import held
from harvester.store.own_files import refuse_foreign_companions
from harvester.store.schema import check_origin, read_choices, refuse_pending
from harvester.suggestions import suggest_command
from harvester.wording import write_count

STEPS_BETWEEN_LOOKS = 100_000
"""SQLite's instructions between two looks at the clock."""

MOST_FINDINGS = 20
"""Of one kind; the rest is seldom of another cause."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

TYPES: dict[str, tuple[type, ...]] = {"TEXT": (str,), "INTEGER": (int,), "REAL": (float, int), "BLOB": (bytes,)}
"""What a column of each declared type may hold, beside nothing."""

_LISTS = {"articles": ("tags",), "runs": ("arguments",), "walks": ("first_links", "last_links")}
"""Columns that hold a JSON list."""


class BadText(bytes):
    """A text of the file that is not UTF-8."""


def _read_text(raw: bytes) -> str | BadText:
    """For `Connection.text_factory`."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return BadText(raw)


@dataclass(slots=True)
class Soundness:
    """What was found of a database, in words: what is wrong, and what was not looked at."""

    damage: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def check_database(path: Path, *, full: bool = False, keep: Path | None = None) -> Soundness:
    """Look for damage.

    Args:
        path: The file.
        full: Look at everything, however long it takes.
        keep: The folder of the kept pages, where it is no longer the one that they were kept in.

    Returns:
        What was found.

    Raises:
        StoreError: There is no such file, or it is no harvester's, or of another version.
    """
    if not path.is_file():
        raise StoreError(f"no such database: {str(path)!r}")
    found = Soundness()
    try:
        refuse_foreign_companions(path.resolve())
        with closing(connect_reader(path)) as connection:
            connection.text_factory = _read_text
            refuse_pending(connection, check_origin(connection, path), path, had_wal=True)
            if not full:
                check_quickly(connection, found)
                return found
            found.damage += check_pages(connection)
            found.damage += check_references(connection)
            found.damage += check_values(connection)
            found.damage += list_first(check_captures(connection, keep))
        check_fulltext(path, found)
    except DamagedDatabase as error:
        found.damage.append(str(error))
    except FILE_ERRORS as error:
        failure = explain(error, path)
        if not isinstance(failure, DamagedDatabase) and read_code(error) != sqlite3.SQLITE_ERROR:
            raise failure from error
        found.damage.append(shorten(str(error)))
    return found


DATA_ERRORS = (sqlite3.Error, ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What values that are not what they should be come to, wherever they are met."""


def explain_damage(path: Path) -> DamagedDatabase | None:
    """What a command that failed with one of `DATA_ERRORS` may have met.

    None where the database is sound, or none at all.
    """
    try:
        found = check_database(path, full=True).damage if path.is_file() else []
    except StoreError:
        return None
    return make_failure(path, found) if found else None


def refuse_damaged(path: Path) -> None:
    """Raise DamagedDatabase where a quick look finds something: for what goes on for hours."""
    found = check_database(path).damage
    if found:
        raise make_failure(path, found)


def refuse_bad_values(path: Path) -> None:
    """Raise DamagedDatabase where a value is none that its column may hold, or leads to no row: for what is merged."""
    with closing(connect_reader(path)) as connection:
        connection.text_factory = _read_text
        found = check_values(connection) or check_references(connection)
    if found:
        raise make_failure(path, found)


def make_failure(path: Path, found: list[str]) -> DamagedDatabase:
    """The first of what was found as what ends a command."""
    return DamagedDatabase(f"damaged: {str(path)!r}: {found[0]} (see: {suggest_command('check', database=path)})")


def check_quickly(connection: sqlite3.Connection, found: Soundness) -> None:
    """What SQLite finds in pages and constraints within `QUICK_SECONDS`."""
    end = monotonic() + QUICK_SECONDS
    connection.set_progress_handler(lambda: monotonic() > end, STEPS_BETWEEN_LOOKS)
    try:
        found.damage += list_findings(connection, f"PRAGMA quick_check({MOST_FINDINGS})")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        found.unseen.append(f"the quick look ended after {QUICK_SECONDS:.0f} seconds: --full goes on")
    finally:
        connection.set_progress_handler(None, 0)


def check_pages(connection: sqlite3.Connection) -> list[str]:
    return list_findings(connection, f"PRAGMA integrity_check({MOST_FINDINGS})")


def list_findings(connection: sqlite3.Connection, pragma: str) -> list[str]:
    """The lines of one of SQLite's checks; `ok` and a heading are none."""
    lines = (str(row[0]) for row in connection.execute(pragma))
    return [line for text in lines for line in text.splitlines() if line != "ok" and not line.startswith("***")]


def check_references(connection: sqlite3.Connection) -> list[str]:
    """Rows that name a row of another table which is not there, by table."""
    counts: dict[tuple[str, str], int] = {}
    for row in connection.execute("PRAGMA foreign_key_check"):
        counts[row["table"], row["parent"]] = counts.get((row["table"], row["parent"]), 0) + 1
    return [
        f"{table}: {write_count(count, 'reference')} to none of {parent}"
        for (table, parent), count in sorted(counts.items())
    ]


def check_values(connection: sqlite3.Connection) -> list[str]:
    """Texts that are not UTF-8, values of another type than their column's, times that are none."""
    found: list[str] = []
    for table in read_meaning().tables.values():
        try:
            found += list_first(_check_table(connection, table))
        except sqlite3.Error as error:
            found.append(f"{table.name}: cannot be read to its end: {error}")
    return found


def list_first(findings: Iterable[str]) -> list[str]:
    """The first findings of many, and that there are more."""
    found: list[str] = []
    for finding in findings:
        if len(found) == MOST_FINDINGS:
            return [*found, "... and more"]
        found.append(finding)
    return found


def _check_table(connection: sqlite3.Connection, table: TableMeaning) -> Iterator[str]:
    """What is wrong with the values of a table, row by row."""
    described = connection.execute(f"PRAGMA table_info({table.name})")
    columns = [(row["name"], row["type"], bool(row["pk"])) for row in described]
    names = [name for name, _, _ in columns]
    if lacking := [name for name in table.columns if name not in names]:
        yield f"{table.name} has no column {lacking[0]!r}"
        return
    keys = [place for place, (_, _, is_key) in enumerate(columns) if is_key]
    cursor = connection.cursor()
    cursor.row_factory = None
    quoted = ", ".join(f'"{name}"' for name in names)
    for row in cursor.execute(f"SELECT {quoted} FROM {table.name}"):
        for (name, declared, _), value in zip(columns, row, strict=True):
            wrong = None if value is None else find_fault(table, name, declared, value)
            if wrong is not None:
                key = ", ".join(str(row[place])[:60] for place in keys)
                yield f"{table.name} {key}: {name} {wrong}"


def find_fault(table: TableMeaning, name: str, declared: str, value: object) -> str | None:
    """What is wrong with a value; None where nothing is."""
    if isinstance(value, BadText):
        return "is no UTF-8"
    if declared in TYPES and not isinstance(value, TYPES[declared]):  # columns of others may be of any
        return f"is of type {type(value).__name__}, not {declared}"
    if name in table.datetimes and not _TIME.fullmatch(str(value)):
        return f"is no time: {str(value)[:40]!r}"
    if name in table.dates and not _DAY.fullmatch(str(value)):
        return f"is no day: {str(value)[:40]!r}"
    choices = read_choices().get((table.name, name))
    if choices is not None and value not in choices:
        return f"is none of {', '.join(sorted(choices))}: {str(value)[:40]!r}"
    if name in _LISTS.get(table.name, ()) and not is_list(str(value)):
        return f"is no JSON list: {str(value)[:40]!r}"
    return None


def is_list(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list)
    except (ValueError, RecursionError):
        return False


def check_captures(connection: sqlite3.Connection, keep: Path | None) -> Iterator[str]:
    """Kept pages whose record is not where it should be. What is in the records `archive check` looks at."""
    rows = connection.execute(
        'SELECT folders.path AS folder, file, max("offset" + length) AS size, count(*) AS records FROM captures'
        " JOIN folders ON folders.id = captures.folder WHERE lost_at IS NULL"
        " GROUP BY folder, file ORDER BY folder, file"
    )
    for row in rows:
        name = row["file"].partition("!/")[0]  # an archive may lie in another: portal.wacz!/archive/data.warc.gz
        place = (Path(row["folder"]) if keep is None else keep) / name
        being_written = place.with_name(f"{place.name}.open")
        try:
            size = (being_written if being_written.exists() else place).stat().st_size
        except OSError as error:
            yield f"captures: {str(place)!r}, with {write_count(row['records'], 'record')}: {error.strerror}"
            continue
        if size < row["size"]:
            yield f"captures: {str(place)!r} has {size:,} of {row['size']:,} bytes"


def check_fulltext(path: Path, found: Soundness) -> None:
    """Whether the full-text index holds what the articles say.

    FTS5 asks for a writer's transaction, so that no run may be at work; what a killed run left out is indexed before,
    and nothing of it all is kept.
    """
    try:
        with held(path), closing(connect_writer(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                fulltext.index_rest(connection)
                connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
            finally:
                if connection.in_transaction:  # a full disk has rolled it back already
                    connection.execute("ROLLBACK")
    except StoreError as error:
        found.unseen.append(f"the full-text index was not looked at: {error}")
    except sqlite3.Error as error:
        if read_code(error) == sqlite3.SQLITE_CORRUPT:
            found.damage.append(f"the full-text index does not fit the articles: {error}")
        else:
            found.unseen.append(f"the full-text index was not looked at: {explain(error, path)}")
