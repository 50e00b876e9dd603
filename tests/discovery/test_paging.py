"""The next page of a listing: by numbers, by words, and none at the end."""

import pytest

from harvester.discovery.paging import PageAddress, split_page
from harvester.items import Selectors
from harvester.platforms import GENERIC
from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform

HOST = "http://xa.example"


def find(url, html, **selectors):
    return GENERIC.listing(Page(HOST + url, html.encode()), Selectors(**selectors)).next_url


def link(href, text, extra=""):
    return f'<a href="{href}" {extra}>{text}</a>'


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        ("/tin/", [("/tin/page/2/", "2"), ("/tin/page/3/", "3")], "/tin/page/2/"),
        ("/tin/page-2/", [("/tin/", "1"), ("/tin/page-3/", "3"), ("/tin/page-3/", "»")], "/tin/page-3/"),
        ("/tin/page-9/", [("/tin/", "1"), ("/tin/page-8/", "8"), ("/tin/page-8/", "«")], None),
        ("/tin?page=2", [("/tin?page=1", "1"), ("/tin?page=3", "3"), ("/tin?page=40", "Cuối")], "/tin?page=3"),
        ("/tin", [("/tin?pageindex=0", "1"), ("/tin?pageindex=1", "2")], "/tin?pageindex=1"),
        ("/tin.aspx?c=5", [("/tin.aspx?c=5&PageIndex=2", "2")], "/tin.aspx?c=5&PageIndex=2"),
        ("/tin/trang-3.html", [("/tin/trang-2.html", "2"), ("/tin/trang-4.html", "4")], "/tin/trang-4.html"),
        ("/tin.html", [("/tin-p2.html", "2"), ("/tin-p3.html", "3")], "/tin-p2.html"),
        ("/web/tin", [("/web/tin?p_p_id=a_b&_a_b_cur=2", "2")], "/web/tin?p_p_id=a_b&_a_b_cur=2"),
        ("/tin?x=1", [("/tin?x=1&start=20", "Trang sau")], "/tin?x=1&start=20"),
        ("/tin?x=1", [("/tin?from=20", "Tiếp »")], "/tin?from=20"),
        ("/tin?x=1", [("/tin?from=90", "»"), ("/tin?from=20", "›")], "/tin?from=20"),
        ("/tin?x=1", [("/tin?from=90", "»")], "/tin?from=90"),
        ("/tin", [("/tin", "1"), ("/tin?start=6", "2"), ("/tin?start=12", "3")], "/tin?start=6"),
        ("/tin?start=6", [("/tin", "1"), ("/tin?start=6", "2"), ("/tin?start=12", "3")], "/tin?start=12"),
        ("/tin?vt=12", [("/tin", "1"), ("/tin?vt=6", "2"), ("/tin?vt=12", "3")], None),
        ("/tin/20", [("/tin", "1"), ("/tin/40", "3"), ("/tin/60", "4")], "/tin/40"),
        ("/tin", [("/tin?ngay=2", "2"), ("/tin?ngay=3", "3")], None),
        ("/tin", [("/tin?loai=9", "2"), ("/tin?loai=4", "3")], None),
        ("/tin", [("/tin?x=3", "3"), ("/bai/2", "2")], None),
        ("/tin", [("/tin/cu/2", "Các tin cũ hơn")], "/tin/cu/2"),
        ("/tin", [("/cu/0/2", "Xem thêm các tin cũ hơn nữa »")], "/cu/0/2"),
        ("/tin", [("/nha-cu", "Nhà cũ hơn trăm tuổi"), ("/tin/3", "Họp bàn trang sau")], None),
        ("/tin", [("/tin?page=2", "Xem thêm"), ("/tin/bai-p2.html", "Xem thêm")], "/tin?page=2"),
        ("/tin", [("/lich?thang=4", "»"), ("/tin?from=20", "»")], "/tin?from=20"),
        ("/tin?nam=2025", [("/tin?nam=2025&from=20", "»")], "/tin?nam=2025&from=20"),
        ("/tin?c=5", [("/tin?c=5&trang=1", "Xem tiếp »")], "/tin?c=5&trang=1"),
        ("/tin", [("/tin?page=1", "»")], "/tin?page=1"),
        ("/tin?page=1", [("/tin?page=0", "«"), ("/tin?page=2", "»")], "/tin?page=2"),
        ("/tin", [("/tin?page=1", "1"), ("/tin?page=2", "2")], "/tin?page=2"),
        ("/tin", [("/tin?trang=2", '<img src="m.gif" alt="Trang tiếp theo">')], "/tin?trang=2"),
        ("/tin", [("/tin", "Trang sau"), ("/tin#2", "»")], None),
        ("/tin", [("http://other.example/tin?page=2", "2")], None),
        ("/tin", [("javascript:__doPostBack('x')", "2"), ("http://[x", "»")], None),
        ("/tin", [("/khac/page/2/", "2")], None),
        ("/tin", [], None),
    ],
)
def test_next_pages(url, links, expected):
    assert find(url, "<p>".join(link(*pair) for pair in links) + "<p>x") == (expected and HOST + expected)


def test_a_disabled_link_leads_nowhere():
    html = f'<ul class="pagination"><li class="disabled">{link("/tin?from=20", "Trang sau")}</li></ul>'
    assert find("/tin", html) is None


def test_the_widget_knows_the_current_page():
    links = "".join(link(f"/tin?page={n}", str(n)) for n in (1, 2, 4))
    assert find("/tin", f'<div class="paging"><span class="current">3</span>{links}</div>') == f"{HOST}/tin?page=4"


def test_the_number_without_a_link_is_the_current_page():
    row = f"<p>{link('/tin', '1')}{link('/tin?vt=6', '2')}<b>3</b>"
    assert find("/tin?vt=12", row) is None
    assert find("/tin?vt=12", row + link("/tin?vt=18", "4")) == f"{HOST}/tin?vt=18"


def test_rel_next_in_the_head():
    assert find("/tin", '<link rel="next" href="/tin/sau"><p>x') == f"{HOST}/tin/sau"
    assert find("/tin?page=3", '<link rel="next" href="/tin?page=2"><p>x') is None


def test_a_portals_selector_goes_first():
    html = link("/tin?page=2", "2") + link("/tin/xem-them", "xem", 'class="more"')
    assert find("/tin", html, next_page="a.more") == f"{HOST}/tin/xem-them"


class Paged(SelectorPlatform):
    """A system that says where its next page is."""

    name = "paged"
    version = 1
    next_page = ("a.older",)

    def recognise(self, page):
        return None


def test_a_platform_says_where_the_next_page_is_and_a_portal_goes_before_it():
    html = link("/tin?page=2", "2") + link("/tin/cu", "x", 'class="older"') + link("/tin/xem", "x", 'class="more"')
    page = Page(HOST + "/tin", html.encode())
    assert Paged().listing(page).next_url == f"{HOST}/tin/cu"
    assert Paged().listing(page, Selectors(next_page="a.more")).next_url == f"{HOST}/tin/xem"


@pytest.mark.parametrize("label", ["²", "٢", "2" * 150])
def test_a_label_that_is_no_number_stops_nothing(label):
    html = link("/tin?page=2", label) + f'<span class="current">{label}</span>' + link("/tin?start=20", label)
    assert find("/tin", html + link("/tin?page=2", "2")) == f"{HOST}/tin?page=2"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a/tin/page-2/", PageAddress("http://a/tin", 2)),
        ("http://a/?trang=3&cat=5", PageAddress("http://a?cat=5", 3)),
        ("http://a/tin.html", PageAddress("http://a/tin", None)),
        ("http://a/tin/bai-2.html", PageAddress("http://a/tin/bai-2", None)),
    ],
)
def test_addresses_are_split(url, expected):
    assert split_page(url) == expected


ITEMS = "".join(
    f"<p>{link(f'/tin/bai-{n}', f'Xã Gò Mận ra quân làm sạch đường làng lần thứ {n}')} {n}/3/2026" for n in range(1, 5)
)


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        ("/ds/0", [("/ds/0?sau=824", "Xem thêm")], "/ds/0?sau=824"),
        ("/ds/0?sau=824", [("/ds/0?sau=816", "Xem thêm")], "/ds/0?sau=816"),
        ("/ds/0", [("/ds/0?skip=8&take=8", "Xem thêm")], "/ds/0?skip=8&take=8"),
        ("/ds/0?skip=8&take=8", [("/ds/0?skip=16&take=8", "Xem thêm")], "/ds/0?skip=16&take=8"),
        ("/ds?tab=2", [("/ds?tab=2&tu=10", "Lùi về »»")], "/ds?tab=2&tu=10"),
        ("/ds?tu=10", [("/ds?tu=0", "Lên"), ("/ds?tu=20", "Lùi về »»")], "/ds?tu=20"),
        ("/ds?tu=20", [("/ds?tu=10", "Lên")], None),
        ("/ds", [("/ds?nhom=1", "Xem thêm"), ("/ds?nhom=2", "Xem thêm")], None),
        ("/ds", [("/ds?a=1", "Chín"), ("/ds?b=2", "Mười")], None),
        ("/ds", [("/ds?sort=2", "Cũ"), ("/ds?print=1", "In"), ("/ds?bai_id=3", "Lễ"), ("/ds?ngay=3", "3")], None),
        ("/ds?c=1", [("/ds?mod=bai&so=3", "Lùi"), ("/khac?c=1&tu=10", "Lùi")], None),
        ("/ds", [("/ds?tu=10", "Một tiêu đề dài hơn ba mươi chữ cái")], None),
        ("/ds", [("/ds?tu=10", "")], None),
    ],
)
def test_next_pages_without_a_name(url, links, expected):
    assert find(url, ITEMS + "<p>".join(link(*pair) for pair in links) + "<p>x") == (expected and HOST + expected)


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        ("/loai/1.html", [("/loai/1-2.html", "Xem các tin khác")], "/loai/1-2.html"),
        ("/loai/1-2.html", [("/loai/1.html", "Lên"), ("/loai/1-3.html", "Lùi")], "/loai/1-3.html"),
        ("/loai/1.html", [("/loai/2.html", "Tin huyện"), ("/loai/1-5.html", "Lùi")], None),
    ],
)
def test_next_pages_in_paths(url, links, expected):
    assert find(url, ITEMS + "<p>".join(link(*pair) for pair in links) + "<p>x") == (expected and HOST + expected)


FORM = (
    '<form action="/tin.php?x=1" method="{method}"><input type="hidden" name="c" value="5">'
    '<input type="hidden" name="so" value="2"><input type="text" name="q"><input type="submit" value="{label}"></form>'
)


def test_a_form_may_lead_to_the_next_page():
    assert find("/tin.php?c=5", ITEMS + FORM.format(method="get", label="Trang sau »")) == f"{HOST}/tin.php?c=5&so=2"
    assert find("/tin.php?c=5", ITEMS + FORM.format(method="get", label="Tìm")) is None
    posted = GENERIC.listing(Page(f"{HOST}/tin.php", (ITEMS + FORM.format(method="post", label="Trang sau")).encode()))
    assert (posted.next_url, posted.scripted_next) == (None, "trang sau")


@pytest.mark.parametrize("current", ["<b>4</b>", '<span class="current">4</span>'])
def test_pages_that_are_counted_from_the_oldest(current):
    row = "".join(link(f"/tin/p/{n}", str(n)) for n in (3, 2, 1))
    assert find("/tin", f"<div class='pagination'>{current}{row}</div>") == f"{HOST}/tin/p/1"
    others = "".join(link(f"/tin/p/{n}", str(n)) for n in (4, 3, 1))
    assert find("/tin/p/2", f"<div class='pagination'>{others}</div>") == f"{HOST}/tin/p/3"


@pytest.mark.parametrize(
    ("url", "address", "label", "is_next"),
    [
        ("/tin-ngay", "/tin-ngay/2026-11-20", "« Hôm trước", True),
        ("/tin-ngay?ngay=21-11-2026", "/tin-ngay?ngay=20-11-2026", "Ngày trước", True),
        ("/tin-ngay/2026-11-21", "/tin-ngay/2026-11-22", "Hôm sau »", False),
        ("/tin-ngay/2026-11-21", "/tin-ngay/2026-11-22", "22/11", False),
        ("/tin-ngay", "/tin-ngay/cu", "Hôm trước", False),
    ],
)
def test_a_listing_may_be_turned_by_days(url, address, label, is_next):
    assert find(url, ITEMS + link(address, label)) == (HOST + address if is_next else None)
    assert find(url, f"<html>{link(address, label)}") == (HOST + address if is_next else None)
    assert find("/lich-tuan", f"<html>{link(address, label)}") is None, "a calendar beside no articles"


@pytest.mark.parametrize(
    ("links", "last"),
    [
        ([("/tin?page=2", "2"), ("/tin?page=9", "9"), ("/khac?page=40", "40")], 9),
        ([("/tin?page=2", "Trang sau")], 2),
        ([("/tin/bai-trang-322.html", "Họp thôn ở Nha Trang")], 0),
        ([], 0),
    ],
)
def test_the_last_page_that_a_listing_names(links, last):
    html = "".join(link(*one) for one in links)
    assert GENERIC.listing(Page(HOST + "/tin", f"<p>Tin</p>{html}".encode())).last_number == last
