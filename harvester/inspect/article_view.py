"""An article as a person reads it: its blocks, its earlier versions, its times as exact as they are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from harvester.inspect.differences import PairBudget, Paragraph, compare_texts, compare_words
from harvester.inspect.languages import format_day, gettext, mark

_SHOWN = {"year": 4, "month": 7, "day": 10, "hour": 13, "minute": 16, "second": 19}
"""Characters of an ISO time that a precision vouches for."""

ISO_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
"""`2023`, `2023-07`, `2023-07-13`."""

FOUND_IN = {
    "page": mark("shown with the article"), "meta": mark("in the page's head"),
    "jsonld": mark("in the page's head (JSON-LD)"), "feed": mark("in the portal's feed"),
    "sitemap": mark("in the portal's sitemap"), "listing": mark("beside the link to it"),
    "url": mark("in its address"), "body": mark("in the text"),
}  # fmt: skip

DOUBTS = {
    "alike": mark("Many articles of the portal have this very date: it is no evidence of who was first."),
    "early": mark("The date lies years before all else of the portal: it is no evidence of who was first."),
}

PRECISIONS = {
    "second": mark("exact to the second"), "minute": mark("exact to the minute"), "hour": mark("exact to the hour"),
    "day": mark("exact to the day"), "month": mark("exact to the month"), "year": mark("exact to the year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph's lines, or a table's rows of cells."""

    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Version:
    """A text that the article had, and how the one that followed differs. `until` is when that was seen."""

    revision: int
    until: str
    cause: str
    title: Paragraph | None
    lead: Paragraph | None
    body: tuple[Paragraph, ...]


def read_blocks(body: str) -> list[Block]:
    """Blocks of a body. A block with ` | ` in each of its lines is a table."""
    blocks = []
    for text in body.split("\n\n"):
        lines = tuple(line for line in text.split("\n") if line.strip())
        if lines and all(" | " in line for line in lines):
            rows = [tuple(cell.strip() for cell in f"{line} ".split(" | ")) for line in lines]
            width = max(map(len, rows))
            blocks.append(Block(rows=tuple(row + ("",) * (width - len(row)) for row in rows)))
        elif lines:
            blocks.append(Block(lines=lines))
    return blocks


def format_time(value: str | None, precision: str | None = "minute") -> str:
    """`2023-07-13T00:00:00+07:00` known to the day is `13 July 2023`, to the minute `13 July 2023, 00:00`."""
    if not value:
        return gettext("undated")
    text = value[: _SHOWN.get(precision or "day", 10)]
    if ISO_DAY.fullmatch(text[:10]) is None:
        return text
    parts = [int(part) for part in text[:10].split("-")]
    try:
        day = date(*[*parts, 1, 1][:3])
    except ValueError:
        return text
    shown = text[:4] if len(parts) == 1 else format_day(day, is_month=len(parts) == 2)
    clock = text[11:] + (":00" if precision == "hour" else "")
    return f"{shown}, {clock}" if len(text) > 10 else shown


def is_link(url: str | None) -> bool:
    """Whether an address from a page may be a link here: `javascript:` and `data:` may not."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def compare_versions(article: Mapping[str, Any], revisions: Sequence[Mapping[str, Any]]) -> list[_Version]:
    """Each earlier text against the one that followed it, the latest change first."""
    following = [*revisions, article][1:]
    budget = PairBudget()
    versions = [
        _Version(
            revision=old["revision"], until=old["seen_at"], cause=old["cause"],
            title=compare_line(old["title"], new["title"]), lead=compare_line(old["lead"], new["lead"]),
            body=tuple(compare_texts(old["body"], new["body"], budget)),
        )
        for old, new in zip(revisions, following, strict=True)
    ]  # fmt: skip
    return versions[::-1]


def compare_line(before: str | None, after: str | None) -> Paragraph | None:
    if (before or "") == (after or ""):
        return None
    return compare_words(before or "", after or "")
