"""The functions of the project that take anything from outside, found in its modules."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Collection, Iterator
from types import FunctionType, ModuleType
from typing import Any

import exports
import harvester
import pipelines


def list_modules(without: Collection[str]) -> Iterator[ModuleType]:
    """The project's modules but those of some packages, e.g. `harvester.cli`."""
    for root in (harvester, exports, pipelines):
        for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            package = ".".join(found.name.split(".")[:2])
            if package not in without and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def list_functions(kinds: Collection[str], without: Collection[str]) -> dict[str, FunctionType]:
    """Every public function with a parameter of one of the types, by its place: `reading.parts.trim`."""
    return {
        f"{module.__name__.removeprefix('harvester.')}.{name}": function
        for module in list_modules(without)
        for name, value in vars(module).items()
        if (function := unwrap(value, module, name)) is not None and not kinds.isdisjoint(list_types(function).values())
    }


def unwrap(value: Any, module: ModuleType, name: str) -> FunctionType | None:
    """A module's own public function, without what keeps its earlier answers."""
    function = inspect.unwrap(value) if callable(value) else value
    own = inspect.isfunction(function) and value.__module__ == module.__name__ and not name.startswith("_")
    return function if own else None


def list_types(function: FunctionType) -> dict[str, str]:
    """The types of a function's parameters but those with a default; a text is one also with a default."""
    return {
        name: str(one.annotation)
        for name, one in inspect.signature(function).parameters.items()
        if one.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        if one.default is inspect.Parameter.empty or str(one.annotation) in ("str", "str | None", "bytes")
    }


def is_made_of(kind: str, names: Collection[str]) -> bool:
    """Whether an annotation holds one of the types: `list[Unit]` holds `Unit`."""
    return any(re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", kind) for name in names)
