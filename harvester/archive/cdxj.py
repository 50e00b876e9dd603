"""CDXJ, the index that replay tools look captures up in: a line a capture, sorted.

vn,example,go)/tin/a.html 20260307020000 {"url": "…", "mime": "text/html", "status": "200", …}
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from harvester.archive.inputs import WarcFile
from harvester.archive.sort_keys import make_sort_key
from harvester.archive.verification import ANSWERS
from harvester.archive.warc_records import Flaw, Record, scan_records
from harvester.errors import ArchiveError

SORTED_AT_ONCE = 100_000
"""Lines that are sorted in memory; more are merged from the disk."""


@dataclass(slots=True)
class _Counts:
    """What an index was made of."""

    files: int = 0
    captures: int = 0
    flaws: int = 0


def make_line(record: Record, file: str) -> str | None:
    """The line of an answer; None for one without a time or an address, which no replay tool could find."""
    at = record.at
    if at is None or not record.url.startswith(("http://", "https://")):
        return None
    try:
        key = make_sort_key(record.url)
    except ValueError:
        return None
    mime = "warc/revisit" if record.kind == "revisit" else record.media_type or "unk"
    fields = {
        "url": record.url,
        "mime": mime,
        "status": str(record.status or "-"),
        "digest": record.digest or "-",
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": file,
    }
    stamp = f"{at.astimezone(UTC):%Y%m%d%H%M%S}"
    return f"{key} {stamp} {json.dumps(fields, ensure_ascii=False)}"


def make_lines(files: Iterable[WarcFile], counts: _Counts) -> Iterator[str]:
    """The lines of all answers in these files, not yet sorted. Records that are torn or broken are counted."""
    for file in files:
        counts.files += 1
        with file.open() as stream:
            for record in scan_records(stream):
                if isinstance(record, Flaw):
                    counts.flaws += 1
                    continue
                line = make_line(record, file.name) if record.kind in ANSWERS else None
                if line is not None:
                    counts.captures += 1
                    yield line


def sort_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines in the order of their octets; long lists go over the disk."""
    runs: list[Iterator[str]] = []
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) >= SORTED_AT_ONCE:
            runs.append(_spill(sorted(held, key=str.encode)))
            held = []
    return heapq.merge(*runs, iter(sorted(held, key=str.encode)), key=str.encode)


def write_index(files: Iterable[WarcFile], out: Path) -> _Counts:
    """Write the index of these files, whole or not at all.

    Raises:
        ArchiveError: nothing can be written there.
    """
    counts = _Counts()
    beside = out.with_name(f"{out.name}.part")
    file = _open_beside(beside)
    try:
        with file:
            for line in sort_lines(make_lines(files, counts)):
                file.write(f"{line}\n")
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return counts


def _open_beside(place: Path) -> TextIO:
    """Open a new file to write lines into.

    Raises:
        ArchiveError: there can be none.
    """
    try:
        return place.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise ArchiveError(f"cannot write {str(place)!r}: {error.strerror or error}") from error


def _spill(lines: list[str]) -> Iterator[str]:
    """Lines from a temporary file that goes with its reader."""
    with TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.seek(0)
        for line in file:
            yield line.removesuffix("\n")
