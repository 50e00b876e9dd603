"""Opening the file, its settings, and transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from harvester.errors import DatabaseBusy, StoreError
from harvester.store.schema import migrations

APPLICATION_ID = 0x48525654
"""`PRAGMA application_id` of a harvester's database: "HRVT"."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another program's lock (a `VACUUM`, a backup) before it gives up."""

WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit outlives a power loss; measured at most 4 % of a crawl
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",  # KiB
    "PRAGMA temp_store = MEMORY",
)


class Store:
    """An open harvest database. One writer at a time; readers are never blocked.

    `connection` is in autocommit mode: whatever belongs together goes into `with store.transaction():`.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False) -> Self:
        """Open or create the database and bring its schema up to date.

        Raises StoreError for a file of another program, one made by a newer version, and one that cannot
        be opened or written; DatabaseBusy when another program keeps it locked.
        """
        path = Path(path)
        if readonly and not path.is_file():
            raise StoreError(f"no such database: {str(path)!r} (harvester crawl makes it)")
        try:
            connection = connect(path, readonly=readonly)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        try:
            check_origin(connection, path)
            if not readonly:
                prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise explain(error, path) from error
        except StoreError:
            connection.close()
            raise
        return cls(connection, path)

    def note(self, statement: str, values: tuple[object, ...]) -> None:
        """Write what outlives `kill -9` but need not outlive a power loss: no wait for the disk."""
        self.connection.execute("PRAGMA synchronous = NORMAL")
        try:
            self.connection.execute(statement, values)
        finally:
            self.connection.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. Do not await inside: look-up and insert must not be parted.

        Raises DatabaseBusy where another program keeps the database locked.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise explain(error, self.path) from error
        try:
            yield self.connection
        except BaseException:
            if self.connection.in_transaction:  # a full disk has rolled it back already
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rwc"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    connection.row_factory = sqlite3.Row
    return connection


def check_origin(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError unless the file is empty, or a harvester's and not newer than this version."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise StoreError(f"not a harvester's database: {str(path)!r} (it holds other tables; name another --db)")
    applied = {
        row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'harvester'")
    }
    unknown = applied - {step.name for step in migrations._migrations}
    if unknown:
        raise StoreError(f"a newer harvester made {str(path)!r} (it has {min(unknown)!r}): upgrade this one")


def prepare(connection: sqlite3.Connection) -> None:
    """Set up a writer's connection and apply the migrations that the file has not had."""
    for pragma in WRITER_PRAGMAS:
        connection.execute(pragma)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database = Database(connection, execute_plugins=False)
    if migrations.pending(database):
        migrations.apply(database)


def explain(error: sqlite3.Error, path: Path) -> StoreError:
    """What an SQLite error means to the person at the keyboard."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return DatabaseBusy(f"database is locked by another program: {str(path)!r}")
    if "not a database" in text:
        return StoreError(f"not an SQLite database: {str(path)!r}")
    if "unable to open" in text or "readonly" in text:
        return StoreError(f"cannot write {str(path)!r}: {text} (check the directory and its permissions)")
    return StoreError(f"cannot use {str(path)!r}: {text}")
