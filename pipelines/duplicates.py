"""Signs each article for finding copies, reprints and templates; `load` links it inside its transaction."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy.crawler import Crawler

from harvester.crawling.run import Run
from harvester.duplicates.linking import resign_outdated
from harvester.duplicates.signature import sign
from harvester.errors import HarvestError
from harvester.items import Article
from harvester.store import Store

logger = logging.getLogger(__name__)

RESIGNED_A_RUN = 20_000
"""Articles that are signed again at the start of a run, after an upgrade: about a minute."""


class DuplicatesPipeline:
    """Signs each article; `load` links it inside its transaction.

    Before the first, articles that an older version signed are signed again, as many as a run has time for.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = crawler.get_extension(Run)
        if run is None:
            raise HarvestError("the extension harvester.crawling.run.Run is not enabled")
        return cls(run.store)

    def open_spider(self) -> None:
        count = resign_outdated(self.store, RESIGNED_A_RUN)
        if count:
            logger.info("signed %s articles again", count)

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Article):
            item.signature = sign(item)
        return item
