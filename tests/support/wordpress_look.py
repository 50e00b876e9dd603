"""A third way in which a made-up portal is laid out: like WordPress with a theme of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from support.answers import Answer, Request, show_html
from support.looks import link_neighbours, show_paragraphs

if TYPE_CHECKING:
    from support.site import Piece, Site

ARTICLE = re.compile(r"/bai-(\d+)-[^/]+/")  # /bai-12-hoi-nghi/
LISTING = re.compile(r"/category/([^/]+)/(?:page/(\d+)/)?")


@dataclass
class WordPressLook:
    """Addresses, marks and markup of WordPress with a classic theme, cut down to what tells the parts apart."""

    per_page: int = 10

    def article_path(self, piece: Piece, section: str | None = None) -> str:
        return f"/bai-{piece.number}-{piece.slug}/"

    def listing_path(self, section: str, page: int) -> str:
        return f"/category/{section}/" + (f"page/{page}/" if page > 1 else "")

    def find_article(self, site: Site, path: str) -> Piece | None:
        match = ARTICLE.fullmatch(path)
        number = int(match[1]) if match else 0
        return site.pieces[number - 1] if 0 < number <= len(site.pieces) else None

    def find_listing(self, site: Site, request: Request) -> tuple[str, int] | None:
        match = LISTING.fullmatch(request.path)
        return (match[1], int(match[2] or 1)) if match and match[1] in site.sections else None

    def miss(self, site: Site, request: Request) -> Answer:
        return show_html(self.frame(site, "Không tìm thấy", "<p>Không có trang này.</p>", "error404"), 404)

    def frame(self, site: Site, title: str, inner: str, kind: str, head: str = "") -> str:
        menu = "".join(
            '<li class="menu-item menu-item-object-category">'
            f'<a href="{escape(site.link(self.listing_path(name, 1)))}">{escape(label)}</a></li>'
            for name, label in site.sections.items()
        )
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            f'<meta name="generator" content="WordPress 6.5">'
            f'<link rel="https://api.w.org/" href="{site.base}/wp-json/">{head}</head><body class="{kind}">'
            f'<header><p class="site-title">{escape(site.title)}</p><ul class="menu">{menu}</ul></header>'
            f'<main id="main">{inner}</main><footer class="site-footer">Bản quyền</footer></body></html>'
        )

    def show_article(self, site: Site, piece: Piece) -> str:
        text, address = piece.text, site.base + self.article_path(piece)
        related = "".join(
            f'<li><a href="{escape(site.link(self.article_path(one)))}">{escape(one.text.title)}</a></li>'
            for one in link_neighbours(site, piece)
        )
        inner = (
            f'<article id="post-{piece.number}" class="post type-post hentry"><h1 class="entry-title">'
            f'{escape(text.title)}</h1><div class="entry-meta"><span class="posted-on">'
            f'<time class="entry-date published" datetime="{text.published:%Y-%m-%dT%H:%M:%S}+07:00">'
            f"{text.published:%d/%m/%Y}</time></span></div>"
            f'<div class="entry-content"><p>{escape(text.lead)}</p>{show_paragraphs(piece)}</div></article>'
            f'<aside class="widget"><ul>{related}</ul></aside>'
        )
        head = f'<link rel="canonical" href="{address}">'
        return self.frame(
            site, f"{text.title} - {site.title}", inner, f"single single-post postid-{piece.number}", head
        )

    def show_listing(self, site: Site, section: str, page: int) -> str:
        inner = "".join(self.show_entry(site, piece) for piece in site.shown(section, page))
        if page < site.pages(section):
            href = escape(site.link(self.listing_path(section, page + 1)))
            inner += f'<nav class="navigation"><a class="next page-numbers" href="{href}">Trang sau</a></nav>'
        return self.frame(site, f"{site.sections[section]} - {site.title}", inner, "archive category")

    def show_entry(self, site: Site, piece: Piece) -> str:
        href = escape(site.link(self.article_path(piece)))
        return (
            f'<article id="post-{piece.number}" class="post hentry"><h2 class="entry-title"><a href="{href}">'
            f"{escape(piece.text.title)}</a></h2><p>{escape(piece.text.lead)}</p></article>"
        )

    def show_home(self, site: Site) -> str:
        inner = "".join(self.show_entry(site, piece) for piece in site.shown_at_home())
        return self.frame(site, site.title, inner, "home blog")
