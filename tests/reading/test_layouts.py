"""Layouts of portals: columns of tables, heads that name the site alone, photo stories, threads, questions."""

from datetime import date, datetime

import pytest
from support.layouts import (
    FIRST,
    LINES,
    LONG,
    OTHERS,
    OWN_DATE,
    PARAGRAPHS,
    SECOND,
    THIRD,
    TITLE,
    list_cards,
    list_lines,
    read,
)

from harvester.errors import NotAnArticle, OtherPage
from harvester.reading.date_lines import split_date_line
from pipelines import process


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


@pytest.mark.parametrize(
    "head", ["<header class=entry-header>{}</header>", "<div class=banner>{}</div>", "<div>{}</div>"]
)
@pytest.mark.parametrize("tag", ["h1", "h2", "div"])
def test_the_first_subheading_stays_below_a_title_in_a_header(head: str, tag: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    shown = head.format(f"<{tag}>{TITLE}</{tag}><div>12/03/2026 08:00</div>")
    article = read(f"{shown}<div class=content><h2>Lịch của từng cánh đồng trong xã</h2>{text}</div>", TITLE)
    assert (article.title, list_lines(article)) == (TITLE, ["Lịch của từng cánh đồng trong xã", *LINES])


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
