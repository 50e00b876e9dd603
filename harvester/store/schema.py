"""The schema, as steps that only ever are appended to: a database of any age is brought up to date on opening.

The tables stand in `tables/*.sql`, as the step that makes or changes them does it. Such a file never changes: every
change is a step of its own here, with a file of its own.
"""

from __future__ import annotations

import importlib
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harvester.errors import DamagedDatabase, StoreError
from harvester.suggestions import suggest_command

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x48525654
"""`PRAGMA application_id` of a harvester's database: "HRVT"."""

MIGRATIONS_TABLE = "_sqlite_migrations"
"""Where sqlite-utils notes the schema's steps that a file has had."""

SUBJECTS = (
    "portals", "captures", "articles", "frontier", "duplicates", "fulltext", "archives", "gazetteer", "units", "merges",
    "audits",
)  # fmt: skip
"""The files of `tables/` that a new file begins with, each after those that its tables refer to."""

CHANGES = ("doubts",)
"""Those of later steps."""


def split_statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one. A trigger's inner semicolons do not end it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def read_script(subject: str) -> str:
    """A file of `tables/`."""
    return files("harvester.store").joinpath("tables", f"{subject}.sql").read_text(encoding="utf-8")


def run_script(db: Database, subject: str) -> None:
    """Execute a file of `tables/` within the migration's own transaction (`executescript` would commit it)."""
    for statement in split_statements(read_script(subject)):
        db.execute(statement)


_MADE = re.compile(r"^CREATE (?:(?:VIRTUAL )?TABLE|VIEW|TRIGGER) (\w+)", re.MULTILINE)
_PLAIN_TABLE = b"CREATE TABLE"
_COMPUTED = (
    "SELECT made.name, its.name FROM sqlite_master AS made, pragma_table_xinfo(made.name) AS its"
    " WHERE made.type = 'table' AND made.sql LIKE 'CREATE TABLE%' AND its.hidden IN (2, 3)"
)
"""Columns `GENERATED ALWAYS AS (…)`. A full-text index that is damaged cannot be asked for its columns."""

# kind TEXT NOT NULL DEFAULT 'news' CHECK (kind IN ('news', 'notice', 'document', 'file')),
CHOICE = re.compile(r"CHECK \((\w+) IN\s*\(([^)]*)\)\)")


def list_statements() -> Iterator[str]:
    """Yield the statements of all steps."""
    for subject in (*SUBJECTS, *CHANGES):
        yield from split_statements(read_script(subject))


@cache
def read_choices() -> dict[tuple[str, str], frozenset[str]]:
    """The values that a column of a table may hold, where they are listed.

    SQLite itself does not compare them in a file that is open for reading only (3.40).
    """
    choices = {}
    for statement in list_statements():
        table = re.search(r"(?:CREATE|ALTER) TABLE (\w+)", statement)
        if table is not None:
            for match in CHOICE.finditer(statement):
                choices[table[1], match[1]] = frozenset(re.findall(r"'([^']*)'", match[2]))
    return choices


def m001_tables(db: Database) -> None:
    """Make all tables, indexes, views and triggers of a new file."""
    for subject in SUBJECTS:
        run_script(db, subject)


def m002_doubtful_dates(db: Database) -> None:
    """Make room for why an article's date is not believed."""
    run_script(db, "doubts")


STEPS: tuple[Callable[[Database], None], ...] = (m001_tables, m002_doubtful_dates)

STEP_NAMES = tuple(step.__name__ for step in STEPS)
"""In their order, as a file's `_sqlite_migrations` names those that it has had."""


def make_migrations() -> Migrations:
    """Return the schema's steps."""
    migrations: Migrations = import_sqlite_utils().Migrations("harvester")
    for step in STEPS:
        migrations()(step)
    return migrations


def apply_migrations(connection: sqlite3.Connection) -> None:
    """Apply the steps that a file has not had."""
    make_migrations().apply(import_sqlite_utils().Database(connection, execute_plugins=False))


def import_sqlite_utils() -> Any:
    """Return sqlite-utils, which only a file that lacks steps needs, without pandas and numpy.

    It imports those that are installed, for tables and numbers that nobody here hands to it: 60 MB and a tenth of a
    second in every first crawl.
    """
    if "sqlite_utils" in sys.modules:
        return importlib.import_module("sqlite_utils")
    hidden = [name for name in ("pandas", "numpy") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # "not installed", as the import system says
    try:
        return importlib.import_module("sqlite_utils")
    finally:
        for name in hidden:
            del sys.modules[name]


def check_origin(connection: sqlite3.Connection, path: Path) -> list[str]:
    """The schema's steps that the file has not had: all of them where it is empty.

    Raise StoreError unless it is empty, or a harvester's and not newer than this version; DamagedDatabase for one that
    somebody has put views or triggers into.
    """
    refuse_foreign(connection, path)
    refuse_altered(connection, path)
    unknown = read_applied(connection) - set(STEP_NAMES)
    if unknown:
        raise StoreError(
            f"another version of the harvester made {str(path)!r} (it has {min(unknown)!r}): upgrade this one"
        )
    return list_pending(connection)


def refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError where a file is another program's."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]  # all: names may be no UTF-8
    if tables and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"not a harvester's database: {str(path)!r} (it holds other tables; name another --db)")


def refuse_altered(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DamagedDatabase for a view in place of a table, and for a trigger or a computed column of others on one.

    Who hands over a file to be merged or opened may have made these: a view has rows without end, a trigger deletes
    what is written, a computed column takes a gigabyte for each row.
    """
    for kind, name, table, statement in connection.execute(
        "SELECT type, name, tbl_name, CAST(sql AS BLOB) FROM sqlite_master WHERE type IN ('table', 'view', 'trigger')"
    ):
        if not is_as_made(kind, name, table, statement):
            check = suggest_command("check", database=path)
            raise DamagedDatabase(f"damaged: {str(path)!r}: no harvester makes the {kind} {name!r} (see: {check})")
    for table, column in connection.execute(_COMPUTED):
        if table.lower() in read_statements():
            check = suggest_command("check", database=path)
            raise DamagedDatabase(f"damaged: {str(path)!r}: {table} computes its column {column!r} (see: {check})")


def is_as_made(kind: str, name: str, table: str, statement: bytes) -> bool:
    """Whether a table, view or trigger is as the steps make it, or one that others may add; so they may columns."""
    made = read_statements().get(name.lower())
    if made is None:
        return kind != "trigger" or table.lower() not in read_statements()
    return statement == made or (statement.startswith(_PLAIN_TABLE) and made.startswith(_PLAIN_TABLE))


@cache
def read_statements() -> dict[str, bytes]:
    """The statements by which the steps make tables, views and triggers, by name, as `sqlite_master` has them."""
    made = {}
    for statement in list_statements():
        found = _MADE.search(statement)
        if found is not None:
            made[found[1]] = statement[found.start() :].rstrip().removesuffix(";").encode()
    return made


def list_pending(connection: sqlite3.Connection) -> list[str]:
    """The schema's steps that a file has not had: all of them where it is new."""
    applied = read_applied(connection)
    return [name for name in STEP_NAMES if name not in applied]


def read_applied(connection: sqlite3.Connection) -> set[str]:
    """The names of the schema's steps that a file has had; none where it is new."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (MIGRATIONS_TABLE,)).fetchone():
        return set()
    rows = connection.execute(f"SELECT name FROM {MIGRATIONS_TABLE} WHERE migration_set = 'harvester'")
    return {row[0] for row in rows}


def refuse_pending(connection: sqlite3.Connection, pending: list[str], path: Path, *, had_wal: bool) -> None:
    """Refuse a file that is only read and lacks steps of the schema.

    Raises:
        StoreError: it lacks steps.
        DamagedDatabase: what it lacks is its WAL, as a copy of the file alone does.
    """
    if pending == list(STEP_NAMES):  # none at all: new, or killed over it
        if not had_wal and connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            raise DamagedDatabase(
                f"no tables in {str(path)!r}: they are in {path.name + '-wal'!r}, which is missing"
                " (copy both while no run is at work, or use harvester backup)"
            )
        raise StoreError(f"nothing has been harvested into {str(path)!r} (harvester crawl does)")
    if pending:
        raise StoreError(
            f"an older harvester made {str(path)!r} (it lacks {pending[0]!r}): the next harvester crawl brings it up"
            " to date"
        )
