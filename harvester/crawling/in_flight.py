"""Addresses that were handed to Scrapy and have no result yet."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.store.frontier.addresses import Address


class InFlight:
    """The addresses under way, by key; and how many have come back."""

    def __init__(self) -> None:
        self._addresses: dict[str, Address] = {}
        self.finished = 0

    def start(self, address: Address) -> None:
        """Note that an address is handed out."""
        self._addresses[address.url] = address

    def finish(self, key: str) -> bool:
        """Note that an address has its result.

        Returns:
            Whether it was under way; one that was refused before it went out never was.
        """
        self.finished += 1
        return self._addresses.pop(key, None) is not None

    def find(self, key: str) -> Address | None:
        """Return the address of this key as it was handed out, or None."""
        return self._addresses.get(key)

    def list_of(self, portal: str) -> list[Address]:
        """Return a portal's addresses; there are never more than Scrapy has requests at once."""
        return [address for address in self._addresses.values() if address.portal == portal]

    def __contains__(self, key: object) -> bool:
        return key in self._addresses

    def __iter__(self) -> Iterator[Address]:
        return iter(list(self._addresses.values()))

    def __len__(self) -> int:
        return len(self._addresses)
