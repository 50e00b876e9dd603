"""No page makes the harvester reach a private address: names are resolved here, and only global addresses pass.

By default Scrapy reaches `localhost`, `2130706433`, `0x7f.1` and `[::ffff:127.0.0.1]`, after redirects too. Every
connection resolves its host through this resolver, literals included, so nothing is left for rebinding. A portal
whose own file names a loopback or private host may be reached at that host; the frontier keeps to its port.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IHostResolution, IResolutionReceiver
from zope.interface import implementer, provider

from harvester.errors import HarvestError
from harvester.urls import read_host

UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is given out: whatever lies beside it is a relay, a tunnel, a local scope, or not in use."""

SPECIAL_BLOCKS: tuple[IPv4Network | IPv6Network, ...] = (
    ip_network("2001::/23"),  # protocol assignments: Teredo, benchmarking, ORCHID
    ip_network("2001:db8::/32"),  # documentation
    ip_network("2002::/16"),  # 6to4, an IPv4 address inside
    ip_network("2620:4f:8000::/48"),  # AS112
    ip_network("3fff::/20"),  # documentation, RFC 9637
    ip_network("192.0.0.0/24"),  # protocol assignments, 192.0.0.8 among them
    ip_network("192.88.99.0/24"),  # 6to4's relays, RFC 7526
    ip_network("224.0.0.0/4"),  # multicast
)
"""Blocks of IANA's special-purpose registries (RFC 6890) that `ipaddress.is_global` passes in some Python releases."""


def is_global(host: str) -> bool:
    """Return whether an IP address may be reached: only what the registries call globally reachable.

    Args:
        host: An address, without brackets; a zone (`%eth0`) is passed over.

    Returns:
        True for a public unicast address. False for every other and for what is no address. An IPv4 address inside
        an IPv6 one (`::ffff:8.8.8.8`, `64:ff9b::808:808`) is refused whatever it is: no resolver needs it.
    """
    try:
        address: IPv4Address | IPv6Address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address not in UNICAST:
        return False
    return address.is_global and not any(address in block for block in SPECIAL_BLOCKS)


def read_own_hosts(urls: Iterable[str]) -> frozenset[str]:
    """Return the loopback and private hosts among the addresses of portals: special addresses and local names.

    A name of the public network is none of them, whatever it resolves to: domains lapse and are taken over.
    """
    return frozenset(host for host in map(read_host, urls) if is_local_name(host))


LOCAL_NAME = re.compile(r"(?:[^.]+|.*\.(?:localhost|local|internal|lan|home\.arpa|test))")
"""`localhost`, `intranet`, `portal.lan`: names that no public domain can have."""


def is_local_name(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return LOCAL_NAME.fullmatch(host) is not None
    return not is_global(host.strip("[]"))


@implementer(IResolutionReceiver)
class Filter:
    """Passes on the addresses that may be reached, and notes the others by their host."""

    def __init__(self, receiver: Any, host: str, refused: dict[str, str]) -> None:
        self.receiver = receiver
        self.host = host
        self.refused = refused

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's interface
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_global(address.host):
            self.receiver.addressResolved(address)
        else:
            self.refused[self.host] = address.host

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()


@provider(IResolutionReceiver)
class SafeResolver(CachingHostnameResolver):
    """Scrapy's resolver, without private, loopback, link-local and other special addresses."""

    own_hosts: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused: dict[str, str] = {}
        """An address that was not passed, by host: of portals alone, since no other hosts are asked."""

    def resolveHostName(self, resolutionReceiver: Any, hostName: str, *args: Any, **kwargs: Any) -> Any:  # noqa: N802, N803
        receiver = resolutionReceiver
        if hostName.lower().strip("[]") not in self.own_hosts:
            receiver = Filter(resolutionReceiver, hostName, self.refused)
        return super().resolveHostName(receiver, hostName, *args, **kwargs)


def allow_own_hosts(urls: Iterable[str]) -> None:
    """Let the installed resolver pass the private hosts of these addresses, and no others from now on.

    Args:
        urls: Addresses that a portal file names, or that the operator has typed; never one that a page holds.

    Raises:
        HarvestError: the resolver that is installed would pass everything.
    """
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    if not isinstance(resolver, SafeResolver):
        raise HarvestError("TWISTED_DNS_RESOLVER is not harvester.crawling.safety.SafeResolver: nothing would be safe")
    resolver.own_hosts = read_own_hosts(urls)


def find_refused(host: str) -> str | None:
    """Return an address of a host that was not passed on, None where there was none."""
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    return resolver.refused.get(host) if isinstance(resolver, SafeResolver) else None
