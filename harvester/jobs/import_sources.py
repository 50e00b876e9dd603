"""What an import is asked to read: files of this machine, or the index of a web archive; both as captures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from harvester.archive.cdx_server import COMMON_CRAWL, CdxServer, IndexEntry, Page
from harvester.archive.inputs import WITHIN, WarcFile, find_warc_file
from harvester.archive.internet_archive import InternetArchive
from harvester.archive.pacing import PacedClient
from harvester.archive.plausible_captures import spell_captured
from harvester.archive.verification import ANSWERS
from harvester.archive.warc_records import Flaw, Record, read_record, scan_records
from harvester.errors import ArchiveError, BadRecord, ConfigError
from harvester.limits import CDX_INTERVAL, INTERNET_ARCHIVE_INTERVAL, OWN_INDEX_INTERVAL
from harvester.store.captures import Capture
from harvester.store.unread import REVISIT

_INDEXES = ("cdx+http://", "cdx+https://", "ia+http://", "ia+https://")


@dataclass(frozen=True, slots=True)
class Found:
    """A capture that a source tells of. `folder` is None where it lies in no folder of this machine."""

    url: str
    at: datetime
    status: int | None
    media_type: str | None
    digest: str | None
    folder: str | None
    file: str
    offset: int
    length: int


class Index(Protocol):
    """The index of a web archive."""

    address: str

    def read_page(self, prefix: str, page: str | None) -> Page: ...
    def read_record(self, entry: IndexEntry) -> Record: ...


def open_index(source: str, client: PacedClient | None = None) -> Index:
    """The index of a source such as `ia+https://web.archive.org`.

    Raises:
        ConfigError: for what is none.
    """
    dialect, _, address = source.partition("+")
    if source.startswith(("cdx+http://", "cdx+https://")):
        return CdxServer(address, client or PacedClient(CDX_INTERVAL, lambda *_: None))
    if source.startswith(("ia+http://", "ia+https://")):
        return InternetArchive(address, client or PacedClient(INTERNET_ARCHIVE_INTERVAL, lambda *_: None))
    raise ConfigError(f"no such source: {source!r} ({dialect!r} is no index: there are cdx+http://… and ia+https://…)")


def choose_interval(source: str) -> float:
    """Seconds between requests to an index; a server of one's own need not be spared as public ones."""
    if source.startswith("ia+"):
        return INTERNET_ARCHIVE_INTERVAL
    return CDX_INTERVAL if COMMON_CRAWL in source else OWN_INDEX_INTERVAL


def is_index(source: str) -> bool:
    """Whether a source is an index rather than files.

    Raises:
        ConfigError: for an address that is neither.
    """
    if source.startswith(_INDEXES):
        if "@" in urlsplit(source).netloc:
            raise ConfigError("an index's address holds no user and no password: each import keeps it")
        return True
    if "://" in source:
        raise ConfigError(f"no such source: {source!r} (an index is cdx+http://HOST/COLLECTION or ia+https://HOST)")
    return False


def scan_file(file: WarcFile) -> Iterator[Found | Flaw]:
    """The answers in a WARC file; a Flaw for each record that is torn, broken, without a time or without an address."""
    with file.open() as stream:
        for record in scan_records(stream):
            if isinstance(record, Flaw):
                yield record
            elif record.kind in ANSWERS:
                yield _describe(record, file)


def _describe(record: Record, file: WarcFile) -> Found | Flaw:
    """A record as a capture."""
    at = record.at
    if at is None:
        return Flaw(record.offset, record.length, "has no time of capture")
    url = spell_captured(record.url)
    if url is None:
        return Flaw(record.offset, record.length, "has no http address")
    is_body_elsewhere = record.kind == "revisit" and record.status != 304
    media_type = REVISIT if is_body_elsewhere else record.media_type
    status = record.status or (200 if record.kind == "resource" or is_body_elsewhere else None)
    return Found(url, at, status, media_type, record.digest, str(file.folder), file.name, record.offset, record.length)


def describe_entry(entry: IndexEntry) -> Found:
    """An index's entry as a capture. What has no file of its own is known by its time and address."""
    media_type = REVISIT if entry.media_type == REVISIT else entry.media_type
    if entry.length:
        return Found(
            entry.url, entry.at, entry.status, media_type, entry.digest, None, entry.file, entry.offset, entry.length
        )
    name = f"{entry.at:%Y%m%d%H%M%S}/{entry.url}"
    return Found(entry.url, entry.at, entry.status, media_type, entry.digest, None, name, 0, 0)


class Records:
    """Reads the records of captures, wherever they lie. Files are looked for once."""

    def __init__(self, indexes: dict[str, Index], moved: Path | None = None) -> None:
        self.indexes = indexes
        self.moved = moved
        self.files: dict[tuple[str, str], WarcFile] = {}

    def read(self, capture: Capture) -> Record:
        """Raise BadRecord where there is no sound record, ArchiveError where an archive does not answer."""
        if capture.folder is None:
            return self.read_remote(capture)
        file = self.find(capture.folder, capture.file)
        return read_record(file.path, capture.offset, capture.length, start=file.start)

    def find(self, folder: str, name: str) -> WarcFile:
        """The file of a capture: in its folder, or where that was moved to."""
        key = folder, name
        if key not in self.files:
            self.files[key] = self.look(Path(folder), name)
        return self.files[key]

    def look(self, folder: Path, name: str) -> WarcFile:
        places = [folder] if self.moved is None else [self.moved, folder]
        for place in places:
            try:
                if WITHIN in name:
                    return find_warc_file(place, name)
                path = next(one for one in (place / name, place / f"{name}.open") if one.is_file())
            except (ArchiveError, StopIteration):
                continue
            return WarcFile(place, name, path)
        raise BadRecord(f"cannot be read: there is no file {str(places[0] / name)!r}")

    def read_remote(self, capture: Capture) -> Record:
        source = capture.source or ""
        if source not in self.indexes:
            raise BadRecord(f"cannot be read: {source!r} is not asked in this run")
        at = datetime.fromisoformat(capture.fetched_at).astimezone(UTC)
        entry = IndexEntry(
            capture.url, at, capture.status, capture.media_type, capture.digest, capture.file, capture.offset,
            capture.length,
        )  # fmt: skip
        return self.indexes[source].read_record(entry)
