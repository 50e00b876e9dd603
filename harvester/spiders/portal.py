"""The one spider, for every portal. It yields what a page held; where to go next is the frontier's business."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.crawling.command import make_plan
from harvester.crawling.file_text import read_file_text
from harvester.crawling.page_ends import PageEnds
from harvester.crawling.requests import RequestContext, make_part_request
from harvester.crawling.responses import judge_failure, judge_status, open_page, read_validators
from harvester.discovery.feeds import read_feed
from harvester.discovery.sitemaps import read_sitemap
from harvester.errors import CutShort, ListingPage, NotAnArticle, NotAPage, OtherPage, PageError, Refused
from harvester.items import Article, AttachedFile, FetchResult, Listing, State
from harvester.limits import PART_TRIES
from harvester.plan import Plan
from harvester.platforms import find_platform, recognise
from harvester.reading.error_pages import refuse_stand_in
from harvester.reading.page import Page
from harvester.reading.parts import join_parts
from harvester.reading.platform import Platform
from harvester.store.frontier.addresses import Address


class PortalSpider(Spider):
    """`scrapy crawl portal -a portals=ID,ID`, or through `harvester crawl`."""

    name = "portal"

    def __init__(self, portals: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        self.portal_ids = [name.strip() for name in portals.split(",") if name.strip()]
        self.page_ends = PageEnds()

    def make_plan(self) -> Plan | None:
        """Return the plan of a run that was started with `scrapy crawl`."""
        return make_plan(self.portal_ids)

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: the scheduler knows what is due."""
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
        }
        return callbacks[kind]

    def parse_article(self, response: Response) -> Iterator[Article | Listing | FetchResult | Request]:
        """Yield the article on a page, or why there is none; a listing in its place is read as one."""
        context = read_context(response)
        result = judge_status(response) or self.page_ends.judge(response, context.address)
        found = result_of(context, result) if result is not None else self.read_article_page(response, context)
        yield go_on(self, response, [found]) if isinstance(found, Article) else found

    def read_article_page(self, response: Response, context: RequestContext) -> Article | Listing | FetchResult:
        """Return the article on a page that came whole, or why there is none."""
        address = context.address
        platform = None
        try:
            page = open_page(response, context.now)
            platform = choose_platform(context, page)
            article = platform.article(page, context.selectors)
        except ListingPage as error:
            assert platform is not None
            listing = platform.listing(page, context.selectors) if address.article is None else None
            if listing is None or not listing.articles:
                return judge_page(address, platform, error, response.status)
            return mark_listing(listing, response, address)
        except PageError as error:
            return judge_page(address, platform, error, response.status)
        article.url = address.fetch_url
        article.request_key = address.url
        article.validators = read_validators(response)
        article.portal = address.portal
        article.fetched_at = context.now
        article.dates = [*article.dates, *address.dates]
        return article

    def parse_part(self, response: Response) -> Iterator[Article | FetchResult | Request]:
        """Yield the article that a page is a later part of, or the request for the part behind it."""
        context, parts = read_context(response), response.meta["parts"]
        result = judge_status(response) or self.page_ends.judge(response, context.address)
        if result is not None:
            yield end_parts(context, parts, result)
            return
        platform = None
        try:
            page = open_page(response, context.now)
            platform = choose_platform(context, page)
            part = platform.read_part(page, context.selectors)
        except PageError as error:
            yield end_parts(context, parts, judge_page(context.address, platform, error, response.status))
            return
        yield go_on(self, response, [*parts, part])

    def parse_home(self, response: Response) -> Iterator[Listing | FetchResult]:
        """Yield the links of a home page, and what platform it is of."""
        yield self.list_links(response, self.read_home)

    def parse_listing(self, response: Response) -> Iterator[Listing | FetchResult]:
        """Yield the links of a page of a listing."""
        yield self.list_links(response, self.read_listing)

    def parse_feed(self, response: Response) -> Iterator[Listing | FetchResult]:
        """Yield the links of a feed."""
        yield self.list_links(response, partial(read_map, read=read_feed))

    def parse_sitemap(self, response: Response) -> Iterator[Listing | FetchResult]:
        """Yield the links of a sitemap, or the sitemaps of an index."""
        yield self.list_links(response, partial(read_map, read=read_sitemap))

    async def parse_file(self, response: Response) -> AsyncIterator[AttachedFile | FetchResult]:
        """Yield a file that an article offers, with the text of its pages where there is one to be read."""
        context = read_context(response)
        result = judge_status(response)
        if response.status == 200 and response.body.strip():
            text = await read_file_text(response.body)
            yield AttachedFile(context.address.fetch_url, text, response.status, context.address.url)
        else:
            assert result is not None  # of any other status, and of nothing
            yield result_of(context, result)

    def list_links(
        self, response: Response, read: Callable[[Response, RequestContext], Listing]
    ) -> Listing | FetchResult:
        """Return what a page led to as it is read by `read`, or why it led nowhere."""
        context = read_context(response)
        address = context.address
        result = judge_status(response)
        if result is not None:
            return result_of(context, result)
        try:
            listing = read(response, context)
        except Refused as error:
            refused = FetchResult(address.fetch_url, "failed", str(error), response.status, trouble="refusal")
            return result_of(context, refused)
        except PageError as error:
            is_final = address.kind in ("sitemap", "feed") and not isinstance(error, CutShort)
            state: State = "skipped" if is_final else "failed"
            return result_of(context, FetchResult(address.fetch_url, state, str(error), response.status))
        return mark_listing(listing, response, address)

    def read_home(self, response: Response, context: RequestContext) -> Listing:
        """Return the links of a home page, which says what platform it is of."""
        page = self.open_own_page(response, context)
        found = recognise(page)
        platform = found.platform if context.platform is None else find_platform(context.platform)
        listing = platform.listing(page, context.selectors)
        listing.platform, listing.platform_reason = found.platform.name, found.reason
        return listing

    def read_listing(self, response: Response, context: RequestContext) -> Listing:
        """Return the links of a page of a listing."""
        page = self.open_own_page(response, context)
        return choose_platform(context, page).listing(page, context.selectors)

    def open_own_page(self, response: Response, context: RequestContext) -> Page:
        """Return a page of links. A flood or block page holds none, and must not pass for the end of a listing.

        Raises:
            Refused: it is another page than was asked for.
        """
        page = open_page(response, context.now)
        refuse_stand_in(page)
        self.page_ends.judge(response, context.address)  # it shows whether this portal's pages have ends
        return page

    def report_failure(self, failure: Failure) -> Iterator[Article | FetchResult]:
        """Yield the result of a request that no response came to; for a later part, what becomes of its article."""
        meta = failure.request.meta  # type: ignore[attr-defined]
        context: RequestContext = meta["context"]
        error = failure.value or RuntimeError("no reason was given")
        result = judge_failure(context.address.fetch_url, error)
        yield end_parts(context, meta["parts"], result) if "parts" in meta else result_of(context, result)


def read_context(response: Response) -> RequestContext:
    """Return what the request bore."""
    context: RequestContext = response.meta["context"]
    return context


def result_of(context: RequestContext, result: FetchResult) -> FetchResult:
    """Return a result under the address that was asked for: Scrapy may have spelled it anew."""
    return replace(result, url=context.address.fetch_url, request_key=context.address.url)


def mark_listing(listing: Listing, response: Response, address: Address) -> Listing:
    """Return a listing with the address that was asked for and what the server says of its version."""
    listing.url = address.fetch_url
    listing.request_key = address.url
    listing.validators = read_validators(response)
    return listing


def go_on(spider: PortalSpider, response: Response, parts: Sequence[Article]) -> Article | Request:
    """Return the request for an article's next part, or the article where there is no other that may be read."""
    url = parts[-1].next_part
    is_same_again = len(parts) > 1 and parts[-1].text == parts[-2].text
    if url is None or is_same_again or not read_context(response).rules.is_allowed(url):
        return join_parts(parts)
    return make_part_request(response, parts, callback=spider.parse_part, errback=spider.report_failure)


def end_parts(context: RequestContext, parts: Sequence[Article], result: FetchResult) -> Article | FetchResult:
    """Return what becomes of an article with a part that could not be read: for some times all of it is tried again,
    then it is stored without that part."""
    if result.state == "failed" and context.address.tries + 1 < PART_TRIES:
        reason = f"part {len(parts) + 1}: {result.reason}"
        return result_of(context, replace(result, reason=reason, unread=False))
    return join_parts(parts)


def choose_platform(context: RequestContext, page: Page) -> Platform:
    """Return the portal's platform as its file or its home page names it, else what this very page says."""
    return find_platform(context.platform) if context.platform is not None else recognise(page).platform


def read_map(response: Response, context: RequestContext, read: Callable[[str, bytes], Listing]) -> Listing:
    """Return the links of a sitemap or feed; a flood page in its place is no reason never to ask for it any more."""
    try:
        listing = read(context.address.fetch_url, response.body)
        if listing.problem is not None:
            raise CutShort(listing.problem)
        return listing
    except NotAPage as error:
        if isinstance(error, CutShort) or b"<html" not in response.body[:2000].lower():
            raise
        refuse_stand_in(open_page(response, context.now))
        raise


def judge_page(address: Address, platform: Platform | None, error: PageError, status: int) -> FetchResult:
    """Return the result of a page without an article: at an article's own address that is a fault, and tried again."""
    key = address.url
    if isinstance(error, Refused):
        return FetchResult(address.fetch_url, "failed", str(error), status, trouble="refusal", request_key=key)
    is_other = isinstance(error, OtherPage)
    is_expected = address.article is not None or (
        not is_other and platform is not None and platform.is_article_url(address.fetch_url) is True
    )
    unread = isinstance(error, NotAnArticle) and not is_other
    state: State = "skipped" if isinstance(error, NotAnArticle) and not is_expected else "failed"
    return FetchResult(address.fetch_url, state, str(error), status, unread=unread, request_key=key)
