"""WACZ 1.1.1: WARC files, their index and a list of their pages in one zip, for ReplayWeb.page and its like.

Written here, since the package of that name brings 53 others along. Files are copied as they are; nothing is held in
memory but the list of them.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from harvester import __version__
from harvester.archive.cdxj import make_line, sort_lines
from harvester.archive.inputs import WarcFile, find_warc_files
from harvester.archive.verification import ANSWERS
from harvester.archive.warc_records import Flaw, Record, scan_records
from harvester.errors import ArchiveError

_CHUNK = 1 << 20
INDEX = "indexes/index.cdx"
"""CDXJ under the name that the first tools gave it: pywb 2.10 passes over one that ends in `.cdxj`."""

PAGES_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(slots=True)
class Packed:
    """What went into a WACZ, and the records that could not."""

    files: int = 0
    captures: int = 0
    pages: int = 0
    flaws: list[str] = field(default_factory=list)


def write_wacz(folder: Path, out: Path, created: datetime) -> Packed:
    """Pack a folder's WARC files. `created` is what the package says of itself, aware.

    Raises:
        ArchiveError: for a folder without any, and where `out` exists already.
    """
    if out.exists():
        raise ArchiveError(f"there is a file already: {str(out)!r}")
    files = [file for file in find_warc_files(folder) if file.size is None]
    if not files:
        raise ArchiveError(f"no WARC files in {str(folder)!r}")
    if not out.absolute().parent.is_dir():
        raise ArchiveError(f"no such folder: {str(out.absolute().parent)!r}")
    packed = Packed()
    beside = out.with_name(f"{out.name}.part")
    try:
        with TemporaryDirectory(dir=out.absolute().parent) as place:
            _write(files, beside, Path(place), packed, created)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return packed


def _write(files: Sequence[WarcFile], out: Path, place: Path, packed: Packed, created: datetime) -> None:
    ends = _scan(files, place, packed)
    resources: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for file in files:
            with file.open() as stream:
                resources.append(_add(archive, f"archive/{flatten(file.name)}", stream, ends[file.name]))
        for name in (INDEX, "pages/pages.jsonl"):
            with (place / Path(name).name).open("rb") as stream:
                resources.append(_add(archive, name, stream, packed=True))
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "software": f"harvester {__version__}",
            "created": f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "title": out.name.removesuffix(".part").removesuffix(".wacz"),
            "resources": resources,
        }
        text = json.dumps(package, ensure_ascii=False, indent=2).encode()
        archive.writestr("datapackage.json", text)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        archive.writestr("datapackage-digest.json", json.dumps(digest))


def flatten(name: str) -> str:
    """A file's name in the one folder that a WACZ has for them."""
    return name.replace("/", "_")


def _scan(files: Sequence[WarcFile], place: Path, packed: Packed) -> dict[str, int]:
    """Write the index and the list of pages into a folder; where the last whole record of each file ends."""
    ends: dict[str, int] = {}
    with (place / "pages.jsonl").open("w", encoding="utf-8") as pages:
        pages.write(f"{json.dumps(PAGES_HEAD)}\n")

        def make_lines() -> Iterator[str]:
            for file in files:
                packed.files += 1
                ends[file.name] = 0
                for record in _read_answers(file, packed, ends):
                    line = make_line(record, flatten(file.name))
                    if line is not None:
                        packed.captures += 1
                        _list_page(record, pages, packed)
                        yield line

        with (place / "index.cdx").open("w", encoding="utf-8", newline="\n") as index:
            index.writelines(f"{line}\n" for line in sort_lines(make_lines()))
    return ends


def _read_answers(file: WarcFile, packed: Packed, ends: dict[str, int]) -> Iterator[Record]:
    with file.open() as stream:
        for record in scan_records(stream):
            if isinstance(record, Flaw):
                packed.flaws.append(f"{file.name} at {record.offset}: the record {record.reason}")
                continue
            ends[file.name] = record.offset + record.length
            if record.kind in ANSWERS:
                yield record


def _list_page(record: Record, pages: Any, packed: Packed) -> None:
    if record.status != 200 or record.media_type not in _PAGE_TYPES or record.at is None:
        return
    packed.pages += 1
    stamp = f"{record.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    page = {"id": f"page-{packed.pages}", "url": record.url, "ts": stamp, "title": record.url}
    pages.write(f"{json.dumps(page, ensure_ascii=False)}\n")


def _add(
    archive: zipfile.ZipFile, name: str, stream: BinaryIO, size: int | None = None, *, packed: bool = False
) -> dict[str, Any]:
    """Copy a stream, or its first `size` bytes, into the zip; what the package tells of it."""
    digest = hashlib.sha256()
    written = 0
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w", force_zip64=True) as out:
        while piece := stream.read(_CHUNK if size is None else min(_CHUNK, size - written)):
            digest.update(piece)
            out.write(piece)
            written += len(piece)
    return {
        "name": name.rpartition("/")[2],
        "path": name,
        "hash": f"sha256:{digest.hexdigest()}",
        "bytes": written,
    }
