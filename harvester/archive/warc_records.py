"""WARC records read back: heads parsed by warcio, lengths and digests compared with what the record says."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from harvester.archive.exchanges import HEAD_END, read_fields, read_media_type, read_status
from harvester.archive.members import CHUNK, MAGIC, Member, inflate_member, scan_members
from harvester.archive.payloads import join_chunks
from harvester.archive.plausible_captures import is_capture_time
from harvester.errors import BadRecord
from harvester.limits import RECORD_HEAD_LIMIT, RECORD_LIMIT
from harvester.whole_numbers import read_whole_number

ALGORITHMS = {"sha1": 20, "sha256": 32, "sha-256": 32, "sha512": 64, "sha-512": 64, "md5": 16}
"""Octets of the digests that archives use, by name."""

BROKEN = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    ValueError,
    OverflowError,
    UnicodeError,
    zlib.error,
)
"""What warcio raises for a record whose head is none."""

TAIL_SIZE = 64
"""Octets that show what follows a record: empty lines, and the next."""

_BEGIN = re.compile(rb"WARC/[01]\.\d")
"""How a record begins, be it amid the line in which the one before breaks off."""

_BEGIN_SIZE = 8

SHORT_DATE = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?", re.ASCII)
"""`2017` or `2017-03`: WARC 1.1 allows every granularity of W3CDTF."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `block` is what stands behind its own head: for an answer the HTTP head and the body."""

    kind: str  # warcinfo, request, response, revisit, resource, metadata, …
    fields: dict[str, str]  # of the WARC head, names in lower case
    block: bytes
    offset: int = 0
    length: int = 0
    head_size: int = field(default=0)

    @property
    def url(self) -> str:
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def at(self) -> datetime | None:
        """The time of capture, aware, the beginning of a period that is told; None where the record tells none."""
        told = self.fields.get("warc-date", "")
        if (short := SHORT_DATE.fullmatch(told)) is not None:
            told = f"{short[1]}{short[2] or '-01'}{short[3] or '-01'}T00:00:00Z"
        try:
            found = datetime.fromisoformat(told)
        except ValueError:
            return None
        return found if found.tzinfo is not None and is_capture_time(found) else None

    @property
    def head(self) -> bytes:
        return self.block[: self.head_size]

    @property
    def body(self) -> bytes:
        """The body as it was sent, Content-Encoding and all."""
        return self.block[self.head_size :]

    @property
    def status(self) -> int:
        return read_status(self.head)

    @property
    def media_type(self) -> str | None:
        return read_media_type(read_fields(self.head))

    @property
    def digest(self) -> str | None:
        """The digest of the body, as the record tells it."""
        return self.fields.get("warc-payload-digest")


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place of a file that holds no sound record, and why."""

    offset: int
    length: int
    reason: str


def read_record(path: Path, offset: int, length: int, *, start: int = 0, digests: bool = True) -> Record:
    """The record at a place of a file. `start` is where an archive that lies within another file begins in it.

    Without `digests` those of a packed record are not computed: gzip's own checksum says whether it is still what was
    written.

    Raises:
        BadRecord: there is no whole one with the right length and digest.
    """
    try:
        with path.open("rb") as file:
            file.seek(start + offset)
            packed = file.read(length)
    except OSError as error:
        raise BadRecord(f"cannot be read: {error.strerror or error}") from error
    if len(packed) < length:
        raise BadRecord(f"is torn: {len(packed)} of {length} bytes")
    is_packed = packed.startswith(MAGIC)
    record = parse_record(inflate_member(packed) if is_packed else packed, offset, length)
    if digests or not is_packed:
        verify(record)
    else:
        verify_length(record)
    return record


def scan_records(file: BinaryIO) -> Iterator[Record | Flaw]:
    """Every record of a file, packed or plain, in order; a Flaw where one is torn, broken or not what it says."""
    begin = file.read(len(MAGIC))
    file.seek(-len(begin), 1)
    if begin == MAGIC:
        for member in scan_members(file):
            yield _judge_member(member)
    elif begin:
        yield from _scan_plain(file)


def parse_record(data: bytes, offset: int = 0, length: int = 0) -> Record:
    """A record from its octets.

    Raises:
        BadRecord: for what is none, and for one that something follows.
    """
    stream = BytesIO(data)
    try:
        found = ArcWarcRecordLoader().parse_record_stream(stream, known_format="warc", no_record_parse=True)
        block = found.raw_stream.read()
    except BROKEN as error:
        raise BadRecord(_describe(error)) from error
    rest = stream.read().strip(b"\r\n")
    if _BEGIN.match(rest):
        raise BadRecord("shares its gzip member with others: pack each by itself (warcio recompress)")
    if rest:
        raise BadRecord(f"has another length than it says: {len(rest)} bytes follow it")
    return _make_record(found.rec_headers.headers, block, offset, length)


def verify(record: Record) -> None:
    """Raise BadRecord unless the record's block has the length and the digests that it says."""
    verify_length(record)
    if "warc-truncated" in record.fields or record.kind == "revisit":
        return
    if not _has_digest(record.fields.get("warc-block-digest"), record.block):
        raise BadRecord("has another digest than it says")
    if record.kind not in ("response", "resource") or _has_digest(record.digest, record.body):
        return
    if not _has_digest(record.digest, join_chunks(record.body)):  # some count the chunks' sizes in, some do not
        raise BadRecord("has a body with another digest than it says")


def verify_length(record: Record) -> None:
    """Raise BadRecord unless the record's block has the length that it says."""
    told = record.fields.get("content-length", "")
    if read_whole_number(told) != len(record.block):
        raise BadRecord(f"has another length than it says: {len(record.block)} bytes, and not {told or 'nothing'}")


def join_revisit(revisit: Record, original: Record) -> Record:
    """A revisit with the body that it leaves out, and with its own head where it has one.

    Of two redirects with one body each leads somewhere else.
    """
    head = revisit.head or original.head
    return replace(revisit, kind="response", block=head + original.body, head_size=len(head))


def _judge_member(member: Member) -> Record | Flaw:
    if member.error is not None:
        return Flaw(member.offset, member.length, member.error)
    if member.data is None:
        return Flaw(member.offset, member.length, f"inflates to more than {RECORD_LIMIT // 1_000_000} MB")
    try:
        record = parse_record(member.data, member.offset, member.length)
        verify(record)
    except BadRecord as error:
        return Flaw(member.offset, member.length, str(error))
    return record


def _scan_plain(file: BinaryIO) -> Iterator[Record | Flaw]:
    """The records of a file that is not packed; what lies between two that are whole is one flaw."""
    place = file.tell()
    broken: Flaw | None = None
    while (head := _read_at(file, place, RECORD_HEAD_LIMIT)) != b"":
        try:
            found = _read_plain(file, place, head)
        except BadRecord as error:
            first = broken or Flaw(place, 0, str(error))
            place = _find_begin(file, place, head)
            broken = replace(first, length=place - first.offset)
            continue
        if broken is not None:
            yield broken
            broken = None
        yield found
        place = found.offset + found.length
    if broken is not None:
        yield broken


def _read_plain(file: BinaryIO, place: int, begin: bytes) -> Record | Flaw:
    """The record at a place of a file, of which `begin` is read already; a Flaw for one that is whole and not sound.

    Raises:
        BadRecord: it is none, or does not end where it says.
    """
    end = HEAD_END.search(begin)
    if end is None:
        raise BadRecord("is no WARC record: its head has no end")
    fields = parse_record(begin[: end.end()]).fields
    told = read_whole_number(fields.get("content-length", ""))
    behind = b"" if told is None else _read_at(file, place + end.end() + told, TAIL_SIZE)
    tail = len(behind) - len(behind.lstrip(b"\r\n"))
    is_last = tail == len(behind) and file.seek(0, SEEK_END) >= place + end.end() + (told or 0)
    if told is None or not (is_last or behind[:tail].count(b"\n") >= 2 or _BEGIN.match(behind, tail)):
        raise BadRecord(f"has another length than it says: not {'nothing' if told is None else told} bytes")
    length = end.end() + told + tail
    if told > RECORD_LIMIT:
        return Flaw(place, length, f"is of more than {RECORD_LIMIT // 1_000_000} MB")
    try:
        record = parse_record(_read_at(file, place, length), place, length)
        verify(record)
    except BadRecord as error:
        return Flaw(place, length, str(error))
    return record


def _read_at(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


def _find_begin(file: BinaryIO, place: int, chunk: bytes) -> int:
    """Where the next record of a plain file seems to begin, behind a place from which `chunk` is read; else its end."""
    if HEAD_END.search(chunk) is None:  # of all that begin in it only the last may have a head that ends
        last = max((found.start() for found in _BEGIN.finditer(chunk, 1)), default=0)
        if last:
            return place + last
    after = 1
    while (found := _BEGIN.search(chunk, after)) is None:
        if len(chunk) < _BEGIN_SIZE:
            return place + len(chunk)
        place += len(chunk) - _BEGIN_SIZE + 1
        chunk = _read_at(file, place, CHUNK)
        after = 0
    return place + found.start()


def _describe(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"is no WARC record: {lines[0][:200] if lines else type(error).__name__}"


def _make_record(headers: list[tuple[str, str]], block: bytes, offset: int, length: int) -> Record:
    fields = {name.lower(): value for name, value in headers}
    kind = fields.get("warc-type", "")
    size = 0
    if kind in ("response", "request", "revisit") and block[:256].strip():
        end = HEAD_END.search(block)
        size = len(block) if end is None else end.end()
    return Record(kind, fields, block, offset, length, size)


def _has_digest(told: str | None, data: bytes) -> bool:
    """Whether data has the digest that is told of it; one of an unknown kind cannot be wrong."""
    name, _, value = (told or "").partition(":")
    size = ALGORITHMS.get(name.lower())
    if size is None or not value:
        return True
    found = hashlib.new(name.lower().replace("-", ""), data, usedforsecurity=False).digest()
    return found == _decode_digest(value, size)


def _decode_digest(value: str, size: int) -> bytes | None:
    """The octets of a digest in base 16, as browsertrix has it, or 32."""
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except (ValueError, binascii.Error):
        return None
