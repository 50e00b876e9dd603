"""The Party committee's portal: markup of its own, listings only, a banner with the day of the visit."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from harvester.demo.newsroom import PARTY, Newsroom, Story
from harvester.demo.sample_files import draw_landscape, make_garbage
from harvester.demo.site_markup import (
    Answer,
    Site,
    answer_page,
    build_body,
    fill_page,
    link,
    name_weekday,
    read_page,
    split_pages,
)

_SITE = "Trang tin Đảng bộ huyện Sông Mây"
_SECTIONS = {"xay-dung-dang": "Xây dựng Đảng", "dan-van": "Dân vận", "hoc-tap-lam-theo": "Học tập và làm theo"}
_PAGE_SIZE = 6
HOME_SIZE = 3
_RELATED = 4


def build_party(newsroom: Newsroom, edition: int, base: str) -> Site:
    """All answers of the portal. Its links are relative to the host, so `base` is not written anywhere."""
    stories = newsroom.read_edition(edition, PARTY)
    visit = newsroom.find_visit(edition)
    banner = f"Hôm nay, {name_weekday(visit)} ngày {visit:%d/%m/%Y}"
    site: Site = {"/style.css": Answer(read_page("party.css").template.encode(), "text/css")}
    site["/robots.txt"] = Answer(b"User-agent: *\nDisallow:\n", "text/plain")
    for story in stories:
        _add_story(site, story, stories, banner)
    for section in _SECTIONS:
        _add_listing(site, section, [s for s in stories if s.section == section], banner)
    blocks = []
    for section, name in _SECTIONS.items():
        newest = [s for s in stories if s.section == section and s.fault is None][:HOME_SIZE]
        items = "".join(_build_item(s) for s in newest)
        heading = link(f"/{section}/", name)
        blocks.append(f'<div class="khoi"><h2>{heading}</h2><ul class="tin">{items}</ul></div>')
    site["/"] = answer_page(_wrap_page(_SITE, "".join(blocks), banner))
    return site


def _wrap_page(title: str, content: str, banner: str) -> str:
    """The frame of every page; it has no meta data but the title."""
    menu = "".join(f"<li>{link(f'/{section}/', name)}</li>" for section, name in _SECTIONS.items())
    return fill_page("party.html", title=escape(title), menu=menu, content=content, banner=banner, site=_SITE)


def _add_story(site: Site, story: Story, stories: Sequence[Story], banner: str) -> None:
    """The article's page and its pictures."""
    if story.fault == "garbage":
        site[story.path] = Answer(make_garbage())
    if story.fault is not None:
        return
    others = [s for s in stories if s.section == story.section and s is not story and s.fault is None]
    content = fill_page(
        "party-article.html",
        title=escape(story.title),
        section=link(f"/{story.section}/", _SECTIONS[story.section]),
        date="" if story.undated else f'<div class="ngay-gio">{story.at:%H:%M %d/%m/%Y}</div>',
        lead=f'<p class="sapo"><strong>{escape(story.lead)}</strong></p>' if story.lead else "",
        body=build_body(story.lines),
        byline=f'<p style="text-align: right;"><em>{escape(story.byline)}</em></p>' if story.byline else "",
        others="".join(f"<li>{link(s.path, s.title)}</li>" for s in others[:_RELATED]),
    )
    site[story.path] = answer_page(_wrap_page(f"{story.title} | {_SITE}", content, banner))
    for name in [line.split()[1] for line in story.lines if line.startswith("! ")]:
        site[f"/uploads/news/{name}"] = draw_landscape(name)


def _build_item(story: Story) -> str:
    """One story in a listing; no date stands beside it."""
    return f'<li><h3>{link(story.path, story.title)}</h3><p class="tom-tat">{escape(story.lead)}</p></li>'


def _add_listing(site: Site, section: str, stories: Sequence[Story], banner: str) -> None:
    """The pages of a section: `/section/`, `/section/?trang=2` and so on."""
    pages = split_pages(stories, _PAGE_SIZE)
    paths = [f"/{section}/"] + [f"/{section}/?trang={n}" for n in range(2, len(pages) + 1)]
    for position, page in enumerate(pages):
        items = "".join(_build_item(story) for story in page)
        numbers = " ".join(
            f"<b>{n}</b>" if n == position + 1 else link(path, str(n)) for n, path in enumerate(paths, start=1)
        )
        if position + 1 < len(paths):
            numbers += " " + link(paths[position + 1], "Trang sau", 'class="sau"')
        content = f'<h1 class="chuyen-muc">{escape(_SECTIONS[section])}</h1><ul class="tin">{items}</ul>'
        content += f'<div class="phan-trang">{numbers}</div>'
        site[paths[position]] = answer_page(_wrap_page(f"{_SECTIONS[section]} | {_SITE}", content, banner))
