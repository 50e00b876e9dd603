"""Looks at many portals side by side: one portal a server at a time, and each as politely as a single look."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from harvester.crawling.throttle import find_server_address
from harvester.crawling.tls import TlsRules
from harvester.errors import ProbeError
from harvester.jobs.journal import Journal
from harvester.jobs.site_looks import SiteLook, keep_failure, keep_findings
from harvester.limits import MAX_HOPS
from harvester.probing.probe import look_from, run_work
from harvester.probing.visitor import Ask
from harvester.urls import DEFAULT_PORTS, make_key

AT_ONCE = 8
"""Looks under way at once: each holds two parsed pages, some 5 MB."""

Spellings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """How looks are taken.

    An aware clock, seconds between two requests to a server, whether certificates must hold, whether old TLS will do,
    and whom to tell of every look that is done.
    """

    now: datetime
    delay: float
    verify_tls: bool = True
    old_tls: bool = False
    notice: Callable[[SiteLook], None] = lambda look: None


class ServerTurns:
    """Lets one look at a time go to a server, and a few at a time go on at all."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.slots = asyncio.Semaphore(AT_ONCE)
        self.servers: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def take(self, url: str) -> AsyncIterator[None]:
        """Wait for the turn of an address. After it the server is left alone for the delay."""
        parts = urlsplit(url)
        server = await find_server_address(parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme])
        async with self.servers[server]:
            async with self.slots:
                yield
            await asyncio.sleep(self.delay)


async def run_side_by_side(tasks: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run these to their end; the first failure ends them all, and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for task in tasks:
                group.create_task(task)
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from several


class ProbeRound:
    """Looks at sites until each address has led somewhere. What the journal knows is not asked for again."""

    def __init__(self, options: RoundOptions, journal: Journal[SiteLook]) -> None:
        self.options = options
        self.journal = journal
        self.turns = ServerTurns(options.delay)

    def run(self, addresses: Iterable[Spellings]) -> bool:
        """Look at all of these, once in a process; False where Ctrl-C cut it short."""
        sites = list(addresses)

        async def work(crawler: Crawler) -> None:
            await run_side_by_side(self.follow(crawler, spellings) for spellings in sites)

        if all(self.is_followed(spellings) for spellings in sites):
            return True
        urls = [url for spellings in sites for url in spellings]
        options = self.options
        return run_work(work, urls, TlsRules.of_urls(urls, verify=options.verify_tls, old=options.old_tls))

    def is_followed(self, spellings: Spellings) -> bool:
        """Whether the journal knows where an address leads in the end."""
        for _ in range(MAX_HOPS):
            look = self.journal.looks.get(make_key(spellings[0]))
            if look is None:
                return False
            if look.moved_to is None:
                return True
            spellings = (look.moved_to,)
        return True

    async def follow(self, crawler: Crawler, spellings: Spellings) -> None:
        """Look at a site, and at the one that it leads to."""
        for _ in range(MAX_HOPS):
            look = self.journal.looks.get(make_key(spellings[0])) or await self.wait_and_look(crawler, spellings)
            if look.moved_to is None:
                return
            spellings = (look.moved_to,)

    async def wait_and_look(self, crawler: Crawler, spellings: Spellings) -> SiteLook:
        """Look at a site when its server's turn has come, unless another address has led there meanwhile."""
        async with self.turns.take(spellings[0]):
            known = self.journal.looks.get(make_key(spellings[0]))
            if known is not None:
                return known
            look = await self.look(crawler, spellings)
            self.journal.add(look)
            self.options.notice(look)
            return look

    async def look(self, crawler: Crawler, spellings: Spellings) -> SiteLook:
        options = self.options
        ask = Ask(spellings, options.now, options.delay, verify_tls=options.verify_tls, old_tls=options.old_tls)
        try:
            findings = await look_from(ask, crawler)
            return keep_findings(findings, spellings[0], self.options.now, verify_tls=self.options.verify_tls)
        except ProbeError as error:
            return keep_failure(error, spellings[0])
