"""Ten portals, two nights: each is named right by the second, whatever has happened to it in between."""

import sqlite3
from contextlib import ExitStack
from datetime import datetime, timedelta
from html import escape

import pytest
from support.answers import show_html
from support.faults import show_block_page
from support.looks import NukeVietLook, PlainLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

COUNT = 14
NIGHT = datetime.fromisoformat(DAYS[0])


class NewLook(NukeVietLook):
    """The portal after its redesign: the same addresses and listings, other markup, dates that only scripts read."""

    def show_article(self, site, piece):
        text = piece.text
        paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)
        return self.frame(
            site, site.title, f'<div class="p1">{escape(text.title)}</div><div class="p2">{paragraphs}</div>'
        )


def make_site(last=NIGHT, look=None, count=COUNT):
    """A portal that published every seven hours until `last`."""
    site = Site(count=count, look=look or NukeVietLook())
    for piece in site.pieces:
        piece.text.published = last - timedelta(hours=7 * (count - piece.number))
    return site


def publish(site, at):
    """One more article."""
    site.add().text.published = at


def read_stored(db, portal):
    with sqlite3.connect(db) as connection:
        return connection.execute(
            "SELECT url, title, lead, body, published_at, author, revision, gone_at FROM articles"
            " WHERE portal = ? ORDER BY url", (portal,)
        ).fetchall()  # fmt: skip


@takes_long
def test_each_is_named_right_by_the_second_night(tmp_path):
    names = ["a-yen", "b-yen", "c-yen", "d-yen", "e-yen", "f-yen", "moi", "chan", "im", "chet"]
    with ExitStack() as stack:
        servers = {}
        for name in names:
            last = NIGHT - timedelta(days=60) if name == "im" else NIGHT
            servers[name] = PortalServer(make_site(last, PlainLook() if name == "b-yen" else None))
            with ExitStack() as own:
                own.enter_context(servers[name])
                portals = write_portal(tmp_path / "portals", servers[name], name)
                if name != "chet":
                    stack.push(own.pop_all())
        crawl = Crawl(tmp_path / "a.db", portals)
        first = crawl.run(now=DAYS[0])
        assert {name: first.portal(name)["status"] for name in names} == {
            **dict.fromkeys(names, "ok"), "chet": "unreachable"}  # fmt: skip
        before = {name: read_stored(crawl.db, name) for name in names}
        servers["moi"].site.look = NewLook()
        servers["chan"].plan.share, servers["chan"].plan.mixed = 1.0, [show_block_page]
        for name in names[:6]:
            publish(servers[name].site, NIGHT + timedelta(hours=9))
        second = crawl.run(now=DAYS[1])

    assert (first.code, second.code) == (1, 1)
    assert {name: second.portal(name)["status"] for name in names} == {
        **dict.fromkeys(names, "ok"),
        "moi": "broken", "chan": "blocked", "im": "silent", "chet": "unreachable"}  # fmt: skip
    assert "no longer hold an article (usually 0 of 14)" in second.portal("moi")["reason"]
    assert "for 61 days" in second.portal("im")["reason"]
    for name in names:
        assert len(before[name]) == (0 if name == "chet" else COUNT)
        stored = {row[0]: row for row in read_stored(crawl.db, name)}
        assert before[name] == [stored[row[0]] for row in before[name]]
    assert [second.portal(name)["new"] for name in names] == [1] * 6 + [0] * 4
    assert second.errors == ""


def forget_fields(look):
    """The look without leads and dates on its article pages, whose texts stay where they were."""

    class Forgetful(type(look)):
        def show_article(self, site, piece):
            text = super().show_article(site, piece)
            for part in (piece.text.lead, f"{piece.text.published:%d/%m/%Y %H:%M}", f"{piece.text.published:%Y-%m-%d}"):
                text = text.replace(escape(part), "")
            return text

    return Forgetful()


def test_lost_fields_of_new_articles_are_found(tmp_path):
    """Old articles are held to what they were; new ones come without, are stored, and tell."""
    with PortalServer(make_site()) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run().portal("lam-khe")["status"] == "ok"
        before = read_stored(crawl.db, "lam-khe")
        server.site.look = forget_fields(server.site.look)
        for hours in range(6):
            publish(server.site, NIGHT + timedelta(hours=hours))
        night = crawl.run(now=DAYS[1]).portal("lam-khe")
    assert night["status"] == "broken" and night["new"] == 6
    assert "6 of 6 articles show no date on their page (usually 0 of 14)" in night["reason"]
    stored = {row[0]: row for row in read_stored(crawl.db, "lam-khe")}
    assert before == [stored[row[0]] for row in before]


@takes_long
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (show_html("<html><body></body></html>", 404), "broken"),
        (show_html("<html><body></body></html>", 500), "unreachable"),
        (show_html("", 200), "broken"),
        (show_html("<html><head></head><body><div id='app'></div></body></html>"), "broken"),
    ],
)
def test_portal_whose_home_page_gave_nothing_is_never_ok(tmp_path, answer, status):
    """Neither at first sight nor later, when sections and articles go on to answer."""
    with PortalServer(make_site(count=4)) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run().portal("lam-khe")["status"] == "ok"
        server.site.extra_pages["/"] = answer
        later = crawl.run(now=DAYS[1])
        fresh = Crawl(tmp_path / "b.db", crawl.portals).run()
    assert (later.code, later.portal("lam-khe")["status"]) == (1, status)
    assert (fresh.code, fresh.portal("lam-khe")["status"]) == (1, status)


def test_frozen_portal_is_never_silent(tmp_path):
    with PortalServer(make_site(NIGHT - timedelta(days=200))) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "cu", status="frozen"))
        assert [crawl.run(now=day).portal("cu")["status"] for day in DAYS[:2]] == ["ok", "ok"]
