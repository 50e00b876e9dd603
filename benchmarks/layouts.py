"""Made-up pages in the layouts of many systems, each with the text that is to be read off it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.layout_oddities import list_mixed, list_odd, list_tables
from benchmarks.layout_parts import LEAD, OTHERS, TEXT, TITLE, Layout, join_paragraphs, make_list, make_page


def list_layouts() -> Iterator[Layout]:
    """All of the layouts."""
    for layouts in (
        list_systems,
        list_portals,
        list_newspapers,
        list_handmade,
        list_marked,
        list_odd,
        list_tables,
        list_mixed,
    ):
        yield from layouts()


def list_systems() -> Iterator[Layout]:
    """Pages as content systems serve them."""
    body, related = join_paragraphs(TEXT), make_list(8)
    yield Layout(
        "wordpress",
        make_page(
            f'<main><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>'
            '<div class="entry-meta"><time datetime="2023-05-03T08:00:00+07:00">3 Tháng Năm, 2023</time></div>'
            "</header>"
            f'<div class="entry-content">{body}</div><footer class="entry-footer">Chuyên mục: <a href="/c">'
            "Tin tức</a></footer>"
            f"</article></main>",
            f'<aside class="widget-area"><h2>Bài mới</h2><ul>{related}</ul></aside>',
            '<meta name="generator" content="WordPress 6.2">',
        ),
        TEXT,
    )
    yield Layout(
        "wordpress-blocks",
        make_page(
            f'<main class="wp-block-group"><h1 class="wp-block-post-title">{TITLE}</h1>'
            f'<div class="entry-content wp-block-post-content"><figure class="wp-block-image"><img src="/a.jpg">'
            f"<figcaption>Một góc chợ</figcaption></figure>{body}</div></main><ul class='wp-block-latest-posts'>"
            f"{related}</ul>"
        ),
        TEXT,
    )
    yield Layout(
        "drupal",
        make_page(
            f'<div class="region-content"><h1 class="page-header">{TITLE}</h1>'
            '<article class="node node--type-article">'
            '<div class="field field--name-body field--type-text-with-summary"><div class="field-item">'
            f"{body}</div></div>"
            '<ul class="links inline"><li><a href="/user/login">Đăng nhập</a> để gửi bình luận</li></ul>'
            "</article></div>",
            f'<div class="region-sidebar-first"><ul>{related}</ul></div>',
        ),
        TEXT,
    )


def list_portals() -> Iterator[Layout]:
    """Pages as portals' own systems serve them."""
    body, related = join_paragraphs(TEXT), make_list(8)
    yield Layout(
        "joomla",
        make_page(
            f'<div class="item-page"><div class="page-header"><h2 itemprop="headline">{TITLE}</h2></div>'
            '<dl class="article-info"><dd class="createdby">Viết bởi Lê An Nhiên</dd><dd>'
            "Ngày tạo: 03/05/2023</dd></dl>"
            f'<div itemprop="articleBody">{body}</div><ul class="pager"><li><a href="/t">Trang trước</a></li></ul>'
            "</div>",
            f'<div class="moduletable"><h3>Tin mới</h3><ul class="latestnews">{related}</ul></div>',
        ),
        TEXT,
    )
    yield Layout(
        "sharepoint",
        make_page(
            f'<div class="ms-webpart-zone"><h1 class="ms-rteElement-H1">{TITLE}</h1>'
            f'<div class="ms-rtestate-field">{join_paragraphs(TEXT, "div")}</div></div>',
            '<div class="ms-webpart-cell"><table>'
            f"{''.join(f'<tr><td><a href=/x{n}>{t}</a></td></tr>' for n, t in enumerate(OTHERS))}</table></div>",
        ),
        TEXT,
    )
    yield Layout(
        "liferay",
        make_page(
            f'<div class="portlet-body"><h3 class="header-title">{TITLE}</h3><div class="journal-content-article">'
            f"{body}</div>"
            f'</div><div class="portlet-body"><ul class="asset-list">{related}</ul></div>'
        ),
        TEXT,
    )
    yield Layout(
        "aspnet",
        make_page(
            f'<form id="aspnetForm"><div id="ctl00_main"><span id="ctl00_lblTitle">{TITLE}</span><br>'
            f'<span id="ctl00_lblDate">03/05/2023</span><div id="ctl00_lblContent">{body}</div></div></form>',
            f'<div id="ctl00_others"><b>Các tin khác</b><ul>{related}</ul></div>',
        ),
        TEXT,
    )


def list_newspapers() -> Iterator[Layout]:
    """Pages of writers: a diary, a newspaper."""
    body, related = join_paragraphs(TEXT), make_list(8)
    yield Layout(
        "blogspot",
        make_page(
            f"<div class='post hentry'><h3 class='post-title entry-title'>{TITLE}</h3>"
            "<div class='post-body entry-content'>"
            + "<br /><br />".join(TEXT)
            + "</div><div class='post-footer'>Người đăng: suoivang vào lúc 08:00</div></div>",
            f"<div class='sidebar'><div class='widget PopularPosts'><ul>{related}</ul></div></div>",
        ),
        TEXT,
    )
    yield Layout(
        "newspaper",
        make_page(
            f'<article class="detail"><h1 class="detail-title">{TITLE}</h1><h2 class="detail-sapo">{LEAD}</h2>'
            f'<div class="detail-content">{body}<div class="related-news"><ul>{make_list(3)}</ul></div></div>'
            "</article>",
            f"<section class='read-most'><ul>{related}</ul></section>",
            f'<meta name="description" content="{LEAD}">',
        ),
        TEXT,
        LEAD,
    )


def list_handmade() -> Iterator[Layout]:
    """Pages that somebody made by hand."""
    body = join_paragraphs(TEXT)
    plain = "<br>".join(TEXT)
    rows = "".join(f"<tr><td><a href='/t{n}'>{t}</a></td></tr>" for n, t in enumerate(OTHERS))
    yield Layout(
        "layout-table",
        make_page(
            f'<table width="980"><tr><td width="200"><table>{rows}</table></td><td valign="top"><b>{TITLE}</b><br>'
            f'<font size="1">03/05/2023</font>{body}</td></tr></table>'
        ),
        TEXT,
    )
    yield Layout(
        "layout-table-breaks",
        make_page(
            f'<table width="980"><tr><td width="200"><table>{rows}</table></td><td valign="top"><font size="4">'
            f"{TITLE}</font>"
            f"<br>{plain}</td></tr></table>"
        ),
        TEXT,
    )
    yield Layout("breaks", make_page(f"<div><h1>{TITLE}</h1>{plain}</div>", f"<ul>{make_list(6)}</ul>"), TEXT)
    yield Layout(
        "double-breaks",
        make_page(f"<h2>{TITLE}</h2><div class='nd'>{'<br><br>'.join(TEXT)}</div>", f"<ul>{make_list(6)}</ul>"),
        TEXT,
    )
    yield Layout(
        "only-divs",
        make_page(
            f"<div><div><div>{TITLE}</div><div>{join_paragraphs(TEXT, 'div')}</div></div></div>",
            "<div>" + "".join(f"<div><a href='/t{n}'>{t}</a></div>" for n, t in enumerate(OTHERS)) + "</div>",
        ),
        TEXT,
    )


def list_marked() -> Iterator[Layout]:
    """Pages whose paragraphs are told by other elements."""
    yield Layout(
        "spans",
        make_page(
            f"<h1>{TITLE}</h1><div>"
            + "".join(f'<p><span style="font-size:14pt"><span lang="VI">{t}</span></span></p>' for t in TEXT)
            + "</div>",
            f"<ul>{make_list(6)}</ul>",
        ),
        TEXT,
    )
    yield Layout(
        "row-a-paragraph",
        make_page(
            f"<table><tr><td><h1>{TITLE}</h1></td></tr>" + "".join(f"<tr><td>{t}</td></tr>" for t in TEXT) + "</table>",
            f"<ul>{make_list(6)}</ul>",
        ),
        TEXT,
    )
    yield Layout(
        "blockquote",
        make_page(
            f"<h1>{TITLE}</h1><div class='a'>{join_paragraphs(TEXT[:2])}<blockquote>{TEXT[2]}</blockquote>"
            f"{join_paragraphs(TEXT[3:])}</div>"
        ),
        TEXT,
    )
    parts = ("Phần một", "Phần hai")
    yield Layout(
        "headings",
        make_page(
            f"<article><h1>{TITLE}</h1>{TEXT[0] and ''}<h2>{parts[0]}</h2>{join_paragraphs(TEXT[:3])}<h2>"
            f"{parts[1]}</h2>"
            f"{join_paragraphs(TEXT[3:])}</article>"
        ),
        (parts[0], *TEXT[:3], parts[1], *TEXT[3:]),
    )
    yield Layout(
        "lists",
        make_page(
            f"<h1>{TITLE}</h1><div class='c'><p>{TEXT[0]}</p><ul>{join_paragraphs(TEXT[1:4], 'li')}</ul>"
            f"{join_paragraphs(TEXT[4:])}</div>",
            f"<ul>{make_list(9)}</ul>",
        ),
        TEXT,
    )
