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

from harvester.errors import DamagedDatabase, DatabaseBusy, DatabaseReplaced, DiskFull, StoreError
from harvester.limits import BUSY_SECONDS
from harvester.store.articles import fulltext
from harvester.store.articles.bands import forget_newest
from harvester.store.connections import connect_reader, connect_writer, read_frozen_state
from harvester.store.own_files import (
    Opened,
    name_holder,
    note_opened,
    refuse_companion,
    refuse_foreign_companions,
)
from harvester.store.schema import APPLICATION_ID, apply_migrations, check_origin, list_pending, refuse_pending
from harvester.store.units import refresh_gazetteer
from harvester.suggestions import suggest_command

SHORT_WAIT = 1000
"""Milliseconds that it waits for what can be done later."""

FATAL_CODES = frozenset({
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_PROTOCOL,
})  # fmt: skip
"""Primary result codes that say something of the file or its disk: no further statement would fare better."""

FILE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What opening a file may raise: the driver takes SQLite's message for UTF-8, and it may hold bytes of a damaged list
of tables."""

NO_ROOM = 1_000_000
"""Octets: with less left on the disk, an input or output error is one of space (the WAL's index cannot grow)."""

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
        self.real = path.resolve()
        """Behind its links, where SQLite keeps its WAL."""
        self.opened = Opened.identify(self.real)
        self.frozen = read_frozen_state(path) if readonly else None
        """What the file was like where it is read as one that does not change."""
        self.is_part = connection.execute("PRAGMA user_version").fetchone()[0] > 0
        """Whether it holds some portals of another database: neither links between articles nor a full-text index."""

    @classmethod
    def open(cls, path: str | Path, *, readonly: bool = False) -> Self:
        """Open or create the database and bring its schema up to date.

        Args:
            path: The file.
            readonly: Change nothing; the file must be there.

        Returns:
            The open store, to be closed: use it in a `with` statement.

        Raises:
            StoreError: The file is of another program or version, or cannot be opened or written.
            DamagedDatabase: It is cut short or overwritten, or its WAL is missing.
            DatabaseBusy: Another program keeps it locked.
        """
        path = Path(path)
        if readonly and not path.is_file():
            raise StoreError(f"no such database: {str(path)!r} (harvester crawl makes it)")
        refuse_companion(path)
        refuse_foreign_companions(path.resolve())
        had_wal = Path(f"{path.resolve()}-wal").exists()
        try:
            connection = connect_reader(path) if readonly else connect_writer(path)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        try:
            pending = check_origin(connection, path)
            if readonly:
                refuse_pending(connection, pending, path, had_wal=had_wal)
            else:
                prepare(connection)
        except FILE_ERRORS as error:
            connection.close()
            raise explain(error, path) from error
        except StoreError:
            connection.close()
            raise
        store = cls(connection, path, readonly=readonly)
        if not readonly:
            note_opened(store.real, store.opened, name_holder())
        return store

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
        with suppress(sqlite3.Error), closing(connect_writer(store.path)) as writer:
            complete_index(writer)
        return cls.open(path, readonly=True)

    def note(self, statement: str, values: tuple[object, ...]) -> None:
        """Write what outlives `kill -9` but need not outlive a power loss: no wait for the disk."""
        self.refuse_change()
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
            DatabaseReplaced: The file is no longer the one that was opened.
            StoreError: The file cannot be written for another reason.
        """
        self.refuse_change()
        with self.failing(), begin(self.connection):
            yield self.connection

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Translate SQLite's errors, where they are of the file and not of a statement."""
        try:
            yield
        except sqlite3.Error as error:
            failure = explain_file(error, self.path)
            if failure is None:
                raise
            raise failure from error

    def refuse_change(self) -> None:
        """Raise DatabaseReplaced where the file was moved, deleted or replaced since it was opened."""
        self.opened.refuse_change(self.real)

    def is_changed(self) -> bool:
        """Whether another file stands under the name by now."""
        return Opened.identify(self.real) != self.opened

    def close(self) -> None:
        """Index what is new, and let go of the file. What cannot be indexed now is when the file is opened next.

        Where another file stands in its place by now, everything goes into the one that was opened, and its WAL is
        left empty, so that nobody plays it into the other.
        """
        try:
            if not self.readonly:
                with suppress(sqlite3.Error, StoreError):
                    if self.is_changed():
                        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    else:
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
        if error is None and self.frozen is not None and self.frozen != read_frozen_state(self.path):
            raise DatabaseReplaced(f"{str(self.path)!r} was written while it was read (read it again)")
        if isinstance(error, sqlite3.Error) and (failure := explain_file(error, self.path)) is not None:
            raise failure from error


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


def prepare(connection: sqlite3.Connection) -> None:
    """Set up a writer's connection and the file, with the packaged gazetteer."""
    set_up(connection)
    refresh_gazetteer(connection)


def set_up(connection: sqlite3.Connection) -> None:
    """Set up a writer's connection and apply the migrations that the file has not had."""
    for pragma in WRITER_PRAGMAS:
        connection.execute(pragma)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    if list_pending(connection):
        apply_migrations(connection)


def complete_index(connection: sqlite3.Connection) -> None:
    """Bring the articles that a run left out of the full-text index into it.

    It can be done later as well: another program's lock is not waited for long.
    """
    if fulltext.is_complete(connection):
        return
    connection.execute(f"PRAGMA busy_timeout = {SHORT_WAIT}")
    try:
        with begin(connection):
            fulltext.index_rest(connection)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def explain(error: Exception, path: Path) -> StoreError:
    """What an SQLite error means to the person at the keyboard."""
    code, text = read_code(error), str(error)
    check = suggest_command("check", database=path)
    if isinstance(error, UnicodeDecodeError):
        return DamagedDatabase(f"damaged: {str(path)!r}: its list of tables is no UTF-8 (see: {check})")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusy(f"database is locked by another program: {str(path)!r}")
    if code == sqlite3.SQLITE_NOTADB:
        return StoreError(f"not an SQLite database: {str(path)!r}")
    if code == sqlite3.SQLITE_CORRUPT or is_of_bad_text(error):
        return DamagedDatabase(f"damaged: {str(path)!r}: {shorten(text)} (see: {check})")
    if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and is_full(path)):
        return DiskFull(f"no room left for {str(path)!r}: {text} (make room and run again; what was stored stays)")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        return StoreError(f"cannot write {str(path)!r}: {text} (check the directory and its permissions)")
    return StoreError(f"cannot use {str(path)!r}: {shorten(text)}")


def explain_file(error: sqlite3.Error, path: Path) -> StoreError | None:
    """The same where the error is of the file and not of a statement."""
    return explain(error, path) if read_code(error) in FATAL_CODES or is_of_bad_text(error) else None


def is_of_bad_text(error: Exception) -> bool:
    """Whether the driver met a text that is not UTF-8: `Could not decode to UTF-8 column 'title' with text '…'`."""
    return str(error).startswith("Could not decode to UTF-8")


def shorten(text: str) -> str:
    """The first line of a message; the driver's may hold a whole article."""
    return text.partition("\n")[0][:100]


def explain_place(error: OSError, path: Path) -> StoreError:
    """What it means that no file can be made beside the database."""
    kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreError
    return kind(f"cannot write beside {str(path)!r}: {error.strerror or error}")


def read_code(error: Exception) -> int:
    """The primary result code, without what an extended one adds; 0 where the driver itself complains."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.absolute().parent).free < NO_ROOM
    except OSError:
        return False
