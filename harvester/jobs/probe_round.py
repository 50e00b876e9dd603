"""Looks at many portals side by side: one portal a server at a time, and each as politely as a single look."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from harvester.crawling.throttle import find_server_address
from harvester.crawling.tls import TlsRules
from harvester.errors import ProbeError
from harvester.jobs.look_journal import LookJournal
from harvester.jobs.site_looks import SiteLook, keep_failure, keep_findings
from harvester.limits import MAX_HOPS
from harvester.probing.probe import look_from, run_work
from harvester.probing.survey import Findings
from harvester.probing.visitor import Ask
from harvester.urls import DEFAULT_PORTS, make_key

AT_ONCE = 16
"""Looks under way at once: each holds two parsed pages, some 5 MB."""

Spellings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundOptions:
    """How looks are taken: an aware clock, seconds between two requests to a server, whether certificates must hold,
    whether old TLS will do, and whom to tell of every look that is done."""

    now: datetime
    delay: float
    verify_tls: bool = True
    old_tls: bool = False
    notice: Callable[[SiteLook], None] = lambda look: None


class ProbeRound:
    """Looks at sites until each address has led somewhere. What the journal knows is not asked for again.

    `keep` makes of the findings what is kept; it is given the address that was asked for.
    """

    def __init__(
        self,
        options: RoundOptions,
        journal: LookJournal,
        keep: Callable[[Findings, str], SiteLook] | None = None,
    ) -> None:
        self.options = options
        self.journal = journal
        self.keep = keep or self.keep_all
        self.slots = asyncio.Semaphore(AT_ONCE)
        self.servers: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def keep_all(self, findings: Findings, url: str) -> SiteLook:
        return keep_findings(findings, url, self.options.now, verify_tls=self.options.verify_tls)

    def run(self, addresses: Iterable[Spellings]) -> bool:
        """Look at all of these, once in a process; False where Ctrl-C cut it short."""
        sites = list(addresses)

        async def work(crawler: Crawler) -> None:
            try:
                async with asyncio.TaskGroup() as group:
                    for spellings in sites:
                        group.create_task(self.follow(crawler, spellings))
            except BaseExceptionGroup as several:
                raise several.exceptions[0] from several

        known = [spellings for spellings in sites if not self.is_followed(spellings)]
        if not known:
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
        parts = urlsplit(spellings[0])
        server = await find_server_address(parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme])
        async with self.servers[server]:
            known = self.journal.looks.get(make_key(spellings[0]))
            if known is not None:
                return known
            async with self.slots:
                look = await self.look(crawler, spellings)
            self.journal.add(look)
            self.options.notice(look)
            await asyncio.sleep(self.options.delay)
            return look

    async def look(self, crawler: Crawler, spellings: Spellings) -> SiteLook:
        options = self.options
        ask = Ask(spellings, options.now, options.delay, verify_tls=options.verify_tls, old_tls=options.old_tls)
        try:
            return self.keep(await look_from(ask, crawler), spellings[0])
        except ProbeError as error:
            return keep_failure(error, spellings[0])
