"""Chooses an article's dates from everything that was seen of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from harvester.crawling.plan import read_clock
from harvester.items import Article
from harvester.loading.date_choice import choose_dates

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class DatesPipeline:
    """Counts from the time when the article was fetched, else from the run's clock."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The run's clock, for an article that nobody has dated the fetch of."""
        plan = crawler.settings["HARVEST_PLAN"]
        return cls(read_clock() if plan is None else plan.now)

    def process_item(self, item: Any) -> Any:
        """The article with its dates chosen; anything else is passed on as it is."""
        return choose_dates(item, item.fetched_at or self.now) if isinstance(item, Article) else item
