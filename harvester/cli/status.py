"""`harvester status`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from typing import Any

import click

from harvester.cli.changes import show_changes
from harvester.cli.selection_options import database_option
from harvester.errors import ConfigError
from harvester.statuses import find_colour
from harvester.store import Store
from harvester.store.reports.coverage import Month, read_coverage
from harvester.store.reports.selection import Selection, find_portals
from harvester.store.reports.status import PortalStatus, read_status

WIDE = 130
"""Columns of a terminal from which on the lesser columns are shown too."""
FILE_WIDTH = 160
"""Columns where the output goes to no terminal."""


@click.command("status")
@database_option
@click.option("--portal", "portals", multiple=True, metavar="ID", help="Only this portal; may be given several times.")
@click.option("--province", "provinces", multiple=True, metavar="NAME", help="Only portals of this province.")
@click.option("--level", "levels", multiple=True, metavar="LEVEL", help="Only portals of this level, as commune.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a portal needs attention.")
@click.option("--coverage", is_flag=True, help="Month by month what was found, stored, failed and undated.")
@click.option("--changes", is_flag=True, help="What portals changed or withdrew after publication, word by word.")
def command(
    db: str, portals: tuple[str, ...], provinces: tuple[str, ...], levels: tuple[str, ...],
    as_json: bool, strict: bool, coverage: bool, changes: bool,
) -> None:  # fmt: skip
    """Portal by portal: last success, new, rate, missing fields, and what is wrong.

    With --coverage a line for each portal and month, which tells months without news from those that nobody
    looked at.
    """
    if coverage and changes:
        raise ConfigError("--coverage and --changes are two answers: ask for one")
    selection = Selection(portals=portals, provinces=provinces, levels=levels)
    with Store.open(db, readonly=True) as store:
        if changes:
            show_changes(store, selection, as_json=as_json)
            return
        wanted = find_portals(selection, store.connection)
        statuses = [row for row in read_status(store.connection) if wanted is None or row.portal in wanted]
        months = read_coverage(store.connection) if coverage else []
    months = [month for month in months if wanted is None or month.portal in wanted]
    if as_json:
        click.echo(json.dumps([describe(row) for row in (months if coverage else statuses)], ensure_ascii=False))
    elif not statuses:
        click.echo("no portal has been harvested yet")
    elif coverage:
        show_coverage(months)
    else:
        show(statuses)
    if strict and any(portal.needs_attention for portal in statuses):
        sys.exit(1)


def describe(row: PortalStatus | Month) -> dict[str, Any]:
    """A row as JSON has it: its fields, and what they come to."""
    derived = {"status": row.status} if isinstance(row, PortalStatus) else {"meaning": row.words}
    return asdict(row) | derived


def make_console() -> Any:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else FILE_WIDTH, highlight=False)


def make_table(*columns: str) -> Any:
    """A table without lines. A column whose name begins with `>` is aligned right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        justify: Any = "right" if name.startswith(">") else "left"
        table.add_column(name.lstrip(">"), justify=justify, no_wrap=name != "lacking")
    return table


def show(portals: list[PortalStatus]) -> None:
    """The table, and below it in words what is wrong with whom."""
    from rich.padding import Padding
    from rich.text import Text

    console = make_console()
    wide = console.width >= WIDE
    lesser = ("newest", ">failed", ">pending") if wide else ()
    table = make_table(
        "portal", "status", "last success", *lesser[:1], ">articles", ">new", ">a week", *lesser[1:], ">undated",
        "lacking",
    )  # fmt: skip
    for portal in portals:
        table.add_row(*list_cells(portal, wide=wide))
    console.print(table)
    wrong = [portal for portal in portals if portal.needs_attention]
    for portal in wrong:
        reason = portal.harvest.reason if portal.harvest is not None else None
        console.print()
        console.print(Text.assemble((portal.portal, "bold"), ": ", (portal.status, find_colour(portal.status) or "")))
        console.print(Padding(Text(reason or "no reason was given"), (0, 0, 0, 2), expand=False))
    noun = "portal" if len(portals) == 1 else "portals"
    console.print(f"\n{len(portals)} {noun}, {len(wrong) or 'none'} in need of attention")


def list_cells(portal: PortalStatus, *, wide: bool) -> list[Any]:
    """A portal's cells, in the order of the columns."""
    from rich.text import Text

    name = portal.portal if portal.configured == "active" else f"{portal.portal} ({portal.configured})"
    shares = sorted(portal.missing.items(), key=lambda pair: -pair[1])
    lacking = ", ".join(f"{field} {tell_share(share)}" for field, share in shares if share >= 0.01)
    return [
        Text(name),
        Text(portal.status, style=find_colour(portal.status) or "dim"),
        tell_time(portal.last_success, minutes=wide),
        *([(portal.newest or "-")[:10]] if wide else []),
        f"{portal.articles:,}",
        f"{portal.harvest.new if portal.harvest else 0:,}",
        f"{portal.per_week:.1f}",
        *(f"{portal.states.get(state, 0):,}" for state in ("failed", "pending") if wide),
        tell_share(portal.undated_share),
        Text(lacking or "-"),
    ]


def show_coverage(months: list[Month]) -> None:
    """A line a month; months in a row that are empty for the same reason share one."""
    table = make_table("portal", "month", ">found", ">stored", ">failed", ">undated", "")
    for portal, own in groupby(months, key=lambda month: month.portal):
        name = portal
        for rows in fold(own):
            first, last = rows[0], rows[-1]
            span = first.month if first is last else f"{first.month} to {last.month}"
            counts = [f"{count:,}" if first.found else "-" for count in
                      (first.found, first.stored, first.failed, first.undated)]  # fmt: skip
            style = "" if first.found else "dim" if first.collected else "yellow"
            table.add_row(name, span, *counts, first.words, style=style)
            name = ""
    make_console().print(table)


def fold(months: Iterable[Month]) -> list[list[Month]]:
    """Months one by one, and empty ones in a row of the same meaning together."""
    groups: list[list[Month]] = []
    for month in months:
        if groups and not month.found and not groups[-1][0].found and groups[-1][0].collected == month.collected:
            groups[-1].append(month)
        else:
            groups.append([month])
    return groups


def tell_time(time: str | None, *, minutes: bool = True) -> str:
    """`2026-03-07 02:00`."""
    return "-" if time is None else time[: 16 if minutes else 10].replace("T", " ")


def tell_share(share: float) -> str:
    """`12 %`; nothing but zero is shown as none."""
    return "-" if not share else "<1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %")
