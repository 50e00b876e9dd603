"""The folder of an export: tables and reports written, then described in datapackage.json and README.md.

Each has a `datapackage.json` (https://specs.frictionlessdata.io/data-package/) and a `README.md`.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from exports import csv_rows, parquet_rows
from exports.package_texts import (
    AUDIT_MEANING,
    CHANGES_MEANING,
    COVERAGE_MEANING,
    MONTHS_MEANING,
    REPORTS,
    Facts,
    Meaning,
    make_citation,
    make_readme,
)  # fmt: skip
from exports.recognition import is_csv, is_csv_of_table, is_parquet_of_table, is_text_beginning
from harvester import __version__
from harvester.formulas import BYTE_ORDER_MARK
from harvester.places.provinces import choose_province
from harvester.store.dictionary import Kind, read_meaning
from harvester.store.reports.audits import AUDIT_COLUMNS, make_score_rows, read_scores
from harvester.store.reports.coverage import Month
from harvester.store.reports.quality import (
    MONTH_COLUMNS,
    count_reasons,
    make_month_rows,
    read_collected,
    read_quality,
    read_span,
)  # fmt: skip
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import TABLES, Row, Snapshot, Table, read_units_source

Format = Literal["csv", "parquet"]

_NAME = "news-of-vietnamese-localities"

KEYWORDS = ("Vietnam", "local government", "news", "communes", "districts", "public administration")

FIELD_TYPES: dict[Kind, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    "datetime": {"type": "datetime", "format": "any"},
    "date": {"type": "date"},
}

REPORT_COLUMNS: dict[str, Collection[str]] = {
    "coverage": COVERAGE_MEANING, "months": MONTH_COLUMNS, "audit": AUDIT_COLUMNS, "changes": CHANGES_MEANING,
}  # fmt: skip


@dataclass(slots=True)
class Dataset:
    """What is written into `directory`: `below` is the folder of its tables, with a slash."""

    snapshot: Snapshot
    directory: Path
    format: Format
    below: str = ""
    for_spreadsheets: bool = False
    resources: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    months: list[Month] = field(default_factory=list)

    @property
    def mark(self) -> bytes:
        """What a CSV file begins with."""
        return BYTE_ORDER_MARK if self.for_spreadsheets else b""


def is_part(ours: re.Pattern[str], name: str, file: Path) -> bool:
    """Whether a file of an export is what its name says, of the names that `ours` matches with a `table`."""
    if name == "README.md":
        return is_text_beginning(file, f"# {read_meaning().title}\n")
    if name == "datapackage.json":
        return is_text_beginning(file, f'{{\n  "name": "{_NAME}"')
    match = ours.fullmatch(name)
    if match is None:
        return False
    table = match["table"] or "articles"
    if file.suffix == ".parquet":
        return is_parquet_of_table(file, table)
    return is_csv(file, REPORT_COLUMNS[table]) if table in REPORT_COLUMNS else is_csv_of_table(file, table)


def add_tables(dataset: Dataset) -> None:
    """Write every table."""
    for table in TABLES:
        add_table(dataset, table)


def add_table(dataset: Dataset, table: Table) -> None:
    """Write a table."""
    path = dataset.directory / f"{dataset.below}{table.name}.{dataset.format}"
    with path.open("xb") as file:
        if dataset.format == "parquet":
            count = parquet_rows.write_table(dataset.snapshot, table, file)
        else:
            count = csv_rows.write_table(dataset.snapshot, table, file, mark=dataset.mark)
    describe_file(dataset, path, _describe_table(dataset.snapshot, table), count)


def _describe_table(snapshot: Snapshot, table: Table) -> dict[str, Any]:
    """What a table holds, for `datapackage.json`."""
    meaning = read_meaning().tables[table.rows]
    kinds = parquet_rows.read_kinds(snapshot, table)
    schema: dict[str, Any] = {
        "fields": [
            {"name": name, **FIELD_TYPES[kind], "description": meaning.described[name]} for name, kind in kinds.items()
        ],
        "primaryKey": list(table.order),
        "foreignKeys": make_foreign_keys(snapshot, table),
        "missingValues": [""],
    }
    return {"title": meaning.title, "description": meaning.description, "schema": schema}


def make_foreign_keys(snapshot: Snapshot, table: Table) -> list[dict[str, Any]]:
    """Those that hold within the export: the original of a copy may not have been selected.

    What names an article by its number names it by its uid, too.
    """
    names = {other.name for other in TABLES}
    kept = [
        (column, target, key)
        for column, target, key in snapshot.read_references(table)
        if target in names and (target != table.name or snapshot.selection.is_everything)
    ]
    computed = {name for name, _, _ in table.computed}
    kept += [
        (f"{column}_uid", target, "uid")
        for column, target, _ in kept
        if target == "articles" and f"{column}_uid" in computed
    ]
    return [
        {"fields": [column], "reference": {"resource": "" if target == table.name else target, "fields": [key]}}
        for column, target, key in kept
    ]


def add_reports(dataset: Dataset) -> None:
    """Write what was covered, which months were looked at, and how many errors audits found."""
    snapshot = dataset.snapshot
    coverage = (tuple(row) for row in snapshot.read_coverage())
    add_csv(dataset, "coverage", COVERAGE_MEANING, coverage)
    dataset.months = read_collected(snapshot)
    add_csv(dataset, "months", MONTHS_MEANING, make_month_rows(dataset.months))
    scores = read_scores(snapshot.connection)
    if scores:
        add_csv(dataset, "audit", AUDIT_MEANING, make_score_rows(scores))


def add_csv(dataset: Dataset, name: str, meaning: Meaning, rows: Iterable[Row]) -> None:
    """A report: always CSV, whatever the tables are."""
    path = dataset.directory / f"{dataset.below}{name}.csv"
    with path.open("xb") as file:
        count = csv_rows.write_rows(file, tuple(meaning), iter(rows), mark=dataset.mark)
    fields = [{"name": c, **FIELD_TYPES[kind], "description": text} for c, (kind, text) in meaning.items()]
    schema = {"fields": fields, "missingValues": [""]}
    describe_file(dataset, path, {"title": REPORTS[name], "schema": schema}, count)


def describe_file(dataset: Dataset, path: Path, description: dict[str, Any], rows: int) -> None:
    is_csv_file = path.suffix == ".csv"
    encoding = "utf-8-sig" if dataset.for_spreadsheets else "utf-8"
    dataset.rows[path.stem] = rows
    dataset.resources.append(
        {
            "name": path.stem,
            "path": path.relative_to(dataset.directory).as_posix(),
            **description,
            **({"profile": "tabular-data-resource", "encoding": encoding} if is_csv_file else {}),
            "format": path.suffix[1:],
            "mediatype": "text/csv" if is_csv_file else "application/vnd.apache.parquet",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{hash_file(path)}",
            "rows": rows,
        }
    )


def describe_parts(dataset: Dataset, table: Table, paths: Sequence[Path], rows: int) -> None:
    """A table that lies in several Parquet files. There may be none, where no article was selected."""
    dataset.rows[table.name] = rows
    if paths:
        dataset.resources.append(
            {
                "name": table.name,
                "path": [path.relative_to(dataset.directory).as_posix() for path in paths],
                **_describe_table(dataset.snapshot, table),
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "bytes": sum(path.stat().st_size for path in paths),
                "rows": rows,
            }
        )


def hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name_province(asked: str) -> str:
    """Return the name of the province that a filter means: `ha tinh` and `Hà Tĩnh` are one selection."""
    choice = choose_province(asked)
    return asked if choice is None else choice.name


def describe_selection(selection: Selection) -> dict[str, Any]:
    """The filters, so that two exports can be told to be of the same."""
    return {
        "since": None if selection.since is None else selection.since.isoformat(),
        "until": None if selection.until is None else selection.until.isoformat(),
        "portals": sorted(selection.portals),
        "provinces": sorted({name_province(province) for province in selection.provinces}),
        "levels": sorted(selection.levels),
        "with_duplicates": selection.with_duplicates,
    }


def write_description(dataset: Dataset) -> None:
    """Write `datapackage.json` and `README.md`, of the files that have been written."""
    facts = gather_facts(dataset)
    descriptor = make_descriptor(dataset, facts)
    text = json.dumps({k: v for k, v in descriptor.items() if v is not None}, ensure_ascii=False, indent=2)
    (dataset.directory / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
    (dataset.directory / "README.md").write_text(make_readme(facts), encoding="utf-8")


def gather_facts(dataset: Dataset) -> Facts:
    snapshot = dataset.snapshot
    selection = describe_selection(snapshot.selection)
    content = [[one["name"], one.get("hash") or one["bytes"], one["rows"]] for one in dataset.resources]
    identity = json.dumps([selection, content], ensure_ascii=False, sort_keys=True)
    return Facts(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"harvester:dataset:{identity}")),
        moment=snapshot.read_moment(),
        selection=selection,
        reasons=count_reasons(snapshot),
        span=read_span(snapshot),
        provinces=sorted({row["province"] for row in snapshot.read_portals()}),
        months=dataset.months,
        quality=read_quality(snapshot),
        scores=read_scores(snapshot.connection),
        units_source=read_units_source(snapshot),
        files={one["name"]: (_find_place(one), one["rows"]) for one in dataset.resources},
        is_csv=dataset.format == "csv",
    )


def _find_place(resource: dict[str, Any]) -> str:
    """The file of a table, or what its files are called."""
    path = resource["path"]
    return path if isinstance(path, str) else f"{resource['name']}/year=*/part-0.parquet"


def make_descriptor(dataset: Dataset, facts: Facts) -> dict[str, Any]:
    meaning = read_meaning()
    first, last = facts.span
    return {
        "name": _NAME,
        "id": facts.id,
        "title": meaning.title,
        "description": meaning.description,
        "version": facts.version,
        "created": facts.moment,
        "keywords": list(KEYWORDS),
        "temporal": {"start": first, "end": last} if first else None,
        "spatial": {"name": "Vietnam", "provinces": facts.provinces},
        "licenses": [{"name": "LicenseRef-publishers", "title": meaning.license}],
        "sources": [
            *({"title": row["name"], "path": row["url"]} for row in dataset.snapshot.read_portals()),
            {"title": f"Administrative units: {facts.units_source}"},
        ],
        "software": {"name": "harvester", "version": __version__},
        "citation": make_citation(facts),
        "selection": facts.selection,
        "left_out": facts.reasons,
        "resources": dataset.resources,
    }
