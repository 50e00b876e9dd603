"""What the templates of the front page and of an article are given, read from the database."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from harvester.inspect.article_view import DOUBTS, FOUND_IN, PRECISIONS, compare_versions, read_blocks
from harvester.inspect.charts import make_chart
from harvester.inspect.languages import mark
from harvester.inspect.serving import run_query
from harvester.store.dictionary import read_meaning
from harvester.store.reports import browsing
from harvester.store.reports.coverage import list_month_gaps
from harvester.store.reports.questions import QUESTIONS

ATTENTION_SHOWN = 8

STATUSES = (
    mark("ok"), mark("partial"), mark("silent"), mark("blocked"), mark("unreachable"), mark("broken"),
)  # fmt: skip
"""What a portal's last harvest came to, as the database has it."""

Rows = list[dict[str, Any]]


class Reader:
    """Read-only queries on Datasette's database of the harvest."""

    def __init__(self, database: Any) -> None:
        self.database = database

    async def read(self, sql: str, **values: Any) -> Rows:
        results = await self.database.execute(sql, values)
        return [dict(row) for row in results.rows]

    async def read_one(self, sql: str, **values: Any) -> dict[str, Any] | None:
        rows = await self.read(sql, **values)
        return rows[0] if rows else None


class FrontPage:
    """The front page's numbers, read anew when a commit has changed the database's files."""

    def __init__(self) -> None:
        self.state: tuple[tuple[int, int], ...] | None = None
        self.numbers: dict[str, Any] = {}

    async def read(self, database: Any) -> dict[str, Any]:
        state = read_state(Path(database.path))
        if state != self.state:
            self.numbers = await make_front_page(database)
            self.state = state
        return self.numbers


def read_state(path: Path) -> tuple[tuple[int, int], ...]:
    """Changes with every commit: size and time of the file and of its write-ahead log."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return tuple((file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.exists())


async def make_front_page(database: Any) -> dict[str, Any]:
    reader = Reader(database)
    months = await reader.read(browsing.MONTHS)
    health = await reader.read(browsing.HEALTH)
    unwell = [row for row in health if row["status"] not in {None, "ok"}]
    return {
        "totals": await reader.read_one(browsing.TOTALS),
        "run": await reader.read_one(browsing.LAST_RUN),
        "chart": make_chart((row["month"], row["level"], row["articles"]) for row in months),
        "newest": await reader.read(browsing.NEWEST),
        "provinces": await reader.read(browsing.PROVINCES),
        "statuses": Counter(row["status"] or mark("not harvested yet") for row in health),
        "unwell": unwell[:ATTENTION_SHOWN],
        "more_unwell": max(0, len(unwell) - ATTENTION_SHOWN),
        "questions": QUESTIONS,
        "meaning": read_meaning(),
    }


async def make_article_page(database: Any, article_id: str) -> dict[str, Any]:
    """Everything that is known of an article; nothing where there is none of this number."""
    reader = Reader(database)
    article = await reader.read_one(browsing.ARTICLE, article=article_id) if article_id.isdigit() else None
    if article is None:
        return {}
    number = article["id"]
    first = number if article["duplicate_of"] is None else article["duplicate_of"]
    revisions = list(await reader.read(browsing.REVISIONS, article=number))
    group = await reader.read(browsing.GROUP, article=number, first=first)
    return {
        "article": article,
        "blocks": read_blocks(article["body"]),
        "images": await reader.read(browsing.IMAGES, article=number),
        "attachments": await reader.read(browsing.ATTACHMENTS, article=number),
        "dates": await reader.read(browsing.DATES, article=number),
        "group": group if len(group) > 1 else [],
        "templates": await reader.read(browsing.TEMPLATES, article=number),
        "versions": await asyncio.to_thread(compare_versions, article, revisions),
        "capture": await reader.read_one(browsing.CAPTURE, article=number),
        "addresses": await reader.read(browsing.ADDRESSES, article=number, url=article["url"]),
        "found_in": FOUND_IN,
        "doubts": DOUBTS,
        "precisions": PRECISIONS,
    }


async def make_portal_page(database: Any, portal_id: str) -> dict[str, Any]:
    """What is known of a portal; nothing where there is none of this id."""
    reader = Reader(database)
    portal = await reader.read_one(browsing.PORTAL, portal=portal_id)
    if portal is None:
        return {}
    return {
        "portal": portal,
        "totals": await reader.read_one(browsing.PORTAL_TOTALS, portal=portal_id),
        "newest": await reader.read(browsing.PORTAL_NEWEST, portal=portal_id),
        "harvests": await reader.read(browsing.PORTAL_HARVESTS, portal=portal_id),
        "archives": await reader.read(browsing.PORTAL_ARCHIVES, portal=portal_id),
        "gaps": await run_query(database, partial(list_month_gaps, portal=portal_id)),
    }


async def make_unit_page(database: Any, unit_id: str) -> dict[str, Any]:
    """What is known of an administrative unit, and its articles across the reform; nothing where there is none."""
    reader = Reader(database)
    unit = await reader.read_one(browsing.UNIT, unit=unit_id)
    if unit is None:
        return {}
    months = await reader.read(browsing.UNIT_MONTHS, unit=unit_id)
    changes = await reader.read(browsing.UNIT_CHANGES, unit=unit_id)
    return {
        "unit": unit,
        "predecessors": [row for row in changes if row["new"] == unit_id],
        "successors": [row for row in changes if row["old"] == unit_id],
        "today": await reader.read(browsing.UNIT_TODAY, unit=unit_id),
        "chart": make_chart((row["month"], row["level"], row["articles"]) for row in months),
        "years": await reader.read(browsing.UNIT_YEARS, unit=unit_id),
        "newest": await reader.read(browsing.UNIT_NEWEST, unit=unit_id),
    }
