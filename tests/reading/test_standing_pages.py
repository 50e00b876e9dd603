"""Pages of a portal that are no articles: its home page, its address, a log-in, what is not there, its albums."""

import pytest

from harvester.errors import ListingPage, OtherPage
from harvester.items import Article
from harvester.platforms import read_article
from harvester.reading.page import Page
from harvester.reading.standing_pages import refuse_standing_page

SITE = "Cổng thông tin điện tử xã Đồi Sim"
FIRST = "Sáng mùng hai, bà con thôn Bến Mây cùng nhau đào mương dẫn nước về cánh đồng phía bắc của xã Đồi Sim."
SECOND = "Đoàn thanh niên góp hai trăm ngày công, hội phụ nữ lo cơm nước cho cả đoàn trong suốt ba ngày liền."
OTHERS = (
    "Hội làng Mây Trắng mở lại",
    "Khám mắt cho người già",
    "Chợ trâu Bến Tràm họp phiên",
    "Họp thôn Gò Sim",
    "Thả cá",
)


def read(body: str, head: str, address: str = "http://xa.example/tin/7.html", platform: str | None = None) -> Article:
    page = f"<html><head><title>{head}</title></head><body>{body}</body></html>"
    return read_article(page.encode(), address, platform=platform)


@pytest.mark.parametrize("name", [SITE, "Bến Mây hôm nay"])
def test_a_home_page_with_a_summary_of_its_first_story_is_no_article(name: str) -> None:
    story = f"<h2><a href=/tin/1>Đào mương dẫn nước về cánh đồng phía bắc</a></h2><p>02/03/2026</p><p>{FIRST}</p>"
    entry = (
        "<div class=muc><h4><a href=/tin/{0}>{1} ở xã Đồi Sim</a></h4><p>Bà con trong xã đều vui vì việc ấy.</p></div>"
    )
    entries = "".join(entry.format(n, title) for n, title in enumerate(OTHERS))
    body = f"<div><div class=hot>{story}</div><div>{entries}</div></div>"
    with pytest.raises(OtherPage):
        read(body, f"{name}</title><meta property=og:type content=article><title>", "http://xa.example/")


def test_the_address_of_an_office_is_no_article_on_a_known_system() -> None:
    lines = "<p><b>ỦY BAN NHÂN DÂN XÃ ĐỒI SIM</b></p><p>Địa chỉ: thôn Gò Sim</p><p>Điện thoại: 0260.3900.000</p>"
    body = f'<div id="dnn_ContentPane"><h2>Liên hệ</h2><div class=Normal>{lines}</div></div>'
    with pytest.raises(OtherPage):
        read(body, "Liên hệ", "http://xa.example/lien-he", "dotnetnuke")


def test_a_log_in_below_the_name_of_the_forum_is_told_by_its_address() -> None:
    page = Page("http://xa.example/ucp.php?mode=login", f"<title>{SITE} - Cá nhân - Đăng nhập</title>".encode())
    with pytest.raises(OtherPage):
        refuse_standing_page(page, SITE)
    refuse_standing_page(Page("http://xa.example/tin/7.html", page.body), SITE)


@pytest.mark.parametrize("head", ["Không tìm thấy trang | Xã Đồi Sim", "Trang bạn tìm không tồn tại", SITE])
def test_what_a_system_says_where_nothing_is_there_is_no_article(head: str) -> None:
    text = "<p>Bài viết có thể đã bị gỡ hoặc đường dẫn không còn đúng, mời kiểm tra lại địa chỉ.</p>"
    with pytest.raises(OtherPage):
        read(f"<main><h1>404</h1><h2>Rất tiếc, trang bạn tìm không tồn tại</h2>{text}</main>", head)


@pytest.mark.parametrize("title", ["Tìm kiếm - Cứu nạn trên sông Mây", "Đăng ký | Thi tuyển viên chức năm 2026"])
def test_a_title_that_begins_like_a_standing_page_is_an_articles_where_the_heading_says_all_of_it(title: str) -> None:
    body = f"<p>05/03/2026</p><p>{FIRST}</p><p>{SECOND}</p>"
    assert read(f"<h1>{title}</h1>{body}", title).title == title
    with pytest.raises(OtherPage):
        read(f"<div>{title}</div>{body}", title)
    with pytest.raises(OtherPage):
        read(f"<h1>Liên hệ - {SITE}</h1>{body}", f"Liên hệ - {SITE}")


ALBUMS = "".join(
    f"<div class=album><a href=/anh/{n}>{title} xã Đồi Sim năm nay</a> (14)</div>" for n, title in enumerate(OTHERS)
)
ONE_LINE = "<p class=mota>Hình ảnh hoạt động của tuổi trẻ xã qua các năm.</p>"


@pytest.mark.parametrize("line", [ONE_LINE, "<p>Hình ảnh hoạt động.</p><p>Mời bà con xem, gửi ảnh về cho xã.</p>"])
def test_a_line_or_two_above_albums_are_no_article(line: str) -> None:
    with pytest.raises(ListingPage):
        read(f"<div><h1>Thư viện ảnh</h1>{line}<div>{ALBUMS}</div></div>", "Thư viện ảnh")


@pytest.mark.parametrize(
    "body", [f"<p>02/03/2026 08:15</p>{ONE_LINE}<div>{ALBUMS}</div>", f"{ONE_LINE}<h3>Tin khác</h3><div>{ALBUMS}</div>"]
)
def test_an_article_of_one_line_is_one_by_its_date_or_by_the_heading_of_the_others(body: str) -> None:
    article = read(f"<div><h1>Ảnh tuổi trẻ xã Đồi Sim</h1>{body}</div>", "Ảnh tuổi trẻ xã Đồi Sim")
    assert "Hình ảnh hoạt động của tuổi trẻ" in f"{article.lead} {article.body}"


@pytest.mark.parametrize("picture", ["<p><img src=/u/a.jpg></p>", ""])
def test_an_undated_line_in_an_element_of_its_own_beside_its_title_is_an_article(picture: str) -> None:
    entry = "<div class=tin><h3><a href=/tin/{0}>{1} ở xã Đồi Sim</a></h3><p>Tóm tắt của tin số {0}.</p></div>"
    others = "".join(entry.format(n, title) for n, title in enumerate((*OTHERS, "Mưa muộn")))
    line = "Công an xã đến tận nhà cấp căn cước cho 20 người già yếu."
    page = "<div><h1>Cấp căn cước tại nhà</h1><div class={0}>{1}<p>{2}</p></div></div><div class=others>{3}</div>"
    article = read(page.format("content", picture, line, others), "Cấp căn cước tại nhà")
    assert article.body == line
    with pytest.raises(ListingPage):
        read(page.format("archive-description", picture, line, others), "Cấp căn cước tại nhà")


def test_a_box_with_one_related_article_in_the_text_is_left_out_with_its_summary_and_picture() -> None:
    link = "<a href=/x><img src=/x.jpg></a><a href=/x>Xuất khẩu chuối tăng trong quý một</a>"
    box = f"<div class=hop type=RelatedOneNews>{link}<p class=sapo>Các nơi chế biến đặt hàng từ đầu năm.</p></div>"
    title = "Bà con Bến Mây đào mương dẫn nước"
    page = f"<title>{title}</title><div><h1>{title}</h1><div><p>{FIRST}</p>{box}<p>{SECOND}</p></div></div>"
    article = read_article(page.encode(), "http://xa.example/tin/7.html", platform="generic")
    assert (article.paragraphs, article.images) == ([FIRST, SECOND], [])
