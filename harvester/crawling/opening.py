"""The beginning of a portal's harvest: its server, its robots.txt, its sources."""

from __future__ import annotations

import asyncio
from time import monotonic
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler

from harvester.crawling import robots
from harvester.crawling.backoff import Backoff
from harvester.crawling.keeping import name_robots
from harvester.crawling.requests import make_meta
from harvester.crawling.robots import Rules
from harvester.crawling.throttle import Server, Servers, find_server_address
from harvester.limits import LONGEST_PAUSE, ROBOTS_TRIES
from harvester.loading.keeper import Keeper
from harvester.loading.sources import Sources
from harvester.plan import RunFacts
from harvester.portals import Portal
from harvester.store import runs
from harvester.store.runs import Robots
from harvester.urls import DEFAULT_PORTS, read_host, read_origin, read_site


class PortalOpener:
    """Opens portals: learns what robots.txt allows, and makes their sources due."""

    def __init__(
        self, crawler: Crawler, run: RunFacts, sources: Sources, servers: Servers, backoff: Backoff, keeper: Keeper
    ) -> None:
        self.crawler = crawler
        self.run = run
        self.sources = sources
        self.servers = servers
        self.backoff = backoff
        self.keeper = keeper
        """Keeps what came for robots.txt."""
        self.agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        crawler.signals.connect(robots.stop_at_limit, signal=signals.bytes_received)

    async def open(self, portal: Portal) -> Rules | None:
        """Return what may be asked of a portal, whose sources are due from now on; None where it was stopped."""
        reason = self.backoff.find_wait(portal.id)
        if reason is not None:
            self.backoff.stop(portal.id, "blocked", reason)
            return None
        server = await self.find_server(portal)
        origin = read_origin(portal.url)
        store = self.sources.store
        kept = known = robots.recall(store, self.run, portal.url, self.agent)
        if known is None:
            known = await self.fetch_robots(portal, server, origin)
            with store.transaction() as connection:
                runs.save_robots(connection, known)
                self.keeper.keep(name_robots(portal.id), portal.id)
        rules = robots.read_rules(known, self.agent)
        if rules.refusal is not None:
            self.backoff.stop(portal.id, "unreachable" if known.status is None else "blocked", rules.refusal)
            return None
        if not rules.is_allowed(portal.url):
            self.backoff.stop(portal.id, "blocked", "robots.txt forbids the home page")
            return None
        self.servers.ask_for(portal.id, rules.delay or 0.0)
        if kept is None:  # the delay that robots.txt asks for holds from robots.txt itself on
            server.pause(monotonic(), server.delay)
            self.servers.hold(portal.id, monotonic(), rules.delay or 0.0)
        if kept is None:
            for _ in self.sources.open_allowed(portal, rules.is_allowed):
                await asyncio.sleep(0)
        self.sources.open(portal, rules.sitemaps)
        return rules

    async def find_server(self, portal: Portal) -> Server:
        """Return the server that a portal is on, with the portal's own delay."""
        parts = urlsplit(portal.url)
        address = await find_server_address(read_host(portal.url), parts.port or DEFAULT_PORTS[parts.scheme])
        return self.servers.assign(portal.id, address, self.run.plan.read_delay(portal), read_site(portal.url))

    async def fetch_robots(self, portal: Portal, server: Server, origin: str) -> Robots:
        """Ask for robots.txt when it is this portal's turn at its server."""
        for _ in range(ROBOTS_TRIES):
            known, pause = await self.ask_for_robots(portal, server, origin)
            if known.text is not None or pause is None or pause > LONGEST_PAUSE:
                break
            await asyncio.sleep(pause)
        return known

    async def ask_for_robots(self, portal: Portal, server: Server, origin: str) -> tuple[Robots, float | None]:
        """Ask once; with the seconds after which it is worth to ask again."""
        assert self.crawler.engine is not None
        if server.delay <= 0:
            return await robots.fetch(self.run.now, self.crawler.engine, origin, make_meta(portal))
        async with server.gate:
            await asyncio.sleep(max(0.0, server.next_at - monotonic()))
            server.pause(monotonic(), server.delay)
            return await robots.fetch(self.run.now, self.crawler.engine, origin, make_meta(portal))
