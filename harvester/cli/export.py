"""`harvester export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harvester.cli.selection import database_option, selection_options
from harvester.store.selection import Selection
from harvester.store.snapshot import Snapshot

out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="PATH", help="What to write."
)


@click.group("export")
def command() -> None:
    """Write the dataset in another format.

    Copies of another article are left out unless --with-duplicates is given. The export takes the place of an
    earlier one when it is complete, never before.
    """


@command.command()
@out_option
@database_option
@selection_options
def jsonl(out: Path, db: str, selection: Selection) -> None:
    """JSON Lines: the articles, one object a line. `--out -` writes to standard output."""
    from exports.jsonl import export_jsonl, write_jsonl

    with Snapshot.open(db, selection) as snapshot:
        if str(out) == "-":
            report({"articles": write_jsonl(snapshot, sys.stdout.buffer)}, "standard output")
        else:
            report(export_jsonl(snapshot, out), str(out))


@command.command()
@out_option
@database_option
@selection_options
def csv(out: Path, db: str, selection: Selection) -> None:
    """CSV for spreadsheets: a directory with a file per table, or the articles where PATH ends in .csv."""
    from exports.csv_files import export_csv

    with Snapshot.open(db, selection) as snapshot:
        report(export_csv(snapshot, out), str(out))


def report(rows: dict[str, int], place: str) -> None:
    """One line on standard error: standard output may be the export itself."""
    counted = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    click.echo(f"{counted} → {place}", err=True)
