"""The folder that a run keeps its answers in: WARC files of about 1 GB, never ahead of the database after a start.

The database vouches for each file up to the end of the last record that it has a row of. What stands beyond was
written by a transaction that never committed, and is cut off; a file that is shorter has lost something.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from harvester.archive.exchanges import Exchange, format_date
from harvester.archive.warc import Original, make_members, make_warcinfo
from harvester.errors import ArchiveError, DiskFull, StoreError
from harvester.limits import WARC_SIZE
from harvester.store import Store, captures
from harvester.store.captures import Folder, NewCapture, Same
from harvester.store.copies import sync_path
from harvester.store.own_files import refuse_own
from harvester.suggestions import suggest_command
from harvester.whole_numbers import read_whole_number
from harvester.wording import write_count

_SUFFIX = ".warc.gz"
OPEN = ".open"


class KeptFolder:
    """Appends records, each inside the transaction that ends its address. One process writes, as to the database."""

    def __init__(self, path: Path, store: Store, folder: Folder, *, file_size: int = WARC_SIZE) -> None:
        self.path = path
        self.store = store
        self.folder = folder
        self.file_size = file_size
        self.name: str | None = None
        self.descriptor: int | None = None

    @classmethod
    def open(cls, path: Path, store: Store, *, file_size: int = WARC_SIZE) -> KeptFolder:
        """Open a folder for writing, and bring what a killed run has left there back to what the database knows.

        Raises:
            ArchiveError: something is missing.
            DiskFull: nothing can be written, for want of space.
            StoreError: nothing can be written.
        """
        path = path.absolute()
        refuse_own(path, store.path)
        folder = captures.find_folder(store.connection, str(path))
        if folder is None or not folder.series:
            _make(path)
            with store.transaction() as connection:
                folder = captures.add_folder(connection, str(path), uuid4().hex[:8])
        kept = cls(path, store, folder, file_size=file_size)
        kept.recover()
        return kept

    def recover(self) -> None:
        """Hold every file against the database.

        Raises:
            ArchiveError: naming the first that has lost something. The folder is not made then: it may have been moved.
        """
        connection = self.store.connection
        known = self.list_own_files()
        for name in known:
            check_size(self.store, self.folder, self.path, name)
        _make(self.path)
        for place in sorted(self.path.glob(f"*-{self.folder.series}-*{_SUFFIX}{OPEN}")):
            name = place.name.removesuffix(OPEN)
            end = captures.read_end(connection, self.folder.id, name)
            if end == 0:
                place.unlink()  # not even its first record was committed
            else:
                _cut(place, end)
        if known and self.may_grow(known[-1]):
            self.reopen(known[-1])

    def list_own_files(self) -> list[str]:
        """The files that this database has written; archives that were imported from here are none of them."""
        mark = f"-{self.folder.series}-"
        return [name for name in captures.read_files(self.store.connection, self.folder.id) if mark in name]

    def may_grow(self, name: str) -> bool:
        """Whether more may be written to a file.

        One that was closed ends where the database ended then: where it is longer, the database is an older copy, and
        what it knows nothing of stays.
        """
        end = captures.read_end(self.store.connection, self.folder.id, name)
        closed = self.path / name
        is_ahead = closed.is_file() and closed.stat().st_size > end
        return (
            end < self.file_size and not is_ahead and not captures.has_lost(self.store.connection, self.folder.id, name)
        )

    def list_numbers(self) -> list[int]:
        """The numbers of the files of this series, be they known to the database or not."""
        present = (path.name.removesuffix(OPEN) for path in self.path.glob(f"harvester-{self.folder.series}-*"))
        names = {*self.list_own_files(), *present}
        found = (read_whole_number(name.removesuffix(_SUFFIX).rpartition("-")[2]) for name in names)
        return [number for number in found if number is not None]

    def reopen(self, name: str) -> None:
        """Go on with a file; where it was closed, it is being written from now on."""
        place = self.path / f"{name}{OPEN}"
        try:
            if not place.exists():
                (self.path / name).rename(place)
            self.descriptor = os.open(place, os.O_RDWR)
        except OSError as error:
            raise _explain(error, place) from error
        self.name = name

    def read_end(self) -> int:
        """The byte of the file that is being written up to which the database vouches for it."""
        return 0 if self.name is None else captures.read_end(self.store.connection, self.folder.id, self.name)

    def keep(self, exchange: Exchange, portal: str | None, run: int | None) -> int:
        """Append an exchange of a portal and a run, and add its row; the row's id. Called inside a transaction.

        Raises:
            DiskFull: it cannot be written, so that the transaction is rolled back.
            StoreError: it cannot be written, so that the transaction is rolled back.
        """
        same = self.find_original(exchange)
        original = None if same is None else Original(same.url, format_date(datetime.fromisoformat(same.fetched_at)))
        request, answer = make_members(exchange, original)
        begin = b""
        start = self.read_end()
        if start >= self.file_size:
            self.close()
            start = 0
        if self.descriptor is None:
            begin = self.start_file(exchange)
        assert self.name is not None
        self.append(start, begin + request + answer)
        offset = start + len(begin) + len(request)
        row = NewCapture(
            exchange.url, portal, run, exchange.at.isoformat(timespec="seconds"), exchange.status, exchange.media_type,
            self.folder.id, self.name, offset, len(answer), exchange.digest, None if same is None else same.id,
        )  # fmt: skip
        capture = captures.add(self.store.connection, row)
        if capture is None:
            raise ArchiveError(f"two records at one place: {self.name} at {offset}")
        return capture

    def find_original(self, exchange: Exchange) -> Same | None:
        """The kept answer that this one repeats, if any."""
        connection = self.store.connection
        if exchange.status == 304:
            return captures.find_last(connection, self.folder.id, exchange.url)
        return captures.find_same(connection, self.folder.id, exchange.digest) if exchange.body else None

    def start_file(self, exchange: Exchange) -> bytes:
        """Begin a file; its first record, not yet written."""
        number = 1 + max(self.list_numbers(), default=0)
        self.name = f"harvester-{self.folder.series}-{number:05}{_SUFFIX}"
        place = self.path / f"{self.name}{OPEN}"
        try:
            self.descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o644)
            sync_path(self.path)
        except OSError as error:
            raise _explain(error, place) from error
        return make_warcinfo(self.name, format_date(exchange.at))

    def append(self, start: int, data: bytes) -> None:
        """Write behind what the database vouches for, and wait for the disk."""
        assert self.descriptor is not None
        try:
            if os.fstat(self.descriptor).st_size != start:  # a transaction before this one was rolled back
                os.ftruncate(self.descriptor, start)
            view = memoryview(data)
            while view:
                written = os.pwrite(self.descriptor, view, start)
                start += written
                view = view[written:]
            os.fdatasync(self.descriptor)
        except OSError as error:
            raise _explain(error, self.path / f"{self.name}{OPEN}") from error

    def close(self) -> None:
        """Close the file that is being written, under its own name, and without what was not committed."""
        if self.descriptor is None or self.name is None:
            return
        place = self.path / f"{self.name}{OPEN}"
        descriptor, self.descriptor = self.descriptor, None
        with suppress(OSError):  # what cannot be brought in order now is at the next start
            end = self.read_end()
            os.ftruncate(descriptor, end)
            os.fsync(descriptor)
            if end:
                place.rename(self.path / self.name)
            else:
                place.unlink()
            sync_path(self.path)
        os.close(descriptor)


def check_size(store: Store, folder: Folder, path: Path, name: str) -> None:
    """Raise ArchiveError where a file is missing, or shorter than the database knows it."""
    end = captures.read_end(store.connection, folder.id, name)
    place = find_file(path, name)
    size = -1 if place is None else place.stat().st_size
    if size >= end or end == 0:
        return
    count = captures.count_beyond(store.connection, folder.id, name, size)
    state = "is missing" if place is None else f"has {size} of {end} bytes"
    command = suggest_command("archive", "check", str(path), "--accept-loss", database=store.path)
    raise ArchiveError(
        f"{str(path / name)!r} {state}, and {write_count(count, 'capture')} with it"
        f" (bring it back, or go on without: {command})"
    )


def find_file(path: Path, name: str) -> Path | None:
    """A file of a folder, closed or being written."""
    return next((place for place in (path / name, path / f"{name}{OPEN}") if place.is_file()), None)


def _make(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _explain(error, path) from error


def _cut(place: Path, end: int) -> None:
    """Cut a file back to its first `end` bytes."""
    try:
        if place.stat().st_size > end:
            with place.open("rb+") as file:
                file.truncate(end)
                os.fsync(file.fileno())
    except OSError as error:
        raise _explain(error, place) from error


def _explain(error: OSError, place: Path) -> StoreError:
    """What it means that a file of the folder cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"no room left for {str(place)!r} (make room and run again; what was stored stays)")
    return StoreError(f"cannot write {str(place)!r}: {error.strerror or error}")
