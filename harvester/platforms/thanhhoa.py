"""Thanh Hóa's district and commune portals with addresses below `/web/trang-chu/`.

Recognise  `/web/trang-chu/` in the page's own address or in its links, with no Liferay in it.
Article    `/web/trang-chu/<section>/<category>/<slug>.html`; `Ngày 22/06/2022 09:00:00` in `div.time`, text
           in `.content-detail`; byline "Ảnh và tin bài: …".
Listing    `div.newsview h2 a`.
Wrong      the text often stands twice in the page, bylines and all; midnight to the second means no time.
Example    http://xa.huyen.gov.vn/web/trang-chu/tin-tuc-su-kien/tin-trong-xa/hoi-nghi-giao-ban-thang-sau.html
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform


class ThanhHoa(SelectorPlatform):
    name: ClassVar[str] = "thanhhoa"
    version: ClassVar[int] = 10

    container = (".news-detail", ".newsdetail", ".detail", "article")
    title = ("h1.title", ".title-detail", ".detail-title", "h1", "h2.title")
    lead = (".sapo", ".lead", ".summary-detail", ".intro-detail")
    body = (".content-detail", "#content-detail", ".contentdetail", ".detail-content", ".news-content")
    date = ("div.time", ".time", ".date-detail", ".post-date")
    banner = (".today", ".date-now", ".current-date", "#clock")
    category = (".breadcrumb a", ".breadcrumbs a", ".duongdan a")
    article_link = ("div.newsview h2 a", ".newsview a")
    article_path = re.compile(r"^/web/trang-chu/(?:[^/?]+/)+[^/?]+\.html(?:$|\?)")

    def recognise(self, page: Page) -> str | None:
        if b"Liferay" in page.body:
            return None
        if "/web/trang-chu/" in page.url:
            return "the address is below /web/trang-chu/"
        links = page.body.count(b"/web/trang-chu/")
        return f"{links} links lead below /web/trang-chu/" if links >= 5 else None
