"""The book that a made-up portal keeps: who asked what and when, and what that tells of a crawler."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from support.answers import Answer, Request


@dataclass(slots=True)
class Served:
    """One request with what became of it. Times are seconds on the monotonic clock."""

    request: Request
    status: int
    fault: str  # "" for a good answer
    retry_after: str | None
    ended: float | None = None

    @property
    def at(self) -> float:
        """When it was asked."""
        return self.request.at


@dataclass
class Log:
    """Read it after the harvest; while one runs, only counts are safe to read."""

    served: list[Served] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)  # of the made-up site itself: a test's own bugs
    most_connections: int = 0
    most_requests_at_once: int = 0
    connections: int = 0  # ever opened
    _open: set[int] = field(default_factory=set, repr=False)
    _busy: int = 0
    _number: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    # kept by the server

    def open_connection(self) -> int:
        self.connections += 1
        self._open.add(self.connections)
        self.most_connections = max(self.most_connections, len(self._open))
        return self.connections

    def close_connection(self, connection: int) -> None:
        self._open.discard(connection)

    def next_number(self) -> int:
        self._number += 1
        return self._number

    def begin(self, request: Request, answer: Answer) -> Served:
        headers = {name.lower(): value for name, value in answer.headers}
        served = Served(request, answer.status, answer.name, headers.get("retry-after"))
        with self._lock:
            self.served.append(served)
        self._busy += 1
        self.most_requests_at_once = max(self.most_requests_at_once, self._busy)
        return served

    def end(self, served: Served) -> None:
        self._busy -= 1
        served.ended = time.monotonic()

    def clear(self) -> None:
        """Forget what was asked so far; open connections stay counted."""
        with self._lock:
            self.served = []
            self.most_connections = len(self._open)
            self.most_requests_at_once = self._busy

    # read by tests

    def targets(self) -> list[str]:
        """Every request target in order of arrival."""
        return [entry.request.target for entry in self.served]

    def count(self, target: str) -> int:
        """How often this target, with its query, was asked for."""
        return self.counts()[target]

    def counts(self) -> Counter[str]:
        """Requests per target."""
        return Counter(self.targets())

    def under(self, *prefixes: str) -> list[str]:
        """The targets that begin with one of the prefixes, for what robots.txt forbids."""
        return [target for target in self.targets() if target.startswith(prefixes)]

    def faults(self) -> Counter[str]:
        """Answers per fault."""
        return Counter(entry.fault for entry in self.served if entry.fault)

    def fetched_again(self, paths: set[str]) -> int:
        """How many good answers with status 200 these paths gave beyond the first of each."""
        good = Counter(entry.request.path for entry in self.served if entry.status == 200 and not entry.fault)
        return sum(count - 1 for path, count in good.items() if path in paths and count > 1)

    def gaps(self) -> list[float]:
        """Seconds between the arrival of each request and of the next one at this server."""
        return [later.at - earlier.at for earlier, later in pairwise(self.served)]

    def rate(self) -> float:
        """Requests a second between the first and the last; 0 with fewer than two."""
        spread = self.served[-1].at - self.served[0].at if len(self.served) > 1 else 0.0
        return (len(self.served) - 1) / spread if spread else 0.0

    def pauses(self) -> list[tuple[str, float]]:
        """For each answer with Retry-After, its value and the seconds from its end to the next request that
        came after it; infinity when none came."""
        found = []
        for place, entry in enumerate(self.served):
            if entry.retry_after is not None and entry.ended is not None:
                later = [other.at for other in self.served[place + 1 :] if other.at > entry.ended]
                found.append((entry.retry_after, min(later, default=float("inf")) - entry.ended))
        return found
