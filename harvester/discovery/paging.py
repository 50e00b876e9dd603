"""The next page of a listing, by the numbers in addresses first and by words after that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from urllib.parse import unquote, urlsplit

from harvester.reading.date_lines import DIGIT
from harvester.reading.markup import Element, read_link_start, select_elements
from harvester.reading.page import Page, read_bare_host
from harvester.urls import PAGE_NAMES
from harvester.whole_numbers import read_whole_number

# Where an address holds the number of a page of its listing: `/page-2/`, `/page/2`, `?page=2`,
# `?PageIndex=2`,
# `_101_INSTANCE_a1_cur=2` (Liferay), `/trang-2.html`, `-p2.html`.
_NUMBERED = (
    re.compile(rf"(?P<before>[?&])(?:{PAGE_NAMES})=(?P<number>\d{{1,5}})(?=&|$)", re.IGNORECASE),
    re.compile(r"(?P<before>/)(?:page|trang|p)[-/]?(?P<number>\d{1,5})(?=/|\.\w+$|\?|$)", re.IGNORECASE),
    re.compile(r"(?P<before>)[-_.](?:page|trang|p)[-_]?(?P<number>\d{1,5})(?=/|\.\w+$|\?|$)", re.IGNORECASE),
)
_LONGEST_LABEL = 200
"""Characters of a link to a page that are read; what says more is none."""
# Words and signs of a link to the next page; those of the second list may also lead to the last.
NEXT_WORDS = frozenset(
    (
        "trang sau", "trang tiếp", "trang tiếp theo", "trang kế", "trang kế tiếp", "tiếp", "tiếp theo", "sau",
        "tiếp tục", "kế", "kế tiếp", "sang trang", "tin cũ", "bài cũ", "các tin cũ", "next", "next page",
        "older", "older posts", "older entries", "cũ hơn", "bài cũ hơn", "tin cũ hơn",
        "bài viết cũ hơn", "các bài cũ hơn", "các tin cũ hơn", "các bài viết cũ hơn", "xem các tin cũ hơn",
    )
)  # fmt: skip
NEXT_PHRASE = re.compile(
    r"(?:(?:xem|đọc|thêm|tiếp|các|những|về|tới|đến|sang|tin|tức|bài|viết|mục|đã|đăng|đưa) ){0,6}"
    r"(?:trang (?:sau|tiếp(?: theo)?|kế(?: tiếp)?)|(?:tin|bài)(?: viết)? cũ|cũ hơn)(?: nữa)?"
)
"""Those words with others around them that say nothing more: "Xem thêm tin cũ hơn", "Sang trang sau"."""
NEXT_SIGNS = frozenset(("›", ">", "→"))
LAST_WORDS = frozenset(("»", ">>", "››"))
PREVIOUS_WORDS = frozenset(
    ("trang trước", "trước", "về trước", "đầu", "trang đầu", "cuối", "trang cuối", "previous", "prev", "first", "last",
     "newer posts", "bài mới hơn", "mới hơn")
)  # fmt: skip
MORE_WORDS = frozenset(
    ("xem thêm", "xem tiếp", "xem thêm tin", "xem thêm bài viết", "tải thêm", "tải thêm tin", "hiển thị thêm",
     "load more", "view more", "show more", "more")
)  # fmt: skip
"""What leads from a page of a listing to the next, but from a teaser to its article, too."""
# What a link to a page says: `3`, `Trang 3`, `[3]`, `›`, `…`.
PAGE_TEXT = re.compile(r"\W{0,5}(?:(?:trang|page|p\.?)\s?)?\d{0,5}\W{0,5}", re.IGNORECASE)
SIGNS = re.compile(r"^[^\w]{1,9}|[^\w]{1,9}$")
DIGITS = re.compile(r"(\d{1,9})")
NO_PAGE = re.compile(r"[?&](?:vote|rate|rating|stars?|ngay|day|date|thang|month|nam|year|tuan|week)=", re.IGNORECASE)
"""What rows of numbers lead to besides pages: `?vote=4`, `?ngay=12`."""
_MOST_LABELS = 25
"""Numbers in a row; a month has more days."""
_MOST_AROUND = 200
"""Elements around a row that are looked at."""
_ROW_DEPTH = 2
"""How far above a link the row of numbers is that it stands in."""
OFF = re.compile(r"\b(?:disabled|inactive)\b", re.IGNORECASE)
CURRENT = (
    ".pagination .active",
    ".pagination .current",
    ".paging .active",
    ".paging .current",
    ".pager .current",
    "span.current",
    "li.active span",
)


Links = Sequence[tuple[Element, str]]
"""The links of a page with their absolute addresses."""


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A listing's address without, and the number of, its page; the number is None where it holds none."""

    listing: str
    number: int | None


def split_page(url: str) -> PageAddress:
    """`/tin-tuc/page-2/` is page 2 of `/tin-tuc`; `?trang=3&cat=5` is page 3 of `?cat=5`."""
    for pattern in _NUMBERED:
        match = pattern.search(url)
        if match:
            rest = url[: match.start()] + match["before"] + url[match.end() :].removeprefix("&")
            return PageAddress(tidy_listing(rest), int(match["number"]))
    return PageAddress(tidy_listing(url), None)


def is_paging_link(link: Element, address: str) -> bool:
    """Return whether a link leads to a page of a listing: its address holds a number and its text is no title.

    `…-nha-trang-465.html` and `/?p=42` hold numbers like those of pages; under a title they are articles.
    """
    if DIGIT.search(address) is None or split_page(address).number is None:
        return False
    text = read_label(link)
    if not text:
        return link.find(".//img") is None
    words = SIGNS.sub("", text)
    return PAGE_TEXT.fullmatch(text) is not None or means_next(words) or words in PREVIOUS_WORDS


def read_label(link: Element) -> str:
    """Return what a link says of itself, in lower case: its text, title, what is read aloud, or its picture's text."""
    return (
        read_link_start(link, _LONGEST_LABEL).lower()
        or link.get("title", "").lower()
        or link.get("aria-label", "").lower()
        or next((words.lower() for image in link.iter("img") if (words := image.get("alt") or image.get("title"))), "")
    )


def tidy_listing(url: str) -> str:
    """An address without what a page number leaves behind."""
    url = url.replace("/?", "?").rstrip("?&").rstrip("/")
    return re.sub(r"(?:/index)?\.(?:html?|php|aspx)$", "", url).rstrip("/")


def find_next(page: Page, links: Links, own: str | None = None, schemes: Iterable[str] = ()) -> str | None:
    """The address of the page after this one; None on the last page, never this page itself.

    `links` are those of the page; `own` is a selector of the portal, `schemes` are selectors of the platform;
    both go before what is found here.
    """
    for css in [own] if own else list(schemes):
        for element in select_elements(page.tree, (css,)) if page.may_match(css) else ():
            address = _find_address(page, element)
            if address is not None:
                return address
    here = split_page(page.url)
    numbered, decided = find_by_number(page, links, here)
    if decided:
        return numbered
    return find_by_words(page, links, here) or find_by_labels(page, links)


def _find_address(page: Page, element: Element) -> str | None:
    """Where a link leads, unless off, elsewhere, or to this very page."""
    parent = element.getparent()
    classes = f"{element.get('class', '')} {parent.get('class', '') if parent is not None else ''}"
    if OFF.search(classes) or element.get("disabled") is not None:
        return None
    address = page.absolute(element.get("href"))
    if (
        address is None
        or address.rstrip("/") == page.url.split("#")[0].rstrip("/")
        or read_bare_host(address) != page.host
    ):
        return None
    return address


def find_last_number(page: Page, links: Links) -> int:
    """Return the highest number of a page that a listing's own paging leads to, 0 where it names none."""
    here = split_page(page.url)
    numbers = (
        number
        for link, address, _, number in iter_numbered(links, here)
        if is_paging_link(link, address) or says_next(link) is not None
    )
    return max(numbers, default=0)


def iter_numbered(links: Links, here: PageAddress) -> Iterator[tuple[Element, str, str, int]]:
    """Yield the links to pages of a listing that have a number: with their addresses, as they are and without it."""
    for link, address in links:
        there = None if DIGIT.search(address) is None else split_page(address)
        if there is not None and there.number is not None and is_same_listing(here.listing, there.listing):
            yield link, address, there.listing, there.number


def find_by_number(page: Page, links: Links, here: PageAddress) -> tuple[str | None, bool]:
    """The link with the next higher number, and whether the page has numbered links of its own listing at all."""
    found: dict[int, str] = {}
    from_zero = False
    for link, address, listing, number in iter_numbered(links, here):
        text = read_link_start(link, _LONGEST_LABEL)
        is_second = here.number is None and number == 1  # counted from 0, if it is the next
        is_behind = listing == here.listing and number == (here.number or 1) + 1
        is_more = (is_second or is_behind) and says_more(link)
        if not is_paging_link(link, address) and says_next(link) is None and not is_more:
            continue
        if read_whole_number(text) == number + 1 or (is_second and (is_more or says_next(link) is not None)):
            from_zero = True
        if _find_address(page, link) is not None:
            found.setdefault(number, address)
    current = here.number
    if current is None:
        current = 0 if counts_from_oldest(page, links, found) else read_current(page) - from_zero
    higher = [number for number in found if number > current]
    return (found[min(higher)] if higher else None), bool(found)


def counts_from_oldest(page: Page, links: Links, found: dict[int, str]) -> bool:
    """Return whether a listing without a number in its address is the last of its pages, and the first is the oldest.

    `<b>6</b> <a href="/tin/p/5">5</a> … <a href="/tin/p/1">1</a>`: from page 1 on all of them are come by.
    """
    if 1 not in found or max(found) < 2:
        return False
    numbers = {address: number for number, address in found.items()}
    row = {numbers[address]: (link, address) for link, address in links if address in numbers}
    return max(read_current(page), _find_unlinked(row) or 1) == max(found) + 1


def read_current(page: Page) -> int:
    """The number that the paging widget marks as the current one, else 1."""
    for element in select_elements(page.tree, filter(page.may_match, CURRENT)):
        text = read_link_start(element, _LONGEST_LABEL)
        if (number := read_whole_number(text, 5)) is not None:
            return number
    return 1


def is_same_listing(one: str, other: str) -> bool:
    """Whether two addresses without page numbers are those of one listing: the same but for parameters."""
    if one == other:
        return True
    try:
        first, second = urlsplit(one), urlsplit(other)
    except ValueError:
        return False
    same_path = unquote(first.path).rstrip("/") == unquote(second.path).rstrip("/")
    return (
        same_path and (not first.query or first.query in second.query) and read_bare_host(one) == read_bare_host(other)
    )


def find_by_words(page: Page, links: Links, here: PageAddress) -> str | None:
    """The link that says "Trang sau" or "»", or that is marked rel=next."""
    unsure = None
    for link, _ in links:
        sure = says_next(link)
        if sure is None:
            continue
        address = _find_address(page, link)
        if address is None or is_before(address, here) or _turns_calendar(page.url, address):
            continue
        if sure:
            return address
        unsure = unsure or address
    if unsure is not None:
        return unsure
    for link in page.tree.iter("link"):
        if (link.get("rel") or "").lower() == "next":
            address = _find_address(page, link)
            return None if address is None or is_before(address, here) else address
    return None


def _turns_calendar(url: str, address: str) -> bool:
    """Whether a link leads to another month or day, where the page itself is of none: a calendar beside the listing."""
    return NO_PAGE.search(address) is not None and NO_PAGE.search(url) is None


def says_next(link: Element) -> bool | None:
    """Return whether a link says that it leads to the next page; False where it may be the last, None where neither."""
    text = read_label(link)
    if "next" in (link.get("rel") or "").lower().split():
        return text not in LAST_WORDS
    if means_next(SIGNS.sub("", text)) or text in NEXT_SIGNS:
        return True
    return False if text in LAST_WORDS else None


def means_next(words: str) -> bool:
    """Return whether words, in lower case and without signs, stand for the next page."""
    return words in NEXT_WORDS or NEXT_PHRASE.fullmatch(words) is not None


def says_more(link: Element) -> bool:
    """Return whether a link says that there is more of something."""
    return SIGNS.sub("", read_label(link)) in MORE_WORDS


def find_by_labels(page: Page, links: Links) -> str | None:
    """The link that is called by the number behind the current page's, whatever numbers stand in the addresses.

    `/tin?start=20` under "2" and `/tin?start=40` under "3" (Joomla), `/tin/20` and `/tin/40` (CodeIgniter).
    """
    listing = _strip_number(page.url)
    labelled: dict[int, tuple[Element, str]] = {}
    for link, address in links:
        text = read_link_start(link, _LONGEST_LABEL)
        number = read_whole_number(text, 4)
        if number is not None and _strip_number(address) == listing:
            labelled.setdefault(number, (link, address))
    if not labelled or len(labelled) > _MOST_LABELS or not _is_progression(labelled):
        return None
    current = _find_current(page, labelled)
    if current + 1 not in labelled:
        return None
    link, address = labelled[current + 1]
    return None if NO_PAGE.search(address) else _find_address(page, link)


def _strip_number(url: str) -> str:
    """An address without its query and the number that may be the last part of its path."""
    return re.sub(r"/\d{1,5}$", "", url.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].rstrip("/"))


def _is_progression(labelled: dict[int, tuple[Element, str]]) -> bool:
    """Whether one number in the addresses grows with the labels, and all else stays; the first page may have none."""
    rows = [DIGITS.split(address) for number, (_, address) in sorted(labelled.items()) if number > 1]
    if len({tuple(row[::2]) for row in rows}) != 1:
        return False
    columns = [column for column in zip(*(map(int, row[1::2]) for row in rows), strict=True) if len({*column}) > 1]
    if len(rows) < 2:
        return len(rows[0]) > 1
    return len(columns) == 1 and all(one < other for one, other in pairwise(columns[0]))


def _find_current(page: Page, labelled: dict[int, tuple[Element, str]]) -> int:
    """The number of this page: that of the link to itself, else the one without a link in the row.

    Else the only one that the row leaves out, or 1.
    """
    here = page.url.split("#")[0].rstrip("/")
    for number, (_, address) in labelled.items():
        if address.rstrip("/") == here:
            return number
    unlinked = _find_unlinked(labelled)
    if unlinked is not None:
        return unlinked
    left_out = set(range(min(labelled), max(labelled))) - set(labelled)
    return left_out.pop() if len(left_out) == 1 else 1


def _find_unlinked(labelled: dict[int, tuple[Element, str]]) -> int | None:
    """The number that stands without a link in a row of numbers that are."""
    first = next(iter(labelled.values()))[0]
    for block in islice(first.iterancestors(), _ROW_DEPTH):
        for element in islice(block.iter("span", "b", "strong", "li", "em", "a", "font"), _MOST_AROUND):
            own = read_whole_number(read_link_start(element, _LONGEST_LABEL), 4)
            if element.get("href") is None and own is not None and own not in labelled:
                return own
    return None


def is_before(address: str, here: PageAddress) -> bool:
    """Whether an address is that of an earlier page of the same listing."""
    there = split_page(address)
    return there.listing == here.listing and (there.number or 1) <= (here.number or 1) and there.number != here.number
