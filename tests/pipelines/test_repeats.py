"""Pages that hold their text twice or thrice: copies go, and what goes with them."""

import unicodedata
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.repeats import (
    CLOSING,
    FIFTH,
    FIRST,
    FOURTH,
    NEEDED,
    REPORT,
    SECOND,
    SHORT_STORY,
    SIGNATURE,
    STORY,
    THIRD,
    TITLE,
    clean,
)

from harvester.duplicates.repeated_text import remove_repeats
from harvester.items import Article, Image
from pipelines.repeats import RepeatsPipeline


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        [unicodedata.normalize("NFD", one) for one in STORY],
        [one.replace(" ", "\u00a0\u00a0") for one in STORY],
        [one.replace("chỉ đạo hội nghị", "chỉ đạohội ngh ị") for one in STORY],
        [one.upper() for one in STORY],
        [one.replace("hoa", "hoa\u200b") for one in STORY],
        [FIRST, SECOND[:50], SECOND[50:], THIRD, FOURTH, FIFTH],
        [f"{FIRST} {SECOND}", THIRD, FOURTH, FIFTH],
        [FIRST, SECOND, "Quang cảnh buổi ra quân", THIRD, FOURTH, FIFTH],
        [FIRST, SECOND, THIRD.replace("thật bền", "thât bền"), FOURTH, FIFTH],
    ],
    ids=["equal", "nfd", "nbsp", "glitch", "upper", "zero width", "split", "joined", "caption", "slip"],
)
def test_a_second_copy_goes(copy: list[str]) -> None:
    article = clean(*STORY, *copy)
    kept = [one for one in article.paragraphs if one != "Quang cảnh buổi ra quân"]
    assert kept == STORY
    assert article.repeats_removed == len([one for one in copy if one != "Quang cảnh buổi ra quân"])


def test_a_date_before_a_copy_without_its_end_stands_once() -> None:
    assert clean(*STORY, "Ngày đăng: 5/3/2021", *STORY[:4]).paragraphs == [*STORY, "Ngày đăng: 5/3/2021"]


def test_three_copies_become_one() -> None:
    article = clean(*STORY, *STORY, *STORY)
    assert article.paragraphs == STORY
    assert article.repeats_removed == 10


def test_title_and_lead_between_copies_go_with_the_copy() -> None:
    article = clean(
        *STORY, TITLE.upper(), "Một đoạn mở đầu ngắn của bài.", *STORY, lead="Một đoạn mở đầu ngắn của bài."
    )
    assert article.paragraphs == STORY
    assert article.repeats_removed == 7


def test_a_byline_that_ends_both_copies_stays_once() -> None:
    article = clean(*STORY, "Tin: Bế Chí Sáo", *STORY, "Tin: Bế Chí Sáo")
    assert article.paragraphs == [*STORY, "Tin: Bế Chí Sáo"]


def test_the_byline_between_copies_goes_when_it_is_known() -> None:
    body = "\n\n".join([*STORY, "Tin: Bế Chí Sáo", *STORY])
    article = remove_repeats(Article(url="https://a.example/1", title=TITLE, body=body, byline="Tin: Bế Chí Sáo"))
    assert article.paragraphs == STORY


def test_a_copy_that_breaks_off_goes() -> None:
    ending = "Một kết luận dài và khác hẳn đứng ở cuối bản thứ nhất, không thấy ở bản thứ hai."
    assert clean(*STORY, ending, *STORY[:4]).paragraphs == [*STORY, ending]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (REPORT, REPORT[:-2]),
        (REPORT, REPORT[2:]),
        (REPORT, REPORT[1:-2]),
        (REPORT[:-2], REPORT),
        (REPORT[2:], REPORT),
        (REPORT[2:-1], REPORT),
        (REPORT[:-2], REPORT[2:]),
        (REPORT, [one.removesuffix(".") for one in REPORT[:-1]]),
    ],
    ids=["tail", "head", "both", "first: tail", "first: head", "first: both", "either", "without full stops"],
)
def test_copies_that_are_cut_make_one_whole_text(first: list[str], second: list[str]) -> None:
    assert clean(*first, *second).paragraphs == REPORT


def test_a_copy_that_was_pasted_before_the_last_paragraph_goes() -> None:
    assert clean(*REPORT[:-1], *REPORT[2:-2], CLOSING).paragraphs == REPORT


def test_cut_copies_of_three_go() -> None:
    assert clean(*REPORT, *REPORT[2:], *REPORT[:-1]).paragraphs == REPORT


CAPTION, OTHER_CAPTION = "Cụ Bế Thị Sáo bên luống hoa", "Con đê phía đông lúc sớm"


def test_captions_that_both_copies_have_stay_once_wherever_they_stand() -> None:
    one = [FIRST, CAPTION, SECOND, THIRD, OTHER_CAPTION, FOURTH, FIFTH]
    other = [FIRST, SECOND, OTHER_CAPTION, THIRD, FOURTH, CAPTION, FIFTH]
    assert clean(*one, *other).paragraphs == one


@pytest.mark.parametrize("line", ["Tin, ảnh: Bế Chí Sáo", "Ngày đăng: 4/3/2021", "Lộc Giã, ngày 4 tháng 3 năm 2021"])
def test_a_line_that_goes_with_both_copies_stays_once(line: str) -> None:
    assert clean(line, *STORY, line, *STORY).paragraphs == [line, *STORY]
    assert clean(*STORY, line, *STORY, line).paragraphs == [*STORY, line]


def test_a_title_between_says_where_the_second_copy_begins() -> None:
    heading = "Đường hoa trên con đê phía đông"
    assert clean(*STORY[2:], heading, *STORY, title="Tin vắn").paragraphs == [heading, *STORY]
    assert clean(*STORY, heading, *STORY[:3], title="Tin vắn").paragraphs == [*STORY, heading]


def test_a_lead_that_is_the_whole_body_twice() -> None:
    assert clean(FIRST, FIRST, lead=FIRST).paragraphs == [FIRST]


def test_lines_of_one_block_count_as_paragraphs() -> None:
    assert clean("\n".join(STORY), "\n".join(STORY)).body == "\n".join(STORY)


def test_a_doubled_poem_becomes_one() -> None:
    poem = [f"Câu thơ số {n} kể chuyện con đê" for n in ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám")]
    assert clean(*poem, *poem).paragraphs == poem


@given(st.permutations(STORY), st.integers(1, 5), st.integers(2, 3))
def test_once_is_enough(story: list[str], length: int, copies: int) -> None:
    once = clean(*(story[:length] * copies))
    assert once.paragraphs == story[:length]
    assert remove_repeats(once) is once


def test_the_pipeline_removes_repeats() -> None:
    doubled = Article(url="https://a.example/1", body="\n\n".join(STORY * 2))
    assert RepeatsPipeline().process_item(doubled).repeats_removed == 5


def test_a_text_of_which_each_paragraph_stands_twice_is_kept_once():
    article = clean(*(paragraph for one in STORY for paragraph in (one, one)))
    assert article.body.split("\n\n") == STORY
    assert article.repeats_removed == len(STORY)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (REPORT, [f"… {THIRD[18:]}", *REPORT[3:]]),
        (REPORT, [THIRD[THIRD.index("đề nghị") :], *REPORT[3:]]),
        (REPORT, [*REPORT[:4], f"{FIFTH[:52]}..."]),
        (REPORT, [*REPORT[:4], f"{FIFTH[:52]} [...]"]),
        ([*REPORT[:3], f"{FOURTH[:40]}…"], REPORT),
    ],
    ids=["dots before", "from the middle of a sentence", "dots behind", "dots in brackets", "first copy"],
)
def test_a_paragraph_that_was_cut_goes_with_its_copy(first: list[str], second: list[str]) -> None:
    assert clean(*first, *second).paragraphs == REPORT


HEADED = [line for n, text in enumerate(STORY) for line in (f"{'ABCDE'[n]}. Việc thứ {n} của con đê", text)]


def test_a_copy_that_begins_anew_is_none_of_the_parts_under_headings() -> None:
    assert clean(*HEADED, "Bà con nghe và tán thành.", *HEADED[:8]).paragraphs == [*HEADED, "Bà con nghe và tán thành."]


@pytest.mark.parametrize("line", ["Ngày đăng: 04/03/2021", "Tác giả: Bế Chí Sáo", "Ngày đăng: 04/03/2021 15:20"])
def test_lines_that_say_what_the_fields_say_go_with_the_copy(line: str) -> None:
    article = Article(url="https://a.example/1", title=TITLE, body="\n\n".join([*STORY, line, *STORY]))
    article = replace(article, author="Bế Chí Sáo", published_at=datetime(2021, 3, 4, 15, 20))
    assert remove_repeats(article).paragraphs == STORY


@pytest.mark.parametrize("line", ["Thứ Năm, 04/03/2021, 15:20", "15:20 ngày 4/3/2021", "Chủ nhật - 4.3.2021"])
def test_a_dateline_between_copies_is_no_heading_of_the_second(line: str) -> None:
    body = "\n\n".join([*STORY[:2], "Giữ cho đê xanh", *STORY[2:], line, *STORY[:2], "Giữ cho đê xanh", *STORY[2:]])
    article = Article(url="https://a.example/1", title=TITLE, body=body, published_at=datetime(2021, 3, 4, 15, 20))
    assert remove_repeats(article).paragraphs == [*STORY[:2], "Giữ cho đê xanh", *STORY[2:]]


def test_a_dateline_of_another_day_may_head_a_part_of_its_own() -> None:
    part = [*STORY[:2], "Giữ cho đê xanh", *STORY[2:]]
    article = Article(url="https://a.example/1", title=TITLE, body="\n\n".join([*part, "Thứ Sáu, 05/03/2021", *part]))
    article = replace(article, published_at=datetime(2021, 3, 4, 15, 20))
    assert remove_repeats(article) is article


def test_a_caption_of_an_image_is_no_text_of_the_copy() -> None:
    body = "\n\n".join([*STORY, FIRST, SECOND, CAPTION, THIRD, FOURTH, FIFTH])
    images = [Image("https://a.example/1.jpg", CAPTION)]
    assert remove_repeats(Article(url="https://a.example/1", body=body, images=images)).paragraphs == STORY


@pytest.mark.parametrize(
    "doubled", [[*NEEDED, *NEEDED], [item for one in NEEDED for item in (one, one)]], ids=["again", "each twice"]
)
def test_a_list_that_stands_twice_stands_once(doubled: list[str]) -> None:
    article = clean(FIRST, "2. Hồ sơ gồm", *doubled, SECOND)
    assert article.paragraphs == [FIRST, "2. Hồ sơ gồm", *NEEDED, SECOND]


def test_a_copy_with_other_marks_of_lists_goes() -> None:
    assert clean(*(f"- {one}" for one in STORY), *STORY).paragraphs == [f"- {one}" for one in STORY]


def test_a_text_of_which_all_lines_stand_twice_in_whatever_order_is_kept_once() -> None:
    page = [FIRST, FIRST, SECOND, SECOND, THIRD, THIRD, "TRƯỞNG THÔN", "Bế Chí Sáo", "TRƯỞNG THÔN", "Bế Chí Sáo"]
    assert clean(*page).paragraphs == [FIRST, SECOND, THIRD, "TRƯỞNG THÔN", "Bế Chí Sáo"]


def test_a_copy_in_one_block_goes_with_the_caption_in_it() -> None:
    body = "\n\n".join([*STORY, " ".join([FIRST, SECOND, CAPTION, THIRD, FOURTH, FIFTH])])
    images = [Image("https://a.example/1.jpg", CAPTION)]
    assert remove_repeats(Article(url="https://a.example/1", body=body, images=images)).paragraphs == STORY


def test_the_short_lines_before_a_copy_go_with_it() -> None:
    song = ["Hò ơ", "Đò ngang chở nắng sang sông", "Hò ơ", "Chở câu hát cũ về trong xóm làng", "Hò ơ",
            "Bến quê còn đợi đò sang", "Trăng soi mặt nước mênh mang đôi bờ"]  # fmt: skip
    song += ["Người đi có nhớ bến xưa", "Con đê còn đó gió đưa hương đồng"]
    assert clean(*song, TITLE, *song).paragraphs == song


def test_the_first_paragraph_once_more_goes_with_a_copy() -> None:
    assert clean(FIRST, *STORY, *STORY).paragraphs == STORY


def test_paragraphs_that_stand_right_behind_themselves_stand_once() -> None:
    doubled = [one for story in SHORT_STORY for one in (story, story)]
    assert clean(*doubled).paragraphs == SHORT_STORY
    assert clean("Hội bến Cói", *doubled).paragraphs == ["Hội bến Cói", *SHORT_STORY]
    assert clean(FIRST, FIRST, *STORY[1:]).paragraphs == STORY


def test_the_copy_with_the_headings_stays() -> None:
    headed = [FIRST, SECOND, "Giữ cho đê xanh", THIRD, FOURTH, "Còn một đoạn nữa", FIFTH]
    assert clean(*STORY, *headed).paragraphs == headed
    assert clean(*headed, *STORY).paragraphs == headed


@pytest.mark.parametrize("label", ["Bản in", "Bản dành cho điện thoại:", "Đọc nhanh", "Bản chữ lớn", "Chế độ đọc"])
def test_the_name_of_a_version_goes_with_its_copy(label: str) -> None:
    assert clean(*STORY, label, *STORY).paragraphs == STORY
    assert clean(label, *STORY[:2], "Bản đầy đủ", *STORY).paragraphs == STORY
    assert clean(*STORY, label).paragraphs == [*STORY, label]


def test_a_text_twice_in_one_paragraph_stands_once() -> None:
    body = " ".join(SHORT_STORY)
    assert clean(f"{body} {body}").body == body
    assert clean(f"{FIRST} {FIRST}").body == f"{FIRST} {FIRST}"


MARKED = ["Người làm vườn mang theo:", "- một cái cuốc nhỏ;", "- hai bó lạt giang;", "- áo đi mưa."]


def test_a_copy_with_numbers_for_dashes_goes() -> None:
    numbered = [MARKED[0], "1) một cái cuốc nhỏ;", "2) hai bó lạt giang;", "3) áo đi mưa."]
    assert clean(FIRST, *MARKED, SECOND, FIRST, *numbered, SECOND).paragraphs == [FIRST, *MARKED, SECOND]


def test_a_list_with_what_announces_it_stands_once() -> None:
    assert clean(FIRST, *MARKED, *MARKED, SECOND).paragraphs == [FIRST, *MARKED, SECOND]


def test_a_signature_printed_twice_at_the_end_stands_once() -> None:
    assert clean(*STORY, *SIGNATURE, *SIGNATURE).paragraphs == [*STORY, *SIGNATURE]


def test_the_signature_of_the_first_copy_stays_where_three_are_cut() -> None:
    assert clean(*STORY, *SIGNATURE, *STORY[:4], *STORY[4:], *SIGNATURE).paragraphs == [*STORY, *SIGNATURE]


def test_a_head_that_stands_before_the_copy_goes_with_its_day() -> None:
    part = [*STORY[:2], "Giữ cho đê xanh", *STORY[2:]]
    assert clean(*part, TITLE, "Chủ nhật, ngày 16/11/2025", *part).paragraphs == part


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ([*REPORT[2:], *REPORT[:2], *REPORT[2:]], REPORT),
        ([*REPORT, *REPORT[:3], f"{FOURTH[:40]}…"], REPORT),
        ([f"… {THIRD[18:]}", *REPORT[3:], *REPORT], REPORT),
    ],
    ids=["without its head", "cut behind", "cut before"],
)
def test_the_order_is_that_of_the_whole_text(page: list[str], whole: list[str]) -> None:
    assert clean(*page).paragraphs == whole
