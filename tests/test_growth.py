"""Whatever takes text or bytes from outside takes time by their length: found in the tree, not by a list.

Every public function of the layers below with a parameter of one of the types of `MAKERS` that come from outside is
called with texts or pages made to be slow. One with a parameter that nothing is made for must take a type of `INNER`,
which the functions over whole pages make and hand on, or stand among the exceptions.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.growth import SHORTEST, assert_linear, measure_cpu
from support.hostile_texts import PARTS, SCRAPS, make_page, repeat

import harvester
from harvester.content_codings import BrokenCoding
from harvester.errors import HarvestError
from harvester.gzip_members import BrokenGzip
from harvester.items import Article
from harvester.places.gazetteer import load_gazetteer
from harvester.places.publishers import Publisher
from harvester.platforms import PLATFORMS
from harvester.reading.page import Page
from harvester.store.recovery.page_file import UnreadableError

LAYERS = ("reading", "discovery", "platforms", "vietnamese", "duplicates", "portals", "places", "urls", "printable")
EDGES = (
    "harvester.archive", "harvester.content_codings", "harvester.crawling", "harvester.explanations",
    "harvester.formulas", "harvester.gzip_members", "harvester.health", "harvester.inspect.differences",
    "harvester.inspect.languages", "harvester.inspect.list_request", "harvester.jobs.address_list",
    "harvester.loading", "harvester.probing", "harvester.retry_after", "harvester.store.recovery.page_file",
    "harvester.store.reports.marking", "harvester.store.reports.queries", "harvester.syndication", "exports",
    "pipelines",
)  # fmt: skip
"""Where texts pass as well: functions are called that take nothing but these."""
CHARACTERS = 4_000
ELEMENTS = 150
NOW = datetime(2026, 3, 7, tzinfo=UTC)
URL = "http://lam-khe.example/tin/dap-de-7.html"

Maker = Callable[[str, int], Any]

TEXTS: dict[str, Maker] = {
    "str": repeat,
    "str | None": repeat,
    "bytes": lambda scrap, size: repeat(scrap, size).encode(),
    "bytes | ConfigError": lambda scrap, size: repeat(scrap, size).encode(),
    "KeyValue": repeat,
    "Sequence[str]": lambda scrap, size: [repeat(scrap, 20)] * (size // 20),
    "Iterable[str]": lambda scrap, size: [repeat(scrap, 20)] * (size // 20),
    "list[str]": lambda scrap, size: [repeat(scrap, 20)] * (size // 20),
    "Article": lambda scrap, size: Article(url=URL, title="Họp", body=repeat(scrap, size)),
}
"""Types that hold text from outside, and how one of a size is made of a scrap."""

PAGES: dict[str, Maker] = {
    "Page": lambda part, count: Page(URL, make_page(part, count)),
    "etree._Element": lambda part, count: Page(URL, make_page(part, count)).tree,
    "Element": lambda part, count: Page(URL, make_page(part, count)).tree,
    "Element | None": lambda part, count: Page(URL, make_page(part, count)).tree,
}
"""Types that hold a page, and how one with so many parts is made."""

PLAIN: dict[str, Any] = {
    "int": 3, "bool": False, "datetime": NOW, "date": date(2026, 3, 7), "dict[str, Any]": {}, "set[str]": set(),
    "Collection[str]": (), "dict[Element, str]": {}, "frozenset[str]": frozenset(), "Absolute": lambda href: href,
    "Gazetteer": load_gazetteer(), "int | None": None, "Collection[Element]": (), "tuple[Element | None, ...]": (),
    "set[str] | None": None, "list[date]": [], "Mapping[str, str]": {}, "float": 0.5, "Iterable[SeenDate]": (),
    "list[SeenDate]": [], "set[int]": set(), "FoundIn": "page", "DateRole": "published", "object": "1",
    "Collection[str] | None": None, "Publisher": Publisher(), "Mapping[Place, KeyValue | None]": {(None, "url"): "/"},
}  # fmt: skip
"""Types of what stands beside it."""

INNER = {
    "Outline": "a page's blocks, made of its elements in one walk",
    "Structure": "a page as the structural reader sees it",
    "Vicinity": "what stands around an article's title",
    "Block": "a paragraph of a page",
    "Body": "the blocks of an article",
    "Container": "an element that holds blocks",
    "Byline": "a line that names an article's makers",
    "Match": "a place that a pattern has found",
    "SeenDate": "a date text, which is cut where it is read",
    "Portal": "a portal file that has been checked, within its limits",
    "Paragraph": "a paragraph of an article, in one comparison",
    "Features": "what an article is compared by",
    "Signature": "likewise",
    "Links": "the links of a page, up to a limit",
    "Measures": "what a page's blocks are judged by",
    "Spot": "a place's name in a text",
    "Reading": "a text in which places are looked for; a date that was read",
    "Draft": "a portal file that is proposed",
    "ParsedDate": "a date that was read",
    "PageAddress": "an address within its limits, taken apart",
    "Unit": "an administrative unit of the gazetteer",
    "ProvinceChoice": "a province that an operator asks for",
    "Line": "a line of a portal file that is proposed",
    "ValidationError": "what is wrong with a portal file",
    "EntryTags": "what a feed or sitemap calls its entries",
    "Selectors": "CSS of a portal file that has been checked",
}
"""Types that are made from pages and texts; the functions that make them are called here."""

EXCEPTIONS = {
    "reading.date_lines.find_piece": "its pieces are those of one line",
    "reading.proximity.sort_above": "its texts are the few above a title",
    "inspect.languages.read_catalogue": "takes one of two languages",
    "probing.provenance.iter_holders": "goes down so many levels, of which each is read once",
    "store.reports.marking.split_pieces": "its marks are two characters of ours",
    "places.gazetteer.read_file": "takes the name of a file of the package",
    "reading.markup.compile_ancestor": "takes the code's own CSS",
    "reading.markup.compile_css": "takes the code's own CSS and a portal file's, whose steps are limited",
    "reading.extraction.extract_text": "is trafilatura's, which is asked for pages of few elements alone",
    "loading.sources.resolve_named": "its first address is a portal file's, within its limits",
    "reading.selectors.find_around": "reached by every platform with selectors, which are called below",
}
"""Functions that are not called, with the reason."""


def list_modules(roots: Iterable[str]) -> Iterator[Any]:
    """The modules of the layers."""
    for root in roots:
        module = importlib.import_module(root)
        yield module
        for found in pkgutil.walk_packages(getattr(module, "__path__", []), f"{module.__name__}."):
            yield importlib.import_module(found.name)


def list_functions(roots: Iterable[str]) -> dict[str, Any]:
    """Every public function that takes anything from outside, by its place; of those that wait for nothing."""
    found = {}
    for module in list_modules(roots):
        for name, value in vars(module).items():
            function = inspect.unwrap(value) if callable(value) else value  # not what is kept of earlier calls
            is_plain = inspect.isfunction(function) and not inspect.iscoroutinefunction(function)
            if is_plain and not name.startswith("_") and value.__module__ == module.__name__:
                types = list_types(function).values()
                if any(kind in TEXTS or kind in PAGES for kind in types):
                    found[f"{module.__name__.removeprefix(f'{harvester.__name__}.')}.{name}"] = function
    return found


def list_types(function: Any) -> dict[str, str]:
    """The types of a function's parameters; of those with a default only what comes from outside."""
    return {
        name: str(one.annotation)
        for name, one in inspect.signature(function).parameters.items()
        if one.default is inspect.Parameter.empty or str(one.annotation) in TEXTS
    }


FUNCTIONS = list_functions(f"harvester.{layer}" for layer in LAYERS)


def find_missing(function: Any) -> set[str]:
    """The types of parameters that nothing is made for."""
    return set(list_types(function).values()) - {*TEXTS, *PAGES, *PLAIN}


EDGE_FUNCTIONS = {place: one for place, one in list_functions(EDGES).items() if not find_missing(one)}


def is_inner(function: Any) -> bool:
    """Whether a function takes what others have made of a page or text."""
    return any(inner in kind for kind in list_types(function).values() for inner in INNER)


def make_arguments(function: Any, scrap: str, size: int) -> dict[str, Any]:
    """What a function is called with; a parameter with a page takes it, one with a text likewise."""
    types = list_types(function)
    makers = PAGES if scrap in PARTS else TEXTS
    short = SCRAPS[2] if scrap in PARTS else "links"
    others = TEXTS if scrap in PARTS else PAGES
    return {
        name: makers[kind](scrap, size) if kind in makers else others[kind](short, 2) if kind in others else PLAIN[kind]
        for name, kind in types.items()
    }


def call(function: Any) -> Callable[[dict[str, Any]], None]:
    """A call that may be refused: iterators are read to their end."""

    def run(arguments: dict[str, Any]) -> None:
        try:
            found = function(**arguments)
            if inspect.isgenerator(found):
                for _ in found:
                    pass
        except (
            HarvestError,
            BrokenCoding,
            BrokenGzip,
            UnreadableError,
            EOFError,
            ValueError,
            AssertionError,
            LookupError,
        ):
            pass

    return run


def list_calls() -> Iterator[Any]:
    """Every function with the scraps that it is to be called with, as a page or as a text."""
    for name, function in (FUNCTIONS | EDGE_FUNCTIONS).items():
        if name in EXCEPTIONS or is_inner(function):
            continue
        types = set(list_types(function).values())
        yield pytest.param(function, PARTS if types & PAGES.keys() else SCRAPS, id=name)


def test_every_function_is_called_or_excepted() -> None:
    unknown = {
        name: missing
        for name, function in FUNCTIONS.items()
        if name not in EXCEPTIONS and not is_inner(function)
        and (missing := find_missing(function))
    }  # fmt: skip
    assert unknown == {}
    assert EXCEPTIONS.keys() <= (FUNCTIONS | EDGE_FUNCTIONS).keys() and all(EXCEPTIONS.values())


@pytest.mark.parametrize(("function", "scraps"), list(list_calls()))
def test_time_grows_with_the_text(function, scraps):
    size = ELEMENTS if scraps is PARTS else CHARACTERS
    for scrap in scraps:
        run = call(function)
        if measure_cpu(run, make_arguments(function, scrap, 4 * size)) >= SHORTEST:
            assert_linear(run, lambda count, scrap=scrap: make_arguments(function, scrap, count), size)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))
def test_time_of_a_platform_grows_with_the_page(platform, part):
    def read(body):
        page = Page(URL, body)
        platform.recognise(page)
        platform.listing(page)
        with pytest.MonkeyPatch.context():
            call(platform.article)({"page": page})

    if measure_cpu(read, make_page(part, 4 * ELEMENTS)) >= SHORTEST:
        assert_linear(read, lambda count: make_page(part, count), ELEMENTS)
