"""Authors, sources, categories, tags, dates and pictures as the templates of many systems show them."""

from datetime import UTC, datetime

import pytest
from lxml.html import fromstring

from harvester.platforms import read_article
from harvester.reading.proximity import add_time_beside
from pipelines import process

TITLE = "Thôn Bến Mây dựng lại cầu tre qua suối"
TEXT = "".join(
    f"<p>Đoạn {n} kể chuyện bà con thôn Bến Mây góp tre, góp công dựng lại cây cầu đã trôi trong mùa lũ năm ngoái.</p>"
    for n in range(4)
)


def read(above="", below="", head="", before="", text=TEXT, platform="generic"):
    page = (
        f"<html lang=vi><head><title>{TITLE}</title>{head}</head><body><article>{before}<h1>{TITLE}</h1>"
        f"{above}<div>{text}</div>{below}</article>"
    )
    return read_article(page.encode(), "http://xa.example/tin/cau-tre", platform=platform)


def published(article):
    return [date.text for date in article.dates if date.role == "published"]


@pytest.mark.parametrize(
    "around", ['class="widget Blog"', 'class="post sidebar-left related-none"', 'class="comments-open"']
)
def test_the_name_of_the_element_around_the_whole_article_says_nothing_of_its_parts(around):
    above = '<p class="day">20/05/2026 08:30</p>'
    below = (
        '<p class="vcard">Được đăng bởi <b class="author">Mai Thị Thúng</b></p>'
        '<p>Nhãn: <a href="/search/label/cau" rel="tag">cầu</a></p>'
    )
    page = f"<title>{TITLE}</title><div {around}><h1>{TITLE}</h1>{above}<div>{TEXT}</div>{below}</div>"
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert (article.author, article.tags, published(article)) == ("Mai Thị Thúng", ["cầu"], ["20/05/2026 08:30"])


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="byline">Thứ tư, 20/05/2026 - 15 giờ 40 phút | Người thực hiện: <b>Trúc Mai</b></p>',
        '<div class="author"><b>Tác giả: Trúc Mai</b> <i>|</i> <b>Thứ tư, 20/05/2026 - 15:40</b></div>',
        "<p>20/05/2026 | 15:40 - Thực hiện: Trúc Mai</p>",
    ],
)
def test_date_and_author_of_one_line_are_told_apart(shown):
    article = read(shown)
    assert (article.author, article.source) == ("Trúc Mai", None)
    assert any("15" in text and "40" in text for text in published(article))


def test_a_source_in_one_line_with_the_date():
    article = read("<p>20/05/2026 | 06:30 - Theo <b>Đài Truyền thanh xã</b></p>")
    assert (article.author, article.source) == (None, "Đài Truyền thanh xã")
    assert published(article) == ["20/05/2026 | 06:30"]


def test_a_date_in_the_authors_element_names_nobody():
    article = read('<p class="author">Thứ tư, ngày 20 tháng 05 năm 2026</p>')
    assert (article.author, article.source) == (None, None)


@pytest.mark.parametrize(
    ("shown", "author", "source"),
    [
        ("Trưởng thôn Mai Thị Thúng", "Trưởng thôn Mai Thị Thúng", None),
        ("Phó Bí thư Đoàn xã Lê An Nhiên", None, "Phó Bí thư Đoàn xã Lê An Nhiên"),
        ("Trưởng ban Công tác Mặt trận", None, "Trưởng ban Công tác Mặt trận"),
        ("Phòng Kinh tế xã", None, "Phòng Kinh tế xã"),
    ],
)
def test_a_person_with_a_title_is_an_author_and_an_office_a_source(shown, author, source):
    article = read(f'<p class="author">{shown}</p>')
    assert (article.author, article.source) == (author, source)


@pytest.mark.parametrize(
    "author",
    [
        '[{"@type": "Person", "name": "Trúc Mai"}, {"@type": "Person", "name": "Sim Giỏ"}]',
        '["Trúc Mai", "Sim Giỏ"]',
    ],
)
def test_all_authors_of_broken_structured_data_are_named(author):
    data = f'{{"@type": "NewsArticle", "headline": "Cầu "tre" Bến Mây", "author": {author}}}'
    assert read(head=f'<script type="application/ld+json">{data}</script>').author == "Trúc Mai, Sim Giỏ"


def test_whom_the_author_of_broken_structured_data_works_for_is_no_author():
    author = '{"@type": "Person", "name": "Trúc Mai", "worksFor": {"@type": "Organization", "name": "Báo Mây"}}'
    data = f'{{"@type": "NewsArticle", "headline": "Cầu "tre" Bến Mây", "author": {author}}}'
    assert read(head=f'<script type="application/ld+json">{data}</script>').author == "Trúc Mai"


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


def test_a_tag_that_is_called_as_tags_are():
    below = '<p>Thẻ: <a href="/tag/nhan/" rel="tag">nhãn</a>, <a href="/tag/cau/" rel="tag">cầu</a></p>'
    assert read(below=below).tags == ["nhãn", "cầu"]


@pytest.mark.parametrize(
    ("end", "author"),
    [("thơ Sim Hương Mây", "Sim Hương Mây"), ("truyện ngắn của Sim Giỏ", "Sim Giỏ"), ("Sim Giỏ", None)],
)
def test_who_wrote_a_poem_is_told_behind_its_title(end, author):
    name = end.removeprefix("thơ ").removeprefix("truyện ngắn của ")
    page = f"<html lang=vi><title>{TITLE} - {end}</title><main><h1>{TITLE}</h1><p>{name}</p><div>{TEXT}</div></main>"
    assert read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic").author == author


@pytest.mark.parametrize("line", ["Bến Mây, 02/10/2026", "Bến Mây, mùa nước 2025", "Bến Mây, ngày 2 tháng 10 năm 2026"])
def test_place_and_day_below_a_text_name_nobody(line):
    assert read(text=f"{TEXT}<p><i>{line}</i></p>").author is None


@pytest.mark.parametrize("platform", ["generic", "dotnetnuke"])
def test_author_section_and_date_in_one_line_above_the_title(platform):
    before = "<div>Gửi bởi: Mai Thị Thúng | Đời sống | 20/05/2026 14h-05 | Lượt xem: 208</div>"
    article = read(before=before, platform=platform)
    assert (article.author, article.category) == ("Mai Thị Thúng", "Đời sống")


@pytest.mark.parametrize(
    "line", ["Mai Thị Thúng | Đời sống | 20/05/2026", "Đời sống | Sông nước | Tác giả: Sim Giỏ | 20/05/2026"]
)
def test_what_stands_beside_a_date_is_no_section_where_two_may_be(line):
    assert read(before=f"<div>{line}</div>").category is None


@pytest.mark.parametrize("name", ["Chuyển đổi số", "Đời sống"])
def test_a_line_above_the_title_that_a_menu_holds_too_is_the_section(name):
    page = (
        f"<html lang=vi><title>{TITLE}</title><nav><a href=/c>Chuyển đổi số</a> <a href=/v>Văn bản</a></nav>"
        f"<article><p>{name}</p><h1>{TITLE}</h1><div>{TEXT}</div></article>"
    )
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert article.category == (name if name == "Chuyển đổi số" else None)


@pytest.mark.parametrize("platform", ["liferay", "wordpress", "dotnetnuke"])
def test_a_line_above_the_title_that_calls_itself_a_section(platform):
    assert read(before='<p class="chuyen-muc">Đời sống</p>', platform=platform).category == "Đời sống"


@pytest.mark.parametrize("platform", ["generic", "wordpress", "liferay"])
def test_a_section_escaped_twice_in_the_head(platform):
    head = '<meta property="article:section" content="L&amp;#7877; h&amp;#7897;i">'
    assert read(head=head, platform=platform).category == "Lễ hội"


def list_roles(article):
    return {date.text: date.role for date in article.dates}


@pytest.mark.parametrize(
    "moment", ["2026-05-20 18:42:00 +0700 +07", "20/05/2026 lúc 18:42", "2026-05-20T18:42:00+07:00"]
)
def test_the_moment_in_the_title_of_what_shows_less(moment):
    assert published(read(f'<p><span title="{moment}">3 tuần trước</span></p>'))[0] == moment


@pytest.mark.parametrize(
    "shown",
    [
        '<time itemprop="dateModified" datetime="2026-05-21T16:40:00+07:00">21/05/2026</time>',
        '<span>Cập nhật lần cuối: <time datetime="2026-05-21T16:40:00+07:00">21/05/2026</time></span>',
        '<time class="modified-date" datetime="2026-05-21T16:40:00+07:00">21/05/2026</time>',
    ],
)
def test_a_machine_date_of_the_last_change_is_an_update(shown):
    above = f'<p>Đăng: <time datetime="2026-05-20T09:15:00+07:00">20/05/2026</time></p><p>{shown}</p>'
    roles = list_roles(read(above))
    assert roles["2026-05-20T09:15:00+07:00"] == "published"
    assert all(role == "updated" for text, role in roles.items() if "21" in text)


@pytest.mark.parametrize("names", ["entry-date updated", "published updated"])
def test_the_only_date_of_a_theme_is_that_of_publication_whatever_it_is_called(names):
    shown = f'<time class="{names}" datetime="2026-05-20T09:15:00+07:00">20/05/2026</time>'
    assert published(read(f"<p>{shown}</p>")) == ["2026-05-20T09:15:00+07:00", "20/05/2026"]


def test_the_day_of_the_first_draft_gives_way_to_that_of_publication():
    drafted = '<p>Ngày tạo: <time datetime="2026-05-12T20:10:00+07:00">12/05/2026</time></p>'
    shown = '<p>Ngày xuất bản: <time datetime="2026-05-20T09:15:00+07:00">20/05/2026</time></p>'
    assert "2026-05-12T20:10:00+07:00" not in published(read(drafted + shown))
    assert published(read(drafted))[0] == "2026-05-12T20:10:00+07:00"


ROWS = (
    ("Số/Ký hiệu", "318/QĐ-UBND"), ("Ngày ban hành", "16/06/2026"), ("Ngày hiệu lực", "01/07/2026"),
    ("Cơ quan ban hành", "UBND xã Bến Mây"), ("Người ký", "Sim Văn Thuần"), ("Loại văn bản", "Quyết định"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "rows"),
    [
        ("<tr><th>{}</th><td>{}</td></tr>", "<table>{}</table>"),
        ("<dt>{}:</dt><dd>{}</dd>", "<dl>{}</dl>"),
        ('<div class="row"><div>{}</div><div>{}</div></div>', "<div>{}</div>"),
        ("<li>{}: <b>{}</b></li>", "<ul>{}</ul>"),
    ],
)
def test_what_a_page_says_of_a_document_is_no_date_of_the_page(row, rows):
    described = rows.format("".join(row.format(*pair) for pair in ROWS))
    page = f'<html lang=vi><title>{TITLE}</title><main><h1>{TITLE}</h1>{described}<a href="/318.pdf">318.pdf</a></main>'
    article = read_article(page.encode(), "http://xa.example/van-ban/318", platform="generic")
    assert (article.document_number, article.signer, article.source) == (
        "318/QĐ-UBND",
        "Sim Văn Thuần",
        "UBND xã Bến Mây",
    )
    assert (article.category, article.kind) == ("Quyết định", "document")
    assert list_roles(article) == {"16/06/2026": "document"}


def test_the_head_of_a_list_of_documents_describes_none():
    listed = (
        "<table><tr><th>Trích yếu</th><th>Số ký hiệu</th><th>Ngày ban hành</th></tr>"
        "<tr><td>317/QĐ-UBND</td><td>Phê duyệt dự toán</td><td>16/06/2026</td></tr></table>"
    )
    article = read(below=listed)
    assert (article.document_number, article.signer) == (None, None)


@pytest.mark.parametrize("label", ["Ngày hiệu lực", "Hạn nộp hồ sơ:", "Thời gian bắt đầu"])
def test_a_day_behind_another_label_is_none_of_publication(label):
    shown = f"<dl><dt>{label}</dt><dd>20/05/2026</dd></dl>"
    assert published(read(shown)) == []


def test_several_elements_called_the_authors_side_by_side_name_several():
    links = '<a class="author" href="/tac-gia/1">Mai Thị Thúng</a><a class="author" href="/tac-gia/2">Sim Thị Nụ</a>'
    article = read(f'<div class="authors">{links}</div>')
    assert (article.author, article.source) == ("Mai Thị Thúng, Sim Thị Nụ", None)


def test_a_label_and_its_value_in_two_elements_of_one_line():
    shown = '<div class="item"><span>Người đăng:</span> <span>Mai Thị Thúng</span></div>'
    assert read(f"<div>20/05/2026</div>{shown}").author == "Mai Thị Thúng"


def test_a_section_behind_the_sign_of_a_folder():
    shown = '<ul><li>20/05/2026</li><li><i class="fa fa-folder"></i> <a href="/doi-song">Đời sống</a></li></ul>'
    assert read(shown).category == "Đời sống"


def test_signs_beside_date_counter_and_tools_are_no_pictures():
    tools = ("20/05/2026 - 10:20", "214 lượt xem", "In bài viết")
    shown = "".join(f'<p><img src="/images/{n}.svg"> {text}</p>' for n, text in enumerate(tools))
    assert read(f"<div>{shown}</div>").images == []


def test_a_theme_with_both_dates_tells_publication_from_the_last_change():
    shown = (
        '<time class="entry-date published" datetime="2026-05-20T10:20:00+07:00">20/05/2026</time>'
        '<time class="updated" datetime="2026-05-22T09:00:00+07:00">22/05/2026</time>'
    )
    roles = list_roles(read(f"<p>{shown}</p>"))
    assert roles["2026-05-20T10:20:00+07:00"] == "published"
    assert (roles["2026-05-22T09:00:00+07:00"], roles["22/05/2026"]) == ("updated", "updated")


def test_a_line_of_several_labels_without_bars():
    shown = '20/05/2026 10:20 Chuyên mục: <a href="/doi-song">Đời sống</a> Người viết: Mai Thị Thúng Lượt xem: 14'
    article = read(f"<div>{shown}</div>")
    assert (article.author, article.category, published(article)) == (
        "Mai Thị Thúng",
        "Đời sống",
        ["20/05/2026 10:20"],
    )
    assert "Người viết" not in article.body


def test_the_author_in_the_last_line_with_the_date():
    below = "<div><span>Ngày đăng: 20/05/2026 10:20</span> <span>Tác giả: Mai Thị Thúng</span></div>"
    article = read(below=below)
    assert (article.author, published(article)[0][:27]) == ("Mai Thị Thúng", "Ngày đăng: 20/05/2026 10:20")


@pytest.mark.parametrize("name", ["Chẩu Thị Thúng", "Cứ Văn Sáng"])
def test_a_middle_name_tells_a_person_of_a_rare_family(name):
    assert read(f"<div><span>{name}</span><span>20/05/2026, 10:20</span></div>").author == name


@pytest.mark.parametrize("name", ["Đô Thị Mới", "Hội Văn Nghệ", "Ngày Văn Hóa"])
def test_a_section_with_a_word_of_names_is_nobody(name):
    assert read(f"<div><span>{name}</span><span>20/05/2026, 10:20</span></div>").author is None


def test_who_signed_a_document_did_not_write_its_page():
    rows = "<dt>Ngày ký</dt><dd>20/05/2026</dd><dt>Người ký</dt><dd>Mai Văn Thúng</dd>"
    assert read(f"<dl>{rows}</dl>").author is None


@pytest.mark.parametrize(
    "shown",
    [
        "<div><b>20</b><i>Tháng 5</i><i>2026</i></div>",
        "<p>Thứ tư, ngày 20 tháng Năm năm 2026, 10 giờ 20 phút</p>",
    ],
)
def test_a_day_in_pieces_and_a_month_in_words(shown):
    assert len(published(read(shown))) == 1


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


@pytest.mark.parametrize("heading", ["Thẻ phổ biến", "Từ khoá nổi bật"])
def test_the_tags_of_the_whole_site_are_none_of_the_article(heading):
    page = (
        f"<html lang=vi><title>{TITLE}</title><article><h1>{TITLE}</h1><div>{TEXT}</div></article>"
        f'<div class=tagcloud><h3>{heading}</h3><a href="/tag/a">cà phê</a><a href="/tag/b">hồ tiêu</a></div>'
    )
    assert read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic").tags == []


def test_the_signs_of_a_share_row_at_the_end_are_no_pictures():
    assert read(below='<div class="share"><a href="https://s.example/x"><img src="/img/tw.png"></a></div>').images == []


def test_a_theme_of_nukeviet_with_the_section_in_a_line_above_the_title():
    page = (
        f'<html lang=vi><head><title>{TITLE}</title><meta name="generator" content="NukeViet v4.5"></head>'
        f'<div class="news_column"><p class="chuyenmuc">Đời sống</p><h1 class="title">{TITLE}</h1>'
        f'<div id="news-bodyhtml">{TEXT}</div></div>'
    )
    assert read_article(page.encode(), "http://xa.example/tin/cau-tre-12.html").category == "Đời sống"


def test_a_weekday_in_a_line_of_links_above_the_article_is_the_day_of_the_visit():
    page = (
        f"<html lang=vi><title>{TITLE}</title>"
        "<div><span class=date>Thứ tư, 25/11/2026</span><a href=/>Trang chủ</a></div>"
        f"<article><h1>{TITLE}</h1><div>{TEXT}</div></article>"
    )
    assert published(read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")) == []


def test_labelled_rows_above_the_title_tell_date_and_author():
    rows = (("Ngày đăng:", "20/05/2026"), ("Người đăng:", "Mai Thị Thúng"), ("Chuyên mục:", "Đời sống"))
    table = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    assert published(read(before=f"<table>{table}</table>")) == ["Ngày đăng: 20/05/2026"]


def test_a_link_to_the_section_beside_the_date_above_the_title():
    before = '<div><a href="/doi-song">Đời sống</a><span>20/05/2026 10:20</span></div>'
    assert read(before=before).category == "Đời sống"


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


def test_label_and_value_above_the_text():
    rows = '<dt>Chuyên mục</dt><dd><a href="/d">Đời sống</a></dd><dt>Tác giả</dt><dd>Mai Thị Thúng</dd>'
    article = read(f"<dl>{rows}<dt>Ngày đăng</dt><dd>20/05/2026 10:20</dd></dl>")
    assert (article.author, article.category) == ("Mai Thị Thúng", "Đời sống")


@pytest.mark.parametrize(("text", "author"), [(TEXT, "Mai Thị Thúng"), (f"{TEXT}<p><b>CHỦ TỊCH</b></p>", None)])
def test_a_name_set_right_behind_the_text_wrote_it_unless_an_office_stands_above(text, author):
    cells = f'<tr><td>{text}</td></tr><tr><td align="right"><b>Mai Thị Thúng</b></td></tr>'
    page = f"<html lang=vi><title>{TITLE}</title><table><tr><td><h1>{TITLE}</h1></td></tr>{cells}</table>"
    assert read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic").author == author


@pytest.mark.parametrize(
    "below",
    [
        '<div class="author-follow">Theo dõi chúng tôi trên Facebook</div>',
        '</article><div><h3>Tác giả nổi bật</h3><a class="author" href="/tac-gia/1">Tô Hồng Vân</a></div>',
    ],
)
def test_what_is_called_an_authors_and_names_none_of_this_article(below):
    assert read(below=below).author is None


def test_a_theme_of_wordpress_without_its_usual_names():
    page = (
        f'<html lang=vi><head><title>{TITLE}</title><meta name="generator" content="WordPress 6.5"></head><div>'
        f'<div><a href="/category/doi-song/">Đời sống</a></div><h1>{TITLE}</h1><p><span>20/05/2026 10:20</span> - '
        f'<span>Mai Thị Thúng</span></p><div>{TEXT}</div><p><a href="/tag/cau/">cầu</a></p></div>'
    )
    article = read_article(page.encode(), "http://xa.example/cau-tre/")
    assert (article.platform, article.author, article.category, article.tags) == (
        "wordpress",
        "Mai Thị Thúng",
        "Đời sống",
        ["cầu"],
    )


MENU = "<nav><ul><li><a href=/>Trang chủ</a></li><li><a href=/ck>Công khai ngân sách</a></li></ul></nav>"


def test_the_title_of_a_threads_first_post_once_more_leaves_that_posts_date():
    link = f'<a href="/t/7">{TITLE}</a>'
    time = '<time datetime="2026-05-20T00:12:00+00:00">20/05/2026 07:12</time>'
    text = TEXT[: TEXT.index("<p>Đoạn 2")]
    profile = "<dl class=profile><dt>Ban văn nghệ</dt><dd>Quản trị viên</dd><dd>Bài viết: 88</dd></dl>"
    post = f"<h3>{link}</h3><p class=author>gửi bởi <a href=/u>BVN</a> » {time}</p><div class=content>{text}</div>"
    thread = f"<h2>{link}</h2><div class=post>{profile}<div>{post}</div></div>"
    page = f"<title>{TITLE}</title><body>{MENU}<div role=main>{thread}</div>"
    article = read_article(page.encode(), "http://xa.example/t/7", platform="generic")
    assert "2026-05-20T00:12:00+00:00" in published(article)


@pytest.mark.parametrize("heading", ["h3", "div"])
def test_the_entry_of_the_menu_that_the_head_names_is_the_section_and_the_heading_the_title(heading):
    head = '<title>Công khai ngân sách - Xã Đồi Sim</title><meta property="og:title" content="Công khai ngân sách">'
    date = "<p class=ngay>(24/06/2026 16:32)</p>"
    files = "".join(
        f"<tr><td>Biểu 9{n}</td><td>Thực hiện thu quý {n}</td><td>120 triệu đồng</td></tr>" for n in (1, 2, 3)
    )
    shown = f"<{heading} class=title>{TITLE}</{heading}>"
    page = f"{head}<body>{MENU}<div>{shown}{date}<div><table>{files}</table></div></div>"
    article = read_article(page.encode(), "http://xa.example/ck/7", platform="generic")
    assert (article.title, published(article)) == (TITLE, ["24/06/2026 16:32"])


def test_submitted_by_is_no_part_of_a_name_and_the_weekday_tells_that_the_month_stands_first():
    article = process(
        read('<div class="author">Submitted by Duong Thi Kieu on <span>Wed, 04/29/2026 - 11:05</span></div>'),
        datetime(2026, 6, 30, 12, tzinfo=UTC),
    )
    assert article.author == "Duong Thi Kieu"
    assert article.published_at is not None and article.published_at.strftime("%Y-%m-%d %H:%M") == "2026-04-29 11:05"


@pytest.mark.parametrize("name", ["Me", "Your name", "anonymous"])
def test_what_a_theme_writes_where_nobody_is_named_is_nobody(name):
    assert read(head=f'<meta name="author" content="{name}">').author is None


def test_the_page_that_shows_any_article_is_no_section_nor_is_the_home_page_by_another_name():
    crumbs = (
        '<ul class="breadcrumb"><li><a href="/home">Xã Đồi Sim</a></li>{}<li><a href="/ct">Chi tiết tin</a></li></ul>'
    )
    assert read(before=crumbs.format("")).category is None
    for platform in ("generic", "liferay"):
        section = read(before=crumbs.format('<li><a href="/yt">Y tế</a></li>'), platform=platform).category
        assert section == "Y tế"


def test_a_moment_here_that_is_called_utc_gives_way_to_that_of_the_head():
    head = '<meta property="article:published_time" content="2026-06-05T23:55:10+00:00">'
    for platform in ("generic", "wordpress"):
        shown = '<time class="entry-date" datetime="2026-06-06T06:55:10+00:00">06/06/2026</time>'
        article = process(read(shown, head=head, platform=platform), datetime(2026, 6, 30, 12, tzinfo=UTC))
        assert article.published_at is not None
        assert article.published_at == datetime(2026, 6, 5, 23, 55, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("beside", "shown"),
    [
        ("<li><span><time>19:47</time></span></li>", "22/03/2026 19:47"),
        ("<li>19 người xem</li>", "22/03/2026"),
        ("và<li>19:47</li>", "22/03/2026"),
    ],
)
def test_a_time_in_the_next_item_goes_with_its_day(beside, shown):
    line = fromstring(f"<ul><li><a href=/2026/03/22/><b><time>22/03/2026</time></b></a></li>{beside}</ul>")
    assert add_time_beside(line.find(".//time"), "22/03/2026") == shown


def test_the_point_of_a_list_is_no_picture_of_the_article():
    others = "<br>".join(f'<img src="/dot.gif"> <a href="/tin/{n}">Bản tin số {n} của xã Đồi Sim</a>' for n in range(4))
    text = TEXT[: TEXT.index("</p>") + 4]
    cell = f"<p class=title>{TITLE}</p><p>12/3/2026</p><div>{text}</div><p>Tin đã đăng:</p>{others}"
    page = f"<title>Xã</title><table><tr><td><a href=/>Trang chủ</a></td><td>{cell}</td></tr></table>"
    assert read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic").images == []


def test_a_made_up_class_name_that_ends_like_a_word_says_nothing():
    first, second = TEXT[: TEXT.index("</p>") + 4], TEXT[TEXT.index("</p>") + 4 :]
    image = '<div class="jXK9ad-Sm"><div class="t3iYD"><img src="/cau.jpg"></div></div>'
    assert [image.url for image in read(text=f"{first}{image}{second}").images] == ["http://xa.example/cau.jpg"]
