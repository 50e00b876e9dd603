"""Sitemaps and sitemap indexes of any make, with the dates that they hold.

`news:publication_date` is a publication date; `lastmod` may be that of an edit, so it is trusted less.
Scrapy's own SitemapSpider drops the first, and reads neither text nor feeds as the protocol at sitemaps.org allows.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import islice

from lxml import etree

from harvester.discovery.feeds import NEWS_ENTRIES, read_entry
from harvester.discovery.xml_recovery import Recovery, check_address, read_address, read_all_text, split_name
from harvester.errors import NotAPage
from harvester.items import Link, Listing, SeenDate
from harvester.limits import ENTRY_LIMIT

ADDRESS = re.compile(r"https?://\S{1,4000}", re.IGNORECASE)

# Parts of an index that hold no articles: WordPress's `wp-sitemap-taxonomies-category-1.xml` and
# `wp-sitemap-posts-page-1.xml`, Yoast's `post_tag-sitemap2.xml`, Ghost's `sitemap-authors.xml`.
_NO_ARTICLES = re.compile(
    r"/(?:wp-sitemap-(?:taxonomies|users|posts-(?:page|attachment))-[^/]*|"
    r"(?:category|categories|post_tag|tags?|authors?|users|pages?|attachment|media)-sitemap\d*|"
    r"sitemap-(?:tax-)?(?:category|categories|post_tag|tags?|authors?|users|pages?|attachment))\.xml(?:\.gz)?$",
    re.IGNORECASE,
)

SAME_MOMENT = timedelta(minutes=2)
"""How close to each other, or to the moment of asking, the times of a sitemap are that is made anew for each asker."""
_FEW = 5
"""So many entries of one time say that it is not theirs."""


def read_sitemap(url: str, body: bytes, asked_at: datetime | None = None) -> Listing:
    """Read the addresses of a sitemap as articles, or those of an index as sitemaps.

    Args:
        url: Where it was asked for.
        body: Its octets: XML, gzipped or not, lines of text, RSS or Atom.
        asked_at: When it was asked for by the server's clock, aware. A `lastmod` of that moment says nothing.

    Returns:
        A listing of its articles and sitemaps, with `problem` where not all of it could be read.

    Raises:
        NotAPage: It is no sitemap.
    """
    recovery = Recovery(body)
    if not recovery.has_root:
        articles = _read_lines(recovery)
        return Listing(url=url, articles=articles, problem=recovery.problem, is_cut=recovery.is_cut)
    listing = Listing(url=url)
    for element in recovery.read_elements():
        space, name = split_name(element)
        if name not in ("url", "sitemap") and name not in NEWS_ENTRIES:
            continue
        if len(listing.articles) + len(listing.sitemaps) >= ENTRY_LIMIT:
            recovery.problem = f"more than {ENTRY_LIMIT} entries"
            break
        link = read_entry(element) if name in NEWS_ENTRIES else read_location(element, space)
        if link is not None:
            (listing.sitemaps if name == "sitemap" else listing.articles).append(link)
        else:
            recovery.unreadable += any(split_name(part)[1] == "loc" and (part.text or len(part)) for part in element)
        if name != "url" or len(element):  # an image may be named `url`, and stands within the entry's
            element.clear()
    listing.articles = drop_meaningless_dates(listing.articles, asked_at)
    listing.sitemaps = [link for link in listing.sitemaps if not is_without_articles(link.url)] or listing.sitemaps
    listing.problem = recovery.problem
    listing.is_cut = recovery.is_cut
    return listing


def is_without_articles(address: str) -> bool:
    """Return whether a sitemap's own name says that it lists sections, tags, authors or static pages."""
    return _NO_ARTICLES.search(address.partition("?")[0]) is not None


def _read_lines(recovery: Recovery) -> list[Link]:
    """Return the addresses of a sitemap in text, one a line.

    Raises:
        NotAPage: for text that has none.
    """
    if ADDRESS.match(recovery.head) is None:
        raise NotAPage("not a sitemap")
    addresses = (line for line in map(check_address, recovery.read_lines()) if ADDRESS.fullmatch(line))
    links = [Link(address) for address in islice(addresses, ENTRY_LIMIT)]
    if next(addresses, None) is not None:
        recovery.problem = f"more than {ENTRY_LIMIT} entries"
    return links


def read_location(element: etree._Element, space: str) -> Link | None:
    """Return an entry's address and date. Images and videos have addresses of their own, in other name spaces."""
    addresses: list[tuple[bool, str]] = []
    modified = ""
    for child in element:
        child_space, name = split_name(child)
        if name == "loc":
            addresses.append((child_space != space, read_address(child)))
        elif name == "lastmod":
            modified = modified or read_all_text(child)
    own = sorted((found for found in addresses if found[1]), key=lambda found: found[0])
    if not own:
        return None
    published = (read_all_text(part) for part in element.iter() if split_name(part)[1] == "publication_date")
    date = next(filter(None, published), "") or modified
    return Link(own[0][1], date=SeenDate(date, "sitemap") if date else None)


def drop_meaningless_dates(links: list[Link], asked_at: datetime | None) -> list[Link]:
    """Return the links without their dates, where all of these are one moment: that of asking, or of a rebuild."""
    times = [_read_time(link.date.text) for link in links if link.date is not None]
    if not times or None in times:
        return links
    known = [time for time in times if time is not None]
    is_one = max(known) - min(known) <= SAME_MOMENT
    is_now = asked_at is not None and all(abs(time - asked_at) <= SAME_MOMENT for time in known)
    if is_now or (is_one and len(known) >= _FEW):
        return [Link(link.url, link.text) for link in links]
    return links


def _read_time(text: str) -> datetime | None:
    """Return a W3C date and time, as sitemaps have it, aware; None for what is none."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
