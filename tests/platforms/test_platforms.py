"""The choice between platforms."""

import subprocess
import sys

import pytest
from support.growth import assert_linear

from harvester.errors import ConfigError, NotAnArticle, Refused
from harvester.platforms import GENERIC, PLATFORMS, find_platform, read_article, recognise
from harvester.reading.page import Page


def test_every_platform_is_named_and_versioned():
    assert list(PLATFORMS)[-1] == "generic"
    for name, platform in PLATFORMS.items():
        assert platform.name == name
        assert platform.version >= 1


def test_a_misspelt_platform_is_named_with_the_nearest():
    with pytest.raises(ConfigError, match=r"no such platform: 'nukevit' \(did you mean 'nukeviet'\?\)"):
        find_platform("nukevit")


def test_an_unheard_of_platform_is_answered_with_all():
    with pytest.raises(ConfigError, match="there are nukeviet"):
        find_platform("xyz")


def test_the_generator_decides():
    found = recognise(Page("http://a.example/", b'<meta name="generator" content="NukeViet v4.5"><p>x'))
    assert (found.platform.name, found.reason) == ("nukeviet", "generator says NukeViet v4.5")


def test_nothing_known_is_generic():
    found = recognise(Page("http://a.example/", b"<p>x"))
    assert (found.platform, found.reason) == (GENERIC, "no system recognised")


def test_a_page_without_text_is_no_article():
    with pytest.raises(NotAnArticle):
        read_article(b"<title>A</title><h1>A</h1><p>x", "http://a.example/x-1.html")


@pytest.mark.parametrize("title", ["Hãy đợi...", "Just a moment...", "403 Forbidden", "Truy cập bị từ chối"])
def test_error_pages_are_refused(title):
    with pytest.raises(Refused, match="an error page"):
        read_article(f"<title>{title}</title><p>x".encode(), "http://a.example/x-1.html")


TEXT = "".join(f"<p>Đoạn {n} kể rằng bà con thôn Gò cùng sửa con mương dài {n}0 m trong tuần.</p>" for n in range(9))


@pytest.mark.parametrize("name", ["ArticleSummary", "ArticleLead", "NewsSummary"])
def test_the_lead_of_a_dotnetnuke_module_is_read(name):
    lead = "Ba hộ dân thôn Gò Mận góp đất mở đường."
    html = (
        f"<div id='dnn_ContentPane'><div class=ArticleDetail><h1 class=ArticleTitle>Thôn Gò Mận mở đường</h1>"
        f"<div class={name}>{lead}</div><div class=ArticleContent>{TEXT}</div></div></div>"
    )
    article = read_article(html.encode(), "http://a.example/tin-tuc/mo-duong-12.html")
    assert (article.platform, article.lead) == ("dotnetnuke", lead)
    assert lead not in article.body


@pytest.mark.parametrize(
    "title",
    ["Lỗi hệ thống - Xã Gò Mận", "Runtime Error", "500 Internal Server Error", "Error 503", "Welcome to nginx!",
     "Index of /tin", "Hệ thống đang bảo trì", "Server Error in '/' Application.", "Error"],
)  # fmt: skip
def test_faults_of_servers_are_refused_whatever_they_say(title):
    with pytest.raises(Refused, match="server's fault"):
        read_article(f"<title>{title}</title><h1>x</h1>{TEXT}".encode(), "http://a.example/x-1.html")
    with pytest.raises(Refused, match="server's fault"):
        read_article(f"<title>Xã Gò Mận</title><h1>{title}</h1>{TEXT}".encode(), "http://a.example/x-1.html")


@pytest.mark.parametrize(
    "title",
    ["Lỗi hệ thống thoát nước làm ngập thôn Gò", "500 hộ dân thôn Gò có nước sạch", "Hệ thống đang bảo trì ở thôn Gò",
     "503 công trình hoàn thành"],
)  # fmt: skip
def test_titles_that_only_begin_like_a_fault_are_read(title):
    head = f'<html><head><meta charset="utf-8"><title>{title}</title></head>'
    page = f"{head}<body><main><article><h1>{title}</h1>{TEXT}</article></main></body></html>"
    assert read_article(page.encode(), "http://a.example/x-1.html").title == title


def test_importing_platforms_does_not_import_trafilatura():
    code = "import sys, harvester.platforms; sys.exit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


MARKS = [
    ("http://a.example/x", '<div id="news-bodyhtml">x</div>', "nukeviet"),
    ("http://a.example/x", "<p>Bạn đã không sử dụng Site, bấm vào đây</p>", "nukeviet"),
    ("http://hatinh.dcs.vn/", "<p>x", "hatinhparty"),
    ("http://a.example/x/news/y.html", "<a>Email</a><a>Print</a>", "hatinhparty"),
    ("http://xa.ninhbinh.gov.vn/", "<p>x", "ninhbinh"),
    ("http://a.example/", '<div id="itemContainer"></div><div class="publish-date">1</div>', "ninhbinh"),
    ("http://a.example/", '<a href="/web/trang-chu/a.html">x</a>' * 5, "thanhhoa"),
    ("http://a.example/", '<p class="page-header article-content media-heading">x', "thanhhoaparty"),
    ("http://www.baohatinh.vn./", "<p>x", "baohatinh"),
    ("http://a.example/portal/Pages/2022-5-17/a.aspx", "<p>x", "tandan"),
    ("http://a.example/", '<p class="ArticleContent PostDate">x', "vnpt"),
    ("http://a.example/web/x", '<a href="?p_p_id=1&a">x</a><a href="/web/y">y</a>', "liferay"),
    ("http://a.example/Default.aspx?tabid=1", "<p>x", "dotnetnuke"),
    ("http://a.example/", '<a href="?gd=1&cn=2">x</a>' * 3, "hue"),
    ("http://a.example/", '<p class="tandan-x">x<script>Liferay.a()</script>', "generic"),
    ("http://a.example/", '<meta name="generator" content="WordPress 6.1"><p>x', "wordpress"),
    ("http://a.example/", '<link rel="stylesheet" href="/wp-content/themes/a/style.css"><p>x', "wordpress"),
    ("http://a.example/", '<meta name="generator" content="Drupal 9"><p>x', "generic"),
]


@pytest.mark.parametrize(("url", "html", "expected"), MARKS)
def test_marks_of_each_system(url, html, expected):
    found = recognise(Page(url, html.encode()))
    assert found.platform.name == expected
    assert found.reason


def test_every_system_is_recognised_by_a_mark():
    assert set(PLATFORMS) - {expected for _, _, expected in MARKS} == set()


def test_cookies_tell_nukeviet():
    page = Page("http://a.example/", b"<p>x", headers={"Set-Cookie": "nv4_sess=1"})
    assert recognise(page).reason == "cookies nv4_*"


def test_an_ambiguous_page_names_both_claims():
    page = Page("http://a.example/", b'<p class="tandan-x">x<script>Liferay.a()</script>')
    assert recognise(page).reason.startswith("ambiguous: tandan")


def test_a_row_of_tools_is_looked_for_once():
    url = "http://xa.example/doi-song/news/hop-dan.html"
    assert_linear(recognise, lambda size: Page(url, b"<p>Email" + b" " * size), 4_000)
