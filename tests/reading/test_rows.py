"""Texts that are rows of short lines: what weighs little among them stays, whatever wrappers stand around each."""

import pytest

from harvester.platforms import read_article

TITLE = "Giá rau củ tại chợ phiên Bản Sim tuần này"
MENU = "<nav><ul>" + "".join(f'<li><a href="/m{n}">Mục số {n}</a></li>' for n in range(6)) + "</ul></nav>"
FOOT = "<div class=box><h3>Thăm dò ý kiến</h3><p>Bạn có hay ra chợ phiên không?</p></div>"
LINES = [
    "Khu nhà ngoài:",
    "Bí đao: 9.000 đồng",
    "Mướp: 9.000 đồng",
    "Khu nhà trong:",
    "Bí đao: 9.000 đồng",
    "Mướp: 9.000 đồng",
    "Ban quản lý chợ cảm ơn bà con.",
]
INTRODUCTION = "Tổ quản lý chợ phiên Bản Sim ghi lại giá bán vào lúc tám giờ sáng, mỗi khu một lượt."


def read(inside: str, head: str = f"<h1>{TITLE}</h1><div>20/05/2026 08:30</div>"):
    page = f"<title>{TITLE}</title><body>{MENU}<div class=trang>{head}<div class=bai>{inside}</div></div>{FOOT}"
    return read_article(page.encode(), "http://xa.example/tin/gia-rau", platform="generic")


def list_lines(article) -> list[str]:
    text = "\n".join(filter(None, (article.lead, article.text)))
    return [line.removeprefix("- ") for line in text.split("\n") if line]


@pytest.mark.parametrize(
    "wrap",
    ["<p>{}</p>", "<section><p>{}</p></section>", "<div class=hang><div class=cot>{}</div></div>"],
    ids=["bare", "section", "two wrappers"],
)
def test_equal_lines_of_a_price_list_stay_whatever_stands_around_each(wrap):
    assert list_lines(read("".join(map(wrap.format, [INTRODUCTION, *LINES])))) == [INTRODUCTION, *LINES]


def test_lists_among_lines_of_a_text_without_paragraphs_stay():
    options = "<ul><li>Có</li><li>Không</li></ul>"
    questions = [f"Câu {n}. Bà con có bằng lòng về chỗ để xe số {n}?" for n in range(1, 5)]
    inside = "".join(f"<p>{question}</p>{options}" for question in questions) + "<p>Xin cảm ơn!</p>"
    wanted = [line for question in questions for line in (question, "Có", "Không")]
    assert list_lines(read(inside)) == [*wanted, "Xin cảm ơn!"]


def test_a_table_between_the_title_and_a_note_stays():
    rows = "".join(f"<tr><td>Thứ {n}</td><td>Sáng</td><td>Họp chợ</td></tr>" for n in range(2, 7))
    note = "Ghi chú: ai trực thì đeo băng đỏ."
    assert list_lines(read(f"<table>{rows}</table><p>{note}</p>"))[-1] == note
    assert sum("Họp chợ" in line for line in list_lines(read(f"<table>{rows}</table><p>{note}</p>"))) == 5


def test_a_line_of_thanks_behind_a_list_stays():
    names = [f"Bà Mùa Thị Sim số {n}, bản Đồi Chè phía trong suối: 200.000 đồng" for n in range(16)]
    items = "".join(f"<li>{name}</li>" for name in names)
    thanks = "Quỹ chợ chân thành cảm ơn!"
    assert list_lines(read(f"<ol>{items}</ol><p>{thanks}</p>")) == [*names, thanks]


def test_a_last_line_that_names_the_source_is_not_the_pages_head():
    song = ["Chợ phiên ơi chợ phiên", "Ai về Bản Sim với em", "Em chờ bên gốc đào", "Chợ phiên ơi chợ phiên"] * 3
    lines = [*song, "Nguồn: Tổ chợ Bản Sim"]
    assert list_lines(read("".join(f"<div>{line}</div>" for line in lines))) == lines


def test_a_time_that_each_part_of_a_notice_has_is_none_of_the_page():
    parts = [
        line
        for n in range(1, 6)
        for line in (
            f"Khu vực: Bản Sim {n}",
            f"Thời gian: Từ {n} giờ đến 11 giờ ngày 10/4/2026",
            "Lý do: Sửa trạm biến áp.",
        )
    ]
    opening = "Tổ điện báo lịch cắt điện như sau:"
    assert list_lines(read("".join(f"<p>{line}</p>" for line in [opening, *parts]))) == [opening, *parts]


@pytest.mark.parametrize("line", ["Email: chophien@bansim.example.vn", "Thời gian bán hồ sơ: đến hết ngày 5/10/2026."])
def test_lines_of_contact_and_of_terms_stay(line):
    paragraphs = [f"{INTRODUCTION} Đoạn thứ {n} kể thêm về mớ rau, con cá mà bà con mang xuống chợ." for n in range(3)]
    assert list_lines(read("".join(f"<p>{text}</p>" for text in [*paragraphs, line]))) == [*paragraphs, line]


def test_a_line_in_capitals_above_the_text_is_its_heading():
    paragraphs = [f"{INTRODUCTION} Đoạn thứ {n} kể thêm về mớ rau, con cá mà bà con mang xuống chợ." for n in range(3)]
    heading = "TRƯỞNG BAN QUẢN LÝ CHỢ PHIÊN BẢN SIM"
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in paragraphs)
    assert list_lines(read(f"<table><tr><td><p>{heading}</p></td></tr>{rows}</table>")) == [heading, *paragraphs]


def test_what_a_tab_shows_is_no_menu():
    inside = '<div class="tab-content"><div class="tab-pane-body">' + "".join(f"<p>{line}</p>" for line in LINES)
    assert list_lines(read(f"{inside}</div></div>")) == LINES


def test_a_line_that_comes_again_and_again_is_no_caption():
    lots = ["Thửa số 1", "Giá khởi điểm: 450 triệu đồng", "Thửa số 2", "Giá khởi điểm: 450 triệu đồng", "Thửa số 3",
            "Giá khởi điểm: 450 triệu đồng", "Thửa số 4", "Giá khởi điểm: 450 triệu đồng"]  # fmt: skip
    paragraphs = [f"<p>{line}</p>" for line in [INTRODUCTION, *lots]]
    paragraphs.insert(2, '<p><img src="/uploads/thua-dat.jpg" width=600></p>')
    article = read("".join(paragraphs))
    assert list_lines(article) == [INTRODUCTION, *lots]
    assert [image.caption for image in article.images] == [None]
