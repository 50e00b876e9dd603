"""Having Scrapy's engine ask for the next request in time; by itself it asks every 5 s only."""

from __future__ import annotations

import asyncio

from scrapy.crawler import Crawler


class Alarm:
    """Wakes the engine of one crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.timer: asyncio.TimerHandle | None = None

    def ring(self, seconds: float) -> None:
        """Have the engine ask after a while; an earlier call is forgotten."""
        self.cancel()
        self.timer = asyncio.get_running_loop().call_later(max(seconds, 0.001), self.wake)

    def cancel(self) -> None:
        """Ring no more."""
        if self.timer is not None:
            self.timer.cancel()

    def wake(self) -> None:
        """Have the engine ask now. Scrapy has no public call for it."""
        engine = self.crawler.engine
        if engine is not None and engine._slot is not None:
            engine._slot.nextcall.schedule()
