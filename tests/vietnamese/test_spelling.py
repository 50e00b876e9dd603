import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.vietnamese.spelling import compose, drop_diacritics, place_tones, squash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà bình", "Hòa  Bình"),
        ("Ủy ban", "uỷ ban"),
        ("thuỷ lợi, khoẻ", "thủy lợi khỏe"),
        ("chỉ đạo hội nghị", "chỉ đạohội ngh ị"),
        ("Đảng bộ", unicodedata.normalize("NFD", "Đảng bộ")),
        ("Đảng bộ", "Ðảng bộ"),
        ("nông thôn", "nông\u00ad thôn\ufeff"),
    ],
)
def test_squash_ignores_spelling(one: str, other: str) -> None:
    assert squash(one) == squash(other)


@pytest.mark.parametrize(("one", "other"), [("12", "13"), ("bán", "bàn"), ("của", "cùa"), ("quý", "quỳ")])
def test_squash_keeps_words_apart(one: str, other: str) -> None:
    assert squash(one) != squash(other)


def test_tones_of_other_vowels_stay() -> None:
    assert place_tones("của mía toán hoàn") == "của mía toán hoàn"


def test_diacritics_are_dropped() -> None:
    assert drop_diacritics("Đường về xã Lộc Giã ướt") == "Duong ve xa Loc Gia uot"
    assert drop_diacritics("ខេត្ត") == "ខេត្ត", "signs of another script are letters"


@given(st.text())
def test_twice_is_once(text: str) -> None:
    assert compose(compose(text)) == compose(text)
    assert place_tones(place_tones(text)) == place_tones(text)
