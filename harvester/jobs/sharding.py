"""Which portals share a server and cannot be parted; how shards are balanced stands in portals/shards.py."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from harvester.crawling.throttle import find_server_address
from harvester.portals import Portal
from harvester.urls import DEFAULT_PORTS, read_host


def find_servers(portals: Iterable[Portal]) -> dict[str, str]:
    """The address of each portal's server, by the portal's id; its host where that has no address now."""
    return asyncio.run(find_all(list(portals)))


def list_unresolved(portals: Iterable[Portal], servers: Mapping[str, str]) -> list[str]:
    """The portals whose hosts have no address now, so that nobody knows whose server they share.

    Those that are gone or have moved are none.
    """
    hosts = {portal.id: read_host(portal.url) for portal in portals if portal.status in ("active", "frozen")}
    return sorted(name for name, host in hosts.items() if servers[name] == host and not _is_address(host))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def find_all(portals: list[Portal]) -> dict[str, str]:
    addresses = await asyncio.gather(*(_find_address(portal) for portal in portals))
    return {portal.id: address for portal, address in zip(portals, addresses, strict=True)}


async def _find_address(portal: Portal) -> str:
    parts = urlsplit(portal.url)
    return await find_server_address(read_host(portal.url), parts.port or DEFAULT_PORTS[parts.scheme])
