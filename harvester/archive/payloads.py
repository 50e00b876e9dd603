"""Bodies as pages: chunks joined and packing undone, within a limit."""

from __future__ import annotations

import re

from harvester.content_codings import BrokenCoding, LargeCoding, decode
from harvester.errors import BadRecord
from harvester.gzip_members import GZIP_MAGIC

CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
"""`1a2b` or `1A;name=value`, and the end of its line."""

_PLAIN = frozenset({"", "identity", "none", "utf-8"})
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
    is_claim = name in ("gzip", "x-gzip") and not body.startswith(GZIP_MAGIC)
    if name in _PLAIN or is_claim or not body:
        return body
    try:
        return decode(body, name, limit)
    except KeyError:
        raise BadRecord(f"is packed in a way that is not known: {name[:40]!r}") from None
    except (BrokenCoding, LargeCoding) as error:
        raise BadRecord(f"has a packed body that {error}") from error
