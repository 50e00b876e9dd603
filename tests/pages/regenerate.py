"""Writes what the platforms read now beside every gold page. The diff is then reviewed.

    python tests/pages/regenerate.py                           all pages
    python tests/pages/regenerate.py nukeviet                  those of one platform
    python tests/pages/regenerate.py nukeviet/page.html URL    a new page, saved there before, and its address

A page whose name begins with "listing" is read as a listing, every other as an article. The platform is never
named: its folder says which one has to be recognised.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from harvester.items import Article, Listing
from harvester.platforms import find_platform, read_article
from harvester.reading.page import Page

PAGES = Path(__file__).parent

def read_gold(page: Path, url: str) -> dict[str, Any]:
    """What is read from a gold page, without the fields that are as in an empty item."""
    body = page.read_bytes()
    if page.stem.startswith("listing"):
        found = dataclasses.asdict(find_platform(page.parent.name).listing(Page(url, body)))
        empty = dataclasses.asdict(Listing(url=""))
    else:
        found = dataclasses.asdict(read_article(body, url))
        empty = dataclasses.asdict(Article(url=""))
    if found.get("body"):
        found["body"] = found["body"].split("\n\n")
    return {key: value for key, value in found.items() if value != empty[key]}


def find_gold(part: str = "") -> list[Path]:
    """The gold pages, or those of one platform."""
    return sorted(PAGES.glob(f"{part or '*'}/*.html"))


def write_gold(page: Path, url: str | None) -> None:
    """Reads one page and writes its item beside it."""
    beside = page.with_suffix(".json")
    address = url or json.loads(beside.read_text(encoding="utf-8"))["url"]
    item = read_gold(page, address)
    beside.write_text(json.dumps(item, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Regenerates what the arguments name."""
    name = arguments[0] if arguments else ""
    pages = [PAGES / name] if name.endswith(".html") else find_gold(name)
    for page in pages:
        write_gold(page, arguments[1] if len(arguments) > 1 else None)
        print(page.relative_to(PAGES))


if __name__ == "__main__":
    main(sys.argv[1:])
