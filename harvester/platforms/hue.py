"""Commune portals of Huế with addresses `/?cn=87&gd=16&tc=369`.

Recognise  the address, or at least three links of that shape.
Article    `/?gd=<design>&cn=<function>&tc=<id>`, in any order; "Ngày cập nhật 22/11/2014" under the title.
Listing    `/?gd=16&cn=87` lists; `?gd=16&cn=87&page=2`.
Wrong      the same article answers under other values of gd: `tc` is its id.
Example    https://xa.thuathienhue.gov.vn/?gd=16&cn=87&tc=369
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform

# `?gd=16&cn=87&tc=369` in any order, ampersands escaped or not.
_LINK = re.compile(rb"\?(?=[^\"'>\s?]{0,99}\bgd=\d)(?=[^\"'>\s?]{0,99}\bcn=\d)")


class Hue(SelectorPlatform):
    name: ClassVar[str] = "hue"
    version: ClassVar[int] = 10

    container = (".news-detail", ".chitiet", ".detail", "article")
    title = (".news-detail h1", ".tieude", ".title-detail", "h1", "h2.title")
    lead = (".trichyeu", ".tomtat", ".sapo")
    body = (".noidung", ".news-content", ".content-detail", "#noidung", ".detail-content")
    date = (".ngaycapnhat", ".news-date", ".date")
    category = (".breadcrumb a", ".duongdan a")
    article_path = re.compile(r"^/[^?]*\?(?=.*\bcn=\d)(?:.*[?&])?tc=(?P<id>\d+)")

    def recognise(self, page: Page) -> str | None:
        if self.is_article_url(page.url):
            return "the address has cn= and tc="
        links = len(_LINK.findall(page.body))
        return f"{links} links have gd= and cn=" if links >= 3 else None
