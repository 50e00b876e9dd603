import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.duplicates.tokens import canonise_number, take_apart


def test_words_are_lower_case_in_one_spelling() -> None:
    assert take_apart("Ủy ban, HĐND; số 12.").words == ["uỷ", "ban", "hđnd", "số", "12"]
    assert take_apart("…").words == []


def test_facts_are_masked() -> None:
    tokens = take_apart("Ngày 5/9/2021, ông Bế Chí Sáo trao 12,4 tỷ đồng cho thị trấn Lộc Giã và xã Yên Hạc")
    assert " ".join(tokens.masked) == "ngày # ông @ trao # tỷ đồng cho @ và @"
    assert [fact for _, fact in tokens.facts] == ["5/9/2021", "bế chí sáo", "12.4 tỷ", "lộc giã", "yên hạc"]
    assert all(tokens.masked[place] in "#@" for place, _ in tokens.facts)


def test_amounts_keep_their_unit_at_the_end_of_a_sentence() -> None:
    assert [fact for _, fact in take_apart("Thu 12,4 tỷ. Chi 3 triệu, còn 9.").facts] == ["12.4 tỷ", "3 triệu", "9"]


def test_a_name_ends_with_its_sentence() -> None:
    tokens = take_apart("Gặp ông Bế Sáo. Hội nghị bàn việc\nYên Hạc")
    assert [fact for _, fact in tokens.facts] == ["bế sáo", "yên hạc"]
    assert [tokens.masked[end - 1] for end in tokens.ends] == ["@", "việc", "@"]


@pytest.mark.parametrize(
    ("text", "facts", "masked"),
    [
        ("họp ngày 5 tháng 9 năm 2021 tại đình", ["5/9/2021"], "họp ngày # tại đình"),
        ("họp ngày 05, tháng 09.", ["5/9"], "họp ngày #"),
        ("từ 5 tháng 9 đến 7 tháng 10 năm 2020.", ["5/9", "7/10/2020"], "từ # đến #"),
        ("sau 3 tháng và 100 tháng 5 năm 20", ["3", "100", "5", "20"], "sau # tháng và # tháng # năm #"),
        ("ngày 5 tháng 9 năm 20", ["5/9", "20"], "ngày # năm #"),
    ],
)
def test_long_dates_are_one_fact(text: str, facts: list[str], masked: str) -> None:
    tokens = take_apart(text)
    assert [fact for _, fact in tokens.facts] == facts
    assert " ".join(tokens.masked) == masked


def test_a_text_without_diacritics_has_the_same_places_for_facts() -> None:
    accented = take_apart("Ngày 5 tháng 9 năm 2021, huyện Lộc Giã chi 12,4 tỷ cho thị trấn Yên Hạc")
    bare = take_apart("Ngay 5 thang 9 nam 2021, huyen Loc Gia chi 12,4 ty cho thi tran Yen Hac")
    assert " ".join(bare.masked) == "ngay # @ chi # ty cho @"
    assert [place for place, _ in bare.facts] == [place for place, _ in accented.facts]
    assert [fact for _, fact in bare.facts] == ["5/9/2021", "loc gia", "12.4 ty", "yen hac"]


def test_a_place_at_the_beginning_of_a_sentence_is_the_same_name() -> None:
    tokens = take_apart("Huyện Lộc Giã họp. Tại huyện Lộc Giã thì chưa. Ấp Bắc họp")
    assert [fact for _, fact in tokens.facts] == ["lộc giã", "lộc giã", "ấp bắc"]
    assert " ".join(tokens.masked) == "@ họp tại @ thì chưa @ họp"


@pytest.mark.parametrize("written", ["7 giờ 30", "7h30", "07h30", "7g30"])
def test_hours_are_the_same_facts_however_they_are_written(written: str) -> None:
    tokens = take_apart(f"Họp lúc {written} sáng mai")
    assert [fact for _, fact in tokens.facts] == ["7", "30"]
    assert " ".join(tokens.masked) == "họp lúc # giờ # sáng mai"
    assert [fact for _, fact in take_apart("Họp lúc 9h sáng").facts] == ["9"]


@given(st.lists(st.sampled_from(["5", "tháng", "09", "năm", "2021.", "Yên", "Hạc,", "họp", "(1,5", "-", "tỷ"])))
def test_every_word_is_kept_whatever_is_masked(parts: list[str]) -> None:
    tokens = take_apart(" ".join(parts))
    expected = [word for part in parts for word in [part.strip("(.,-").lower()] if word]
    assert " ".join(tokens.words).split() == expected
    assert len(tokens.masked) <= len(tokens.words)
    assert all(tokens.masked[place] in "#@" for place, _ in tokens.facts)
    assert tokens.ends == sorted(set(tokens.ends)) and (not parts or not tokens.masked or tokens.ends)


@given(st.text())
def test_any_text_is_taken_apart(text: str) -> None:
    assert len(take_apart(text).words) >= 0
    assert take_apart(unicodedata.normalize("NFD", text)).words == take_apart(unicodedata.normalize("NFC", text)).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("05/09/2021", "5.9.2021"),
        ("5-9-2021", "5/9/2021"),
        ("05/9", "5/09"),
        ("1.200", "1200"),
        ("4,5", "4.5"),
        ("5 tháng 09 năm 2021", "5/9/2021"),
        ("05 tháng 9", "5/9"),
        ("007", "7"),
    ],
)
def test_numbers_have_one_form(one: str, other: str) -> None:
    assert canonise_number(one) == canonise_number(other)


@pytest.mark.parametrize(("one", "other"), [("12/5/2023", "1/25/2023"), ("1,2", "12"), ("0", "00/1")])
def test_numbers_are_whole(one: str, other: str) -> None:
    assert canonise_number(one) != canonise_number(other)
