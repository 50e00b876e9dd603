"""Titles of items whose link says only that it leads on: `<h3>Bà con Gò Mận làm đường</h3><a …>Xem chi tiết</a>`."""

from __future__ import annotations

import re
from itertools import islice

from harvester.discovery.anchors import BLOCKS, TITLE_CLASS, read_link_text
from harvester.reading.date_lines import read_date_line
from harvester.reading.markup import Element, read_link_start
from harvester.vietnamese.text import collapse_spaces

_SIGNS = r"[\W_]{0,9}"
# What leads from a teaser to its article and nowhere else: "Chi tiết »", "[Đọc tiếp]", "Read more".
_DETAIL = re.compile(
    rf"{_SIGNS}(?:(?:xem |đọc )?(?:nội dung |thông tin |bài )?chi tiết(?: (?:tin|bài|bài viết))?|"
    r"đọc (?:thêm|tiếp|bài|bài viết|tin|toàn bộ|toàn văn|ngay)|xem (?:bài|tin|toàn văn|bài viết)|"
    rf"(?:continue|keep) reading|read (?:more|on|article)|(?:view |more )?details?){_SIGNS}",
    re.IGNORECASE,
)
# What may also lead to the next page, or to all of a section: "Xem thêm".
_MORE = re.compile(
    rf"{_SIGNS}(?:xem (?:thêm|tiếp|ngay|đầy đủ)|(?:view |see |learn |show )?more){_SIGNS}", re.IGNORECASE
)
_CLIMB = 4
"""How many elements up from a link its item is looked for."""
_MOST_PARTS = 60
"""Elements of an item."""
_LONGEST_LABEL = 40
_LONGEST_TITLE = 1000
_FEWEST_WORDS = 4
"""Of a title that is neither a heading nor called one."""
_HEADING = re.compile(r"h[1-6]")
UNTOLD_WORDS = 4
"""Words of a title that is not told: so many speak neither for an article nor against one."""


def says_detail(text: str) -> bool:
    """Return whether a link's text says that it leads from a teaser to its article."""
    return len(text) <= _LONGEST_LABEL and _DETAIL.fullmatch(text) is not None


def find_link_title(link: Element, address: str, addresses: dict[Element, str]) -> str:
    """Return a link's text; of one that says only that it leads on, the title of its item where there is one.

    Args:
        link: A link of a page.
        address: Its absolute address.
        addresses: All links of the page with theirs: those of one item lead to one address.
    """
    text = read_link_text(link)
    if len(text) > _LONGEST_LABEL or not (_DETAIL.fullmatch(text) or _MORE.fullmatch(text)):
        return text
    return _read_item_title(link, address, addresses) or text


def count_title_words(link: Element, address: str, addresses: dict[Element, str]) -> int:
    """Return how many words a link's title has; `UNTOLD_WORDS` where it only says that an article stands behind it."""
    title = find_link_title(link, address, addresses)
    return UNTOLD_WORDS if says_detail(title) else len(title.split())


def _read_item_title(link: Element, address: str, addresses: dict[Element, str]) -> str:
    """Return the title in the smallest element around a link that has one, and no link to another address."""
    around = link.getparent()
    for _ in range(_CLIMB):
        if around is None or around.tag in ("body", "html"):
            return ""
        parts = list(islice(around.iter(), _MOST_PARTS + 1))
        if len(parts) > _MOST_PARTS or any(addresses.get(part, address) != address for part in parts):
            return ""
        if title := _find_item_title(parts, link):
            return title
        around = around.getparent()
    return ""


def _find_item_title(parts: list[Element], link: Element) -> str:
    """Return the heading among an item's elements, else what is called a title, else its first line of some words."""
    texts = [part for part in parts if isinstance(part.tag, str) and part is not link]
    named = [part for part in texts if _HEADING.fullmatch(str(part.tag))]
    named += [part for part in texts if part.tag in BLOCKS and TITLE_CLASS.search(part.get("class") or "")]
    for part in named:
        if (title := read_link_start(part, _LONGEST_TITLE)) and not says_detail(title):
            return title
    for part in texts:
        line = collapse_spaces((part.text or "")[:_LONGEST_TITLE])
        if len(line.split()) >= _FEWEST_WORDS and read_date_line(line) is None:
            return line
    return ""
