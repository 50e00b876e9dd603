"""What a status, a redirect, a media type or a failure means for the address that was asked for. Pure."""

from __future__ import annotations

from datetime import datetime

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from harvester.errors import PageError
from harvester.items import FetchResult, Validators
from harvester.limits import SENT_LIMIT
from harvester.reading.page import Page
from harvester.retry_after import read_pause
from harvester.urls import resolve

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


def judge_status(response: Response) -> FetchResult | None:
    """The fetch result that a status asks for, or None for a page to be read."""
    status, url = response.status, response.url
    if status == 304:
        return FetchResult(url, "done", "has not changed", status)
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
        return FetchResult(url, "failed", "an empty page", status)
    media_type = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
    if media_type and not media_type.startswith(TEXT_TYPES):
        return FetchResult(url, "skipped", f"not a page: {media_type}", status)
    return None


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
    return read_pause(response.status, read_head_fields(response))


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
    return Page(
        response.url, response.body, status=response.status, headers=read_head_fields(response), fetched_at=now
    )


def read_validators(response: Response) -> Validators:
    """The page's version, if the server tells one. A `Last-Modified` that counts from the moment of asking, as
    NukeViet's does, costs nothing: the answer is just never 304."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return Validators(
        None if etag is None else etag.decode("latin-1")[:500],
        None if modified is None else modified.decode("latin-1")[:100],
    )


def judge_failure(url: str, error: BaseException) -> FetchResult:
    """The fetch result of a request that no response came to."""
    name = type(error).__name__
    text = f"{name}: {error}".strip(": ")[:300]
    if isinstance(error, DownloadCancelledError):
        return FetchResult(url, "skipped", f"larger than {SENT_LIMIT // 1_000_000} MB: {text}")
    if isinstance(error, IgnoreRequest):
        return FetchResult(url, "skipped", text or "refused by a middleware")
    if name == "AddressRefused":
        return FetchResult(url, "skipped", text)
    return FetchResult(url, "failed", text, trouble="connection")
