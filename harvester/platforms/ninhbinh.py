"""Ninh Bình's district and commune portals.

Recognise  hosts below ninhbinh.gov.vn; elsewhere two of `#itemContainer`, `.art-cont`, `div.publish-date`.
Article    `/<section>/<slug>-<id>.html`; text in `.art-cont`, lead in `og:description`, date in the first
           span of `div.publish-date` (dd/mm/yyyy); byline "Tin, ảnh: …" as last paragraph.
Listing    `#itemContainer div h2 a`.
Wrong      the banner "Hôm nay, Thứ hai ngày 25/01/2021" is the day of the visit, and some pages show no
           other date: then only the text tells it.
Example    https://xa.huyen.ninhbinh.gov.vn/tin-trong-xa/hoi-nghi-giao-ban-thang-2-1234.html
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.reading.fields import SITE
from harvester.reading.page import Page
from harvester.reading.selectors import Reading, SelectorPlatform
from harvester.vietnamese.text import collapse_spaces, compare_key

_MARKS = (b"itemContainer", b"art-cont", b"publish-date")
_SHORTEST_LEAD = 80
"""Characters; a shorter description is the site's."""
_COMPARED = 60


class NinhBinh(SelectorPlatform):
    name: ClassVar[str] = "ninhbinh"
    version: ClassVar[int] = 10

    container = (".art-detail", ".article-detail", "article", ".detail")
    title = ("h1.art-title", ".art-title", "h1", "h2.title", ".title-detail")
    lead = (".art-lead", ".art-desc", ".art-sapo", ".sapo")
    body = (".art-cont", ".art-content", "#art-cont")
    date = ("div.publish-date > span:first-child", "div.publish-date", ".publish-date")
    banner = (".today", ".date-now", "#clock", ".current-date", ".header-date")
    category = (".breadcrumb a", ".breadcrumbs a", ".art-category", ".cat-title")
    article_link = ("#itemContainer h2 a",)
    article_path = re.compile(r"^/(?:[\w-]+/)+[^/?]+-(?P<id>\d+)\.html(?:$|\?)")

    def read_lead(self, reading: Reading) -> str | None:
        """The lead that the page shows, else what `og:description` says where the text does not say it."""
        lead = super().read_lead(reading)
        if lead is not None or reading.selectors.lead:
            return lead
        described = collapse_spaces(reading.page.meta.get("og:description", ""))
        begun = compare_key(described)[:_COMPARED]
        shown = any(compare_key(block.text).startswith(begun) for block in reading.body.blocks)
        return described if len(described) >= _SHORTEST_LEAD and not shown and SITE.search(described) is None else None

    def recognise(self, page: Page) -> str | None:
        marks = [mark.decode() for mark in _MARKS if mark in page.body]
        if page.host.endswith(".ninhbinh.gov.vn"):
            return f"the host is {page.host}" + (f" and the page has {' and '.join(marks)}" if marks else "")
        if len(marks) >= 2:
            return f"the page has {' and '.join(marks)}"
        return None
