"""Pictures, captions and files as the templates of many systems show them."""

import pytest
from support.portal_pages import TEXT, TITLE, read

from harvester.platforms import read_article

AVATAR = '<img class="rounded-full" src="/u/7.png" alt="Thục Mây">'


@pytest.mark.parametrize(
    "shown",
    [
        f"<div>{AVATAR}<b>Thục Mây</b><i>·</i><time>20/05/2026</time><i>·</i><span>4 phút đọc</span></div>",
        f"<div><div>{AVATAR}</div><div><p>Thục Mây · 20/05/2026</p></div></div>",
    ],
)
def test_a_picture_beside_author_and_date_shows_the_author(shown):
    article = read(shown)
    assert (article.author, article.images) == ("Thục Mây", [])


@pytest.mark.parametrize("names", ['class="avatar"', 'class="photo" itemprop="author"'])
def test_a_picture_that_is_called_the_authors_is_none_of_the_articles(names):
    shown = f'<p><span class="author vcard"><img {names} src="/u/7.png"> <a href="/a/mai">Mai Thị Thúng</a></span></p>'
    article = read(shown)
    assert (article.author, article.images) == ("Mai Thị Thúng", [])


def test_a_picture_above_a_lead_is_the_articles():
    lead = "Cả thôn góp tre và góp công trong ba tuần để kịp trước mùa lũ."
    assert [image.url for image in read(f'<div><img src="/cau.jpg"><b>{lead}</b></div>').images] == [
        "http://xa.example/cau.jpg"
    ]


@pytest.mark.parametrize("address", ["javascript:window.print()", "javascript: history.back();", "mailto:?subject=cau"])
def test_the_sign_of_a_button_is_no_picture_of_the_article(address):
    below = f'<p><a href="{address}"><img src="/images/b.gif"> Bản in</a></p>'
    text = f"{TEXT}{below}"
    assert read(text=text).images == []


def test_a_gallery_called_for_tags_shows_pictures_and_a_file_is_no_tag():
    text = f'{TEXT}<div class="tags-gallery"><img src="/trong.jpg"></div>'
    article = read(text=text, below='<div class="tag-files"><a href="/ho-so.pdf">Hồ sơ hiện vật</a></div>')
    assert [image.url for image in article.images] == ["http://xa.example/trong.jpg"]
    assert (article.tags, [file.title for file in article.attachments]) == ([], ["Hồ sơ hiện vật"])


def test_signs_beside_date_counter_and_tools_are_no_pictures():
    tools = ("20/05/2026 - 10:20", "214 lượt xem", "In bài viết")
    shown = "".join(f'<p><img src="/images/{n}.svg"> {text}</p>' for n, text in enumerate(tools))
    assert read(f"<div>{shown}</div>").images == []


@pytest.mark.parametrize(("heading", "count"), [("Văn bản mới", 0), ("Tài liệu đính kèm", 2)])
def test_the_files_of_a_box_beside_the_article_are_its_own_where_the_box_says_so(heading, count):
    files = '<li><a href="/f/1.pdf">Quyết định 12</a></li><li><a href="/f/2.pdf">Quyết định 13</a></li>'
    page = (
        f"<html lang=vi><title>{TITLE}</title><article><h1>{TITLE}</h1><div>{TEXT}</div></article>"
        f"<div class=box><h3>{heading}</h3><ul>{files}</ul></div>"
    )
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert len(article.attachments) == count


def test_a_file_is_named_beside_its_button():
    below = (
        '<div class="file"><span>Sơ đồ cầu.pdf</span> <a href="/f/a.pdf">Tải về</a> '
        '<a href="/viewer?file=/f/a.pdf">Xem</a></div>'
    )
    assert [file.title for file in read(below=below).attachments] == ["Sơ đồ cầu.pdf"]


def test_the_signs_of_a_share_row_at_the_end_are_no_pictures():
    assert read(below='<div class="share"><a href="https://s.example/x"><img src="/img/tw.png"></a></div>').images == []


def test_pictures_of_a_gallery_that_slides_are_the_articles():
    items = '<div class="item"><img src="/a.jpg"></div><div class="item"><img src="/b.jpg"></div>'
    assert len(read(f'<div class="owl-carousel gallery">{items}</div>').images) == 2


def test_a_caption_set_as_a_heading_belongs_to_its_picture():
    figure = '<figure><div><img src="/a.jpg"></div><figcaption><h2>Bà con dựng cầu</h2></figcaption></figure>'
    article = read(text=TEXT + figure + TEXT.replace("Đoạn", "Khúc"))
    assert [(image.url, image.caption) for image in article.images] == [("http://xa.example/a.jpg", "Bà con dựng cầu")]


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ('<a href="/tai-ve/12" download="ke-hoach.pdf">Kế hoạch dựng cầu</a>', "Kế hoạch dựng cầu"),
        ('<a href="/download.aspx?id=4&amp;file=2026/kh-12.pdf">Kế hoạch 12</a>', "Kế hoạch 12"),
        ('<a href="/download.aspx?id=4&amp;file=2026/kh-12.pdf">Tại đây</a>', "kh-12.pdf"),
    ],
)
def test_a_file_whose_address_has_no_ending(link, title):
    files = read(below=f'<div class="files">{link}</div>').attachments
    assert [(file.title, file.media_type) for file in files] == [(title, "application/pdf")]


def test_files_of_a_table_are_named_in_another_cell():
    rows = (
        '<tr><td>1</td><td>Sơ đồ cầu</td><td><a href="/u/so-do.pdf">Tải về</a></td></tr>'
        '<tr><td>2</td><td>Danh sách hộ</td><td><a href="/u/ds.xls"><img src="/i/xls.gif"></a></td></tr>'
    )
    article = read(below=f"<table>{rows}</table>")
    assert {file.title for file in article.attachments} == {"Sơ đồ cầu", "Danh sách hộ"}
    assert article.images == []


@pytest.mark.parametrize(
    "image",
    [
        '<img class="wp-smiley" src="https://s.w.example/images/core/emoji/15/72x72/1f33e.png">',
        '<a href="/"><img src="/img/xa-ben-may.png"></a>',
        '<img src="/images/print.gif">',
    ],
)
def test_a_sign_in_the_text_is_no_picture(image):
    assert read(text=f"{TEXT}<p>{image}</p>").images == []


def test_the_point_of_a_list_is_no_picture_of_the_article():
    others = "<br>".join(f'<img src="/dot.gif"> <a href="/tin/{n}">Bản tin số {n} của xã Đồi Sim</a>' for n in range(4))
    text = TEXT[: TEXT.index("</p>") + 4]
    cell = f"<p class=title>{TITLE}</p><p>12/3/2026</p><div>{text}</div><p>Tin đã đăng:</p>{others}"
    page = f"<title>Xã</title><table><tr><td><a href=/>Trang chủ</a></td><td>{cell}</td></tr></table>"
    assert read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic").images == []
