"""Unicode and spaces are put right; what a text says stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.items import Article, Attachment, Image
from pipelines.clean import CleanPipeline, clean, clean_line, clean_text

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(" \t\r\n\u00a0\u200b\u00ad\ufeff\x00\x85\u2028áàđ\u0301\u0309\u031b|ạ"),
        st.characters().filter(lambda c: c not in "\u00d0\u00f0"),
    )
)


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    line = clean_line(text)
    assert clean_line(line) == line


def test_an_eth_is_a_letter_of_ours() -> None:
    assert clean_text("\u00d0ảng bộ, \u00f0ồng chí, Sigur\u00f0ur") == "Đảng bộ, đồng chí, Sigur\u00f0ur"


@given(TEXTS)
def test_what_comes_out(text: str) -> None:
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\n\n\n" not in cleaned and "  " not in cleaned and cleaned == cleaned.strip()
    cleaned.encode()  # no half of a surrogate pair
    assert "\n" not in (clean_line(text) or "")
    kept = [c for c in unicodedata.normalize("NFC", text) if c.isalnum() and c.isprintable()]
    assert sorted(kept) == sorted(c for c in cleaned if c.isalnum() and c.isprintable()) or max(text) >= "\u0300"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Họp\u00a0 thôn", "Họp thôn"),
        (unicodedata.normalize("NFD", "Đường hoa"), "Đường hoa"),
        ("Gò\u00ad Mận\u200b", "Gò Mận"),
        ("một\r\n\r\n\r\n hai \n ba", "một\n\nhai\nba"),
        ("a | b\nc | d", "a | b\nc | d"),
        ("x\x00y\ud800z", "xyz"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert clean_text(text) == expected


def test_every_field_of_an_article() -> None:
    raw = Article(
        url="http://go.example.vn/a", title=" Tin\n mới ", lead="\u200b", body="a\n\n\n\nb", byline=" \n",
        author=" A  B ",
        tags=["cầu ", "cầu", " "], images=[Image("http://go.example.vn/1.jpg", " Ảnh\n cầu ")],
        attachments=[Attachment("http://go.example.vn/1.pdf", " Tệp ")],
    )  # fmt: skip
    done = clean(raw)
    assert (done.title, done.lead, done.body, done.byline, done.author) == ("Tin mới", None, "a\n\nb", None, "A B")
    assert (done.tags, done.images[0].caption, done.attachments[0].title) == (["cầu"], "Ảnh cầu", "Tệp")
    assert raw.title == " Tin\n mới "
    assert CleanPipeline().process_item(raw) == done
