"""How much a link looks like one to an article, where its system is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from harvester.discovery.anchors import find_zone, is_section_address, read_link_text
from harvester.discovery.paging import split_page
from harvester.reading.markup import Element

# Signs in an address that it leads to an article: an id, or a slug of four words and more.
ID = re.compile(
    r"(?:[-/_.](?:a|n|t|c|id|post|news|bv)?\d{2,}|/\d+)(?:\.\w{3,5})?/?(?:$|\?)|[?&](?:id|"
    r"newsid|tc|itemid|articleid|idtin|nid|p|aid|articleId|contentid|tinid)=\d+|/-/",
    re.IGNORECASE,
)
SLUG = re.compile(r"[^-]-[^-]+-[^-]+-[^-]+-")  # in the last part of the path
ENDING = re.compile(r"\.(?:html?|aspx|htm|php|shtml|vnp|epi)(?:$|\?)", re.IGNORECASE)
LISTING = re.compile(
    r"/(?:category|chuyen-muc|chuyen-trang|danh-muc|the-loai|author|tac-gia|tag|tags|"
    r"chu-de|page|topic|archives?)(?:/|$)|/\d{4}/\d{2}/?$",
    re.IGNORECASE,
)
ENOUGH = 4


def guess_articles(
    links: Sequence[tuple[Element, str]], is_here: Callable[[str], bool], zones: dict[Element, str]
) -> list[tuple[Element, str]]:
    """The links that most likely lead to articles: by the shape of the address, the length of the text and
    the place, best judged over all links to one address."""
    texts: dict[str, int] = {}
    marks: dict[str, int] = {}
    for link, address in links:
        if not is_here(address) or find_zone(link, zones) == "away" or not is_section_address(address):
            continue
        if LISTING.search(address) or split_page(address).number is not None:
            continue
        texts[address] = max(texts.get(address, 0), len(read_link_text(link).split()))
        marks[address] = max(marks.get(address, -9), weigh_place(link, zones))
    chosen = {
        address
        for address, words in texts.items()
        if weigh_address(address) + weigh_words(words) + marks[address] >= ENOUGH
    }
    return [pair for pair in links if pair[1] in chosen]


def weigh_address(address: str) -> int:
    """How much an address looks like an article's."""
    path, query, _ = address.partition("?")
    name = (path if query else path.removesuffix("/")).rpartition("/")[2]
    return 2 * bool(SLUG.search(name)) + 2 * bool(ID.search(address)) + bool(ENDING.search(address))


def weigh_words(words: int) -> int:
    """How much a link's text, by its number of words, looks like a title."""
    return 3 if words >= 7 else 2 if words >= 5 else 0 if words >= 4 else -2


def weigh_place(link: Element, zones: dict[Element, str]) -> int:
    """How much a link's place speaks for a title: in a heading yes, in a menu no."""
    if find_zone(link, zones) == "menu":
        return -4
    around = [link, *(parent for _, parent in zip(range(3), link.iterancestors(), strict=False))]
    return 1 if any(element.tag in ("h1", "h2", "h3", "h4", "h5", "article") for element in (*around, *link)) else 0
