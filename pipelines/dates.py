"""Chooses an article's dates from everything that was seen of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from harvester.crawling.plan import read_clock
from harvester.items import Article, FoundIn
from harvester.platforms import find_platform
from harvester.vietnamese.date_choice import Texts, choose_again

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["DatesPipeline", "choose_again", "choose_dates"]


def find_trust(platform: str) -> tuple[FoundIn, ...] | None:
    """The order of trust of the platform of that name; None, the default order, where none is named."""
    return find_platform(platform).date_trust if platform else None


def choose_dates(article: Article, now: datetime, *, trust: tuple[FoundIn, ...] | None = None) -> Article:
    """Fill the article's published and updated dates, its document date and its candidates; returns it.

    `now` is when the article was first seen. `trust` names the places of a date, the most trusted first; by
    default it is that of the article's platform. Run again, also with more sightings, it gives what one run
    over all of them gives.
    """
    choice = choose_again(
        [*article.date_candidates, *article.dates],
        now,
        url=article.url,
        texts=Texts(article.title, article.lead or "", article.body),
        trust=find_trust(article.platform) if trust is None else trust,
    )
    article.published_at = choice.published_at
    article.published_precision = choice.published_precision
    article.published_from = choice.published_from
    article.published_text = choice.published_text
    article.updated_at = choice.updated_at
    article.document_date = choice.document_date
    article.date_candidates = list(choice.candidates)
    return article


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
