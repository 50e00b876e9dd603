from __future__ import annotations

import http.client
import tomllib
from datetime import date
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from harvester.demo.newsroom import COMMUNE, DISTRICT, PARTY
from harvester.demo.server import DemoServer, portals, serve
from harvester.portals.model import Portal

TODAY = date(2026, 2, 20)


@pytest.fixture(scope="module")
def server():
    with serve(TODAY) as running:
        yield running


def fetch(server: DemoServer, portal: str, path: str, method="GET") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(server.portals[portal]).port, timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    answer = response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    connection.close()
    return answer


def test_each_portal_has_a_port_of_its_own_on_loopback(server):
    hosts = [urlsplit(url) for url in server.portals.values()]
    assert {host.hostname for host in hosts} == {"127.0.0.1"}
    assert len({host.port for host in hosts}) == 3


def test_a_connection_is_kept_open(server):
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(server.portals[PARTY]).port, timeout=10)
    sockets = set()
    for path in ("/", "/dan-van/"):
        connection.request("GET", path)
        response = connection.getresponse()
        assert len(response.read()) == int(response.getheader("Content-Length"))
        sockets.add(connection.sock)
    assert response.version == 11
    assert len(sockets) == 1 and None not in sockets
    connection.close()


def test_unknown_paths_are_404_and_head_has_no_body(server):
    assert fetch(server, COMMUNE, "/wp-login.php")[0] == 404
    status, headers, body = fetch(server, COMMUNE, "/", "HEAD")
    assert status == 200 and int(headers["content-length"]) > 0 and body == b""


def test_requests_are_logged_with_their_queries(server):
    fetch(server, PARTY, "/xay-dung-dang/?trang=2")
    assert server.requests[PARTY][-1] == "/xay-dung-dang/?trang=2"
    assert "/xay-dung-dang/?trang=2" not in server.requests[DISTRICT]


def test_second_address_redirects_to_the_canonical_one(server):
    story = server.newsroom.find_planted("two-categories")
    status, headers, body = fetch(server, DISTRICT, story.alias)
    assert (status, body) == (301, b"")
    assert headers["location"] == server.portals[DISTRICT].rstrip("/") + story.path
    assert fetch(server, DISTRICT, story.path)[0] == 200


def test_dead_link_is_listed_and_answers_404(server):
    path = server.newsroom.find_planted("gone").path
    assert path.encode() in fetch(server, DISTRICT, "/Thong-bao/")[2]
    assert path.encode() not in fetch(server, DISTRICT, "/sitemap-vi.news.xml")[2]
    assert fetch(server, DISTRICT, path)[0] == 404


def test_garbage_claims_to_be_html(server):
    path = server.newsroom.find_planted("garbage").path
    status, headers, body = fetch(server, COMMUNE, path)
    assert status == 200 and headers["content-type"].startswith("text/html")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_attachment_is_a_pdf_whose_table_of_objects_is_right(server):
    path = server.newsroom.find_planted("attachment").path
    _, headers, body = fetch(server, DISTRICT, path + "?download=1&id=0")
    assert headers["content-type"] == "application/pdf"
    start = int(body.split(b"startxref\n")[1].split(b"\n")[0])
    assert body[start:].startswith(b"xref\n0 6\n")
    offsets = [int(line[:10]) for line in body[start:].splitlines()[3:8]]
    assert [body[offset:].split(b" ")[0] for offset in offsets] == [b"1", b"2", b"3", b"4", b"5"]


def test_pictures_are_served(server):
    story = server.newsroom.find_planted("captions")
    names = [story.picture[0], *(line.split()[1] for line in story.lines if line.startswith("! "))]
    for name in names:
        status, headers, body = fetch(server, DISTRICT, f"/uploads/news/{name}")
        assert status == 200 and headers["content-type"] == "image/svg+xml" and body.startswith(b"<svg")


def test_update_publishes_three_stories_and_one_change():
    with serve(TODAY) as server:
        room = server.newsroom
        fresh = [story for story in room.list_stories(2) if story.edition == 2]
        story = room.find_planted("update")
        before = fetch(server, story.portal, story.path)[2]
        assert [fetch(server, s.portal, s.path)[0] for s in fresh] == [404] * 3
        server.publish_update()
        assert [fetch(server, s.portal, s.path)[0] for s in fresh] == [200] * 3
        after = fetch(server, story.portal, story.path)[2].decode()
        assert "93 ngôi nhà" in after and "93 ngôi nhà" not in before.decode()


def test_closed_server_frees_its_ports():
    server = serve(TODAY, edition=2)
    port = urlsplit(server.portals[PARTY]).port
    server.close()
    with pytest.raises(ConnectionError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")


def test_portal_files_hold_five_keys_and_are_sent_to_the_servers(server):
    found = portals(server)
    assert {portal["id"]: portal["url"] for portal in found} == server.portals
    assert {tuple(portal) for portal in found} == {("id", "name", "level", "province", "url")}
    packaged = [p for p in (files("harvester.demo") / "portals").iterdir() if p.name.endswith(".toml")]
    assert sorted(tomllib.loads(p.read_text("utf-8"))["id"] for p in packaged) == sorted(server.portals)


def test_portal_files_are_valid(server):
    found = [Portal.model_validate(portal) for portal in portals(server)]
    assert [portal.level for portal in found] == ["commune", "party", "district"]
    assert {portal.platform for portal in found} == {None}
