"""The next page of a listing where neither numbers nor usual words tell it: one value of its address is another.

`/ds/0?sau=824` under "Xem thêm", `?tabid=21&tu=10` under "Lùi về".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from harvester.discovery.paging import (
    MORE_WORDS,
    NO_PAGE,
    PREVIOUS_WORDS,
    SIGNS,
    Links,
    means_next,
    read_label,
    says_more,
)
from harvester.reading.markup import Element
from harvester.reading.page import Page, read_bare_host

_LONGEST_LABEL = 30
"""Characters of a link that may lead to the next page under any words."""
_OTHER_VIEW = re.compile(
    r"^(?:.*id|p|tc|n|sort\w*|order\w*|dir|view\w*|layout|print|in|font\w*|size|limit|show|per_?page|lang\w*|mode|type|"
    r"theme|tab\w*|cat\w*|loai|nhom|c)$",
    re.IGNORECASE,
)
"""Parameters of an article, another order or look of the page, or another section: `?id=7`, `?sort=2`, `?cat=4`."""
# `/loai/1.html` and its later pages, `/loai/1-2.html`.
_NUMBERED_PATH = re.compile(
    r"(?P<base>[^?#]{1,2000}?)(?:[-_.](?P<number>\d{1,4}))?(?P<ending>\.[a-z]{2,5})?/?(?P<query>\?[^#]*)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_SIZE = re.compile(r"^(?:take|limit|size|count|rows|num|per_?page|page_?size|so_?(?:dong|tin|luong))$", re.IGNORECASE)
"""What tells how many items a page has, beside what counts them: `?skip=8&take=8`."""

# A day in an address: `/tin-ngay/2026-11-20`, `?ngay=20-11-2026`, `?date=2026%2F11%2F20`.
_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?:[-/_]|%2F)\d{1,2}(?:[-/_]|%2F)\d{1,2}|\d{1,2}(?:[-/_]|%2F)\d{1,2}(?:[-/_]|%2F)(?:19|20)\d\d)"
    r"(?!\d)",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"(?:(?:xem|về|tin|các|của) ){0,3}(?:hôm trước|ngày (?:hôm )?trước|previous day)(?: đó)?")

Parameters = dict[str, str]


def find_by_parameters(page: Page, links: Links, taken: Collection[str]) -> str | None:
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
        if address in taken:
            continue
        changed = _find_change(page.url, here, address) if "?" in address else None
        is_next = changed is not None and _leads_forward(here, address, changed)
        if changed is None and not (is_next := follows_in_path(page.url, address)):
            continue
        label = read_label(link)
        if SIGNS.sub("", label) in PREVIOUS_WORDS:
            continue
        if says_more(link):
            more.add(address)
        elif 0 < len(label) <= _LONGEST_LABEL and is_next:
            unnamed.add(address)
    found = more or unnamed
    return found.pop() if len(found) == 1 else None


def follows_in_path(url: str, address: str) -> bool:
    """Return whether an address is that of a listing with the next number behind it: `/loai/1-2.html`, `/tin_3`.

    The next day, `/tin/2026-11-21`, leads to what is newer.
    """
    if names_day(address):
        return False
    here, there = _NUMBERED_PATH.fullmatch(url), _NUMBERED_PATH.fullmatch(address)
    if here is None or there is None or there["number"] is None:
        return False
    if any(here[part] != there[part] for part in ("base", "ending", "query")):
        return False
    return int(there["number"]) == int(here["number"] or 1) + 1 or (here["number"] is None and there["number"] == "1")


def find_day_before(page: Page, links: Links, *, has_articles: bool) -> str | None:
    """Return the address of the news of the day before, of a listing that is turned by days; some may have none.

    Args:
        page: A page of a listing.
        links: Its links with their absolute addresses.
        has_articles: Whether it leads to articles; where not, the day before lies below it, or it is a day itself.
    """
    here = page.url.partition("#")[0].partition("?")[0].rstrip("/")
    is_open = has_articles or names_day(page.url)
    found = {
        address
        for link, address in links
        if names_day(address)
        and (is_open or address.startswith((f"{here}/", f"{here}?")))
        and _DAY_BEFORE.fullmatch(SIGNS.sub("", read_label(link))) is not None
    }
    return found.pop() if len(found) == 1 and read_bare_host(next(iter(found))) == page.host else None


def names_day(address: str) -> bool:
    """Return whether an address is that of what one day brought: `/tin-ngay/2026-11-20`."""
    return _DAY.search(address) is not None


def find_by_form(page: Page) -> str | None:
    """Return the address that a form with a button for the next page leads to, where it asks as a link does."""
    for form in page.tree.iter("form"):
        if (form.get("method") or "get").lower() != "get" or not any(map(is_next_button, form.iter("input", "button"))):
            continue
        hidden = filter(is_hidden_field, form.iter("input"))
        fields = [(field.get("name") or "", field.get("value") or "") for field in hidden]
        address = page.absolute(f"{(form.get('action') or '').partition('?')[0]}?{urlencode(fields)}")
        if fields and address is not None and read_bare_host(address) == page.host:
            return address
    return None


def is_next_button(element: Element) -> bool:
    """Return whether an element of a form is a button that says that it leads to the next page."""
    if element.tag == "input" and (element.get("type") or "").lower() not in ("submit", "button", "image"):
        return False
    label = SIGNS.sub("", read_label(element) or (element.get("value") or element.get("alt") or "").lower())
    return means_next(label) or label in MORE_WORDS


def is_hidden_field(field: Element) -> bool:
    """Return whether a field of a form goes with it unseen."""
    return (field.get("type") or "").lower() == "hidden" and bool(field.get("name"))


def _read_query(url: str) -> Parameters:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=200))


def _find_change(url: str, here: Parameters, address: str) -> str | None:
    """Return the only parameter that an address has besides the page's or with another value; None for others.

    How many items a page has may stand beside it for the first time.
    """
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
    if len(changed) == 2:
        changed = [name for name in changed if name in here or _SIZE.match(name) is None]
    return changed[0] if len(changed) == 1 else None


def _leads_forward(here: Parameters, address: str, changed: str) -> bool:
    """Return whether a parameter may count pages or items, and counts on from the page."""
    value = _read_query(address)[changed]
    if _OTHER_VIEW.match(changed) or NO_PAGE.search(f"?{changed}=") or not _NUMBER.fullmatch(value):
        return False
    before = here.get(changed, "")
    return not _NUMBER.fullmatch(before) or int(value) > int(before)
