"""`archive check`: each record of a folder against its row in the database; what is damaged or missing is listed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from harvester.archive.folder import find_file
from harvester.archive.inputs import WITHIN, WarcFile, find_archives, find_warc_files, open_archive
from harvester.archive.warc_records import Flaw, Record, scan_records
from harvester.errors import BadArchive
from harvester.store import Store, captures
from harvester.store.captures import Capture, Folder

ANSWERS = frozenset({"response", "revisit", "resource"})


@dataclass(slots=True)
class Findings:
    """What was read, and what is wrong with it.

    `lost` are the rows whose record cannot be read, `given_up` the damage that was accepted before.
    """

    files: int = 0
    records: int = 0
    captures: int = 0
    flaws: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    given_up: int = 0


def check_folder(path: Path, store: Store | None) -> Findings:
    """Read every record of a folder.

    With a database hold its rows against them, and its rows of files that are not there.

    Raises:
        ArchiveError: for a folder that is none.
    """
    path = path.absolute()
    findings = Findings()
    files = _list_files(path, findings)
    names = {file.name for file in files}
    rows = _select_folders(path, store, names)
    for file in files:
        findings.files += 1
        places = _read_places(store, rows, file.name)
        found = _check_file(file, places, findings)
        for folder in rows:
            if not _is_in_place(folder, path, file.name):
                _check_rows(store, folder, file.name, found, findings)
                if f"-{folder.series}-" in file.name:
                    rowless = sorted(found.keys() - {place for place, _ in places})
                    findings.flaws += [f"{file.name} at {place}: a record that no row knows of" for place in rowless]
    for folder in rows:
        assert store is not None
        for name in captures.read_files(store.connection, folder.id):
            if name not in names and not _is_in_place(folder, path, name):
                lost = [row.id for row in captures.read_of_file(store.connection, folder.id, name)]
                _report_lost(name, lost, "the file is missing", findings)
    for folder in rows:
        assert store is not None
        _check_originals(store, folder, findings)
    return findings


def _list_files(path: Path, findings: Findings) -> list[WarcFile]:
    """The WARC files of a folder; archives that cannot be read are named, and the others are checked."""
    found: list[WarcFile] = []
    for place in find_archives(path):
        try:
            found += open_archive(path, place)
        except BadArchive as error:
            findings.flaws.append(str(error))
    return found


def find_folders(path: Path, store: Store) -> list[Folder]:
    """The database's folders that this one is: by its path, else by files that are here and no longer there."""
    return _select_folders(path, store, {file.name for file in find_warc_files(path)})


def _select_folders(path: Path, store: Store | None, names: set[str]) -> list[Folder]:
    if store is None:
        return []
    folders = captures.read_folders(store.connection)
    own = [folder for folder in folders if folder.path == str(path)]
    moved = [folder for folder in folders if folder not in own and _has_moved(folder, names, store)]
    return own + moved


def _has_moved(folder: Folder, names: set[str], store: Store) -> bool:
    """Whether files of a folder are among these, and not where they were."""
    shared = names & set(captures.read_files(store.connection, folder.id))
    return any(_find_own(folder, name) is None for name in shared)


def _is_in_place(folder: Folder, path: Path, name: str) -> bool:
    """Whether a file lies where its folder did, of whose other files some were moved to `path`."""
    return folder.path != str(path) and _find_own(folder, name) is not None


def _find_own(folder: Folder, name: str) -> Path | None:
    """Where a file lies in the folder that its rows name: a WACZ for what it holds."""
    return find_file(Path(folder.path), name.partition(WITHIN)[0])


def _read_places(store: Store | None, rows: list[Folder], name: str) -> list[tuple[int, bool]]:
    """Where the rows of one file begin, in order, and whether each was given up."""
    if store is None:
        return []
    return sorted(place for folder in rows for place in captures.read_places(store.connection, folder.id, name))


def _is_given_up(flaw: Flaw, places: list[tuple[int, bool]]) -> bool:
    """Whether damage is known: it is that of a row that was given up, or of the request before it."""
    following = bisect_left(places, (flaw.offset, False))
    return following < len(places) and places[following][1]


def _check_file(file: WarcFile, places: list[tuple[int, bool]], findings: Findings) -> dict[int, Record]:
    """Read one file; its answers by their places, without their bodies."""
    found: dict[int, Record] = {}
    with file.open() as stream:
        for record in scan_records(stream):
            if isinstance(record, Flaw):
                if _is_given_up(record, places):
                    findings.given_up += 1
                else:
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
    for row in captures.read_of_file(store.connection, folder.id, name):
        findings.captures += 1
        reason = find_difference(row, found.get(row.offset))
        if reason is not None:
            lost.append(row.id)
            findings.flaws.append(f"{name} at {row.offset}: capture {row.id} of {row.url}: {reason}")
    findings.lost += lost


def find_difference(row: Capture, record: Record | None) -> str | None:
    """Why a record is not the one that a row tells of; None where it is."""
    if record is None:
        return "no sound record stands there"
    if record.length != row.length:
        return f"the record has {record.length} bytes, and not {row.length}"
    if record.url != row.url:
        return f"the record is of {record.url!r}"
    if record.digest is not None and record.digest != row.digest:
        return f"the record's digest is {record.digest!r}, and not {row.digest!r}"
    if record.status and row.status and record.status != row.status:
        return f"the record answers {record.status}, and not {row.status}"
    if record.at is not None and record.at.replace(microsecond=0) != datetime.fromisoformat(row.fetched_at):
        return f"the record is of {record.at.isoformat(timespec='seconds')}, and not of {row.fetched_at}"
    return None


def _check_originals(store: Store, folder: Folder, findings: Findings) -> None:
    """A capture without a body of its own goes with the one that holds it."""
    for row in list(captures.read_without_original(store.connection, folder.id, findings.lost)):
        reason = f"capture {row.revisit_of} holds its body, and is lost"
        findings.flaws.append(f"{row.file} at {row.offset}: capture {row.id} of {row.url}: {reason}")
        findings.lost.append(row.id)


def _report_lost(name: str, lost: list[int], reason: str, findings: Findings) -> None:
    if lost:
        noun = "capture" if len(lost) == 1 else "captures"
        findings.flaws.append(f"{name}: {reason}, and {len(lost)} {noun} with it")
        findings.captures += len(lost)
        findings.lost += lost
