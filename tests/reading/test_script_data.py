"""Pages that scripts fill: the article stands in their data alone."""

import json

import pytest

from harvester.errors import NotAnArticle
from harvester.platforms import read_article

TITLE = "Đêm thả đèn ở bến Mây"
TEXT = [
    "Bà con bốn xóm thả chừng bốn trăm ngọn đèn xuống suối, đông gấp đôi năm ngoái.",
    "Khung đèn được nhặt lại ngay.",
]
POST = {
    "title": TITLE,
    "sapo": "Cả xóm đứng kín bờ chờ ngọn đèn đầu tiên.",
    "content": f"<p>{TEXT[0]}</p><figure><img src=/den.webp><figcaption>Bên suối</figcaption></figure><p>{TEXT[1]}</p>",
    "publishedAt": "2026-05-20T21:30:00+07:00",
    "author": {"name": "Mây Thị Thúng"},
    "category": {"name": "Lễ hội"},
    "tags": [{"name": "đèn"}, {"name": "bến Mây"}],
}
OTHER = {
    "title": "Hội vật ở xóm Đồi Sim",
    "content": "Mười hai đô vật vào sới từ sáng sớm, ai thắng được rước trâu. " * 9,
}


def read(data, title=TITLE):
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    page = f"<title>{title}</title><body><div id=__next>Đang tải…</div>{script}"
    return read_article(page.encode(), "http://xa.example/bai/den", platform="generic")


def test_all_fields_are_read():
    article = read({"props": {"pageProps": {"related": [OTHER], "post": POST}}})
    assert (article.title, article.lead, article.body.split("\n\n")) == (TITLE, POST["sapo"], TEXT)
    assert (article.author, article.category, article.tags) == ("Mây Thị Thúng", "Lễ hội", ["đèn", "bến Mây"])
    assert [date.text for date in article.dates] == [POST["publishedAt"]]
    assert [(image.url, image.caption) for image in article.images] == [("http://xa.example/den.webp", "Bên suối")]


def test_a_text_in_blocks():
    blocks = [{"type": "paragraph", "data": {"text": text}, "text": text} for text in TEXT]
    assert read({"post": {"name": TITLE, "blocks": blocks}}).body.split("\n\n") == TEXT


@pytest.mark.parametrize("data", [{"post": OTHER}, {"post": {"title": TITLE, "content": "Ngắn."}}, [1, "a", None]])
def test_data_without_the_article_that_the_head_names(data):
    with pytest.raises(NotAnArticle):
        read(data)


def test_broken_data_is_none():
    page = f'<title>{TITLE}</title><body><script type="application/json">{{"title": </script>'
    with pytest.raises(NotAnArticle):
        read_article(page.encode(), "http://xa.example/bai/den", platform="generic")
