"""How much a link looks like one to an article, where its system is not known."""

from __future__ import annotations

import re

from harvester.discovery.anchors import NUMBER_BESIDE, find_zone, is_section_address
from harvester.reading.markup import Element

# Signs in an address that it leads to an article: an id, or a slug of four words and more.
ID = re.compile(
    r"(?:[-/_.](?:a|n|t|c|id|post|news|bv)?\d{2,}|/\d+)(?:\.\w{3,5})?/?(?:$|\?)|[?&](?:id|"
    r"newsid|tc|itemid|articleid|idtin|nid|p|aid|articleId|contentid|tinid)=\d+|/-/",
    re.IGNORECASE,
)
SLUG = re.compile(r"[^-]-[^-]+-[^-]+-[^-]+-")  # in the last part of the path
ENDING = re.compile(r"\.(?:html?|aspx?|php|jsp|cfm|shtml|vnp|epi)(?:$|\?)", re.IGNORECASE)
LISTING = re.compile(
    r"/(?:category|chuyen-muc|chuyen-trang|danh-muc|the-loai|authors?|users?|tac-gia|tag|tags|"
    r"chu-de|page(?=/\d)|topic|archives?)(?:/|$)|/(?:19|20)\d{2}(?:/\d{1,2}){0,2}/?$",
    re.IGNORECASE,
)
ENOUGH = 4


# Parameters that name an archive, a static page, a page of a listing, a file or a search: `?cat=3`, `?page_id=2`,
# `?download=1`, `?s=vệ sinh`; the number in `?s=7` is an article's.
_NAMED = re.compile(
    r"[?&](cat|page_id|paged|author|author_name|tag|m|post_type|attachment_id|download|replytocom|"
    r"s(?==(?!\d+(?:&|$))))=",
    re.IGNORECASE,
)
# Parameters that name an article, whatever section is named beside it: `?id=52&cat=3`.
_ITEM = re.compile(r"[?&](?:id|p|aid|nid|news_?id|article_?id|post_?id)=\d+(?:&|$)", re.IGNORECASE)
_BESIDE_ITEM = frozenset(("cat", "tag", "author"))


def names_section(address: str) -> bool:
    """Return whether an address says that it is no article: a form, a search, a feed, an archive, a static page."""
    names = {name.lower() for name in _NAMED.findall(address)}
    if names and names <= _BESIDE_ITEM and (_ITEM.search(address) or NUMBER_BESIDE.search(address)):
        names = set()
    return bool(names) or not is_section_address(address)


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
