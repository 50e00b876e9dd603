"""`harvester archive check | index | wacz`: a folder of kept pages, verified, indexed or packed."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from harvester.cli import CommandGroup
from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write
from harvester.errors import ConfigError
from harvester.suggestions import suggest_command
from harvester.wording import write_count

folder_argument = click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")

_SHOWN = 50
"""Flaws that are printed; more are counted."""


@click.group("archive", cls=CommandGroup)
def command() -> None:
    """Look after the pages that `crawl --keep DIR` keeps."""
    from harvester.archive import require_extra

    require_extra()


@command.command()
@folder_argument
@database_option
@click.option("--accept-loss", is_flag=True, help="Mark what cannot be read any more as lost, so that crawls go on.")
def check(folder: Path, db: str, accept_loss: bool) -> None:
    """Read every record, and hold every row of the database against its record.

    Exit code: 0 all is there, 1 something is damaged or missing and is named.
    """
    from harvester.archive.verification import check_folder
    from harvester.environment import read_clock
    from harvester.store import Store, captures
    from harvester.store.lock import held

    if not Path(db).is_file():
        is_named = click.get_current_context().get_parameter_source("db") is not ParameterSource.DEFAULT
        if accept_loss or is_named:
            raise ConfigError(f"no such database: {db!r} (name the one with --db)")
        _report(check_folder(folder, None), lost=0)
        return
    if not accept_loss:
        with Store.open(db, readonly=True) as store:
            _report(check_folder(folder, store), lost=0)
        return
    take_in_leftovers(Path(db))
    with held(Path(db)), Store.open(db) as store:
        findings = check_folder(folder, store)
        with store.transaction() as connection:
            captures.mark_lost(connection, findings.lost, read_clock().isoformat(timespec="seconds"))
    _report(findings, lost=len(findings.lost))


def _report(findings: object, *, lost: int) -> None:
    """What was read and what is wrong. Ends with 1 where anything is that has not been accepted."""
    from harvester.archive.verification import Findings

    assert isinstance(findings, Findings)
    for flaw in findings.flaws[:_SHOWN]:
        write(flaw, err=True)
    if len(findings.flaws) > _SHOWN:
        write(f"and {len(findings.flaws) - _SHOWN} more", err=True)
    write(
        f"{write_count(findings.files, 'file')}, {write_count(findings.records, 'record')},"
        f" {write_count(findings.captures, 'capture')}: {len(findings.flaws) or 'nothing'} wrong"
        + (f", {write_count(lost, 'capture')} given up as lost" if lost else "")
        + (f", {write_count(findings.given_up, 'record')} given up before" if findings.given_up else "")
    )
    if findings.flaws and not lost:
        sys.exit(1)


@command.command()
@folder_argument
def index(folder: Path) -> None:
    """Write DIR/index.cdxj, which replay tools look captures up in."""
    from harvester.archive.cdxj import write_index
    from harvester.archive.inputs import find_warc_files

    out = folder / "index.cdxj"
    files = [file for file in find_warc_files(folder) if file.size is None]
    counts = write_index(files, out)
    write(f"{write_count(counts.captures, 'capture')} of {write_count(counts.files, 'file')} -> {out}")
    if counts.flaws:
        command = suggest_command("archive", "check", str(folder))
        write(f"{write_count(counts.flaws, 'record')} torn or broken (see: {command})", err=True)
        sys.exit(1)


@command.command()
@folder_argument
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="What to write, *.wacz.")
def wacz(folder: Path, out: Path) -> None:
    """Pack the folder into one WACZ file, for ReplayWeb.page and its like."""
    from harvester.archive.wacz import write_wacz
    from harvester.environment import read_clock

    packed = write_wacz(folder, out, read_clock())
    sums = ((packed.files, "file"), (packed.captures, "capture"), (packed.pages, "page"))
    write(f"{', '.join(write_count(*one) for one in sums)} -> {out}")
    for flaw in packed.flaws[:_SHOWN]:
        write(flaw, err=True)
    if packed.flaws:
        sys.exit(1)
