"""Authors, sources, categories and tags as the templates of many systems show them."""

import pytest
from support.portal_pages import MENU, TEXT, TITLE, published, read

from harvester.platforms import read_article


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


def test_the_head_of_a_list_of_documents_describes_none():
    listed = (
        "<table><tr><th>Trích yếu</th><th>Số ký hiệu</th><th>Ngày ban hành</th></tr>"
        "<tr><td>317/QĐ-UBND</td><td>Phê duyệt dự toán</td><td>16/06/2026</td></tr></table>"
    )
    article = read(below=listed)
    assert (article.document_number, article.signer) == (None, None)


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


@pytest.mark.parametrize("heading", ["Thẻ phổ biến", "Từ khoá nổi bật"])
def test_the_tags_of_the_whole_site_are_none_of_the_article(heading):
    page = (
        f"<html lang=vi><title>{TITLE}</title><article><h1>{TITLE}</h1><div>{TEXT}</div></article>"
        f'<div class=tagcloud><h3>{heading}</h3><a href="/tag/a">cà phê</a><a href="/tag/b">hồ tiêu</a></div>'
    )
    assert read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic").tags == []


def test_a_theme_of_nukeviet_with_the_section_in_a_line_above_the_title():
    page = (
        f'<html lang=vi><head><title>{TITLE}</title><meta name="generator" content="NukeViet v4.5"></head>'
        f'<div class="news_column"><p class="chuyenmuc">Đời sống</p><h1 class="title">{TITLE}</h1>'
        f'<div id="news-bodyhtml">{TEXT}</div></div>'
    )
    assert read_article(page.encode(), "http://xa.example/tin/cau-tre-12.html").category == "Đời sống"


def test_labelled_rows_above_the_title_tell_date_and_author():
    rows = (("Ngày đăng:", "20/05/2026"), ("Người đăng:", "Mai Thị Thúng"), ("Chuyên mục:", "Đời sống"))
    table = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    assert published(read(before=f"<table>{table}</table>")) == ["Ngày đăng: 20/05/2026"]


def test_a_link_to_the_section_beside_the_date_above_the_title():
    before = '<div><a href="/doi-song">Đời sống</a><span>20/05/2026 10:20</span></div>'
    assert read(before=before).category == "Đời sống"


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


def test_a_made_up_class_name_that_ends_like_a_word_says_nothing():
    first, second = TEXT[: TEXT.index("</p>") + 4], TEXT[TEXT.index("</p>") + 4 :]
    image = '<div class="jXK9ad-Sm"><div class="t3iYD"><img src="/cau.jpg"></div></div>'
    assert [image.url for image in read(text=f"{first}{image}{second}").images] == ["http://xa.example/cau.jpg"]
