"""Signs each article for finding copies, reprints and templates; `load` links it inside its transaction."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler

from harvester.crawling.run import Run
from harvester.duplicates.linking import resign_outdated, settle_all, settle_postponed
from harvester.duplicates.signature import sign
from harvester.items import Article
from harvester.limits import SIGNED_A_RUN
from harvester.loading.item_types import change_article
from harvester.store import Store

logger = logging.getLogger(__name__)


class DuplicatesPipeline:
    """Signs each article. Before the first, articles that an older version signed are signed anew.

    Args:
        store: Where older articles are; None where nothing is stored, as in `scrapy parse`.
    """

    def __init__(self, store: Store | None = None) -> None:
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the database of the run, if there is one."""
        run = crawler.get_extension(Run)
        return cls(None if run is None else run.store)

    def open_spider(self) -> None:
        """Sign anew what is outdated, as many as a run has time for."""
        if self.store is None:
            return
        settle_postponed(self.store)
        count = resign_outdated(self.store, SIGNED_A_RUN)
        if count:
            logger.info("signed %s articles anew", count)

    def close_spider(self) -> None:
        """Choose the origins that hang on all articles together."""
        if self.store is not None:
            settle_all(self.store)

    def process_item(self, item: Any) -> Any:
        """Return the article with its signature; listings and fetch results pass.

        Raises:
            ItemError: it is no item, or cannot hold an article's fields.
        """
        return change_article(item, add_signature)


def add_signature(article: Article) -> Article:
    """Return an article with its signature."""
    return replace(article, signature=sign(article))
