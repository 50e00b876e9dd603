"""Placeholder pages: a challenge, a parked name, a closed site, which stand at every address of a portal alike.

Their words are anybody's guess. They are known by the home page, which leads nowhere and is the same as others. A home
page that leads on is itself what some systems answer with for whatever they do not have.
"""

from __future__ import annotations

import re
from hashlib import sha256

from harvester.errors import SiteClosed
from harvester.items import Listing

LARGEST = 100_000
"""Octets; a larger page has something of its own."""
_PARTS = re.compile(rb"[\s<>\"'=&;]+")
_DIGIT = re.compile(rb"\d")


class PlaceholderPages:
    """The home pages by portal, as far as a crawl has seen them: what they led to, and those that led nowhere."""

    def __init__(self) -> None:
        self._homes: dict[str, bytes] = {}
        self._links: dict[str, frozenset[str]] = {}

    def note_home(self, portal: str, body: bytes, *, leads_on: bool) -> None:
        """Learn from a portal's home page whether it may be a placeholder."""
        if leads_on or len(body) > LARGEST:
            self._homes.pop(portal, None)
        else:
            self._homes[portal] = digest_page(body)

    def note_links(self, portal: str, home: Listing) -> None:
        """Learn which articles a portal's home page leads to."""
        self._links[portal] = frozenset(link.url for link in home.articles)

    def is_home(self, portal: str, page: Listing) -> bool:
        """Return whether a page leads to the same articles as the home page, neither fewer nor more, but for itself."""
        links = self._links.get(portal, frozenset()) - {page.url}
        return bool(links) and links == {link.url for link in page.articles} - {page.url}

    def refuse(self, portal: str, body: bytes) -> None:
        """Raise SiteClosed for a page that is the same as the home page, which leads to no article."""
        home = self._homes.get(portal)
        if home is not None and len(body) <= LARGEST and digest_page(body) == home:
            raise SiteClosed("the same page as the home page, which leads nowhere")


def digest_page(body: bytes) -> bytes:
    """Return what tells a page from others, but for words with digits: a time, a number of the request."""
    words = (word for word in _PARTS.split(body) if _DIGIT.search(word) is None)
    return sha256(b" ".join(words)).digest()
