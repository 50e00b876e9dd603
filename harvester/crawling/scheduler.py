"""Scrapy's scheduler, reading the frontier: which request is next, and when.

Nothing is queued here but a batch of addresses a portal; all limits per server are kept in this one place, since
Scrapy's own let 15 connections through at a delay of 0.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import wraps
from time import monotonic

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler, Scheduler
from scrapy.crawler import Crawler
from scrapy.http import Response

from harvester.crawling.opening import PortalOpener
from harvester.crawling.part_requests import PartRequests
from harvester.crawling.portal_queue import Frontier, PortalQueue
from harvester.crawling.requests import RequestMaker
from harvester.crawling.responses import read_busy_pause
from harvester.crawling.run import Run
from harvester.crawling.shutdown import Interrupted
from harvester.crawling.turns import Turn, Turns
from harvester.crawling.unhandled import end_lost
from harvester.crawling.wakeup import Alarm
from harvester.errors import StoreError
from harvester.limits import HOUR, LONGEST_PAUSE, PORTAL_SECONDS
from harvester.loading.keeper import NoKeeper
from harvester.portals import Portal
from harvester.store.frontier.addresses import Address

logger = logging.getLogger(__name__)


def end_run_on_error(choose: Callable[[FrontierScheduler], Request | None]) -> Callable[..., Request | None]:
    """An error in choosing what is next ends the run. Scrapy would log it and ask for the next one, for ever."""

    @wraps(choose)
    def choose_or_end(scheduler: FrontierScheduler) -> Request | None:
        try:
            return choose(scheduler)
        except Exception as error:  # noqa: BLE001 - whatever it is, the command line shows it
            scheduler.shutdown.fail(error)
            return None

    return choose_or_end


class FrontierScheduler(BaseScheduler):
    """Hands out what is due, portal by portal in turn."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler = crawler
        self.frontier = Frontier(run.store, run.facts, run.in_flight, run.counts)
        self.completion = run.completion
        self.shutdown = run.shutdown
        self.keeping = run.keeping
        keeper = NoKeeper() if run.keeping is None else run.keeping
        self.opener = PortalOpener(crawler, run.facts, run.sources, run.servers, run.backoff, keeper)
        self.turns = Turns(run.servers, run.backoff.stopped)
        self.queues: dict[str, PortalQueue] = {}
        self.opening: dict[str, asyncio.Task[None]] = {}
        """Portals whose robots.txt and sources are awaited."""
        self.parts = PartRequests(run.completion, run.backoff.stopped)
        self.alarm = Alarm(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BaseScheduler:  # type: ignore[override]  # of another class
        """Return a scheduler over the frontier; Scrapy's own where there is no run, as in `scrapy shell`."""
        run = crawler.get_extension(Run)
        return Scheduler.from_crawler(crawler) if run is None else cls(crawler, run)

    def open(self, spider: Spider) -> None:
        """Begin with all portals."""
        self.requests = RequestMaker(self.frontier.store, self.frontier.run, spider, self.keeping)
        self.crawler.signals.connect(self.note_latency, signal=signals.response_received)
        for portal in self.frontier.run.plan.portals:
            self.opening[portal.id] = asyncio.ensure_future(self.open_portal(portal))

    def close(self, reason: str) -> None:
        """Let go of what is awaited."""
        self.alarm.cancel()
        for task in self.opening.values():
            task.cancel()

    def has_pending_requests(self) -> bool:
        """Return whether more may come."""
        self.add_freed()
        return bool(self.opening or self.turns)

    def enqueue_request(self, request: Request) -> bool:
        """Take the request for the next part of an article under way. Every other comes out of the frontier."""
        portal = self.parts.add(request)
        if portal is None:
            logger.error("a request that is not from the frontier was refused: %s", request.url)
            return False
        self.turns.add(portal)
        return True

    async def open_portal(self, portal: Portal) -> None:
        """Let a portal take its turns once it is known what may be asked of it."""
        try:
            rules = await self.opener.open(portal)
            if rules is not None:
                self.queues[portal.id] = PortalQueue(self.frontier, portal, rules)
                self.turns.add(portal.id)
        except Interrupted:
            logger.info("the run ends before portal %s could be opened", portal.id)
        except StoreError as error:
            self.shutdown.fail(error)
        except Exception as error:
            logger.exception("portal %s could not be opened", portal.id)
            self.completion.backoff.stop(portal.id, "broken", f"{type(error).__name__}: {error}")
        finally:
            self.opening.pop(portal.id, None)
            self.alarm.wake()

    @end_run_on_error
    def next_request(self) -> Request | None:
        """Return the next request that may go out now, if any."""
        self.add_freed()
        while (turn := self.turns.take(monotonic())) is not None:
            if turn.wait > 0:
                self.alarm.ring(turn.wait)
                return None
            request = self.take_request(turn)
            if request is None and turn.portal in self.turns:  # others are heard before its next batch
                self.alarm.ring(0.0)
                return None
            if request is None:
                continue  # its next turn comes when something of this server is completed
            self.turns.add(turn.portal)
            return request
        self.parts.release_stopped()
        end_lost(self.crawler, self.completion, self.shutdown)
        return None

    def take_request(self, turn: Turn) -> Request | None:
        """Return the request that a portal's turn is for: the next part of an article before another address."""
        part = self.parts.take(turn.portal)
        if part is not None:
            self.completion.servers.start(turn.portal, monotonic(), goes_on=True)
            return part
        address = self.take_address(turn.portal) if self.completion.servers.is_free(turn.portal) else None
        if address is None:
            return None
        self.completion.servers.start(turn.portal, monotonic())
        return self.requests.make(address, self.queues[turn.portal].rules)

    def take_address(self, portal: str) -> Address | None:
        """Return the portal's next address that may be fetched; what may not is completed on the way.

        A batch of nothing else takes one transaction and the portal's turn, and another comes.
        """
        queue = self.queues[portal]
        if queue.is_overdue:
            self.completion.backoff.stop(portal, "partial", f"not done within {PORTAL_SECONDS / HOUR:g} hours")
            return None
        second = self.completion.backoff.take_second(portal)
        if second is not None:
            queue.queue.appendleft(second)
        refused = queue.take_refused()
        if refused:
            self.completion.complete_results(refused)
        if refused and not queue.queue:
            self.turns.add(portal)
            return None
        address = queue.take()
        if address is not None:
            self.frontier.in_flight.start(address)
        return address

    def add_freed(self) -> None:
        """Let the portals take their turns whose servers have been released."""
        for portal in self.completion.servers.take_freed():
            if portal in self.queues:
                self.turns.add(portal)

    def note_latency(self, response: Response, request: Request) -> None:
        """Learn from every response how slow its server is, and whether it asks for a pause."""
        latency = request.meta.get("download_latency")
        server = self.completion.servers.find(request.meta.get("portal", ""))
        if latency is None or server is None:
            return
        server.adapt(latency, well=response.status < 400)
        pause = read_busy_pause(response)
        if pause is not None:  # at once: nothing more goes out before the page is dealt with
            self.completion.servers.hold(request.meta["portal"], monotonic(), min(pause, LONGEST_PAUSE))
