"""Sitemaps and feeds: addresses with their dates as they stood; nothing is expanded or fetched."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.discovery.feeds import read_feed
from harvester.discovery.sitemaps import read_sitemap
from harvester.errors import NotAPage
from harvester.items import SeenDate
from harvester.limits import ENTRY_LIMIT

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


def test_whole_entries_of_a_cut_sitemap_are_read_and_the_cut_is_told() -> None:
    cut = urlset(f"<url><loc>{A}</loc></url>")[:-9] + b"<url><loc>http://go.example.vn/half"
    listing = read_sitemap(URL, cut)
    assert [link.url for link in listing.articles] == [A]
    assert listing.problem == "it breaks off before its end"
    assert read_sitemap(URL, urlset(f"<url><loc>{A}</loc></url>")).problem is None


PACKED = gzip.compress(b"<urlset>" * 99, mtime=0)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_packed_sitemap_that_breaks_off_says_so(share: float) -> None:
    entries = "".join(f"<url><loc>{A}?{i * 7919 % 1009}</loc></url>" for i in range(500))
    packed = gzip.compress(urlset(entries), mtime=0)
    listing = read_sitemap(URL, packed[: int(len(packed) * share)])
    assert listing.articles and len(listing.articles) < 500
    assert listing.problem == "it breaks off before its end"


@pytest.mark.parametrize(
    "make",
    [
        lambda text: b"<br />\n<b>Notice</b>: Undefined variable in <b>/web/map.php</b><br />\n" + text.encode(),
        lambda text: b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("UTF-8", "utf-16").encode(),
        lambda text: text.replace("UTF-8", "utf-16").encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.replace("UTF-8", "windows-1252").encode(),
        lambda text: gzip.compress(text.encode(), mtime=0) + b"\n<!-- made in 0.2 seconds -->",
        lambda text: gzip.compress(text[:90].encode(), mtime=0) + gzip.compress(text[90:].encode(), mtime=0),
        lambda text: text.encode() + b"\n<!-- cached -->",
        lambda text: text.replace(SPACE, "").encode(),
        lambda text: text.replace("<", "<sm:").replace("<sm:/", "</sm:").replace("<sm:?", "<?").encode(),
    ],
    ids=["notice", "two marks", "claims UTF-16", "UTF-16", "UTF-16 unmarked", "claims another", "comment behind gzip",
         "two members", "comment", "no namespace", "undeclared prefix"],
)  # fmt: skip
def test_a_sitemap_is_read_whatever_its_make(make) -> None:  # type: ignore[no-untyped-def]
    text = urlset("<url><loc>http://go.example.vn/họp-thôn.html?a=1&b=2</loc></url>").decode()
    listing = read_sitemap(URL, make(text))
    assert [link.url for link in listing.articles] == ["http://go.example.vn/họp-thôn.html?a=1&b=2"]
    assert listing.problem is None


def test_an_entry_s_own_address_is_not_that_of_its_image() -> None:
    image = (
        '<i:image xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><i:loc>http://go.example.vn/a.jpg</i:loc>'
        "</i:image><video:player_loc>http://go.example.vn/v</video:player_loc><image:loc>/b.jpg</image:loc>"
    )
    [link] = read_sitemap(URL, urlset(f"<url>{image}<loc><![CDATA[/tin/a.html?x=1&y=2]]></loc></url>")).articles
    assert link.url == "/tin/a.html?x=1&y=2"


def test_text_and_feeds_may_be_sitemaps() -> None:
    assert [link.url for link in read_sitemap(URL, f"{A}\r\n\r\nghi chú\n{A}?2\n".encode()).articles] == [A, f"{A}?2"]
    rss = f"<rss><channel><item><title>T</title><link>{A}</link></item></channel></rss>"
    assert [link.url for link in read_sitemap(URL, rss.encode()).articles] == [A]


def test_parts_of_an_index_without_articles_are_left_out() -> None:
    names = [
        "wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-page-1.xml", "wp-sitemap-taxonomies-category-1.xml",
        "wp-sitemap-users-1.xml", "post-sitemap2.xml", "category-sitemap.xml", "sitemap-authors.xml", "tin.xml",
    ]  # fmt: skip
    parts = "".join(f"<sitemap><loc>http://go.example.vn/{name}</loc></sitemap>" for name in names)
    parts += "<sitemap><lastmod>2026</lastmod></sitemap>"
    listing = read_sitemap(URL, f"<sitemapindex>{parts}</sitemapindex>".encode())
    left = [link.url.rpartition("/")[2] for link in listing.sitemaps]
    assert left == ["wp-sitemap-posts-post-1.xml", "post-sitemap2.xml", "tin.xml"]


def test_times_of_the_moment_of_asking_say_nothing() -> None:
    def entries(*times: str) -> bytes:
        return urlset("".join(f"<url><loc>{A}?{i}</loc><lastmod>{t}</lastmod></url>" for i, t in enumerate(times)))

    asked = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    now, before = "2026-03-01T15:00:02+07:00", "2026-02-27T15:00:02+07:00"
    assert [link.date for link in read_sitemap(URL, entries(now, now), asked).articles] == [None, None]
    assert all(link.date for link in read_sitemap(URL, entries(now, before), asked).articles)
    assert not any(link.date for link in read_sitemap(URL, entries(*[before] * 5)).articles)
    assert all(link.date for link in read_sitemap(URL, entries(before, before)).articles)


def test_more_entries_than_the_protocol_allows_are_told() -> None:
    listing = read_sitemap(URL, urlset("<url><loc>/a</loc></url>" * (ENTRY_LIMIT + 1)))
    assert len(listing.articles) == ENTRY_LIMIT
    assert listing.problem == "more than 50000 entries"


@pytest.mark.parametrize(
    "body",
    [b"", b" ", gzip.compress(b"", mtime=0), b"<html><body>404</body></html>", b"\x1f\x8bxx", b"x",
     b"<html><body><urlset></urlset></body></html>", PACKED[:12] + b"\xff\xff" + PACKED[14:]],
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


@pytest.mark.parametrize("fault", ["?a=1&#27;b=2", "?a=1<y=2", "<b>2</b>", "h\xffi"])
def test_no_altered_address_is_asked_for_and_the_loss_is_told(fault):
    entries = f"<url><loc>http://go-man.example/{fault}</loc></url><url><loc>http://go-man.example/2</loc></url>"
    listing = read_sitemap("http://go-man.example/sitemap.xml", f"<urlset>{entries}</urlset>".encode("latin-1"))
    assert [found.url for found in listing.articles] == ["http://go-man.example/2"]
    assert listing.problem == "1 entry without an address that can be read whole"
