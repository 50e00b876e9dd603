"""Scrapy's feeds (`-O items.jsonl`, `FEEDS`): every article, each once, as it was stored, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any

from itemadapter import ItemAdapter
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter

from harvester.loading.item_types import adapt_article

INTERNAL = frozenset({"request_key", "validators", "signature", "dates"})
"""Fields that are for the harvester alone, or that `date_candidates` tells in full."""


class ArticleFeeds(FeedExporter):
    """Scrapy's exporter, which gets articles only. Listings and fetch results are items as well."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.written: set[str] = set()
        """Canonical addresses of the articles that stand in the feeds: one may be read at several addresses."""

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write an article to the feeds."""
        article = adapt_article(item)
        if article is None or article.url in self.written:
            return
        self.written.add(article.url)
        fields = ItemAdapter(item).asdict()
        super().item_scraped({name: simplify(fields[name]) for name in fields if name not in INTERNAL}, spider)


def simplify(value: Any) -> Any:
    """Return a value of texts, numbers, lists and dicts alone: times and days in ISO 8601, records as dicts."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return simplify(asdict(value))
    if isinstance(value, Mapping):
        return {name: simplify(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [simplify(part) for part in value]
    return value
