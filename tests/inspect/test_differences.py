"""Differences put together are both texts again."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.growth import assert_linear

from harvester.inspect import differences
from harvester.inspect.differences import PairBudget, compare_texts, compare_words, cut_to_sentences


def join(parts, without):
    return "".join(part.text for part in parts if part.change != without)


def test_paragraphs_that_are_alike_are_compared():
    before = "Đầu tiên.\n\nĐoạn này bỏ đi.\n\nCó 300 ngày công của thanh niên."
    after = "Đầu tiên.\n\nCó 320 ngày công của thanh niên.\n\nThêm một đoạn mới."
    changes = [[(part.change, part.text) for part in paragraph] for paragraph in compare_texts(before, after)]
    assert changes == [
        [("removed", "Đoạn này bỏ đi.")],
        [("same", "Có "), ("removed", "300"), ("added", "320"), ("same", " ngày công của thanh niên.")],
        [("added", "Thêm một đoạn mới.")],
    ]


def test_words_that_changed_together_stand_together():
    parts = compare_words("Theo số liệu ban đầu, có 58 nhà", "Số liệu cập nhật cho biết có 93 nhà")
    assert [(part.change, part.text) for part in parts] == [
        ("removed", "Theo số"), ("added", "Số"), ("same", " liệu "),
        ("removed", "ban đầu,"), ("added", "cập nhật cho biết"), ("same", " có "),
        ("removed", "58"), ("added", "93"), ("same", " nhà"),
    ]  # fmt: skip


def test_equal_texts_have_no_difference():
    assert compare_texts("Một\n\nHai", "Một\n\n\n\nHai") == []


def test_long_paragraphs_are_replaced_whole(monkeypatch):
    monkeypatch.setattr(differences, "MOST_WORDS", 3)
    assert [part.change for part in compare_words("a b c d", "a b c e")] == ["removed", "added"]


@given(st.text("abĐ \n", max_size=30), st.text("abĐ \n", max_size=30))
def test_words_come_back(before, after):
    parts = compare_words(before, after)
    assert (join(parts, "added"), join(parts, "removed")) == (before, after)


def show(paragraph):
    return "".join(f"[{part.text}]" if part.change != "same" else part.text for part in paragraph)


def test_a_figure_stands_in_its_sentence():
    text = "Xã họp sáng nay. Thu được {} triệu đồng; vượt xa. Sang năm lại thu."
    (paragraph,) = compare_texts(text.format("1207"), text.format("3407"))
    assert show(cut_to_sentences(paragraph)) == "… Thu được [1207][3407] triệu đồng; vượt xa. …"


def test_changes_in_one_sentence_stand_together():
    (paragraph,) = compare_texts("Một. Có 3 nhà và 4 lều. Hai.", "Một. Có 5 nhà và 6 lều. Hai.")
    assert show(cut_to_sentences(paragraph)) == "… Có [3][5] nhà và [4][6] lều. …"


def test_sentences_between_changes_are_left_out():
    (paragraph,) = compare_texts("Có 3 nhà. Trời đẹp. Vui. Có 4 lều.", "Có 5 nhà. Trời đẹp. Vui. Có 6 lều.")
    assert show(cut_to_sentences(paragraph)) == "Có [3][5] nhà. … Có [4][6] lều."


def test_an_endless_sentence_is_shown_near_its_change():
    long = "rất dài " * 100
    (paragraph,) = compare_texts(f"{long}3 nhà {long}", f"{long}5 nhà {long}")
    shown = show(cut_to_sentences(paragraph))
    assert shown.startswith("… ") and "dài [3][5] nhà rất" in shown and len(shown) < 450


def make_paragraphs(count, words=6, seed=0):
    draw = Random(seed)
    return "\n\n".join(
        f"{draw.randrange(10**6)} {' '.join(draw.choices(('đê', 'thôn', 'nước', 'xã', 'bà', 'con'), k=words))}"
        for _ in range(count)
    )


@pytest.mark.parametrize("words", [3, 400])
def test_two_versions_of_very_many_paragraphs_take_time_by_their_length(words):
    def make(count):
        return make_paragraphs(count, words, 1), make_paragraphs(count, words, 2)

    assert_linear(lambda texts: compare_texts(*texts), make, 2_000 if words == 3 else 500)


def test_what_was_not_compared_is_shown_all_the_same():
    before, after = make_paragraphs(50, 60, 1), make_paragraphs(50, 60, 2)
    paragraphs = compare_texts(before, after, PairBudget(left=100))
    assert [join(one, "added") for one in paragraphs if join(one, "added")] == before.split("\n\n")
    assert [join(one, "removed") for one in paragraphs if join(one, "removed")] == after.split("\n\n")


def test_what_is_left_out_of_a_very_long_text_has_a_mark():
    shown = compare_texts(make_paragraphs(1100, 3, 1), make_paragraphs(1100, 3, 2))
    assert [part.text for part in shown[-1]] == ["…"]
    same = make_paragraphs(1500, 3, 1)
    [last] = compare_texts(f"{same}\n\nCuối năm.", f"{same}\n\nCuối năm nay.")
    assert join(last, "removed") == "Cuối năm nay."
