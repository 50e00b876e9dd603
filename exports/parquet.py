"""Parquet: a directory with one file per table, or the articles alone."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from exports.dataset import Dataset, add_reports, add_table, describe_parts, is_part, write_description
from exports.destination import replace_directory, replace_file
from exports.parquet_rows import read_kinds, require_pyarrow, write_rows, write_table
from exports.recognition import is_parquet_of_table
from harvester.errors import ExportError
from harvester.store.dictionary import read_meaning
from harvester.store.reports.snapshot import TABLES, Snapshot, find_table

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""What readers of partitions take for NULL: where undated articles go."""

_OURS = re.compile(
    rf"(?P<table>[a-z_]+)\.(?:parquet|csv)|(?P<years>articles)/year=(?:\d{{4}}|{NO_YEAR})/part-0\.parquet"
)
"""`similar.parquet`, `coverage.csv`, `articles/year=2023/part-0.parquet`"""


def export_parquet(snapshot: Snapshot, out: Path, *, by_year: bool = False) -> dict[str, int]:
    """Write Parquet, with each column's own type.

    Args:
        snapshot: The articles, and the state of the database that they are read from.
        out: A file of the articles where it ends in `.parquet`, else a directory with a file for each table, described
            by `datapackage.json` and `README.md`.
        by_year: The articles are a directory of their own, `articles/year=2023/part-0.parquet` and so on.

    Returns:
        The number of rows by table.

    Raises:
        ExportError: The place cannot be written, or is a file where a directory is asked for.
        MissingExtra: pyarrow is not installed.
    """
    require_pyarrow()
    articles = find_table("articles")
    if out.suffix.lower() == ".parquet":
        if by_year:
            raise ExportError(f"a partitioned export is a directory: {str(out)!r} is named like a file")
        with replace_file(out, snapshot.store.path, lambda file: is_parquet_of_table(file, articles.name)) as file:
            return {"articles": write_table(snapshot, articles, file)}
    with replace_directory(out, snapshot.store.path, lambda name, file: is_part(_OURS, name, file)) as directory:
        dataset = Dataset(snapshot, directory, "parquet")
        for table in TABLES:
            if by_year and table == articles:
                count = write_years(snapshot, directory / table.name)
                describe_parts(dataset, table, sorted((directory / table.name).rglob("*.parquet")), count)
            else:
                add_table(dataset, table)
        add_reports(dataset)
        write_description(dataset)
    return dataset.rows


def write_years(snapshot: Snapshot, directory: Path) -> int:
    """One file for each year of publication; the column itself is in the directory's name."""
    table = find_table("articles")
    kinds = read_kinds(snapshot, table)
    place = list(kinds).index("published_at")
    rows = snapshot.read_rows(table, "t.published_at, t.id")
    count = 0
    for year, group in groupby(rows, lambda row: row[place][:4] if row[place] else NO_YEAR):
        part = directory / f"year={year}" / "part-0.parquet"
        part.parent.mkdir(parents=True)
        with part.open("xb") as file:
            count += write_rows(file, kinds, group, read_meaning().tables[table.rows].described)
    return count
