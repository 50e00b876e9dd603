"""What Datasette is taught: search without accents, what pages hold, and headers that refuse scripts."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from weakref import WeakKeyDictionary

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode, tilde_encode
from markupsafe import Markup

from harvester.errors import DamagedDatabase, QueryError
from harvester.inspect.article_view import format_time, is_link
from harvester.inspect.pages import FrontPage, make_article_page, make_choices, make_portal_page
from harvester.inspect.responses import guard_responses
from harvester.store.dictionary import read_meaning
from harvester.store.reports import browsing
from harvester.store.reports.marking import Marked, mark_articles
from harvester.store.reports.queries import make_match
from harvester.store.soundness import DATA_ERRORS, explain_damage

DATABASE = "harvest"
"""The database's name in addresses, whatever its file is called."""

LISTED = ("published_at", "title", "portal", "category", "published_precision", "duplicate_of")
"""Columns of the list of articles, unless others are asked for."""

FACETED_HITS = 20_000
"""A search that finds more has no facets, unless they are asked for: each takes 0.1 s for 50,000 hits."""

COUNTED_TOGETHER = frozenset({"portal", "category", "published_at", "published_precision", "published_from"})
"""Columns of the indexes that facets are counted by: a filter on another one reads every article for each."""

COUNTING_LIMIT = 2000
"""Milliseconds for the number of a search's hits: where it takes longer, the list would take longer still."""

TOO_BROAD = "More matches than can be gone through in time. Write more letters in front of *, or more words."

QUIET = (f"/{DATABASE}/articles/", f"/{DATABASE}/portals/")
"""Pages without any script, beside the front page."""

ARTICLE_LINK = Markup('<a href="/harvest/articles/{}">{}</a>')
PORTAL_LINK = Markup('<a href="/harvest/portals/{}">{}</a>')
OUTSIDE_LINK = Markup('<a href="{}" rel="noreferrer nofollow">{}</a>')
TIME = Markup('<time datetime="{}">{}</time>')

ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d)?")
"""`2023-07-13T20:48:00+07:00`"""


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Datasette's own `escape_fts`, registered before, knows no đ."""
    conn.create_function("escape_fts", 1, escape_query, deterministic=True)


def escape_query(query: str | None) -> str:
    """The expression of a search box's text. A text with nothing to look for finds nothing."""
    return read_query(query or "")[0] or '""'


def read_query(query: str) -> tuple[str | None, str | None]:
    """The expression of a query, or what is wrong with it."""
    try:
        return make_match(query), None
    except QueryError as error:
        return None, str(error)


FRONT_PAGES: WeakKeyDictionary[Any, FrontPage] = WeakKeyDictionary()
"""By database: one process may have several."""


@hookimpl
def extra_template_vars(template: str, request: Any, datasette: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def read() -> dict[str, Any]:
        harvest = datasette.get_database(DATABASE)
        match template:
            case "index.html":
                return await FRONT_PAGES.setdefault(harvest, FrontPage()).read(harvest)
            case "row-harvest-articles.html":
                return await make_article_page(harvest, request.url_vars["pks"])
            case "row-harvest-portals.html":
                return await make_portal_page(harvest, tilde_decode(request.url_vars["pks"]))
            case "query-harvest.html":
                return {"choices": await make_choices(harvest)}
            case "database-harvest.html":
                return {"meaning": read_meaning()}
            case "table.html" if request.url_vars.get("table") == "articles":
                return describe_list(harvest, request)
        return {}

    return read


def describe_list(harvest: Any, request: Any) -> dict[str, Any]:
    """For the list of articles: which columns, why a search found nothing, and where its hits stand."""
    everything = any(name in request.args for name in ("_col", "_nocol", "_columns"))
    query = request.args.get("_search") or ""
    match, problem = read_query(query)

    async def mark_rows(keys: list[int | str]) -> dict[str, Marked]:
        if match is None:
            return {}
        numbers = [int(key) for key in keys]  # Datasette has a row's key as text
        found = await harvest.execute_fn(partial(mark_articles, match=match, numbers=numbers))
        return {str(number): marked for number, marked in found.items()}

    return {
        "listed": None if everything else LISTED,
        "format_time": format_time,
        "is_spared": request.scope.get("is_spared", False),
        "hits": request.scope.get("hits"),
        "search_problem": problem if query.strip() else None,
        "mark_rows": mark_rows,
    }


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str | None) -> Any:
    """In answers to questions: titles lead to articles, portals to portals, addresses show their host."""
    if database != DATABASE or table is not None or value is None:
        return None
    names = row.keys()
    if column == "title" and "article" in names:
        return ARTICLE_LINK.format(row["article"], value)
    if column == "article":
        return ARTICLE_LINK.format(value, value)
    if column == "portal":
        return PORTAL_LINK.format(tilde_encode(str(value)), value)
    if column == "url" and is_link(value):
        return OUTSIDE_LINK.format(value, urlsplit(value).netloc)
    if isinstance(value, str) and ISO_TIME.fullmatch(value):
        shown = value[:16].replace("T", " ").removesuffix(" 00:00")
        return TIME.format(value, shown)
    return None


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """A page that a damaged database does not give says so; anything else is Datasette's to tell."""

    async def answer() -> Any:
        failure = await asyncio.to_thread(DAMAGE.find, Path(datasette.get_database(DATABASE).path), exception)
        if failure is None:
            return None
        values = {"title": "This database is damaged", "error": str(failure)}
        return Response.html(await datasette.render_template("error.html", values), status=500)

    return answer


class Damage:
    """What is wrong with a database, looked for once as long as it does not change: each page that fails asks."""

    def __init__(self) -> None:
        self.found: dict[tuple[Path, int], DamagedDatabase | None] = {}

    def find(self, database: Path, error: Exception) -> DamagedDatabase | None:
        """What a failed page comes from; None where it is not the database."""
        if not isinstance(error, DATA_ERRORS):
            return None
        state = database, database.stat().st_mtime_ns
        if state not in self.found:
            self.found[state] = explain_damage(database)
        return self.found[state]


DAMAGE = Damage()


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    return [
        {"href": datasette.urls.instance(), "label": "Overview"},
        {"href": datasette.urls.table(DATABASE, "articles"), "label": "Articles"},
        {"href": datasette.urls.table(DATABASE, "portals"), "label": "Portals"},
        {"href": datasette.urls.database(DATABASE), "label": "Questions and tables"},
    ]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        async def guarded(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                send = guard_responses(scope, send, QUIET)
                try:
                    scope = await spare_counts(scope, datasette)
                except QueryInterrupted:
                    await send_too_broad(datasette, send)
                    return
            await app(scope, receive, send)

        return guarded

    return wrap


async def spare_counts(scope: dict[str, Any], datasette: Any) -> dict[str, Any]:
    """The request, asking for no facets where to count each would take seconds.

    That is so for a search that finds very much, and for filters that no index of facets holds. Nor is the whole
    counted again where nothing but the search decides of it: `hits` in the scope says it. Raises QueryInterrupted
    for a search that finds too much even to be counted.
    """
    arguments = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    is_list = scope["path"] == f"/{DATABASE}/articles" and not {"_facet", "_nofacet"} & arguments.keys()
    filters = {name.split("__")[0] for name in arguments if name[0:1] != "_" or name == "_where"}
    extra, hits = "", None
    if is_list and arguments.get("_search", [""])[0].strip():
        hits = await count_hits(datasette.get_database(DATABASE), arguments["_search"][0])
        if hits > FACETED_HITS:
            extra = "&_nofacet=1" if filters else "&_nofacet=1&_nocount=1"
    if is_list and not extra and filters - COUNTED_TOGETHER:
        extra = "&_nofacet=1"
    if not extra:
        return scope
    return {**scope, "query_string": scope["query_string"] + extra.encode(), "hits": hits, "is_spared": True}


async def count_hits(harvest: Any, query: str) -> int:
    values = {"match": escape_query(query)}
    found = await harvest.execute(
        browsing.COUNT_HITS, values, custom_time_limit=COUNTING_LIMIT, log_sql_errors=False
    )
    hits: int = found.first()[0]
    return hits


async def send_too_broad(datasette: Any, send: Any) -> None:
    page = await datasette.render_template("error.html", {"title": "Too many articles match", "error": TOO_BROAD})
    await Response.html(page, status=400).asgi_send(send)
