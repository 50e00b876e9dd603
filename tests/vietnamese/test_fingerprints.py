import pytest

from harvester.vietnamese.fingerprints import (
    canonise_number,
    make_long_shingles,
    make_shingles,
    read_features,
    take_apart,
)


def test_words_are_lower_case_in_one_spelling() -> None:
    assert take_apart("Ủy ban, HĐND; số 12.").words == ["uỷ", "ban", "hđnd", "số", "12"]
    assert take_apart("…").words == []


def test_facts_are_masked() -> None:
    tokens = take_apart("Ngày 5/9/2021, ông Bế Chí Sáo trao 12,4 tỷ đồng cho thị trấn Lộc Giã và xã Yên Hạc")
    assert " ".join(tokens.masked) == "ngày # ông @ trao # tỷ đồng cho @ và @"
    assert [fact for _, fact in tokens.facts] == ["5/9/2021", "bế chí sáo", "12.4 tỷ", "lộc giã", "yên hạc"]
    assert all(tokens.masked[place] in "#@" for place, _ in tokens.facts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("05/09/2021", "5.9.2021"),
        ("5-9-2021", "5/9/2021"),
        ("05/9", "5/09"),
        ("1.200", "1200"),
        ("4,5", "4.5"),
        ("007", "7"),
    ],
)
def test_numbers_have_one_form(one: str, other: str) -> None:
    assert canonise_number(one) == canonise_number(other)


@pytest.mark.parametrize(("one", "other"), [("12/5/2023", "1/25/2023"), ("1,2", "12"), ("0", "00/1")])
def test_numbers_are_whole(one: str, other: str) -> None:
    assert canonise_number(one) != canonise_number(other)


def test_shingles() -> None:
    words = [str(n) for n in range(9)]
    assert make_shingles(words)[0] == "0123" and len(make_shingles(words)) == 6
    assert make_long_shingles(words) == ["01234567", "12345678"]
    assert make_shingles(["a", "b"]) == ["ab"] == make_long_shingles(["a", "b"])
    assert make_shingles([]) == [] == make_long_shingles([])


def test_long_dates_are_dates() -> None:
    assert read_features("họp ngày 5 tháng 9 năm 2021 tại đình").numbers == {"5/9/2021"}


def test_a_list_is_many_short_lines() -> None:
    assert read_features("\n".join(["- một việc cần làm"] * 20)).is_list
    assert not read_features("\n".join(["một câu dài " * 8] * 20)).is_list
    assert not read_features("- một việc").is_list
