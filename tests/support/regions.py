"""A list of addresses as an operator has them: portals of several systems, and whatever else stands at addresses."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from support.answers import Answer, redirect, show_html
from support.looks import NukeVietLook, PlainLook
from support.server import PortalServer
from support.site import Robots, Site
from support.wordpress_look import WordPressLook

LOOKS = (NukeVietLook, PlainLook, WordPressLook)
SYSTEMS = ("nukeviet", "", "wordpress")
LOGIN = '<html><head><title>Đăng nhập</title></head><body><form><input type="password"></form></body></html>'
EMPTY = "<html><head><title>Trang {number}</title></head><body><h1>Đang xây dựng</h1><p>Sắp có.</p></body></html>"


@dataclass
class Region:
    """Addresses on loopback, and what a report is to say of each. Twelve addresses make a district."""

    districts: int = 1
    articles: int = 6
    lines: list[str] = field(default_factory=list)
    expected: dict[str, str] = field(default_factory=dict)  # an address -> its outcome
    portals: list[Site] = field(default_factory=list)  # those that can be harvested
    systems: dict[str, str] = field(default_factory=dict)  # an address -> its system
    formerly: dict[str, str] = field(default_factory=dict)  # where a portal is -> where it was
    servers: list[PortalServer] = field(default_factory=list)
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        for number in range(self.districts):
            self.add_district(number)
        return self

    def __exit__(self, *failure: object) -> None:
        self.stack.close()

    def serve(self, site: Site) -> str:
        """Put a site on a port of its own; its address."""
        server = self.stack.enter_context(PortalServer(site))
        self.servers.append(server)
        return server.base + "/"

    def serve_home(self, number: int, home: Answer) -> str:
        """Put a site on a port that is nothing but a home page."""
        return self.serve(Site(count=0, look=PlainLook(), seed=number, robots=Robots(text=""), extra_pages={"/": home}))

    def note(self, address: str, outcome: str) -> None:
        self.lines.append(address)
        self.expected[address] = outcome

    def add_portal(self, number: int, name: str) -> str:
        """A portal that can be harvested, of one system after the other."""
        look = LOOKS[number % len(LOOKS)]()
        site = Site(
            count=self.articles, look=look, seed=100 + number, title=f"Cổng thông tin xã {name} {number}",
            sitemap="plain", robots=Robots(),
        )  # fmt: skip
        address = self.serve(site)
        self.portals.append(site)
        self.systems[address] = SYSTEMS[number % len(SYSTEMS)]
        return address

    def add_district(self, number: int) -> None:
        """Twelve addresses: three portals, one that moved to a fourth, and what cannot be harvested."""
        first = 4 * number
        for offset in range(3):
            self.note(self.add_portal(first + offset, "Lâm Khê"), "ok")
        twin = self.servers[-1].base.replace("127.0.0.1", "localhost") + "/"
        self.note(twin, "the same")  # two names of one site
        old, new = self.add_portal_that_moved(first + 3)
        self.note(old, "ok")
        self.formerly[new] = old
        self.note(self.serve_home(number, show_html(LOGIN)), "log-in")
        self.note(self.serve_home(number, show_html(EMPTY.format(number=number))), "no news")
        self.note(self.serve_home(number, show_html("<html><body>Không có</body></html>", 404)), "not found")
        self.note(
            self.serve(Site(count=3, look=PlainLook(), robots=Robots(text="User-agent: *\nDisallow: /\n"))), "refuses"
        )
        self.note(self.hold_dead_port(), "does not answer")
        self.add_circle(number)

    def hold_dead_port(self) -> str:
        """An address at which nobody listens, and whose port nobody else is given meanwhile."""
        held = self.stack.enter_context(socket.socket())
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}/"

    def add_portal_that_moved(self, number: int) -> tuple[str, str]:
        new = self.add_portal(number, "Suối Vang")
        return self.serve_home(number, redirect(new)), new

    def add_circle(self, number: int) -> None:
        """Two addresses that lead to one another."""
        pages: tuple[dict[str, Answer], ...] = ({}, {})
        one, other = (
            self.serve(Site(count=0, look=PlainLook(), seed=number, robots=Robots(text=""), extra_pages=page))
            for page in pages
        )
        pages[0]["/"], pages[1]["/"] = redirect(other), redirect(one)
        self.note(one, "moved")
        self.note(other, "moved")
