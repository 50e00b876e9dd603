"""The list of articles: found by words, narrowed by province, level, portal and month, counted, and whole as a file."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from harvester.errors import ConfigError, QueryError
from harvester.inspect.charts import Chart, make_chart
from harvester.inspect.downloads import Download, make_atom, make_csv
from harvester.inspect.languages import gettext, mark
from harvester.inspect.list_request import ListRequest, read_request
from harvester.inspect.serving import LONGEST_DOWNLOAD_MS, LONGEST_MS, make_host, run_query, show_page
from harvester.places.provinces import ProvinceChoice, choose_province
from harvester.store.reports.browsing import read_portals
from harvester.store.reports.kept_questions import write_question
from harvester.store.reports.listing import (
    COLUMNS,
    ListCounts,
    count_hits,
    read_counts,
    read_latest,
    read_page,
    read_whole,
)
from harvester.store.reports.search import CANDIDATES, Hit
from harvester.store.reports.selection import list_provinces
from harvester.store.units import read_gazetteer
from harvester.suggestions import suggest_command
from harvester.syndication import Entry, Feed, make_feed, shorten

PATH = "/articles"

_PAGE_SIZE = 50

MOST_COUNTED = 150_000
"""Hits of a search beyond which they are not counted by month and portal: that takes a second for 400,000."""

MOST_OPTIONS = 12
"""Provinces, and portals, that a result is counted by in the list beside it."""

MOST_PORTALS = 300
"""Portals that can be chosen from; of more the id is typed."""

FEED_ENTRIES = 100

TOO_BROAD = mark("More matches than can be gone through in time. Write more letters in front of *, or more words.")

LEVEL_NAMES = {
    "province": mark("province"), "district": mark("district"), "commune": mark("commune"), "party": mark("party"),
    "sector": mark("sector"), "newspaper": mark("newspaper"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """A way to narrow a list, and how many articles are left then."""

    label: str
    articles: int
    address: str
    is_data: bool  # a name from the database, in Vietnamese


@dataclass(frozen=True, slots=True)
class _Choices:
    """What filters can be set to, and what a province's name was taken for.

    Without portals there are too many to choose from.
    """

    provinces: list[str]
    levels: list[str]
    portals: list[tuple[str, str]] = field(default_factory=list)
    province_taken: ProvinceChoice | None = None


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A page of a list, with what stands beside it."""

    hits: tuple[Hit, ...]
    total: int
    is_counted: bool
    chart: Chart | None
    facets: dict[str, list[Option]]

    @property
    def is_cut(self) -> bool:
        """Whether not even the last page shows all of them."""
        return self.total > CANDIDATES


def _read_list(connection: sqlite3.Connection, asked: ListRequest) -> ArticleList:
    """A page of the list that is asked for.

    Raises:
        QueryError: and ConfigError.
    """
    question = asked.question
    offset = _PAGE_SIZE * (asked.page - 1)
    total = count_hits(connection, question) if question.query else 0
    is_counted = total <= MOST_COUNTED
    counts = read_counts(connection, question) if is_counted else ListCounts((), {})
    hits = read_page(connection, question, asked.sorting, _PAGE_SIZE, offset)
    portals = {row["id"]: row for row in read_portals(connection)}
    total = total if question.query else sum(counts.portals.values())
    options = count_options(asked, counts.portals, portals)
    return ArticleList(hits, total, is_counted, make_chart(counts.months), options)


def count_options(asked: ListRequest, counts: dict[str, int], portals: dict[str, Any]) -> dict[str, list[Option]]:
    """The provinces, levels and portals that the articles are from, those with the most articles first."""
    sums: dict[str, Counter[str]] = {"province": Counter(), "level": Counter(), "portal": Counter()}
    for portal, articles in counts.items():
        sums["province"][portals[portal]["province"]] += articles
        sums["level"][portals[portal]["level"]] += articles
        sums["portal"][portal] += articles
    return {
        name: [
            make_option(asked, name, value, articles, portals) for value, articles in found.most_common(MOST_OPTIONS)
        ]
        for name, found in sums.items()
        if len(found) > 1 and name not in asked.filters
    }


def make_option(asked: ListRequest, name: str, value: str, articles: int, portals: dict[str, Any]) -> Option:
    label = str(portals[value]["name"]) if name == "portal" else value
    if name == "level":
        label = gettext(LEVEL_NAMES.get(value, value))
    return Option(label, articles, asked.make_address(PATH, **{name: value}), is_data=name != "level")


def read_choices(connection: sqlite3.Connection, asked: ListRequest) -> _Choices:
    """What the filters can be set to."""
    portals = read_portals(connection)
    provinces = list_provinces(connection)
    within = provinces.get(asked.province, frozenset(row["id"] for row in portals))
    shown = [(row["id"], row["name"]) for row in portals if row["id"] in within]
    levels = sorted({row["level"] for row in portals})
    taken = choose_province(asked.province, read_gazetteer(connection)) if asked.province else None
    return _Choices(list(provinces), levels, shown if len(shown) <= MOST_PORTALS else [], taken)


def make_articles_csv(connection: sqlite3.Connection, asked: ListRequest) -> Download:
    """Every article of the list, whatever is shown of it.

    Raises:
        QueryError: and ConfigError.
    """
    return make_csv(COLUMNS, read_whole(connection, asked.question), "articles.csv")


def make_articles_feed(connection: sqlite3.Connection, asked: ListRequest, host: str) -> Download:
    """The articles of the list that were stored last.

    Raises:
        QueryError: and ConfigError.
    """
    entries = [
        Entry(
            uid=row["uid"], title=row["title"], url=row["url"], updated=row["changed_at"],
            author=row["author"] or row["portal_name"], summary=row["lead"] or shorten(row["opening"]),
            published=row["published_at"], categories=tuple(filter(None, (row["portal_name"], row["category"]))),
        )
        for row in read_latest(connection, asked.question, FEED_ENTRIES)
    ]  # fmt: skip
    feed = Feed(
        title=describe_request(asked), identity=f"articles:{asked.make_query(order='')}", entries=entries,
        self_url=f"{host}{asked.make_address(f'{PATH}.atom', order='')}",
        page_url=f"{host}{asked.make_address(PATH, order='')}",
    )  # fmt: skip
    return make_atom(make_feed(feed))


def describe_request(asked: ListRequest) -> str:
    """`hội nghị · Hà Tĩnh · 2023-07`."""
    return " · ".join(filter(None, (asked.q, *asked.filters.values()))) or gettext("Articles")


def make_toml(asked: ListRequest) -> str:
    """The list as a question that is kept."""
    filters = {name: value for name, value in asked.filters.items() if name != "state"}
    return write_question(describe_request(asked), asked.q, filters)


async def show_articles(request: Any, datasette: Any) -> Any:
    """The list as a page, as CSV or as a feed."""
    asked = read_request(request.args)
    harvest = datasette.get_database("harvest")
    feed = partial(make_articles_feed, host=make_host(request))
    kinds: dict[str | None, Callable[..., ArticleList | Download]] = {"csv": make_articles_csv, "atom": feed}
    kind = request.url_vars.get("format")
    problem, listed = "", None
    try:
        read = partial(kinds.get(kind, _read_list), asked=asked)
        listed = await run_query(harvest, read, LONGEST_DOWNLOAD_MS if kind == "csv" else LONGEST_MS)
    except (QueryError, ConfigError) as error:
        problem = str(error)
    except TimeoutError:
        problem = gettext(TOO_BROAD)
    if isinstance(listed, Download):
        return listed
    context = {
        "asked": asked, "list": listed, "problem": problem, "page_size": _PAGE_SIZE, "most_listed": CANDIDATES,
        "choices": await run_query(harvest, partial(read_choices, asked=asked)), "path": PATH,
        "title": describe_request(asked), "toml": make_toml(asked), "level_names": LEVEL_NAMES,
        "command": suggest_command("search", "--saved", "questions", database=harvest.path),
    }  # fmt: skip
    return await show_page(datasette, request, "list.html", context, status=400 if problem else 200)
