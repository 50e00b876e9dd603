"""The list of what portals changed or withdrew after publication: as a page, as CSV, as a feed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from harvester.errors import ConfigError
from harvester.inspect.change_rows import COLUMNS, make_entries, make_rows
from harvester.inspect.differences import PairBudget, Paragraph, compare_change
from harvester.inspect.downloads import Download, make_atom, make_csv
from harvester.inspect.languages import gettext, mark
from harvester.inspect.list_request import ListRequest, read_request
from harvester.inspect.lists import FEED_ENTRIES, LEVEL_NAMES, read_choices
from harvester.inspect.serving import LONGEST_DOWNLOAD_MS, LONGEST_MS, make_host, run_query, show_page
from harvester.limits import RECHECK_DAYS, SWEEP_DAYS
from harvester.store.reports.changes import Change, Reach, count_changes, read_changes, read_reach
from harvester.syndication import Feed, make_feed

PATH = "/changes"

_PAGE_SIZE = 20

_VERBS = {"changed": mark("Changed"), "withdrawn": mark("Withdrawn")}

Shown = tuple[Change, list[Paragraph]]


@dataclass(frozen=True, slots=True)
class ChangeList:
    """A page of changes, how many of each kind there are, and how far anybody has looked."""

    changes: list[Shown]
    counts: dict[str, int]
    reach: Reach

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def _read_list(connection: sqlite3.Connection, asked: ListRequest) -> ChangeList:
    """Raise ConfigError for a portal, province or level that the database lacks."""
    selection = asked.selection
    found = read_changes(connection, selection, limit=_PAGE_SIZE, offset=_PAGE_SIZE * (asked.page - 1))
    budget = PairBudget()
    shown = [(change, compare_change(change, budget)) for change in found]
    return ChangeList(shown, count_changes(connection, selection), read_reach(connection, selection))


def make_changes_csv(connection: sqlite3.Connection, asked: ListRequest) -> Download:
    """Every change, whatever is shown of them. Raises ConfigError."""
    return make_csv(COLUMNS, make_rows(read_changes(connection, asked.selection)), "changes.csv")


def make_changes_feed(connection: sqlite3.Connection, asked: ListRequest, host: str) -> Download:
    """The changes that were noticed last. Raises ConfigError."""
    title = " · ".join((gettext("Changed after publication"), *asked.filters.values()))
    verbs = {kind: gettext(verb) for kind, verb in _VERBS.items()}
    feed = Feed(
        title=title, identity=f"changes:{asked.make_query()}",
        entries=make_entries(read_changes(connection, asked.selection, limit=FEED_ENTRIES), verbs),
        self_url=f"{host}{asked.make_address(f'{PATH}.atom')}", page_url=f"{host}{asked.make_address(PATH)}",
    )  # fmt: skip
    return make_atom(make_feed(feed))


async def show_changes(request: Any, datasette: Any) -> Any:
    """The list as a page, as CSV or as a feed. Words, months and kinds are none of its filters."""
    read = read_request(request.args)
    asked = ListRequest(province=read.province, level=read.level, portal=read.portal, page=read.page)
    harvest = datasette.get_database("harvest")
    feed = partial(make_changes_feed, host=make_host(request))
    kinds: dict[str | None, Callable[..., ChangeList | Download]] = {"csv": make_changes_csv, "atom": feed}
    kind = request.url_vars.get("format")
    problem, listed = "", None
    try:
        query = partial(kinds.get(kind, _read_list), asked=asked)
        listed = await run_query(harvest, query, LONGEST_DOWNLOAD_MS if kind == "csv" else LONGEST_MS)
    except ConfigError as error:
        problem = str(error)
    if isinstance(listed, Download):
        return listed
    context = {
        "asked": asked, "list": listed, "problem": problem, "page_size": _PAGE_SIZE, "path": PATH,
        "choices": await run_query(harvest, partial(read_choices, asked=asked)), "level_names": LEVEL_NAMES,
        "recheck_days": RECHECK_DAYS, "sweep_days": SWEEP_DAYS,
    }  # fmt: skip
    return await show_page(datasette, request, "changes.html", context, status=400 if problem else 200)
