"""Write harvester/places/gazetteer.tsv.gz, the units of June and July 2025, from vietnamadminunits 1.0.4, corrected.

    pip download --no-deps vietnamadminunits==1.0.4
    python tools/make_gazetteer.py vietnamadminunits-1.0.4-py3-none-any.whl

The same wheel and corrections give the same bytes. Nothing of the package is needed at run time.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
import tempfile
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

CORRECTIONS = Path(__file__).with_name("july_2025_corrections.toml")
TARGET = Path(__file__).parent.parent / "harvester" / "places" / "gazetteer.tsv.gz"
DATA = "vietnamadminunits/data/"

HEADER = """\
# Administrative units of Vietnam on 30 June 2025 (regime 2024) and on 1 July 2025 (regime 2025).
# Source: vietnamadminunits 1.0.4, Copyright (c) 2025 Hieu Tran, MIT licence, which goes back to the tables of the
# General Statistics Office; corrected by tools/july_2025_corrections.toml.
regime\tcode\tkind\tname\tparent\tsuccessors\tdecision\tformerly
"""

KINDS = ("Thành phố", "Tỉnh", "Thị xã", "Thị trấn", "Huyện", "Quận", "Phường", "Xã", "Đặc khu")

Row = tuple[str, ...]
Successors = dict[str, set[str]]

OLD_UNITS = """
    select provinceCode, province, provinceKey, districtCode, district, districtKey, wardCode, ward, wardKey, wardAlias
    from admin_units_legacy
"""
NEW_UNITS = "select provinceCode, province, provinceKey, wardCode, ward, wardKey from admin_units"


def split_kind(name: str) -> tuple[str, str]:
    """Return the kind and the bare name of "Thị trấn Cẩm Xuyên"."""
    kind = next(kind for kind in KINDS if name.casefold().startswith(kind.casefold() + " "))
    return kind, name[len(kind) + 1 :]


def read_wheel(wheel: Path) -> tuple[list[Row], list[Row], dict[str, dict[str, object]]]:
    """Return the old units, the new units and the conversion table of the package."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as directory:
        conversion = json.loads(archive.read(DATA + "converter_2025.json"))
        database = sqlite3.connect(archive.extract(DATA + "dataset.db", directory))
        old = database.execute(OLD_UNITS).fetchall()
        new = database.execute(NEW_UNITS).fetchall()
        database.close()
    return old, new, conversion


def list_pairs(conversion: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, str]]:
    """Yield key of the old commune, key of its new province and key of the new commune."""
    for province, communes in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():  # type: ignore[attr-defined]
            yield from ((old, province, commune) for old in olds)
    for province, olds in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():  # type: ignore[attr-defined]
            yield from ((old, province, part["newWardKey"]) for part in parts)


def find_successors(old: list[Row], new: list[Row], conversion: dict[str, dict[str, object]]) -> Successors:
    """Return the codes of the successors by the code of the commune, or of the island district without communes."""
    old_codes = {f"{row[2]}_{row[5]}_{row[8] or ''}": row[6] or row[3] for row in old}
    new_codes = {(row[2], row[5]): row[3] for row in new}
    successors: Successors = defaultdict(set)
    for key, province, commune in list_pairs(conversion):
        successors[old_codes[key]].add(new_codes[province, commune])
    return successors


def correct(successors: Successors, corrections: dict[str, list[dict[str, list[list[str]]]]]) -> None:
    """Apply the corrections. Raises KeyError for a pair that is not there to be taken away."""
    for block in corrections["not_a_successor"]:
        for old, new in block["pairs"]:
            successors[old].remove(new)
    for block in corrections["successor"]:
        for old, new in block["pairs"]:
            successors[old].add(new)


def list_former_keys(aliases: str | None) -> str:
    """Return the names of communes that ended between 2018 and 2024 where this one is: kind and name, no diacritics.

    The package does not date them; they say only that a name was not unique.
    """
    keys = set(json.loads(aliases or "[]"))
    pairs = ((kind, key) for key in keys for kind in ("xa", "phuong", "thitran") if key.startswith(kind))
    return " ".join(sorted(key for kind, key in pairs if key.removeprefix(kind) in keys))


def list_old_units(old: list[Row], successors: Successors) -> Iterator[Row]:
    for row in old:
        yield "2024", row[0], *split_kind(row[1]), "", "", "", ""
        yield "2024", row[3], *split_kind(row[4]), row[0], " ".join(sorted(successors.get(row[3], ()))), "", ""
        if row[6]:
            new = " ".join(sorted(successors[row[6]]))
            yield "2024", row[6], *split_kind(row[7]), row[3], new, "", list_former_keys(row[9])


def list_new_units(new: list[Row], resolutions: dict[str, str]) -> Iterator[Row]:
    for row in new:
        yield "2025", row[0], *split_kind(row[1]), "", "", resolutions[row[0]], ""
        yield "2025", row[3], *split_kind(row[4]), row[0], "", "", ""


def main(wheel: Path) -> None:
    corrections = tomllib.loads(CORRECTIONS.read_text(encoding="utf-8"))
    old, new, conversion = read_wheel(wheel)
    successors = find_successors(old, new, conversion)
    correct(successors, corrections)
    areas = {
        ("2024", "", area["kind"], area["name"], area["district"], " ".join(area["to"]), "", "")
        for area in corrections["area"]
    }
    rows = {*list_old_units(old, successors), *list_new_units(new, corrections["resolutions"]), *areas}
    lines = ("\t".join(row) + "\n" for row in sorted(rows, key=lambda row: (row[0], len(row[1]), row[1])))
    TARGET.write_bytes(gzip.compress((HEADER + "".join(lines)).encode(), 9, mtime=0))
    print(f"{len(rows)} units in {TARGET.name}, {TARGET.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
