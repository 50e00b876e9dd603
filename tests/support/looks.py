"""Two ways in which a made-up portal is laid out: like NukeViet, and like no system anybody knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote

from support.answers import Answer, Request, redirect, show_html

if TYPE_CHECKING:
    from support.site import Piece, Site

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
NUKEVIET_ARTICLE = re.compile(r"/[^/]+/[^/]*-(\d+)\.html")  # /tin-tuc/hoi-nghi-12.html
NUKEVIET_LISTING = re.compile(r"/([^/]+)/(?:page-(\d+)/)?")  # /tin-tuc/page-2/
PLAIN_ARTICLE = re.compile(r"/doc-tin/(\d+)/[^/]*")  # /doc-tin/12/hoi-nghi
PLAIN_LISTING = re.compile(r"/muc/([^/]+)")  # /muc/tin-tuc?trang=2


def show_day(moment: datetime) -> str:
    """`Thứ sáu - 25/03/2022 16:19`."""
    return f"{WEEKDAYS[moment.weekday()]} - {moment:%d/%m/%Y %H:%M}"


def show_paragraphs(piece: Piece) -> str:
    """The body's paragraphs, a line each."""
    return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in piece.text.paragraphs)


def link_neighbours(site: Site, piece: Piece, count: int = 3) -> list[Piece]:
    """The articles that came out just after and just before, without unlisted ones."""
    pieces = [p for p in site.present() if not p.unlisted or p is piece]
    if piece not in pieces:
        return []
    place = pieces.index(piece)
    return [p for p in pieces[max(0, place - count) : place + count + 1] if p is not piece]


@dataclass
class NukeVietLook:
    """Addresses, marks and markup of NukeViet 4.5, desktop theme, cut down to what tells the parts apart."""

    per_page: int = 20
    related: int = 3  # "Những tin mới hơn / cũ hơn", so many in each direction

    def article_path(self, piece: Piece, section: str | None = None) -> str:
        return f"/{section or piece.sections[0]}/{piece.slug}-{piece.number}.html"

    def listing_path(self, section: str, page: int) -> str:
        return f"/{section}/" + (f"page-{page}/" if page > 1 else "")

    def find_article(self, site: Site, path: str) -> Piece | None:
        """By the trailing number alone; alias and category may be anything."""
        match = NUKEVIET_ARTICLE.fullmatch(path)
        number = int(match[1]) if match else 0
        return site.pieces[number - 1] if 0 < number <= len(site.pieces) else None

    def find_listing(self, site: Site, request: Request) -> tuple[str, int] | None:
        match = NUKEVIET_LISTING.fullmatch(request.path)
        if match is None or match[1] not in site.sections:
            return None
        return match[1], int(match[2] or 1)

    def miss(self, site: Site, request: Request) -> Answer:
        """An unknown article id is a 404, anything else leads home."""
        if NUKEVIET_ARTICLE.fullmatch(request.path):
            return show_html(self.frame(site, "Thông báo lỗi", "<p>Bài viết không tồn tại.</p>"), 404)
        return redirect("/")

    def frame(self, site: Site, title: str, inner: str, head: str = "") -> str:
        menu = "".join(
            f'<li><a href="{escape(site.link(self.listing_path(name, 1)))}">{escape(label)}</a></li>'
            for name, label in site.sections.items()
        )
        extra = "".join(f'<li><a href="{href}">xem</a></li>' for href in site.extra_links)
        return (
            f'<!DOCTYPE html>\n<html lang="vi"><head><title>{escape(title)}</title>\n'
            f'<meta name="author" content="{escape(site.title)}">\n'
            '<meta name="generator" content="NukeViet v4.5">\n'
            f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n{head}</head>\n<body>'
            f'<header><div class="current-time">{site.banner}</div><ul class="nav">'
            f'<li><a href="{escape(site.link("/"))}">Trang nhất</a></li>{menu}{extra}</ul></header>\n'
            f"{inner}\n"
            '<footer id="footer"><p>Đang truy cập 5 Hôm nay 292 Tổng lượt truy cập 187,200</p>'
            "<p>Bạn đã không sử dụng Site, Bấm vào đây để duy trì trạng thái đăng nhập</p></footer>"
            "</body></html>\n"
        )

    def show_article(self, site: Site, piece: Piece) -> str:
        text, address = piece.text, site.base + self.article_path(piece)
        changed = text.modified or text.published
        head = (
            f'<meta name="description" content="{escape(text.lead)}">\n'
            f'<meta property="og:title" content="{escape(text.title)}">\n'
            f'<meta property="og:url" content="{address}">\n'
            f'<meta property="article:published_time" content="{text.published:%Y-%m-%d+07%H:%M:%S}">\n'
            f'<meta property="article:modified_time" content="{changed:%Y-%m-%d+07%H:%M:%S}">\n'
            f'<meta property="article:section" content="{escape(site.sections[piece.sections[0]])}">\n'
            f'<link rel="canonical" href="{address}">\n'
        )
        related = "".join(
            f'<li><a href="{escape(site.link(self.article_path(p)))}">{escape(p.text.title)}</a> '
            f"- {p.text.published:%d/%m/%Y}</li>"
            for p in link_neighbours(site, piece, self.related)
        )
        inner = (
            '<div class="news_column panel" itemtype="http://schema.org/NewsArticle" itemscope>'
            f'<h1 class="title" itemprop="headline">{escape(text.title)}</h1>\n'
            f'<span class="hidden" itemprop="datePublished">{changed:%Y-%m-%dT%H:%M:%S}+07:00</span>'
            f'<span class="hidden" itemprop="dateModified">{changed:%Y-%m-%dT%H:%M:%S}+07:00</span>'
            f'<div class="row"><span class="h5">{show_day(text.published)}</span></div>\n'
            f'<div class="hometext m-bottom" itemprop="description">{escape(text.lead)}</div>\n'
            f'<div id="news-bodyhtml" class="bodytext">{show_paragraphs(piece)}</div></div>\n'
            "<p>Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p>\n"
            f'<div class="others"><p class="h3"><strong>Những tin cũ hơn</strong></p><ul>{related}</ul></div>'
        )
        return self.frame(site, text.title, inner, head)

    def show_listing(self, site: Site, section: str, page: int) -> str:
        last = site.pages(section)
        numbers = "".join(
            f'<li><a href="{escape(site.link(self.listing_path(section, n)))}"'
            + (' rel="next"' if n == page + 1 else "")
            + f">{n}</a></li>"
            for n in range(1, last + 1)
            if n != page and abs(n - page) <= 3
        )
        inner = "".join(self.show_entry(site, piece, section) for piece in site.shown(section, page))
        pager = f'<div class="text-center"><ul class="pagination">{numbers}</ul></div>' if last > 1 else ""
        return self.frame(site, site.sections[section], f'<div class="news_column">{inner}</div>{pager}')

    def show_entry(self, site: Site, piece: Piece, section: str) -> str:
        href = escape(site.link(self.article_path(piece, section)))
        return (
            f'<div class="panel"><h2><a href="{href}" title="{escape(piece.text.title)}">'
            f"{escape(piece.text.title)}</a></h2>"
            f'<ul class="list-inline"><li>{piece.text.published:%d/%m/%Y %H:%M:%S}</li>'
            f"<li>Đã xem: 141</li></ul><p>{escape(piece.text.lead)}</p></div>\n"
        )

    def show_home(self, site: Site) -> str:
        inner = "".join(self.show_entry(site, piece, piece.sections[0]) for piece in site.shown_at_home())
        return self.frame(site, site.title, f'<div class="news_column">{inner}</div>')


@dataclass
class PlainLook:
    """No known system: no generator, no meta, no JSON-LD; only headings, a date line and paragraphs."""

    per_page: int = 10
    raw_addresses: bool = False  # slugs with diacritics instead, in `form`, exactly as they must be asked for
    form: str = "NFD"

    def article_path(self, piece: Piece, section: str | None = None) -> str:
        slug = quote(piece.slug)
        if self.raw_addresses:
            words = "-".join(piece.text.title.lower().split())
            slug = quote(normalize(self.form, f"{words}@{piece.number}"), safe="@-")
        return f"/doc-tin/{piece.number}/{slug}"

    def listing_path(self, section: str, page: int) -> str:
        return f"/muc/{section}" + (f"?trang={page}" if page > 1 else "")

    def find_article(self, site: Site, path: str) -> Piece | None:
        """Number and slug have to be right, byte for byte where slugs are raw."""
        match = PLAIN_ARTICLE.fullmatch(path)
        number = int(match[1]) if match else 0
        if not 0 < number <= len(site.pieces):
            return None
        piece = site.pieces[number - 1]
        return piece if self.article_path(piece).upper() == path.upper() else None

    def find_listing(self, site: Site, request: Request) -> tuple[str, int] | None:
        match = PLAIN_LISTING.fullmatch(request.path.partition(";")[0])
        page = request.query.get("trang", "1")
        return (match[1], int(page)) if match and match[1] in site.sections and page.isdigit() else None

    def miss(self, site: Site, request: Request) -> Answer:
        return show_html(self.frame(site, "Lỗi 404", "<p>Không tìm thấy trang.</p>"), 404)

    def frame(self, site: Site, title: str, inner: str) -> str:
        menu = " | ".join(
            f'<a href="{escape(site.link(self.listing_path(name, 1)))}">{escape(label)}</a>'
            for name, label in site.sections.items()
        )
        extra = " | ".join(f'<a href="{href}">xem</a>' for href in site.extra_links)
        return (
            f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            f'</head>\n<body><div id="dau-trang"><b>{escape(site.title)}</b> <i>{site.banner}</i></div>\n'
            f'<nav><a href="{escape(site.link("/"))}">Trang chủ</a> | {menu} {extra}</nav>\n'
            f"<main>{inner}</main>\n<footer>Bản quyền thuộc về {escape(site.title)}. Lượt truy cập: 5120"
            "</footer></body></html>\n"
        )

    def show_article(self, site: Site, piece: Piece) -> str:
        text = piece.text
        return self.frame(
            site,
            f"{text.title} - {site.title}",
            (
                f"<article><h1>{escape(text.title)}</h1>\n"
                f'<p class="ngay">Ngày đăng: {text.published:%d/%m/%Y %H:%M}</p>\n'
                f'<p class="tom-tat"><strong>{escape(text.lead)}</strong></p>\n'
                f'<div class="noi-dung">{show_paragraphs(piece)}</div></article>'
            ),
        )

    def show_listing(self, site: Site, section: str, page: int) -> str:
        inner = "".join(self.show_entry(site, piece) for piece in site.shown(section, page))
        pager = ""
        if page < site.pages(section):
            href = escape(site.link(self.listing_path(section, page + 1)))
            pager = f'<div class="trang"><a href="{href}">Trang sau</a></div>'
        return self.frame(site, site.sections[section], f"<h1>{site.sections[section]}</h1>{inner}{pager}")

    def show_entry(self, site: Site, piece: Piece) -> str:
        href = escape(site.link(self.article_path(piece)))
        return (
            f'<div class="tin"><h3><a href="{href}">{escape(piece.text.title)}</a></h3>'
            f"<span>{piece.text.published:%d/%m/%Y}</span><p>{escape(piece.text.lead)}</p></div>\n"
        )

    def show_home(self, site: Site) -> str:
        inner = "".join(self.show_entry(site, piece) for piece in site.shown_at_home())
        return self.frame(site, site.title, f"<h2>Tin mới</h2>{inner}")
