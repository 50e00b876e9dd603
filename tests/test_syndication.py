"""Atom as text: any text is XML, ids stay, and addresses that are none of the web are no links."""

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.syndication import Entry, Feed, clean, make_feed, shorten

ENTRY = Entry(
    uid="58f98ecf-2285-56d4-a9dd-694269f2e203", title="Họp & bàn", url="https://xa.example.vn/1",
    updated="2024-03-01T08:00:00+07:00", author="Vân Lâm", summary="<del>1207</del> <ins>3407</ins>", is_html=True,
)  # fmt: skip


def parse(feed):
    parsed = feedparser.parse(make_feed(feed), sanitize_html=False)
    assert not parsed.bozo
    return parsed


def test_a_feed_names_itself_and_its_page():
    feed = parse(Feed("Họp", "articles:q=hop", [ENTRY], "http://localhost/articles.atom", "http://localhost/articles"))
    assert [(link.rel, link.href) for link in feed.feed.links] == [
        ("self", "http://localhost/articles.atom"), ("alternate", "http://localhost/articles"),
    ]  # fmt: skip
    (entry,) = feed.entries
    assert (entry.id, entry.summary) == (f"urn:uuid:{ENTRY.uid}", "<del>1207</del> <ins>3407</ins>")
    assert "published" not in entry


def test_an_identity_is_an_id_wherever_it_is_fetched():
    ids = {parse(Feed(title, "articles:q=hop", [], url)).feed.id for title, url in (("a", None), ("b", "http://x/"))}
    assert len(ids) == 1
    assert parse(Feed("a", "articles:q=khac", [])).feed.id not in ids


def test_scripts_are_no_links():
    feed = parse(Feed("a", "b", [Entry("u", "t", "javascript:alert(1)", ENTRY.updated, "n", "s")]))
    assert "javascript" not in str(feed)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_xml(text):
    element = etree.fromstring(f"<a>{clean(text)}</a>".encode())
    assert len(element.text or "") <= len(text)


def test_long_openings_are_cut_between_words():
    assert shorten("Ngắn.") == "Ngắn."
    assert shorten("một hai " * 100).endswith("một hai…") or shorten("một hai " * 100).endswith("một…")
