"""Hà Tĩnh's Party portal, hatinh.dcs.vn, which holds a section for each district's Party committee.

Recognise  the host; else the row "Email Print Aa" above the text, with addresses
           `/<section>/news/<slug>.html`.
Article    `/<section>/news/<slug, cut short>.html`; under the title the row of tools and `20:48 29/06/2022`;
           the byline is the last paragraph, its office in brackets; "Ý kiến bạn đọc" comes after it.
Listing    `/<section>`, `/<section>/news`.
Wrong      slugs are cut, so two articles may differ only in the last letters; words are torn by inline
           markup.
Example    https://hatinh.dcs.vn/huyen-thanh-pho-thi-xa/news/ban-chap-hanh-dang-bo-huyen-hop-phien-thu-ba.html
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform

TOOLS = re.compile(rb"Email\s*+(?:<[^>]{0,200}+>\s*+){0,6}+\|?\s*+(?:<[^>]{0,200}+>\s*+){0,6}+Print", re.IGNORECASE)


class HaTinhParty(SelectorPlatform):
    name: ClassVar[str] = "hatinhparty"
    version: ClassVar[int] = 10

    container = ("article", ".news-detail", ".detail", ".post")
    title = ("h1.title", ".news-detail h1", ".detail-title", "h1", "h2.title")
    lead = (".sapo", ".news-sapo", ".detail-sapo", ".lead", ".intro")
    body = (
        "#news-body",
        ".news-content",
        ".detail-content",
        ".news-detail-content",
        ".content-detail",
        ".post-content",
    )
    category = (".breadcrumb li:not(.active) a", ".breadcrumb a", ".breadcrumbs a")
    article_path = re.compile(r"^/(?:[\w-]+/)+news/[^/?]+\.html(?:$|\?)")

    def recognise(self, page: Page) -> str | None:
        if page.host.endswith("hatinh.dcs.vn"):
            return f"the host is {page.host}"
        if self.is_article_url(page.url) and TOOLS.search(page.body):
            return "the row of tools and the address of an article"
        return None
