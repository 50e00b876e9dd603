"""Running plans in this process, one after the other, on one reactor."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from harvester.crawling.log import RunLog
from harvester.crawling.run import Run, RunReport
from harvester.errors import HarvestError, RunInterrupted
from harvester.plan import Plan

COLLECTED_AFTER = (20_000, 20, 20)
"""Objects that are made before the garbage collector looks through them, and how often it looks at older ones;
default 700, 10, 10: a page makes thousands, and all but a few die with it, without the collector."""

_Opened = Callable[[Run], None]


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """The reports of the runs that ended, in order; and why part of their log is missing, if it is."""

    reports: list[RunReport]
    log_failure: str | None


class LeavingProcess(AsyncCrawlerProcess):
    """Scrapy's process, which on SIGTERM and Ctrl-C waits for no page that is under way."""

    is_left = False
    """Whether it got such a signal."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        leave_unmade(settings)  # it has put the levels back

    async def stop(self) -> None:
        """End all crawls."""
        self.is_left = True
        for crawler in self.crawlers:
            run = crawler.get_extension(Run)
            if run is not None:
                run.shutdown.leave()
        await super().stop()


class PlanSequence:
    """Crawls that follow one another. A failure to begin, or an early end, is the last of them."""

    def __init__(self, process: AsyncCrawlerProcess, settings: Settings, on_open: _Opened) -> None:
        self.process = process
        self.settings = settings
        self.on_open = on_open
        self.runs: list[Run] = []
        self.failure: BaseException | None = None

    def begin(self, plans: Sequence[Plan]) -> None:
        """Begin the first of these plans; the others follow when it has ended."""
        if not plans:
            return
        own = self.settings.copy()
        own.set("HARVEST_PLAN", plans[0], priority="cmdline")
        crawler = Crawler(self.process.spider_loader.load("portal"), own, init_reactor=False)
        crawler.signals.connect(lambda: self.note(crawler), signal=signals.spider_opened, weak=False)
        task = self.process.crawl(crawler)
        task.add_done_callback(lambda done: self.go_on(done, plans[1:]))

    def note(self, crawler: Crawler) -> None:
        """A run has begun."""
        run = crawler.get_extension(Run)
        assert run is not None
        self.runs.append(run)
        spare_what_stays()
        self.on_open(run)

    def go_on(self, done: asyncio.Task[None], plans: Sequence[Plan]) -> None:
        """A run has ended: begin the next, unless it ended early."""
        self.failure = done.exception()
        if self.failure is None and self.runs and not self.runs[-1].shutdown.is_early:
            self.begin(plans)


def run_plans(plans: Sequence[Plan], *, log: Path | None, on_open: _Opened = lambda run: None) -> CrawlResult:
    """Carry out plans in order. Can be called once in a process, since a reactor cannot be started twice.

    Args:
        plans: What to do; all of one database.
        log: The file that everything is logged to; None logs to standard error.
        on_open: Called with each run as it starts.

    Returns:
        The reports; what ended a run early is its `failure`, and it is the last.

    Raises:
        HarvestError: a run could not begin, or did not come to its end.
        RunInterrupted: it was asked to end before it had begun.
    """
    gc.disable()  # until the first run has what stays; where none begins, the process ends
    settings = Settings()
    settings.setmodule("harvester.settings", priority="project")
    writer = set_up_log(settings, log, plans[0].database)
    process = LeavingProcess(settings)
    sequence = PlanSequence(process, settings, on_open)
    sequence.begin(plans)
    process.start(stop_after_crawl=True)
    if sequence.failure is not None:
        raise sequence.failure
    reports = [run.report for run in sequence.runs if run.report is not None]
    if not reports and process.is_left:
        raise RunInterrupted("interrupted before the run had begun")
    if not reports or len(reports) < len(sequence.runs):
        raise HarvestError("the run ended before it had begun or was checked: see the log")
    return CrawlResult(reports, None if writer is None else writer.describe_failure())


def set_up_log(settings: Settings, log: Path | None, database: Path) -> RunLog | None:
    """Have everything logged to this file, or to standard error where there is none."""
    from scrapy.utils.log import configure_logging

    writer = None if log is None else RunLog(log, database=database, settings=settings)
    if writer is not None:
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
        logging.root.addHandler(writer)
    configure_logging(settings)
    leave_unmade(settings)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # it stands
    return writer


def leave_unmade(settings: Settings) -> None:
    """Have no log record made that no handler takes: of Scrapy's there are two a page."""
    for name in (None, "scrapy"):
        logging.getLogger(name).setLevel(settings.get("LOG_LEVEL"))


def spare_what_stays() -> None:
    """Let the garbage collector pass over modules, classes and settings, and look less often."""
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    gc.enable()
