"""Guards over the whole tree: sizes and names, what the README tells, what tests have seen raised."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from harvester import errors
from harvester.cli import COMMANDS, cli
from harvester.platforms import PLATFORMS
from harvester.portals import load_portals

ROOT = Path(__file__).parents[1]
PACKAGES = ("harvester", "pipelines", "exports")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
CODE = SOURCES + sorted(path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
README = (ROOT / "README.md").read_text("utf-8")
FORBIDDEN = re.compile(r"util|helper|manager|handler|misc|process_data|common", re.I)
LONGEST_FUNCTION, MOST_PARAMETERS, MOST_METHODS = 50, 6, 15
SHELLS = {"command", "wrapper"}  # functions whose parameters are a command's options

Function = ast.FunctionDef | ast.AsyncFunctionDef


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def find_functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(parse(path)):
        if isinstance(node, Function):
            yield node


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_sizes_and_names(path: Path) -> None:
    wrong = []
    if FORBIDDEN.search(path.stem):
        wrong.append(f"the name {path.stem!r} says nothing")
    for function in find_functions(path):
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > LONGEST_FUNCTION:
            wrong.append(f"{function.name}: {length} lines")
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        count = len([a for a in arguments if a.arg not in ("self", "cls")])
        if count > MOST_PARAMETERS and function.name not in SHELLS:
            wrong.append(f"{function.name}: {count} parameters")
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ClassDef):
            methods = [
                member for member in node.body
                if isinstance(member, Function) and not member.name.startswith("__") and not is_property(member)
            ]  # fmt: skip
            if len(methods) > MOST_METHODS:
                wrong.append(f"{node.name}: {len(methods)} methods")
    assert not wrong


def is_property(function: Function) -> bool:
    kinds = ("property", "cached_property")
    return any(isinstance(mark, ast.Name) and mark.id in kinds for mark in function.decorator_list)


def test_sql_lives_in_the_store_only() -> None:
    statement = re.compile(r"\b(?:SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\s", re.S)
    found = []
    for path in SOURCES:
        if "store" in path.parts or "inspect" in path.parts:
            continue
        texts = [n.value for n in ast.walk(parse(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        found += [f"{path.relative_to(ROOT)}: {text[:60]!r}" for text in texts if statement.search(text)]
    assert not found


def list_commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its words after `harvester`."""
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for part, inner in command.commands.items():
                yield f"{name} {part}", inner


def test_every_command_is_in_the_readme() -> None:
    missing = [name for name in COMMANDS if f"harvester {name}" not in README]
    assert not missing


def list_options(command: click.Command) -> list[str]:
    return [
        max(parameter.opts, key=len)
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
    ]


def test_every_option_is_in_the_readme() -> None:
    missing = [
        f"harvester {name} {option}"
        for name, command in list_commands()
        for option in list_options(command)
        if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", README)
    ]
    assert not missing


def test_every_command_and_option_has_help() -> None:
    for name, command in list_commands():
        assert command.help, name
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, f"{name} {parameter.name}"


ERRORS = [
    error for _, error in inspect.getmembers(errors, inspect.isclass)
    if issubclass(error, errors.HarvestError) and error.__module__ == errors.__name__ and not error.__subclasses__()
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_raised_somewhere_in_a_test(error: type[errors.HarvestError]) -> None:
    wanted = re.compile(rf"pytest\.raises\(\s*(?:\w+\.)?\(?[\w., ]*\b{error.__name__}\b")
    if error.exit_code == 130:
        wanted = re.compile(r"\b(?:code|returncode) == (?:130|code)\b")
    raised = [path.name for path in (ROOT / "tests").rglob("test_*.py") if wanted.search(path.read_text("utf-8"))]
    assert raised


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_says_who_raises_it(error: type[errors.HarvestError]) -> None:
    assert re.match(r"Raised (by|to|when|for)\b", inspect.getdoc(error) or "")
    assert error.exit_code in (1, 2, 75, 130)


def test_every_packaged_portal_is_valid() -> None:
    packaged = load_portals(None, platforms=set(PLATFORMS))
    assert packaged
    files = {path.stem for path in (ROOT / "harvester/portals").rglob("*.toml")}
    assert {portal.id for portal in packaged.values()} == files


def test_every_platform_has_gold_pages() -> None:
    without = [name for name in PLATFORMS if not list((ROOT / "tests/pages" / name).glob("*.html"))]
    assert not without


def test_every_test_file_asserts_something() -> None:
    silent = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for function in find_functions(path)
        if function.name.startswith("test_") and not asserts(function) and not is_property_based(function)
    ]
    assert not silent


def asserts(function: Function) -> bool:
    """An assert, `pytest.raises`, or a call of something that is named for a check."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call) and re.match(r"(assert|check|expect|raises|fail)", read_name(node.func)):
            return True
    return False


def is_property_based(function: Function) -> bool:
    """Whether Hypothesis drives it: that nothing is raised for any input is what it asserts."""
    return any(isinstance(mark, ast.Call) and read_name(mark.func) == "given" for mark in function.decorator_list)


def read_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
