"""One look at a portal, before there is a file for it: some eight requests, and nothing is stored.

Every request goes through Scrapy with the settings of the crawl: resolver, limits, User-Agent, robots.txt.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from harvester.crawling.safety import allow_own_hosts
from harvester.crawling.tls import TlsRules
from harvester.errors import ProbeError
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


class ProbeSpider(Spider):
    """Carries out one look; yields no requests and no items."""

    name = "probe"

    def __init__(self, ask: Ask, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.ask = ask
        self.findings: Findings | None = None
        self.failure: Exception | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Look around; an exception is kept, since Scrapy would only log it."""
        allow_own_hosts(self.ask.urls)
        try:
            self.findings = await self.look()
        except Exception as error:  # noqa: BLE001 - raised again by `look_at`
            self.failure = error
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    async def look(self) -> Findings:
        """From the first of the spellings of the address that is answered."""
        failures = []
        for url in self.ask.urls:
            visitor = Visitor(self.ask, self.crawler)
            try:
                await visitor.open_site(url)
            except ProbeError as error:
                failures.append(str(error))
                continue
            return await look_around(visitor, url)
        raise ProbeError("; ".join(dict.fromkeys(failures)))


def look_at(ask: Ask) -> Findings | None:
    """Look at a portal; None where Ctrl-C cut it short. Once in a process: a reactor cannot be started twice.

    Raises ProbeError for an address that nobody answers at, that robots.txt forbids, or that has no news.
    """
    from scrapy.utils.log import configure_logging

    settings = Settings()
    settings.setmodule("harvester.settings", priority="project")
    for name, value in OVERRIDES.items():
        settings.set(name, value, priority="cmdline")
    middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), **dict.fromkeys(WITHOUT)}
    settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="cmdline")
    rules = TlsRules.of_urls(ask.urls, verify=ask.verify_tls, old=ask.old_tls)
    settings.set("HARVEST_TLS", rules, priority="cmdline")
    configure_logging(settings)
    process = AsyncCrawlerProcess(settings, install_root_handler=False)
    crawler = Crawler(ProbeSpider, settings, init_reactor=False)
    task = process.crawl(crawler, ask=ask)
    process.start(stop_after_crawl=True)
    failure = task.exception() if task.done() and not task.cancelled() else None
    spider = crawler.spider
    if failure is not None:
        raise failure
    if not isinstance(spider, ProbeSpider) or (spider.findings is None and spider.failure is None):
        return None
    if spider.failure is not None:
        raise spider.failure
    assert spider.findings is not None
    return spider.findings
