"""Politeness towards a server: how many connections, how long between two requests, when to wait.

Hundreds of communes share a server, so what counts for the pace is the address that a host's name resolves to. What
one site asks for, a crawl delay or a pause, holds that site alone.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from dataclasses import dataclass, field

from harvester.limits import BUSY_DELAYS, CONNECTIONS_AT_NO_DELAY, LONGEST_DELAY, LONGEST_PAUSE, SHORTEST_DELAY
from harvester.urls import DEFAULT_PORTS


@dataclass(slots=True)
class Server:
    """One server, shared by all the portals that it serves. Times are seconds of the scheduler's clock."""

    delay: float
    in_flight: int = 0
    next_at: float = 0.0
    slow: float = 0.0
    portals: list[str] = field(default_factory=list)
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)  # one portal at a time asks for its robots.txt

    @property
    def is_free(self) -> bool:
        """Whether one more request may be under way."""
        return self.in_flight < (1 if self.delay > 0 or self.slow > 0 else CONNECTIONS_AT_NO_DELAY)

    def ask_for(self, delay: float) -> None:
        """A portal of this server wants so much time between requests; the longest counts."""
        self.delay = max(self.delay, delay)

    def start(self, now: float) -> None:
        """A request goes out."""
        self.in_flight += 1
        self.go_on(now)

    def go_on(self, now: float) -> None:
        """A request goes out in the place of one that was answered, and has not been ended."""
        self.next_at = max(self.next_at, now + max(self.delay, self.slow))

    def end(self) -> None:
        """A request has been answered, or has failed."""
        self.in_flight -= 1

    def adapt(self, latency: float, *, well: bool) -> None:
        """Ask a slow server more slowly: as long between requests as it takes to answer one.

        An error says nothing good of a server's load, so it never makes the pause shorter. Without a delay
        nothing is adapted. (The rule is that of Scrapy's AutoThrottle for a concurrency of 1.)
        """
        if self.delay <= 0:
            return
        wanted = min((self.slow + latency) / 2 if self.slow else latency, LONGEST_DELAY)
        if well or wanted > self.slow:
            self.slow = wanted

    def slow_down(self) -> None:
        """It was asked too quickly without a delay: one request at a time, and each later time half as often."""
        least, most = BUSY_DELAYS
        self.slow = min(max(least, 2 * self.slow), most)

    def speed_up(self) -> None:
        """A page came without a delay: the next may come a little sooner, though still one at a time."""
        if self.delay <= 0 and self.slow > 0:
            self.slow = max(SHORTEST_DELAY, 0.9 * self.slow)

    def pause(self, now: float, seconds: float) -> None:
        """Ask nothing for so long."""
        self.next_at = max(self.next_at, now + seconds)


class Servers:
    """The servers of a run, and which of them each portal is on."""

    def __init__(self) -> None:
        self._by_address: dict[str, Server] = {}
        self._by_portal: dict[str, Server] = {}
        self._sites: dict[str, str] = {}
        self._delays: dict[str, float] = {}  # that sites ask for, by site
        self._busy: Counter[str] = Counter()  # requests under way, by site
        self._held: dict[str, float] = {}  # when a site may be asked again, by site
        self._freed: dict[str, None] = {}  # portals whose server can take one more request; ordered

    def assign(self, portal: str, address: str, delay: float, site: str | None = None) -> Server:
        """Note that a portal is on the server of this address, and wants this delay there.

        Args:
            portal: The portal's id.
            address: What tells its server from others.
            delay: Seconds between two requests to the server.
            site: Host and port; None where no other portal shares them.
        """
        server = self._by_address.setdefault(address, Server(0.0))
        server.ask_for(delay)
        server.portals.append(portal)
        self._by_portal[portal] = server
        self._sites[portal] = portal if site is None else site
        return server

    def ask_for(self, portal: str, delay: float) -> None:
        """A portal's site wants so much time between two requests to it; the longest counts."""
        site = self._sites[portal]
        self._delays[site] = max(self._delays.get(site, 0.0), delay)

    def find_due(self, portal: str) -> float:
        """Return when a portal may be asked: its server, and its site."""
        return max(self._by_portal[portal].next_at, self._held.get(self._sites[portal], 0.0))

    def is_free(self, portal: str) -> bool:
        """Return whether one more request to a portal may be under way: a site with a delay gets one at a time."""
        server = self._by_portal[portal]
        return server.is_free and not (self._delays.get(self._sites[portal]) and self._under_way(portal))

    def start(self, portal: str, now: float, *, goes_on: bool = False) -> None:
        """A request to a portal goes out; `goes_on`: in the place of one that was answered, and has not been ended."""
        server, site = self._by_portal[portal], self._sites[portal]
        server.go_on(now) if goes_on else server.start(now)
        if not goes_on:
            self._busy[site] += 1
        self.hold(portal, now, self._delays.get(site, 0.0))

    def hold(self, portal: str, now: float, seconds: float) -> None:
        """Ask nothing of a portal's site for so long."""
        site = self._sites[portal]
        self._held[site] = max(self._held.get(site, 0.0), now + seconds)

    def _under_way(self, portal: str) -> int:
        return self._busy[self._sites[portal]]

    def find(self, portal: str) -> Server | None:
        """Return the server of a portal, None before it is assigned."""
        return self._by_portal.get(portal)

    def get(self, portal: str) -> Server:
        """Return the server of a portal that has been assigned."""
        return self._by_portal[portal]

    def release(self, portal: str) -> None:
        """A request to a portal has its result: its server's portals may go on."""
        server = self._by_portal[portal]
        server.end()
        self._busy[self._sites[portal]] -= 1
        self._freed.update(dict.fromkeys(server.portals))

    def take_freed(self) -> list[str]:
        """Return the portals whose servers were released since this was asked last."""
        freed = list(self._freed)
        self._freed.clear()
        return freed

    def rest(self, portal: str, now: float, seconds: float) -> list[str]:
        """Let a portal's site rest; its neighbours at the same address go on.

        Returns:
            The portals on that site, where it is longer than a run is kept waiting: they are to be left for later.
        """
        if seconds > LONGEST_PAUSE:
            return [other for other in self._by_portal[portal].portals if self._sites[other] == self._sites[portal]]
        self.hold(portal, now, seconds)
        return []


async def find_server_address(host: str, port: int) -> str:
    """Return the address that a host resolves to, the smallest of several, with a port that is none of the web's.

    A host that cannot be resolved stands for itself, and the request will say so.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return host
    address = min(str(entry[4][0]) for entry in found)
    return address if port in DEFAULT_PORTS.values() else f"{address} port {port}"
