"""A notice that is only a file, or only pictures, is a record on every platform, and takes no text from around it."""

from __future__ import annotations

import pytest

from harvester.platforms import read_article

FILE = "http://xa.example/tep/lich.pdf"
PAGES = {
    "nukeviet": '<div class="news_column"><h1 class="title">{}</h1><div id="news-bodyhtml">{}</div></div>',
    "vnpt": '<div class="ArticleDetailControl"><h1>{}</h1><div class="ArticleContent">{}</div></div>',
    "wordpress": '<article class="post"><h1 class="entry-title">{}</h1><div class="entry-content">{}</div></article>',
    "generic": "<main><h1>{}</h1><div>{}</div></main>",
}
TITLE = "Thông báo lịch tiêm phòng ở các thôn"
SHOWN = {
    "link": '<p><a href="/tep/lich.pdf">Xem chi tiết tại đây</a></p>',
    "words": '<p>Chi tiết xem <a href="/tep/lich.pdf">tại đây</a></p>',
    "title": f'<p>{TITLE}</p><p><a href="/tep/lich.pdf">lich.pdf</a></p>',
    "object": '<object data="/tep/lich.pdf">Trình duyệt không xem được</object>',
    "viewer": '<p><iframe src="/pdfjs/web/viewer.html?file=%2Ftep%2Flich.pdf#page=1"></iframe></p>',
    "google": f'<p><iframe src="https://docs.google.com/gview?url={FILE}&amp;embedded=true"></iframe></p>',
}


def read(platform: str, content: str):
    menu = '<nav><a href="/gioi-thieu">Giới thiệu</a> <a href="/tin-tuc">Tin tức</a></nav>'
    foot = "<footer><p>Ủy ban nhân dân xã Gò Mận, thôn Gò, điện thoại 0123 456789</p></footer>"
    head = f'<meta charset="utf-8"><title>{TITLE}</title>'
    page = f"<html><head>{head}</head><body>{menu}{PAGES[platform].format(TITLE, content)}{foot}</body></html>"
    return read_article(page.encode(), "http://xa.example/tin/lich-tiem-phong-12.html", platform=platform)


@pytest.mark.parametrize("platform", PAGES)
@pytest.mark.parametrize("shown", SHOWN)
def test_a_file_alone(platform, shown):
    article = read(platform, SHOWN[shown])
    assert (article.title, article.body, article.kind) == (TITLE, "", "file")
    assert [file.url for file in article.attachments] == [FILE]


@pytest.mark.parametrize("platform", PAGES)
def test_scans_alone(platform):
    article = read(platform, '<p><img src="/tep/1.jpg" width="800"></p><p><img src="/tep/2.jpg" width="800"></p>')
    assert (article.title, article.body, article.kind) == (TITLE, "", "notice")
    assert [image.url for image in article.images] == ["http://xa.example/tep/1.jpg", "http://xa.example/tep/2.jpg"]


@pytest.mark.parametrize("platform", PAGES)
def test_one_sentence_is_a_text(platform):
    sentence = "Ngày mai trạm y tế tiêm phòng cho trẻ dưới năm tuổi."
    assert read(platform, f'<p>{sentence}</p><object data="/tep/lich.pdf"></object>').body == sentence
