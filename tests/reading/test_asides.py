"""What stands amid a text and is none of it: lists that lead elsewhere, captions that are sentences."""

import pytest

from harvester.items import Image
from harvester.platforms import find_platform
from harvester.reading.page import Page

ONE = "Sáng nay, bà con thôn Đồi Sim họp bàn việc mở rộng con đường dẫn vào khu chợ cũ của xã."
TWO = "Sau buổi họp, các hộ dân thống nhất hiến đất và góp công để con đường xong trước vụ gặt."
THREE = "Từ đầu năm đến nay, xã Suối Mơ đã làm xong bốn con đường như thế, dài hơn sáu cây số."
LINK = '<a href="/tin-{0}.html">Thôn Đồi Sim mở hội làng lần thứ {0} sau mùa gặt</a>'
LINKS = [LINK.format(n) for n in range(3)]


def read(inner):
    html = f"""<meta name="generator" content="NukeViet v4.5"><div itemtype="http://schema.org/NewsArticle">
        <h1 class="title">Làm đường</h1><div id="news-bodyhtml">{inner}</div></div>"""
    return find_platform("nukeviet").article(Page("http://xa.example/tin-tuc/lam-duong-12.html", html.encode()))


@pytest.mark.parametrize(
    "box",
    [
        "<p><b>Tin liên quan</b></p><ul>" + "".join(f"<li>{link}</li>" for link in LINKS) + "</ul>",
        "<div><h4>Đọc thêm</h4>" + "".join(f"<p>{link}</p>" for link in LINKS) + "</div>",
        "<h3>Xem thêm</h3>" + "".join(f"<div>{link} <i>(0{n + 1}/03/2022)</i></div>" for n, link in enumerate(LINKS)),
        "<p>Các tin khác:</p>" + "".join(f"<p>{link}</p><p>02/03/2022</p>" for link in LINKS),
        f"<p>Xem thêm: {LINKS[0]}</p>",
        f"<p>&gt;&gt; {LINKS[0]}</p>",
        "<table><tr><td>Tin liên quan</td></tr>" + "".join(f"<tr><td>{link}</td></tr>" for link in LINKS) + "</table>",
    ],
)
def test_a_list_amid_the_text_does_not_end_it(box):
    assert read(f"<p>{ONE}</p>{box}<p>{TWO}</p><p>{THREE}</p>").paragraphs == [ONE, TWO, THREE]


def test_a_heading_behind_a_list_belongs_to_the_text():
    box = "<p>Tin liên quan</p><ul>" + "".join(f"<li>{link}</li>" for link in LINKS) + "</ul>"
    article = read(f'<p>{ONE}</p>{box}<p><b>Việc còn lại</b></p><p><img src="/a.jpg"></p><p>{TWO}</p>')
    assert article.paragraphs == [ONE, "Việc còn lại", TWO]
    assert article.images == [Image("http://xa.example/a.jpg")]


@pytest.mark.parametrize(
    "end",
    [
        "<h4>Các tin khác</h4>" + "".join(f"<p>{link}</p><p>{THREE}</p>" for link in LINKS),
        "<h4>Tin liên quan</h4>" + "".join(f"<p>{link}</p>" for link in LINKS),
        "<h4>Đọc thêm</h4><p>Tin không có liên kết</p>",
        f"<h4>Ý kiến bạn đọc</h4><p>{THREE}</p>",
        f"<h4>Tin liên quan</h4><p>{LINKS[0]}</p><h4>Bình luận (1)</h4><p>{THREE}</p>",
        f"<h4>Tin mới hơn</h4><p>{LINKS[0]}</p><h4>Tin cũ hơn</h4><p>{LINKS[1]}</p><p>{LINKS[2]}</p>",
    ],
)
def test_lists_and_comments_behind_the_text(end):
    assert read(f"<p>{ONE}</p><p>{TWO}</p>{end}").paragraphs == [ONE, TWO]


def test_a_heading_without_a_list_is_text():
    article = read(f"<p>{ONE}</p><h3>Thông tin khác</h3><p>{TWO}</p>")
    assert article.paragraphs == [ONE, "Thông tin khác", TWO]


def test_links_that_the_text_lists_stay():
    files = "".join(f'<li><a href="/f/{n}.pdf">Mẫu đơn số {n}</a></li>' for n in (1, 2))
    assert read(f"<p>{ONE}</p><ul>{files}</ul>").paragraphs == [ONE, "- Mẫu đơn số 1", "- Mẫu đơn số 2"]


SCENE = "Đồng chí Bí thư Đảng ủy xã phát biểu tại buổi họp của thôn Đồi Sim."
PLAIN = "Con đường vào khu chợ cũ của xã sau khi được mở rộng."


@pytest.mark.parametrize(
    ("shown", "caption"),
    [
        (f'<p><img src="/a.jpg"></p><p>{SCENE}</p>', SCENE),
        ('<p><img src="/a.jpg"></p><p>Toàn cảnh buổi họp thôn.</p>', "Toàn cảnh buổi họp thôn."),
        (f'<p><img src="/a.jpg"></p><p>{PLAIN} (Ảnh: Đỗ Mây)</p>', f"{PLAIN} (Ảnh: Đỗ Mây)"),
        (f'<p><img src="/a.jpg"></p><p>{PLAIN} Ảnh: Đỗ Mây.</p>', f"{PLAIN} Ảnh: Đỗ Mây."),
        (f'<p><img src="/a.jpg"></p><p><small>{PLAIN}</small></p>', PLAIN),
        (f'<p><img src="/a.jpg"></p><p><span style="font-size:11px">{PLAIN}</span></p>', PLAIN),
        (f'<div><p><img src="/a.jpg"></p><p>{PLAIN}</p></div>', PLAIN),
        (f'<table><tr><td><img src="/a.jpg"></td></tr><tr><td><p>{PLAIN}</p></td></tr></table>', PLAIN),
        (f'<figure><div><img src="/a.jpg"></div><p>{PLAIN}</p></figure>', PLAIN),
        (f'<p><img src="/a.jpg"></p><p class="chuthich">{PLAIN}</p>', PLAIN),
    ],
)
def test_sentences_that_are_captions(shown, caption):
    article = read(f"<p>{ONE}</p>{shown}<p>{TWO}</p>")
    assert article.images == [Image("http://xa.example/a.jpg", caption)]
    assert article.paragraphs == [ONE, TWO]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "Đồng chí Bí thư Đảng ủy xã phát biểu tại buổi họp. Sau đó bà con bàn việc góp công.",
        "Phát biểu tại buổi họp, đồng chí Bí thư Đảng ủy xã cảm ơn bà con đã hiến đất làm đường.",
        "Các đại biểu đề nghị:",
    ],
)
def test_sentences_of_the_text_below_an_image(text):
    article = read(f'<p>{ONE}</p><p><img src="/a.jpg"></p><p>{text}</p><p>{TWO}</p>')
    assert article.paragraphs == [ONE, text, TWO]


def test_small_type_tells_nothing_where_all_is_small():
    paragraphs = "".join(f'<p><span style="font-size:11px">{text * 2}</span></p>' for text in (ONE, TWO, THREE))
    article = read(f'<p><img src="/a.jpg"></p><p><span style="font-size:11px">{PLAIN}</span></p>{paragraphs}')
    assert article.paragraphs[0] == PLAIN


def test_a_text_of_one_paragraph_stays():
    assert read(f'<div><p><img src="/a.jpg"></p><p>{PLAIN}</p></div>').paragraphs == [PLAIN]
