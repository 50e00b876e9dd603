"""Bodies as pages: chunks joined and packing undone, within a limit."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress

from harvester.errors import BadRecord
from harvester.gzip_members import GZIP_MAGIC, BrokenGzip, LargeGzip, inflate_gzip

CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
"""`1a2b` or `1A;name=value`, and the end of its line."""

PLAIN = frozenset({"", "identity", "none", "utf-8"})
"""`utf-8` is seen where a server mixes up two header fields."""


def decode_body(body: bytes, fields: dict[str, str], limit: int) -> bytes:
    """The page that a kept body holds. `fields` are those of its head, names in lower case.

    Crawlers that keep the chunks (wget) and such as say of a body that they have unpacked that it is packed are both
    understood.

    Raises:
        BadRecord: for what does not unpack, or unpacks to more than `limit` octets.
    """
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = join_chunks(body)
    for name in reversed([one.strip().lower() for one in fields.get("content-encoding", "").split(",")]):
        body = _unpack(body, name, limit)
    if len(body) > limit:
        raise BadRecord(f"unpacks to more than {limit // 1_000_000} MB")
    return body


def join_chunks(body: bytes) -> bytes:
    """A body without its chunks' sizes; as it is where it has none."""
    pieces: list[bytes] = []
    place = 0
    while size := CHUNK_SIZE.match(body, place):
        count = int(size[1], 16)
        piece = body[size.end() : size.end() + count]
        if count == 0:
            return b"".join(pieces)
        if len(piece) < count:
            break
        pieces.append(piece)
        place = size.end() + count
        place += 2 if body[place : place + 2] == b"\r\n" else body[place : place + 1] == b"\n"
    if pieces:
        raise BadRecord("breaks off amid its chunks")
    return body


def _unpack(body: bytes, name: str, limit: int) -> bytes:
    if name in PLAIN or not body:
        return body
    if name in ("br", "zstd"):
        return _unpack_by_scrapy(body, name, limit)
    if name in ("gzip", "x-gzip"):
        return _gunzip(body, limit) if body.startswith(GZIP_MAGIC) else body
    if name != "deflate":
        raise BadRecord(f"is packed in a way that is not known: {name[:40]!r}")
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # or without the header that the name promises
        with suppress(zlib.error):
            return _inflate(body, bits, limit)
    raise BadRecord("has a packed body that does not unpack")


def _gunzip(body: bytes, limit: int) -> bytes:
    """All gzip members of a body."""
    try:
        return inflate_gzip(body, limit)
    except (BrokenGzip, LargeGzip) as error:
        raise BadRecord(f"has a packed body that {error}") from error


def _inflate(body: bytes, bits: int, limit: int) -> bytes:
    """A body's one stream."""
    stream = zlib.decompressobj(bits)
    piece = stream.decompress(body, limit + 1)
    if len(piece) > limit:
        raise BadRecord(f"unpacks to more than {limit // 1_000_000} MB")
    if not stream.eof:
        raise BadRecord("has a packed body that breaks off")
    return piece


def _unpack_by_scrapy(body: bytes, name: str, limit: int) -> bytes:
    """Brotli and Zstandard, as Scrapy unpacks them where the packages are installed."""
    from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware  # late: it takes long

    try:
        unpacked: bytes = HttpCompressionMiddleware._decode(body, name.encode("ascii"), limit)
    except Exception as error:  # each package has errors of its own
        raise BadRecord(f"has a packed body that does not unpack: {type(error).__name__}") from error
    return unpacked
