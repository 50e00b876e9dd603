"""Links are judged with their siblings, not by their own looks."""

from __future__ import annotations

import pytest

from harvester.platforms import PLATFORMS
from harvester.reading.page import Page

HOME = "http://bai-say.example.vn/"


def read_listing(body: str, url: str = HOME):  # type: ignore[no-untyped-def]
    return PLATFORMS["generic"].listing(Page(url, f"<html><body>{body}</body></html>".encode()))


def make_items(*items: tuple[str, str], date: str = "") -> str:
    beside = f"<span>{date}</span>" if date else ""
    rest = f"</h3>{beside}<p>Sáng nay bà con họp.</p></li>"
    return "".join(f'<li><h3><a href="{url}">{title}</a>{rest}' for url, title in items)


LIKELY = [(f"/tin/ba-con-bai-say-lam-duong-moi-{n}.html", f"Bà con Bãi Sậy làm đường mới lần {n}") for n in range(3)]
ODD = [
    ("/tin/thong-bao-77.html", "Thông báo"),
    ("/tin/visitors-come-to-market-day-12.html", "Market day"),
    ("/tin/le-hoi-o-nha-trang-465.html", "Lễ hội"),
    ("/tin/tham-dong-trang-322.html", "Thăm đồng"),
    ("/tin/bau-to-dan-p-1034.html", "Bầu tổ"),
]


@pytest.mark.parametrize("odd", ODD, ids=[title for _, title in ODD])
def test_an_odd_one_among_articles_is_an_article(odd: tuple[str, str]) -> None:
    listing = read_listing(f"<ul class='list'>{make_items(*LIKELY, odd)}</ul>")
    assert [link.text for link in listing.articles] == [*(title for _, title in LIKELY), odd[1]]
    assert listing.next_url is None


@pytest.mark.parametrize("scheme", ["/?p={}", "/?id={}", "/xem.php?bai={}", "/xem.php?s={}", "/{}"])
def test_short_titles_with_a_date_beside_each_are_articles(scheme: str) -> None:
    items = [(scheme.format(40 + n), title) for n, title in enumerate(("Thông báo", "Họp", "Lễ hội", "Tin buồn"))]
    listing = read_listing(f"<ul>{make_items(*items, date='12/03/2026')}</ul>")
    assert [link.text for link in listing.articles] == ["Thông báo", "Họp", "Lễ hội", "Tin buồn"]
    assert listing.articles[1].date is not None and listing.articles[1].date.text == "12/03/2026"
    assert listing.next_url is None


def test_wordpress_s_plain_addresses() -> None:
    pages = "<div class='pages'><a href='/?paged=2'>2</a> <a href='/?paged=3'>3</a></div>"
    aside = "<aside><ul><li><a href='/?cat=4'>Tin thôn xóm và các đoàn thể của xã</a></li></ul></aside>"
    items = make_items(*((f"/?p={n}", f"Tin {n}") for n in (41, 42, 43)), date="01/02/2026")
    listing = read_listing(f"<a href='/?page_id=2'>Giới thiệu chung về xã Bãi Sậy</a>{aside}<ul>{items}</ul>{pages}")
    assert [link.url for link in listing.articles] == [f"{HOME}?p={n}" for n in (41, 42, 43)]
    assert listing.next_url == f"{HOME}?paged=2"


LONG = "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"


def test_a_long_name_in_a_menu_is_that_of_a_section() -> None:
    names = [("/tin-xa/", "Tin xã"), ("/van-hoa/", "Văn hóa"), ("/hoc-tap-va-lam-theo-tu-tuong-dao-duc/", LONG)]
    menu = "<ul class='main-menu'>" + "".join(f"<li><a href='{url}'>{name}</a></li>" for url, name in names) + "</ul>"
    heading = f"<h2><a href='/hoc-tap-va-lam-theo-tu-tuong-dao-duc/'>{LONG}</a></h2>"
    listing = read_listing(f"{menu}{heading}<ul>{make_items(*LIKELY)}</ul>")
    assert [link.text for link in listing.sections] == ["Tin xã", "Văn hóa", LONG]
    assert [link.text for link in listing.articles] == [title for _, title in LIKELY]


def test_what_others_lie_in_is_a_section() -> None:
    section = "/hoc-tap-va-lam-theo-tu-tuong-dao-duc"
    items = [(f"{section}/ba-con-lam-theo-bac-nam-{n}.html", f"Bà con làm theo lời Bác năm {n}") for n in range(3)]
    listing = read_listing(f"<h2><a href='{section}'>{LONG}</a></h2><ul>{make_items(*items)}</ul>")
    assert [link.url for link in listing.sections] == [f"{HOME.rstrip('/')}{section}"]
    assert len(listing.articles) == 3


def test_a_menu_of_articles() -> None:
    items = "".join(f"<li class='{url[5:20]}'><a href='{url}'>{title}</a></li>" for url, title in LIKELY)
    listing = read_listing(f"<nav><ul><li><a href='/tin'>Tin</a><ul>{items}</ul></li></ul></nav>")
    assert [link.text for link in listing.articles] == [title for _, title in LIKELY]
    assert [link.text for link in listing.sections] == ["Tin"]


def test_authors_and_archives_beside_articles_are_none() -> None:
    items = "".join(
        f"<li><a href='{url}'>{title}</a> <a href='/tac-gia/le-thi-man-{n % 2}/'>Lê Thị Mận</a> 12/03/2026</li>"
        for n, (url, title) in enumerate(LIKELY)
    )
    months = "".join(f"<li><a href='/2026/{n:02}/'>Tháng {n}/2026</a></li>" for n in range(1, 5))
    listing = read_listing(f"<ul>{items}</ul><aside><ul>{months}</ul></aside>")
    assert [link.text for link in listing.articles] == [title for _, title in LIKELY]
    assert listing.sections == []


def test_a_title_is_not_glued_with_its_summary() -> None:
    rest = "<p>Sáng nay bà con họp.</p><i>12/03/2026</i>"
    cards = "".join(f"<a href='{url}'><h3>{title}</h3>{rest}</a>" for url, title in LIKELY)
    assert [link.text for link in read_listing(cards).articles] == [title for _, title in LIKELY]


def test_a_machine_date_beside_a_link() -> None:
    time = "<time datetime='2026-03-12T08:30:00+07:00'>Tháng Ba 12, 2026</time>"
    items = [(url, f"{title}</a>{time}<a>") for url, title in LIKELY]
    listing = read_listing(f"<ul>{make_items(*items)}</ul>")
    assert {link.date.text for link in listing.articles if link.date} == {"2026-03-12T08:30:00+07:00"}


LABELS = [("Older Posts→", True), ("Trang sau »", True), ("2", True), ("Lễ hội", False)]


@pytest.mark.parametrize(("label", "is_next"), LABELS)
def test_the_next_page_is_where_paging_says_so(label: str, is_next: bool) -> None:
    listing = read_listing(f"<ul>{make_items(*LIKELY)}</ul><p><a href='/tin/page/2/'>{label}</a></p>", f"{HOME}tin/")
    assert listing.next_url == (f"{HOME}tin/page/2/" if is_next else None)


def test_a_menu_without_a_name_is_told_by_its_structure() -> None:
    rows = "".join(f"<tr><td><a href='/?muc={n}'><font>Mục {n}</font></a></td></tr>" for n in range(1, 5))
    items = make_items(*((f"/?id={n}", f"Tin {n}") for n in (41, 42, 43)), date="01/02/2026")
    listing = read_listing(f"<table>{rows}</table><ul>{items}</ul>")
    assert [link.url for link in listing.sections] == [f"{HOME}?muc={n}" for n in range(1, 5)]
    assert [link.text for link in listing.articles] == ["Tin 41", "Tin 42", "Tin 43"]


def test_a_category_is_a_section_wherever_it_stands() -> None:
    listing = read_listing(f"<p><a href='/?cat=4'>Tin thôn</a></p><ul>{make_items(*LIKELY)}</ul>")
    assert [link.url for link in listing.sections] == [f"{HOME}?cat=4"]


@pytest.mark.parametrize(
    "item",
    [
        "<h3><a href='/tin/dinh-chinh'>Đính chính</a></h3><span>01/12/2025 06:38</span>",
        "<h3><a href='/tin/dinh-chinh'>Đính chính</a></h3><i>01/12/2025</i><a href='/tin/dinh-chinh'>Xem tiếp</a>",
    ],
)
def test_the_one_item_of_a_listing_s_last_page_is_an_article(item: str) -> None:
    pages = "<div class='pages'><a href='/tin'>1</a> <a href='/tin/trang/16'>16</a> <b>17</b></div>"
    listing = read_listing(f"<h2>Tin xã</h2><div class='list'><div>{item}</div></div>{pages}", f"{HOME}tin/trang/17")
    assert [link.text for link in listing.articles] == ["Đính chính"]
    assert listing.articles[0].date is not None and listing.articles[0].date.text.startswith("01/12/2025")


@pytest.mark.parametrize(
    "lone",
    [
        "<h2><a href='/van-hoa'>Văn hóa</a></h2><a href='/le-hoi'>Lễ hội</a> 12/03/2026",
        "<a href='/lich-cong-tac'>Lịch công tác</a> Thứ hai, 09/03/2026",
        "<h3><a href='/tim-kiem?q=xa'>Tìm kiếm</a></h3> 09/03/2026",
    ],
)
def test_a_heading_or_a_link_beside_the_day_is_no_article(lone: str) -> None:
    assert read_listing(f"<div class='khoi'>{lone}</div>").articles == []


STATIC = "/huong-dan-khai-thac-cong-thong-tin-cua-xa-tren-dien-thoai"


@pytest.mark.parametrize(
    ("others", "address"),
    [
        (["/van-hoa", "/thong-bao", "/giao-duc", "/lien-he"], STATIC),
        (["/su-kien/kenh-muong", "/su-kien/dan-trau-bo", "/su-kien/duong-lien-thon"], "/su-kien/nha-van-hoa-thon-ba"),
    ],
)
def test_one_long_name_among_short_ones_is_no_article(others: list[str], address: str) -> None:
    names = [(path, "Sự kiện mới của xã") for path in (*others, address)]
    row = "".join(f"<a href='{path}'>{name}</a>" for path, name in names)
    listing = read_listing(f"<div class='row'>{row}</div><ul>{make_items(*LIKELY, date='12/03/2026')}</ul>")
    assert [link.text for link in listing.articles] == [title for _, title in LIKELY]


def test_a_list_in_hundreds_of_tags_is_read_as_one_in_a_few() -> None:
    items = "".join(f'<li><a href="/tin/{n}.html">Thôn số {n} làm đường mới</a></li>' for n in range(8))

    def read(depth: int) -> list[str]:
        body = f"<html><body>{'<div>' * depth}<ul>{items}</ul></body></html>".encode()
        return [link.url for link in PLATFORMS["generic"].listing(Page("http://lam-khe.example/", body)).articles]

    assert read(300) == read(3) and len(read(3)) == 8


def test_a_section_named_beside_an_id_makes_no_section_of_an_article():
    items = make_items(*((f"/tin.aspx?id={n}&amp;cat={n % 2}", f"Bà con làm đường mới lần {n}") for n in range(50, 54)))
    assert len(read_listing(f"<ul>{items}</ul>").articles) == 4


ITEMS = "".join(f"<p><a href='/bai/{n}'>Bà con Bãi Sậy làm đường mới lần {n}</a> {n}/3/2026</p>" for n in range(11, 15))


@pytest.mark.parametrize(
    "bar",
    [
        "<div id=top><a href='/'>Bãi Sậy</a> <a href='/ds/0'>Tin tức</a> <a href='/ds/1'>Thông báo</a></div>",
        "<table><tr><td><a href='main.asp'>Trang chủ</a></td><td><a href='/ds/0'>Tin tức</a></td>"
        "<td><a href='/ds/1'>Thông báo</a></td></tr></table>",
        "<div><span><a href='/'>Trang chủ</a></span><span><a href='/ds/0'>Tin tức</a></span>"
        "<span><a href='/ds/1'>Thông báo</a></span></div>",
    ],
)
def test_a_row_that_begins_with_the_home_page_is_a_menu(bar: str) -> None:
    listing = read_listing(bar + ITEMS)
    assert [link.url for link in listing.sections] == [f"{HOME}ds/0", f"{HOME}ds/1"]
    assert len(listing.articles) == 4


@pytest.mark.parametrize(
    "bar",
    [
        "<div class='footer'><a href='/'>Trang chủ</a> <a href='/ds/0'>Tin tức</a></div>",
        "<div><a href='/'>Trang chủ</a>"
        + "".join(f"<a href='/ba-con-lam-duong-moi-{n}.html'>Bà con lại làm thêm đường mới</a>" for n in range(3)),
    ],
)
def test_other_rows_with_the_home_page_are_none(bar: str) -> None:
    assert read_listing(bar + ITEMS).sections == []


def test_a_number_beside_that_of_a_category_is_an_articles() -> None:
    items = "".join(
        f"<p><a href='doc.asp?cat={n % 2}&bai={n}'>Bà con họp lần {n}</a> {n}/3/2026</p>" for n in range(11, 15)
    )
    sections = "<a href='tin.asp?cat=0'>Tin xã</a> <a href='tin.asp?cat=1&page=2'>2</a>"
    listing = read_listing(items + sections)
    assert [link.url for link in listing.articles] == [f"{HOME}doc.asp?cat={n % 2}&bai={n}" for n in range(11, 15)]
    assert [link.url for link in listing.sections] == [f"{HOME}tin.asp?cat=0"]


def test_the_language_of_all_addresses_tells_nothing_of_them() -> None:
    menu = "".join(f"<li><a href='/index.php?mod=cat&c={n}&lang=vi'>Mục {n}</a></li>" for n in (1, 2))
    other = "<li><a href='/?lang=vi'>Tiếng Việt</a></li><li><a href='/index.php?mod=cat&c=1&lang=en'>English</a></li>"
    listing = read_listing(f"<ul class='menu'>{menu}{other}</ul>{ITEMS}")
    assert [link.url for link in listing.sections] == [f"{HOME}index.php?mod=cat&c={n}&lang=vi" for n in (1, 2)]


def test_a_menu_may_show_two_articles_of_each_section() -> None:
    below = "".join(
        f"<li><a href='/tin-thon/ba-con-bai-say-lam-duong-moi-{n}'>Bà con Bãi Sậy làm đường mới lần {n}</a></li>"
        for n in (1, 2)
    )
    listing = read_listing(f"<ul class='menu'><li><a href='/tin-thon'>Tin thôn</a><ul>{below}</ul></li></ul>")
    assert [link.url for link in listing.articles] == [
        f"{HOME}tin-thon/ba-con-bai-say-lam-duong-moi-{n}" for n in (1, 2)
    ]
    assert [link.url for link in listing.sections] == [f"{HOME}tin-thon"]


CARDS = [(f"/bai/{n}.html", f"Bà con Bãi Sậy họp bàn làm đường mới lần thứ {n}") for n in range(21, 25)]


@pytest.mark.parametrize(
    "card",
    [
        '<a href="{0}"><table><tr><td>{1}<br><small>3/3/2026</small></td></tr></table></a>',
        """<div onclick="location.href='{0}'"><b>{1}</b> <i>3/3/2026</i></div>""",
        """<p><a href="#" onclick="window.location = '{0}'; return false">{1}</a> 3/3/2026</p>""",
        """<p><a href="javascript:location.assign('{0}')">{1}</a> 3/3/2026</p>""",
        """<p><a href="javascript:window.open('{0}', '_self')">{1}</a> 3/3/2026</p>""",
        """<div data-href="{0}"><b>{1}</b> <i>3/3/2026</i></div>""",
    ],
)
def test_items_that_are_no_plain_links(card: str) -> None:
    listing = read_listing("".join(card.format(*one) for one in CARDS))
    assert [link.url for link in listing.articles] == [f"{HOME}bai/{n}.html" for n in range(21, 25)]


def test_popups_and_addresses_that_only_scripts_ask_for_are_no_items() -> None:
    popups = "".join(f"<a href='#' onclick=\"window.open('{one}', 'in', 'width=600')\">{two}</a>" for one, two in CARDS)
    assert read_listing(popups).articles == []
    shares = "".join(f"<div data-href='{HOME.rstrip('/')}{one}'></div>" for one, _ in CARDS)
    assert read_listing(shares).articles == []


def test_calendars_are_no_menus_and_months_are_sections_of_their_index_alone() -> None:
    days = "".join(f"<td><a href='/lich?ngay={n}&thang=3'>{n}</a></td>" for n in range(1, 9))
    months = "".join(f"<li><a href='/2026/{n:02}/'>Tháng {n}</a></li>" for n in (1, 2, 3))
    calendar = f"<table><tr>{days}</tr></table><ul>{months}</ul>"
    assert read_listing(calendar + ITEMS).sections == []
    index = [link.url for link in read_listing(calendar, f"{HOME}luu-tru/").sections]
    assert index == [f"{HOME}2026/{n:02}/" for n in (1, 2, 3)]
    assert read_listing(calendar, f"{HOME}2026/03/").sections == []


def test_frames_of_a_page_without_articles_are_parts_of_it() -> None:
    frames = "<iframe src='/khung/1'></iframe><iframe src='about:blank'></iframe><iframe src='http://khac.example/x'></iframe>"
    assert [link.url for link in read_listing(frames, f"{HOME}tin").sections] == [f"{HOME}khung/1"]
    assert read_listing(frames + ITEMS, f"{HOME}tin").sections == []


def test_where_nothing_tells_the_sections_short_links_may_lead_to_them() -> None:
    bare = "<p><b><a href='/s/0'>Tin tức</a></b></p><h3><a href='/s/1'>Thông báo</a></h3><i><a href='/s/2'>Cả</a></i>"
    others = "<a href='/lien-he'>Liên hệ</a><a href='/2026/03/'>Tháng 3</a><div class='footer'><a href='/x'>X</a></div>"
    listing = read_listing(f"{bare}{others}{ITEMS}")
    assert [link.url for link in listing.sections] == [f"{HOME}s/{n}" for n in (0, 1, 2)]
    menu = "<ul class='menu'><li><a href='/tin'>Tin tức</a></li></ul>"
    assert [link.url for link in read_listing(menu + bare + ITEMS).sections] == [f"{HOME}tin"]


def test_the_only_row_of_a_listing_s_last_page_is_an_article() -> None:
    row = "<table><tr><td>1</td><td>Họp xã</td><td>{}</td><td><a href='/a/{}'>Xem chi tiết</a></td></tr></table>"
    assert [link.url for link in read_listing(row.format("3/3/2026", 79)).articles] == [f"{HOME}a/79"]
    assert read_listing(row.format("", 79)).articles == []
    assert read_listing(row.format("3/3/2026", "ban-do")).articles == []
