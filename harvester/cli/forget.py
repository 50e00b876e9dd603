"""`harvester forget URL`: a record is shown, asked about and taken out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write, write_wrapped
from harvester.environment import read_clock
from harvester.jobs.forgetting import find_candidate, forget
from harvester.store import Store
from harvester.store.lock import held
from harvester.wording import write_count


@click.command("forget")
@click.argument("url", metavar="URL")
@database_option
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Where the kept pages are, if their folder was moved.",
)
@click.option("--yes", is_flag=True, help="Do not ask before.")
def command(url: str, db: str, keep: Path | None, yes: bool) -> None:
    """Take a record out for good: row, versions, text index, kept answers. A tombstone without content stays.

    No crawl, import or merge brings it back. Exit code: 0 done, 1 a folder of kept pages is missing and is named.
    """
    Store.open(db, readonly=True).close()  # which says so where there is none
    take_in_leftovers(Path(db))
    with held(Path(db)), Store.open(db) as store:
        candidate = find_candidate(store, url)
        if not yes:
            write_wrapped(f"Article {candidate.article}, {candidate.title!r}, {candidate.url}")
            click.confirm("Take it out for good, kept answers that hold its text too?", abort=True)
        done = forget(store, candidate, read_clock().isoformat(timespec="seconds"), keep=keep)
    write_wrapped(f"Taken out: article {candidate.article}, {write_count(done.records, 'kept answer')} overwritten.")
    if done.copies:
        write_wrapped(f"Copies of it stay: articles {', '.join(map(str, done.copies))}.")
    for folder in done.missing:
        write(f"harvester: kept pages are not there: {folder!r} (name their folder with --keep)", err=True)
    if done.missing:
        sys.exit(1)
