"""Tables with data, and tables that only arrange other things."""

from __future__ import annotations

import re

from harvester.reading.markup import INLINE, SKIPPED, Element
from harvester.vietnamese.text import collapse_spaces

# "Nơi nhận:", the left column below a document, with the signature in the right one.
RECIPIENTS = re.compile(r"\W*nơi nhận\b", re.IGNORECASE)
_LONGEST_CELL = 400
"""Characters; longer texts side by side in a row or two are columns of a layout."""

_PARAGRAPH = 40
"""Characters of a line in a cell that is a paragraph."""


def read_rows(table: Element) -> list[list[list[str]]]:
    """A data table's rows, cells and lines of cells.

    Nothing for a table that only arranges other things: one column, tables or rows within, images with their captions,
    a document's recipients and its signature, or long texts side by side.
    """
    rows: list[list[list[str]]] = []
    widest = longest = 0
    tables = table.iter("table")
    if next(tables, None) is table and next(tables, None) is not None:
        return []
    for row in table.iter("tr"):
        around = next(row.iterancestors("tr", "table"), None)
        if around is not table:  # rows in rows: each would be read by all around it
            return []
        cells = [_read_lines(cell) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            rows.append(cells)
            widest = max(widest, len(cells))
            longest = max(longest, *(sum(map(len, cell)) for cell in cells))
    if widest < 2 or (len(rows) < 3 and (longest > _LONGEST_CELL or any(map(are_columns, rows)))):
        return []
    if len(rows) <= 2 and (next(table.iter("img"), None) is not None or signs_document(rows)):
        return []
    return rows


def are_columns(cells: list[list[str]]) -> bool:
    """Whether the cells of a row are columns of text: each that is not empty holds several paragraphs."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(sum(len(line) >= _PARAGRAPH for line in cell) >= 2 for cell in filled)


def signs_document(rows: list[list[list[str]]]) -> bool:
    """Whether a table sets a document's recipients beside its signature, each a column of lines."""
    return any(cell[:1] and RECIPIENTS.match(cell[0]) for cells in rows for cell in cells)


def _read_lines(cell: Element) -> list[str]:
    """A cell's text, line by line."""
    lines = [""]
    for node in cell.iter():
        if isinstance(node.tag, str) and node.tag not in SKIPPED:
            if node.tag not in INLINE and lines[-1]:
                lines.append("")
            lines[-1] += node.text or ""
        if node.tail and node is not cell:
            lines[-1] += node.tail
    return [line for line in map(collapse_spaces, lines) if line]
