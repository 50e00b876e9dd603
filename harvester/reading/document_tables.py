"""Tables that describe an official document: number, date, kind, issuing body, signer, a row each.

Portals put them above the document's file, e.g. "Số kí hiệu | 65/TB-UBND", "Người ký | Lý Thị Sương".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from harvester.reading.markup import Element, read_text
from harvester.vietnamese.text import compare_key

MOST_ROWS = 60
"""Rows of a table that are looked at."""
_LONGEST_LABEL = 40
"""Characters of a row's name."""

# The names of rows, as compare keys, and the field that they hold.
LABELS = {
    field: re.compile(names)
    for field, names in (
        ("number", r"(?:số )?k[íý] hiệu(?: văn bản)?|số hiệu(?: văn bản)?|số văn bản"),
        ("date_text", r"ngày (?:ban hành|ký|văn bản)"),
        ("kind", r"thể loại|loại(?: hình)? văn bản|hình thức văn bản"),
        ("issuer", r"(?:cơ quan|đơn vị|nơi|tổ chức)(?: ban hành| ra văn bản)"),
        ("signer", r"người ký(?: duyệt| văn bản)?"),
        ("abstract", r"trích yếu(?: nội dung)?|về việc"),
    )
}


@dataclass(slots=True)
class DocumentFields:
    """What a document's table says, as it stands there; None for what it leaves out."""

    number: str | None = None
    date_text: str | None = None  # the document's own date, not that of its publication
    kind: str | None = None  # "Quyết định"
    issuer: str | None = None
    signer: str | None = None
    abstract: str | None = None


def find_document_table(tables: Iterable[Element]) -> tuple[Element, DocumentFields] | None:
    """Return the first table that tells a document's number and date, with what it tells."""
    for table in tables:
        fields = read_document_table(table)
        if fields.number is not None and fields.date_text is not None:
            return table, fields
    return None


def read_document_table(table: Element) -> DocumentFields:
    """Return what the rows of two cells tell; the first row of a name counts."""
    fields = DocumentFields()
    for _, row in zip(range(MOST_ROWS), table.iter("tr"), strict=False):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) != 2:
            continue
        label = read_text(cells[0]).rstrip(" :")
        name = find_field(label)
        if name is not None and getattr(fields, name) is None:
            setattr(fields, name, read_text(cells[1]) or None)
    return fields


def find_field(label: str) -> str | None:
    """Return the field that a row's name stands for."""
    key = compare_key(label) if len(label) <= _LONGEST_LABEL else ""
    return next((field for field, names in LABELS.items() if names.fullmatch(key)), None)
