"""Which units a text mentions: by the chain in the text, then the portal, then the article, then if there is only one.

What stays ambiguous gives nothing, and so does a chain that names a unit which does not exist.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from harvester.places.gazetteer import REFORM, Gazetteer, Unit, load_gazetteer
from harvester.places.names import drop_marks, fold_name
from harvester.places.spotting import CAPITALS, Spot, find_spots
from harvester.vietnamese.text import to_nfc

How = Literal["chain", "portal", "article", "unique"]

ANNOUNCED = date(2025, 4, 12)
"""The day of resolution 60-NQ/TW, which named the provinces to come: from then on texts speak of coming units."""

# After a name, before the unit that it belongs to: ", huyện Cẩm Xuyên", " (Hà Tĩnh)", " - huyện", " thuộc huyện".
_LINK = re.compile(r"[ \u00a0]?(?:,[ \u00a0]?|\([ \u00a0]?|[-–][ \u00a0]?|)(?:(?:thuộc|của|ở|trực thuộc)[ \u00a0])?")

# Between two units of one level that may share what follows: "xã A, xã B và thị trấn C, huyện D".
_BESIDE = re.compile(r"[ \u00a0]?(?:,[ \u00a0]?(?:và |các )?|[ \u00a0]?(?:và|với|cùng)[ \u00a0](?:các )?)")

# "xã Xuân Dương (cũ)", "huyện Cẩm Xuyên trước đây": the unit of before the reform.
FORMERLY = re.compile(r"[ \u00a0]\(?(?:cũ|trước đây|trước kia)\b")

CAPITAL_NEXT = re.compile(rf"[ \u00a0]([{CAPITALS}][^\W\d_A-Z]+)")

# The family names that nearly all Vietnamese bear: "Bí thư xã Cẩm Vịnh Nguyễn …" is no longer name of a commune.
COMMON_NAMES = """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm
    Phùng Mai Tô Hà Tạ Cao Chu Châu Thái Lưu Lương Quách Nông Hứa La Lò Vàng Giàng Sùng Thào Mùa Cầm Quàng Tòng Bế
    Triệu Kiều Thạch Sơn Kim Danh Nghiêm Ninh Từ Tống Tăng Văn Viên Doãn Khuất Đậu Thân Bạch Đồng Lục Ma Hầu Vi Lang
    Lữ Lã Cù Mạc Ông Phí Quản Thiều Tiêu Trà Ung Vừ Hạ Giáp Nhâm Cấn Đàm Phó Thiệu
"""
FAMILY_NAMES = frozenset(COMMON_NAMES.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named in a text, from `start` to before `end`, and how it was told from its namesakes."""

    unit: Unit
    start: int
    end: int
    how: How


@dataclass(frozen=True)
class Publisher:
    """What is known of who publishes.

    `units` are the ids of its own unit and of those above it, `areas` those of districts and provinces, nearest first.
    """

    units: frozenset[str] = frozenset()
    areas: tuple[frozenset[str], ...] = ()


NOBODY = Publisher()

_RANKS = {"commune": 0, "district": 1, "province": 2}


@dataclass(slots=True, eq=False)
class Candidates:
    """The units that one spot may mean, narrowed step by step. `later` are those of another day, asked for last.

    `highest` and `lowest` are the levels that it may have: 2 for a province, 1 for a district, 0 for a commune.
    """

    spot: Spot
    units: list[Unit]
    later: list[Unit]
    highest: int
    lowest: int
    linked: bool = False
    unit: Unit | None = None
    how: How = "unique"


@dataclass
class _Reading:
    """One text being read: what each spot may mean, and which units the article is known to speak of."""

    text: str
    day: date
    publisher: Publisher
    gazetteer: Gazetteer
    known: set[str] = field(default_factory=set)

    def settle(self, one: Candidates, unit: Unit, how: How) -> None:
        one.unit, one.how = unit, how
        self.known.add(unit.id)
        above = self.gazetteer.ancestors(unit)
        self.known.update(one for one in above if self.gazetteer.units[one].began_by(self.day))


def find_mentions(
    text: str, day: date, publisher: Publisher = NOBODY, gazetteer: Gazetteer | None = None
) -> list[Mention]:
    """Return the units that a text names with their kind, in the order of the text.

    Args:
        text: Any text; places are counted in it as it is, whatever its Unicode form.
        day: The day of the text: units are those of that day, unless it speaks of earlier ones.
        publisher: Who published it, see `publishers.describe_publisher`.
        gazetteer: Another one than the packaged.
    """
    gazetteer = gazetteer or load_gazetteer()
    if not unicodedata.is_normalized("NFC", text):
        return list(find_decomposed(text, day, publisher, gazetteer))
    reading = _Reading(text, day, publisher, gazetteer)
    found = [one for one in (_gather(spot, reading) for spot in find_spots(text, gazetteer)) if one.units or one.later]
    link_chains(found, reading)
    _resolve(found, reading)
    return [Mention(one.unit, one.spot.start, one.spot.end, one.how) for one in found if one.unit is not None]


def find_decomposed(text: str, day: date, publisher: Publisher, gazetteer: Gazetteer) -> Iterable[Mention]:
    """Yield the mentions of a text that is not composed, at their places in it."""
    composed = to_nfc(text)
    starts, at = [], 0
    for match in re.finditer(r"\S+\s*|\s+", text):  # normalization does not reach across white space
        starts.append((at, match.start()))
        at += len(to_nfc(match[0]))
    places = [place for place, _ in starts]
    for mention in find_mentions(composed, day, publisher, gazetteer):
        ends = []
        for place in (mention.start, mention.end):
            piece = bisect(places, place - (place == mention.end)) - 1
            base, original = starts[piece]
            ends.append(original + len(unicodedata.normalize("NFD", composed[base:place])))
        yield Mention(mention.unit, ends[0], ends[1], mention.how)


def _gather(spot: Spot, reading: _Reading) -> Candidates:
    """Return the units that a spot may mean: those of the day, and apart those of other days."""
    units, later = [], []
    for unit in reading.gazetteer.by_name[spot.key]:
        if not reading.gazetteer.is_called(unit, spot.key, spot.kinds, reading.day):
            continue
        if unit.stood_on(reading.day):
            units.append(unit)
        elif unit.began_by(reading.day) or reading.day >= ANNOUNCED:
            later.append(unit)
    if reading.day >= REFORM and later and FORMERLY.match(reading.text, spot.end):
        units, later = later, []
    ranks = [_RANKS[unit.level] for unit in (*units, *later)] or [0]
    return Candidates(spot, units, later, max(ranks), min(ranks))


def link_chains(found: Sequence[Candidates], reading: _Reading) -> None:
    """Narrow what is followed by the unit that it belongs to, from the end of the text to its beginning."""
    starts = {one.spot.start: one for one in found}
    for index in range(len(found) - 1, -1, -1):
        one = found[index]
        end = _LINK.match(reading.text, one.spot.end).end()  # type: ignore[union-attr]  # it may be empty
        above = starts.get(end)
        if above is not None and is_above(above, one):
            _join(one, above, reading)
        elif end > one.spot.end and (above is None or above.spot.needs_chain or not above.spot.listed):
            join_bare(one, end, reading)
    for below, above in zip(found[::-1][1:], found[::-1], strict=False):
        share(below, above, reading)
    for above, below in pairwise(found):
        descend(above, below, reading)


def is_above(above: Candidates, below: Candidates) -> bool:
    return above.highest > below.lowest


def _join(below: Candidates, above: Candidates, reading: _Reading) -> None:
    """Keep of both what fits together. Where nothing does, the lower one is none that exists."""
    uppers = {unit.id for unit in [*above.units, *above.later]}
    below.linked = True
    if not within([*below.units, *below.later], uppers, reading):  # a district that was a town at another time
        uppers = {unit.id for unit in reading.gazetteer.by_name[above.spot.key] if unit.level == "district"}
    belongs = keep_within(below, uppers, reading)
    if belongs:
        ids = {parent for unit in belongs for parent in reading.gazetteer.ancestors(unit)}
        above.units = [unit for unit in above.units if unit.id in ids] or above.units
        above.later = [unit for unit in above.later if unit.id in ids] or above.later


def keep_within(one: Candidates, ids: set[str] | frozenset[str], reading: _Reading) -> list[Unit]:
    """Keep the candidates that belong to one of the units, and return them."""
    one.units, one.later = within(one.units, ids, reading), within(one.later, ids, reading)
    return [*one.units, *one.later]


def within(units: Iterable[Unit], ids: set[str] | frozenset[str], reading: _Reading) -> list[Unit]:
    return [unit for unit in units if not ids.isdisjoint(reading.gazetteer.ancestors(unit))]


def join_bare(one: Candidates, at: int, reading: _Reading) -> None:
    """Keep the candidates whose district or province stands behind them without its kind: "(Cẩm Xuyên, Hà Tĩnh)"."""
    if not reading.text[at : at + 1].isupper():
        return
    behind = fold_name(reading.text[at : at + 40])
    uppers = {
        parent
        for unit in [*one.units, *one.later]
        for parent in reading.gazetteer.ancestors(unit)
        if begins_with(behind, reading.gazetteer.key_of(parent))
    }
    of_the_day = {upper for upper in uppers if reading.gazetteer.units[upper].stood_on(reading.day)}
    if uppers:
        one.linked = True
        keep_within(one, of_the_day or uppers, reading)


def begins_with(text: str, key: str) -> bool:
    return text.startswith(key) and not text[len(key) : len(key) + 1].isalnum()


def share(below: Candidates, above: Candidates, reading: _Reading) -> None:
    """Let one of a row have the chain of the next: "xã A, xã B và thị trấn C, huyện D"."""
    if below.linked or not above.linked or below.highest != above.highest:
        return
    link = _BESIDE.match(reading.text, below.spot.end)
    if link is None or link.end() != above.spot.start:
        return
    soften(below, {parent for unit in [*above.units, *above.later] for parent in parent_ids(unit, reading)}, reading)


def descend(above: Candidates, below: Candidates, reading: _Reading) -> None:
    """Let the lower one belong to the higher one before it: "huyện Cẩm Xuyên, xã Cẩm Hà"."""
    if not below.linked and is_above(above, below) and below.spot.start - above.spot.end <= 2:
        soften(below, {unit.id for unit in [*above.units, *above.later]}, reading)


def soften(one: Candidates, ids: set[str], reading: _Reading) -> None:
    """Keep what belongs to the units if anything does."""
    units, later = within(one.units, ids, reading), within(one.later, ids, reading)
    if units or later:
        one.units, one.later, one.linked = units, later, True


def parent_ids(unit: Unit, reading: _Reading) -> frozenset[str]:
    return reading.gazetteer.nearest_parents(unit)


def tell_by_chain(one: Candidates, units: list[Unit], reading: _Reading) -> tuple[Unit, How] | None:
    return (units[0], "chain") if one.linked and len(units) == 1 else None


def tell_by_portal(one: Candidates, units: list[Unit], reading: _Reading) -> tuple[Unit, How] | None:
    """The publisher's own unit or one above, the only one of its district, or the only one of its province."""
    own = [unit for unit in units if unit.id in reading.publisher.units]
    near = own or next(filter(None, (within(units, area, reading) for area in reading.publisher.areas)), [])
    if len(near) != 1 or (not own and has_vanished_namesake(near[0], one, reading)):
        return None
    return near[0], "portal"


def has_vanished_namesake(unit: Unit, one: Candidates, reading: _Reading) -> bool:
    """Whether a commune of that kind and name ended before 2025 elsewhere, or in the same area of the publisher's."""
    if unit.level != "commune" or reading.day >= REFORM:
        return False
    others = reading.gazetteer.earlier.get(drop_marks(unit.kind + one.spot.key), ())
    area = next(iter(reading.publisher.areas), None)
    near = [reading.gazetteer.units[other] for other in others if other != unit.id]
    if area is not None and within([unit], area, reading):
        near = within(near, area, reading)
    return bool(near)


def tell_by_article(one: Candidates, units: list[Unit], reading: _Reading) -> tuple[Unit, How] | None:
    """The only one that belongs to a district, or else to a province, of which the article speaks."""
    if len(units) < 2 and not one.spot.abbreviated:
        return None
    districts = {known for known in reading.known if len(known) == len("2024:446")}
    near = within(units, districts, reading) or within(units, reading.known, reading)
    return (near[0], "article") if len(near) == 1 else None


def tell_if_district(one: Candidates, units: list[Unit], reading: _Reading) -> tuple[Unit, How] | None:
    """The only district or province of that name: the communes that the article speaks of may be its own."""
    return tell_if_unique(one, units, reading) if one.highest else None


def tell_if_unique(one: Candidates, units: list[Unit], reading: _Reading) -> tuple[Unit, How] | None:
    """The only unit of that kind and name in the country, where the name ends there."""
    if len(units) != 1 or one.spot.abbreviated or has_vanished_namesake(units[0], one, reading):
        return None
    following = CAPITAL_NEXT.match(reading.text, one.spot.end)
    if following is not None and following[1] not in FAMILY_NAMES:
        return None
    return units[0], "unique"


# Steps that look at no neighbour: units of another day are asked only where the day has none of the name.
ALONE = (tell_if_district, tell_if_unique)


def _resolve(found: Sequence[Candidates], reading: _Reading) -> None:
    """Settle what each spot means, the surest first: what is settled tells of the rest."""
    steps: list[Callable[[Candidates, list[Unit], _Reading], tuple[Unit, How] | None]]
    steps = [tell_by_chain, tell_by_portal, tell_if_district, tell_by_article, tell_by_article, tell_if_unique]
    for step in steps:
        for one in found:
            if one.unit is None:
                if one.spot.needs_chain and not one.linked:
                    continue
                answer = step(one, one.units, reading) or (
                    step(one, one.later, reading) if step not in ALONE or not one.units else None
                )
                if answer is not None:
                    reading.settle(one, *answer)
