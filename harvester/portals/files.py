"""Reading portal files: all errors of all files at once, with file, dotted path and what was expected."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harvester.errors import ConfigError
from harvester.places.provinces import check_province
from harvester.places.publishers import check_unit
from harvester.portals.model import Portal
from harvester.regular_files import read_regular
from harvester.urls import BadAddress, is_same_site, join

LARGEST_FILE = 64_000
"""Bytes; the longest packaged file has 900."""

MOST_DOTS = 2000
"""Of a file: a key of so many parts takes tomllib milliseconds, and one of 50,000 seconds."""

MOST_ERRORS = 20
"""Of one file; more are counted."""

LONGEST_SHOWN = 200
"""Characters of a value that a message shows."""

SHARDS = "shards.toml"
"""The plan of shards, which stands among the portal files."""

LINK_KEYS = ("sections", "feeds", "sitemaps")

WORDING = {
    "missing": "is missing",
    "string_type": "must be a string",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "date_type": "must be a date like 2010-01-01, without quotes",
    "dict_type": "must be a table",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "model_type": "must be a table",
}
"""Pydantic's error types in words for people who do not program."""


def read_portal(path: Path, *, platforms: Collection[str] | None = None) -> Portal:
    """Read one portal file.

    Args:
        path: The file, TOML; its name is the portal's id where the file says no other.
        platforms: The names of platforms that exist; None accepts any.

    Returns:
        The portal, with its sections, feeds and sitemaps as absolute addresses.

    Raises:
        ConfigError: The file cannot be read, or does not say what it must: every error in it is named.
    """
    portal, errors = parse(path.name, path.stem, read_bytes(path), platforms)
    if portal is None:
        raise ConfigError("\n".join(errors))
    return portal


def load_portals(
    directory: Path | None = None, *, packaged: bool = True, platforms: Collection[str] | None = None
) -> dict[str, Portal]:
    """Read the packaged portals and those of a directory.

    Args:
        directory: Portal files of the user's own; one with the id of a packaged portal replaces it.
        packaged: Whether the packaged portals are read at all.
        platforms: The names of platforms that exist; None accepts any.

    Returns:
        The portals by their ids.

    Raises:
        ConfigError: Files are wrong, or two files of the directory share an id: the errors of all files at once.
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
    found, errors = read_all(files, platforms, places=True)
    return len(found), errors


def list_ids(directory: Path | None) -> frozenset[str]:
    """The ids of the packaged portals (None), or of a directory's; a file that is wrong has the id of its name.

    Raises:
        ConfigError: There is no such directory.
    """
    files = packaged_files() if directory is None else directory_files(directory)
    return frozenset(find_id(Path(name).stem, content) for name, content in files)


def find_id(stem: str, content: bytes | ConfigError) -> str:
    """The id of a file's portal; that of its name where it says none that can be read."""
    portal = None if isinstance(content, ConfigError) else parse(stem, stem, content, None)[0]
    return stem if portal is None else portal.id


def check_places(name: str, data: dict[str, Any]) -> list[str]:
    """Return what is wrong with a file's province and unit: they must exist or have existed."""
    errors = []
    for key, check in (("province", check_province), ("unit", check_unit)):
        value = data.get(key)
        error = check(value) if isinstance(value, str) and value.strip() else None
        if error is not None:
            errors.append(f"{name}: {key}: {error}")
    return errors


def packaged_files() -> Iterable[tuple[str, bytes]]:
    for entry in sorted(resources.files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            yield entry.name, entry.read_bytes()


def directory_files(directory: Path) -> Iterable[tuple[str, bytes | ConfigError]]:
    """The files of a directory, each with what is in it, or why it cannot be read."""
    if not directory.is_dir():
        raise ConfigError(f"no such directory of portal files: {str(directory)!r}")
    for path in sorted(directory.glob("*.toml")):
        if path.name == SHARDS:
            continue
        try:
            yield str(path), read_bytes(path)
        except ConfigError as error:
            yield str(path), error


def read_bytes(path: Path) -> bytes:
    """What is in a portal file, no more than a byte beyond `LARGEST_FILE`. Raise ConfigError for what is none."""
    return read_regular(path, LARGEST_FILE, "portal file")


def read_all(
    files: Iterable[tuple[str, bytes | ConfigError]], platforms: Collection[str] | None, *, places: bool = False
) -> tuple[dict[str, Portal], list[str]]:
    portals: dict[str, Portal] = {}
    errors: list[str] = []
    origin: dict[str, str] = {}
    for name, content in files:
        if isinstance(content, ConfigError):
            errors.append(str(content))
            continue
        portal, wrong = parse(name, Path(name).stem, content, platforms, places=places)
        errors += wrong
        if portal is None:
            continue
        if portal.id in origin:
            errors.append(f"{name}: id: {portal.id!r} is taken by {origin[portal.id]}")
        origin[portal.id] = name
        portals[portal.id] = portal
    return portals, errors


def parse(
    name: str, stem: str, content: bytes, platforms: Collection[str] | None, *, places: bool = False
) -> tuple[Portal | None, list[str]]:
    """A portal, or what is wrong with the file: the first errors of many.

    With `places`, also what is wrong with its province and unit.
    """
    if len(content) > LARGEST_FILE:
        return None, [f"{name}: must be at most {LARGEST_FILE:,} bytes long"]
    if content.count(b".") > MOST_DOTS:
        return None, [f"{name}: must have at most {MOST_DOTS:,} dots"]
    try:
        portal, errors = validate(name, stem, tomllib.loads(content.decode("utf-8-sig")), platforms, places=places)
    except UnicodeDecodeError as error:
        return None, [f"{name}: must be UTF-8: {error.reason} at byte {error.start}"]
    except RecursionError:
        return None, [f"{name}: is nested too deep"]
    except ValueError as error:  # of TOML, or of a number with more digits than Python reads
        return None, [f"{name}: must be TOML: {_shorten(str(error))}"]
    more = [f"{name}: errors besides: {len(errors) - MOST_ERRORS:,}"] if len(errors) > MOST_ERRORS else []
    return portal, errors[:MOST_ERRORS] + more


def validate(
    name: str, stem: str, data: dict[str, Any], platforms: Collection[str] | None, *, places: bool
) -> tuple[Portal | None, list[str]]:
    """A portal, or what is wrong with what a file says."""
    data.setdefault("id", stem)
    errors = check_platform(name, data.get("platform"), platforms) + check_sites(name, data)
    errors += check_places(name, data) if places else []
    try:
        portal = Portal.model_validate(data)
    except ValidationError as error:
        told = _describe(name, error) + errors
        return None, told or [f"{name}: {_shorten(entry['msg'])}" for entry in error.errors()]
    return (None, errors) if errors else (portal, [])


def check_sites(name: str, data: dict[str, Any]) -> list[str]:
    """Links to other sites. The model refuses them too, but only where nothing else is wrong."""
    url = data.get("url")
    if not isinstance(url, str) or not is_same_site(url, url):
        return []
    errors = []
    for key in LINK_KEYS:
        links = data.get(key)
        for number, link in enumerate(links if isinstance(links, list) else ()):
            try:
                if isinstance(link, str) and not is_same_site(join(url, link), url):
                    errors.append(f"{name}: {key}.{number}: must be on the portal's own site, not {link!r}")
            except BadAddress:
                continue  # the model says so
    return errors


def check_platform(name: str, value: object, platforms: Collection[str] | None) -> list[str]:
    if platforms is None or not isinstance(value, str) or value in platforms:
        return []
    return [f"{name}: platform: no such platform: {value!r}{_suggest(value, platforms)}"]


def _describe(name: str, error: ValidationError) -> list[str]:
    lines = []
    for entry in error.errors():
        if not entry["loc"]:  # links to other sites, each told by check_sites
            continue
        where = _shorten(".".join(map(str, entry["loc"])))
        if entry["type"] == "extra_forbidden":
            text = f"unknown key{_suggest(str(entry['loc'][-1]), known_keys(entry['loc']))}"
        elif entry["type"] == "literal_error":
            text = f"must be one of {entry['ctx']['expected']}, not {_show(entry['input'])}"
        elif entry["type"] == "missing":
            text = WORDING["missing"]
        else:
            text = _tell(entry["type"], entry.get("ctx", {}), entry["msg"], entry["input"])
        lines.append(f"{name}: {where}: {text}")
    return lines


def _tell(kind: str, context: dict[str, Any], message: str, value: object) -> str:
    """What was expected, and the value unless the message has it already."""
    if kind in WORDING:
        return f"{WORDING[kind].format_map(context)}, not {_show(value)}"
    text = _shorten(message.removeprefix("Value error, "))
    return text if repr(value) in text or value == "" else f"{text}, not {_show(value)}"


def _show(value: object) -> str:
    """A value as the file has it: dates as dates, true and false in lower case."""
    if isinstance(value, bool):
        return str(value).lower()
    return _shorten(str(value) if isinstance(value, date) else repr(value))


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def known_keys(location: tuple[int | str, ...]) -> list[str]:
    from harvester.portals.model import SelectorTable

    return list(SelectorTable.model_fields if location[0] == "selectors" else Portal.model_fields)


def _suggest(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, known, 1)
    return f" (did you mean {close[0]!r}?)" if close else f" (there are {', '.join(sorted(known))})"
