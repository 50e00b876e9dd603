"""Pages that kill the process are found out: each is claimed before it is opened, and left alone after three deaths."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.store import Store, runs
from harvester.store.frontier import counts, outcomes


class RunClaims:
    """What was open when earlier runs died, and what this one opens.

    Made before the run gets its row, since a run is known to have died by its row.
    """

    def __init__(self, store: Store, portals: Sequence[str]) -> None:
        self.store = store
        self.is_wary = runs.has_died(store.connection, list(portals))
        """Whether a run has died since these portals were harvested last: this one may die of the same page."""
        self._before = counts.read_claims(store.connection)

    def claim(self, key: str) -> None:
        """Note that a page is about to be opened.

        Only after a death: a commit for every page that nobody dies of would be one in two.
        """
        if self.is_wary:
            outcomes.claim(self.store, key)

    def find_open(self) -> list[str]:
        """Return the keys that this run opened and that have no result."""
        claims = counts.read_claims(self.store.connection)
        return [key for key, number in claims.items() if number > self._before.get(key, 0)]
