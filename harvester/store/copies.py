"""A copy of a database as it was at one moment, also while a run writes it; refused where the file exists."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from harvester.errors import StoreError
from harvester.store.connections import connect_reader
from harvester.store.database import FILE_ERRORS, explain
from harvester.store.own_files import refuse_foreign_companions, refuse_own
from harvester.store.schema import refuse_altered, refuse_foreign
from harvester.store.soundness import list_findings, make_failure

NO_HARD_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""How file systems without hard links refuse one."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a copy holds."""

    articles: int
    size: int  # bytes


def back_up(database: Path, target: Path) -> Backup:
    """Copy a database, of this version or an earlier one, check the copy, and only then give it its name.

    Args:
        database: The file to copy; it is only read.
        target: A name that is free.

    Returns:
        What the copy holds.

    Raises:
        StoreError: `target` is taken or cannot be written, or `database` is no harvester's.
        DamagedDatabase: Not everything can be read, so that the copy would be damaged too.
    """
    refuse_own(target, database)
    refuse_taken(target)
    if not database.is_file():
        raise StoreError(f"no such database: {str(database)!r} (harvester crawl makes it)")
    partial = target.absolute().parent / f".{target.name}.{os.getpid()}.partial"
    try:
        articles = copy_checked(database, partial)
        size = partial.stat().st_size
        sync_path(partial)
        give_name(partial, target)
        sync_path(target.absolute().parent)
    except OSError as error:
        raise StoreError(f"cannot write {str(target)!r}: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return Backup(articles, size)


def refuse_taken(target: Path) -> None:
    """Raise StoreError where something, be it a broken link, has that name."""
    if target.exists() or target.is_symlink():
        raise StoreError(f"already there: {str(target)!r} (nothing is written over: name a new file)")


def copy_checked(database: Path, partial: Path) -> int:
    """Copy in one step, which is one moment and waits for no writer; the number of articles."""
    partial.unlink(missing_ok=True)
    refuse_foreign_companions(database.resolve())
    try:
        with closing(connect_reader(database)) as source:
            refuse_foreign(source, database)
            refuse_altered(source, database)
            with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, whatever reads it
                found = list_findings(copy, "PRAGMA integrity_check(1)")
                if found:
                    raise make_failure(database, found)
                return int(copy.execute("SELECT count(*) FROM articles").fetchone()[0])
    except FILE_ERRORS as error:
        raise explain(error, database) from error


def sync_path(path: Path) -> None:
    """What was written outlives a power loss."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give_name(partial: Path, target: Path) -> None:
    """Rename, but never over a file: not even over one that has come in the meantime."""
    try:
        target.hardlink_to(partial)
    except FileExistsError:
        refuse_taken(target)
        raise
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        with target.open("xb"):
            pass
        partial.replace(target)
