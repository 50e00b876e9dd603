"""The schema, as steps that only ever are appended to: a database of any age is brought up to date on opening.

The tables as the first step makes them stand in `tables/*.sql`. Until the first release a change is made there, for
new files only; after it those files never change, and every change is a step of its own here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from importlib.resources import files

from sqlite_utils import Database, Migrations

SUBJECTS = ("portals", "captures", "articles", "frontier", "duplicates", "fulltext")
"""The files of `tables/`, each after those that its tables refer to."""

migrations = Migrations("harvester")


def split_statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one. A trigger's inner semicolons do not end it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def run_script(db: Database, subject: str) -> None:
    """Execute a file of `tables/` within the migration's own transaction (`executescript` would commit it)."""
    script = files("harvester.store").joinpath("tables", f"{subject}.sql").read_text(encoding="utf-8")
    for statement in split_statements(script):
        db.execute(statement)


def m001_tables(db: Database) -> None:
    """Make all tables, indexes, views and triggers of a new file."""
    for subject in SUBJECTS:
        run_script(db, subject)


STEPS: tuple[Callable[[Database], None], ...] = (m001_tables,)

for step in STEPS:
    migrations()(step)

STEP_NAMES = tuple(step.__name__ for step in STEPS)
"""In their order, as a file's `_sqlite_migrations` names those that it has had."""
