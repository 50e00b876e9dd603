"""Pages of portals that nobody knows, one trait each: title, text, fields, and pages that are no articles."""

import unicodedata
from datetime import datetime

import pytest

from harvester.errors import NotAnArticle
from harvester.items import Image
from harvester.platforms import read_article
from harvester.vietnamese.dates.zones import VIETNAM
from pipelines import process

TITLE = "Thôn Bến Mây dựng lại cầu tre qua suối"
TEXT = [
    f"Đoạn {n} kể chuyện bà con thôn Bến Mây góp tre, góp công dựng lại cây cầu đã trôi trong mùa lũ năm ngoái."
    for n in range(4)
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
URL = "http://xa.example/tin/cau-tre"
NOW = datetime(2026, 11, 26, 9, tzinfo=VIETNAM)


def read(body, *, title=TITLE, head="", url=URL):
    page = f"<html lang=vi><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return process(read_article(page.encode(), url, platform="generic"), NOW)


def read_text(inside):
    """The blocks of an article's text, its byline among them."""
    return read(f"<div><h1>{TITLE}</h1><div>{inside}</div></div>").text.split("\n\n")


@pytest.mark.parametrize("name", ["Trạm Y tế Bến Mây", "NewsDetail", "Ban tin thon", "Đảng bộ xã Bến Mây"])
def test_a_head_that_names_the_office_or_the_kind_of_page_is_no_title(name):
    assert read(f"<div><h2>{TITLE}</h2>{PARAGRAPHS}</div>", title=name).title == TITLE


@pytest.mark.parametrize(
    "shown",
    [
        f'<div class="tieude">{TITLE}</div><div>{PARAGRAPHS}</div>',
        f"<div><b>{TITLE}</b> <font size=1>(16-7-2024)</font><br>{PARAGRAPHS}</div>",
        f'<td><span class="tieude">{TITLE}</span><br>16/7/2024<br>{TEXT[0]}<br><br>{TEXT[1]}<br><br>{TEXT[2]}</td>',
    ],
)
def test_a_title_that_no_heading_shows_stands_above_the_text(shown):
    article = read(f"<table><tr>{shown}</tr></table>", title="Ban tin thon")
    assert article.title == TITLE
    assert article.body.split("\n\n")[:3] == TEXT[:3]


def test_a_title_stands_behind_the_blogs_name_in_the_head():
    page = f'<h1><a href="/">Người Bến Mây</a></h1><article><h3>Cầu mới</h3>{PARAGRAPHS}</article>'
    assert read(page, title="Người Bến Mây: Cầu mới").title == "Cầu mới"


def test_what_stands_in_brackets_behind_the_title_in_the_head_is_none_of_it():
    assert read(f"<h2>Cầu mới</h2>{PARAGRAPHS}", title="Cầu mới (truyện của Mai Thị Thúng)").title == "Cầu mới"


def test_decomposed_letters_are_read_as_composed_ones():
    page = f"<h1>{TITLE}</h1><p>Thứ ba, 8 Tháng 8 2023, 18:47</p><div>{PARAGRAPHS}</div>"
    article = read(unicodedata.normalize("NFD", page) + '<a href="/a\u0309nh.pdf">tệp</a>')
    assert (article.published_at, article.title) == (datetime(2023, 8, 8, 18, 47, tzinfo=VIETNAM), TITLE)
    assert article.paragraphs == TEXT


def test_subheadings_stand_with_the_text_in_elements_of_their_own():
    sections = "".join(f"<section><div><h3>Phần {n}</h3><p>{text}</p></div></section>" for n, text in enumerate(TEXT))
    assert read_text(sections) == [line for n, text in enumerate(TEXT) for line in (f"Phần {n}", text)]


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        (
            "<div><div>Kính gửi: Bà con thôn Bến Mây</div></div>"
            + "".join(f"<section><div>{text}</div></section>" for text in TEXT),
            ["Kính gửi: Bà con thôn Bến Mây", *TEXT],
        ),
        (
            f"<h3>Nguyên liệu</h3><p>{TEXT[0]}</p><h3>Cách làm</h3><p>{TEXT[1]}</p><h3>Mẹo</h3><p>Đừng đảo cá.</p>",
            ["Nguyên liệu", TEXT[0], "Cách làm", TEXT[1], "Mẹo", "Đừng đảo cá."],
        ),
        ("<br><br>".join(TEXT) + "<div align=right>Theo Báo Suối Sậy</div>", [*TEXT, "Theo Báo Suối Sậy"]),
        (
            f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p><div class=related><a href=/b>Con bò giải nhất</a></div><p>{TEXT[2]}</p>",
            TEXT[:3],
        ),
        (
            "<ul>"
            + "".join(f"<li>Thứ {n}: cắt điện thôn {n} từ 7 giờ đến 9 giờ</li>" for n in range(2, 8))
            + "</ul><p>Cần mua: rơm khô.</p>",
            [*(f"- Thứ {n}: cắt điện thôn {n} từ 7 giờ đến 9 giờ" for n in range(2, 8)), "Cần mua: rơm khô."],
        ),
    ],
)
def test_short_lines_beside_the_text_are_of_it(inside, lines):
    assert read_text(inside) == lines


@pytest.mark.parametrize(
    "other",
    [
        '<ul><li><a href="/a">Bắt quả tang tụ điểm đá gà ăn tiền</a></li></ul>',
        '<div class="ads-inline">Quảng cáo<a href="/qc/1"><img src="/qc/1.jpg"></a></div>',
        "<div class=video><span>Xem video bàn thắng (01:12)</span></div>",
    ],
)
def test_what_interrupts_the_text_is_none_of_it(other):
    article = read(f"<h1>{TITLE}</h1><div><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{other}<p>{TEXT[2]}</p></div>")
    assert (article.paragraphs, article.images) == (TEXT[:3], [])


@pytest.mark.parametrize("tools", ["[<a href=#>In bài này</a>] [<a href=#>Quay lại</a>]", "Trở lại | Đầu trang"])
def test_rows_of_tools_are_none_of_the_text(tools):
    assert read_text(f"{PARAGRAPHS}<p>{tools}</p>") == TEXT


def test_signs_for_places_in_the_page_are_no_text():
    inside = f'<h3>Phơi tre<a href="#phoi-tre">#</a></h3><p>{TEXT[0]}</p><h3>Đan</h3><p>{TEXT[1]}</p><p>{TEXT[2]}</p>'
    assert read_text(inside) == ["Phơi tre", TEXT[0], "Đan", *TEXT[1:3]]


def test_lines_of_text_without_markup_end_where_they_end():
    inside = f"<pre>{TEXT[0]}\n\n1. Thời gian: buổi sáng.\n2. Địa điểm: kho số 2,\n   cạnh đình.\n\n{TEXT[1]}</pre>"
    lines = [TEXT[0], "1. Thời gian: buổi sáng.", "2. Địa điểm: kho số 2, cạnh đình.", TEXT[1]]
    assert read_text(inside) == lines


def test_recipients_and_signature_are_columns_of_lines():
    table = "<table><tr><td><p>Nơi nhận:</p><p>- Như trên;</p></td><td><p>CHỦ TỊCH</p><p>Lê Suối</p></td></tr></table>"
    assert read_text(PARAGRAPHS + table) == [*TEXT, "Nơi nhận:", "- Như trên;", "CHỦ TỊCH", "Lê Suối"]


def test_a_paragraph_that_announces_a_table_is_no_lead_and_the_table_is_text():
    rows = "".join(f"<tr><td>Thôn {n}</td><td>{n}0</td></tr>" for n in range(6))
    told = "Hội đồng xã Bến Mây công bố số hộ góp tre của từng thôn như sau:"
    tools = "<div>Hiện <select><option>25</option></select> dòng</div>"
    inside = f'<div class="intro"><p>{told}</p></div><div>{tools}<table>{rows}</table></div><p>{TEXT[0]}</p>'
    article = read(f"<div><h1>{TITLE}</h1>{inside}<p>{TEXT[1]}</p></div>")
    assert article.lead is None
    assert article.paragraphs == [told, "\n".join(f"Thôn {n} | {n}0" for n in range(6)), *TEXT[:2]]


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ("<p>Phát lúc 19:00 ngày 01/06/2026</p>", datetime(2026, 6, 1, 19)),
        ("<p>Ngày 25/5/22</p>", datetime(2022, 5, 25)),
        ("<p>Ngày đăng 24.12.25 – Đã xem 5.120</p>", datetime(2025, 12, 24)),
        ("<p>Mục: Y tế | Đăng: 2026-03-05 8:5 | Người đăng: Mai Thị Thúng</p>", datetime(2026, 3, 5, 8, 5)),
        ("<p>Thứ Bảy, 28/02/2026 (12/01 Bính Ngọ) - 09:30</p>", datetime(2026, 2, 28, 9, 30)),
        ("<p><span>Mai Thị Thúng</span> · <span>1772607600000</span></p>", datetime(2026, 3, 4, 14)),
        ('<p><span data-time="1708336200">2 năm trước</span></p>', datetime(2024, 2, 19, 16, 50)),
        ('<tin-date value="2026-05-02T08:00:00+07:00">2 thg 5</tin-date>', datetime(2026, 5, 2, 8)),
        ("<b>Thứ ba, 25 tháng 6, 2024</b><a href=/a>Tin khác của thôn Bến Mây trong tuần</a>", datetime(2024, 6, 25)),
    ],
)
def test_dates_in_ways_of_their_own(shown, date):
    article = read(f"<article><h1>{TITLE}</h1>{shown}<div>{PARAGRAPHS}</div></article>")
    assert article.published_at == date.replace(tzinfo=VIETNAM)


def test_months_of_the_lunar_calendar_are_no_days():
    article = read(f"<h1>{TITLE}</h1><div><p>Sáng mùng 10 tháng Giêng năm 2024, bà con họp.</p>{PARAGRAPHS}</div>")
    assert article.published_at is None


@pytest.mark.parametrize(
    ("address", "date"),
    [
        ("http://xa.example/Tin.aspx?id=4", None),
        ("http://xa.example/tin/2026/03/05/Xem.aspx?id=4", (2026, 3, 5, 14, 5)),
    ],
)
def test_a_day_without_zeros_on_asp_net_asks_for_a_witness(address, date):
    article = read(f"<h1>{TITLE}</h1><p>3/5/2026 2:05:00 PM</p><div>{PARAGRAPHS}</div>", url=address)
    assert article.published_at == (date and datetime(*date, tzinfo=VIETNAM))


def test_data_of_a_themes_sample_is_not_believed():
    head = (
        '<meta property="og:title" content="Demo template">'
        '<meta property="article:published_time" content="2019-05-01">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Demo headline", '
        '"datePublished": "2019-05-01", "author": "Demo"}</script>'
    )
    article = read(f"<h1>{TITLE}</h1><p>10:30 - 12/01/2026</p><div>{PARAGRAPHS}</div>", head=head)
    assert (article.published_at, article.author) == (datetime(2026, 1, 12, 10, 30, tzinfo=VIETNAM), None)


@pytest.mark.parametrize(
    ("shown", "category"),
    [
        ("<p>Trang chủ ► Bản tin tuần</p>", "Bản tin tuần"),
        ('<small>Trang chủ ⟩ Tin ⟩ <a href="/m/le">Lễ hội - Di tích</a></small>', "Lễ hội - Di tích"),
        ('<div>Văn bản / <a href="/vb/qd">Quyết định</a></div>', "Quyết định"),
        ('<p>Bạn đang xem: <a href="/hd">Hướng dẫn</a></p>', "Hướng dẫn"),
        (
            '<nav aria-label="breadcrumb"><ol><li>Trang chủ</li><li><a href="/s">Đời sống</a></li></ol></nav>',
            "Đời sống",
        ),
        ('<div class="nhan-label">Tuyển dụng</div>', "Tuyển dụng"),
        ("<p>[<a href=/>Trang nhất</a>] [<a href=/x>Xã viên</a>]</p>", None),
    ],
)
def test_the_category_is_where_the_path_above_the_title_ends(shown, category):
    assert read(f"<article>{shown}<h1>{TITLE}</h1><div>{PARAGRAPHS}</div></article>").category == category


@pytest.mark.parametrize(
    ("shown", "author"),
    [
        ("<dl><dd>20/05/2026</dd><dd>KS. Mai Thị Thúng</dd></dl>", "KS. Mai Thị Thúng"),
        ("<p>Ngày viết: 20/05/2026 | Lê Thắm</p>", "Lê Thắm"),
        ('<ul><li>20/05/2026</li><li><i class="icon-user"></i> Mai Thúng</li></ul>', "Mai Thúng"),
        ('<p><i class="fa fa-user"></i> Người đăng: Mai Thúng</p>', "Mai Thúng"),
        ('<p><i class="fa fa-user"></i> Đăng nhập</p>', None),
        ('<p><i class="icon-user"></i> Tài khoản</p>', None),
        ('<div><i class="fa fa-user"></i> Khách truy cập</div>', None),
        ('<p><a href="/dang-nhap?ve=7"><i class="fa fa-user"></i> Mai Thúng</a></p>', None),
        ('<span itemprop="author"><meta itemprop="name" content="Mây Thúng"></span>', "Mây Thúng"),
        ('<div class="author">Mây Thúng<p>Sinh năm 1991, thích đi bộ.</p></div>', "Mây Thúng"),
        ('<p class="author">bientap</p>', None),
    ],
)
def test_authors_in_ways_of_their_own(shown, author):
    assert read(f"<article><h1>{TITLE}</h1>{shown}<div>{PARAGRAPHS}</div></article>").author == author


def test_the_origin_stands_with_the_day_of_the_original():
    below = "<div>Theo <a href='http://b.example/'>Báo Suối Sậy</a> (10/9/2024)</div>"
    assert read(f"<article><h1>{TITLE}</h1><div>{PARAGRAPHS}</div>{below}</article>").source == "Báo Suối Sậy"


@pytest.mark.parametrize(
    "below",
    [
        "<div><div>Tags:</div><div><i><a href=/t/1>cầu</a></i><i><a href=/t/2>tre</a></i></div></div>",
        "<div>Từ khoá » <a href=/t/1>cầu</a>, <a href=/t/2>tre</a></div>",
        '<div class="bai-tags"><a href=/t/1>cầu</a>, <a href=/t/2>tre</a></div>',
        "<the-chip-set><a href=/t/1>cầu</a><a href=/t/2>tre</a></the-chip-set>",
    ],
)
def test_tags_in_ways_of_their_own(below):
    assert read(f"<article><h1>{TITLE}</h1><div>{PARAGRAPHS}</div>{below}</article>").tags == ["cầu", "tre"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ('<p>Đăng: 20/05/2026 | <a href="/tep/14.docx">Quy trình.docx</a></p>', ""),
        ("", '<div class="related related-files"><a href="/tep/14.docx">Quy trình.docx</a></div>'),
        ("", '<div>Tải về: <a href="/tep/14.docx">Quy trình.docx</a></div>'),
    ],
)
def test_files_around_the_text(above, below):
    article = read(f"<article><h1>{TITLE}</h1>{above}<div>{PARAGRAPHS}</div>{below}</article>")
    assert [(file.url, file.title) for file in article.attachments] == [
        ("http://xa.example/tep/14.docx", "Quy trình.docx")
    ]


def test_a_link_that_names_its_kind_of_file_is_one():
    article = read(f'<h1>{TITLE}</h1><div>{PARAGRAPHS}<p><a href="/TaiFile/88">Danh sách (pdf)</a></p></div>')
    assert [(file.url, file.media_type) for file in article.attachments] == [
        ("http://xa.example/TaiFile/88", "application/pdf")
    ]


@pytest.mark.parametrize(
    ("shown", "images"),
    [
        ('<img src="/a.jpg" alt="a" title="Cầu tre vừa dựng xong">', [("/a.jpg", "Cầu tre vừa dựng xong")]),
        ('<img src="/a.jpg" alt="a" title="IMG_2024 tre.jpg">', [("/a.jpg", None)]),
        (f'<img src="/a.jpg" align="left">{TEXT[3]}', [("/a.jpg", None)]),
        (
            '<table><tr><td><img src="/a.jpg"></td><td><img src="/b.jpg"></td></tr>'
            "<tr><td>Đua thuyền nan</td><td>Vật cù trên sân</td></tr></table>",
            [("/a.jpg", "Đua thuyền nan"), ("/b.jpg", "Vật cù trên sân")],
        ),
        (
            "<tin-anh><img src=/a.jpg><tin-caption>Quầy thêu chợ</tin-caption></tin-anh>",
            [("/a.jpg", "Quầy thêu chợ")],
        ),
    ],
)
def test_captions_in_ways_of_their_own(shown, images):
    article = read(f"<h1>{TITLE}</h1><div><p>{TEXT[0]}</p><div>{shown}</div><p>{TEXT[1]}</p><p>{TEXT[2]}</p></div>")
    assert article.images == [Image("http://xa.example" + path, caption) for path, caption in images]


@pytest.mark.parametrize(
    "above",
    [
        '<div class="header"><img src="/bn.jpg"></div>',
        '<a href="/"><img src="/bn.jpg"></a>',
        '<a href="/tin/bao"><img src="/bao.jpg"></a><b><a href="/tin/bao">Bão số 12 suy yếu</a></b>',
    ],
)
def test_banners_and_images_of_other_titles_are_none_of_the_articles(above):
    assert read(f"<div>{above}<h1>{TITLE}</h1>{PARAGRAPHS}</div>").images == []


@pytest.mark.parametrize(
    ("heading", "url"),
    [("<h3>Lời ngỏ của Chủ tịch xã</h3>", "http://xa.example/"), ("", "http://xa.example/index.html"), ("", URL)],
)
def test_a_home_page_is_no_article(heading, url):
    with pytest.raises(NotAnArticle):
        read(heading + PARAGRAPHS, title="Trang chủ - Cổng thông tin điện tử xã Bến Mây", url=url)


@pytest.mark.parametrize(
    "title",
    [
        "Trang chủ - Cổng thông tin điện tử xã Bến Mây",
        f"Trang chủ » Tin tức » {TITLE}",
        f"Trang chủ » {TITLE}",
        f"*** | {TITLE}",
        "Trang chủ - Xã Bến Mây",
    ],
)
def test_an_article_of_a_portal_that_calls_all_its_pages_home_is_one(title):
    assert read(f"<h1>{TITLE}</h1><div class=date>12/03/2026 08:00</div>{PARAGRAPHS}", title=title).title == TITLE


def test_an_authors_page_is_no_article():
    with pytest.raises(NotAnArticle):
        read(f"<h1>Mai Thị Thúng</h1>{PARAGRAPHS}", url="http://xa.example/tac-gia/mai-thi-thung-3.html")


def test_a_section_with_a_long_first_teaser_is_no_article():
    entries = "".join(f"<div><h3><a href=/b{n}>Thôn {n} mở hội làng sau mùa gặt</a></h3></div>" for n in range(4))
    first = f"<div><h2><a href=/a>Vườn bưởi trên đất đồi cho quả ngọt</a></h2><p>{TEXT[0] * 2}</p></div>"
    with pytest.raises(NotAnArticle):
        read(f"<h1>Kinh tế</h1>{first}{entries}", title="Kinh tế")


@pytest.mark.parametrize("element", ["<div data-time=1741741200><p>{}</p></div>", "<p data-date=2026-03-12>{}</p>"])
def test_what_tells_its_moment_may_be_the_text(element):
    notice = "Điện lực sẽ cắt điện tại thôn Đông từ 7 giờ ngày 15/3."
    article = read(f"<h1>Thông báo cắt điện tại xã</h1>{element.format(notice)}", title="Thông báo cắt điện tại xã")
    assert article.paragraphs == [notice]


@pytest.mark.parametrize(
    "inside",
    [
        f"<h3><a href=#>Về việc cắt nước sinh hoạt cuối tuần</a></h3><p>{TEXT[0]}</p>",
        f"<div><h3><a href=/x1>Gửi bà con về việc sửa cầu tre</a></h3></div>{PARAGRAPHS}",
    ],
)
def test_a_notice_with_a_linked_heading_is_an_article(inside):
    related = "".join(f"<h3><a href=/b{n}>Thôn {n} mở hội làng sau mùa gặt</a></h3>" for n in range(3))
    article = read(f"<h1>Thông báo</h1><p>12/03/2026</p>{inside}<div>{related}</div>", title="Thông báo")
    assert TEXT[0] in article.text
