"""What `probe` refuses as no portal."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from harvester.errors import ProbeError
from harvester.probing.survey import look_at_home


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
