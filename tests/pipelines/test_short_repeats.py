"""Short texts that stand twice, and copies that are spelled otherwise."""

import pytest
from support.repeats import FIRST, SECOND, SHORT_STORY, STORY, THIRD, TITLE, clean


@pytest.mark.parametrize("story", [[FIRST], [FIRST, SECOND], [FIRST, SECOND, THIRD]])
def test_short_stories_too(story: list[str]) -> None:
    assert clean(*story, TITLE, *story).paragraphs == story


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SHORT_STORY, SHORT_STORY[2:]),
        (SHORT_STORY[:3], SHORT_STORY),
        (SHORT_STORY[:4], SHORT_STORY[1:]),
        (SHORT_STORY, ["về nhất sau ba vòng đua rất căng.", *SHORT_STORY[3:]]),
        (["chèo đến từ các xóm ven sông.", *SHORT_STORY[2:]], SHORT_STORY),
        (SHORT_STORY, [*SHORT_STORY[1:3], "Cụ Bế Văn Sậy trao…"]),
        (SHORT_STORY, [piece for one in SHORT_STORY for piece in one.replace(", ", ",|").split("|")]),
        (SHORT_STORY, [one.replace("giải", "gỉai").replace("của", "cuả").replace("đua", "đu") for one in SHORT_STORY]),
        (SHORT_STORY, [" ".join(SHORT_STORY)]),
        ([" ".join(SHORT_STORY)], SHORT_STORY),
        ([" ".join(SHORT_STORY[:2]) + " Đội xóm Thượng…"], SHORT_STORY),
    ],
    ids=[
        "tail", "first: tail", "overlap", "inside a sentence", "first: inside a sentence", "dots", "split at commas",
        "misspelt", "one block", "first: one block", "excerpt",
    ],
)  # fmt: skip
def test_copies_of_short_sentences_make_one_text(first: list[str], second: list[str]) -> None:
    assert clean(*first, *second).paragraphs == SHORT_STORY


BRIEF = ["Sáng 3/2, xã Lộc Giã tặng quà Tết cho 27 hộ nghèo.", "Mỗi suất gồm một can rượu quý và 2,5 kg bánh chưng."]
SPELT = [BRIEF[0].replace("3/2", "3-2").replace("nghèo", "ngèo"), BRIEF[1].replace("quý", "quí").replace("ch", "tr")]


@pytest.mark.parametrize(
    ("page", "left"),
    [
        (BRIEF * 2, BRIEF),
        (BRIEF * 3, BRIEF),
        ([BRIEF[0]] * 2, BRIEF[:1]),
        ([*BRIEF, *SPELT], BRIEF),
        ([*BRIEF, TITLE, *BRIEF], BRIEF),
        ([TITLE, *BRIEF, TITLE, *BRIEF], [TITLE, *BRIEF]),
    ],
    ids=["two", "three", "sentence", "spelling", "title", "titles"],
)
def test_a_text_of_few_words_that_is_all_there_is_stands_once(page: list[str], left: list[str]) -> None:
    article = clean(*page)
    assert [one for one in article.paragraphs if one != TITLE] == [one for one in left if one != TITLE]
    assert article.repeats_removed == len(page) - len(article.paragraphs)


@pytest.mark.parametrize(
    "page",
    [
        [*BRIEF, "Quà do bà con góp.", *BRIEF],
        [*BRIEF, BRIEF[0].replace("27", "72"), BRIEF[1]],
        [BRIEF[0].replace("27", "12h"), BRIEF[0].replace("27", "21h")],
        [BRIEF[0].replace("Giã", "Rã"), BRIEF[0]],
        ["Chúc mừng năm mới bà con xóm Thượng thân yêu!"] * 2,
        ["Ơi con sông nhỏ hiền lành", "Chở bao thương nhớ về miền quê ta"] * 2,
        ["Tôi tên là ............... và xin nhận một suất quà.", "Người nhận"] * 2,
        ["Thôn Hạ | 12 con lợn | 3 con trâu", "Thôn Hạ | 12 con lợn | 3 con trâu"],
    ],
    ids=["more", "figure", "hour", "name", "call", "verse", "form", "rows"],
)
def test_what_is_said_twice_in_few_words_stays_where_it_is_no_copy_of_the_whole(page: list[str]) -> None:
    assert clean(*page).paragraphs == page


@pytest.mark.parametrize(
    ("one", "other"),
    [("tỷ đồng", "tỉ đồng"), ("xe đạp", "se đạp"), ("lô nức", "nô nức"), ("trăng", "chăng"), ("giành", "dành")],
)
def test_spellings_that_sound_alike_make_no_other_paragraph_of_a_copy(one: str, other: str) -> None:
    last = "Cả xã mong năm sau có thêm {} cho trẻ nhỏ."
    assert clean(*STORY, last.format(one), *STORY, last.format(other)).paragraphs == [*STORY, last.format(one)]


def test_a_short_lead_that_stands_before_its_text_once_more_goes_with_the_copy() -> None:
    assert clean(SHORT_STORY[0], *SHORT_STORY, *SHORT_STORY).paragraphs == SHORT_STORY


def test_what_a_text_says_twice_at_its_beginning_stays_twice_where_copies_go() -> None:
    text = ["Biểu quyết: cả thôn đồng ý góp công làm đường.", "Biểu quyết: cả thôn đồng ý góp công làm đường.", FIRST]
    assert clean(*text, *text).paragraphs == text
    assert clean(*text, SECOND, *text, SECOND).paragraphs == [*text, SECOND]


@pytest.mark.parametrize(("one", "other"), [("trồng dâu", "trồng rau"), ("Năm sau", "Năm xấu")])
def test_words_of_other_vowels_or_tones_are_no_slips(one: str, other: str) -> None:
    lines = [f"Các hộ ở bãi sông {word} nuôi tằm cho thu nhập cao hơn hẳn năm ngoái." for word in (one, other)]
    assert clean(*lines).paragraphs == lines
