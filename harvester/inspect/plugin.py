"""What Datasette is taught: search without accents, what pages hold, and headers that refuse scripts."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from weakref import WeakKeyDictionary

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.filters import FilterArguments
from datasette.utils import tilde_decode, tilde_encode
from markupsafe import Markup

from harvester.errors import ConfigError, DamagedDatabase, QueryError
from harvester.inspect import change_list, explanation_page, languages, lists, question_page
from harvester.inspect.article_view import format_time, is_link
from harvester.inspect.gate import LANGUAGE_ARGUMENT, find_redirect, list_arguments, send_redirect, set_language
from harvester.inspect.languages import LANGUAGE, LANGUAGES, gettext
from harvester.inspect.list_request import ListRequest, read_request
from harvester.inspect.mistakes import read_mistake, tell_mistake
from harvester.inspect.pages import FrontPage, Reader, make_article_page, make_portal_page, make_unit_page
from harvester.inspect.safe_responses import guard_responses
from harvester.inspect.serving import run_query
from harvester.statuses import find_colour
from harvester.store.dictionary import read_meaning
from harvester.store.reports import browsing
from harvester.store.reports.queries import make_match
from harvester.store.reports.selection import make_conditions
from harvester.store.soundness import DATA_ERRORS, explain_damage

DATABASE = "harvest"
"""The database's name in addresses, whatever its file is called."""

_LISTED = ("published_at", "title", "portal", "category", "published_precision", "duplicate_of")
"""Columns of the table of articles, unless others are asked for."""

FACETED_HITS = 20_000
"""A search that finds more has no facets, unless they are asked for: each takes 0.1 s for 50,000 hits."""

COUNTED_TOGETHER = frozenset({"portal", "category", "published_at", "published_precision", "published_from"})
"""Columns of the indexes that facets are counted by: a filter on another one reads every article for each."""

COUNTING_LIMIT = 2000
"""Milliseconds for the number of a search's hits: where it takes longer, the table would take longer still."""

STATE_NAMES = {
    "undated": languages.mark("without a date"), "copies": languages.mark("copies of others"),
    "gone": languages.mark("gone from their portal"),
}  # fmt: skip

FACET_NAMES = {
    "province": languages.mark("By province"), "level": languages.mark("By level"),
    "portal": languages.mark("By portal"),
}  # fmt: skip

ARTICLE_LINK = Markup('<a href="/harvest/articles/{}">{}</a>')
PORTAL_LINK = Markup('<a href="/harvest/portals/{}">{}</a>')
UNIT_LINK = Markup('<a href="/harvest/units/{}">{}</a>')
UNIT_COLUMNS = frozenset({"unit", "unit_then", "today_unit"})
OUTSIDE_LINK = Markup('<a href="{}" rel="noreferrer nofollow">{}</a>')
_TIME = Markup('<time datetime="{}">{}</time>')

ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d)?")
"""`2023-07-13T20:48:00+07:00`"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"/articles(\.(?P<format>csv|atom))?$", lists.show_articles),
        (r"/changes(\.(?P<format>csv|atom))?$", change_list.show_changes),
        (r"/-/explain(\.(?P<format>json))?$", explanation_page.show_explanation),
        (question_page.WHOLE_CSV, question_page.send_whole),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(languages.gettext, languages.ngettext, newstyle=True)
    env.filters |= {"number": languages.format_number, "share": languages.format_share}
    env.globals |= {
        "find_colour": find_colour,
        "format_time": format_time, "is_link": is_link, "tilde_encode": tilde_encode, "state_names": STATE_NAMES,
        "facet_names": FACET_NAMES, "level_names": lists.LEVEL_NAMES, "get_language": LANGUAGE.get,
        "list_places": list_places, "list_other_languages": list_other_languages,
    }  # fmt: skip


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Datasette's own `escape_fts`, registered before, knows no đ. Nor does it bound what one value may take.

    Any page in the browser can have this machine asked for `select zeroblob(900000000)`, and everybody waits for it.
    """
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    conn.create_function("escape_fts", 1, escape_query, deterministic=True)


LONGEST_VALUE = 30_000_000
"""Octets of one value of an answer: a page has 20 MB at most."""


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
        return await make_surroundings(harvest, request) | await make_contents(template, harvest, request)

    return read


async def make_surroundings(harvest: Any, request: Any) -> dict[str, Any]:
    """What every page has around its content."""
    path = request.path if request is not None else ""
    arguments = [(name, value) for name in request.args for value in request.args.getlist(name)] if request else []
    demo = await Reader(harvest).read_one(browsing.IS_DEMO)
    return {
        "language_link": f"?{urlencode([*arguments, (LANGUAGE_ARGUMENT, '')])}",
        "places": list_places(path),
        "is_demo": bool(demo and demo["is_demo"]),
    }


def list_other_languages() -> dict[str, str]:
    return {code: name for code, name in LANGUAGES.items() if code != LANGUAGE.get()}


def list_places(path: str) -> list[dict[str, Any]]:
    """The pages that every page leads to; the one that is shown is no link."""
    places = (
        ("/", gettext("Overview")), (lists.PATH, gettext("Articles")), (change_list.PATH, gettext("Changes")),
        ("/harvest/portals", gettext("Portals")), ("/harvest", gettext("Data")),
    )  # fmt: skip
    return [{"href": href, "label": label, "is_here": href == path} for href, label in places]


async def make_contents(template: str, harvest: Any, request: Any) -> dict[str, Any]:
    """What a page's own template is given."""
    match template:
        case "index.html":
            front = await FRONT_PAGES.setdefault(harvest, FrontPage()).read(harvest)
            return front | {"month_link": partial_month(ListRequest())}
        case "list.html":
            asked = read_request(request.args)
            return {"month_link": partial_month(asked), "table_query": make_table_query(asked)}
        case "row-harvest-articles.html":
            return await make_article_page(harvest, request.url_vars["pks"])
        case "row-harvest-portals.html":
            return await make_portal_page(harvest, tilde_decode(request.url_vars["pks"]))
        case "row-harvest-units.html":
            page = await make_unit_page(harvest, tilde_decode(request.url_vars["pks"]))
            return page | {"month_link": partial_month(ListRequest()), "tilde_encode": tilde_encode}
        case "query.html":
            return await question_page.describe_question(harvest, request)
        case "database-harvest.html":
            return {"meaning": read_meaning()}
        case "table.html" if request.url_vars.get("table") == "articles":
            return _describe_table(request)
    return {}


def partial_month(asked: ListRequest) -> Callable[[str], str]:
    return lambda month: asked.make_address(lists.PATH, month=month)


def make_table_query(asked: ListRequest) -> str:
    """The same filters for the table of articles."""
    named = {"_search": asked.q, "_province": asked.province, "_level": asked.level, "_month": asked.month}
    pairs = {name: value for name, value in (named | {"portal": asked.portal}).items() if value}
    return f"?{urlencode(pairs | {'_columns': 'all'})}"


def _describe_table(request: Any) -> dict[str, Any]:
    """For the table of articles: which columns, and why a search found nothing."""
    everything = any(name in request.args for name in ("_col", "_nocol", "_columns"))
    query = request.args.get("_search") or ""
    _, problem = read_query(query)
    return {
        "listed": None if everything else _LISTED,
        "is_spared": request.scope.get("is_spared", False),
        "search_problem": problem if query.strip() else None,
    }


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """`_province`, `_level` and `_month` of the table of articles, in whatever format it is asked for."""

    async def read() -> FilterArguments | None:
        names = ("province", "level", "month")
        asked = read_request({name: request.args.get(f"_{name}") or "" for name in names})
        if table != "articles" or not asked.filters:
            return None
        with suppress(ConfigError):
            harvest = datasette.get_database(DATABASE)
            selection = asked.selection
            condition, values = await run_query(harvest, lambda conn: make_conditions(selection, conn, "articles"))
            return FilterArguments([condition], values, [f"{name} is {value}" for name, value in asked.filters.items()])
        return FilterArguments(["0"], {}, ["there is no such province, level or month"])

    return read


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
    if column in UNIT_COLUMNS:
        return UNIT_LINK.format(tilde_encode(str(value)), value)
    if column == "url" and is_link(value):
        return OUTSIDE_LINK.format(value, urlsplit(value).netloc)
    if isinstance(value, str) and ISO_TIME.fullmatch(value):
        shown = value[:16].replace("T", " ").removesuffix(" 00:00")
        return _TIME.format(value, shown)
    return None


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """A page that a damaged database does not give says so; the rest is a mistake of the request, or a bug."""

    async def answer() -> Any:
        failure = await asyncio.to_thread(DAMAGE.find, Path(datasette.get_database(DATABASE).path), exception)
        if failure is None:
            return await tell_mistake(datasette, request, read_mistake(exception))
        values = {"title": gettext("This database is damaged"), "error": str(failure)}
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
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        async def guarded(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                set_language(scope)
                send = guard_responses(scope, send)
                redirect = find_redirect(scope)
                if redirect is not None:
                    await send_redirect(send, *redirect)
                    return
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
    counted again where nothing but the search decides of it: `hits` in the scope says it.

    Raises:
        QueryInterrupted: for a search that finds too much even to be counted.
    """
    arguments = list_arguments(scope)
    is_list = scope["path"] == f"/{DATABASE}/articles" and not {"_facet", "_nofacet"} & arguments.keys()
    filters = {name.split("__")[0] for name in arguments if name[0:1] != "_" or name == "_where"}
    extra, hits = "", None
    if is_list and arguments.get("_search", [""])[0].strip():
        hits = await _count_hits(datasette.get_database(DATABASE), arguments["_search"][0])
        if hits > FACETED_HITS:
            extra = "&_nofacet=1" if filters else "&_nofacet=1&_nocount=1"
    if is_list and not extra and filters - COUNTED_TOGETHER:
        extra = "&_nofacet=1"
    if not extra:
        return scope
    return {**scope, "query_string": scope["query_string"] + extra.encode(), "hits": hits, "is_spared": True}


async def _count_hits(harvest: Any, query: str) -> int:
    values = {"match": escape_query(query)}
    found = await harvest.execute(browsing.COUNT_HITS, values, custom_time_limit=COUNTING_LIMIT, log_sql_errors=False)
    hits: int = found.first()[0]
    return hits


async def send_too_broad(datasette: Any, send: Any) -> None:
    context = {"title": gettext("Too many articles match"), "error": gettext(lists.TOO_BROAD)}
    page = await datasette.render_template("error.html", context)
    await Response.html(page, status=400).asgi_send(send)
