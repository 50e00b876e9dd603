"""RSS, RDF and Atom feeds: article links with their titles and dates as they stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from harvester.discovery.xml_recovery import Recovery, check_address, read_address, read_all_text, split_name
from harvester.errors import NotAPage
from harvester.items import Link, Listing, SeenDate
from harvester.limits import ENTRY_LIMIT
from harvester.vietnamese.text import resolve_references

NEWS_ENTRIES = frozenset({"item", "entry"})
_DATES = ("pubdate", "published", "date", "issued", "created", "updated", "modified")
"""Elements that hold an entry's date, the most telling first; `date` is Dublin Core's."""
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"

# Feeds of what readers say: WordPress's `/comments/feed/`, `/?feed=comments-rss2`, `/tin/bai-1/feed/`.
COMMENTS = re.compile(r"/comments/feed(?:/|$)|[?&]feed=comments-|/feed/comments(?:/|$)", re.IGNORECASE)
COMMENT = re.compile(r"#(?:comment|respond|div-comment|c)-?\d+$", re.IGNORECASE)


def read_feed(url: str, body: bytes) -> Listing:
    """Read the entries of a feed.

    Args:
        url: Where it was asked for.
        body: Its octets, gzipped or not.

    Returns:
        A listing of its articles, with `problem` where not all of it could be read.

    Raises:
        NotAPage: It is no feed, or one of comments.
    """
    recovery = Recovery(body)
    if not recovery.has_root:
        raise NotAPage("not a feed")
    listing = Listing(url=url)
    for element in recovery.read_elements():
        if split_name(element)[1] not in NEWS_ENTRIES:
            continue
        if len(listing.articles) >= ENTRY_LIMIT:
            recovery.problem = f"more than {ENTRY_LIMIT} entries"
            break
        link = read_entry(element)
        if link is not None:
            listing.articles.append(link)
        else:
            recovery.unreadable += has_address(element)
        element.clear()
    if listing.articles and all(COMMENT.search(link.url) for link in listing.articles):
        raise NotAPage("a feed of comments")
    listing.problem = recovery.problem
    listing.is_cut = recovery.is_cut
    return listing


def is_comments_feed(address: str) -> bool:
    """Return whether an address is that of a feed of comments, as WordPress names them."""
    return COMMENTS.search(address) is not None


def read_entry(element: etree._Element) -> Link | None:
    """Return an entry's link with its title and date; None for one without an address."""
    parts: dict[str, list[etree._Element]] = {}
    for part in element:
        parts.setdefault(split_name(part)[1], []).append(part)
    address = next(find_addresses(parts), None)
    if address is None:
        return None
    around = (element, *element.iterancestors())
    base = next((base for one in around if (base := one.get(XML_BASE))), None)
    titles = [text for part in parts.get("title", ()) if (text := _read_title(part))]
    dates = [text for name in _DATES for part in parts.get(name, ()) if (text := fix_encoding(read_all_text(part)))]
    return Link(
        f"{base}{address}" if base and is_relative(address) and base.endswith("/") else address,
        titles[0] if titles else "",
        SeenDate(dates[0], "feed") if dates else None,
    )


def find_addresses(parts: dict[str, list[etree._Element]]) -> Iterator[str]:
    """Return what may be an entry's address, the likeliest first: RSS's `link`, Atom's `link`, a permanent `guid`."""
    links = parts.get("link", [])
    found = [read_address(link) for link in links if not link.get("href")]
    found += [check_address(href) for link in links if (href := link.get("href")) and is_alternate(link)]
    for guid in (*parts.get("guid", ()), *parts.get("id", ())):
        text = read_address(guid)
        if guid.get("isPermaLink", "true").lower() == "true" and text.lower().startswith(("http://", "https://")):
            found.append(text)
    return map(fix_encoding, filter(None, found))


def is_alternate(link: etree._Element) -> bool:
    """Return whether Atom's `link` leads to the entry's page, not to its comments or a picture."""
    return (link.get("rel") or "alternate").lower() == "alternate"


def has_address(element: etree._Element) -> bool:
    """Return whether an entry has a place for the address of its page, whatever stands there."""
    return any(
        split_name(part)[1] == "link" and is_alternate(part) and (part.get("href") or part.text or len(part))
        for part in element.iter()
    )


def is_relative(address: str) -> bool:
    """Return whether an address has no scheme of its own."""
    try:
        return not urlsplit(address).scheme and not address.startswith("/")
    except ValueError:
        return False


def _read_title(element: etree._Element) -> str:
    """Return a title as text: its markup and its references, also those that were escaped twice, are undone."""
    text = " ".join(resolve_references(read_all_text(element)).split())
    return fix_encoding(text)


def fix_encoding(text: str) -> str:
    """Return text that is UTF-8 taken for Latin-1 (`Há»™i nghá»‹`) as what it was; any other as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
