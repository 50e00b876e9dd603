"""Chooses an article's dates from everything that was seen of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from scrapy.crawler import Crawler

from harvester.environment import read_clock
from harvester.items import Article
from harvester.loading.date_choice import choose_dates
from harvester.loading.item_types import change_article


class DatesPipeline:
    """Chooses the dates of publication and of the last change, and keeps what became of each candidate.

    Args:
        now: The run's clock, for an article of which nobody knows when it was fetched.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the clock of the run's plan, else of the environment."""
        plan = crawler.settings["HARVEST_PLAN"]
        return cls(read_clock() if plan is None else plan.now)

    def process_item(self, item: Any) -> Any:
        """Return the article with its dates chosen; listings and fetch results pass.

        Raises:
            ItemError: it is no item, or cannot hold an article's fields.
        """
        return change_article(item, self.date)

    def date(self, article: Article) -> Article:
        """Return an article with its dates chosen, counting from when it was fetched."""
        return choose_dates(article, article.fetched_at or self.now)
