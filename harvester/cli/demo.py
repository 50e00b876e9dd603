"""`harvester demo`: the demo portals harvested twice, and what came of what is planted in them."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from harvester.cli.terminal import write, write_pieces
from harvester.demo.made_up_units import load_demo_units
from harvester.demo.newsroom import Newsroom
from harvester.demo.server import FIXED_PORT, portals, serve
from harvester.demo.traps import DemoReport, list_traps
from harvester.errors import ConfigError
from harvester.store import Store
from harvester.store.reports.dump import read_table
from harvester.store.units import add_own_units
from harvester.suggestions import suggest_command
from harvester.wording import write_count

if TYPE_CHECKING:
    from harvester.crawling.run import Run, RunReport


@click.command("demo")
@click.option(
    "--db", default="demo.db", show_default=True, metavar="FILE", help="Where to; a demo's own file is made anew."
)
@click.option("--serve", "serve_only", is_flag=True, help=f"Only serve them, on port {FIXED_PORT} and the two behind.")
def command(db: str, serve_only: bool) -> None:
    """Serve three made-up portals from the package, harvest them twice, show what came of it.

    Nothing leaves this machine. The second harvest is that of the next day, by its own clock: the portals have
    published three more articles by then, and changed one.
    """
    if serve_only:
        serve_until_interrupted()
        return
    harvest_twice(db)


def serve_until_interrupted() -> None:
    """Serve the first edition on fixed ports: for `scrapy check`, and for whoever tries out a spider or a portal file.

    Raises:
        ConfigError: a port is taken.
    """
    from harvester.environment import read_clock

    try:
        server = serve(read_clock().date(), port=FIXED_PORT)
    except OSError as error:
        raise ConfigError(f"cannot listen on ports {FIXED_PORT} to {FIXED_PORT + 2}: {error.strerror}") from error
    with server:
        for name, url in server.portals.items():
            write(f"{name}: {url}")
        write("Ctrl-C ends it")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


def harvest_twice(db: str) -> None:
    """Carry out the two harvests, and show what came of them."""
    from harvester.cli.crawl import open_log, read_exit_code
    from harvester.cli.display import Display
    from harvester.crawling.process import run_plans
    from harvester.environment import read_clock
    from harvester.plan import Plan
    from harvester.portals import Portal

    path = Path(db)
    clear(path)
    now = read_clock()
    started = monotonic()
    with serve(now.date()) as server:
        files = tuple(Portal.model_validate(portal) for portal in portals(server))
        second = Plan(path, files, now, delay=0.0, arguments=("demo",))
        with Store.open(path) as store, store.transaction() as connection:
            add_own_units(connection, load_demo_units())
        plans = [replace(second, now=now - timedelta(days=1)), second]
        with Display(second, enabled=sys.stderr.isatty()) as display:
            started_runs: list[Run] = []

            def follow(run: Run) -> None:
                if started_runs:
                    server.publish_update()
                started_runs.append(run)
                display.watch(run)

            write("Three made-up portals are served on this machine and harvested twice ...\n")
            reports = run_plans(plans, log=open_log(path, now), on_open=follow).reports
        seconds = monotonic() - started
        if len(reports) < len(plans):
            sys.exit(read_exit_code(reports[-1]))
        show_runs(reports)
        surprises = show_traps(path, server.newsroom)
    show_next(path, seconds)
    sys.exit(1 if surprises or any(report.errors for report in reports) else 0)


def clear(path: Path) -> None:
    """Take away an earlier demo's database.

    Raises:
        ConfigError: for a file that is not one.
    """
    if not path.exists():
        return
    with Store.open(path, readonly=True) as store:
        real = [row["id"] for row in read_table(store.connection, "portals") if not is_loopback(row["url"])]
    if real:
        raise ConfigError(f"{str(path)!r} holds real portals ({real[0]}): name another file with --db")
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        name.unlink(missing_ok=True)


def is_loopback(url: str) -> bool:
    return url.startswith("http://127.0.0.1:")


def show_runs(reports: list[RunReport]) -> None:
    """Print what each harvest brought, portal by portal."""
    names = {portal.id: portal.name for portal in reports[0].facts.plan.portals}
    width = max(map(len, names.values()))
    for title, report in zip(("First harvest", "Second harvest, a day later"), reports, strict=True):
        write(title, bold=True)
        for portal, harvest in report.harvests.items():
            counts = {state: getattr(harvest, state) for state in ("new", "updated", "unchanged", "failed", "gone")}
            parts = [f"{count} {state}" for state, count in counts.items() if count]
            parts += [write_count(harvest.duplicates, "duplicate")] if harvest.duplicates else []
            pages = write_count(harvest.pages, "page")
            write(f"  {names[portal]:<{width}}  {pages:>9}: {', '.join(parts)}")
        write()


def show_traps(path: Path, newsroom: Newsroom) -> int:
    """What each planted trap came to; how many came to something else than they should."""
    with Store.open(path, readonly=True) as store:
        tables = {
            name: read_table(store.connection, name)
            for name in ("articles", "revisions", "urls", "similar", "images", "attachments")
        }
        addresses = read_table(store.connection, "article_urls")
    report = DemoReport(addresses=addresses, **tables)
    write("What was planted, and what came of it", bold=True)
    surprises = 0
    for trap in list_traps(newsroom):
        outcome = trap.check(report)
        surprises += not outcome.expected
        mark, color = ("✓", "green") if outcome.expected else ("✗", "red")
        write_pieces([(f"  {mark}", {"fg": color}), (f" {trap.planted}\n      {outcome.text}", {})])
    return surprises


def show_next(path: Path, seconds: float) -> None:
    """What to type next, as the program was called here."""
    write(f"\nDone in {seconds:.1f} s. Everything is in {path}. Next:")
    lines = (
        (suggest_command("search", "hoi", "nghi", database=path), "full text, with or without diacritics"),
        (suggest_command("inspect", database=path), "look around in Datasette"),
        (suggest_command("export", "csv", "--out", "demo-csv", database=path), "take it along as a dataset"),
        (suggest_command("portals", "list"), "the real portals; harvest one with: crawl ID"),
    )
    for text, meaning in lines:
        write(f"  {meaning}:\n    {text}")
