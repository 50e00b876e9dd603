"""The run: an extension that holds the database, the counts and what every other component asks for."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Self

from filelock import FileLock
from scrapy import signals
from scrapy.crawler import Crawler

from harvester import __version__
from harvester.crawling.plan import Plan
from harvester.crawling.safety import allow_own_hosts
from harvester.errors import StoreError
from harvester.health.consistency import audit
from harvester.health.tallies import Tallies
from harvester.portals import Portal
from harvester.store import Store, runs
from harvester.store.articles import fulltext
from harvester.store.frontier import counts, outcomes, walks
from harvester.store.frontier.addresses import SOURCE_RANKS, Address, Sighting
from harvester.store.lock import hold
from harvester.store.reports import harvests
from harvester.store.runs import Harvest
from harvester.urls import read_host

logger = logging.getLogger(__name__)


class Run:
    """One run over some portals, from the lock on the database to its balanced books."""

    def __init__(self, store: Store, plan: Plan, lock: FileLock) -> None:
        self.store = store
        self.plan = plan
        self.now = plan.read_time()
        self.lock = lock
        self.portals: dict[str, Portal] = {portal.id: portal for portal in plan.portals}
        self.harvests: dict[str, Harvest] = {portal.id: Harvest() for portal in plan.portals}
        self.unverified_hosts = frozenset(read_host(portal.url) for portal in plan.portals if not portal.verify_tls)
        self.flights: dict[str, Address] = {}
        """Addresses handed out and not ended, by key."""
        self.landed: list[Callable[[Address], None]] = []
        """Called with every address that has ended."""
        self.put_off: dict[str, str] = {}
        """Addresses whose last try in this run failed, with their portals."""
        self.troubles: dict[str, set[str]] = defaultdict(set)
        """Addresses that met connection failures and refusals, none in between answering well, by portal."""
        self.stopped: dict[str, tuple[str, str]] = {}
        """Portals that nothing more is asked of in this run: status and reason."""
        self.rest_server: Callable[[str, float], list[str]] = lambda portal, seconds: [portal]
        """Lets a portal's server rest; the portals to leave for later where that is too long. The scheduler's."""
        self.new_articles: dict[str, list[int]] = {portal.id: [] for portal in plan.portals}
        """Ids of the articles first stored in this run, by portal."""
        self.tallies: dict[str, Tallies] = {portal.id: Tallies() for portal in plan.portals}
        """What pages had and what they lacked, by portal."""
        self.narrow: set[str] = set()
        """Portals of which only the newest is asked for, as long as none of it is unknown."""
        self.portals_with_ends: set[str] = set()
        """Portals whose pages go on to `</html>`."""
        self.asked: set[str] = set()
        """Feeds and the sitemaps of indexes that this run has made due: once is enough, also where an index
        holds itself."""
        self.claims_before = counts.read_claims(store.connection)
        """What runs that died had open: counts by key."""
        self.errors: list[str] = []
        self.failure: Exception | None = None
        """Why the run cannot go on: a full disk, a database that another program keeps locked, a bug."""
        self.log_failure: str | None = None
        """Why part of the run's log is missing."""
        self.stop: Callable[[], object] = lambda: None
        """Ends the crawl; what is under way comes back."""
        self.finished = False
        self.interrupted = False
        self.is_wary = runs.has_died(store.connection, list(self.portals))
        """Whether a run has died since these portals were harvested last: this one may die of the same page."""
        with store.transaction() as connection:
            self.id = runs.start_run(connection, self.now, plan.arguments, __version__)
            for portal in plan.portals:
                runs.save_portal(connection, portal)
        self.platforms = {portal.id: runs.read_portal(store.connection, portal.id).platform for portal in plan.portals}
        """The platform of each portal, None until its home page has told."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        plan = crawler.settings["HARVEST_PLAN"]
        if not isinstance(plan, Plan):
            plan = crawler.spider.make_plan()  # type: ignore[union-attr]  # the one spider, spiders/portal.py
        allow_own_hosts(plan.portals)
        lock = hold(plan.database)
        try:
            run = cls(Store.open(plan.database), plan, lock)
        except BaseException:
            lock.release()
            raise
        run.stop = lambda: asyncio.ensure_future(stop_crawl(crawler))
        run.store.on_failure = run.fail
        crawler.signals.connect(run.close, signal=signals.spider_closed)
        return run

    def sight(self, portal: str, found_in: str, kind: str = "") -> Sighting:
        """A sighting now, at a page of this kind; none is the portal file."""
        return Sighting(portal, found_in, self.id, self.now, SOURCE_RANKS.get(kind, 0))

    def claim(self, address: Address) -> None:
        """Note that a page is about to be opened, so that one that kills the process is found out.

        Only after a death: a commit for every page that nobody dies of would be one in two.
        """
        if self.is_wary:
            outcomes.claim(self.store, address.url)

    def succeed(self, address: Address) -> None:
        """A page has been read and stored."""
        self.harvests[address.portal].pages += 1
        self.troubles[address.portal].clear()
        self.put_off.pop(address.url, None)
        self.land(address)

    def land(self, address: Address) -> None:
        """An address has ended: make room for the next."""
        self.flights.pop(address.url, None)
        for listener in self.landed:
            listener(address)

    def recognise(self, portal: str, platform: str, reason: str) -> None:
        """A home page has told its platform; called inside a transaction."""
        if self.platforms[portal] is None:
            self.platforms[portal] = platform
            runs.set_platform(self.store.connection, portal, platform, reason)

    def read_wait(self, portal: str) -> str | None:
        """Why a portal is to be left alone for longer, e.g. since it asked for it with Retry-After."""
        state = runs.read_portal(self.store.connection, portal)
        if state.wait_until is None or state.wait_until <= self.now:
            return None
        return f"{state.wait_reason}; waits until {state.wait_until}"

    def rest(self, portal: str, seconds: float, reason: str) -> None:
        """A server asks to be left alone for so long: wait in this run, or leave the portal for a later one."""
        until = (self.plan.now + timedelta(seconds=seconds)).isoformat(timespec="seconds")
        for neighbour in self.rest_server(portal, seconds):
            with self.store.transaction() as connection:
                runs.set_wait(connection, neighbour, until, reason)
            self.stop_portal(neighbour, "blocked", f"{reason}; waits until {until}")

    @property
    def due(self) -> int:
        """Addresses that are known to be due, of all portals."""
        if self.finished:
            return 0
        return sum(counts.count_due(self.store.connection, portal, self.now) for portal in self.portals)

    @property
    def is_cut(self) -> bool:
        """Whether the run ends before all that was due has been asked for."""
        return self.interrupted or self.failure is not None

    def fail(self, failure: Exception) -> None:
        """The run cannot go on: mostly since the database cannot be written, so that nothing could be kept."""
        if self.failure is None and not self.finished:
            self.failure = failure
            logger.error("the run ends early: %s", failure, exc_info=failure)
            self.stop()

    def stop_portal(self, portal: str, status: str, reason: str) -> None:
        """Ask nothing more of a portal in this run."""
        self.stopped.setdefault(portal, (status, reason))

    def close(self, reason: str = "finished") -> None:
        """Judge every portal, write the harvests, balance the books, let go of the database."""
        self.interrupted = reason == "shutdown"
        try:
            if self.failure is None:
                with suppress(StoreError), self.store.transaction() as connection:  # `fail` is told of it
                    fulltext.index_rest(connection)
            with suppress(StoreError):  # likewise
                if self.is_cut:  # what was under way is as due as before
                    with self.store.transaction() as connection:
                        for url in self.flights:
                            outcomes.release(connection, url)
                self.errors += audit(self)
                self.save_harvests()
            for error in self.errors:
                logger.error("%s", error)
            for portal, harvest in self.harvests.items():
                if harvest.status != "ok":
                    logger.warning("%s: %s: %s", portal, harvest.status, harvest.reason)
        finally:
            self.finished = True
            self.store.close()
            self.lock.release()

    def save_harvests(self) -> None:
        """Write what became of every portal, and of the run."""
        attention = bool(self.errors) or any(harvest.status != "ok" for harvest in self.harvests.values())
        status = "interrupted" if self.interrupted else "attention" if attention else "ok"
        if self.failure is not None:
            status = "failed"
        with self.store.transaction() as connection:
            for portal, harvest in self.harvests.items():
                runs.save_harvest(connection, self.id, portal, harvest)
                walks.prune(connection, portal)
                harvests.save_tallies(connection, self.id, portal, self.tallies[portal].count())
            runs.finish_run(connection, self.id, status, self.now)


async def stop_crawl(crawler: Crawler) -> None:
    """End a crawl that has begun."""
    engine = crawler.engine
    if engine is not None and engine.spider is not None and engine._slot is not None:
        await engine.close_spider_async(reason="failed")
