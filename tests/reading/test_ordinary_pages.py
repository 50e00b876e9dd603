"""Traits of ordinary portals that rules for odd ones must leave alone."""

import lxml.html
import pytest

from harvester.platforms import read_article
from harvester.reading.structure.line_kinds import is_linked_item
from harvester.reading.structure.neighbours import list_alike_behind
from harvester.reading.structure.outline import read_outline

URL = "http://xa.example/tin-tuc/le-ra-quan-123.html"
TITLE = "Xã Đồi Sim ra quân nạo vét kênh mương"
PROSE = "".join(
    f"<p>Sáng {day}/3, bà con thôn {thon} cùng cán bộ xã Đồi Sim ra đồng nạo vét kênh mương, dọn cỏ hai bên bờ.</p>"
    for day, thon in ((10, "Gò Sim"), (11, "Bến Tràm"), (12, "Đồng Mây"))
)
DATE = "<div class='date'>12/03/2025 08:00</div>"


def read(above: str = "", below: str = "", prose: str = PROSE):
    html = f"<html><head><title>{TITLE}</title></head><body>{above}<h1>{TITLE}</h1>{DATE}{below}{prose}</body></html>"
    return read_article(html.encode(), URL)


@pytest.mark.parametrize(
    "menu",
    [
        "<div class=top><a href=/>Trang chủ</a> | <a href=/vb>Văn bản</a> | <a href=/lh>Liên hệ</a>",
        "<div class=top>Trang chủ | Giới thiệu | Hỏi đáp",
        "<a href='javascript:history.back()'>Quay lại</a>",
        "<a href='/print/123'>Bản in</a>",
        "<span class='badge label'>Nổi bật</span>",
        "<div class='label'>Đọc bài viết</div>",
    ],
)
def test_menus_buttons_and_badges_are_no_category(menu: str) -> None:
    assert read(above=menu if menu.startswith(("<a", "<span")) else f"{menu}</div>").category is None


def test_an_item_that_is_a_link_to_a_document_is_none_to_another_article() -> None:
    items = ("Quyết định số 12/QĐ-UBND ngày 1/2/2025", "Xã Đồi Sim dọn đường làng đón xuân mới")
    tree = lxml.html.fromstring("<ul>" + "".join(f"<li><a href=/x>{item}</a></li>" for item in items) + "</ul>")
    assert [is_linked_item(block) for block in read_outline(tree).blocks] == [False, True]


def test_what_a_picture_says_of_itself_is_no_caption() -> None:
    picture = "<p><img src='/anh/kenh.jpg' alt='' title='Click vào ảnh để xem ảnh lớn'></p>"
    assert [image.caption for image in read(prose=picture + PROSE).images] == [None]


def test_lines_of_pre_end_before_capitals_and_go_on_where_they_are_wrapped() -> None:
    lines = (
        "Điều 1. Lập tổ nạo vét kênh của xã Đồi Sim.\nĐiều 2. Tổ gồm năm người.\n"
        "Chiều qua, bà con cùng nhau tổ chức lễ ra quân nạo vét kênh mương tại\nThôn Đông với hơn một trăm người."
    )
    text = read(prose=f"{PROSE}<pre>{lines}</pre>").text
    assert "Đồi Sim.\nĐiều 2." in text.replace("\n\n", "\n") and "kênh mương tại Thôn Đông" in text


def test_a_heading_on_sponsors_is_no_advertisement() -> None:
    sponsors = "<h3>Tài trợ</h3><p>Hợp tác xã Đồi Sim hỗ trợ xăng dầu cho hai máy xúc trong ba ngày ra quân.</p>"
    assert "Tài trợ" in read(prose=f"{PROSE}{sponsors}{PROSE}").text


def test_a_telephone_number_is_no_date() -> None:
    article = read(below="<p>Đường dây nóng của xã: 1900100100123, gọi trong giờ làm việc hằng ngày.</p>")
    assert "1900100100123" in article.text and [seen.text for seen in article.dates] == ["12/03/2025 08:00"]


def test_short_lines_are_the_text_and_not_the_line_on_who_runs_the_site() -> None:
    villages = "".join(
        f"<h4>{thon}</h4><h4>Kết quả</h4><p>Đã đổ {metres} mét đường.</p><h4>Tồn tại</h4><p>Chưa có.</p>"
        for thon, metres in (("Thôn Gò Sim", 640), ("Thôn Bến Tràm", 410), ("Thôn Đồng Mây", 220))
    )
    foot = "Cơ quan chủ quản: UBND xã Đồi Sim. Chịu trách nhiệm: Văn phòng xã. Điện thoại: 0200 555 0100. © 2025"
    text = read(prose=f"<div class=chitiet>{villages}</div>{foot}").text
    assert "chủ quản" not in text and text.count("Tồn tại") == 3 and "Đã đổ 220 mét" in text


def test_a_labelled_name_right_behind_the_text_is_its_author() -> None:
    assert read(prose=f"<div class=nd>{PROSE}</div><div class=nd-x>Tin, bài: Lò Thị An Nhiên</div>").author == (
        "Lò Thị An Nhiên"
    )


def test_a_text_goes_on_in_the_next_part_where_its_paragraphs_are_set_alike() -> None:
    tale = "Bà con thôn Gò Sim kể rằng lúc đầu cũng ngại, sau thấy vui nên cùng nhau làm theo."
    part = f"<div class=khoi>{f'<div><div><p>{tale}</p></div></div>' * 3}</div>"
    other = f"<div class=khac><div><p><a href=/x>{tale}</a></p></div></div>"
    outline = read_outline(lxml.html.fromstring(f"<body>{part}{part}{other}</body>"))
    weights = [0.3] * len(outline.blocks)
    assert list_alike_behind(outline, [0, 1, 2], weights) == [3, 4, 5]
    assert list_alike_behind(outline, [0, 1, 2], [*weights[:4], 0.1, 0.3, 0.3]) == [3]
