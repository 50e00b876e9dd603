"""How well a report would begin or end with a paragraph, by its first words and its last."""

from __future__ import annotations

import re

# How a report begins, e.g. `Sáng 4/3, …`, `Vừa qua, …`, `Thực hiện kế hoạch …`, `Từ đầu năm 2026, …`
_OPENING = re.compile(
    r"^\W*(?:(?:sáng|trưa|chiều|tối|đêm|ngày|hôm|từ|vào|trong) (?:sớm |ngày |mùng |mồng |hai ngày |các ngày )*"
    r"(?:\d|nay|qua\b|đầu (?:tháng|năm))|vừa qua|mới đây|thực hiện (?:kế hoạch|chỉ đạo|quyết định|chương trình"
    r"|nghị quyết)"
    r"|nhằm|hưởng ứng|nhân (?:dịp|ngày|kỷ niệm)|căn cứ)\b",
    re.IGNORECASE,
)
# How it goes on, e.g. `Phát biểu tại buổi lễ, …`, `Ông Lò Văn Bưởi, trưởng thôn, cho biết: …`, `Đến nay, …`,
# `Trong tháng tới, …`, `Những việc ấy …`
_GOING_ON = re.compile(
    r"^\W*(?:(?:ông|bà|anh|chị|em|thầy|cô|đồng chí|bên cạnh|ngoài ra|sắp tới|thời gian tới|năm sau|sau đó|đến nay|hiện"
    r"|theo đó|được biết|kết thúc|cũng|dịp|tuy nhiên|phát biểu|người thì|bước tiếp|khó nhất|nếu như|dự kiến|đến)\b"
    r"|(?:\w+\W+){1,6}?(?:ấy|này|đó|nói trên)\b|(?:trong )?(?:thời gian|tháng|tuần|năm) tới\b)",
    re.IGNORECASE,
)
# How it ends, e.g. `Dự kiến sang năm …`, `Mọi thắc mắc xin liên hệ …`
_CLOSING = re.compile(
    r"\b(?:dự (?:kiến|định)|(?:sang|đầu) năm|năm sau|(?:tháng|quý|thời gian|vụ|mùa) (?:tới|sau)|mọi (?:thắc|vướng) mắc"
    r"|xin liên hệ|kết thúc|bế mạc|khép lại|tiếp tục)\b",
    re.IGNORECASE,
)
# The larger unit, which a report names once, where it says where it took place, e.g. `huyện Sông Mây`, `tỉnh Đồi Gió`
_LARGER_UNIT = re.compile(r"\b(?i:huyện|quận|thị xã|thành phố|tỉnh) [A-ZĐÀ-Ỹ]")


def rate_opening(text: str) -> int:
    """How well a report would begin with a paragraph."""
    first = text.partition(". ")[0]
    return 2 * bool(_LARGER_UNIT.search(first)) + bool(_OPENING.match(text)) - bool(_GOING_ON.match(text))


def rate_closing(text: str) -> int:
    """How well a report would end with a paragraph."""
    return int(_CLOSING.search(text) is not None)
