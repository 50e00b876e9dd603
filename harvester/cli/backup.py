"""`harvester backup FILE`: the command alone; what makes the copy, and refuses to, is in store/copies.py."""

from __future__ import annotations

from pathlib import Path

import click

from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write
from harvester.store.copies import back_up
from harvester.wording import write_count


@click.command("backup")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@database_option
def command(target: Path, db: str) -> None:
    """Copy the database as it is at this moment, also while a run writes it, and check the copy.

    Nothing is written over: FILE must be a new name.
    """
    copy = back_up(Path(db), target)
    write(f"{write_count(copy.articles, 'article')}, {copy.size / 1e6:,.1f} MB → {target}")
