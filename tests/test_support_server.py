"""The test portal itself: what it serves in good days, that each fault is what it says, and its book."""

import gzip
import http.client
import socket
import ssl
import zlib

import pytest
from support import faults, hostile
from support.answers import Answer, Request
from support.certificates import make_context
from support.looks import NukeVietLook, PlainLook
from support.plan import Plan
from support.server import PortalServer
from support.site import Robots, Site
from support.trap import Trap

PIECES = 45


@pytest.fixture
def server():
    site = Site(
        count=PIECES, look=NukeVietLook(), order="mixed", sitemap="index", feed=True, second_category=10
    )
    with PortalServer(site) as running:
        yield running
        assert running.log.errors == []


def fetch(server, target, host=None):
    connection = http.client.HTTPConnection(host or server.host, server.port, timeout=5)
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


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


def good_page() -> Answer:
    body = (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Tiếng Việt</title></head><body><h1>Ế</h1>"
        f"<p>{'chữ ' * 500}</p></body></html>"
    )
    return Answer(body.encode())


REQUEST = Request(1, "GET", "/tin/a-1.html", {}, 1, 0.0)
INCOMPLETE = (http.client.IncompleteRead, ConnectionError)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.reset, ConnectionError),
        (faults.reset_midway, INCOMPLETE),
        (faults.cut_short, INCOMPLETE),
        (faults.cut_chunked, INCOMPLETE),
    ],
)
def test_faults_that_break_the_transfer(server, fault, error):
    server.plan.always["/"] = fault
    with pytest.raises(error):
        fetch(server, "/")
    assert sum(server.log.faults().values()) == 1


def test_faults_that_arrive_whole(server):
    always, path = server.plan.always, server.site.path("a-1")
    whole = fetch(server, path)[2]
    always[path] = faults.cut_gzip
    _, headers, body = fetch(server, path)
    assert headers["Content-Encoding"] == "gzip" and not zlib.decompressobj(31).decompress(body).endswith(
        b"</html>\n"
    )
    for fault in (faults.cut_page, faults.cut_page_unframed):
        always[path] = fault
        assert whole.startswith(body := fetch(server, path)[2]) and len(body) < len(whole)
    always[path] = faults.ask_to_wait(60)
    assert fetch(server, path)[:2][0] == 429
    always[path] = faults.ask_to_wait(60, 503, as_date=True)
    assert fetch(server, path)[1]["Retry-After"].endswith("GMT")
    always[path] = faults.show_flood_page
    assert fetch(server, path)[0] == 200 and "Hãy đợi" in fetch(server, path)[2].decode()
    always[path] = faults.send_large(200_000)
    assert len(fetch(server, path)[2]) >= 200_000


def test_encodings_are_what_the_fault_says():
    body = faults.encode_as("windows-1258", "windows-1258")(REQUEST, good_page()).content()
    assert "E\u0302\u0301" not in body.decode("windows-1258") and "\u00ca\u0301" in body.decode(
        "windows-1258"
    )
    wrong = faults.encode_as("windows-1258", "utf-8")(REQUEST, good_page())
    with pytest.raises(UnicodeDecodeError):
        wrong.content().decode("utf-8")


def test_gzip_bomb_is_small_and_inflates(server):
    packed = b"".join(faults.pack_bomb(64 * 1024**2))
    inflated = zlib.decompressobj(31).decompress(packed)
    assert len(packed) < 100_000 and len(inflated) > 64 * 1024**2 - 10
    server.plan.always["/"] = faults.send_gzip_bomb(1024**2)
    assert len(fetch(server, "/")[2]) < 4000


def test_endless_body_ends_only_when_the_client_goes(server):
    server.plan.always["/"] = faults.send_endlessly
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    connection.request("GET", "/")
    assert len(connection.getresponse().read(3_000_000)) == 3_000_000
    connection.close()


def test_redirect_chain_loop_and_cookies(server):
    server.plan.always["/"] = faults.redirect_in_chain(3)
    assert fetch(server, "/?chang=2")[1]["Location"] == "/?chang=3"
    assert fetch(server, "/?chang=3")[0] == 200
    server.plan.always["/"] = faults.redirect_to_itself
    assert fetch(server, "/")[1]["Location"] == "/"
    server.plan.always["/"] = faults.set_huge_cookies(3, 50)
    assert len(fetch(server, "/")[1].get_all("Set-Cookie")) == 3


def test_too_large_request_headers_are_refused(server):
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    connection.request("GET", "/", headers={"Cookie": "c" * 9000})
    assert connection.getresponse().status == 400
    connection.close()


def test_mixed_faults_depend_on_the_address_and_not_on_the_order():
    plan = Plan(share=0.2, seed=3)
    asked = [Request(n, "GET", f"/tin/a-{n}.html", {}, 1, 0.0) for n in range(1000)]
    chosen = [plan.choose(request, 1) for request in asked]
    assert 150 < sum(fault is not None for fault in chosen) < 250
    assert chosen[::-1] == [plan.choose(request, 1) for request in asked[::-1]]
    plan.first["/tin/a-1.html"] = (2, faults.reset)
    assert plan.choose(asked[1], 2) is faults.reset
    assert Plan(share=1.0, spare=("/robots",)).choose(Request(1, "GET", "/robots.txt", {}, 1, 0.0), 1) is None


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
        assert (
            trap.base.encode()
            in hostile.make_stray_sitemap(site, [trap.base + "/x"], as_index=True).content()
        )
        assert trap.base.encode() in hostile.make_stray_feed([trap.base]).content()
        assert set(hostile.list_elsewhere(trap)) >= {"base", "canonical", "refresh"}
        assert server.log.errors == []


@pytest.mark.parametrize(
    ("fault", "status", "sign"),
    [
        (faults.answer_busy, 503, b"Unavailable"),
        (faults.send_garbage, 200, b""),
        (faults.send_nothing, 200, b""),
        (faults.show_block_page, 200, "bị chặn".encode()),
        (faults.show_block_page_english, 200, b"Access Denied"),
        (faults.stall(0.01), 200, b"NukeViet"),
        (faults.trickle(0.0, 7), 200, b"</html>"),
        (faults.claim_type("application/pdf", b"%PDF-1.4"), 200, b"%PDF"),
        (faults.nest_deeply(50), 200, b"<div>" * 50),
        (faults.insert_nul_bytes, 200, b"\0<p>"),
        (faults.insert_in_head("<base href='/x/'>"), 200, b"<base"),
        (faults.redirect_to("http://0x7f.1/", 307), 307, b""),
        (faults.send_large(90_000, "chunked"), 200, "dài lê".encode()),
    ],
)
def test_other_faults_are_answered_and_named(server, fault, status, sign):
    path = server.site.path("a-1")
    server.plan.always[path] = fault
    found = fetch(server, path)
    assert found[0] == status and sign in found[2]
    assert sum(server.log.faults().values()) == 1


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
