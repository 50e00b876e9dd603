"""Author, dates, category and tags of a page of unknown make."""

from datetime import datetime

import pytest

from harvester.errors import NotAnArticle
from harvester.platforms import read_article
from harvester.vietnamese.dates.zones import VIETNAM
from pipelines import process

NOW = datetime(2026, 11, 26, 9, tzinfo=VIETNAM)

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


@pytest.mark.parametrize(
    "shown",
    [
        "<p>Bởi <b>Mai Thị Thúng</b></p>",
        "<p>Mai Thị Thúng · 20 tháng 5, 2026 · 3 phút đọc</p>",
        "<p>Thứ năm, 20/05/2026, 08:30 | Bài và ảnh: Mai Thị Thúng</p>",
        "<ul><li>Mai Thị Thúng</li><li>20/05/2026</li></ul>",
        "<p>Đăng trong Đời sống vào 20/05/2026 bởi Mai Thị Thúng</p>",
        '<div class="by-line">Mai Thị Thúng</div>',
    ],
)
def test_the_author_is_read_beside_the_date(shown):
    assert read(shown).author == "Mai Thị Thúng"


@pytest.mark.parametrize("shown", ["<p>Văn Hóa Xã Hội | 20/05/2026</p>", "<p>PV: Thưa bà, bà nghĩ gì về cây cầu?</p>"])
def test_sections_and_questions_are_no_authors(shown):
    assert read(shown).author is None


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
    article = process(read("<p>3/2/2026 8:00:00 AM</p>", lang="en"), NOW)
    assert article.published_at is None
    assert [one.why_not for one in article.date_candidates] == ["day or month first is not told"]


@pytest.mark.parametrize(
    ("shown", "day"), [("11/5/2026 8:00:00 AM", "2026-05-11"), ("05/13/2026 8:00 AM", "2026-05-13")]
)
def test_month_first_is_settled_where_one_of_both_is_no_day_or_still_to_come(shown, day):
    article = process(read(f"<p>{shown}</p>", lang="en"), datetime(2026, 6, 30, 12, tzinfo=VIETNAM))
    assert article.published_at.date().isoformat() == day


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


def test_dates_of_other_articles_below_do_not_count_beside_the_own_one_above():
    other = '<div class="row"><a href="/b">Đồi Sim mở lớp</a><span class="created">01/05/2026</span></div>'
    assert [date.text for date in read("<p>20/05/2026</p>", below=other).dates] == ["20/05/2026"]


def test_a_date_in_the_articles_own_head_is_no_banner():
    page = (
        f"<html lang=vi><title>{TITLE}</title><ul><li><a href=/>Trang chủ</a></ul><div class=box>"
        f'<div class=item-header><div class="date">20/05/2026</div></div><h2>{TITLE}</h2><div>{TEXT}</div></div>'
    )
    article = read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")
    assert [(date.text, date.role) for date in article.dates] == [("20/05/2026", "published")]


@pytest.mark.parametrize(
    ("shown", "told"), [("<p>05:48 PM - 04/03/2026</p>", True), ("<p>4/3/2026 5:48:00 PM</p>", False)]
)
def test_zeros_before_day_and_month_are_no_english_systems(shown, told):
    assert (process(read(shown), NOW).published_at is not None) is told


def test_a_date_behind_the_text_that_says_what_it_is():
    below = "<p>Mây Thị Thúng (Cập nhật ngày 21/05/2026 lúc 08h30)</p>"
    assert [date.role for date in read(below=below).dates] == ["published"]


TABLES = (
    "<table><tr><td>Thứ sáu, 27/11/2026</td></tr><tr><td><a href=/t>Tin tức</a></td></tr>"
    "<tr><td><a href=/v>Văn bản</a></td></tr><tr><td><table>"
    f"<tr><td><b>{TITLE}</b></td></tr><tr><td>(20/05/2026)</td></tr><tr><td>{TEXT}</td></tr></table></table>"
)


@pytest.mark.parametrize("head", [":: UBND xa Ben May ::", "Trang tin xã Bến Mây", "Cổng thông tin điện tử"])
def test_where_the_head_names_the_site_the_title_is_the_bold_line_above_the_text(head):
    article = read_article(f"<title>{head}</title>{TABLES}".encode(), "http://xa.example/ct.asp?id=9")
    assert article.title == TITLE
    assert [date.text for date in article.dates if date.role == "published"] == ["20/05/2026"]
    assert TITLE not in article.body


def test_a_line_of_date_between_title_and_text_in_one_element():
    page = (
        f"<title>{TITLE}</title><table><tr><td><b>{TITLE}</b><br>20/05/2026 11:02<br>{TEXT[3:80]}<br>{TEXT[3:]}</table>"
    )
    article = read_article(page.encode(), "http://xa.example/ct.asp?id=9")
    assert [date.text for date in article.dates] == ["20/05/2026 11:02"]


@pytest.mark.parametrize("name", ["Thái Bình", "Lâm Đồng", "Cao Bằng", "Kim Sơn", "Đào Tạo"])
@pytest.mark.parametrize("shown", ["<div>{} - 20/05/2026 08:00</div>", "<span>20/05/2026</span> | <span>{}</span>"])
def test_two_syllables_beside_the_date_may_be_a_place_or_a_section(shown, name):
    assert read(shown.format(name)).author is None
