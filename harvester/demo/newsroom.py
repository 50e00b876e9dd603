"""The stories of the demo portals: read from texts/*.toml, dated, and brought to one of two editions.

A story's text is one paragraph a line; `| a | b` is a table's row, `! file caption` a picture. `at` is a
fixed time; `days_ago` with `time` counts from the reference day, so that such a story stays recent.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from harvester.demo.site_markup import make_slug

DISTRICT, COMMUNE, PARTY = "demo-song-may", "demo-bai-nang", "demo-dang-bo-song-may"
PARTY_SLUG = 60  # the Party portal cuts its slugs short

_Table = dict[str, Any]
Fault = Literal["missing", "garbage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article of the demo as its portal has it. `at` is Vietnam's clock, without a zone."""

    portal: str
    number: int  # in the order of publication over the portal, from 1
    at: datetime
    section: str
    title: str
    lead: str = ""
    lines: tuple[str, ...] = ()
    byline: str = ""
    picture: tuple[str, str] | None = None  # file and caption of the lead picture
    attachment: str | None = None  # name of the file that is offered
    also: str | None = None  # a second section that lists it, under an address of its own
    key: str | None = None  # the name of what is planted here
    fault: Fault | None = None
    undated: bool = False
    edition: int = 1
    updated: bool = False

    @property
    def slug(self) -> str:
        """The title without diacritics, as it stands in the address."""
        return make_slug(self.title)

    @property
    def path(self) -> str:
        """The canonical path on the story's portal."""
        if self.portal == DISTRICT:
            return f"/{self.section}/{self.slug}-{self.number}.html"
        if self.portal == COMMUNE:
            return f"/{self.at:%Y/%m}/{self.slug}/"
        return f"/{self.section}/news/{self.slug[:PARTY_SLUG].strip('-')}.html"

    @property
    def alias(self) -> str | None:
        """The path under the second section, which redirects to `path`."""
        return f"/{self.also}/{self.slug}-{self.number}.html" if self.also else None


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What the three portals publish. `today` is the day of the second edition, the first is a day older."""

    today: date

    def find_visit(self, edition: int) -> date:
        """The day on which an edition is read, as a banner shows it."""
        return self.today if edition >= 2 else self.today - timedelta(days=1)

    def read_edition(self, edition: int, portal: str) -> list[Story]:
        """A portal's stories, newest first. Edition 2 has the later stories and the changed paragraphs."""
        return [s for s in _read_stories(self.today, edition) if s.portal == portal]

    def find_planted(self, key: str, edition: int = 2) -> Story:
        """The story that carries a trap.

        Raises:
            KeyError: none does.
        """
        for story in _read_stories(self.today, edition):
            if story.key == key:
                return story
        raise KeyError(key)

    def list_stories(self, edition: int) -> list[Story]:
        """Every story that is an article, of all portals; those behind a fault are left out."""
        return [s for s in _read_stories(self.today, edition) if s.fault is None]


@cache
def _read_tables() -> tuple[_Table, ...]:
    """The raw tables of all text files, each with its portal, in the order of the files."""
    found: list[_Table] = []
    texts = files("harvester.demo") / "texts"
    for entry in sorted(texts.iterdir(), key=lambda path: path.name):
        if entry.name.endswith(".toml"):
            document = tomllib.loads(entry.read_text(encoding="utf-8"))
            found += [{"portal": document["portal"], **table} for table in document["story"]]
    return tuple(found)


def date_story(table: _Table, today: date) -> datetime:
    """When a story appears: its fixed time, or so many days before the reference day."""
    if "at" in table:
        at: datetime = table["at"]
        return at
    moment: time = table["time"]
    return datetime.combine(today - timedelta(days=table["days_ago"]), moment)


def _read_lines(table: _Table, at: datetime, edition: int, origins: dict[str, _Table]) -> list[str]:
    """The lines of a text: borrowed ones first, `{on}` and `{eve}` filled with its day and the day before."""
    text = table.get("text", "")
    if "copies" in table:
        text = origins[table["copies"]]["text"] + "\n" + text
    if edition >= 2:
        for old, new in table.get("changes", []):
            if old not in text:
                raise ValueError(f"the change does not fit the text of {table['title']!r}: {old!r}")
            text = text.replace(old, new)
    text = text.replace("{on}", f"{at:%d/%m/%Y}").replace("{eve}", f"{at - timedelta(days=1):%d/%m/%Y}")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines * 2 if table.get("doubled") else lines


@cache
def _read_stories(today: date, edition: int) -> tuple[Story, ...]:
    tables = _read_tables()
    origins = {table["key"]: table for table in tables if "key" in table}
    dated = sorted(((date_story(table, today), table) for table in tables), key=lambda pair: pair[0])
    counts: dict[str, int] = {}
    stories = []
    for at, table in dated:
        portal = table["portal"]
        counts[portal] = counts.get(portal, 0) + 1
        if table.get("edition", 1) > edition:
            continue
        stories.append(
            Story(
                portal=portal,
                number=counts[portal],
                at=at,
                section=table["section"],
                title=table["title"],
                lead=table.get("lead", ""),
                lines=tuple(_read_lines(table, at, edition, origins)),
                byline=table.get("byline", ""),
                picture=tuple(table["picture"]) if "picture" in table else None,
                attachment=table.get("attachment"),
                also=table.get("also"),
                key=table.get("key"),
                fault=table.get("fault"),
                undated=table.get("undated", False),
                edition=table.get("edition", 1),
                updated=edition >= 2 and "changes" in table,
            )
        )
    return tuple(reversed(stories))
