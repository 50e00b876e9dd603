"""Which articles are wanted: the filters that search and exports share."""

from __future__ import annotations

import difflib
import sqlite3
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from harvester.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Selection:
    """Both days are included and are days in Vietnam. With either of them, undated articles are left out."""

    since: date | None = None
    until: date | None = None
    portals: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    with_duplicates: bool = False

    @property
    def is_everything(self) -> bool:
        return self == Selection(with_duplicates=True)


def make_conditions(
    selection: Selection, connection: sqlite3.Connection, alias: str = "a"
) -> tuple[str, dict[str, str | int | float]]:
    """SQL over `articles` and its named values.

    Raises ConfigError for a portal or province that the database lacks.
    """
    conditions: list[str] = []
    values: dict[str, str | int | float] = {}
    if selection.since is not None:
        conditions.append(f"{alias}.published_at >= :since")
        values["since"] = selection.since.isoformat()
    if selection.until is not None:
        conditions.append(f"{alias}.published_at < :until")
        values["until"] = (selection.until + timedelta(days=1)).isoformat()
    portals = find_portals(selection, connection)
    if portals is not None:
        names = {f"portal{i}": portal for i, portal in enumerate(portals)}
        conditions.append(f"{alias}.portal IN ({', '.join(f':{name}' for name in names)})")
        values |= names
    if not selection.with_duplicates:
        conditions.append(f"{alias}.duplicate_of IS NULL")
    return " AND ".join(conditions) or "1", values


def find_portals(selection: Selection, connection: sqlite3.Connection) -> tuple[str, ...] | None:
    """The ids that the selection names, in order; None for all. Provinces are found without diacritics."""
    if not selection.portals and not selection.provinces:
        return None
    known = {row[0]: row[1] for row in connection.execute("SELECT id, province FROM portals")}
    for portal in selection.portals:
        if portal not in known:
            raise ConfigError(f"no such portal in the database: {portal!r}{suggest(portal, known)}")
    provinces = {fold_name(province): province for province in known.values()}
    for province in selection.provinces:
        if fold_name(province) not in provinces:
            hint = suggest(fold_name(province), provinces, provinces)
            raise ConfigError(f"no portal of the province {province!r} in the database{hint}")
    wanted = {fold_name(province) for province in selection.provinces}
    return tuple(
        sorted(
            portal
            for portal, province in known.items()
            if (not selection.portals or portal in selection.portals) and (not wanted or fold_name(province) in wanted)
        )
    )


def fold_name(name: str) -> str:
    """`Hà Tĩnh` and `ha tinh` are one: no case, no diacritics."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c)).strip()


def suggest(name: str, known: dict[str, str], shown: dict[str, str] | None = None) -> str:
    """` (did you mean …?)`, or nothing."""
    near = difflib.get_close_matches(name, known, n=1)
    if not near:
        return ""
    return f" (did you mean {shown[near[0]] if shown else near[0]!r}?)"
