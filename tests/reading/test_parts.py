"""Articles on several pages."""

from __future__ import annotations

import pytest

from harvester.items import Article, Attachment, Image
from harvester.reading.page import Page
from harvester.reading.parts import Part, find_part, join_parts


def make_page(url: str, *links: str, classes: str = "page-links") -> Page:
    anchors = "".join(f'<a href="{link}">{place}</a>' for place, link in enumerate(links, 1))
    return Page(url, f'<article><p>Bờ Dừa</p><div class="{classes}">{anchors}</div></article>'.encode())


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("http://xa.example/ben-do/", "http://xa.example/ben-do/2/", "http://xa.example/ben-do/3/"),
        ("http://xa.example/?p=4", "http://xa.example/?p=4&page=2", "http://xa.example/?p=4&page=3"),
        ("http://xa.example/a.html", "http://xa.example/a.html?page=2", "http://xa.example/a.html?page=3"),
        ("http://xa.example/a.html", "http://xa.example/a-p2.html", "http://xa.example/a-p3.html"),
    ],
)
def test_each_part_leads_to_the_next(first, second, third):
    assert find_part(make_page(first, first, second, third)) == Part(1, second)
    assert find_part(make_page(second, first, second, third)) == Part(2, third)
    assert find_part(make_page(third, first, second, third)) == Part(3, None)


def test_the_head_may_name_the_next_part():
    page = Page("http://xa.example/a/", b'<link rel="next" href="/a/2/"><p>x</p>')
    assert find_part(page) == Part(1, "http://xa.example/a/2/")


@pytest.mark.parametrize("classes", ["pagination", "comment-pages", "nav-links", ""])
def test_links_to_other_pages_than_the_articles_own_are_no_parts(classes):
    assert find_part(make_page("http://xa.example/tin/", "/tin/2/", classes=classes)) == Part()


def test_a_name_may_be_spelled_in_two_ways():
    second = "http://xa.example/b%E1%BA%BFn-%C4%91%C3%B2/2/"
    asked = make_page("http://xa.example/b%E1%BA%BFn-%C4%91%C3%B2/", "/bến-đò/2/")
    assert find_part(asked) == Part(1, "http://xa.example/bến-đò/2/")
    assert find_part(make_page("http://xa.example/bến-đò/", second)) == Part(1, second)


def test_an_article_whose_name_ends_in_a_number_is_no_part():
    page = make_page("http://xa.example/khu-pho/12/", "http://xa.example/khu-pho/12/2/")
    assert find_part(page) == Part(1, "http://xa.example/khu-pho/12/2/")


def test_links_to_the_parts_of_another_article_lead_nowhere():
    assert find_part(make_page("http://xa.example/ben-do/", "http://xa.example/cho-que/2/")) == Part()


def test_parts_become_one_article():
    first = Article(url="http://xa.example/a/", title="Bến đò", body="Một.", next_part="http://xa.example/a/2/")
    second = Article(url="http://xa.example/a/2/", body="Hai.", images=[Image("http://xa.example/x.jpg")])
    third = Article(url="http://xa.example/a/3/", body="Ba.", byline="Bài: Lại Thị Mây", author="Lại Thị Mây")
    third.attachments = [Attachment("http://xa.example/x.pdf", "x.pdf")]
    joined = join_parts([first, second, third])
    assert (joined.url, joined.title, joined.next_part) == ("http://xa.example/a/", "Bến đò", None)
    assert (joined.body, joined.byline, joined.author) == ("Một.\n\nHai.\n\nBa.", "Bài: Lại Thị Mây", "Lại Thị Mây")
    assert (joined.images, joined.attachments) == (second.images, third.attachments)


def test_a_part_that_says_the_same_again_adds_nothing():
    same = {"body": "Một.", "byline": "Bài: Lại Thị Mây"}
    joined = join_parts([Article(url="http://xa.example/a/", **same), Article(url="http://xa.example/a/2/", **same)])
    assert (joined.body, joined.byline) == ("Một.", "Bài: Lại Thị Mây")
