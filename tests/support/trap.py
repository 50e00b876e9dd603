"""A server that nobody may visit, on every address of this machine, and the many ways to write those."""

from __future__ import annotations

import socket
from types import TracebackType

from support.log import Log
from support.looks import PlainLook
from support.server import PortalServer
from support.site import Site

NOTATIONS = (
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "0",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::1]",
    "127.0.0.1.",
    "127.0.0.2",
    "①②⑦.0.0.1",
)
"""Hosts that reach this machine or are read as such by some resolver."""

UNREACHABLE = (
    "169.254.169.254",
    "[fe80::1]",
    "10.255.255.1",
    "192.168.255.1",
    "172.31.255.1",
    "100.64.0.1",
    "[fd00::1]",
    "[::ffff:169.254.169.254]",
)
"""Link-local, private and shared addresses: nothing listens there, and nothing may be asked there."""


class WideServer(PortalServer):
    """A server on all interfaces, IPv6 too where this machine has it."""

    def _open_socket(self) -> socket.socket:
        if socket.has_dualstack_ipv6():
            opened = socket.create_server(("", self.port), family=socket.AF_INET6, dualstack_ipv6=True)
        else:
            opened = socket.create_server(("0.0.0.0", self.port))
        self.port = opened.getsockname()[1]
        return opened


class Trap:
    """Counts every hit, answers a tempting article, and knows how to write its own address."""

    def __init__(self) -> None:
        site = Site(count=3, look=PlainLook(), title="Trang lạ")
        self._server = WideServer(site)

    def __enter__(self) -> Trap:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)

    @property
    def port(self) -> int:
        """The trap's port."""
        return self._server.port

    @property
    def base(self) -> str:
        """The trap's plainest address."""
        return self._server.base

    @property
    def log(self) -> Log:
        """What was asked. Connections without a request count too: see `hits`."""
        return self._server.log

    @property
    def hits(self) -> int:
        """Connections that were opened; to connect is to have gone there."""
        return self._server.log.connections

    def addresses(self, path: str = "/doc-tin/1/bay") -> list[str]:
        """The trap's address in every notation."""
        return [f"http://{host}:{self.port}{path}" for host in NOTATIONS]
