"""What a selector finds all over a page, held against where the article stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harvester.items import SeenDate
from harvester.platforms.datelines import (
    TITLE_WORDS,
    TODAY,
    is_beside,
    is_in_head,
    is_listed,
    is_weekday_line,
    is_within,
)
from harvester.platforms.markup import Element, is_left_out, read_text, select_elements, select_texts

LONGEST_DATE = 160
"""Characters; a longer text beside an article is no date line."""
OTHER_TITLE = 7
"""Words of a link that can only be the title of another article; a section's name is shorter."""


@dataclass(frozen=True, slots=True)
class Found:
    """Dates of a page without a container around its article."""

    near: str | None  # the one nearest to the heading, or above it in its small surroundings
    behind: str | None  # the first right behind the text
    banners: list[str]  # days of the visit, in the page's head


def find_near(root: Element, heading: Element | None, body: Element | None, css: Iterable[str]) -> Found:
    """The dates that selectors find between heading and text, else right above, else right behind them.

    `body` holds the text. A date in a list of other articles is left out, and so is one far from both.
    """
    order = {element: place for place, element in enumerate(root.iter())}
    anchor = heading if heading is not None else body
    start = order.get(anchor, -1) if anchor is not None else -1
    end = order.get(body, len(order)) if body is not None else len(order)
    below: list[tuple[int, str]] = []
    above: list[tuple[int, str]] = []
    behind: list[str] = []
    banners: list[str] = []
    for rank, element, text in find_dated(root, css):
        place = order[element]
        if TODAY.search(text):
            banners.append(text)
        elif is_other(element, (heading, body)):
            continue
        elif start <= place and (place < end or (end <= start and is_within(element, body))):
            below.append((rank, text))
        elif place < start:
            if is_in_head(element, anchor):
                banners.append(text)
            elif is_beside(element, anchor):
                above.append((rank, text))
            elif is_weekday_line(element, text):
                banners.append(text)
        elif is_within(element, body) or (is_beside(element, body) and not is_around(element)):
            behind.append(text)
    above.reverse()  # the last is the nearest
    choice = [text for _, text in (*sorted(below, key=read_rank), *sorted(above, key=read_rank))]
    return Found(next(iter(choice), None), next(iter(behind), None), banners)


def read_rank(match: tuple[int, str]) -> int:
    """The place of a match's selector in its list."""
    return match[0]


def find_dated(root: Element, css: Iterable[str]) -> Iterator[tuple[int, Element, str]]:
    """Elements with a digit in them that are short enough for a line of date, with their selector's place."""
    for rank, selector in enumerate(css):
        for element in select_elements(root, (selector,)):
            text = read_text(element)
            if len(text) <= LONGEST_DATE and any(c.isdigit() for c in text):
                yield rank, element, text


def is_other(owner: Element, article: tuple[Element | None, ...]) -> bool:
    """Whether a date stands with the title of another article."""
    if is_listed(owner):
        return True
    parts = [part for part in article if part is not None]
    around: Element | None = owner
    for _ in range(4):
        if around is None or around.tag in ("body", "html") or any(is_within(part, around) for part in parts):
            return False
        if any(around is not part and is_within(around, part) for part in parts):
            return False
        links = [len("".join(link.itertext()).split()) for link in around.iter("a")]
        if any(words >= OTHER_TITLE for words in links) or sum(words >= TITLE_WORDS for words in links) > 1:
            return True
        around = around.getparent()
    return False


def is_around(owner: Element) -> bool:
    """Whether a date stands in a part that calls itself comments, related articles or the like."""
    around = (owner, *(parent for _, parent in zip(range(4), owner.iterancestors(), strict=False)))
    return any(element.tag not in ("body", "html") and is_left_out(element) for element in around)


def read_date_texts(scope: Element, selectors: Iterable[str]) -> Iterator[str]:
    """Texts with a digit in them that are short enough for a line of date."""
    for text in select_texts(scope, selectors):
        if len(text) <= LONGEST_DATE and any(c.isdigit() for c in text):
            yield text


def collect_dates(found: Found, guessed: list[SeenDate]) -> Iterator[SeenDate]:
    """What was found by selectors and what was guessed, as sightings."""
    if found.near is not None:
        yield SeenDate(found.near, "page")
    elif found.behind is not None and not any(
        date.found_in == "page" and date.role == "published" for date in guessed
    ):
        yield SeenDate(found.behind, "page")
    yield from (SeenDate(text, "page", "banner") for text in found.banners)
