"""What differs between an earlier package's articles and those of a snapshot.

Both are in the order of their numbers, so they are read side by side and neither is held.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from harvester.errors import ExportError
from harvester.formulas import unguard_formula
from harvester.store.reports.snapshot import Row, Snapshot, find_table

CHANGE_COLUMNS = ("article", "url", "change", "fields")

COMPARED = (
    "url", "content_hash", "author", "category", "published_at", "published_precision", "published_from",
    "document_number", "document_date", "signer", "duplicate_of", "gone_at",
)  # fmt: skip
"""Fields whose change makes an article a changed one. When it was last seen does not."""

Record = dict[str, str]


def find_articles(package: Path, selection: dict[str, Any]) -> Path:
    """The file of an earlier package's articles. Raises ExportError for what is none of that selection."""
    try:
        descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
        resource = next(resource for resource in descriptor["resources"] if resource["name"] == "articles")
        path: Path = (package / resource["path"]).resolve()
        earlier = descriptor.get("selection")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        reason = str(error) or "it has no articles"
        raise ExportError(f"no earlier data package: {str(package)!r} ({reason})") from error
    if not path.is_relative_to(package.resolve()) or path.suffix not in {".csv", ".parquet"} or not path.is_file():
        raise ExportError(f"no earlier data package: {str(package)!r} (its articles are at {resource['path']!r})")
    if earlier != selection:
        raise ExportError(f"the earlier package {str(package)!r} is of other filters: {earlier} (use the same)")
    return path


def compare_packages(snapshot: Snapshot, earlier: Path) -> Iterator[Row]:
    """Rows of CHANGE_COLUMNS, in the order of the articles' numbers."""
    old, new = read_earlier(earlier), read_present(snapshot)
    was, now = next(old, None), next(new, None)
    while was is not None or now is not None:
        if now is None or (was is not None and int(was["id"]) < int(now["id"])):
            assert was is not None
            yield int(was["id"]), was["url"], "removed", None
            was = next(old, None)
        elif was is None or int(now["id"]) < int(was["id"]):
            yield int(now["id"]), now["url"], "added", None
            now = next(new, None)
        else:
            fields = [name for name in COMPARED if name in was and was[name] != now[name]]
            if fields:
                yield int(now["id"]), now["url"], "changed", " ".join(fields)
            was, now = next(old, None), next(new, None)


def read_present(snapshot: Snapshot) -> Iterator[Record]:
    table = find_table("articles")
    columns = tuple(snapshot.read_columns(table))
    places = [(name, columns.index(name)) for name in ("id", *COMPARED)]
    for row in snapshot.read_rows(table):
        yield {name: format_value(row[place]) for name, place in places}


def read_earlier(path: Path) -> Iterator[Record]:
    return read_csv(path) if path.suffix == ".csv" else read_parquet(path)


def read_csv(path: Path) -> Iterator[Record]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: unguard_formula(text) for name, text in row.items() if name == "id" or name in COMPARED}


def read_parquet(path: Path) -> Iterator[Record]:
    from exports.parquet import require_pyarrow

    require_pyarrow()
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        wanted = [name for name in ("id", *COMPARED) if name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=2000, columns=wanted):
            for row in batch.to_pylist():
                yield {name: format_value(value) for name, value in row.items()}


def format_value(value: Any) -> str:
    """The text of a value as the database holds it, empty for NULL."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
