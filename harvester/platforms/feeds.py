"""RSS and Atom feeds: article links with their dates as they stood."""

from __future__ import annotations

import io
import re

from harvester.errors import CutShort, NotAPage
from harvester.items import Link, Listing, SeenDate

DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)
"""`<!DOCTYPE x [<!ENTITY a "…">]>`: no feed needs one, and entities may be bombs."""


END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>|<(?:\w+:)?(?:rss|feed|rdf)\b[^>]*/>", re.I)


def read_feed(url: str, body: bytes) -> Listing:
    """The entries of a feed. Raises NotAPage for what holds none and is no feed."""
    import feedparser  # late: a third of a second, and many portals have no feed

    source = io.BytesIO(DOCTYPE.sub(b"", body.lstrip(), count=1))
    parsed = feedparser.parse(source, sanitize_html=False, resolve_relative_uris=False)  # of descriptions: not kept
    if not parsed.entries and not parsed.get("version"):
        raise NotAPage("not a feed")
    if parsed.get("version") and END.search(body) is None:
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
