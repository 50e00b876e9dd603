"""Pages that hold their text twice, and pages that repeat themselves on purpose."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.duplicates.repeated_text import remove_repeats
from harvester.items import Article
from pipelines.repeats import RepeatsPipeline

FIRST = "Sáng ngày 4/3/2021, xã Lộc Giã tổ chức buổi ra quân làm đường hoa dọc con đê phía đông của xã."
SECOND = (
    "Hơn 120 đoàn viên cùng bà con thôn Hạ đã trồng được ba cây số hoa mười giờ và cúc chi trong một buổi."
)
THIRD = "Phát biểu chỉ đạo hội nghị, Bí thư Đảng ủy xã đề nghị các thôn giữ gìn con đường thật bền lâu nhé."
FOURTH = "Dự kiến trong tháng tới, đoạn đường còn lại sẽ được làm nốt bằng nguồn góp của con em xa quê hương."
FIFTH = (
    "Sau buổi ra quân, các thôn bàn nhau lập một tổ tự quản để mỗi tuần nhổ cỏ và tưới nước cho luống hoa."
)
STORY = [FIRST, SECOND, THIRD, FOURTH, FIFTH]
TITLE = "Lộc Giã ra quân làm đường hoa"


def clean(*paragraphs: str, title: str = TITLE, lead: str | None = None) -> Article:
    return remove_repeats(
        Article(url="https://a.example/1", title=title, lead=lead, body="\n\n".join(paragraphs))
    )


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


def test_a_lead_that_is_the_whole_body_twice() -> None:
    assert clean(FIRST, FIRST, lead=FIRST).paragraphs == [FIRST]


def test_lines_of_one_block_count_as_paragraphs() -> None:
    assert clean("\n".join(STORY), "\n".join(STORY)).body == "\n".join(STORY)


def test_a_doubled_poem_becomes_one() -> None:
    poem = [
        f"Câu thơ số {n} kể chuyện con đê" for n in ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám")
    ]
    assert clean(*poem, *poem).paragraphs == poem


LEGITIMATE = {
    "refrain": ["Đò ơi đò hỡi ta về với sông", "Nắng lên trên bến vắng", "Người xưa đã đi đâu"] * 3
    + ["Đò ơi đò hỡi ta về với sông"],
    "prose refrain": [FIRST, SECOND, FIRST, THIRD, FOURTH, FIRST, FIFTH],
    "like lines": ["Kết quả hội thi như sau:"] + ["- Giải nhất: không trao.", "- Giải nhì: không trao."] * 6,
    "form letter": [
        x for who in ("Tạ Kim Đoan", "Mã Bá Hiển", "Cù Thị Uyên") for x in (f"Hộ bà {who}", SECOND, THIRD)
    ],
    "numbered form": [x for n in (1, 2, 3) for x in (f"Điều {n}. Giao thôn {n}.", *STORY)],
    "schedule": [x for day in ("Thứ hai, ngày 4/3", "Thứ ba, ngày 5/3") for x in (day, SECOND)],
    "blanks": ["Họ và tên người nộp hồ sơ:", "Ngày tháng năm sinh:", "Nơi đăng ký thường trú:"] * 2,
    "table": ["Thôn Hạ | 12 hộ | đạt", "Thôn Thượng | 12 hộ | đạt"] * 4,
    "table in a block": ["\n".join(["Thôn Hạ | 12 hộ | đạt"] * 6)],
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
