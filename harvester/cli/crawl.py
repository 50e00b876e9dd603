"""`harvester crawl`: which portals, how much of them, what is printed, and the exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from harvester.cli import INTERRUPTED
from harvester.cli.delay_option import Seconds
from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.portals_option import portals_option
from harvester.cli.province_option import filter_province, province_option, tell_no_portal
from harvester.cli.selection_options import Day, database_option
from harvester.cli.terminal import write
from harvester.environment import KEEP
from harvester.errors import ConfigError, HarvestError
from harvester.limits import KEPT_LOGS, SWEEP_DAYS
from harvester.portals import Portal
from harvester.portals.model import LEVELS
from harvester.statuses import SUCCESSES
from harvester.store.database import explain_place
from harvester.suggestions import suggest_command
from harvester.wording import write_count

if TYPE_CHECKING:
    from harvester.cli.display import Display
    from harvester.crawling.process import CrawlResult
    from harvester.crawling.run import RunReport
    from harvester.plan import Plan


@click.command("crawl")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "everything", is_flag=True, help="All portals; with --portals, all of that directory.")
@click.option("--level", type=click.Choice(LEVELS), help="Portals of this level.")
@province_option
@portals_option
@database_option
@click.option("--since", type=Day(), metavar="DATE", help="Nothing published before this day.")
@click.option("--limit", type=click.IntRange(1), help="Articles per portal at most.")
@click.option("--full", is_flag=True, help="Walk listings to their end and fetch what is known again.")
@click.option("--delay", type=Seconds(), help="Seconds between requests, for every portal.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    envvar=KEEP,
    metavar="DIR",
    help="Keep every answer in this folder, as WARC (HARVESTER_KEEP).",
)
@click.option("--files", is_flag=True, help="With --keep: also documents that articles offer, and the text of PDFs.")
@click.option(
    "--recheck-days",
    type=click.IntRange(0, 36_500),
    metavar="N",
    help="Look again at articles of the last N days, for every portal (default: 14, or what its file says).",
)
@click.option(
    "--sweep-days",
    type=click.IntRange(0, 36_500),
    metavar="N",
    default=SWEEP_DAYS,
    show_default=True,
    help="Look again at every article within N days of its last look, a few each night; 0: not at all.",
)
@click.option("--shard", metavar="I/N", help="Only the portals of one shard, by the plan beside the portal files.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that share the portals by server.",
)
@click.option(
    "--clock-is-right", "is_clock_right", is_flag=True, help="Run although the clock disagrees with all else."
)
@click.option("--quiet", is_flag=True, help="Print nothing when all is well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, and nothing else there.")
def command(
    ids: tuple[str, ...], everything: bool, level: str | None, province: str | None, directory: Path | None,
    db: str, since: date | None, limit: int | None, full: bool, delay: float | None, keep: Path | None,
    files: bool, recheck_days: int | None, sweep_days: int, shard: str | None, workers: int,
    is_clock_right: bool, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Harvest portals into the database.

    Exit code: 0 all well, 1 a portal needs attention or the disk is full (the rest is stored), 2 bad usage or
    configuration, 75 another run holds the database, 130 interrupted (what was found is stored).
    """
    if files and keep is None:
        raise ConfigError("--files needs a folder to keep them in: --keep DIR")
    if workers > 1:
        from harvester.jobs.worker_server import start_server

        start_server()  # first: what follows is imported here and there at the same time
    from harvester.environment import is_clock_given, read_clock
    from harvester.plan import Plan  # late: `--help` need not wait for it

    if shard is not None and directory is None:
        raise ConfigError("--shard needs the directory of portal files that all machines share: --portals DIR")
    packaged = shard is None  # a plan parts a directory's portals
    portals = choose(ids, everything=everything, level=level, province=province, directory=directory, packaged=packaged)
    if shard is not None and directory is not None:
        portals = choose_own(portals, shard, directory)
    plan = Plan(
        database=Path(db),
        portals=tuple(portals),
        now=read_clock(),
        since=since,
        limit=limit,
        full=full,
        delay=delay,
        arguments=tuple(sys.argv[1:]),
        keep=keep,
        files=files,
        recheck_days=recheck_days,
        sweep_days=sweep_days,
        is_clock_right=is_clock_right,
        is_clock_given=is_clock_given(),
    )
    sys.exit(crawl(plan, quiet=quiet, as_json=as_json, workers=workers))


def choose(
    ids: Sequence[str], *, everything: bool, level: str | None, province: str | None, directory: Path | None,
    packaged: bool = True,
) -> list[Portal]:  # fmt: skip
    """The portals that the command line asks for, of the packaged ones too unless they are left out.

    Raises:
        ConfigError: it asks for none.
    """
    from harvester.crawling.command import choose_portals
    from harvester.platforms import PLATFORMS
    from harvester.portals import load_portals

    if not (ids or everything or level or province):
        raise ConfigError(
            "name portals by id, filter with --level or --province, or say --all"
            f" (see: {suggest_command('portals', 'list', directory=directory)})"
        )
    only_own = not packaged or (directory is not None and everything and not ids)
    known = load_portals(directory, packaged=not only_own, platforms=set(PLATFORMS))
    if ids:
        return choose_portals(known, ids)
    chosen = [
        portal for portal in filter_province(known.values(), province)
        if level in (None, portal.level) and portal.status in ("active", "frozen")
    ]  # fmt: skip
    if not chosen:
        raise ConfigError(
            f"{tell_no_portal(province)} (see: {suggest_command('portals', 'list', directory=directory)})"
        )
    return chosen


def choose_own(portals: Sequence[Portal], shard: str, directory: Path) -> list[Portal]:
    """The portals of this machine's shard.

    Raises:
        ConfigError: the plan says nothing of one, or gives it none.
    """
    from harvester.portals.shards import Shard, choose_shard

    chosen = choose_shard(portals, Shard.parse(shard), directory)
    if not chosen:
        raise ConfigError(
            f"no portal falls to the shard {shard} (see: {suggest_command('shards', 'show', directory=directory)})"
        )
    return chosen


def crawl(plan: Plan, *, quiet: bool, as_json: bool, workers: int = 1) -> int:
    """Carry out a plan, show it, and answer the exit code."""
    from harvester.cli.display import Display

    started = monotonic()
    log = open_log(plan.database, plan.now)
    fresh = not log.exists()
    try:
        with Display(plan, enabled=sys.stderr.isatty() and not quiet) as display:
            result = carry_out(plan, workers, log, display)
    except HarvestError:  # no run, no log of one: else those of runs that found another at work push out the rest
        if fresh:
            with suppress(OSError):  # where nothing can be written, nothing was
                log.unlink()
        raise
    seconds = monotonic() - started
    [report] = result.reports
    if as_json:
        write(json.dumps(_describe(report, seconds), ensure_ascii=False))
    elif report.failure is None:
        _show(report, seconds, quiet=quiet)
    if result.log_failure is not None and report.failure is None:
        write(f"harvester: {result.log_failure}", err=True)
    for error in report.errors:
        write(f"harvester: the consistency check failed: {error}", err=True)
    return read_exit_code(report)


def carry_out(plan: Plan, workers: int, log: Path, display: Display) -> CrawlResult:
    """Carry out a plan in this process or by workers.

    Before it what the workers of a killed run have left is taken back.
    """
    if workers > 1:
        from harvester.jobs.workers import crawl_by_workers

        return crawl_by_workers(plan, workers, log=log, on_open=display.watch)
    from harvester.crawling.process import run_plans

    take_in_leftovers(plan.database)
    return run_plans([plan], log=log, on_open=display.watch)


def read_exit_code(report: RunReport) -> int:
    """Return the code that a run ends with. Raises what ended it early."""
    if report.failure is not None:
        raise report.failure
    if report.is_interrupted:
        return INTERRUPTED
    bad = any(harvest.status not in SUCCESSES for harvest in report.harvests.values())
    return 1 if report.errors or bad else 0


def open_log(database: Path, now: datetime) -> Path:
    """A log file for this run beside the database; the oldest beyond two months of them go."""
    directory = Path(f"{database}-logs")
    log = directory / f"run-{now:%Y%m%d-%H%M%S}.log"
    try:
        directory.mkdir(parents=False, exist_ok=True)
        for old in sorted({*directory.glob("run-*.log"), log})[:-KEPT_LOGS]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise explain_place(error, database) from error
    return log


def _describe(report: RunReport, seconds: float) -> dict[str, Any]:
    """Return what `--json` prints."""
    portals = {portal: asdict(harvest) for portal, harvest in report.harvests.items()}
    return {"run": report.facts.id, "seconds": round(seconds, 3), "portals": portals}


def _show(report: RunReport, seconds: float, *, quiet: bool) -> None:
    """A line for each portal that needs attention, and one for the whole."""
    for portal, harvest in report.harvests.items():
        if harvest.status != "ok":
            write(f"{portal}: {harvest.status}: {' '.join(str(harvest.reason).split())}", err=True)
    if quiet:
        return
    total = {
        name: sum(getattr(h, name) for h in report.harvests.values())
        for name in ("new", "updated", "unchanged", "duplicates", "pages")
    }
    write(
        f"{write_count(len(report.harvests), 'portal')}: {total['new']:,} new, {total['updated']:,} updated,"
        f" {total['unchanged']:,} unchanged, {write_count(total['duplicates'], 'duplicate')};"
        f" {write_count(total['pages'], 'page')} in {seconds:.1f} s -> {report.facts.plan.database}"
    )
