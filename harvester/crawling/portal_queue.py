"""One portal's addresses in a run: what may be asked of it now, in which order.

The frontier is read in batches, so memory does not grow with what is pending.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date
from time import monotonic

from harvester.crawling.in_flight import InFlight
from harvester.crawling.robots import Rules
from harvester.health.tallies import Counts
from harvester.items import FORBIDDEN, FetchResult
from harvester.limits import BATCH, MAX_CLAIMS, PORTAL_SECONDS
from harvester.plan import RunFacts
from harvester.portals import Portal
from harvester.store import Store
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import RANKS, Address
from harvester.vietnamese.dates import parse_date
from harvester.wording import write_count

FIRST_KINDS = ("home",)


@dataclass(frozen=True, slots=True)
class Frontier:
    """What portal queues read and weigh: the database, the run's facts, what is under way, what is counted."""

    store: Store
    run: RunFacts
    in_flight: InFlight
    counts: Counts


class PortalQueue:
    """One portal in one run."""

    def __init__(self, frontier: Frontier, portal: Portal, rules: Rules) -> None:
        self.frontier = frontier
        self.run = frontier.run
        self.portal = portal
        self.rules = rules
        self.counts = frontier.counts[portal.id]
        self.queue: deque[Address] = deque()
        self.home_was_read = False
        self.ends_at = monotonic() + PORTAL_SECONDS

    @property
    def is_overdue(self) -> bool:
        """Whether the run has been busy with this portal for as long as it may."""
        return monotonic() > self.ends_at

    def take(self) -> Address | None:
        """Return the next address, or None: nothing is due, or what is must wait for what is under way."""
        if not self.queue:
            self.fill()
        return self.queue.popleft() if self.queue else None

    def take_refused(self) -> list[tuple[Address, FetchResult]]:
        """Return what comes next and is not to be fetched, with the reasons: of one batch at most."""
        if not self.queue:
            self.fill()
        refused = []
        while self.queue and (refusal := self.refuse(self.queue[0])) is not None:
            refused.append((self.queue.popleft(), refusal))
        return refused

    def fill(self) -> None:
        """Read the next batch of what is due."""
        kinds = self.choose_kinds()
        left = self.count_articles_left()
        for address in self.read_due(BATCH + len(self.list_under_way()), kinds):
            if address.url in self.frontier.in_flight:  # for this portal, or for another on the same host
                continue
            if address.kind == "article" and left is not None:
                if left <= 0:
                    continue
                left -= 1
            self.queue.append(address)

    def choose_kinds(self) -> tuple[str, ...]:
        """Return what may be asked for.

        The home page first, since it names the platform; nothing deeper once the limit is reached.
        """
        if not self.home_was_read:
            if self.is_home_pending():
                return FIRST_KINDS
            self.home_was_read = True
        left = self.count_articles_left()
        if left is not None and self.counts.stored >= (self.run.plan.limit or 0):
            return ()
        return tuple(RANKS) if left is None or left > 0 else ()

    def count_articles_left(self) -> int | None:
        """Return how many articles `--limit` still lets be asked for; None where there is no limit."""
        if self.run.plan.limit is None:
            return None
        under_way = sum(address.kind == "article" for address in self.list_under_way())
        return self.run.plan.limit - self.counts.stored - under_way

    def refuse(self, address: Address) -> FetchResult | None:
        """Return why an address is not to be fetched at all, or None."""
        reason = self.find_refusal(address)
        return None if reason is None else FetchResult(address.fetch_url, "skipped", reason, request_key=address.url)

    def find_refusal(self, address: Address) -> str | None:
        """Return the reason of a refusal in words."""
        if address.claims >= MAX_CLAIMS:
            return f"opened {write_count(address.claims, 'time')}, and every time the harvester died"
        if not self.rules.is_allowed(address.fetch_url):
            return FORBIDDEN
        since = self.run.plan.read_since(self.portal)
        if address.kind == "article" and since is not None:
            newest = self.read_newest(address)
            if newest is not None and newest < since:
                return f"older than {since}"
        return None

    def read_newest(self, address: Address) -> date | None:
        """Return the latest day that was seen beside links to an address."""
        parsed = [parse_date(seen.text, self.run.plan.now) for seen in address.dates]
        return max((found.value.date() for found in parsed if found is not None), default=None)

    def is_home_pending(self) -> bool:
        """Return whether the home page has still to be asked for, or to answer."""
        if any(address.kind == "home" for address in self.list_under_way()):
            return True
        return bool(self.read_due(1, FIRST_KINDS))

    def read_due(self, limit: int, kinds: tuple[str, ...]) -> list[Address]:
        """Return the portal's addresses that are due, in order."""
        connection = self.frontier.store.connection
        return addresses.read_due(connection, self.portal.id, self.run.now, limit, kinds=kinds)

    def list_under_way(self) -> list[Address]:
        """Return the portal's addresses that were handed out and have no result yet."""
        return self.frontier.in_flight.list_of(self.portal.id)
