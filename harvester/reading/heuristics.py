"""Fields that a platform's own selectors do not find: what the head claims, held against what the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from harvester.items import SeenDate
from harvester.reading.body import Body
from harvester.reading.date_lines import find_dates as find_near
from harvester.reading.date_lines import is_in_head, is_within, read_date_line
from harvester.reading.fields import (
    SITE,
    SUFFIX,
    read_head_title,
    read_names,
    read_site_names,
    read_string,
    read_title,
    read_told_date,
    unescape,
)
from harvester.reading.head_lines import HOME_PATH, parse_path, says_home
from harvester.reading.markup import Element, read_text, select_elements, select_texts
from harvester.reading.page import Page
from harvester.reading.proximity import find_between
from harvester.reading.structure.markings import Mark, read_classes
from harvester.reading.structure.nearby_category import may_be_named_category
from harvester.vietnamese.bylines import is_office
from harvester.vietnamese.text import compare_key

_TITLES = (
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
    "[class*=Sapo]",
    "[itemprop=description]",
    ".hometext",
    ".lead",
    "[class*=summary]",
    "[class*=Summary]",
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
LONGEST_AUTHOR = 80
"""Characters; a longer text is about the author."""
FILE_PARTS = ("[class*=attach] a", "[class*=dinhkem] a", "[class*=dinh-kem] a", "[id*=dinhkem] a", "[id*=attach] a")
MOST_INSIDE = 200
"""Elements in a title or a lead; every letter of one may be an element."""
_STEPS_TO_PATH = 4
"""Elements outwards from a heading, and before each of them, among which the path to the page is looked for."""
_MOST_MATCHES = 100
"""Elements that one of these selectors finds of which each is looked at."""
_SHORTEST_TITLE = 15
_LONGEST_TITLE = 500
"""Characters; a broken page may have all of its text in its title."""
_LONGEST_LEAD = 900
_SHORTEST_LEAD = 30
"""Characters; a shorter description is a slogan."""
# "Người làng Sậy: Về quê", as blogs have it; "Về quê (truyện ngắn của Lê An Nhiên)".
BEFORE_COLON = re.compile(r":\s+")
IN_BRACKETS = re.compile(r"\s+\([^()]{1,80}\)$")
BARE = ("h1", "h2", "h3")
"""Selectors that name no more than a tag."""


def find_heading(page: Page, data: dict[str, Any]) -> Element | None:
    """The heading of the article: the one that says what the head says, else the first of its kind."""
    wanted = read_claims(page, data)
    claimed = find_claimed(page, wanted)
    if claimed is not None:
        return claimed
    named = [element for css in _TITLES for element in select_elements(page.tree, (css,))]
    keys = {element: compare_key(read_text(element)) for element in named}
    claimed = next((element for element in named if is_title(keys[element], wanted)), None)
    return claimed if claimed is not None else next((element for element in named if keys[element]), None)


def find_claimed(page: Page, wanted: set[str]) -> Element | None:
    """The first heading, else the first element with text of its own, that says what the head says."""
    for element in page.tree.iter("h1", "h2", "h3", "h4", "h5"):
        if is_small(element) and is_title(compare_key(read_text(element)), wanted):
            return element
    cuts = read_cuts(page)
    shortened: Element | None = None
    for element in page.tree.iter("b", "strong", "div", "span", "p", "td", "font", "a"):
        if element.text and len(element.text) >= _SHORTEST_TITLE:
            key = compare_key(element.text)
            if key in wanted:
                return element
            if shortened is None and key in cuts and element.tag != "a":
                shortened = element
    return shortened


def is_small(element: Element) -> bool:
    """Whether an element holds no more than a title or a lead may: headings that never close stand in one another."""
    return next(islice(element.iter(), MOST_INSIDE, None), None) is None


def read_cuts(page: Page) -> set[str]:
    """Compare keys of what the head's title may be without what stands behind it, or before: "Xã Đồi Sim: Tên bài".

    A short one, such as "Thư ngỏ", only where a heading shows it.
    """
    title = read_head_title(page)[:_LONGEST_TITLE]
    cuts = [(title[: match.start()].rstrip(), title[match.end() :]) for match in SUFFIX.finditer(title)]
    long = {compare_key(front) for front, behind in cuts if len(front) >= _SHORTEST_TITLE and len(front) > len(behind)}
    whole = "og:title" in page.meta  # which names the article alone
    found = () if whole else BEFORE_COLON.finditer(title)
    colons = [(title[: match.start()], title[match.end() :]) for match in found]
    bracket = IN_BRACKETS.search(title)
    headings = [
        (element, compare_key(read_text(element)))
        for element in (page.tree.iter("h1", "h2", "h3", "h4") if cuts or colons or bracket is not None else ())
        if is_small(element)
    ]
    shown = {key for _, key in headings}
    fronts = {compare_key(front) for front, behind in cuts if compare_key(behind) not in shown}
    own = [element for element, key in headings if element.tag == "h1" and key in fronts]
    long |= _read_backs(page, cuts, colons, headings)
    if bracket is not None:
        long |= shown & {compare_key(title[: bracket.start()])}
    return long | {compare_key(read_text(one)) for one in own[:_MOST_MATCHES] if not is_site_heading(page, one)}


def _read_backs(
    page: Page, cuts: list[tuple[str, str]], colons: list[tuple[str, str]], headings: list[tuple[Element, str]]
) -> set[str]:
    """Compare keys of what stands behind the site's name in the head's title.

    What a heading shows where another shows the site's name; where neither is shown, what is long and no office, but
    not behind a mere colon.
    """
    found: set[str] = set()
    shown = {key: element for element, key in headings}
    for place, (front, behind) in enumerate((*cuts, *colons)):
        heading = shown.get(compare_key(front))
        key = compare_key(behind)
        if heading is not None:
            is_own = key in shown and is_site_heading(page, heading) and not is_site_heading(page, shown[key])
        else:
            is_own = place < len(cuts) and key not in shown and len(behind) > max(len(front), _SHORTEST_TITLE)
        if is_own and SITE.search(behind) is None and not is_office(behind):
            found.add(key)
    return found


def find_named(page: Page, data: dict[str, Any], scope: Element, css: Iterable[str]) -> Element | None:
    """The first element with text that a platform's selectors find within a scope.

    A selector that names no more than the tag finds the site's name as well: what it finds has to say what
    the head says, unless nothing on the page does but the site's name and it is not the site's heading.
    """
    wanted: set[str] = set()
    for selector in css:
        first = select_elements(scope, (selector,))[:_MOST_MATCHES]
        found = [element for element in first if read_text(element)]
        if found and selector in BARE:
            wanted = wanted or read_claims(page, data)
            claimed = [element for element in found if _is_claimed(compare_key(read_text(element)), wanted)]
            own = claimed or [element for element in found if not is_site_heading(page, element)]
            other = None if claimed else find_claimed(page, wanted)
            if other is not None and not (own and is_site_heading(page, other)):
                return other
            found = own
        if found:
            return found[0]
    return None


def is_site_heading(page: Page, element: Element) -> bool:
    """Whether a heading shows the site's name: by its words, by its link to the home page, by its place."""
    text = read_text(element)
    links = (*element.iter("a"), *(outer for outer in element.iterancestors() if outer.tag == "a"))
    if SITE.match(text) or compare_key(text) in read_site_names(page):
        return True
    if any((href := link.get("href")) and HOME_PATH.fullmatch(href.strip()) for link in links):
        return True
    inside = any(outer.tag in ("article", "main") for outer in element.iterancestors())
    return not inside and is_in_head(element, None)


def read_claims(page: Page, data: dict[str, Any]) -> set[str]:
    """Compare keys of the titles that the head gives."""
    claims = (read_head_title(page), read_string(data.get("headline")))
    return {compare_key(text) for text in claims if text}


def _is_claimed(key: str, wanted: set[str]) -> bool:
    """Whether a text, as compare key, is a title that the head gives, whole or cut short."""
    begun = (claim.rstrip(".… ") for claim in wanted)
    return is_title(key, wanted) or any(len(claim) >= _SHORTEST_TITLE and key.startswith(claim) for claim in begun)


def is_title(key: str, wanted: set[str]) -> bool:
    """Whether a text, as compare key, is a title that the head gives, with or without the site's name behind."""
    return key in wanted or (
        len(key) >= _SHORTEST_TITLE
        and any(claim.startswith(key) and (2 * len(key) > len(claim) or not SITE.match(key)) for claim in wanted)
    )


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


def find_lead(
    page: Page, data: dict[str, Any], heading: Element | None, body: Body, element: Element | None
) -> str | None:
    """The lead, if the page shows one in a place of its own.

    What the head describes the article by, as it stands there, else the text between the heading and `element`, which
    holds the body.

    A paragraph among the others of the text is none, whatever its type and whatever the head describes.
    """
    keys = read_descriptions(page, data)
    for text in islice(select_texts(page.tree, LEADS), _MOST_MATCHES):
        if len(text) > _LONGEST_LEAD:
            continue  # `field--type-text-with-summary` holds the whole text
        key = compare_key(text)
        if any(key.startswith(known) for known in keys) or (not keys and len(key) >= _SHORTEST_LEAD):
            return text
    opening = next((block.text for block in body.blocks if block.kind == "text"), "")
    return find_described(page, keys, element) or find_between(heading, element, opening)


def read_descriptions(page: Page, data: dict[str, Any]) -> set[str]:
    """Compare keys of what the head describes the article by."""
    texts = [page.meta.get(name, "") for name in ("og:description", "description")]
    texts.append(read_string(data.get("description")))
    return {key for text in texts if len(key := compare_key(text.rstrip(".… "))) >= _SHORTEST_LEAD}


def find_described(page: Page, keys: set[str], body: Element | None) -> str | None:
    """The text of the smallest element that says just what the head describes.

    None where it is a paragraph of the text.
    """
    if not keys:
        return None
    longest = 2 * max(map(len, keys))
    for element in page.tree.iter("p", "div", "h2", "h3", "span", "strong", "b", "td"):
        if element.text and len(element.text) <= longest and len(element) < 4 and is_small(element):
            text = read_text(element)
            if len(text) <= longest and compare_key(text) in keys:
                return None if is_within(element, body) and is_paragraph(element, text) else text
    return None


def is_paragraph(element: Element, text: str) -> bool:
    """Whether an element with this text is one of several paragraphs: other text stands beside it."""
    while element.getparent() is not None and not is_between_texts(element):
        around = element.getparent()
        if around is None or around.tag in ("body", "html") or read_text(around) != text:
            return False
        element = around
    return True


def is_between_texts(element: Element) -> bool:
    """Whether text, or a paragraph of no class of its own that is unlike the element's, stands behind it."""
    if element.tail and not element.tail.isspace():
        return True
    for sibling in element.itersiblings():
        if sibling.tail and len(sibling.tail.strip()) >= _SHORTEST_LEAD:
            return True
        if sibling.tag == element.tag and sibling.get("class") == element.get("class"):
            return True
    return False


def read_category(page: Page, data: dict[str, Any], title: str) -> str | None:
    """The section that the head names, else the last crumb that is not the article itself."""
    for text in (unescape(page.meta.get("article:section", "")), *read_names(data.get("articleSection"))):
        if text:
            return text
    crumbs = list(select_texts(page.tree, BREADCRUMBS[:1]) or select_texts(page.tree, BREADCRUMBS[1:]))
    crumbs = [text for text in crumbs if compare_key(text) != compare_key(title) and not says_home(text)]
    return crumbs[-1] if crumbs else None


def find_path_above(heading: Element | None, title: str) -> str | None:
    """The article's section by a line close before its heading or what is around it.

    A line that leads there from the home page, or one that calls itself a section: `p.chuyen-muc`.
    """
    if heading is None:
        return None
    for element in islice((heading, *heading.iterancestors()), _STEPS_TO_PATH):
        for before in islice(element.itersiblings(preceding=True), _STEPS_TO_PATH):
            if isinstance(before.tag, str) and is_small(before):
                text = read_text(before)
                end = parse_path(text, title)
                if end is not None:
                    return end
                if read_classes(before.get("class") or "") & Mark.CATEGORY and may_be_named_category(text):
                    return text
    return None


def find_dates(page: Page, data: dict[str, Any], heading: Element | None, body: Body) -> Iterator[SeenDate]:
    """Dates in JSON-LD and in date lines around the article."""
    for key in ("datePublished", "dateCreated", "dateModified"):
        if text := read_told_date(data.get(key)):
            yield SeenDate(text, "jsonld", "updated" if key == "dateModified" else "published")
    texts = [block.text for block in body.blocks if block.kind not in ("image", "caption", "table")]
    running = [text for text in texts if len(text) >= _SHORTEST_LEAD]
    opening = [block.text for block in body.blocks[:3] if block.kind == "text"]
    yield from (SeenDate(line, "page") for text in opening if (line := read_date_line(text)) is not None)
    near = list(find_near(page.tree, heading, next(iter(running), ""), next(reversed(running), "")))
    if not any(date.role == "published" for date in near):  # "Cập nhật: …" is the only date that some show
        near = [SeenDate(d.text, d.found_in) if d.role == "updated" else d for d in near]
    yield from near


def find_file_links(page: Page) -> list[Element]:
    """Links in the parts of a page that are named for the files they offer."""
    return [link for css in filter(page.may_match, FILE_PARTS) for link in select_elements(page.tree, (css,))]


def find_authors(page: Page) -> Iterator[str]:
    """Names that the head and author elements give; some are the site's."""
    for name in ("author", "article:author", "dc.creator"):
        if name in page.meta:
            yield page.meta[name]
    yield from (text for text in select_texts(page.tree, AUTHORS) if len(text) <= LONGEST_AUTHOR)


def read_publishers(page: Page, data: dict[str, Any]) -> set[str]:
    """Compare keys of what the site calls itself."""
    return read_site_names(page) | set(map(compare_key, read_names(data.get("publisher"))))
