"""`harvester status --coverage`: a table of months for each portal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from harvester.cli.terminal import read_width, write
from harvester.store.reports.coverage import Month

_COUNTS = ("found", "stored", "failed", "undated")
SPAN = 18
"""Columns of `2024-01 to 2024-02`."""


def show_coverage(months: list[Month]) -> None:
    """Portal by portal a line a month; months in a row that are empty for the same reason share one."""
    for portal, own in groupby(months, key=lambda month: month.portal):
        write(portal, bold=True)
        write(f"  {'month':<{SPAN}}{''.join(f'{name:>9}' for name in _COUNTS)}")
        for rows in fold(own):
            show_months(rows)
        write()


def show_months(rows: list[Month]) -> None:
    """One line, with its remark below where the terminal is too narrow for both."""
    first, last = rows[0], rows[-1]
    span = first.month if first is last else f"{first.month} to {last.month}"
    counts = "".join(f"{getattr(first, name):>9,}" if first.found else f"{'-':>9}" for name in _COUNTS)
    line = f"  {span:<{SPAN}}{counts}"
    if not first.words:
        write(line)
    elif len(line) + 2 + len(first.words) <= read_width():
        write(f"{line}  {first.words}")
    else:
        write(f"{line}\n{' ' * 6}{first.words}")


def fold(months: Iterable[Month]) -> list[list[Month]]:
    """Months one by one, and empty ones in a row of the same meaning together."""
    groups: list[list[Month]] = []
    for month in months:
        if groups and not month.found and not groups[-1][0].found and groups[-1][0].collected == month.collected:
            groups[-1].append(month)
        else:
            groups.append([month])
    return groups
