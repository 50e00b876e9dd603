"""`harvester portals list | show | check | rename | repair`: what is configured, and all errors of a directory."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harvester.cli import CommandGroup, portal_list, portal_rename, repair
from harvester.cli.portal_list import load
from harvester.cli.portals_option import portals_option
from harvester.cli.terminal import write
from harvester.errors import ConfigError
from harvester.portals import check_directory
from harvester.wording import write_count


@click.group("portals", cls=CommandGroup)
def command() -> None:
    """What portals are configured."""


@command.command("show")
@click.argument("portal_id", metavar="ID")
@portals_option
def show(portal_id: str, directory: Path | None) -> None:
    """Everything that is configured of one portal, as JSON."""
    from harvester.crawling.command import choose_portals

    [portal] = choose_portals(load(directory), [portal_id])
    write(json.dumps(portal.model_dump(mode="json"), ensure_ascii=False, indent=2))


@command.command("check")
@click.argument("directory", type=click.Path(path_type=Path), required=False)
def check(directory: Path | None) -> None:
    """Validate the portal files of DIRECTORY, or the packaged ones: all errors at once."""
    from harvester.platforms import PLATFORMS

    right, errors = check_directory(directory, platforms=set(PLATFORMS))
    for error in errors:
        write(error, err=True)
    if errors:
        raise ConfigError(f"{write_count(len(errors), 'error')}; {tell_right(right)}")
    if not right:
        raise ConfigError(f"no portal files (*.toml) in {str(directory)!r}")
    write(tell_right(right))


command.add_command(portal_list.command)
command.add_command(portal_rename.command)
command.add_command(repair.command)


def tell_right(count: int) -> str:
    return f"{write_count(count, 'file')} {'is' if count == 1 else 'are'} right"
