"""Guards over how the modules lie together: one name for one thing, small classes, no circle."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
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
    "Answer": "a page of the demo portals; a response that an archive's server gave",
    "COLUMNS": "of the table that each module is about",
    "Change": "a text that another took the place of; a piece of a word-by-word difference",
    "Day": "a parameter type of the command line; a day read from a text",
    "Findings": "of a look at a portal; of a check of an archive",
    "Found": "what a search of each kind has found; each is used beside that search alone",
    "Kind": "of the thing that each module is about",
    "LEVELS": "of administrative units; of portals, which has parties and newspapers too",
    "Page": "a fetched page; a page of an index server's answer",
    "Paragraph": "of a text that is searched for repeats; of a word-by-word difference",
    "Reading": "a date text as it was read; an article as selectors read it",
    "Row": "of an export; of a database page that is recovered",
    "SHORT": "the length of a short text, in the unit that each module counts in",
    "State": "of an address in the frontier; of an article in a list",
    "explain": "an SQLite error in words; a date's refusal in words",
    "find_articles": "by full text; in an earlier package",
    "find_dates": "in a line; around a text",
    "find_newest": "articles for a digest; articles for a search",
    "fold_name": "of a unit; of a province as people type it",
    "is_beside": "of two paragraphs; of two elements",
    "read_choices": "of a list's filters; of a column's allowed values",
    "read_lines": "of a job's part; of a small file of ours",
    "read_page": "a template of the demo; a page of a list",
    "read_status": "of a response's head; of all portals",
    "write_rows": "of a table in CSV; of one in Parquet",
    "write_table": "likewise",
    "shorten": "for a terminal, a message and a feed, each with its own length",
}
"""Names that other modules import from more than one module, with what each means."""


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
            yield node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_no_name_that_is_imported_has_two_meanings() -> None:
    trees = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}
    defined = {name: set(list_definitions(tree)) for name, tree in trees.items()}
    meanings = defaultdict(set)
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in defined:
                for alias in node.names:
                    if alias.name in defined[node.module]:
                        meanings[alias.name].add(node.module)
    assert {name for name, found in meanings.items() if len(found) > 1} == set(TWO_MEANINGS)


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
