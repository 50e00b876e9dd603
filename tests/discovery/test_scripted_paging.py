"""Which controls load the next page of a listing by a script."""

import pytest

from harvester.discovery.scripted_paging import find_scripted_paging
from harvester.platforms import GENERIC
from harvester.reading.page import Page

URL = "http://xa.example/tin/"


@pytest.mark.parametrize(
    ("markup", "label"),
    [
        ('<button class="btn" onclick="taiThem(2)">Xem thêm</button>', "xem thêm"),
        ('<div id="load-more"><a href="#">Tải thêm »</a></div>', "tải thêm »"),
        ("<a href=\"javascript:__doPostBack('ctl00$gv','Page$2')\">2</a>", "2"),
        ('<div class="paging"><a href="javascript:go(2)">2</a></div>', "2"),
        ("<a href=\"javascript:__doPostBack('pager','next')\">Trang sau</a>", "trang sau"),
        ('<select><option value="/tin/">Trang 1<option value="/tin/?page=2">Trang 2</select>', "trang 2"),
        ("<span onclick=\"loadMore('/tin?p=2')\">Xem thêm</span>", "xem thêm"),
        ('<a href="#" data-next="/tin?p=2">Xem tiếp</a>', "xem tiếp"),
        ('<div class="infinite" data-next-page="/tin?p=2"></div>', "data-next-page"),
        ('<a class="load-more" href="/ajax/tin?p=2">Xem thêm</a>', "xem thêm"),
        ('<form action="/ajax/tin?p=2"><button>Xem thêm</button></form>', "xem thêm"),
        ('<div hx-get="/tin?p=2" hx-trigger="revealed"></div>', "hx-get"),
    ],
)
def test_controls_that_load_the_next_page(markup, label):
    assert find_scripted_paging(Page(URL, f"<body>{markup}".encode())) == label


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/tin/bai-1.html" onclick="count()">Xem thêm</a>',
        '<nav class="more"><a href="#">Xem thêm</a></nav>',
        '<div class="carousel"><a href="#" onclick="go(1)">Next</a></div>',
        '<a href="javascript:void(0)">Trang sau</a>',
        "<table><tr><td><a href=\"javascript:__doPostBack('lich','8765')\">2</a></table>",
        '<div class="owl" data-next="/anh/2">Ảnh</div>',
        '<a class="load-more" href="/van-ban">Xem thêm</a>',
        '<div data-next=".nut">Ảnh</div>',
        '<div hx-get="/thoi-tiet" hx-trigger="load"></div>',
        '<div hx-get="/o/thoi-tiet" hx-trigger="revealed"></div>',
        '<div class="video" data-next="/video/bai-2.html"><a href="/video/bai-1">Hội làng</a></div>',
        '<form action="/tim-kiem"><button>Xem thêm</button></form>',
        '<div onclick="mo()">Giới thiệu</div>',
        '<select><option value="/van-ban/?page=2">Trang 2<option value="5">5</select>',
    ],
)
def test_controls_that_do_something_else(markup):
    assert find_scripted_paging(Page(URL, f"<body>{markup}".encode())) is None


def test_a_listing_with_an_address_for_its_next_page_needs_no_script():
    more = '<button onclick="tai()">Xem thêm</button>'
    assert GENERIC.listing(Page(URL, f"<body>{more}".encode())).scripted_next == "xem thêm"
    html = f'<body>{more}<a href="?page=2">2</a>'
    assert GENERIC.listing(Page(URL, html.encode())).scripted_next is None
