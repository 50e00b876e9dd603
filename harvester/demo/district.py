"""The district's portal: markup, addresses and faults of a NukeViet 4.5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from harvester.demo.newsroom import DISTRICT, Newsroom, Story
from harvester.demo.sample_files import draw_landscape, make_garbage, write_pdf
from harvester.demo.site_markup import (
    Answer,
    Site,
    Style,
    answer_page,
    build_body,
    fill_page,
    link,
    name_weekday,
    read_page,
    split_pages,
)

_SITE = "Cổng thông tin điện tử huyện Sông Mây"
_SECTIONS = {
    "tin-trong-huyen": "Tin trong huyện",
    "kinh-te-xa-hoi": "Kinh tế - Xã hội",
    "nong-thon-moi": "Nông thôn mới",
    "van-hoa-giao-duc": "Văn hóa - Giáo dục",
    "Thong-bao": "Thông báo",
}
ABOUT = "/about/gioi-thieu-4.html"
_PAGE_SIZE = 10
_RELATED = 6
_FEED_SIZE = 15
STYLES: tuple[Style, ...] = ("paragraphs", "breaks", "word")

# The feed that NukeViet 4 writes has the month where the minutes belong: "Fri, 25 Mar 2022 09:03:00 GMT".
_FEED_DATE = "%a, %d %b %Y %H:%m:00 GMT"


def build_district(newsroom: Newsroom, edition: int, base: str) -> Site:
    """All answers of the portal; `base` is its address without the last slash."""
    stories = newsroom.read_edition(edition, DISTRICT)
    site: Site = {"/robots.txt": Answer(fill_page("district-robots.txt", base=base).encode(), "text/plain")}
    site["/style.css"] = Answer(read_page("district.css").template.encode(), "text/css")
    frame = Frame(base, build_side(stories))
    for story in stories:
        _add_story(site, story, stories, frame)
    for section in _SECTIONS:
        _add_listing(site, section, [s for s in stories if section in (s.section, s.also)], frame)
    site["/"] = answer_page(_wrap_page(frame, _SITE, build_home(stories), "/"))
    about = read_page("district-about.html").template
    site[ABOUT] = answer_page(_wrap_page(frame, "Giới thiệu", about, ABOUT))
    add_indexes(site, stories, base)
    return site


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of the portal shares: its address without the last slash, and the side blocks."""

    base: str
    side: str


def _wrap_page(frame: Frame, title: str, content: str, path: str, meta: str = "") -> str:
    """The frame of every page: head, menu, content, side blocks, footer."""
    menu = "".join(f"<li>{link(f'/{section}/', name)}</li>" for section, name in _SECTIONS.items())
    feeds = "\n".join(
        f'<link rel="alternate" href="/rss/{section}/" title="{escape(name)}" type="application/rss+xml">'
        for section, name in _SECTIONS.items()
    )
    head = f'{meta}\n<link rel="canonical" href="{frame.base}{path}">\n{feeds}'
    places = {"head": head, "menu": menu, "content": content, "side": frame.side, "site": _SITE}
    return fill_page("district.html", title=escape(title), **places)


def build_side(stories: Sequence[Story]) -> str:
    """The block of newest stories, each with its date, as it stands on every page."""
    return "".join(
        f"<li>{link(s.path, s.title)} <em>({s.at:%d/%m/%Y})</em></li>" for s in stories[:5] if s.fault is None
    )


def build_meta(story: Story, base: str) -> str:
    """The head of an article, with the published time that NukeViet 4.2 to 4.6 garbles."""
    values = {
        "og:title": story.title,
        "og:type": "article",
        "og:description": story.lead,
        "og:site_name": _SITE,
        "og:url": base + story.path,
        "article:published_time": f"{story.at:%Y-%m-%d}+07{story.at:%H:%M:%S}",
        "article:modified_time": f"{story.at + timedelta(minutes=9):%Y-%m-%d}+07{story.at:%H:%M:%S}",
        "article:section": _SECTIONS[story.section],
    }
    lines = [f'<meta name="description" content="{escape(story.lead)}">']
    lines += [f'<meta name="author" content="{_SITE}">']
    lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in values.items()]
    return "\n".join(lines)


def _add_story(site: Site, story: Story, stories: Sequence[Story], frame: Frame) -> None:
    """The article's page, its pictures, its file, and the address under its second section."""
    if story.fault == "missing":
        return
    if story.fault == "garbage":
        site[story.path] = Answer(make_garbage())
        return
    content = fill_page(
        "district-article.html",
        title=escape(story.title),
        section=escape(_SECTIONS[story.section]),
        section_path=f"/{story.section}/",
        url=frame.base + story.path,
        path=story.path,
        edited=f"{story.at + timedelta(days=1, minutes=9):%Y-%m-%dT%H:%M:%S}+07:00",
        date=f"{name_weekday(story.at)} - {story.at:%d/%m/%Y %H:%M}",
        lead=escape(story.lead),
        figure=build_lead_figure(story),
        body=build_body(story.lines, STYLES[story.number % len(STYLES)]),
        byline=build_byline(story),
        attachment=build_attachment(story),
        newer=build_related([s for s in reversed(stories) if s.at > story.at and s.fault is None]),
        older=build_related([s for s in stories if s.at < story.at and s.fault is None]),
    )
    meta = build_meta(story, frame.base)
    site[story.path] = answer_page(_wrap_page(frame, story.title, content, story.path, meta))
    if story.alias:
        site[story.alias] = Answer(b"", status=301, location=frame.base + story.path)
    if story.attachment:
        site[f"{story.path}?download=1&id=0"] = Answer(write_pdf(story.attachment), "application/pdf")
    for name in [line.split()[1] for line in story.lines if line.startswith("! ")]:
        site[f"/uploads/news/{name}"] = draw_landscape(name)
    if story.picture:
        site[f"/uploads/news/{story.picture[0]}"] = draw_landscape(story.picture[0])


def build_lead_figure(story: Story) -> str:
    """The picture above the body, as NukeViet sets it in the middle."""
    if story.picture is None:
        return ""
    file, caption = story.picture
    return (
        f'<figure class="article center"><img alt="{escape(caption)}" src="/uploads/news/{file}" width="460"'
        f' class="img-thumbnail"/><figcaption>{escape(caption)}</figcaption></figure>'
    )


def build_byline(story: Story) -> str:
    """The line under the body."""
    if not story.byline:
        return ""
    return f'<p class="h5 text-right"><strong>Tác giả: </strong>{escape(story.byline)}</p>'


def build_attachment(story: Story) -> str:
    """The list of files to download."""
    if story.attachment is None:
        return ""
    name = escape(story.attachment)
    return (
        '<div class="h5"><strong>File đính kèm</strong></div><div class="list-group news-download-file">'
        f'<div class="list-group-item"><a href="{story.path}?download=1&amp;id=0" title="Tập tin {name}"'
        " download>"
        f"Tập tin : <strong>{name}</strong></a></div></div>"
    )


def build_related(stories: Sequence[Story]) -> str:
    """Dated links to neighbours in time."""
    return "\n".join(
        f"<li><h4>{link(s.path, s.title)}</h4> <em>({s.at:%d/%m/%Y})</em></li>" for s in stories[:_RELATED]
    )


def find_path_in(story: Story, section: str) -> str:
    """The address under which a section lists a story."""
    return story.alias if story.alias is not None and story.also == section else story.path


def _build_item(story: Story, path: str) -> str:
    """One story in a listing, with lead, date and counters."""
    views = story.number * 37 % 460 + 12
    return (
        f'<div class="panel panel-default clearfix"><div class="panel-body featured">'
        f"<h3>{link(path, story.title)}</h3>"
        f'<div class="text-muted"><ul class="list-unstyled list-inline"><li>{story.at:%d/%m/%Y %H:%M:%S}</li>'
        f"<li>Đã xem: {views}</li><li>Phản hồi: 0</li></ul></div>"
        f"<p>{escape(story.lead)}</p></div></div>"
    )


def build_home(stories: Sequence[Story]) -> str:
    """The newest stories of each section."""
    blocks = []
    for section, name in _SECTIONS.items():
        items = [_build_item(s, s.path) for s in stories if s.section == section][:3]
        blocks.append(f'<div class="news_column"><h2>{link(f"/{section}/", name)}</h2>{"".join(items)}</div>')
    return "\n".join(blocks)


def _add_listing(site: Site, section: str, stories: Sequence[Story], frame: Frame) -> None:
    """The pages of a section: `/section/`, `/section/page-2/` and so on."""
    pages = split_pages(stories, _PAGE_SIZE)
    paths = [f"/{section}/"] + [f"/{section}/page-{n}/" for n in range(2, len(pages) + 1)]
    for position, page in enumerate(pages):
        items = "\n".join(_build_item(story, find_path_in(story, section)) for story in page)
        numbers = "".join(
            f'<li class="active"><a href="javascript:void(0)">{n}</a></li>'
            if n == position + 1
            else f"<li>{link(path, str(n))}</li>"
            for n, path in enumerate(paths, start=1)
        )
        if position + 1 < len(paths):
            numbers += f'<li><a rel="next" title="Trang sau" href="{paths[position + 1]}">&raquo;</a></li>'
        content = f'<h1 class="cat">{escape(_SECTIONS[section])}</h1>\n<div class="news_column">{items}</div>'
        content += f'<div class="text-center"><ul class="pagination">{numbers}</ul></div>'
        site[paths[position]] = answer_page(_wrap_page(frame, _SECTIONS[section], content, paths[position]))


def add_indexes(site: Site, stories: Sequence[Story], base: str) -> None:
    """The sitemap in two levels, and the feeds. Neither knows of the address that is gone."""
    alive = [s for s in stories if s.fault != "missing"]
    entries = "".join(
        f"<url><loc>{base}{s.path}</loc><lastmod>{s.at:%Y-%m-%dT%H:%M:%S}+07:00</lastmod></url>" for s in alive
    )
    index = f"<sitemap><loc>{base}/sitemap-vi.news.xml</loc></sitemap>"
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    site["/sitemap.xml"] = Answer(f"{head}<sitemapindex {xmlns}>{index}</sitemapindex>".encode(), "text/xml")
    site["/sitemap-vi.news.xml"] = Answer(f"{head}<urlset {xmlns}>{entries}</urlset>".encode(), "text/xml")
    feeds = {"/rss/": alive, **{f"/rss/{key}/": [s for s in alive if s.section == key] for key in _SECTIONS}}
    for path, items in feeds.items():
        listed = "\n".join(
            f"<item><title>{escape(s.title)}</title><link>{base}{s.path}</link>"
            f"<description><![CDATA[{s.lead}]]></description>"
            f"<pubDate>{s.at - timedelta(hours=7):{_FEED_DATE}}</pubDate></item>"
            for s in items[:_FEED_SIZE]
        )
        feed = fill_page("district-rss.xml", site=_SITE, base=base, items=listed)
        site[path] = Answer(feed.encode(), "text/xml")
