"""Menus without a name: rows of links that begin with the one to the home page.

`<div id=top><a href="/">Trang chủ</a> <a href="/ds/0">Tin tức</a></div>`, `<tr><td><a href="/">…</td><td><a …>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from harvester.discovery.anchors import HOMES, find_zone
from harvester.discovery.paging import SIGNS, read_label
from harvester.reading.markup import Element

_HOME_LABEL = re.compile(r"trang (?:chủ|nhất|đầu)|home(?: page)?|về trang chủ")
_WHOLE_PAGE = frozenset(("body", "html", "form", "center", "main", "article"))
"""Elements that hold more than one row of links, where pages are flat."""
_MOST_ITEMS = 60
"""Links of a menu; a page with more in a row is a list of something."""


def find_home_bars(links: Sequence[tuple[Element, str]], zones: dict[Element, str]) -> Iterator[list[Element]]:
    """Yield the links of each row that holds one to the home page, without that one.

    Args:
        links: All links of a page with their absolute addresses.
        zones: Parts of the page that elements are known to stand in; more are noted.
    """
    seen: set[Element] = set()
    for link, address in links:
        block = link.getparent()
        if block is None or block in seen or not leads_home(link, address) or find_zone(link, zones) == "away":
            continue
        seen.add(block)
        bar = [one for one in _list_row(block) if one is not link]
        if 0 < len(bar) <= _MOST_ITEMS:
            yield bar


def leads_home(link: Element, address: str) -> bool:
    """Return whether a link leads to the home page, by its address or by what it says."""
    parts = urlsplit(address)
    is_home = not parts.query and parts.path.strip("/").lower() in HOMES
    return is_home or _HOME_LABEL.fullmatch(SIGNS.sub("", read_label(link))) is not None


def _list_row(block: Element) -> list[Element]:
    """Return the links beside one in its block; where it has the block for itself, those in like blocks beside it."""
    if block.tag in _WHOLE_PAGE:
        return []
    beside = [child for child in block if child.tag == "a"]
    row = block.getparent()
    if len(beside) > 1 or row is None or row.tag in _WHOLE_PAGE:
        return beside
    cells = [list(cell.iter("a")) for cell in row if cell.tag == block.tag]
    return [links[0] for links in cells if len(links) == 1]
