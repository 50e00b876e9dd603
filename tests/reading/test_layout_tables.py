"""Tables of a text, tables that set a page, and the frames of both."""

import re

import pytest
from support.growth import assert_linear
from support.layouts import FIRST, LINES, OTHERS, OWN_DATE, PARAGRAPHS, SECOND, SITE, THIRD, TITLE, list_lines, read

from harvester.errors import ListingPage


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


def test_lists_of_links_in_cells_of_a_layout_are_none_of_the_text() -> None:
    titles = "<br>".join(f"· <a href=/t/{n}>{title} lần thứ {n}</a>" for n, title in enumerate(OTHERS))
    side = f"<td><table><tr><td>Bài cũ</td></tr><tr><td>{titles}</td></tr></table></td>"
    text = f"<td><table><tr><td>{TITLE}</td></tr><tr><td>{'<br><br>'.join(LINES)}</td></tr></table></td>"
    assert list_lines(read(f"<table><tr>{side}{text}{side}</tr></table>", TITLE)) == LINES


def test_title_date_and_lead_in_one_cell_are_parted_where_the_head_cuts_the_title() -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    head = (
        f"<span class=tieude>{TITLE}</span><br><span class=ngay>Cập nhật lúc: 07:55 09/09/2026</span><br>"
        f"<span class=tomtat>Bà con chờ nước để xuống giống lúa hè thu cho kịp thời vụ năm nay.</span>"
    )
    article = read(f"<table><tr><td>{head}<div>{text}</div></td></tr></table>", f"Xã Đồi Sim - {TITLE[:40]}...")
    assert (article.title, list_lines(article)) == (TITLE, LINES)
    assert article.lead is not None and article.lead.startswith("Bà con chờ nước")


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
