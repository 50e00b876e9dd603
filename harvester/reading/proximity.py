"""What a selector finds all over a page, held against where the article stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from harvester.items import SeenDate
from harvester.reading.containers import is_caption_class
from harvester.reading.date_lines import (
    BARE_CLOCK,
    CLOCK,
    DATE,
    LABEL,
    TITLE_WORDS,
    TODAY,
    is_beside,
    is_in_head,
    is_listed,
    is_weekday_line,
    is_within,
)
from harvester.reading.markup import (
    INLINE,
    SKIPPED,
    Element,
    is_left_out,
    read_text,
    select_elements,
    select_texts,
)
from harvester.vietnamese.bylines import parse_above
from harvester.vietnamese.text import collapse_spaces

_MOST_DATES = 20
"""How many of a kind are kept at most: some pages repeat a class a thousand times."""
MOST_AROUND_DAY, _MOST_PIECES = 4, 6
"""Elements around a day alone, and texts of the element beside it."""
_MOST_MATCHES = 400
"""Matches of one selector that are looked at."""
_LONGEST_DATE = 160
"""Characters; a longer text beside an article is no date line."""
OTHER_TITLE = 7
"""Words of a link that can only be the title of another article; a section's name is shorter."""
_SHORTEST_LEAD, _LONGEST_LEAD = 80, 900
"""Characters of a lead that only its place tells."""
MOST_BETWEEN = 80
"""Elements between heading and text; where there are more, one of the two is not the article's."""
_COMPARED = 60
"""Characters of the text's beginning that are looked for."""
_MOST_LINKED = 0.3
"""Part of a text in links from which on it leads elsewhere."""
UNTOLD = frozenset(("ul", "ol", "li", "dl", "table", "form", "nav", "aside", "figure", "figcaption", "footer", "a"))
"""Elements between heading and text that hold no lead."""
# Buttons beside an article: "Cỡ chữ", "Chia sẻ", "In bài viết", "Lượt xem: 14".
TOOL = re.compile(
    r"\b(?:cỡ chữ|chia sẻ|in bài|in trang|gửi bài|bản in|lượt xem|lượt đọc|email|print|facebook|zalo)\b",
    re.IGNORECASE,
)
MOST_TOOLS = 2
# `<div class="len">02:45</div>`, `span.video-duration`
LENGTH_NAME = re.compile(r"(?:^|[\s_-])len(?:gth)?(?:$|[\s_-])|duration|runtime|thoi-?luong", re.IGNORECASE)


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
        elif start <= place and (place < end or (end <= start and is_within(element, body))):
            if len(below) < _MOST_DATES and not is_other(element, (heading, body)):
                below.append((rank, text))
        elif place < start:
            if len(banners) + len(above) < _MOST_DATES:
                sort_above(element, anchor, (rank, text), above, banners)
        elif behind or is_other(element, (heading, body)):
            continue
        elif is_within(element, body) or is_right_behind(element, body):
            behind.append(text)
    above.reverse()  # the last is the nearest
    choice = [text for _, text in (*sorted(below, key=read_rank), *sorted(above, key=read_rank))]
    return Found(next(iter(choice), None), next(iter(behind), None), banners)


def sort_above(
    element: Element,
    anchor: Element | None,
    match: tuple[int, str],
    above: list[tuple[int, str]],
    banners: list[str],
) -> None:
    """Put a date that stands above the heading with the article's or with the days of the visit, or with neither."""
    if is_listed(element):
        return
    if is_in_head(element, anchor):
        banners.append(match[1])
    elif is_beside(element, anchor):
        above.append(match)
    elif is_weekday_line(element, match[1]):
        banners.append(match[1])


def read_rank(match: tuple[int, str]) -> int:
    """The place of a match's selector in its list."""
    return match[0]


def find_dated(root: Element, css: Iterable[str]) -> Iterator[tuple[int, Element, str]]:
    """Elements with a digit in them that are short enough for a line of date, with their selector's place."""
    has_player = shows_player(root)
    for rank, selector in enumerate(css):
        for element in select_elements(root, (selector,))[:_MOST_MATCHES]:
            text = read_text(element)
            if is_date_text(text):
                yield rank, element, text if has_player else add_time_beside(element, text)


def add_time_beside(element: Element, day: str) -> str:
    """A day with the time that stands alone in the next element, as page builders have it: `<li>day</li><li>time</li>`.

    As it is where it has its time, or anything else stands beside: the length of a recording, "02:45".
    """
    if CLOCK.search(day) is not None:
        return day
    around: Element | None = element
    for _ in range(MOST_AROUND_DAY):
        if around is None or (around.tail or "").strip():
            return day
        beside = around.getnext()
        if beside is not None:
            inside = islice(beside.itertext(), _MOST_PIECES)  # it may be the whole page below
            time = collapse_spaces("".join(inside))
            is_time = BARE_CLOCK.fullmatch(time) is not None and not names_length(beside)
            return f"{day} {time}" if is_time else day
        around = around.getparent()
        if around is None or len(around) != 1 or (around.text or "").strip():
            return day
    return day


def names_length(element: Element) -> bool:
    """Whether an element, or one of the first in it, calls itself the length of a recording."""
    inside = islice(element.iter("*"), _MOST_PIECES)
    return any(LENGTH_NAME.search(f"{one.get('class') or ''} {one.get('id') or ''}") is not None for one in inside)


def shows_player(root: Element) -> bool:
    """Whether a page plays a recording: minutes and seconds beside a day may be its length."""
    return next(root.iter("video", "audio"), None) is not None


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


def is_right_behind(owner: Element, body: Element | None) -> bool:
    """Whether a date stands beside the text, with no list of other articles between them."""
    if body is None or not is_beside(owner, body) or is_around(owner):
        return False
    titles = passed = 0
    for branch in (body, *body.iterancestors()):
        for sibling in branch.itersiblings():
            for element in sibling.iter():
                if element is owner:
                    return True
                titles += element.tag == "a" and len("".join(element.itertext()).split()) >= TITLE_WORDS
                passed += 1
                if titles > 1 or passed > MOST_BETWEEN:
                    return False
    return False


def is_around(owner: Element) -> bool:
    """Whether a date stands in a part that calls itself comments, related articles or the like."""
    around = (owner, *(parent for _, parent in zip(range(4), owner.iterancestors(), strict=False)))
    return any(element.tag not in ("body", "html") and is_left_out(element) for element in around)


def read_date_texts(scope: Element, selectors: Iterable[str]) -> Iterator[str]:
    """Texts with a digit in them that are short enough for a line of date."""
    return filter(is_date_text, select_texts(scope, selectors))


def is_date_text(text: str) -> bool:
    """Return whether a text has a digit in it and is short enough for a line of date."""
    return len(text) <= _LONGEST_DATE and any(c.isdigit() for c in text)


def collect_dates(found: Found, guessed: list[SeenDate]) -> Iterator[SeenDate]:
    """What was found by selectors and what was guessed, but for lines that hold what a selector found."""
    if found.near is not None:
        yield SeenDate(found.near, "page")
    elif found.behind is not None and not any(date.found_in == "page" and date.role == "published" for date in guessed):
        yield SeenDate(found.behind, "page")
    yield from (SeenDate(text, "page", "banner") for text in found.banners)
    for date in guessed:
        if found.near is None or found.near not in date.text or date.found_in != "page":
            yield date


def find_between(heading: Element | None, body: Element | None, opening: str) -> str | None:
    """The first text of a lead's length between the heading and the element that holds the text.

    `opening` is how the text begins: an element that was found by its text may hold the heading as well.
    """
    if heading is None or not (body is not None or opening):
        return None
    elements = list_between(heading, body, opening)
    dropped: set[Element] = set()
    for element in elements:
        tag = element.tag
        out = not isinstance(tag, str) or tag in UNTOLD or tag in SKIPPED or is_left_out(element)
        out = out or is_caption_class(element.get("class") or "")
        if out or element.getparent() in dropped:
            dropped.add(element)
        elif tag not in INLINE and is_leaf(element) and is_lead(element):
            return read_text(element)
    return None


def find_above(heading: Element | None, body: Element | None, opening: str) -> Iterator[str]:
    """The lines between heading and text that name the author: "Tác giả: … .Ngày đăng: …", "Viết bởi …"."""
    if heading is None or not (body is not None or opening):
        return
    for element in list_between(heading, body, opening):
        if isinstance(element.tag, str) and element.tag not in SKIPPED and is_leaf(element):
            text = read_text(element)
            if len(text) <= _LONGEST_DATE and parse_above(text) is not None:
                yield text


def list_between(heading: Element, body: Element | None, opening: str) -> list[Element]:
    """The elements behind a heading and before the text in document order; none where there are too many."""
    between: list[Element] = []
    for branch in (heading, *heading.iterancestors()):
        for sibling in branch.itersiblings():
            for element in sibling.iter():
                if element is body or (opening and begins(element, opening)):
                    return between
                between.append(element)
                if len(between) > MOST_BETWEEN:
                    return []
    return []


def begins(element: Element, opening: str) -> bool:
    """Whether an element holds a paragraph that begins like a text."""
    return isinstance(element.tag, str) and is_leaf(element) and read_text(element).startswith(opening[:_COMPARED])


def is_leaf(element: Element) -> bool:
    """Whether an element holds a text and no other block."""
    return all(inner is element or inner.tag in INLINE or inner.tag == "br" for inner in element.iter())


def is_lead(element: Element) -> bool:
    """Whether a block between heading and text reads like a lead: of its length, no links, dates or tools."""
    text = read_text(element)
    if not _SHORTEST_LEAD <= len(text) <= _LONGEST_LEAD or len(TOOL.findall(text)) > MOST_TOOLS:
        return False
    if DATE.search(text) and LABEL.search(text):
        return False
    linked = sum(len(collapse_spaces("".join(link.itertext()))) for link in element.iter("a"))
    return linked <= _MOST_LINKED * len(text)
