"""JSON Lines: the table of articles, an object a line, columns as they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from exports.destination import replace_file
from exports.recognition import is_json_lines
from harvester.errors import ExportError
from harvester.store.reports.snapshot import Snapshot, find_table

_BATCH = 500  # rows

# Line ends to some readers, though not in JSON: NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def export_jsonl(snapshot: Snapshot, out: Path) -> dict[str, int]:
    """Write JSON Lines, UTF-8: an object for each article.

    Args:
        snapshot: The articles, and the state of the database that they are read from.
        out: The file.

    Returns:
        The number of rows by table.

    Raises:
        ExportError: The place cannot be written, or holds what is no earlier export.
    """
    with replace_file(out, snapshot.store.path, is_json_lines) as file:
        return {"articles": write_jsonl(snapshot, file)}


def print_jsonl(snapshot: Snapshot, stream: BinaryIO) -> int:
    """To a stream that is no file of ours. Raises ExportError, and BrokenPipeError where nobody reads on."""
    try:
        count = write_jsonl(snapshot, stream)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(f"cannot write to standard output: {error.strerror}") from error
    return count


def write_jsonl(snapshot: Snapshot, file: BinaryIO) -> int:
    count = 0
    for lines, rows in join_lines(snapshot.read_lines(find_table("articles"))):
        file.write(lines)
        count += rows
    return count


def join_lines(objects: Iterator[str]) -> Iterator[tuple[bytes, int]]:
    """Bytes of many lines at once, and how many they are."""
    while batch := list(islice(objects, _BATCH)):
        lines = "\n".join(batch)
        for character, escape in _LINE_ENDS.items():
            if character in lines:
                lines = lines.replace(character, escape)
        yield (lines + "\n").encode(), len(batch)
