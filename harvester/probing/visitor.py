"""A polite visitor of one site: what a probe asks for, one page after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from harvester.crawling import robots
from harvester.crawling.responses import judge_failure, judge_status
from harvester.crawling.robots import Rules
from harvester.errors import ProbeError
from harvester.limits import MAX_HOPS
from harvester.urls import is_same_site, read_origin, read_site

WAYS_OUT = {
    "verify_tls = false in the portal file": "with --no-verify-tls it is let pass",
    'tls = "old" in the portal file': "with --old-tls it is let pass",
}
"""What lets a crawl pass, and what lets a probe."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be looked at: spellings of one address, the likeliest first; an aware clock; seconds between
    two requests at least; whom to tell of every address that is asked for; whether certificates must hold;
    whether old TLS will do."""

    urls: tuple[str, ...]
    now: datetime
    delay: float
    notice: Callable[[str], None] = lambda url: None
    verify_tls: bool = True
    old_tls: bool = False


class Visitor:
    """Fetches pages of one site, one after the other, as politely as a crawl."""

    def __init__(self, ask: Ask, crawler: Crawler) -> None:
        self.ask = ask
        self.crawler = crawler
        self.now = ask.now.isoformat(timespec="seconds")
        self.agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self.rules: dict[str, Rules] = {}
        self.delay = ask.delay
        self.asked = 0

    async def open_site(self, url: str) -> Rules:
        """The rules of an origin. Raises ProbeError where they cannot be had: then it is left alone."""
        origin = read_origin(url)
        if origin in self.rules:
            return self.rules[origin]
        await self.pause(f"{origin}/robots.txt")
        assert self.crawler.engine is not None
        known, _ = await robots.fetch(self.now, self.crawler.engine, origin, {"download_slot": read_site(url)})
        rules = robots.read_rules(known, self.agent)
        if rules.refusal is not None and known.status is None:
            raise ProbeError(f"{origin!r} does not answer: {tell_silence(rules.refusal)}")
        if rules.refusal is not None:
            raise ProbeError(f"{rules.refusal} at {origin!r}: until it can be read nothing is asked for; try later")
        self.delay = max(self.delay, rules.delay or 0.0)
        self.rules[origin] = rules
        return rules

    async def fetch(self, url: str) -> Response:
        """The page at an address, behind redirects on its site. Raises ProbeError where there is none."""
        start = url
        for _ in range(MAX_HOPS):
            rules = await self.open_site(url)
            if not rules.is_allowed(url):
                raise ProbeError(f"robots.txt forbids {url!r}")
            await self.pause(url)
            response = await self.download(url)
            result = judge_status(response)
            if result is None:
                return response
            if result.redirect_to is None:
                raise ProbeError(f"{url!r}: {result.reason}")
            url = result.redirect_to
            if not is_same_site(url, start):
                raise ProbeError(f"{start!r} redirects to another site: probe {url!r} if that is the portal")
        raise ProbeError(f"{start!r} redirects without end")

    async def download(self, url: str) -> Response:
        assert self.crawler.engine is not None
        try:
            return await self.crawler.engine.download_async(Request(url, meta={"download_slot": read_site(url)}))
        except Exception as error:  # whatever kept the answer away is told
            raise ProbeError(f"{url!r} does not answer: {tell_silence(judge_failure(url, error).reason)}") from error

    async def pause(self, url: str) -> None:
        """Leave the site alone as long as it asks, and tell what is asked for next."""
        self.ask.notice(url)
        if self.asked:
            await asyncio.sleep(self.delay)
        self.asked += 1


def tell_silence(reason: str) -> str:
    """Why nobody answered, with a probe's way out."""
    plain = reason.removeprefix("robots.txt does not answer: ")
    for key, option in WAYS_OUT.items():
        plain = plain.replace(f"{key} lets it pass", option)
    return plain
