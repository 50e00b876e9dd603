"""Any page: JSON-LD and meta for the fields, trafilatura to find the text.

Recognise  never: it reads what no other platform claims, or more than one.
Article    the text is where trafilatura finds it, read again by the walk that all platforms share, so that
           tables, captions and repeated paragraphs are kept.
Wrong      what the head describes may be the site rather than the article, its author the site's name: both
           are held against the visible page.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from harvester.errors import NotAnArticle
from harvester.items import Article, Image, Listing, SeenDate, Selectors
from harvester.platforms.base import NO_SELECTORS, Platform
from harvester.platforms.body import Block, Body, read_body
from harvester.platforms.composition import compose_body, credit
from harvester.platforms.datelines import find_dates
from harvester.platforms.extraction import find_body
from harvester.platforms.fields import (
    is_person,
    read_canonical,
    read_head_title,
    read_jsonld,
    read_meta_dates,
    read_meta_tags,
    read_microdata,
    read_names,
    read_site_names,
    read_string,
    read_title,
)
from harvester.platforms.links import ListingReader
from harvester.platforms.markup import Element, read_text, select_elements, select_texts
from harvester.platforms.page import Page
from harvester.platforms.standins import refuse_obfuscated, refuse_stand_in
from harvester.vietnamese.bylines import parse_field
from harvester.vietnamese.text import compare_key

TITLES = (
    "h1[itemprop=headline]",
    "h1.entry-title",
    "article h1",
    "h1[class*=title]",
    "h1",
    "h2[class*=title]",
    "[class*=detail] [class*=title]",
)
LEADS = (
    ".sapo",
    "[class*=sapo]",
    "[itemprop=description]",
    ".hometext",
    ".lead",
    "[class*=summary]",
    ".article-desc",
    "h2[class*=desc]",
    "p[class*=desc]",
)
AUTHORS = (
    "[itemprop=author]",
    "[rel=author]",
    ".author-name",
    "[class*=author]",
    "[class*=tac-gia]",
    "[class*=tacgia]",
)
BREADCRUMBS = ("[class*=breadcrumb] a", "[id*=breadcrumb] a", ".breadcrumb li")
SHORTEST_LEAD = 30
"""Characters; a shorter description is a slogan."""
HOME = re.compile(r"trang (?:chủ|nhất|đầu)|home")


class Generic(Platform):
    name: ClassVar[str] = "generic"
    version: ClassVar[int] = 1

    def recognise(self, page: Page) -> str | None:
        return None

    def listing(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Listing:
        return ListingReader(page, self, selectors).read((), (), guess=True)

    def article(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Article:
        refuse_stand_in(page)
        article = Article(
            url=page.url,
            platform=self.name,
            extractor=f"{self.name}/{self.version}",
            fetched_at=page.fetched_at,
        )
        data = read_jsonld(page)
        heading = find_title(page, data, selectors)
        article.title = choose_title(page, data, heading)
        if not article.title:
            raise NotAnArticle("no title")
        own = select_elements(page.tree, (selectors.body,)) if selectors.body else []
        found = find_body(page, own[0] if own else None)
        if found is None:
            raise NotAnArticle("no text of an article's length")
        element, text = found
        body = read_body(element, page.absolute) if element is not None else make_body(text)
        article.lead = find_lead(page, data, body, selectors)
        self.add_dates(article, page, data, heading, element, selectors)
        self.add_fields(article, page, data, selectors)
        compose_body(article, body)
        if not article.body:
            raise NotAnArticle("the body is empty")
        refuse_obfuscated(article.body, page.tree.get("lang", ""))
        return article

    def add_dates(
        self,
        article: Article,
        page: Page,
        data: dict[str, Any],
        heading: Element | None,
        body: Element | None,
        selectors: Selectors,
    ) -> None:
        """Every date text with its place."""
        if selectors.date:
            article.dates.extend(
                SeenDate(text, "page") for text in select_texts(page.tree, (selectors.date,))
            )
        for key, role in (
            ("datePublished", "published"),
            ("dateCreated", "published"),
            ("dateModified", "updated"),
        ):
            if text := read_string(data.get(key)):
                article.dates.append(
                    SeenDate(text, "jsonld", "updated" if role == "updated" else "published")
                )
        seen = [*read_meta_dates(page), *find_dates(page.tree, heading, body), *read_microdata(page.tree)]
        article.dates = list(dict.fromkeys((*article.dates, *seen)))

    def add_fields(self, article: Article, page: Page, data: dict[str, Any], selectors: Selectors) -> None:
        """Credits, category, tags, image and canonical address."""
        site_names = read_site_names(page) | set(map(compare_key, read_names(data.get("publisher"))))
        named = [
            *read_names(data.get("author")),
            page.meta.get("author", ""),
            page.meta.get("article:author", ""),
        ]
        own = (selectors.author,) if selectors.author else AUTHORS
        named = (
            [*select_texts(page.tree, own), *named]
            if selectors.author
            else [*named, *select_texts(page.tree, own)]
        )
        for name in named:
            byline = parse_field(name)
            if byline.author is None or (
                len(byline.author.split()) <= 8 and is_person(byline.author, site_names)
            ):
                credit(article, byline)
        article.category = read_category(page, data, article.title, selectors)
        article.tags = read_meta_tags(page)
        image = page.absolute(page.meta.get("og:image"))
        if image is not None and any(
            part in image.lower() for part in ("upload", "/files", "media", "images/news")
        ):
            article.images.append(Image(image))
        article.canonical_url = read_canonical(page)


def find_title(page: Page, data: dict[str, Any], selectors: Selectors) -> Element | None:
    """The heading of the article: the one that says what the head says, else the first of its kind."""
    if selectors.title:
        own = select_elements(page.tree, (selectors.title,))
        return own[0] if own else None
    wanted = {
        compare_key(text) for text in (read_head_title(page), read_string(data.get("headline"))) if text
    }
    first = None
    for css in TITLES:
        for element in select_elements(page.tree, (css,)):
            key = compare_key(read_text(element))
            if key in wanted:
                return element
            first = element if first is None and key else first
    return first


def choose_title(page: Page, data: dict[str, Any], heading: Element | None) -> str:
    """The visible heading where the head agrees with it or says nothing, else what the head says."""
    head = read_head_title(page)
    visible = read_title(read_text(heading)) if heading is not None else ""
    headline = read_title(read_string(data.get("headline")))
    if visible and (
        not head
        or compare_key(visible) in (compare_key(head), compare_key(headline))
        or compare_key(visible) in compare_key(head)
    ):
        return visible
    return headline or head or visible


def find_lead(page: Page, data: dict[str, Any], body: Body, selectors: Selectors) -> str | None:
    """The lead, if the page shows one of its own: what the head describes the article by, as it stands
    there."""
    if selectors.lead:
        return next(select_texts(page.tree, (selectors.lead,)), None)
    described = [page.meta.get(name, "") for name in ("og:description", "description")] + [
        read_string(data.get("description"))
    ]
    keys = {key for text in described if len(key := compare_key(text.rstrip(".… "))) >= SHORTEST_LEAD}
    for text in select_texts(page.tree, LEADS):
        key = compare_key(text)
        if any(key.startswith(known) for known in keys) or (not keys and len(key) >= SHORTEST_LEAD):
            return text
    for block in body.blocks[:4]:
        if compare_key(block.text) in keys:
            return block.text
    return find_described(page, keys)


def find_described(page: Page, keys: set[str]) -> str | None:
    """The text of the smallest element that says just what the head describes."""
    if not keys:
        return None
    longest = 2 * max(map(len, keys))
    for element in page.tree.iter("p", "div", "h2", "h3", "span", "strong", "td"):
        if element.text and len(element.text) <= longest and len(element) < 4:
            text = read_text(element)
            if len(text) <= longest and compare_key(text) in keys:
                return text
    return None


def read_category(page: Page, data: dict[str, Any], title: str, selectors: Selectors) -> str | None:
    """The section that the head names, else the last crumb that is not the article itself."""
    if selectors.category:
        return next(select_texts(page.tree, (selectors.category,)), None)
    for text in (page.meta.get("article:section", ""), *read_names(data.get("articleSection"))):
        if text:
            return text
    crumbs = list(select_texts(page.tree, BREADCRUMBS[:1]) or select_texts(page.tree, BREADCRUMBS[1:]))
    crumbs = [
        text
        for text in crumbs
        if compare_key(text) != compare_key(title) and not HOME.fullmatch(compare_key(text))
    ]
    return crumbs[-1] if crumbs else None


def make_body(text: str) -> Body:
    """A body from plain text, a block a line."""
    return Body([Block("text", line.strip()) for line in text.splitlines() if line.strip()])
