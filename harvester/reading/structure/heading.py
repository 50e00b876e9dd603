"""The block that shows an article's title: the one that says what the head says, else the first heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from harvester.reading.date_lines import parse_date_line
from harvester.reading.markup import INLINE, Element, read_text
from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Outline, TextBlock
from harvester.vietnamese.text import compare_key

HEADING_RANKS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4}
OTHER_RANK = 5
AWAY_RANK = 7
"""Added in menus and the like, and where a block that is no heading is a link: they show titles too."""
_SHORTEST_TITLE = 15
_LONGEST_TITLE = 500
_LONGEST_GUESS = 200
_REACH = 4
_MOST_ABOVE = 3
"""Characters of a line that may be a title that the head does not give, blocks above the text where it may be, and
lines of a block among which it may stand: below its category, above its date."""
AROUND = Mark.NAV | Mark.CRUMBS | Mark.SIDE | Mark.FOOT | Mark.RELATED
# A title with its date behind it in one element: "Học bổng cho học trò vùng cao (Đăng ngày 03/10/2024 15:42)".
DATE_BEHIND = re.compile(r"\s*(\([^()]{6,60}\))$")
QUOTES = "\"'“”„‘’«»[(…- "


def find_title(outline: Outline, claims: Collection[str]) -> int | None:
    """The place of the block that shows the title; None where none does.

    Args:
        outline: the page.
        claims: compare keys of the titles that the head gives; the heading may hold more, or less, than they.
    """
    claims = [claim for claim in claims if claim]
    starts = {claim[:1] for claim in claims}
    best: tuple[int, int] | None = None
    for place, block in enumerate(outline.blocks):
        if block.length > _LONGEST_TITLE:
            continue
        rank = HEADING_RANKS.get(outline.nodes[block.node].tag, OTHER_RANK)
        if rank == OTHER_RANK and block.length < _SHORTEST_TITLE:
            continue
        if block.text.lstrip(QUOTES)[:1].lower() not in starts:
            continue
        if best is not None and (rank, place) >= best:
            continue
        if _is_claimed(compare_key(block.text), claims, rank < OTHER_RANK):
            node = outline.nodes[block.node]
            rank += AWAY_RANK * bool((node.marks | node.inherited) & AROUND)
            rank += (1 if rank < OTHER_RANK else AWAY_RANK) * (block.is_mostly_linked)
            best = min(best or (99, 0), (rank, place))
    if best is not None and best[0] <= OTHER_RANK:
        return best[1]
    first = find_first_heading(outline)
    return first if first is not None or best is None else best[1]


def part_title(outline: Outline, claims: Collection[str]) -> None:
    """Part the first line from a block where that line is the title and the text follows in the same element.

    A line of date between them is parted too. The title is what the head says; where nothing says that, a line that
    calls itself a title.
    """
    titled: dict[int, list[Element]] = {}
    for marks, element, place in outline.marked:
        if marks & Mark.TITLE and element.tag in INLINE:
            titled.setdefault(place, []).append(element)
    named: int | None = None
    for place, block in enumerate(outline.blocks):
        if block.length <= _LONGEST_TITLE and block.text[-1] == ")":
            part_date_behind(block, claims)
        if not block.lines:
            continue
        most = 1 if block.linked else _MOST_ABOVE
        above = next((n for n, line in enumerate(block.lines[:most]) if is_claimed_line(line, claims)), None)
        if above is not None:
            for shift in range(above + 1 - (len(block.lines) == above + 1)):
                outline.part_first_line(place + shift)
            part_date(outline, place + above + 1)
            return
        if named is None and block.marks & Mark.TITLE and is_named_line(block, titled.get(place, ())):
            named = place
    short = (block.text for block in outline.blocks if block.length <= _LONGEST_TITLE)
    if named is not None and not any(compare_key(text) in claims for text in short):
        outline.part_first_line(named)
        part_date(outline, named + 1)


def part_date(outline: Outline, place: int) -> None:
    """Part the first line from a block where that line is a date."""
    lines = outline.blocks[place].lines if place < len(outline.blocks) else ()
    if lines and parse_date_line(lines[0]) is not None:
        outline.part_first_line(place)


def is_claimed_line(line: str, claims: Collection[str]) -> bool:
    """Whether a line is of a title's length, and a title that the head gives."""
    return _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE and compare_key(line) in claims


def is_named_line(block: TextBlock, titled: Iterable[Element]) -> bool:
    """Whether the first line of a block is one of its elements that call themselves a title: `span.tieude`."""
    first, *others = block.lines
    if not others or not _SHORTEST_TITLE <= len(first) <= _LONGEST_GUESS:
        return False
    return any(read_text(element) == first for element in titled)


def part_date_behind(block: TextBlock, claims: Collection[str]) -> None:
    """Part the line of a title that a date in brackets follows."""
    behind = DATE_BEHIND.search(block.text)
    if behind is not None and parse_date_line(behind[1]) is not None:
        title = block.text[: behind.start()]
        if compare_key(title) in claims:
            block.lines = (title, behind[1])


def _is_claimed(key: str, claims: Collection[str], is_heading: bool) -> bool:
    """Whether a text, as compare key, is a title that the head gives.

    Whole, with the site's name behind it, or, in a heading, cut short there.
    """
    if not key:
        return False
    for claim in claims:
        if key == claim or (len(key) >= _SHORTEST_TITLE and claim.startswith(key) and 2 * len(key) > len(claim)):
            return True
        if is_heading and len(claim) >= _SHORTEST_TITLE and key.startswith(claim):
            return True
    return False


def find_first_heading(outline: Outline) -> int | None:
    """The place of the first `h1` that is long enough for a title."""
    for place, block in enumerate(outline.blocks):
        node = outline.nodes[block.node]
        if (
            node.tag == "h1"
            and 2 * block.linked < block.length
            and block.length >= _SHORTEST_TITLE
            and not (node.marks | node.inherited) & AROUND
        ):
            return place
    return None


def find_title_above(outline: Outline, kept: list[int]) -> int | None:
    """The place of a heading, a line all bold or one that calls itself a title, above the text or at its beginning.

    For pages whose head names the site alone. A date in brackets behind it becomes a line of its own.
    """
    if not kept:
        return None
    for place in range(kept[0], max(-1, kept[0] - _REACH), -1):
        if may_be_title(outline, place):
            part_bold_from_date(outline.blocks[place])
            return place
    return None


def may_be_title(outline: Outline, place: int) -> bool:
    """Whether a block is set as a title is, and no sentence."""
    block = outline.blocks[place]
    node = outline.nodes[block.node]
    if not _SHORTEST_TITLE <= block.length <= _LONGEST_GUESS or block.is_mostly_linked:
        return False
    if block.text.endswith((*SENTENCE_ENDS, ":", ";", ",")) or (node.marks | node.inherited) & AROUND:
        return False
    behind = DATE_BEHIND.search(block.text)
    is_bold = block.bold >= (block.length if behind is None else behind.start()) and not block.item
    is_named = bool((node.marks | block.marks) & Mark.TITLE) and not block.lines
    return (is_bold or is_named or node.tag in HEADING_RANKS) and parse_date_line(block.text) is None


def part_bold_from_date(block: TextBlock) -> None:
    """Part the line of a title in bold that a date in brackets follows: "<b>Vụ chè mới</b> (16-7-2008)"."""
    behind = DATE_BEHIND.search(block.text)
    if behind is not None and parse_date_line(behind[1]) is not None:
        block.text = block.text[: behind.start()]
        block.lines = (block.text, behind[1])
