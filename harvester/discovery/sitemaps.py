"""Sitemaps and sitemap indexes, plain or gzipped, with the dates that they hold.

`news:publication_date` is a publication date; `lastmod` may be that of an edit, so it is trusted less.
Scrapy's own SitemapSpider drops the first, so the entries are read here.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib

from lxml import etree

from harvester.errors import CutShort, NotAPage
from harvester.items import Link, Listing, SeenDate

GZIP_MAGIC = b"\x1f\x8b"
INFLATED_LIMIT = 60_000_000
"""sitemaps.org allows 50 MB a file, uncompressed."""


END = re.compile(rb"</(?:\w+:)?(?:urlset|sitemapindex)\s*>|<(?:\w+:)?(?:urlset|sitemapindex)\b[^>]*/>", re.I)
"""`</urlset>`, or the whole of an empty one: `<urlset/>`."""


def read_sitemap(url: str, body: bytes) -> Listing:
    """The addresses of a sitemap as articles, or those of an index as sitemaps. Raises NotAPage, and CutShort
    for a file without its end."""
    listing = Listing(url=url)
    seen_root = False
    body = inflate(body)
    try:
        for _, element in parse(body):
            name = read_name(element)
            if name in ("urlset", "sitemapindex"):
                seen_root = True
            elif name in ("url", "sitemap"):
                link = read_entry(element)
                if link is not None:
                    (listing.articles if name == "url" else listing.sitemaps).append(link)
                element.clear()
    except etree.XMLSyntaxError as error:  # nothing to recover from, e.g. no octets at all
        if not listing.articles and not listing.sitemaps:
            raise NotAPage(f"not a sitemap: {error}") from error
    if not seen_root and not listing.articles and not listing.sitemaps:
        raise NotAPage("not a sitemap")
    if END.search(body) is None:
        raise CutShort("a sitemap that breaks off before its end")
    return listing


def inflate(body: bytes) -> bytes:
    if not body.startswith(GZIP_MAGIC):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as file:
            inflated = file.read(INFLATED_LIMIT + 1)
    except EOFError as error:
        raise CutShort("a sitemap that breaks off before its end") from error
    except (OSError, zlib.error) as error:
        raise NotAPage(f"a sitemap that does not inflate: {error}") from error
    if len(inflated) > INFLATED_LIMIT:
        raise NotAPage(f"a sitemap of more than {INFLATED_LIMIT // 1_000_000} MB")
    return inflated


def parse(body: bytes) -> etree.iterparse[tuple[str, etree._Element]]:
    """Elements as they close. No entity is expanded and nothing is fetched; broken XML is read as far
    as it goes."""
    return etree.iterparse(
        io.BytesIO(body.lstrip()),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def read_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def read_entry(element: etree._Element) -> Link | None:
    address = published = modified = ""
    for child in element.iter():
        name = read_name(child)
        text = (child.text or "").strip()
        if name == "loc" and not address:
            address = text
        elif name == "publication_date":
            published = text
        elif name == "lastmod":
            modified = text
    if not address:
        return None
    date = published or modified
    return Link(address, date=SeenDate(date, "sitemap") if date else None)
