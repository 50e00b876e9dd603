"""A source of articles that is lost shows: its portal is partial, with the reason, and it is asked for again."""

import re

import pytest
from support import faults
from support.answers import Answer
from support.databases import open_database
from support.harvests import HOME, find, open_run
from support.looks import PlainLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Robots, Site
from support.slow import takes_long

from harvester.items import Link, Listing
from pipelines.load import LoadPipeline

CUT = b"<urlset><url><loc>/tin-xa/nua"
EMPTY = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'


def send(status: int, body: bytes):
    """A fault that answers with this."""
    return lambda request, good: Answer(status=status, body=body, headers=[("Content-Type", "text/xml")])


@takes_long
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (send(404, b"<html>404</html>"), "answers 404"),
        (send(200, EMPTY), "is empty, and led to 12 addresses before"),
        (send(200, b"\x00\x01garbage"), "not a sitemap"),
        (send(200, CUT), "it breaks off before its end"),
        (faults.redirect_to("/"), "redirects to"),
    ],
    ids=["not found", "empty", "unreadable", "cut", "home"],
)
def test_a_sitemap_that_led_to_articles_and_is_lost(tmp_path, fault, reason):
    site = Site(count=12, look=PlainLook(), sitemap="plain")
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run().code == 0
        server.plan.always = {"/sitemap.xml": fault}
        lost = crawl.run(now=DAYS[1])
        assert (lost.code, lost.portal("lam-khe")["status"]) == (1, "partial")
        assert "/sitemap.xml" in lost.portal("lam-khe")["reason"] and reason in lost.portal("lam-khe")["reason"]
        server.plan.always = {}
        found = crawl.run(now=DAYS[2])
        assert (found.code, found.portal("lam-khe")["reason"]) == (0, None)
    with open_database(crawl.db) as connection:
        assert connection.execute("select state from urls where kind = 'sitemap'").fetchone()[0] == "done"


class ScriptedLook(PlainLook):
    """The same layout, whose listings go on by a script."""

    def show_listing(self, site, section, page):
        return re.sub(r'<div class="trang">.*?</div>', "<button onclick='tai()'>Xem thêm</button>",
                      super().show_listing(site, section, page))  # fmt: skip


def test_a_listing_that_goes_on_by_a_script_says_where_it_ended(tmp_path):
    with PortalServer(Site(count=24, look=ScriptedLook(per_page=5), sitemap="none")) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        first, second = (crawl.run(now=day).portal("lam-khe") for day in DAYS[:2])
    assert first["status"] == "partial"
    assert "the next page is loaded by a script ('xem thêm'), which is not run" in first["reason"]
    assert second["status"] == "ok"
    with open_database(crawl.db) as connection:
        ends = connection.execute("select distinct end_reason from walks where end_reason like '%script%'").fetchall()
    assert len(ends) == 1


def test_a_guess_that_never_led_anywhere_is_no_loss(tmp_path):
    with PortalServer(Site(count=3, look=PlainLook(), sitemap="none")) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert [crawl.run(now=day).portal("lam-khe")["status"] for day in DAYS[:2]] == ["ok", "ok"]


@pytest.mark.parametrize("answer", [send(404, b""), send(500, b"x"), send(200, EMPTY), send(200, b"<html>x</html>")])
def test_a_dead_sitemap_that_robots_txt_names_keeps_no_guess_from_being_made(tmp_path, answer):
    site = Site(count=6, look=PlainLook(), sitemap="plain")
    for piece in site.pieces:
        piece.unlisted = True
    with PortalServer(site) as server:
        site.robots = Robots(text=f"User-agent: *\nSitemap: {server.base}/ban-do-cu.xml\n")
        server.plan.always = {"/ban-do-cu.xml": answer}
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run().portal("lam-khe")["new"] == 6
        assert server.log.count("/sitemap.xml") == 1


@pytest.mark.parametrize("link", ["/ban-do.ashx", "ban-do.ashx", "//{host}/ban-do.ashx"])
def test_a_sitemap_that_robots_txt_names_from_the_root_on(tmp_path, link):
    site = Site(count=3, look=PlainLook(), sitemap="none")
    with PortalServer(site) as server:
        addresses = "".join(f"<url><loc>{server.base}{site.path(piece.name)}</loc></url>" for piece in site.pieces)
        site.extra_pages = {"/ban-do.ashx": Answer(f"<urlset>{addresses}</urlset>".encode(), status=200)}
        site.robots = Robots(text=f"User-agent: *\nSitemap: {link.format(host=server.base[7:])}\n")
        for piece in site.pieces:
            piece.unlisted = True
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "xa/portals", server, "lam-khe"))
        assert crawl.run().portal("lam-khe")["new"] == 3


def test_a_named_section_that_is_empty_from_the_first_run_on_is_a_loss(tmp_path):
    empty = Answer(body=b"<html><body><p>Trang trong</p></body></html>")
    site = Site(count=6, look=PlainLook(), sitemap="none", extra_pages={"/muc-rieng/": empty})
    with PortalServer(site) as server:
        sections = [f"/muc/{name}" for name in site.sections] + ["/muc-rieng/"]
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe", sections=sections))
        lost = crawl.run().portal("lam-khe")
    assert lost["status"] == "partial" and "/muc-rieng/ is empty" in lost["reason"]


def lead_far(request, good):
    """The same listing, with more tags behind it than are read."""
    return good.bend(body=good.content().replace(b"</body>", b"<b></b>" * 75_000 + b"</body>"))


def test_a_page_beyond_what_is_read_is_told_of_and_a_listing_is_read_as_far_as_it_goes(tmp_path):
    site = Site(count=6, look=PlainLook(), sitemap="none")
    with PortalServer(site) as server:
        server.plan.always = {"/": lead_far, site.path("a-2"): faults.send_large()}
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        found = crawl.run().portal("lam-khe")
    assert (found["status"], found["new"]) == ("partial", 5)
    assert "the home page" in found["reason"] and "more than 120,000 tags" in found["reason"]
    assert "1 page beyond what is read, the last: " in found["reason"] and found["reason"].endswith("larger than 10 MB")


@pytest.mark.parametrize(("foreign", "is_told"), [(3, True), (2, False)])
@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_a_map_of_other_sites_alone_is_told_of(tmp_path, kind, foreign, is_told):
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        links = {f"http://cu.example.vn/bai/{number}": None for number in range(foreign)}
        address = find(run, "/ban-do.xml", kind)
        articles = [Link(url) for url in links] + [Link(HOME + "bai/9")] * (3 - foreign)
        listing = Listing(url=address.fetch_url, request_key=address.url, articles=articles)
        LoadPipeline(run.completion).process_item(listing)
        told = f"the {kind} {HOME}ban-do.xml names 3 addresses of other sites alone: http://cu.example.vn/bai/0"
        assert run.counts["go"].notes == ([told] if is_told else [])
