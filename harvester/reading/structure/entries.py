"""Entries of other articles: several elements alike side by side, each a linked title with a summary."""

from __future__ import annotations

import re
from collections.abc import Collection

from harvester.reading.containers import HEADINGS
from harvester.reading.date_lines import DATE
from harvester.reading.media import FILE_ADDRESS
from harvester.reading.structure.line_kinds import LONGEST_PAGING, RELATED_HEADING, shows_date
from harvester.reading.structure.listing_test import TITLE_PART
from harvester.reading.structure.outline import Node, Outline
from harvester.reading.structure.rows import is_cell

FEWEST_ENTRIES = 3
"""Elements alike that are entries."""
_MOST_BLOCKS = 8
_SHORTEST_TITLE, _LONGEST_ENTRY = 20, 900
_SHORTEST_NAME = 8
"""Characters of a heading with a link: the name of a product below its picture."""
_MOST_STEPS = 4
"""Elements outwards from a link that may be the entry that it is in."""
_BEFORE_TITLE = 3
_LONGEST_LINE = 160
_FEWEST_INTRODUCED, _MOST_INTRODUCING = 5, 3
"""Entries one behind the other, and lines above them that say what they are."""
# Elements with what a section says of itself: `div.archive-description`, `div.mo-ta`.
OF_SECTION = re.compile(r"desc|mo-?ta|intro|gioi-?thieu|archive|taxonomy|categor|chuyen-?muc|album", re.IGNORECASE)
_FEWEST_LINES = 5
"""Lines of a text that is longer than what a section says of itself, or a page about an author."""


def find_entries(outline: Outline, title: int | None) -> dict[int, int]:
    """The places of blocks that are entries of other articles, each with the number of the element around them all.

    Elements alike with a link each, whose first words are a heading or a link of a title's length; `title` is the place
    of the page's own.
    """
    groups: dict[tuple[int, str], list[Node]] = {}
    for number, first in sorted(find_linked(outline).items()):
        node = outline.nodes[number]
        holds_title = title is not None and node.start <= title < node.end
        if not holds_title and begins_as_entry(outline, node, first):
            groups.setdefault((node.parent, node.signature), []).append(node)
    alike = {parent: nodes for (parent, _), nodes in groups.items() if len(nodes) >= FEWEST_ENTRIES}
    return {place: parent for parent, nodes in alike.items() for node in nodes for place in range(node.start, node.end)}


def find_linked(outline: Outline) -> dict[int, int]:
    """The numbers of the elements around links, a few steps outwards, each with the blocks before its first link.

    A link to a file leads to no other article.
    """
    found: dict[int, int] = {}
    for element, place, around in outline.links:
        number = around
        address = element.get("href") or "#"
        if address.startswith("#") or FILE_ADDRESS.search(address) is not None:
            continue
        for _ in range(_MOST_STEPS):
            if number < 0 or number in found:
                break
            found[number] = place
            number = outline.nodes[number].parent
    return found


def begins_as_entry(outline: Outline, node: Node, first: int) -> bool:
    """Whether an element is of an entry's length, and begins with a link, or a heading with a link in it or above.

    `first` is the number of blocks before its first link: that of a picture stands above the heading, that of a section
    of the text itself below.
    """
    if not 0 < node.end - node.start <= _MOST_BLOCKS:
        return False
    blocks = outline.blocks[node.start : node.end]
    if not _SHORTEST_TITLE <= sum(block.length for block in blocks) <= _LONGEST_ENTRY:
        return False
    for place, block in enumerate(blocks[:2], node.start):
        if outline.nodes[block.node].tag in HEADINGS:
            return block.length >= _SHORTEST_NAME and first <= place
        is_link = block.head_link >= _SHORTEST_TITLE or block.linked >= TITLE_PART * block.length
        if block.length >= _SHORTEST_TITLE and is_link:
            return True
    return False


def are_dated(outline: Outline, kept: list[int], entries: Collection[int]) -> bool:
    """Whether most kept blocks are entries, and there are dates for half of these or more."""
    inside = sum(place in entries for place in kept)
    dates = sum(outline.blocks[place].length <= LONGEST_PAGING and shows_date(outline, place) for place in entries)
    return inside >= FEWEST_ENTRIES and 2 * inside >= len(kept) and 2 * dates >= inside


def stands_by_itself(outline: Outline, kept: list[int], entries: dict[int, int]) -> bool:
    """Whether a text stands in other elements than the entries: none of them is within its own, or goes on with it."""
    around = outline.nodes[outline.find_around(outline.blocks[kept[0]].node, kept)]
    if any(place in entries for place in range(around.start, around.end)):
        return False
    return are_headed(outline, kept, entries) or not go_on(outline, kept, entries)


def go_on(outline: Outline, kept: list[int], entries: dict[int, int]) -> bool:
    """Whether the entries are beside the lines of a text, or in a part of its element: persons, places, a digest."""
    nodes = outline.nodes
    parents = {nodes[outline.blocks[place].node].parent for place in kept}
    groups = set(entries.values())
    return not parents.isdisjoint({*groups, *(nodes[number].parent for number in groups)})


def are_headed(outline: Outline, kept: list[int], entries: Collection[int]) -> bool:
    """Whether a heading such as "Tin liên quan" stands between a text and the entries."""
    first = next((place for place in sorted(entries) if place > kept[-1]), kept[-1])
    between = range(kept[-1] + 1, first)
    return any(RELATED_HEADING.fullmatch(outline.list_lines(place)[0]) is not None for place in between)


def introduces_entries(outline: Outline, title: int, kept: list[int], entries: Collection[int]) -> bool:
    """Whether a text is a line or two, undated, between a title and a page of entries: what a section says of itself.

    "Hình ảnh hoạt động của tuổi trẻ qua các năm." above the albums; no heading stands between, and little behind them.
    A line in an element of its own, in one with the title that holds no entry, is an article's.
    """
    length = sum(outline.blocks[place].length for place in kept)
    if not 0 < len(kept) <= _MOST_INTRODUCING or length > _LONGEST_LINE or len(entries) < _FEWEST_INTRODUCED:
        return False
    if any(RELATED_HEADING.fullmatch(outline.blocks[place].text) for place in kept):
        return False
    if has_own_element(outline, title, kept, entries):
        return False
    behind = range(kept[-1] + 1, kept[-1] + 1 + _FEWEST_INTRODUCED)
    above = range(max(0, title - _BEFORE_TITLE), kept[-1] + 1)
    return all(place in entries for place in behind) and not any(shows_date(outline, place) for place in above)


def has_own_element(outline: Outline, title: int, kept: list[int], entries: Collection[int]) -> bool:
    """Whether a text has an element of its own beside the title, and both one that holds no entry.

    That element does not call itself the description of a section: `<div class="archive-description">`.
    """
    nodes = outline.nodes
    own = nodes[nodes[outline.blocks[kept[0]].node].parent]
    if own.start <= title < own.end or OF_SECTION.search(own.signature) is not None:
        return False
    around = nodes[outline.find_around(own.number, sorted((title, *kept)))]
    return around.tag not in ("body", "html") and not any(place in entries for place in range(around.start, around.end))


def is_told_apart(outline: Outline, title: int, kept: list[int], entries: dict[int, int]) -> bool:
    """Whether something says that a short text among many entries is an article of its own.

    A heading such as "Tin liên quan" between text and entries; where these do not go on with it, a date between the
    page's title and its text, or the number of its lines, unless these are cells, such as the heads of the entries'
    columns. None of the entries is within it.
    """
    if any(place in entries for place in range(kept[0], kept[-1])):
        return False
    has_lines = len(kept) >= _FEWEST_LINES and not all(is_cell(outline, place) for place in kept)
    if has_lines or are_headed(outline, kept, entries):
        return True
    above = range(max(0, title - _BEFORE_TITLE), kept[0])
    short = (outline.blocks[place].text for place in above if outline.blocks[place].length <= _LONGEST_LINE)
    is_dated = any(DATE.search(text) is not None for text in short)
    return is_dated and not go_on(outline, kept, entries)
