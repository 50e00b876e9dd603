"""Requests as the frontier has them made, and what they bear for the spider and the downloader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from scrapy import Request
from scrapy.http import Response

from harvester.crawling.robots import Rules
from harvester.items import Article, Selectors
from harvester.plan import RunFacts
from harvester.portals import Portal
from harvester.store import Store, runs
from harvester.store.frontier.addresses import Address
from harvester.urls import read_site

CONDITIONAL = frozenset({"article", "sitemap", "feed"})
"""What is asked for only if it has changed. A listing is a walk's step, and is always read."""


BORNE = ("portal", "cookiejar", "download_slot", "context")
"""What a request for a part has in common with the one for the article."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """What the spider has to know of a page beside the page: `meta["context"]`."""

    address: Address
    selectors: Selectors
    platform: str | None  # as the portal file or an earlier look at its home page names it
    now: datetime
    rules: Rules  # of the portal's robots.txt


class KnownPages(Protocol):
    """What keeps pages knows which it has."""

    def has_page(self, url: str) -> bool:
        """Return whether a page of this address is kept."""


class RequestMaker:
    """Makes a request of an address."""

    def __init__(self, store: Store, run: RunFacts, spider: Any, known: KnownPages | None = None) -> None:
        self.known = known
        self.store = store
        self.run = run
        self.spider = spider

    def make(self, address: Address, rules: Rules) -> Request:
        """Return the request for an address that is due, on a site with these rules."""
        portal = self.run.portals[address.portal]
        platform = runs.read_portal(self.store.connection, portal.id).platform
        context = RequestContext(address, portal.css, platform, self.run.plan.now, rules)
        return Request(
            address.fetch_url,
            callback=self.spider.find_callback(address.kind),
            errback=self.spider.report_failure,
            headers=self.make_conditions(address),
            meta={**make_meta(portal), "context": context},
        )

    def make_conditions(self, address: Address) -> dict[str, str]:
        """Return the headers for a page that may be known; one that is to be kept, and is not yet, must come whole."""
        conditions = {} if self.run.plan.full else _make_conditions(address)
        if conditions and self.known is not None and not self.known.has_page(address.fetch_url):
            return {}
        return conditions


def make_part_request(response: Response, parts: Sequence[Article], **callbacks: Any) -> Request:
    """Return the request for the next part of an article; it bears the earlier ones.

    Args:
        response: The page of the last of them.
        parts: The parts that were read, in order; the last one names the next.
        callbacks: `callback` and `errback`.
    """
    url = parts[-1].next_part
    assert url is not None
    meta = {name: response.meta[name] for name in BORNE if name in response.meta}
    return Request(url, meta={**meta, "parts": tuple(parts)}, **callbacks)


def _make_conditions(address: Address) -> dict[str, str]:
    """Return the headers that ask for a page only if it is another version than that which was read."""
    if address.kind not in CONDITIONAL:
        return {}
    conditions = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
    return {name: value for name, value in conditions.items() if value is not None}


def make_meta(portal: Portal) -> dict[str, Any]:
    """Return what every request to a portal bears, its robots.txt's too."""
    return {"portal": portal.id, "cookiejar": portal.id, "download_slot": read_site(portal.url)}
