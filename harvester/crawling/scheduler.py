"""Scrapy's scheduler, reading the frontier: which request is next, and when.

Nothing is queued here but a bite of addresses a portal; all limits per server are kept in this one place, since
Scrapy's own let 15 connections through at a delay of 0.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.http import Response

from harvester.crawling import robots
from harvester.crawling.portal_queue import Lane
from harvester.crawling.responses import read_retry_after
from harvester.crawling.run import Run
from harvester.crawling.sources import open_sources
from harvester.crawling.throttle import LONGEST_PAUSE, Server, find_server_address
from harvester.crawling.unhandled import end_lost
from harvester.crawling.wakeup import Alarm
from harvester.errors import HarvestError, StoreError
from harvester.portals import Portal
from harvester.store.frontier.addresses import Address
from harvester.store.runs import Robots
from harvester.urls import DEFAULT_PORTS, read_host, read_origin, read_site

CONDITIONAL = frozenset({"article", "sitemap", "feed"})
"""What is asked for only if it has changed. A listing is a walk's step, and is always read."""

logger = logging.getLogger(__name__)


def end_run_on_error(choose: Callable[[FrontierScheduler], Request | None]) -> Callable[..., Request | None]:
    """An error in choosing what is next ends the run. Scrapy would log it and ask again, for ever."""

    @wraps(choose)
    def choose_or_end(scheduler: FrontierScheduler) -> Request | None:
        try:
            return choose(scheduler)
        except Exception as error:  # noqa: BLE001 - whatever it is, the command line shows it
            scheduler.run.fail(error)
            return None

    return choose_or_end


class FrontierScheduler(BaseScheduler):
    """Hands out what is due, portal by portal in turn."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler = crawler
        self.run = run
        self.agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self.servers: dict[str, Server] = {}
        self.lanes: dict[str, Lane] = {}
        self.server_of: dict[str, Server] = {}
        self.gates: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        """One portal of a server at a time asks for its robots.txt, by the identity of the server."""
        self.neighbours: dict[int, list[str]] = defaultdict(list)
        """The portals of each server, by the identity of the server."""
        self.opening: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.ready: list[tuple[float, int, str]] = []
        self.queued: set[str] = set()
        self.turn = itertools.count()
        self.alarm = Alarm(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = crawler.get_extension(Run)
        if run is None:
            raise HarvestError("the extension harvester.crawling.run.Run is not enabled")
        return cls(crawler, run)

    def open(self, spider: Spider) -> None:
        self.spider: Any = spider
        self.run.landed.append(self.land)
        self.run.rest_server = self.rest
        self.crawler.signals.connect(self.note_latency, signal=signals.response_received)
        for portal in self.run.plan.portals:
            self.opening.add(portal.id)
            task = asyncio.ensure_future(self.open_lane(portal))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def close(self, reason: str) -> None:
        self.alarm.cancel()
        for task in self.tasks:
            task.cancel()

    def has_pending_requests(self) -> bool:
        return bool(self.opening or self.ready)

    def enqueue_request(self, request: Request) -> bool:
        """Refuse: every request comes out of the frontier, nothing goes in beside it."""
        logger.error("a request that is not from the frontier was refused: %s", request.url)
        return False

    async def open_lane(self, portal: Portal) -> None:
        """Learn what robots.txt allows, make the portal's sources due, and queue its lane."""
        try:
            await self.prepare(portal)
        except StoreError as error:
            self.run.fail(error)
        except Exception as error:
            logger.exception("portal %s could not be opened", portal.id)
            self.run.stop_portal(portal.id, "broken", f"{type(error).__name__}: {error}")
        finally:
            self.opening.discard(portal.id)
            self.alarm.wake()

    async def prepare(self, portal: Portal) -> None:
        reason = self.run.read_wait(portal.id)
        if reason is not None:
            self.run.stop_portal(portal.id, "blocked", reason)
            return
        server = await self.find_server(portal)
        origin = read_origin(portal.url)
        kept = known = robots.recall(self.run, origin)
        if known is None:
            known = await self.fetch_robots(portal, server, origin)
        rules = robots.read_rules(known, self.agent)
        if rules.refusal is not None:
            status = "unreachable" if known.status is None else "blocked"
            self.run.stop_portal(portal.id, status, rules.refusal)
            return
        server.ask_for(rules.delay or 0.0)
        if kept is None:  # the delay that robots.txt asks for holds from robots.txt itself on
            server.pause(monotonic(), server.delay)
        open_sources(self.run, portal, rules.sitemaps)
        self.lanes[portal.id] = Lane(self.run, portal, rules)
        self.queue(portal.id)

    async def fetch_robots(self, portal: Portal, server: Server, origin: str) -> Robots:
        """Ask for robots.txt when it is this portal's turn at its server."""
        assert self.crawler.engine is not None
        if server.delay <= 0:
            return await robots.fetch(self.run, self.crawler.engine, origin, make_meta(portal))
        async with self.gates[id(server)]:
            await asyncio.sleep(max(0.0, server.next_at - monotonic()))
            server.pause(monotonic(), server.delay)
            return await robots.fetch(self.run, self.crawler.engine, origin, make_meta(portal))

    async def find_server(self, portal: Portal) -> Server:
        """The server that a portal is on, with the portal's own delay."""
        parts = urlsplit(portal.url)
        host = read_host(portal.url)
        address = await find_server_address(host, parts.port or DEFAULT_PORTS[parts.scheme])
        server = self.servers.setdefault(address, Server(0.0))
        server.ask_for(self.run.plan.read_delay(portal))
        self.server_of[portal.id] = server
        self.neighbours[id(server)].append(portal.id)
        return server

    def queue(self, portal: str) -> None:
        """Let a lane take its turn as soon as its server may be asked again."""
        if portal not in self.queued:
            self.queued.add(portal)
            server = self.server_of[portal]
            heapq.heappush(self.ready, (server.next_at, next(self.turn), portal))

    @end_run_on_error
    def next_request(self) -> Request | None:
        while self.ready:
            due_at, _, portal = self.ready[0]
            if portal in self.run.stopped:  # nothing more is asked of it: nobody waits until its server may be asked
                heapq.heappop(self.ready)
                self.queued.discard(portal)
                continue
            now = monotonic()
            server = self.server_of[portal]
            if max(due_at, server.next_at) > now:
                if server.next_at > due_at:  # another lane of the server went first, or it asked for a pause
                    heapq.heapreplace(self.ready, (server.next_at, next(self.turn), portal))
                    continue
                self.alarm.ring(due_at - now)
                return None
            heapq.heappop(self.ready)
            self.queued.discard(portal)
            address = self.lanes[portal].take() if server.has_room else None
            if address is None:
                continue  # queued again when something of this server lands
            server.start(now)
            self.queue(portal)
            return self.make_request(address)
        end_lost(self.run, self.crawler)
        return None

    def make_request(self, address: Address) -> Request:
        callback = self.spider.parse_article if address.kind == "article" else self.spider.parse_source
        meta = make_meta(self.run.portals[address.portal])
        meta["platform"] = self.run.platforms[address.portal]
        headers = {}
        if not self.run.plan.full and address.kind in CONDITIONAL:
            if address.etag is not None:
                headers["If-None-Match"] = address.etag
            if address.last_modified is not None:
                headers["If-Modified-Since"] = address.last_modified
        meta["address"] = address
        return Request(
            address.fetch_url, callback=callback, errback=self.spider.report_failure, headers=headers, meta=meta
        )

    def land(self, address: Address) -> None:
        """An address has ended: its server has room, and the server's lanes may go on."""
        if not self.lanes[address.portal].land(address):
            return  # it was refused before it went out
        server = self.server_of[address.portal]
        server.end()
        for portal in self.neighbours[id(server)]:
            if portal in self.lanes:
                self.queue(portal)

    def rest(self, portal: str, seconds: float) -> list[str]:
        """Let a portal's server rest; the portals on it, where that is longer than a run is kept waiting."""
        server = self.server_of[portal]
        if seconds > LONGEST_PAUSE:
            return self.neighbours[id(server)]
        server.pause(monotonic(), seconds)
        return []

    def note_latency(self, response: Response, request: Request) -> None:
        """Learn from every answer how slow its server is."""
        latency = request.meta.get("download_latency")
        portal = request.meta.get("portal")
        if latency is not None and portal is not None and portal.id in self.server_of:
            self.server_of[portal.id].adapt(latency, well=response.status < 400)
            if response.status in (429, 503):  # at once: nothing more goes out before the page is dealt with
                self.server_of[portal.id].pause(monotonic(), min(read_retry_after(response) or 0.0, LONGEST_PAUSE))


def make_meta(portal: Portal) -> dict[str, Any]:
    """What every request to a portal bears."""
    return {"portal": portal, "cookiejar": portal.id, "download_slot": read_site(portal.url)}
