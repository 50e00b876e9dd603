"""Keys of captures, as the package `surt` 0.3 makes them."""

import pytest

from harvester.archive.sort_keys import make_sort_key

SESSION = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Go.example.vn/Tin/A.html#cuoi", "vn,example,go)/tin/a.html"),
        ("http://www2.go.example.vn", "vn,example,go)/"),
        ("https://go.example.vn:443/", "vn,example,go)/"),
        ("http://go.example.vn:443/", "vn,example,go:443)/"),
        ("http://ten:mat-khau@go.example.vn./x", "vn,example,go)/x"),
        ("http://127.0.0.1:8802/x", "1,0,0,127:8802)/x"),
        ("http://bài.example.vn/", "vn,example,xn--bi-jia)/"),
        ("http://go.example.vn:8080/tin/?b=2&a=1&a", "vn,example,go:8080)/tin?a&a=1&b=2"),
        ("http://go.example.vn/tin?", "vn,example,go)/tin"),
        ("http://go.example.vn/a//./b/../c/", "vn,example,go)/a/c"),
        ("http://go.example.vn/%7Ean/Đà%20%2541%zz", "vn,example,go)/~an/%c4%90%c3%a0%20a%25zz"),
        (f"http://go.example.vn/x?PHPSESSID={SESSION}&b=1", "vn,example,go)/x?b=1"),
        ("http://go.example.vn/x?CFID=1&CFTOKEN=2", "vn,example,go)/x"),
        (f"http://go.example.vn/(S({SESSION[8:]}))/Default.aspx", "vn,example,go)/default.aspx"),
    ],
)
def test_sort_key(url, key):
    assert make_sort_key(url) == key


@pytest.mark.parametrize("url", ["http://go.example.vn:port/", "http://[go/"])
def test_what_is_no_address(url):
    with pytest.raises(ValueError, match=r"[Pp]ort|IPv6"):
        make_sort_key(url)
