"""The lock of a database: one run at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from harvester.errors import DatabaseBusy
from harvester.store.database import explain_place


def hold(database: Path) -> FileLock:
    """Take the lock of a database. It ends with its process.

    Raises:
        DatabaseBusy: another run has it; the message names the holder.
        StoreError: the lock's file cannot be written.
    """
    path = Path(f"{database}.lock")
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        holder = path.with_suffix(".holder")
        name = holder.read_text(encoding="utf-8").strip() if holder.is_file() else ""
        raise DatabaseBusy(f"another run holds {str(database)!r}: {name or 'another process'}") from error
    except OSError as error:
        raise explain_place(error, database) from error
    try:
        path.with_suffix(".holder").write_text(f"process {os.getpid()}\n", encoding="utf-8")
    except OSError as error:
        lock.release()
        raise explain_place(error, database) from error
    return lock


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Hold a database for a while outside a run. Raises what `hold` does."""
    lock = hold(database)
    try:
        yield
    finally:
        lock.release()
