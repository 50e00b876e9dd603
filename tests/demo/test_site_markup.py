from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.demo.site_markup import (
    build_body,
    build_table,
    fill_page,
    link,
    make_slug,
    name_weekday,
    split_pages,
)


def test_slug_folds_every_vietnamese_letter():
    assert make_slug("Đường về Bến Mơ: 3,2 km, hết lầy lội!") == "duong-ve-ben-mo-3-2-km-het-lay-loi"


@given(st.text())
def test_slug_is_plain_and_stable(text):
    slug = make_slug(text)
    assert slug.isascii() and "--" not in slug
    assert make_slug(slug) == slug


def test_weekday_is_vietnamese():
    assert name_weekday(date(2022, 3, 25)) == "Thứ sáu"
    assert name_weekday(date(2022, 3, 27)) == "Chủ nhật"


def test_text_is_escaped():
    assert link("/a?b=1&c=2", "<b>") == '<a href="/a?b=1&amp;c=2">&lt;b&gt;</a>'
    assert "<script>" not in build_body(["<script>x</script>"])


def test_table_rows_between_paragraphs_become_one_table():
    html = build_body(["Trước.", "| Thôn | Số |", "| Một | 2 |", "Sau."])
    assert html.count("<table") == 1
    assert html.index("Trước") < html.index("<th>Thôn</th><th>Số</th>") < html.index("<td>2</td>") < html.index("Sau")


def test_table_at_the_end_is_closed():
    assert build_body(["| Thôn |", "| Một |"]) == build_table(["| Thôn |", "| Một |"])


@pytest.mark.parametrize(
    ("style", "mark"), [("paragraphs", "<p>Một hai.</p>"), ("breaks", "<br />"), ("word", "Một</span>&nbsp;")]
)
def test_three_manners_of_writing_a_body(style, mark):
    assert mark in build_body(["Một hai.", "Ba bốn."], style)


def test_picture_has_its_caption():
    html = build_body(["! cau.svg Cầu trong nắng"])
    assert 'src="/uploads/news/cau.svg"' in html and "<figcaption>Cầu trong nắng</figcaption>" in html


@given(st.lists(st.integers()), st.integers(1, 9))
def test_pages_hold_everything_in_order(items, size):
    pages = split_pages(items, size)
    assert [item for page in pages for item in page] == items
    assert len(pages) == max(1, -(-len(items) // size))


def test_forgotten_place_is_an_error():
    with pytest.raises(KeyError):
        fill_page("district-robots.txt")
