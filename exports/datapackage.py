"""A Frictionless data package: the tables with their schema in words, checksums, coverage, and changes.

The layout is https://specs.frictionlessdata.io/data-package/ with `data/<table>.csv` (UTF-8 without a mark,
text guarded as in csv_rows) or `data/<table>.parquet`.
"""

from __future__ import annotations

import re
from pathlib import Path

from exports.dataset import (
    Dataset,
    Format,
    add_csv,
    add_reports,
    add_tables,
    describe_selection,
    is_part,
    write_description,
)  # fmt: skip
from exports.destination import replace_directory
from exports.package_changes import compare_packages, find_articles
from exports.package_texts import CHANGES_MEANING
from exports.parquet_rows import require_pyarrow
from harvester.store.reports.snapshot import Snapshot

_OURS = re.compile(r"data/(?P<table>[a-z_]+)\.(?:csv|parquet)")


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
        require_pyarrow()
    earlier = None if since is None else find_articles(since, describe_selection(snapshot.selection))
    with replace_directory(out, snapshot.store.path, lambda name, file: is_part(_OURS, name, file)) as directory:
        (directory / "data").mkdir()
        dataset = Dataset(snapshot, directory, table_format, below="data/")
        add_tables(dataset)
        add_reports(dataset)
        if earlier is not None:
            add_csv(dataset, "changes", CHANGES_MEANING, compare_packages(snapshot, earlier))
        write_description(dataset)
    return dataset.rows
