"""Politeness towards a server: how many connections, how long between two requests, when to wait.

Hundreds of communes share a server, so what counts is the address that a host's name resolves to.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass

from harvester.urls import DEFAULT_PORTS

CONNECTIONS_AT_NO_DELAY = 8
"""Connections to one server where the delay is 0: tests, mirrors, one's own portal. So many pages at most are
fetched again after a `kill -9`."""

LONGEST_PAUSE = 120.0
"""Seconds that are waited within a run where Retry-After asks for it; for more the portal is left for later."""

FLOOD_PAUSE = 60.0
"""Seconds after a flood or block page that names no time: NukeViet's limiter counts over one minute."""

LONGEST_DELAY = 60.0
"""Seconds to which a delay grows at most where a server answers slowly."""


@dataclass(slots=True)
class Server:
    """One server, shared by all the portals that it serves. Times are seconds of the scheduler's clock."""

    delay: float
    in_flight: int = 0
    next_at: float = 0.0
    slow: float = 0.0

    @property
    def has_room(self) -> bool:
        return self.in_flight < (1 if self.delay > 0 else CONNECTIONS_AT_NO_DELAY)

    def ask_for(self, delay: float) -> None:
        """A portal of this server wants so much time between requests; the longest wish counts."""
        self.delay = max(self.delay, delay)

    def start(self, now: float) -> None:
        """A request goes out."""
        self.in_flight += 1
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

    def pause(self, now: float, seconds: float) -> None:
        """Ask nothing for so long."""
        self.next_at = max(self.next_at, now + seconds)


async def find_server_address(host: str, port: int) -> str:
    """The address that a host resolves to, the smallest where there are several, with the port where it is none of
    the web's; the host itself where it cannot be resolved, and the request will say so."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return host
    address = min(str(entry[4][0]) for entry in found)
    return address if port in DEFAULT_PORTS.values() else f"{address} port {port}"
