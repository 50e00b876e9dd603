"""Content codings undone, wherever a packed body comes from: gzip, deflate, Brotli, Zstandard (RFC 9110, 8.4.1)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO

from harvester.gzip_members import PIECE, BrokenGzip, LargeGzip, inflate_gzip, join_within


class BrokenCoding(Exception):
    """Raised by `decode` for what does not unpack, or not to its end."""


class LargeCoding(Exception):
    """Raised by `decode` for what unpacks to more than its limit."""


def decode(body: bytes, coding: str, limit: int) -> bytes:
    """Return a body without one coding.

    Args:
        body: What was packed.
        coding: `gzip`, `x-gzip`, `deflate`, `br` or `zstd`.
        limit: The most octets that it may hold.

    Raises:
        BrokenCoding: it does not unpack, or not to its end.
        LargeCoding: there are more than `limit` octets in it; no more than one piece beyond it was unpacked.
        KeyError: there is no such coding.
    """
    if coding in ("gzip", "x-gzip"):
        try:
            return inflate_gzip(body, limit)
        except BrokenGzip as error:
            raise BrokenCoding(str(error)) from error
        except LargeGzip as error:
            raise LargeCoding(str(error)) from error
    try:
        unpacked = join_within(UNPACKERS[coding](body), limit)
    except EOFError as error:
        raise BrokenCoding("breaks off before its end") from error
    if unpacked is None:
        raise LargeCoding(f"inflates to more than {limit // 1_000_000} MB")
    return unpacked


def iterate_deflate(body: bytes) -> Iterator[bytes]:
    """Yield what a deflate body holds, with zlib's head as the name promises, or without as some servers send it.

    Raises:
        BrokenCoding: it does not inflate.
        EOFError: it breaks off.
    """
    stream = zlib.decompressobj()
    with suppress(zlib.error):
        stream.decompress(body[:PIECE], 1)
        stream = zlib.decompressobj()
        yield from inflate_all(stream, body)
        return
    yield from inflate_all(zlib.decompressobj(-zlib.MAX_WBITS), body)


def inflate_all(stream: zlib._Decompress, body: bytes) -> Iterator[bytes]:
    """Yield what one stream holds, piece by piece."""
    rest = body
    while not stream.eof:
        try:
            piece = stream.decompress(rest, PIECE)
        except zlib.error as error:
            raise BrokenCoding(f"does not inflate: {error}") from error
        rest = stream.unconsumed_tail
        if not piece and not rest and not stream.eof:
            raise EOFError
        yield piece


def iterate_brotli(body: bytes) -> Iterator[bytes]:
    """Yield what a Brotli body holds.

    Raises:
        EOFError: it breaks off.
        BrokenCoding: it is none.
    """
    from scrapy.utils._compression import brotli  # type: ignore[attr-defined]  # whichever package is installed

    stream = brotli.Decompressor()
    rest = body
    while not stream.is_finished():
        try:
            piece: bytes = stream.process(rest, output_buffer_limit=PIECE)
        except brotli.error as error:
            raise BrokenCoding(f"does not inflate: {error}") from error
        rest = b""
        if not piece and not stream.is_finished():
            raise EOFError
        yield piece


def iterate_zstd(body: bytes) -> Iterator[bytes]:
    """Yield what a Zstandard body holds.

    Raises:
        EOFError: it breaks off.
        BrokenCoding: it is none.
    """
    from scrapy.utils._compression import zstd  # type: ignore[attr-defined]

    stream = zstd.ZstdFile(BytesIO(body))
    try:
        while piece := stream.read(PIECE):
            yield piece
    except zstd.ZstdError as error:
        raise BrokenCoding(f"does not inflate: {error}") from error


UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "deflate": iterate_deflate,
    "br": iterate_brotli,
    "zstd": iterate_zstd,
}
