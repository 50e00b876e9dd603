"""What a status, redirect, meta refresh, media type or failure means for the address that was asked for. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from harvester.content_codings import LargeCoding
from harvester.crawling.failures import describe_failure
from harvester.errors import PageError
from harvester.items import OTHER_TYPE, FetchResult, Validators
from harvester.reading.page import Page
from harvester.retry_after import BUSY, read_pause
from harvester.urls import is_same_site, make_key, resolve
from harvester.vietnamese.text import resolve_references

REDIRECTS = frozenset({301, 302, 303, 307, 308})
WITHDRAWN = frozenset({404, 410})
REFUSALS = frozenset({401, 403, 429, 451, 503})

TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/octet-stream",
    "application/x-gzip",
    "application/gzip",
)

MARKUP_WITHIN = 1000
MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)*\s*(?:<!--|<!doctype\s|<html[\s>]|<head[\s>]|<\?xml\s|<rss\s|<feed\s|<urlset\s|<sitemapindex\s)",
    re.IGNORECASE,
)
"""How pages, feeds and sitemaps begin, whatever a server calls them: `image/jpeg`, `html`, `application/json`."""

REFRESH = re.compile(r"\s*(\d{1,3})[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s>]+)", re.IGNORECASE)
"""`0;url=/trang-chu.html`, `0; URL='/trang-chu.html'`, `1, /trang-chu.html`"""
META_REFRESH = re.compile(
    rb"<meta\s[^<>]{0,80}http-equiv\s*=\s*[\"']?refresh[\"']?[^<>]{0,80}?content\s*=\s*(\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}')",
    re.IGNORECASE,
)
REFRESH_SECONDS = 10
"""A page that shows itself for longer is to be read."""
REFRESH_PAGE = 3000
"""Octets; a longer page has something of its own."""


def judge_status(response: Response) -> FetchResult | None:
    """The fetch result that a status asks for, or None for a page to be read."""
    status, url = response.status, response.url
    if status == 304:
        return judge_unchanged(response)
    if status in REDIRECTS:
        return judge_redirect(response)
    if status in WITHDRAWN:
        return FetchResult(url, "gone", f"answers {status}", status)
    if status in REFUSALS:
        wait = read_busy_pause(response)
        return FetchResult(url, "failed", f"answers {status}", status, retry_after=wait, trouble="refusal")
    if status >= 500 or status in (206, 408):  # nobody asked for a part
        return FetchResult(url, "failed", f"answers {status}", status, trouble="connection")
    if status >= 300:
        return FetchResult(url, "skipped", f"answers {status}", status)
    if not response.body.strip():
        return FetchResult(url, "failed", "an empty page", status, trouble="empty")  # a fault that says nothing
    media_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    if not is_text(media_type) and not MARKUP.match(response.body[:MARKUP_WITHIN]):
        return FetchResult(url, "skipped", f"{OTHER_TYPE}{read_bare_type(media_type)}", status)
    return judge_refresh(response)


def judge_unchanged(response: Response) -> FetchResult:
    """The result of a 304: of what was read before it is good news, of anything else a server's fault."""
    asked = response.request.headers if response.request is not None else {}
    if "If-None-Match" in asked or "If-Modified-Since" in asked:
        return FetchResult(response.url, "done", "has not changed", response.status)
    reason = "answers 304, and was not asked whether it has changed"
    return FetchResult(response.url, "failed", reason, response.status, trouble="connection")


def read_bare_type(content_type: str) -> str:
    """A Content-Type without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def is_text(content_type: str) -> bool:
    """Whether a Content-Type admits a page, a feed or a sitemap; none does."""
    bare = read_bare_type(content_type)
    return not bare or bare.startswith(TEXT_TYPES)


def judge_refresh(response: Response) -> FetchResult | None:
    """The result of a page that only leads on, by a Refresh header or element, to another address of its site."""
    if len(response.body) > REFRESH_PAGE:
        return None
    header = response.headers.get("Refresh")
    element = META_REFRESH.search(response.body) if header is None else None
    text = header if header is not None else element[1][1:-1] if element is not None else b""
    match = REFRESH.match(resolve_references(text.decode("utf-8", errors="replace")))
    if match is None or int(match[1]) > REFRESH_SECONDS:
        return None
    try:
        target = resolve(response.url, match[2])
    except PageError:
        return None
    if not is_same_site(target, response.url) or make_key(target) == make_key(response.url):
        return None
    return FetchResult(response.url, "done", f"leads on to {target}", response.status, redirect_to=target)


def judge_redirect(response: Response) -> FetchResult:
    location = response.headers.get("Location")
    if not location:
        return FetchResult(response.url, "failed", f"answers {response.status} without a location", response.status)
    text = location.decode("utf-8", errors="replace").strip()
    try:
        target = resolve(response.url, text)
    except PageError as error:
        return FetchResult(response.url, "skipped", f"redirects to no address: {error}", response.status)
    return FetchResult(response.url, "done", f"redirects to {target}", response.status, redirect_to=target)


def read_busy_pause(response: Response) -> float | None:
    """Return the seconds that a server which has too much to do asks to be left alone for; None where it does not."""
    return read_pause(response.status, read_head_fields(response)) if response.status in BUSY else None


def read_head_fields(response: Response) -> dict[str, str]:
    """Return the fields of a response's head, by their names in lower case."""
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in dict.items(response.headers)  # as they are: Scrapy's own looks each of them up anew
    }


def open_page(response: Response, now: datetime | None = None) -> Page:
    """Return the page of a response. `now` is when it was fetched.

    Raises:
        NotAPage: the bytes are no HTML.
    """
    headers = read_head_fields(response)
    if MARKUP.match(response.body[:MARKUP_WITHIN]) and not is_text(headers.get("content-type", "")):
        del headers["content-type"]  # the octets know better
    return Page(response.url, response.body, status=response.status, headers=headers, fetched_at=now)


def read_validators(response: Response) -> Validators:
    """The page's version, if the server tells one.

    A `Last-Modified` that counts from the moment of asking, as NukeViet's does, costs nothing: the answer is just never
    304.
    """
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return Validators(
        None if etag is None else etag.decode("latin-1")[:500],
        None if modified is None else modified.decode("latin-1")[:100],
    )


def judge_failure(url: str, error: BaseException) -> FetchResult:
    """The fetch result of a request that no response came to."""
    reason = describe_failure(error, url)[:300]
    if isinstance(error, (DownloadCancelledError, IgnoreRequest)):
        is_large = isinstance(error, DownloadCancelledError) or isinstance(error.__cause__, LargeCoding)
        return FetchResult(url, "skipped", reason, too_large=is_large)
    return FetchResult(url, "failed", reason, trouble="connection")
