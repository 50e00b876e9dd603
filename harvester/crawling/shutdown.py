"""Ending a crawl before all that was due has been asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Self

from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Shutdown:
    """Whether a run ends early, and why.

    Args:
        stop: Ends the crawl; what is under way comes back.
    """

    def __init__(self, stop: Callable[[], object]) -> None:
        self._stop = stop
        self.failure: Exception | None = None
        """Why the run cannot go on: a full disk, a database that another program keeps locked, a bug."""
        self.is_interrupted = False

    @classmethod
    def of_crawler(cls, crawler: Crawler) -> Self:
        """Return a shutdown that closes this crawler's spider."""
        return cls(lambda: asyncio.ensure_future(close_spider(crawler)))

    @property
    def is_early(self) -> bool:
        """Whether the run ends before all that was due has been asked for."""
        return self.is_interrupted or self.failure is not None

    @property
    def reason(self) -> str | None:
        """What is said of every portal of a run that ends early; None where it does not."""
        if self.failure is not None:
            return str(self.failure)
        return "interrupted" if self.is_interrupted else None

    def fail(self, failure: Exception) -> None:
        """End the run: mostly since the database cannot be written, so that nothing could be kept."""
        if self.failure is None:
            self.failure = failure
            logger.error("the run ends early: %s", failure, exc_info=failure)
            self._stop()


async def close_spider(crawler: Crawler) -> None:
    """End a crawl that has begun."""
    engine = crawler.engine
    if engine is not None and engine.spider is not None and engine._slot is not None:
        await engine.close_spider_async(reason="failed")
