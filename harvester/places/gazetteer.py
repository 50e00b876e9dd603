"""The gazetteer as it is loaded: units of July 2025 (gazetteer.tsv.gz), all other changes (decisions.toml).

A unit's key is its regime and its code, never the code alone: 2,140 of the 3,321 codes of July 2025 belonged to another
unit before. Regime 2024 is the state of 30 June 2025, regime 2025 that of 1 July 2025; other years are for units that
ended earlier or began later, and for made-up ones.
"""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from harvester.places.names import fold_name

REFORM = date(2025, 7, 1)
"""The first day without districts, with 34 provinces and 3,321 communes (resolution 202/2025/QH15)."""

LAST_DAY = date(2025, 6, 30)
_BEFORE, _AFTER = 2024, 2025

NO_KINDS: frozenset[str] = frozenset()

UnitLevel = Literal["province", "district", "commune"]
LEVELS: dict[int, UnitLevel] = {2: "province", 3: "district", 5: "commune"}
"""A code's length tells its level: 42 is Hà Tĩnh, 446 Cẩm Xuyên, 18673 its town."""


class Unit(NamedTuple):
    """One unit of one regime. `valid_from` and `valid_to` are its first and last day, None where not known or open.

    Plain, as its changes are: fourteen thousand are made at every start.
    """

    id: str
    regime: int
    code: str | None
    level: UnitLevel
    kind: str
    name: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"

    def stood_on(self, day: date) -> bool:
        """Whether the unit existed on a day."""
        return self.began_by(day) and (self.valid_to is None or day <= self.valid_to)

    def began_by(self, day: date) -> bool:
        """Whether the unit existed on a day or had existed before."""
        return self.valid_from is None or self.valid_from <= day


class UnitChange(NamedTuple):
    """A unit and one of those that it became, whole or in part. `decision` is the resolution, where it is known."""

    old: str
    new: str
    share: Literal["whole", "part"]
    on_date: date
    decision: str | None


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a unit was called, or belonged to, up to and with the day `until` (None: a spelling of any time)."""

    unit: str
    kind: str
    name: str
    parent: str | None
    until: date | None


@dataclass
class Gazetteer:
    """Units, changes and former names, and the ways to look them up. Nothing is indexed before it is asked for."""

    units: dict[str, Unit] = field(default_factory=dict)
    changes: list[UnitChange] = field(default_factory=list)
    former: list[FormerName] = field(default_factory=list)
    earlier: dict[str, list[str]] = field(default_factory=dict)
    """Kind and name without diacritics ("xathachdinh") of communes that ended before 2025, on days that are not known,
    with the units of 2024 that took their place: such a name was not unique."""

    @cached_property
    def by_name(self) -> dict[str, tuple[Unit, ...]]:
        """Units by the key of their name, former names too."""
        index: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            index[fold_name(unit.name)].append(unit)
        for name in self.former:
            unit, key = self.units[name.unit], fold_name(name.name)
            if unit not in index[key]:
                index[key].append(unit)
        return {key: tuple(units) for key, units in index.items()}

    def kinds_of(self, key: str) -> frozenset[str]:
        """Return the kinds of the units that have or had a name."""
        kinds = self._kinds.get(key)
        if kinds is None and key in self.by_name:
            units = self.by_name[key]
            former = (name.kind for unit in units for name in self.former_names.get(unit.id, ()))
            kinds = self._kinds[key] = frozenset({*(unit.kind for unit in units), *former})
        return kinds or NO_KINDS

    @cached_property
    def _kinds(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def former_names(self) -> dict[str, list[FormerName]]:
        """Former names by unit."""
        return group(self.former, lambda name: name.unit)

    @cached_property
    def successors(self) -> dict[str, list[UnitChange]]:
        """Changes by the unit that ended."""
        return group(self.changes, lambda change: change.old)

    @cached_property
    def predecessors(self) -> dict[str, list[UnitChange]]:
        """Changes by the unit that began."""
        return group(self.changes, lambda change: change.new)

    @cached_property
    def children(self) -> dict[str, list[Unit]]:
        """Units by the unit that they belong to."""
        return group((unit for unit in self.units.values() if unit.parent), lambda unit: unit.parent or "")

    def list_parents(self, unit: Unit) -> list[Unit]:
        """Return the units above, the nearest first."""
        parents = []
        while unit.parent is not None:
            unit = self.units[unit.parent]
            parents.append(unit)
        return parents

    def kinds_called(self, unit: Unit, key: str) -> set[str]:
        """Return the kinds that a unit has or had under a name."""
        former = {one.kind for one in self.former_names.get(unit.id, ()) if fold_name(one.name) == key}
        return former | ({unit.kind} if self.key_of(unit.id) == key else set())

    def is_called(self, unit: Unit, key: str, kinds: frozenset[str], day: date) -> bool:
        """Whether a unit had a name of one of these kinds on a day (on its own days: on any of them)."""
        former = self.former_names.get(unit.id)
        if former is None:
            return unit.kind in kinds
        for name in former:
            until = name.until or date.max
            if name.kind in kinds and day <= until and fold_name(name.name) == key:
                return True
        renamed = [name.until for name in former if name.until and (name.kind, name.name) != (unit.kind, unit.name)]
        return unit.kind in kinds and self.key_of(unit.id) == key and all(day > until for until in renamed)

    def key_of(self, unit_id: str) -> str:
        """Return the key of a unit's name."""
        key = self._keys.get(unit_id)
        if key is None:
            key = self._keys[unit_id] = fold_name(self.units[unit_id].name)
        return key

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {}

    def nearest_parents(self, unit: Unit) -> frozenset[str]:
        """Return the unit to which one belongs, and those to which it belonged before."""
        former = [name.parent for name in self.former_names.get(unit.id, ()) if name.parent and name.until]
        return frozenset({*former, *([unit.parent] if unit.parent else [])})

    def ancestors(self, unit: Unit) -> frozenset[str]:
        """Return the ids of all units above: of former parents too, and of the province of after the reform."""
        found = self._ancestors.get(unit.id)
        if found is None:
            found = self._ancestors[unit.id] = frozenset(self._climb(unit))
        return found

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        return {}

    def _climb(self, unit: Unit) -> Iterator[str]:
        for parent in self.nearest_parents(unit):
            yield parent
            yield from self._climb(self.units[parent])
        if unit.level == "province" and (after := self.province_after(unit)) is not None:
            yield after.id

    def find_province(self, unit: Unit) -> Unit:
        """Return the province of a unit, in the unit's own regime."""
        while unit.parent is not None:
            unit = self.units[unit.parent]
        return unit

    def describe(self, unit: Unit) -> str:
        """Return "Xã Xuân Dương, Huyện Thường Xuân, Tỉnh Thanh Hóa"."""
        return ", ".join(one.full_name for one in (unit, *self.list_parents(unit)))

    @cached_property
    def today(self) -> dict[str, list[tuple[str, str]]]:
        """The units of today by unit of any day, each with how they are related.

        `same`: it still stands; `whole`: it is wholly within; `part`: a part of it is; `district`: it was a district,
        of which this commune holds at least a part. A province's successor is that of its communes.
        """
        return {unit.id: list(self._follow(unit)) for unit in self.units.values()}

    def _follow(self, unit: Unit) -> Iterator[tuple[str, str]]:
        if unit.id in self.successors:
            yield from self._follow_changes(unit.id)
        elif unit.valid_to is None:
            yield unit.id, "same"
        elif unit.level == "province":
            yield from self._follow_province(unit)
        else:
            yield from ((new, "district") for new in self._follow_children(unit))

    def _follow_changes(self, old: str) -> Iterator[tuple[str, str]]:
        found: dict[str, str] = {}
        for change in self.successors[old]:
            for new, relation in self._follow(self.units[change.new]):
                exact = change.share if relation == "same" else "part" if change.share == "part" else relation
                found[new] = exact if relation != "district" else relation
        yield from found.items()

    def _follow_children(self, unit: Unit) -> Iterator[str]:
        yield from dict.fromkeys(new for child in self.children.get(unit.id, ()) for new, _ in self._follow(child))

    def _follow_province(self, unit: Unit) -> Iterator[tuple[str, str]]:
        new = self.province_after(unit)
        if new is not None:
            yield from ((latest, "whole") for latest, _ in self._follow(new))

    def province_after(self, province: Unit) -> Unit | None:
        """Return the province of July 2025 in which an earlier one lies; None where no commune tells.

        All of a province went to one new province (resolution 202/2025/QH15).
        """
        return self._provinces_after.get(province.id)

    @cached_property
    def _provinces_after(self) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        for change in self.changes:
            old, new = self.find_province(self.units[change.old]), self.find_province(self.units[change.new])
            if old.regime != new.regime:
                found.setdefault(old.id, new)
        return found


def group(items: Iterable[Any], key: Any) -> dict[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Return the packaged gazetteer, read once in a process (some 60 ms)."""
    gazetteer = Gazetteer()
    _read_rows(gazetteer, gzip.decompress(read_file("gazetteer.tsv.gz")).decode())
    add_decisions(gazetteer, tomllib.loads(read_file("decisions.toml").decode()))
    return gazetteer


@lru_cache(maxsize=1)
def gazetteer_version() -> str:
    """Return a short hash of the packaged files: another one means that databases are to be filled anew."""
    content = read_file("gazetteer.tsv.gz") + read_file("decisions.toml")
    return hashlib.sha256(content).hexdigest()[:12]


def read_file(name: str) -> bytes:
    return (resources.files(__package__) / name).read_bytes()


def _read_rows(gazetteer: Gazetteer, text: str) -> None:
    """Add the units and changes of the gazetteer file, which `tools/make_gazetteer.py` writes."""
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    resolutions: dict[str, str] = {}
    merged: list[tuple[str, list[str]]] = []
    for regime, code, kind, name, parent, successors, resolution, formerly in lines:
        unit = _make_unit(regime, code, kind, name, parent)
        gazetteer.units[unit.id] = unit
        if resolution:
            resolutions[unit.id] = resolution
        for key in formerly.split():
            gazetteer.earlier.setdefault(key, []).append(unit.id)
        if successors:
            merged.append((unit.id, successors.split()))
    for old, codes in merged:
        for code in codes:
            new = gazetteer.units[f"{_AFTER}:{code}"]
            share: Literal["whole", "part"] = "whole" if len(codes) == 1 else "part"
            gazetteer.changes.append(UnitChange(old, new.id, share, REFORM, resolutions[new.parent or ""]))


def _make_unit(regime: str, code: str, kind: str, name: str, parent: str) -> Unit:
    """Return the unit of one row. The area without a code is called by its district's."""
    old = regime == str(_BEFORE)
    return Unit(
        id=f"{regime}:{code}" if code else f"{regime}:{parent}-area",
        regime=int(regime),
        code=code or None,
        level=LEVELS.get(len(code), "commune"),
        kind=kind,
        name=name,
        parent=f"{regime}:{parent}" if parent else None,
        valid_from=None if old else REFORM,
        valid_to=LAST_DAY if old else None,
    )


def add_decisions(gazetteer: Gazetteer, table: dict[str, Any]) -> None:
    """Add the units, changes and former names of a decisions file.

    Raises:
        KeyError: for a unit that is not there.
    """
    for entry in table.get("unit", ()):
        regime, _, code = entry["id"].partition(":")
        gazetteer.units[entry["id"]] = Unit(
            entry["id"],
            int(regime),
            code,
            entry.get("level") or LEVELS[len(code)],
            entry["kind"],
            entry["name"],
            entry.get("parent"),
            entry.get("valid_from"),
            entry.get("valid_to"),
        )
    for entry in table.get("former", ()):
        for unit in entry.get("units") or [entry["unit"]]:
            gazetteer.former.append(make_former(gazetteer.units[unit], entry))
    for entry in table.get("change", ()):
        share: Literal["whole", "part"] = "whole" if len(entry["new"]) == 1 else "part"
        for new in entry["new"]:
            decision = entry.get("decision")
            old = gazetteer.units[entry["old"]]
            gazetteer.changes.append(UnitChange(old.id, gazetteer.units[new].id, share, entry["on"], decision))
            if old.valid_to is None:
                gazetteer.units[old.id] = old._replace(valid_to=entry["on"] - timedelta(days=1))


def make_former(unit: Unit, entry: dict[str, Any]) -> FormerName:
    return FormerName(
        unit.id, entry.get("kind", unit.kind), entry.get("name", unit.name), entry.get("parent"), entry.get("until")
    )
