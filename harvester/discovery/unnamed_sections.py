"""Sections of a page that no menu names: frames, the months of an archive, short links where there is no menu."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from harvester.discovery.anchors import find_zone, is_archive_address, is_section_address
from harvester.discovery.link_scores import LISTING
from harvester.discovery.paging import is_paging_link
from harvester.discovery.periods import read_archive_period
from harvester.items import Link
from harvester.limits import SECTION_LIMIT
from harvester.reading.markup import Element, read_link_start
from harvester.reading.page import Page

_SHORT_NAME = 6
"""Words of a link that may lead to a section, where nothing else tells it."""
_LONGEST_NAME = 1000
"""Characters of a link that are read."""
_MOST_UNTOLD = 30
"""Links that are looked at where nothing tells which of them lead to sections."""


def find_inner_frames(page: Page) -> Iterator[str]:
    """Yield the addresses of the frames within a page: the list of its articles may stand there."""
    for frame in islice(page.tree.iter("iframe"), SECTION_LIMIT):
        address = page.absolute(frame.get("src"))
        if address is not None and is_section_address(address):
            yield address


def is_month_of_index(address: str, here: str, articles: Collection[str]) -> bool:
    """Return whether an address is the archive of a month, on a page that has no articles and is none itself."""
    period = None if articles else read_archive_period(address)
    return period is not None and period.month is not None and not is_archive_address(here)


def find_short_links(
    links: Iterable[tuple[Element, str]], taken: Collection[str], zones: dict[Element, str]
) -> Iterator[Link]:
    """Yield the links of a page with articles that may lead to sections where nothing tells which: the short ones.

    Args:
        links: Links to other pages of the portal, with their absolute addresses.
        taken: The addresses of the articles and of the next page.
        zones: Parts of the page that elements are known to stand in; more are noted.
    """
    seen: set[str] = set()
    for link, address in links:
        if address in taken or address in seen or find_zone(link, zones) == "away":
            continue
        text = read_link_start(link, _LONGEST_NAME)
        if text and len(text.split()) <= _SHORT_NAME and not _is_other(link, address):
            seen.add(address)
            yield Link(address, text)
        if len(seen) >= _MOST_UNTOLD:
            return


def _is_other(link: Element, address: str) -> bool:
    """Whether a link leads to no section by its address: a form, an archive, a tag, an author, a page of a listing."""
    is_list_of_other = is_archive_address(address) or LISTING.search(address) is not None
    return is_list_of_other or not is_section_address(address) or is_paging_link(link, address)
