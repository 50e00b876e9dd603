"""NukeViet 4.2 to 4.6, desktop and mobile theme.

Recognise  `meta[name=generator]` begins with NukeViet; else cookies nv4_*, its footer, poll, body or script.
Article    `/<category>/<alias>-<id>.html`, on multilingual sites `/vi/news/<category>/<alias>-<id>.html`.
Listing    `/<category>/`, `/<category>/page-2/`; feeds `/rss/<category>/`; `/sitemap.xml`.
Wrong      `article:published_time` is `2022-06-29+0720:48:00` (kept as it stands); microdata's datePublished
           is the time of the last edit; meta author is the site, microdata author may be a login; every page
           link of the paging is marked rel=next; save and print copies look like articles; the mobile
           theme's first h1 is the site's name; the flood limiter answers "Hãy đợi..." with status 200.
Example    https://xa.example.gov.vn/tin-tuc-su-kien/le-phat-dong-trong-cay-123.html
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.items import FoundIn
from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform, read_path

# First parts of paths that belong to other modules of the system and to copies of articles.
MODULES = (
    "savefile|print|sendmail|about|siteterms|contact|users|voting|seek|search|rss|feeds|banners|statistics|tag|comment|"
    "freecontent|page|menu|two-step-verification|myapi|download|admin|themes|uploads|assets|topic|author|groups|content|instant-rss"
)
# What its themes say where the generator is left out.
MARKS = (
    ("Bạn đã không sử dụng Site".encode(), "the footer says 'Bạn đã không sử dụng Site'"),
    ("Lợi ích của phần mềm nguồn mở là gì".encode(), "its own poll on open source"),
    (b'id="news-bodyhtml"', "the page has #news-bodyhtml"),
    (b"nv_base_siteurl", "its script nv_base_siteurl"),
)


MULTILINGUAL = re.compile(r"^/([a-z]{2}/[^/?]+)/[^/?]+/[^/?]+$", re.IGNORECASE)
"""`/vi/news/tin-tuc/bai-viet-12.html` is of language and module `vi/news`."""


class NukeViet(SelectorPlatform):
    name: ClassVar[str] = "nukeviet"
    version: ClassVar[int] = 2
    date_trust: ClassVar[tuple[FoundIn, ...]] = (
        "page",
        "listing",
        "meta",
        "sitemap",
        "feed",
        "jsonld",
        "url",
        "body",
    )

    generators = ("nukeviet",)
    use_heuristics = False
    container = ("div[itemtype$=NewsArticle]", "#news_detail", "div.news_column", "div.detail-news", "#print")
    title = ("h1[itemprop=headline]", "h1.title", "h1:not(.hidden)", "h2.title")
    lead = ("div.hometext", "#hometext .h2", "#hometext", "div[itemprop=description]")
    body = ("#news-bodyhtml", "div.bodytext", "#bodytext", "div[itemprop=articleBody]")
    date = ("span.h5", "em.time", "span.time", ".text-muted .fa-clock-o + *")
    author = ("p.text-right",)
    category = ("ul.temp-breadcrumbs a [itemprop=name]", "ul.breadcrumbs a [itemprop=name]", ".breadcrumb a")
    tags = ("div.keywords a",)
    lead_image = ("#imgpreview", "figure.article", "p.imgalt")
    attachments = ("a[download]", "a[href*='download=1']")
    comments = ("ul.comment-list li.media",)
    comment_block = ("#idcomment",)
    microdata_role = "updated"

    article_path = re.compile(r"^/(?:[^/?]+/){1,4}[^/?]+-(?P<id>\d+)\.html?(?:$|\?)", re.IGNORECASE)
    other_path = re.compile(
        rf"^/(?:[a-z]{{2}}/)?(?:news/)?(?:{MODULES})(?:/|$|\?)|[?&](?:download|pdf|"
        rf"nv_redirect|second)="
    )
    article_link = ()
    section_link = (
        "#menusite a",
        ".second-nav a",
        ".sub-list-icon a",
        "ul.temp-breadcrumbs a",
        ".news_column .panel-heading a",
    )

    def article_id(self, url: str) -> str | None:
        """The number; on multilingual sites with language and module, which number their articles separately."""
        number = super().article_id(url)
        inside = MULTILINGUAL.match(read_path(url))
        return number if number is None or inside is None else f"{inside[1]}/{number}".lower()

    def recognise(self, page: Page) -> str | None:
        if "nv4_" in page.headers.get("set-cookie", ""):
            return "cookies nv4_*"
        for mark, reason in MARKS:
            if mark in page.body:
                return reason
        return None
