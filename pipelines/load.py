"""Into the database: what a page led to and the page's own result, in one transaction."""

from __future__ import annotations

from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from harvester.crawling.completion import Completion, NotStored
from harvester.crawling.run import Run
from harvester.errors import ItemError
from harvester.items import Article, AttachedFile, FetchResult, Listing
from harvester.loading.item_types import adapt_article, write_changes
from harvester.store.frontier.addresses import Address


class LoadPipeline:
    """The last pipeline, and the only one that writes.

    An item is loaded for the request that it came from, which it names by its key.
    """

    def __init__(self, completion: Completion) -> None:
        self.completion = completion

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Load into the database of the run; where there is none, as in `scrapy parse`, nothing is loaded."""
        run = crawler.get_extension(Run)
        if run is None:
            raise NotConfigured
        return cls(run.completion)

    def process_item(self, item: Any) -> Any:
        """Return the item as it was stored.

        Raises:
            ItemError: it is no item, or no request under way has its key.
            NotStored: it is an article that is not to be stored; its address is completed.
            StoreError: the database cannot be written.
        """
        article = adapt_article(item)
        key = str(ItemAdapter(item).get("request_key") or "")
        address = self.completion.find(key)
        if address is None:
            raise ItemError(f"no request under way has the key {key!r}, of an item from {item_url(item)!r}")
        if article is not None:
            return self.load_article(address, article, item)
        if isinstance(item, Listing):
            self.completion.complete_listing(address, item)
        elif isinstance(item, AttachedFile):
            self.completion.complete_file(address, item)
        else:
            self.completion.complete_result(address, item)
        return item

    def load_article(self, address: Address, article: Article, item: Any) -> Any:
        """Return an article's item with the address and the dates that its record has."""
        saved = self.completion.complete_article(address, article)
        if isinstance(saved, FetchResult):
            raise NotStored(saved.reason)
        return saved.article if item is article else write_changes(item, saved.article)


def item_url(item: Any) -> Any:
    """Return the address that an item bears, for a message."""
    return ItemAdapter(item).get("url")
