"""Politeness towards a server: how many connections, how long between two requests, when to wait."""

from __future__ import annotations

from dataclasses import dataclass

CONNECTIONS_AT_NO_DELAY = 12
"""Connections to one server where the delay is 0: tests, mirrors, one's own portal."""

LONGEST_PAUSE = 120.0
"""Seconds that are waited within a run where Retry-After asks for it; for more the portal is left for later."""


@dataclass(slots=True)
class Server:
    """One server, shared by all the portals that it serves. Times are seconds of the scheduler's clock."""

    delay: float
    in_flight: int = 0
    next_at: float = 0.0

    @property
    def has_room(self) -> bool:
        return self.in_flight < (1 if self.delay > 0 else CONNECTIONS_AT_NO_DELAY)

    def start(self, now: float) -> None:
        """A request goes out."""
        self.in_flight += 1
        self.next_at = max(self.next_at, now + self.delay)

    def end(self) -> None:
        """A request has been answered, or has failed."""
        self.in_flight -= 1

    def pause(self, now: float, seconds: float) -> None:
        """Ask nothing for so long."""
        self.next_at = max(self.next_at, now + seconds)
