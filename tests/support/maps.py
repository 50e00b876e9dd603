"""robots.txt, sitemaps and feeds of a made-up portal."""

from __future__ import annotations

import gzip
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from support.answers import Answer, show_html, show_xml

if TYPE_CHECKING:
    from support.site import Site

SITEMAP_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
MAP_SIZE = 200  # articles in one sitemap of an index


def make_robots(site: Site) -> Answer:
    """The robots.txt of the site's `Robots`."""
    robots = site.robots
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in robots.disallow)]
    if robots.crawl_delay is not None:
        lines.append(f"Crawl-delay: {robots.crawl_delay:g}")
    if robots.names_sitemap and site.sitemap != "none":
        lines.append(f"Sitemap: {site.base}/sitemap.xml" + (".gz" if site.sitemap == "gzip" else ""))
    text = robots.text if robots.text is not None else "\n".join(lines) + "\n"
    return Answer(text.encode(), headers=[("Content-Type", "text/plain")])


def make_sitemap(site: Site, path: str) -> Answer | None:
    """The sitemap at this path, None where the site has none there."""
    pieces = site.present()
    parts = [pieces[start : start + MAP_SIZE] for start in range(0, len(pieces), MAP_SIZE)]
    if site.sitemap == "plain" and path == "/sitemap.xml":
        return show_xml(list_addresses(site, pieces))
    if site.sitemap == "gzip" and path == "/sitemap.xml.gz":
        packed = gzip.compress(list_addresses(site, pieces).encode(), mtime=0)
        return Answer(packed, headers=[("Content-Type", "application/gzip")])
    if site.sitemap == "index":
        if path == "/sitemap.xml":
            return show_xml(list_maps(site, len(parts)))
        number = path.removeprefix("/sitemap-").removesuffix(".xml")
        if number.isdigit() and 0 < int(number) <= len(parts):
            return show_xml(list_addresses(site, parts[int(number) - 1]))
    return None if site.sitemap == "none" else show_html("<html><body>404</body></html>", 404)


def list_addresses(site: Site, pieces: list) -> str:
    """A sitemap of these articles. `lastmod` is the publication, as NukeViet has it."""
    rows = "".join(
        f"<url><loc>{escape(site.base + site.look.article_path(piece))}</loc>"
        f"<lastmod>{piece.text.published.isoformat()}</lastmod></url>"
        for piece in pieces
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SITEMAP_SPACE}>{rows}</urlset>'


def list_maps(site: Site, count: int) -> str:
    """A sitemap index of this many sitemaps."""
    rows = "".join(f"<sitemap><loc>{site.base}/sitemap-{number}.xml</loc></sitemap>" for number in range(1, count + 1))
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {SITEMAP_SPACE}>{rows}</sitemapindex>'


def make_feed(site: Site) -> Answer:
    """RSS 2.0 with the newest twenty."""
    items = "".join(
        f"<item><title>{escape(piece.text.title)}</title>"
        f"<link>{escape(site.base + site.look.article_path(piece))}</link>"
        f"<description>{escape(piece.text.lead)}</description>"
        f"<pubDate>{format_datetime(piece.text.published)}</pubDate></item>"
        for piece in site.present()[:20]
    )
    return Answer(
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(site.title)}</title>"
        f"<link>{site.base}/</link><description>Tin</description>{items}</channel></rss>".encode(),
        headers=[("Content-Type", "application/rss+xml; charset=utf-8")],
    )
