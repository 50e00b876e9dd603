"""Reading portal files: all errors of all files at once, each with file, dotted path and what was expected."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterable
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from harvester.errors import ConfigError
from harvester.portals.model import Portal

WORDING = {
    "missing": "is missing",
    "string_type": "must be a string",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "date_type": "must be a date like 2010-01-01, without quotes",
    "dict_type": "must be a table",
    "model_type": "must be a table",
}
"""Pydantic's error types in words for people who do not program."""


def read_portal(path: Path, *, platforms: Collection[str] | None = None) -> Portal:
    """One portal file. Raises ConfigError naming every error in it.

    `platforms` are the names that exist; None accepts any.
    """
    portal, errors = parse(path.name, path.stem, read_bytes(path), platforms)
    if portal is None:
        raise ConfigError("\n".join(errors))
    return portal


def load_portals(
    directory: Path | None = None, *, packaged: bool = True, platforms: Collection[str] | None = None
) -> dict[str, Portal]:
    """The packaged portals and those of a directory, by id; the same id in the directory replaces.

    Raises ConfigError with the errors of all files at once, and for an id that two files of the
    directory share.
    """
    portals: dict[str, Portal] = {}
    errors: list[str] = []
    if packaged:
        found, wrong = read_all(packaged_files(), platforms)
        portals.update(found)
        errors += wrong
    if directory is not None:
        found, wrong = read_all(directory_files(directory), platforms)
        portals.update(found)
        errors += wrong
    if errors:
        raise ConfigError("\n".join(errors))
    return portals


def check_directory(directory: Path | None, *, platforms: Collection[str] | None = None) -> tuple[int, list[str]]:
    """How many files are right, and every error of the others. None checks the packaged files."""
    files = packaged_files() if directory is None else directory_files(directory)
    found, errors = read_all(files, platforms)
    return len(found), errors


def packaged_files() -> Iterable[tuple[str, bytes]]:
    for entry in sorted(resources.files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            yield entry.name, entry.read_bytes()


def directory_files(directory: Path) -> Iterable[tuple[str, bytes]]:
    if not directory.is_dir():
        raise ConfigError(f"no such directory of portal files: {str(directory)!r}")
    for path in sorted(directory.glob("*.toml")):
        yield str(path), read_bytes(path)


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read portal file {str(path)!r}: {error.strerror}") from error


def read_all(
    files: Iterable[tuple[str, bytes]], platforms: Collection[str] | None
) -> tuple[dict[str, Portal], list[str]]:
    portals: dict[str, Portal] = {}
    errors: list[str] = []
    origin: dict[str, str] = {}
    for name, content in files:
        portal, wrong = parse(name, Path(name).stem, content, platforms)
        errors += wrong
        if portal is None:
            continue
        if portal.id in origin:
            errors.append(f"{name}: id: {portal.id!r} is taken by {origin[portal.id]}")
        origin[portal.id] = name
        portals[portal.id] = portal
    return portals, errors


def parse(
    name: str, stem: str, content: bytes, platforms: Collection[str] | None
) -> tuple[Portal | None, list[str]]:
    """A portal, or what is wrong with the file."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return None, [f"{name}: must be UTF-8: {error.reason} at byte {error.start}"]
    except tomllib.TOMLDecodeError as error:
        return None, [f"{name}: must be TOML: {error}"]
    data.setdefault("id", stem)
    errors = check_platform(name, data.get("platform"), platforms)
    try:
        portal = Portal.model_validate(data)
    except ValidationError as error:
        return None, describe(name, error) + errors
    return (None, errors) if errors else (portal, [])


def check_platform(name: str, value: object, platforms: Collection[str] | None) -> list[str]:
    if platforms is None or not isinstance(value, str) or value in platforms:
        return []
    return [f"{name}: platform: no such platform: {value!r}{suggest(value, platforms)}"]


def describe(name: str, error: ValidationError) -> list[str]:
    lines = []
    for entry in error.errors():
        where = ".".join(str(part) for part in entry["loc"]) or "file"
        if entry["type"] == "extra_forbidden":
            text = f"unknown key{suggest(str(entry['loc'][-1]), known_keys(entry['loc']))}"
        elif entry["type"] == "literal_error":
            text = f"must be one of {entry['ctx']['expected']}, not {entry['input']!r}"
        elif entry["type"] == "missing":
            text = WORDING["missing"]
        else:
            text = WORDING.get(entry["type"]) or entry["msg"].removeprefix("Value error, ")
            text += f", not {entry['input']!r}" if where != "file" else ""
        lines.append(f"{name}: {where}: {text}")
    return lines


def known_keys(location: tuple[int | str, ...]) -> list[str]:
    from harvester.portals.model import SelectorTable

    return list(SelectorTable.model_fields if location[0] == "selectors" else Portal.model_fields)


def suggest(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, known, 1)
    return f" (did you mean {close[0]!r}?)" if close else f" (there are {', '.join(sorted(known))})"
