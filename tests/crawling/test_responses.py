"""What an answer means for the address that was asked for."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import HtmlResponse

from harvester.crawling.page_ends import has_end
from harvester.crawling.responses import judge_failure, judge_status, read_busy_pause

URL = "http://xa.example.vn/tin/a.html"


def answer(status: int = 200, body: bytes = b"<html>x</html>", **headers: str) -> HtmlResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HtmlResponse(URL, status=status, body=body, headers=named)


@pytest.mark.parametrize("condition", ["If-None-Match", "If-Modified-Since"])
def test_a_304_answers_whoever_asked_for_a_change(condition: str) -> None:
    response = answer(304)
    response.request = Request(URL, headers={condition: '"a"'})
    ending = judge_status(response)
    assert ending is not None and (ending.state, ending.trouble) == ("done", None)


@pytest.mark.parametrize(
    ("response", "state", "trouble"),
    [
        (answer(404), "gone", None),
        (answer(410), "gone", None),
        (answer(401), "failed", "refusal"),
        (answer(403), "failed", "refusal"),
        (answer(429), "failed", "refusal"),
        (answer(451), "failed", "refusal"),
        (answer(503), "failed", "refusal"),
        (answer(500), "failed", "connection"),
        (answer(599), "failed", "connection"),
        (answer(408), "failed", "connection"),
        (answer(206), "failed", "connection"),
        (answer(418), "skipped", None),
        (answer(304), "failed", "connection"),
        (answer(body=b" \n\t"), "failed", "empty"),
        (answer(body=b"%PDF-1.7", content_type="application/pdf"), "skipped", None),
        (answer(body=b"\x89PNG", content_type="Image/PNG; q=1"), "skipped", None),
        (answer(302), "failed", None),
        (answer(302, location="javascript:alert(1)"), "skipped", None),
    ],
)
def test_answers_that_are_no_page(response: HtmlResponse, state: str, trouble: str | None) -> None:
    ending = judge_status(response)
    assert ending is not None
    assert (ending.url, ending.state, ending.trouble, ending.status) == (URL, state, trouble, response.status)
    assert ending.reason


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1258", "utf-16", "utf-16-le"])
def test_end_of_a_page_is_found_in_every_encoding(encoding: str) -> None:
    assert has_end("<html><body>Xa Go Man</body></HTML>\n".encode(encoding))
    assert not has_end("<html><body>Xa Go".encode(encoding))


@pytest.mark.parametrize(
    "media_type", ["", "text/html; charset=utf-8", "TEXT/plain", "application/rss+xml", "image/jpeg", "html"]
)
def test_pages_are_read(media_type: str) -> None:
    assert judge_status(answer(content_type=media_type) if media_type else answer()) is None


@pytest.mark.parametrize(
    ("location", "target"),
    [("/moi.html", "http://xa.example.vn/moi.html"), ("b.html#x", "http://xa.example.vn/tin/b.html"),
     ("//khac.example.vn/", "http://khac.example.vn/")],
)  # fmt: skip
def test_redirects_name_their_target(location: str, target: str) -> None:
    ending = judge_status(answer(301, location=location))
    assert ending is not None
    assert (ending.state, ending.redirect_to) == ("done", target)


def test_retry_after() -> None:
    assert read_busy_pause(answer(429)) is None
    assert read_busy_pause(answer(429, retry_after=" 120 ")) == 120
    assert read_busy_pause(answer(403, retry_after="120")) is None
    ending = judge_status(answer(503, retry_after="7"))
    assert ending is not None and ending.retry_after == 7
    forbidden = judge_status(answer(403, retry_after="7"))
    assert forbidden is not None and forbidden.retry_after is None


@pytest.mark.parametrize(
    ("error", "state", "trouble"),
    [
        (DownloadCancelledError("too much"), "skipped", None),
        (IgnoreRequest("no"), "skipped", None),
        (TimeoutError("60 s"), "failed", "connection"),
        (ConnectionResetError(), "failed", "connection"),
    ],
)
def test_failures(error: Any, state: str, trouble: str | None) -> None:
    ending = judge_failure(URL, error)
    assert (ending.url, ending.state, ending.trouble, ending.status) == (URL, state, trouble, None)
    assert ending.reason and len(ending.reason) < 400


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (b'<meta http-equiv="refresh" content="0;url=/moi.html">', "http://xa.example.vn/moi.html"),
        (b"<meta http-equiv=refresh content='1, /moi.html'>", "http://xa.example.vn/moi.html"),
        (b'<meta http-equiv="refresh" content="600;url=/moi.html">', None),
        (b'<meta http-equiv="refresh" content="0;url=http://khac.example.vn/">', None),
        (b'<meta http-equiv="refresh" content="5">', None),
        (b'<meta http-equiv="refresh" content="0;url=/moi.html">' + b"<p>" * 2000, None),
    ],
)
def test_a_page_that_only_leads_on_is_a_redirect(body: bytes, target: str | None) -> None:
    result = judge_status(answer(body=b"<html>" + body))
    assert (None if result is None else result.redirect_to) == target
