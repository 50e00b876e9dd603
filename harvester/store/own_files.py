"""Which files belong to a database, told by device and inode: no command may write its results over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harvester.errors import StoreError

COMPANIONS = ("", "-wal", "-shm", "-journal", ".lock", ".holder")
"""What stands beside a database under its name: SQLite's files, and the lock with the name of its holder."""

LOGS = "-logs"
"""The folder of the runs' logs, likewise."""

Identity = tuple[int, int]
"""Device and inode."""


def list_own_files(database: Path) -> list[Path]:
    """A database's files and the folder of its logs, whether they are there or not: under the name that it is called
    by and, where that is a link, under its own."""
    names = dict.fromkeys((database.absolute(), database.resolve()))
    return [Path(f"{name}{companion}") for name in names for companion in (*COMPANIONS, LOGS)]


def refuse_own(target: Path, database: Path) -> None:
    """Raise StoreError where `target` is a file of the database, by whatever name, or lies in the folder of its logs.

    Call it before anything is written to a place that a person has named.
    """
    for own in list_own_files(database):
        if is_same(target, own) or (own.name.endswith(LOGS) and lies_below(target, own)):
            raise StoreError(f"will not write {str(target)!r}: it is {own.name!r} of the database (name another place)")


def refuse_around(target: Path, database: Path) -> None:
    """Raise StoreError where replacing the directory `target` would take a file of the database away."""
    for own in list_own_files(database):
        if own.exists() and lies_below(own, target):
            raise StoreError(f"will not replace {str(target)!r}: it holds {own.name!r} of the database (name another)")


def is_same(one: Path, other: Path) -> bool:
    """Whether two names are of one file, through links, or would be if it were there."""
    return not set(list_identities(one)).isdisjoint(list_identities(other))


def list_identities(path: Path) -> Iterator[Identity | tuple[Identity, str]]:
    """What tells a file from others: device and inode, and those of its directory with its name there."""
    found = identify(path)
    if found is not None:
        yield found
    for place in dict.fromkeys((path.absolute(), path.resolve())):
        directory = identify(place.parent)
        if directory is not None:
            yield directory, place.name


def identify(path: Path) -> Identity | None:
    """Device and inode of a file, behind its links; None where there is none that can be seen."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def lies_below(path: Path, folder: Path) -> bool:
    """Whether a file is in a folder or in one of its subfolders, through links."""
    wanted = identify(folder)
    return wanted is not None and any(identify(parent) == wanted for parent in path.resolve().parents)
