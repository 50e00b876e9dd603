"""Pages that are set in tables: what stands beside an article's cell and below the article is the page's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.line_kinds import is_prose_line, is_signature
from harvester.reading.structure.outline import Node, Outline, TextBlock

OWN_CELL, LEAST_OWN = 0.6, 0.3
"""Part of the text in the cell of a table around the title for that to be the article's; the least of it."""
MOST_OUTER = 3
"""Lines in other cells with which that is enough."""
FEWEST_MENU_LINES = 2
"""Links in other cells of a table that sets a whole page."""
COLUMN_SPAN = re.compile(r"[1-9]\d{0,2}", re.ASCII)
# What the foot of a page tells: who owns it, by which licence, where the office is.
FOOT_LINE = re.compile(
    r"\W*(?:©|\(c\)|copyright|địa chỉ|trụ sở|điện thoại|đt|tel|fax|hotline|e-?mail|website|thiết kế|powered|designed|"
    r"(?:số )?lượt truy cập|đang (?:truy cập|online)|cơ quan chủ quản)\b|.{0,200}(?:©|\bbản quyền\b|\bcopyright\b|"
    r"\bgiấy phép\b|\bchịu trách nhiệm (?:chính|nội dung|xuất bản)\b)",
    re.IGNORECASE,
)


def drop_outer_cells(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without lines in other cells of the page's own table: its side columns, its foot.

    `<table><tr><td>menu</td><td><table>title, text</table></td><td>Thời tiết</td></tr><tr><td>© …</td></tr></table>`:
    the article has a cell of a table that sets menus too. Sentences of some length stay, and all where one signs; so do
    rows below the title's that are the article's own.
    """
    blocks = outline.blocks
    cell = None if title is None else find_own_cell(outline, places, title)
    outside = [] if cell is None else [place for place in places if not cell.start <= place < cell.end]
    if cell is None or not outside or any(is_signature(blocks[place]) for place in outside):
        return places
    page = find_element(outline, cell, "table")
    others = (*blocks[page.start : cell.start], *blocks[cell.end : page.end])
    if page.tag != "table" or sum(block.is_mostly_linked for block in others) < FEWEST_MENU_LINES:
        return places
    own = list_rows_below(outline, page, cell)
    out = {
        place
        for place in outside
        if page.start <= place < page.end
        and place not in own
        and not (is_prose_line(blocks[place]) and blocks[place].text.endswith(SENTENCE_ENDS))
    }
    return [place for place in places if place not in out]


def find_own_cell(outline: Outline, places: list[int], title: int) -> Node | None:
    """The smallest cell around the title that holds most of the text; None where title and text are in no one cell.

    Where no more than a few lines stand outside, less of the text is enough: it may be one short sentence.
    """
    blocks, ordered = outline.blocks, sorted(places)
    sums = [0, *accumulate(blocks[place].length for place in ordered)]
    number = blocks[title].node
    while number >= 0:
        node = outline.nodes[number]
        if node.tag in ("td", "th"):
            first, end = bisect_left(ordered, node.start), bisect_left(ordered, node.end)
            is_few = len(ordered) - (end - first) <= MOST_OUTER
            if sums[end] - sums[first] >= (LEAST_OWN if is_few else OWN_CELL) * sums[-1] > 0:
                return node
        number = node.parent
    return None


def find_element(outline: Outline, node: Node, tag: str) -> Node:
    """The smallest element of a tag around a node; the root where there is none."""
    node = outline.nodes[node.parent]
    while node.tag != tag and node.parent >= 0:
        node = outline.nodes[node.parent]
    return node


def list_rows_below(outline: Outline, page: Node, cell: Node) -> set[int]:
    """The places in cells of a table below one of its cells that go on with what stands in that.

    They share a column with it, and nothing in their row is a link or a line of a foot.
    """
    nodes, blocks = outline.nodes, outline.blocks
    columns = measure_columns(outline, page)
    row = find_element(outline, cell, "tr")
    first, end = columns.get(cell.number, (0, 0))
    rows: dict[int, bool] = {}  # whether each goes on with the article
    found: set[int] = set()
    for number, (start, stop) in columns.items():
        below = nodes[number]
        if below.start < row.end or start >= end or stop <= first:
            continue
        if below.parent not in rows:
            lines = blocks[nodes[below.parent].start : nodes[below.parent].end]
            rows[below.parent] = not any(block.linked or is_of_foot(block) for block in lines)
        if rows[below.parent]:
            found.update(range(below.start, below.end))
    return found


def is_of_foot(block: TextBlock) -> bool:
    """Whether a block, or a line of it, stands in the foot of a page by what it tells."""
    return any(FOOT_LINE.match(line) is not None for line in block.lines or (block.text,))


def measure_columns(outline: Outline, table: Node) -> dict[int, tuple[int, int]]:
    """The first column and that behind the last of each cell of a table, not of tables within it, by its number."""
    tables: dict[int, int] = {}
    used: dict[int, int] = {}
    found: dict[int, tuple[int, int]] = {}
    for node in outline.nodes[table.number :]:
        if node.number > table.number and node.parent < table.number:
            break
        tables[node.number] = node.number if node.tag == "table" else tables[node.parent]
        if node.tag in ("td", "th") and tables[node.number] == table.number:
            start = used.get(node.parent, 0)
            span = node.element.get("colspan") or ""
            used[node.parent] = start + (int(span) if COLUMN_SPAN.fullmatch(span) else 1)
            found[node.number] = (start, used[node.parent])
    return found
