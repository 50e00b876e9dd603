"""Tân Dân on SharePoint, both generations: portals in Hà Tĩnh, Thanh Hóa, Ninh Thuận, Điện Biên, Hưng Yên.

Recognise  classes `tandan-*`; else addresses `/portal/Pages/<date>/….aspx`.
Article    `/portal/Pages/2022-5-17/<slug><random>.aspx` (first generation) or
           `/portal/Pages/2022-05-17/<slug>-<id>.aspx`; parts are named: `.tandan-p-article-news-title`,
           `-summary`, `.tandan-span-date-publish`.
Listing    `label.channel-news-title a`, `?PageIndex=2`.
Wrong      the date is "Đăng ngày 17 - 05 - 2024", with spaces; print copies at `/portal/pages/print.aspx?p=`
           look like the article; the path's date is that of the first saving.
Example    https://xa.example.gov.vn/portal/Pages/2022-05-17/Hoi-nghi-giao-ban-thang-nam-1234.aspx
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.items import Article, SeenDate
from harvester.reading.page import Page
from harvester.reading.selectors import Reading, SelectorPlatform, read_path

# `/portal/Pages/2022-5-17/` and `/Pages/2022-05-17/`: the date in an article's address.
PATH_DATE = re.compile(r"/pages/(\d{4}-\d{1,2}-\d{1,2})/", re.IGNORECASE)


class TanDan(SelectorPlatform):
    name: ClassVar[str] = "tandan"
    version: ClassVar[int] = 10

    container = (".tandan-p-article", ".tandan-article", "#tandan-article")
    title = (".tandan-p-article-news-title", ".tandan-article-title", "h1", ".article-title")
    lead = (".tandan-p-article-news-summary", ".tandan-article-summary")
    body = (".tandan-p-article-main", ".tandan-p-article-content", ".ms-rtestate-field", ".article-content")
    date = (".tandan-span-date-publish", "[class*=tandan][class*=date]")
    author = ("[class*=tandan][class*=author]",)
    views = ("[class*=tandan][class*=view]",)
    category = (
        ".breadcrumb a",
        "[class*=tandan][class*=breadcrumb] a",
        "[class*=tandan][class*=channel-title]",
    )
    article_link = ("label.channel-news-title a", ".channel-news-title a", "[class*=tandan][class*=title] a")
    article_path = re.compile(r"/pages/\d{4}-\d{1,2}-\d{1,2}/[^/?]*?(?:-(?P<id>\d+))?\.aspx", re.IGNORECASE)
    other_path = re.compile(r"/print\.aspx|/pages/(?:default|search|login|lien-he)\.aspx", re.IGNORECASE)

    def recognise(self, page: Page) -> str | None:
        if b"tandan-" in page.body:
            return "the page has classes tandan-*"
        if self.is_article_url(page.url):
            return "the address is /portal/Pages/<date>/….aspx"
        return None

    def add_dates(self, article: Article, reading: Reading) -> None:
        super().add_dates(article, reading)
        match = PATH_DATE.search(read_path(reading.page.url))
        if match:
            article.dates.append(SeenDate(match.group(1), "url"))
