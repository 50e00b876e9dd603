"""NukeViet's addresses, and pages of modules that hold no articles."""

from __future__ import annotations

import pytest

from harvester.errors import ListingPage, NotAnArticle, OtherPage
from harvester.platforms import find_platform, read_article

NUKEVIET = find_platform("nukeviet")


@pytest.mark.parametrize(
    ("path", "expected", "number"),
    [
        ("/tin-tuc/bo-dua-8.html", True, "8"),
        ("/vi/news/tin-tuc/bo-dua-8.html", True, "vi/news/8"),
        ("/laws/detail/ke-hoach-19/", True, "laws/19"),
        ("/vi/van-ban/detail/ke-hoach-19/", True, "van-ban/19"),
        ("/laws/detail/ke-hoach-19/?download=1&id=0", False, None),
        ("/laws/ke-hoach/", None, None),
        ("/about/gioi-thieu-4.html", False, None),
    ],
)
def test_addresses(path, expected, number):
    url = f"https://xa.example{path}"
    assert NUKEVIET.is_article_url(url) is expected
    assert NUKEVIET.article_id(url) == number


@pytest.mark.parametrize("column", ["news_column panel", "flex-table-laws"])
@pytest.mark.parametrize("path", ["/thong-bao/", "/tag/nuoc-sach/"])
def test_a_page_whose_main_column_lists_articles_is_a_listing(column, path):
    links = '<div class="{}"><a href="/thong-bao/bo-dua-8.html">a</a><a href="/laws/detail/ke-hoach-19/">b</a></div>'
    with pytest.raises(ListingPage):
        read_article(f"<p>x</p>{links.format(column)}".encode(), f"https://xa.example{path}", platform="nukeviet")
    with pytest.raises(OtherPage) as raised:
        read_article(f"<p>x</p>{links.format('most-read')}".encode(), f"https://xa.example{path}", platform="nukeviet")
    assert not isinstance(raised.value, ListingPage)


def test_a_page_of_an_unknown_module_says_nothing_of_the_layout():
    page = b'<meta name="generator" content="NukeViet v4.5"><h1>Lich tiep dan</h1><p>x</p>'
    with pytest.raises(OtherPage):
        read_article(page, "https://xa.example/lich-tiep-dan/tuan-20/")
    with pytest.raises(NotAnArticle) as raised:
        read_article(page, "https://xa.example/tin-tuc/bo-dua-8.html")
    assert not isinstance(raised.value, OtherPage)


@pytest.mark.parametrize(("head", "tags"), [('<meta name="keywords" content="xã">', ["làm đường"]), ("", [])])
def test_tags_are_those_of_an_article_with_keywords(head, tags):
    text = '<h1>Họp thôn</h1><div id="news-bodyhtml"><p>Thôn họp ở đình.</p></div>'
    page = f'<meta charset="utf-8">{head}{text}<div class="keywords"><a>làm đường</a></div>'.encode()
    assert read_article(page, "https://xa.example/tin-tuc/hop-8.html", platform="nukeviet").tags == tags


def test_the_number_of_an_article_is_that_of_no_part():
    text = '<h1>Họp thôn</h1><div id="news-bodyhtml"><p>Thôn họp ở đình.</p></div>'
    links = "".join(f'<a href="/tin-tuc/hop-{number}.html">{number}</a>' for number in (1, 2, 3))
    page = f'<meta charset="utf-8">{text}<div class="page-links">{links}</div>'.encode()
    article = read_article(page, "https://xa.example/tin-tuc/hop-2.html", platform="nukeviet")
    assert article.platform_id == "2" and article.next_part is None
