"""Gzip members of a file, one by one: a truncated or broken one is reported, and the next is looked for behind it.

Libraries read a torn last member as a shorter record and raise nothing; here a member counts only with its end.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from harvester.errors import BadRecord
from harvester.limits import RECORD_LIMIT

CHUNK = 1 << 18
MAGIC = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Member:
    """One member: where it stands, and what it holds; None where that is more than RECORD_LIMIT."""

    offset: int
    length: int
    data: bytes | None
    error: str | None = None  # what is wrong with it: it is torn or does not inflate


def inflate_member(packed: bytes) -> bytes:
    """What one whole member holds.

    Raises:
        BadRecord: for a torn one, one that is longer or shorter than `packed`, and one that inflates beyond
            RECORD_LIMIT.
    """
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = stream.decompress(packed, RECORD_LIMIT)
    except zlib.error as error:
        raise BadRecord(f"does not inflate: {error}") from error
    if stream.unconsumed_tail:
        raise BadRecord(f"inflates to more than {RECORD_LIMIT // 1_000_000} MB")
    if not stream.eof:
        raise BadRecord("is torn: its gzip member has no end")
    if stream.unused_data:
        raise BadRecord("ends before the length that is told of it")
    return data


def scan_members(file: BinaryIO) -> Iterator[Member]:
    """Every member from where the file stands.

    One that is torn or broken comes with an `error`; behind a broken one the next beginning of a member is looked for.
    """
    offset = file.tell()
    rest = b""
    while True:
        rest = rest or file.read(CHUNK)
        if not rest.strip(b"\0"):
            if not rest:
                return
            offset, rest = offset + len(rest), b""
            continue
        member, rest = _read_member(file, offset, rest)
        yield member
        offset += member.length
        if member.error is not None and rest:
            skipped, rest = _find_next(file, rest)
            offset += skipped


def _read_member(file: BinaryIO, offset: int, rest: bytes) -> tuple[Member, bytes]:
    """One member and what follows it in the chunk that was read last."""
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    pieces: list[bytes] = []
    size = taken = 0
    while rest:
        try:
            piece = stream.decompress(rest, CHUNK * 4)
        except zlib.error as error:
            broken = min(len(MAGIC), len(rest)) if not taken else 0
            return Member(offset, taken + broken, None, f"does not inflate: {error}"), rest[broken:]
        size += len(piece)
        if size > RECORD_LIMIT:
            pieces.clear()
        else:
            pieces.append(piece)
        used = len(rest) - len(stream.unconsumed_tail) - len(stream.unused_data)
        taken += used
        if stream.eof:
            data = b"".join(pieces) if size <= RECORD_LIMIT else None
            return Member(offset, taken, data), stream.unused_data
        rest = stream.unconsumed_tail or file.read(CHUNK)
    return Member(offset, taken, None, "is torn: its gzip member has no end"), b""


def _find_next(file: BinaryIO, rest: bytes) -> tuple[int, bytes]:
    """How many octets lie before the next beginning of a member, and what was read from there on."""
    skipped = 0
    while rest:
        place = rest.find(MAGIC)
        if place >= 0:
            return skipped + place, rest[place:]
        keep = rest[-(len(MAGIC) - 1) :]
        more = file.read(CHUNK)
        if not more:
            return skipped + len(rest), b""
        skipped += len(rest) - len(keep)
        rest = keep + more
    return skipped, b""
