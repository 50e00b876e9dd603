"""Bylines: labelled, with an office, a name alone; and lines that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.growth import assert_linear

from harvester.vietnamese.bylines import Byline, is_login, parse_byline, parse_field

MAY = "Đỗ Mây"
THONG = "Vũ Thông"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tin, ảnh: Đỗ Mây", Byline(MAY, MAY)),
        ("Tin, anh: Do May", Byline("Do May", "Do May")),
        ("Nguon: Bao Suoi Mo", Byline(source="Bao Suoi Mo")),
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
        ("Viết bởi Đỗ Mây", Byline(MAY)),
        ("BTV Đỗ Mây", Byline(MAY)),
        ("PV: Đỗ Mây", Byline(MAY)),
        ("CTV Đỗ Mây (Xã Suối Mơ)", Byline(MAY, None, "Xã Suối Mơ")),
        ("Đỗ Mây – Văn phòng HĐND-UBND xã Suối Mơ", Byline(MAY, None, "Văn phòng HĐND-UBND xã Suối Mơ")),
        ("Đỗ Mây - Văn phòng HĐND - UBND xã", Byline(MAY, None, "Văn phòng HĐND - UBND xã")),
        ("Bài, ảnh: Đỗ Mây - TT VHTT", Byline(MAY, MAY, "TT VHTT")),
        ("Đỗ Mây (Tổng hợp)", Byline(MAY)),
        ("Tác giả: Đỗ Mây .Ngày đăng: 01/02/2021 .Lượt xem: 12", Byline(MAY)),
        ("Tác giả: UBND xã Suối Mơ", Byline(source="UBND xã Suối Mơ")),
        ("Người đăng: admin", Byline()),
        ("Biên tập: Đỗ Mây", Byline()),
        ("Ban Biên tập", Byline(source="Ban Biên tập")),
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
        "Anh: Em an com chua",
        "Đỗ",
        "Ông Đỗ Mây",
        "Theo đó, bà con làm đường",
        "Viết bởi",
        "Viết bởi admin",
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
        ("Tác giả: Đỗ Mây. Ngày đăng: 29/06/2022 . Lượt xem: 416 lượt", Byline(MAY)),
        ("Đăng bởi: Đỗ Mây - 12/03/2022", Byline(MAY)),
        ("Được gửi bởi Đỗ Mây vào Thứ bảy", Byline(MAY)),
        ("Tác giả: quantri .Ngày đăng: 1/2/2021", Byline()),
        ("Văn phòng HĐND-UBND xã", Byline(source="Văn phòng HĐND-UBND xã")),
        ("An Nhiên - Quốc Bảo", Byline("An Nhiên - Quốc Bảo")),
        ("by Đỗ Mây —", Byline(MAY)),
        ("Ban biên tập", Byline(source="Ban biên tập")),
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


@pytest.mark.parametrize("scrap", ["- - ", "tin ảnh ", "Lê An - ", "(", " . ", ", - "])
def test_a_field_of_any_length_is_read_in_linear_time(scrap):
    assert_linear(parse_field, lambda count: scrap * count, 200)


def test_a_field_that_is_no_list_of_names_says_nothing():
    assert parse_field("Lê An Nhiên, " * 100) == Byline()


@pytest.mark.parametrize("line", ["Mai An Nhiên - Sim Thị Nụ", "Mai An Nhiên, Sim Thị Nụ"])
def test_a_second_name_with_a_word_of_offices_in_it_is_a_name(line):
    assert parse_field(line) == Byline(author=line)
