"""Spellings of names that compare equal."""

import unicodedata

import pytest
from support.growth import assert_linear

from harvester.places.names import drop_marks, fold_name, split_kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Cẩm Thuỷ", "CẨM THỦY"),
        ("Phan Rang - Tháp Chàm", "Phan Rang–Tháp Chàm"),
        ("Ea H'leo", "Ea H’leo"),
        (unicodedata.normalize("NFD", "Thường Xuân"), "Thường Xuân"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert fold_name(one) == fold_name(other)


def test_diacritics_tell_names_apart():
    assert fold_name("Cẩm Giàng") != fold_name("Cẩm Giang")
    assert drop_marks("Cẩm Giàng") == drop_marks("Cẩm Giang") == "camgiang"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("thị trấn Cẩm Xuyên", ("Thị trấn", "Cẩm Xuyên")),
        ("THÀNH PHỐ Huế", ("Thành phố", "Huế")),
        ("TP. Hồ Chí Minh", ("Thành phố", "Hồ Chí Minh")),
        ("tp Huế", ("Thành phố", "Huế")),
        ("Xã", (None, "Xã")),
        ("Cẩm Xuyên", (None, "Cẩm Xuyên")),
    ],
)
def test_kind_and_name(name, parts):
    assert split_kind(name) == parts


def test_time_of_dropping_marks_grows_with_the_name():
    assert_linear(drop_marks, lambda count: "\u0301\u0323" * count, 4_000)
