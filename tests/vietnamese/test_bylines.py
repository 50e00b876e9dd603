"""Bylines: labelled, with an office, a name alone; and lines that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.vietnamese.bylines import Byline, is_login, parse_byline, parse_field

MAY = "Đỗ Mây"
THONG = "Vũ Thông"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tin, ảnh: Đỗ Mây", Byline(MAY, MAY)),
        ("Ảnh và tin bài: Đỗ Mây", Byline(MAY, MAY)),
        ("Tin và ảnh: Đỗ Mây", Byline(MAY, MAY)),
        ("Bài - ảnh : Đỗ Mây", Byline(MAY, MAY)),
        ("TIN ẢNH: Đỗ Mây", Byline(MAY, MAY)),
        ("Tin bài: Đỗ Mây", Byline(MAY)),
        ("Ảnh: Đỗ Mây", Byline(None, MAY)),
        ("Tin: Đỗ Mây - Ảnh: Vũ Thông", Byline(MAY, THONG)),
        ("Tác giả: Đỗ Mây; Nguồn: Báo Suối Mơ", Byline(MAY, None, "Báo Suối Mơ")),
        ("Nguồn tin: Đài truyền thanh xã", Byline(source="Đài truyền thanh xã")),
        ("Theo Báo Suối Mơ", Byline(source="Báo Suối Mơ")),
        ("(Nguồn: TTX)", Byline(source="TTX")),
        ("Tin, ảnh: Đỗ Mây (Văn phòng xã Suối Mơ)", Byline(MAY, MAY, "Văn phòng xã Suối Mơ")),
        ("Đỗ Mây", Byline(MAY)),
        ("  Đỗ\u00a0Mây. ", Byline(MAY)),
        ("Đỗ Mây (Văn phòng Huyện ủy Đồi Sim)", Byline(MAY, None, "Văn phòng Huyện ủy Đồi Sim")),
        ("Đỗ Mây - Trung tâm Văn hóa huyện", Byline(MAY, None, "Trung tâm Văn hóa huyện")),
        ("Đỗ Mây - Vũ Thông", Byline("Đỗ Mây - Vũ Thông")),
        ("Đỗ Mây, Vũ Thông và Lê An Nhiên", Byline("Đỗ Mây, Vũ Thông và Lê An Nhiên")),
        ("Đoàn Thị Lan", Byline("Đoàn Thị Lan")),
        ("Tin, ảnh: Đỗ Mây".replace("ả", "a\u0309"), Byline(MAY, MAY)),
    ],
)
def test_bylines(line, expected):
    assert parse_byline(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Xã Suối Mơ",
        "Ban Thường vụ Đảng ủy",
        "VŨ THÔNG",
        "Kết luận buổi họp, lãnh đạo xã đề nghị các thôn giữ vệ sinh.",
        "Sáng 12/3, xã họp.",
        "Đã góp 130/200 triệu đồng",
        "Tin, ảnh:",
        "Video: xem tại đây",
        "Đỗ",
        "Ông Đỗ Mây",
        "x" * 500,
        "Nội dung: " + "bà con trong xã bàn việc làm đường và giữ nguồn nước đầu làng rất sôi nổi",
    ],
)
def test_other_lines_are_none(line):
    assert parse_byline(line) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tác giả: Đỗ Mây", Byline(MAY)),
        ("Tác giả bài viết: Đỗ Mây Nguồn tin: Đài xã", Byline(MAY, None, "Đài xã")),
        ("Đỗ Mây (Văn phòng Huyện ủy)", Byline(MAY, None, "Văn phòng Huyện ủy")),
        ("BTV Đỗ Mây", Byline(MAY)),
        ("btv suoimo", Byline()),
        ("An Nhiên - Quốc Bảo", Byline("An Nhiên - Quốc Bảo")),
        ("Ban biên tập", Byline("Ban biên tập")),
        ("", Byline()),
    ],
)
def test_author_fields(value, expected):
    assert parse_field(value) == expected


@pytest.mark.parametrize("name", ["quantri", "Administrator", "btv", "a.b@xa.example", "Ban biên tập"])
def test_logins(name):
    assert is_login(name)


def test_people_are_no_logins():
    assert not is_login("Đỗ Mây")


@given(st.text(max_size=200))
def test_any_line_is_answered(line):
    byline = parse_byline(line)
    assert byline is None or byline != Byline()
