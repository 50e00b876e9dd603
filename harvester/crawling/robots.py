"""robots.txt: asked for before anything else of a portal, kept for half a day, and obeyed whatever `--delay` says.

Scrapy alone would crawl on when robots.txt cannot be had, and knows no crawl-delay. Here 401, 403, 404 and the
other 4xx leave the way free (RFC 9309, 2.3.1.3); 429, 5xx, silence and a redirect off the portal make it wait.
"""

from __future__ import annotations

import logging
import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from protego import Protego
from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.exceptions import StopDownload
from scrapy.http import Response

from harvester.crawling.failures import describe_failure
from harvester.crawling.responses import read_busy_pause
from harvester.crawling.shutdown import Interrupted
from harvester.limits import LONGEST_CRAWL_DELAY, MAX_HOPS, ROBOTS_HOURS, ROBOTS_LIMIT, ROBOTS_RULES, ROBOTS_WILDCARDS
from harvester.plan import RunFacts
from harvester.retry_after import BUSY
from harvester.store import Store, runs
from harvester.store.runs import Robots
from harvester.urls import is_same_site, read_origin, resolve

logger = logging.getLogger(__name__)

_USERINFO = re.compile(r"//[^/\s@]{1,200}@")
"""`Sitemap: https://user:password@host/…`: no password is stored."""
RECEIVED = "robots_received"
"""In a request's meta: the octets that have come so far."""
_ANY_LENGTH = 1 << 40
"""What a robots.txt may announce to have: no more of it is received than is read."""
ELSEWHERE = "robots.txt redirects to another site: "
"""How the refusal begins of an origin whose robots.txt leads to another site; that address follows."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows. `refusal` says why nothing may be asked of it for now."""

    parser: Any = None
    agent: str = ""
    refusal: str | None = None

    def is_allowed(self, url: str) -> bool:
        return self.parser is None or bool(self.parser.can_fetch(url, self.agent))

    @property
    def delay(self) -> float | None:
        """Seconds between requests that the site asks for."""
        delay = None if self.parser is None else self.parser.crawl_delay(self.agent)
        return None if delay is None else float(delay)

    @property
    def sitemaps(self) -> list[str]:
        return [] if self.parser is None else list(self.parser.sitemaps)


def read_rules(robots: Robots, agent: str) -> Rules:
    if robots.text is None:
        return Rules(refusal=robots.error or "robots.txt cannot be had")
    rules, wildcards = count_rules(robots.text)
    if rules > ROBOTS_RULES:
        return Rules(refusal=f"robots.txt has more than {ROBOTS_RULES:,} rules")
    if wildcards > ROBOTS_WILDCARDS:
        return Rules(refusal=f"robots.txt has more than {ROBOTS_WILDCARDS:,} wildcards")
    read = Rules(Protego.parse(robots.text) if robots.text else None, agent)
    if read.delay is not None and read.delay > LONGEST_CRAWL_DELAY:
        return Rules(refusal=f"robots.txt asks for {read.delay:g} s between requests")
    return read


def count_rules(text: str) -> tuple[int, int]:
    """Return how many lines of a robots.txt are no sitemaps and no remarks, and how many `*` and `$` are in its rules.

    Each is held against whatever is asked for.
    """
    rules = wildcards = 0
    for line in text.splitlines():
        words = line.lstrip().lower()
        if ":" not in words or words.startswith(("#", "site")):
            continue
        rules += 1
        if not words.startswith("user"):
            wildcards += words.count("*") + words.count("$")
    return rules, wildcards


def recall(store: Store, run: RunFacts, home: str, agent: str) -> Robots | None:
    """Return the robots.txt of a home page's origin as kept, unless it is older than half a day.

    After a refusal it is asked for, and after one that forbids the home page: it may be one night's.
    """
    robots = runs.read_robots(store.connection, read_origin(home))
    if robots is None or robots.text is None or not read_rules(robots, agent).is_allowed(home):
        return None
    age = run.plan.now - datetime.fromisoformat(robots.fetched_at)
    return robots if timedelta(0) <= age <= timedelta(hours=ROBOTS_HOURS) else None


async def fetch(now: str, engine: ExecutionEngine, origin: str, meta: dict[str, Any]) -> tuple[Robots, float | None]:
    """Ask for an origin's robots.txt, following redirects on its site.

    Args:
        now: The time to keep it under.
        engine: What downloads it.
        origin: Scheme, host and port.
        meta: What the request bears.

    Returns:
        What came, and after how many seconds it is worth to ask again; None where it is not.

    Raises:
        Interrupted: the run ends before it has come.
    """
    url = f"{origin}/robots.txt"
    for _ in range(MAX_HOPS):
        request = Request(url, meta={**meta, "download_maxsize": _ANY_LENGTH, RECEIVED: 0}, priority=1000)
        try:
            response = await engine.download_async(request)
        except Interrupted:
            raise
        except Exception as error:  # noqa: BLE001 - whatever kept it away, the portal waits and says why
            why = f"robots.txt does not answer: {describe_failure(error, url)}"[:300]
            return Robots(origin, now, None, None, why), 0.0
        location = response.headers.get("Location")
        if not (300 <= response.status < 400 and location):
            found = judge(now, origin, response)
            return found, (read_busy_pause(response) or 0.0) if found.text is None else None
        target = urljoin(url, location.decode("latin-1"))
        if not is_same_site(target, origin):
            why = f"{ELSEWHERE}{target[:200]}"
            return Robots(origin, now, response.status, None, why), None
        url = resolve(url, target)
    return Robots(origin, now, None, None, "robots.txt redirects without end"), None


def stop_at_limit(data: bytes, request: Request) -> None:
    """Receive no more of a robots.txt than is read, for Scrapy's signal `bytes_received`.

    Raises:
        StopDownload: enough has come.
    """
    if RECEIVED in request.meta:
        request.meta[RECEIVED] += len(data)
        if request.meta[RECEIVED] > ROBOTS_LIMIT:
            raise StopDownload(fail=False)


def judge(now: str, origin: str, response: Response) -> Robots:
    """Return what a response that is no redirect says: a text, or why there is none."""
    if response.status in BUSY or response.status >= 500:
        return Robots(origin, now, response.status, None, f"robots.txt answers {response.status}")
    return Robots(origin, now, response.status, read_lines(origin, response.body) if response.status == 200 else "")


def read_lines(origin: str, body: bytes) -> str:
    """Return the text of a robots.txt, without passwords, up to its limit.

    It ends with a whole line: a part of `Disallow: /tim-kiem` would be another rule.
    """
    if len(body) > ROBOTS_LIMIT:
        body = body[:ROBOTS_LIMIT].rpartition(b"\n")[0]
        logger.warning("%s/robots.txt: what stands behind %d kB is not read", origin, ROBOTS_LIMIT // 1000)
    octets = body.removeprefix(BOM_UTF8)  # which would hide the first line
    return _USERINFO.sub("//", octets.decode("utf-8", errors="replace"))
