"""Which home pages only lead on to the real front page."""

import pytest

from harvester.discovery.splash_pages import find_front_page
from harvester.items import Link, Listing
from harvester.reading.page import Page

HOME = "http://go-man.example/"


def find(body: str, *, sections: tuple[str, ...] = ()) -> str | None:
    page = Page(HOME, f"<html><head></head><body>{body}</body></html>".encode())
    return find_front_page(page, Listing(url=HOME, sections=[Link(address) for address in sections]))


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/cong"><img src="/chao-mung.jpg"></a>',
        '<map><area href="/cong"></map><p>Kính chào quý khách!</p>',
        '<script>window.location.href = "/cong";</script>',
        "<script>location.replace('cong')</script><a href='/lien-he'>Liên hệ</a>",
        '<script>if (top.location == self.location) top.location="http://go-man.example/cong"</script>',
        '<a href="/">Trang chủ</a><a href="/cong"><img src="/chao-mung.jpg"></a><a href="http://khac.example/">Tỉnh</a>',
        '<frameset rows="0,*"><frame src="tren.htm"><frame src="cong"></frameset>',
        '<frameset cols="20%,80%"><frame src="trai.htm" name="menu"><frame src="cong" name="chinh"></frameset>',
        '<frameset rows="90,*"><frame src="about:blank"><frame src="/cong"></frameset>',
        '<frameset rows="90,*"><frame src="tin/blank.htm"><frame src="/cong"></frameset>',
    ],
)
def test_a_splash_page_leads_on(body):
    assert find(body) == HOME + "cong"


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/cong">Vào cổng</a><a href="/english">English</a>',
        '<frameset rows="90,*"><frame src="tren.htm"><frame src="duoi.htm"></frameset>',
        '<script>location.href = "http://khac.example/cong"</script>',
        "<script>location.reload(); var a = location.href == '/cong'</script>",
        f'<p>{"Một trang có chữ. " * 40}</p><a href="/cong">Cổng</a>',
    ],
)
def test_other_pages_do_not(body):
    assert find(body) is None


def test_a_page_with_sections_is_the_front_page():
    assert find('<a href="/cong"><img src="/chao-mung.jpg"></a>', sections=(HOME + "tin/",)) is None
