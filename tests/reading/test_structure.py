"""Which blocks of a page of unknown make are its article."""

import pytest
from lxml import etree
from support.growth import SHORTEST, assert_linear, measure_cpu

from harvester.errors import NotAnArticle
from harvester.platforms import read_article
from harvester.reading.extraction import complete_second
from harvester.reading.structure.line_kinds import PAGING
from harvester.reading.structure.outline import read_outline
from harvester.reading.structure.short_text import complete_row

TITLE = "Thôn Bến Mây dựng lại cầu tre qua suối"
TEXT = [
    f"Đoạn {n} kể chuyện bà con thôn Bến Mây góp tre, góp công dựng lại cây cầu đã trôi trong mùa lũ năm ngoái, ai nấy "
    "đều vui vì trẻ con lại được đi học bằng lối gần."
    for n in range(4)
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
MENU = "<nav><ul>" + "".join(f'<li><a href="/m{n}">Mục số {n}</a></li>' for n in range(6)) + "</ul></nav>"


def read(inside, around="{}", head=""):
    page = f"<title>{TITLE}</title>{head}<body>{MENU}{around.format(f'<h1>{TITLE}</h1>{inside}')}"
    return read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        ("<ul><li>Tre già</li><li>Dây mây</li><li>Đinh ba tấc</li></ul>", ["- Tre già", "- Dây mây", "- Đinh ba tấc"]),
        ("<p>TM. ỦY BAN NHÂN DÂN</p><p>CHỦ TỊCH</p><p>Mây Thị Thúng</p>",
         ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Mây Thị Thúng"]),
        ("<table><tr><td>Thôn</td><td>Cây</td></tr><tr><td>Bến Mây</td><td>40</td></tr><tr><td>Đồi Sim</td>"
         "<td>12</td></tr></table>", ["Thôn | Cây\nBến Mây | 40\nĐồi Sim | 12"]),
    ],
)  # fmt: skip
def test_short_lines_behind_the_text_are_kept(after, kept):
    assert read(f"<div>{PARAGRAPHS}{after}</div>").text.split("\n\n") == [*TEXT, *kept]


@pytest.mark.parametrize(
    "before",
    [
        "<div class=meta>20/05/2026 08:30</div>",
        "<p>by Mây Thị Thúng — published 20/05/2026</p>",
        '<p>(<a href="#comments">0 nhận xét</a>)</p>',
        "<div>Ngày đăng: 20/05/2026 08:30:00 SA | Lượt xem: 1204 | Phản hồi: 17</div>",
        '<div><div><a href="/m">Mời làng trên xóm dưới về dự hội đua mảng</a><p>Hội mở trong hai ngày, có thi kéo co '
        "và nấu cơm bên suối.</p></div></div>",
    ],
)
def test_the_pages_own_lines_before_the_text_are_none_of_it(before):
    assert read(f"<div>{before}{PARAGRAPHS}</div>").paragraphs == TEXT


@pytest.mark.parametrize(
    "after",
    [
        "<h2>Related Entries</h2><section><div class=box><p>Trạm xá thôn Đồi Sim khám cho người già suốt hai ngày cuối "
        "tuần.</p></div></section>",
        '<p>Xem thêm: <a href="/b">Thôn Đồi Sim mở lớp dạy đan</a></p>',
        '<div class="comments"><h3>Bình luận</h3><p>Hay quá, thôn tôi nên làm một cây cầu như thế cho trẻ.</p></div>',
        '<ul class="tags"><li>Các thẻ:</li><li><a href="/tag/cau">cầu</a></li></ul>',
        "<p>Trang: 1 2 3</p>",
        "<table><tr><td>Thăm dò ý kiến</td></tr><tr><td>Theo bạn cầu nên rộng mấy thước?</td></tr></table>",
        "<div><p>Trang tin xã Bến Mây. Người chịu trách nhiệm nội dung: Mây Thị Thúng, văn thư của xã.</p>"
        "<p>Khi đăng lại xin ghi rõ nguồn từ trang này.</p></div>",
    ],
)
def test_what_follows_the_text_is_none_of_it(after):
    assert read(f"<div>{PARAGRAPHS}</div>{after}", "<main>{}</main>").paragraphs == TEXT


@pytest.mark.parametrize(
    "box",
    [
        "<div class=khung><b>Tin liên quan</b><ul>{}</ul></div>",
        "<table><tr><td>ĐỌC NHIỀU</td></tr>{}</table>",
    ],
)
def test_a_box_of_other_articles_between_paragraphs_is_none_of_the_text(box):
    tag = "li" if "<ul>" in box else "td"
    entries = "".join(f'<{tag}><a href="/h{n}">Thôn số {n} mở hội đua mảng trên suối</a></{tag}>' for n in range(3))
    inside = "".join(f"<p>{text}</p>" for text in TEXT[:2]) + box.format(entries)
    assert read(f"<div>{inside}{''.join(f'<p>{text}</p>' for text in TEXT[2:])}</div>").paragraphs == TEXT


def test_a_first_subheading_is_kept_with_the_others_of_its_kind():
    names = ("1. Góp tre", "2. Đóng cọc", "3. Lát mặt", "4. Mở cầu")
    parts = [part for pair in zip(names, TEXT, strict=True) for part in pair]
    inside = "".join(f"<h3>{part}</h3>" if part in names else f"<p>{part}</p>" for part in parts)
    assert read(f"<div>{inside}</div>").text.split("\n\n") == parts


def test_a_last_line_on_the_origin_of_goods_is_text():
    last = "Hàng bày ở chợ thôn Bến Mây phải ghi rõ nguồn gốc."
    assert read(f"<div>{PARAGRAPHS}<p>{last}</p></div>").paragraphs == [*TEXT, last]


def test_an_article_keeps_its_place_among_many_links():
    links = "".join(
        f'<div class=i><a href="/x{n}">Thôn số {n} tổ chức họp bàn việc làm cầu mới</a></div>' for n in range(30)
    )
    assert read(f"{PARAGRAPHS}{links}", "<article>{}</article>").paragraphs == TEXT


@pytest.mark.parametrize("name", ["tag-mua-lu related", "has-sidebar comments-open", "category-tin no-print"])
def test_a_name_around_the_article_takes_nothing_away(name):
    article = read(f'<img src="/cau.jpg">{PARAGRAPHS}', f'<article class="{name}">{{}}</article>')
    assert (article.paragraphs, [image.url for image in article.images]) == (TEXT, ["http://xa.example/cau.jpg"])


def test_one_sentence_is_an_article():
    sentence = "Chiều qua, cầu tre thôn Bến Mây đã nối xong hai bờ suối."
    related = "".join(f'<h4><a href="/r{n}">Thôn số {n} góp tre làm cầu qua suối</a></h4>' for n in range(4))
    article = read(f"<div><p>{sentence}</p></div><div class=related>{related}</div>", "<article>{}</article>")
    assert article.paragraphs == [sentence]


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        ("<p>Phân công gác cầu tre thôn Bến Mây trong tuần:</p>" + "<p>Thứ hai</p><p>Mây Thị Thúng</p>" * 6,
         ["Phân công gác cầu tre thôn Bến Mây trong tuần:", *["Thứ hai", "Mây Thị Thúng"] * 6]),
        ("<p>Quà gửi về cho thôn gồm có:</p><ul><li>Gạo</li><li>Gạo</li><li>Áo mưa</li></ul>",
         ["Quà gửi về cho thôn gồm có:", "- Gạo", "- Gạo", "- Áo mưa"]),
        ('Danh sách các hộ góp tre dựng cầu đã niêm yết tại nhà văn hóa thôn:<br><table class="table">'
         "<tr><td>Thúng</td><td>4</td></tr><tr><td>Thúng</td><td>4</td></tr></table>",
         ["Danh sách các hộ góp tre dựng cầu đã niêm yết tại nhà văn hóa thôn:", "Thúng | 4\nThúng | 4"]),
        ('<div class="WordSection1"><p>Cầu tre mở lại từ sáng mai cho người đi bộ.</p><p>Dự phòng</p></div>',
         ["Cầu tre mở lại từ sáng mai cho người đi bộ.", "Dự phòng"]),
    ],
)  # fmt: skip
def test_a_roster_a_list_or_a_table_is_an_article_to_the_line(inside, lines):
    article = read(f'<div class="ngay">20/05/2026</div><div class="chi-tiet">{inside}</div>', "<div>{}</div>")
    assert article.text.split("\n\n") == lines


def test_a_file_alone_is_an_article():
    article = read('<p><a href="/f/ke-hoach.pdf">Kế hoạch dựng cầu</a></p>', "<article>{}</article>")
    assert (article.body, [file.title for file in article.attachments]) == ("", ["Kế hoạch dựng cầu"])


def test_hidden_text_is_left_out():
    hidden = f'<div style="display:none"><p>{TEXT[0]} Ẩn.</p></div><span class="sr-only">Bỏ qua</span>'
    assert read(f"<div>{hidden}{PARAGRAPHS}</div>").paragraphs == TEXT


def test_a_class_that_is_shown_on_wide_screens_is_read():
    assert read(f'<div class="hidden lg:block">{PARAGRAPHS}</div>').paragraphs == TEXT


@pytest.mark.parametrize(
    "entries",
    [
        "".join(f'<h3><a href="/b{n}">Thôn số {n} họp bàn việc làm cầu</a></h3><p>{TEXT[n]}</p>' for n in range(4)),
        "".join(f'<p><a href="/b{n}">Thôn số {n} họp bàn việc làm cầu</a></p><p>{TEXT[n]}</p>' for n in range(4)),
        "<ul>" + "".join(f'<li><a href="/b{n}">{TEXT[n]}</a></li>' for n in range(4)) + "</ul>",
        "<div class=i><p><a href=/fc>anh-c</a></p><p>Một góc suối nhìn từ cầu tre mới dựng.</p></div>" * 3,
    ],
)
def test_a_list_of_articles_is_none(entries):
    page = f"<title>Tin trong thôn</title><body>{MENU}<h1>Tin trong thôn</h1><main>{entries}</main>"
    with pytest.raises(NotAnArticle):
        read_article(page.encode(), "http://xa.example/tin-trong-thon", platform="generic")


@pytest.mark.parametrize("title", ["Giới thiệu chung", "Liên hệ", "Sơ đồ cổng"])
def test_a_page_that_stands_for_years_is_no_article(title):
    with pytest.raises(NotAnArticle):
        read_article(f"<title>{title}</title><h1>{title}</h1><div>{PARAGRAPHS}</div>".encode(), "http://xa.example/gt")


def test_scripts_and_inlined_pictures_are_no_reason_to_refuse():
    filling = f'<script>{"x" * 400_000}</script><img src="data:image/png;base64,{"A" * 200_000}">'
    assert read(f"<div>{filling}{PARAGRAPHS}</div>").paragraphs == TEXT


def test_classes_that_say_how_a_text_is_set_take_nothing_away():
    lines = ["Kết quả các trận đấu của thôn, hết lượt về:", "Bến Mây - Đồi Sim: 3-0", "Nghỉ một ngày."]
    inside = "".join(f"<p>{line}</p>" for line in lines)
    inside = f"<div class='row margin-bottom-lg'>20/05/2026</div><div class='bodytext margin-bottom-lg'>{inside}</div>"
    heading = f'<div class="panel-body"><h1 class="margin-bottom-lg">{TITLE}</h1>{inside}</div>'
    page = f"<title>{TITLE}</title><body>{MENU}{heading}<div class='col-right'>{MENU}</div>"
    article = read_article(page.encode(), "http://xa.example/tin/bong-chuyen", platform="generic")
    assert article.paragraphs == lines


def test_lines_that_another_reader_leaves_out_are_taken_with_the_row_that_they_stand_in():
    lines = ["SỐ 1", TEXT[0], "Nghỉ.", TEXT[1], "Nghỉ.", TEXT[2], "CHỦ TỊCH", "Mây Thị Thúng"]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    root = etree.HTML(f"<body>{MENU}<div><h1>{TITLE}</h1><p>20/05/2026 08:30</p>{paragraphs}</div><p>Chân trang</p>")
    outline = read_outline(root)
    places = {block.text: place for place, block in enumerate(outline.blocks)}
    found = complete_second(outline, [places[text] for text in TEXT[:3]], places[TITLE])
    assert [outline.blocks[place].text for place in found] == lines


@pytest.mark.parametrize("text", ["Trang: 1 2 3 … 12", "Pages: 1 2", "12", "1234567", "« 1 2 3 »"])
def test_the_numbers_of_pages_are_known(text):
    assert PAGING.fullmatch(text)


@pytest.mark.parametrize("text", ["12 " * 19 + "xã", "123 " * 14 + "xã", "9" * 59 + "a"])
def test_a_row_of_numbers_is_looked_at_once(text):
    assert measure_cpu(PAGING.fullmatch, text) < SHORTEST and not PAGING.fullmatch(text)


def test_leave_for_cookies_before_the_title_is_none_of_the_text():
    asked = (
        "<div><p>Trang này lưu cookie trên máy của bạn; xem tiếp là bạn đồng ý với điều đó và các điều khác nữa.</p>"
    )
    asked += (
        "<p>Bạn có thể đổi ý bất cứ lúc nào trong phần thiết lập, khi ấy một số mục của trang không mở được.</p></div>"
    )
    assert read(f"<div>{PARAGRAPHS}</div>", around=asked + "<div>{}</div>").text.split("\n\n") == TEXT


def test_a_second_article_that_follows_whole_is_none_of_the_text():
    other = "".join(f"<p>{text.replace('cầu', 'nhà')}</p>" for text in TEXT)
    page = (
        f'<div class=post><h1>{{}}</h1><div>{PARAGRAPHS}</div></div><div class=post><h1><a href="/b">Nhà mới ở thôn Sim'
    )
    inside = page.format(TITLE) + f" đã xong</a></h1><div>{other}</div></div>"
    article = read_article(f"<title>{TITLE}</title>{inside}".encode(), "http://xa.example/tin/cau", platform="generic")
    assert article.text.split("\n\n") == TEXT


def test_an_article_shorter_than_the_teasers_beside_it_is_read():
    teasers = "".join(
        f'<div><h4><a href="/t{n}">Bà con thôn Đồi Sim họp bàn việc {n}</a></h4><p>{text}</p></div>'
        for n, text in enumerate(TEXT * 2)
    )
    lines = "<br><br>".join(text[:60] for text in TEXT)
    page = f"<title>{TITLE}</title><div><div>{teasers}</div><div><h2>{TITLE}</h2><i>20/05/2026</i><br><br>{lines}</div>"
    article = read_article(page.encode(), "http://xa.example/tin/cau", platform="generic")
    assert article.text.split("\n\n") == [text[:60].strip() for text in TEXT]


def test_last_paragraphs_in_wrappers_of_their_own_are_kept():
    wrapped = "".join(f'<div class="x{n}"><p class="y{n}">{text[:50]}.</p></div>' for n, text in enumerate(TEXT * 2))
    assert len(read(f"<div>{wrapped}</div>").text.split("\n\n")) == 2 * len(TEXT)


def test_a_last_line_that_tells_the_day_of_publication_is_a_date():
    article = read(f"<div>{PARAGRAPHS}<p>Đăng ngày 20-5-2026</p></div>")
    assert article.text.split("\n\n") == TEXT
    assert [date.text for date in article.dates] == ["Đăng ngày 20-5-2026"]


@pytest.mark.parametrize(
    "image",
    [
        '<div class="field field-label-hidden"><img src="/cau.jpg"></div>',
        '<figure class="left item-image"><img src="/cau.jpg"></figure>',
        '<amp-img src="/cau.jpg" width="600" height="400"></amp-img>',
        '<p><img data-src="cau" src="/cau.jpg"></p>',
    ],
)
def test_images_between_title_and_text(image):
    assert [one.url for one in read(f"{image}<div>{PARAGRAPHS}</div>").images] == ["http://xa.example/cau.jpg"]


@pytest.mark.parametrize(
    "image",
    [
        '<a href="/b"><img src="/b.jpg"><b>Bà con thôn Đồi Sim họp bàn</b></a>',
        '<a href="/in"><img src="/printButton.png"></a>',
    ],
)
def test_images_of_other_articles_and_of_tools(image):
    assert read(f"<div>{PARAGRAPHS}<p>{image}</p></div>").images == []


def test_an_image_right_before_the_element_of_title_and_text():
    around = "<main><div><img src='/cau.jpg'></div><div>{}</div></main>"
    assert [one.url for one in read(f"<div>{PARAGRAPHS}</div>", around).images] == ["http://xa.example/cau.jpg"]


def test_who_signs_a_rule_did_not_write_it():
    assert read(f"<div>{PARAGRAPHS}<p>CHỦ TỊCH</p><p>(đã ký)</p><p>Sim Văn Giỏ</p></div>").author is None


@pytest.mark.parametrize("told", ["\\n\\n".join(TEXT), PARAGRAPHS])
def test_a_page_that_scripts_fill_is_read_from_its_structured_data(told):
    data = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "datePublished": "2026-05-20", "articleBody": "{told}"}}'
    page = f'<title>{TITLE}</title><script type="application/ld+json">{data}</script><body><div id=root></div>'
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert (article.title, article.text.split("\n\n")) == (TITLE, TEXT)
    assert [date.text for date in article.dates] == ["2026-05-20"]


def test_a_summary_cut_from_the_first_paragraph_does_not_stand_before_it():
    article = read(f'<div class="desc">{TEXT[0][:70]}...</div><div>{PARAGRAPHS}</div>')
    assert article.text.split("\n\n") == TEXT


def test_a_few_lines_shorter_than_any_sentence_are_an_article():
    lines = ["Nam mô hoa sen", "Nam mô hoa súng", "Nam mô hoa sen", "Nam mô hoa sen"]
    inside = "".join(f"<p>{line}</p>" for line in lines)
    assert read(f"<div>{inside}</div>", "<div>{}</div>").text.split("\n\n") == lines


def test_links_behind_a_line_that_announces_them_are_none_of_the_text():
    box = '<div class="box"><b>Xem thêm</b><ul><li><a href="/a">Chợ phiên đông khách</a></li></ul></div>'
    text = "".join(f"<p>{one}</p>" for one in TEXT[:2]), "".join(f"<p>{one}</p>" for one in TEXT[2:])
    assert read(f"<div>{text[0]}{box}{text[1]}</div>").paragraphs == TEXT


def test_a_line_between_the_head_of_a_document_and_its_text_is_kept():
    head = "<table><tbody><tr><td>ỦY BAN NHÂN DÂN<br>XÃ BẾN MÂY</td><td>CỘNG HÒA XÃ HỘI</td></tr></tbody></table>"
    body = read(f"<div>{head}<p>THÔNG BÁO</p><p>Về việc dựng lại cầu</p>{PARAGRAPHS}</div>").body
    assert "THÔNG BÁO\n\nVề việc dựng lại cầu" in body


def test_texts_below_images_in_boxes_of_their_own_are_captions():
    photos = "".join(f"<div><img src=/{n}.jpg><div>Bà con buộc nhịp thứ {n}</div></div>" for n in range(3))
    article = read(f"<div><p>{TEXT[0]}</p>{photos}</div>")
    assert [image.caption for image in article.images] == [f"Bà con buộc nhịp thứ {n}" for n in range(3)]
    assert article.body == TEXT[0]


def test_a_text_below_an_image_above_the_text_is_its_caption():
    picture = "<div><img src=/cau.jpg><small>Cầu mới nhìn từ bến. Ảnh: Sim Văn Giỏ</small></div>"
    article = read(f"{picture}<div>{PARAGRAPHS}</div>")
    assert [image.caption for image in article.images] == ["Cầu mới nhìn từ bến. Ảnh: Sim Văn Giỏ"]


def test_an_image_beside_the_title_that_the_head_names_too():
    around = "<div><div><img src=/a/cau.jpg></div><div>{}</div></div>"
    head = '<meta property="og:image" content="http://cdn.example/w800/cau.jpg">'
    page = f"<title>{TITLE}</title>{head}<body>{around.format(f'<h1>{TITLE}</h1>')}<section>{PARAGRAPHS}</section>"
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert [image.url for image in article.images] == ["http://xa.example/a/cau.jpg"]


def test_a_list_of_documents_with_their_files_is_no_article():
    rows = "".join(
        f'<tr><td>{n}/KH</td><td><a href="/vb/{n}">Về việc trồng cây đợt {n} năm nay</a></td>'
        f'<td><a href="/vb/{n}.pdf">Tải về</a></td></tr>'
        for n in range(4)
    )
    with pytest.raises(NotAnArticle):
        read(f"<table>{rows}</table>")


@pytest.mark.parametrize("title", ["Không tìm thấy trang", "404 Not Found", "Trang không tồn tại"])
def test_a_page_that_says_that_there_is_none_is_no_article(title):
    page = f"<title>{title}</title><h1>{title}</h1><p>Đường dẫn bạn vừa mở không còn nữa hoặc đã được đổi tên.</p>"
    with pytest.raises(NotAnArticle):
        read_article(page.encode(), "http://xa.example/x", platform="generic")


def outline_prices(count):
    rows = f"<p>Giá lúa hôm nay tại xã:</p><ul>{'<li>Lúa tám' * 8 * count}</ul>"
    bylines = "<div>Theo Báo Bến Mây" * count
    page = f"<body><h1>Giá lúa</h1>{rows}<div>Giá lúa hôm nay tại xã{bylines}"
    return read_outline(etree.HTML(page, etree.HTMLParser(huge_tree=True)))


def test_bylines_in_one_another_behind_a_short_text_are_not_added_without_end():
    assert_linear(lambda outline: complete_row(outline, [1, len(outline.blocks) * 8 // 9], 0), outline_prices, 100)
