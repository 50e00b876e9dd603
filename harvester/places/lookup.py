"""Units by what a person types: with or without kind, diacritics and what they belong to."""

from __future__ import annotations

import difflib
import re

from harvester.places.gazetteer import Gazetteer, Unit
from harvester.places.names import drop_marks, split_kind

UNIT_ID = re.compile(r"\d+:[\w-]+")


def find_units(asked: str, gazetteer: Gazetteer) -> list[Unit]:
    """Return the units of any day that are or were called so, the earliest regime first.

    "xã Xuân Dương, Thường Xuân" names a commune and what it belongs to; "xuan duong" any unit of these letters. Where
    a name with its diacritics is found, others are left out.
    """
    if UNIT_ID.fullmatch(asked.strip()):
        unit = gazetteer.units.get(asked.strip())
        return [] if unit is None else [unit]
    first, *above = (part.strip() for part in asked.split(","))
    kind, name = split_kind(first)
    key = drop_marks(name)
    found = [
        unit
        for unit in gazetteer.units.values()
        if key in unit_keys(unit, gazetteer)
        and (kind is None or kind in kinds_of(unit, gazetteer))
        and all(belongs_to(unit, part, gazetteer) for part in above)
    ]
    exact = [unit for unit in found if unit.name.casefold() == name.casefold()]
    return sorted(exact or found, key=lambda unit: (unit.regime, unit.code or ""))


def unit_keys(unit: Unit, gazetteer: Gazetteer) -> set[str]:
    """Return a unit's names without diacritics, former ones too."""
    former = (name.name for name in gazetteer.former_names.get(unit.id, ()))
    return {drop_marks(unit.name), *map(drop_marks, former)}


def kinds_of(unit: Unit, gazetteer: Gazetteer) -> set[str]:
    return {unit.kind, *(name.kind for name in gazetteer.former_names.get(unit.id, ()))}


def belongs_to(unit: Unit, above: str, gazetteer: Gazetteer) -> bool:
    """Whether one of the units above has a name."""
    key = drop_marks(split_kind(above)[1])
    return any(key in unit_keys(gazetteer.units[parent], gazetteer) for parent in gazetteer.ancestors(unit))


def suggest_unit(asked: str, gazetteer: Gazetteer) -> str:
    """Return " (did you mean 'Cẩm Xuyên'?)" for a name that is spelled like a unit's, else nothing."""
    names = {drop_marks(unit.name): unit.name for unit in gazetteer.units.values()}
    close = difflib.get_close_matches(drop_marks(split_kind(asked.partition(",")[0])[1]), names, 1)
    return f" (did you mean {names[close[0]]!r}?)" if close else ""
