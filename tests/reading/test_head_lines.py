"""Lines that hold date, author and section together, or part them by nothing but elements."""

import pytest

from harvester.platforms import read_article
from harvester.reading.head_lines import is_full_name, parse_head_line

TITLE = "Thôn Bến Mây dựng lại cầu tre qua suối"
TEXT = [
    f"Đoạn {n} kể chuyện bà con thôn Bến Mây góp tre, góp công dựng lại cây cầu đã trôi trong mùa lũ năm ngoái."
    for n in range(4)
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
NOON = "2026-05-20T12:00:00+07:00"


def read(above="", below="", head="", title=f"<h1>{TITLE}</h1>"):
    page = (
        f"<html lang=vi><head><title>{TITLE}</title>{head}</head><body>"
        f"<div>{title}{above}<div>{PARAGRAPHS}</div>{below}</div>"
    )
    return read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")


def list_dates(article):
    return [date.text for date in article.dates]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("by Ann Moss Heath on May 20, 2026 at 9:15 am in News", "May 20, 2026 at 9:15 am"),
        ("By Ann Moss Heath, Bến Mây | Wednesday 20 May 2026", "Wednesday 20 May 2026"),
        ("Gửi bởi: Dế Áo Nâu, lúc 22:14 – 20/05/2026, trong mục Hồi ức", "22:14 – 20/05/2026"),
        ("Mai Thị Thúng 20/05/2026, 21:05", "20/05/2026, 21:05"),
        ("Mai Thị Thúng20/05/2026 21:05", "20/05/2026 21:05"),
        ("Ảnh: MAI THỊ THÚNG | 20-05-2026 11:08", "20-05-2026 11:08"),
        ("Cap nhat: 20/05/2026 17:40", "Cap nhat: 20/05/2026 17:40"),
    ],
)
def test_a_line_of_date_and_author(line, date):
    assert parse_head_line(line) == date
    article = read(f"<p>{line}</p>")
    assert list_dates(article) == [date]
    assert article.body.split("\n\n") == TEXT


@pytest.mark.parametrize(
    "line", ["Hội mở từ ngày 20/05/2026", "Mai Thị Thúng 20/05/2026 và 21/05/2026", "Bến Mây 20/05/2026 rộn tiếng cười"]
)
def test_a_line_that_tells_a_date_of_something_else(line):
    assert parse_head_line(line) is None


@pytest.mark.parametrize("name", ["Mai Thị Thúng", "MAI THỊ THÚNG"])
def test_names_in_capitals_are_names(name):
    assert is_full_name(name)


@pytest.mark.parametrize("text", ["Văn Hóa Xã Hội", "VĂN HÓA XÃ HỘI", "Bến Mây", "Thời Sự Trong Tuần"])
def test_sections_are_no_names(text):
    assert not is_full_name(text)


@pytest.mark.parametrize(
    "line",
    [
        "<div><span>Phố Bến</span><span>Thứ Tư 08:12 20/05/2026</span></div>",
        "<div><span>Mai Thị Thúng</span><span>Thứ Tư 08:12 20/05/2026</span></div>",
    ],
)
def test_elements_side_by_side_are_lines_of_their_own(line):
    article = read(line)
    assert list_dates(article) == ["Thứ Tư 08:12 20/05/2026"]
    assert article.body.split("\n\n") == TEXT


def test_a_time_in_two_elements_stays_with_its_day():
    assert list_dates(read("<div><span>16:37</span> | <span>20/05/2026</span></div>")) == ["16:37 | 20/05/2026"]


def test_a_date_in_bold_within_a_sentence_is_the_texts():
    assert list_dates(read("<p>Hội mở vào <b>20/05/2026</b> tại bến.</p>")) == []


def test_a_label_in_an_element_of_its_own_tells_what_stands_behind_it():
    rows = {
        "Người viết": "Mây Thị Thúng",
        "Nguồn tin": "Đài truyền thanh xã",
        "Ngày đăng": "20/05/2026",
        "Chuyên mục": '<a href="/c">Bạn đọc</a>',
    }
    below = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows.items())
    article = read(below=f"<footer><dl>{below}</dl></footer>")
    assert (article.author, article.source, article.category) == ("Mây Thị Thúng", "Đài truyền thanh xã", "Bạn đọc")
    assert "20/05/2026" in "".join(list_dates(article))
    assert article.body.split("\n\n") == TEXT


def test_the_first_paragraph_above_the_line_of_date_is_the_lead():
    lead = "Bà con bốn xóm góp tre suốt một tuần, cầu mới dài hơn cầu cũ."
    page = f"<title>{TITLE}</title><div><h1>{TITLE}</h1><p>{lead}</p><p>20/05/2026 06:00 GMT+7</p>{PARAGRAPHS}</div>"
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert (article.lead, article.body.split("\n\n")) == (lead, TEXT)
    assert list_dates(article) == ["20/05/2026 06:00 GMT+7"]


@pytest.mark.parametrize("line", ["- Thời gian: 7 giờ 30, ngày 15/10/2026", "Khai mạc: 7:30 15/10/2026"])
def test_the_day_of_an_event_is_text(line):
    page = f"<title>{TITLE}</title><div><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>{line}</p>{PARAGRAPHS}</div>"
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert (article.lead, list_dates(article)) == (None, [])
    assert line in article.body


def test_a_title_with_its_date_behind_it_in_one_element():
    cell = f"<td><b>{TITLE}</b> <font size=1>(Đăng ngày 20/05/2026 15:42)</font></td>"
    article = read(title=f"<table><tr>{cell}</tr></table>")
    assert (article.title, list_dates(article)) == (TITLE, ["Đăng ngày 20/05/2026 15:42"])


def test_a_time_in_english_gives_way_to_the_moment_with_its_zone():
    head = f'<meta property="article:published_time" content="{NOON}">'
    assert list_dates(read("<p>May 20, 2026 at 5:00 am</p>", head=head)) == [NOON]


def test_what_holds_a_date_is_nobodys_name():
    assert read('<p class="author">20 May 2026 • 2:54pm</p>').author is None


@pytest.mark.parametrize("line", ["MAI THỊ THÚNG", "LÝ A MÂY – MAI THÚNG"])
def test_a_name_in_capitals_below_a_finished_paragraph_is_the_author(line):
    page = f"<title>{TITLE}</title><div><h1>{TITLE}</h1><div>{PARAGRAPHS}<p align=right><b>{line}</b></p></div></div>"
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert (article.author, article.body.split("\n\n")) == (line, TEXT)


def test_a_name_in_capitals_below_a_short_line_signs():
    lines = "<p>TM. BAN LIÊN LẠC</p><p>Trưởng ban</p><p>MAI THỊ THÚNG</p>"
    page = f"<title>{TITLE}</title><div><h1>{TITLE}</h1><div>{PARAGRAPHS}{lines}</div></div>"
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert article.author is None
    assert article.body.endswith("MAI THỊ THÚNG")


@pytest.mark.parametrize(
    "line",
    [
        "Bút ký của <b>Sương Đầm Nguyệt</b>, đăng ngày 4/12/2025",
        '<a href="/u/suong">Sương Đầm Nguyệt</a> • 3 tuần trước',
    ],
)
def test_other_ways_to_name_the_author(line):
    assert read(f"<p>{line}</p>").author == "Sương Đầm Nguyệt"


def test_the_category_is_the_last_link_of_the_line_above_the_title():
    title = f'<div><a href="/">Trang đầu</a> › <a href="/kt">Kinh tế</a></div><h1>{TITLE}</h1>'
    assert read(title=title).category == "Kinh tế"


def test_markup_in_base64_is_no_text():
    code = "PGRpdiBjbGFzcz0i" * 400
    article = read(below=f"<div>{code}</div>")
    assert article.body.split("\n\n") == TEXT


def test_the_first_paragraph_beside_the_text_that_the_head_describes_is_the_lead():
    lead = "Bà con bốn xóm góp tre suốt một tuần, cầu mới dài hơn cầu cũ."
    article = read(f"<div>{lead}</div>", head=f'<meta name="description" content="{lead}">')
    assert (article.lead, article.body.split("\n\n")) == (lead, TEXT)


@pytest.mark.parametrize(
    "below",
    [
        '<p><a href="/tim?q=cau">cầu</a> <a href="/tim?q=lu">mùa lũ</a></p>',
        "<p>Từ khóa: cầu, mùa lũ</p>",
        '<p>Từ khóa: <span itemprop="keywords">cầu, mùa lũ</span></p>',
    ],
)
def test_tags_that_are_searches_or_no_links(below):
    article = read(below=below)
    assert (article.tags, article.body.split("\n\n")) == (["cầu", "mùa lũ"], TEXT)


def test_what_an_object_of_a_graph_names_by_its_mark_alone():
    graph = (
        '{"@graph": [{"@type": "Person", "@id": "#m", "name": "Mây Thị Thúng"}, {"@type": "Person", "@id": "#g", '
        '"name": "Sim Văn Giỏ"}, {"@type": "ImageObject", "@id": "#i", "url": "/cau.jpg", "caption": "Cầu mới"}, '
        '{"@type": "NewsArticle", "author": [{"@id": "#m"}, {"@id": "#g"}], "image": {"@id": "#i"}}]}'
    )
    article = read(head=f'<script type="application/ld+json">{graph}</script>')
    assert article.author == "Mây Thị Thúng, Sim Văn Giỏ"
    assert [(image.url, image.caption) for image in article.images] == [("http://xa.example/cau.jpg", "Cầu mới")]


@pytest.mark.parametrize("told", ['["/cau-4x3.jpg", "/cau-16x9.jpg"]', '{"contentUrl": "/cau-4x3.jpg"}'])
def test_an_image_that_structured_data_alone_tells(told):
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "image": {told}}}</script>'
    assert [image.url for image in read(head=data).images] == ["http://xa.example/cau-4x3.jpg"]
    assert [image.url for image in read('<img src="/b.jpg">', head=data).images] == ["http://xa.example/b.jpg"]


def test_a_mark_that_stands_in_for_an_image_is_none():
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "image": "/logo.png"}</script>'
    assert read(head=data).images == []
