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
from harvester.errors import ArchiveError, BadArchive
from harvester.gzip_members import GZIP_MAGIC

WARC_SUFFIXES = (".warc", ".warc.gz", f".warc.gz{OPEN}")
WACZ_SUFFIX = ".wacz"
UNREAD_KINDS = {
    ".arc": "ARC (warcio recompress makes a WARC of it)",
    ".arc.gz": "ARC (warcio recompress makes a WARC of it)",
    ".warc.zst": "WARC packed with Zstandard (unpack it with zstd -d)",
    ".warc.bz2": "WARC packed with bzip2 (unpack it with bunzip2)",
    ".warc.xz": "WARC packed with xz (unpack it with unxz)",
}
"""Suffixes of archives that are named where they are met, and what makes them readable."""
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
    """The WARC files of a source, in the order of their names. Archives of other kinds are passed over.

    Raises:
        ArchiveError: for what is none.
    """
    for path in find_archives(source):
        if not path.name.lower().endswith(tuple(UNREAD_KINDS)):
            yield from open_archive(source, path)


def find_archives(source: Path) -> Iterator[Path]:
    """The files of a source that are archives by their names, be it of a kind that is not read, in their order.

    Raises:
        ArchiveError: there is nothing.
    """
    if source.is_dir():
        names = (*WARC_SUFFIXES, WACZ_SUFFIX, *UNREAD_KINDS)
        for path in sorted(source.rglob("*")):
            if path.name.lower().endswith(names) and path.is_file():
                yield path
    elif source.is_file():
        yield source
    else:
        raise ArchiveError(f"no such file or folder: {str(source)!r}")


def find_foreign_kind(path: Path) -> str | None:
    """Return what a file is that neither is named as an archive nor begins as one; None for any other.

    A damaged one that is named so is read as far as it goes.
    """
    if not path.is_file() or path.name.lower().endswith((*WARC_SUFFIXES, WACZ_SUFFIX, *UNREAD_KINDS)):
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


def open_archive(source: Path, path: Path) -> list[WarcFile]:
    """The WARC files of an archive of a source: itself, or those in a WACZ.

    Raises:
        BadArchive: it cannot be read.
    """
    return _open_file(source if source.is_dir() else source.parent, path)


def _open_file(folder: Path, path: Path) -> list[WarcFile]:
    name = path.name.lower()
    unread = next((told for suffix, told in UNREAD_KINDS.items() if name.endswith(suffix)), None)
    if unread is not None:
        raise BadArchive(str(path), "is of a kind that is not read", unread)
    if name.endswith(WACZ_SUFFIX):
        return _open_wacz(folder, path)
    return [WarcFile(folder.absolute(), path.relative_to(folder).as_posix().removesuffix(OPEN), path)]


def _open_wacz(folder: Path, path: Path) -> list[WarcFile]:
    """The WARC files of a WACZ. They are read where they lie, so nothing is unpacked anywhere."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if one.filename.lower().endswith(WARC_SUFFIXES)]
            starts = [_find_start(path, one) for one in entries]
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:  # the last is zipfile's, of kinds that it cannot read
        raise BadArchive(str(path), "is no WACZ", str(error)) from error
    if not entries:
        raise BadArchive(
            str(path), "holds no WARC file", f"there is none that ends in {' or '.join(WARC_SUFFIXES[:2])}"
        )
    outer = path.relative_to(folder).as_posix()
    found = []
    for entry, start in zip(entries, starts, strict=True):
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts:
            raise BadArchive(str(path), "holds a path that leads out of it", repr(entry.filename[:200]))
        if entry.compress_type != zipfile.ZIP_STORED:
            told = f"{entry.filename[:200]!r} (WACZ wants it stored)"
            raise BadArchive(str(path), "holds an archive that is packed once more", told)
        name = f"{outer}{WITHIN}{entry.filename}"
        found.append(WarcFile(folder.absolute(), name, path, start, entry.file_size))
    return found


def _find_start(path: Path, entry: zipfile.ZipInfo) -> int:
    """Where a zip's member begins: behind a head of its own, whose two last fields have any length."""
    with path.open("rb") as file:
        file.seek(entry.header_offset + 26)
        lengths = file.read(4)
    return entry.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
