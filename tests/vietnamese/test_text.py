"""Normal forms, spaces and character references."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from harvester.vietnamese.text import (
    clean_text,
    collapse_spaces,
    compare_key,
    drop_invisible,
    has_same_words,
    measure_marks,
    resolve_references,
    to_nfc,
)

TEXT = "Đảng ủy xã Suối Mơ"


def test_spaces_of_all_kinds_are_one():
    assert collapse_spaces(" Suối\u00a0\u2003Mơ\r\n\t xã ") == "Suối Mơ xã"


def test_control_characters_are_dropped():
    assert collapse_spaces("Su\x01ối\x7f Mơ\x0bxã") == "Suối Mơ xã"


def test_references_are_resolved_and_an_endless_one_is_no_character():
    assert resolve_references("X&atilde; G&#242; M&#x1EAD;n &amp; x&#" + "1" * 5000 + ";y") == "Xã Gò Mận & x\ufffdy"


def test_decomposed_text_is_composed():
    assert to_nfc(unicodedata.normalize("NFD", TEXT)) == TEXT


def test_texts_of_the_same_words_differ_in_case_marks_and_spaces_alone():
    assert has_same_words("ĐẢNG ỦY XÃ – Suối Mơ!", TEXT) and has_same_words(TEXT, f"  {TEXT}… ")
    assert not has_same_words(TEXT, "Đảng ủy xã Suối Mơ họp") and not has_same_words("", TEXT)


def test_a_paragraph_is_not_searched_for_the_words_of_a_title():
    assert not has_same_words(TEXT, TEXT + "." * 10_000)


def test_invisible_characters_are_dropped():
    assert clean_text("25/\u200b03/\ufeff2022 ") == "25/03/2022"
    assert drop_invisible("abc") == "abc"


def test_keys_compare_words_only():
    assert compare_key(unicodedata.normalize("NFD", " ĐẢNG ủy, (xã) Suối-Mơ! ")) == compare_key(TEXT)


def test_marks():
    letters, marked = measure_marks(TEXT)
    assert (letters, round(marked, 2)) == (14, 0.43)
    assert measure_marks("plain words") == (10, 0.0)
    assert measure_marks("123") == (0, 0.0)


@given(st.text())
def test_collapsing_twice_changes_nothing(text):
    once = collapse_spaces(text)
    assert collapse_spaces(once) == once
    assert once == once.strip()


@given(st.text())
def test_both_ways_of_collapsing_agree(text):
    assert collapse_spaces(text + "  ") == collapse_spaces(text)
