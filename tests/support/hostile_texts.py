"""Texts and pages of any size that are made to be read slowly."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

SCRAPS = (
    " ", "\n", "a", "đ", "1", "1/", "12:", "- ", "| - ", "(", "<", "<!-- ", "&", "?", "?a=1&", "/../", ".", ",",
    "Ảnh: ", "ngày 1 tháng ", "Số 1/QĐ-", "Bà con thôn Ba. ", "xã Gò Mận, huyện Ba, ", "\u0301\u0323", "XÃ GÒ ", "“",
    "http://a.b/", "<a href=", "{", '"a": ', "%c3", "1 giờ trước ", "* ", "12 ", "a | ",
)  # fmt: skip
"""Each is said again until a text has its size; by itself, and with a letter at the end that fits nothing."""


def repeat(scrap: str, size: int) -> str:
    """A text of so many characters."""
    return (scrap * (size // len(scrap) + 1))[:size] + "¤"


PARTS: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: "".join(f"<p>Hộ thứ {i} ở thôn Ba góp {i} ngày công đắp đê.</p>" for i in range(n)),
    "alike": lambda n: "<p>Bà con thôn Ba ra quân làm đường.</p>" * n,
    "links": lambda n: "".join(f'<li><a href="/tin/{i}.html">Tin {i} của xã</a> 1/2/2026</li>' for i in range(n)),
    "open links": lambda n: "<a href='/tin/1.html'>Tin" * n,
    "nested": lambda n: "<div><b>" * n,
    "cells": lambda n: "<table>" + "<tr><td>1</td><td>2</td></tr>" * n + "</table>",
    "tables": lambda n: "<p>Giá lúa hôm nay tại xã:</p>" + "<table><tr><td>Lúa tám</td></tr></table>" * n,
    "titled lines": lambda n: '<p><span class="title">Bà con đắp đê</span> mới<br>Thôn Ba</p>' * n,
    "breaks": lambda n: "Nguyễn Văn A<br> " * n,
    "headings": lambda n: '<h2 class="title" id="t"><time>1/2/2026</time> Tin</h2>' * n,
    "pictures": lambda n: '<figure><img src="/a.jpg"><figcaption>Ảnh: A</figcaption></figure>' * n,
    "pictures in text": lambda n: '<hr>"<img src="/a.jpg">(' * n,
    "files": lambda n: '<a href="/a.pdf">Tải về</a><iframe src="/b.doc"></iframe>' * n,
    "metas": lambda n: '<meta property="article:tag" content="1/2/2026"><link rel="next" href="/p/2">' * n,
}
"""What a page may hold by the thousand."""


def make_page(part: str, count: int) -> bytes:
    """A page with an article's frame around so many parts."""
    head = '<head><meta charset="utf-8"><title>Đắp đê - Xã Gò Mận</title></head>'
    frame = f'<h1>Thôn Ba đắp đê</h1><div class="date">1/2/2026 08:00</div><div class="content">{PARTS[part](count)}'
    return f"<!DOCTYPE html><html>{head}<body>{frame}</div></body></html>".encode()


def make_shown_page(scrap: str, size: int) -> bytes:
    """A page that has a text of so many characters in its title and its heading, and short ones in its paragraphs."""
    text, short = escape(repeat(scrap, size)), escape(repeat(scrap, 56) + "x")
    head = f'<head><meta charset="utf-8"><title>{text}</title></head>'
    parts = f"<h1>{short}</h1><p>{short}</p>" * (size // 100)
    return f"<!DOCTYPE html><html>{head}<body><h1>{text}</h1>{parts}</body></html>".encode()
