"""`archive check`: each record of a folder against its row in the database; what is damaged or missing is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harvester.archive.inputs import WarcFile, find_warc_files
from harvester.archive.warc_records import Flaw, Record, scan_records
from harvester.store import Store, captures
from harvester.store.captures import Capture, Folder

ANSWERS = frozenset({"response", "revisit", "resource"})


@dataclass(slots=True)
class Findings:
    """What was read, and what is wrong with it. `lost` are the rows whose record cannot be read."""

    files: int = 0
    records: int = 0
    captures: int = 0
    flaws: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)


def check_folder(path: Path, store: Store | None) -> Findings:
    """Read every record of a folder.

    With a database hold its rows against them, and its rows of files that are not there.

    Raises:
        ArchiveError: for a folder that is none.
    """
    path = path.absolute()
    findings = Findings()
    rows = find_folders(path, store)
    for file in find_warc_files(path):
        findings.files += 1
        found = _check_file(file, findings)
        for folder in rows:
            _check_rows(store, folder, file.name, found, findings)
    present = {file.name for file in find_warc_files(path)}
    for folder in rows:
        assert store is not None
        for name in captures.read_files(store.connection, folder.id):
            if name not in present:
                lost = [row.id for row in captures.read_of_file(store.connection, folder.id, name)]
                _report_lost(name, lost, "the file is missing", findings)
    return findings


def find_folders(path: Path, store: Store | None) -> list[Folder]:
    """The database's folders that this one is: by its path, else by the files that it holds, where it was moved."""
    if store is None:
        return []
    folders = captures.read_folders(store.connection)
    own = [folder for folder in folders if folder.path == str(path)]
    names = {file.name for file in find_warc_files(path)}
    moved = [
        folder
        for folder in folders
        if folder not in own
        and not Path(folder.path).is_dir()
        and names & set(captures.read_files(store.connection, folder.id))
    ]
    return own + moved


def _check_file(file: WarcFile, findings: Findings) -> dict[int, Record]:
    """Read one file; its answers by their places, without their bodies."""
    found: dict[int, Record] = {}
    with file.open() as stream:
        for record in scan_records(stream):
            if isinstance(record, Flaw):
                findings.flaws.append(f"{file.name} at {record.offset}: the record {record.reason}")
                continue
            findings.records += 1
            if record.kind in ANSWERS:
                found[record.offset] = Record(
                    record.kind, record.fields, record.head, record.offset, record.length, record.head_size
                )
    return found


def _check_rows(store: Store | None, folder: Folder, name: str, found: dict[int, Record], findings: Findings) -> None:
    assert store is not None
    lost: list[int] = []
    seen: set[int] = set()
    for row in captures.read_of_file(store.connection, folder.id, name):
        findings.captures += 1
        seen.add(row.offset)
        reason = find_difference(row, found.get(row.offset))
        if reason is not None:
            lost.append(row.id)
            findings.flaws.append(f"{name} at {row.offset}: capture {row.id} of {row.url}: {reason}")
    findings.lost += lost
    if f"-{folder.series}-" in name:
        findings.flaws += [f"{name} at {place}: a record that no row knows of" for place in _list_rowless(found, seen)]


def find_difference(row: Capture, record: Record | None) -> str | None:
    """Why a record is not the one that a row tells of; None where it is."""
    if record is None:
        return "no sound record stands there"
    if record.length != row.length:
        return f"the record has {record.length} bytes, and not {row.length}"
    if record.url != row.url:
        return f"the record is of {record.url!r}"
    if row.revisit_of is None and record.digest is not None and record.digest != row.digest:
        return f"the record's digest is {record.digest!r}, and not {row.digest!r}"
    return None


def _list_rowless(found: dict[int, Record], seen: set[int]) -> Iterator[int]:
    return (place for place in found if place not in seen)


def _report_lost(name: str, lost: list[int], reason: str, findings: Findings) -> None:
    if lost:
        noun = "capture" if len(lost) == 1 else "captures"
        findings.flaws.append(f"{name}: {reason}, and {len(lost)} {noun} with it")
        findings.captures += len(lost)
        findings.lost += lost
