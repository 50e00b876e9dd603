"""The one spider, for every portal. It yields what a page held; where to go next is the frontier's business."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.crawling.plan import Plan
from harvester.crawling.responses import has_end, judge_failure, judge_status, read_validators
from harvester.crawling.run import Run
from harvester.discovery.feeds import read_feed
from harvester.discovery.sitemaps import read_sitemap
from harvester.errors import CutShort, NotAnArticle, NotAPage, PageError, Refused
from harvester.items import Article, Ending, Listing, State
from harvester.platforms import find_platform, recognise
from harvester.portals import Portal
from harvester.reading.error_pages import refuse_stand_in
from harvester.reading.page import Page
from harvester.reading.platform import Platform
from harvester.store.frontier.addresses import Address


class PortalSpider(Spider):
    """`scrapy crawl portal -a portals=ID,ID`, or through `harvester crawl`."""

    name = "portal"

    def __init__(self, portals: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        self.portal_ids = [name.strip() for name in portals.split(",") if name.strip()]

    def make_plan(self) -> Plan:
        """The plan of a run that was started with `scrapy crawl`."""
        from harvester.crawling.command import make_plan

        return make_plan(self.portal_ids)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the scheduler knows what is due."""
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    @property
    def run(self) -> Run:
        run = self.crawler.get_extension(Run)
        assert run is not None
        return run

    def parse_article(self, response: Response) -> Iterator[Article | Ending]:
        """The article on a page, or why there is none."""
        address: Address = response.meta["address"]
        ending = judge_status(response) or self.judge_end(response)
        if ending is not None:
            yield replace(ending, url=address.fetch_url)  # Scrapy may have spelled it anew
            return
        platform = None
        try:
            page = self.open_page(response)
            platform = self.choose_platform(response, page)
            article = platform.article(page, response.meta["portal"].css)
        except PageError as error:
            yield self.judge_page(address, platform, error, response.status)
            return
        article.url = address.fetch_url
        article.validators = read_validators(response)
        article.portal = address.portal
        article.fetched_at = self.run.plan.now
        article.dates = [*article.dates, *address.dates]
        yield article

    def parse_source(self, response: Response) -> Iterator[Listing | Ending]:
        """The links of a home page, listing, feed or sitemap."""
        address: Address = response.meta["address"]
        ending = judge_status(response)
        if ending is not None:
            yield replace(ending, url=address.fetch_url)  # Scrapy may have spelled it anew
            return
        try:
            listing = self.read_source(response, address)
        except Refused as error:
            yield Ending(address.fetch_url, "failed", str(error), response.status, trouble="refusal")
            return
        except PageError as error:
            final = address.kind in ("sitemap", "feed") and not isinstance(error, CutShort)
            state: State = "skipped" if final else "failed"
            yield Ending(address.fetch_url, state, str(error), response.status)
            return
        listing.url = address.fetch_url
        listing.validators = read_validators(response)
        yield listing

    def read_source(self, response: Response, address: Address) -> Listing:
        if address.kind in ("sitemap", "feed"):
            return self.read_map(response, address)
        page = self.open_page(response)
        refuse_stand_in(page)  # a flood or block page holds no links, and must not pass for the end of a listing
        self.judge_end(response)  # a home page tells whether this portal's pages have ends
        selectors = response.meta["portal"].css
        if address.kind == "home":
            found = recognise(page)
            self.run.tallies[address.portal].home_platform = found.platform.name
            if response.meta["platform"] is None:
                listing = found.platform.listing(page, selectors)
                listing.platform, listing.platform_reason = found.platform.name, found.reason
                return listing
        return self.choose_platform(response, page).listing(page, selectors)

    def read_map(self, response: Response, address: Address) -> Listing:
        """A sitemap or feed; a flood page in its place is no reason never to ask for it again."""
        read = read_sitemap if address.kind == "sitemap" else read_feed
        try:
            listing = read(address.fetch_url, response.body)
            if listing.problem is not None:
                raise CutShort(listing.problem)
            return listing
        except NotAPage as error:
            if isinstance(error, CutShort) or b"<html" not in response.body[:2000].lower():
                raise
            refuse_stand_in(self.open_page(response))
            raise

    def judge_end(self, response: Response) -> Ending | None:
        """A page that breaks off, on a portal whose other pages end as they should, was cut on its way."""
        portal: Portal = response.meta["portal"]
        if has_end(response.body):
            self.run.portals_with_ends.add(portal.id)
        elif portal.id in self.run.portals_with_ends:
            return Ending(
                response.meta["address"].fetch_url, "failed", "the page breaks off: no </html>", response.status
            )
        return None

    def open_page(self, response: Response) -> Page:
        self.run.claim(response.meta["address"])
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in dict.items(response.headers)  # as they are: Scrapy's own looks each of them up anew
        }
        return Page(response.url, response.body, status=response.status, headers=headers, fetched_at=self.run.plan.now)

    def choose_platform(self, response: Response, page: Page) -> Platform:
        """The portal's platform as its file or its home page tells, else what this very page tells."""
        portal: Portal = response.meta["portal"]
        name = portal.platform or response.meta["platform"]
        return find_platform(name) if name is not None else recognise(page).platform

    def judge_page(self, address: Address, platform: Platform | None, error: PageError, status: int) -> Ending:
        """A page at an article's own address that holds none is a fault, and is tried again."""
        if isinstance(error, Refused):
            return Ending(address.fetch_url, "failed", str(error), status, trouble="refusal")
        expected = address.article is not None or (
            platform is not None and platform.is_article_url(address.fetch_url) is True
        )
        unread = isinstance(error, NotAnArticle)
        if unread and not expected:
            return Ending(address.fetch_url, "skipped", str(error), status, unread=True)
        return Ending(address.fetch_url, "failed", str(error), status, unread=unread)

    def report_failure(self, failure: Failure) -> Iterator[Ending]:
        """No response came."""
        address: Address = failure.request.meta["address"]  # type: ignore[attr-defined]
        yield judge_failure(address.fetch_url, failure.value or RuntimeError("no reason was given"))
