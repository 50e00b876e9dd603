"""Layouts of portals: columns of tables, heads that name the site alone, photo stories, threads, questions."""

import re
from datetime import date, datetime

import pytest
from support.growth import assert_linear

from harvester.errors import ListingPage, NotAnArticle, OtherPage
from harvester.items import Article
from harvester.platforms import read_article
from harvester.reading.date_lines import split_date_line
from pipelines import process

URL = "http://xa.example/xem.php?id=7"
SITE = "Trang tin xã Đồi Sim"
TITLE = "Dời lịch xuống giống ở xã Đồi Sim vì mưa đến muộn"
FIRST = "Vùng trũng ven kênh gieo từ cuối tháng Tư, vùng gò lùi lại khoảng mười ngày để chờ mưa đầu mùa."
SECOND = "Nông dân nên cày ải, phơi đất ít nhất hai tuần và bón lót vôi bột để hạn chế ngộ độc hữu cơ."
THIRD = "Bà con theo dõi rầy vào đèn ở hai bẫy đặt tại đầu ấp, báo ngay khi mật độ tăng."
LINES = [FIRST, SECOND, THIRD]
OTHERS = ("Hội làng Mây Trắng mở lại", "Khám mắt cho người già", "Chợ trâu Bến Tràm họp phiên", "Họp thôn Gò Sim")


def read(body: str, head: str = SITE) -> Article:
    page = f"<html><head><meta charset=utf-8><title>{head}</title></head><body>{body}</body></html>"
    return read_article(page.encode(), URL)


def list_lines(article: Article) -> list[str]:
    return [line for line in article.text.split("\n") if line]


def list_entries(cell: str) -> str:
    return "".join(cell.format(f"<a href=xem.php?id={n}>{title}</a> (1{n}/06/2026)") for n, title in enumerate(OTHERS))


def test_the_middle_of_three_columns_of_tables_is_read_where_the_head_names_the_site() -> None:
    side = f"<td><table><tr><td><b>THÔNG BÁO</b></td></tr>{list_entries('<tr><td>{}</td></tr>')}</table></td>"
    middle = (
        f"<td><table><tr><td><b>NÔNG NGHIỆP</b></td></tr><tr><td><span class=newstitle>{TITLE}</span>"
        f"<span class=newsdate>(22/4/2026 4:15:20 PM)</span></td></tr><tr><td><b>Bà con chờ nước để xuống giống lúa "
        f"hè thu cho kịp thời vụ năm nay.</b></td></tr><tr><td>{'<br><br>'.join(LINES)}</td></tr>"
        "<tr><td><i>Nguồn: Tổ Khuyến nông</i></td></tr><tr><td><a href='javascript:print()'><img src=in.gif>Bản in</a>"
        f"</td></tr></table><table><tr><td><b>Các tin đã đưa:</b></td></tr>{list_entries('<tr><td>• {}</td></tr>')}"
        "</table></td>"
    )
    ticker = "<tr><td colspan=3><marquee>Xã Đồi Sim đoàn kết xây dựng quê hương. Hội làng mở lại.</marquee></td></tr>"
    article = read(f"<table>{ticker}<tr>{side}{middle}{side}</tr></table>")
    assert (article.title, list_lines(article)) == (TITLE, LINES)
    assert article.lead is not None and article.lead.startswith("Bà con chờ nước")
    assert article.source == "Tổ Khuyến nông" and article.images == []


def test_a_title_between_its_section_and_its_date_is_found_in_one_cell_with_all_that_follows() -> None:
    head = f"<span>CHĂN NUÔI</span><br><span>{TITLE}</span><br><span>Ngày 03/09/2026</span>"
    text = "".join(f"<p>{line}</p>" for line in LINES)
    others = "".join(list_entries("<br>- {}") for _ in range(6))
    cell = f"<td class=giua>{head}{text}<b>Các tin khác:</b>{others}</td>"
    article = read(f"<table><tr>{cell}<td>{list_entries('<div>{}</div>')}</td></tr></table>")
    assert (article.title, list_lines(article)) == (TITLE, LINES)
    assert [seen.text for seen in article.dates] == ["Ngày 03/09/2026"]


@pytest.mark.parametrize("head", ["Chi tiết tin tức", "Thông báo", "Bảo tàng Mây Trắng"])
def test_the_heading_above_the_text_is_the_title_where_the_head_says_something_else(head: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    assert read(f"<div><h1>{TITLE}</h1><div><span>15/07/2026</span></div><div>{text}</div></div>", head).title == TITLE


def test_a_title_in_the_head_that_no_heading_shows_stays_the_title() -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    assert read(f"<h2>Bản tin đồng ruộng của bà con xã Đồi Sim dời lịch xuống giống</h2>{text}", TITLE).title == TITLE


def test_the_name_of_the_site_in_the_banner_is_no_title_of_a_question_with_its_answer() -> None:
    banner = "<div id=logo><a href=/>xã Đồi Sim</a></div><div>Đường dây nóng: 0200 555 0100</div>"
    ticker = "<div>TIN MỚI</div><ul>" + "".join(f"<li><a href=/t/{n}>{t}</a></li>" for n, t in enumerate(OTHERS))
    question = "<p>Cháu thuê trọ ở ngõ Hồ Sen, chủ nhà ở xa, cháu muốn tự đăng ký tạm trú thì cần giấy tờ gì?</p>"
    answer = "<p>Chào bạn, Công an xã trả lời như sau:</p><p>Bạn nộp hồ sơ trên cổng dịch vụ công.</p>"
    file = "<div class=tep><a href=/tep/mau.docx>Mẫu tờ khai.docx</a></div>"
    body = f"<div class=tua><h2>{TITLE}</h2></div><div class=q>{question}</div><div class=a>{answer}{file}</div>"
    article = read(f"{banner}{ticker}</ul><div class=hd>{body}</div>", "Hỏi đáp - xã Đồi Sim")
    assert article.title == TITLE and len(list_lines(article)) == 3
    assert [file.title for file in article.attachments] == ["Mẫu tờ khai.docx"]


@pytest.mark.parametrize("tag", ["p", "div"])
def test_a_sentence_beside_the_element_of_the_text_is_its_lead(tag: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    lead = f"<{tag} class=mo>Mưa đến muộn, tổ khuyến nông xã điều chỉnh lịch theo chân ruộng.</{tag}>"
    article = read(f"<article><h1>{TITLE}</h1>{lead}<figure><img src=a.jpg></figure><div>{text}</div></article>", TITLE)
    assert article.lead is not None and article.lead.startswith("Mưa đến muộn") and list_lines(article) == LINES


def test_the_first_of_several_paragraphs_alike_is_no_lead() -> None:
    text = "".join(f"<div class=o><p>{line}</p></div>" for line in LINES)
    assert read(f"<article><h1>{TITLE}</h1>{text}</article>", TITLE).lead is None


def test_the_last_words_of_a_photo_story_stand_beside_its_lead() -> None:
    figure = "<figure><img src=/p/{0}.jpg><figcaption>{0}. Phơi vải trên bờ rào đá.</figcaption></figure>"
    photos = figure.format(1) + f"<div><p>{FIRST}</p></div>" + figure.format(2)
    last = "<p class=het>Ba mươi nhà trong bản hiện còn giữ thùng chàm, mỗi năm dệt chừng chín trăm mét vải.</p>"
    lead = "<p class=lead>Mỗi tháng Tám, cả bản xanh ngắt một màu từ ngón tay đến nếp váy.</p>"
    article = read(f"<div><h1>{TITLE}</h1>{lead}<div class=anh>{photos}</div>{last}</div>", TITLE)
    assert list_lines(article)[-1].startswith("Ba mươi nhà") and len(article.images) == 2


def test_answers_in_a_thread_are_none_of_its_first_post_and_its_date_is_that_of_the_post() -> None:
    post = (
        '<div class="post"><div class="meta"><a href=/u/{0}>{0}</a> <time datetime="2026-01-{1}T08:00:00+07:00">'
        "{1} Tháng Một, 2026</time></div><div class=chu>{2}</div></div>"
    )
    first = post.format("lang", 28, "".join(f"<p>{line}</p>" for line in LINES))
    answers = post.format("hai", 29, "<p>Gia đình tôi bốn người đăng ký, xin giữ giúp hai chỗ ngồi gần cửa.</p>")
    body = f"<div id=topic><h1>{TITLE}</h1>{first}{answers}{post.format('lua', 30, '<p>Tôi góp hai chục bát men.</p>')}"
    article = read(f"{body}</div>", TITLE)
    assert list_lines(article) == LINES
    assert [seen.text for seen in article.dates if seen.text.startswith("2026")] == ["2026-01-28T08:00:00+07:00"]


def test_a_short_paragraph_behind_a_box_without_names_goes_on_with_the_text() -> None:
    box = "<div class=x9><div class=x8>Tin liên quan</div><a href=/n/1><img src=1.jpg><span>Hội câu cá</span></a></div>"
    last = "Chung cuộc, thôn Gò Sim nhất toàn đoàn; hai thôn còn lại đồng hạng ba."
    text = "".join(f"<div class=x1>{line}</div>" for line in LINES)
    article = read(f"<div><h1>{TITLE}</h1><div class=x5>{text}{box}<div class=x1>{last}</div></div></div>", TITLE)
    assert list_lines(article) == [*LINES, last]


def test_a_place_with_its_date_that_calls_itself_a_date_is_no_line_of_the_text() -> None:
    text = "".join(f"<div>{line}</div>" for line in LINES)
    dated = "<div class=ngaythang>Đồi Sim, 02/10/2026</div>"
    assert list_lines(read(f"<div><h2>{TITLE}</h2>{text}{dated}</div>", TITLE)) == LINES


def test_a_day_and_its_time_are_one_part_of_a_line() -> None:
    line = "Thứ năm, ngày 26 tháng 03 năm 2026 - 15 giờ 40 phút | Thực hiện: Lò Mây"
    assert split_date_line(line) == line.split(" | ")
    assert split_date_line("Y tế | 08:30 | 12/5/2026") == ["Y tế", "08:30 | 12/5/2026"]
    assert split_date_line("Y tế | 12/5/2026") == ["Y tế", "12/5/2026"]


CARD = "<article class=the><a href=/t/{0}><img src={0}.jpg></a><h3><a href=/t/{0}>{1}</a></h3><p>{2}</p>{3}</article>"
SUMMARY = (
    "Sáng nay, tại nhà văn hóa, hội người cao tuổi phối hợp với đoàn thanh niên tổ chức khám bệnh cho bà con trong xã."
)
OWN_DATE = "<div>Thứ năm, 10/09/2026 - 16:42</div>"


def list_cards(date: str = "") -> str:
    return "".join(CARD.format(n, f"Bản tin số {n} của xã Mây Trắng", SUMMARY, date) for n in range(10))


def test_an_article_of_one_sentence_stays_one_among_ten_teasers_longer_than_it() -> None:
    others = f"<div class=khac><div class=ten>Tin cùng chuyên mục</div>{list_cards()}</div>"
    article = read(f"<div class=bai><h2>{TITLE}</h2>{OWN_DATE}<p>{FIRST}</p></div>{others}", TITLE)
    assert list_lines(article) == [FIRST]


def test_teasers_in_the_way_a_text_is_set_are_none_of_it() -> None:
    text = f"<section class=chu><p>{FIRST}</p><p>{SECOND}</p></section>"
    article = read(f"<main><h1>{TITLE}</h1>{text}</main><aside class=moi>{list_cards()}</aside>", TITLE)
    assert list_lines(article) == [FIRST, SECOND] and article.images == []


def test_a_section_is_a_listing_whatever_its_head_calls_it() -> None:
    head = f"Tin nhà vườn</title><meta property=og:type content=article><title>{SITE}"
    with pytest.raises(ListingPage):
        read(f"<h1>Tin nhà vườn</h1><div class=ds>{list_cards('<time>15/08/2026</time>')}</div>", head)


@pytest.mark.parametrize("cell", ["th", "td"])
def test_a_table_of_documents_is_a_listing(cell: str) -> None:
    names = ("STT", "Số ký hiệu", "Ngày ban hành", "Trích yếu", "Tải về")
    rows = "".join(
        f"<tr><td>{n}<td>371{n}/UBND-VP<td>1{n % 9}/09/2026"
        f"<td><a href=/vb/{n}>Trả lời kiến nghị của thôn Đồi Sim số {n}</a>"
        f"<td><a href=/tep/{n}.pdf>Tải về</a>"
        for n in range(1, 20)
    )
    head = "".join(f"<{cell}>{name}</{cell}>" for name in names)
    with pytest.raises(ListingPage):
        read(f"<h1>Văn bản chỉ đạo điều hành</h1><div class=vb><table><tr>{head}</tr>{rows}</table></div>")


def test_a_table_of_results_with_some_links_is_a_text() -> None:
    names = [f"Đội bóng chuyền nữ thôn Đồi Sim số {n}" for n in range(9)]
    linked = [f"<a href=/doi/{n}>{name}</a>" if n < 3 else name for n, name in enumerate(names)]
    rows = "".join(f"<tr><td>{n}<td>{cell}<td>{n * 3} điểm" for n, cell in enumerate(linked))
    article = read(f"<article><h1>{TITLE}</h1>{OWN_DATE}<table>{rows}</table></article>", TITLE)
    assert all(name in article.text for name in names)


def test_a_text_of_short_lines_is_whole_where_teasers_hold_all_long_paragraphs() -> None:
    lines = [
        "I. MỤC ĐÍCH",
        "Nâng cao khả năng của tổ bảo vệ rừng các thôn.",
        "II. THỜI GIAN",
        "Một ngày, cuối tháng Chín.",
    ]
    text = "".join(f"<p class=MsoNormal>{line}</p>" for line in lines)
    article = read(f"<article><h1>{TITLE}</h1>{OWN_DATE}{text}</article><div>{list_cards()}</div>", TITLE)
    assert list_lines(article) == lines


def test_the_times_of_a_report_by_the_hour_are_its_headings() -> None:
    entries = "".join(
        f"<div class=muc{n}><h3 class=gio{n}><time>{hour}</time></h3><div class=chu{n}><p>{line}</p></div></div>"
        for n, (hour, line) in enumerate(zip(("17:25", "14:10", "11:30"), LINES, strict=True))
    )
    lead = "<p class=sapo>Từ sáng sớm, bà con hai bên bờ thức trắng cùng các lực lượng cứu thuyền.</p>"
    article = read(f"<main><h1>{TITLE}</h1>{lead}<div>{entries}</div></main><div>{list_cards()}</div>", TITLE)
    assert list_lines(article) == ["17:25", FIRST, "14:10", SECOND, "11:30", THIRD]


@pytest.mark.parametrize("style", ["style='font-size:20px;font-weight:bold'", "style='font-size: 16pt'"])
def test_a_line_set_in_large_letters_is_the_title_where_the_head_names_the_site(style: str) -> None:
    text = "".join(f"<div>{line}</div>" for line in LINES)
    assert read(f"<div><div><span {style}>{TITLE}</span></div>{OWN_DATE}<div>{text}</div></div>").title == TITLE


def test_the_label_of_files_is_no_line_and_the_last_change_is_none() -> None:
    file = "<div class=tep>Tệp đính kèm: <a href=/tep/41.pdf>41.pdf</a> (2,14 MB)</div>"
    changed = "<div class=sua>Lần cập nhật cuối ( Thứ tư, 09 Tháng 9 2026 15:05 )</div>"
    text = "".join(f"<div>{line}</div>" for line in LINES)
    article = read(f"<div><h1>{TITLE}</h1>{text}{changed}{file}</div>", TITLE)
    assert list_lines(article) == LINES and [file.title for file in article.attachments] == ["41.pdf"]


def test_boxes_of_the_texts_own_between_its_paragraphs_are_part_of_it() -> None:
    box = "<figure class=callout><div>💡</div><div>Trẻ em được đá trước 18 giờ.</div></figure>"
    more = "<ul><li><details><summary>Quỹ</summary><p>Thủ quỹ là bà Mót.</p></details></li></ul>"
    text = f"<p>{FIRST}</p>{box}<p>{SECOND}</p>{more}<p>{THIRD}</p>"
    lines = list_lines(read(f"<article><h1>{TITLE}</h1><div class=than>{text}</div></article>", TITLE))
    assert "Trẻ em được đá trước 18 giờ." in lines and "Thủ quỹ là bà Mót." in " ".join(lines)


def test_a_weekday_tells_that_the_month_stands_first() -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    article = read(
        f"<div><h1>{TITLE}</h1><div class=meta>Được gửi bởi Lò Mây vào T2, 09/07/2026 - 10:20</div>{text}</div>", TITLE
    )
    assert [seen.text for seen in article.dates] == ["T2, 09/07/2026 - 10:20"]


def test_a_time_beside_a_name_and_a_count_is_the_articles() -> None:
    icons = "<i class='bi bi-person'></i>", "<i class='bi bi-clock'></i>"
    line = f"<p class=nho>{icons[0]} Nông Thị Mây {icons[1]} 2026-09-05 8:5 <i></i> 977</p>"
    text = "".join(f"<p>{line}</p>" for line in LINES)
    article = read(f"<div><h1>{TITLE}</h1>{line}<div>{text}</div></div>", TITLE)
    assert [seen.text for seen in article.dates] == ["2026-09-05 8:5"] and article.author == "Nông Thị Mây"
    event = "<p class=nho>Khai mạc: 8h00 ngày 12/9/2026</p>"
    assert not read(f"<div><h1>{TITLE}</h1>{event}<div>{text}</div></div>", TITLE).dates


def test_crumbs_in_an_inline_element_name_the_section() -> None:
    crumbs = "<td><span class='breadcrumbs pathway'><a href=/>Trang chủ</a> <img src=m.png> <a href=/vh>Văn hóa</a> "
    text = "".join(f"<p>{line}</p>" for line in LINES)
    page = f"<table><tr>{crumbs}<img src=m.png> {TITLE}</span><h1>{TITLE}</h1>{text}</td></tr></table>"
    assert read(page, TITLE).category == "Văn hóa"


NAMES = (("rau", "Rau muống hạt"), ("nep", "Nếp loại hai"), ("bau", "Bầu hồ lô"))


def test_products_beside_an_article_are_none_of_it_and_sections_with_links_are() -> None:
    card = "<div class=hang><a href=/{0}><img src={0}.jpg></a><h4>{1}</h4><p>" + SUMMARY + "</p></div>"
    text = f"<div class=bai><p>{FIRST}</p><p>{SECOND}</p></div>"
    article = read(
        f"<main><h1>{TITLE}</h1>{text}</main><div>{''.join(card.format(*name) for name in NAMES)}</div>", TITLE
    )
    assert list_lines(article) == [FIRST, SECOND] and article.images == []
    section = "<section class=phan><h3>{1}</h3><p>" + SUMMARY + " <a href=/{0}>Xem bản đồ</a></p></section>"
    parts = "".join(section.format(*name) for name in NAMES)
    lines = list_lines(read(f"<main><h1>{TITLE}</h1><div><p>{FIRST}</p>{parts}</div></main>", TITLE))
    assert [line for line in lines if line in dict(NAMES).values()] == [name for _, name in NAMES]


def test_lists_of_links_in_cells_of_a_layout_are_none_of_the_text() -> None:
    titles = "<br>".join(f"· <a href=/t/{n}>{title} lần thứ {n}</a>" for n, title in enumerate(OTHERS))
    side = f"<td><table><tr><td>Bài cũ</td></tr><tr><td>{titles}</td></tr></table></td>"
    text = f"<td><table><tr><td>{TITLE}</td></tr><tr><td>{'<br><br>'.join(LINES)}</td></tr></table></td>"
    assert list_lines(read(f"<table><tr>{side}{text}{side}</tr></table>", TITLE)) == LINES


def test_the_name_of_a_school_in_the_banner_is_no_title_though_the_head_says_it() -> None:
    banner = "<header><h1>TRƯỜNG THCS MÂY TRẮNG</h1><h2>Dạy tốt - Học tốt</h2></header>"
    menu = "<ul>" + "".join(f"<li><a href=/m/{n}>Mục số {n}</a></li>" for n in range(9)) + "</ul>"
    text = "".join(f"<p>{line}</p>" for line in LINES)
    assert read(f"{banner}{menu}<div><h1>{TITLE}</h1><div>{text}</div></div>", "TRƯỜNG THCS MÂY TRẮNG").title == TITLE


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (f"HTX Mây Trắng - {TITLE} : Hoạt động", f"<a href=/hd>Hoạt động</a> : {TITLE}"),
        ("Dời lịch xuống giống ở xã Đồi Sim - HTX Mây Trắng", TITLE),
        (TITLE, f"<a class=header-anchor href='#x'>#</a> {TITLE}"),
    ],
)
def test_a_heading_that_the_head_cuts_or_goes_around_is_the_title(head: str, shown: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    assert read(f"<div><h2 class=title>{shown}</h2><div>{text}</div></div>", head).title == TITLE


@pytest.mark.parametrize("body", ["<noframes><p>Trình duyệt không hỗ trợ khung.</p></noframes>", ""])
def test_a_page_of_frames_is_no_article(body: str) -> None:
    with pytest.raises(NotAnArticle):
        read(body)


def test_a_page_to_log_in_is_none_whatever_it_says() -> None:
    form = "<form>Tên đăng nhập <input><input type=password></form>"
    text = f"<h3>Phiên làm việc đã hết hạn, mời vào lại</h3><p>{FIRST}</p><p>{SECOND}</p>{form}"
    with pytest.raises(OtherPage):
        read(f"<div class=hop>{text}</div>", "iOffice - Đăng nhập hệ thống")


def test_what_a_section_says_of_itself_above_its_entries_is_no_article() -> None:
    about = "<p>Mục này đăng các lời mời chào giá của hợp tác xã.</p><p>Mỗi lời mời được treo ít nhất bảy ngày.</p>"
    entry = "<div class=muc><p class=ten><a href=/t/{0}>Lời mời số {0} của xã Mây Trắng</a></p><p>{1}</p></div>"
    entries = "".join(entry.format(n, SUMMARY) for n in range(10))
    with pytest.raises(ListingPage):
        read(
            f"<div>{about}{entries}</div>",
            "Mời thầu - HTX Mây Trắng</title><meta property=og:type content=article><title>",
        )


def test_the_first_of_many_bodies_side_by_side_is_a_teasers() -> None:
    head = f"{TITLE}</title><meta name=generator content='WordPress 6.5'><title>"
    card = "<article><h3><a href=/t/{0}>Bản tin số {0} của xã</a></h3><div class=entry-content>{1}</div></article>"
    cards = "".join(card.format(n, SUMMARY) for n in range(5))
    text = "".join(f"<section><p>{line}</p></section>" for line in LINES)
    article = read(f"<h1>{TITLE}</h1><div>{OWN_DATE}{text}</div><div><h3>Có thể bạn muốn xem</h3>{cards}</div>", head)
    assert (article.platform, article.title, list_lines(article)) == ("wordpress", TITLE, LINES)


def test_a_deadline_is_no_day_of_publication() -> None:
    text = f"<p>{FIRST}</p><p>Bà con nộp ảnh tới 31/10/2025 tại nhà văn hóa.</p><p>{SECOND}</p>"
    assert process(read(f"<div><h1>{TITLE}</h1>{text}</div>", TITLE), datetime(2026, 9, 1)).published_at is None


def test_the_last_change_of_a_page_is_no_day_of_publication() -> None:
    line = "<div class=page-metadata>Created by Lò Mây, last modified on Sep 14, 2026</div>"
    text = "".join(f"<p>{line}</p>" for line in LINES)
    article = process(read(f"<div><h1>{TITLE}</h1>{line}<div>{text}</div></div>", TITLE), datetime(2026, 10, 1))
    assert article.published_at is None and article.updated_at is not None and article.updated_at.day == 14


def test_a_date_where_no_selector_of_the_platform_looks_is_found_below_the_text() -> None:
    head = f"{TITLE}</title><meta name=generator content='WordPress 6.5'><title>"
    text = "".join(f"<p>{line}</p>" for line in LINES)
    changed = "<span class=updated style='display:none'>2026-09-13T18:20:41+07:00</span>"
    meta = f"<div class=fusion-meta>By Lò Mây|{changed}<span>Tháng Chín 12th, 2026</span>|Món quê</div>"
    article = process(read(f"<h1>{TITLE}</h1><div class=post-content>{text}</div>{meta}", head), datetime(2026, 10, 1))
    assert article.platform == "wordpress" and list_lines(article) == LINES
    assert article.published_at is not None and article.published_at.date() == date(2026, 9, 12)


def test_the_first_heading_above_the_menu_is_no_title_where_the_head_says_something_else() -> None:
    menu = "<ul>" + "".join(f"<li><a href=/m/{n}>Mục số {n}</a></li>" for n in range(9)) + "</ul>"
    text = "".join(f"<p>{line}</p>" for line in LINES)
    banner = f"<h1>TRẠM CẤP NƯỚC NÔNG THÔN MÂY TRẮNG</h1>{menu}"
    article = read(
        f"{banner}<div class=tieudetin>{TITLE}</div><div class=noidungtin>{text}</div>", "Trạm nước Mây Trắng"
    )
    assert (article.title, list_lines(article)) == (TITLE, LINES)
    parted = f"<h1>{TITLE}</h1>{menu}<div><h2>Lịch xuống giống của từng cánh đồng</h2>{text}</div>"
    assert read(parted, f"{TITLE} - Mây Trắng").title == TITLE


def test_title_date_and_lead_in_one_cell_are_parted_where_the_head_cuts_the_title() -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    head = (
        f"<span class=tieude>{TITLE}</span><br><span class=ngay>Cập nhật lúc: 07:55 09/09/2026</span><br>"
        f"<span class=tomtat>Bà con chờ nước để xuống giống lúa hè thu cho kịp thời vụ năm nay.</span>"
    )
    article = read(f"<table><tr><td>{head}<div>{text}</div></td></tr></table>", f"Xã Đồi Sim - {TITLE[:40]}...")
    assert (article.title, list_lines(article)) == (TITLE, LINES)
    assert article.lead is not None and article.lead.startswith("Bà con chờ nước")


@pytest.mark.parametrize("part", ["{}", "<div class=ds>{}</div>"])
def test_persons_with_links_in_the_text_are_part_of_it(part: str) -> None:
    card = "<div class=nguoi><a href=/cb/{0}><img src={0}.jpg></a><h4>{1}</h4><p>{2}</p></div>"
    persons = ("Lò Thị Mây Trắng", "Vi Văn Suối Mơ", "Mai Thị Đồi Sim")
    cards = part.format("".join(card.format(n, name, SUMMARY) for n, name in enumerate(persons)))
    text = f"<div class=chu><p>{FIRST}</p><p>{SECOND}</p>{cards}</div>"
    assert list_lines(read(f"<main><h1>{TITLE}</h1>{OWN_DATE}{text}</main>", TITLE)).count(SUMMARY) == len(persons)


@pytest.mark.parametrize(
    "head", ["<header class=entry-header>{}</header>", "<div class=banner>{}</div>", "<div>{}</div>"]
)
@pytest.mark.parametrize("tag", ["h1", "h2", "div"])
def test_the_first_subheading_stays_below_a_title_in_a_header(head: str, tag: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    shown = head.format(f"<{tag}>{TITLE}</{tag}><div>12/03/2026 08:00</div>")
    article = read(f"{shown}<div class=content><h2>Lịch của từng cánh đồng trong xã</h2>{text}</div>", TITLE)
    assert (article.title, list_lines(article)) == (TITLE, ["Lịch của từng cánh đồng trong xã", *LINES])


PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
LONG = [f"Cánh đồng thứ {n} của xã. {LINES[n % 3]} {LINES[(n + 1) % 3]} {SUMMARY}" for n in range(7)]
HEAD = f"{TITLE}</title><meta property=og:type content=article><title>"


def test_dated_entries_of_a_report_with_links_are_no_replies() -> None:
    entry = "<div class=moc><p>Ngày 1{0}/6/2026, tại <a href=/b/{0}>thôn số {0}</a>:</p><p>{1}</p></div>"
    entries = "".join(entry.format(n, line) for n, line in enumerate(LONG))
    lines = list_lines(read(f"<article><h1>{TITLE}</h1>{OWN_DATE}{entries}</article>", HEAD))
    assert [line for line in lines if line in LONG] == LONG


def test_sections_of_a_digest_with_linked_headings_are_its_text() -> None:
    section = "<div class=phan><h3><a href=/b/{0}>Chuyện đồng áng của xã Mây Trắng, phần {0}</a></h3><p>{1}</p></div>"
    sections = "".join(section.format(n, line) for n, line in enumerate(LONG[1:6]))
    text = f"{OWN_DATE}<p>{LONG[0]}</p>{sections}<p>{LONG[6]}</p>"
    lines = list_lines(read(f"<article><h1>{TITLE}</h1>{text}</article>", HEAD))
    assert [line for line in lines if line in LONG] == LONG


@pytest.mark.parametrize(
    "last",
    [
        "Bởi Nhà nước đã hỗ trợ, bà con yên tâm gieo trồng cho kịp vụ.",
        "Nguồn: quỹ xã và đóng góp của bà con trong ấp, mỗi hộ năm mươi nghìn đồng.",
    ],
)
def test_a_last_sentence_beside_the_text_is_no_credit(last: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LONG[:4])
    body = f"<div class=tin><h1>{TITLE}</h1>{OWN_DATE}<div>{text}</div><div><p>{last}</p></div></div>"
    assert last in read(body, TITLE).text


@pytest.mark.parametrize(
    "line",
    [
        "Văn bản đính kèm: <a href=/kh>Kế hoạch</a> quy định rõ thời vụ của từng cánh đồng.",
        "<a href=/luat>Luật Đất đai năm 2024 của nước ta</a> (1/8/2024)",
    ],
)
def test_a_line_with_a_link_between_paragraphs_is_the_texts(line: str) -> None:
    text = f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p><p>{THIRD}</p>"
    assert len(list_lines(read(f"<div><h1>{TITLE}</h1><div>{text}</div></div>", TITLE))) == 4


def test_a_wrong_weekday_gives_way_to_the_head() -> None:
    head = f"{TITLE}</title><meta property=article:published_time content=2026-07-09T10:20:00+07:00><title>"
    line = "<div class=meta>Thứ hai, 09/07/2026 10:20</div>"
    article = process(read(f"<div><h1>{TITLE}</h1>{line}<div>{PARAGRAPHS}</div></div>", head), datetime(2026, 10, 1))
    assert article.published_at is not None and article.published_at.date() == date(2026, 7, 9)


@pytest.mark.parametrize(
    "line", ["Lễ khai mạc diễn ra lúc 8:00 ngày 12/09/2026", "Hội trường xã Mây Trắng 8:00 12/09/2026"]
)
def test_when_an_event_takes_place_is_no_day_of_publication(line: str) -> None:
    assert not read(f"<div><h1>{TITLE}</h1><p class=nho>{line}</p><div>{PARAGRAPHS}</div></div>", TITLE).dates


@pytest.mark.parametrize("head", [f"Đăng nhập - {TITLE}", f"{TITLE} | Login"])
def test_an_article_whose_head_offers_to_log_in_is_one(head: str) -> None:
    assert read(f"<div><h1>{TITLE}</h1>{OWN_DATE}<div>{PARAGRAPHS}</div></div>", head).title == TITLE


def test_a_subheading_below_a_title_that_the_head_alone_has_is_no_title() -> None:
    body = f"<div><h2>Bà con phấn khởi vì nước đã về tới từng chân ruộng</h2>{PARAGRAPHS}</div>"
    assert read(body, "Gieo lúa hè thu ở thôn Mây").title == "Gieo lúa hè thu ở thôn Mây"


@pytest.mark.parametrize(
    "piece",
    [
        "<b class=author>Lò Mây {0}</b>",
        "<time class=updated>2026-09-13</time>",
        "<span class=updated>2026-09-1{0}</span>",
        "<h3>Tác giả: Lò Mây {0}</h3>",
    ],
)
def test_time_grows_with_what_tells_of_an_article(piece: str) -> None:
    def make(count: int) -> str:
        return f"<div><h1>{TITLE}</h1><p>{''.join(piece.format(n) for n in range(count))}</p>{PARAGRAPHS}</div>"

    assert_linear(lambda body: read(body, TITLE), make, 500)


CELL_ROWS = (
    "<tr><td>Ấp Gò<td>7 giờ<td>Bà Mót",
    "<tr><td>Ấp Trũng<td>8 giờ<td>Bà Mót",
    "<tr><td>Ấp Kênh<td>9 giờ<td>Bà Lựu",
)
FRAMES = (
    "<figure class=wp-block-table><table>{}</table></figure>",
    "<figure><table>{}</table><figcaption>Bảng 1. Lịch phát giống</figcaption></figure>",
    "<figure class=table><div class=table-responsive><table>{}</table></div></figure>",
    "<div class=photo-table><table>{}</table></div>",
    "<div class=khung><div><table>{}</table></div></div>",
)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("place", [0, 1, 3, 9])
@pytest.mark.parametrize("count", [2, 9])
def test_a_table_in_a_frame_of_pictures_is_part_of_the_text_wherever_it_stands(
    frame: str, place: int, count: int
) -> None:
    lines = [f"<p>{number}. {LINES[number % 3]}</p>" for number in range(count)]
    lines.insert(place, frame.format("".join(CELL_ROWS)))
    article = read(f"<div class=tin><h1>{TITLE}</h1><div class=than>{''.join(lines)}</div></div>", TITLE)
    rows = [line for line in list_lines(article) if " | " in line]
    assert rows == ["Ấp Gò | 7 giờ | Bà Mót", "Ấp Trũng | 8 giờ | Bà Mót", "Ấp Kênh | 9 giờ | Bà Lựu"]
    assert len(list_lines(article)) == count + 3 + ("Bảng 1" in article.text)


def test_pictures_in_cells_leave_a_table_what_it_is_and_captions_in_cells_are_no_table() -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    rows = "".join(row.replace("Bà", "<img src=/chan-dung.jpg>Bà") for row in CELL_ROWS)
    page = f"<div><h1>{TITLE}</h1><div class=than>{text}{FRAMES[0].format(rows)}</div></div>"
    assert "Ấp Kênh | 9 giờ | Bà Lựu" in read(page, TITLE).text
    shown = "<tr><td><img src=/a.jpg><td><img src=/b.jpg><tr><td>Ruộng gò<td>Ruộng trũng"
    page = f"<div><h1>{TITLE}</h1><div class=than>{text}<figure><table>{shown}</table></figure></div></div>"
    assert list_lines(read(page, TITLE)) == LINES


def test_frames_in_frames_take_time_in_proportion_to_their_number() -> None:
    def make(count: int) -> str:
        frames = "<figure><img src=/a.jpg>" * count + f"<table>{''.join(CELL_ROWS)}</table>" + "</figure>" * count
        return f"<div><h1>{TITLE}</h1><p>{FIRST}</p>{frames}{FRAMES[0].format(CELL_ROWS[0]) * count}</div>"

    assert_linear(lambda body: read(body, TITLE), make, 100)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
@pytest.mark.parametrize(
    "term", ["Hồ sơ bán từ ngày phát hành thông báo đến 17 giờ ngày 18/7/2026.", "Thời gian: 7 giờ 30 ngày 18/7/2026"]
)
@pytest.mark.parametrize("body", ["<div class=than>{}</div>", "<div class=entry-content>{}</div>", "{}"])
def test_a_paragraph_that_ends_with_the_day_of_a_term_stays_wherever_it_stands(
    place: int, term: str, body: str
) -> None:
    lines = [*LINES[:place], term, *LINES[place:]]
    text = body.format("".join(f"<p>{line}</p>" for line in lines))
    article = process(
        read(f"<div class=post><h1>{TITLE}</h1><div>03/07/2026</div>{text}</div>", TITLE), datetime(2026, 10, 1)
    )
    assert list_lines(article) == lines
    assert article.published_at is not None and article.published_at.date() == date(2026, 7, 3)


def set_in_tables(rows: str, foot: str = f"{SITE} giữ bản quyền nội dung", menu: str = "") -> str:
    menu = menu or "<tr><td><a href=/vb>Văn bản mới</a></td></tr><tr><td><a href=/tt>Thủ tục</a></td></tr>"
    inner = f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>Cập nhật: 22/4/2026</td></tr>{rows}</table>"
    return (
        f"<table><tr><td colspan=3>{SITE}</td></tr><tr><td><table>{menu}</table></td><td>{inner}</td>"
        f"<td>Thời tiết<br>Tỷ giá</td></tr><tr><td colspan=3>{foot}</td></tr></table>"
    )


VERSES = ["Ơi con sông nhỏ hiền lành", "Chở bao thương nhớ", "Mai này đi xa", "Nhớ về bến cũ"]


@pytest.mark.parametrize("lines", [[FIRST, *VERSES], VERSES, [FIRST, SECOND], ["Xã lùi lịch gieo mười ngày."]])
def test_side_columns_and_the_foot_of_a_page_of_tables_are_no_lines_of_a_short_text(lines: list[str]) -> None:
    article = read(set_in_tables(f"<tr><td>{''.join(f'<p>{line}</p>' for line in lines)}</td></tr>"), TITLE)
    assert list_lines(article) == lines


def test_a_table_of_the_text_without_menus_and_the_cell_that_signs_keep_their_cells() -> None:
    foot = "TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br>Lò Thị Mơ"
    verses = "".join(f"<p>{line}</p>" for line in (FIRST, *VERSES))
    signed = read(set_in_tables(f"<tr><td>{verses}</td></tr>", foot), TITLE)
    assert "CHỦ TỊCH" in signed.text
    rows = "".join(f"<tr><td>{line}</td><td>Bà Mót</td></tr>" for line in VERSES)
    page = f"<table><tr><td><h1>{TITLE}</h1><p>{FIRST}</p></td></tr>{rows}</table>"
    assert all(line in read(page, TITLE).text for line in VERSES)


@pytest.mark.parametrize(
    "row",
    [
        "<p>Ơi con sông nhỏ<br>Chở bao thương nhớ<br>Mai này đi xa<br>Nhớ về bến cũ</p>",
        f"<p>Hỏi: Bao giờ gieo lại?</p><p>Đáp: Đầu tháng 5</p><p>{THIRD}</p>",
        f"<p><b>Kết quả bước đầu</b></p><p>{THIRD} {FIRST}</p><p>{THIRD}</p>",
        f"<p>{THIRD}</p><p>Kinh phí: 500 triệu đồng</p><p>Thời gian thi công: 3 tháng</p>",
        "<p>Danh sách các hộ hiến đất làm đường gồm có hộ ông Lò Văn Mót, bà Hà Thị Mơ và hộ ông Lê Văn Sim</p>",
    ],
)
def test_rows_of_the_pages_table_below_the_titles_are_the_article(row: str) -> None:
    menu = "".join(f"<td><a href=/m{n}>Mục số {n}</a></td>" for n in range(5))
    head = f"<h1>{TITLE}</h1><p>Ngày đăng: 05/03/2026</p><p>{FIRST}</p><p>{SECOND}</p>"
    foot = f"<tr><td colspan=5>{SITE} giữ bản quyền nội dung</td></tr>"
    cells = f"<tr><td colspan=5>{head}</td></tr><tr><td colspan=5>{row}</td></tr>{foot}"
    lines = list_lines(read(f"<table><tr>{menu}</tr>{cells}</table>", TITLE))
    shown = [line for line in re.split(r"<[^>]+>", row) if line]
    assert lines == [FIRST, SECOND, *shown]
