"""Days and times as the templates of many systems show them."""

from datetime import UTC, datetime

import pytest
from lxml.html import fromstring
from support.portal_pages import MENU, TEXT, TITLE, published, read

from harvester.platforms import read_article
from harvester.reading.proximity import add_time_beside
from pipelines import process


def test_a_date_in_the_authors_element_names_nobody():
    article = read('<p class="author">Thứ tư, ngày 20 tháng 05 năm 2026</p>')
    assert (article.author, article.source) == (None, None)


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


@pytest.mark.parametrize("label", ["Ngày hiệu lực", "Hạn nộp hồ sơ:", "Thời gian bắt đầu"])
def test_a_day_behind_another_label_is_none_of_publication(label):
    shown = f"<dl><dt>{label}</dt><dd>20/05/2026</dd></dl>"
    assert published(read(shown)) == []


def test_a_theme_with_both_dates_tells_publication_from_the_last_change():
    shown = (
        '<time class="entry-date published" datetime="2026-05-20T10:20:00+07:00">20/05/2026</time>'
        '<time class="updated" datetime="2026-05-22T09:00:00+07:00">22/05/2026</time>'
    )
    roles = list_roles(read(f"<p>{shown}</p>"))
    assert roles["2026-05-20T10:20:00+07:00"] == "published"
    assert (roles["2026-05-22T09:00:00+07:00"], roles["22/05/2026"]) == ("updated", "updated")


@pytest.mark.parametrize(
    "shown",
    [
        "<div><b>20</b><i>Tháng 5</i><i>2026</i></div>",
        "<p>Thứ tư, ngày 20 tháng Năm năm 2026, 10 giờ 20 phút</p>",
    ],
)
def test_a_day_in_pieces_and_a_month_in_words(shown):
    assert len(published(read(shown))) == 1


def test_a_weekday_in_a_line_of_links_above_the_article_is_the_day_of_the_visit():
    page = (
        f"<html lang=vi><title>{TITLE}</title>"
        "<div><span class=date>Thứ tư, 25/11/2026</span><a href=/>Trang chủ</a></div>"
        f"<article><h1>{TITLE}</h1><div>{TEXT}</div></article>"
    )
    assert published(read_article(page.encode(), "http://xa.example/tin/cau-tre", platform="generic")) == []


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


def test_submitted_by_is_no_part_of_a_name_and_the_weekday_tells_that_the_month_stands_first():
    article = process(
        read('<div class="author">Submitted by Duong Thi Kieu on <span>Wed, 04/29/2026 - 11:05</span></div>'),
        datetime(2026, 6, 30, 12, tzinfo=UTC),
    )
    assert article.author == "Duong Thi Kieu"
    assert article.published_at is not None and article.published_at.strftime("%Y-%m-%d %H:%M") == "2026-04-29 11:05"


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
