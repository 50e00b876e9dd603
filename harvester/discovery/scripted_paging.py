"""Listings that go on by a script alone: a button "Xem thêm", ASP.NET's `__doPostBack('gv','Page$2')`, a `<select>`.

No script is run here, so that whoever reads the harvest has to be told where it ends.
"""

from __future__ import annotations

import re

from harvester.discovery.paging import MORE_WORDS, SIGNS, is_same_listing, means_next, read_label, split_page
from harvester.reading.markup import Element
from harvester.reading.page import Page

_CALL = re.compile(r"\s*javascript:\s*(?!void\b|;|$)", re.IGNORECASE)
"""`javascript:__doPostBack('ctl00$gv','Page$2')`, not `javascript:void(0)`"""
_PAGES = re.compile(r"pag(?:e|ing|ination)|phan-?trang|trang", re.IGNORECASE)
"""What a script that turns pages, or the block around its numbers, is called."""
_MORE = re.compile(r"more|load|tai-?them|xem-?them", re.IGNORECASE)
"""What a button for more is called, where it does not say what it does."""
_SLIDES = re.compile(r"slid|carousel|swiper|owl|slick|gallery", re.IGNORECASE)
_FRAMES = frozenset({"nav", "header", "footer", "aside"})
_LABEL = 40
"""Characters of the longest label."""
_DEPTH = 4
"""Elements above a control whose names tell what it is for."""


def find_scripted_paging(page: Page) -> str | None:
    """Return what the control says that loads a listing's next page by a script, None where there is none."""
    for element in page.tree.iter("a", "button", "input"):
        if leads_on(element):
            continue
        label = read_label(element) or (element.get("value") or "").lower()
        if len(label) <= _LABEL and is_next_control(element, label):
            return label
    for option in page.tree.iter("option"):
        address = page.absolute(option.get("value"))
        if address is not None and _is_other_page(page.url, address):
            return read_label(option)
    return None


def leads_on(element: Element) -> bool:
    """Return whether an element is a link with an address of its own, as most are."""
    href = (element.get("href") or "").strip()
    return bool(href) and not href.lower().startswith(("#", "javascript:"))


def is_next_control(element: Element, label: str) -> bool:
    """Return whether a link without an address, or a button, loads the next page."""
    around = _read_names(element)
    if around is None or _SLIDES.search(around):
        return False
    href = element.get("href") or ""
    call = element.get("onclick") or (href if _CALL.match(href) else "")
    call = call or ("submit" if _is_posted(element) else "")
    words = SIGNS.sub("", label)
    if words in MORE_WORDS:
        return bool(call) or _MORE.search(around) is not None
    if means_next(words):
        return bool(call)
    return words == "2" and bool(call) and _PAGES.search(f"{call} {around}") is not None


def _is_posted(element: Element) -> bool:
    """Whether an element sends a form whose answer no address has."""
    if element.tag == "a" or (element.get("type") or "submit").lower() not in ("submit", "image"):
        return False
    form = next(element.iterancestors("form"), None)
    return form is not None and (form.get("method") or "").lower() == "post"


def _read_names(element: Element) -> str | None:
    """What an element and those around it are called and call; None within the frame of the site."""
    names = [element.get("onclick") or ""]
    current: Element | None = element
    for _ in range(_DEPTH):
        if current is None:
            break
        if current.tag in _FRAMES:
            return None
        names += [current.get("class") or "", current.get("id") or ""]
        current = current.getparent()
    return " ".join(names)


def _is_other_page(url: str, address: str) -> bool:
    """Whether an address is that of another page of the listing at `url`."""
    here, there = split_page(url), split_page(address)
    return there.number not in (None, here.number) and is_same_listing(here.listing, there.listing)
