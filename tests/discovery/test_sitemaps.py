"""Sitemaps and feeds: addresses with their dates as they stood; nothing is expanded or fetched."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.discovery.feeds import read_feed
from harvester.discovery.sitemaps import read_sitemap
from harvester.errors import CutShort, NotAPage
from harvester.items import SeenDate

URL = "http://go.example.vn/map.xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
A = "http://go.example.vn/tin/a.html"


def urlset(inner: str, space: str = SPACE) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {space}>{inner}</urlset>'.encode()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda body: b"\n \n" + body])
@pytest.mark.parametrize("space", [SPACE, "", 'xmlns="http://www.google.com/schemas/sitemap/0.84"'])
def test_a_sitemap(pack, space: str) -> None:  # type: ignore[no-untyped-def]
    first = f"<url><loc> {A}\n</loc><lastmod>2026-03-01</lastmod></url>"
    body = urlset(f"{first}<url><loc>{A}?b=1&amp;c=2</loc></url>", space)
    links = read_sitemap(URL, pack(body)).articles
    assert [(link.url, link.date) for link in links] == [
        (A, SeenDate("2026-03-01", "sitemap")), (A + "?b=1&c=2", None),
    ]  # fmt: skip


def test_publication_comes_before_the_last_change() -> None:
    news = (
        '<n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<n:publication_date>2026-02-01</n:publication_date></n:news>"
    )
    [link] = read_sitemap(URL, urlset(f"<url><loc>{A}</loc><lastmod>2026-03-01</lastmod>{news}</url>")).articles
    assert link.date == SeenDate("2026-02-01", "sitemap")


def test_an_index() -> None:
    body = f"<sitemapindex {SPACE}><sitemap><loc>{URL}.1</loc><lastmod>2026</lastmod></sitemap></sitemapindex>"
    listing = read_sitemap(URL, body.encode())
    assert [(link.url, link.date) for link in listing.sitemaps] == [(URL + ".1", SeenDate("2026", "sitemap"))]
    assert not listing.articles


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    body = urlset(f"<url><loc>{A}</loc></url><url><loc>{A}?a=1&b=2</url>")
    assert A in [link.url for link in read_sitemap(URL, body).articles]
    assert read_sitemap(URL, urlset("")).articles == []
    assert read_sitemap(URL, b"<urlset/>").articles == []


def test_a_map_or_feed_without_its_end_was_cut() -> None:
    with pytest.raises(CutShort, match="breaks off"):
        read_sitemap(URL, urlset(f"<url><loc>{A}</loc></url>")[:-9] + b"<url><loc>http://go.example.vn/half")
    feed = f"<rss version='2.0'><channel><item><link>{A}</link></item>"
    with pytest.raises(CutShort, match="breaks off"):
        read_feed(URL, feed.encode())
    assert read_feed(URL, f"{feed}</channel></rss>".encode()).articles[0].url == A


PACKED = gzip.compress(b"<urlset>" * 99, mtime=0)


def test_packed_sitemap_that_breaks_off_is_a_fault_of_the_way() -> None:
    packed = gzip.compress(f"<urlset {SPACE}><url><loc>{A}</loc></url></urlset>".encode())
    for cut in (12, len(packed) // 2, len(packed) - 1):
        with pytest.raises(CutShort, match="breaks off"):
            read_sitemap(URL, packed[:cut])


@pytest.mark.parametrize(
    "body",
    [b"", b" ", gzip.compress(b"", mtime=0), b"<html><body>404</body></html>", b"\x1f\x8bxx", b"x", PACKED[:-12],
     PACKED[:12] + b"\xff\xff" + PACKED[14:]],
)  # fmt: skip
def test_what_is_no_sitemap(body: bytes) -> None:
    with pytest.raises(NotAPage):
        read_sitemap(URL, body)


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE urlset [<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = bomb + f"<urlset {SPACE}><url><loc>{A}&b;&f;</loc></url></urlset>"
    text = str(read_sitemap(URL, body.encode()).articles)
    assert "root:" not in text and "xx" not in text
    feed = bomb + f"<rss version='2.0'><channel><item><link>{A}</link><title>&f;</title></item></channel></rss>"
    assert "root:" not in str(read_feed(URL, feed.encode()))


@given(st.binary(max_size=200))
def test_any_octets_are_read_or_refused(body: bytes) -> None:
    for form in (body, urlset("")[:-9] + body, b"\x1f\x8b" + body):
        with suppress(NotAPage):
            assert isinstance(read_sitemap(URL, form).articles, list)
        with suppress(NotAPage):
            assert isinstance(read_feed(URL, form).articles, list)


def test_rss_and_atom() -> None:
    rss = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
        f"<item><title>Cầu &amp; đường</title><link>{A}</link><pubDate>Sun, 01 Mar 2026 08:00:00 +0700</pubDate></item>"
        "<item><title>Không có địa chỉ</title></item></channel></rss>"
    )
    [link] = read_feed(URL, b"\n" + rss.encode()).articles
    assert (link.url, link.text) == (A, "Cầu & đường")
    assert link.date == SeenDate("Sun, 01 Mar 2026 08:00:00 +0700", "feed")
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title>'
        f'<link href="{A}"/><updated>2026-03-01T08:00:00Z</updated></entry></feed>'
    )
    [link] = read_feed(URL, atom.encode()).articles
    assert (link.url, link.date) == (A, SeenDate("2026-03-01T08:00:00Z", "feed"))


def test_what_is_no_feed() -> None:
    for body in (b"", b"<html><body>404</body></html>", b"\x00\x01"):
        with pytest.raises(NotAPage, match="not a feed"):
            read_feed(URL, body)
    assert read_feed(URL, b'<rss version="2.0"><channel></channel></rss>').articles == []
