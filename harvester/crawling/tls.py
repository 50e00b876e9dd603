"""How each server's TLS is taken: strictly, or as its portal's file says, at that host and port alone.

Portals of communes run on what was installed ten years ago: a certificate that ran out, TLS 1.0, short
Diffie-Hellman keys. OpenSSL refuses all three, and a browser's user clicks the first away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from twisted.internet.ssl import TLSVersion
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from harvester.portals import Portal
from harvester.urls import DEFAULT_PORTS, read_host

_Place = tuple[str, int]
"""A host and a port."""

OLD_CIPHERS = "ALL:!aNULL:!eNULL:@SECLEVEL=0"
"""Level 0 admits keys of any length and signatures by SHA-1, which TLS 1.0 needs."""


@dataclass(frozen=True, slots=True)
class TlsRules:
    """The places where less than usual is asked of TLS."""

    unverified: frozenset[_Place] = frozenset()
    old: frozenset[_Place] = frozenset()

    @classmethod
    def of_portals(cls, portals: Iterable[Portal]) -> TlsRules:
        """Return what the portals' files say with `verify_tls` and `tls`."""
        listed = list(portals)
        return cls(
            frozenset(_find_place(portal.url) for portal in listed if not portal.verify_tls),
            frozenset(_find_place(portal.url) for portal in listed if portal.tls == "old"),
        )

    @classmethod
    def of_urls(cls, urls: Iterable[str], *, verify: bool, old: bool) -> TlsRules:
        """Return the same choice for each of these addresses."""
        places = frozenset(map(_find_place, urls))
        return cls(frozenset() if verify else places, places if old else frozenset())


def _find_place(url: str) -> _Place:
    """Return host and TLS port of an address; `http` at its usual port leads on to `https` at its usual one."""
    port = urlsplit(url).port
    return read_host(url), DEFAULT_PORTS["https"] if port in (None, DEFAULT_PORTS["http"]) else port


class OldCiphers:
    """What a server of ten years ago is offered, as Twisted asks for it."""

    fullName = OLD_CIPHERS  # noqa: N815 - Twisted's interface, like the next

    def selectCiphers(self, availableCiphers: Any) -> tuple[Any, ...]:  # noqa: N802, N803
        """Return itself: one cipher in whose place a whole list stands, which keeps its level of security."""
        return (self,)


@implementer(IPolicyForHTTPS)
class PolicyByPlace:
    """Takes TLS strictly, but at the places of which a portal's file says otherwise."""

    def __init__(self, rules: TlsRules) -> None:
        self.rules = rules
        self.factories = {
            (is_verified, is_old): _make_factory(is_verified=is_verified, is_old=is_old)
            for is_verified in (True, False)
            for is_old in (True, False)
        }

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's interface
        """Return what makes connections to a place."""
        place = hostname.decode("ascii").lower(), port
        factory = self.factories[place not in self.rules.unverified, place in self.rules.old]
        return factory.creatorForNetloc(hostname, port)


def _make_factory(*, is_verified: bool, is_old: bool) -> _ScrapyClientContextFactory:
    """Return what makes contexts of one kind."""
    factory = _ScrapyClientContextFactory(
        method=None if is_old else SSL.SSLv23_METHOD,
        verify_certificates=is_verified,
        tls_min_version=TLSVersion.TLSv1_0 if is_old else None,
    )
    if is_old:
        factory.tls_ciphers = OldCiphers()  # type: ignore[assignment]  # of which Twisted wants this one method
    return factory
