"""Keeps every answer of a crawl, each in the transaction that ends its address."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from harvester.archive import require_extra
from harvester.archive.exchanges import Exchange, make_answer_head, make_request_head
from harvester.crawling.requests import RequestContext
from harvester.plan import Plan, RunFacts
from harvester.store import Store, captures

if TYPE_CHECKING:
    from harvester.archive.folder import KeptFolder


Wire = dict[bytes, tuple[bytes, bytes]]
"""The heads of requests and of the answers to them, exact, by the address that was asked."""


class Keeping:
    """What has come and is not kept yet, and the folder that it goes to.

    `wire` holds the heads of what is under way, exact, by the address that was asked; the transport fills it.
    """

    def __init__(self, folder: KeptFolder, now: datetime) -> None:
        self.folder = folder
        self.run: int | None = None
        self.now = now
        self.started = monotonic()
        self.wire: Wire = {}
        self.waiting: defaultdict[str, list[Exchange]] = defaultdict(list)

    @classmethod
    def open(cls, plan: Plan, store: Store) -> Self | None:
        """The folder of a plan, brought in order; None where the plan has none.

        Raises what `KeptFolder.open` does, and MissingExtra.
        """
        if plan.keep is None:
            return None
        require_extra()
        from harvester.archive.folder import KeptFolder  # late: it needs the extra

        return cls(KeptFolder.open(plan.keep, store), plan.now)

    def connect(self, crawler: Crawler) -> None:
        """Be told of every answer as it comes, before it is unpacked."""
        crawler.signals.connect(self.note, signal=signals.response_downloaded)
        crawler.signals.connect(self.forget, signal=signals.request_left_downloader)

    def read_time(self) -> datetime:
        """The run's clock, which goes on from its beginning."""
        return self.now + timedelta(seconds=int(monotonic() - self.started))

    def note(self, response: Response, request: Request) -> None:
        """An answer has come."""
        wired = self.wire.pop(request.url.encode("ascii", "replace"), (b"", b""))
        asked, head = wired if wired[1] else make_heads(request, response)
        address = None if response.ip_address is None else str(response.ip_address)
        exchange = Exchange(request.url, asked, head, response.body, self.read_time(), address)
        self.waiting[find_owner(request)].append(exchange)

    def forget(self, request: Request) -> None:
        """No answer came, or it was noted: its heads are not needed any more."""
        self.wire.pop(request.url.encode("ascii", "replace"), None)

    def begin(self, run: RunFacts) -> None:
        """Keep what comes from now on under a run that has got its number."""
        self.run = run.id

    def keep(self, key: str, portal: str) -> int | None:
        """Keep what has come for an address, or for a portal's robots.txt; inside a transaction.

        Returns:
            The first one's row, since further ones are later parts of an article; None where nothing came.
        """
        rows = [self.folder.keep(exchange, portal, self.run) for exchange in self.waiting.pop(key, ())]
        return rows[0] if rows else None

    def has_page(self, url: str) -> bool:
        """Whether a page of this address is kept, so that it may be asked for only if it has changed."""
        return captures.find_last(self.folder.store.connection, self.folder.folder.id, url) is not None

    def close(self) -> None:
        """Close the file that is being written."""
        self.folder.close()


def find_owner(request: Request) -> str:
    """Whose answer it is that comes: an address's, by its key, or that of a portal's robots.txt."""
    context: RequestContext | None = request.meta.get("context")
    return name_robots(request.meta["portal"]) if context is None else context.address.url


def name_robots(portal: str) -> str:
    """The key under which a portal's robots.txt is kept."""
    return f"robots.txt of {portal}"


def make_heads(request: Request, response: Response) -> tuple[bytes, bytes]:
    """The heads as Scrapy tells them, where the wire's own were not seen."""
    parts = urlparse_cached(request)
    path = f"{parts.path or '/'}?{parts.query}".rstrip("?")
    asked = {"Host": parts.netloc}
    asked |= {str(name): str(value) for name, value in request.headers.to_unicode_dict().items()}
    fields = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    return make_request_head(request.method, path, asked), make_answer_head(response.status, fields)
