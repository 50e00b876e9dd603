"""Pages that were cut on their way: they break off, on a portal whose other pages end as they should."""

from __future__ import annotations

from collections import Counter

from scrapy.http import Response

from harvester.items import FetchResult
from harvester.store.frontier.addresses import Address

_ENDLESS = 3
"""So many article pages that break off, and none that does not, are what the portal's articles are like."""
_TRIES = 3
"""So many answers of an address that break off at the same place are its page: no line cuts so evenly."""
_TAIL = 200
"""Octets at a page's end that tell the place."""


class PageEnds:
    """Which portals' pages go on to `</html>`, as far as a crawl has seen them."""

    def __init__(self) -> None:
        self.portals: set[str] = set()
        self.with_articles: set[str] = set()
        """Portals whose articles do, and not just their listings, which are another template."""
        self.endless: Counter[str] = Counter()
        """Article pages without an end, by portal."""
        self.tails: Counter[int] = Counter()
        """How often an address answered with a page that breaks off at the same place, by a hash of both."""

    def judge(self, response: Response, address: Address) -> FetchResult | None:
        """Learn from a page, and return the result of one that breaks off."""
        is_article = address.kind == "article"
        if has_end(response.body):
            self.portals.add(address.portal)
            if is_article:
                self.with_articles.add(address.portal)
            return None
        self.endless[address.portal] += is_article
        is_usual = address.portal not in self.with_articles and self.endless[address.portal] > _ENDLESS
        if is_usual or address.portal not in self.portals or self.is_cut_evenly(response, address):
            return None
        return FetchResult(address.fetch_url, "failed", "the page breaks off: no </html>", response.status)

    def is_cut_evenly(self, response: Response, address: Address) -> bool:
        """Return whether an address has broken off at the very same place each time that it was asked for."""
        place = hash((address.url, response.body[-_TAIL:]))
        self.tails[place] += 1
        return self.tails[place] >= _TRIES


def has_end(body: bytes) -> bool:
    """Return whether a page of HTML goes on to its end tag, in UTF-16 too."""
    if b"</html" in body[-200:].lower():  # as most
        return True
    return b"</html" in body.lower() or (b"\0" in body[:100] and b"</html" in body.replace(b"\0", b"").lower())
