"""Captures read as a crawl reads answers: by the same spider and pipelines, the clock at the time of each capture."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.archive.warc_records import Record
from harvester.crawling.claims import RunClaims
from harvester.crawling.requests import RequestContext
from harvester.crawling.robots import Rules
from harvester.crawling.run import begin_run
from harvester.duplicates.signature import sign
from harvester.errors import BadRecord, CaptureUnavailable
from harvester.health.tallies import make_counts
from harvester.items import Article, FetchResult, Listing
from harvester.jobs.advance_pages import CAPTURE, make_response
from harvester.limits import MAX_CLAIMS
from harvester.loading.loader import Loader
from harvester.loading.sources import Sources
from harvester.plan import Plan, RunFacts
from harvester.spiders.page_items import PageItems, Readings
from harvester.spiders.portal import PortalSpider
from harvester.store import Store, runs
from harvester.store.frontier.addresses import Address
from harvester.store.frontier.outcomes import release
from harvester.store.unread import end_unread
from harvester.vietnamese.dates.zones import VIETNAM
from harvester.wording import write_count
from pipelines import process

logger = logging.getLogger(__name__)

Item = Article | Listing | FetchResult


class ReadCaptures:
    """Takes the place of what keeps a crawl's answers: each is kept already, and is read when its address ends."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.capture: int | None = None

    def keep(self, key: str, portal: str) -> int | None:
        """Return the row of the capture that is being read, which is not to be read again. Inside a transaction."""
        if self.capture is not None:
            end_unread(self.store.connection, self.capture)
        return self.capture


class Replay:
    """Reads captures of the portals of one run, in order of their times or not."""

    def __init__(self, store: Store, plan: Plan, readings: Readings | None = None) -> None:
        self.store = store
        self.claims = RunClaims(store, [portal.id for portal in plan.portals])
        self.facts = begin_run(store, plan)
        self.reading = ReadCaptures(store)
        self.sources = Sources(store, self.facts)
        self.loader = Loader(store, self.facts, make_counts(self.facts.portals), self.sources, self.reading)
        self.spider = PortalSpider()
        self.spider.pages = PageItems(readings)
        self.rules = Rules()
        self.find_page: Callable[[str], Record | None] = lambda url: None
        """Finds the record of a page by its address, whatever its time."""

    def set_clock(self, fetched_at: str) -> None:
        """Let the run's clock stand at the time of a capture."""
        now = datetime.fromisoformat(fetched_at).astimezone(VIETNAM)
        self.facts = RunFacts.of_plan(self.facts.id, replace(self.facts.plan, now=now))
        self.loader.run = self.sources.run = self.facts

    def read(self, address: Address, record: Record, capture: int) -> list[Item]:
        """Return what an answer held, as the spider says; processed, and not yet stored.

        Args:
            address: What was asked for.
            record: The answer.
            capture: The answer's number.

        Raises:
            BadRecord: its body does not unpack.
            CaptureUnavailable: one of its later parts cannot be had now.
        """
        if address.claims >= MAX_CLAIMS:
            reason = f"opened {write_count(address.claims, 'time')}, and every time the harvester died"
            return [FetchResult(address.fetch_url, "skipped", reason, request_key=address.url)]
        response = self.make_response(address, record)
        response.meta[CAPTURE] = capture
        self.claims.claim(address.url)
        try:
            items = self.follow_parts(address, self.spider.find_callback(address.kind)(response))
            return [self.process(item) for item in items]
        except CaptureUnavailable:  # of a later part: read again by a later import, and nothing died of it
            with self.store.transaction() as connection:
                release(connection, address.url)
            raise
        except Exception as error:  # a fault of ours, on this page: as in a crawl
            logger.exception("the capture of %s from %s cannot be read", address.fetch_url, self.facts.now)
            reason = f"{type(error).__name__}: {error}"[:300]
            status, key = response.status, address.url
            return [FetchResult(address.fetch_url, "failed", reason, status, unread=True, request_key=key)]

    def follow_parts(self, address: Address, found: Iterable[Item | Request]) -> Iterator[Item]:
        """Yield items; the later parts of an article are looked for among its portal's captures."""
        for item in found:
            if not isinstance(item, Request):
                yield item
                continue
            record = self.find_page(item.url)
            if record is None:
                failure: Any = Failure(BadRecord("of a later part there is no capture"))  # type: ignore[no-untyped-call]
                failure.request = item  # as Scrapy hands it to an errback
                yield from self.follow_parts(address, item.errback(failure))  # type: ignore[misc]
                continue
            response = self.make_response(address, record).replace(url=item.url, request=item)
            yield from self.follow_parts(address, item.callback(response))  # type: ignore[misc]

    def process(self, item: Item) -> Item:
        """Return an article as the pipelines before the last leave it."""
        if not isinstance(item, Article):
            return item
        article = process(item, self.facts.plan.now)
        article.signature = sign(article)
        return article

    def make_response(self, address: Address, record: Record) -> Response:
        """Return a record as the answer that a spider gets.

        Raises:
            BadRecord: for a body that does not unpack.
        """
        portal = self.facts.portals[address.portal]
        platform = runs.read_portal(self.store.connection, portal.id).platform
        context = RequestContext(address, portal.css, platform, self.facts.plan.now, self.rules)
        request = Request(address.fetch_url, meta={"portal": portal.id, "context": context})
        return make_response(address.fetch_url, record, request=request)

    def load(self, address: Address, item: Item) -> str:
        """Store what an answer held, as a crawl does; what an article came to, `failed` or `skipped` among it."""
        address = self.loader.refresh(address)
        if isinstance(item, Listing):
            self.loader.load_listing(address, item)
            return ""
        if isinstance(item, Article):
            address = self.loader.adopt_article(address)
        refusal = self.loader.judge(address, item) if isinstance(item, Article) else item
        if refusal is not None:
            self.loader.load_fetch_result(address, refusal)
            return refusal.state
        return self.loader.load_article(address, item).result  # type: ignore[arg-type]  # an article, by the above
