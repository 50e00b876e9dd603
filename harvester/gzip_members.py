"""Gzip undone, wherever it comes from: a response, a sitemap's file, a kept page."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

GZIP_MAGIC = b"\x1f\x8b"

MEMBER_LIMIT = 100
"""Members of one body; programs write one, some that append a few. Each is looked for in what the one before has left,
so that their number must not grow with the body."""

HEAD, TRAILER = 10, 8
"""Octets before the data of a member without further fields, and behind it: the checksum and the length."""
HEAD_CHECKSUM, EXTRA, NAME, COMMENT = 2, 4, 8, 16
"""The flags of the fields that a head may have."""

PIECE = 1 << 16
"""Octets that are inflated at once. The root of a sitemap or feed has to begin within the first piece."""


class BrokenGzip(Exception):
    """Raised by `iterate_gzip` for what does not inflate, or not to its end."""


class LargeGzip(Exception):
    """Raised by `inflate_gzip` for what inflates to more than its limit."""


def inflate_gzip(body: bytes, limit: int) -> bytes:
    """Return what the members of a gzip body hold.

    Args:
        body: Octets that begin with a gzip member.
        limit: The most octets that it may inflate to.

    Raises:
        BrokenGzip: as `iterate_gzip` does.
        LargeGzip: there are more than `limit` octets in it; no more than one piece beyond it was inflated.
    """
    inflated = join_within(iterate_gzip(body), limit)
    if inflated is None:
        raise LargeGzip(f"inflates to more than {limit // 1_000_000} MB")
    return inflated


def join_within(pieces: Iterable[bytes], limit: int) -> bytes | None:
    """Return all pieces together; None where they have more than so many octets.

    Whatever ends it early, nothing that was read so far stays behind in the frames of a traceback: sixty bombs of
    20 MB would be in memory together, as long as their failures are.
    """
    joined = BytesIO()
    try:
        for piece in pieces:
            joined.write(piece)
            if joined.tell() > limit:
                return None
        return joined.getvalue()
    finally:
        joined.close()


def inflates_beyond(body: bytes, limit: int) -> bool:
    """Return whether a gzip body holds more than so many octets; no more than a piece beyond them is inflated."""
    try:
        return join_within(iterate_gzip(body), limit) is None
    except BrokenGzip:
        return False


def iterate_gzip(body: bytes) -> Iterator[bytes]:
    """Yield what the members of a gzip body hold, piece by piece, so that the caller may stop at a limit.

    As browsers do, it takes a member for whole where its data come to their end, whatever its trailer says of their
    length and checksum, or if it has none; and what stands behind the last member is passed over.

    Args:
        body: Octets that begin with a gzip member.

    Raises:
        BrokenGzip: a member does not inflate or breaks off, or there are too many; after the pieces before it.
    """
    rest = body
    for _ in range(MEMBER_LIMIT):
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        data: bytes = rest
        place = find_data(data)
        while not stream.eof:
            chunk = stream.unconsumed_tail
            if not chunk:
                chunk, place = data[place : place + PIECE], place + PIECE
            try:
                piece = stream.decompress(chunk, PIECE)
            except zlib.error as error:
                raise BrokenGzip(f"does not inflate: {error}") from error
            if piece:
                yield piece
            elif place >= len(data) and not stream.unconsumed_tail and not stream.eof:
                raise BrokenGzip("breaks off before its end")
        rest = (stream.unused_data + data[place:])[TRAILER:]
        if not rest.startswith(GZIP_MAGIC):
            return
    raise BrokenGzip(f"has more than {MEMBER_LIMIT} members")


def find_data(member: bytes) -> int:
    """Return where a member's data begin: behind its head and the fields that its flags name (RFC 1952, 2.3).

    Raises:
        BrokenGzip: it has no such head.
    """
    if len(member) < HEAD or not member.startswith(GZIP_MAGIC + b"\x08"):
        raise BrokenGzip("does not inflate: it has no head")
    flags, place = member[3], HEAD
    if flags & EXTRA:
        place += 2 + int.from_bytes(member[place : place + 2], "little")
    for flag in (NAME, COMMENT):
        if flags & flag:
            place = member.find(b"\0", place) + 1 or len(member)
    return place + 2 * bool(flags & HEAD_CHECKSUM)
