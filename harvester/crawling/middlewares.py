"""Spider middlewares: each page is claimed before its callback opens it, where a run has died before."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from harvester.crawling.claims import RunClaims
from harvester.crawling.run import Run


class ClaimMiddleware:
    """A spider middleware that claims each page before its callback opens it."""

    def __init__(self, claims: RunClaims) -> None:
        self.claims = claims

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Claim pages where a run has died before."""
        run = crawler.get_extension(Run)
        if run is None or not run.claims.is_wary:
            raise NotConfigured
        return cls(run.claims)

    def process_spider_input(self, response: Response) -> None:
        """Claim the page of a request that came from the frontier."""
        self.claims.claim(response.meta["context"].address.url)
