"""Rows: the elements that hold blocks beside one another, whatever wrappers and lists stand around each of these."""

from __future__ import annotations

from harvester.reading.structure.block_features import NOISE
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Node, Outline

CELLS = frozenset(("td", "th", "li", "dd", "dt", "tr", "ul", "ol", "dl", "tbody", "table"))
GROUPS = frozenset(("ul", "ol", "dl", "table"))
MOST_WRAPPERS = 3
"""Elements around one paragraph alone, as page builders have them."""
MOST_STEPS = 20
"""Elements outwards among which a list or table is looked for: lists may stand a thousand deep in one another."""
_NAMED = (NOISE | Mark.HIDDEN) & ~Mark.LEAD


def find_row(outline: Outline, node: Node) -> int:
    """The number of the element that holds a block beside others: around those that hold nothing but it.

    An element that names itself something else than text is no mere wrapper.
    """
    nodes, number = outline.nodes, node.parent
    for _ in range(MOST_WRAPPERS):
        if number < 0 or nodes[number].end - nodes[number].start > 1 or nodes[number].marks & _NAMED:
            break
        number = nodes[number].parent
    return number


def find_group_around(outline: Outline, node: Node) -> Node | None:
    """The list or table around a cell or an item, of lists in one another the outermost; None for what is neither."""
    nodes = outline.nodes
    for _ in range(MOST_WRAPPERS):
        if node.tag in CELLS or node.parent < 0 or nodes[node.parent].end - nodes[node.parent].start > 1:
            break
        node = nodes[node.parent]  # `<td><p>`
    found = None
    for _ in range(MOST_STEPS):
        if node.tag not in CELLS or node.parent < 0 or (found is not None and node.tag in ("td", "th")):
            break
        if node.tag in GROUPS:
            found = node
        node = nodes[node.parent]
    return found


def find_outer_row(outline: Outline, place: int) -> int:
    """The number of the element that holds a block, or the list or table that it is of, beside others."""
    node = outline.nodes[outline.blocks[place].node]
    return find_row(outline, find_group_around(outline, node) or node)


def is_cell(outline: Outline, place: int) -> bool:
    """Whether a block is all of a table's cell."""
    node = outline.nodes[outline.blocks[place].node]
    return node.tag in ("td", "th") and node.end - node.start == 1


def find_table_row(outline: Outline, place: int) -> int | None:
    """The number of the table's row around a block, where it has more than two blocks."""
    number = outline.blocks[place].node
    for _ in range(MOST_WRAPPERS + 1):
        node = outline.nodes[number]
        if node.tag == "tr":
            return number if node.end - node.start > 2 else None
        number = node.parent
        if number < 0:
            break
    return None
