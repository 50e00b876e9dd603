"""What a browser takes, over a real socket: sessions, round trips, refreshes, odd heads and lengths."""

from __future__ import annotations

import gzip
import re
import sqlite3
from pathlib import Path

import pytest
from support.answers import Answer, Fault, Request, redirect, show_html
from support.looks import NukeVietLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long


def send_round(request: Request, good: Answer) -> Answer:
    """Each page wants a cookie that another address sets, which leads back."""
    if request.path == "/kiem-tra":
        back = request.query["ve"]
        return redirect(back, 302).bend(headers=[("Location", back), ("Set-Cookie", f"k{hash_path(back)}=1; Path=/")])
    has_cookie = f"k{hash_path(request.target)}=1" in request.headers.get("cookie", "")
    return good if has_cookie or request.path == "/robots.txt" else redirect(f"/kiem-tra?ve={request.target}", 302)


def hash_path(path: str) -> int:
    return sum(ord(sign) * place for place, sign in enumerate(path, 7))


def lead_on(request: Request, good: Answer) -> Answer:
    """The home page leads on without a status that says so."""
    page = '<html><head><meta http-equiv="Refresh" content="0; URL=\'/tin-tuc/\'"></head></html>'
    return show_html(page) if request.path == "/" else good


def call_image(request: Request, good: Answer) -> Answer:
    return good if request.path == "/robots.txt" else good.set_header("Content-Type", "image/jpeg")


def claim_gzip(request: Request, good: Answer) -> Answer:
    return good.bend(headers=[*good.headers, ("Content-Encoding", "gzip")])


def tell_unpacked_length(request: Request, good: Answer) -> Answer:
    packed = gzip.compress(good.content(), mtime=0)
    return good.bend(
        body=packed,
        claimed_length=len(good.content()) + 10_000,
        headers=[*good.headers, ("Content-Encoding", "gzip"), ("Connection", "close")],
        unfinished=True,
    )


def space_names(request: Request, good: Answer) -> Answer:
    return good.bend(headers=[*good.headers, ("X Powered By", "PHP/5.2"), ("X-Cache ", "MISS")])


def lengthen_line(request: Request, good: Answer) -> Answer:
    return good.bend(headers=[*good.headers, ("Content-Security-Policy", "img-src https://a.example; " * 2250)])


FAULTS: tuple[Fault, ...] = (
    send_round, lead_on, call_image, claim_gzip, tell_unpacked_length, space_names, lengthen_line,
)  # fmt: skip


@takes_long
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_every_article_comes_all_the_same(tmp_path: Path, fault: Fault) -> None:
    with PortalServer(Site(count=4, look=NukeVietLook()), keep_alive=fault is not tell_unpacked_length) as server:
        server.plan.share, server.plan.mixed = 1.0, (fault,)
        portal = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "khe")).run().portal("khe")
    assert (portal["status"], portal["new"]) == ("ok", 4)


def test_sessions_in_paths_are_kept_to_and_never_stored(tmp_path: Path) -> None:
    site = Site(count=4, look=NukeVietLook())
    session = re.compile(r"^/\(X\(1\)S\(\w{24}\)\)")

    def want_session(request: Request, good: Answer) -> Answer:
        if request.path == "/robots.txt":
            return good
        if session.match(request.target) is None:
            return redirect(f"/(X(1)S({request.number:024}))" + request.target, 302)
        inner = Request(0, "GET", session.sub("", request.target), {}, 0, 0.0)
        return site.answer(inner)

    with PortalServer(site) as server:
        server.plan.share, server.plan.mixed = 1.0, (want_session,)
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "khe"))
        portal = crawl.run().portal("khe")
    assert (portal["status"], portal["new"]) == ("ok", 4)
    with sqlite3.connect(crawl.db) as connection:
        assert connection.execute("SELECT url FROM urls WHERE url LIKE '%S(%'").fetchall() == []
