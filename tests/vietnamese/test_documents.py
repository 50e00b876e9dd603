"""Official documents: the frame of number, place, date and signer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.vietnamese.documents import OfficialDocument, find_number, find_signer, read_document

HEAD = ["ĐẢNG ỦY XÃ SUỐI MƠ", "*", "Số  17 -KH/ĐU", "ĐẢNG CỘNG SẢN", "Suối Mơ, ngày 10 tháng 3 năm 2022"]
TAIL = ["Nơi nhận:", "- Huyện ủy;", "T/M BAN CHẤP HÀNH", "BÍ THƯ", "(Đã ký)", "Vũ Thông"]


def test_a_whole_frame():
    assert read_document([*HEAD, "KẾ HOẠCH", "mở rộng đường", *TAIL]) == OfficialDocument(
        "17-KH/ĐU", "Suối Mơ", "Suối Mơ, ngày 10 tháng 3 năm 2022", "Vũ Thông"
    )


def test_a_number_alone():
    assert read_document(["Số: 123/QĐ-UBND", "QUYẾT ĐỊNH"]) == OfficialDocument("123/QĐ-UBND")


def test_news_that_name_a_document_are_none():
    assert read_document(["Thực hiện Chỉ thị số 11-CT/ĐU ngày 08/12/2021, xã Suối Mơ họp bàn."]) is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số 52 -BC/ĐU", "52-BC/ĐU"),
        ("Số: 01/2023/NQ-HĐND", "01/2023/NQ-HĐND"),
        ("Số: 15 /TB-UBND", "15/TB-UBND"),
        ("Số:     /KH-UBND", None),
        ("Số lượng: 15", None),
        ("Sáng nay có số 5", None),
        ("Số 5/2022 tờ báo", None),
        ("Số 52-BC/ĐU " + "và còn nhiều điều khác nữa được nói tới trong câu này rất dài", None),
        ("x" * 300, None),
    ],
)
def test_numbers(line, number):
    assert find_number(line) == number


@pytest.mark.parametrize(
    ("lines", "signer"),
    [
        (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đỗ Mây"], "Đỗ Mây"),
        (["Đỗ Mây"], None),
        (["CHỦ TỊCH", "x" * 200, "Đỗ Mây"], None),
        (["CHỦ TỊCH", "Xã Suối Mơ"], None),
    ],
)
def test_signers(lines, signer):
    assert find_signer(lines) == signer


@given(st.lists(st.text(max_size=150), max_size=40))
def test_any_lines_are_answered(lines):
    document = read_document(lines)
    assert document is None or document.number
