"""Articles that stand on several pages: which part a page is, where the next one is, and how they become one.

Example  `/tin/bai-dai/`, `/tin/bai-dai/2/`, `/tin/bai-dai/3/`; `/?p=42`, `/?p=42&page=2`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from string import punctuation
from urllib.parse import quote, urlsplit

from harvester.items import Article
from harvester.reading.markup import Element
from harvester.reading.media import merge_attachments
from harvester.reading.page import Page

MOST_LINKS = 5_000
"""Links of a page that are looked at."""
_ELSEWHERE = ("/", "http://", "https://", "#", "javascript:")
"""How links begin that spell out their whole path, or have none."""
_CLIMB = 3
"""Elements around a link whose names tell what it is for."""

# Classes of the links between an article's own pages; those between a listing's or the comments' have others.
PART_LINKS = re.compile(
    r"(?:^|[\s_-])(?:page-?links?|post-nav-links|post-page-numbers|page-nav-post|link-?pages|multi(?:ple)?-?(?:post-)?pages?|"
    r"(?:article|post|entry|content|single)-?(?:pages|paging|pagination))(?:$|[\s_-])",
    re.IGNORECASE,
)
# What a part's address has behind that of the first: `/2/`, `/page/2`, `?page=2`, `-p2.html`, `_2.html`.
_NUMBER = re.compile(
    r"(?:/(?:(?:page|trang|part|p)[-/])?(?P<folder>\d{1,2})/?|(?:[?&](?:page|trang|part)=)(?P<query>\d{1,2})|"
    r"[-_](?:p|page|trang|part)?-?(?P<file>\d{1,2})(?P<end>\.\w{3,5}))$",
    re.IGNORECASE,
)
_LONGEST_NUMBER = len("-trang-12.shtml")
"""Characters."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of an article a page is, counted from 1, and the address of the next one."""

    number: int = 1
    next_url: str | None = None


def find_part(page: Page) -> Part:
    """Return which part of its article a page is, by the links to the others."""
    base, number = split_number(page.url)
    before = {(base, 1), (base, number - 1)}
    if number < 2 or find_part_link(page, base, before) is None:
        base, number = trim(page.url), 1
    return Part(number, find_part_link(page, base, {(base, number + 1)}))


def find_number(page: Page) -> int:
    """Return which part of its article a page is. Of most, the address says already that it is the first."""
    return find_part(page).number if split_number(page.url)[1] > 1 else 1


def find_part_link(page: Page, base: str, wanted: set[tuple[str, int]]) -> str | None:
    """Return the first address of these parts among the links between an article's pages.

    `link[rel=next]` counts too, where it names one. Almost all links spell out a path, and the last name in that of
    `base` is not in it: they lead to other pages, and need no look, unless it can be spelled in two ways.
    """
    name = urlsplit(base).path.rpartition("/")[2].partition(".")[0]
    if not (name.isascii() and "%" not in name):
        name = ""
    addresses = {
        href: address
        for href in page.hrefs[:MOST_LINKS]
        if (name in href or not href.startswith(_ELSEWHERE))
        and (address := page.absolute(href)) is not None
        and is_among(address, wanted)
    }
    for link in islice(page.tree.iter("a"), MOST_LINKS) if addresses else ():
        if link.get("href") in addresses and is_part_link(link):
            return addresses[link.get("href", "")]
    beside = filter(None, map(page.absolute, page.hrefs_beside))
    return next((address for address in beside if is_among(address, wanted)), None)


def is_among(url: str, parts: set[tuple[str, int]]) -> bool:
    """Return whether an address is that of one of these parts, the first of which may end in a number of its own."""
    return split_number(url) in parts or (trim(url), 1) in parts


def is_part_link(link: Element) -> bool:
    """Return whether a link, or an element close around it, is named for an article's pages."""
    around: Element | None = link
    for _ in range(_CLIMB + 1):
        if around is None or around.tag in ("body", "html", "article"):
            return False
        if PART_LINKS.search(f"{around.get('class', '')} {around.get('id', '')}"):
            return True
        around = around.getparent()
    return False


def split_number(url: str) -> tuple[str, int]:
    """Return the address of an article's first part and the number that a part's address has behind it; 1 for none."""
    match = find_written_number(url)
    if match is None or match.start() < len(urlsplit(url).netloc) + len("http://"):
        return trim(url), 1
    number = match["folder"] or match["query"] or match["file"]
    return trim(url[: match.start()] + (match["end"] or "")), int(number)


def find_written_number(url: str) -> re.Match[str] | None:
    """Return where an address says which part it is of."""
    return _NUMBER.search(url, max(0, len(url) - _LONGEST_NUMBER))


def find_stem(url: str) -> str:
    """Return a part's address up to its number: what the addresses of all later parts begin with."""
    match = find_written_number(url)
    names = () if match is None else (name for name in ("folder", "query", "file") if match[name])
    return next((url[: match.start(name)] for name in names if match is not None), url)


def is_repeated(parts: Sequence[Article]) -> bool:
    """Return whether the last part says what the one before it said, as where a server ignores the number."""
    return len(parts) > 1 and parts[-1].text == parts[-2].text


def trim(url: str) -> str:
    """Return an address without what spellings of it differ in: at its end, and in letters that are no ASCII."""
    return (url if url.isascii() else quote(url, safe=punctuation)).rstrip("/?&")


def join_parts(parts: Sequence[Article]) -> Article:
    """Return the first of an article's parts with the text, images and files of all, in their order.

    A part that says what an earlier one said, as where a server ignores the number, adds nothing.
    """
    first, *others = parts
    texts = [first.text]
    for part in others:
        if part.text in texts:
            continue
        texts.append(part.text)
        first.images = list(dict.fromkeys((*first.images, *part.images)))
        first.author = first.author or part.author
        first.photographer = first.photographer or part.photographer
        first.source = first.source or part.source
        first.attachments = merge_attachments((*first.attachments, *part.attachments))
    if len(texts) > 1:
        last = next(part for part in reversed(others) if part.text == texts[-1])
        first.body = "\n\n".join(filter(None, (*texts[:-1], last.body)))
        first.byline = last.byline
    first.next_part = None
    return first
