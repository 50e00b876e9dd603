"""Elements that lead on when they are clicked: `<div onclick="location.href='/bai/7'">`, `<tr data-href="/bai/7">`.

A window that is opened with a size of its own is a print copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from harvester.reading.markup import Element
from harvester.reading.page import Page

_ADDRESS = r"([\"'])([^\"'\s<>]{1,500})"
_LOCATION = re.compile(
    r"(?:\blocation(?:\.href)?\s{0,5}=(?!=)\s{0,5}|\blocation\.(?:assign|replace)\(\s{0,5})" + _ADDRESS + r"\1"
)
_OPENING = re.compile(r"\bwindow\.open\(\s{0,5}" + _ADDRESS + r"\1\s{0,5}(?:,\s{0,5}[\"'][\w-]{0,40}[\"']\s{0,5})?\)")
"""`window.open('/bai/7', '_self')`, and no third argument: it is the size of a popup."""
_NAMED = ("data-href", "data-url", "data-link")
"""Attributes that scripts go by where an item is clicked."""
_WORDS = (b"location", b"window.open", *(name.encode() for name in _NAMED))
"""Of which a page has one that leads on so."""
_PAGE = re.compile(r"https?://|/(?!/|$)")
"""How the address of a page begins that such an attribute names."""
_LONGEST = 1000
"""Characters of a script in an attribute that are read."""
_MOST_WITHIN = 50
"""Elements of an item that are looked at."""
_ITEMS = ("a", "div", "td", "tr", "li", "span", "h2", "h3", "h4", "p", "article", "section")


def find_clicks(page: Page) -> Iterator[tuple[Element, str]]:
    """Yield the elements that lead to an address when they are clicked, links with one of their own not."""
    if not any(word in page.body for word in _WORDS):
        return
    for element in page.tree.iter(*_ITEMS):
        href = (element.get("href") or "").strip()
        if href and not href.lower().startswith(("#", "javascript:")):
            continue
        address = page.absolute(read_click(element, href) or read_named_address(element))
        if address is not None:
            yield element, address


def read_click(element: Element, href: str) -> str | None:
    """Return the address that an element's own script goes to."""
    for script in (element.get("onclick"), href):
        match = (_LOCATION.search(script[:_LONGEST]) or _OPENING.search(script[:_LONGEST])) if script else None
        if match is not None:
            return match[2]
    return None


def read_named_address(element: Element) -> str | None:
    """Return the address that an item names for a script, where it shows text and holds no link of its own."""
    for name in _NAMED:
        address = element.get(name)
        if address is not None and _PAGE.match(address) is not None:
            within = list(islice(element.iter(), _MOST_WITHIN))
            has_link = any(one.tag == "a" and one.get("href") for one in within if one is not element)
            has_text = any(one.text is not None and not one.text.isspace() for one in within)
            return address if has_text and not has_link else None
    return None
