"""Running plans in this process, one after the other, on one reactor."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from harvester.crawling.log import RunLog
from harvester.crawling.plan import Plan
from harvester.crawling.run import Run
from harvester.errors import HarvestError

COLLECTED_AFTER = (20_000, 20, 20)
"""Objects that are made before the garbage collector looks through them, and how often it looks at older ones;
default 700, 10, 10: a page makes thousands, and all but a few die with it, without the collector."""

Opened = Callable[[Run], None]


def run_plans(plans: Sequence[Plan], *, log: Path | None, on_open: Opened = lambda run: None) -> list[Run]:
    """Carry out plans in order; the runs, finished. `on_open` is told of each run as it starts.

    `log` is the file that everything is logged to; None logs to standard error. Can be called once in a
    process, since a reactor cannot be started twice. Raises what a run could not begin for; what ended one early
    is its `failure`, and the last of the runs.
    """
    gc.disable()  # until the first run has what stays; where none begins, the process ends
    settings = Settings()
    settings.setmodule("harvester.settings", priority="project")
    writer = set_up_log(settings, log, plans[0].database)
    process = AsyncCrawlerProcess(settings)
    runs: list[Run] = []
    failures: list[BaseException] = []

    def begin(rest: Sequence[Plan]) -> None:
        if not rest:
            return
        own = settings.copy()
        own.set("HARVEST_PLAN", rest[0], priority="cmdline")
        crawler = Crawler(process.spider_loader.load("portal"), own, init_reactor=False)
        crawler.signals.connect(lambda: note(crawler), signal=signals.spider_opened, weak=False)
        task = process.crawl(crawler)
        task.add_done_callback(lambda done: go_on(done.exception(), rest[1:]))

    def note(crawler: Crawler) -> None:
        run = crawler.get_extension(Run)
        assert run is not None
        runs.append(run)
        spare_what_stays()
        on_open(run)

    def go_on(failure: BaseException | None, rest: Sequence[Plan]) -> None:
        if failure is not None:
            failures.append(failure)
        elif runs and not runs[-1].is_cut:
            begin(rest)

    begin(plans)
    process.start(stop_after_crawl=True)
    if failures:
        raise failures[0]
    unfinished = [run for run in runs if not run.finished]
    if writer is not None and writer.failure is not None:
        for run in runs:
            run.log_failure = f"cannot write the log {str(log)!r}: {writer.failure.strerror}"
    if unfinished or not runs:
        raise HarvestError("the run ended before it had begun or closed its books: see the log")
    return runs


def set_up_log(settings: Settings, log: Path | None, database: Path) -> RunLog | None:
    """Have everything logged to this file, or to standard error where there is none."""
    from scrapy.utils.log import configure_logging

    writer = None if log is None else RunLog(log, database=database, settings=settings)
    if writer is not None:
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
        logging.root.addHandler(writer)
    configure_logging(settings)
    for name in (None, "scrapy"):  # what no handler takes is not made: two lines a page
        logging.getLogger(name).setLevel(settings.get("LOG_LEVEL"))
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # it stands
    return writer


def spare_what_stays() -> None:
    """Let the garbage collector pass over modules, classes and settings, and look less often."""
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    gc.enable()
