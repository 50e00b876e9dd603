"""`harvester portals list`: what is configured, what was harvested, and what is no longer configured."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvester.cli.portals_option import portals_option
from harvester.cli.province_option import filter_province, province_option, tell_no_portal
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import read_width, write, write_wrapped
from harvester.places.provinces import choose_province, matches_province
from harvester.portals import Portal, load_portals
from harvester.portals.model import LEVELS, STATUSES
from harvester.wording import write_count, write_time

if TYPE_CHECKING:
    from harvester.store.reports.harvests import Harvested


def load(directory: Path | None) -> dict[str, Portal]:
    from harvester.platforms import PLATFORMS

    return load_portals(directory, platforms=set(PLATFORMS))


@click.command("list")
@portals_option
@click.option("--level", type=click.Choice(LEVELS), help="Portals of this level.")
@province_option
@click.option("--platform", help="Portals on this platform.")
@click.option("--status", type=click.Choice(STATUSES), help="Portals of this status.")
@database_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def command(
    directory: Path | None, level: str | None, province: str | None, platform: str | None, status: str | None, db: str,
    as_json: bool,
) -> None:  # fmt: skip
    """List portals, one a line: what is configured, and since when the database has it.

    Portals of the database that are no longer configured follow: their articles stay.
    """
    wanted = {"level": level, "platform": platform, "status": status}
    if platform is not None:
        from harvester.platforms import find_platform

        find_platform(platform)  # which says so where there is none
    configured = load(directory)
    harvested = read_harvested(db)
    portals = [portal for portal in filter_province(configured.values(), province) if fits(portal, wanted)]
    left = [one for one in find_left(configured, harvested, province) if status is None and fits(one, wanted)]
    if as_json:
        found = [_describe(portal) | describe_harvest(harvested.get(portal.id)) for portal in portals]
        found += [describe_left(one, configured) for one in left]
        write(json.dumps(found, ensure_ascii=False))
        return
    if not portals and not left:
        write(tell_no_portal(province))
        return
    show_configured(portals, harvested)
    show_left(left, configured)
    taken = sum(portal.id in harvested for portal in portals)
    gone = f", {len(left):,} no longer configured" if left else ""
    write(f"{write_count(len(portals), 'portal')}, {taken:,} harvested{gone}", err=True)


def read_harvested(db: str) -> dict[str, Harvested]:
    """The portals of the database; none where there is no database yet."""
    from harvester.store import Store
    from harvester.store.reports.harvests import list_harvested

    if not Path(db).exists():
        return {}
    with Store.open(db, readonly=True) as store:
        return list_harvested(store.connection)


def find_left(
    configured: Mapping[str, Portal], harvested: Mapping[str, Harvested], province: str | None
) -> list[Harvested]:
    """The portals that the database has and no file names."""
    choice = None if province is None else choose_province(province)
    return [
        one for one in harvested.values()
        if one.portal not in configured and (province is None or matches_province(choice, province, one.province))
    ]  # fmt: skip


def show_configured(portals: Sequence[Portal], harvested: Mapping[str, Harvested]) -> None:
    """A line for each portal that is configured, in columns; two on a terminal that is too narrow for that."""
    rows = [
        (p.id, p.level, p.province, p.platform or "-", p.status, tell_since(harvested.get(p.id)), p.url)
        for p in portals
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(7)] if rows else []
    is_narrow = sys.stdout.isatty() and sum(widths) + 2 * 6 > read_width()
    for row in rows:
        if is_narrow:
            _show_narrow(row, widths)
        else:
            write("  ".join([*(text.ljust(width) for text, width in zip(row[:6], widths, strict=False)), row[6]]))


def _show_narrow(row: Sequence[str], widths: Sequence[int]) -> None:
    """Whose portal it is on the first line, and how it is harvested on the second."""
    write("  ".join(text.ljust(width) for text, width in zip(row[:3], widths, strict=False)).rstrip())
    platform, status, since, url = row[3:]
    write_wrapped(", ".join(text for text in (platform, status, since, url) if text != "-"), head="    ", indent=4)


def tell_since(harvested: Harvested | None) -> str:
    """`since 7 March 2026`; `-` for a portal that no run has asked yet."""
    return "-" if harvested is None or harvested.first is None else f"since {write_time(harvested.first, 'day')}"


def show_left(left: Sequence[Harvested], configured: Mapping[str, Portal]) -> None:
    """The portals that are no longer configured, and what one is called now."""
    if left:
        write("\nNo longer configured; what was harvested stays", bold=True)
    for one in left:
        when = f"{tell_since(one)}, last on {write_time(one.last, 'day')}" if one.last else "imported"
        now = find_successor(one.portal, configured)
        called = f"; now {now}" if now is not None else ""
        write_wrapped(f"{one.portal}: {when}, {write_count(one.articles, 'article')}, {one.url}{called}")


def find_successor(portal: str, configured: Mapping[str, Portal]) -> str | None:
    """The portal whose file says that it was called so formerly."""
    return next((one.id for one in configured.values() if portal in one.formerly), None)


def describe_harvest(harvested: Harvested | None) -> dict[str, Any]:
    """What the database has of a portal that is configured."""
    return {
        "is_configured": True,
        "harvested_since": None if harvested is None else harvested.first,
        "articles": 0 if harvested is None else harvested.articles,
    }


def describe_left(one: Harvested, configured: Mapping[str, Portal]) -> dict[str, Any]:
    """A portal that is no longer configured."""
    told = {"id": one.portal, "name": one.name, "level": one.level, "province": one.province, "url": one.url}
    found = {"is_configured": False, "harvested_since": one.first, "last_run": one.last, "articles": one.articles}
    return told | found | {"now": find_successor(one.portal, configured)}


def fits(portal: Portal | Harvested, wanted: dict[str, str | None]) -> bool:
    """Whether a portal is of the level, platform and status that are wanted."""
    return all(
        value is None or (getattr(portal, name, None) or "").casefold() == value.casefold()
        for name, value in wanted.items()
    )


def _describe(portal: Portal) -> dict[str, Any]:
    return portal.model_dump(mode="json", exclude_defaults=True) | {"status": portal.status}
