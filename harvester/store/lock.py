"""The lock that a run holds on its database: a file beside it, which the system lets go of when the process ends.

It stands beside the file itself, not beside a link to it: one database has one lock, whatever it is called by.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from harvester.errors import DatabaseBusy, StoreError
from harvester.store.database import explain_place
from harvester.store.own_files import (
    name_holder,
    read_lines,
    refuse_companion,
    refuse_foreign_companions,
)


def hold(database: Path, *, patience: float = 0.0) -> FileLock:
    """Take the lock of a database, which another may have for so many seconds. It ends with its process.

    Raises:
        DatabaseBusy: Another run has it; the message names the holder.
        StoreError: The file has several hard links, whose lock the other names would not see, or the lock's file
            cannot be written.
    """
    refuse_companion(database)
    real = database.resolve()
    lock = FileLock(f"{real}.lock", timeout=patience)
    try:
        lock.acquire()
    except Timeout as error:
        holder = read_lines(Path(f"{real}.holder"))[:1] or ["another process"]
        raise DatabaseBusy(f"another run holds {str(database)!r}: {holder[0]}") from error
    except OSError as error:
        raise explain_place(error, database) from error
    try:
        refuse_hard_links(real, database)
        refuse_foreign_companions(real)
        write_holder(Path(f"{real}.holder"), database)
    except BaseException:
        lock.release()
        raise
    return lock


def refuse_hard_links(real: Path, database: Path) -> None:
    """Raise StoreError where a file has other names that are no links.

    SQLite's WAL and the lock would be another's for each of them (https://www.sqlite.org/howtocorrupt.html, 2.5).
    """
    if real.is_file() and (links := real.stat().st_nlink) > 1:
        raise StoreError(
            f"{str(database)!r} has {links} hard links, and each would have a WAL and a lock of its own (keep one name)"
        )


def write_holder(place: Path, database: Path) -> None:
    """Name this process.

    Raises:
        StoreError: another program's file has that name.
    """
    found = read_lines(place)
    if found and not found[0].startswith("process "):
        raise StoreError(f"will not write {str(place)!r}: it is no file of the harvester's (name another database)")
    try:
        place.write_text(f"{name_holder()}\n", encoding="utf-8")
    except OSError as error:
        raise explain_place(error, database) from error


@contextmanager
def held(database: Path, *, patience: float = 0.0) -> Iterator[None]:
    """Hold a database for a while outside a run. Raises what `hold` does."""
    lock = hold(database, patience=patience)
    try:
        yield
    finally:
        lock.release()
