"""Guesses from what a site calls itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.vietnamese.site_names import PROVINCES, fold, guess_site


@pytest.mark.parametrize(
    ("name", "level", "proper", "province"),
    [
        ("Cổng thông tin điện tử xã Lâm Khê", "commune", "Xã Lâm Khê", ""),
        ("Cổng thông tin phường 12 - Quận 3 - TP. Hồ Chí Minh", "commune", "Phường 12", "Thành phố Hồ Chí Minh"),
        ("CỔNG TTĐT THỊ TRẤN SUỐI VANG HUYỆN SÔNG MÂY TỈNH HÀ TĨNH", "commune", "Thị trấn Suối Vang", "Hà Tĩnh"),
        ("UBND thị xã Sông Mây", "district", "Thị xã Sông Mây", ""),
        ("Ủy ban nhân dân huyện Sông Mây, tỉnh Trăng Khuyết", "district", "Huyện Sông Mây", ""),
        ("TP. Sông Mây", "district", "Thành phố Sông Mây", ""),
        ("Cổng thông tin quận Bãi Nắng, thành phố Hải Phòng", "district", "Quận Bãi Nắng", "Hải Phòng"),
        ("Thành phố Hồ Chí Minh", "province", "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Cổng thông tin tỉnh Nghệ An", "province", "Tỉnh Nghệ An", "Nghệ An"),
        ("Đảng bộ huyện Sông Mây", "party", "Đảng bộ huyện Sông Mây", ""),
        ("Trang tin Huyện ủy Sông Mây", "party", "Huyện ủy Sông Mây", ""),
        ("Tỉnh uỷ Hà Tĩnh", "party", "Tỉnh uỷ Hà Tĩnh", ""),
        ("Báo Hà Tĩnh", "newspaper", "Báo Hà Tĩnh", "Hà Tĩnh"),
        ("Báo điện tử Trăng Khuyết", "newspaper", "Báo điện tử Trăng Khuyết", ""),
        ("Sở Y tế tỉnh Nghệ An", "sector", "Sở Y tế tỉnh Nghệ An", "Nghệ An"),
        ("Thông báo của xã Bãi Nắng", "commune", "Xã Bãi Nắng", ""),
        ("UBND xã Bãi Nắng, tỉnh Ninh BÌNHTrang thông tin", "commune", "Xã Bãi Nắng", ""),
    ],
)  # fmt: skip
def test_what_a_name_says(name, level, proper, province):
    guess = guess_site([name], "127.0.0.1")
    assert (guess.level.value, guess.name.value, guess.province.value) == (level, proper, province)


@pytest.mark.parametrize(
    ("host", "level", "province"),
    [
        ("xalamkhe.hatinh.gov.vn", "commune", "Hà Tĩnh"),
        ("tpsongmay.phuyen.gov.vn", "district", "Phú Yên"),
        ("quangan.hue.gov.vn", "", "Thừa Thiên Huế"),
        ("baohatinh.vn", "", "Hà Tĩnh"),
        ("songmay.gov.vn", "", ""),
        ("hoabinh.angiang.gov.vn", "", "An Giang"),
    ],
)
def test_what_a_host_says(host, level, province):
    guess = guess_site(["Trang tin"], host)
    assert (guess.level.value, guess.province.value) == (level, province)
    assert bool(guess.level.why) == bool(level)


def test_words_that_only_look_like_units():
    guess = guess_site(["Kinh tế - xã hội", "TIN XÃ HỘI", "Cổng TT Điện tử"], "127.0.0.1")
    assert (guess.level.value, guess.name.value) == ("", "Kinh tế - xã hội")


def test_the_page_helps_with_the_province():
    guess = guess_site(["Xã Bãi Nắng"], "127.0.0.1", "Địa chỉ: huyện Sông Mây, tỉnh Nghệ An. Điện thoại 1")
    assert (guess.province.value, guess.province.why) == ("Nghệ An", "the page says 'tỉnh Nghệ An'")


def test_a_site_without_a_name_is_called_by_its_host():
    assert guess_site([], "songmay.gov.vn").name.value == "songmay.gov.vn"


def test_a_later_name_that_says_more_wins():
    guess = guess_site(["Trang tin", "Cổng thông tin huyện Sông Mây"], "127.0.0.1")
    assert (guess.name.value, guess.level.value) == ("Huyện Sông Mây", "district")


def test_all_provinces_are_there_once():
    assert len({fold(province) for province in PROVINCES}) == len(PROVINCES) == 63


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=200))
def test_any_text_gives_a_guess_with_a_reason(names, text):
    guess = guess_site(names, "127.0.0.1", text)
    assert guess.name.value
    assert all(bool(part.value) == bool(part.why) for part in (guess.level, guess.province, guess.name))
