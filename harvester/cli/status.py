"""`harvester status`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from harvester.cli.selection import database_option
from harvester.store import Store
from harvester.store.runs import PortalStatus, read_status

STYLES = {
    "ok": "green",
    "partial": "yellow",
    "silent": "yellow",
    "blocked": "red",
    "unreachable": "red",
    "broken": "red",
}


@click.command("status")
@database_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def command(db: str, as_json: bool) -> None:
    """Portal by portal: last run, new, failing, silent, blocked."""
    with Store.open(db, readonly=True) as store:
        portals = read_status(store.connection)
    if as_json:
        click.echo(json.dumps([asdict(portal) for portal in portals], ensure_ascii=False))
        return
    if not portals:
        click.echo("no portal has been harvested yet")
        return
    show(portals)


def show(portals: list[PortalStatus]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name, justify in (
        ("portal", "left"), ("status", "left"), ("last run", "left"), ("last success", "left"), ("articles", "right"),
        ("new", "right"), ("failed", "right"), ("pending", "right"), ("undated", "right"), ("newest", "left"),
    ):  # fmt: skip
        table.add_column(name, justify="right" if justify == "right" else "left", no_wrap=name != "portal")
    for portal in portals:
        harvest = portal.harvest
        status = harvest.status if harvest is not None else "never"
        table.add_row(
            portal.portal, f"[{STYLES.get(status, 'dim')}]{status}[/]",
            minute(portal.last_run), minute(portal.last_success),
            f"{portal.articles:,}", f"{harvest.new if harvest else 0:,}", f"{portal.states.get('failed', 0):,}",
            f"{portal.states.get('pending', 0):,}", f"{portal.undated:,}", (portal.newest or "-")[:10],
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    for portal in portals:
        if portal.harvest is not None and portal.harvest.reason:
            click.echo(f"{portal.portal}: {portal.harvest.status}: {portal.harvest.reason}")


def minute(time: str | None) -> str:
    return "-" if time is None else time[:16].replace("T", " ")
