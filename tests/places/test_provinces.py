"""Provinces by their names of the day and of today."""

import pytest

from harvester.places.provinces import check_province, choose_province, find_provinces, matches_province


@pytest.mark.parametrize("name", ["Hà Tĩnh", "ha tinh", "HA TINH", "tỉnh Hà Tĩnh", "Hà Tĩnh"])
def test_spellings(name):
    assert [unit.id for unit in find_provinces(name)] == ["2024:42", "2025:42"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [("TP.HCM", "2024:79"), ("Thừa Thiên Huế", "2024:46"), ("Đắc Lắc", "2024:66"), ("Bà Rịa-Vũng Tàu", "2024:77")],
)
def test_other_names(name, unit):
    assert unit in [one.id for one in find_provinces(name)]


def test_today_takes_in_what_was_merged():
    choice = choose_province("dong nai")
    assert choice.names == {"Đồng Nai", "Bình Phước"}
    assert choice.told == "Đồng Nai of today (before July 2025: Bình Phước, Đồng Nai)"


def test_one_of_before_is_itself():
    choice = choose_province("Bình Phước")
    assert choice.names == {"Bình Phước"}
    assert choice.told == "Bình Phước as it was until June 2025"


def test_one_that_stayed_is_just_its_name():
    assert choose_province("ha tinh").told == "Hà Tĩnh"


def test_a_made_up_one_is_compared_by_its_name():
    assert choose_province("Trăng Khuyết") is None
    assert matches_province(None, "trang khuyet", "Trăng Khuyết")
    assert not matches_province(None, "trang khuyet", "Hà Tĩnh")


def test_one_that_is_none_has_a_neighbour():
    assert check_province("Thừa Thiên Huế") is None
    assert check_province("Ha Tinhh") == "no such province: 'Ha Tinhh' (did you mean 'Hà Tĩnh'?)"
    assert check_province("Xyz") == "no such province: 'Xyz'"
