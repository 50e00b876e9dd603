"""Tables that describe an official document."""

from __future__ import annotations

import pytest
from lxml import html

from harvester.reading.document_tables import DocumentFields, find_document_table, find_field, read_document_table


def make_table(*rows: tuple[str, ...]):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return html.fromstring("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Số kí hiệu", "number"),
        ("Số/Ký hiệu", "number"),
        ("Ngày ban hành", "date_text"),
        ("Loại văn bản", "kind"),
        ("Cơ quan ban hành", "issuer"),
        ("Người ký", "signer"),
        ("Trích yếu", "abstract"),
        ("Lĩnh vực", None),
        ("Số hộ được hỗ trợ", None),
    ],
)
def test_names_of_rows(label, field):
    assert find_field(label) == field


def test_the_first_row_of_a_name_counts_and_a_row_of_three_cells_does_not():
    table = make_table(("Số ký hiệu:", "5/QĐ-UBND"), ("Số ký hiệu", "6/QĐ"), ("Người ký", "Lại Thị Mây", "x"))
    assert read_document_table(table) == DocumentFields(number="5/QĐ-UBND")


def test_a_table_without_number_and_date_is_none_of_a_document():
    plain = make_table(("Người ký", "Lại Thị Mây"), ("Lúa", "42 ha"))
    described = make_table(("Số hiệu", "5/QĐ-UBND"), ("Ngày ban hành", "02/03/2026"))
    assert find_document_table([plain]) is None
    assert find_document_table([plain, described]) == (
        described,
        DocumentFields(number="5/QĐ-UBND", date_text="02/03/2026"),
    )
