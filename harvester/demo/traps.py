"""What is planted in the demo portals, and what a harvest should make of it; the portals' modules plant it.

A check reads plain rows with the column names of the database, so that it needs no database.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from harvester.demo.newsroom import PARTY, Newsroom, Story
from harvester.wording import write_count, write_time

_Row = dict[str, Any]

_NUMBER = re.compile(r"\d+")  # "có 58 ngôi nhà" holds 58


@dataclass(slots=True)
class DemoReport:
    """The finished database as rows. Each list holds all rows of its table; `addresses` is `article_urls`."""

    articles: list[_Row] = field(default_factory=list)
    revisions: list[_Row] = field(default_factory=list)
    addresses: list[_Row] = field(default_factory=list)
    urls: list[_Row] = field(default_factory=list)
    similar: list[_Row] = field(default_factory=list)
    images: list[_Row] = field(default_factory=list)
    attachments: list[_Row] = field(default_factory=list)

    def article(self, path: str) -> _Row | None:
        """The article whose canonical address has this path."""
        return next((row for row in self.articles if _read_path(row["url"]) == path), None)

    def address(self, path: str) -> _Row | None:
        """The frontier's row for this path."""
        for row in self.urls:
            if path in (_read_path(row["url"]), _read_path(row["fetch_url"])):
                return row
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trap, in a short phrase, and whether that is what should come of it."""

    text: str
    expected: bool


@dataclass(frozen=True, slots=True)
class Trap:
    """One thing planted in the portals. `check` never raises for what a harvest may have stored or not."""

    name: str
    planted: str
    check: Callable[[DemoReport], Outcome]


def list_traps(newsroom: Newsroom) -> list[Trap]:
    """The traps in the order in which they are told, each with its check of the database after both runs."""
    return [Trap(name, planted, partial(check, newsroom)) for name, planted, check in _TRAPS]


def _read_path(url: str | None) -> str:
    """The path of an address, unquoted."""
    return unquote(urlsplit(url or "").path)


def count_text(line: str, body: str | None) -> int:
    """How often a line stands in a body, whatever the spaces."""
    return " ".join((body or "").split()).count(" ".join(line.split()))


def _list_texts(story: Story) -> list[str]:
    """The paragraphs of a story, without its tables and pictures, each once."""
    return list(dict.fromkeys(line for line in story.lines if not line.startswith(("|", "! "))))


def check_doubled(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """Every paragraph stands twice on the page and should be stored once."""
    story = newsroom.find_planted("doubled")
    row = report.article(story.path)
    if row is None:
        return Outcome("not stored", False)
    counts = [count_text(line, row["body"]) for line in _list_texts(story)]
    removed = row["repeats_removed"]
    if counts != [1] * len(counts):
        return Outcome(f"paragraphs stand {min(counts)} to {max(counts)} times, {removed} removed", False)
    return Outcome(f"stored once, {write_count(removed, 'repeated paragraph')} removed", removed == len(counts))


def check_two_categories(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """One article under two addresses should be one record with the other address beside it."""
    story = newsroom.find_planted("two-categories")
    same = [row for row in report.articles if row["title"] == story.title]
    if len(same) != 1:
        return Outcome(f"stored {len(same)} times", False)
    others = {row["url"] for row in report.addresses if row["article"] == same[0]["id"]} - {same[0]["url"]}
    known = {_read_path(url) for url in others} == {story.alias}
    right = known and _read_path(same[0]["url"]) == story.path
    return Outcome(f"stored once, {write_count(len(others), 'other address')} kept", right)


def check_reprint(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """The copy under another title should be linked to the article that was there first."""
    origin = report.article(newsroom.find_planted("two-categories").path)
    copy = report.article(newsroom.find_planted("reprint").path)
    if origin is None or copy is None:
        return Outcome("not both stored", False)
    if copy["duplicate_of"] != origin["id"]:
        return Outcome("not linked to the original", False)
    pair = {origin["id"], copy["id"]}
    found = [row for row in report.similar if {row["article"], row["other"]} == pair]
    detail = f", {found[0]['kind']} with similarity {found[0]['similarity']:.2f}" if found else ""
    return Outcome(f"linked to the original on the other portal{detail}", True)


def check_banner(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """The date under each title should win over the day of the visit in the banner."""
    stories = [s for s in newsroom.list_stories(2) if s.portal == PARTY and not s.undated]
    visits = tuple(newsroom.find_visit(edition).isoformat() for edition in (1, 2))
    right = fooled = 0
    for story in stories:
        row = report.article(story.path)
        stored = (row and row["published_at"]) or ""
        right += stored.startswith(f"{story.at:%Y-%m-%dT%H:%M}")
        fooled += stored.startswith(visits) and not stored.startswith(f"{story.at:%Y-%m-%d}")
    count = f"{right} of {len(stories)}"
    text = f"{count} articles have the date under their title, {fooled} the day of the visit"
    return Outcome(text, right == len(stories))


def check_undated(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """The day of the event, with the year that the text names, should stand in for the publication."""
    row = report.article(newsroom.find_planted("undated").path)
    if row is None:
        return Outcome("not stored", False)
    right = (row["published_at"] or "").startswith("2020-02-25")
    exact = (row["published_from"], row["published_precision"]) == ("body", "day")
    if row["published_at"] is None:
        return Outcome("left without a date", False)
    place = f"from the {row['published_from']}, to the {row['published_precision']}"
    text = f"{write_time(row['published_at'], 'day')} {place}"
    return Outcome(text, right and exact)


def check_update(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """The changed figure should be a second revision, and the first be kept."""
    story, before = newsroom.find_planted("update"), newsroom.find_planted("update", edition=1)
    row = report.article(story.path)
    if row is None:
        return Outcome("not stored", False)
    old, new = next((a, b) for a, b in zip(before.lines, story.lines, strict=True) if a != b)
    kept = [r for r in report.revisions if r["article"] == row["id"] and count_text(old, r["body"])]
    if not count_text(new, row["body"]):
        return Outcome(f"revision {row['revision']}, the change was not seen", False)
    figures = f"{_NUMBER.findall(old)[0]} became {_NUMBER.findall(new)[0]}"
    text = f"revision {row['revision']}: {figures}, {'the old text kept' if kept else 'the old text lost'}"
    return Outcome(text, row["revision"] == 2 and bool(kept))


def check_new(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """What appeared between the two runs should be there."""
    fresh = [story for story in newsroom.list_stories(2) if story.edition == 2]
    found = [story for story in fresh if report.article(story.path) is not None]
    return Outcome(f"{len(found)} of {len(fresh)} found by the second run", len(found) == len(fresh))


def _check_table(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """Rows should be lines of the body with ` | ` between their cells."""
    planted = kept = 0
    for story in (newsroom.find_planted("table"), newsroom.find_planted("table-commune")):
        row = report.article(story.path)
        if row is None:
            return Outcome("not stored", False)
        rows = [line.strip("| ") for line in story.lines if line.startswith("|")]
        lines = {" ".join(line.split()) for line in row["body"].splitlines()}
        planted += len(rows)
        kept += len(lines.intersection(rows))
    return Outcome(f"{kept} of {planted} rows kept, cells parted by |", kept == planted)


def check_captions(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """Each picture should be stored with its caption."""
    planted = kept = 0
    for story in (newsroom.find_planted("captions"), newsroom.find_planted("captions-commune")):
        row = report.article(story.path)
        if row is None:
            return Outcome("not stored", False)
        captions = [line[2:].partition(" ")[2] for line in story.lines if line.startswith("! ")]
        captions += [story.picture[1]] if story.picture else []
        stored = {image["caption"] for image in report.images if image["article"] == row["id"]}
        planted += len(captions)
        kept += len(stored.intersection(captions))
    return Outcome(f"{kept} of {planted} pictures have their caption", kept == planted)


def check_attachment(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """The file should be listed with its name, and not be taken for an article."""
    story = newsroom.find_planted("attachment")
    row = report.article(story.path)
    if row is None:
        return Outcome("not stored", False)
    name = story.attachment or ""
    found = [a for a in report.attachments if a["article"] == row["id"]]
    named = [a for a in found if name in f"{a['title']} {a['url']}"]
    same = [article for article in report.articles if article["title"] == story.title]
    text = f"{len(found)} file listed" + (f": {name}" if named else "")
    return Outcome(text, len(named) == 1 and len(same) == 1)


def check_gone(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """A dead link should be gone, and not a failure."""
    path = newsroom.find_planted("gone").path
    row = report.address(path)
    if row is None:
        return Outcome("the dead link was not found", False)
    right = (row["state"], row["last_status"]) == ("gone", 404) and report.article(path) is None
    return Outcome(f"{row['state']}, status {row['last_status']}", right)


def check_garbage(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """Bytes that are no page should end their own address with a reason, and nothing else."""
    path = newsroom.find_planted("garbage").path
    row = report.address(path)
    if report.article(path) is not None:
        return Outcome("stored as an article", False)
    if row is None:
        return Outcome("the address was not found", False)
    text = f"{row['state']}: {row['last_error']}; {write_count(len(report.articles), 'article')} stored all the same"
    ended = row["state"] in ("failed", "skipped") and bool(row["last_error"])
    return Outcome(text, ended and bool(report.articles))


def check_template(newsroom: Newsroom, report: DemoReport) -> Outcome:
    """Two notices that differ in their facts only should not be called copies of each other."""
    rows = [report.article(newsroom.find_planted(key).path) for key in ("template", "template-again")]
    if rows[0] is None or rows[1] is None:
        return Outcome("not both stored", False)
    pair = {rows[0]["id"], rows[1]["id"]}
    kinds = [row["kind"] for row in report.similar if {row["article"], row["other"]} == pair]
    apart = rows[0]["duplicate_of"] is None and rows[1]["duplicate_of"] is None
    detail = f", seen as {kinds[0]}" if kinds else ""
    return Outcome(("two articles" if apart else "one called a copy of the other") + detail, apart)


_TRAPS: list[tuple[str, str, Callable[[Newsroom, DemoReport], Outcome]]] = [
    ("doubled", "a conference item whose text stands twice on the page", check_doubled),
    ("two-categories", "one article in two categories, under two addresses", check_two_categories),
    ("reprint", "the same text on the Party portal under another title and lead", check_reprint),
    ("template", "two monthly notices that differ only in dates and figures", check_template),
    ("banner", "a banner with the day of the visit above every date", check_banner),
    ("undated", 'an article without a date, whose text begins "Sáng 25/02"', check_undated),
    ("update", "a figure changed between the two runs", check_update),
    ("new", "three articles published between the two runs", check_new),
    ("table", "two tables, on two portals", _check_table),
    ("captions", "four pictures with captions, on two portals", check_captions),
    ("attachment", "a PDF to download", check_attachment),
    ("gone", "a link to a page that is no longer there", check_gone),
    ("garbage", "random bytes served as a page", check_garbage),
]
