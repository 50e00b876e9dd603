"""Where a page says what was read off it."""

import pytest

from harvester.probing.provenance import find_place, read_site_titles
from harvester.reading.page import Page

HTML = """<html><head><title>Trang chủ - Cổng thông tin xã Lâm Khê</title>
<meta property="og:site_name" content="Xã Lâm Khê"><meta name="author" content="Ban biên tập">
<script type="application/ld+json">{"@type": "NewsArticle", "author": "Mai Khê"}</script></head><body>
<nav><ul class="menu"><li><a href="/tin">Tin tức</a></li></ul></nav>
<div class="crumbs"><ol><li><a href="/tin">Tin tức</a></li></ol></div>
<div class="related"><a href="/2">Lễ hội mùa lúa</a></div>
<article id="detail"><h1 class="title big x">Lễ  hội mùa lúa</h1><p class="by">Tác giả: Suối Vang</p>
<div itemprop="articleBody"><p>Đoạn đầu của bài.</p><p>Đoạn cuối, có <b>chữ đậm</b>.</p></div></article>
<img src="/images/logo.png" alt="Cổng thông tin điện tử xã Lâm Khê"></body></html>"""


@pytest.fixture(scope="module")
def page():
    return Page("http://portal.example/2", HTML.encode())


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        (["LỄ HỘI mùa lúa"], "h1.title.big"),
        (["Tin tức"], "div.crumbs a"),
        (["Suối Vang"], "p.by"),
        (["Đoạn đầu của bài.", "Đoạn cuối, có chữ đậm."], "div[itemprop=articleBody]"),
        (["Ban biên tập"], "meta author"),
        (["Mai Khê"], "JSON-LD"),
        (["Trang chủ"], "title"),
        (["Không có ở đây"], None),
        (["Lễ hội mùa lú"], None),
        (["..."], None),
        ([], None),
    ],
)
def test_places(page, texts, place):
    assert find_place(page, texts) == place


def test_site_titles_leave_out_what_only_says_home(page):
    assert read_site_titles(page) == [
        "Xã Lâm Khê", "Cổng thông tin xã Lâm Khê", "Ban biên tập", "Lễ hội mùa lúa", "Cổng thông tin điện tử xã Lâm Khê",  # noqa: E501
    ]  # fmt: skip


def test_nesting_without_end_is_given_up():
    page = Page("http://portal.example/", b"<body>" + b"<div>" * 500 + b"<p class=deep>chu</p>")
    assert find_place(page, ["chu"]) is not None
