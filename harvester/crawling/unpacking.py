"""Content-Encoding of answers undone as a browser does, to a limit; a stream without its end is a cut page."""

from __future__ import annotations

import re
from contextlib import suppress

from scrapy.exceptions import IgnoreRequest

from harvester.content_codings import BrokenCoding, LargeCoding, decode
from harvester.crawling.responses import MARKUP, MARKUP_WITHIN
from harvester.gzip_members import GZIP_MAGIC
from harvester.limits import INFLATED_LIMIT, LAYERS

ROOT_ENDS = re.compile(rb"</(?:html|urlset|sitemapindex|rss|feed|rdf:rdf)\s*>", re.IGNORECASE)
"""What the last tag of a page, sitemap or feed is."""
ENDS_WITHIN = 1000
"""Octets behind the root's end: a comment of a cache, a counter's script."""


class CutPage(Exception):
    """Raised to the downloader for a page whose end did not come."""


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """Return a body without one layer of Content-Encoding; as it is where it holds plain markup, or is no gzip.

    Args:
        body: What came.
        encoding: `gzip`, `deflate`, `br` or `zstd`.
        limit: Octets that it may have then.

    Raises:
        CutPage: it does not unpack to its end.
        IgnoreRequest: it is larger then.
    """
    is_claim = encoding in ("gzip", "x-gzip") and not body.startswith(GZIP_MAGIC)
    if is_claim or MARKUP.match(body[:MARKUP_WITHIN]):
        return body
    try:
        return decode(body, encoding, limit)
    except LargeCoding as error:
        raise IgnoreRequest(str(error)) from error
    except BrokenCoding as error:
        raise CutPage(f"{encoding} that {error}") from error


def is_whole(body: bytes) -> bool:
    """Return whether a page, sitemap or feed goes on to its root's end, whatever its head said of its length."""
    return ROOT_ENDS.search(body[-ENDS_WITHIN:]) is not None


def is_complete(body: bytes, encodings: list[str]) -> bool:
    """Return whether a body of which its head announced more is all there: it unpacks to its end, or ends as pages do.

    Args:
        body: What came.
        encodings: The codings of its Content-Encoding, in the order in which they were applied.
    """
    if not encodings:
        return is_whole(body)
    with suppress(CutPage, IgnoreRequest, KeyError):
        for encoding in reversed(encodings[:LAYERS]):
            body = unpack(body, encoding, INFLATED_LIMIT)
        return True
    return False
