"""The element that a platform's selectors tell for the text, and whether it is the text and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from harvester.errors import ListingPage
from harvester.reading.body import Body, read_body
from harvester.reading.date_lines import CLOCK, LABEL, is_within
from harvester.reading.extraction import Extraction, extract_body
from harvester.reading.head_lines import parse_head_line
from harvester.reading.markup import Element, read_text, select_elements
from harvester.reading.page import Page
from harvester.vietnamese.text import compare_key

Css = tuple[str, ...]

_MOST_IN_HEAD = 4
"""Blocks of a body among which a date line shows that the article's head stands in it."""
_SHORTEST_TITLE = 15
FEWEST_BODIES = 3
"""Elements side by side that are those of several articles' summaries."""


def find_on_page(page: Page, css: Css) -> list[Element]:
    """The elements of a page that the first selector with any match finds.

    The first selector is tried at once: to list all names on a page takes as long as two searches.
    """
    return select_elements(page.tree, css[:1]) or select_elements(page.tree, filter(page.may_match, css[1:]))


def read_selected_body(page: Page, element: Element, noise: Iterable[str]) -> Body:
    """What an element holds, without what selectors find in it that is none of the text."""
    dropped = [inner for css in filter(page.may_match, noise) for inner in select_elements(element, (css,))]
    return read_body(element, page.absolute, dropped)


def count_apart(elements: list[Element]) -> int:
    """How many elements, in order, stand in none of those before them; no more than are asked for are counted."""
    apart: list[Element] = []
    for element in elements[: FEWEST_BODIES * 2]:
        if not apart or not is_within(element, apart[-1]):
            apart.append(element)
    return len(apart)


def extract_instead(page: Page, data: dict[str, Any], element: Element, body: Body) -> Extraction | None:
    """The text as on a page of unknown make, where what a selector tells holds the article's head too.

    A template of the portal's own. None where it does not, or nothing better is found: that stays the text then.
    """
    if not begins_with_head(body) and not holds_title(element, page):
        return None
    try:
        return extract_body(page, data)
    except ListingPage:
        return None


def begins_with_head(body: Body) -> bool:
    """Whether a date of the page's own is among the first lines of a body, behind another."""
    lines = body.blocks[1:_MOST_IN_HEAD]
    return any(block.kind == "text" and is_page_date(block.text) for block in lines)


def holds_title(element: Element, page: Page) -> bool:
    """Whether the page's title stands as an `h1` within an element, as page builders put it."""
    heading = next(element.iter("h1"), None)
    shown = "" if heading is None else compare_key(read_text(heading))
    return len(shown) >= _SHORTEST_TITLE and compare_key(page.title).startswith(shown)


def is_page_date(text: str) -> bool:
    """Whether a line is hardly more than a date with its time or label."""
    line = parse_head_line(text)
    return line is not None and (CLOCK.search(line) is not None or LABEL.search(line) is not None)
