"""Which files belong to a database, told by device and inode: no command may write its results over them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harvester.errors import DamagedDatabase, DatabaseReplaced, StoreError

COMPANIONS = ("-wal", "-shm", "-journal", "", ".holder", ".lock")
"""What stands beside a database under its name, in the order in which it is deleted.

SQLite's files, the file itself, the name of its holder, and the lock.
"""

LOGS = "-logs"
WORKERS = "-workers"
"""The folders of the runs' logs and of their workers' files, likewise."""

Identity = tuple[int, int]
"""Device and inode."""


def refuse_companion(path: Path) -> None:
    """Raise StoreError where a database is named that is the WAL, the lock or the like of another one."""
    for companion in COMPANIONS:
        name = path.name.removesuffix(companion)
        if name not in ("", path.name) and path.with_name(name).is_file():
            raise StoreError(f"no database: {str(path)!r} belongs to {name!r}, which is one (name that)")


def list_own_files(database: Path) -> list[Path]:
    """A database's files and its two folders, whether they are there or not.

    Under the name that it is called by and, where that is a link, under its own.
    """
    names = dict.fromkeys((database.absolute(), database.resolve()))
    return [Path(f"{name}{companion}") for name in names for companion in (*COMPANIONS, LOGS, WORKERS)]


def remove_file(path: Path) -> None:
    """Delete a file and what stands beside it under its name; the file itself last but its lock."""
    for companion in COMPANIONS:
        Path(f"{path}{companion}").unlink(missing_ok=True)


def refuse_own(target: Path, database: Path) -> None:
    """Raise StoreError where `target` is a file of the database, by whatever name, or lies in one of its folders.

    Call it before anything is written to a place that a person has named.
    """
    for own in list_own_files(database):
        if is_same(target, own) or (own.name.endswith((LOGS, WORKERS)) and lies_below(target, own)):
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


def identify(path: Path | str) -> Identity | None:
    """Device and inode of a file, behind its links; None where there is none that can be seen."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked before every transaction, and half as long as Path's
    except OSError:
        return None
    return found.st_dev, found.st_ino


def lies_below(path: Path, folder: Path) -> bool:
    """Whether a file is in a folder or in one of its subfolders, through links, or would be if they were there."""
    wanted, parents = identify(folder), path.resolve().parents
    return folder.resolve() in parents or (wanted is not None and wanted in map(identify, parents))


@dataclass(frozen=True, slots=True)
class Opened:
    """Which file was opened under a name, and which WAL beside it."""

    database: Identity | None
    wal: Identity | None

    @classmethod
    def identify(cls, path: Path) -> Opened:
        return cls(identify(path), identify(f"{path}-wal"))

    def refuse_change(self, path: Path) -> None:
        """Raise DatabaseReplaced where another file, or none, stands under the name by now."""
        found = Opened.identify(path)
        if found == self:
            return
        if found.database == self.database:
            raise DatabaseReplaced(f"the WAL of {str(path)!r} was taken away or replaced while it was written")
        fate = "was moved or deleted" if found.database is None else "was replaced by another file"
        raise DatabaseReplaced(f"{str(path)!r} {fate} while it was written (what was stored is in the earlier file)")

    def describe(self) -> list[str]:
        """As `note_opened` writes it: `database 64769:1311` and `wal 64769:1312`."""
        files = {"database": self.database, "wal": self.wal}
        return [f"{name} {file[0]}:{file[1]}" for name, file in files.items() if file is not None]


def name_holder() -> str:
    """This process, as it is named beside a database that it holds."""
    return f"process {os.getpid()}"


def note_opened(path: Path, opened: Opened, holder: str) -> None:
    """Write beside the name of a database's holder which files it has opened, for `refuse_foreign_wal`."""
    place = Path(f"{path}.holder")
    if read_lines(place)[:1] == [holder]:
        place.write_text("\n".join([holder, *opened.describe(), ""]), encoding="utf-8")


def refuse_foreign_wal(path: Path) -> None:
    """Raise DamagedDatabase where the WAL beside a file is of another file.

    This one took its place while a run was at work; SQLite would play the WAL into it.
    """
    wal = Path(f"{path}-wal")
    if not wal.exists() or not wal.stat().st_size:
        return
    database, *rest = Opened.identify(path).describe()
    noted = read_lines(Path(f"{path}.holder"))[1:]
    if rest and rest[0] in noted and database not in noted:
        raise DamagedDatabase(
            f"{wal.name!r} is of an earlier file and not of {str(path)!r}, which took its place (move it away)"
        )


def refuse_foreign_companions(path: Path) -> None:
    """Raise DamagedDatabase where a WAL or a rollback journal beside a file is of another file."""
    refuse_foreign_wal(path)
    refuse_foreign_journal(path)


_JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
"""How a rollback journal begins that is to be played in (sqlite.org/fileformat2.html#the_rollback_journal)."""
_WAL_VERSIONS = b"\x02\x02"
"""At the 18th octet of a file that keeps a WAL."""
_LARGEST_PAGE = 65_536
"""Octets. A file that is just being made keeps a journal until its first page says that it keeps a WAL."""


def refuse_foreign_journal(path: Path) -> None:
    """Raise DamagedDatabase where a rollback journal lies beside a file that keeps a WAL, and so makes none.

    It is of an earlier file of that name; SQLite would play it into this one, and what was stored since would be gone.
    """
    journal = Path(f"{path}-journal")
    if not journal.is_file() or not path.is_file() or path.stat().st_size <= _LARGEST_PAGE:
        return
    if read_start(journal, len(_JOURNAL)) == _JOURNAL and read_start(path, 20)[18:] == _WAL_VERSIONS:
        raise DamagedDatabase(f"{journal.name!r} is of an earlier file and not of {str(path)!r} (move it away)")


def read_start(path: Path, size: int) -> bytes:
    """The first octets of a file; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def read_lines(path: Path) -> list[str]:
    """The first lines of a small file; none where it cannot be read."""
    return read_start(path, 1000).decode("utf-8", "replace").splitlines()
