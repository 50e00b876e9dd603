"""VNPT portal: communes and districts in Thanh Hóa, Nghệ An, Sơn La, Hải Phòng, Hải Dương and elsewhere.

Recognise  classes `ArticleDetailControl`, `ArticleContent`, `PostDate` or `h2.Title`; two of them, or one
           with an address that ends in a slug and six digits.
Article    `/<category>/<slug>-<6 digits>`, often with `?pageindex=0`; date "Thứ Năm, 17/07/2025" above the
           title; "Lượt xem: 14".
Listing    `h2.Title a`, `?pageindex=1` (counted from 0).
Wrong      the author field holds a login ("btv …"); alternative texts of images say "anh tin bai".
Example    https://xa.example.gov.vn/tin-trong-xa/hoi-nghi-giao-ban-thang-sau-123456
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform

_MARKS = (b"ArticleDetailControl", b"ArticleContent", b"PostDate", b"ArticleList", b"anh tin bai")


class Vnpt(SelectorPlatform):
    name: ClassVar[str] = "vnpt"
    version: ClassVar[int] = 10

    generators = ("vnpt",)
    container = (".ArticleDetailControl", "[class*=ArticleDetail]")
    title = ("h1.Title", ".ArticleHeader h1", ".ArticleDetailControl h1", "h1", ".Title")
    lead = (".ArticleSummary", ".Summary", ".Sapo", ".Lead", ".ArticleLead")
    body = (".ArticleContent", ".ArticleDetailControl .Content", "#ArticleContent")
    date = (".PostDate", ".ArticleDate", ".DatePost")
    author = (".Author", ".ArticleAuthor", ".PostAuthor")
    source = (".Source", ".ArticleSource")
    views = (".ViewCount", ".Views", ".ArticleView")
    category = (".breadcrumb a", ".Breadcrumb a", ".SiteMapPath a")
    article_link = ("h2.Title a", "h3.Title a", ".ArticleList .Title a")
    article_path = re.compile(r"^/(?:[\w-]+/)*[^/?]*[a-z]-(?P<id>\d{6})(?:\.html)?/?(?:$|\?)", re.IGNORECASE)

    def recognise(self, page: Page) -> str | None:
        marks = [mark.decode() for mark in _MARKS if mark in page.body]
        if len(marks) >= 2 or (marks and self.is_article_url(page.url)):
            return f"the page has {' and '.join(marks)}"
        return None
