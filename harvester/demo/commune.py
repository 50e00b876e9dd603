"""The commune's portal: a WordPress with JSON-LD and a feed, without a sitemap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from html import escape

from harvester.demo.newsroom import COMMUNE, Newsroom, Story
from harvester.demo.sample_files import draw_landscape, make_garbage
from harvester.demo.site_markup import (
    Answer,
    Site,
    answer_page,
    build_body,
    fill_page,
    link,
    read_page,
    split_pages,
)

_SITE = "Trang thông tin xã Bãi Nắng"
_SECTIONS = {"tin-tuc": "Tin tức", "doi-song": "Đời sống", "thong-bao": "Thông báo"}
_PAGE_SIZE = 8
_FEED_SIZE = 10

_FEED_DATE = "%a, %d %b %Y %H:%M:%S +0000"


def build_commune(newsroom: Newsroom, edition: int, base: str) -> Site:
    """All answers of the portal; `base` is its address without the last slash."""
    stories = newsroom.read_edition(edition, COMMUNE)
    site: Site = {"/style.css": Answer(read_page("commune.css").template.encode(), "text/css")}
    site["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /wp-admin/\n", "text/plain")
    for story in stories:
        _add_story(site, story, base)
    _add_listing(site, "/", "", stories, base)
    for section, name in _SECTIONS.items():
        _add_listing(site, f"/category/{section}/", name, [s for s in stories if s.section == section], base)
    items = "\n".join(build_feed_item(s, base) for s in stories[:_FEED_SIZE])
    feed = fill_page("commune-feed.xml", site=_SITE, base=base, items=items)
    site["/feed/"] = Answer(feed.encode(), "application/rss+xml; charset=UTF-8")
    return site


def _wrap_page(title: str, content: str, head: str = "") -> str:
    """The frame of every page."""
    menu = "".join(f"<li>{link(f'/category/{section}/', name)}</li>" for section, name in _SECTIONS.items())
    return fill_page("commune.html", title=escape(title), head=head, menu=menu, content=content, site=_SITE)


def build_jsonld(story: Story, base: str) -> str:
    """The NewsArticle that the theme writes into the head."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.lead,
        "datePublished": f"{story.at:%Y-%m-%dT%H:%M:%S}+07:00",
        "dateModified": f"{story.at + timedelta(minutes=6):%Y-%m-%dT%H:%M:%S}+07:00",
        "articleSection": _SECTIONS[story.section],
        "author": {"@type": "Person", "name": story.byline or "Ban biên tập xã"},
        "mainEntityOfPage": base + story.path,
        "publisher": {"@type": "Organization", "name": _SITE},
    }
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def build_head(story: Story, base: str) -> str:
    """Canonical link, Open Graph and JSON-LD of an article."""
    values = {
        "og:type": "article",
        "og:title": story.title,
        "og:description": story.lead,
        "og:url": base + story.path,
        "og:site_name": _SITE,
        "article:published_time": f"{story.at:%Y-%m-%dT%H:%M:%S}+07:00",
    }
    lines = [f'<meta property="{name}" content="{escape(value)}" />' for name, value in values.items()]
    metas = "\n".join(lines)
    return f'<link rel="canonical" href="{base}{story.path}" />\n{metas}\n{build_jsonld(story, base)}'


def _add_story(site: Site, story: Story, base: str) -> None:
    """The article's page and its pictures."""
    if story.fault == "garbage":
        site[story.path] = Answer(make_garbage())
    if story.fault is not None:
        return
    content = fill_page(
        "commune-article.html",
        title=escape(story.title),
        path=story.path,
        stamp=f"{story.at:%Y-%m-%dT%H:%M:%S}+07:00",
        date=f"{story.at.day} Tháng {story.at.month}, {story.at.year}",
        byline=escape(story.byline or "Ban biên tập xã"),
        section=link(f"/category/{story.section}/", _SECTIONS[story.section], 'rel="category tag"'),
        lead=escape(story.lead),
        body=build_body(story.lines),
        number=str(story.number),
    )
    site[story.path] = answer_page(_wrap_page(f"{story.title} - {_SITE}", content, build_head(story, base)))
    for name in [line.split()[1] for line in story.lines if line.startswith("! ")]:
        site[f"/uploads/news/{name}"] = draw_landscape(name)


def _build_item(story: Story) -> str:
    """One story in a listing."""
    return (
        f'<article id="post-{story.number}" class="post type-post status-publish hentry">'
        f'<h2 class="entry-title">{link(story.path, story.title, "rel=bookmark")}</h2>'
        f'<div class="entry-meta"><time class="entry-date" datetime="{story.at:%Y-%m-%dT%H:%M:%S}+07:00">'
        f"{story.at:%d/%m/%Y}</time></div>"
        f'<div class="entry-summary"><p>{escape(story.lead)} [&hellip;]</p></div></article>'
    )


def _add_listing(site: Site, root: str, name: str, stories: Sequence[Story], base: str) -> None:
    """The pages of the home page or of a category: `root`, `root` + `page/2/` and so on."""
    pages = split_pages(stories, _PAGE_SIZE)
    title = f'<h1 class="page-title">{escape(name)}</h1>'
    heading = f'<header class="page-header">{title}</header>' if name else ""
    for number, page in enumerate(pages, start=1):
        older = f'<a class="next page-numbers" href="{root}page/{number + 1}/">Bài cũ hơn &rarr;</a>'
        newer = f'<a class="prev page-numbers" href="{find_page(root, number - 1)}">&larr; Bài mới hơn</a>'
        moves = (newer if number > 1 else "") + (older if number < len(pages) else "")
        content = heading + "\n".join(_build_item(story) for story in page)
        content += f'<nav class="navigation pagination" aria-label="Phân trang bài viết">{moves}</nav>'
        head = f'<link rel="next" href="{base}{root}page/{number + 1}/" />' if number < len(pages) else ""
        site[find_page(root, number)] = answer_page(_wrap_page(name or _SITE, content, head))


def find_page(root: str, number: int) -> str:
    """The path of a listing's page."""
    return root if number == 1 else f"{root}page/{number}/"


def build_feed_item(story: Story, base: str) -> str:
    """One story in the feed."""
    return (
        f"<item><title>{escape(story.title)}</title><link>{base}{story.path}</link>"
        f"<pubDate>{story.at - timedelta(hours=7):{_FEED_DATE}}</pubDate>"
        f"<category><![CDATA[{_SECTIONS[story.section]}]]></category>"
        f'<guid isPermaLink="false">{base}/?p={story.number}</guid>'
        f"<description><![CDATA[<p>{story.lead}</p>]]></description></item>"
    )
