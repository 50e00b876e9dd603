"""The harvest's counts among Scrapy's stats."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from harvester.crawling.run import Run

_PREFIX = "harvest"


class HarvestStats:
    """An extension that writes, at a run's end, what all portals together came to.

    `harvest/new`, `harvest/pages`, and how many of them are of each status: `harvest/status/ok`. What each came to is
    in the table `harvests`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Write when the spider is closed; after the run, which is connected before."""
        stats = cls(crawler)
        crawler.signals.connect(stats.write, signal=signals.spider_closed)
        return stats

    def write(self) -> None:
        """Write the counts of the run, if there is one."""
        run = self.crawler.get_extension(Run)
        if run is None or run.report is None:
            return
        counts: Counter[str] = Counter()
        for harvest in run.report.harvests.values():
            counts[f"status/{harvest.status}"] += 1
            counts.update({name: value for name, value in asdict(harvest).items() if isinstance(value, int)})
        for name, value in counts.items():
            self.crawler.stats.set_value(f"{_PREFIX}/{name}", value)
