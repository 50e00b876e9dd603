"""Plain feeds are read without feedparser, and as it reads them."""

from hypothesis import given
from hypothesis import strategies as st

from harvester.discovery.feeds import read_any, read_plain

URL = "https://go.example.vn/rss/"
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>Xã Gò Mây</title>'
    "<link>https://go.example.vn/</link>"
)
TEXT = st.sampled_from([
    "Gò Mây họp dân", "Hà", "Ã¡o", "A &amp; B", "A &amp;amp; B", "<![CDATA[ Ngày <b>hội</b> ]]>",
    "<![CDATA[A &amp; B]]>", "", "  ", "\n Thi\n đua \n", "1 &lt; 2",
    "\x85 chấm", "<item><link>https://go.example.vn/k</link></item>", "<link>https://go.example.vn/k</link>",
     "T&#x002F;9", "<b>đậm</b>", "<!-- a -->Tin", "e\u0301",
])  # fmt: skip
SITE = "https://go.example.vn"
LINK = st.sampled_from([
    f"{SITE}/tin-1.html", f" {SITE}/tin-1.html\n", "/tin-1.html", "", "tin-1.html", SITE, f"{SITE}/tin?a=1&amp;b=2",
    f"{SITE}/tin?a=1&amp;b;c", f"{SITE}/tin?", f"{SITE}/../tin#x", f"<![CDATA[{SITE}/tin-1.html]]>", "http:///tin",
    f"{SITE}//a b", "javascript:alert(1)", "HTTPS://GO.example.vn/Tin", f"{SITE}/tin;x", f"{SITE}/%C3%A1/á",
    f"{SITE}/tin-Ã¡.html", f"{SITE}/tin\x96a",
])  # fmt: skip
DATE = st.sampled_from(
    ["Sun, 01 Mar 2026 08:00:00 +0700", "01/03/2026", "", "2026-03-01", " Sáng nay ", "<![CDATA[01/03]]>", "Ã¡"]
)


def element(name, texts, attributes=""):
    return texts.map(lambda text: f"<{name}{attributes}>{text}</{name.split()[0]}>")


PART = st.one_of(
    element("title", TEXT), element("link", LINK), element("link", LINK), element("pubDate", DATE),
    element("description", TEXT), element("guid", LINK), element("guid", LINK, ' isPermaLink="false"'),
    element("guid", LINK, ' isPermaLink="true"'),
    element("dc:date", DATE), element("dc:creator", TEXT), element("content:encoded", TEXT), element("category", TEXT),
    element("atom:updated", DATE), element("atom:link", LINK), element("author", TEXT), element("slash:comments", TEXT),
    element("comments", LINK), element("title", TEXT, ' type="html"'), element("source", TEXT, ' url="https://x.vn/"'),
    element("enclosure", st.just(""), ' url="https://go.example.vn/a.mp3" href="/b"'),
    element("image", element("link", LINK)),
)  # fmt: skip
ODD_ITEM = st.lists(PART, min_size=1, max_size=7)
PLAIN_ITEM = st.tuples(
    element("title", TEXT), element("link", LINK), element("pubDate", DATE),
    st.one_of(
        element("description", TEXT), element("guid", LINK, ' isPermaLink="false"'), element("content:encoded", TEXT)
    ),
).flatmap(st.permutations)  # fmt: skip
ITEM = st.one_of(PLAIN_ITEM, ODD_ITEM).map(lambda parts: f"<item>{' '.join(parts)}</item>")


PLAIN = f"<item><title>Tin hai</title><link>{SITE}/tin-2.html</link></item>"
AROUND = st.sampled_from([
    ("", "</channel>"),
    (PLAIN, "</channel>"),
    ("", f"</channel>{PLAIN}"),
    ("", f"<channel>{PLAIN}</channel></channel>"),
    ("", f"</channel><channel>{PLAIN}</channel>"),
    ("", f"<image>{PLAIN}</image></channel>"),
    ("", f"{PLAIN.replace('item', 'Item')}</channel>"),
    ("", "<entry/></channel>"),
    ("", "<a:item xmlns:a='http://purl.org/rss/1.0/'/></channel>"),
])  # fmt: skip


@given(st.lists(ITEM, min_size=1, max_size=3), AROUND, st.sampled_from(["", ' xml:base="https://x.example.vn/"']))
def test_plain_feed_is_read_as_feedparser_reads_it(items, around, base):
    source = f"{HEAD}{around[0]}{''.join(items)}{around[1]}</rss>".replace("<rss ", f"<rss{base} ").encode()
    links = read_plain(source)
    assert links is None or links == read_any(URL, source).articles


def test_a_feed_in_utf16_is_not_plain():
    source = f"{HEAD}{PLAIN}</channel></rss>"
    assert [link.url for link in read_plain(source.encode())] == [f"{SITE}/tin-2.html"]
    assert read_plain(source.replace(' encoding="utf-8"', "").encode("utf-16")) is None


def test_a_feed_of_nukeviet_is_plain_and_an_odd_one_is_not():
    item = (
        "<item><title>Gò Mây họp dân</title><link>https://go.example.vn/tin-1.html</link>"
        "<guid isPermaLink='false'>"
        "<![CDATA[news_1]]></guid><pubDate>Sun, 01 Mar 2026 08:00:00 +0700</pubDate>"
        "<description>Tóm tắt</description></item>"
    )
    [link] = read_plain(f"{HEAD}{item}</channel></rss>".encode())
    assert (link.url, link.text, link.date.text) == (
        f"{SITE}/tin-1.html", "Gò Mây họp dân", "Sun, 01 Mar 2026 08:00:00 +0700"
    )  # fmt: skip
    assert read_plain(f"{HEAD}{item}".encode()) is None
    assert read_plain(f"{HEAD}{item}<item><title>T</title></item></channel></rss>".encode()) is None
