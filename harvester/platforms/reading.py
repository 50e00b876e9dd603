"""Platforms that are told by lists of selectors: the engine that most platform modules stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from harvester.errors import NotAnArticle
from harvester.items import Article, DateRole, Image, Listing, SeenDate, Selectors
from harvester.platforms.base import NO_SELECTORS, Platform
from harvester.platforms.body import read_body
from harvester.platforms.composition import compose_body, credit
from harvester.platforms.fields import (
    is_person,
    read_canonical,
    read_head_title,
    read_meta_dates,
    read_meta_tags,
    read_microdata,
    read_site_names,
    read_title,
)
from harvester.platforms.links import ListingReader
from harvester.platforms.markup import Element, find_ancestor, select_elements, select_texts
from harvester.platforms.media import find_image, read_attachment
from harvester.platforms.page import Page
from harvester.platforms.standins import refuse_obfuscated, refuse_stand_in
from harvester.vietnamese.bylines import parse_field

Css = tuple[str, ...]

LONGEST_DATE = 160
"""Characters; a longer text beside an article is no date line."""
NUMBER = re.compile(r"\d[\d.]*")


class SelectorPlatform(Platform):
    """Each list holds CSS selectors, the best first; the first that finds something is taken.

    All but `container`, `banner` and `category` are looked for within the container, or the whole page where
    none is found.
    """

    container: ClassVar[Css] = ()
    title: ClassVar[Css] = ("h1",)
    lead: ClassVar[Css] = ()
    body: ClassVar[Css] = ()
    noise: ClassVar[Css] = ()  # within the body, to leave out
    date: ClassVar[Css] = ()
    updated: ClassVar[Css] = ()
    banner: ClassVar[Css] = ()  # the day of the visit
    author: ClassVar[Css] = ()
    source: ClassVar[Css] = ()
    category: ClassVar[Css] = ()  # the last match counts: breadcrumbs end in the category
    tags: ClassVar[Css] = ()
    lead_image: ClassVar[Css] = ()  # figures outside the body
    attachments: ClassVar[Css] = ()
    views: ClassVar[Css] = ()
    comments: ClassVar[Css] = ()  # one match a comment
    comment_block: ClassVar[Css] = ()  # where it is shown at all

    article_path: ClassVar[re.Pattern[str] | None] = None
    """Matches path and query of an address that can only be an article; a group `id` is the system's
    own id."""
    other_path: ClassVar[re.Pattern[str] | None] = None
    """Matches path and query of an address that cannot be one."""
    article_link: ClassVar[Css] = ()
    section_link: ClassVar[Css] = ("nav a", ".menu a", "#menu a", ".navbar a")
    meta_date_role: ClassVar[DateRole] = "published"
    """What microdata's datePublished is worth."""

    def is_article_url(self, url: str) -> bool | None:
        path = read_path(url)
        if self.other_path is not None and self.other_path.search(path):
            return False
        if self.article_path is not None and self.article_path.search(path):
            return True
        return None

    def article_id(self, url: str) -> str | None:
        if self.article_path is None or self.is_article_url(url) is not True:
            return None
        match = self.article_path.search(read_path(url))
        return match.groupdict().get("id") if match else None

    def listing(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Listing:
        return ListingReader(page, self, selectors).read(self.article_link, self.section_link)

    def article(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Article:
        refuse_stand_in(page)
        if self.is_article_url(page.url) is False:
            raise NotAnArticle(f"{page.url!r} is not the address of an article on {self.name}")
        body = self.find_body(page, selectors)
        if body is None:
            raise NotAnArticle(f"no body by the rules of {self.name!r}")
        scope = self.find_scope(page, body)
        article = Article(
            url=page.url,
            platform=self.name,
            extractor=f"{self.name}/{self.version}",
            fetched_at=page.fetched_at,
        )
        article.title = self.read_title(page, scope, selectors)
        if not article.title:
            raise NotAnArticle(f"no title by the rules of {self.name!r}")
        article.lead = self.read_lead(page, scope, selectors)
        self.add_dates(article, page, scope, selectors)
        self.add_credits(article, page, scope, selectors)
        self.add_lists(article, page, scope)
        article.category = self.read_category(page, selectors)
        noise = [element for css in self.noise for element in select_elements(body, (css,))]
        compose_body(article, read_body(body, page.absolute, noise))
        if not article.body and not article.images and not article.attachments and article.lead is None:
            raise NotAnArticle("the body is empty")
        refuse_obfuscated(article.body, page.tree.get("lang", ""))
        article.platform_id = self.article_id(page.url)
        article.canonical_url = read_canonical(page)
        return article

    def find_body(self, page: Page, selectors: Selectors) -> Element | None:
        """The element that holds the text."""
        found = select_elements(page.tree, (selectors.body,) if selectors.body else self.body)
        return found[0] if found else None

    def find_scope(self, page: Page, body: Element) -> Element:
        """The element that holds the article with its fields: the container around the body, else the
        page."""
        found = find_ancestor(body, self.container)
        return page.tree if found is None else found

    def read_title(self, page: Page, scope: Element, selectors: Selectors) -> str:
        """The title in the page, else in its head."""
        if selectors.title:
            own = next(select_texts(page.tree, (selectors.title,)), "")
        else:
            own = next(select_texts(scope, self.title), "")
        return read_title(own) or read_head_title(page)

    def read_lead(self, page: Page, scope: Element, selectors: Selectors) -> str | None:
        """The lead, None where there is none of its own."""
        if selectors.lead:
            return next(select_texts(page.tree, (selectors.lead,)), None)
        return next(select_texts(scope, self.lead), None)

    def read_category(self, page: Page, selectors: Selectors) -> str | None:
        """The section the article stands in."""
        if selectors.category:
            return next(select_texts(page.tree, (selectors.category,)), None)
        section = page.meta.get("article:section")
        if section:
            return section
        for css in self.category:
            texts = list(select_texts(page.tree, (css,)))
            if texts:
                return texts[-1]
        return None

    def add_dates(self, article: Article, page: Page, scope: Element, selectors: Selectors) -> None:
        """Every date text with its place, the page's own first."""
        where = page.tree if selectors.date else scope
        own = next(read_date_texts(where, (selectors.date,) if selectors.date else self.date), None)
        if own is not None:
            article.dates.append(SeenDate(own, "page"))
        article.dates.extend(
            SeenDate(text, "page", "updated") for text in read_date_texts(scope, self.updated)
        )
        article.dates.extend(
            SeenDate(text, "page", "banner") for text in read_date_texts(page.tree, self.banner)
        )
        article.dates.extend(read_meta_dates(page))
        if scope is not page.tree:
            for seen in read_microdata(scope):
                role = self.meta_date_role if seen.role == "published" else seen.role
                article.dates.append(SeenDate(seen.text, seen.found_in, role))

    def add_credits(self, article: Article, page: Page, scope: Element, selectors: Selectors) -> None:
        """Author, photographer and source from their fields; the byline in the text comes after."""
        where, author = (page.tree, (selectors.author,)) if selectors.author else (scope, self.author)
        site_names = None
        for text in select_texts(where, author):
            byline = parse_field(text)
            if byline.author is not None:
                site_names = read_site_names(page) if site_names is None else site_names
                if not is_person(byline.author, site_names):
                    continue
            credit(article, byline)
        for text in select_texts(scope, self.source):
            article.source = article.source or parse_field(text).source or text

    def add_lists(self, article: Article, page: Page, scope: Element) -> None:
        """Tags, lead images, attachments and counts."""
        article.tags = list(dict.fromkeys(select_texts(scope, self.tags))) or read_meta_tags(page)
        article.images.extend(self.read_lead_images(page, scope))
        for element in select_elements(scope, self.attachments):
            attachment = read_attachment(element, page.absolute, any_type=True)
            if attachment is not None and attachment not in article.attachments:
                article.attachments.append(attachment)
        views = next(select_texts(scope, self.views), "")
        if match := NUMBER.search(views):
            article.views = int(match.group(0).replace(".", ""))
        if self.comment_block and select_elements(page.tree, self.comment_block):
            article.comments = len(select_elements(page.tree, self.comments))

    def read_lead_images(self, page: Page, scope: Element) -> Iterator[Image]:
        """Images of the article that stand outside its body, with their captions."""
        for figure in select_elements(scope, self.lead_image):
            image = figure if figure.tag == "img" else next(figure.iter("img"), None)
            address = find_image(image, page.absolute) if image is not None else None
            if address is not None:
                caption = (
                    next(select_texts(figure, ("figcaption", ".imgalt")), None)
                    if figure.tag != "img"
                    else None
                )
                yield Image(address, caption)


def read_date_texts(scope: Element, selectors: Css) -> Iterator[str]:
    """Texts with a digit in them that are short enough for a line of date."""
    for text in select_texts(scope, selectors):
        if len(text) <= LONGEST_DATE and any(c.isdigit() for c in text):
            yield text


def read_path(url: str) -> str:
    """Path and query of an address."""
    start = url.find("/", url.find("://") + 3)
    return url[start:] if start > 0 else "/"
