"""The test portal itself: what it serves in good days, how it leads astray, and its book."""

import gzip
import http.client
import socket
import ssl

import pytest
from support import faults, hostile
from support.certificates import make_context
from support.looks import NukeVietLook, PlainLook
from support.server import PortalServer
from support.site import Robots, Site
from support.trap import Trap
from support.visitor import fetch

PIECES = 45


@pytest.fixture
def server():
    site = Site(count=PIECES, look=NukeVietLook(), order="mixed", sitemap="index", feed=True, second_category=10)
    with PortalServer(site) as running:
        yield running
        assert running.log.errors == []


def test_site_serves_home_listings_articles_and_maps(server):
    site = server.site
    status, _, home = fetch(server, "/")
    assert status == 200 and b"NukeViet" in home and "/nong-thon/" in home.decode()
    assert fetch(server, "/tin-tuc/page-2/")[0] == 200
    assert fetch(server, "/tin-tuc/page-9/")[1]["Location"] == "/tin-tuc/"
    assert site.piece("a-7").text.paragraphs[2] in fetch(server, site.path("a-7"))[2].decode()
    assert (server.base + site.path("a-1")).encode() in fetch(server, "/sitemap-1.xml")[2]
    assert f"Sitemap: {server.base}/sitemap.xml".encode() in fetch(server, "/robots.txt")[2]
    assert site.piece("a-45").text.title in fetch(server, "/rss/")[2].decode()


def test_alias_and_second_category_lead_to_the_canonical_address(server):
    canonical = server.base + server.site.path("a-10")
    assert fetch(server, "/tin-tuc/ten-cu-10.html")[1]["Location"] == canonical
    assert fetch(server, "/nong-thon/x-999.html")[0] == 404
    assert fetch(server, "/khong-co/")[1]["Location"] == "/"


def test_changes_between_visits(server):
    site, path = server.site, server.site.path("a-3")
    before = fetch(server, path)[2]
    site.update("a-3")
    assert fetch(server, path)[2] != before and site.path("a-3") == path
    site.withdraw("a-3", 410)
    assert fetch(server, path)[0] == 410 and path not in site.expected()
    added = site.add()
    assert site.look.article_path(added) in site.listed()


def test_mixed_order_never_lists_the_oldest():
    site = Site(count=50, look=NukeVietLook(), sections={"tin-tuc": "Tin"}, order="mixed")
    assert site.path("a-1") not in site.listed() and site.path("a-50") in site.listed()
    assert len(Site(count=50, look=NukeVietLook(), order="oldest").listed()) == 50


def test_plain_site_wants_decomposed_addresses_byte_for_byte():
    site = Site(count=12, look=PlainLook(per_page=5, raw_addresses=True), sections={"tin": "Tin"})
    with PortalServer(site) as server:
        path = site.path("a-2")
        assert "%CC%" in path and fetch(server, path)[0] == 200  # a combining mark
        assert fetch(server, site.look.listing_path("tin", 3))[0] == 200
        site.look.form = "NFC"
        assert fetch(server, path)[0] == 404


@pytest.mark.parametrize("suffix", [";jsessionid={random}", "?sid={random}"])
def test_session_ids_change_and_are_understood(suffix):
    site = Site(count=12, look=PlainLook(per_page=5), sections={"tin": "Tin"}, link_suffix=suffix)
    with PortalServer(site) as server:
        link = site.link(site.look.listing_path("tin", 2))
        assert link != site.link(site.look.listing_path("tin", 2))
        assert site.shown("tin", 2)[0].text.title in fetch(server, link)[2].decode()


def test_robots_text_crawl_delay_and_gzipped_sitemap():
    robots = Robots(disallow=["/kin/"], crawl_delay=1.5)
    with PortalServer(Site(count=3, look=PlainLook(), sitemap="gzip", robots=robots)) as server:
        text = fetch(server, "/robots.txt")[2].decode()
        assert "Disallow: /kin/\nCrawl-delay: 1.5\n" in text
        assert b"<loc>" in gzip.decompress(fetch(server, "/sitemap.xml.gz")[2])


def test_too_large_request_headers_are_refused(server):
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    connection.request("GET", "/", headers={"Cookie": "c" * 9000})
    assert connection.getresponse().status == 400
    connection.close()


def test_book_counts_connections_pauses_and_second_fetches(server):
    path = server.site.path("a-1")
    server.plan.first[path] = (1, faults.ask_to_wait(0))
    for _ in range(3):
        fetch(server, path)
    log = server.log
    assert log.count(path) == 3 and log.fetched_again({path}) == 1 and log.faults() == {"429 retry-after": 1}
    assert log.most_connections >= 1 and log.connections == 3 and len(log.gaps()) == 2
    assert [value for value, _ in log.pauses()] == ["0"] and log.pauses()[0][1] >= 0
    server.forget()
    assert log.served == [] and log.rate() == 0.0


def test_something_happens_after_the_nth_answer(server):
    called = []
    server.after_answers(2, lambda: called.append(len(server.log.served)))
    fetch(server, "/")
    assert called == []
    fetch(server, "/robots.txt")
    fetch(server, "/")
    assert called == [2]


def test_trap_counts_connections_in_every_notation():
    with Trap() as trap:
        for reached, host in enumerate(("127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost"), start=1):
            socket.create_connection((host, trap.port), timeout=5).close()
            while trap.hits < reached:
                pass
        assert trap.hits == 5 and len(trap.addresses()) > 10


def test_hostile_pages_are_served():
    with Trap() as trap, PortalServer(Site(count=6, look=PlainLook())) as server:
        site = server.site
        hostile.link_oddly(site, trap)
        paths = hostile.add_redirects(site, ["http://169.254.169.254/", trap.base + "/"], "tin-tuc")
        hostile.add_endless_calendar(site)
        hostile.add_self_listing(site)
        hostile.add_loop_listing(site)
        assert "http://[" in fetch(server, "/")[2].decode()
        assert fetch(server, paths[1])[1]["Location"] == trap.base + "/"
        assert b"/lich/1999/12/" in fetch(server, "/lich/2000/1/")[2]
        assert b"?trang=41" in fetch(server, "/muc-luc/?trang=40")[2]
        assert b'rel="next" href="/vong-lap/"' in fetch(server, "/vong-lap/")[2]
        assert b"<!ENTITY l10" in hostile.make_bomb_feed(trap).content()
        assert trap.base.encode() in hostile.make_stray_sitemap(site, [trap.base + "/x"], as_index=True).content()
        assert trap.base.encode() in hostile.make_stray_feed([trap.base]).content()
        assert set(hostile.list_elsewhere(trap)) >= {"base", "canonical", "refresh"}
        assert server.log.errors == []


def test_connections_at_once_are_counted():
    with PortalServer(Site(count=1, look=PlainLook()), keep_alive=False) as server:
        server.plan.always["/"] = faults.stall(5)
        opened = [http.client.HTTPConnection(server.host, server.port, timeout=5) for _ in range(3)]
        for connection in opened:
            connection.request("GET", "/")
        assert fetch(server, "/robots.txt")[1]["Connection"] == "close"
        assert server.log.most_connections == 4 and server.log.most_requests_at_once == 4
        for connection in opened:
            connection.close()


@pytest.mark.parametrize("days_left", [-3, 3])
def test_certificates_are_refused_by_who_looks_at_them(tmp_path, days_left):
    context = make_context(tmp_path, days_left)
    with PortalServer(Site(count=1, look=PlainLook()), tls=context) as server:
        assert server.base.startswith("https://127.0.0.1:")
        careful = http.client.HTTPSConnection(server.host, server.port, timeout=5)
        with pytest.raises(ssl.SSLCertVerificationError):
            careful.request("GET", "/")
        careless = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(server.host, server.port, timeout=5, context=careless)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()
