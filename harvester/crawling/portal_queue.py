"""A lane is a portal's way through a run: what may be asked of it now, and how soon.

The lane reads the frontier in bites, so memory does not grow with what is pending.
"""

from __future__ import annotations

from collections import deque
from datetime import date
from time import monotonic

from harvester.crawling.plan import MAX_CLAIMS
from harvester.crawling.robots import Rules
from harvester.crawling.run import Run
from harvester.items import Ending, State
from harvester.loading.fetch_results import write_ending
from harvester.portals import Portal
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import RANKS, Address
from harvester.vietnamese.dates import parse_date

BITE = 50
"""Addresses that are read of a portal's frontier at once."""

PORTAL_SECONDS = 8 * 3600
"""How long one run may be busy with one portal; the next goes on from there."""

FIRST_KINDS = ("home",)


class Lane:
    """One portal in one run. `next_at` is in seconds of the scheduler's clock."""

    def __init__(self, run: Run, portal: Portal, rules: Rules) -> None:
        self.run = run
        self.portal = portal
        self.rules = rules
        self.since = run.plan.read_since(portal)
        self.queue: deque[Address] = deque()
        self.in_flight: set[str] = set()
        self.home_ended = False
        self.ends_at = monotonic() + PORTAL_SECONDS

    def take(self) -> Address | None:
        """The next address to fetch, or None: nothing is due, or what is must wait for what is under way."""
        if monotonic() > self.ends_at:
            self.run.stop_portal(self.portal.id, "partial", f"not done within {PORTAL_SECONDS // 3600} hours")
        if self.portal.id in self.run.stopped:
            self.queue.clear()
            return None
        if not self.queue:
            self.fill()
        while self.queue:
            address = self.queue.popleft()
            refusal = self.refuse(address)
            if refusal is None:
                self.in_flight.add(address.url)
                self.run.flights[address.url] = address
                return address
            write_ending(self.run, address, Ending(address.fetch_url, refusal[0], refusal[1]))
            if not self.queue:
                self.fill()
        return None

    def fill(self) -> None:
        """Read the next bite of what is due."""
        kinds = self.allowed_kinds()
        bite = addresses.read_due(
            self.run.store.connection, self.portal.id, self.run.now, BITE + len(self.in_flight), kinds=kinds
        )
        room = self.articles_left()
        for address in bite:
            if address.url in self.run.flights:  # under way for this portal, or for another on the same host
                continue
            if address.kind == "article" and room is not None:
                if room <= 0:
                    continue
                room -= 1
            self.queue.append(address)

    def allowed_kinds(self) -> tuple[str, ...]:
        """The home page first, since it tells the platform; nothing deeper once the limit is reached."""
        if not self.home_ended:
            if self.is_home_pending():
                return FIRST_KINDS
            self.home_ended = True
        left = self.articles_left()
        if left is not None and self.stored_articles() >= (self.run.plan.limit or 0):
            return ()
        return tuple(RANKS) if left is None or left > 0 else ()

    def stored_articles(self) -> int:
        harvest = self.run.harvests[self.portal.id]
        return harvest.new + harvest.updated + harvest.unchanged

    def articles_left(self) -> int | None:
        """How many articles `--limit` still lets be asked for."""
        if self.run.plan.limit is None:
            return None
        under_way = sum(1 for key in self.in_flight if self.run.flights[key].kind == "article")
        return self.run.plan.limit - self.stored_articles() - under_way

    def refuse(self, address: Address) -> tuple[State, str] | None:
        """Why an address is not to be fetched at all: its state and the reason."""
        if address.claims >= MAX_CLAIMS:
            return "skipped", f"opened {address.claims} times, and every time the harvester died"
        if not self.rules.is_allowed(address.fetch_url):
            return "skipped", "robots.txt forbids it"
        if address.kind == "article" and self.since is not None:
            newest = self.read_newest(address)
            if newest is not None and newest < self.since:
                return "skipped", f"older than {self.since}"
        return None

    def read_newest(self, address: Address) -> date | None:
        """The latest day that was seen beside links to an address."""
        parsed = [parse_date(seen.text, self.run.plan.now) for seen in address.dates]
        return max((found.value.date() for found in parsed if found is not None), default=None)

    def land(self, address: Address) -> bool:
        """An address of this lane has ended; whether it was under way."""
        was_under_way = address.url in self.in_flight
        self.in_flight.discard(address.url)
        return was_under_way

    def is_home_pending(self) -> bool:
        """Whether the home page has still to be asked for, or to answer."""
        if any(self.run.flights[key].kind == "home" for key in self.in_flight):
            return True
        return bool(addresses.read_due(self.run.store.connection, self.portal.id, self.run.now, 1, kinds=FIRST_KINDS))
