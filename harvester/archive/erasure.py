"""Kept records that hold a text that was taken out, overwritten in place.

A record's place and length stay, so that every other record of the file stays where its row says. What stands there
then is one gzip member of a record that says so, `resource` for an answer and `metadata` for a request; the comment in
the member's head takes up what is left.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from harvester.archive.exchanges import compute_digest, read_fields
from harvester.archive.inputs import WarcFile, find_warc_files
from harvester.archive.payloads import decode_body
from harvester.archive.warc_records import Flaw, Record, scan_records
from harvester.errors import ArchiveError, BadRecord
from harvester.limits import INFLATED_LIMIT
from harvester.urls import BadAddress, make_key
from harvester.vietnamese.spelling import squash
from harvester.vietnamese.text import resolve_references

FORGOTTEN_URL = "urn:harvester:forgotten"
"""WARC-Target-URI of what stands in a record's place."""

_NOTICE = b"taken out"
DIGEST = compute_digest(_NOTICE)
LEAST_LENGTH = 24
"""Letters and digits from which on a paragraph is looked for: shorter ones stand on many pages."""
BEGINNING = 40
"""Letters and digits of a lead or paragraph that listings show at least."""

_TAG = re.compile(r"<[^<>]{0,2000}>")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")  # \u1ea1 in JSON-LD
COMMENTED = b"\x1f\x8b\x08\x10\0\0\0\0\0\xff"
"""A gzip member's head with a comment behind it (RFC 1952, 2.3)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: addresses by key, and texts as their letters and digits."""

    keys: frozenset[str]
    needles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record stood that was overwritten."""

    file: str
    offset: int


def make_wanted(addresses: list[str], texts: list[str]) -> Wanted:
    """Return what to look for: titles and paragraphs whole, and the beginnings that listings show."""
    needles = set()
    for paragraph in (line for text in texts for line in text.split("\n")):
        letters = squash(paragraph)
        if len(letters) >= LEAST_LENGTH:
            needles.add(letters[:BEGINNING])
        if len(letters) > 2 * BEGINNING:
            needles.add(letters[-BEGINNING:])
    return Wanted(frozenset(key for one in addresses if (key := _read_key(one))), tuple(sorted(needles)))


def _read_key(url: str) -> str:
    """Return the key of an address; empty for what is none."""
    try:
        return make_key(url)
    except BadAddress:
        return ""


def erase_records(folder: Path, wanted: Wanted) -> Iterator[_Place]:
    """Overwrite every record of a folder that is of one of the addresses, or holds one of the texts.

    Yields:
        The place of each, also of those that an earlier call overwrote.

    Raises:
        ArchiveError: A record cannot be overwritten: its file is not packed record by record, lies in a WACZ, or
            cannot be written.
    """
    for file in find_warc_files(folder):
        with file.open() as stream:
            found = [one for one in scan_records(stream) if not isinstance(one, Flaw) and _is_wanted(one, wanted)]
        for record in found:
            if record.url != FORGOTTEN_URL:
                overwrite(file, record)
            yield _Place(file.name, record.offset)


def _is_wanted(record: Record, wanted: Wanted) -> bool:
    """Return whether a record is to be overwritten, or was."""
    if record.url == FORGOTTEN_URL or _read_key(record.url) in wanted.keys:
        return True
    referred = record.fields.get("warc-refers-to-target-uri", "")
    if record.kind == "revisit" and _read_key(referred) in wanted.keys:
        return True
    return record.kind in ("response", "resource") and _holds(record, wanted)


def _holds(record: Record, wanted: Wanted) -> bool:
    """Return whether a record's page says one of the texts, whatever its markup and escapes."""
    try:
        body = decode_body(record.body, read_fields(record.head), INFLATED_LIMIT)
    except BadRecord:
        body = record.body
    text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), body.decode("utf-8", "replace"))
    for _ in range(2):  # a feed holds pages that are escaped once more
        text = resolve_references(text)
    letters = squash(_TAG.sub(" ", text))
    return any(needle in letters for needle in wanted.needles)


def overwrite(file: WarcFile, record: Record) -> None:
    """Put the notice in a record's place."""
    if file.size is not None:
        raise ArchiveError(
            f"{str(file.path)!r} is a WACZ, in which nothing can be overwritten (unpack it, import again)"
        )
    try:
        descriptor = os.open(file.path, os.O_RDWR)
    except OSError as error:
        raise ArchiveError(f"cannot write {str(file.path)!r}: {error.strerror or error}") from error
    try:
        if os.pread(descriptor, 2, record.offset) != COMMENTED[:2]:
            raise ArchiveError(f"{str(file.path)!r} is not packed record by record: pack it, and import it again")
        os.pwrite(
            descriptor,
            make_member(record.length, "metadata" if record.kind == "request" else "resource"),
            record.offset,
        )
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_member(length: int, kind: str = "resource") -> bytes:
    """Return a gzip member of exactly so many bytes, which holds a record that says that another was taken out.

    Raises:
        ArchiveError: So few bytes hold no record at all.
    """
    lines = (
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{uuid4()}>", f"WARC-Target-URI: {FORGOTTEN_URL}",
        "WARC-Date: 1970-01-01T00:00:00Z", "Content-Type: text/plain", f"WARC-Payload-Digest: {DIGEST}",
        f"Content-Length: {len(_NOTICE)}", "", "",
    )  # fmt: skip
    data = "\r\n".join(lines).encode("ascii") + _NOTICE + b"\r\n\r\n"
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = compressor.compress(data) + compressor.flush()
    tail = struct.pack("<II", zlib.crc32(data), len(data))
    room = length - len(COMMENTED) - 1 - len(packed) - len(tail)
    if room < 0:
        raise ArchiveError(f"a record of {length} bytes is too short to be overwritten by one that says so")
    return COMMENTED + b" " * room + b"\0" + packed + tail
