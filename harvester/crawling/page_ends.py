"""Pages that were cut on their way: they break off, on a portal whose other pages end as they should."""

from __future__ import annotations

import re
from collections import Counter

from scrapy.http import Response

from harvester.items import FetchResult
from harvester.limits import CUT_TRIES
from harvester.store.frontier.addresses import Address

CUT = "the page breaks off: no </html>"
_ALIKE = 3
"""So many articles' pages that end alike, in something else, and none with an end, show what the template is like."""
_TAIL = 40
"""Octets at a page's end by which they are alike: a connection cuts amid the text, and never twice at the same."""
_TAILS = 5_000
"""So many different ends are kept before those are dropped that few pages have."""

HOLDER_TAG = re.compile(rb"<(/?)(div|ul|ol|table|section|main|article|form|script)(?=[\s>])", re.IGNORECASE)


class PageEnds:
    """Which portals' pages go on to `</html>`, as far as a crawl has seen them."""

    def __init__(self) -> None:
        self.portals: set[str] = set()
        self.with_articles: set[str] = set()
        """Portals whose articles do, and not just their listings, which are another template."""
        self.articles: dict[tuple[str, bytes], set[str]] = {}
        """Which articles' pages without an end have the same last octets, by portal."""
        self.most_tails = _TAILS
        self.with_listings: set[tuple[str, str]] = set()
        """Portals and kinds of their pages of which one other than an article's does: each is another template."""
        self.listings: dict[tuple[str, bytes], set[str]] = {}
        """Which listings without an end have the same last octets, by portal."""

    def judge(self, response: Response, address: Address) -> FetchResult | None:
        """Learn from a page, and return the result of one that breaks off.

        One of which nothing is stored and that has done so for some nights is let pass: there may never be more.
        """
        self.learn(response, address)
        is_last_try = address.tries >= CUT_TRIES and address.article is None
        if is_last_try or not self.is_cut(response, address):
            return None
        return FetchResult(address.fetch_url, "failed", CUT, response.status)

    def learn(self, response: Response, address: Address) -> None:
        """Take note of how a page ends."""
        is_article = address.kind == "article"
        if has_end(response.body):
            self.portals.add(address.portal)
            if is_article:
                self.with_articles.add(address.portal)
            else:
                self.with_listings.add((address.portal, address.kind))
        elif is_article:
            self.note_tail(response, address)

    def note_tail(self, response: Response, address: Address) -> None:
        """Take note of the last octets of an article's page without an end; of those that are alike a few."""
        alike = self.articles.setdefault((address.portal, read_tail(response)), set())
        if len(alike) <= _ALIKE:
            alike.add(address.url)
        if len(self.articles) > self.most_tails:
            self.articles = {tail: urls for tail, urls in self.articles.items() if len(urls) > _ALIKE}
            self.most_tails = max(_TAILS, 2 * len(self.articles))

    def is_cut(self, response: Response, address: Address) -> bool:
        """Return whether a page breaks off on a portal whose pages of its kind go on to their end."""
        if has_end(response.body) or address.portal not in self.portals:
            return False
        return address.portal in self.with_articles or self.count_alike(response, address) <= _ALIKE

    def count_alike(self, response: Response, address: Address) -> int:
        """Return how many articles' pages without an end end like this one."""
        return len(self.articles.get((address.portal, read_tail(response)), ()))

    def ends_amid_text(self, response: Response, address: Address) -> bool:
        """Return whether an article's page stops within a text, as no other does, on a portal without ends so far."""
        if has_end(response.body) or address.portal in self.portals:
            return False
        return self.count_alike(response, address) <= 1 and is_amid_text(response.body)

    def is_listing_cut(self, response: Response, address: Address) -> bool:
        """Return whether a listing breaks off: no other one ends like it, and elements are open.

        Where none of the portal's listings had its end so far, only that it stops amid a text says so.
        """
        body = response.body
        if has_end(body):
            return False
        others = self.listings.setdefault((address.portal, read_tail(response)), set())
        others.add(address.url)
        if len(others) > 1:
            return False
        is_usual = (address.portal, address.kind) in self.with_listings
        return has_open_elements(body) if is_usual else is_amid_text(body)


def is_amid_text(body: bytes) -> bool:
    """Return whether a page stops within a text or tag, with elements open around it."""
    return not body.rstrip().endswith(b">") and has_open_elements(body)


def has_open_elements(body: bytes) -> bool:
    """Return whether elements that hold others are open at a page's end."""
    tags: Counter[tuple[bytes, bytes]] = Counter()
    is_script = False
    for slash, name in HOLDER_TAG.findall(body):
        if name.lower() == b"script":
            is_script = not slash
        elif not is_script:  # `$('<div>')`
            tags[name.lower(), slash] += 1
    return any(count > tags[name, b"/"] for (name, slash), count in tags.items() if not slash)


def read_tail(response: Response) -> bytes:
    """Return a page's last octets."""
    return response.body.rstrip()[-_TAIL:]


def has_end(body: bytes) -> bool:
    """Return whether a page of HTML goes on to its end tag, in UTF-16 too."""
    if b"</html" in body[-200:].lower():  # as most
        return True
    return b"</html" in body.lower() or (b"\0" in body[:100] and b"</html" in body.replace(b"\0", b"").lower())
