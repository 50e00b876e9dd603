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
from time import monotonic
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from harvester.crawling import robots
from harvester.crawling.endings import write_ending
from harvester.crawling.lanes import Lane
from harvester.crawling.run import Run
from harvester.crawling.servers import LONGEST_PAUSE, Server
from harvester.crawling.sources import open_sources
from harvester.errors import HarvestError
from harvester.items import Ending
from harvester.portals import Portal
from harvester.store.frontier import Address
from harvester.urls import read_origin, read_site

logger = logging.getLogger(__name__)


class FrontierScheduler(BaseScheduler):
    """Hands out what is due, portal by portal in turn."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler = crawler
        self.run = run
        self.agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self.servers: dict[str, Server] = {}
        self.lanes: dict[str, Lane] = {}
        self.neighbours: dict[str, list[str]] = defaultdict(list)
        self.opening: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.ready: list[tuple[float, int, str]] = []
        self.queued: set[str] = set()
        self.turn = itertools.count()
        self.alarm: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = crawler.get_extension(Run)
        if run is None:
            raise HarvestError("the extension harvester.crawling.run.Run is not enabled")
        return cls(crawler, run)

    def open(self, spider: Spider) -> None:
        self.spider = spider
        self.run.landed.append(self.land)
        self.run.pause_server = self.pause
        for portal in self.run.plan.portals:
            self.opening.add(portal.id)
            task = asyncio.ensure_future(self.open_lane(portal))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def close(self, reason: str) -> None:
        if self.alarm is not None:
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
        except Exception as error:
            logger.exception("portal %s could not be opened", portal.id)
            self.run.stop_portal(portal.id, "broken", f"{type(error).__name__}: {error}")
        finally:
            self.opening.discard(portal.id)
            self.wake()

    async def prepare(self, portal: Portal) -> None:
        reason = self.run.read_wait(portal.id)
        if reason is not None:
            self.run.stop_portal(portal.id, "blocked", reason)
            return
        site = read_site(portal.url)
        server = self.servers.setdefault(site, Server(self.run.plan.read_delay(portal)))
        origin = read_origin(portal.url)
        known = robots.recall(self.run, origin)
        if known is None:
            assert self.crawler.engine is not None
            known = await robots.fetch(self.run, self.crawler.engine, origin, self.make_meta(portal))
            server.next_at = monotonic() + server.delay
        rules = robots.read_rules(known, self.agent)
        if rules.refusal is not None:
            status = "unreachable" if known.status is None else "blocked"
            self.run.stop_portal(portal.id, status, rules.refusal)
            return
        server.delay = max(server.delay, self.run.plan.read_delay(portal), rules.delay or 0.0)
        open_sources(self.run, portal, rules.sitemaps)
        self.lanes[portal.id] = Lane(self.run, portal, rules)
        self.neighbours[site].append(portal.id)
        self.queue(portal.id)

    def queue(self, portal: str) -> None:
        """Let a lane take its turn as soon as its server may be asked again."""
        if portal not in self.queued:
            self.queued.add(portal)
            server = self.find_server(portal)
            heapq.heappush(self.ready, (server.next_at, next(self.turn), portal))

    def find_server(self, portal: str) -> Server:
        return self.servers[read_site(self.run.portals[portal].url)]

    def next_request(self) -> Request | None:
        while self.ready:
            due_at, _, portal = self.ready[0]
            now = monotonic()
            server = self.find_server(portal)
            if max(due_at, server.next_at) > now:
                if server.next_at > due_at:  # another lane of the server went first, or it asked for a pause
                    heapq.heapreplace(self.ready, (server.next_at, next(self.turn), portal))
                    continue
                self.ring(due_at - now)
                return None
            heapq.heappop(self.ready)
            self.queued.discard(portal)
            address = self.lanes[portal].take() if server.has_room else None
            if address is None:
                continue  # queued again when something of this server lands
            server.start(now)
            self.queue(portal)
            return self.make_request(address)
        self.recover_lost()
        return None

    def make_request(self, address: Address) -> Request:
        callback = self.spider.parse_article if address.kind == "article" else self.spider.parse_source
        meta = self.make_meta(self.run.portals[address.portal])
        meta["platform"] = self.run.platforms[address.portal]
        return Request(
            address.fetch_url, callback=callback, errback=self.spider.report_failure, meta={**meta, "address": address}
        )

    def make_meta(self, portal: Portal) -> dict[str, Any]:
        return {"portal": portal, "cookiejar": portal.id, "download_slot": read_site(portal.url)}

    def land(self, address: Address) -> None:
        """An address has ended: its server has room, and the server's lanes may go on."""
        lane = self.lanes[address.portal]
        if not lane.land(address):
            return  # it was refused before it went out
        site = read_site(lane.portal.url)
        self.servers[site].end()
        for portal in self.neighbours[site]:
            self.queue(portal)

    def pause(self, portal: str, seconds: float) -> bool:
        """Let a server rest; False where that would be longer than a run is kept waiting."""
        if seconds > LONGEST_PAUSE:
            return False
        self.find_server(portal).pause(monotonic(), seconds)
        return True

    def ring(self, seconds: float) -> None:
        """Have the engine ask again after a while."""
        if self.alarm is not None:
            self.alarm.cancel()
        self.alarm = asyncio.get_running_loop().call_later(max(seconds, 0.001), self.wake)

    def wake(self) -> None:
        """Have the engine ask now. Scrapy has no public call for it; its own heart beats every 5 s only."""
        engine = self.crawler.engine
        if engine is not None and engine._slot is not None:
            engine._slot.nextcall.schedule()

    def recover_lost(self) -> None:
        """End what Scrapy has swallowed: addresses under way while neither downloader nor scraper has anything."""
        engine = self.crawler.engine
        if not self.run.flights or engine is None or engine.scraper.slot is None:
            return
        if engine.downloader.active or not engine.scraper.slot.is_idle() or engine._slot.inprogress:
            return
        for address in list(self.run.flights.values()):
            logger.error("nothing came back for %s", address.fetch_url)
            write_ending(self.run, address, Ending(address.fetch_url, "failed", "lost between scheduler and spider"))
