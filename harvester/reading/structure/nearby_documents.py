"""What a page says of an official document beside its text: a label and its value in every row, whatever they are.

`<tr><th>Số ký hiệu</th><td>318/QĐ-UBND</td></tr>`, `<dt>Người ký</dt><dd>…</dd>`, "Ngày ban hành: 16/06/2026".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from harvester.reading.date_lines import DATE
from harvester.reading.document_tables import MOST_ROWS, DocumentFields, find_field
from harvester.reading.structure.outline import TextBlock
from harvester.reading.structure.vicinity import Vicinity

_LONGEST_VALUE = 300
_BEGUN = 40
"""Characters of a block that may hold its label."""
NUMBER_LABELS = ("số", "ký hiệu", "kí hiệu")
# "318/QĐ-UBND", "01/2023/NQ-HĐND", "52-BC/ĐU"
NUMBER = re.compile(r"\d{1,5}[ \w]{0,4}[/–-].{0,30}[^\W\d].{0,30}")
# A label and its value in one line: "Ngày ban hành: 16/06/2026".
LABELLED = re.compile(r"([^:]{4,40}):\s(.+)")


def find_document_fields(vicinity: Vicinity) -> DocumentFields | None:
    """What is said behind the title of the document that a page shows; None unless number and date are among it."""
    fields = DocumentFields()
    if not may_describe(vicinity):
        return None
    for label, value in iter_labelled(vicinity):
        name = find_field(label)
        if name is not None and getattr(fields, name) is None and len(value) <= _LONGEST_VALUE:
            setattr(fields, name, value)
    if NUMBER.fullmatch(fields.number or "") is None or DATE.fullmatch(fields.date_text or "") is None:
        return None
    return fields


def may_describe(vicinity: Vicinity) -> bool:
    """Whether a block behind the title begins as the label of a document's number does: most pages have none."""
    title = vicinity.structure.title
    if title is None:
        return False
    blocks = vicinity.structure.outline.blocks[title + 1 : title + 2 * MOST_ROWS]
    begun = (block.text[:_BEGUN].lower() for block in blocks if block.length <= _LONGEST_VALUE)
    return any(text.startswith(NUMBER_LABELS) and find_field(text.partition(":")[0]) == "number" for text in begun)


def iter_labelled(vicinity: Vicinity) -> Iterator[tuple[str, str]]:
    """The labels behind the title with their values: in one line, or each in an element of its own."""
    structure = vicinity.structure
    if structure.title is None:
        return
    places = range(structure.title + 1, min(structure.title + 2 * MOST_ROWS, len(structure.outline.blocks)))
    own = [structure.outline.blocks[place] for place in places if vicinity.is_own(place)]
    for block, following in pairwise([*own, TextBlock("", 0)]):
        if (match := LABELLED.fullmatch(block.text)) is not None:
            yield match[1].rstrip(), match[2]
        elif following.text and find_field(following.text.rstrip(" :")) is None:
            yield block.text.rstrip(" :"), following.text
