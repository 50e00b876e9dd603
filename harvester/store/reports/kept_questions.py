"""Questions that are kept: a search and its filters as a small TOML file, asked again after each run.

No SQL: what a question finds is read by listing.py.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from harvester.errors import ConfigError
from harvester.regular_files import read_regular
from harvester.store.reports.listing import Question
from harvester.store.reports.selection import Selection, read_month

_LISTS = ("province", "level", "portal")
"""Keys that take one text or a list of them."""

KEYS = ("title", "query", *_LISTS, "month", "since", "changes")


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question by the name of its file. With `changes`, what was changed or withdrawn is told, too."""

    name: str
    title: str
    question: Question
    changes: bool = False


def write_question(title: str, query: str, filters: dict[str, str]) -> str:
    """The TOML of a question."""
    pairs = [("title", title), ("query", query), *filters.items()]
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in pairs if value)


def read_questions(folder: Path) -> list[KeptQuestion]:
    """The questions of the `*.toml` files of a folder, by name. Raises ConfigError, and where there is none."""
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not files:
        raise ConfigError(f"no question is kept in {str(folder)!r}: save one as NAME.toml there")
    return [read_question(file) for file in files]


def read_question(file: Path) -> KeptQuestion:
    """Raise ConfigError, which names the file, for what cannot be read, unknown keys and wrong values."""
    try:
        data = tomllib.loads(read_regular(file).decode("utf-8"))
        return _make_question(file.stem, data)
    except (ValueError, ConfigError) as error:  # ValueError: no TOML, no UTF-8, endless digits
        raise ConfigError(f"{file}: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{file}: is nested too deep") from error


def _make_question(name: str, data: dict[str, Any]) -> KeptQuestion:
    unknown = sorted(data.keys() - set(KEYS))
    if unknown:
        raise ConfigError(f"unknown key {unknown[0]!r} (expected {', '.join(KEYS)})")
    query, month = _read_text(data, "query"), _read_text(data, "month")
    since, until = read_month(month) if month else (data.get("since"), None)
    if since is not None and type(since) is not date:
        raise ConfigError(f"'since' must be a day, as in since = 2024-01-31, not {since!r}")
    chosen = {key: _read_texts(data, key) for key in _LISTS}
    selection = Selection(
        since, until, portals=chosen["portal"], provinces=chosen["province"], levels=chosen["level"],
        with_duplicates=True,
    )  # fmt: skip
    changes = data.get("changes", False)
    if not isinstance(changes, bool):
        raise ConfigError(f"'changes' must be true or false, not {changes!r}")
    return KeptQuestion(name, _read_text(data, "title") or name, Question(query, selection), changes)


def _read_text(data: dict[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(f"{key!r} must be a text, not {value!r}")
    return value.strip()


def _read_texts(data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise ConfigError(f"{key!r} must be a text or a list of texts, not {value!r}")
    return tuple(values)
