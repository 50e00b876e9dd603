"""Pages that hold their text twice, and pages that repeat themselves on purpose."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.growth import assert_linear

from harvester.duplicates.repeated_text import remove_repeats
from harvester.items import Article, Image
from pipelines.repeats import RepeatsPipeline

FIRST = "Sáng ngày 4/3/2021, xã Lộc Giã tổ chức buổi ra quân làm đường hoa dọc con đê phía đông của xã."
SECOND = "Hơn 120 đoàn viên cùng bà con thôn Hạ đã trồng được ba cây số hoa mười giờ và cúc chi trong một buổi."
THIRD = "Phát biểu chỉ đạo hội nghị, Bí thư Đảng ủy xã đề nghị các thôn giữ gìn con đường thật bền lâu nhé."
FOURTH = "Dự kiến trong tháng tới, đoạn đường còn lại sẽ được làm nốt bằng nguồn góp của con em xa quê hương."
FIFTH = "Sau buổi ra quân, các thôn bàn nhau lập một tổ tự quản để mỗi tuần nhổ cỏ và tưới nước cho luống hoa."
STORY = [FIRST, SECOND, THIRD, FOURTH, FIFTH]
TITLE = "Lộc Giã ra quân làm đường hoa"


def clean(*paragraphs: str, title: str = TITLE, lead: str | None = None) -> Article:
    return remove_repeats(Article(url="https://a.example/1", title=title, lead=lead, body="\n\n".join(paragraphs)))


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


def test_what_stands_nowhere_else_stays() -> None:
    article = clean(*STORY, "Tin, ảnh: Bế Chí Sáo", "Ảnh: đường hoa lúc sớm", "20:48 29/06/2022", *STORY)
    assert article.paragraphs == [
        *STORY,
        "Tin, ảnh: Bế Chí Sáo",
        "Ảnh: đường hoa lúc sớm",
        "20:48 29/06/2022",
    ]


def test_a_byline_that_ends_both_copies_stays_once() -> None:
    article = clean(*STORY, "Tin: Bế Chí Sáo", *STORY, "Tin: Bế Chí Sáo")
    assert article.paragraphs == [*STORY, "Tin: Bế Chí Sáo"]


def test_the_byline_between_copies_goes_when_it_is_known() -> None:
    body = "\n\n".join([*STORY, "Tin: Bế Chí Sáo", *STORY])
    article = remove_repeats(Article(url="https://a.example/1", title=TITLE, body=body, byline="Tin: Bế Chí Sáo"))
    assert article.paragraphs == STORY


@pytest.mark.parametrize("story", [[FIRST], [FIRST, SECOND], [FIRST, SECOND, THIRD]])
def test_short_stories_too(story: list[str]) -> None:
    assert clean(*story, TITLE, *story).paragraphs == story


def test_a_copy_that_breaks_off_goes() -> None:
    ending = "Một kết luận dài và khác hẳn đứng ở cuối bản thứ nhất, không thấy ở bản thứ hai."
    assert clean(*STORY, ending, *STORY[:4]).paragraphs == [*STORY, ending]


CLOSING = "Nhiều bà con mong xã sớm mở thêm một con đường hoa nữa ở phía đê bên kia sông cho trọn vẹn đôi bờ."
REPORT = [
    "Sáng ngày 4/3/2021, xã Lộc Giã, huyện Sông Thưa tổ chức buổi ra quân làm đường hoa dọc con đê phía đông.",
    SECOND, THIRD, FOURTH, FIFTH, CLOSING,
]  # fmt: skip


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


LEGITIMATE = {
    "refrain": ["Đò ơi đò hỡi ta về với sông", "Nắng lên trên bến vắng", "Người xưa đã đi đâu"] * 3
    + ["Đò ơi đò hỡi ta về với sông"],
    "prose refrain": [FIRST, SECOND, FIRST, THIRD, FOURTH, FIRST, FIFTH],
    "like lines": ["Kết quả hội thi như sau:"] + ["- Giải nhất: không trao.", "- Giải nhì: không trao."] * 6,
    "form letter": [x for who in ("Tạ Kim Đoan", "Mã Bá Hiển", "Cù Thị Uyên") for x in (f"Hộ bà {who}", SECOND, THIRD)],
    "numbered form": [x for n in (1, 2, 3) for x in (f"Điều {n}. Giao thôn {n}.", *STORY)],
    "schedule": [x for day in ("Thứ hai, ngày 4/3", "Thứ ba, ngày 5/3") for x in (day, SECOND)],
    "blanks": ["Họ và tên người nộp hồ sơ:", "Ngày tháng năm sinh:", "Nơi đăng ký thường trú:"] * 2,
    "table": ["Thôn Hạ | 12 hộ | đạt", "Thôn Thượng | 12 hộ | đạt"] * 4,
    "table in a block": ["\n".join(["Thôn Hạ | 12 hộ | đạt"] * 6)],
    "decision": [
        x for n in (1, 2, 3) for x in (f"Điều {n}. {STORY[n]}", "Các thôn chịu trách nhiệm thi hành điều này.", FIRST)
    ],
    "notices": [
        x for n in (1, 2) for x in (f"THÔNG BÁO SỐ {n}", STORY[n], FOURTH, FIFTH, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    ],
    "quotation": [*STORY, SECOND],
    "list": ["Quà gửi về gồm có:", *["- Một bao gạo nếp thơm"] * 3, *["- Hai cái chăn bông"] * 2],
    "nothing": [],
}


@pytest.mark.parametrize("page", LEGITIMATE.values(), ids=LEGITIMATE)
def test_meant_repetition_stays(page: list[str]) -> None:
    article = Article(url="https://a.example/1", title=TITLE, body="\n\n".join(page))
    assert remove_repeats(article) is article


@given(st.permutations(STORY), st.integers(1, 5), st.integers(2, 3))
def test_once_is_enough(story: list[str], length: int, copies: int) -> None:
    once = clean(*(story[:length] * copies))
    assert once.paragraphs == story[:length]
    assert remove_repeats(once) is once


@given(st.lists(st.text(max_size=40), max_size=12))
def test_no_text_is_lost(blocks: list[str]) -> None:
    body = "\n\n".join(blocks)
    left = remove_repeats(Article(url="https://a.example/1", body=body)).body
    assert set(left.split()) == set(body.split())


def test_the_pipeline_removes_repeats() -> None:
    doubled = Article(url="https://a.example/1", body="\n\n".join(STORY * 2))
    assert RepeatsPipeline().process_item(doubled).repeats_removed == 5


def make_lines(count: int) -> str:
    return "\n".join(["Một dòng đứng mãi trên trang này"] * count)


def make_copies(count: int) -> str:
    return "\n\n".join([f"{number} {FIRST}" for number in range(count)] * 2)


def make_beginnings(count: int) -> str:
    return "\n\n".join(f"{FIRST} {number}" for number in range(count))


def make_pieces(count: int) -> str:
    return f"{'một hai ba bốn năm ' * count}\n\n" + "\n".join(["một hai ba bốn năm"] * count)


@pytest.mark.parametrize("make", [make_lines, make_copies, make_beginnings, make_pieces])
def test_the_work_grows_with_the_page(make: Callable[[int], str]) -> None:
    assert_linear(lambda body: remove_repeats(Article(url="https://a.example/1", body=body)), make, 2000)


def test_a_text_of_which_each_paragraph_stands_twice_is_kept_once():
    article = clean(*(paragraph for one in STORY for paragraph in (one, one)))
    assert article.body.split("\n\n") == STORY
    assert article.repeats_removed == len(STORY)


def test_lines_sung_twice_are_kept():
    song = [line for one in ("Hò dô ta nào", "Kéo lưới lên thuyền", "Cá bạc đầy khoang") for line in (one, one)]
    assert clean(*song).body.split("\n\n") == song


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


def test_dots_in_a_text_that_stands_once_stay() -> None:
    page = [*REPORT, f"{FIFTH[:52]}..."]
    assert clean(*page).paragraphs == page


HEADED = [line for n, text in enumerate(STORY) for line in (f"{'ABCDE'[n]}. Việc thứ {n} của con đê", text)]


def test_a_copy_that_begins_anew_is_none_of_the_parts_under_headings() -> None:
    assert clean(*HEADED, "Bà con nghe và tán thành.", *HEADED[:8]).paragraphs == [*HEADED, "Bà con nghe và tán thành."]


def test_parts_that_are_alike_stay_where_a_heading_stands_before_each() -> None:
    page = [*STORY, "Đọc lần thứ hai:", *STORY]
    assert clean(*page).paragraphs == page


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


NEEDED = ["- Căn cước của người đứng tên", "- Đơn có trưởng thôn ký nhận", "- Ảnh chụp luống hoa đã trồng"]


@pytest.mark.parametrize(
    "doubled", [[*NEEDED, *NEEDED], [item for one in NEEDED for item in (one, one)]], ids=["again", "each twice"]
)
def test_a_list_that_stands_twice_stands_once(doubled: list[str]) -> None:
    article = clean(FIRST, "2. Hồ sơ gồm", *doubled, SECOND)
    assert article.paragraphs == [FIRST, "2. Hồ sơ gồm", *NEEDED, SECOND]


@pytest.mark.parametrize(
    "items",
    [
        [*NEEDED, *NEEDED[:2]],
        [*NEEDED, *NEEDED, *NEEDED],
        ["- Có", "- Không", "- Không rõ"] * 2,
        [f"Hộ {n}:\n" + "\n".join(NEEDED) for n in (1, 2)],
    ],
    ids=["not all", "three times", "answers", "headed"],
)
def test_items_that_are_equal_otherwise_stay(items: list[str]) -> None:
    assert clean(FIRST, *items, SECOND).body == "\n\n".join([FIRST, *items, SECOND])


def test_a_copy_with_other_marks_of_lists_goes() -> None:
    assert clean(*(f"- {one}" for one in STORY), *STORY).paragraphs == [f"- {one}" for one in STORY]


def test_a_text_of_which_all_lines_stand_twice_in_whatever_order_is_kept_once() -> None:
    page = [FIRST, FIRST, SECOND, SECOND, THIRD, THIRD, "TRƯỞNG THÔN", "Bế Chí Sáo", "TRƯỞNG THÔN", "Bế Chí Sáo"]
    assert clean(*page).paragraphs == [FIRST, SECOND, THIRD, "TRƯỞNG THÔN", "Bế Chí Sáo"]


def make_cut(count: int) -> str:
    return "\n\n".join([f"{number} {FIRST}" for number in range(count)] + [f"… {SECOND} {n}" for n in range(count)] * 2)


def test_the_work_grows_with_the_paragraphs_that_look_cut() -> None:
    assert_linear(lambda body: remove_repeats(Article(url="https://a.example/1", body=body)), make_cut, 2000)


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


SHORT_STORY = [
    "Sáng mồng sáu, bến Cói mở hội đua thuyền đầu xuân.",
    "Có chín đội chèo đến từ các xóm ven sông.",
    "Đội xóm Thượng về nhất sau ba vòng đua rất căng.",
    "Cụ Bế Văn Sậy trao giải là một con lợn quay.",
    "Hội tan khi mặt trời đã khuất sau rặng tre.",
]


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


def test_paragraphs_that_stand_right_behind_themselves_stand_once() -> None:
    doubled = [one for story in SHORT_STORY for one in (story, story)]
    assert clean(*doubled).paragraphs == SHORT_STORY
    assert clean("Hội bến Cói", *doubled).paragraphs == ["Hội bến Cói", *SHORT_STORY]
    assert clean(FIRST, FIRST, *STORY[1:]).paragraphs == STORY


def test_a_part_that_a_copy_leaves_out_stays() -> None:
    assert clean(*REPORT, *REPORT[:2], *REPORT[4:]).paragraphs == REPORT


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


SIGNATURE = ["Nơi nhận:", "- Các thôn;", "- Lưu: VT.", "CHỦ TỊCH", "Bế Chí Sáo"]


def test_a_signature_printed_twice_at_the_end_stands_once() -> None:
    assert clean(*STORY, *SIGNATURE, *SIGNATURE).paragraphs == [*STORY, *SIGNATURE]


def test_the_signature_of_the_first_copy_stays_where_three_are_cut() -> None:
    assert clean(*STORY, *SIGNATURE, *STORY[:4], *STORY[4:], *SIGNATURE).paragraphs == [*STORY, *SIGNATURE]


def test_a_head_that_stands_before_the_copy_goes_with_its_day() -> None:
    part = [*STORY[:2], "Giữ cho đê xanh", *STORY[2:]]
    assert clean(*part, TITLE, "Chủ nhật, ngày 16/11/2025", *part).paragraphs == part


def test_dots_that_stand_in_both_are_no_cut() -> None:
    cut = f"{FIRST.removesuffix('.')}..."
    page = [cut, SECOND, THIRD, f"{cut} Việc ấy làm cả xã vui.", FOURTH]
    assert clean(*page).paragraphs == page


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


PLEDGE = ["Chúng tôi xin giữ sạch con đê này quanh năm.", "Chúng tôi xin không thả trâu bò lên luống hoa."]
TERMS = [
    "Người làm tự mang theo cuốc xẻng và áo đi mưa.",
    "Tiền công trả vào ngày mồng năm hằng tháng, không trả chậm.",
]

MEANT = {
    "pledges": [x for who in ("Bế Chí Sáo", "Lò Văn Sậy") for x in (f"Thay mặt các hộ, ông {who} đọc:", *PLEDGE)],
    "terms": [x for post in ("Thợ cuốc", "Thợ trồng", "Thợ tưới") for x in (post, *TERMS)],
    "other hamlets": ["Thôn Hạ thu lúa sớm hơn mọi năm.", "Thôn Hạnh thu lúa sớm hơn mọi năm."],
    "other names": [
        "Ông Bế Văn Sáu góp hai công trồng hoa và một gánh phân ủ.", "Tổ hai:",
        "Ông Bế Văn Sâu góp hai công trồng hoa và một gánh phân ủ.",
    ],
    "read again": ["Loa xã báo tin:", FIRST, SECOND, "Chúng tôi xin nhắc lại:", FIRST, SECOND],
    "signatures": [FIRST, *SIGNATURE, SECOND, *SIGNATURE],
    "chorus": ["Ơi con sông nhỏ hiền lành", "Chở bao thương nhớ về miền quê ta"] * 2 + ["Mai này dù có đi xa"],
    "votes": [x for n in (1, 2, 3) for x in (f"{n}. Việc thứ {n} của thôn.", "Biểu quyết: 100% số hộ tán thành.")],
    "parties": [x for part in "AB" for x in (f"BÊN {part}: Xóm {part}", *TERMS)] + ["Hợp đồng có hiệu lực một năm."],
}  # fmt: skip


@pytest.mark.parametrize("page", MEANT.values(), ids=MEANT)
def test_what_is_said_again_on_purpose_stays(page: list[str]) -> None:
    article = Article(url="https://a.example/1", title=TITLE, body="\n\n".join([CLOSING, *page]))
    assert remove_repeats(article) is article


def make_clauses(count: int) -> str:
    return ", ".join(f"một hai ba bốn năm sáu bảy {number % 7}" for number in range(count)) + "\n\n" + FIRST


def make_excerpts(count: int) -> str:
    return "\n\n".join([f"{FIRST} {number}…" for number in range(count)] + [SECOND] * 2)


@pytest.mark.parametrize("make", [make_clauses, make_excerpts])
def test_the_work_grows_with_clauses_and_excerpts(make: Callable[[int], str]) -> None:
    assert_linear(lambda body: remove_repeats(Article(url="https://a.example/1", body=body)), make, 1000)


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
