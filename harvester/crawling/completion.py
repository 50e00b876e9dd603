"""What follows when an address has its result: rows and counts, its server's turn, what it says of the portal."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy.exceptions import DropItem

from harvester.crawling.backoff import Backoff
from harvester.crawling.in_flight import InFlight
from harvester.crawling.throttle import Servers
from harvester.items import Article, AttachedFile, FetchResult, Listing
from harvester.loading.articles import Saved
from harvester.loading.loader import Loader
from harvester.store.frontier.addresses import Address


class NotStored(DropItem):
    """Raised by the last pipeline for an article that is not stored.

    Its address is completed by then, and may have been handed out anew before Scrapy says that the item was dropped.
    """


class Completion:
    """Completes addresses: every one that was handed out comes here exactly once."""

    def __init__(self, loader: Loader, in_flight: InFlight, servers: Servers, backoff: Backoff) -> None:
        self.loader = loader
        self.in_flight = in_flight
        self.servers = servers
        self.backoff = backoff

    def find(self, key: str) -> Address | None:
        """Return the address under way that a request's key names, with the article that it leads to now."""
        address = self.in_flight.find(key)
        return None if address is None else self.loader.refresh(address)

    def complete_article(self, address: Address, article: Article) -> Saved | FetchResult:
        """Store an article, or what it comes to where it is not to be stored."""
        address = self.loader.adopt_article(address)
        refusal = self.loader.judge(address, article)
        if refusal is not None:
            self.complete_result(address, refusal)
            return refusal
        saved = self.loader.load_article(address, article)
        self._finish_read(address)
        return saved

    def complete_listing(self, address: Address, listing: Listing) -> None:
        """Store what a listing led to."""
        self.loader.load_listing(address, listing)
        self._finish_read(address)
        if address.kind == "home" and not listing.articles:
            self.backoff.suspect(address.portal)

    def complete_file(self, address: Address, file: AttachedFile) -> None:
        """Store what was read of a file."""
        self.loader.load_file(address, file)
        self._finish_read(address)

    def complete_result(self, address: Address, result: FetchResult) -> None:
        """Store what became of an address that gave neither."""
        self.complete_results([(address, result)])

    def complete_results(self, results: Sequence[tuple[Address, FetchResult]]) -> None:
        """Store what became of several such addresses, in one transaction."""
        self.loader.load_fetch_results(results)
        for address, result in results:
            self.backoff.note_result(address, result)
            self._finish(address)

    def _finish_read(self, address: Address) -> None:
        self.backoff.note_success(address)
        self._finish(address)

    def _finish(self, address: Address) -> None:
        if self.in_flight.finish(address.url):
            self.servers.release(address.portal)
