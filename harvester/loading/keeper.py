"""What a loader tells of every address that has its result, within the same transaction."""

from __future__ import annotations

from typing import Protocol


class Keeper(Protocol):
    """Keeps answers, or knows which kept one it is that is being read."""

    def keep(self, key: str, portal: str) -> int | None:
        """Return the row of the answer that came for an address, by its key; None where none is kept.

        Called inside the transaction that ends the address.
        """


class NoKeeper:
    """Keeps nothing."""

    def keep(self, key: str, portal: str) -> int | None:
        """Return None."""
        return None
