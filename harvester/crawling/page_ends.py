"""Pages that were cut on their way: they break off, on a portal whose other pages end as they should."""

from __future__ import annotations

from scrapy.http import Response

from harvester.items import FetchResult
from harvester.store.frontier.addresses import Address


class PageEnds:
    """Which portals' pages go on to `</html>`, as far as a crawl has seen them."""

    def __init__(self) -> None:
        self.portals: set[str] = set()

    def judge(self, response: Response, address: Address) -> FetchResult | None:
        """Learn from a page, and return the result of one that breaks off."""
        if has_end(response.body):
            self.portals.add(address.portal)
        elif address.portal in self.portals:
            return FetchResult(address.fetch_url, "failed", "the page breaks off: no </html>", response.status)
        return None


def has_end(body: bytes) -> bool:
    """Return whether a page of HTML goes on to its end tag, in UTF-16 too."""
    if b"</html" in body[-200:].lower():  # as most
        return True
    return b"</html" in body.lower() or (b"\0" in body[:100] and b"</html" in body.replace(b"\0", b"").lower())
