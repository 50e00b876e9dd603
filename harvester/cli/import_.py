"""`harvester import SOURCE…`: articles from WARC files and web archives."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from harvester.cli.crawl import open_log
from harvester.cli.engine_options import engine_option, jobs_option, refuse_both
from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.portals_option import make_portals_option
from harvester.cli.selection_options import Day, database_option
from harvester.cli.terminal import write
from harvester.errors import ConfigError
from harvester.portals import Portal
from harvester.wording import write_count


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--portal", "ids", multiple=True, metavar="ID", help="Only this portal; may be given more than once.")
@make_portals_option("A directory of portal files; only those are imported unless --portal names others.")
@database_option
@click.option("--since", type=Day(), metavar="DATE", help="Only what was captured on that day or later.")
@click.option("--until", type=Day(), metavar="DATE", help="Only what was captured on that day or earlier.")
@click.option(
    "--limit", type=click.IntRange(1), help="Captures that are read in this run; the next goes on from there."
)
@jobs_option
@engine_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, and nothing else there.")
def command(
    sources: tuple[str, ...], ids: tuple[str, ...], directory: Path | None, db: str, since: date | None,
    until: date | None, limit: int | None, jobs: int, engine: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Harvest archives: WARC, WACZ, folders of them, or the index of a web archive.

    SOURCE is a file or folder, cdx+http://HOST/COLLECTION for a CDX server as pywb's and Common Crawl's, or
    ia+https://HOST for one as the Internet Archive's. Interrupted, it goes on where it stopped; run again, it adds
    nothing.

    Exit code: 0 done, 1 an archive asks to be left alone, is damaged or does not answer (what was read is stored),
    2 bad usage or configuration, 75 another run holds the database,
    130 interrupted.
    """
    from harvester.environment import read_clock  # late: `--help` need not wait for Scrapy
    from harvester.jobs.archive_import import ImportPlan, import_archives
    from harvester.jobs.import_index import Period
    from harvester.plan import Plan

    refuse_both(jobs, engine)
    if limit is not None and (jobs > 1 or engine is not None):
        raise ConfigError("--limit bounds what one process reads page by page: leave --jobs and --engine out")
    portals = _choose(ids, directory, sources)
    plan = Plan(Path(db), tuple(portals), read_clock(), arguments=tuple(sys.argv[1:]))
    log_to(plan)
    take_in_leftovers(plan.database)
    imported = import_archives(ImportPlan(plan, sources, Period(since, until), limit, jobs, engine))
    if as_json:
        write(json.dumps({"run": imported.run, **imported.counts.describe()}, ensure_ascii=False))
    else:
        _show(imported.counts.describe())
    if imported.failure is not None:
        raise imported.failure


def _choose(ids: tuple[str, ...], directory: Path | None, sources: tuple[str, ...]) -> list[Portal]:
    """The portals whose captures are wanted.

    Raises:
        ConfigError: an index would be asked for all there are.
    """
    from harvester.crawling.command import choose_portals
    from harvester.jobs.import_sources import is_index
    from harvester.platforms import PLATFORMS
    from harvester.portals import load_portals

    known = load_portals(directory, packaged=directory is None or bool(ids), platforms=set(PLATFORMS))
    if ids:
        return choose_portals(known, list(ids))
    if directory is None and any(is_index(source) for source in sources):
        raise ConfigError("name the portals that an index is asked for: --portal ID or --portals DIR")
    return list(known.values())


def log_to(plan: Any) -> None:
    """Have everything logged to a file beside the database, as a crawl's."""
    from scrapy.settings import Settings

    from harvester.crawling.process import set_up_log

    settings = Settings()
    settings.setmodule("harvester.settings", priority="project")
    set_up_log(settings, open_log(plan.database, plan.now), plan.database)


def _show(counts: dict[str, Any]) -> None:
    """What came of it, and why the rest was passed over."""
    told = ", ".join(f"{counts[name]:,} {name}" for name in ("new", "updated", "earlier", "unchanged", "failed"))
    articles = f"{write_count(counts['articles'], 'capture')} of articles"
    write(f"{write_count(counts['records'], 'record')}, {articles}: {told}")
    for reason, count in counts["skipped"].items():
        write(f"  {count:,} skipped: {reason}")
