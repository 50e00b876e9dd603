"""Addresses that an operator typed: `scrapy shell`, `fetch`, `parse`, `check`. There is no run and no frontier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from harvester.crawling.requests import RequestContext
from harvester.crawling.robots import Rules
from harvester.crawling.run import Run
from harvester.crawling.safety import allow_own_hosts
from harvester.environment import read_clock, read_directory
from harvester.items import Selectors
from harvester.platforms import PLATFORMS
from harvester.portals import Portal, load_portals
from harvester.store.frontier.addresses import Address, Kind
from harvester.urls import is_same_site, make_key

_XML_ROOT = re.compile(rb"<(rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")
_SNIFFED = 2000
"""Octets in which the root element of XML is looked for."""

_GENERIC = "generic"
"""The platform that reads pages of portals which no file knows."""


class TypedAddresses:
    """A downloader middleware: an address that was typed may be private; one that it redirects to may not."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Allow nothing where there is a run: its portals' files say what may be private."""
        if crawler.get_extension(Run) is not None:
            raise NotConfigured
        return cls()

    def process_request(self, request: Request) -> None:
        """Let the host pass that was typed."""
        if "parts" not in request.meta:  # the page names where an article goes on
            allow_own_hosts([*request.meta.get("redirect_urls", []), request.url][:1])


class TypedRedirects(RedirectMiddleware):
    """Scrapy's redirects, only where there is no run: in a run a redirect is the result of its address."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Follow nothing where there is a run."""
        if crawler.get_extension(Run) is not None:
            raise NotConfigured
        return super().from_crawler(crawler)


def make_context(response: Response, portals: Iterable[Portal], kind: Kind) -> RequestContext:
    """Return what the spider has to know of a page that nobody handed out.

    Args:
        response: The page.
        portals: All that there are files for.
        kind: What the page is read as.
    """
    portal = find_portal(response.url, portals)
    name = "" if portal is None else portal.id
    address = Address(
        make_key(response.url), response.url, name, kind, tries=0, claims=0, hops=0, walk=None, article=None
    )
    if portal is None:
        return RequestContext(address, Selectors(), _GENERIC, read_clock(), Rules())
    return RequestContext(address, portal.css, portal.platform, read_clock(), Rules())


@cache
def load_known() -> tuple[Portal, ...]:
    """Return the packaged portals and those of `HARVESTER_PORTALS`."""
    return tuple(load_portals(read_directory(), platforms=set(PLATFORMS)).values())


def find_root(response: Response) -> Literal["feed", "sitemap", "home"] | None:
    """Return what a page certainly is, by its root element or its address, for a callback; None for another page."""
    match = _XML_ROOT.search(response.body[:_SNIFFED])
    if match is not None:
        return "sitemap" if match[1] in (b"urlset", b"sitemapindex") else "feed"
    return "home" if urlsplit(response.url).path in ("", "/") else None


def find_portal(url: str, portals: Iterable[Portal]) -> Portal | None:
    """Return the portal of an address, by host and port; of several on one host that whose address fits best."""
    found = [portal for portal in portals if is_same_site(url, portal.url)]
    return max(found, key=lambda portal: (url.startswith(portal.url), len(portal.url)), default=None)
