"""The WARC files in what somebody names: a file, a folder, a WACZ."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from harvester.archive.folder import OPEN
from harvester.errors import ArchiveError
from harvester.gzip_members import GZIP_MAGIC

WARC_SUFFIXES = (".warc", ".warc.gz", f".warc.gz{OPEN}")
WACZ_SUFFIX = ".wacz"
WARC_MAGIC, SQLITE_MAGIC = b"WARC/", b"SQLite format 3\0"
_HEAD_SIZE = 1000
"""Octets of a file that show what it is."""
WITHIN = "!/"
"""Parts a WACZ from the name of what it holds: `portal.wacz!/archive/data.warc.gz`."""


@dataclass(frozen=True, slots=True)
class WarcFile:
    """One WARC file. `name` is below `folder`, without `.open`; one that lies in a WACZ begins at `start` there."""

    folder: Path
    name: str
    path: Path
    start: int = 0
    size: int | None = None  # of one that lies in a WACZ

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file, from its first byte to its last."""
        with self.path.open("rb") as file:
            yield file if self.size is None else _Window(file, self.start, self.size)  # type: ignore[misc]


class _Window:
    """The part of an open file that one stored member of a zip takes."""

    def __init__(self, file: BufferedReader, start: int, size: int) -> None:
        self.file = file
        self.start = start
        self.size = size
        file.seek(start)

    def read(self, count: int = -1) -> bytes:
        """As a file's: at most `count` bytes, and none beyond the part's end."""
        room = max(0, self.size - self.tell())
        return self.file.read(room if count < 0 else min(count, room))

    def tell(self) -> int:
        """The place within the part."""
        return self.file.tell() - self.start

    def seek(self, place: int, whence: int = 0) -> int:
        """Move within the part: from its beginning, from here, or from its end."""
        base = (0, self.tell(), self.size)[whence]
        return self.file.seek(self.start + max(0, base + place)) - self.start


def find_warc_files(source: Path) -> Iterator[WarcFile]:
    """The WARC files of a source, in the order of their names.

    Raises:
        ArchiveError: for what is none.
    """
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and (path.name.endswith(WARC_SUFFIXES) or path.suffix == WACZ_SUFFIX):
                yield from _open_file(source, path)
    elif source.is_file():
        yield from _open_file(source.parent, source)
    else:
        raise ArchiveError(f"no such file or folder: {str(source)!r}")


def find_foreign_kind(path: Path) -> str | None:
    """Return what a file is that neither is named as an archive nor begins as one; None for any other.

    A damaged one that is named so is read as far as it goes.
    """
    if not path.is_file() or path.name.endswith((*WARC_SUFFIXES, WACZ_SUFFIX)):
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD_SIZE)
    if head.startswith(GZIP_MAGIC):
        with suppress(zlib.error):
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD_SIZE)
    if head.startswith(SQLITE_MAGIC):
        return "a database: harvester merge joins two of them"
    return None if head.startswith(WARC_MAGIC) else f"it does not begin with {WARC_MAGIC.decode()!r}"


def find_warc_file(folder: Path, name: str) -> WarcFile:
    """The file of a capture, by its folder and name.

    Raises:
        ArchiveError: it is not there.
    """
    outer, _, _inner = name.partition(WITHIN)
    for path in (folder / outer, folder / f"{outer}{OPEN}"):
        if path.is_file():
            for found in _open_file(folder, path):
                if found.name == name:
                    return found
    raise ArchiveError(f"no such file: {str(folder / name)!r}")


def _open_file(folder: Path, path: Path) -> Iterator[WarcFile]:
    if path.suffix == WACZ_SUFFIX:
        yield from _open_wacz(folder, path)
        return
    name = path.relative_to(folder).as_posix().removesuffix(OPEN)
    yield WarcFile(folder.absolute(), name, path)


def _open_wacz(folder: Path, path: Path) -> Iterator[WarcFile]:
    """The WARC files of a WACZ. They are read where they lie, so nothing is unpacked anywhere."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if one.filename.endswith(WARC_SUFFIXES)]
            starts = [_find_start(path, one) for one in entries]
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:  # the last is zipfile's, of kinds that it cannot read
        raise ArchiveError(f"no WACZ: {str(path)!r} ({error})") from error
    outer = path.relative_to(folder).as_posix()
    for entry, start in zip(entries, starts, strict=True):
        place = PurePosixPath(entry.filename)
        if place.is_absolute() or ".." in place.parts:
            raise ArchiveError(f"{str(path)!r} holds a path that leads out of it: {entry.filename[:200]!r}")
        if entry.compress_type != zipfile.ZIP_STORED:
            raise ArchiveError(f"{str(path)!r} holds {entry.filename[:200]!r} packed once more: WACZ wants it stored")
        yield WarcFile(folder.absolute(), f"{outer}{WITHIN}{entry.filename}", path, start, entry.file_size)


def _find_start(path: Path, entry: zipfile.ZipInfo) -> int:
    """Where a zip's member begins: behind a head of its own, whose two last fields have any length."""
    with path.open("rb") as file:
        file.seek(entry.header_offset + 26)
        lengths = file.read(4)
    return entry.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
