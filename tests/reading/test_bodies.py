"""Bodies of all kinds of markup: blocks, captions, boilerplate, what leaves the text."""

import pytest
from support.growth import assert_linear

from harvester.errors import NotAnArticle, Refused
from harvester.items import Image, Selectors
from harvester.platforms import find_platform, read_article
from harvester.reading.page import Page

URL = "http://xa.example/tin-tuc/lam-duong-12.html"
ONE = "Sáng nay, bà con thôn Đồi Sim họp bàn việc mở rộng con đường dẫn vào khu chợ cũ của xã."
TWO = "Sau buổi họp, các hộ dân thống nhất hiến đất và góp công để con đường xong trước vụ gặt."


def read(inner, hometext="", **selectors):
    html = f"""<meta name="generator" content="NukeViet v4.5"><div itemtype="http://schema.org/NewsArticle">
        <h1 class="title">Làm đường</h1><div class="hometext">{hometext}</div>
        <div id="news-bodyhtml">{inner}</div></div>"""
    return find_platform("nukeviet").article(Page(URL, html.encode()), Selectors(**selectors))


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{ONE}</p><p>{TWO}</p>",
        f"<div>{ONE}<br><br>{TWO}</div>",
        f"{ONE}<br>{TWO}<br>",
        f"<table><tr><td><p>{ONE}</p></td></tr><tr><td>{TWO}</td></tr></table>",
        f"<div><div>{ONE}</div><div><span>{TWO[:9]}</span><b>{TWO[9:]}</b></div></div>",
        f"<p>{ONE}</p><div class='social-share'>Chia sẻ bài</div><p>{TWO}</p><div style='display: none'>ẩn</div>",
        f"<p>{ONE}</p><script>var a = 1;</script><!-- x --><p>{TWO}</p><form>Gửi</form>",
        f"<p>{ONE}</p><p>Email</p><p>Lượt xem: 7370</p><p>{TWO}</p><h4>Các tin khác</h4><p>Tin nào đó</p>",
        f"<p>Làm đường</p><p>{ONE}</p><p>{TWO}</p><p>Click để đánh giá bài viết</p>",
    ],
)
def test_two_paragraphs_however_they_are_marked(body):
    assert read(body).body == f"{ONE}\n\n{TWO}"


@pytest.mark.parametrize(
    "shown",
    [
        '<figure><img src="/a.jpg"><figcaption>Họp thôn</figcaption></figure>',
        '<p style="text-align:center"><img src="/a.jpg"></p><p style="text-align:center"><em>Họp thôn</em></p>',
        '<div style="text-align:center"><img src="/a.jpg"><br><em>Họp thôn</em></div>',
        '<table><tr><td><img src="/a.jpg"></td></tr><tr><td>Họp thôn</td></tr></table>',
        '<p><img src="/a.jpg"></p><p>Họp thôn</p>',
        '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">Họp thôn</p></div>',
        '<div><p class="caption">Họp thôn</p><img src="/a.jpg"></div>',
        '<p><img src="data:image/gif;base64,R0" data-src="/a.jpg"><br>Họp thôn</p>',
    ],
)
def test_captions_go_with_their_images(shown):
    article = read(f"<p>{ONE}</p>{shown}<p>{TWO}</p>")
    assert article.images == [Image("http://xa.example/a.jpg", "Họp thôn")]
    assert article.body == f"{ONE}\n\n{TWO}"


@pytest.mark.parametrize("text", [ONE, "I. CÔNG TÁC XÂY DỰNG", "<b>Kết quả</b>", "1. Việc đã làm"])
def test_text_below_an_image_is_no_caption(text):
    article = read(f'<p><img src="/a.jpg"></p><p>{text}</p><p>{TWO}</p>')
    assert article.images == [Image("http://xa.example/a.jpg")]
    assert len(article.paragraphs) == 2


def test_icons_are_no_images():
    icons = '<img src="/x.gif" width="16"><img src="/images/icon-print.png"><img src="data:image/gif;base64,R0">'
    assert read(f"<p>{ONE}{icons}</p>").images == []


def test_lists_headings_and_tables():
    article = read(
        "<h2>Phần một</h2><ul><li>Một việc</li><li><p>Hai việc</p><p>còn nữa</p></li></ul>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1<br>một</td><td>2</td></tr><tr><td></td><td>3</td></tr></table>"
    )
    assert article.paragraphs == ["Phần một", "- Một việc", "- Hai việc", "còn nữa", "A | B\n1 một | 2\n| 3"]


def test_torn_words_stay_as_they_are():
    assert read(f"<p>{ONE}</p><p>Kết luận H <b>ội ngh</b>ị</p>").paragraphs[1] == "Kết luận H ội nghị"


def test_the_lead_stands_once():
    article = read(f"<p>{ONE}</p><p>{TWO}</p><p>{ONE}</p>", hometext=ONE)
    assert (article.lead, article.body) == (ONE, TWO)


def test_bylines_leave_the_text_wherever_copies_end():
    article = read(f"<p>{ONE}</p><p>Tin: Đỗ Mây</p><p>{TWO}</p><p>Tin: Đỗ Mây</p><p>Ảnh: Vũ Thông</p>")
    assert (article.author, article.photographer) == ("Đỗ Mây", "Vũ Thông")
    assert article.body == f"{ONE}\n\n{TWO}"


def test_who_signs_two_documents_stays_below_each():
    signed = f"<p>{ONE}</p><p>(Đã ký)</p><p>Đỗ Mây Thúng</p>"
    assert read(signed + signed.replace(ONE, TWO)).text.split("\n\n").count("Đỗ Mây Thúng") == 2


def test_an_answer_at_the_end_is_no_byline():
    article = read(f"<p>{ONE}</p><p>Dạ Vâng, đúng như vậy.</p>")
    assert (article.author, article.paragraphs) == (None, [ONE, "Dạ Vâng, đúng như vậy."])


def test_embedded_files_are_attachments():
    article = read(f'<p>{ONE}</p><iframe src="https://docs.example/viewer?url=http://xa.example/f/kh.pdf"></iframe>')
    assert [(a.title, a.media_type) for a in article.attachments] == [("kh.pdf", "application/pdf")]


def test_a_portals_selectors_replace_the_platforms():
    body = f'<p class="k">Tin mới</p><h3 class="d">Tên khác</h3><div class="b">{ONE}</div><i class="n">1/2/2022</i>'
    article = read(body + '<u class="l">Lời dẫn</u><s class="a">Đỗ Mây</s>', title=".d", body=".b", date=".n",
                   lead=".l", author=".a", category=".k")  # fmt: skip
    assert (article.title, article.body, article.lead) == ("Tên khác", ONE, "Lời dẫn")
    assert (article.author, article.category, article.dates[0].text) == ("Đỗ Mây", "Tin mới", "1/2/2022")


def test_an_obfuscated_body_is_refused():
    with pytest.raises(Refused, match="obfuscated"):
        read("<p>" + "Mwlk lwn zw ghl jhgl hgm zwl xndg fwp sdglk xwh qbd gbh. " * 20 + "</p>")


@pytest.mark.parametrize(
    "html", ["<p>x", '<title>Đăng nhập</title><input type="password">', "<p>Your support ID is 1</p>"]
)
def test_pages_without_an_article(html):
    with pytest.raises((NotAnArticle, Refused)):
        read_article(html.encode(), URL)


def test_a_list_of_links_is_no_article():
    items = "".join(f'<li><a href="/tin-{n}">{ONE}</a></li>' for n in range(9))
    with pytest.raises(NotAnArticle):
        read_article(f"<title>Tin tức</title><h1>Tin tức</h1><ul>{items}</ul>".encode(), "http://xa.example/tin")


def test_a_page_too_large_for_trafilatura_is_read_all_the_same():
    filling = "<!--" + "x" * 600_000 + "-->"
    html = f"<title>Làm đường</title><h1>Làm đường</h1><div>{filling}<p>{ONE * 2}</p><p>{TWO * 2}</p></div>"
    assert read_article(html.encode(), "http://xa.example/a").body == f"{ONE * 2}\n\n{TWO * 2}"


def test_a_title_that_fills_the_leads_place_is_no_lead():
    article = read(f"<p>Làm đường</p><p>{ONE}</p>", hometext="Làm đường")
    assert (article.lead, article.body) == (None, ONE)


def test_a_notice_of_copyright_is_no_text():
    notice = "Chú ý: Việc đăng lại bài viết trên ở website khác mà không ghi rõ nguồn là vi phạm bản quyền"
    assert read(f"<p>{ONE}</p><p>{notice}</p>").body == ONE


def read_unknown(parts):
    html = f"<title>Họp bàn làm đường ở xã</title><h1>Họp bàn làm đường ở xã</h1>{parts}"
    return read_article(html.encode(), "http://xa.example/a")


def test_files_offered_beside_an_unknown_text():
    article = read_unknown(f'<div><p>{ONE}</p><p>{TWO}</p></div><div class="dinhkem"><a href="/f/a.xls">Biểu</a></div>')
    assert [(a.url, a.title) for a in article.attachments] == [("http://xa.example/f/a.xls", "Biểu")]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ('<time datetime="2022-03-12T06:05:00+07:00">Thứ Bảy</time>', "2022-03-12T06:05:00+07:00"),
        ("<span>16:37</span> <span>12/03/2022</span>", "16:37 12/03/2022"),
        ("<div><span>16:37</span> | <span>12/03/2022</span></div>", "16:37 | 12/03/2022"),
        ("<p>Xã hội - 12/03/2022</p>", "Xã hội - 12/03/2022"),
        ("<p>Tác giả: Đỗ Mây . Ngày đăng: 12/03/2022 . Lượt xem: 41</p>", None),
        ("<p>Thứ Bảy, ngày 12 tháng 3 năm 2022</p>", "Thứ Bảy, ngày 12 tháng 3 năm 2022"),
    ],
)
def test_dates_below_an_unknown_title(shown, text):
    article = read_unknown(f"{shown}<div><p>{ONE}</p><p>{TWO}</p></div>")
    published = [date for date in article.dates if date.role == "published"]
    assert published and (text is None or published[0].text == text) and published[0].found_in == "page"


@pytest.mark.parametrize(
    "shown", ["Hôm nay292", "Đạt 130/200 tỷ đồng", "nhiệm kỳ 2020 - 2025", "Lịch họp ngày 12/03/2022 của xã"]
)
def test_other_numbers_below_a_title_are_no_dates(shown):
    assert read_unknown(f"<p>{shown}</p><div><p>{ONE}</p><p>{TWO}</p></div>").dates == []


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="header">Thứ hai, 25/01/2021</div>',
        "<div>Hôm nay, Thứ hai ngày 25/01/2021</div>",
        "<header><span>Monday, 25/01/2021</span></header>",
    ],
)
def test_the_day_of_the_visit_is_a_banner(shown):
    html = f"{shown}<div class=m><h1>Họp bàn làm đường ở xã</h1><div><p>{ONE}</p><p>{TWO}</p></div></div>"
    assert [date.role for date in read_article(html.encode(), "http://xa.example/a").dates] == ["banner"]


def test_dates_of_other_articles_are_left_out():
    others = "".join(f'<li><a href="/b{n}">Thôn Đồi Sim giữ nguồn nước</a> 0{n}/03/2022</li>' for n in range(1, 9))
    article = read_unknown(f"<ul>{others}</ul><div><p>{ONE}</p><p>{TWO}</p></div><ul>{others}</ul>")
    assert article.dates == []


@pytest.mark.parametrize(("author", "expected"), [("Báo Suối Mơ", None), ("admin", None), ("Đỗ Mây", "Đỗ Mây")])
def test_sites_and_logins_are_no_authors(author, expected):
    head = f'<meta name="author" content="{author}"><meta property="og:site_name" content="Báo Suối Mơ">'
    assert read_unknown(f"{head}<div><p>{ONE}</p><p>{TWO}</p></div>").author == expected


def make_page_of_pictures(count):
    return Page(URL, f"""<title>Làm đường</title><body>{"<b>" * 20}{'<hr>"<img src="/a.jpg">(' * count}""".encode())


def make_page_of_headed_pictures(count):
    picture = '<div class="date"><img src="/a.jpg"><h1>Họp thôn</h1></div>'
    return Page(URL, f"<title>Họp thôn</title><body>{'<b>' * 20}{picture * count}".encode())


def test_pictures_between_title_and_text_take_time_by_their_number():
    assert_linear(find_platform("generic").article, make_page_of_headed_pictures, 240)


def test_pictures_amid_a_text_that_is_not_kept_take_time_by_their_number():
    assert_linear(find_platform("generic").article, make_page_of_pictures, 300)
