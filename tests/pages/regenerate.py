"""Writes what the platforms read now beside every gold page. The diff is then reviewed.

    python tests/pages/regenerate.py                           all pages
    python tests/pages/regenerate.py nukeviet                  those of one platform
    python tests/pages/regenerate.py nukeviet/page.html URL    a new page, saved there before, and its address

A page whose name begins with "listing" is read as a listing, every other as an article. The platform is never
named: its folder says which one has to be recognised. What an item does not show is printed: how its date is read,
and, of the platform that was named, selectors that find nothing on any of its pages.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harvester.environment import read_clock
from harvester.errors import HarvestError
from harvester.items import Article, Listing
from harvester.loading.date_choice import choose_dates
from harvester.platforms import PLATFORMS, find_platform, read_article, recognise
from harvester.reading.markup import select_elements
from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform

PAGES = Path(__file__).parent
LISTS = [name for name, kind in SelectorPlatform.__annotations__.items() if kind == "ClassVar[Css]"]
"""The lists of selectors that a platform may have: title, body, …"""


def read_page(page: Path, url: str) -> Article | Listing:
    """What is read from a gold page."""
    body = page.read_bytes()
    if page.stem.startswith("listing"):
        return find_platform(page.parent.name).listing(Page(url, body))
    return read_article(body, url)


def read_gold(page: Path, url: str) -> dict[str, Any]:
    """What is read from a gold page, without the fields that are as in an empty item."""
    return write_item(read_page(page, url))


def write_item(item: Article | Listing) -> dict[str, Any]:
    found = dataclasses.asdict(item)
    empty = dataclasses.asdict(type(item)(url=""))
    if found.get("body"):
        found["body"] = found["body"].split("\n\n")
    return {key: value for key, value in found.items() if value != empty[key]}


def find_gold(part: str = "") -> list[Path]:
    """The gold pages, or those of one platform."""
    return sorted(PAGES.glob(f"{part or '*'}/*.html"))


def find_unmatched(name: str) -> dict[str, list[str]]:
    """The selectors of a platform that find nothing on any of its gold pages, by the list that they are in.

    Raises:
        ConfigError: one is no CSS selector.
    """
    trees = [Page("https://xa.example/", page.read_bytes()).tree for page in find_gold(name)]
    unmatched: dict[str, list[str]] = {}
    for part in LISTS:
        for css in getattr(PLATFORMS[name], part, ()):
            if not sum(len(select_elements(tree, (css,))) for tree in trees):
                unmatched.setdefault(part, []).append(css)
    return unmatched


def choose_pages(name: str) -> list[Path]:
    """The gold pages that an argument names; a page may be named from the root of the repository too."""
    name = name.removeprefix("tests/pages/").rstrip("/")
    if not name.endswith(".html"):
        pages = find_gold(name)
        if not pages:
            sys.exit(f"there are no pages tests/pages/{name}/*.html; one page is named as platform/trait.html")
        return pages
    if not (PAGES / name).is_file():
        sys.exit(f"there is no page tests/pages/{name}: save it there first")
    return [PAGES / name]


def write_gold(page: Path, url: str | None) -> Article | Listing:
    """Reads one page and writes its item beside it."""
    beside, name = page.with_suffix(".json"), page.relative_to(PAGES)
    if page.parent.name not in PLATFORMS:
        sys.exit(f"{name}: PLATFORMS in harvester/platforms/__init__.py has no platform {page.parent.name!r}")
    if url is None and not beside.is_file():
        sys.exit(f"{name} is new: give its address behind it")
    address = url or json.loads(beside.read_text(encoding="utf-8"))["url"]
    found = recognise(Page(address, page.read_bytes()))
    if found.platform.name != page.parent.name:
        sys.exit(f"{name} is taken for a page of {found.platform.name!r} ({found.reason}), not of {page.parent.name!r}")
    try:
        item = read_page(page, address)
    except HarvestError as error:
        sys.exit(f"{name}: {error}")
    text = json.dumps(write_item(item), ensure_ascii=False, indent=1)
    beside.write_text(text + "\n", encoding="utf-8")
    return item


def describe(item: Article | Listing) -> Iterator[str]:
    """What an item does not show by itself: how the date of an article is read, how much a listing leads to."""
    if isinstance(item, Listing):
        yield f"{len(item.articles)} articles, {len(item.sections)} sections, next page {item.next_url or 'none'}"
        return
    article = choose_dates(item, read_clock())
    if article.published_at is None:
        yield "no date"
    else:
        yield f"{article.published_at:%Y-%m-%d %H:%M} ({article.published_precision}) from {article.published_from}"
    for candidate in article.date_candidates:
        if candidate.why_not == "not a date":
            yield f"not read as a date: {candidate.text!r}"


def main(arguments: list[str]) -> None:
    """Regenerates what the arguments name."""
    named = arguments[0] if arguments else ""
    pages = choose_pages(named)
    for page in pages:
        item = write_gold(page, arguments[1] if len(arguments) > 1 else None)
        print(f"{page.relative_to(PAGES)}: {'; '.join(describe(item))}")
    if named:
        for part, selectors in find_unmatched(pages[0].parent.name).items():
            print(f"on no page of {pages[0].parent.name}: {part} {', '.join(selectors)}")


if __name__ == "__main__":
    main(sys.argv[1:])
