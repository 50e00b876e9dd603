"""Pages and links that a hostile, careless or hacked portal shows, as additions to a `Site`.

Each function changes the site it is given, so that a test names the traits it wants:

    site = Site(count=10, look=PlainLook())
    link_oddly(site, trap)
"""

from __future__ import annotations

from support.answers import XML, Answer, Request, show_html
from support.site import Site
from support.trap import UNREACHABLE, Trap

ODD_HREFS = (
    "http://[",
    "http://[::1",
    "http://]/",
    "http://:80/",
    "http:///khong-co-may",
    "//",
    "///",
    "http://",
    "https://a.example:99999/",
    "javascript:void(0)",
    "javascript:location.reload()",
    "mailto:vanthu@lamkhe.example",
    "tel:0203000000",
    "data:text/html,<p>x</p>",
    "ftp://lamkhe.example/tin",
    "file:///etc/passwd",
    "#dau-trang",
    "",
    " ",
    "?",
    "/tin%zz%",
    "/%00",
    "/tin\ttuc\n",
    "/" + "dai" * 600,
    "http://nguoi:mat-khau@127.0.0.1:1/",
    "about:blank",
    "\u202e/tin",
    "/../../../etc",
)
"""Raw `href` values, none of which leads to an article."""

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
"""Ten nested entities of ten each: `&l10;` stands for ten billion words."""


def link_oddly(site: Site, trap: Trap | None = None) -> None:
    """Every page's menu carries hrefs that no parser likes, and the trap in every notation,
    protocol-relative, with credentials and behind an `@`."""
    site.extra_links += [href.replace('"', "&quot;") for href in ODD_HREFS]
    if trap is not None:
        site.extra_links += trap.addresses()
        site.extra_links += [
            f"//127.0.0.1:{trap.port}/doc-tin/1/bay",
            f"//localhost:{trap.port}/muc/tin-tuc",
            f"http://nguoi@127.0.0.1:{trap.port}/doc-tin/2/bay",
            f"http://127.0.0.1:1@127.0.0.1:{trap.port}/",
        ]
        site.extra_links += [f"http://{host}/doc-tin/1/bay" for host in UNREACHABLE]


def link_with_backslashes(site: Site, trap: Trap) -> None:
    """Every page's menu carries hrefs with backslashes, which a browser reads as slashes: other hosts, then."""
    site.extra_links += [
        "\\\\may\\thu-muc",
        f"\\\\127.0.0.1:{trap.port}/muc/tin-tuc",
        f"/\\localhost:{trap.port}/muc/tin-tuc",
    ]


def add_redirects(site: Site, locations: list[str], section: str) -> list[str]:
    """Article-like addresses in every page's menu that redirect to these locations, one each. Their paths."""
    piece = site.present()[0]
    paths = []
    for number, location in enumerate(locations, start=900):
        path = site.look.article_path(piece, section).replace(str(piece.number), str(number))
        answer = Answer(b"", 302, [("Location", location)])
        site.extra_pages[path] = answer
        site.extra_links.append(path)
        paths.append(path)
    return paths


def add_endless_calendar(site: Site) -> None:
    """A calendar whose every month leads to its days and the months beside it, as far as anyone walks."""
    wrap_answers(site, "/lich/", lambda request: show_html(show_month(request.path)))
    site.extra_links.append("/lich/2026/3/")


def show_month(path: str) -> str:
    """The calendar page of `/lich/2026/3/` or of a day in it."""
    parts = [int(part) for part in path.split("/") if part.isdigit()]
    year, month = parts[:2] if len(parts) > 1 else (2026, 1)
    steps = [
        (year, month - 1) if month > 1 else (year - 1, 12),
        (year, month + 1) if month < 12 else (year + 1, 1),
    ]
    links = "".join(f'<a href="/lich/{y}/{m}/">tháng {m}/{y}</a> ' for y, m in steps)
    days = "".join(f'<a href="/lich/{year}/{month}/{day}/">{day}</a> ' for day in range(1, 29))
    return f"<html><head><title>Lịch công tác {month}/{year}</title></head><body>{links}{days}</body></html>"


def add_self_listing(site: Site, path: str = "/muc-luc/") -> None:
    """A listing whose next page is itself, under the same address and under ever new ones."""
    entries = "".join(f'<h2><a href="{site.look.article_path(p)}">{p.text.title}</a></h2>' for p in site.present()[:5])

    def show(request: Request) -> Answer:
        turn = int(request.query.get("trang", "1")) if request.query.get("trang", "1").isdigit() else 1
        return show_html(
            f'<html><head><title>Mục lục</title></head><body>{entries}<ul class="pagination">'
            f'<li><a rel="next" href="{path}?trang={turn + 1}">Trang sau</a></li>'
            f'<li><a href="{path}">1</a></li></ul></body></html>'
        )

    wrap_answers(site, path, show)
    site.extra_links.append(path)


def add_loop_listing(site: Site, path: str = "/vong-lap/") -> None:
    """A listing whose link to the next page is its own address."""
    entries = "".join(f'<h2><a href="{site.look.article_path(p)}">{p.text.title}</a></h2>' for p in site.present()[:5])
    site.extra_pages[path] = show_html(
        f'<html><head><title>Vòng lặp</title><link rel="next" href="{path}"></head><body>{entries}'
        f'<ul class="pagination"><li><a rel="next" href="{path}">Trang sau</a></li></ul></body></html>'
    )
    site.extra_links.append(path)


def wrap_answers(site: Site, prefix: str, show: object) -> None:
    """Let a function answer everything under a prefix."""
    before = site.answer

    def answer(request: Request) -> Answer:
        return show(request) if request.path.startswith(prefix) else before(request)  # type: ignore[operator]

    site.answer = answer  # type: ignore[method-assign]


def make_bomb_feed(trap: Trap | None = None) -> Answer:
    """An RSS feed whose title is ten billion words, and which asks for a file and for the trap."""
    outside = (
        f'<!ENTITY thu SYSTEM "{trap.base}/xxe"><!ENTITY % ngoai SYSTEM "{trap.base}/dtd"> %ngoai;' if trap else ""
    )
    return Answer(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "cười">{LAUGHS}'
        f'<!ENTITY tep SYSTEM "file:///etc/passwd">{outside}]>'
        '<rss version="2.0"><channel><title>&l10;</title><item><title>&tep;&l10;</title>'
        f"<link>http://127.0.0.1:1/&l10;</link></item></channel></rss>".encode(),
        headers=[("Content-Type", "application/rss+xml")],
    )


def make_bomb_sitemap(trap: Trap | None = None) -> Answer:
    """The same as a sitemap."""
    outside = f'<!ENTITY thu SYSTEM "{trap.base}/xxe">' if trap else ""
    return Answer(
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "cười">{LAUGHS}{outside}]>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/&l10;</loc></url>'
        f"{'<url><loc>&thu;</loc></url>' if trap else ''}</urlset>".encode(),
        headers=[("Content-Type", XML)],
    )


def make_stray_sitemap(site: Site, addresses: list[str], as_index: bool = False) -> Answer:
    """A sitemap, or an index of sitemaps, that names addresses elsewhere, and two own articles."""
    own = [site.base + site.look.article_path(piece) for piece in site.present()[:2]]
    row, root = ("sitemap", "sitemapindex") if as_index else ("url", "urlset")
    rows = "".join(f"<{row}><loc>{address}</loc></{row}>" for address in [*addresses, *([] if as_index else own)])
    return Answer(
        f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{root}>'.encode(),
        headers=[("Content-Type", XML)],
    )


def make_stray_feed(addresses: list[str]) -> Answer:
    """A feed whose items lie elsewhere."""
    items = "".join(
        f"<item><title>Tin lạ {n}</title><link>{address}</link></item>" for n, address in enumerate(addresses)
    )
    return Answer(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode(),
        headers=[("Content-Type", "application/rss+xml")],
    )


def list_elsewhere(trap: Trap) -> dict[str, str]:
    """Head markup that sends a trusting crawler to the trap, by name, for `faults.insert_in_head`."""
    there = f"{trap.base}/doc-tin/1/bay"
    return {
        "base": f'<base href="{trap.base}/">',
        "canonical": f'<link rel="canonical" href="{there}">',
        "refresh": f'<meta http-equiv="refresh" content="0; url={there}">',
        "og:url": f'<meta property="og:url" content="{there}">',
        "amp": f'<link rel="amphtml" href="{there}">',
        "feed": f'<link rel="alternate" type="application/rss+xml" href="{trap.base}/rss/">',
        "next": f'<link rel="next" href="{trap.base}/muc/tin-tuc?trang=2">',
    }
