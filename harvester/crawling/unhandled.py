"""What Scrapy swallows: exceptions in callbacks and pipelines, and dropped items. Each ends its address."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.crawling.run import Run
from harvester.errors import HarvestError
from harvester.items import Ending
from harvester.loading.fetch_results import write_ending
from harvester.urls import make_key

logger = logging.getLogger(__name__)


class Watch:
    """An extension that writes the endings nobody else would."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        watch = cls(crawler)
        crawler.signals.connect(watch.end_after_spider, signal=signals.spider_error)
        crawler.signals.connect(watch.end_after_pipeline, signal=signals.item_error)
        crawler.signals.connect(watch.end_dropped, signal=signals.item_dropped)
        return watch

    @property
    def run(self) -> Run:
        """Late: extensions cannot ask for one another while they are made."""
        run = self.crawler.get_extension(Run)
        if run is None:
            raise HarvestError("the extension harvester.crawling.run.Run is not enabled")
        return run

    def end_after_spider(self, failure: Failure, response: Response | None) -> None:
        """A callback raised: a fault of ours, on this page."""
        if response is not None:
            self.end(response.meta["address"].fetch_url, "failed", describe(failure), response.status)

    def end_after_pipeline(self, item: Any, response: Response | None, failure: Failure) -> None:
        self.end(item.url, "failed", describe(failure), None if response is None else response.status)

    def end_dropped(self, item: Any, exception: BaseException, response: Response | None) -> None:
        self.end(item.url, "skipped", str(exception), None if response is None else response.status)

    def end(self, url: str, state: Any, reason: str, status: int | None) -> None:
        address = self.run.flights.get(make_key(url))
        if self.run.failure is not None:
            return  # as due as before: no end can be written
        if address is None:
            logger.error("%s ended twice: %s", url, reason)
            return
        write_ending(self.run, address, Ending(url, state, reason, status, unread=state == "failed"))


def describe(failure: Failure) -> str:
    return f"{type(failure.value).__name__}: {failure.value}"[:300]


def end_lost(run: Run, crawler: Crawler) -> None:
    """End what Scrapy has swallowed: addresses under way while neither downloader nor scraper has anything."""
    engine = crawler.engine
    if not run.flights or run.failure is not None or engine is None or engine.scraper.slot is None:
        return
    if engine.downloader.active or not engine.scraper.slot.is_idle() or (engine._slot and engine._slot.inprogress):
        return
    for address in list(run.flights.values()):
        logger.error("nothing came back for %s", address.fetch_url)
        write_ending(run, address, Ending(address.fetch_url, "failed", "lost between scheduler and spider"))
