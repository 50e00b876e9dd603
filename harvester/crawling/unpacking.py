"""Bodies unpacked as a browser does, to a limit; a stream without its end is a page without its end."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO

from scrapy.exceptions import IgnoreRequest

from harvester.crawling.responses import MARKUP, MARKUP_WITHIN
from harvester.gzip_members import GZIP_MAGIC, BrokenGzip, iterate_gzip
from harvester.limits import INFLATED_LIMIT, LAYERS

PIECE = 1 << 16
ROOT_ENDS = re.compile(rb"</(?:html|urlset|sitemapindex|rss|feed|rdf:rdf)\s*>", re.IGNORECASE)
"""What the last tag of a page, sitemap or feed is."""
ENDS_WITHIN = 1000
"""Octets behind the root's end: a comment of a cache, a counter's script."""


class CutPage(Exception):
    """Raised to the downloader for a page whose end did not come."""


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """Return a body without one layer of Content-Encoding; as it is where it holds plain markup, or is no gzip.

    Args:
        body: What came.
        encoding: `gzip`, `deflate`, `br` or `zstd`.
        limit: Octets that it may have then.

    Raises:
        CutPage: it does not unpack to its end.
        IgnoreRequest: it is larger then.
    """
    is_claim = encoding in ("gzip", "x-gzip") and not body.startswith(GZIP_MAGIC)
    if is_claim or MARKUP.match(body[:MARKUP_WITHIN]):
        return body
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in UNPACKERS[encoding](body):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise IgnoreRequest(f"inflates to more than {limit // 1_000_000} MB")
    except BrokenGzip as error:
        raise CutPage(f"{encoding} that {error}") from error
    except EOFError as error:
        raise CutPage(f"{encoding} that breaks off before its end") from error
    return b"".join(pieces)


def iterate_deflate(body: bytes) -> Iterator[bytes]:
    """Yield what a deflate body holds, with zlib's head as the name promises, or without as some servers send it.

    Raises:
        BrokenGzip: it does not inflate.
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
            raise BrokenGzip(f"does not inflate: {error}") from error
        rest = stream.unconsumed_tail
        if not piece and not rest and not stream.eof:
            raise EOFError
        yield piece


def iterate_brotli(body: bytes) -> Iterator[bytes]:
    """Yield what a Brotli body holds.

    Raises:
        EOFError: it breaks off.
        BrokenGzip: it is none.
    """
    from scrapy.utils._compression import brotli  # type: ignore[attr-defined]  # whichever package is installed

    stream = brotli.Decompressor()
    rest = body
    while not stream.is_finished():
        try:
            piece: bytes = stream.process(rest, output_buffer_limit=PIECE)
        except brotli.error as error:
            raise BrokenGzip(f"does not inflate: {error}") from error
        rest = b""
        if not piece and not stream.is_finished():
            raise EOFError
        yield piece


def iterate_zstd(body: bytes) -> Iterator[bytes]:
    """Yield what a Zstandard body holds.

    Raises:
        EOFError: it breaks off.
        BrokenGzip: it is none.
    """
    from scrapy.utils._compression import zstd  # type: ignore[attr-defined]

    stream = zstd.ZstdFile(BytesIO(body))
    try:
        while piece := stream.read(PIECE):
            yield piece
    except zstd.ZstdError as error:
        raise BrokenGzip(f"does not inflate: {error}") from error


UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": iterate_gzip,
    "x-gzip": iterate_gzip,
    "deflate": iterate_deflate,
    "br": iterate_brotli,
    "zstd": iterate_zstd,
}


def is_whole(body: bytes) -> bool:
    """Return whether a page, sitemap or feed goes on to its root's end, whatever its head said of its length."""
    return ROOT_ENDS.search(body[-ENDS_WITHIN:]) is not None


def is_complete(body: bytes, encodings: list[str]) -> bool:
    """Return whether a body of which its head announced more is all there: it unpacks to its end, or ends as pages do.

    Args:
        body: What came.
        encodings: The codings of its Content-Encoding, in the order in which they were applied.
    """
    if not encodings:
        return is_whole(body)
    with suppress(CutPage, IgnoreRequest, KeyError):
        for encoding in reversed(encodings[:LAYERS]):
            body = unpack(body, encoding, INFLATED_LIMIT)
        return True
    return False
