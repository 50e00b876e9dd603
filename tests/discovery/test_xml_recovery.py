"""XML that would cost its reader too much, and what of it is read all the same."""

import pytest
from support.growth import assert_linear

from harvester.discovery.sitemaps import read_sitemap
from harvester.discovery.xml_entries import EntryTags
from harvester.discovery.xml_recovery import BROKEN_TAG_LIMIT, Recovery, split_name

ENTRIES = "".join(f"<url><loc>http://xa.example/tin/{number}</loc></url>" for number in range(3))


def read_locs(body):
    recovery = Recovery(body.encode())
    return [element.text for element in recovery.read_elements() if element.tag == "loc"], recovery.problem


def test_tags_without_an_end_are_told_and_what_stands_before_them_is_read():
    locs, problem = read_locs(f"<urlset>{ENTRIES}" + "<rss " * (BROKEN_TAG_LIMIT + 2) + "</urlset>")
    assert locs == [f"http://xa.example/tin/{number}" for number in range(3)]
    assert problem == "more than 1,000 tags without an end"


@pytest.mark.parametrize("markup", ["<![CDATA[" + "<b <i " * 2000 + "]]>", "<rss " * 5])
def test_a_few_of_them_and_those_of_pages_in_a_feed_end_nothing(markup):
    locs, problem = read_locs(f"<urlset><description>{markup}</description>{ENTRIES}</urlset>")
    assert len(locs) == 3 and problem is None


def test_tags_that_never_end_are_read_in_linear_time():
    assert_linear(read_locs, lambda count: f"<urlset><loc>http://xa.example/{'<rss ' * count}", 10_000)


URLSET = f'<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{ENTRIES}</urlset>'
ITEMS = "".join(f"<item><link>http://xa.example/{n}</link><description>x</description></item>" for n in range(3))
FEED = f"<rss version='2.0'><channel>{ITEMS}</channel></rss>"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (URLSET.replace("</url>", "", 2), 3),
        (URLSET.replace("</url></urlset>", "</urlset>"), 3),
        (URLSET + URLSET, 6),
        (URLSET + "<div><br>0.02 s</div>", 3),
        (FEED.replace("<description>", "<description><p>a<br><img src='/anh/1.jpg'>", 2), 3),
        (FEED.replace("<rss version='2.0'>", "").replace("</rss>", ""), 3),
        ("<rdf:RDF xmlns:rdf='r'><channel><items/></channel>" + ITEMS + "</rdf:RDF>", 3),
    ],
    ids=["unclosed", "last unclosed", "two files", "trailing", "HTML", "no rss", "RDF"],
)
def test_all_entries_are_read_whatever_is_not_closed(text, count):
    recovery = Recovery(text.encode())
    names = [split_name(element)[1] for element in recovery.read_elements()]
    assert names.count("url") + names.count("item") == count
    assert recovery.problem is None


def test_entries_that_cannot_be_read_are_told():
    recovery = Recovery(FEED.replace("<link>", "<x><y><link>", 1).encode())
    names = [split_name(element)[1] for element in recovery.read_elements()]
    assert names.count("item") == 3 or "entries cannot be read" in str(recovery.problem)


def test_long_pieces_lose_no_entry():
    entries = "".join(f"<url><loc>http://xa.example/tin/bai-{number}</loc></url>" for number in range(9000))
    recovery = Recovery(f"<urlset>{entries}</urlset>".encode())
    assert sum(element.tag == "url" for element in recovery.read_elements()) == 9000


def test_tags_of_entries_are_mended_in_linear_time():
    assert_linear(lambda text: EntryTags().mend(text), lambda count: "<url><br <url " * count, 10_000)


def test_what_stands_between_entries_is_not_kept():
    *_, root = Recovery(b"<urlset>" + b"<x><y/></x>" * 500 + b"</urlset>").read_elements()
    assert (root.tag, len(root)) == ("urlset", 1)
    *_, root = Recovery(b"<rss><channel>" + b"<x><y/></x>" * 500 + b"</channel></rss>").read_elements()
    assert root.tag == "rss" and len(list(root.iter())) == 2


@pytest.mark.parametrize(
    ("name", "body", "problem"),
    [
        ("XML_ELEMENT_LIMIT", b"<urlset>" + b"<x/>" * 30 + b"</urlset>", "more than 20 elements"),
        ("ENTRY_ELEMENT_LIMIT", b"<urlset><url>" + b"<x/>" * 40_000, "more than 20 elements in one entry"),
    ],
)
def test_no_file_and_no_entry_has_elements_without_end(monkeypatch, name, body, problem):
    monkeypatch.setattr(f"harvester.discovery.xml_recovery.{name}", 20)
    recovery = Recovery(body)
    list(recovery.read_elements())
    assert recovery.problem == problem


def test_a_sitemap_in_text_is_read_line_by_line(monkeypatch):
    address = "http://xa.example/tin/1"
    text = f"{address}\r{address}2\r\n" + "a" * 200_000
    listing = read_sitemap("http://xa.example/sitemap.txt", text.encode())
    assert [link.url for link in listing.articles] == [address, f"{address}2"]
    assert listing.problem == "a line of more than 100,000 characters"
    monkeypatch.setattr("harvester.discovery.sitemaps.ENTRY_LIMIT", 1)
    assert read_sitemap("http://xa.example/sitemap.txt", text.encode()).problem == "more than 1 entries"
