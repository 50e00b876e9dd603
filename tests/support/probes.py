"""Portals on loopback for `harvester probe`, each with what is special about it, probed in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from support import faults
from support.answers import redirect, show_html
from support.certificates import make_context
from support.looks import NukeVietLook, PlainLook
from support.server import PortalServer
from support.site import Robots, Site

ROOT = Path(__file__).parents[2]


@dataclass
class Case:
    """A portal, how it is asked for, and what came of it."""

    server: PortalServer
    path: str = "/"
    url: str = ""  # instead of the server's base and path
    options: list[str] = field(default_factory=list)
    code: int = -1
    out: str = ""
    err: str = ""

    def start(self) -> subprocess.Popen[str]:
        url = self.url or self.server.base + self.path
        environment = os.environ | {"PYTHONPATH": str(ROOT), "HARVESTER_NOW": "2026-03-07T02:00:00+07:00"}
        command = [sys.executable, "-m", "harvester", "probe", url, "--delay", "0", *self.options]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT
        )

    def finish(self, process: subprocess.Popen[str]) -> None:
        """Wait for the end, and keep what came of it."""
        try:
            self.out, self.err = process.communicate(timeout=120)
        finally:
            process.kill()
        self.code = process.returncode

    def run(self) -> None:
        self.finish(self.start())

    @property
    def asked(self) -> list[str]:
        return [served.request.target for served in self.server.log.served]

    @property
    def toml(self) -> dict:
        """The portal file that was shown."""
        lines = self.out.partition("\nPortal file ")[2].split("\n", 1)[1].partition("\nPlease look")[0]
        return tomllib.loads("\n".join(line.removeprefix("  ") for line in lines.split("\n")))

    @property
    def flat(self) -> str:
        """The output with its columns and lines run together."""
        return " ".join(self.out.split())


def make_site(**options) -> Site:
    return Site(**{"count": 30, "look": NukeVietLook(), **options})


BARE_HOME = """<html><head><title>Xã Lâm Khê</title><meta name="generator" content="NukeViet v4.5">
<link rel="alternate" type="application/rss+xml" href="/rss/hong/">
<link rel="alternate" type="application/rss+xml" href="http://elsewhere.example/rss/"></head>
<body><nav><a href="/trong/">Trống</a><a href="/tin-tuc/">Tin tức</a></nav><p>Chào mừng</p></body></html>"""


def make_cases(directory: Path) -> dict[str, Case]:
    saved = directory / "portals"
    plain = make_site(look=PlainLook(), robots=Robots(text=""))
    taken = directory / "taken"
    taken.mkdir()
    patient = make_site(sitemap="index", feed=True, robots=Robots(crawl_delay=0.2))
    bare = make_site(extra_pages={"/": show_html(BARE_HOME), "/rss/hong/": show_html("<p>x")})
    cases = {
        "nukeviet": Case(PortalServer(patient), options=["--save", str(saved)]),
        "plain": Case(PortalServer(plain)),
        "bare home": Case(PortalServer(bare)),
        "forbidden": Case(PortalServer(make_site(robots=Robots(text="User-agent: *\nDisallow: /\n")))),
        "section forbidden": Case(
            PortalServer(make_site(robots=Robots(text="User-agent: harvester\nDisallow: /nong-thon/\n"))),
            options=["--save", str(taken)],
        ),
        "robots down": Case(PortalServer(make_site())),
        "sent on": Case(PortalServer(make_site(extra_pages={
            "/": show_html('<meta http-equiv="refresh" content="0; url=http://portal.example/"><p>Xin chờ</p>')}))),
        "flood": Case(PortalServer(make_site())),
        "article": Case(PortalServer(make_site())),
        "elsewhere": Case(PortalServer(make_site(extra_pages={"/": redirect("http://elsewhere.example/")}))),
        "certificate": Case(PortalServer(make_site(), tls=make_context(directory, -3))),
        "certificate let pass": Case(
            PortalServer(make_site(extra_pages={"/": redirect("/tin-tuc/")}), tls=make_context(directory, -2)),
            options=["--no-verify-tls"],
        ),
        "unreadable": Case(PortalServer(make_site())),
        "bomb": Case(PortalServer(make_site())),
    }  # fmt: skip
    cases["robots down"].server.plan.always["/robots.txt"] = faults.answer_busy
    cases["flood"].server.plan.always["/"] = faults.show_flood_page
    cases["bomb"].server.plan.always["/"] = faults.send_gzip_bomb(200 * 1024**2)
    article = cases["article"].server.site
    cases["article"].path = article.path("a-17")
    for piece in cases["unreadable"].server.site.pieces:
        path = cases["unreadable"].server.site.path(piece.name)
        cases["unreadable"].server.plan.always[path] = lambda request, good: show_html("<title>x</title><p>x</p>")
    return cases
