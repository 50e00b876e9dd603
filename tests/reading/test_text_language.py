"""What language a text is in."""

import unicodedata

import pytest

from harvester.platforms import read_article
from harvester.reading.text_language import tell_language

VIETNAMESE = "Sáng nay, bà con thôn Bãi Sậy ra đồng làm cỏ, đắp lại bờ mương và dọn vệ sinh đường làng."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (VIETNAMESE, "vi"),
        (VIETNAMESE.upper(), "vi"),
        (unicodedata.normalize("NFD", VIETNAMESE), "vi"),
        ("Sang nay ba con thon Bai Say ra dong lam co, dap lai bo muong va don ve sinh duong lang.", "vi"),
        ("The people of the village planted bamboo along the river and built a bridge for the children.", "en"),
        ("Les habitants du village ont planté des bambous le long de la rivière et un pont est à faire.", "fr"),
        ("乡政府召开会议，总结今年上半年的工作。", "zh"),
        ("村の人々は川に沿って竹を植えました。", "ja"),
        ("마을 주민들은 강을 따라 대나무를 심었다.", "ko"),
        ("ឃុំបានរៀបចំកិច្ចប្រជុំ", "km"),
        ("ບ້ານໄດ້ປູກໄມ້ໄຜ່", "lo"),
        ("Жители общины посадили деревья вдоль реки (UBND 2026).", "ru"),
    ],
)
def test_a_text_tells_its_language_whatever_the_page_says(text, language):
    assert tell_language(text, "en-US" if language == "vi" else "vi") == language


@pytest.mark.parametrize(("told", "language"), [("vi_VN", "vi"), ("EN-us", "en"), ("", None), ("tiếng Việt", None)])
def test_the_page_tells_where_the_text_is_too_short(told, language):
    assert tell_language("12/2026", told) == language
    assert tell_language("", told) == language


def test_an_article_has_its_language():
    html = f"<html lang='en'><title>Làm cỏ</title><h1>Bà con làm cỏ</h1><div class='content'><p>{VIETNAMESE}</p></div>"
    assert read_article(html.encode(), "http://xa.example/tin/lam-co-1.html").language == "vi"
