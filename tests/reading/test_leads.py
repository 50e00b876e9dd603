"""Leads that only their place between heading and text tells."""

import pytest

from harvester.platforms import find_platform
from harvester.reading.page import Page

TITLE = "Xã Đồi Sim khai trương phiên chợ vùng cao đầu năm"
LEAD = "Sau ba năm vắng tiếng khèn, phiên chợ vùng cao của xã Đồi Sim mở lại, đông vui hơn cả những năm trước."
TEXT = "".join(
    f"<p>Đoạn {n} kể chuyện phiên chợ đầu năm của xã Đồi Sim, nơi bà con bày bán rau quả và đồ đan lát.</p>"
    for n in range(4)
)


def read(between, around='<div class="article-content">{}</div>', platform="thanhhoaparty"):
    html = f"<title>{TITLE}</title><div><h3>{TITLE}</h3><i>01/02/2024</i>{between}{around.format(TEXT)}</div>"
    return find_platform(platform).article(Page("http://xa.example/tin/cho.aspx", html.encode()))


@pytest.mark.parametrize(
    "shown",
    [
        f"<p>{LEAD}</p>",
        f"<div><b>{LEAD[:27]}<br>{LEAD[27:]}</b></div>",
        f"<h2>{LEAD}</h2>",
        f'<ul><li>{LEAD}</li></ul><p>In bài</p><div class="intro"><p>{LEAD}</p></div>',
    ],
)
def test_a_text_between_heading_and_body_is_the_lead(shown):
    article = read(shown)
    assert article.lead.split() == LEAD.split()
    assert article.paragraphs[0].startswith("Đoạn 0")


def test_a_body_that_is_found_by_its_text_may_hold_the_heading():
    article = read(f"<p><b>{LEAD}</b></p>", around="<div>{}</div>", platform="generic")
    assert LEAD in (article.lead, article.paragraphs[0])


@pytest.mark.parametrize(
    "shown",
    [
        f'<p><a href="/k">{LEAD}</a></p>',
        f'<p class="img-caption">{LEAD}</p>',
        f'<div class="related"><p>{LEAD}</p></div>',
        f"<table><tr><td>{LEAD}</td></tr></table>",
        "<p>Cỡ chữ to, cỡ chữ nhỏ, chia sẻ lên Facebook, chia sẻ qua Zalo, in bài viết, gửi bài viết cho bạn bè</p>",
        "<p>Ngày đăng: 01/02/2024, người đăng là ban biên tập của trang tin xã, số người đã đọc là mười hai</p>",
        f"<p>{LEAD[:60]}</p>",
        f"<p>{LEAD * 10}</p>",
        "<i></i>" * 90 + f"<p>{LEAD}</p>",
    ],
)
def test_what_is_no_lead_is_left(shown):
    assert read(shown).lead is None


@pytest.mark.parametrize(
    "inner", [f"<p><b>{LEAD}</b></p>", f"<p>{LEAD}</p>", f"<b>{LEAD}</b><br>{TITLE}, và bà con rất vui.<br>"]
)
def test_a_paragraph_of_the_text_stays_there_whatever_its_type(inner):
    head = f'<meta name="description" content="{LEAD}">'
    html = f'{head}<title>{TITLE}</title><h3>{TITLE}</h3><div class="article-content">{inner}{TEXT}</div>'
    article = find_platform("thanhhoaparty").article(Page("http://xa.example/tin/cho.aspx", html.encode()))
    assert (article.lead, article.paragraphs[0]) == (None, LEAD)


@pytest.mark.parametrize("shown", [f'<div class="x"><b>{LEAD}</b></div>', f"<h2>{LEAD}</h2>"])
def test_what_the_head_describes_is_the_lead_in_a_place_of_its_own(shown):
    head = f'<meta name="description" content="{LEAD}"><title>{TITLE}</title>'
    html = f'{head}<h3>{TITLE}</h3><div class="article-content">{shown}{TEXT}</div>'
    article = find_platform("thanhhoaparty").article(Page("http://xa.example/tin/cho.aspx", html.encode()))
    assert (article.lead, article.paragraphs[0][:6]) == (LEAD, "Đoạn 0")


@pytest.mark.parametrize(
    "line",
    [
        "Tác giả: Vũ Thông .Ngày đăng: 01/02/2021 .Lượt xem: 12",
        "Viết bởi Vũ Thông",
        "Người đăng: Vũ Thông",
        "PV: Vũ Thông",
    ],
)
@pytest.mark.parametrize("around", ['<div class="article-content">{}</div>', "{}"])
def test_a_line_above_the_text_names_the_author(line, around):
    for shown, place in ((f"<div>{line}</div>", around), ("", around.format(f"<p>{line}</p>{{}}"))):
        article = read(shown, place, platform="generic")
        assert article.author == "Vũ Thông"
        assert line not in article.body


def test_a_login_above_the_text_is_nobody():
    assert read("<div>Viết bởi Super User</div>").author is None


@pytest.mark.parametrize(
    ("name", "source"), [("Nguồn: Cổng thông tin điện tử huyện", "Cổng thông tin điện tử huyện"), ("Báo Suối Mơ", None)]
)
def test_a_source_is_told_by_its_label_and_not_by_the_sites_own_name(name, source):
    head = f'<meta name="author" content="{name}"><meta property="og:site_name" content="Báo Suối Mơ">'
    html = f'{head}<title>{TITLE}</title><h3>{TITLE}</h3><div class="article-content">{TEXT}</div>'
    article = find_platform("thanhhoaparty").article(Page("http://xa.example/tin/cho.aspx", html.encode()))
    assert (article.author, article.source) == (None, source)


@pytest.mark.parametrize(
    ("described", "lead"),
    [(LEAD, LEAD), ("Trang tin của xã", None), (TEXT[3:88], None)],
)
def test_a_description_that_ninh_binhs_pages_show_nowhere_is_the_lead(described, lead):
    head = f'<meta property="og:description" content="{described}"><title>{TITLE}</title>'
    html = f'{head}<h1>{TITLE}</h1><div class="art-cont">{TEXT}</div>'
    article = find_platform("ninhbinh").article(Page("http://xa.ninhbinh.gov.vn/tin/cho-1.html", html.encode()))
    assert article.lead == lead
