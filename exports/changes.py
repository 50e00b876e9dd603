"""What portals changed or withdrew after publication: CSV, JSON Lines, or an Atom feed, by the name of the file."""

from __future__ import annotations

import json
from pathlib import Path

from exports.csv_rows import write_rows
from exports.destination import replace_file
from exports.recognition import is_csv, is_feed, is_text_beginning
from harvester.errors import ExportError
from harvester.inspect.change_rows import COLUMNS, make_entries, make_rows
from harvester.store.reports.changes import read_changes
from harvester.store.reports.snapshot import Snapshot
from harvester.syndication import Feed, make_feed

_FEED_ENTRIES = 100

_VERBS = {"changed": "Changed", "withdrawn": "Withdrawn"}


def export_changes(snapshot: Snapshot, out: Path) -> dict[str, int]:
    """Write every change, what was noticed last first.

    Args:
        snapshot: The state of the database; of its selection the portals count, and `since` for the day from which on
            a change was noticed.
        out: A file that ends in `.csv`, `.jsonl`, or `.xml` or `.atom`: a feed of the newest changes.

    Returns:
        How many changes were written.

    Raises:
        ExportError: The place cannot be written, or its name says no format.
    """
    kind = out.suffix.lower()
    if kind not in {".csv", ".jsonl", ".xml", ".atom"}:
        raise ExportError(f"cannot tell the format of {str(out)!r}: it must end in .csv, .jsonl, .xml or .atom")
    if kind in {".xml", ".atom"}:
        return {"changes": write_feed(snapshot, out)}
    rows = make_rows(read_changes(snapshot.connection, snapshot.selection))
    with replace_file(out, snapshot.store.path, _is_ours) as file:
        if kind == ".csv":
            return {"changes": write_rows(file, COLUMNS, rows)}
        count = 0
        for row in rows:
            line = json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False)
            file.write(line.encode("utf-8", "replace") + b"\n")
            count += 1
        return {"changes": count}


def _is_ours(file: Path) -> bool:
    return is_csv(file, COLUMNS) or is_text_beginning(file, f'{{"{COLUMNS[0]}": "')


def write_feed(snapshot: Snapshot, out: Path) -> int:
    entries = make_entries(read_changes(snapshot.connection, snapshot.selection, limit=_FEED_ENTRIES), _VERBS)
    feed = Feed("Changed after publication", f"changes:{snapshot.selection}", entries)
    with replace_file(out, snapshot.store.path, is_feed) as file:
        file.write(make_feed(feed))
    return len(entries)
