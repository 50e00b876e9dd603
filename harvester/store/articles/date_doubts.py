"""SQL for dates that a portal claims and that cannot be believed: which it gives, how often, and what is noted of them.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from harvester.statuses import REACHED

Doubt = Literal["alike", "early"]
"""Why a date is not believed: many articles of the portal have the very same, or all else of it is years younger."""


class DatedArticle(NamedTuple):
    """An article and the date that its portal gives it."""

    article: int
    published_at: str
    precision: str
    first_seen_at: str


def count_dates(db: sqlite3.Connection, portal: str) -> dict[str, int]:
    """How many articles of a portal have each date, in the order of dates. Read from an index alone."""
    rows = db.execute(
        "SELECT published_at, count(*) FROM articles WHERE portal = ? AND published_at IS NOT NULL"
        " GROUP BY published_at ORDER BY published_at",
        (portal,),
    )
    return {row[0]: row[1] for row in rows}


def list_by_date(
    db: sqlite3.Connection, portal: str, *, before: str = "", among: Sequence[str] = ()
) -> list[DatedArticle]:
    """The articles of a portal whose dates lie before one, or are among some."""
    columns = "SELECT id, published_at, published_precision, first_seen_at FROM articles WHERE portal = :portal AND"
    rows = db.execute(
        f"{columns} published_at < :before UNION {columns} published_at IN (SELECT value FROM json_each(:among))",
        {"portal": portal, "before": before, "among": json.dumps(list(among))},
    )
    return [DatedArticle(*row) for row in rows]


def read_first_harvest(db: sqlite3.Connection, portal: str) -> str | None:
    """When the first run ended in which the portal answered; None where there was none."""
    row = db.execute(
        "SELECT min(finished_at) FROM harvests JOIN runs ON runs.id = run AND kind = 'crawl'"
        " WHERE portal = ? AND harvests.status IN (SELECT value FROM json_each(?))",
        (portal, json.dumps(REACHED)),
    ).fetchone()
    return None if row[0] is None else str(row[0])


def replace_doubts(db: sqlite3.Connection, portal: str, doubts: Mapping[int, Doubt]) -> list[int]:
    """Note which of a portal's articles have doubtful dates; those of which something else was noted before."""
    known = {
        row[0]: row[1]
        for row in db.execute(
            "SELECT id, published_doubt FROM articles WHERE portal = ? AND published_doubt IS NOT NULL", (portal,)
        )
    }
    changed = sorted(one for one in known.keys() | doubts.keys() if known.get(one) != doubts.get(one))
    db.executemany("UPDATE articles SET published_doubt = ? WHERE id = ?", [(doubts.get(one), one) for one in changed])
    return changed


def list_doubting(db: sqlite3.Connection) -> set[str]:
    """The portals of which an article has a doubtful date."""
    return {row[0] for row in db.execute("SELECT DISTINCT portal FROM articles WHERE published_doubt IS NOT NULL")}
