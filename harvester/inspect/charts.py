"""The charts of the front page and above a list: articles by month and level, as numbers that the template draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LEVELS = ("commune", "district", "province", "party", "sector", "newspaper")

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a column: from `top`, counted from above, `height` high; both in hundredths of the chart."""

    level: str
    top: float
    height: float
    articles: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A month. `label` stands below the first month of a year, else it is empty."""

    month: str
    next_month: str
    label: str
    articles: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`ticks` are the values of the lines across, with their places from above in hundredths."""

    columns: tuple[_Column, ...]
    levels: tuple[str, ...]
    ticks: tuple[tuple[int, float], ...]


def make_chart(counts: Iterable[tuple[str, str, int]], months: int = 144) -> Chart | None:
    """Of months (`2023-07`), levels and numbers of articles: the last `months` of them, or None of none.

    Months without articles have a column, too.
    """
    table: dict[str, dict[str, int]] = {}
    for month, level, articles in counts:
        table.setdefault(month, {})[level] = articles
    if not table:
        return None
    names = _list_months(min(table), max(table))[-months:]
    highest, step = choose_scale(max(sum(table.get(name, {}).values()) for name in names))
    columns = tuple(_make_column(name, table.get(name, {}), highest) for name in names)
    found = {bar.level for column in columns for bar in column.bars}
    levels = tuple(level for level in _LEVELS if level in found)
    ticks = tuple((value, 100 - 100 * value / highest) for value in range(0, highest + 1, step))
    return Chart(columns, levels, ticks)


def _make_column(month: str, articles: dict[str, int], highest: int) -> _Column:
    bars = []
    top = 100.0
    for level in _LEVELS:
        count = articles.get(level, 0)
        if count:
            height = 100 * count / highest
            top -= height
            bars.append(Bar(level, round(top, 3), round(height, 3), count))
    label = month[:4] if month.endswith("-01") else ""
    return _Column(month, follow_month(month), label, sum(articles.values()), tuple(bars))


def _list_months(first: str, last: str) -> list[str]:
    months = [first]
    while months[-1] < last:
        months.append(follow_month(months[-1]))
    return months


def follow_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def choose_scale(largest: int) -> tuple[int, int]:
    """A round number at or above the largest value, and the step of three to five lines up to it."""
    magnitude = 1
    while largest > 10 * magnitude * 4:
        magnitude *= 10
    steps = (factor * magnitude for factor in _STEPS)
    step = int(next(step for step in steps if step * 4 >= largest and step % 1 == 0))
    return -(-max(largest, 1) // step) * step, step
