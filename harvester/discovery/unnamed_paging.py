"""The next page of a listing where neither numbers nor usual words tell it: one value of its address is another.

`/ds/0?sau=824` under "Xem thêm", `?tabid=21&tu=10` under "Lùi về".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, unquote, urlsplit

from harvester.discovery.paging import NO_PAGE, PREVIOUS_WORDS, SIGNS, Links, read_label, says_more
from harvester.reading.page import Page

_LONGEST_LABEL = 30
"""Characters of a link that may lead to the next page under any words."""
_OTHER_VIEW = re.compile(
    r"^(?:.*id|p|tc|n|sort\w*|order\w*|dir|view\w*|layout|print|in|font\w*|size|limit|show|per_?page|lang\w*|mode|type|"
    r"theme|tab\w*|cat\w*|loai|nhom|c)$",
    re.IGNORECASE,
)
"""Parameters of an article, another order or look of the page, or another section: `?id=7`, `?sort=2`, `?cat=4`."""
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)

Parameters = dict[str, str]


def find_by_address(page: Page, links: Links, taken: Collection[str]) -> str | None:
    """Return the address of a listing's next page, None where no link or more than one may lead there.

    Args:
        page: A page of a listing.
        links: Its links with their absolute addresses.
        taken: The addresses that are known to be those of articles and sections.
    """
    here = _read_query(page.url)
    more: set[str] = set()
    unnamed: set[str] = set()
    for link, address in links:
        if "?" not in address or address in taken:
            continue
        changed = _find_change(page.url, here, address)
        if changed is None:
            continue
        label = read_label(link)
        if SIGNS.sub("", label) in PREVIOUS_WORDS:
            continue
        if says_more(link):
            more.add(address)
        elif 0 < len(label) <= _LONGEST_LABEL and _leads_forward(here, address, changed):
            unnamed.add(address)
    found = more or unnamed
    return found.pop() if len(found) == 1 else None


def _read_query(url: str) -> Parameters:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=200))


def _find_change(url: str, here: Parameters, address: str) -> str | None:
    """Return the only parameter that an address has besides the page's or with another value; None for others."""
    try:
        one, other = urlsplit(url), urlsplit(address)
        there = _read_query(address)
    except ValueError:
        return None
    if one.netloc != other.netloc or unquote(one.path).rstrip("/") != unquote(other.path).rstrip("/"):
        return None
    if not here.keys() <= there.keys():
        return None
    changed = [name for name, value in there.items() if here.get(name) != value]
    return changed[0] if len(changed) == 1 else None


def _leads_forward(here: Parameters, address: str, changed: str) -> bool:
    """Return whether a parameter may count pages or items, and counts on from the page."""
    value = _read_query(address)[changed]
    if _OTHER_VIEW.match(changed) or NO_PAGE.search(f"?{changed}=") or not _NUMBER.fullmatch(value):
        return False
    before = here.get(changed, "")
    return not _NUMBER.fullmatch(before) or int(value) > int(before)
