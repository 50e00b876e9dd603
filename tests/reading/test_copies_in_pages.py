"""Pages that hold a text twice, and short lines of it that are lost where it stands once."""

import pytest

from harvester.platforms import read_article

TITLE = "Bến Cói mở hội đua thuyền đầu xuân"
PARAGRAPH = "Bà con ven sông kéo ra bến từ lúc sương chưa tan, chật cả hai bờ đê."
STORY = [f"{one} {PARAGRAPH}" for one in ("Một.", "Hai.", "Ba.")]
TEXT = "".join(f"<p>{one}</p>" for one in STORY)
MENU = "<nav><ul>" + "".join(f'<li><a href="/m{n}">Mục số {n}</a></li>' for n in range(6)) + "</ul></nav>"


def read(inside):
    page = f"<title>{TITLE}</title><body>{MENU}{inside}"
    return read_article(page.encode(), "http://xa.example/tin/dua-thuyen", platform="generic")


SIGNED = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Bế Chí Sáo"]


@pytest.mark.parametrize("paragraph", ["<p>{}</p>", "<div>{}</div>", "<div><div><p>{}</p></div></div>"])
@pytest.mark.parametrize("signed", ['<p class="ky">{}</p>', '<div align="center"><b>{}</b></div>'])
def test_a_signature_in_other_elements_than_the_text_is_kept(paragraph, signed):
    lines = [*map(paragraph.format, STORY), *map(signed.format, SIGNED)]
    article = read(f'<h1>{TITLE}</h1><div class="noi-dung">{"".join(lines)}</div>')
    assert article.text.split("\n\n") == [*STORY, *SIGNED]


LEAD = "Bến Cói mở hội đua thuyền, chín đội tranh tài."


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="field-sapo"><div class="field-item">Trả lời bạn đọc về thủ tục.</div></div>',
        '<div class="field-tom-tat"><div class="field-item">Hội làng mở từ mồng sáu, ai xa cũng nhớ.</div></div>',
    ],
)
def test_a_lead_in_an_element_of_its_own_above_the_text_is_read(shown):
    article = read(f'<h1>{TITLE}</h1><div class="node">{shown}<div class="field-body">{TEXT}</div></div>')
    assert article.lead in shown
    assert article.lead not in article.body


def test_verses_in_a_widget_of_a_page_builder_are_the_text():
    verses = ["Dung dăng con dế", "Bế em lên đồi", "Con dế nó ngồi", "Dung dăng con dế", "Bế em xuống ao"]
    lines = "".join(f"<p>{verse}</p>" for verse in verses)
    article = read(f'<h1>{TITLE}</h1><div class="elementor-widget-theme-post-content">{lines}</div>')
    assert [line for line in article.body.splitlines() if line] == verses


def test_a_line_in_bold_that_heads_the_text_is_kept():
    article = read(f'<h1>{TITLE}</h1><div class="nd"><p><strong>Bảng A</strong></p>{TEXT}</div>')
    assert article.body.startswith("Bảng A")


def test_columns_of_paragraphs_are_no_table():
    column = "".join(f"<p>{LEAD} {one}</p>" for one in ("Một.", "Hai.", "Ba."))
    article = read(f"<h1>{TITLE}</h1><div><table><tr><td>{column}</td><td>{column}</td></tr></table></div>")
    assert " | " not in article.body
