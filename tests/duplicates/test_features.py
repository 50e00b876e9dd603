from harvester.duplicates.features import Features


def test_long_dates_are_dates() -> None:
    assert Features("họp ngày 5 tháng 9 năm 2021 tại đình").numbers == {"5/9/2021"}


def test_numbers_and_names_are_facts() -> None:
    features = Features("Ông Bế Chí Sáo góp 12,4 tỷ.")
    assert features.numbers == {"12.4 tỷ"} and features.names == {"ông bế chí sáo"}
    assert " 12.4 tỷ " in features.words and " góp " in features.words


def test_a_name_without_any_diacritics_is_that_of_those_with_them() -> None:
    accented, bare = Features("Xã Lộc Giã đón ông Trần Văn Năm."), Features("Xa Loc Gia don ong Tran Van Nam.")
    assert accented.has_fact("loc gia") and bare.has_fact("lộc giã") and bare.has_fact("trần văn năm")
    assert not accented.has_fact("lộc gia"), "another place, not one whose diacritics were lost"
    assert not accented.has_fact("trần văn nam") and not accented.has_fact("7")


def test_a_fact_fills_the_same_place_in_another_text() -> None:
    one, other = (Features(f"Hôm nay tổ thợ xóm trên gặt {n} sào lúa mùa sớm.") for n in (7, 9))
    assert one.places.keys() == other.places.keys()
    assert [*one.places.values(), *other.places.values()] == [{"7"}, {"9"}]


def test_sentences_with_facts_are_known_by_their_neighbours() -> None:
    text = "Tổ thợ xóm trên ra đồng. Gặt {} sào lúa mùa sớm. Ai cũng mừng vì được mùa."
    one, other = Features(text.format(7)), Features(text.format(9))
    assert [sentence.facts for sentence in one.sentences] == [("7",)]
    assert one.sentences[0].after is not None and one.sentences[0].before is not None
    assert one.beside.keys() == other.beside.keys()
    assert Features("Gặt 7 sào.").sentences[0].after is None


def test_a_list_is_many_short_lines() -> None:
    assert Features("\n".join(["- một việc cần làm"] * 20)).is_list
    assert not Features("\n".join(["một câu dài " * 8] * 20)).is_list
    assert not Features("- một việc").is_list
