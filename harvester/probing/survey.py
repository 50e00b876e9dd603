"""What a probe looks at, in its order (home, feeds, sitemaps, a section, articles), and what it finds there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from harvester.crawling.responses import open_page
from harvester.crawling.robots import Rules
from harvester.discovery.feeds import read_feed
from harvester.discovery.sitemaps import read_sitemap
from harvester.errors import LoginPage, PageError, ProbeError, ProbeFailure, Refused, SiteClosed
from harvester.items import Article, Link, Listing
from harvester.platforms import Recognition, recognise
from harvester.probing.visitor import Visitor
from harvester.reading.error_pages import LOGIN_REASON, is_login_address, refuse_error_page
from harvester.reading.page import Page
from harvester.reading.platform import Platform
from harvester.urls import BadAddress, is_same_site, make_key, read_origin, resolve

FEEDS_ASKED = 2
SITEMAPS_ASKED = 3
SECTIONS_ASKED = 2
_SAMPLES_ASKED = 3
"""So many are asked for at most; a crawl asks for all."""

NEWS_SITEMAP = re.compile(r"news|article|post|tin-?tuc|bai-?viet", re.IGNORECASE)
"""In `sitemap-vi.news.xml`, beside `sitemap-vi.about.xml`; `wp-sitemap-posts-post-1.xml`."""


@dataclass(slots=True)
class Source:
    """A feed or sitemap, and what it holds. `trouble` says why it is of no use."""

    url: str
    named_by: str
    articles: int = 0
    sitemaps: int = 0
    trouble: str | None = None
    asked: bool = True


@dataclass(slots=True)
class Findings:
    """Everything seen. Addresses are absolute; `url` is the portal's, on the origin that answers."""

    url: str
    answered_at: str
    rules: Rules
    delay: float
    page: Page
    recognition: Recognition
    sections: list[Link]
    feeds: list[Source] = field(default_factory=list)
    sitemaps: list[Source] = field(default_factory=list)
    links: dict[str, list[Link]] = field(default_factory=dict)
    """Links to articles by key, each as often as it was seen: every place may tell a date of its own."""
    in_view: dict[str, int] = field(default_factory=dict)
    """How many different articles each page led to, e.g. `{"the home page": 20}`."""
    sample: Article | None = None
    sample_page: Page | None = None
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Articles that could not be read, and why."""

    @property
    def forbidden(self) -> int:
        """How many of the articles in view robots.txt forbids."""
        return sum(not self.rules.is_allowed(links[0].url) for links in self.links.values())

    def add_links(self, place: str, links: Iterable[Link]) -> int:
        """Note the links of a page to articles of the portal; how many different ones they are."""
        kept = keep_own(links, self.url, self.recognition.platform)
        for key, found in kept.items():
            self.links.setdefault(key, []).extend(found)
        self.in_view[place] = len(kept)
        return len(kept)


async def look_around(visitor: Visitor, url: str) -> Findings:
    """Robots, home page, feeds, sitemaps, a section where they showed nothing, and one article.

    Raises:
        ProbeError: for what is no portal.
    """
    findings = await look_at_home(visitor, url)
    home = findings.recognition.platform.listing(findings.page)
    findings.add_links("the home page", home.articles)
    findings.sections = list(keep_sections(home.sections, findings.url))
    await look_at_feeds(visitor, findings, home.feeds)
    await look_at_sitemaps(visitor, findings)
    for section in findings.sections[:SECTIONS_ASKED]:
        if not findings.links:
            await look_at_section(visitor, findings, section)
    if not findings.links:
        raise ProbeError(tell_nothing(findings))
    await look_at_articles(visitor, findings)
    findings.delay = visitor.delay
    return findings


async def look_at_home(visitor: Visitor, url: str) -> Findings:
    response = await visitor.fetch(url)
    try:
        page = open_page(response)
        refuse_error_page(page)
    except PageError as error:
        raise ProbeError(f"no portal at {response.url!r}: {error}", name_refusal(error)) from error
    if is_login_address(response.url) and not is_login_address(url):
        raise ProbeError(f"no portal at {response.url!r}: {LOGIN_REASON}", "log-in")
    recognition = recognise(page)
    if recognition.platform.is_article_url(response.url) is True:
        home = f"{read_origin(response.url)}/"
        raise ProbeError(
            f"{url!r} is one article of a portal on {recognition.platform.name}: probe its home page, perhaps {home!r}"
        )
    try:
        origin = read_origin(response.url)
        own = resolve(f"{origin}/", url[len(read_origin(url)) :] or "/")
    except BadAddress:
        own = response.url
    return Findings(own, response.url, await visitor.open_site(response.url), visitor.delay, page, recognition, [])


def name_refusal(error: PageError) -> ProbeFailure:
    """Return why a home page that is none cannot be harvested."""
    if isinstance(error, LoginPage):
        return "log-in"
    if isinstance(error, SiteClosed):
        return "does not answer"
    return "refuses" if isinstance(error, Refused) else "no news"


async def look_at_feeds(visitor: Visitor, findings: Findings, feeds: list[str]) -> None:
    own = [feed for feed in feeds if is_same_site(feed, findings.url)]
    for number, feed in enumerate(own):
        source = Source(feed, "the home page", asked=number < FEEDS_ASKED)
        findings.feeds.append(source)
        if source.asked:
            await look_at_source(visitor, findings, source, read_feed)


async def look_at_sitemaps(visitor: Visitor, findings: Findings) -> None:
    """Those that robots.txt names, else where the platform puts them; of an index also its first sitemap."""
    named = [link for link in findings.rules.sitemaps if is_same_site(link, findings.url)]
    guessed = [] if named else findings.recognition.platform.sitemaps(findings.url)
    why = "robots.txt" if named else "where it usually is"
    for number, link in enumerate(named or guessed):
        source = Source(link, why, asked=number < SITEMAPS_ASKED - 1)
        findings.sitemaps.append(source)
        if not source.asked:
            continue
        listing = await look_at_source(visitor, findings, source, read_sitemap)
        if listing is not None and listing.sitemaps and not listing.articles:
            inner = Source(choose_inner([link.url for link in listing.sitemaps]), "the index")
            if is_same_site(inner.url, findings.url):
                findings.sitemaps.append(inner)
                await look_at_source(visitor, findings, inner, read_sitemap)


def choose_inner(sitemaps: list[str]) -> str:
    """The sitemap of an index that most likely holds articles: systems have others for pages, tags and authors."""
    return next((url for url in sitemaps if NEWS_SITEMAP.search(url)), sitemaps[0])


async def look_at_source(
    visitor: Visitor, findings: Findings, source: Source, read: Callable[[str, bytes], Listing]
) -> Listing | None:
    """Read a feed or sitemap, and note what it holds or what is wrong with it."""
    try:
        response = await visitor.fetch(source.url)
        listing = read(response.url, response.body)
    except (ProbeError, PageError) as error:
        source.trouble = str(error).removeprefix(f"{source.url!r}").removeprefix(": ")
        return None
    source.sitemaps = len(listing.sitemaps)
    source.articles = findings.add_links(source.url, listing.articles)
    return listing


async def look_at_section(visitor: Visitor, findings: Findings, section: Link) -> None:
    try:
        page = open_page(await visitor.fetch(section.url))
        listing = findings.recognition.platform.listing(page)
    except (ProbeError, PageError) as error:
        findings.unread.append((section.url, str(error)))
        return
    findings.add_links(section.url, listing.articles)


async def look_at_articles(visitor: Visitor, findings: Findings) -> None:
    """Read the first article that can be read, with every date that was told of it anywhere."""
    platform = findings.recognition.platform
    keys = sorted(findings.links, key=lambda key: platform.is_article_url(findings.links[key][0].url) is not True)
    for key in keys[:_SAMPLES_ASKED]:
        links = findings.links[key]
        try:
            page = open_page(await visitor.fetch(links[0].url))
            article = platform.article(page)
        except (ProbeError, PageError) as error:
            findings.unread.append((links[0].url, str(error)))
            continue
        article.fetched_at = visitor.ask.now
        article.dates = [*article.dates, *(link.date for link in links if link.date is not None)]
        findings.sample, findings.sample_page = article, page
        return


def keep_own(links: Iterable[Link], home: str, platform: Platform) -> dict[str, list[Link]]:
    """The links that a crawl of this portal would take for articles, by key."""
    kept: dict[str, list[Link]] = {}
    for link in links:
        try:
            target = resolve(home, link.url)
            key = make_key(target)
        except PageError:
            continue
        if is_same_site(target, home) and key != make_key(home) and platform.is_article_url(target) is not False:
            kept.setdefault(key, []).append(Link(target, link.text, link.date))
    return kept


def keep_sections(links: Iterable[Link], home: str) -> Iterable[Link]:
    """The sections of the portal's own site, each once."""
    seen = {make_key(home)}
    for link in links:
        try:
            key = make_key(link.url)
        except PageError:
            continue
        if key not in seen and is_same_site(link.url, home):
            seen.add(key)
            yield link


def tell_nothing(findings: Findings) -> str:
    """Why this is no portal, with the way out where the page sends visitors on."""
    away = [element.get("content") or "" for element in findings.page.tree.iter("meta")
            if (element.get("http-equiv") or "").lower() == "refresh"]  # fmt: skip
    hint = f"; the page sends visitors on ({away[0].strip()[:100]}): probe that address" if away else ""
    where = findings.answered_at
    return f"no portal at {where!r}: none of its links, feeds and sitemaps leads to an article{hint}"
