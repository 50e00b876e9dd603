"""Báo Hà Tĩnh, baohatinh.vn, a newspaper with both generations of its addresses.

Recognise  the host; its pages are a newspaper's: JSON-LD and meta are complete.
Article    until 2023 `/<category>/<slug>/<id>.htm`, since 2025 `/<slug>-post<id>.html`; `22/12/2019 06:05`;
           captions between the paragraphs; the author's name is the last line.
Listing    `/<category>/`; tags `/tag/<slug>/` and `-tag<id>.html` are not articles.
Wrong      both addresses of one article may be met; the head's author may be the paper.
Example    https://baohatinh.vn/nong-thon-moi/xa-ra-quan-lam-duong-lien-thon/123456.htm
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.items import FoundIn
from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform


class BaoHaTinh(SelectorPlatform):
    name: ClassVar[str] = "baohatinh"
    version: ClassVar[int] = 11
    date_trust: ClassVar[tuple[FoundIn, ...]] = (
        "jsonld",
        "meta",
        "page",
        "feed",
        "sitemap",
        "listing",
        "url",
        "body",
    )

    container = ("article", ".article", ".article-detail", ".detail", ".main-detail")
    title = ("h1.article__title", "h1.article-title", "h1.detail-title", "h1")
    lead = (".article__sapo", "h2.sapo", ".article-sapo", ".sapo", ".article__lead", ".detail-sapo")
    body = (
        ".article__body",
        "[itemprop=articleBody]",
        ".article-body",
        ".article-content",
        ".detail-content",
        "#content-detail",
    )
    noise = (".article__related", ".box-related", ".article__tag", ".article__author", ".inner-article")
    date = (
        ".article__meta time",
        "time.time",
        ".article__time",
        ".article-date",
        ".detail-time",
        ".time",
        ".date",
    )
    author = (".article__author .name", ".article__author", ".article-author", ".detail-author")
    category = (".breadcrumb a", ".breadcrumbs a", ".article__category a")
    tags = (".article__tag a", ".article-tags a", ".tags a")
    article_path = re.compile(r"^/(?:[\w-]+/)*[^/?]+(?:/|-post)(?P<id>\d+)\.html?(?:$|\?)")
    other_path = re.compile(r"^/tag/|-tag\d+\.html")

    def recognise(self, page: Page) -> str | None:
        return f"the host is {page.host}" if page.host.endswith("baohatinh.vn") else None
