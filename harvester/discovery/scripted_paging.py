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
_ADDER = re.compile(r"load-?_?more|tai-?_?them|infinite", re.IGNORECASE)
_SLIDES = re.compile(r"slid|carousel|swiper|owl|slick|gallery", re.IGNORECASE)
_BOXES = ("span", "div", "li", "p")
"""What is a button where a script says so: `<span onclick="loadMore('/tin?p=2')">Xem thêm</span>`."""
_LOADERS = ("data-next", "data-next-page", "data-next-url", "hx-get")
"""Attributes with the address that a script adds the next items from: `<div data-next-page="/tin?p=2">`."""
_ADDRESS = re.compile(r"https?://|[/?][^/]")
_SHOWN = re.compile(r"revealed|intersect")
"""When htmx asks for more, as the reader comes to the end of a list."""
_FRAMES = frozenset({"nav", "header", "footer", "aside"})
_LABEL = 40
"""Characters of the longest label."""
_DEPTH = 4
"""Elements above a control whose names tell what it is for."""


def find_scripted_paging(page: Page) -> str | None:
    """Return what the control says that loads a listing's next page by a script, None where there is none."""
    for element in page.tree.iter("a", "button", "input", *_BOXES):
        if (loader := read_loader(page, element)) is not None:
            return loader
        if (leads_on(element) and not _adds_page(page, element)) or (
            element.tag in _BOXES and not element.get("onclick")
        ):
            continue
        label = read_label(element) or (element.get("value") or "").lower()
        if len(label) <= _LABEL and is_next_control(page, element, label):
            return label
    for option in page.tree.iter("option"):
        address = page.absolute(option.get("value"))
        if address is not None and _is_other_page(page.url, address):
            return read_label(option)
    return None


def read_loader(page: Page, element: Element) -> str | None:
    """Return what an element says, or else what it is told with, that names the address of what a script adds here.

    Its label or its name says that it is more of the list, or its address is that of another page of this listing:
    the weather is loaded so too, and the next video.
    """
    if not any(name in _LOADERS for name in element.keys()):  # noqa: SIM118 - an element's keys are its attributes
        return None
    told = next((name for name in _LOADERS if _ADDRESS.match(element.get(name) or "")), None)
    around = _read_names(element)
    if told is None or around is None or _SLIDES.search(around):
        return None
    label = read_label(element)
    words = SIGNS.sub("", label)
    address = page.absolute(element.get(told))
    is_page = address is not None and _is_other_page(page.url, address)
    if told == "hx-get" and not _SHOWN.search(element.get("hx-trigger") or "") and words not in MORE_WORDS:
        return None
    if not (is_page or words in MORE_WORDS or means_next(words) or _ADDER.search(around)):
        return None
    return label if 0 < len(label) <= _LABEL else told


def leads_on(element: Element) -> bool:
    """Return whether an element is a link with an address of its own, as most are."""
    href = (element.get("href") or "").strip()
    return bool(href) and not href.lower().startswith(("#", "javascript:"))


def _adds_page(page: Page, link: Element) -> bool:
    """Whether a script adds the page behind a link to this one: `<a class="load-more" href="/ajax/tin?p=2">`."""
    if _ADDER.search(f"{link.get('class') or ''} {link.get('id') or ''}") is None:
        return False
    address = page.absolute(link.get("href"))
    return address is not None and split_page(address).number is not None


def is_next_control(page: Page, element: Element, label: str) -> bool:
    """Return whether a link without an address, or a button, loads the next page."""
    around = _read_names(element)
    if around is None or _SLIDES.search(around):
        return False
    href = element.get("href") or ""
    call = element.get("onclick") or (href if _CALL.match(href) else "")
    call = call or ("submit" if _is_posted(element) else "")
    words = SIGNS.sub("", label)
    if words in MORE_WORDS:
        return (
            bool(call) or (element.tag != "a" and _is_in_paging_form(page, element)) or _MORE.search(around) is not None
        )
    if means_next(words):
        return bool(call)
    return words == "2" and bool(call) and _PAGES.search(f"{call} {around}") is not None


def _is_in_paging_form(page: Page, element: Element) -> bool:
    """Whether an element stands in a form that asks for a page by its number, or for this address; no search does."""
    form = next(element.iterancestors("form"), None)
    if form is None:
        return False
    address = page.absolute(form.get("action"))
    return not form.get("action") or (address is not None and split_page(address).number is not None)


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
