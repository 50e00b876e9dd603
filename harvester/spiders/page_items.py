"""What a page comes to as an item: an article, the links of a listing, or why it holds neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from scrapy.http import Response

from harvester.crawling.page_ends import CUT, PageEnds
from harvester.crawling.placeholder_pages import PlaceholderPages
from harvester.crawling.requests import RequestContext
from harvester.crawling.responses import judge_status, open_page, read_validators
from harvester.discovery.feeds import read_feed
from harvester.discovery.paging import split_page
from harvester.discovery.sitemaps import read_sitemap
from harvester.discovery.splash_pages import find_front_page
from harvester.errors import (
    ListingPage,
    LoginPage,
    MissingText,
    NotAnArticle,
    NotAPage,
    OtherPage,
    PageError,
    PageTooLarge,
    Refused,
    SiteClosed,
)
from harvester.items import FORBIDDEN, OTHER_TYPE, Article, FetchResult, Listing, State
from harvester.limits import PART_LIMIT, PART_TRIES, SPLASH_HOPS
from harvester.platforms import find_platform, recognise
from harvester.reading.error_pages import LOGIN_REASON, is_login_address, refuse_closed_home, refuse_error_page
from harvester.reading.page import MANY_TAGS, Page, cut_tags
from harvester.reading.parts import is_repeated, join_parts
from harvester.reading.platform import Platform
from harvester.store.frontier.addresses import Address

HOME_INSTEAD = "shows the home page"
"""Why an address is gone whose page is the home page, without a redirect."""
LONG_TEXT = 300
"""Characters of an article where nothing but its page tells that it is one."""
XML_READERS: dict[str, Callable[[str, bytes], Listing]] = {"feed": read_feed, "sitemap": read_sitemap}


class Readings(Protocol):
    """Articles that were read before."""

    def take(self, response: Response, context: RequestContext) -> Article | None:
        """Return the article on a page; None where it was not read.

        Raises:
            NotAPage: reading it is not safe.
        """


class PageItems:
    """Makes items of pages. It knows of those before which portals' pages go on to `</html>`, and whose home leads on.

    Args:
        readings: Articles that need not be read any more; None where each is read when it comes.
    """

    def __init__(self, readings: Readings | None = None) -> None:
        self.page_ends = PageEnds()
        self.placeholders = PlaceholderPages()
        self.readings = readings

    def judge(self, response: Response, context: RequestContext) -> FetchResult | None:
        """Return the result of a response that is no whole page, or None."""
        result = judge_status(response) or self.page_ends.judge(response, context.address)
        return None if result is None else result_of(context, judge_known(context.address, result))

    def make_article(self, response: Response, context: RequestContext) -> Article | Listing | FetchResult:
        """Return the article on a page, a listing that stands in its place, or why there is neither."""
        result = self.judge(response, context)
        if result is not None:
            return result
        address = context.address
        platform = None
        try:
            self.placeholders.refuse(address.portal, response.body)
            article = None if self.readings is None else self.readings.take(response, context)
            if article is None:
                page = open_page(response, context.now)
                platform = choose_platform(context, page)
                article = platform.article(page, context.selectors)
        except NotAnArticle as error:
            assert platform is not None
            listing = platform.listing(page, context.selectors) if address.article is None else None
            if listing is not None and self.placeholders.is_home(address.portal, listing):
                return result_of(context, FetchResult(address.fetch_url, "gone", HOME_INSTEAD, response.status))
            if listing is None or not listing.articles or not isinstance(error, ListingPage):
                return judge_page(address, platform, error, response.status)
            return mark_listing(listing, response, address)
        except PageError as error:
            return judge_page(address, platform, error, response.status)
        return mark_article(self.mark_cut(article, response, address), response, context)

    def mark_cut(self, article: Article, response: Response, address: Address) -> Article:
        """Return an article with the word that its page breaks off, where it does."""
        if self.page_ends.is_cut(response, address) or self.page_ends.ends_amid_text(response, address):
            article.shortfall = f"though {CUT}"
        return article

    def make_part(
        self, response: Response, context: RequestContext, parts: Sequence[Article]
    ) -> list[Article] | Article | FetchResult:
        """Return an article's parts with the one on this page, or what becomes of it where there is none."""
        result = self.judge(response, context)
        if result is not None:
            return end_parts(context, parts, result)
        platform = None
        try:
            page = open_page(response, context.now)
            platform = choose_platform(context, page)
            return [*parts, platform.read_part(page, context.selectors)]
        except PageError as error:
            return end_parts(context, parts, judge_page(context.address, platform, error, response.status))

    def make_listing(self, response: Response, context: RequestContext) -> Article | Listing | FetchResult:
        """Return what a home page, listing, feed or sitemap leads to, or why it leads nowhere.

        An article that stands at a listing's address is returned in its place: a link "Xem chi tiết" had been taken
        for a section's, or the article's page had shown a list for a night.
        """
        address = context.address
        result = judge_status(response)
        if result is not None:
            return result_of(context, judge_login(address, result))
        try:
            listing = self.read_links(response, context)
            if isinstance(listing, FetchResult):
                return result_of(context, listing)
        except Refused as error:
            return judge_refusal(address, error, response.status)
        except PageError as error:
            state: State = "skipped" if address.kind in XML_READERS else "failed"
            is_large = isinstance(error, PageTooLarge)
            return result_of(
                context, FetchResult(address.fetch_url, state, str(error), response.status, too_large=is_large)
            )
        if may_be_article(address, listing):
            found = self.make_article(response, context)
            if isinstance(found, Article) and (address.is_known_as_article or tells_day(found)):
                return found
        return self.mark_cut_listing(mark_listing(listing, response, address), response, address)

    def mark_cut_listing(self, listing: Listing, response: Response, address: Address) -> Listing:
        """Return a home page's or listing's links with the word that its page breaks off, where it does."""
        if address.kind in ("home", "listing") and self.page_ends.is_listing_cut(response, address):
            listing.problem = CUT if listing.problem is None else f"{listing.problem}; {CUT}"
            listing.is_cut = True
        return listing

    def read_links(self, response: Response, context: RequestContext) -> Listing | FetchResult:
        """Return the links of a page that leads on; of a splash page, the redirect that it stands for.

        Raises:
            PageError: it is none.
        """
        if context.address.kind in XML_READERS:
            return read_map(response, context, XML_READERS[context.address.kind])
        body = cut_tags(response.body)
        if len(body) == len(response.body):
            return self.read_page_links(response, context)
        found = self.read_page_links(response.replace(body=body), context)
        if isinstance(found, Listing):
            found.problem = f"{MANY_TAGS}; {found.problem}" if found.problem else MANY_TAGS
        return found

    def read_page_links(self, response: Response, context: RequestContext) -> Listing | FetchResult:
        """Return the links of a home page or listing; of a splash page, the redirect that it stands for.

        Raises:
            PageError: it is none.
        """
        page = open_page(response, context.now)
        refuse_error_page(page)  # a flood or block page holds no links, and must not pass for the end of a listing
        self.page_ends.learn(response, context.address)  # it shows whether this portal's pages have ends
        if context.address.kind != "home":
            self.placeholders.refuse(context.address.portal, response.body)
            return choose_platform(context, page).listing(page, context.selectors)
        return self.read_home(page, context)

    def read_home(self, page: Page, context: RequestContext) -> Listing | FetchResult:
        """Return the links of a home page; of a splash page, the redirect to the real one.

        Raises:
            PageError: it says that the site is closed.
        """
        portal = context.address.portal
        found = recognise(page)
        platform = found.platform if context.platform is None else find_platform(context.platform)
        listing = platform.listing(page, context.selectors)
        front = find_front_page(page, listing)
        if front is not None and context.address.hops < SPLASH_HOPS:
            reason = f"a splash page that leads on to {front}"
            return FetchResult(context.address.fetch_url, "done", reason, page.status, redirect_to=front)
        self.placeholders.note_links(portal, listing)
        leads_on = bool(listing.articles or listing.sections)
        self.placeholders.note_home(portal, page.body, leads_on=leads_on)
        if not listing.articles:
            refuse_closed_home(page)
        listing.platform, listing.platform_reason = found.platform.name, found.reason
        return listing


def result_of(context: RequestContext, result: FetchResult) -> FetchResult:
    """Return a result under the address that was asked for: Scrapy may have spelled it anew."""
    return replace(result, url=context.address.fetch_url, request_key=context.address.url)


def mark_article(article: Article, response: Response, context: RequestContext) -> Article:
    """Return an article with the address that was asked for, its dates there, and the version of its page."""
    address = context.address
    article.url = address.fetch_url
    article.request_key = address.url
    article.validators = read_validators(response)
    article.portal = address.portal
    article.fetched_at = context.now
    article.dates = [*article.dates, *address.dates]
    return article


def mark_listing(listing: Listing, response: Response, address: Address) -> Listing:
    """Return a listing with the address that was asked for and what the server says of its version."""
    listing.url = address.fetch_url
    listing.request_key = address.url
    listing.validators = read_validators(response)
    return listing


def end_parts(context: RequestContext, parts: Sequence[Article], result: FetchResult) -> Article | FetchResult:
    """Return what becomes of an article with a part that could not be read.

    For some times all of it is tried again, then it is stored without that part.
    """
    if result.state == "failed" and context.address.tries + 1 < PART_TRIES:
        reason = f"part {len(parts) + 1}: {result.reason}"
        return result_of(context, replace(result, reason=reason, unread=False))
    return cut_short(parts, result.reason)


def cut_short(parts: Sequence[Article], reason: str) -> Article:
    """Return the article of the parts that could be read; it says why the next one could not."""
    article = join_parts(parts)
    article.shortfall = f"without its part {len(parts) + 1}: {reason}"
    return article


def is_last(parts: Sequence[Article]) -> bool:
    """Return whether an article has no further part."""
    return parts[-1].next_part is None or is_repeated(parts)


def refuse_part(context: RequestContext, parts: Sequence[Article]) -> str | None:
    """Return why the next part of an article is not asked for, None where it is."""
    url = parts[-1].next_part
    if url is not None and not context.rules.is_allowed(url):
        return FORBIDDEN
    return f"more than {PART_LIMIT} parts" if len(parts) >= PART_LIMIT else None


def choose_platform(context: RequestContext, page: Page) -> Platform:
    """Return the portal's platform as its file or its home page names it, else what this very page says."""
    return find_platform(context.platform) if context.platform is not None else recognise(page).platform


def read_map(response: Response, context: RequestContext, read: Callable[[str, bytes], Listing]) -> Listing:
    """Return the links of a sitemap or feed; a flood page in its place is no reason never to ask for it any more."""
    try:
        return read(context.address.fetch_url, response.body)
    except NotAPage:
        if b"<html" not in response.body[:2000].lower():
            raise
        refuse_error_page(open_page(response, context.now))
        raise


def judge_page(address: Address, platform: Platform | None, error: PageError, status: int) -> FetchResult:
    """Return the result of a page without an article: at an article's own address that is a fault, and tried again."""
    if isinstance(error, Refused):
        return judge_refusal(address, error, status)
    is_other = isinstance(error, OtherPage)
    is_expected = address.article is not None or isinstance(error, MissingText)
    is_expected = is_expected or (not is_other and is_linked_as_article(address, platform))
    unread = isinstance(error, NotAnArticle) and not is_other
    state: State = "skipped" if isinstance(error, NotAnArticle) and not is_expected else "failed"
    return FetchResult(
        address.fetch_url,
        state,
        str(error),
        status,
        too_large=isinstance(error, PageTooLarge),
        unread=unread,
        request_key=address.url,
    )


def is_linked_as_article(address: Address, platform: Platform | None) -> bool:
    """Return whether an address is an article's by its own looks, or by the date beside its link."""
    return address.is_dated or (platform is not None and platform.is_article_url(address.fetch_url) is True)


def may_be_article(address: Address, listing: Listing) -> bool:
    """Return whether what was read as a listing may be an article: nothing follows it, and it is known as one.

    Or it leads to no article and stands in no menu of its own: a static page does.
    """
    if address.kind != "listing" or listing.next_url is not None or listing.scripted_next is not None:
        return False
    if address.is_known_as_article:
        return True
    is_later_page = split_page(address.fetch_url).number is not None  # in whose place a notice may stand for a night
    return not (is_later_page or listing.articles or listing.names_itself)


def tells_day(article: Article) -> bool:
    """Return whether a page that nothing else tells to be an article's has a text and the day of its publication."""
    is_dated = any(date.found_in == "page" and date.role == "published" for date in article.dates)
    return is_dated and len(article.body) >= LONG_TEXT


def judge_refusal(address: Address, error: Refused, status: int | None) -> FetchResult:
    """Return the result of a page that stands in for another. One article behind a log-in is none, and no failure."""
    is_private = isinstance(error, LoginPage) and address.kind == "article"
    return FetchResult(
        address.fetch_url,
        "skipped" if is_private else "failed",
        str(error),
        status,
        trouble="closed" if isinstance(error, SiteClosed) else "refusal",
        request_key=address.url,
    )


def judge_known(address: Address, result: FetchResult) -> FetchResult:
    """Return the result at an address as what is known of it says: what has been an article is no file for good.

    Nor is what a listing or feed shows with its day a picture; a file it may be.
    """
    is_picture = result.reason.startswith(f"{OTHER_TYPE}image/") and address.is_dated
    if is_picture or (address.article is not None and result.reason.startswith(OTHER_TYPE)):
        return replace(result, state="failed")
    return judge_login(address, result)


def judge_login(address: Address, result: FetchResult) -> FetchResult:
    """Return the result of a redirect to a log-in page as that of the log-in page, which is nobody's new address."""
    target = result.redirect_to
    if target is None or not is_login_address(target) or is_login_address(address.fetch_url):
        return result
    return judge_refusal(address, LoginPage(LOGIN_REASON), result.status)
