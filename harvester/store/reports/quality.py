"""SQL for what an export says of itself: what was left out of it, which months it has, how good it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harvester.store.reports.coverage import Month, read_months
from harvester.store.reports.snapshot import Snapshot

REASONS = ("other_portals", "copies", "undated", "outside_period")
"""Why an article is not in an export: each that is left out counts once, by the first that holds."""

MONTH_COLUMNS = (
    "portal", "month", "status", "found", "stored", "undated", "rescued", "failed", "gone", "waiting", "left_out",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts of the selected articles, for words about them."""

    articles: int
    undated: int
    copies: int
    changed: int  # with an earlier text
    gone: int
    conflicting: int  # with two dates that disagree
    precisions: dict[str, int]
    places: dict[str, int]  # where dates were found
    pairs: dict[str, int]  # same, reprint, template: pairs of selected articles


def count_reasons(snapshot: Snapshot) -> dict[str, int]:
    """How many articles of the database are selected, and how many are left out, by REASONS."""
    selection = snapshot.selection
    period = [f"t.published_at {sign} :{name}" for name, sign in (("since", ">="), ("until", "<"))
              if name in snapshot.values]  # fmt: skip
    sql = f"""
        SELECT CASE WHEN NOT ({snapshot.make_portal_condition("t.portal")}) THEN 'other_portals'
            WHEN {int(not selection.with_duplicates)} AND t.duplicate_of IS NOT NULL THEN 'copies'
            WHEN {int(bool(period))} AND t.published_at IS NULL THEN 'undated'
            WHEN NOT ({" AND ".join(period) or "1"}) THEN 'outside_period' ELSE 'selected' END, count(*)
        FROM articles t GROUP BY 1
    """
    counts = dict(snapshot.connection.execute(sql, snapshot.values).fetchall())
    return {name: counts.get(name, 0) for name in ("selected", *REASONS)}


def read_span(snapshot: Snapshot) -> tuple[str | None, str | None]:
    """The first and the last day of publication of the selected articles."""
    sql = f"SELECT min(a.published_at), max(a.published_at) FROM articles a WHERE {snapshot.condition}"
    first, last = snapshot.connection.execute(sql, snapshot.values).fetchone()
    return first and first[:10], last and last[:10]


def read_quality(snapshot: Snapshot) -> Quality:
    """What there is to know of the selected articles' dates, copies and changes."""
    execute, values = snapshot.connection.execute, snapshot.values
    rows = f"FROM articles a WHERE {snapshot.condition}"
    counts = execute(
        "SELECT count(*) AS articles, count(*) - count(published_at) AS undated,"
        " count(duplicate_of) AS copies, count(CASE WHEN revision > 1 THEN 1 END) AS changed, count(gone_at) AS gone,"
        " count(CASE WHEN EXISTS (SELECT 1 FROM date_candidates d WHERE d.article = a.id"
        f" AND instr(d.why_not, 'disagrees with') > 0) THEN 1 END) AS conflicting {rows}",
        values,
    ).fetchone()

    def group(column: str) -> dict[str, int]:
        counted = f"SELECT {column}, count(*) {rows} AND {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        return dict(execute(counted, values).fetchall())

    one, other = snapshot.make_condition("one"), snapshot.make_condition("two")
    pairs = execute(
        "SELECT s.kind, count(*) FROM similar s JOIN articles one ON one.id = s.article"
        f" JOIN articles two ON two.id = s.other WHERE {one} AND {other} GROUP BY 1 ORDER BY 1",
        values,
    ).fetchall()
    precisions, places = group("published_precision"), group("published_from")
    return Quality(**dict(counts), precisions=precisions, places=places, pairs=dict(pairs))


def read_collected(snapshot: Snapshot) -> list[Month]:
    """Every month of every selected portal, whatever the filters by time: what was looked at, and what was not."""
    return [month for portal in snapshot.read_portals() for month in read_months(snapshot.connection, portal["id"])]


def make_month_rows(months: list[Month]) -> Iterator[tuple[str | int, ...]]:
    """Rows of MONTH_COLUMNS."""
    for one in months:
        yield (
            one.portal, one.month, tell_status(one), one.found, one.stored, one.undated, one.rescued, one.failed,
            one.gone, one.waiting, one.left_out,
        )  # fmt: skip


def tell_status(month: Month) -> str:
    """What a month without an article, or with one missing, means."""
    if not month.found:
        return "no news" if month.collected else "not collected"
    return "incomplete" if month.failed or month.waiting else "collected"
