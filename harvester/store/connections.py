"""Connections to the file: a writer's and a reader's, also where nothing can be written beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from harvester.limits import BUSY_SECONDS


def connect_writer(path: Path) -> sqlite3.Connection:
    """Open or make a file to write to. Raises sqlite3.Error."""
    return connect(make_address(path, "rwc"))


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open a file to read from, as `find_readable` says. Raises sqlite3.Error."""
    return connect(find_readable(path))


def connect(address: str) -> sqlite3.Connection:
    """A connection in autocommit mode, whose rows have names."""
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    connection.row_factory = sqlite3.Row
    return connection


def make_address(path: Path, mode: str) -> str:
    """The URI of a file; quoted, so that a question mark in a name is no option."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def find_readable(path: Path) -> str:
    """The URI to read a database by, so that no row of its WAL is missing.

    SQLite reads a WAL by an index in a file beside it, or by one in memory where that file is there and cannot be
    written. Where there is none and none can be made, a file without a WAL is read as one that does not change, and
    one with a WAL is copied first.
    """
    path = path.resolve()
    if _has_index(path) or os.access(path.parent, os.W_OK):
        return make_address(path, "ro")
    wal = Path(f"{path}-wal")
    if not wal.exists() or not wal.stat().st_size:
        return f"{make_address(path, 'ro')}&immutable=1"
    return make_address(copy_with_wal(path, wal, wal.stat().st_mtime_ns), "ro")


def read_frozen_state(path: Path) -> tuple[int, int] | None:
    """When a file was written and how long it is, where it is read as one that does not change; else None.

    Who may write it can do so all the same: what was read in the meantime is then of no one moment.
    """
    if not find_readable(path).endswith("&immutable=1"):
        return None
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _has_index(path: Path) -> bool:
    """Whether the WAL and its index are there: those of a program that is at work, or was killed."""
    return Path(f"{path}-wal").exists() and Path(f"{path}-shm").exists()


COPIES: list[TemporaryDirectory[str]] = []
"""Folders of copies: they go with the process."""


@lru_cache(maxsize=1)
def copy_with_wal(path: Path, wal: Path, changed: int) -> Path:
    """A copy of a database with its WAL where files can be made; `changed` is when the WAL was, in nanoseconds."""
    folder = TemporaryDirectory(prefix="harvester-")
    COPIES.append(folder)
    copy = Path(folder.name) / path.name
    shutil.copyfile(path, copy)
    shutil.copyfile(wal, f"{copy}-wal")
    return copy
