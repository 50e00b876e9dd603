"""Author, dates, category and tags of a page of unknown make."""

import pytest

from harvester.errors import NotAnArticle
from harvester.platforms import read_article

TITLE = "Thôn Bến Mây dựng lại cầu tre qua suối"
TEXT = "".join(
    f"<p>Đoạn {n} kể chuyện bà con thôn Bến Mây góp tre, góp công dựng lại cây cầu đã trôi trong mùa lũ năm ngoái.</p>"
    for n in range(4)
)


def read(above="", below="", head="", title=TITLE, lang="vi"):
    page = (
        f"<html lang={lang}><head><title>{TITLE}</title>{head}</head><body><article><h1>{title}</h1>{above}"
        f"<div>{TEXT}</div>{below}</article>"
    )
    return read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")


@pytest.mark.parametrize(
    "shown",
    [
        "<p>by Mây Thị Thúng — published 20/05/2026</p>",
        "<p>Gửi bởi: Mây Thị Thúng 2 years, 9 months trước</p>",
        '<div class="author"><img class="avatar" src="/a.jpg"><b>Mây Thị Thúng</b><i>20/05/2026 08:30</i></div>',
        '<p><a href="/authors/thung/">Mây Thị Thúng</a></p>',
    ],
)
def test_the_author_is_read_above_the_text(shown):
    assert read(shown).author == "Mây Thị Thúng"


def test_the_author_is_read_in_the_articles_own_foot():
    below = '<footer><span class="byline">Bởi <a href="/author/t">Mây Thị Thúng</a></span></footer>'
    assert read(below=below).author == "Mây Thị Thúng"


def test_a_link_to_the_authors_page_right_behind_the_text_names_the_author():
    assert read(below='<p class="tg"><a href="/tac-gia/thung.html">Mây Thị Thúng</a></p>').author == "Mây Thị Thúng"


@pytest.mark.parametrize(
    "below",
    [
        '<p><a href="/users/gio">Sim Văn Giỏ</a></p><p>Bài viết hay quá.</p>',
        '<p>Tin liên quan</p><p>Chợ phiên đông khách</p><p>Mây tre</p><p><a href="/tac-gia/gio">Sim Văn Giỏ</a></p>',
    ],
)
def test_a_link_to_somebody_elses_page_below_the_text_names_nobody(below):
    assert read(below=below).author is None


def test_a_family_name_may_be_a_form_of_address():
    assert read('<p class="author">Ông Thị Mành</p>').author == "Ông Thị Mành"


def test_all_authors_of_structured_data_are_named():
    data = '{"@type": "NewsArticle", "author": [{"name": "M&#226;y Th&#7883; Th&#250;ng"}, {"name": "Sim Văn Giỏ"}],}'
    article = read(head=f'<script type="application/ld+json">{data}</script>')
    assert article.author == "Mây Thị Thúng, Sim Văn Giỏ"


@pytest.mark.parametrize(
    "shown",
    [
        '<p>Tạo lúc 2026-05-20 Trong <a href="/c/doi-song">Đời sống</a></p>',
        '<div class="bread-crumb"><a href="/">Trang chủ</a> <a href="/d">Đời sống</a></div>',
        '<p><a rel="category tag" href="/d">Đời sống</a></p>',
    ],
)
def test_the_category_is_read_above_the_text(shown):
    assert read(shown).category == "Đời sống"


@pytest.mark.parametrize(
    "shown",
    [
        '<p>Từ khóa: <a href="/x/1">cầu</a>, <a href="/x/2">mùa lũ</a></p>',
        '<ul><li>Các thẻ:</li><li><a href="/x/1">cầu</a></li><li><a href="/x/2">mùa lũ</a></li></ul>',
        '<p><a href="/@@search?Subject%3Alist=a">cầu</a> <a href="/@@search?Subject%3Alist=b">mùa lũ</a></p>',
    ],
)
def test_tags_are_read_below_the_text(shown):
    assert read(below=shown).tags == ["cầu", "mùa lũ"]


def test_tags_in_one_string_are_parted():
    assert read(head='<meta property="article:tag" content="cầu, mùa lũ">').tags == ["cầu", "mùa lũ"]


def test_a_title_cut_in_the_head_is_read_from_the_heading():
    assert read(head=f'<meta property="og:title" content="{TITLE[:25]}">').title == TITLE


def test_a_heading_that_holds_the_few_words_of_the_head_is_the_title():
    page = f"<title>\u00d0ại hội</title><article><h1>Thôn Bến Mây mở đại hội lần đầu</h1><div>{TEXT}</div></article>"
    article = read_article(page.encode(), "http://xa.example/tin/dai-hoi", platform="generic")
    assert article.title == "Thôn Bến Mây mở đại hội lần đầu"


def test_a_title_escaped_twice_is_put_right():
    head = '<meta property="og:title" content="&amp;quot;Cầu&amp;quot; &amp;amp; suối ở Bến Mây">'
    assert read(head=head, title="&quot;Cầu&quot; &amp; suối ở Bến Mây").title == '"Cầu" & suối ở Bến Mây'


def test_a_teasers_date_is_not_the_articles():
    box = '<div class=box><h4><a href="/b">Thôn Đồi Sim mở lớp dạy đan lát</a></h4><span>12/01/2025</span></div>'
    dates = [date.text for date in read(f"<p>20/05/2026 08:30</p>{box}").dates]
    assert dates == ["20/05/2026 08:30"]


def test_month_first_gives_way_to_a_second_witness():
    head = '<meta property="article:published_time" content="2026-03-02T08:00:00+07:00">'
    assert [date.found_in for date in read("<p>3/2/2026 8:00:00 AM</p>", head=head).dates] == ["meta"]


def test_month_first_without_a_witness_is_no_date():
    assert read("<p>3/2/2026 8:00:00 AM</p>", lang="en").dates == []


def test_a_shown_day_of_the_last_edit_is_an_update():
    head = (
        '<meta property="article:published_time" content="2026-03-02T08:00:00+07:00">'
        '<meta property="article:modified_time" content="2026-05-20T08:00:00+07:00">'
    )
    roles = {date.text: date.role for date in read("<p>20/05/2026</p>", head=head).dates}
    assert roles["20/05/2026"] == "updated"


def test_a_page_rewritten_years_later_has_the_day_that_it_shows_or_none():
    head = (
        '<meta property="article:published_time" content="2023-03-02T08:00:00+07:00">'
        '<meta property="article:modified_time" content="2026-05-20T08:00:00+07:00">'
    )
    pages = (read(shown, head=head) for shown in ("", "<p>20/05/2026</p>", "<p>02/03/2023</p>"))
    told = [[date.found_in for date in page.dates if date.role == "published"] for page in pages]
    assert told == [[], ["page"], ["page", "meta"]]


def test_the_day_on_which_somebody_joined_is_not_the_articles():
    joined = '<div class="author-info">Mây Thị Thúng <p>Ngày tham gia: 18/09/2008</p></div>'
    assert [date.text for date in read(f"{joined}<p>20/05/2026 08:30</p>").dates] == ["20/05/2026 08:30"]


def test_a_difference_between_versions_is_no_article():
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{TEXT}</div>".encode()
    with pytest.raises(NotAnArticle):
        read_article(page, "http://xa.example/index.php?title=Cau&diff=12&oldid=11", platform="generic")
