"""Liferay as three vendors set it up: Đà Nẵng, Hồ Chí Minh City and Hà Nội, with their communes.

Recognise  `Liferay.` scripts, or `p_p_id=` in links together with addresses `/web/…/-/`.
Article    `/web/<site>/-/<slug>` or `…?p_p_id=…&…_articleId=…`. Đà Nẵng `.chi-tiet-*`, Hồ Chí Minh City
           `.journal-content-article`, Hà Nội `.asset-full-content-title`, `p.sapo`, `.assetPublishDate`.
Listing    asset publisher; pages by `…_cur=2&_delta=20`.
Wrong      addresses carry the state of every portlet; "Đăng ngày 02-10-2022 18:57" is day first.
Example    https://xa.example.gov.vn/web/xa/-/hoi-nghi-giao-ban-thang-sau
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform


class Liferay(SelectorPlatform):
    name: ClassVar[str] = "liferay"
    version: ClassVar[int] = 10

    generators = ("liferay",)
    container = (".asset-full-content", ".chi-tiet", ".asset-abstract", ".portlet-body", ".asset-content")
    title = (
        ".chi-tiet-title",
        ".asset-full-content-title",
        ".header-title",
        "h1.asset-title",
        ".asset-title",
        "h1",
    )
    lead = (
        ".chi-tiet-summary",
        ".chi-tiet-sapo",
        "p.sapo",
        ".asset-summary",
        ".sapo",
        ".journal-content-summary",
    )
    body = (
        ".chi-tiet-main-content",
        ".journal-content-article",
        ".asset-full-content .asset-content",
        ".asset-content",
    )
    date = (
        ".chi-tiet-publish-date",
        ".asset-publish-date",
        ".assetPublishDate",
        ".metadata-publish-date",
        ".publish-date",
    )
    author = (".chi-tiet-author", ".asset-author", ".metadata-author", ".journal-author")
    views = (".chi-tiet-view-count", ".asset-view-count", ".metadata-view-count")
    category = (".breadcrumb a", ".chi-tiet-category", ".breadcrumbs a", ".metadata-categories a")
    tags = (".taglib-asset-tags-summary a", ".asset-tags a")
    article_path = re.compile(r"/-/(?!asset_publisher/\w+/?$)[^?]+|[?&][\w]*articleId=(?P<id>\d+)", re.IGNORECASE)
    other_path = re.compile(r"[?&]p_p_state=(?:pop_up|exclusive)|/c/portal/|[?&]_[\w]*viewMode=print", re.IGNORECASE)

    def recognise(self, page: Page) -> str | None:
        if b"Liferay." in page.body or b"liferay-" in page.body:
            return "the page has Liferay's scripts"
        if b"p_p_id=" in page.body and (b"/-/" in page.body or b"/web/" in page.body):
            return "links have p_p_id= and /web/"
        return None
