"""The base class of platform modules: lists of CSS selectors for title, lead, body, date; each list's first match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar

from harvester.discovery.links import ListingReader
from harvester.errors import ListingPage, NotAnArticle, OtherPage
from harvester.items import EMPTY_BODY, NO_BODY, NO_TITLE, Article, DateRole, Listing, SeenDate, Selectors
from harvester.reading import around, heuristics
from harvester.reading.body import Body
from harvester.reading.composition import choose_kind, compose_body, credit
from harvester.reading.date_witnesses import drop_local_as_utc, mark_visit
from harvester.reading.error_pages import refuse_empty_frame, refuse_error_page, refuse_obfuscated
from harvester.reading.extraction import Extraction, extract_body, read_told_body
from harvester.reading.fields import (
    is_person,
    read_canonical,
    read_head_title,
    read_jsonld,
    read_meta_dates,
    read_meta_tags,
    read_microdata,
    read_names,
    read_title,
    unescape,
)
from harvester.reading.head_lines import says_nothing
from harvester.reading.markup import Element, find_ancestor, may_find, read_text, select_elements, select_texts
from harvester.reading.media import merge_attachments, read_attachment, read_lead_images
from harvester.reading.page import Page, collect_names
from harvester.reading.parts import find_number, find_part
from harvester.reading.platform import NO_SELECTORS, Platform
from harvester.reading.proximity import (
    Found,
    add_time_beside,
    collect_dates,
    find_above,
    find_near,
    is_date_text,
    read_date_texts,
    shows_player,
)
from harvester.reading.script_data import read_script_data
from harvester.reading.selected_body import (
    FEWEST_BODIES,
    Css,
    count_apart,
    extract_instead,
    find_on_page,
    read_selected_body,
)
from harvester.reading.standing_pages import refuse_standing_page
from harvester.reading.structure.nearby_category import find_category
from harvester.reading.structure.nearby_tags import find_tags
from harvester.reading.text_language import tell_language
from harvester.vietnamese.bylines import parse_field
from harvester.vietnamese.text import has_same_words
from harvester.whole_numbers import read_whole_number

_MOST_OPENING = 3
"""Blocks of a body among which it may be said that there is nothing."""
_NUMBER = re.compile(r"\d[\d.]*")


@dataclass(slots=True)
class Reading:
    """One page as it is read: where the text stands, and what is known of it so far."""

    page: Page
    selectors: Selectors
    body: Body
    element: Element | None  # that holds the body
    scope: Element  # that holds the article with its fields
    heading: Element | None = None
    data: dict[str, Any] = field(default_factory=dict)  # JSON-LD of the article
    found: Extraction | None = None  # where no selector tells the body
    around: frozenset[Element] = frozenset()  # parts of the page that are about other articles
    names: frozenset[str] = frozenset()  # classes and ids in a scope that is not the whole page

    def __post_init__(self) -> None:
        if self.scope is not self.page.tree:
            self.names = collect_names(self.scope)

    def may_match(self, selector: str) -> bool:
        """Whether all classes and ids that a selector asks for are in the scope: a search takes longer."""
        return self.page.may_match(selector) if self.scope is self.page.tree else may_find(selector, self.names)

    def select(self, css: Css) -> list[Element]:
        """The elements of the article that the first selector with any match finds."""
        for selector in css:
            if self.may_match(selector) and (found := self.keep_own(select_elements(self.scope, (selector,)))):
                return found
        return []

    def keep_own(self, elements: list[Element]) -> list[Element]:
        """The elements that stand in no part about other articles."""
        if not self.around:
            return elements
        return [one for one in elements if one not in self.around and self.around.isdisjoint(one.iterancestors())]

    def read_texts(self, css: Css, *, anywhere: bool = False) -> Iterator[str]:
        """The texts, never empty, of all matches of one selector after the other, the article's own."""
        for selector in filter(self.page.may_match if anywhere else self.may_match, css):
            found = select_elements(self.page.tree if anywhere else self.scope, (selector,))
            yield from filter(None, map(read_text, self.keep_own(found)))

    def read_dates(self, css: Css) -> Iterator[str]:
        """Like `read_texts`, of what is short enough for a date; `time[datetime]` says it best."""
        has_player = shows_player(self.page.tree)
        for selector in filter(self.may_match, css):
            for element in self.keep_own(select_elements(self.scope, (selector,))):
                text = element.get("datetime") or read_text(element)
                if is_date_text(text):
                    yield text if has_player else add_time_beside(element, text)

    def find_near(self, css: Css) -> Found:
        """The dates that selectors find near the article in the whole page."""
        return find_near(self.page.tree, self.heading, self.element, css)


class SelectorPlatform(Platform):
    """Each list holds CSS selectors, the best first; the first that finds something is taken.

    They are looked for within the container around the body, or the whole page where there is none; `banner`,
    `tags`, `category` and the comments always in the whole page. Where `use_heuristics` is set, what the lists do
    not find is looked for as on a page of unknown make.
    """

    use_heuristics: ClassVar[bool] = True
    guess_authors: ClassVar[bool] = True
    """Whether the head and any element that is named for an author, wherever it stands, may tell who wrote it."""
    in_parts: ClassVar[bool] = True
    """Whether an article may go on at addresses of its own that end in the part's number."""
    container: ClassVar[Css] = ()
    title: ClassVar[Css] = ()
    lead: ClassVar[Css] = ()
    body: ClassVar[Css] = ()
    noise: ClassVar[Css] = ()  # within the body, to leave out
    around: ClassVar[Css] = ()  # within the container, about other articles: related ones, comments
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
    comment_block: ClassVar[Css] = ()
    comments: ClassVar[Css] = ()  # one match a comment, within its block

    article_path: ClassVar[re.Pattern[str] | None] = None
    """Matches path and query of an address that can only be an article; a group `id` is the system's own id."""
    other_path: ClassVar[re.Pattern[str] | None] = None
    """Matches path and query of an address that cannot be one."""
    article_link: ClassVar[Css] = ()
    section_link: ClassVar[Css] = ()
    next_page: ClassVar[Css] = ()
    """Where a listing links to its next page; without it the links that look like paging are weighed."""
    microdata_role: ClassVar[DateRole] = "published"
    """What microdata's datePublished is the date of."""

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
        reader = ListingReader(page, self, selectors)
        return reader.read(self.article_link, self.section_link, self.next_page, guess=self.use_heuristics)

    def article(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Article:
        refuse_error_page(page)
        self.refuse_other(page)
        if self.is_article_url(page.url) is False:
            raise OtherPage(f"{page.url!r} is not the address of an article on {self.name}")
        if self.in_parts and (number := find_number(page)) > 1:
            raise OtherPage(f"part {number} of an article")
        return self.read_part(page, selectors)

    def refuse_other(self, page: Page) -> None:
        """Raise ListingPage or OtherPage for a page that is no article's by what the system says of it."""

    def read_part(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Article:
        """What stands on this page of an article, and where its next part is."""
        reading = self.open_page(page, selectors)
        article = Article(
            url=page.url,
            platform=self.name,
            extractor=self.extractor,
            fetched_at=page.fetched_at,
            platform_id=self.article_id(page.url),
        )
        article.title = self.read_title(reading)
        if not article.title:
            raise NotAnArticle(f"{NO_TITLE}{self.name!r}")
        if reading.found is not None or not self.body:  # no selector says that this is an article's text
            refuse_standing_page(page, article.title, list_opening(reading.body))
        article.lead = self.read_lead(reading)
        if article.lead is not None and has_same_words(article.lead, article.title):
            article.lead = None  # some systems fill the field with the title where nobody wrote a lead
        article.category = self.read_category(reading, article.title)
        self.add_dates(article, reading)
        article.dates = mark_visit(article.dates, page.headers.get("date", ""))
        self.add_credits(article, reading)
        self.add_lists(article, reading)
        compose_body(article, reading.body)
        if not has_content(article) and is_dated(article):
            article.attachments = merge_attachments(reading.body.players)
        article.kind = choose_kind(article)
        if not has_content(article):
            raise NotAnArticle(EMPTY_BODY)
        if not (article.images or article.attachments):
            refuse_empty_frame(article.text)
        told = page.tree.get("lang", "")
        refuse_obfuscated(article.body, told)
        article.language = tell_language(f"{article.title}\n{article.lead or ''}\n{article.body}", told)
        article.canonical_url = read_canonical(page)
        if self.in_parts:
            article.next_part = find_part(page).next_url
        return article

    def open_page(self, page: Page, selectors: Selectors) -> Reading:
        """Finds the body and what is around it.

        Raises:
            NotAnArticle: there is none.
        """
        data = read_jsonld(page) if self.use_heuristics else {}
        own = find_on_page(page, (selectors.body,) if selectors.body else self.body)
        may_doubt = self.use_heuristics and not selectors.body
        if may_doubt and count_apart(own) >= FEWEST_BODIES:
            own = []
        body = read_selected_body(page, own[0], self.noise) if own else None
        extraction = None
        if body is None and self.use_heuristics:
            extraction = extract_body(page, data)
        elif body is not None and may_doubt:
            extraction = extract_instead(page, data, own[0], body)
        if extraction is not None:
            reading = Reading(page, selectors, extraction.body, extraction.element, page.tree, found=extraction)
        elif body is not None:
            element = own[0]
            scope = find_ancestor(element, self.container)
            reading = Reading(page, selectors, body, element, page.tree if scope is None else scope)
            reading.around = find_around(page, self.around, element)
        elif self.use_heuristics and (told := read_told_body(page, data := add_script_data(page, data))) is not None:
            reading = Reading(page, selectors, told, None, page.tree)
        else:
            raise NotAnArticle(f"{NO_BODY}{self.name!r}")
        if self.use_heuristics:
            reading.data = data
            reading.heading = find_shown_title(reading, self.title)
        return reading

    def read_title(self, reading: Reading) -> str:
        """The title in the page, else in its head."""
        own = reading.selectors.title
        if own:
            text = next(select_texts(reading.page.tree, (own,)), "")
        elif self.use_heuristics:
            named = heuristics.find_named(reading.page, reading.data, reading.scope, self.title)
            text = "" if named is None else read_text(named)
        else:
            text = next(reading.read_texts(self.title), "")
        if text:
            return read_title(text)
        if reading.found is not None and reading.found.structure.title is not None:
            return around.choose_title(reading.page, reading.data, reading.found.structure)
        if self.use_heuristics:
            return heuristics.choose_title(reading.page, reading.data, reading.heading)
        return read_head_title(reading.page)

    def read_lead(self, reading: Reading) -> str | None:
        """The lead, None where there is none of its own."""
        page, own = reading.page, reading.selectors.lead
        if own:
            return next(select_texts(page.tree, (own,)), None)
        text = next(reading.read_texts(self.lead), None)
        if text is None and reading.found is not None:
            structure = reading.found.structure
            return None if structure.lead is None else structure.outline.blocks[structure.lead].text
        if text is None and self.use_heuristics:
            return heuristics.find_lead(page, reading.data, reading.heading, reading.body, reading.element)
        return text

    def read_category(self, reading: Reading, title: str) -> str | None:
        """The section the article stands in."""
        own = reading.selectors.category
        if own:
            return next(select_texts(reading.page.tree, (own,)), None)
        section = reading.page.meta.get("article:section")
        if section:
            return unescape(section)
        for css in filter(reading.page.may_match, self.category):
            texts = list(select_texts(reading.page.tree, (css,)))
            if texts and says_nothing(texts[-1]):  # "Xã Đồi Sim / Tin tức / Chi tiết tin"
                texts = [text for text in texts[1:] if not says_nothing(text)]
            if texts:
                return texts[-1]
        if not self.use_heuristics:
            return None
        told = heuristics.read_category(reading.page, reading.data, title)
        told = told or heuristics.find_path_above(reading.heading, title)
        return told or (None if reading.found is None else find_category(reading.found.vicinity, title.lower()))

    def add_dates(self, article: Article, reading: Reading) -> None:
        """Every date text with its place, the page's own first."""
        if reading.found is not None and reading.selectors.date is None and self.microdata_role == "published":
            article.dates = read_dates_around(self, reading, reading.found)
            return
        article.dates = read_selected_dates(self, reading)
        is_told = any(date.role == "published" for date in article.dates) or reading.selectors.date is not None
        if not is_told and self.use_heuristics:
            article.dates.extend(date for date in read_unselected_dates(reading) if date not in article.dates)

    def read_own_dates(self, reading: Reading) -> Iterator[str]:
        """What the places of the publication date hold."""
        own = reading.selectors.date
        if own:
            return read_date_texts(reading.page.tree, (own,))
        if self.use_heuristics and is_bare(reading):
            return iter(filter(None, (reading.find_near(self.date).near,)))
        return reading.read_dates(self.date)

    def add_credits(self, article: Article, reading: Reading) -> None:
        """Author, photographer and source from their fields; the byline in the text comes after."""
        page, own = reading.page, reading.selectors.author
        names = list(select_texts(page.tree, (own,)) if own else reading.read_texts(self.author))
        if self.use_heuristics:
            opening = next((block.text for block in reading.body.blocks if block.kind == "text"), "")
            names += find_above(reading.heading, reading.element, opening)
            names += read_names(reading.data.get("author"))
            if self.guess_authors:
                names += heuristics.find_authors(page)
        site_names = heuristics.read_publishers(page, reading.data) if names else set()
        for name in names:
            byline = parse_field(name)
            maker = byline.author or (byline.source if byline.source == name else None)
            if maker is None or is_person(maker, site_names):
                credit(article, byline)
        for text in select_texts(reading.scope, self.source):
            article.source = article.source or parse_field(text).source or text
        if reading.found is not None and article.author is None:
            around.add_credits(article, page, reading.data, reading.found.vicinity)

    def add_lists(self, article: Article, reading: Reading) -> None:
        """Tags, lead images, attachments and counts."""
        page, scope = reading.page, reading.scope
        article.tags = self.read_tags(reading)
        article.images.extend(read_lead_images(reading.select(self.lead_image), page.absolute))
        if reading.found is not None:
            article.images.extend(reading.found.lead_images)
        files = [read_attachment(a, page.absolute, any_type=True) for a in reading.select(self.attachments)]
        if self.use_heuristics:
            files.extend(read_attachment(a, page.absolute) for a in heuristics.find_file_links(page))
        article.attachments = merge_attachments(file for file in files if file is not None)
        views = next(select_texts(scope, self.views), "")
        if match := _NUMBER.search(views):
            article.views = read_whole_number(match.group(0).replace(".", ""))
        for block in find_on_page(page, self.comment_block):
            article.comments = (article.comments or 0) + len(select_elements(block, self.comments))

    def read_tags(self, reading: Reading) -> list[str]:
        """Keywords in the head, else those that the page shows."""
        shown = read_meta_tags(reading.page) or list(dict.fromkeys(reading.read_texts(self.tags, anywhere=True)))
        return shown or ([] if reading.found is None else find_tags(reading.found.vicinity))


def list_opening(body: Body) -> list[str]:
    """The first lines of a body."""
    lines = (block.text for block in body.blocks if block.kind not in ("image", "caption"))
    return list(islice(lines, _MOST_OPENING))


def has_content(article: Article) -> bool:
    """Whether an article holds anything below its title."""
    return bool(article.body or article.images or article.attachments or article.lead)


def is_dated(article: Article) -> bool:
    """Whether a page tells when it was published: what shows a recording and no day is a gallery, or a home page."""
    return any(date.role == "published" for date in article.dates)


def read_selected_dates(platform: SelectorPlatform, reading: Reading) -> list[SeenDate]:
    """The dates that selectors find, with those of the head and of lines that are hardly more than a date."""
    page = reading.page
    guessed: list[SeenDate] = []
    if platform.use_heuristics:
        guessed = list(heuristics.find_dates(page, reading.data, reading.heading, reading.body))
    seen: list[SeenDate] = []
    if platform.use_heuristics and is_bare(reading):
        seen.extend(collect_dates(reading.find_near(platform.date), guessed))
        guessed = []  # among them already
        updated = reading.find_near(platform.updated)
        edited = updated.near or updated.behind
        seen.extend([SeenDate(edited, "page", "updated")] if edited else [])
    else:
        text = next(platform.read_own_dates(reading), None)
        if text is not None:
            seen.append(SeenDate(text, "page"))
            guessed = [date for date in guessed if date.found_in != "page" or date.role == "banner"]
        seen.extend(SeenDate(text, "page", "updated") for text in reading.read_dates(platform.updated))
    seen.extend(SeenDate(text, "page", "banner") for text in read_date_texts(page.tree, platform.banner))
    seen.extend(guessed)
    seen.extend(read_meta_dates(page))
    for date in read_microdata(reading.scope):
        role = platform.microdata_role if date.role == "published" else date.role
        seen.append(SeenDate(date.text, date.found_in, role))
    seen = drop_local_as_utc(seen)
    own = {date.text for date in seen if date.found_in == "page" and date.role == "published"}
    return [date for date in dict.fromkeys(seen) if date.role != "banner" or date.text not in own]


def read_dates_around(platform: SelectorPlatform, reading: Reading, found: Extraction) -> list[SeenDate]:
    """The dates around the text where no selector tells the body; where none is there, what selectors find near."""
    seen = around.read_dates(reading.page, reading.data, found.vicinity)
    if not any(date.found_in == "page" and date.role == "published" for date in seen):
        near = reading.find_near(platform.date).near
        seen = [*([SeenDate(near, "page")] if near else []), *seen]
    seen.extend(SeenDate(text, "page", "banner") for text in read_date_texts(reading.page.tree, platform.banner))
    return list(dict.fromkeys(seen))


def read_unselected_dates(reading: Reading) -> list[SeenDate]:
    """The dates that stand around the text as on a page of unknown make: a theme has them where no selector looks."""
    try:
        found = extract_body(reading.page, reading.data)
    except ListingPage:
        return []
    seen = [] if found is None else around.read_dates(reading.page, reading.data, found.vicinity)
    return [date for date in seen if date.found_in == "page"]


def add_script_data(page: Page, data: dict[str, Any]) -> dict[str, Any]:
    """JSON-LD with what other data of scripts tells of the article, where JSON-LD holds no text."""
    return data if data.get("articleBody") else {**read_script_data(page, heuristics.read_claims(page, data)), **data}


def find_shown_title(reading: Reading, title: Css) -> Element | None:
    """The element that shows the title, to look around it. `title` is where the platform has it."""
    own = reading.selectors.title
    css = (own,) if own else title
    if not css and reading.found is not None and reading.found.structure.heading is not None:
        return reading.found.structure.heading
    found = heuristics.find_named(reading.page, reading.data, reading.scope, css)
    return found if found is not None else heuristics.find_heading(reading.page, reading.data)


def find_around(page: Page, around: Css, element: Element) -> frozenset[Element]:
    """The parts of a page that selectors find around the article whose text an element holds."""
    selectors = filter(page.may_match, around)
    found = frozenset(other for css in selectors for other in select_elements(page.tree, (css,)))
    return found - {element, *element.iterancestors()} if found else found


def is_bare(reading: Reading) -> bool:
    """Whether no container tells the article's dates from those of the page around it."""
    return reading.selectors.date is None and reading.scope is reading.page.tree


def read_path(url: str) -> str:
    """Path and query of an address."""
    start = url.find("/", url.find("://") + 3)
    return url[start:] if start > 0 else "/"
