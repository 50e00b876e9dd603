"""Whose turn it is: portals in the order in which their servers may be asked."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Container
from dataclasses import dataclass

from harvester.crawling.throttle import Server, Servers


@dataclass(frozen=True, slots=True)
class Turn:
    """The next portal, its server, and the seconds until it may be asked."""

    portal: str
    server: Server
    wait: float


class Turns:
    """The portals that wait for their turn, each once. Times are seconds of the scheduler's clock.

    Args:
        servers: Which server each portal is on, and when it may be asked.
        stopped: Portals that nothing more is asked of; nobody waits until their servers may be asked.
    """

    def __init__(self, servers: Servers, stopped: Container[str]) -> None:
        self.servers = servers
        self.stopped = stopped
        self._heap: list[tuple[float, int, str]] = []
        self._waiting: set[str] = set()
        self._counter = itertools.count()

    def add(self, portal: str) -> None:
        """Let a portal take its turn as soon as its server may be asked."""
        if portal not in self._waiting:
            self._waiting.add(portal)
            heapq.heappush(self._heap, (self.servers.find_due(portal), next(self._counter), portal))

    def take(self, now: float) -> Turn | None:
        """Return the next turn, or None where no portal waits for one. One that is still to come stays."""
        while self._heap:
            due_at, _, portal = self._heap[0]
            server, next_at = self.servers.get(portal), self.servers.find_due(portal)
            if portal in self.stopped:
                self._pop()
            elif next_at > max(due_at, now):  # another portal of the server went first, or it asked for a pause
                heapq.heapreplace(self._heap, (next_at, next(self._counter), portal))
            elif due_at > now:
                return Turn(portal, server, due_at - now)
            else:
                self._pop()
                return Turn(portal, server, 0.0)
        return None

    def __contains__(self, portal: object) -> bool:
        return portal in self._waiting

    def __len__(self) -> int:
        return len(self._heap)

    def _pop(self) -> None:
        _, _, portal = heapq.heappop(self._heap)
        self._waiting.discard(portal)
