"""Provinces by name, of the day or of today.

Whoever asks for Đồng Nai of today gets Bình Phước of before July 2025 too.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from harvester.places.gazetteer import Gazetteer, Unit, load_gazetteer
from harvester.places.names import drop_marks, split_kind

SPELLINGS = {
    "hcm": "hochiminh",
    "tphcm": "hochiminh",
    "saigon": "hochiminh",
    "daclac": "daklak",
    "dacnong": "daknong",
    "contum": "kontum",
    "bariavungtau": "bariavungtau",
    "brvt": "bariavungtau",
}
"""Other names in use, without diacritics."""


@dataclass(frozen=True)
class ProvinceChoice:
    """What a province's name was taken for.

    Attributes:
        names: What the province of a portal that is meant may be called.
        name: The province's own.
        is_current: Whether it is one of today.
        before: The provinces of before July 2025 on whose land one of today lies; empty where it stayed what it was.
    """

    names: frozenset[str]
    name: str
    is_current: bool
    before: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """In words: "Đồng Nai of today (before July 2025: Bình Phước, Đồng Nai)"."""
        if not self.is_current:
            return f"{self.name} as it was until June 2025"
        return f"{self.name} of today (before July 2025: {', '.join(self.before)})" if self.before else self.name


def _list_provinces(gazetteer: Gazetteer | None = None) -> list[Unit]:
    """Return the provinces of all regimes."""
    gazetteer = gazetteer or load_gazetteer()
    return [unit for unit in gazetteer.units.values() if unit.level == "province"]


def find_provinces(name: str, gazetteer: Gazetteer | None = None) -> list[Unit]:
    """Return the provinces of any regime that are or were called so, with or without kind and diacritics."""
    gazetteer = gazetteer or load_gazetteer()
    wanted = drop_marks(split_kind(name)[1])
    wanted = SPELLINGS.get(wanted, wanted)
    return [unit for unit in _list_provinces(gazetteer) if wanted in map(drop_marks, _list_names(unit, gazetteer))]


def _list_names(unit: Unit, gazetteer: Gazetteer) -> list[str]:
    """Return the names that a unit has or had, the latest first."""
    return [unit.name, *(former.name for former in gazetteer.former_names.get(unit.id, ()))]


def choose_province(name: str, gazetteer: Gazetteer | None = None) -> ProvinceChoice | None:
    """Return what a filter for a province takes; None where no province of any day is called so."""
    gazetteer = gazetteer or load_gazetteer()
    found = find_provinces(name, gazetteer)
    if not found:
        return None
    current = [unit for unit in found if unit.valid_to is None]
    earlier = [unit for unit in _list_provinces(gazetteer) if unit.valid_to is not None]
    within = [unit for unit in earlier if any(new == one.id for one in current for new, _ in gazetteer.today[unit.id])]
    taken = [*found, *within]
    names = frozenset(one for unit in taken for one in _list_names(unit, gazetteer))
    if not current:
        return ProvinceChoice(names, found[0].name, is_current=False)
    name = current[0].name
    before = {unit.name for unit in within if unit.regime != current[0].regime}
    return ProvinceChoice(names, name, is_current=True, before=tuple(sorted(before)) if before - {name} else ())


def matches_province(choice: ProvinceChoice | None, asked: str, province: str) -> bool:
    """Whether a portal's province is one that was asked for: a made-up one is compared by its own name."""
    names = {asked} if choice is None else choice.names
    return drop_marks(split_kind(province)[1]) in {drop_marks(split_kind(name)[1]) for name in names}


def check_province(name: str, gazetteer: Gazetteer | None = None) -> str | None:
    """Return what is wrong with a file's province, with the nearest right one; None where it exists or existed."""
    if find_provinces(name, gazetteer):
        return None
    return f"no such province: {name!r}{suggest_province(name, gazetteer)}"


def suggest_province(name: str, gazetteer: Gazetteer | None = None) -> str:
    """Return " (did you mean 'Hà Tĩnh'?)" for a name that is spelled like a province's, else nothing."""
    names = {drop_marks(unit.name): unit.name for unit in _list_provinces(gazetteer)}
    close = difflib.get_close_matches(drop_marks(split_kind(name)[1]), names, 1)
    return f" (did you mean {names[close[0]]!r}?)" if close else ""
