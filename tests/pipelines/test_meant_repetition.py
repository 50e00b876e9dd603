"""What a text says again on purpose, and what of it may not be lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.repeats import CLOSING, FIFTH, FIRST, FOURTH, NEEDED, REPORT, SECOND, SIGNATURE, STORY, THIRD, TITLE, clean

from harvester.duplicates.repeated_text import remove_repeats
from harvester.items import Article


def test_what_stands_nowhere_else_stays() -> None:
    article = clean(*STORY, "Tin, ảnh: Bế Chí Sáo", "Ảnh: đường hoa lúc sớm", "20:48 29/06/2022", *STORY)
    assert article.paragraphs == [
        *STORY,
        "Tin, ảnh: Bế Chí Sáo",
        "Ảnh: đường hoa lúc sớm",
        "20:48 29/06/2022",
    ]


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


@given(st.lists(st.text(max_size=40), max_size=12))
def test_no_text_is_lost(blocks: list[str]) -> None:
    body = "\n\n".join(blocks)
    left = remove_repeats(Article(url="https://a.example/1", body=body)).body
    assert set(left.split()) == set(body.split())


def test_lines_sung_twice_are_kept():
    song = [line for one in ("Hò dô ta nào", "Kéo lưới lên thuyền", "Cá bạc đầy khoang") for line in (one, one)]
    assert clean(*song).body.split("\n\n") == song


def test_dots_in_a_text_that_stands_once_stay() -> None:
    page = [*REPORT, f"{FIFTH[:52]}..."]
    assert clean(*page).paragraphs == page


def test_parts_that_are_alike_stay_where_a_heading_stands_before_each() -> None:
    page = [*STORY, "Đọc lần thứ hai:", *STORY]
    assert clean(*page).paragraphs == page


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


def test_a_part_that_a_copy_leaves_out_stays() -> None:
    assert clean(*REPORT, *REPORT[:2], *REPORT[4:]).paragraphs == REPORT


def test_dots_that_stand_in_both_are_no_cut() -> None:
    cut = f"{FIRST.removesuffix('.')}..."
    page = [cut, SECOND, THIRD, f"{cut} Việc ấy làm cả xã vui.", FOURTH]
    assert clean(*page).paragraphs == page


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
