"""The meaning of each table and column, from dictionary.toml: for Datasette, docs/schema.md, datapackage.json."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["text", "integer", "number", "boolean", "datetime", "date"]

SQL_KINDS: dict[str, Kind] = {"TEXT": "text", "INTEGER": "integer", "REAL": "number"}


@dataclass(frozen=True, slots=True)
class TableMeaning:
    """A table in words. An internal one is the harvester's own bookkeeping and has no columns here."""

    name: str
    title: str
    description: str
    columns: dict[str, str] = field(default_factory=dict)
    datetimes: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    booleans: frozenset[str] = frozenset()
    is_internal: bool = False
    exported: dict[str, str] = field(default_factory=dict)
    """Columns that only exports have: computed from others."""

    @property
    def described(self) -> dict[str, str]:
        """The columns of an export."""
        return {**self.columns, **self.exported}

    def find_kind(self, column: str, declared: str) -> Kind:
        """What a column holds, of its name and the type that the database declares for it."""
        if column in self.datetimes:
            return "datetime"
        if column in self.dates:
            return "date"
        return "boolean" if column in self.booleans else SQL_KINDS[declared]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The database in words."""

    title: str
    description: str
    license: str
    tables: dict[str, TableMeaning]


@cache
def read_meaning() -> _Meaning:
    data = tomllib.loads(files("harvester.store").joinpath("dictionary.toml").read_text(encoding="utf-8"))
    tables = {name: _make_table(name, table, data) for name, table in data.items() if isinstance(table, dict)}
    return _Meaning(data["title"], data["description"].strip(), data["license"].strip(), tables)


def _make_table(name: str, table: dict[str, Any], data: dict[str, Any]) -> TableMeaning:
    """Return a table's meaning. One that extends another has that one's columns in front of its own."""
    base = data[table["extends"]] if "extends" in table else {}
    columns = {**base.get("columns", {}), **table.get("columns", {})}
    return TableMeaning(
        name=name,
        title=table["title"],
        description=table["description"].strip(),
        columns={column: text.strip() for column, text in columns.items()},
        datetimes=frozenset([*base.get("datetime", ()), *table.get("datetime", ())]),
        dates=frozenset([*base.get("date", ()), *table.get("date", ())]),
        booleans=frozenset([*base.get("boolean", ()), *table.get("boolean", ())]),
        is_internal=table.get("internal", False),
        exported={column: text.strip() for column, text in table.get("exported", {}).items()},
    )
