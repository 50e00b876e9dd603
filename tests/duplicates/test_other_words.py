"""Texts that share most of their words and all facts, and tell something else."""

import pytest
from support.growth import assert_linear

from harvester.duplicates.classification import compare
from harvester.duplicates.features import Features
from harvester.duplicates.other_words import has_other_words

FRAME = (
    "Căn cứ luật về việc làng và hương ước của xóm; xét lời đề nghị của ông từ giữ đình, hội đồng xóm quyết nghị:",
    "Nghị quyết này có hiệu lực từ ngày rằm. Ban khánh tiết, các phe giáp và mọi nhà trong xóm phải làm theo.",
)
RESOLUTIONS = (
    "Mỗi nhà góp một gánh rơm khô và hai cây tre đực để lợp lại mái quán nước đầu dốc trước mùa mưa tới đây.",
    "Thửa ao sau đình giao cho phường chài nuôi cá mè, cuối năm chia đều cho người già và trẻ chưa biết đi.",
)
INVITATION = (
    "Sáng thứ năm tuần này trạm {0} cho trẻ {1}. Các mẹ cho cháu ăn no, mặc áo rộng và ngồi lại nửa giờ rồi hãy về nhà."
)
OUTAGE = (
    "Tổ điện xóm Gò {0} đến bà con lịch cắt điện để chặt cành tre ngả vào đường dây ở khúc cua quanh ao làng."
    " Trong lúc ấy bà con nên rút phích các đồ dùng, đừng trèo cây, đừng phơi quần áo lên dây chằng cột."
)


def kind_of(one: str, other: str) -> str | None:
    found = compare(Features(one), Features(other))
    assert compare(Features(other), Features(one)) == found
    return found and found[0]


def test_decisions_under_one_preamble_are_not_linked() -> None:
    one, other = (f"{FRAME[0]}\n\n{core}\n\n{FRAME[1]}" for core in RESOLUTIONS)
    assert kind_of(one, other) is None
    assert kind_of(one, f"{one}\n\nTheo loa truyền thanh xóm Gò") == "reprint"


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (("tiêm ngừa sởi", "vừa biết đi"), ("tiêm ngừa bạch hầu", "sắp vào lớp một"), None),
        (("tiêm ngừa sởi", "vừa biết đi"), ("tim ngừa sởi", "vừa biết đi"), "reprint"),
    ],
)
def test_a_few_words_make_another_notice_of_a_short_one(first: tuple, second: tuple, kind: str | None) -> None:
    assert kind_of(INVITATION.format(*first), INVITATION.format(*second)) == kind


def test_the_same_words_in_other_news_of_some_length_are_a_reprint() -> None:
    rest = " ".join(RESOLUTIONS + FRAME)
    one, other = (INVITATION.format(what, "vừa biết đi") for what in ("tiêm ngừa sởi", "tiêm ngừa bạch hầu"))
    assert kind_of(f"{one} {rest}", f"{other} {rest}") == "reprint"


def test_what_is_called_off_is_no_reprint() -> None:
    rest = " ".join(RESOLUTIONS)
    notice = f"{OUTAGE.format('trân trọng báo')} {rest}"
    assert kind_of(notice, f"{OUTAGE.format('xin lỗi và báo hoãn')} {rest}") is None
    assert kind_of(notice, f"{OUTAGE.format('xin vui lòng gửi')} {rest}") == "reprint"
    assert kind_of(f"{notice} Cành bệnh phải tiêu huỷ.", f"{notice} Theo loa xóm Gò.") == "reprint", "at the end"


def test_paragraphs_that_are_left_out_and_added_elsewhere_are_no_other_words() -> None:
    one = f"{FRAME[0]}\n\n{RESOLUTIONS[0]}\n\n{FRAME[1]}"
    other = f"{FRAME[0]}\n\n{FRAME[1]}\n\n{RESOLUTIONS[1]}"
    assert not has_other_words(Features(one), Features(other))


def make_pair(size: int) -> tuple[Features, Features]:
    """Two texts that share four words of five, in which every fifth is another."""
    lines = [f"từ{n % 50} chữ{n % 70} lời{n % 90} câu{n % 110}" for n in range(size)]
    one, other = (Features(" ".join(f"{line} {own}" for line in lines)) for own in ("đây", "kia"))
    assert one.shingles & other.shingles
    return one, other


def test_the_work_grows_with_the_texts() -> None:
    assert_linear(lambda pair: has_other_words(*pair), make_pair, 4000)
