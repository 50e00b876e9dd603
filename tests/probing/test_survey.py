"""What `probe` refuses as no portal, and where it sends whoever asks for one that has moved."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from harvester.crawling.robots import ELSEWHERE
from harvester.errors import PortalMoved, ProbeError
from harvester.probing.survey import look_at_home
from harvester.probing.visitor import find_new_home


class Visitor:
    """Answers every address with the same octets."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    async def fetch(self, url: str) -> HtmlResponse:
        return HtmlResponse(url, body=self.body)


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 \x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_what_is_no_page_is_no_portal(body: bytes) -> None:
    visitor: Any = Visitor(body)
    with pytest.raises(ProbeError, match="no portal at 'http:"):
        asyncio.run(look_at_home(visitor, "http://go.example.vn/"))


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("https://new.example.vn/robots.txt", "https://new.example.vn/tin-tuc/"),
        ("https://new.example.vn/", "https://new.example.vn/"),
    ],
)
def test_site_whose_robots_leads_away_has_moved(target: str, url: str) -> None:
    with pytest.raises(PortalMoved) as caught:
        raise find_new_home(ELSEWHERE + target, "http://old.example.vn/tin-tuc/")
    assert (caught.value.url, caught.value.kind) == (url, "moved")


def test_robots_that_leads_to_no_address_is_a_refusal() -> None:
    assert find_new_home(ELSEWHERE + "javascript:x", "http://old.example.vn/").kind == "refuses"
