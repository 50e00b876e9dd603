"""Titles and the headings of sites, on pages that show both."""

from contextlib import suppress

import pytest
from support.growth import SHORTEST, assert_linear, measure_cpu

from harvester.errors import NotAnArticle
from harvester.platforms import PLATFORMS, find_platform, read_article
from harvester.reading.fields import read_head_title
from harvester.reading.heuristics import read_cuts
from harvester.reading.page import Page

TITLE = "Xã Đồi Sim khai trương phiên chợ vùng cao đầu năm"
TEXT = "".join(
    f"<p>Đoạn {n} kể chuyện phiên chợ đầu năm của xã Đồi Sim, nơi bà con bày bán rau quả và đồ đan lát.</p>"
    for n in range(4)
)
BODIES = {"hatinhparty": "content-news", "ninhbinh": "art-cont", "thanhhoa": "content-detail", "hue": "noidung"}


def read_title(shown, head=TITLE, platform="hue"):
    html = f'<title>{head}</title><body>{shown}<div class="{BODIES[platform]}">{TEXT}</div>'
    return find_platform(platform).article(Page("http://xa.example/?cn=1&tc=2", html.encode())).title


@pytest.mark.parametrize("platform", BODIES)
def test_the_sites_h1_is_not_the_title(platform):
    assert read_title(f"<h1>Xã Đồi Sim</h1><h3>{TITLE}</h3>", platform=platform) == TITLE


def test_a_later_h1_that_says_what_the_head_says_is_the_title():
    assert read_title(f"<h1>Xã Đồi Sim</h1><p>Tin</p><h1>{TITLE}</h1>", head=f"{TITLE} - Xã Sim") == TITLE


@pytest.mark.parametrize(
    "site",
    [
        "<h1>Trang thông tin xã Đồi Sim</h1>",
        '<h1><a href="/">Đồi Sim</a></h1>',
        '<a href="http://xa.example/index.html"><h1>Đồi Sim</h1></a>',
        "<header><h1>Đồi Sim</h1></header>",
    ],
)
def test_a_heading_of_the_site_is_passed_over_where_the_head_names_no_article(site):
    assert read_title(f"{site}<h1>{TITLE}</h1>", head="Tin tức") == TITLE


def test_the_heading_of_an_article_stands_in_a_header_of_its_own():
    assert read_title(f"<article><header><h1>{TITLE}</h1></header></article>", head="Tin tức") == TITLE


def test_a_title_that_the_head_cuts_short_is_read_whole():
    assert read_title(f"<p>{TITLE[:30]}...</p><h1>{TITLE}</h1>", head=f"{TITLE[:30]}...") == TITLE


def test_the_sites_name_before_the_title_does_not_make_its_heading_the_title():
    site = "Trang thông tin xã Đồi Sim"
    shown = f"<h1>{site}</h1><h2 class='title'>{TITLE}</h2>"
    assert read_title(shown, head=f"{site} - {TITLE}") == TITLE


@pytest.mark.parametrize(
    ("shown", "head", "title"),
    [
        (f"<div>{TITLE}</div>", f"{TITLE} - Xã Sim", TITLE),
        (f"<p><span>{TITLE}</span></p>", f"{TITLE} | Tin tức | Xã Sim", TITLE),
        (f"<p>Tin</p><p>{TITLE} - Phần 2</p><p>{TITLE}</p>", f"{TITLE} - Phần 2", f"{TITLE} - Phần 2"),
        ("<div>Tin tức và sự kiện</div>", f"Tin tức và sự kiện - {TITLE}", f"Tin tức và sự kiện - {TITLE}"),
        (f"<a>{TITLE}</a>", f"{TITLE} - Phần 2", f"{TITLE} - Phần 2"),
    ],
)
def test_a_title_in_no_heading_is_read_without_what_stands_behind_it_in_the_head(shown, head, title):
    assert read_title(shown, head=head) == title


@pytest.mark.parametrize("tag", ["h1", "p", "div class=title"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_headings_that_never_close_cost_no_more_than_their_number(tag, platform):
    def make(count):
        return f"<title>Cầu mới</title><body>{f'<{tag}>Cầu<i>' * count}".encode()

    def read(page):
        with suppress(NotAnArticle):
            read_article(page, "http://xa.example/tin/cau", platform=platform)

    assert_linear(read, make, 300)


@pytest.mark.parametrize(
    ("shown", "head", "title"),
    [
        ("<h1>Thư ngỏ</h1>", "Thư ngỏ | Trang của xã Đồi Sim (b)", "Thư ngỏ"),
        ("<h1>Đồi Sim</h1><h2>Thư ngỏ</h2>", "Đồi Sim | Thư ngỏ", "Thư ngỏ"),
    ],
)
def test_a_short_title_is_read_without_the_site_s_name(shown, head, title):
    html = f'<title>{head}</title><body>{shown}<div class="noi-dung">{TEXT}</div>'
    article = find_platform("generic").article(Page("http://xa.example/tin/thu-ngo", html.encode()))
    assert article.title.removeprefix("Đồi Sim | ") == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Thông báo | Xã Đồi Sim", "Thông báo"),
        ("Thông báo » Tin tức | Thị trấn Gò Mây", "Thông báo » Tin tức"),
        ("Chợ phiên - Xã Đồi Sim", "Chợ phiên - Xã Đồi Sim"),
        ("Thư ngỏ | Xã Đồi Sim mở chợ phiên", "Thư ngỏ | Xã Đồi Sim mở chợ phiên"),
    ],
)
def test_a_unit_alone_behind_a_bar_is_the_site(head, title):
    assert read_head_title(Page("http://xa.example/7.html", f"<title>{head}</title>".encode())) == title


def test_a_title_of_bars_is_read_in_time():
    def make(count):
        return Page("http://xa.example/7.html", f"<title>Họp dân{' | Xã Ba' * count}</title>".encode())

    assert_linear(read_head_title, make, 1_000)


def test_headings_are_read_once_for_all_that_a_title_may_be_cut_to():
    def make(count):
        title = "Họp | a | b | c | d | e | f | g | h | i | k | l | m | n | o | p | q | r | s | t | u | v | x | y"
        return Page("http://xa.example/7.html", f"<title>{title}</title>{'<h2>Họp</h2>' * count}".encode())

    assert measure_cpu(read_cuts, make(2_000)) < SHORTEST
