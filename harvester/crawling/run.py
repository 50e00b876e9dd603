"""The run: an extension that makes the parts of one run, and writes how it ended: well, interrupted, failed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from filelock import FileLock
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from harvester import __version__
from harvester.crawling.backoff import Backoff
from harvester.crawling.claims import RunClaims
from harvester.crawling.clocks import check_last_start, check_servers
from harvester.crawling.completion import Completion
from harvester.crawling.in_flight import InFlight
from harvester.crawling.keeping import Keeping
from harvester.crawling.safety import allow_own_hosts
from harvester.crawling.shutdown import Shutdown
from harvester.crawling.throttle import Servers
from harvester.crawling.unhandled import UnhandledErrors
from harvester.errors import StoreError
from harvester.health.consistency import find_inconsistencies
from harvester.health.tallies import Counts, make_counts
from harvester.health.verdicts import Verdict
from harvester.loading.bad_nights import take_back
from harvester.loading.loader import Loader
from harvester.loading.moves import follow_portal
from harvester.loading.sources import Sources
from harvester.plan import Plan, RunFacts
from harvester.store import Store, runs
from harvester.store.articles import fulltext
from harvester.store.frontier import outcomes, walks
from harvester.store.future_times import read_last_start, take_back_future
from harvester.store.lock import hold
from harvester.store.reports import harvests
from harvester.store.runs import Harvest

logger = logging.getLogger(__name__)


class Watched(Protocol):
    """A run as a display sees it."""

    facts: RunFacts

    @property
    def finished(self) -> int: ...

    @property
    def harvests(self) -> dict[str, Harvest]: ...

    @property
    def databases(self) -> list[Path]: ...


@dataclass(frozen=True, slots=True)
class RunReport:
    """What came of a finished run."""

    facts: RunFacts
    harvests: dict[str, Harvest]  # by portal
    errors: list[str]  # what the consistency check found: bugs
    failure: Exception | None  # what ended the run early
    is_interrupted: bool

    @property
    def is_early(self) -> bool:
        """Whether the run ended before all that was due had been asked for."""
        return self.is_interrupted or self.failure is not None


class Run:
    """One run over some portals, from the lock on the database to its consistency check.

    It holds the parts and hands them out; none of them knows the whole.

    Args:
        store: The database, held by `lock`.
        plan: What is asked for.
        shutdown: Ends the crawl early.
    """

    def __init__(self, store: Store, lock: FileLock, plan: Plan, shutdown: Shutdown) -> None:
        self.store = store
        self.lock = lock
        self.claims = RunClaims(store, [portal.id for portal in plan.portals])
        self.keeping = Keeping.open(plan, store)
        """What keeps every answer; None where the plan keeps none."""
        self.facts = begin_run(store, plan)
        if self.keeping is not None:
            self.keeping.begin(self.facts)
        self.counts: Counts = make_counts(self.facts.portals)
        self.shutdown = shutdown
        self.sources = Sources(store, self.facts)
        loader = Loader(store, self.facts, self.counts, self.sources, self.keeping)
        servers = Servers()
        self.completion = Completion(loader, InFlight(), servers, Backoff(store, self.facts, servers))
        self.report: RunReport | None = None
        """What came of it; None until it has ended."""

    @property
    def finished(self) -> int:
        """How many addresses have a result."""
        return self.in_flight.finished

    @property
    def harvests(self) -> dict[str, Harvest]:
        """The counts of this moment, by portal."""
        return {portal: counted.harvest for portal, counted in self.counts.items()}

    @property
    def databases(self) -> list[Path]:
        """Where the frontier is."""
        return [self.store.path]

    @property
    def in_flight(self) -> InFlight:
        """What was handed to Scrapy and has no result yet."""
        return self.completion.in_flight

    @property
    def servers(self) -> Servers:
        """The servers of the portals."""
        return self.completion.servers

    @property
    def backoff(self) -> Backoff:
        """What portals are waiting for, and which are stopped."""
        return self.completion.backoff

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begin the run of `HARVEST_PLAN`, else of the portals that the spider is given; none of them, no run.

        Raises:
            DatabaseBusy: another run holds the database.
            StoreError: it cannot be opened or written.
            WrongClock: the machine's clock cannot be right.
        """
        plan = crawler.settings["HARVEST_PLAN"]
        if plan is None and crawler.spider is not None:
            plan = crawler.spider.make_plan()  # type: ignore[attr-defined]  # the one spider, spiders/portal.py
        if plan is None:
            raise NotConfigured
        allow_own_hosts(portal.url for portal in plan.portals)
        lock = hold(plan.database)
        try:
            if not plan.is_clock_right and not plan.is_clock_given:
                check_servers(plan, crawler.settings["USER_AGENT"])
            run = cls(open_store(plan), lock, plan, Shutdown.of_crawler(crawler))
        except BaseException:
            lock.release()
            raise
        crawler.signals.connect(run.close, signal=signals.spider_closed)
        if run.keeping is not None:
            run.keeping.connect(crawler)
        UnhandledErrors(run.completion, run.shutdown).connect(crawler)
        return run

    def close(self, reason: str = "finished") -> None:
        """Judge every portal, write the harvests, check the frontier, let go of the database."""
        self.shutdown.is_interrupted = reason == "shutdown"
        errors: list[str] = []
        try:
            with self.failing():
                self.index()
            with self.failing():
                self.release()
                errors += self.check()
                self.judge()
                self.save(errors)
            self.log(errors)
        finally:
            failure, interrupted = self.shutdown.failure, self.shutdown.is_interrupted
            self.report = RunReport(self.facts, self.harvests, errors, failure, interrupted)
            if self.keeping is not None:
                self.keeping.close()
            self.store.close()
            self.lock.release()

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Take note of a database that cannot be written, and go on: the rest of the end may be."""
        try:
            yield
        except StoreError as error:
            self.shutdown.fail(error)

    def index(self) -> None:
        """Bring the articles into the full-text index that are not in it yet."""
        if self.shutdown.failure is None:
            with self.store.transaction() as connection:
                fulltext.index_rest(connection)

    def release(self) -> None:
        """Leave what was under way when the run ended early as due as it was before."""
        if self.shutdown.is_early:
            with self.store.transaction() as connection:
                for address in self.in_flight:
                    outcomes.release(connection, address.url)

    def check(self) -> list[str]:
        """Return what does not add up: nothing, unless there is a bug."""
        errors = []
        if not self.shutdown.is_early:
            errors += [f"under way at the end: {url}" for url in sorted(address.url for address in self.in_flight)]
            errors += [f"opened and never completed: {url}" for url in self.claims.find_open()]
        return errors + find_inconsistencies(self.store.connection, self.facts.portals)

    def judge(self) -> None:
        """Say of every portal what its harvest comes to."""
        for name, portal in self.facts.portals.items():
            verdict = Verdict(self.store.connection, self.facts, portal, self.counts[name])
            verdict.judge(self.backoff.stopped.get(name), self.shutdown.reason)

    def save(self, errors: list[str]) -> None:
        """Write what became of every portal, and of the run."""
        with self.store.transaction() as connection:
            for portal, counted in self.counts.items():
                take_back(self.store, self.facts, portal, counted.harvest)
                runs.save_harvest(connection, self.facts.id, portal, counted.harvest)
                walks.prune(connection, portal)
                harvests.save_tallies(connection, self.facts.id, portal, counted.tallies.count())
            runs.finish_run(connection, self.facts.id, self.find_status(errors), self.facts.now)

    def find_status(self, errors: list[str]) -> str:
        """Return the status of the run as a whole."""
        if self.shutdown.failure is not None:
            return "failed"
        if self.shutdown.is_interrupted:
            return "interrupted"
        attention = bool(errors) or any(counted.harvest.status != "ok" for counted in self.counts.values())
        return "attention" if attention else "ok"

    def log(self, errors: list[str]) -> None:
        """Log what needs a person."""
        for error in errors:
            logger.error("%s", error)
        for portal, counted in self.counts.items():
            if counted.harvest.status != "ok":
                logger.warning("%s: %s: %s", portal, counted.harvest.status, counted.harvest.reason)


def open_store(plan: Plan) -> Store:
    """Return the database of a plan, without times that lie behind it where the operator vouches for its clock.

    Raises:
        StoreError: it cannot be opened or written.
        WrongClock: the last run began later than this one does, and nobody vouches for the clock.
    """
    store = Store.open(plan.database)
    try:
        last = read_last_start(store.connection)
        if not plan.is_clock_right:
            check_last_start(plan.now, last)
        elif last is not None and last > plan.read_time():
            with store.transaction() as connection:
                take_back_future(connection, plan.read_time())
    except BaseException:
        store.close()
        raise
    return store


def begin_run(store: Store, plan: Plan) -> RunFacts:
    """Write that a run begins, and bring the rows of its portals up to their files, with what moved or was renamed."""
    with store.transaction() as connection:
        number = runs.start_run(connection, plan.read_time(), plan.arguments, __version__)
        facts = RunFacts.of_plan(number, plan)
        for portal in plan.portals:
            follow_portal(store, facts, portal)
            runs.save_portal(connection, portal)
    return facts
