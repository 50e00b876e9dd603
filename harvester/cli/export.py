"""`harvester export FORMAT`: the options of each format, such as how many entries a feed has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from harvester.cli import CommandGroup
from harvester.cli.selection_options import database_option, duplicates_option, selection_options
from harvester.cli.terminal import write
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import Snapshot

out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="PATH", help="What to write."
)


@click.group("export", cls=CommandGroup)
def command() -> None:
    """Write the dataset in another format.

    Copies of another article are left out unless --with-duplicates is given. The export takes the place of an
    earlier one when it is complete, never before.
    """


@command.command()
@out_option
@database_option
@duplicates_option
@selection_options
def jsonl(out: Path, db: str, selection: Selection) -> None:
    """JSON Lines: the articles, one object a line. `--out -` writes to standard output."""
    from exports.jsonl import export_jsonl, print_jsonl

    with Snapshot.open(db, selection) as snapshot:
        if str(out) == "-":
            _report({"articles": print_jsonl(snapshot, sys.stdout.buffer)}, "standard output")
        else:
            _report(export_jsonl(snapshot, out), str(out))


@command.command()
@out_option
@database_option
@duplicates_option
@selection_options
def csv(out: Path, db: str, selection: Selection) -> None:
    """CSV for spreadsheets: a directory with a file per table, or the articles where PATH ends in .csv."""
    from exports.csv_files import export_csv

    with Snapshot.open(db, selection) as snapshot:
        _report(export_csv(snapshot, out), str(out))


@command.command()
@out_option
@database_option
@duplicates_option
@selection_options
@click.option("--by-year", is_flag=True, help="The articles as a directory, one file for each year of publication.")
def parquet(out: Path, db: str, selection: Selection, by_year: bool) -> None:
    """Parquet: a directory with a file per table, or the articles where PATH ends in .parquet."""
    from exports.parquet import export_parquet

    with Snapshot.open(db, selection) as snapshot:
        _report(export_parquet(snapshot, out, by_year=by_year), str(out))


@command.command()
@out_option
@database_option
@duplicates_option
@selection_options
@click.option(
    "--format",
    "table_format",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="The tables' format.",
)
@click.option(
    "--since-package",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="An earlier package: `changes` says what differs.",
)
def datapackage(
    out: Path,
    db: str,
    selection: Selection,
    table_format: Literal["csv", "parquet"],
    since_package: Path | None,
) -> None:
    """A Frictionless data package: schema, checksums, coverage of each portal, changes."""
    from exports.datapackage import export_datapackage

    with Snapshot.open(db, selection) as snapshot:
        _report(export_datapackage(snapshot, out, table_format=table_format, since=since_package), str(out))


@command.command()
@out_option
@database_option
@duplicates_option
@selection_options
@click.option("--search", "query", metavar="QUERY", help="One feed, of the newest articles that match.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="Entries of a feed at most."
)
def atom(out: Path, db: str, selection: Selection, query: str | None, limit: int) -> None:
    """Atom feeds: a directory with one per portal and province, or one feed where PATH ends in .xml."""
    from exports.atom import export_atom

    with Snapshot.open(db, selection) as snapshot:
        _report(export_atom(snapshot, out, query=query, limit=limit), str(out))


@command.command()
@out_option
@database_option
@selection_options
def changes(out: Path, db: str, selection: Selection) -> None:
    """What was changed or withdrawn after publication: PATH ends in .csv, .jsonl, or .xml for a feed.

    Both sentences stand side by side. --since is the day from which on a change was noticed.
    """
    from exports.changes import export_changes

    with Snapshot.open(db, selection) as snapshot:
        _report(export_changes(snapshot, out), str(out))


def _report(rows: dict[str, int], place: str) -> None:
    """One line on standard error: standard output may be the export itself."""
    counted = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    write(f"{counted} → {place}", err=True)
