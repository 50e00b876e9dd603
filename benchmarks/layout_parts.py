"""What made-up pages are put together from: a text, lists of other articles, a page around them."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "Xã Suối Vang mở lại phiên chợ bên sông sau ba năm sửa đường"
LEAD = (
    "Sau ba năm vắng tiếng trống, phiên chợ bên sông của xã Suối Vang họp trở lại vào rằm tháng này, đông vui hơn "
    "cả những năm trước khi con đường bị lũ cuốn."
)
TEXT = (
    "Từ tờ mờ sáng, bà con các thôn Đá Chồng, Gò Mận và Cầu Rẫy đã gánh rau quả, gà vịt, đồ đan lát xuống bãi đất "
    "cạnh bến đò. Đến bảy giờ, bãi chợ rộng hơn hai nghìn mét vuông không còn chỗ trống.",
    "Ban quản lý chợ cho biết có 214 hộ đăng ký bán hàng, nhiều gấp rưỡi phiên cuối cùng ba năm trước; một nửa số hộ "
    "bán những thứ nhà mình trồng được, số còn lại bán đồ gốm, vải dệt và nông cụ.",
    "Con đường từ tỉnh lộ xuống bến dài 3,4 km được đổ bê tông hết 5,2 tỷ đồng, trong đó bà con góp 1.860 ngày công "
    "và hiến hơn bốn nghìn mét vuông đất vườn. Đoạn qua suối có thêm một cầu bản rộng năm mét.",
    "Bà con mong xã cắm thêm biển chỉ dẫn ở ngã ba, làm mái che cho dãy hàng ăn và có chỗ gửi xe riêng, vì xe máy "
    "dựng hai bên đường làm xe tải không vào được bến.",
    "Lãnh đạo xã hứa sẽ bàn với các thôn ngay trong tháng, trước mắt cử dân quân phân luồng vào những ngày phiên và "
    "thu gom rác ngay khi chợ tan.",
    "Từ nay đến cuối năm, chợ họp vào các ngày mồng ba, mười ba và hai mươi ba; phiên giáp Tết họp liền hai ngày và "
    "có thi gói bánh giữa các thôn.",
)
OTHERS = tuple(
    f"{who} {what}"
    for who in ("Thôn Đá Chồng", "Hội Phụ nữ Gò Mận", "Trường làng Cầu Rẫy", "Tổ đò ngang Suối Vang")
    for what in (
        "quyên góp sách cho thư viện mới của xã",
        "trồng hai trăm cây bóng mát dọc bờ kênh",
        "họp bàn cách giữ nước cho vụ sau",
        "tổng kết một năm gìn giữ nghề đan",
    )
)
MENU = ("Trang chủ", "Giới thiệu", "Tin tức", "Văn bản", "Thủ tục", "Liên hệ")
ROWS = (
    ("Thôn", "Số hộ bán", "Hàng chính"),
    ("Đá Chồng", "61", "rau, măng"),
    ("Gò Mận", "88", "mận, mật ong"),
    ("Cầu Rẫy", "65", "đồ đan"),
    ("Bến Đò", "42", "cá sông"),
    ("Đồi Thông", "17", "nhựa thông"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A page, and the paragraphs of its article; `lead` is one of a place of its own."""

    name: str
    html: str
    paragraphs: tuple[str, ...]
    lead: str = ""


def join_paragraphs(texts: tuple[str, ...], tag: str = "p") -> str:
    """The texts, each in an element."""
    return "\n".join(f"<{tag}>{text}</{tag}>" for text in texts)


def make_list(count: int, start: int = 0) -> str:
    """Links to other articles, with their dates."""
    return "".join(
        f'<li><a href="/tin/{n}.html">{OTHERS[n % len(OTHERS)]}</a> <span>({n % 28 + 1:02d}/05/2023)</span></li>'
        for n in range(start, start + count)
    )


def make_menu(tag: str = "ul") -> str:
    """The site's sections."""
    return (
        f'<{tag} class="menu">' + "".join(f'<li><a href="/{n}">{t}</a></li>' for n, t in enumerate(MENU)) + f"</{tag}>"
    )


FOOT = (
    "<div id='foot'><p>Trang tin của xã Suối Vang. Chịu trách nhiệm: Văn phòng xã. Điện thoại: 0200 123 456.</p>"
    "<p>Tổng lượt truy cập: 98.765</p></div>"
)


def make_page(main: str, side: str = "", head: str = "", *, title: str = TITLE) -> str:
    """A whole page around an article."""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title} - Xã Suối Vang</title>'
        f"{head}</head>"
        f"<body><div id='top'><b>XÃ SUỐI VANG</b>{make_menu()}</div>{main}{side}{FOOT}</body></html>"
    )
