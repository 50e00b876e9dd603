"""Feeds of any make are read as feed readers read them."""

from __future__ import annotations

import feedparser
import pytest

from harvester.discovery.feeds import is_comments_feed, read_feed
from harvester.errors import NotAPage
from harvester.items import SeenDate

URL = "https://go.example.vn/rss/"
SITE = "https://go.example.vn"
A = f"{SITE}/tin-1.html"
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    "><channel><title>Xã Gò Mây</title><link>https://go.example.vn/</link>"
)


def feed(items: str) -> str:
    return f"{HEAD}{items}</channel></rss>"


ITEM = f"<item><title>Gò Mây họp dân</title><link>{A}</link></item>"
DATED = f"<item><title>Hội làng</title><link>{A}</link><pubDate>Sun, 01 Mar 2026 08:00:00 +0700</pubDate></item>"


@pytest.mark.parametrize(
    "text",
    [
        feed(ITEM),
        feed(DATED + ITEM.replace("tin-1", "tin-2")),
        feed(f"<item><link>{A}?a=1&amp;b=2</link><title><![CDATA[ Ngày <b>hội</b> ]]></title></item>"),
        feed(f"<item><title>A &amp;amp; B</title><link><![CDATA[{A}]]></link><dc:date>2026-03-01</dc:date></item>"),
        feed(f'<item><title>Tin</title><guid isPermaLink="true">{A}</guid></item>'),
        feed(f'<item><title>Tin</title><atom:link href="{A}"/><description>x</description></item>'),
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<item rdf:about="{A}"><title>T</title><link>{A}</link></item></rdf:RDF>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Cầu &amp;amp; đường</title>'
        f'<link rel="self" href="{SITE}/x"/><link rel="alternate" href="{A}"/>'
        "<updated>2026-03-02T08:00:00Z</updated><published>2026-03-01T08:00:00Z</published></entry></feed>",
    ],
    ids=["rss", "dated", "cdata title", "escaped twice", "guid", "atom link", "rdf", "atom"],
)
def test_a_feed_is_read_as_feedparser_reads_it(text: str) -> None:
    entries = feedparser.parse(text).entries
    expected = [(entry["link"], entry.get("published") or entry.get("updated")) for entry in entries]
    links = read_feed(URL, text.encode()).articles
    assert [(link.url, link.date.text if link.date else None) for link in links] == expected


def test_an_endless_reference_costs_its_feed_nothing() -> None:
    title = "<title>Xã Gò Mây &amp;#" + "1" * 5000 + "; họp</title>"
    [link] = read_feed(URL, feed(f"<item>{title}<link>{A}</link></item>").encode()).articles
    assert link.text == "Xã Gò Mây \ufffd họp"


def test_titles_are_text() -> None:
    title = "<title><![CDATA[ Cầu &amp; <b>đường</b>\n Gò Mây ]]></title>"
    [link] = read_feed(URL, feed(f"<item>{title}<link>{A}</link></item>").encode()).articles
    assert link.text == "Cầu & <b>đường</b> Gò Mây"
    spoilt = "Hội nghị".encode().decode("latin-1")
    [link] = read_feed(URL, feed(f"<item><title>{spoilt}</title><link>{A}</link></item>").encode()).articles
    assert link.text == "Hội nghị"


def test_one_wrong_octet_spoils_nothing_else() -> None:
    body = feed(DATED).encode().replace(b"</item>", b"<description>S\xe1ng nay</description></item>")
    [link] = read_feed(URL, body).articles
    assert (link.url, link.text) == (A, "Hội làng")
    assert link.date == SeenDate("Sun, 01 Mar 2026 08:00:00 +0700", "feed")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_feed_in_another_encoding(codec: str) -> None:
    assert read_feed(URL, feed(DATED).encode(codec)).articles[0].text == "Hội làng"


def test_a_cut_feed_gives_its_whole_items() -> None:
    listing = read_feed(URL, f"{HEAD}{ITEM}<item><title>Nửa</title><link>{SITE}/tin-2".encode())
    assert [link.url for link in listing.articles] == [A]
    assert listing.problem == "it breaks off before its end"


@pytest.mark.parametrize("body", [b"", b"<html><body>404</body></html>", b"\x00\x01", b"<urlse", b"x" * 99])
def test_what_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAPage, match="not a feed"):
        read_feed(URL, body)


def test_comments_are_no_articles() -> None:
    items = "".join(f"<item><title>Bởi: Mận</title><link>{A}#comment-{i}</link></item>" for i in range(2))
    with pytest.raises(NotAPage, match="a feed of comments"):
        read_feed(URL, feed(items).encode())
    assert is_comments_feed(f"{SITE}/comments/feed/")
    assert is_comments_feed(f"{SITE}/?feed=comments-rss2")
    assert not is_comments_feed(f"{SITE}/feed/")


def test_links_of_an_atom_feed_that_names_its_base() -> None:
    entries = "".join(f"<entry><title>Tin {n}</title><link href='tin-{n}.html'/></entry>" for n in range(2))
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://go.example.vn/tin/'>{entries}</feed>"
    links = read_feed("http://go.example.vn/atom.xml", feed.encode()).articles
    assert [link.url for link in links] == [f"http://go.example.vn/tin/tin-{n}.html" for n in range(2)]


WHOLE = "http://go-man.example/tin/2"


@pytest.mark.parametrize(
    "link",
    [
        "<link>http://go-man.example/tin?a=1&#27;b=2</link>",
        "<link>http://go-man.example/tin?a=1\x0bb=2</link>",
        "<link>http://go-man.example/tin?a=1&#xD800;b</link>",
        "<link>http://go-man.example/tin?a=1<y=2</link>",
        "<link>http://go-man.example/tin?a=1<y>2</link>",
        "<link>http://go-man.example/tin/<b>2</b></link>",
        "<link>http://go-man.example/h\xffi</link>",
        "<link href='http://go-man.example/tin?a=1&#27;b=2'/>",
        "<comments>http://go-man.example/tin/2<link></comments><link>http://go-man.example/tin/1</link>",
    ],
)
def test_no_altered_address_is_asked_for_and_the_loss_is_told(link):
    body = f"<rss><channel><item>{link}</item><item><link>{WHOLE}</link></item></channel></rss>"
    listing = read_feed("http://go-man.example/rss", body.encode("latin-1"))
    assert [found.url for found in listing.articles] == [WHOLE]
    assert listing.problem == "1 entry without an address that can be read whole"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("<link>\x01 http://go-man.example/tin/1&nbsp;</link>", "http://go-man.example/tin/1"),
        ("<link>http://go-man.example/?a=1&copy=2&AMP;not=3</link>", "http://go-man.example/?a=1&copy=2&not=3"),
        ("<link>http://go-man.example/?a=<5&LT;6</link>", "http://go-man.example/?a=<5<6"),
        ("<link><a href='/tin/1'>http://go-man.example/tin/1</a></link>", "http://go-man.example/tin/1"),
        ("<link href=http://go-man.example/?a=1&b=2 />", "http://go-man.example/?a=1&b=2"),
        ("<comments>http://go-man.example/?a=1&lt=2&xx;<r=2#c</comments><link>/tin/1</link>", "/tin/1"),
    ],
)
def test_addresses_as_they_were_meant(link, address):
    body = f"<rss><channel><item><title>A</title>{link}</item></channel></rss>"
    listing = read_feed("http://go-man.example/rss", body.encode())
    assert ([found.url for found in listing.articles], listing.problem) == ([address], None)
