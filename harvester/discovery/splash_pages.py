"""Splash pages: a home page that only leads on to the real front page, by a script, a frame or one link.

`<a href="/vi"><img src="chao-mung.jpg"></a>`, `<script>window.location.href = "/portal/";</script>`.
"""

from __future__ import annotations

import re
from itertools import islice

from harvester.items import Listing
from harvester.limits import LINK_LIMIT
from harvester.reading.page import Page
from harvester.urls import is_same_site, make_key

_LONGEST_SCRIPT = 3000
"""Characters of scripts that a splash page has."""
_LONGEST_TEXT = 500
"""Characters of text on a splash page that one link leads on from: a greeting, an address."""
_LOCATION = re.compile(
    r"\blocation(?:\.href)?\s{0,5}=(?!=)\s{0,5}([\"'])([^\"'\s<>]{1,500})\1"
    r"|\blocation\.(?:replace|assign)\(\s{0,5}([\"'])([^\"'\s<>]{1,500})\3"
)
"""`window.location = "/vi/"`, `top.location.href='trang-chu.aspx'`, `location.replace("/portal")`"""


def find_front_page(page: Page, listing: Listing) -> str | None:
    """Return the address of the real front page that a home page without articles and sections only leads on to.

    Args:
        page: The home page.
        listing: What it leads to.

    Returns:
        An address of the same site; None where the page leads to none, or to several.
    """
    if listing.articles or listing.sections:
        return None
    for found in (_list_scripted(page), _list_sources(page, "frame"), _list_links(page)):
        targets = {make_key(address): address for address in found if _leads_on(page, address)}
        if len(targets) == 1:
            return targets.popitem()[1]
    return None


def _list_scripted(page: Page) -> list[str]:
    """List the addresses that the page's own scripts set as its location, where they are short."""
    script = " ".join(element.text or "" for element in page.tree.iter("script"))
    if len(script) > _LONGEST_SCRIPT:
        return []
    found = (page.absolute(match[2] or match[4]) for match in _LOCATION.finditer(script))
    return [address for address in found if address is not None]


def _list_sources(page: Page, tag: str) -> list[str]:
    found = (page.absolute(element.get("src")) for element in islice(page.tree.iter(tag), LINK_LIMIT))
    return [address for address in found if address is not None]


def _list_links(page: Page) -> list[str]:
    """List the addresses of a page's links and of the areas of its pictures, where it has hardly any text."""
    if len(page.text) > _LONGEST_TEXT:
        return []
    links = islice(page.tree.iter("a", "area"), LINK_LIMIT)
    found = (page.absolute(element.get("href")) for element in links)
    return [address for address in found if address is not None]


def _leads_on(page: Page, address: str) -> bool:
    return is_same_site(address, page.url) and make_key(address) != make_key(page.url)
