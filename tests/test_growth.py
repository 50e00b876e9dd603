"""Whatever takes text or bytes from outside takes time by their length: found in the tree, not by a list.

Every public function with a parameter of one of the types of `TEXTS` and `PAGES` is called with texts or pages made to
be slow, of n, 2n and 4n parts. A function that has a parameter for which nothing can be made fails the first test
until it is given a maker, its type stands in `MADE`, or it stands in `EXEMPT` with its reason.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.growth import assert_linear
from support.hostile_texts import PARTS, SCRAPS, make_page, make_shown_page, repeat
from support.public_functions import is_made_of, list_functions, list_types

from harvester.content_codings import BrokenCoding
from harvester.crawling.robots import read_rules
from harvester.discovery.xml_recovery import EntryTags
from harvester.errors import HarvestError
from harvester.gzip_members import BrokenGzip
from harvester.inspect.differences import PairBudget
from harvester.items import Article
from harvester.places.gazetteer import load_gazetteer
from harvester.places.publishers import Publisher
from harvester.platforms import PLATFORMS
from harvester.reading.page import Page
from harvester.store.recovery.page_file import UnreadableError
from harvester.store.runs import Robots

CHARACTERS, ELEMENTS = 3_000, 150
"""Of the smallest of three inputs: what grows as a square takes a second or so with four times as many."""

NOW = datetime(2026, 3, 7, tzinfo=UTC)
URL = "http://lam-khe.example/tin/dap-de-7.html"

Maker = Callable[[str, int], Any]


def split(scrap: str, size: int) -> list[str]:
    """A list of texts with so many characters in all."""
    return [repeat(scrap, 20)] * (size // 20)


def read_tree(part: str, count: int) -> Any:
    """A page's root element."""
    return Page(URL, make_page(part, count)).tree


TEXTS: dict[str, Maker] = {
    **dict.fromkeys(("str", "str | None", "KeyValue"), repeat),
    **dict.fromkeys(("bytes", "bytes | ConfigError"), lambda scrap, size: repeat(scrap, size).encode()),
    **dict.fromkeys(("Sequence[str]", "Iterable[str]", "list[str]"), split),
    "EntryTags": lambda scrap, size: EntryTags(),
    "Article": lambda scrap, size: Article(url=URL, title="Họp", body=repeat(scrap, size)),
}
"""Types that hold text from outside, and how one of a size is made of a scrap."""

PAGES: dict[str, Maker] = {
    "Page": lambda part, count: Page(URL, make_page(part, count)),
    **dict.fromkeys(("etree._Element", "Element", "Element | None"), read_tree),
}
"""Types that hold a page, and how one with so many parts is made."""

PLAIN: dict[str, Any] = {
    "int": 3, "bool": False, "datetime": NOW, "date": date(2026, 3, 7), "dict[str, Any]": {}, "set[str]": set(),
    "Collection[str]": (), "dict[Element, str]": {}, "dict[Element, str | None]": {},
    "frozenset[str]": frozenset(), "Absolute": lambda href: href,
    "Gazetteer": load_gazetteer(), "int | None": None, "Collection[Element]": (), "tuple[Element | None, ...]": (),
    "set[str] | None": None, "list[date]": [], "Mapping[str, str]": {}, "float": 0.5, "Iterable[SeenDate]": (),
    "list[SeenDate]": [], "set[int]": set(), "FoundIn": "page", "DateRole": "published", "object": "1",
    "Collection[str] | None": None, "Publisher": Publisher(), "dict[str, str]": {}, "dict[str, int]": {},
    "Mapping[Place, KeyValue | None]": {("", "name"): "Lâm Khê"}, "list[tuple[bytes, bytes]]": [],
    "Iterable[Sequence[object]]": (), "Kind": "article", "PairBudget": PairBudget(), "PairBudget | None": None,
    "set[tuple[str, int]]": {("http://xa.example/a", 2)}, "Sequence[Article]": [Article(url=URL)],
}  # fmt: skip
"""What stands beside it, by its type."""

SKIPPED = {
    "harvester.cli": "says what others have read",
    "harvester.demo": "makes pages, and reads none",
}
"""Packages whose functions are not called."""

MADE = {
    "what readers make of a page, which are called here with whole pages": (
        "Outline", "Structure", "Vicinity", "Block", "Body", "Container", "Byline", "Measures", "Css", "Links",
        "PageAddress", "Line", "Link", "Listing", "Findings", "DocumentFields", "list[int]",
        "list[tuple[str, Element]]", "tuple[int, str]",
    ),
    "a name or a date that was found in a text, which is cut where it is read": (
        "SeenDate", "DateCandidate", "Reading", "Unit", "PortalUnit", "PortalFacts", "ProvinceChoice",
    ),
    "a portal file that was checked": ("Portal", "Platform"),
    "rows of a database, and what is written to it: read, and cut to its limits, before it was stored": (
        "Store", "sqlite3.Connection", "sqlite3.Row", "Database", "Table", "TableMeaning", "Address", "Stored",
        "Reread", "Harvest", "Robots", "Walk", "Selection", "ListRequest", "IndexEntry", "Snapshot", "Row",
        "DatedArticle", "Known", "RunFacts", "FetchResult", "Cause", "Iterable[object]", "Month", "_Facts",
        "Sequence[tuple[str, str]]", "AuditForm",
    ),
    "a connection, a request or a file, which a test over a socket reads": (
        "Visitor", "ExecutionEngine", "Response", "Request", "RequestContext", "socket.socket", "TimeServer", "Path",
        "BinaryIO", "_Send", "Any", "BaseException", "Work", "Client", "zlib._Decompress", "asyncio.StreamWriter",
    ),
    "a part of a file that is read piece by piece": ("Pages", "Record", "dict[str, object]", "tuple[int, int]"),
    "a run's own plan": ("Plan",),
}  # fmt: skip
"""Why functions with these types are not called: who makes them is."""

SELECTOR = "of the code, or of a portal file, where it has at most 50 steps"
PACKAGED = "the name of a file of the package"
EXEMPT = {
    "reading.markup.compile_css": SELECTOR,
    "reading.markup.compile_ancestor": SELECTOR,
    "crawling.file_text.read_file_text": "starts a process with a limit of time and of memory",
    "crawling.throttle.find_server_address": "asks a resolver",
    "crawling.safety.allow_own_hosts": "changes what this process may reach, by an operator's portal files",
    "inspect.languages.read_catalogue": PACKAGED,
    "places.gazetteer.read_file": PACKAGED,
    "store.schema.read_script": PACKAGED,
    "store.connections.connect": "opens a database",
    "engines.local.choose_engine": "begins to work",
    "jobs.import_sources.open_index": "asks an index that an operator names",
    "store.schema.split_statements": "the schema, which is packaged",
    "store.reports.snapshot.find_table": "the name of a table of ours",
    "store.reports.marking.split_pieces": "its marks are chosen, a character each",
    "store.articles.bands.list_bands": "a signature, which has one length",
    "reading.extraction.extract_text": "is trafilatura's, which is asked for pages of few elements alone",
    "inspect.differences.compare_words": "grows as a square up to 2,000 words; more are not compared",
    "probing.provenance.iter_holders": "goes down 60 levels, and reads what is below each",
    "loading.sources.resolve_named": "of a portal's address, whose length is limited, and a link at a time",
    "jobs.site_looks.keep_failure": "of a portal that did not answer",
}
"""Functions that are not called, with the reason."""

REFUSALS = (HarvestError, ValueError, AssertionError, LookupError, EOFError, BrokenCoding, BrokenGzip, UnreadableError)
"""How functions refuse what cannot be read."""

FUNCTIONS = list_functions({*TEXTS, *PAGES}, SKIPPED)
MADE_TYPES = [kind for kinds in MADE.values() for kind in kinds]


def list_called() -> dict[str, Any]:
    """The functions that are called."""
    return {
        name: function for name, function in FUNCTIONS.items()
        if name not in EXEMPT and not any(is_made_of(kind, MADE_TYPES) for kind in list_types(function).values())
    }  # fmt: skip


def make_arguments(types: dict[str, str], scrap: str, size: int) -> dict[str, Any]:
    """What a function is called with: pages of a part, or texts of a scrap; what is beside them is small."""
    makers, others, other = (PAGES, TEXTS, "links") if scrap in PARTS else (TEXTS, PAGES, "links")
    return {
        name: makers[kind](scrap, size) if kind in makers else others[kind](other, 2) if kind in others else PLAIN[kind]
        for name, kind in types.items()
    }


def call(function: Any) -> Callable[[dict[str, Any]], None]:
    """A call that may be refused; an iterator is read to its end."""

    def run(arguments: dict[str, Any]) -> None:
        try:
            found = function(**arguments)
            if inspect.isgenerator(found):
                for _ in found:
                    pass
        except REFUSALS:
            pass

    return run


def list_calls() -> Iterator[Any]:
    """Every function with the parts that its pages are made of, or the scraps of its texts."""
    for name, function in list_called().items():
        is_page = not PAGES.keys().isdisjoint(list_types(function).values())
        yield pytest.param(function, PARTS if is_page else SCRAPS, id=name)


def test_every_function_from_outside_is_called() -> None:
    known = {*TEXTS, *PAGES, *PLAIN}
    missing = {
        name: kinds
        for name, function in list_called().items()
        if (kinds := set(list_types(function).values()) - known) or inspect.iscoroutinefunction(function)
    }
    assert missing == {}


def test_exemptions_are_of_functions_that_there_are() -> None:
    kinds = {kind for function in FUNCTIONS.values() for kind in list_types(function).values()}
    assert EXEMPT.keys() <= FUNCTIONS.keys()
    assert [kind for kind in MADE_TYPES if not any(is_made_of(one, [kind]) for one in kinds)] == []


@pytest.mark.parametrize(("function", "parts"), list(list_calls()))
def test_time_grows_with_the_text(function, parts):
    types = list_types(function)
    for part in parts:
        size = ELEMENTS if part in PARTS else CHARACTERS
        assert_linear(call(function), lambda count, part=part: make_arguments(types, part, count), size)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))
def test_time_of_a_platform_grows_with_the_page(platform, part):
    def read(body):
        page = Page(URL, body)
        platform.recognise(page)
        platform.listing(page)
        call(platform.article)({"page": page})

    size = 2 * ELEMENTS if part == "files" else ELEMENTS  # from some 200 files on the second reader is asked, a step
    assert_linear(read, lambda count: make_page(part, count), size)


@pytest.mark.parametrize("scrap", SCRAPS)
def test_time_of_a_page_grows_with_its_texts(scrap):
    def read(body):
        call(PLATFORMS["generic"].article)({"page": Page(URL, body)})

    assert_linear(read, lambda size: make_shown_page(scrap, size), 2 * CHARACTERS)


@pytest.mark.parametrize("scrap", [*SCRAPS, "Disallow: /a*b*\n", "User-agent: a\n", "Sitemap: http://a.example/\n"])
def test_time_of_rules_grows_with_the_file(scrap):
    def ask(robots):
        rules = read_rules(robots, "harvester")
        return [rules.is_allowed(f"{URL}?{'ab' * number}") for number in range(20)]

    def make(size):
        return Robots("http://lam-khe.example", "", 200, f"User-agent: *\n{repeat(scrap, size)}")

    assert_linear(ask, make, CHARACTERS)
