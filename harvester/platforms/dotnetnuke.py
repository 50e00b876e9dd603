"""DotNetNuke: portals of Thừa Thiên Huế and others.

Recognise  generator DotNetNuke, ids that begin `dnn_`, or addresses `/Default.aspx?tabid=`.
Article    `/Default.aspx?tabid=<page>&…&ItemID=<id>` or `/tin-tuc/<slug>`; "Cập nhật:08/04/2021 8:55:07 SA"
           is the date of publication.
Listing    `?tabid=12&page=2`.
Wrong      SA and CH stand for morning and afternoon; every id carries the module's number.
Example    https://huyen.example.gov.vn/Default.aspx?tabid=120&ItemID=4321
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform


class DotNetNuke(SelectorPlatform):
    name: ClassVar[str] = "dotnetnuke"
    version: ClassVar[int] = 10

    generators = ("dotnetnuke", "dnn")
    container = (".ArticleDetail", ".NewsDetail", ".DnnModule")
    title = (".ArticleTitle", ".NewsTitle", "[id$=lblTieuDe]", "[id$=lblTitle]", "h1.title", "h1")
    lead = (".ArticleLead", ".NewsLead", "[id$=lblSummary]", "[id$=lblTomTat]", "[id$=lblTrichYeu]", ".sapo")
    body = (".ArticleContent", ".NewsContent", "[id$=lblContent]", "[id$=lblNoiDung]", "[id$=divNoiDung]")
    date = (
        "[id$=lblDate]",
        "[id$=lblNgay]",
        "[id$=lblNgayDang]",
        "[id$=lblCapNhat]",
        ".ArticleDate",
        ".NewsDate",
    )
    author = ("[id$=lblAuthor]", "[id$=lblTacGia]", ".ArticleAuthor", ".NewsAuthor")
    source = ("[id$=lblSource]", "[id$=lblNguon]")
    category = (".breadcrumb a", "[id$=Breadcrumb] a", ".SkinObject a")
    article_path = re.compile(r"[?&](?:ItemID|newsid|articleid|id)=(?P<id>\d+)|/ItemID/(?P<item>\d+)", re.IGNORECASE)
    other_path = re.compile(r"[?&]ctl=|/ctl/|/login\.aspx|[?&]mid=\d+&print", re.IGNORECASE)

    def recognise(self, page: Page) -> str | None:
        if b'id="dnn_' in page.body or b"'dnn_" in page.body:
            return "ids begin dnn_"
        return "the address is Default.aspx?tabid=" if re.search(r"/default\.aspx\?tabid=", page.url, re.I) else None
