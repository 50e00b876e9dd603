"""Which articles are wanted, as SQL: whole days, portals, provinces and levels, for search and exports."""

from __future__ import annotations

import difflib
import re
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from harvester.errors import ConfigError
from harvester.places.provinces import choose_province, matches_province
from harvester.store.units import read_gazetteer
from harvester.vietnamese.text import sort_marks

_MONTH = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>0[1-9]|1[0-2]))?")
"""`2023-07`, or a whole year: `2023`."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Both days are included and are days in Vietnam. With either of them, undated articles are left out."""

    since: date | None = None
    until: date | None = None
    portals: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    with_duplicates: bool = False
    levels: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return self == Selection(with_duplicates=True)


def make_conditions(
    selection: Selection, connection: sqlite3.Connection, alias: str = "a"
) -> tuple[str, dict[str, str | int | float]]:
    """SQL over `articles` and its named values.

    Raises:
        ConfigError: for a portal or province that the database lacks.
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
        conditions.append(f"{alias}.portal IN ({', '.join(f':{name}' for name in names) or 'NULL'})")
        values |= names
    if not selection.with_duplicates:
        conditions.append(f"{alias}.duplicate_of IS NULL")
    return " AND ".join(conditions) or "1", values


def postpone_portals(condition: str) -> str:
    """A condition over `a` that is not looked up by its portals, one after the other, where rows are found by more."""
    return condition.replace("a.portal IN (", "+a.portal IN (")


def find_portals(selection: Selection, connection: sqlite3.Connection) -> tuple[str, ...] | None:
    """The ids that the selection names, in order; None for all. Provinces are found without diacritics."""
    if not selection.portals and not selection.provinces and not selection.levels:
        return None
    levels = dict(connection.execute("SELECT id, level FROM portals").fetchall())
    wanted = set(levels)
    for portal in selection.portals:
        if portal not in levels:
            raise ConfigError(f"no such portal in the database: {portal!r}{_suggest(portal, levels)}")
    if selection.portals:
        wanted &= set(selection.portals)
    if selection.provinces:
        wanted &= find_provinces_portals(selection.provinces, connection)
    for level in selection.levels:
        if level not in levels.values():
            known = {name: name for name in levels.values()}
            raise ConfigError(f"no portal of the level {level!r} in the database{_suggest(level, known)}")
    return tuple(sorted(portal for portal in wanted if not selection.levels or levels[portal] in selection.levels))


def find_provinces_portals(names: tuple[str, ...], connection: sqlite3.Connection) -> set[str]:
    """The portals of provinces of the day or of today, named with or without diacritics.

    Raises ConfigError, with the nearest, for a province of which there is no portal.
    """
    known = list_provinces(connection)
    shown = {fold_name(name): name for name in known}
    found: set[str] = set()
    for asked in names:
        choice = choose_province(asked, read_gazetteer(connection))
        meant = [name for name in known if matches_province(choice, asked, name)]
        if not meant:
            hint = _suggest(fold_name(asked), shown, shown)
            raise ConfigError(f"no portal of the province {asked!r} in the database{hint}")
        found.update(portal for name in meant for portal in known[name])
    return found


def list_provinces(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """The ids of the portals by the name of their province, by name: every province that can be filtered by.

    A province of today has those of the provinces that it was made of, too.
    """
    provinces: dict[str, set[str]] = {}
    rows = connection.execute(
        "SELECT province, id FROM portals UNION SELECT now.name, p.id FROM portals p"
        " JOIN units was ON was.level = 'province' AND was.name = p.province"
        " JOIN units now ON now.id = was.province_today"
        " ORDER BY 1"
    )
    for province, portal in rows:
        provinces.setdefault(province, set()).add(portal)
    return {name: frozenset(portals) for name, portals in provinces.items()}


def read_month(text: str) -> tuple[date, date]:
    """The first and the last day of `2023-07`, or of the year `2023`.

    Raises:
        ConfigError: for anything else.
    """
    found = _MONTH.fullmatch(text)
    if found is None:
        raise ConfigError(f"not a month: {text!r} (expected YYYY-MM, as in 2023-07, or a year)")
    year, month = int(found["year"]), int(found["month"] or 0)
    following = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    return date(year, month or 1, 1), following - timedelta(days=1)


def fold_name(name: str) -> str:
    """`Hà Tĩnh` and `ha tinh` are one: no case, no diacritics."""
    letters = unicodedata.normalize("NFD", sort_marks(name).casefold().replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c)).strip()


def _suggest(name: str, known: Mapping[str, object], shown: dict[str, str] | None = None) -> str:
    """` (did you mean …?)`, or nothing."""
    near = difflib.get_close_matches(name, known, n=1)
    if not near:
        return ""
    return f" (did you mean {shown[near[0]] if shown else near[0]!r}?)"
