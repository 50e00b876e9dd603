"""`harvester portals list | show | check`: what is configured, and all errors of a directory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from harvester.cli.province_option import filter_province, province_option
from harvester.cli.terminal import write
from harvester.environment import PORTALS
from harvester.errors import ConfigError
from harvester.portals import Portal, check_directory, load_portals
from harvester.portals.model import LEVELS, STATUSES

directory_option = click.option(
    "--portals",
    "directory",
    type=click.Path(path_type=Path),
    envvar=PORTALS,
    help="A directory of portal files; the same id replaces a packaged one.",
)


@click.group("portals")
def command() -> None:
    """What portals are configured."""


def load(directory: Path | None) -> dict[str, Portal]:
    from harvester.platforms import PLATFORMS

    return load_portals(directory, platforms=set(PLATFORMS))


@command.command("list")
@directory_option
@click.option("--level", type=click.Choice(LEVELS), help="Portals of this level.")
@province_option
@click.option("--platform", help="Portals on this platform.")
@click.option("--status", type=click.Choice(STATUSES), help="Portals of this status.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_portals(
    directory: Path | None,
    level: str | None,
    province: str | None,
    platform: str | None,
    status: str | None,
    as_json: bool,
) -> None:
    """List portals, one a line."""
    wanted = {"level": level, "platform": platform, "status": status}
    if platform is not None:
        from harvester.platforms import find_platform

        find_platform(platform)  # which says so where there is none
    portals = [portal for portal in filter_province(load(directory).values(), province) if fits(portal, wanted)]
    if as_json:
        write(json.dumps([describe(portal) for portal in portals], ensure_ascii=False))
        return
    if not portals:
        write("no portal fits")
        return
    rows = [(p.id, p.level, p.province, p.platform or "-", p.status, p.url) for p in portals]
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    for row in rows:
        write(
            "  ".join([*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[5]])
        )
    write(f"{len(portals)} {'portal' if len(portals) == 1 else 'portals'}", err=True)


def fits(portal: Portal, wanted: dict[str, str | None]) -> bool:
    return all(
        value is None or (getattr(portal, name) or "").casefold() == value.casefold()
        for name, value in wanted.items()
    )


def describe(portal: Portal) -> dict[str, Any]:
    return portal.model_dump(mode="json", exclude_defaults=True) | {"status": portal.status}


@command.command("show")
@click.argument("portal_id", metavar="ID")
@directory_option
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
        raise ConfigError(f"{len(errors)} {'error' if len(errors) == 1 else 'errors'}; {tell_right(right)}")
    if not right:
        raise ConfigError(f"no portal files (*.toml) in {str(directory)!r}")
    write(tell_right(right))


def tell_right(count: int) -> str:
    return f"{count} {'file is' if count == 1 else 'files are'} right"
