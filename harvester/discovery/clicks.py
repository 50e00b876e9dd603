"""Elements that lead on when they are clicked: `<div onclick="location.href='/bai/7'">`. Popups are print copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.reading.markup import Element
from harvester.reading.page import Page

_LOCATION = re.compile(
    r"(?:\blocation(?:\.href)?\s{0,5}=(?!=)\s{0,5}|\blocation\.(?:assign|replace)\(\s{0,5})"
    r"([\"'])([^\"'\s<>]{1,500})\1"
)
_LONGEST = 1000
"""Characters of a script in an attribute that are read."""


def find_clicks(page: Page) -> Iterator[tuple[Element, str]]:
    """Yield the elements whose own script names the address that a click leads to, links with one of their own not."""
    if b"location" not in page.body:
        return
    for element in page.tree.iter("a", "div", "td", "tr", "li", "span", "h2", "h3", "h4", "p", "article", "section"):
        href = (element.get("href") or "").strip()
        if href and not href.lower().startswith(("#", "javascript:")):
            continue
        for script in (element.get("onclick"), href):
            match = _LOCATION.search(script[:_LONGEST]) if script else None
            address = page.absolute(match[2]) if match is not None else None
            if address is not None:
                yield element, address
                break
