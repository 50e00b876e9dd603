"""Whatever pages, feeds, sitemaps and redirects say, nobody but the portal itself is asked for anything."""

import pytest
from support import faults, hostile
from support.books import check_books, list_articles
from support.looks import NukeVietLook, PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.trap import UNREACHABLE, Trap


@pytest.fixture
def trap():
    with Trap() as running:
        yield running
        assert running.hits == 0, running.log.targets()


def crawl_once(tmp_path, server, **more):
    crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"), **more)
    finished = crawl.run()
    assert finished.code in (0, 1) and "Traceback" not in finished.errors, finished.errors[-3000:]
    assert check_books(crawl.db) == []
    return crawl, finished


@pytest.mark.parametrize("look", [NukeVietLook(), PlainLook()], ids=["nukeviet", "plain"])
def test_links_and_redirects_elsewhere(tmp_path, trap, look):
    site = Site(count=6, look=look)
    hostile.link_oddly(site, trap)
    there = [
        *trap.addresses(),
        *(f"http://{host}/" for host in UNREACHABLE),
        f"//localhost:{trap.port}/",
        f"https://127.0.0.1:{trap.port}/",
        "http://[",
        "javascript:alert(1)",
        f"\\\\127.1:{trap.port}\\",
    ]
    paths = hostile.add_redirects(site, there, "tin-tuc")
    with PortalServer(site) as server:
        crawl, finished = crawl_once(tmp_path, server)
        assert list_articles(crawl.db) == site.listed(), finished.errors[-2000:]
        assert server.log.count(paths[0]) <= 1


def test_backslashes_lead_elsewhere_and_cost_nothing(tmp_path, trap):
    site = Site(count=3, look=PlainLook())
    hostile.link_with_backslashes(site, trap)
    with PortalServer(site) as server:
        crawl, finished = crawl_once(tmp_path, server)
        assert finished.code == 0 and list_articles(crawl.db) == site.listed()
        assert finished.counts["seconds"] < 20


@pytest.mark.parametrize("traits", [("base",), ("canonical", "refresh", "og:url", "amp", "feed", "next")])
@pytest.mark.parametrize("look", [NukeVietLook(), PlainLook()], ids=["nukeviet", "plain"])
def test_head_that_points_elsewhere(tmp_path, trap, look, traits):
    site = Site(count=4, look=look)
    with PortalServer(site) as server:
        markup = "".join(hostile.list_elsewhere(trap)[trait] for trait in traits)
        server.plan.share, server.plan.mixed = 1.0, [faults.insert_in_head(markup)]
        server.plan.spare = ("/robots.txt",)
        stored = list_articles(crawl_once(tmp_path, server)[0].db)
        assert stored == site.listed() or (traits == ("base",) and stored <= site.listed())


def test_sitemaps_and_feeds_that_point_elsewhere_or_explode(tmp_path, trap):
    site = Site(count=6, look=NukeVietLook(), feed=True, sitemap="plain")
    with PortalServer(site) as server:
        site.extra_pages["/sitemap.xml"] = hostile.make_stray_sitemap(site, trap.addresses("/sitemap.xml"), True)
        site.extra_pages["/rss/"] = hostile.make_stray_feed(trap.addresses())
        crawl, _ = crawl_once(tmp_path, server)
        assert list_articles(crawl.db) == site.listed()


def test_entity_bombs_are_harmless(tmp_path, trap):
    site = Site(count=6, look=NukeVietLook(), feed=True, sitemap="plain")
    with PortalServer(site) as server:
        site.extra_pages["/sitemap.xml"] = hostile.make_bomb_sitemap(trap)
        site.extra_pages["/rss/"] = hostile.make_bomb_feed(trap)
        crawl, finished = crawl_once(tmp_path, server)
        assert list_articles(crawl.db) == site.listed() and finished.peak_mb < 300


def test_bombs_in_place_of_maps_and_listings_take_little_memory(tmp_path):
    site = Site(count=6, look=NukeVietLook(), sitemap="plain")
    with PortalServer(site) as server:
        server.plan.always["/sitemap.xml"] = faults.send_gzip_bomb()
        server.plan.always["/tin-tuc/"] = faults.send_endlessly
        server.plan.always["/nong-thon/"] = faults.send_large()
        crawl, finished = crawl_once(tmp_path, server)
        assert finished.peak_mb < 300 and len(list_articles(crawl.db)) == 5  # those that the home page shows


@pytest.mark.parametrize("bomb", [faults.send_gzip_bomb(), faults.send_endlessly], ids=["gzip", "endless"])
def test_bomb_in_place_of_robots_takes_little_memory(tmp_path, bomb):
    with PortalServer(Site(count=6, look=PlainLook())) as server:
        server.plan.always["/robots.txt"] = bomb
        assert crawl_once(tmp_path, server)[1].peak_mb < 300


def test_endless_calendars_and_listings_end(tmp_path):
    site = Site(count=12, look=PlainLook(per_page=5))
    hostile.add_endless_calendar(site)
    hostile.add_self_listing(site)
    hostile.add_loop_listing(site)
    with PortalServer(site) as server:
        crawl, _ = crawl_once(tmp_path, server)
        assert list_articles(crawl.db) == site.listed()
        assert len(server.log.under("/muc-luc/")) <= 60 and len(server.log.under("/lich/")) <= 120


@pytest.mark.parametrize("suffix", [";jsessionid={random}", "?sid={random}", "?PHPSESSID={random}"])
def test_session_ids_make_no_new_addresses(tmp_path, suffix):
    site = Site(count=12, look=PlainLook(per_page=5), link_suffix=suffix)
    with PortalServer(site) as server:
        crawl, _ = crawl_once(tmp_path, server)
        assert list_articles(crawl.db) == {site.path(piece.name) for piece in site.pieces}
        paths = [target.partition("?")[0].partition(";")[0] for target in server.log.targets()]
        articles = [path for path in paths if path.startswith("/doc-tin/")]
        assert len(articles) == len(set(articles)) == 12


def test_decomposed_addresses_are_asked_for_as_they_stand(tmp_path):
    site = Site(count=8, look=PlainLook(per_page=5, raw_addresses=True))
    with PortalServer(site) as server:
        finished = crawl_once(tmp_path, server)[1]
        assert finished.portal("lam-khe")["new"] == 8
        assert [entry.status for entry in server.log.served if "doc-tin" in entry.request.path] == [200] * 8
