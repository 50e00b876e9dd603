"""What Scrapy swallows: exceptions in callbacks and pipelines, and dropped items. Each completes its address."""

from __future__ import annotations

import logging
from typing import Any

from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.crawling.completion import Completion, NotStored
from harvester.crawling.shutdown import Shutdown
from harvester.errors import StoreError
from harvester.items import FetchResult, State

logger = logging.getLogger(__name__)


class UnhandledErrors:
    """Completes the addresses which nobody else would."""

    def __init__(self, completion: Completion, shutdown: Shutdown) -> None:
        self.completion = completion
        self.shutdown = shutdown

    def connect(self, crawler: Crawler) -> None:
        """Be told of what goes wrong in a crawl."""
        connect = crawler.signals.connect
        connect(self.complete_spider_error, signal=signals.spider_error, weak=False)
        connect(self.complete_item_error, signal=signals.item_error, weak=False)
        connect(self.complete_dropped, signal=signals.item_dropped, weak=False)

    def complete_spider_error(self, failure: Failure, response: Response | None) -> None:
        """A callback raised: a fault of ours, on this page."""
        if response is not None:
            self.complete(response.meta["context"].address.url, failure, response)

    def complete_item_error(self, item: Any, response: Response | None, failure: Failure) -> None:
        """A pipeline raised: a fault of ours, or the database cannot be written."""
        self.complete(_read_key(item), failure, response)

    def complete_dropped(self, item: Any, exception: BaseException, response: Response | None) -> None:
        """A pipeline dropped an item, and with it the address."""
        if not isinstance(exception, NotStored):
            self.write(_read_key(item), "skipped", str(exception), response)

    def complete(self, key: str, failure: Failure, response: Response | None) -> None:
        """Complete an address after an exception."""
        if isinstance(failure.value, StoreError):
            self.shutdown.fail(failure.value)
        elif self.shutdown.failure is None:  # else it is as due as before: no result can be written
            self.write(key, "failed", _describe(failure), response)

    def write(self, key: str, state: State, reason: str, response: Response | None) -> None:
        """Write a result, if it can be written."""
        address = self.completion.find(key)
        if address is None:
            logger.error("%s was completed twice: %s", key, reason)
            return
        status = None if response is None else response.status
        unread = state == "failed"
        result = FetchResult(address.fetch_url, state, reason, status, unread=unread, request_key=key)
        try:
            self.completion.complete_result(address, result)
        except StoreError as error:  # Scrapy logs what a signal's receiver raises, and goes on
            self.shutdown.fail(error)


def _read_key(item: Any) -> str:
    """Return the key of the request that an item came from; empty where it has none."""
    return str(ItemAdapter(item).get("request_key") or "") if ItemAdapter.is_item(item) else ""


def _describe(failure: Failure) -> str:
    """Return an exception in one line."""
    return f"{type(failure.value).__name__}: {failure.value}"[:300]


def end_lost(crawler: Crawler, completion: Completion, shutdown: Shutdown) -> None:
    """Complete what Scrapy has lost: addresses under way while neither downloader nor scraper has anything."""
    engine = crawler.engine
    if not completion.in_flight or shutdown.failure is not None or engine is None or engine.scraper.slot is None:
        return
    if engine.downloader.active or not engine.scraper.slot.is_idle() or (engine._slot and engine._slot.inprogress):
        return
    for address in completion.in_flight:
        logger.error("nothing came back for %s", address.fetch_url)
        reason = "lost between scheduler and spider"
        completion.complete_result(address, FetchResult(address.fetch_url, "failed", reason, request_key=address.url))
