"""What fetches pages for a probe: robots.txt, pauses, redirects and refreshes followed, requests counted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from harvester.crawling import robots
from harvester.crawling.responses import REFUSALS, WITHDRAWN, judge_failure, judge_status
from harvester.crawling.robots import ELSEWHERE, Rules
from harvester.errors import PortalMoved, ProbeError, ProbeFailure
from harvester.items import FetchResult
from harvester.limits import MAX_HOPS
from harvester.urls import BadAddress, is_same_site, read_origin, read_site, resolve

WAYS_OUT = {
    "verify_tls = false in the portal file": "with --no-verify-tls it is let pass",
    'tls = "old" in the portal file': "with --old-tls it is let pass",
}
"""What lets a crawl pass, and what lets a probe."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be looked at: spellings of one address, the likeliest first.

    An aware clock; seconds between two requests at least; whom to tell of every address that is asked for; whether
    certificates must hold; whether old TLS will do.
    """

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
        """The rules of an origin.

        Raises:
            ProbeError: they cannot be had: then it is left alone.
        """
        origin = read_origin(url)
        if origin in self.rules:
            return self.rules[origin]
        await self.pause(f"{origin}/robots.txt")
        assert self.crawler.engine is not None
        known, _ = await robots.fetch(self.now, self.crawler.engine, origin, {"download_slot": read_site(url)})
        rules = robots.read_rules(known, self.agent)
        if rules.refusal is not None and known.status is None:
            raise ProbeError(f"{origin!r} does not answer: {tell_silence(rules.refusal)}", "does not answer")
        if rules.refusal is not None and rules.refusal.startswith(ELSEWHERE):
            raise find_new_home(rules.refusal, url)
        if rules.refusal is not None:
            told = f"{rules.refusal} at {origin!r}: until it can be read nothing is asked for; try later"
            raise ProbeError(told, "does not answer" if (known.status or 0) >= 500 else "refuses")
        self.delay = max(self.delay, rules.delay or 0.0)
        self.rules[origin] = rules
        return rules

    async def fetch(self, url: str) -> Response:
        """The page at an address, behind redirects on its site.

        Raises:
            ProbeError: there is none.
        """
        start = url
        for _ in range(MAX_HOPS):
            rules = await self.open_site(url)
            if not rules.is_allowed(url):
                raise ProbeError(f"robots.txt forbids {url!r}", "refuses")
            await self.pause(url)
            response = await self.download(url)
            result = judge_status(response)
            if result is None:
                return response
            if result.redirect_to is None:
                raise ProbeError(f"{url!r}: {result.reason}", name_failure(result))
            url = result.redirect_to
            if not is_same_site(url, start):
                raise PortalMoved(f"{start!r} redirects to another site: probe {url!r} if that is the portal", url)
        raise ProbeError(f"{start!r} redirects without end", "does not answer")

    async def download(self, url: str) -> Response:
        assert self.crawler.engine is not None
        try:
            return await self.crawler.engine.download_async(Request(url, meta={"download_slot": read_site(url)}))
        except Exception as error:  # whatever kept the answer away is told
            told = f"{url!r} does not answer: {tell_silence(judge_failure(url, error).reason)}"
            raise ProbeError(told, "does not answer") from error

    async def pause(self, url: str) -> None:
        """Leave the site alone as long as it asks, and tell what is asked for next."""
        self.ask.notice(url)
        if self.asked:
            await asyncio.sleep(self.delay)
        self.asked += 1


def name_failure(result: FetchResult) -> ProbeFailure:
    """Return why an address that answers without a page cannot be harvested."""
    if result.status == 401:
        return "log-in"
    if result.status in WITHDRAWN:
        return "not found"
    if result.status in REFUSALS - {503}:
        return "refuses"
    return "no news" if result.status == 200 else "does not answer"


def find_new_home(refusal: str, url: str) -> ProbeError:
    """Return where a site has moved whose robots.txt leads to another one: there the same path, or its home page."""
    target = refusal.removeprefix(ELSEWHERE)
    try:
        origin = read_origin(target)
        path = url[len(read_origin(url)) :] if target.endswith("/robots.txt") else "/"
        return PortalMoved(f"{url!r}: {refusal}", resolve(f"{origin}/", path or "/"))
    except BadAddress:
        return ProbeError(f"{url!r}: {refusal}", "refuses")


def tell_silence(reason: str) -> str:
    """Why nobody answered, with a probe's way out."""
    plain = reason.removeprefix("robots.txt does not answer: ")
    for key, option in WAYS_OUT.items():
        plain = plain.replace(f"{key} lets it pass", option)
    return plain
