"""RSS and Atom feeds: article links with their dates as they stood."""

from __future__ import annotations

import io
import re

from lxml import etree

from harvester.errors import CutShort, NotAPage
from harvester.items import Link, Listing, SeenDate

DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)
"""`<!DOCTYPE x [<!ENTITY a "…">]>`: no feed needs one, and entities may be bombs."""


END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>|<(?:\w+:)?(?:rss|feed|rdf)\b[^>]*/>", re.I)


TOLD = frozenset({"title", "link", "pubDate"})
"""What is read of an item of a plain feed: each once, and without attributes."""
PASSED_OVER = frozenset({
    "description", "category", "author", "comments",
    "{http://purl.org/dc/elements/1.1/}creator", "{http://purl.org/rss/1.0/modules/content/}encoded",
    "{http://wellformedweb.org/CommentAPI/}commentRss", "{http://purl.org/rss/1.0/modules/slash/}comments",
})  # fmt: skip
"""What else items of NukeViet's and WordPress's feeds hold, besides a `guid` that is no link."""

ENTRIES = frozenset({"item", "entry"})
"""What feedparser takes for an entry wherever it stands."""

PLAIN_LINK = re.compile(r"https?://[^\s?#&/]+/[^\s#;<\x80-\x9f]*(?<![?;])")
# `Tin A &amp; B` told twice, and letters of windows-1252 that XML takes for control characters
NOT_PLAIN = re.compile("[&<\x80-\x9f]")


def read_feed(url: str, body: bytes) -> Listing:
    """The entries of a feed. Raises NotAPage for what holds none and is no feed."""
    source = DOCTYPE.sub(b"", body.lstrip(), count=1)
    links = read_plain(source)
    return Listing(url=url, articles=links) if links is not None else read_any(url, source)


def read_any(url: str, source: bytes) -> Listing:
    """The entries of a feed of any form, also of one that is not well-formed."""
    import feedparser  # late: few feeds need it

    parsed = feedparser.parse(
        io.BytesIO(source), sanitize_html=False, resolve_relative_uris=False  # of descriptions: not kept
    )
    if not parsed.entries and not parsed.get("version"):
        raise NotAPage("not a feed")
    if parsed.get("version") and END.search(source) is None:
        raise CutShort("a feed that breaks off before its end")
    listing = Listing(url=url)
    for entry in parsed.entries:
        address = entry.get("link")
        if not address:
            continue
        date = entry.get("published") or entry.get("updated")
        seen = SeenDate(str(date), "feed") if date else None
        listing.articles.append(Link(str(address), str(entry.get("title", "")), seen))
    return listing


def read_plain(source: bytes) -> list[Link] | None:
    """The items of an RSS feed in which there is nothing to guess; None for any other, and for what is no feed.

    A night's run reads little else than feeds, and feedparser takes fifteen times as long for the same answer.
    """
    if b"xml:base" in source or b"\x00" in source:
        return None
    try:
        root = etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != "rss" or root.getroottree().docinfo.encoding not in ("UTF-8", "utf-8"):
        return None
    items = root.findall("channel/item")
    links = [link for link in map(read_item, items) if link is not None]
    entries = sum(etree.QName(element).localname.lower() in ENTRIES for element in root.iter(etree.Element))
    return links if items and len(links) == len(items) == entries else None


def read_item(item: etree._Element) -> Link | None:
    """An item with one title, one absolute link and at most one date, all plain text; None for any other."""
    found: dict[str, str] = {}
    for part in item:
        tag = part.tag
        if len(part) or tag in found:
            return None
        if tag in TOLD and not part.attrib:
            found[str(tag)] = (part.text or "").strip()
        elif tag not in PASSED_OVER and not (tag == "guid" and part.get("isPermaLink") == "false"):
            return None
    title, link, date = found.get("title", ""), found.get("link", ""), found.get("pubDate", "")
    if PLAIN_LINK.fullmatch(link) is None or NOT_PLAIN.search(title + date) is not None:
        return None
    if any(map(is_misread, (title, link, date))):
        return None
    return Link(link, title, SeenDate(date, "feed") if date else None)


def is_misread(text: str) -> bool:
    """Whether a text is UTF-8 that was taken for Latin-1, which feedparser puts right."""
    try:
        return not text.isascii() and bool(text.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return False
