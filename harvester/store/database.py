"""Opening the file, its settings, and transactions."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from harvester.errors import DatabaseBusy, DiskFull, StoreError
from harvester.store.articles import fulltext
from harvester.store.articles.bands import forget_newest
from harvester.store.schema import STEP_NAMES, migrations

APPLICATION_ID = 0x48525654
"""`PRAGMA application_id` of a harvester's database: "HRVT"."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another program's lock (a `VACUUM`, a backup) before it gives up."""

SHORT_WAIT = 1000
"""Milliseconds that it waits for what can be done later."""

FATAL_CODES = frozenset({
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_PROTOCOL,
})  # fmt: skip
"""Primary result codes that say something of the file or its disk: no further statement would fare better."""

NO_ROOM = 1_000_000
"""Octets: with less left on the disk, an input or output error is one of space (the WAL's index cannot grow)."""

MIGRATIONS_TABLE = "_sqlite_migrations"
"""Where sqlite-utils notes the schema's steps that a file has had."""

WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit outlives a power loss; measured at most 4 % of a crawl
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",  # KiB
    "PRAGMA temp_store = MEMORY",
    "PRAGMA wal_autocheckpoint = 4000",  # 16 MB; default 1000: the same pages would be copied four times as often
)


class Store:
    """An open harvest database. One writer at a time; readers are never blocked.

    `connection` is in autocommit mode: whatever belongs together goes into `with store.transaction():`.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, *, readonly: bool = False) -> None:
        self.connection = connection
        self.path = path
        self.readonly = readonly

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False) -> Self:
        """Open or create the database and bring its schema up to date.

        Args:
            path: The file.
            readonly: Change nothing; the file must be there.

        Returns:
            The open store, to be closed: use it in a `with` statement.

        Raises:
            StoreError: The file is of another program or of a newer version, or cannot be opened or written.
            DatabaseBusy: Another program keeps it locked.
        """
        path = Path(path)
        if readonly and not path.is_file():
            raise StoreError(f"no such database: {str(path)!r} (harvester crawl makes it)")
        try:
            connection = connect(path, readonly=readonly)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        try:
            pending = check_origin(connection, path)
            if readonly:
                refuse_pending(pending, path)
            else:
                prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise explain(error, path) from error
        except StoreError:
            connection.close()
            raise
        return cls(connection, path, readonly=readonly)

    @classmethod
    def open_for_search(cls, path: str | Path) -> Self:
        """Open for reading, with every article in the full-text index.

        What a killed run left out of the index is brought in before, where the file can be written.

        Args:
            path: The file, which must be there.

        Returns:
            The open store, to be closed: use it in a `with` statement.

        Raises:
            StoreError: As for `open`.
            DatabaseBusy: As for `open`.
        """
        store = cls.open(path, readonly=True)
        try:
            if fulltext.is_complete(store.connection):
                return store
        except sqlite3.Error as error:
            store.close()
            raise explain(error, store.path) from error
        store.close()
        with suppress(sqlite3.Error), closing(connect(store.path, readonly=False)) as writer:
            complete_index(writer)
        return cls.open(path, readonly=True)

    def note(self, statement: str, values: tuple[object, ...]) -> None:
        """Write what outlives `kill -9` but need not outlive a power loss: no wait for the disk."""
        self.connection.execute("PRAGMA synchronous = NORMAL")
        try:
            with self.failing():
                self.connection.execute(statement, values)
        finally:
            self.connection.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing. Do not await inside: look-up and insert must not be parted.

        Yields:
            The connection.

        Raises:
            DatabaseBusy: Another program keeps the database locked.
            DiskFull: There is no room left.
            StoreError: The file cannot be written for another reason.
        """
        with self.failing(), begin(self.connection):
            yield self.connection

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Translate SQLite's errors, where they are of the file and not of a statement."""
        try:
            yield
        except sqlite3.Error as error:
            if read_code(error) not in FATAL_CODES:
                raise
            raise explain(error, self.path) from error

    def close(self) -> None:
        """Index what is new, and let go of the file. What cannot be indexed now is when the file is opened next."""
        try:
            if not self.readonly:
                with suppress(sqlite3.Error):
                    complete_index(self.connection)
        finally:
            forget_newest()
            self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def begin(connection: sqlite3.Connection) -> Iterator[None]:
    """A writer's transaction, all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        forget_newest()
        if connection.in_transaction:  # a full disk has rolled it back already
            connection.execute("ROLLBACK")
        raise


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rwc"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    connection.row_factory = sqlite3.Row
    return connection


def check_origin(connection: sqlite3.Connection, path: Path) -> list[str]:
    """The schema's steps that the file has not had: all of them where it is empty. Raise StoreError unless it is
    empty, or a harvester's and not newer than this version.
    """
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return list(STEP_NAMES)
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise StoreError(f"not a harvester's database: {str(path)!r} (it holds other tables; name another --db)")
    applied = read_applied(connection) if MIGRATIONS_TABLE in tables else set()
    unknown = applied - set(STEP_NAMES)
    if unknown:
        raise StoreError(
            f"another version of the harvester made {str(path)!r} (it has {min(unknown)!r}): upgrade this one"
        )
    return [name for name in STEP_NAMES if name not in applied]


def read_applied(connection: sqlite3.Connection) -> set[str]:
    """The names of the schema's steps that a file has had."""
    rows = connection.execute(f"SELECT name FROM {MIGRATIONS_TABLE} WHERE migration_set = 'harvester'")
    return {row[0] for row in rows}


def refuse_pending(pending: list[str], path: Path) -> None:
    """Raise StoreError where a file that is only read lacks steps of the schema."""
    if pending == list(STEP_NAMES):  # none at all: new, or killed over it
        raise StoreError(f"nothing has been harvested into {str(path)!r} (harvester crawl does)")
    if pending:
        raise StoreError(
            f"an older harvester made {str(path)!r} (it lacks {pending[0]!r}): the next harvester crawl brings it up"
            " to date"
        )


def prepare(connection: sqlite3.Connection) -> None:
    """Set up a writer's connection and apply the migrations that the file has not had."""
    for pragma in WRITER_PRAGMAS:
        connection.execute(pragma)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database = Database(connection, execute_plugins=False)
    if migrations.pending(database):
        migrations.apply(database)


def complete_index(connection: sqlite3.Connection) -> None:
    """Bring the articles that a run left out of the full-text index into it. It can be done later as well: another
    program's lock is not waited for long."""
    if fulltext.is_complete(connection):
        return
    connection.execute(f"PRAGMA busy_timeout = {SHORT_WAIT}")
    try:
        with begin(connection):
            fulltext.index_rest(connection)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def explain(error: sqlite3.Error, path: Path) -> StoreError:
    """What an SQLite error means to the person at the keyboard."""
    code, text = read_code(error), str(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusy(f"database is locked by another program: {str(path)!r}")
    if code == sqlite3.SQLITE_NOTADB:
        return StoreError(f"not an SQLite database: {str(path)!r}")
    if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and is_full(path)):
        return DiskFull(f"no room left for {str(path)!r}: {text} (make room and run again; what was stored stays)")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        return StoreError(f"cannot write {str(path)!r}: {text} (check the directory and its permissions)")
    return StoreError(f"cannot use {str(path)!r}: {text}")


def explain_place(error: OSError, path: Path) -> StoreError:
    """What it means that no file can be made beside the database."""
    kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreError
    return kind(f"cannot write beside {str(path)!r}: {error.strerror or error}")


def read_code(error: sqlite3.Error) -> int:
    """The primary result code, without what an extended one adds; 0 where the driver itself complains."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.absolute().parent).free < NO_ROOM
    except OSError:
        return False
