"""`harvester check`: is the database sound, and what can be read of a damaged one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write
from harvester.errors import ConfigError
from harvester.store.recovery.rebuild import recover
from harvester.store.soundness import check_database
from harvester.suggestions import suggest_command
from harvester.wording import write_count


@click.command("check")
@database_option
@click.option("--full", is_flag=True, help="Look at every page, value, reference, the full text and kept pages.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the kept pages are, if no longer where they were kept.",
)
@click.option(
    "--recover",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write all that can be read into a new database.",
)
def command(db: str, full: bool, keep: Path | None, target: Path | None) -> None:
    """Say whether the database is sound: quickly in seconds, in full with --full.

    Exit code: 0 it is sound, 1 something is damaged and is named, 2 it is no harvester's database.
    """
    if target is None:
        sys.exit(show_soundness(Path(db), full=full, keep=keep))
    if full or keep is not None:
        raise ConfigError("--recover reads whatever can be read: leave out --full and --keep")
    sys.exit(show_recovery(Path(db), target))


def show_soundness(database: Path, *, full: bool, keep: Path | None) -> int:
    """Print what is wrong, a line each; the exit code."""
    found = check_database(database, full=full, keep=keep)
    for line in found.damage:
        write(line)
    for line in found.unseen:
        write(line, err=True)
    if not found.damage:
        write(f"{database}: no damage found")
        return 0
    command = suggest_command("check", "--recover", f"{database.stem}-recovered.db", database=database)
    write(f"{command} saves what can be read", err=True)
    return 1


def show_recovery(database: Path, target: Path) -> int:
    """Print what was read and what was not; the exit code."""
    found = recover(database, target)
    for line in found.describe():
        write(line)
    articles = found.rows["articles"]
    others = write_count(found.rows.total() - articles, "other row")
    write(f"{write_count(articles, 'article')} and {others} → {target}", err=True)
    return 1 if found.describe() else 0
