"""Links of unknown home and listing pages, and what belongs to a system's articles."""

import pytest
from support.growth import assert_linear

from harvester.items import Link, SeenDate, Selectors
from harvester.limits import LINK_LIMIT
from harvester.platforms import GENERIC, find_platform
from harvester.reading.page import Page

HOME = "http://xa.example/"


def read(html, url=HOME, platform=GENERIC, **selectors):
    return platform.listing(Page(url, html.encode()), Selectors(**selectors))


def urls(links):
    return [link.url.removeprefix(HOME) for link in links]


def test_titles_are_articles_and_menus_are_sections():
    listing = read("""
        <div id="top-menu"><a href="/tin-tuc">Tin tức</a><a href="/lien-he">Liên hệ</a><a href="/">Trang chủ</a></div>
        <div class="block"><h3><a href="/tin-tuc/xa-suoi-mo-hop-ban-lam-duong-12.html">Xã Suối Mơ họp bàn việc làm
        đường liên thôn</a></h3><span>(12/03/2022)</span></div>
        <a href="/files/ke-hoach-lam-duong-nam-2022.pdf">Kế hoạch làm đường của xã năm nay</a>
        <a href="https://khac.example/tin/bai-viet-cua-trang-khac-12.html">Bài viết của một trang khác hẳn</a>
        <a href="mailto:xa@example">Thư gửi cho Ủy ban nhân dân xã Suối Mơ</a>
        <div class="footer"><a href="/ban-quyen-va-dieu-khoan-su-dung-3.html">Bản quyền và điều khoản sử dụng</a></div>
        <link rel="alternate" type="application/rss+xml" href="/rss"><link rel="alternate" type="text/html" href="/en">
        """)
    assert listing.articles == [
        Link(
            f"{HOME}tin-tuc/xa-suoi-mo-hop-ban-lam-duong-12.html",
            "Xã Suối Mơ họp bàn việc làm đường liên thôn",
            SeenDate("12/03/2022", "listing"),
        )
    ]
    assert urls(listing.sections) == ["tin-tuc"]
    assert listing.feeds == [f"{HOME}rss"]


def test_a_date_is_that_of_its_own_item():
    listing = read("""<ul>
        <li><a href="/bai-so-mot-cua-xa-1.html">Bài số một của xã Suối Mơ về trồng cây</a></li>
        <li><a href="/bai-so-hai-cua-xa-2.html">Bài số hai của xã Suối Mơ về làm đường</a> <i>13/03/2022 08:00</i></li>
        </ul>""")
    assert [link.date and link.date.text for link in listing.articles] == [None, "13/03/2022 08:00"]


def test_a_date_in_running_text_is_none_of_the_listing():
    html = """<div><a href="/bai-so-mot-cua-xa-1.html">Bài số một của xã Suối Mơ về trồng cây</a>
        <p>Sáng ngày 26/09/2026, tại thôn Đồi Sim, bà con họp bàn việc giữ nguồn nước.</p></div>"""
    assert read(html).articles[0].date is None


def test_an_image_and_a_title_are_one_link():
    html = """<a href="/bai-so-mot-cua-xa-1.html"><img src="x.jpg"></a>
        <a href="/bai-so-mot-cua-xa-1.html" title="Bài số một của xã Suối Mơ về trồng cây">Bài số một của...</a>"""
    assert read(html).articles == [Link(f"{HOME}bai-so-mot-cua-xa-1.html", "Bài số một của xã Suối Mơ về trồng cây")]


def test_a_portals_selector_decides_alone():
    html = '<a class="t" href="/a">A</a><a href="/bai-so-mot-cua-xa-1.html">Bài số một của xã Suối Mơ về trồng cây</a>'
    assert urls(read(html, article_link="a.t").articles) == ["a"]


@pytest.mark.parametrize("href", ["http://[broken/x-1.html", "http://a:99999999/", "\x00", "%%%", "//"])
def test_broken_addresses_are_let_pass(href):
    assert read(f'<a href="{href}">Bài số một của xã Suối Mơ về trồng cây</a>').articles == []


@pytest.mark.parametrize(
    ("platform", "path", "verdict", "identity"),
    [
        ("nukeviet", "tin-tuc/le-phat-dong-12.html", True, "12"),
        ("nukeviet", "vi/news/tin-tuc/le-phat-dong-12.html", True, "vi/news/12"),
        ("nukeviet", "savefile/tin-tuc/le-phat-dong-12.html", False, None),
        ("nukeviet", "print/tin-tuc/le-phat-dong-12.html", False, None),
        ("nukeviet", "vi/news/print/tin-tuc/le-phat-dong-12.html", False, None),
        ("nukeviet", "about/gioi-thieu-4.html", False, None),
        ("nukeviet", "siteterms/privacy-1.html", False, None),
        ("nukeviet", "tag/lam-duong/", False, None),
        ("nukeviet", "tin-tuc/le-phat-dong-12.html?download=1&id=0", False, None),
        ("nukeviet", "tin-tuc/", None, None),
        ("nukeviet", "tin-tuc/page-2/", None, None),
        ("baohatinh", "nong-thon-moi/lam-duong/183211.htm", True, "183211"),
        ("baohatinh", "lam-duong-post183211.html", True, "183211"),
        ("baohatinh", "lam-duong-tag12.html", False, None),
        ("tandan", "portal/Pages/2022-5-17/lam-duongk3x.aspx", True, None),
        ("tandan", "portal/Pages/2022-05-17/lam-duong-401.aspx", True, "401"),
        ("tandan", "portal/pages/print.aspx?p=401", False, None),
        ("vnpt", "tin-trong-xa/lam-duong-183211?pageindex=0", True, "183211"),
        ("liferay", "web/xa/-/lam-duong", True, None),
        ("hue", "?gd=16&cn=87&tc=369", True, "369"),
        ("hue", "?tc=369&cn=87&gd=12", True, "369"),
        ("dotnetnuke", "Default.aspx?tabid=120&ItemID=4321", True, "4321"),
        ("generic", "bai-viet-so-1.html", None, None),
    ],
)
def test_addresses_of_articles(platform, path, verdict, identity):
    found = find_platform(platform)
    assert (found.is_article_url(HOME + path), found.article_id(HOME + path)) == (verdict, identity)


def test_an_address_of_a_thousand_words_is_weighed_in_time():
    address = "http://xa.example/" + "tin-" * 1000 + "/" + "-tin" * 1000 + "/x"
    page = Page("http://xa.example/", f'<p><a href="{address}">Bà con thôn Đồi Sim họp bàn việc làm đường</a>'.encode())
    assert GENERIC.listing(page).articles == []


def test_what_is_left_out_of_a_page_is_told():
    links = "".join(f"<a href='/tin/{n}'>Tin</a>" for n in range(LINK_LIMIT + 1))
    listing = read(f"<html><a href='/{'x' * 2100}'>dài</a>{links}</html>")
    assert listing.problem == "more than 10000 links; 1 address of more than 2000 characters"
    assert read("<a href='/tin/1'>Tin</a>").problem is None


@pytest.mark.parametrize(
    "part", ["<a href=/tin/{}.html><div class=title>Họp thôn", "<div class=name><a href=/t/{}>Họp"]
)
def test_links_that_never_close_are_read_in_linear_time(part):
    def make(count):
        return Page(HOME, "".join(part.format(number) for number in range(count)).encode())

    assert_linear(GENERIC.listing, make, 400)


def test_sections_lie_below_a_section_that_has_no_article_of_its_own():
    inner = '<ul><li><a href="/linh-vuc/kinh-te">Kinh tế</a></li><li><a href="/linh-vuc/van-hoa">Văn hóa</a></li></ul>'
    for page in ("linh-vuc", "linh-vuc.html", "linh-vuc/"):
        assert urls(read(f"<h1>Lĩnh vực</h1>{inner}", HOME + page).sections) == ["linh-vuc/kinh-te", "linh-vuc/van-hoa"]
    assert urls(read(inner).sections) == [], "on a home page they are anything"
