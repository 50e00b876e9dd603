"""Twelve articles of a portal of whose answers a fifth is faulty, at a polite delay, night by night.

    python benchmarks/faulty_portal.py [DELAY]          default: 2 seconds between requests

Faulty is: 503, 429 with Retry-After, which shuts the door for two seconds, a page cut in the middle, and no body.
All twelve come within three nights, and the portal is never `blocked`; exit code 1 where that fails. It takes about
three minutes, most of which is waiting.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from support import faults
from support.answers import Answer, Request
from support.books import list_articles
from support.looks import PlainLook
from support.plan import Plan
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site

ARTICLES = 12
SHARE = 0.2
SHUT = 2
"""Seconds for which the door is shut."""
KINDS = ("429", "503", "cut", "nothing")


class FaultyPortal:
    """Bends a fifth of the answers, and every one while the door is shut."""

    def __init__(self) -> None:
        self.draw = random.Random(1)
        self.shut_until = 0.0

    def bend(self, request: Request, good: Answer) -> Answer:
        """Return what is sent in place of a good answer."""
        is_shut = time.monotonic() < self.shut_until
        kind = "429" if is_shut else self.draw.choice(KINDS) if self.draw.random() < SHARE else ""
        if kind == "429":
            self.shut_until = max(self.shut_until, time.monotonic() + (0 if is_shut else SHUT))
            return faults.ask_to_wait(SHUT)(request, good)
        bends = {"503": faults.answer_busy, "cut": faults.cut_short, "nothing": faults.send_nothing}
        return bends[kind](request, good) if kind else good


def main() -> None:
    delay = sys.argv[1] if len(sys.argv) > 1 else "2"
    site = Site(count=ARTICLES, look=PlainLook(per_page=5))
    plan = Plan(share=1.0, mixed=[FaultyPortal().bend])
    with tempfile.TemporaryDirectory() as folder, PortalServer(site, plan=plan) as server:
        portals = write_portal(Path(folder) / "portals", server, "lam-khe")
        crawl = Crawl(Path(folder) / "a.db", portals, options=("--delay", delay), timeout=600)
        statuses = []
        for night, day in enumerate(DAYS, 1):
            started = time.monotonic()
            statuses.append(crawl.run(now=day).portal("lam-khe")["status"])
            found = len(list_articles(crawl.db))
            print(f"night {night}: {statuses[-1]}, {found} of {ARTICLES}, {time.monotonic() - started:.0f} s")
    sys.exit(found < ARTICLES or "blocked" in statuses)


if __name__ == "__main__":
    main()
