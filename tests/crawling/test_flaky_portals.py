"""Portals that answer badly now and then: after three nights everything is there, and nothing else."""

import random
import time

import pytest
from support import faults
from support.books import check_books, list_articles
from support.databases import open_database
from support.looks import NukeVietLook, PlainLook
from support.plan import Plan
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Robots, Site
from support.slow import takes_long

SIGNS = ("Hãy đợi", "bị chặn", "Access Denied", "Too Many Requests", "Unavailable", "\ufffd", "\x00")


def read_bodies(db):
    with open_database(db) as connection:
        return {row["url"]: row for row in connection.execute("select * from articles")}


@takes_long
@pytest.mark.parametrize(
    ("look", "sitemap"),
    [(NukeVietLook(per_page=10), "index"), (PlainLook(per_page=10), "none")],
    ids=["nukeviet", "plain"],
)
def test_everything_comes_within_three_nights(tmp_path, look, sitemap):
    site = Site(count=60, look=look, sitemap=sitemap)
    plan = Plan(share=0.2, mixed=[*faults.COMMON, faults.stall(1)], seed=5)
    with PortalServer(site, plan=plan) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        codes = [crawl.run(now=day).code for day in DAYS]
        assert set(codes) <= {0, 1} and server.log.errors == []
        assert list_articles(crawl.db) == site.expected(), codes
        rows = read_bodies(crawl.db)
        for piece in site.pieces:
            row = rows[server.base + site.path(piece.name)]
            assert row["title"] == piece.text.title and row["revision"] == 1
            assert row["body"].endswith(piece.text.paragraphs[-1]) and piece.text.paragraphs[0] in row["body"]
        assert not [url for url, row in rows.items() if any(sign in row["body"] for sign in SIGNS)]
        assert check_books(crawl.db) == []


class Door:
    """A fault that shuts a portal for two seconds: whoever asks meanwhile is told the same."""

    def __init__(self):
        self.shut_until = 0.0

    def shut(self, request, good):
        self.shut_until = max(self.shut_until, time.monotonic() + 2)
        return faults.ask_to_wait(2)(request, good)

    def guard(self, fault):
        return lambda request, good: (
            faults.ask_to_wait(2)(request, good) if time.monotonic() < self.shut_until else fault(request, good)
        )


@takes_long
def test_a_hundred_and_twenty_come_though_a_fifth_of_all_answers_is_faulty(tmp_path):
    door, draw = Door(), random.Random(7)
    wrong = (door.shut, faults.answer_busy, faults.cut_short, faults.send_nothing)

    def answer(request, good):
        return draw.choice(wrong)(request, good) if draw.random() < 0.2 else good

    site = Site(count=120, look=NukeVietLook(per_page=20), sitemap="plain")
    with PortalServer(site, plan=Plan(share=1.0, mixed=[door.guard(answer)])) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        statuses = [crawl.run(now=day).portal("lam-khe")["status"] for day in DAYS]
        assert list_articles(crawl.db) == site.expected(), statuses
    assert "blocked" not in statuses


LATER = (
    faults.answer_busy,
    faults.cut_page,
    faults.cut_gzip,
    faults.cut_short,
    faults.send_garbage,
    faults.show_flood_page,
    faults.show_block_page,
    faults.send_nothing,
    faults.reset,
)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    """A portal harvested well, then once more with each page spoilt in its own way: rows before and after."""
    directory = tmp_path_factory.mktemp("spoilt")
    site = Site(count=len(LATER), look=NukeVietLook(), sitemap="plain")
    with PortalServer(site) as server:
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        assert crawl.run().code == 0
        before = read_bodies(crawl.db)
        server.plan.always = {site.path(p.name): fault for p, fault in zip(site.pieces, LATER, strict=True)}
        again = crawl.run("--full", now=DAYS[1])
        assert len(server.log.faults()) == len(LATER) and again.code == 1
        assert check_books(crawl.db) == []
        yield {server.base + site.path(p.name): p for p in site.pieces}, before, read_bodies(crawl.db)


@takes_long
@pytest.mark.parametrize("number", range(len(LATER)), ids=[fault.__name__ for fault in LATER])
def test_fault_never_overwrites_what_was_stored_well(spoilt, number):
    pieces, before, after = spoilt
    url = next(url for url, piece in pieces.items() if piece.number == number + 1)
    assert (after[url]["body"], after[url]["revision"]) == (before[url]["body"], 1)
    assert after[url]["gone_at"] is None


@takes_long
@pytest.mark.parametrize(
    "fault",
    [
        faults.show_flood_page,
        faults.show_block_page,
        faults.send_nothing,
    ],
)
def test_listing_that_is_withheld_is_not_well(tmp_path, fault):
    site = Site(count=12, look=PlainLook(per_page=5), sections={"tin": "Tin"})
    with PortalServer(site) as server:
        server.plan.always["/muc/tin"] = fault
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        finished = crawl.run()
        assert len(list_articles(crawl.db)) == 5  # those that the home page shows
        assert finished.code == 1 and finished.portal("lam-khe")["status"] in ("partial", "blocked", "broken")
        server.plan.always.clear()
        assert crawl.run(now=DAYS[1]).code == 0 and list_articles(crawl.db) == site.listed()


@takes_long
@pytest.mark.parametrize(("as_date", "status"), [(False, 429), (True, 503)])
def test_retry_after_is_kept(tmp_path, as_date, status):
    site = Site(count=8, look=NukeVietLook(), sitemap="plain")
    with PortalServer(site) as server:
        server.plan.first[site.path("a-4")] = (1, faults.ask_to_wait(3, status, as_date))
        crawl = Crawl(
            tmp_path / "a.db",
            write_portal(tmp_path / "portals", server, "lam-khe"),
            options=("--delay", "0.1"),
            timeout=20,
        )
        first = crawl.run()
        assert [pause for _, pause in server.log.pauses() if pause < 1.9] == []
        assert first.code in (0, 1) and crawl.run(now=DAYS[1]).code == 0
        assert list_articles(crawl.db) == site.expected()


@takes_long
@pytest.mark.parametrize(
    "fault",
    [
        faults.answer_busy,
        faults.ask_to_wait(9),
        faults.redirect_to("http://127.0.0.1:1/robots.txt"),
        faults.reset,
    ],
)
def test_portal_without_an_answer_on_robots_waits(tmp_path, fault):
    with PortalServer(Site(count=3, look=PlainLook())) as server:
        server.plan.always["/robots.txt"] = fault
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        finished = crawl.run()
        assert set(server.log.targets()) == {"/robots.txt"}
        assert finished.code == 1 and finished.portal("lam-khe")["status"] not in ("ok", "silent")


@pytest.mark.parametrize("status", [403, 404])
def test_robots_refused_or_missing_leaves_the_way_free(tmp_path, status):
    site = Site(count=3, look=PlainLook())
    with PortalServer(site) as server:
        server.plan.always["/robots.txt"] = lambda request, good: good.bend(status=status)
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run().code == 0 and list_articles(crawl.db) == site.listed()


def test_robots_forbids_a_section_and_slows_down(tmp_path):
    robots = Robots(disallow=["/nong-thon/"], crawl_delay=0.3)
    site = Site(count=6, look=NukeVietLook(), sitemap="plain", robots=robots)
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        finished = crawl.run()
        assert finished.code == 0, finished.errors[-2000:]
        assert server.log.under("/nong-thon/") == [] and list_articles(crawl.db)
        gaps = server.log.gaps()[1:]  # a request that arrives late shortens the gap behind it
        assert sum(gaps) > 0.27 * len(gaps)
