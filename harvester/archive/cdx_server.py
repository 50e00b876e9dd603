"""The index of a web archive in the dialect of pywb and Common Crawl: a JSON object a line, pages by number.

http://127.0.0.1:8080/portals/cdx?url=go.example.vn/*&output=json&page=0
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from urllib.parse import quote, urlencode

from harvester.archive.members import MAGIC, inflate_member
from harvester.archive.pacing import Answer, PacedClient
from harvester.archive.plausible_captures import is_capture_time, spell_captured
from harvester.archive.warc_records import Record, parse_record, verify
from harvester.errors import ArchiveError, BadRecord, CaptureUnavailable
from harvester.limits import LINE_LIMIT
from harvester.whole_numbers import read_whole_number

RAW_FILES = "https://data.commoncrawl.org/"
COMMON_CRAWL = "index.commoncrawl.org"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One capture as an index tells of it. `length` is 0 where the index knows no files."""

    url: str
    at: datetime  # aware
    status: int | None
    media_type: str | None
    digest: str | None
    file: str = ""
    offset: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an index, and what the next is asked for by; None after the last."""

    entries: Iterable[IndexEntry]  # read one by one: a page may hold a hundred thousand
    next_page: str | None


def parse_stamp(text: str) -> datetime | None:
    """`20260307020000` as a time; a shorter one is the beginning of its period. None for what is none."""
    if not (text.isascii() and text.isdigit() and 4 <= len(text) <= 14):
        return None
    filled = text + "00000101000000"[len(text) :]
    try:
        at = datetime.strptime(filled, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if is_capture_time(at) else None


class CdxServer:
    """`cdx+http://HOST/COLLECTION`: an index, and the records that it tells of."""

    def __init__(self, address: str, client: PacedClient) -> None:
        self.address = address.rstrip("/")
        self.client = client
        self.last = b""
        """The page that was read last."""

    def read_page(self, prefix: str, page: str | None) -> Page:
        """A page of the captures below an address such as `go.example.vn/`.

        An index in many blocks has pages; a plain one answers everything at once, whatever page is asked for.

        Raises:
            ArchiveError: for no index.
        """
        number = int(page or 0)
        query = {"url": f"{prefix}*", "output": "json", "page": str(number)}
        answer = self.client.get(f"{self.make_index_address()}?{urlencode(query, safe='/:*')}")
        if answer.status == 404 or (answer.status == 400 and number):  # nothing there, nothing more
            return Page([], None)
        if answer.status != 200:
            raise ArchiveError(f"{self.address} answers {answer.status}: is it a CDX server?")
        if answer.body.strip() and not answer.body.rstrip().endswith(b"}"):
            raise ArchiveError(f"{self.address} sends no index of a JSON object a line, or one that breaks off")
        if number and answer.body == self.last:
            return Page([], None)
        self.last = answer.body
        entries = parse_lines(answer.body)
        first = next(entries, None)
        if first is None:
            return Page([], None)
        return Page(chain([first], entries), str(number + 1))

    def make_index_address(self) -> str:
        """Common Crawl's indexes are addresses of their own, pywb's stand below the collection."""
        return self.address if COMMON_CRAWL in self.address else f"{self.address}/cdx"

    def read_record(self, entry: IndexEntry) -> Record:
        """The record of a capture.

        Raises:
            BadRecord: it is not what the index says.
            CaptureUnavailable: the archive cannot give it now.
        """
        if COMMON_CRAWL in self.address:
            return self.read_range(entry)
        answer = self.client.get(make_replay_address(self.address, entry))
        return make_record(entry, answer, own_fields=True)

    def read_range(self, entry: IndexEntry) -> Record:
        last = entry.offset + entry.length - 1
        answer = self.client.get(RAW_FILES + entry.file, {"Range": f"bytes={entry.offset}-{last}"})
        refuse_failure(answer, None)
        if answer.status != 206:
            raise BadRecord(f"cannot be had: answers {answer.status}")
        data = inflate_member(answer.body) if answer.body.startswith(MAGIC) else answer.body
        record = parse_record(data, entry.offset, entry.length)
        verify(record)
        return record


def parse_lines(body: bytes) -> Iterator[IndexEntry]:
    """The entries of an index's lines. Those without an address or a time, or too long, are passed over."""
    for octets in BytesIO(body):
        if b"{" not in octets or len(octets) > LINE_LIMIT:
            continue
        line = octets.decode("utf-8", errors="replace")
        begin = line.find("{")
        try:
            fields = json.loads(line[begin:])
        except (ValueError, RecursionError):
            continue
        stamp = str(fields.get("timestamp") or line[:begin].split()[-1:] or "")
        entry = make_entry(fields, stamp.strip("[]'"))
        if entry is not None:
            yield entry


def make_entry(fields: dict[str, object], stamp: str) -> IndexEntry | None:
    """An entry from an index's fields, whose names differ between dialects."""
    at = parse_stamp(stamp)
    url = spell_captured(str(fields.get("url") or fields.get("original") or ""))
    if at is None or url is None:
        return None
    media_type = str(fields.get("mime") or fields.get("mimetype") or fields.get("mime-detected") or "")
    digest = str(fields.get("digest") or "").strip("-")
    return IndexEntry(
        url,
        at,
        read_whole_number(str(fields.get("status") or fields.get("statuscode"))),
        media_type.lower() or None,
        (digest if ":" in digest else f"sha1:{digest}") if digest else None,
        str(fields.get("filename") or ""),
        read_whole_number(str(fields.get("offset"))) or 0,
        read_whole_number(str(fields.get("length"))) or 0,
    )


def make_replay_address(archive: str, entry: IndexEntry) -> str:
    """Where an archive replays a capture as it was sent: `id_` behind its time."""
    return f"{archive}/{entry.at:%Y%m%d%H%M%S}id_/{quote(entry.url, safe=SAFE)}"


SAFE = "%/:?#[]@!$&'()*+,;=~-._"

KEPT_AS = "x-archive-orig-"
"""What the Internet Archive puts before the names of the header fields that a portal sent."""

_UNDONE = frozenset({"transfer-encoding", "content-encoding", "content-length", "connection"})


def make_record(entry: IndexEntry, answer: Answer, *, own_fields: bool) -> Record:
    """A replayed capture as a record.

    With `own_fields` the answer's header fields are the portal's own, else only those that the archive has kept under
    other names, and the media type.

    Raises:
        BadRecord: the archive replays another capture, or none.
        CaptureUnavailable: it cannot give it now.
    """
    refuse_failure(answer, entry.status)
    if answer.status != (entry.status or 200):
        raise BadRecord(f"cannot be had: the archive answers {answer.status}")
    kept = {
        name.removeprefix(KEPT_AS): value
        for name, value in answer.fields.items()
        if own_fields or name.startswith(KEPT_AS)
    }
    kept.setdefault("content-type", answer.fields.get("content-type", ""))
    packed = {"content-encoding": answer.fields["content-encoding"]} if "content-encoding" in answer.fields else {}
    fields = {name: value for name, value in kept.items() if name not in _UNDONE} | packed
    lines = [f"HTTP/1.1 {answer.status}", *(f"{name}: {value}" for name, value in fields.items())]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1", errors="replace")
    told = {
        "warc-type": "response",
        "warc-target-uri": entry.url,
        "warc-date": f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
        "content-length": str(len(head) + len(answer.body)),
    }
    return Record("response", told, head + answer.body, entry.offset, entry.length, len(head))


def refuse_failure(answer: Answer, wanted: int | None) -> None:
    """Raise CaptureUnavailable for an archive's own failure; a capture may also be one of a portal's."""
    if answer.status >= 500 and answer.status != wanted:
        raise CaptureUnavailable(f"the archive answers {answer.status} in place of a capture: run again later")
