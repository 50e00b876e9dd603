"""NukeViet 4.2 to 4.6, desktop and mobile theme, with its modules for news and for official documents.

Recognise  `meta[name=generator]` begins with NukeViet; else cookies nv4_*, its footer, poll, body or script.
Article    `/<category>/<alias>-<id>.html`, on multilingual sites `/vi/news/<category>/<alias>-<id>.html`.
Document   `/laws/detail/<alias>-<id>/` (the module may have another name): a table under the title, the text behind
           the heading "Nội dung", the files behind "File đính kèm"; both may be left out.
Listing    `/<category>/`, `/<category>/page-2/`; feeds `/rss/<category>/`; `/sitemap.xml`.
Wrong      `article:published_time` is `2022-06-29+0720:48:00` (kept as it stands); microdata's datePublished
           is the time of the last edit; meta author is the site, microdata author may be a login; every page
           link of the paging is marked rel=next; save and print copies look like articles; the mobile
           theme's first h1 is the site's name; a document's page and listings show only its own date, feed and sitemap
           tell when it was put there; the flood limiter answers "Hãy đợi..." with status 200.
Example    https://xa.example.gov.vn/tin-tuc-su-kien/le-phat-dong-trong-cay-123.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from harvester.errors import ListingPage, NotAnArticle, OtherPage
from harvester.items import Article, FoundIn, Listing, SeenDate, Selectors
from harvester.reading.body import read_body
from harvester.reading.composition import compose_body
from harvester.reading.document_tables import find_document_table
from harvester.reading.fields import read_canonical, read_meta_tags
from harvester.reading.heuristics import find_path_above
from harvester.reading.markup import Element, read_text, select_elements
from harvester.reading.media import merge_attachments, read_attachment
from harvester.reading.page import Page
from harvester.reading.platform import NO_SELECTORS
from harvester.reading.selectors import Reading, SelectorPlatform, read_path
from harvester.vietnamese.text import compare_key, has_same_words

# First parts of paths that belong to other modules of the system and to copies of articles.
_MODULES = (
    "savefile|print|sendmail|about|siteterms|contact|users|voting|seek|search|rss|feeds|banners|statistics|tag|comment|"
    "freecontent|page|menu|two-step-verification|myapi|download|admin|themes|uploads|assets|topic|author|groups|content|instant-rss"
)
# What its themes say where the generator is left out.
_MARKS = (
    ("Bạn đã không sử dụng Site".encode(), "the footer says 'Bạn đã không sử dụng Site'"),
    ("Lợi ích của phần mềm nguồn mở là gì".encode(), "its own poll on open source"),
    (b'id="news-bodyhtml"', "the page has #news-bodyhtml"),
    (b"nv_base_siteurl", "its script nv_base_siteurl"),
)
_LISTED = (".news_column a", ".flex-table-laws a", ".icon_list")
"""The links of listings: of categories, tags and topics, of documents, of a category of categories."""
FEWEST_LISTED = 2
DOCUMENT_FILES = (".laws-download-file a[href*='download=']",)


MULTILINGUAL = re.compile(r"^/([a-z]{2}/[^/?]+)/[^/?]+/[^/?]+$", re.IGNORECASE)
"""`/vi/news/tin-tuc/bai-viet-12.html` is of language and module `vi/news`."""


class NukeViet(SelectorPlatform):
    name: ClassVar[str] = "nukeviet"
    version: ClassVar[int] = 9
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
    in_parts = False  # a number at the end of an address is the article's; any other address is redirected to its own
    container = ("div[itemtype$=NewsArticle]", "#news_detail", "div.news_column", "div.detail-news", "#print")
    title = ("h1[itemprop=headline]", "h1.title", "h1:not(.hidden)", "h2.title")
    lead = ("div.hometext", "#hometext .h2", "#hometext", "div[itemprop=description]")
    body = ("#news-bodyhtml", "div.bodytext", "#bodytext", "div[itemprop=articleBody]")
    date = ("span.h5", "em.time", "span.time", ".text-muted .fa-clock-o + *")
    author = ("p.text-right",)
    category = ("ul.temp-breadcrumbs a [itemprop=name]", "ul.breadcrumbs a [itemprop=name]", ".breadcrumb a")
    tags = ("div.keywords a",)
    lead_image = ("#imgpreview", "#imagepreview", "figure.article", "p.imgalt")
    attachments = ("a[download]", "a[href*='download=1']")
    comments = ("ul.comment-list li.media",)
    comment_block = ("#idcomment",)
    microdata_role = "updated"

    article_path = re.compile(
        r"^/(?:[^/?]+/){1,4}[^/?]+-(?P<id>\d+)\.html?(?:$|\?)|"
        r"^/(?:[a-z]{2}/)?(?P<module>[^/?]+)/detail/[^/?]+-(?P<document>\d+)(?:/|\.html)?(?:$|\?)",
        re.IGNORECASE,
    )
    other_path = re.compile(
        rf"^/(?:[a-z]{{2}}/)?(?:news/)?(?:{_MODULES})(?:/|$|\?)|[?&](?:download|pdf|"
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
        """The number; with language and module where there are several, which number their articles separately."""
        path = read_path(url)
        match = None if self.other_path.search(path) else self.article_path.search(path)
        if match is None:
            return None
        if match["document"] is not None:
            return f"{match['module']}/{match['document']}".lower()
        inside = MULTILINGUAL.match(path)
        return match["id"] if inside is None else f"{inside[1]}/{match['id']}".lower()

    def recognise(self, page: Page) -> str | None:
        if "nv4_" in page.headers.get("set-cookie", ""):
            return "cookies nv4_*"
        for mark, reason in _MARKS:
            if mark in page.body:
                return reason
        return None

    def article(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Article:
        """Raise ListingPage and OtherPage for what is no article at an address that no article has.

        A category, a tag, a page of another module.
        """
        try:
            return super().article(page, selectors)
        except NotAnArticle as error:
            if self.is_article_url(page.url) is True:
                raise
            if len(set(self.list_articles(page))) >= FEWEST_LISTED:
                raise ListingPage("the main column lists articles") from error
            raise OtherPage(f"no news and no document: {error}") from error

    def read_category(self, reading: Reading, title: str) -> str | None:
        """The breadcrumbs, else a line above the title that calls itself a section, as some themes have it."""
        heading = next(iter(reading.select(self.title)), None)
        return super().read_category(reading, title) or find_path_above(heading, title)

    def read_tags(self, reading: Reading) -> list[str]:
        """Without keywords in its head an article has no tags, whatever the page shows as such."""
        return super().read_tags(reading) if "keywords" in reading.page.meta else read_meta_tags(reading.page)

    def list_articles(self, page: Page) -> Iterator[str]:
        """The addresses of the articles that the main column leads to; side blocks do on every page."""
        for link in select_elements(page.tree, _LISTED):
            address = page.absolute(link.get("href"))
            if address is not None and self.is_article_url(address) is True:
                yield address

    def read_part(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Article:
        is_news = select_elements(page.tree, self.body[:1])  # as most pages are: an id stands in the parser's table
        document = None if is_news else _read_document(page, self.name)
        if document is None:
            return super().read_part(page, selectors)
        document.extractor = self.extractor
        document.platform_id = self.article_id(page.url)
        return document

    def listing(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Listing:
        """Without the dates beside documents, which are the documents' own."""
        listing = super().listing(page, selectors)
        listing.articles = [
            replace(link, date=None) if "/detail/" in read_path(link.url) else link for link in listing.articles
        ]
        return listing


def _read_document(page: Page, platform: str) -> Article | None:
    """What a page of the module for official documents holds; None for a page of another module."""
    heading = next((one for one in page.tree.iter("h1") if "lawh3" in one.get("class", "").split()), None)
    column = None if heading is None else heading.getparent()
    if heading is None or column is None:
        return None
    found = find_document_table(column.iter("table"))
    if found is None:
        return None
    table, fields = found
    article = Article(url=page.url, platform=platform, kind="document", fetched_at=page.fetched_at)
    article.title = read_text(heading)
    lead = next((text for one in heading.itersiblings("p") if (text := read_text(one))), None)
    article.lead = None if lead is None or has_same_words(lead, article.title) else lead
    article.category, article.source = fields.kind, fields.issuer
    files = [read_attachment(a, page.absolute, any_type=True) for a in select_elements(column, DOCUMENT_FILES)]
    article.attachments = merge_attachments(file for file in files if file is not None)
    compose_body(article, read_body(column, page.absolute, find_outside(column, table)))
    article.document_number, article.signer = fields.number, fields.signer
    if fields.date_text is not None:
        article.dates = [SeenDate(fields.date_text, "page", "document")]
    article.canonical_url = read_canonical(page)
    return article


def find_outside(column: Element, table: Element) -> list[Element]:
    """The children of a document's column that are none of its text.

    All but those behind the heading "Nội dung" and before the comments or the next heading.
    """
    outside, inside, passed = [], False, False
    for child in column:
        passed = passed or child is table or any(one is table for one in child.iter("table"))
        if child.tag in ("h1", "h2", "h3") or child.get("id") == "comment":
            inside = passed and compare_key(read_text(child)) == "nội dung"
            outside.append(child)
        elif not inside:
            outside.append(child)
    return outside
