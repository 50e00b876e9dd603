"""A Frictionless data package: the tables with their schema in words, checksums, coverage, and changes.

The layout is https://specs.frictionlessdata.io/data-package/ with `data/<table>.csv` (UTF-8 without a mark,
text guarded as in csv_files) or `data/<table>.parquet`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from exports import csv_files, parquet
from exports.destination import replace_directory
from exports.package_changes import CHANGE_COLUMNS, compare_packages, find_articles
from exports.package_texts import CHANGES_MEANING, COVERAGE_MEANING, make_readme
from exports.recognition import is_csv, is_csv_of_table, is_parquet_of_table, is_text_beginning
from harvester.store.dictionary import Kind, read_meaning
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import TABLES, Snapshot, Table

Format = Literal["csv", "parquet"]

NAME = "news-of-vietnamese-localities"

OURS = re.compile(r"datapackage\.json|README\.md|data/(?P<table>[a-z_]+)\.(?P<format>csv|parquet)")

FIELD_TYPES: dict[Kind, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    "datetime": {"type": "datetime", "format": "any"},
    "date": {"type": "date"},
}


@dataclass(slots=True)
class Package:
    """A package in the making."""

    snapshot: Snapshot
    directory: Path
    format: Format
    resources: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


def export_datapackage(
    snapshot: Snapshot, out: Path, *, table_format: Format = "csv", since: Path | None = None
) -> dict[str, int]:
    """Write a data package: a directory of tables with a description that programs can read.

    Args:
        snapshot: The articles, and the state of the database that they are read from.
        out: The directory.
        table_format: That of the tables.
        since: An earlier package of the same selection; the table `changes` then says what differs.

    Returns:
        The number of rows by table.

    Raises:
        ExportError: The place cannot be written, or the earlier package is of another selection.
        MissingExtra: Parquet is asked for, and pyarrow is not installed.
    """
    if table_format == "parquet":
        parquet.require_pyarrow()
    earlier = None if since is None else find_articles(since, describe_selection(snapshot.selection))
    with replace_directory(out, snapshot.store.path, is_ours) as directory:
        (directory / "data").mkdir()
        package = Package(snapshot, directory, table_format)
        for table in TABLES:
            add_table(package, table)
        add_coverage(package)
        if earlier is not None:
            changes = compare_packages(snapshot, earlier)
            add_csv(package, "changes", CHANGE_COLUMNS, CHANGES_MEANING, changes)
        write_descriptor(package)
    return package.rows


def is_ours(name: str, file: Path) -> bool:
    """Whether a file of a package is what its name says."""
    match = OURS.fullmatch(name)
    if match is None:
        return False
    if match["table"] is None:
        heading = f"# {read_meaning().title}\n"
        return is_text_beginning(file, heading if name == "README.md" else f'{{\n  "name": "{NAME}"')
    if match["format"] == "parquet":
        return is_parquet_of_table(file, match["table"])
    reports: dict[str, Collection[str]] = {"coverage": COVERAGE_MEANING, "changes": CHANGE_COLUMNS}
    if match["table"] in reports:
        return is_csv(file, reports[match["table"]])
    return is_csv_of_table(file, match["table"])


def add_table(package: Package, table: Table) -> None:
    snapshot = package.snapshot
    meaning = read_meaning().tables[table.rows]
    kinds = parquet.read_kinds(snapshot, table)
    path = package.directory / "data" / f"{table.name}.{package.format}"
    with path.open("xb") as file:
        rows = snapshot.read_rows(table)
        if package.format == "parquet":
            count = parquet.write_rows(file, kinds, rows, meaning.columns)
        else:
            count = csv_files.write_rows(file, kinds, rows, mark=b"")
    schema: dict[str, Any] = {
        "fields": [
            {"name": name, **FIELD_TYPES[kind], "description": meaning.columns[name]} for name, kind in kinds.items()
        ],
        "primaryKey": list(table.order),
        "foreignKeys": make_foreign_keys(snapshot, table),
        "missingValues": [""],
    }
    describe_file(package, path, {"title": meaning.title, "description": meaning.description, "schema": schema}, count)


def make_foreign_keys(snapshot: Snapshot, table: Table) -> list[dict[str, Any]]:
    """Those that hold within the package: the original of a copy may not have been selected."""
    names = {other.name for other in TABLES}
    return [
        {
            "fields": [column],
            "reference": {"resource": "" if target == table.name else target, "fields": [key]},
        }
        for column, target, key in snapshot.read_references(table)
        if target in names and (target != table.name or snapshot.selection.is_everything)
    ]


def add_coverage(package: Package) -> None:
    rows = (tuple(row) for row in package.snapshot.read_coverage())
    add_csv(package, "coverage", tuple(COVERAGE_MEANING), COVERAGE_MEANING, rows)


def add_csv(
    package: Package, name: str, columns: tuple[str, ...], meaning: dict[str, tuple[Kind, str]], rows: Any
) -> None:
    """A report: always CSV, whatever the tables are."""
    path = package.directory / "data" / f"{name}.csv"
    with path.open("xb") as file:
        count = csv_files.write_rows(file, columns, rows, mark=b"")
    fields = [{"name": c, **FIELD_TYPES[meaning[c][0]], "description": meaning[c][1]} for c in columns]
    describe_file(package, path, {"schema": {"fields": fields, "missingValues": [""]}}, count)


def describe_file(package: Package, path: Path, description: dict[str, Any], rows: int) -> None:
    is_csv = path.suffix == ".csv"
    package.rows[path.stem] = rows
    package.resources.append(
        {
            "name": path.stem,
            "path": f"data/{path.name}",
            **description,
            **({"profile": "tabular-data-resource", "encoding": "utf-8"} if is_csv else {}),
            "format": path.suffix[1:],
            "mediatype": "text/csv" if is_csv else "application/vnd.apache.parquet",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{hash_file(path)}",
            "rows": rows,
        }
    )


def hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe_selection(selection: Selection) -> dict[str, Any]:
    return {
        "since": None if selection.since is None else selection.since.isoformat(),
        "until": None if selection.until is None else selection.until.isoformat(),
        "portals": sorted(selection.portals),
        "provinces": sorted(selection.provinces),
        "with_duplicates": selection.with_duplicates,
    }


def write_descriptor(package: Package) -> None:
    meaning = read_meaning()
    descriptor = {
        "name": NAME,
        "title": meaning.title,
        "description": meaning.description,
        "created": package.snapshot.read_moment(),
        "licenses": [{"name": "LicenseRef-publishers", "title": meaning.license}],
        "sources": [
            *({"title": row["name"], "path": row["url"]} for row in package.snapshot.read_portals()),
            {"title": f"Administrative units: {package.snapshot.read_units_source()}"},
        ],
        "selection": describe_selection(package.snapshot.selection),
        "resources": package.resources,
    }
    text = json.dumps({k: v for k, v in descriptor.items() if v is not None}, ensure_ascii=False, indent=2)
    (package.directory / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
    readme = make_readme(package.rows, package.format, package.snapshot.read_moment())
    (package.directory / "README.md").write_text(readme, encoding="utf-8")
