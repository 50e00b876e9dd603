"""`harvester shards plan | show`: which portal falls to which machine."""

from __future__ import annotations

from pathlib import Path

import click

from harvester.cli import CommandGroup
from harvester.cli.portals_option import make_portals_option
from harvester.cli.terminal import write
from harvester.errors import ConfigError
from harvester.portals.shards import FILE, MOST, ShardPlan, plan_shards, read_plan, write_plan
from harvester.wording import write_count

shared_portals_option = make_portals_option("The directory of portal files that all machines share.")


@click.group("shards", cls=CommandGroup)
def command() -> None:
    """Part a directory of portals among several machines."""


@command.command("plan")
@click.argument("count", type=click.IntRange(1, MOST), metavar="N")
@shared_portals_option
def plan(count: int, directory: Path | None) -> None:
    """Write which portal falls to which of N shards, by server, to shards.toml beside the portal files.

    Planned again with the same N, portals stay where they are, and new ones are placed.
    """
    from harvester.jobs.sharding import find_servers, list_unresolved  # late: `--help` need not wait
    from harvester.platforms import PLATFORMS
    from harvester.portals import load_portals

    directory = require(directory)
    portals = load_portals(directory, packaged=False, platforms=set(PLATFORMS))
    if not portals:
        raise ConfigError(f"no portal files in {str(directory)!r}")
    earlier = read_plan(directory) if (directory / FILE).exists() else None
    servers = find_servers(portals.values())
    made = plan_shards(servers, count, earlier)
    write_plan(directory, made)
    show_counts(made)
    if unresolved := list_unresolved(portals.values(), servers):
        write(f"without an address now, and placed by their hosts: {' '.join(unresolved)}", err=True)


@command.command("show")
@shared_portals_option
def show(directory: Path | None) -> None:
    """Show the portals of each shard."""
    made = read_plan(require(directory))
    for shard in range(1, made.count + 1):
        write(f"{shard}/{made.count}: {' '.join(made.list_portals(shard)) or '-'}")


def require(directory: Path | None) -> Path:
    if directory is None:
        raise ConfigError("name the directory of portal files: --portals DIR")
    if not directory.is_dir():
        raise ConfigError(f"no such directory of portal files: {str(directory)!r}")
    return directory


def show_counts(made: ShardPlan) -> None:
    for shard in range(1, made.count + 1):
        write(f"{shard}/{made.count}: {write_count(len(made.list_portals(shard)), 'portal')}")
