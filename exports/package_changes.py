"""What differs between an earlier package's articles and those of a snapshot.

Articles are known by their uids: the numbers of another database are others. The earlier ones lie on the disk.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from harvester.errors import ConfigError, ExportError
from harvester.formulas import unguard_formula
from harvester.regular_files import read_regular
from harvester.store.reports.earlier_articles import EarlierArticles, ExportedArticle, read_former_uids
from harvester.store.reports.snapshot import Row, Snapshot, find_table

_COMPARED = (
    "url", "content_hash", "author", "category", "published_at", "published_precision", "published_from",
    "document_number", "document_date", "signer", "duplicate_of_uid", "gone_at",
)  # fmt: skip
"""Fields whose change makes an article a changed one. When it was last seen does not."""

_KEPT = ("uid", *_COMPARED)


def find_articles(package: Path, selection: dict[str, Any]) -> Path:
    """The file of an earlier package's articles.

    Raises:
        ExportError: for what is none of that selection.
    """
    try:
        descriptor = json.loads(read_regular(package / "datapackage.json").decode("utf-8"))
        resource = next(resource for resource in descriptor["resources"] if resource["name"] == "articles")
        path: Path = (package / resource["path"]).resolve()
        earlier = descriptor.get("selection")
    except (ConfigError, ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        reason = str(error) or "it has no articles"
        raise ExportError(f"no earlier data package: {str(package)!r} ({reason})") from error
    if not path.is_relative_to(package.resolve()) or path.suffix not in {".csv", ".parquet"} or not path.is_file():
        raise ExportError(f"no earlier data package: {str(package)!r} (its articles are at {resource['path']!r})")
    if earlier != selection:
        raise ExportError(f"the earlier package {str(package)!r} is of other filters: {earlier} (use the same)")
    return path


def compare_packages(snapshot: Snapshot, earlier: Path) -> Iterator[Row]:
    """Rows of CHANGES_MEANING: what was added or changed in the order of numbers, then what was removed."""
    with EarlierArticles(read_earlier(earlier)) as before:
        for now in read_present(snapshot):
            was = before.pop([now["uid"], *read_former_uids(snapshot.connection, int(now["id"]))])
            if was is None:
                yield now["uid"], now["url"], "added", None
                continue
            fields = [name for name in _COMPARED if name in was and was[name] != now[name]]
            if fields:
                yield now["uid"], now["url"], "changed", " ".join(fields)
        for was in before.read_rest():
            yield was["uid"], was["url"], "removed", None


def read_present(snapshot: Snapshot) -> Iterator[ExportedArticle]:
    table = find_table("articles")
    columns = tuple(snapshot.read_columns(table))
    places = [(name, columns.index(name)) for name in ("id", *_KEPT)]
    for row in snapshot.read_rows(table):
        yield {name: format_value(row[place]) for name, place in places}


def read_earlier(path: Path) -> Iterator[ExportedArticle]:
    return read_csv(path) if path.suffix == ".csv" else read_parquet(path)


def read_csv(path: Path) -> Iterator[ExportedArticle]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: unguard_formula(text) for name, text in row.items() if name in _KEPT}


def read_parquet(path: Path) -> Iterator[ExportedArticle]:
    from exports.parquet_rows import require_pyarrow

    require_pyarrow()
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        wanted = [name for name in _KEPT if name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=2000, columns=wanted):
            for row in batch.to_pylist():
                yield {name: format_value(value) for name, value in row.items()}


def format_value(value: Any) -> str:
    """The text of a value as the database holds it, empty for NULL."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
