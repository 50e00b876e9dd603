"""Probes carried out as one Scrapy run: several servers side by side, and nothing is stored.

Every request goes through Scrapy with the settings of the crawl: resolver, limits, User-Agent, robots.txt.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from harvester.crawling.safety import allow_own_hosts
from harvester.crawling.tls import TlsRules
from harvester.errors import PortalMoved, ProbeError
from harvester.probing.survey import Findings, look_around
from harvester.probing.visitor import Ask, Visitor

OVERRIDES = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",  # there is no frontier
    "EXTENSIONS": {},
    "ITEM_PIPELINES": {},
    "LOG_ENABLED": False,  # what went wrong is told in words
}
"""Settings of a crawl that a probe does without: the frontier, the run, the pipelines that store."""

WITHOUT = ("harvester.crawling.typed_addresses.TypedRedirects", "harvester.crawling.typed_addresses.TypedAddresses")
"""Middlewares for addresses that were typed. A probe does without: its visitor follows a site's redirects itself, and
only the addresses that it was given may be private."""


Work = Callable[[Crawler], Awaitable[None]]


class ProbeSpider(Spider):
    """Carries out one piece of work with a crawler's engine; yields no requests and no items."""

    name = "probe"

    def __init__(self, work: Work, urls: Iterable[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.work = work
        self.urls = urls
        self.is_done = False
        self.failure: Exception | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Do the work; an exception is kept, since Scrapy would only log it."""
        allow_own_hosts(self.urls)
        try:
            await self.work(self.crawler)
            self.is_done = True
        except Exception as error:  # noqa: BLE001 - raised again by `run_work`
            self.failure = error
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request


async def look_from(ask: Ask, crawler: Crawler) -> Findings:
    """Look around from the first of the spellings of an address that is answered. Raises ProbeError."""
    failures: list[ProbeError] = []
    for url in ask.urls:
        visitor = Visitor(ask, crawler)
        try:
            await visitor.open_site(url)
        except PortalMoved:
            raise
        except ProbeError as error:
            failures.append(error)
            continue
        return await look_around(visitor, url)
    raise ProbeError("; ".join(dict.fromkeys(map(str, failures))), failures[-1].kind)


def look_at(ask: Ask) -> Findings | None:
    """Look at a portal; None where Ctrl-C cut it short. Once in a process: a reactor cannot be started twice.

    Raises:
        ProbeError: for an address that nobody answers at, that robots.txt forbids, or that has no news.
    """
    found: list[Findings] = []

    async def look(crawler: Crawler) -> None:
        found.append(await look_from(ask, crawler))

    run_work(look, ask.urls, TlsRules.of_urls(ask.urls, verify=ask.verify_tls, old=ask.old_tls))
    return found[0] if found else None


def run_work(work: Work, urls: Iterable[str], tls: TlsRules | None = None) -> bool:
    """Run something that downloads pages, once in a process: a reactor cannot be started twice.

    Args:
        work: Is given a crawler, whose engine downloads.
        urls: The addresses that were typed; only their hosts may be private.
        tls: Where less than usual is asked of TLS.

    Returns:
        False where Ctrl-C cut it short.

    Raises:
        Exception: Whatever the work raised.
    """
    from scrapy.utils.log import configure_logging

    settings = make_settings(tls or TlsRules())
    configure_logging(settings)
    process = AsyncCrawlerProcess(settings, install_root_handler=False)
    crawler = Crawler(ProbeSpider, settings, init_reactor=False)
    task = process.crawl(crawler, work=work, urls=urls)
    process.start(stop_after_crawl=True)
    failure = task.exception() if task.done() and not task.cancelled() else None
    if failure is not None:
        raise failure
    spider = crawler.spider
    if isinstance(spider, ProbeSpider) and spider.failure is not None:
        raise spider.failure
    return isinstance(spider, ProbeSpider) and spider.is_done


def make_settings(rules: TlsRules) -> Settings:
    """Return the settings of a crawl, without the frontier, the run and what stores."""
    settings = Settings()
    settings.setmodule("harvester.settings", priority="project")
    for name, value in OVERRIDES.items():
        settings.set(name, value, priority="cmdline")
    middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), **dict.fromkeys(WITHOUT)}
    settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="cmdline")
    settings.set("HARVEST_TLS", rules, priority="cmdline")
    return settings
