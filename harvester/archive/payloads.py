"""Bodies as pages: chunks joined and packing undone, within a limit."""

from __future__ import annotations

import re
import zlib

from harvester.errors import BadRecord

CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
"""`1a2b` or `1A;name=value`, and the end of its line."""

PACKED = {"gzip": zlib.MAX_WBITS | 32, "x-gzip": zlib.MAX_WBITS | 32, "deflate": zlib.MAX_WBITS}
PLAIN = frozenset({"", "identity", "none", "utf-8"})
"""`utf-8` is seen where a server mixes up two header fields."""


def decode_body(body: bytes, fields: dict[str, str], limit: int) -> bytes:
    """The page that a kept body holds. `fields` are those of its head, names in lower case.

    Crawlers that keep the chunks (wget) and such as say of a body that they have unpacked that it is packed
    are both understood. Raises BadRecord for what does not unpack, or unpacks to more than `limit` octets.
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
    bits = PACKED.get(name)
    if bits is None:
        raise BadRecord(f"is packed in a way that is not known: {name[:40]!r}")
    if name != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return _inflate(body, bits, limit)
    except zlib.error:
        if name != "deflate":
            raise BadRecord("has a packed body that does not unpack") from None
    try:
        return _inflate(body, -zlib.MAX_WBITS, limit)  # without the header that the name promises
    except zlib.error as error:
        raise BadRecord(f"has a packed body that does not unpack: {error}") from error


def _inflate(body: bytes, bits: int, limit: int) -> bytes:
    """All gzip members of a body, or its one stream."""
    pieces: list[bytes] = []
    room = limit
    rest = body
    while rest:
        stream = zlib.decompressobj(bits)
        pieces.append(stream.decompress(rest, room + 1))
        room -= len(pieces[-1])
        if room < 0:
            raise BadRecord(f"unpacks to more than {limit // 1_000_000} MB")
        if not stream.eof:
            raise BadRecord("has a packed body that breaks off")
        rest = stream.unused_data
        if not rest.startswith(b"\x1f\x8b"):  # what stands behind the last member is passed over, as browsers do
            break
    return b"".join(pieces)


def _unpack_by_scrapy(body: bytes, name: str, limit: int) -> bytes:
    """Brotli and Zstandard, as Scrapy unpacks them where the packages are installed."""
    from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware  # late: it takes long

    try:
        unpacked: bytes = HttpCompressionMiddleware._decode(body, name.encode("ascii"), limit)
    except Exception as error:  # each package has errors of its own
        raise BadRecord(f"has a packed body that does not unpack: {type(error).__name__}") from error
    return unpacked
