"""Splash pages: a home page that only leads on to the real front page, by a script, a frame or one link.

`<a href="/vi"><img src="chao-mung.jpg"></a>`, `<script>window.location.href = "/portal/";</script>`.
"""

from __future__ import annotations

import re
from itertools import islice

from harvester.items import Listing
from harvester.limits import LINK_LIMIT
from harvester.reading.markup import Element
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


_BLANK = re.compile(r"(?:^|/)(?:about:)?(?:blank|empty|trong|null|spacer)\b", re.IGNORECASE)
_NO_ROOM = re.compile(r"[01](?:px|%)?")
_MAIN = re.compile(r"\b(?:main|chinh|content|noi-?dung|body|giua)", re.IGNORECASE)
"""`<frame src="main.asp" name="chinh">` beside those of a banner and a menu."""


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
    for found in (_list_scripted(page), _list_frames(page), _list_links(page)):
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


def _list_frames(page: Page) -> list[str]:
    """List the addresses of the frames that show something; of several the one that is called the main one."""
    frames = [
        (frame, address)
        for frame in islice(page.tree.iter("frame"), LINK_LIMIT)
        if not _is_hidden(frame) and (address := page.absolute(frame.get("src"))) is not None
    ]
    main = [address for frame, address in frames if _MAIN.search(f"{frame.get('name', '')} {frame.get('src', '')}")]
    return main[:1] if len(frames) > 1 and main else [address for _, address in frames]


def _is_hidden(frame: Element) -> bool:
    """Return whether a frame shows nothing: it is called blank, or its frameset leaves it no room."""
    if _BLANK.search(frame.get("src") or ""):
        return True
    frameset = frame.getparent()
    if frameset is None:
        return False
    sizes = (frameset.get("rows") or frameset.get("cols") or "").split(",")
    place = [child for child in frameset if child.tag in ("frame", "frameset")].index(frame)
    return place < len(sizes) and _NO_ROOM.fullmatch(sizes[place].strip()) is not None


def _list_links(page: Page) -> list[str]:
    """List the addresses of a page's links and of the areas of its pictures, where it has hardly any text."""
    if len(page.text) > _LONGEST_TEXT:
        return []
    links = islice(page.tree.iter("a", "area"), LINK_LIMIT)
    found = (page.absolute(element.get("href")) for element in links)
    return [address for address in found if address is not None]


def _leads_on(page: Page, address: str) -> bool:
    return is_same_site(address, page.url) and make_key(address) != make_key(page.url)
