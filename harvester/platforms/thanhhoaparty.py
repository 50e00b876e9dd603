"""Thanh Hóa's Party portal, thanhhoa.dcs.vn.

Recognise  the host; else `.page-header small` and `.article-content` and `h4.media-heading` together.
Article    title `.page-header h3` with the date in its `small`: "16.06.2020 08:30"; text `.article-content`.
Listing    `h4.media-heading a`.
Wrong      the date stands within the title's heading, or behind it in the same block.
Example    https://thanhhoa.dcs.vn/tin-tuc/dang-bo-huyen-hop-phien-thu-ba-1234.aspx
"""

from __future__ import annotations

from typing import ClassVar

from harvester.reading.page import Page
from harvester.reading.selectors import Reading, SelectorPlatform

_MARKS = (b"page-header", b"article-content", b"media-heading")


class ThanhHoaParty(SelectorPlatform):
    name: ClassVar[str] = "thanhhoaparty"
    version: ClassVar[int] = 10

    title = (".page-header h3", ".page-header h1", ".page-header h2", "h1")
    lead = (".article-summary", ".article-lead", ".sapo")
    body = (".article-content",)
    date = (".page-header small", ".page-header .date")
    category = (".breadcrumb a",)
    article_link = ("h4.media-heading a", ".media-heading a")

    def recognise(self, page: Page) -> str | None:
        if page.host.endswith("thanhhoa.dcs.vn"):
            return f"the host is {page.host}"
        if all(mark in page.body for mark in _MARKS):
            return "the page has page-header, article-content and media-heading"
        return None

    def read_title(self, reading: Reading) -> str:
        title = super().read_title(reading)
        date = next(self.read_own_dates(reading), "")
        return title.removesuffix(date).rstrip(" -|") if date else title
