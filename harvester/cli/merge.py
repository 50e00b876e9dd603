"""`harvester merge SHARD… --into FILE`: several databases become one."""

from __future__ import annotations

from pathlib import Path

import click

from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.terminal import write
from harvester.wording import write_count


@click.command("merge")
@click.argument("shards", nargs=-1, required=True, metavar="SHARD...", type=click.Path(path_type=Path))
@click.option(
    "--into", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The database to merge into."
)
def command(shards: tuple[Path, ...], into: Path) -> None:
    """Merge harvest databases into one, which is made where there is none.

    Any databases, in any order; merged again, they change nothing.

    Exit code: 0 done, 2 a database cannot be merged (nothing is changed), 75 a run holds FILE.
    """
    from harvester.environment import read_clock  # late: `--help` need not wait
    from harvester.jobs.merge import merge

    take_in_leftovers(into)
    merged = merge(shards, into, read_clock())
    new = write_count(merged.new, "new article")
    write(f"{write_count(merged.databases, 'database')}: {new}, {merged.articles:,} in all -> {into}")
