"""How bytes become a page: what is refused, which encoding is chosen, what the tree survives."""

import unicodedata

import pytest
from support.growth import assert_linear

from harvester.errors import NotAPage
from harvester.reading.encoding import find_codec
from harvester.reading.page import Page

URL = "http://xa.example/tin/"
TEXT = "Đảng ủy xã Suối Mơ họp bàn việc làm đường liên thôn"


def make(body: bytes, **kwargs):
    return Page(URL, body, **kwargs)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n ",
        b"%PDF-1.4 <html>",
        b"PK\x03\x04 <div>",
        b"\x89PNG\r\n",
        b'{"a": "<b>"}',
        b"just words",
        b"\x00\x01\x02" * 50 + b"<div>",
        b'<?xml version="1.0"?><rss version="2.0"></rss>',
        b'<?xml version="1.0"?>\n<urlset xmlns="x"></urlset>',
    ],
)
def test_what_is_no_html_is_refused(body):
    with pytest.raises(NotAPage):
        make(body)


def test_another_media_type_is_refused():
    with pytest.raises(NotAPage, match="application/pdf"):
        make(b"<html><p>x", headers={"Content-Type": "application/pdf"})


@pytest.mark.parametrize(
    ("encoded", "headers"),
    [
        (TEXT.encode(), {}),
        (TEXT.encode(), {"Content-Type": "text/html; charset=iso-8859-1"}),
        (TEXT.encode(), {"Content-Type": "text/html; charset=x-unheard-of"}),
    ],
)
def test_utf8_is_read_whatever_is_claimed(encoded, headers):
    assert make(b"<html><p>" + encoded, headers=headers).tree.xpath("string(//p)") == TEXT


def test_a_byte_order_mark_is_no_text():
    assert make(b"\xef\xbb\xbf<p>" + TEXT.encode()).text == f"<p>{TEXT}"


def encode_1258(text):
    """The code page holds most vowels composed and the tones as marks behind them."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            marks = [c for c in parts[1:] if c in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize("NFC", parts[0] + "".join(c for c in parts[1:] if c not in marks))
            out += base.encode("cp1258") + "".join(marks).encode("cp1258")
    return out


def test_windows_1258_is_composed():
    page = make(b'<meta charset="windows-1258"><p>' + encode_1258(TEXT))
    assert page.tree.xpath("string(//p)") == TEXT


def test_a_false_claim_of_utf8_falls_back_to_windows_1258():
    page = make(b'<meta charset="utf-8"><p>' + encode_1258(TEXT))
    assert page.tree.xpath("string(//p)") == TEXT


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16(codec):
    page = make(f"<html><p>{TEXT}</p></html>".encode(codec))
    assert page.tree.xpath("string(//p)") == TEXT


def test_a_cut_character_does_not_cost_the_page_its_encoding():
    page = make(("<p>" + TEXT + "</p>").encode() + "ế".encode()[:2])
    assert page.encoding == "utf-8"
    assert page.tree.xpath("string(//p)") == TEXT


def test_control_characters_are_dropped():
    assert make(b"<p>a\x00b\x0bc\x7f\td</p>").tree.xpath("string(//p)") == "abc\td"


def test_deep_nesting_keeps_its_text():
    page = make(b"<div>" * 1500 + b"deep" + b"</div>" * 1500)
    assert "".join(page.tree.itertext()) == "deep"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("bai-2.html#x", "http://xa.example/tin/bai-2.html"),
        ("//xa.example/a b", "http://xa.example/a b"),
        (" /x\n/y ", "http://xa.example/x/y"),
        ("#top", None),
        ("javascript:void(0)", None),
        ("mailto:a@b", None),
        ("http://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_links_are_absolute_or_nothing(href, expected):
    assert make(b"<p>x").absolute(href) == expected


def test_base_and_meta_and_host():
    page = Page("https://www.XA.example./a", b'<base href="/goc/"><meta name="Author" content=" An "><p>x')
    assert page.absolute("b") == "https://www.XA.example./goc/b"
    assert page.meta == {"author": "An"}
    assert page.host == "xa.example"


def test_the_first_base_with_an_address_counts():
    page = Page("http://xa.example/a/", b'<base target="_self"><base href="/goc/"><base href="/khac/"><p>x')
    assert page.absolute("b") == "http://xa.example/goc/b"


def test_backslashes_of_a_path_are_slashes():
    page = Page("http://xa.example/a/", b"<p>x")
    assert page.absolute(r"\tin\bai-1.html?q=\o") == "http://xa.example/tin/bai-1.html?q=\\o"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UTF8", "utf-8"),
        ("latin1", "cp1252"),
        ("rot13", None),
        ("x-no", None),
        ("cp037", None),
        ("utf-7", None),
        ("utf-32", None),
        ("utf-16", None),
        ("hz", None),
        ("undefined", None),
        ("shift_jis", "shift_jis"),
    ],
)
def test_codec_names(name, expected):
    assert find_codec(name) == expected


@pytest.mark.parametrize("count", [0, 99, 100, 101, 250])
@pytest.mark.parametrize("wrong", [b"</zz>", b"<p>x</b></p>", b"<form><form></form></form>"])
def test_page_of_many_errors_is_no_utf8_for_that(wrong: bytes, count: int) -> None:
    """The parser tells of the first hundred errors only."""
    text = "<p>Xã Gò Mây họp dân</p>"
    for encoding in ("cp1252", "utf-8"):
        body = b"<html><body>" + wrong * count + text.encode(encoding, "ignore") + b"</body></html>"
        page = Page("http://go.example.vn/", body)
        told = page.tree.xpath("string(//p[contains(., 'X')])")
        assert told == text.encode(encoding, "ignore").decode(page.encoding, "replace")[3:-4]


def make_claiming(spaces: int) -> Page:
    return Page(URL, b"<p>Ch\xe3 phi\xean", headers={"content-type": f"text/html; charset={' ' * spaces}!"})


def test_a_claim_of_spaces_is_looked_at_once():
    assert_linear(lambda page: page.encoding, make_claiming, 4_000)
