"""Authors, sources, categories, tags, dates and pictures as the templates of many systems show them."""

import pytest

from harvester.platforms import read_article

TITLE = "Thôn Bến Mây dựng lại cầu tre qua suối"
TEXT = "".join(
    f"<p>Đoạn {n} kể chuyện bà con thôn Bến Mây góp tre, góp công dựng lại cây cầu đã trôi trong mùa lũ năm ngoái.</p>"
    for n in range(4)
)


def read(above="", below="", head="", before="", around="", text=TEXT, platform="generic"):
    page = (
        f"<html lang=vi><head><title>{TITLE}</title>{head}</head><body><article {around}>{before}<h1>{TITLE}</h1>"
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
    article = read(above, below, around=around)
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
