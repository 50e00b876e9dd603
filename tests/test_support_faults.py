"""Each fault of the test portal is what it says."""

import http.client
import zlib

import pytest
from support import faults
from support.answers import Answer, Request
from support.looks import NukeVietLook
from support.plan import Plan
from support.server import PortalServer
from support.site import Site
from support.visitor import fetch

REQUEST = Request(1, "GET", "/tin/a-1.html", {}, 1, 0.0)
INCOMPLETE = (http.client.IncompleteRead, ConnectionError)


@pytest.fixture
def server():
    with PortalServer(Site(count=45, look=NukeVietLook())) as running:
        yield running
        assert running.log.errors == []


def good_page() -> Answer:
    body = (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Tiếng Việt</title></head><body><h1>Ế</h1>"
        f"<p>{'chữ ' * 500}</p></body></html>"
    )
    return Answer(body.encode())


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
    assert headers["Content-Encoding"] == "gzip" and not zlib.decompressobj(31).decompress(body).endswith(b"</html>\n")
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


def test_encodings_are_what_the_fault_says():
    body = faults.encode_as("windows-1258", "windows-1258")(REQUEST, good_page()).content()
    assert "E\u0302\u0301" not in body.decode("windows-1258") and "\u00ca\u0301" in body.decode("windows-1258")
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


def test_mixed_faults_depend_on_the_address_and_not_on_the_order():
    plan = Plan(share=0.2, seed=3)
    asked = [Request(n, "GET", f"/tin/a-{n}.html", {}, 1, 0.0) for n in range(1000)]
    chosen = [plan.choose(request, 1) for request in asked]
    assert 150 < sum(fault is not None for fault in chosen) < 250
    assert chosen[::-1] == [plan.choose(request, 1) for request in asked[::-1]]
    plan.first["/tin/a-1.html"] = (2, faults.reset)
    assert plan.choose(asked[1], 2) is faults.reset
    assert Plan(share=1.0, spare=("/robots",)).choose(Request(1, "GET", "/robots.txt", {}, 1, 0.0), 1) is None
