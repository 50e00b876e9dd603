"""The one spider, for every portal. It yields what a page held; where to go next is the frontier's business.

The contracts in the callbacks run against the demo portals: `harvester demo --serve`, then `scrapy check`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.crawling.command import make_plan
from harvester.crawling.file_text import read_file_text
from harvester.crawling.requests import RequestContext, make_part_request
from harvester.crawling.responses import judge_failure, judge_status
from harvester.crawling.run import Run
from harvester.crawling.shutdown import Interrupted
from harvester.crawling.typed_addresses import find_root, load_known, make_context
from harvester.errors import ConfigError
from harvester.items import Article, AttachedFile, FetchResult, Listing
from harvester.plan import Plan
from harvester.reading.parts import join_parts
from harvester.spiders.large_pages import LargePages
from harvester.spiders.page_items import PageItems, cut_short, end_parts, is_last, refuse_part, result_of
from harvester.store.frontier.addresses import Kind


class PortalSpider(Spider):
    """`scrapy crawl portal -a portals=ID,ID`, or through `harvester crawl`."""

    name = "portal"

    def __init__(self, portals: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        self.portal_ids = [name.strip() for name in portals.split(",") if name.strip()]
        self.pages = PageItems()
        self.large_pages: LargePages | None = None
        """What reads large pages in a crawl; None where pages are read one by one, as from an archive."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return a spider that reads large pages in a process of their own."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.large_pages = LargePages(spider.pages, crawler)
        crawler.signals.connect(spider.large_pages.close, signal=signals.spider_closed)
        return spider

    @classmethod
    def handles_request(cls, request: Request) -> bool:
        """Return True: `scrapy shell`, `fetch` and `parse` take this spider for any address."""
        return True

    def make_plan(self) -> Plan | None:
        """Return the plan of a run that was started with `scrapy crawl`; None where no portal is named."""
        return make_plan(self.portal_ids) if self.portal_ids else None

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: the scheduler knows what is due. Scrapy's other commands put a start of their own here.

        Raises:
            ConfigError: no portal is named.
        """
        if self.crawler.get_extension(Run) is None:
            raise ConfigError("name portals: scrapy crawl portal -a portals=ID,ID")
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    def find_callback(self, kind: str) -> Callable[[Response], Any]:
        """Return the callback for an address of this kind, as the frontier has it."""
        callbacks: dict[str, Callable[[Response], Any]] = {
            "article": self.parse_article,
            "home": self.parse_home,
            "listing": self.parse_listing,
            "feed": self.parse_feed,
            "sitemap": self.parse_sitemap,
            "file": self.parse_file,
            "part": self.parse_part,
        }
        parse = callbacks[kind]
        return parse if self.large_pages is None else partial(self.large_pages.read_page, parse, self.go_on)

    def parse(self, response: Response) -> Iterator[Article | Listing | FetchResult | Request]:
        """Yield what a page of any kind holds: for `scrapy parse` without a callback.

        @url http://127.0.0.1:8017/sitemap.xml
        @returns items 1 1
        @scrapes articles
        """
        root = find_root(response)
        if root is not None:
            yield from self.find_callback(root)(response)
            return
        found = list(self.parse_article(response))
        is_article = isinstance(found[0], (Article, Request))
        yield from found if is_article else self.parse_listing(response)

    def parse_article(self, response: Response) -> Iterator[Article | Listing | FetchResult | Request]:
        """Yield the article on a page, or why there is none; a listing in its place is read as one.

        @url http://127.0.0.1:8017/Thong-bao/cam-xe-tai-tren-cau-da-vao-gio-tan-hoc-50.html
        @returns items 1 1
        @scrapes title body dates category request_key
        """
        context = read_context(response, "article")
        found = self.pages.make_article(response, context)
        yield self.go_on(response, context, [found]) if isinstance(found, Article) else found

    def parse_part(self, response: Response) -> Iterator[Article | FetchResult | Request]:
        """Yield the article that a page is a later part of, or the request for the part behind it."""
        context = read_context(response, "article")
        found = self.pages.make_part(response, context, response.meta["parts"])
        yield self.go_on(response, context, found) if isinstance(found, list) else found

    def go_on(self, response: Response, context: RequestContext, parts: list[Article]) -> Article | Request:
        """Return the request for an article's next part, or the article where there is no other that may be read."""
        if is_last(parts):
            return join_parts(parts)
        refusal = refuse_part(context, parts)
        if refusal is not None:
            return cut_short(parts, refusal)
        callback = self.find_callback("part")
        return make_part_request(response, parts, callback=callback, errback=self.report_failure)

    def parse_home(self, response: Response) -> Iterator[Article | Listing | FetchResult]:
        """Yield the links of a home page, and what platform it is of.

        @url http://127.0.0.1:8017/
        @returns items 1 1
        @scrapes articles sections feeds platform platform_reason
        """
        yield self.pages.make_listing(response, read_context(response, "home"))

    def parse_listing(self, response: Response) -> Iterator[Article | Listing | FetchResult | Request]:
        """Yield the links of a page of a listing, or the article that stands in its place.

        @url http://127.0.0.1:8017/tin-trong-huyen/
        @returns items 1 1
        @scrapes articles next_url
        """
        context = read_context(response, "listing")
        found = self.pages.make_listing(response, context)
        yield self.go_on(response, context, [found]) if isinstance(found, Article) else found

    def parse_feed(self, response: Response) -> Iterator[Article | Listing | FetchResult]:
        """Yield the links of a feed.

        @url http://127.0.0.1:8017/rss/tin-trong-huyen/
        @returns items 1 1
        @scrapes articles
        """
        yield self.pages.make_listing(response, read_context(response, "feed"))

    def parse_sitemap(self, response: Response) -> Iterator[Article | Listing | FetchResult]:
        """Yield the links of a sitemap, or the sitemaps of an index.

        @url http://127.0.0.1:8017/sitemap-vi.news.xml
        @returns items 1 1
        @scrapes articles
        """
        yield self.pages.make_listing(response, read_context(response, "sitemap"))

    async def parse_file(self, response: Response) -> AsyncIterator[AttachedFile | FetchResult]:
        """Yield a file that an article offers, with the text of its pages where there is one to be read."""
        context = read_context(response, "file")
        result = judge_status(response)
        if response.status == 200 and response.body.strip():
            text = await read_file_text(response.body, context.address.fetch_url)
            yield AttachedFile(context.address.fetch_url, text, response.status, context.address.url)
        else:
            assert result is not None  # of any other status, and of nothing
            yield result_of(context, result)

    def report_failure(self, failure: Failure) -> Iterator[Article | FetchResult]:
        """Yield the result of a request that no response came to; for a later part, what becomes of its article.

        Of one that was left since the run ends there is none.
        """
        meta = failure.request.meta  # type: ignore[attr-defined]
        context: RequestContext = meta["context"]
        error = failure.value or RuntimeError("no reason was given")
        if isinstance(error, Interrupted):
            return
        result = judge_failure(context.address.fetch_url, error)
        yield end_parts(context, meta["parts"], result) if "parts" in meta else result_of(context, result)


def read_context(response: Response, kind: Kind) -> RequestContext:
    """Return what the frontier's request bore; of an address that an operator typed, what the portal files say."""
    context = response.meta.get("context")
    return context if isinstance(context, RequestContext) else make_context(response, load_known(), kind)
