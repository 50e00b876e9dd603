"""The units that a portal speaks for, and since when: hosts change hands.

A portal's file may name its unit; else its name, level, province and host tell. Portals of the Party, of sectors and
newspapers are marked as what they are and tied to the unit in whose name they speak.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from harvester.places.gazetteer import Gazetteer, Unit, load_gazetteer
from harvester.places.mentions import Publisher
from harvester.places.names import drop_marks, fold_name, split_kind
from harvester.places.provinces import find_provinces

PortalUnitHow = Literal["file", "name", "host", "party", "sector", "newspaper"]

# "Đảng bộ tỉnh Hà Tĩnh", "Trang thông tin điện tử huyện Kim Sơn": what may stand before a unit's kind.
OFFICES = ("đảng bộ", "thành ủy", "tỉnh ủy", "huyện ủy", "ubnd", "ủy ban nhân dân", "trang thông tin điện tử")


@dataclass(frozen=True)
class PortalUnit:
    """A unit that a portal speaks for, from and to a day (None: as long as the unit stood), and how that is known."""

    unit: Unit
    valid_from: date | None
    valid_to: date | None
    how: PortalUnitHow


@dataclass(frozen=True)
class PortalFacts:
    """What a portal's file says of whom it speaks for."""

    name: str
    level: str
    province: str
    url: str
    unit: str | None = None


def find_portal_units(facts: PortalFacts, gazetteer: Gazetteer | None = None) -> list[PortalUnit]:
    """Return a portal's units in their order; none where it cannot be told.

    Args:
        facts: What the file says. Its `unit`, where given, must exist (`check_unit`).
        gazetteer: Another one than the packaged.
    """
    gazetteer = gazetteer or load_gazetteer()
    if facts.unit is not None:
        unit = gazetteer.units[facts.unit]
        return [*find_holders_before(unit, facts, gazetteer), tie(unit, "file")]
    if facts.level in ("party", "sector", "newspaper"):
        return tie_office(facts, gazetteer)
    if facts.level == "province":
        return [tie(unit, "name") for unit in find_provinces(facts.name, gazetteer)]
    return tie_by_name(facts, gazetteer)


def tie(unit: Unit, how: PortalUnitHow) -> PortalUnit:
    return PortalUnit(unit, unit.valid_from, unit.valid_to, how)


def tie_office(facts: PortalFacts, gazetteer: Gazetteer) -> list[PortalUnit]:
    """The district in a Party portal's name, else the province."""
    how: PortalUnitHow = facts.level  # type: ignore[assignment]  # one of the three
    kind, name = split_kind(strip_office(facts.name))
    provinces = find_provinces(facts.province, gazetteer)
    own = [
        unit
        for unit in list_called(name, kind, gazetteer)
        if unit.level != "province" and lies_in(unit, provinces, gazetteer)
    ]
    if kind in (None, "Tỉnh") or not own:
        own = provinces
    return [tie(unit, how) for unit in sorted(own, key=lambda unit: unit.valid_from or date.min)]


def strip_office(name: str) -> str:
    """Return "tỉnh Hà Tĩnh" for "Đảng bộ tỉnh Hà Tĩnh"."""
    for office in OFFICES:
        if fold_name(name).startswith(fold_name(office) + " "):
            return name[len(office) :].strip()
    return name


def list_called(name: str, kind: str | None, gazetteer: Gazetteer) -> list[Unit]:
    """Return the units that are or were called so."""
    key = fold_name(name)
    units = gazetteer.by_name.get(key, ())
    return [unit for unit in units if kind is None or kind in gazetteer.kinds_called(unit, key)]


def lies_in(unit: Unit, provinces: Iterable[Unit], gazetteer: Gazetteer) -> bool:
    """Whether a unit belongs to one of the provinces; one of before the reform also to that of after it."""
    return not gazetteer.ancestors(unit).isdisjoint(province.id for province in provinces)


def tie_by_name(facts: PortalFacts, gazetteer: Gazetteer) -> list[PortalUnit]:
    """The units of that kind, name and province, as far as the host allows."""
    kind, name = split_kind(strip_office(facts.name))
    provinces = around_provinces(facts.province, gazetteer)
    level = "district" if facts.level == "district" else "commune"
    found = [
        unit
        for unit in list_called(name, kind, gazetteer)
        if unit.level == level and lies_in(unit, provinces, gazetteer)
    ] or list_by_host(facts, kind, level, provinces, gazetteer)
    units = choose_by_host(found, facts, gazetteer)
    ties = [tie(unit, "name") for unit in units]
    return [*find_holders_before(units[0], facts, gazetteer), *ties] if units else []


def around_provinces(name: str, gazetteer: Gazetteer) -> list[Unit]:
    """Return the provinces of that name, and those of after the reform in which they lie."""
    named = find_provinces(name, gazetteer)
    after = filter(None, (gazetteer.province_after(unit) for unit in named))
    return list({unit.id: unit for unit in (*named, *after)}.values())


def list_by_host(
    facts: PortalFacts, kind: str | None, level: str, provinces: list[Unit], gazetteer: Gazetteer
) -> list[Unit]:
    """The units whose name without diacritics is the host's: the file's spelling may be wrong, "Sơn Linh"."""
    label = strip_prefix(list_labels(facts.url)[0], kind)
    if label != drop_marks(split_kind(facts.name)[1]):
        return []
    below = (unit for unit in gazetteer.units.values() if unit.level == level and kind in (None, unit.kind))
    return [unit for unit in below if drop_marks(unit.name) == label and lies_in(unit, provinces, gazetteer)]


def list_labels(url: str) -> list[str]:
    """Return the host's labels: canloc, hatinh, gov, vn."""
    labels = (urlsplit(url).hostname or "").split(".")
    return labels[1:] if labels[0] == "www" and len(labels) > 1 else labels


def strip_prefix(label: str, kind: str | None) -> str:
    """Return "sonlinh" for xasonlinh: a kind's word, of which the name itself may begin with the letters."""
    if kind is not None and label.startswith(drop_marks(kind)):
        return label.removeprefix(drop_marks(kind))
    return label


def choose_by_host(found: list[Unit], facts: PortalFacts, gazetteer: Gazetteer) -> list[Unit]:
    """Return one unit of before and one of after the reform at most: those that the host allows.

    A host below a district's names that district; one below the province of today that was not the unit's province
    then names a unit of after the reform. A unit of after the reform must have come from the one of before.
    """
    labels = list_labels(facts.url)[1:]
    old = [unit for unit in found if unit.valid_to is not None and allows(unit, labels, gazetteer)]
    new = [unit for unit in found if unit.valid_to is None and allows(unit, labels, gazetteer)]
    in_district = [unit for unit in old if any(name in labels for name in district_labels(unit, gazetteer))]
    if in_district:
        old, new = in_district, []
    if len(old) > 1:
        return []
    if old and new:
        heirs = {change.new for change in gazetteer.successors.get(old[0].id, ())}
        new = [unit for unit in new if unit.id in heirs]
    return [*old, *(new if len(new) == 1 else [])]


def district_labels(unit: Unit, gazetteer: Gazetteer) -> list[str]:
    above = (gazetteer.units[parent] for parent in gazetteer.ancestors(unit))
    return [drop_marks(parent.name) for parent in above if parent.level == "district" and unit.level == "commune"]


def allows(unit: Unit, labels: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether a host's labels name the unit's own province, or no province at all."""
    province = gazetteer.find_province(unit)
    names = {drop_marks(unit.name) for unit in gazetteer.units.values() if unit.level == "province"}
    named = names.intersection(labels) | ({"thuathienhue"} & set(labels))
    own = {drop_marks(province.name), *(drop_marks(one.name) for one in gazetteer.former_names.get(province.id, ()))}
    return not named or bool(named & own)


def find_holders_before(unit: Unit, facts: PortalFacts, gazetteer: Gazetteer) -> list[PortalUnit]:
    """Return the district that had the host until it went to a commune of after the reform.

    canloc.hatinh.gov.vn was the district's of that name: communes stood below their district's host, or began with
    their kind.
    """
    if unit.level != "commune" or unit.valid_to is not None:
        return []
    labels = list_labels(facts.url)
    districts = [
        old
        for old in gazetteer.units.values()
        if old.level == "district" and drop_marks(old.name) == labels[0] and allows(old, labels[1:], gazetteer)
    ]
    inside = [old for old in districts if lies_in(old, gazetteer.list_parents(unit), gazetteer)]
    return [tie(old, "host") for old in inside] if len(labels) > 1 and len(inside) == 1 else []


def check_unit(unit: str, gazetteer: Gazetteer | None = None) -> str | None:
    """Return what is wrong with a file's `unit`, with the nearest right one; None where it exists."""
    gazetteer = gazetteer or load_gazetteer()
    if unit in gazetteer.units:
        return None
    near = find_nearest_id(unit, gazetteer)
    hint = f" (did you mean {near!r}, {gazetteer.describe(gazetteer.units[near])}?)" if near else ""
    return f"no such unit: {unit!r}{hint}"


def find_nearest_id(unit: str, gazetteer: Gazetteer) -> str | None:
    """Return the id of the same regime with the nearest code, else the one that is spelled most like it."""
    regime, _, code = unit.partition(":")
    same = [one for one in gazetteer.units.values() if str(one.regime) == regime and len(one.code or "") == len(code)]
    if same and code.isdecimal():
        return min(same, key=lambda one: (abs(int(one.code or 0) - int(code)), one.id)).id
    close = difflib.get_close_matches(unit, gazetteer.units, 1)
    return close[0] if close else None


def describe_publisher(
    units: Iterable[PortalUnit], province: str, day: date, gazetteer: Gazetteer | None = None
) -> Publisher:
    """Return what tells homonyms apart for texts of a portal on a day.

    Args:
        units: The portal's units of all days.
        province: The province in its file, for portals without a unit.
        day: The day of the text.
        gazetteer: Another one than the packaged.
    """
    gazetteer = gazetteer or load_gazetteer()
    own = [one.unit for one in units if holds_on(one, day)]
    known = own or [one.unit for one in units]
    above = [parent for unit in known for parent in (unit, *gazetteer.list_parents(unit))]
    if not any(unit.level == "province" for unit in above):
        above += find_provinces(province, gazetteer)
    provinces = [unit for unit in above if unit.level == "province"]
    after = [new for unit in provinces if (new := gazetteer.province_after(unit)) and new.began_by(day)]
    rings = (
        [unit for unit in above if unit.level == "district"],
        [unit for unit in provinces if not (unit.valid_to is None and unit.regime and not unit.began_by(day))],
        after,
    )
    areas = tuple(frozenset(unit.id for unit in ring) for ring in rings if ring)
    return Publisher(frozenset().union(*(unit_ids(own),), *areas), areas)


def unit_ids(units: Iterable[Unit]) -> frozenset[str]:
    return frozenset(unit.id for unit in units)


def holds_on(one: PortalUnit, day: date) -> bool:
    """Whether a portal spoke for a unit on a day."""
    return (one.valid_from is None or one.valid_from <= day) and (one.valid_to is None or day <= one.valid_to)
