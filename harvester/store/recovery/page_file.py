"""SQLite's file format (https://www.sqlite.org/fileformat2.html), as far as rows can be read from it.

Whatever cannot be is passed over. The bytes may be anybody's: each loop ends, and nothing is larger than the file.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

_MAGIC = b"SQLite format 3\x00"
DEFAULT_PAGE_SIZE = 4096
PAGE_SIZES = frozenset(1 << power for power in range(9, 17))

TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
LEAVES = frozenset({TABLE_LEAF, INDEX_LEAF})
INNER = frozenset({TABLE_INNER, INDEX_INNER})

WAL_HEADER, FRAME_HEADER = 32, 24
"""Bytes in front of a WAL and of each of its frames."""

Value = int | float | bytes | str | None
Row = tuple[int | None, list[Value]]
"""The rowid, where there is one, and the values as they are stored."""


class UnreadableError(Exception):
    """Raised within this package for a page, cell or record that is not what it should be."""


class MendedText(str):
    """A text of which not every byte was UTF-8: the others are shown as U+FFFD."""

    __slots__ = ()


class Pages:
    """The pages of a file, with those of its WAL in their place."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.data: mmap.mmap | bytes = b""
            if file.seek(0, 2):  # what has no bytes cannot be mapped
                self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.size = self.read_page_size()
        self.count = len(self.data) // self.size
        wal = Path(f"{path}-wal")
        self.wal = wal.read_bytes() if wal.is_file() else b""
        self.frames = find_frames(self.wal, self.size)
        self.count = max([self.count, *self.frames])

    @property
    def has_header(self) -> bool:
        """Whether the file begins as SQLite's do."""
        return self.data[: len(_MAGIC)] == _MAGIC

    def read_page_size(self) -> int:
        """Bytes of a page; the usual number where the header does not say."""
        size = int.from_bytes(self.data[16:18], "big")
        size = 1 << 16 if size == 1 else size
        return size if self.has_header and size in PAGE_SIZES else DEFAULT_PAGE_SIZE

    def read(self, number: int) -> bytes:
        """A page by its number, which begins with 1. Raises UnreadableError."""
        place = self.frames.get(number)
        if place is not None:
            return self.wal[place : place + self.size]
        page = self.data[(number - 1) * self.size : number * self.size] if number > 0 else b""
        if len(page) < self.size:
            raise UnreadableError(f"no page {number}")
        return bytes(page)

    def list_free(self) -> set[int]:
        """The pages that hold nothing any more."""
        free: set[int] = set()
        try:
            trunk = int.from_bytes(self.read(1)[32:36], "big")
            while trunk and trunk not in free:
                free.add(trunk)
                following, leaves = struct.unpack(">II", self.read(trunk)[:8])
                numbers = self.read(trunk)[8 : 8 + 4 * min(leaves, self.size // 4 - 2)]
                free.update(struct.unpack(f">{len(numbers) // 4}I", numbers))
                trunk = following
        except UnreadableError:
            pass  # what is known of them is enough: a free page that is read as a row is a row that stood there
        return free


def find_frames(wal: bytes, size: int) -> dict[int, int]:
    """Where in a WAL the last committed version of each page stands."""
    if len(wal) < WAL_HEADER or int.from_bytes(wal[8:12], "big") != size:
        return {}
    order = ">" if wal[3] & 1 else "<"
    sums = add_checksum(wal[:24], order, (0, 0))
    committed: dict[int, int] = {}
    pending: dict[int, int] = {}
    for start in range(WAL_HEADER, len(wal) - FRAME_HEADER - size + 1, FRAME_HEADER + size):
        number, pages = struct.unpack(">II", wal[start : start + 8])
        sums = add_checksum(wal[start : start + 8], order, sums)
        body = start + FRAME_HEADER
        sums = add_checksum(wal[body : body + size], order, sums)
        if wal[start + 8 : start + 16] != wal[16:24] or sums != struct.unpack(">II", wal[start + 16 : start + 24]):
            break
        pending[number] = body
        if pages:
            committed |= pending
            pending = {}
    return committed


def add_checksum(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    """The running checksum of a WAL, over words in the order of bytes that its header names."""
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second


def read_varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends. Raises UnreadableError."""
    value = 0
    for count, byte in enumerate(data[place : place + 9], 1):
        if count == 9:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + count
    raise UnreadableError("a number is cut short")


def _read_kind(page: bytes, number: int) -> int:
    """What a page is, by its first byte."""
    return page[100 if number == 1 else 0]


def _list_cells(page: bytes, number: int) -> list[int]:
    """Where the cells of a page stand, those that can be in it."""
    head = 100 if number == 1 else 0
    start = head + (12 if page[head] in INNER else 8)
    count = min(int.from_bytes(page[head + 3 : head + 5], "big"), (len(page) - start) // 2)
    places = struct.unpack(f">{count}H", page[start : start + 2 * count])
    return [place for place in places if start <= place < len(page)]


def list_children(page: bytes, number: int) -> list[int]:
    """The pages below an inner page, in their order."""
    head = 100 if number == 1 else 0
    last = int.from_bytes(page[head + 8 : head + 12], "big")
    return [*(int.from_bytes(page[place : place + 4], "big") for place in _list_cells(page, number)), last]


def read_cell(pages: Pages, page: bytes, place: int, kind: int) -> Row:
    """A row of a leaf or of an index's inner page. Raises UnreadableError."""
    place += 4 if kind == INDEX_INNER else 0
    length, place = read_varint(page, place)
    rowid = None
    if kind == TABLE_LEAF:
        rowid, place = read_varint(page, place)
        rowid -= (rowid >> 63) << 64
    return rowid, read_record(read_payload(pages, page, place, length, is_table=kind == TABLE_LEAF))


def read_payload(pages: Pages, page: bytes, place: int, length: int, *, is_table: bool) -> bytes:
    """The bytes of a record, those on overflow pages too. Raises UnreadableError."""
    usable = len(page)
    most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
    if length > pages.count * pages.size:
        raise UnreadableError("a record is longer than the file")
    if length <= most:
        return _cut(page, place, length)
    least = (usable - 12) * 32 // 255 - 23
    local = least + (length - least) % (usable - 4)
    local = local if local <= most else least
    parts = [_cut(page, place, local)]
    following = int.from_bytes(_cut(page, place + local, 4), "big")
    left = length - local
    while left > 0:  # each page makes it less: a chain without an end ends here
        overflow = pages.read(following)
        parts.append(overflow[4 : 4 + left])
        following, left = int.from_bytes(overflow[:4], "big"), left - len(parts[-1])
    return b"".join(parts)


def _cut(data: bytes, place: int, length: int) -> bytes:
    """A slice that is there whole. Raises UnreadableError."""
    part = data[place : place + length]
    if len(part) < length:
        raise UnreadableError("a record is cut short")
    return part


def read_record(payload: bytes) -> list[Value]:
    """The values of a record. Raises UnreadableError."""
    head, place = read_varint(payload, 0)
    types: list[int] = []
    while place < head:
        kind, place = read_varint(payload, place)
        types.append(kind)
    values: list[Value] = []
    for kind in types:
        value, place = read_value(payload, place, kind)
        values.append(value)
    return values


INTEGER_LENGTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def read_value(payload: bytes, place: int, kind: int) -> tuple[Value, int]:
    """A value by its serial type, and where it ends. Raises UnreadableError."""
    if kind in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[kind], place
    if kind in INTEGER_LENGTHS:
        length = INTEGER_LENGTHS[kind]
        return int.from_bytes(_cut(payload, place, length), "big", signed=True), place + length
    if kind == 7:
        return struct.unpack(">d", _cut(payload, place, 8))[0], place + 8
    if kind < 12:
        raise UnreadableError("a value of a type that there is not")
    length = (kind - 12) // 2
    raw = _cut(payload, place, length)
    return (_read_text(raw) if kind % 2 else raw), place + length


def _read_text(raw: bytes) -> str:
    """A text, whatever became of its bytes."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return MendedText(raw.decode("utf-8", "replace"))


class Walk:
    """Goes through trees of pages, each page once. `lost` counts the pages and cells that could not be read."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.seen: set[int] = set()
        self.lost = 0

    def read_tree(self, root: int) -> Iterator[Row]:
        """The rows below a page, in their order."""
        for number, page in self.list_pages(root):
            if _read_kind(page, number) != TABLE_INNER:
                yield from self.read_rows(page, number)

    def list_pages(self, root: int) -> Iterator[tuple[int, bytes]]:
        """The pages of a tree that are what they should be."""
        todo = [root]
        while todo:
            number = todo.pop()
            page = None if number in self.seen else self.read_page(number)
            if page is None:
                self.lost += 1
                continue
            self.seen.add(number)
            if _read_kind(page, number) in INNER:
                todo += reversed(list_children(page, number))
            yield number, page

    def read_page(self, number: int) -> bytes | None:
        """A page of a tree; None where it is none."""
        try:
            page = self.pages.read(number)
        except UnreadableError:
            return None
        return page if _read_kind(page, number) in LEAVES | INNER else None

    def read_rows(self, page: bytes, number: int) -> Iterator[Row]:
        """The rows of one page."""
        kind = _read_kind(page, number)
        for place in _list_cells(page, number):
            try:
                yield read_cell(self.pages, page, place, kind)
            except UnreadableError:
                self.lost += 1

    def list_rest(self) -> Iterator[tuple[int, bytes]]:
        """The leaves that no tree led to, and which are not free: what a damaged page above them has cut off."""
        free = self.pages.list_free()
        for number in range(1, self.pages.count + 1):
            page = None if number in self.seen or number in free else self.read_page(number)
            if page is not None and _read_kind(page, number) in LEAVES:
                yield number, page
