"""Placeholder pages: a challenge, a parked name, a closed site, which stand at every address of a portal alike.

Their words are anybody's guess. They are known by the home page, which leads nowhere and is the same as others.
"""

from __future__ import annotations

import re
from hashlib import sha256

from harvester.errors import SiteClosed

LARGEST = 100_000
"""Octets; a larger page has something of its own."""
_PARTS = re.compile(rb"[\s<>\"'=&;]+")
_DIGIT = re.compile(rb"\d")


class PlaceholderPages:
    """The home pages that led neither to articles nor to sections, by portal, as far as a crawl has seen them."""

    def __init__(self) -> None:
        self._homes: dict[str, bytes] = {}

    def note_home(self, portal: str, body: bytes, *, leads_on: bool) -> None:
        """Learn from a portal's home page whether it may be a placeholder."""
        if leads_on or len(body) > LARGEST:
            self._homes.pop(portal, None)
        else:
            self._homes[portal] = digest_page(body)

    def refuse(self, portal: str, body: bytes) -> None:
        """Raise SiteClosed for a page that is the same as the home page, which leads to no article."""
        home = self._homes.get(portal)
        if home is not None and len(body) <= LARGEST and digest_page(body) == home:
            raise SiteClosed("the same page as the home page, which leads nowhere")


def digest_page(body: bytes) -> bytes:
    """Return what tells a page from others, but for words with digits: a time, a number of the request."""
    words = (word for word in _PARTS.split(body) if _DIGIT.search(word) is None)
    return sha256(b" ".join(words)).digest()
