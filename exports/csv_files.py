"""CSV for spreadsheets: which files there are; their columns are chosen in store/reports/snapshot.py."""

from __future__ import annotations

import re
from pathlib import Path

from exports.csv_rows import write_table
from exports.dataset import Dataset, add_reports, add_tables, is_part, write_description
from exports.destination import replace_directory, replace_file
from exports.recognition import is_csv_of_table
from harvester.store.reports.snapshot import Snapshot, find_table

_OURS = re.compile(r"(?P<table>[a-z_]+)\.csv")


def export_csv(snapshot: Snapshot, out: Path) -> dict[str, int]:
    """Write CSV that spreadsheets open as text and not as formulas.

    Args:
        snapshot: The articles, and the state of the database that they are read from.
        out: A file of the articles where it ends in `.csv`, else a directory with a file for each table, described
            by `datapackage.json` and `README.md`.

    Returns:
        The number of rows by table.

    Raises:
        ExportError: The place cannot be written.
    """
    if out.suffix.lower() == ".csv":
        table = find_table("articles")
        with replace_file(out, snapshot.store.path, lambda file: is_csv_of_table(file, table.name)) as file:
            return {table.name: write_table(snapshot, table, file)}
    with replace_directory(out, snapshot.store.path, lambda name, file: is_part(_OURS, name, file)) as directory:
        dataset = Dataset(snapshot, directory, "csv", for_spreadsheets=True)
        add_tables(dataset)
        add_reports(dataset)
        write_description(dataset)
    return dataset.rows
