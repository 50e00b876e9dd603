"""Lists of portals' addresses: one a line, or a table with a name, a province and a level beside each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harvester.errors import ConfigError
from harvester.places.provinces import check_province, find_provinces
from harvester.portals.model import LEVELS
from harvester.urls import BadAddress, make_key, spell_address
from harvester.wording import find_nearest

_COLUMNS = {
    "url": "url", "address": "url", "website": "url", "link": "url",
    "name": "name", "province": "province", "level": "level",
}  # fmt: skip
"""What a table's columns may be called, and what they hold."""

_ORDER = ("url", "name", "province", "level")
"""The columns of a table whose first line does not name them."""

DELIMITERS = ("\t", ";", ",")
LARGEST_LIST = 20_000_000
"""Bytes: some 100,000 portals."""

_LONGEST_CELL = 2000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of a list: what it says, the spellings of its address, and what is wrong with it."""

    line: int
    text: str  # the address as it stands there
    urls: tuple[str, ...] = ()
    name: str = ""
    province: str = ""
    level: str = ""
    trouble: str | None = None

    @property
    def key(self) -> str:
        """The key of the address, the same for all of its spellings. Only where there is no trouble."""
        return make_key(self.urls[0])


def read_address_list(content: bytes) -> list[Candidate]:
    """Read a list of addresses.

    Args:
        content: UTF-8: addresses, one a line, or CSV (`,`, `;` or tabs), whose first line may name the columns `url`,
            `name`, `province` and `level`. Empty lines and those that begin with `#` are passed over.

    Returns:
        The lines, in order. One that cannot be used says why in `trouble`.

    Raises:
        ConfigError: The whole is no such list.
    """
    if len(content) > LARGEST_LIST:
        raise ConfigError(f"a list of addresses must be at most {LARGEST_LIST:,} bytes long")
    try:
        lines = io.StringIO(content.decode("utf-8-sig")).read().splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"a list of addresses must be UTF-8: {error.reason} at byte {error.start}") from error
    candidates = list(make_candidates(lines))
    if not candidates:
        raise ConfigError("the list holds no address")
    return candidates


def make_candidates(lines: Iterable[str]) -> Iterator[Candidate]:
    """The lines of a list, with its columns as its first line names them."""
    order: tuple[str, ...] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = split_line(line)
        if order is None:
            order = name_columns(cells)
            if order is not None:
                continue
            order = _ORDER
        yield make_candidate(number, dict(zip(order, cells, strict=False)))


def split_line(line: str) -> list[str]:
    """The cells of a line; its first delimiter parts them."""
    delimiter = min((mark for mark in DELIMITERS if mark in line), key=line.index, default=",")
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    except csv.Error as error:
        raise ConfigError(f"no line of CSV: {line[:80]!r}: {error}") from error


def name_columns(cells: Iterable[str]) -> tuple[str, ...] | None:
    """The columns that a first line names; an unknown one is passed over. None where it is no line of names."""
    names = tuple(_COLUMNS.get(cell.casefold(), "") for cell in cells)
    return names if "url" in names else None


def make_candidate(number: int, cells: dict[str, str]) -> Candidate:
    """A line, with what is wrong with it."""
    text = cells.get("url", "")
    if any(len(cell) > _LONGEST_CELL for cell in cells.values()):
        return Candidate(number, text[:80], trouble=f"more than {_LONGEST_CELL:,} characters in a cell")
    try:
        urls = spell_address(text)
    except BadAddress as error:
        return Candidate(number, text, trouble=str(error))
    name, province, level = (cells.get(key, "") for key in ("name", "province", "level"))
    trouble = check_told(province, level.casefold())
    if trouble is not None:
        return Candidate(number, text, urls, name, province, level, trouble)
    proper = find_provinces(province)[0].name if province else ""
    return Candidate(number, text, urls, name, proper, level.casefold())


def check_told(province: str, level: str) -> str | None:
    """Return what is wrong with the province or level that a line tells; None where nothing is, or none is told."""
    if level and level not in LEVELS:
        near = find_nearest(level, LEVELS)
        hint = f" (did you mean {near!r}?)" if near else f" (expected {', '.join(LEVELS)})"
        return f"no such level: {level!r}{hint}"
    return check_province(province) if province else None
