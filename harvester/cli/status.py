"""`harvester status`: portals that need attention, why, the command that helps; `--strict` and its exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from harvester.cli.changes import show_changes
from harvester.cli.coverage_table import show_coverage
from harvester.cli.portal_commands import PortalCommands
from harvester.cli.portals_option import make_portals_option
from harvester.cli.province_option import tell_province
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write, write_wrapped
from harvester.errors import ConfigError
from harvester.statuses import HARVEST_STATUSES, find_colour
from harvester.store import Store
from harvester.store.reports.coverage import Month, read_coverage
from harvester.store.reports.disk_use import DiskUse, measure_disk_use
from harvester.store.reports.selection import Selection, find_portals
from harvester.store.reports.status import PortalStatus, read_status
from harvester.wording import ZONE, write_count, write_time

_NAMED = 6
"""So many portals that are well are named; more are counted."""


@click.command("status")
@database_option
@click.option("--portal", "portals", multiple=True, metavar="ID", help="Only this portal; may be given several times.")
@click.option("--province", "provinces", multiple=True, metavar="NAME", help="Only portals of this province.")
@click.option("--level", "levels", multiple=True, metavar="LEVEL", help="Only portals of this level, as commune.")
@make_portals_option("Where the files of portals are: for the commands that help.")
@click.option("--attention", is_flag=True, help="Only portals that need attention.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a portal needs attention.")
@click.option("--coverage", is_flag=True, help="Month by month what was found, stored, failed and undated.")
@click.option("--changes", is_flag=True, help="What portals changed or withdrew after publication, word by word.")
def command(
    db: str, portals: tuple[str, ...], provinces: tuple[str, ...], levels: tuple[str, ...], directory: Path | None,
    attention: bool, as_json: bool, strict: bool, coverage: bool, changes: bool,
) -> None:  # fmt: skip
    """What needs attention, why, and which command helps; the rest in one line.

    With a filter, each portal that is chosen has its figures. With --coverage a line for each portal and month tells
    months without news from those that nobody looked at.
    """
    if coverage and changes:
        raise ConfigError("--coverage and --changes are two answers: ask for one")
    for province in provinces:
        tell_province(province)
    selection = Selection(portals=portals, provinces=provinces, levels=levels)
    with Store.open(db, readonly=True) as store:
        if changes:
            show_changes(store, selection, as_json=as_json)
            return
        everything = read_status(store.connection)
        statuses = _choose(store, everything, selection, attention=attention)
        if not statuses and not as_json:
            write(tell_none(everything, attention=attention))
        elif coverage:
            tell_coverage(store, statuses, as_json=as_json)
        elif as_json:
            write(json.dumps([_describe(row) for row in statuses], ensure_ascii=False))
        else:
            commands = PortalCommands(store.connection, db, directory)
            disk = measure_disk_use(store.connection, store.real, sum(row.per_week for row in everything))
            _show(statuses, commands, disk, with_figures=selection != Selection())
    if strict and any(portal.needs_attention for portal in statuses):
        sys.exit(1)


def _choose(
    store: Store, everything: Iterable[PortalStatus], selection: Selection, *, attention: bool
) -> list[PortalStatus]:
    """Return how the portals stand that were asked for."""
    wanted = find_portals(selection, store.connection)
    return [
        row for row in everything
        if (wanted is None or row.portal in wanted) and (row.needs_attention or not attention)
    ]  # fmt: skip


def tell_none(everything: Sequence[PortalStatus], *, attention: bool) -> str:
    """Why no portal is shown."""
    if not everything:
        return "no portal has been harvested yet"
    return "no portal needs attention" if attention else "no portal fits"


def tell_coverage(store: Store, statuses: Sequence[PortalStatus], *, as_json: bool) -> None:
    """Print the months of these portals."""
    months = read_coverage(store.connection, {row.portal for row in statuses})
    if as_json:
        write(json.dumps([_describe(row) for row in months], ensure_ascii=False))
    else:
        show_coverage(months)


def _describe(row: PortalStatus | Month) -> dict[str, Any]:
    """A row as JSON has it: its fields, and what they come to."""
    derived = {"status": row.status} if isinstance(row, PortalStatus) else {"meaning": row.words}
    return asdict(row) | derived


def _show(portals: list[PortalStatus], commands: PortalCommands, disk: DiskUse, *, with_figures: bool) -> None:
    """What is wrong with whom and what helps, then the rest, then the disk."""
    wrong = [portal for portal in portals if portal.needs_attention]
    wrong.sort(key=lambda portal: -HARVEST_STATUSES[portal.status].gravity)
    for portal in wrong:
        show_trouble(portal, commands.suggest(portal))
    if with_figures:
        for portal in portals:
            show_figures(portal)
    elif len(wrong) < len(portals):
        write_wrapped(tell_rest([portal for portal in portals if not portal.needs_attention]))
    write_wrapped(tell_disk(disk))
    write_wrapped(f"{write_count(len(portals), 'portal')}, {len(wrong) or 'none'} in need of attention. Times: {ZONE}.")


def show_trouble(portal: PortalStatus, command: str) -> None:
    """A portal that needs attention, the reason, and the command that may help."""
    reason = (portal.harvest.reason if portal.harvest is not None else None) or "no reason was given"
    since = "never well so far" if portal.last_success is None else f"last well on {write_time(portal.last_success)}"
    write_wrapped(f"{portal.portal}: {portal.status}: {reason}; {since}", color=find_colour(portal.status))
    write(f"  {command}\n")


def show_figures(portal: PortalStatus) -> None:
    """A portal's figures in two or three lines."""
    kind = "" if portal.configured == "active" else f" ({portal.configured})"
    new = portal.harvest.new if portal.harvest is not None else 0
    figures = [f"{write_count(portal.articles, 'article')}, {new:,} new in the last run"]
    if portal.articles:
        undated = f"{tell_share(portal.undated_share)} undated" if portal.undated else "all dated"
        newest = "" if portal.newest is None else f", the newest of {write_time(portal.newest, 'day')}"
        figures += [f"{portal.per_week:.1f} a week, {undated}{newest}", f"lacking: {tell_missing(portal)}"]
    addresses = ", ".join(f"{portal.states.get(state, 0):,} {state}" for state in ("failed", "pending"))
    figures.append(f"addresses: {addresses}")
    if portal.harvest is not None and portal.harvest.reason and not portal.needs_attention:
        figures.append(portal.harvest.reason)
    write_wrapped(f"{portal.portal}{kind}: {portal.status}; {'; '.join(figures)}")


def tell_missing(portal: PortalStatus) -> str:
    """`lead 22 %, author 3 %`."""
    shares = sorted(portal.missing.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{field} {tell_share(share)}" for field, share in shares if share >= 0.01) or "nothing"


def tell_rest(portals: list[PortalStatus]) -> str:
    """The portals that need no attention, in one sentence."""
    names = ", ".join(name_portal(portal) for portal in portals[:_NAMED])
    more = f" and {write_count(len(portals) - _NAMED, 'other')}" if len(portals) > _NAMED else ""
    new = sum(portal.harvest.new for portal in portals if portal.harvest is not None)
    articles = write_count(sum(portal.articles for portal in portals), "article")
    last = max((portal.last_run for portal in portals if portal.last_run is not None), default=None)
    when = "" if last is None else f", last asked on {write_time(last)}"
    return f"No attention: {names}{more}: {articles}, {new:,} new in the last run{when}."


def name_portal(portal: PortalStatus) -> str:
    """A portal's id, with what is special about it."""
    special = portal.configured if portal.configured != "active" else portal.status if portal.status != "ok" else ""
    return f"{portal.portal} ({special})" if special else portal.portal


def tell_disk(disk: DiskUse) -> str:
    """What is used, and what a year adds."""
    parts = [f"database {write_size(disk.database)}", f"logs {write_size(disk.logs)}"]
    parts += [f"kept pages {write_size(disk.kept)} in {', '.join(disk.folders)}"] if disk.folders else []
    year = "too little has run to tell" if disk.a_year is None else f"about {write_size(disk.a_year)} at today's rate"
    return f"Disk: {', '.join(parts)}; what a year adds: {year}."


def write_size(size: int) -> str:
    """`12 kB`, `3.4 MB`, `1.2 GB`, in powers of a thousand."""
    if size >= 1e9:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def tell_share(share: float) -> str:
    """`12 %`; nothing but zero is shown as none."""
    return "-" if not share else "<1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %")
