"""Pauses after refusals (a 503 without Retry-After too), and portals left for this run after failures in a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from harvester.crawling.throttle import Servers
from harvester.items import FetchResult
from harvester.limits import BUSY_PAUSES, FLOOD_PAUSE, LONGEST_PAUSE, SUSPECT_LIMIT, TROUBLE_LIMIT, WAIT_LIMIT
from harvester.plan import RunFacts
from harvester.retry_after import BUSY
from harvester.store import Store, runs
from harvester.store.frontier.addresses import Address
from harvester.wording import write_time

_STATUSES = {"connection": "unreachable", "empty": "broken", "refusal": "blocked", "closed": "blocked"}
"""The status of a portal that is left for so many troubles of a kind."""


class Backoff:
    """The portals of a run that nothing more is asked of, and the troubles that lead there."""

    def __init__(self, store: Store, run: RunFacts, servers: Servers) -> None:
        self.store = store
        self.run = run
        self.servers = servers
        self.stopped: dict[str, tuple[str, str]] = {}
        """Status and reason, by portal."""
        self._second: dict[str, Address] = {}
        """The address that is to be asked for once more before a portal is stopped, by portal."""
        self._asked_again: dict[str, str] = {}
        """Its key, while it is under way."""
        self._waits: Counter[str] = Counter()
        """Pauses that were asked for and kept, none in between with a page, by portal."""
        self._waits_until: dict[str, float] = {}
        self._suspects: set[str] = set()
        """Portals whose home page leads nowhere."""
        self._troubles: dict[str, set[str]] = defaultdict(set)
        """Keys that met connection failures and refusals, none in between answering well, by portal."""

    def forgive(self, portal: str) -> None:
        """Forget a row of troubles, since something came."""
        self._troubles[portal].clear()
        self._second.pop(portal, None)
        self._asked_again.pop(portal, None)
        self._waits[portal] = 0

    def stop(self, portal: str, status: str, reason: str) -> None:
        """Ask nothing more of a portal in this run. The first reason stands."""
        self.stopped.setdefault(portal, (status, reason))

    def find_wait(self, portal: str) -> str | None:
        """Return why a portal is to be left alone since an earlier run, e.g. as its Retry-After asked, or None."""
        state = runs.read_portal(self.store.connection, portal)
        if state.wait_until is None or state.wait_until <= self.run.now:
            return None
        return f"{state.wait_reason}; waits until {write_time(state.wait_until)}"

    def note_success(self, address: Address) -> None:
        """A page was read: what went wrong before says nothing of the portal."""
        self.forgive(address.portal)
        self.servers.get(address.portal).speed_up()
        if address.kind == "article":
            self._suspects.discard(address.portal)

    def note_result(self, address: Address, result: FetchResult) -> None:
        """Draw from a fetch result what it says of the portal and its server."""
        result = self._name_pause(address, result)
        self._count_trouble(address, result)
        if result.retry_after is not None:
            self.rest(address.portal, result.retry_after, result.reason)
        elif result.trouble == "refusal" and self.run.plan.read_delay(self.run.portals[address.portal]) > 0:
            self.rest(address.portal, FLOOD_PAUSE, result.reason)

    def _name_pause(self, address: Address, result: FetchResult) -> FetchResult:
        """Return a result with the pause that a busy server is given which names none, where the delay is 0.

        So often in a row: past that it is refused, and it is not asked for a home page for ever.
        """
        portal = address.portal
        is_quick = self.run.plan.read_delay(self.run.portals[portal]) == 0 and result.trouble == "refusal"
        if not is_quick or result.status not in BUSY or result.retry_after is not None:
            return result
        if self._waits[portal] >= len(BUSY_PAUSES):
            return result
        if monotonic() >= self._waits_until.get(portal, 0.0):
            self.servers.get(portal).slow_down()
        return replace(result, retry_after=BUSY_PAUSES[self._waits[portal]])

    def rest(self, portal: str, seconds: float, reason: str) -> None:
        """A server asks to be left alone for so long: wait in this run, or leave its portals for a later one."""
        until = (self.run.plan.now + timedelta(seconds=seconds)).isoformat(timespec="seconds")
        for neighbour in self.servers.rest(portal, monotonic(), seconds):
            with self.store.transaction() as connection:
                runs.set_wait(connection, neighbour, until, reason)
            self.stop(neighbour, "blocked", f"{reason}; waits until {write_time(until)}")

    def suspect(self, portal: str) -> None:
        """The home page leads nowhere: nothing more is asked of a portal whose next pages say nothing either."""
        self._suspects.add(portal)

    def _count_misses(self, address: Address, result: FetchResult) -> None:
        """Count pages in a row that came and held nothing, on a portal whose home page leads nowhere."""
        troubles = self._troubles[address.portal]
        is_miss = result.redirect_to is None and result.status != 304 and address.kind in ("article", "listing")
        if address.portal not in self._suspects or not is_miss:
            self.forgive(address.portal)
            return
        troubles.add(address.url)
        if len(troubles) >= SUSPECT_LIMIT:
            self.stop(address.portal, "broken", f"the home page leads nowhere, nor do others: {result.reason}")

    def _count_trouble(self, address: Address, result: FetchResult) -> None:
        """Count connection failures and refusals in a row: too many say something of the portal.

        Each address counts once, however often it was tried, and a dead feed or sitemap says nothing of the pages.
        The last of the row is asked for once more before the portal is left.
        """
        troubles = self._troubles[address.portal]
        if result.trouble is None:
            self._count_misses(address, result)
            return
        if result.trouble == "closed":  # said of the whole site
            self.stop(address.portal, "blocked", result.reason)
        if address.kind in ("feed", "sitemap"):
            return
        is_second = self._asked_again.pop(address.portal, None) == address.url
        if is_waited_for(result):
            self._count_wait(address.portal, result)
            return
        troubles.add(address.url)
        if is_second or (address.kind == "home" and address.tries >= 2):
            self.stop(address.portal, _STATUSES[result.trouble], result.reason)
        elif len(troubles) >= TROUBLE_LIMIT and address.portal not in self._asked_again:
            self._second.setdefault(address.portal, address)

    def take_second(self, portal: str) -> Address | None:
        """Return an address to be asked for once more before anything else: whether its portal is stopped hangs on it.

        What failed together, on several connections, may have met one fault only.
        """
        address = self._second.pop(portal, None)
        if address is None:
            return None
        self._asked_again[portal] = address.url
        return replace(address, tries=address.tries + 1)

    def _count_wait(self, portal: str, result: FetchResult) -> None:
        """Count pauses without a page between them; what several connections are told at once is one."""
        now = monotonic()
        if now < self._waits_until.get(portal, 0.0):
            return
        self._waits_until[portal] = now + (result.retry_after or 0.0)
        self._waits[portal] += 1
        if self._waits[portal] > WAIT_LIMIT:
            self.stop(portal, "blocked", f"{result.reason}, {WAIT_LIMIT} times after the pause that it asked for")


def is_waited_for(result: FetchResult) -> bool:
    """Return whether a server said when to come back, and the run waits for that: no step towards leaving it."""
    return result.retry_after is not None and result.retry_after <= LONGEST_PAUSE
