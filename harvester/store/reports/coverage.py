"""SQL for the coverage of months: what was found of each, what came of it, and what nobody looked at."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from harvester.statuses import READ
from harvester.store.reports.harvests import has_backlog
from harvester.store.runs import list_portal_ids
from harvester.vietnamese.dates import parse_date

ISO_MONTH = re.compile(r"\d{4}-\d{2}(?=-\d{2})")  # 2023-07-13T20:48:00+07:00


@dataclass(slots=True)
class Month:
    """A portal's month. `found` = stored + failed + gone + waiting + too old for the run."""

    portal: str
    month: str  # 2023-07; of publication, else of the date beside the link, else of the first sight
    found: int = 0
    stored: int = 0
    rescued: int = 0  # stored, and read from an archive
    failed: int = 0
    undated: int = 0  # stored, without a date of publication
    gone: int = 0  # withdrawn before they could be read
    waiting: int = 0  # to be tried (again)
    left_out: int = 0  # older than `--since` or the portal's `since`
    collected: bool = True  # a month without articles: whether anybody looked

    @property
    def words(self) -> str:
        """What an empty or incomplete month means."""
        if not self.found:
            return "no news" if self.collected else "not collected"
        parts = ((self.rescued, "rescued"), (self.waiting, "waiting"), (self.gone, "gone"), (self.left_out, "too old"))
        return ", ".join(f"{count} {word}" for count, word in parts if count)


def read_coverage(connection: sqlite3.Connection, portals: Collection[str] | None = None) -> list[Month]:
    """Every month of these portals, or of all, from the first article to the last run; by id and month."""
    known = list_portal_ids(connection)
    chosen = known if portals is None else [portal for portal in known if portal in portals]
    return [month for portal in chosen for month in read_months(connection, portal)]


def read_months(connection: sqlite3.Connection, portal: str) -> list[Month]:
    months: dict[str, Month] = {}

    def find(month: str) -> Month:
        return months.setdefault(month, Month(portal, month))

    for month, stored, undated, rescued in connection.execute(
        "SELECT substr(coalesce(published_at, first_seen_at), 1, 7), count(*),"
        " count(*) FILTER (WHERE published_at IS NULL), count(captures.source)"
        " FROM articles LEFT JOIN captures ON captures.id = capture WHERE articles.portal = ? GROUP BY 1",
        (portal,),
    ):
        entry = find(month)
        entry.found, entry.stored, entry.undated, entry.rescued = stored, stored, undated, rescued
    for month, state in read_unstored(connection, portal):
        entry = find(month)
        entry.found += 1
        name = {"failed": "failed", "gone": "gone", "pending": "waiting"}.get(state, "left_out")
        setattr(entry, name, getattr(entry, name) + 1)
    return fill_gaps(connection, portal, months)


@dataclass(frozen=True, slots=True)
class Gap:
    """Months in a row of a portal that nobody looked at, or one that lacks articles which were found."""

    first: str  # 2023-07
    last: str
    lacking: int = 0  # failed, or to be tried; none where nobody looked


def list_month_gaps(connection: sqlite3.Connection, portal: str) -> list[Gap]:
    """The months of a portal that are not whole, the latest first."""
    gaps: list[Gap] = []
    months = read_months(connection, portal)
    for is_seen, group in groupby(months, key=lambda month: bool(month.found) or month.collected):
        rows = list(group)
        if is_seen:
            gaps += [Gap(row.month, row.month, row.failed + row.waiting) for row in rows if row.failed + row.waiting]
        else:
            gaps.append(Gap(rows[0].month, rows[-1].month))
    return gaps[::-1]


def read_unstored(connection: sqlite3.Connection, portal: str) -> Iterator[tuple[str, str]]:
    """Month and state of the addresses of articles that are not stored."""
    rows = connection.execute(
        "SELECT state, found_at, (SELECT group_concat(text, char(10)) FROM link_dates WHERE link_dates.url = urls.url)"
        " FROM urls WHERE portal = ? AND kind = 'article' AND article IS NULL AND redirect_to IS NULL"
        " AND (state IN ('failed', 'gone', 'pending') OR (state = 'skipped' AND last_error LIKE 'older than %'))",
        (portal,),
    )
    for state, found_at, texts in rows:
        yield read_month(texts, found_at), state


def read_month(texts: str | None, found_at: str) -> str:
    """The month of the dates beside a link, else that in which it was found."""
    for text in (texts or "").split("\n"):
        iso = ISO_MONTH.match(text)
        if iso:
            return iso[0]
        parsed = parse_date(text, datetime.fromisoformat(found_at)) if text else None
        if parsed is not None:
            return f"{parsed.value:%Y-%m}"
    return found_at[:7]


def fill_gaps(connection: sqlite3.Connection, portal: str, months: dict[str, Month]) -> list[Month]:
    """The months in between and up to the last run, which had no news or were not looked at."""
    last_run = connection.execute("SELECT max(started_at) FROM runs").fetchone()[0]
    marks = ", ".join("?" * len(READ))
    answered = connection.execute(
        "SELECT max(started_at) FROM harvests JOIN runs ON runs.id = run"
        f" WHERE portal = ? AND harvests.status IN ({marks})",
        (portal, *READ),
    ).fetchone()[0]
    if last_run is None:
        return []
    seen_until = "" if answered is None or has_backlog(connection, portal) else answered[:7]
    first, last = min(months, default=last_run[:7]), max([*months, last_run[:7]])
    return [
        months.get(month) or Month(portal, month, collected=month <= seen_until) for month in _list_months(first, last)
    ]


def _list_months(first: str, last: str) -> Iterator[str]:
    """`2023-11`, `2023-12`, `2024-01`, … both ends included.

    Raises:
        ValueError: one is no month: up to `99999-1` there is no end.
    """
    begin, end = (date.fromisoformat(f"{month}-01") for month in (first, last))
    for count in range(12 * begin.year + begin.month - 1, 12 * end.year + end.month):
        yield f"{count // 12:04}-{count % 12 + 1:02}"
