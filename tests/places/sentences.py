"""Reading tests/places/mentions.txt: sentences whose typed mentions stand in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harvester.places.gazetteer import REFORM, Gazetteer, Unit
from harvester.places.names import split_kind

MARK = re.compile(r"\{([^{}]*)\}")


@dataclass
class Sentence:
    day: date
    province: str
    district: str
    text: str
    expected: dict[tuple[int, int], Unit]


def read_sentences(path: Path, gazetteer: Gazetteer) -> list[Sentence]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [read_sentence(line, gazetteer) for line in lines if line and not line.startswith("#")]


def read_sentence(line: str, gazetteer: Gazetteer) -> Sentence:
    day, province, district, marked = (part.strip() for part in line.split("|", 3))
    text, at, expected = "", 0, {}
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        shown, _, meant = match[1].rpartition("=")
        shown = shown or meant.partition("/")[0].partition("@")[0]
        unit = find_unit(meant, date.fromisoformat(day), gazetteer)
        expected[len(text), len(text) + len(shown)] = unit
        text += shown
        at = match.end()
    return Sentence(date.fromisoformat(day), province, district, text + marked[at:], expected)


def find_unit(meant: str, day: date, gazetteer: Gazetteer) -> Unit:
    """The unit that "xã Xuân Dương/Thường Xuân/Thanh Hóa@2024" means."""
    path, _, regime = meant.partition("@")
    name, district, province = [*path.split("/"), "", ""][:3]
    kind, bare = split_kind(name)
    year = int(regime or (2024 if day < REFORM else 2025))
    [unit] = [
        unit
        for unit in gazetteer.units.values()
        if (unit.regime, unit.kind, unit.name) == (year, kind, bare)
        and all(above in {one.name for one in gazetteer.list_parents(unit)} for above in (district, province) if above)
    ]
    return unit
