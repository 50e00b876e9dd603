"""Archives of a listing by years and their months, behind links or a `<select>`: `/tin-xa?nam=2025`, `/tin-xa/2025`.

Those of a whole site, as WordPress has them, are none: its sections lead to the same articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from harvester.discovery.paging import Links, split_page
from harvester.discovery.unnamed_paging import is_hidden_field
from harvester.items import Link
from harvester.limits import YEARS
from harvester.reading.markup import Element, read_link_start
from harvester.reading.page import Page, read_bare_host

# The end of a path that names a year, or one and a month: `/tin-xa/2025`, `/tin-xa/nam-2025.html`, `/tin-xa/2025/09`.
_PATH = re.compile(
    r"/(?:(?:tin|tin-tuc|luu-tru|archives?)-)?(?:nam-?|year-?)?((?:19|20)\d\d)(?:[/-](?:thang-?)?(\d{1,2}))?"
    r"(?:\.\w{3,5})?\Z",
    re.IGNORECASE,
)
_YEAR_NAMES = frozenset(("nam", "year", "y", "yyyy"))
_MONTH_NAMES = frozenset(("thang", "month", "mm"))
_LABEL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LABEL_WORDS = re.compile(
    r"(?:năm|nam|tháng|thang|lưu|trữ|luu|tru|tin|tức|bài|viết|year|month|archives?|[\W\d_])*+", re.IGNORECASE
)
"""Words that say of nothing but an archive: "Báo cáo năm 2025" is a document."""
_MOST_WORDS = 5
"""In the label of an archive: "Lưu trữ năm 2025 (12)"."""
_LONGEST_LABEL = 60
"""Characters that are read of it."""
_MOST_PERIODS = 60
"""Archives that one page leads to."""
_MOST_FIELDS = 20
"""Fields of a form, or of an address, that are looked at."""
_YEAR_AND_MONTH = re.compile(r"[0-9]{6}")
"""WordPress's `?m=202611`."""
_TYPED = frozenset(("text", "search", "date", "number"))
"""Fields of a form that somebody has to fill in: it is a search."""
_EXTENSION = re.compile(r"\.\w{3,5}$")
"""Of `/kinh-te.html`, below which `/kinh-te/nong-nghiep.html` lies."""
# `location.href='/tin?nam='+this.value`, the script of a select.
_GOES_TO = re.compile(r"\blocation(?:\.href)?\s{0,5}=\s{0,5}([\"'])([^\"'\s<>]{0,500})\1\s{0,5}\+\s{0,5}this\.")


@dataclass(frozen=True, slots=True)
class ArchivePeriod:
    """A year, or a month of one."""

    year: int
    month: int | None = None

    @property
    def end(self) -> date:
        """The first day after it."""
        if self.month is None or self.month == 12:
            return date(self.year + 1, 1, 1)
        return date(self.year, self.month + 1, 1)


def read_archive_period(address: str) -> ArchivePeriod | None:
    """Return the period that an address is the archive of; None where it is none, or a later page of one."""
    if split_page(address).number is not None:
        return None
    path, _, query = address.partition("#")[0].partition("?")
    path = path.rstrip("/")
    if not query:
        match = _PATH.search(path)
        return None if match is None else _make_period(match[1], match[2])
    if query.count("&") >= _MOST_FIELDS:
        return None
    values = {name.lower(): value for name, value in parse_qsl(query)}
    if _YEAR_AND_MONTH.fullmatch(values.get("m", "")):
        return _make_period(values["m"][:4], values["m"][4:])
    year = next((values[name] for name in _YEAR_NAMES if name in values), None)
    month = next((values[name] for name in _MONTH_NAMES if name in values), None)
    return None if year is None else _make_period(year, month)


def _make_period(year: str, month: str | None) -> ArchivePeriod | None:
    if not re.fullmatch(r"[0-9]{4}", year) or int(year) not in YEARS:
        return None
    if month is None or not re.fullmatch(r"[0-9]{1,2}", month) or int(month) == 0:
        return ArchivePeriod(int(year))
    return ArchivePeriod(int(year), int(month)) if int(month) <= 12 else None


def is_period_of(address: str, listing: str) -> bool:
    """Return whether an address is the archive of a year or month of a listing, or of a month of such a year."""
    period = read_archive_period(address)
    if period is None or urlsplit(listing).path in ("", "/") or not is_below_listing(address, listing):
        return False
    above = read_archive_period(listing)
    return above is None or (above.month is None and period.month is not None and period.year == above.year)


def is_below_listing(address: str, listing: str) -> bool:
    """Return whether an address lies in the folder of a listing, or has further parameters."""
    path, _, query = listing.partition("#")[0].partition("?")
    path = path.rstrip("/")
    there, _, asked = address.partition("#")[0].partition("?")
    if asked:
        return there.rstrip("/") == path and set(query.split("&") if query else ()) <= set(asked.split("&"))
    return not query and is_part_of_listing(address, listing)


def is_part_of_listing(url: str, listing: str) -> bool:
    """Return whether an address lies in the folder of a listing, or differs from it by parameters alone."""
    path, _, query = listing.partition("#")[0].partition("?")
    if query:
        return url.startswith(f"{path}?")
    return url.startswith(f"{_EXTENSION.sub('', path.rstrip('/'))}/")


def find_periods(page: Page, links: Links) -> Iterator[Link]:
    """Yield the archives by years or months that a listing's page leads to, each once.

    Args:
        page: The page.
        links: Its links with their absolute addresses.
    """
    here = page.url.split("#", maxsplit=1)[0]
    seen = set()
    labelled = ((address, read_link_start(link, _LONGEST_LABEL)) for link, address in links if names_period(address))
    for address, label in (*labelled, *find_options(page)):
        if address not in seen and is_label_of(label, address) and is_period_of(address, here):
            seen.add(address)
            yield Link(address, label)
        if len(seen) == _MOST_PERIODS:
            return


def names_period(address: str) -> bool:
    """Return whether the digits of a year stand in an address, as in few."""
    return _LABEL_YEAR.search(address, address.find("/", address.find("://") + 3)) is not None


def is_label_of(label: str, address: str) -> bool:
    """Return whether a label may be that of the archive at an address: short, and of the same year if of any."""
    period = read_archive_period(address)
    if period is None or len(label.split()) > _MOST_WORDS or _LABEL_WORDS.fullmatch(label) is None:
        return False
    year = _LABEL_YEAR.search(label)
    if year is None:
        return period.month is not None and re.search(r"\d|tháng|month", label, re.IGNORECASE) is not None
    return int(year[0]) == period.year


def find_options(page: Page) -> Iterator[tuple[str, str]]:
    """Yield where the options of a page's selects lead to that name years, with their labels."""
    if b"<option" not in page.body and b"<OPTION" not in page.body:
        return
    for select in page.tree.iter("select"):
        for option in islice(select.iter("option"), _MOST_PERIODS):
            label = read_link_start(option, _LONGEST_LABEL)
            if _LABEL_YEAR.search(label) is None:
                continue
            link = find_select_target(select, (option.get("value") or label).strip(), page.url)
            address = None if link is None else page.absolute(link)
            if address is not None and read_bare_host(address) == page.host:
                yield address, label


def find_select_target(select: Element, value: str, url: str) -> str | None:
    """Return where a select leads when one of its values is chosen: an address itself, by a script, or by a form."""
    if re.match(r"https?://|[/?]", value) is not None:
        return value
    script = _GOES_TO.search(select.get("onchange") or "")
    if script is not None:
        return script[2] + value
    form = next(select.iterancestors("form"), None)
    if form is None or (form.get("method") or "get").lower() != "get" or not select.get("name"):
        return None
    fields = list(islice(form.iter("input", "select", "textarea"), _MOST_FIELDS))
    if any(
        field.tag == "textarea" or (field.get("type") or "text").lower() in _TYPED
        for field in fields
        if field.tag != "select"
    ):
        return None
    sent = (field for field in fields if field.tag == "select" or is_hidden_field(field))
    pairs = [(field.get("name") or "", value if field is select else read_field_default(field)) for field in sent]
    action = form.get("action") or url.split("#", maxsplit=1)[0]
    return f"{action.partition('?')[0]}?{urlencode([pair for pair in pairs if pair[0]])}"


def read_field_default(field: Element) -> str:
    """Return what a field that nobody touches is sent with; of a select its first choice, which mostly means all."""
    if field.tag != "select":
        return field.get("value") or ""
    first = next(field.iter("option"), None)
    return "" if first is None else (first.get("value") or "").strip()
