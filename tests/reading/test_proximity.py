"""Dates that selectors find on pages without a container around the article."""

import pytest

from harvester.platforms import find_platform
from harvester.reading.page import Page

TITLE = "Xã Đồi Sim khai trương phiên chợ vùng cao đầu năm"
TEXT = "".join(
    f"<p>Đoạn {n} kể chuyện phiên chợ đầu năm của xã Đồi Sim, nơi bà con bày bán rau quả và đồ đan lát.</p>"
    for n in range(4)
)
URL = "http://xa.example/web/trang-chu/tin/cho/phien-cho.html"
OTHERS = '<ul><li><a href="/k">Bản Sim làm lại cây cầu</a><div class="time">05/06/2024</div></li></ul>'


def read_dates(above="", between="", behind="", heading=f"<h2>{TITLE}</h2>", title=TITLE):
    html = (
        f"<title>{title}</title><body>{above}<main><div>{heading}{between}"
        f'<div class="content-detail">{TEXT}</div>{behind}</div></main>'
    )
    dates = find_platform("thanhhoa").article(Page(URL, html.encode())).dates
    return [(date.role, date.text) for date in dates if date.found_in == "page"]


@pytest.mark.parametrize(
    "above",
    [
        '<div class="time">22/11/2026 10:00:12</div>',
        '<div><span class="time">05/06/2024</span><a href="/k">Bản Sim làm lại cây cầu treo cũ</a></div>',
        OTHERS,
    ],
)
def test_a_date_far_above_is_not_the_articles(above):
    shown = read_dates(above=above, between="<i>01/02/2024 07:30</i>")
    assert shown == [("published", "01/02/2024 07:30")]


@pytest.mark.parametrize(
    "above",
    [
        '<div class="time">Chủ nhật, 22/11/2026</div>',
        '<header><p class="time">22/11/2026</p></header>',
        '<div class="time">Hôm nay, 22/11/2026</div>',
    ],
)
def test_a_clock_in_the_head_is_the_day_of_the_visit(above):
    shown = dict(read_dates(above=above, between="<i>01/02/2024</i>"))
    assert shown["published"] == "01/02/2024"
    assert shown["banner"].endswith("22/11/2026")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("between", '<p class="time">Ngày đăng 01/02/2024, đọc 12 lần, in 3 lần, gửi thư 2 lần</p>'),
        ("behind", '<p class="time">Ngày đăng 01/02/2024, đọc 12 lần, in 3 lần, gửi thư 2 lần</p>'),
    ],
)
def test_a_date_among_other_words_near_the_text_is_taken_by_its_class(place, text):
    assert ("published", "Ngày đăng 01/02/2024, đọc 12 lần, in 3 lần, gửi thư 2 lần") in read_dates(**{place: text})


@pytest.mark.parametrize(
    "behind", [OTHERS, '<div class="comments"><b class="time">03/02/2024</b><p>Chợ vui quá</p></div>']
)
def test_a_date_of_others_behind_the_text_is_left_out(behind):
    assert read_dates(behind=behind) == []


def test_the_date_right_above_the_title_is_the_articles():
    heading = f'<div><p class="time">Thứ năm, 01/02/2024</p><h2>{TITLE}</h2></div>'
    assert read_dates(heading=heading) == [("published", "Thứ năm, 01/02/2024")]


def test_a_date_behind_a_list_of_other_articles_is_left_out():
    others = '<a href="/k">Bản Sim làm lại cây cầu</a> <a href="/l">Bản Mơ mở lớp xóa mù</a>'
    assert read_dates(behind=others + '<div class="time">05/06/2024</div>') == []


def test_a_line_that_holds_what_the_selector_finds_adds_nothing():
    assert read_dates(between='<p><b class="time">01/02/2024</b> <b>Lượt xem: 12</b></p>') == [
        ("published", "01/02/2024")
    ]
