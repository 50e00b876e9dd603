from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.local_news import News, write_news
from benchmarks.reprints import REPRINTS
from harvester.duplicates.classification import judge_similarity, measure_similarity
from harvester.duplicates.features import Features

NOTICE = (
    "Thường trực Ủy ban thông báo đến toàn thể bà con trong vùng lịch nghỉ của trạm bơm như sau đây. "
    "Ngày {day}, trạm bơm nghỉ để tổ thợ thay lưới chắn rác và bôi dầu các ổ trục quay của máy. "
    "Trong ngày ấy bà con không nên mở cống phụ, tránh nước ngược vào ruộng mạ vừa gieo ở xứ đồng thấp. "
    "Tổ thợ gồm {count} người, do ông {who} trông coi, làm từ tinh mơ đến lúc lên đèn thì xong việc. "
    "Mọi thắc mắc xin gặp tổ trực ở nhà kho cạnh cây gạo đầu làng, trong giờ hành chính các ngày thường. "
    "Kính mong bà con thông cảm và nhắc nhau cùng thực hiện cho tốt để vụ này không ai phải thiếu nước."
)
FACTS = {"day": "5/9/2021", "count": "14", "who": "Bế Chí Sáo"}


def features(news: News) -> Features:
    return Features(f"{news.lead}\n{news.body}")


def compare(one: str, other: str) -> str | None:
    return judge_similarity(measure_similarity(Features(one), Features(other)))


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, "reprint"),
        ({"day": "05.09.2021"}, "reprint"),
        ({"count": "15"}, "template"),
        ({"day": "12/10/2021"}, "template"),
        ({"who": "Mã Thị Uyên"}, "template"),
        ({"day": "12/10/2021", "count": "9", "who": "Mã Thị Uyên"}, "template"),
    ],
)
def test_facts_decide(changed: dict[str, str], kind: str) -> None:
    assert compare(NOTICE.format(**FACTS), NOTICE.format(**{**FACTS, **changed})) == kind


def test_one_corrected_figure_among_many_facts_is_no_template() -> None:
    figures = " ".join(f"Xóm thứ {n} đã góp được {n * 17} ngày công cho việc chung của cả làng." for n in range(1, 21))
    story = f"{NOTICE.format(**FACTS)} {figures}"
    assert compare(story, story.replace(" 170 ", " 171 ")) == "reprint"
    assert compare(story, story.replace("5/9/2021", "5/10/2021")) == "template"


def test_a_short_text_inside_a_long_one_is_no_reprint() -> None:
    short, long = write_news(Random(1), 3), write_news(Random(2), 12)
    digest = replace(long, paragraphs=[*long.paragraphs, *short.paragraphs])
    assert judge_similarity(measure_similarity(features(short), features(digest))) is None


def test_lists_need_more_in_common() -> None:
    lines = [f"- việc số {'abcdefghijklmnopqrstuvwxyz'[n]} phải làm cho xong trước mùa" for n in range(26)]
    others = [f"- mục {'zyxwvutsrqponmlkjihgfedcba'[n]} còn để lại đến năm sau nữa" for n in range(8)]
    assert compare("\n".join(lines), "\n".join([*lines[8:], *others])) != "reprint"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(sorted(REPRINTS)))
def test_which_comes_first_makes_no_difference(seed: int, degree: str) -> None:
    rng = Random(seed)
    story = write_news(rng)
    one, other = features(story), features(REPRINTS[degree](rng, story))
    assert measure_similarity(one, other) == measure_similarity(other, one)
