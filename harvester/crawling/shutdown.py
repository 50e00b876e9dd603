"""Ending a crawl before all that was due has been asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Self, TypeVar

from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Interrupted(Exception):
    """Raised to whoever awaits something when the run ends early. What it was for stays as due as it was."""


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
        self._awaited: set[asyncio.Future[Any]] = set()
        self._is_leaving = False

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
            self.leave()

    async def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what comes of a page under way.

        Raises:
            Interrupted: the run ends before it has come.
        """
        task = asyncio.ensure_future(work)
        self._awaited.add(task)
        if self._is_leaving:
            task.cancel()
        try:
            return await task
        except asyncio.CancelledError:
            if self._is_leaving:
                raise Interrupted("the run ends") from None
            raise
        finally:
            self._awaited.discard(task)

    def leave(self) -> None:
        """Leave what is awaited: no page that comes late holds up the end of the run."""
        self._is_leaving = True
        for task in list(self._awaited):
            task.cancel()


async def close_spider(crawler: Crawler) -> None:
    """End a crawl that has begun."""
    engine = crawler.engine
    if engine is not None and engine.spider is not None and engine._slot is not None:
        await engine.close_spider_async(reason="failed")
