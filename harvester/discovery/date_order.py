"""Whether the dates beside a page's links have their month first: one by one, most of them do not tell it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from harvester.items import MONTH_FIRST_MARK, SeenDate
from harvester.vietnamese.dates.sightings import may_have_month_first

_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")
_FEWEST = 5
"""Days in a row that tell by their order which of the numbers is the month."""


def mark_month_first(dates: dict[str, SeenDate]) -> dict[str, SeenDate]:
    """Return a page's dates, with a mark behind those that have their month first.

    Args:
        dates: What stands beside each link, in the order of the page.
    """
    numbers = [
        (int(match[3]), int(match[1]), int(match[2]))
        for seen in dates.values()
        if (match := _NUMBERS.search(seen.text)) is not None
    ]
    if not has_month_first(numbers):
        return dates
    return {
        link: replace(seen, text=seen.text + MONTH_FIRST_MARK) if may_have_month_first(seen.text) else seen
        for link, seen in dates.items()
    }


def has_month_first(numbers: list[tuple[int, int, int]]) -> bool:
    """Return whether dates have their month first.

    Some have a second number that no month has, and none such a first one; where neither is so, they go from the newest
    to the oldest so, and otherwise go up and down, even without one that may be pinned.

    Args:
        numbers: Of each date the year, and the two numbers before it as they stand.
    """
    if any(first > 12 for _, first, _ in numbers):
        return False
    if any(second > 12 for _, _, second in numbers):
        return True
    days_first = [(year, second, first) for year, first, second in numbers]
    return len(set(numbers)) >= _FEWEST and _is_newest_first(numbers) and not _is_nearly_newest_first(days_first)


def _is_newest_first(days: list[tuple[int, int, int]]) -> bool:
    return days == sorted(days, reverse=True)


def _is_nearly_newest_first(days: list[tuple[int, int, int]]) -> bool:
    """Return whether days go from the newest to the oldest, but for at most one."""
    later = next((n for n, (day, after) in enumerate(pairwise(days)) if after > day), None)
    return later is None or any(_is_newest_first(days[:n] + days[n + 1 :]) for n in (later, later + 1))
