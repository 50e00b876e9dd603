"""Guards over how the modules lie together: one name for one thing, small classes, no circle."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("harvester", "pipelines", "exports")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in SOURCES}
COMMANDS = {
    "changes", "check", "dates", "duplicates", "inspect", "merge", "parquet", "probe", "search", "shards", "status",
    "units",
}  # fmt: skip
"""A module may be called after the command, the stage or the format that it is of."""

MOST_ATTRIBUTES = 12
SHORT_BODY = 300  # characters of a dumped tree: one line of code

MANY_ATTRIBUTES = {
    "BodyReader": "one walk over a page's body; its state is what the walk is in the middle of",
    "_Walker": "one walk over a page's elements, in the hottest loop there is; its state is what is open",
}

TWO_MEANINGS = {
    "ARTICLE": "the path of an article's page; the program that reads an article",
    "Answer": "a page of the demo portals; a response that an archive's server gave",
    "BATCH": "how many rows of each kind are written at once",
    "BY_ADDRESS": "the tables that hold addresses, to be cut; to be renamed",
    "Block": "a paragraph of an article's page; a block of a text that is read",
    "CAPTURE": "a kind of line in a job's part; the path of a capture's page",
    "COLUMNS": "of the table that each module is about",
    "Change": "a text that another took the place of; a piece of a word-by-word difference",
    "Clock": "the time of a portal's pages; what an archive's pauses go by",
    "DATABASE": "the environment's variable; the name that Datasette gives the file",
    "Day": "a parameter type of the command line; a day read from a text",
    "FILE": "the plan of shards; the weights of the reader",
    "Findings": "of a look at a portal; of a check of an archive",
    "Found": "what a search of each kind has found; each is used beside that search alone",
    "Job": "a line for cron; what a process that reads one page is given",
    "Kind": "of the thing that each module is about",
    "LEVELS": "of administrative units; of portals, which has parties and newspapers too",
    "MONTHS": "a page's path; the names of months",
    "Outcome": "of a fetch; of a trap that the demo sets",
    "PATH": "of the page that each module makes",
    "PROVINCES": "a page's path; names of provinces in a site's name",
    "Page": "a fetched page; a page of an index server's answer",
    "Paragraph": "of a text that is searched for repeats; of a word-by-word difference",
    "Part": "of an article on several pages; of a job",
    "Reading": "a date text as it was read; an article as selectors read it; a portal as it was looked at again",
    "Recovery": "of broken XML; of a damaged database",
    "Row": "of an export; of a database page that is recovered; of a report",
    "SHORT": "the length of a short text, in the unit that each module counts in",
    "STATUSES": "of portals; of an article, as a list's filter",
    "State": "of an address in the frontier; of an article in a list",
    "Text": "of an article for comparison; of a change",
    "Walk": "of a listing; through a database's pages",
    "add": "of the table that each module of the store is about, and called through it",
    "begin": "a transaction; what each module of the store is about, and called through it",
    "choose_title": "of a page by its heading; of a page by its structure",
    "clean": "text for XML; an article's fields",
    "clean_text": "composed, in one line; without what no text holds, line by line",
    "count_articles": "of a unit; of a database that is merged",
    "count_known": "addresses; articles of an audit",
    "explain": "an SQLite error in words; a date's refusal in words; an address's story",
    "fetch": "robots.txt; rows",
    "find_articles": "by full text; in an earlier package",
    "find_dates": "in a line; around a text; in a head",
    "find_known": "an address; articles of a database that is merged",
    "find_lead": "on a page by its classes; among a page's blocks",
    "find_newest": "articles for a digest; articles for a search",
    "find_number": "of an official document; of a part of an article",
    "find_part": "of an article on several pages; of a text that was joined",
    "finish": "taking back workers' files; what each module of the store is about, and called through it",
    "fold": "a name for a table; the words of a date; a site's name",
    "fold_name": "of a unit; of a province as people type it",
    "forget_versions": "of pages that other rules read; of a server that was left",
    "is_beside": "of two paragraphs; of two elements",
    "is_complete": "of a body; of the full-text index",
    "join": "two addresses; a link with its page, checked",
    "list_columns": "of a table; of an article",
    "make_id": "of a portal; of an audit's question",
    "note_links": "of a listing; of a walk, each called through its module",
    "postpone": "an address; a text, each called through its module",
    "read": "what each module of the store is about, and called through it",
    "read_address": "with what is known of it; of a capture that is still to be read",
    "read_article": "from a page; its date candidates' record",
    "read_category": "by selectors; by what stands around a text",
    "read_choices": "of a list's filters; of a column's allowed values",
    "read_claims": "of a head; of an address, each called through its module",
    "read_dates": "around a text; of an address",
    "read_files": "around a text; of captures",
    "read_home": "of a portal; of a portal whose records are joined",
    "read_lines": "of a job's part; of a small file of ours",
    "read_link_dates": "of an address; of a page that is read anew",
    "read_month": "of a coverage table; of a selection",
    "read_origin": "of an address; of an article's cluster",
    "read_page": "a template of the demo; a page of a list; a kept page",
    "read_parts": "of a text for its signature; what each module of the store is about, and called through it",
    "read_portal": "a file; a portal's row",
    "read_portals": "with their names; those with captures that are still to be read",
    "read_record": "of a WARC; of a database page that is recovered",
    "read_rows": "of an HTML table; of date candidates",
    "read_status": "of a response's head; of all portals",
    "read_text": "of an element; of an article for its units",
    "read_texts": "for comparison; for their units",
    "remove": "of the table that each module of the store is about, and called through it",
    "serve": "the demo portals; Datasette",
    "shorten": "for a terminal, a message and a feed, each with its own length",
    "show_changes": "in a terminal; on a page",
    "sign": "an article; in the table of signatures",
    "tell_silence": "of a portal; of a server that nobody answers at",
    "write_edges": "of a cluster; in the table of edges",
    "write_rows": "of a table in CSV; of one in Parquet",
    "write_table": "likewise",
}
"""Names that more than one module gives to others, with what each means."""
SAME_IN_ALL = {"command", "logger", "T"}
"""What each module of its kind has: a command's entry, a module's logger, any type."""


def test_no_two_modules_have_one_file_name() -> None:
    places = defaultdict(list)
    for path in SOURCES:
        if path.stem not in {"__init__", "__main__"} | COMMANDS:
            places[path.stem].append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_every_module_says_in_one_line_what_no_other_says() -> None:
    """File names and first lines are what a newcomer finds his way by."""
    docs = {name: ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "" for name, path in MODULES.items()}
    places = defaultdict(list)
    for name, text in docs.items():
        places[text.partition("\n")[0]].append(name)
    assert {line: names for line, names in places.items() if len(names) > 1 or line[-1:] not in ".?"} == {}


def test_every_module_has_its_layer() -> None:
    """import-linter passes over what no layer names."""
    [contract] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layered = {name for layer in contract["layers"] for name in re.split(r" [:|] ", layer)}
    top = {".".join(name.split(".")[:2]) if name.startswith("harvester") else name.split(".")[0] for name in MODULES}
    assert top - layered == {"harvester.__init__", "harvester.__main__", "harvester.settings"}


def list_definitions(tree: ast.Module) -> Iterator[str]:
    """The names that a module defines at its top."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if not any(".command(" in ast.unparse(one) for one in node.decorator_list):  # called as its group says
                yield node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_no_public_name_has_two_meanings() -> None:
    """A name that begins with an underscore is its module's own business."""
    places = defaultdict(set)
    for module, path in MODULES.items():
        for name in list_definitions(ast.parse(path.read_text("utf-8"))):
            if not name.startswith("_"):
                places[name].add(module)
    assert {name for name, found in places.items() if len(found) > 1} - SAME_IN_ALL == set(TWO_MEANINGS)


def test_what_is_defined_is_used_somewhere() -> None:
    """Scrapy reads the settings by their names, and Datasette calls the functions of the plugin."""
    users = [path for folder in ("tests", "benchmarks", "docs") for path in (ROOT / folder).rglob("*.py")]
    texts = [path.read_text("utf-8") for path in (*SOURCES, *users)]
    words = Counter(word for text in texts for word in re.findall(r"\w+", text))
    called_by_name = {"harvester.settings", "harvester.inspect.plugin"}
    defined = {
        name
        for module, path in MODULES.items()
        if module not in called_by_name
        for name in list_definitions(ast.parse(path.read_text("utf-8")))
    }
    assert {name for name in defined if words[name] == 1} == set()


def dump_body(function: ast.FunctionDef) -> str:
    """What a function does, without its docstring."""
    body = function.body[ast.get_docstring(function) is not None :]
    return "\n".join(map(ast.dump, body))


def test_no_function_stands_twice() -> None:
    """Of those that do more than one thing: two of one body are one that has not been found."""
    places = defaultdict(list)
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name != "__init__" and len(dump_body(node)) > SHORT_BODY:
                places[dump_body(node)].append(f"{name}.{node.name}")
    assert [names for names in places.values() if len(names) > 1] == []


def list_attributes(node: ast.ClassDef) -> set[str]:
    """What a class's methods set on `self`."""
    return {
        target.attr
        for statement in ast.walk(node)
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for place in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        for target in ast.walk(place)
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_class_keeps_many_attributes(path: Path) -> None:
    classes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)]
    large = {node.name for node in classes if len(list_attributes(node)) > MOST_ATTRIBUTES}
    assert large <= set(MANY_ATTRIBUTES)


def list_imports(node: ast.AST) -> Iterator[str]:
    """The modules of ours that code imports, inside of functions too; not those for types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.ImportFrom):
            for alias in child.names:
                inner = f"{child.module}.{alias.name}"
                yield from (name for name in (inner, f"{inner}.__init__") if name in MODULES)
                if inner not in MODULES:
                    yield from (name for name in (child.module, f"{child.module}.__init__") if name in MODULES)
        yield from list_imports(child)


def test_no_module_imports_itself_by_a_detour() -> None:
    imports = {name: set(list_imports(ast.parse(path.read_text("utf-8")))) for name, path in MODULES.items()}
    assert sum(map(len, imports.values())) > len(MODULES)
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' -> '.join(error.args[1])}")
