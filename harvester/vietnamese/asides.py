"""What stands beside the running text of an article: captions, bylines, stamps, headings."""

from __future__ import annotations

import re

SHORT = 150
"""Letters up to which a paragraph may be an aside."""

# Headings of numbered parts, also where the part's text follows on the same line,
# e.g. `Điều 2. Giao văn phòng …`, `b) …`, `Câu 3: …`
_NUMBERED = re.compile(
    r"^\W*(?:(?:điều|mục|phần|chương|khoản|phụ lục|mẫu|biểu|câu|bài) (?:\d+|[ivx]+)|kính gửi|hỏi"
    r"|(?:\d+|[ivx]+|[a-zđ])[.)/])(?:\W|$)",
    re.IGNORECASE,
)
# Headings of parts that are alike by design, e.g. `Thứ ba, 13/5`, `Thôn 4:`, `Điệp khúc`
_PART = re.compile(
    r"^\W*(?:điều|mục|phần|chương|khoản|phụ lục|mẫu|biểu|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật"
    r"|ngày(?! đăng)|tháng|tuần|quý|buổi|sáng|chiều|tổ|thôn|xóm|ấp|khối|câu|khổ|điệp khúc|lời)(?:\W|$)",
    re.IGNORECASE,
)
LONGEST_PART = 30
"""Characters of the heading of a day, a hamlet or a verse; `Câu lạc bộ dân ca xã mừng tuổi mười` is a title."""
# What a caption says, e.g. `Quang cảnh hội nghị`, `Ảnh: …`, `Các đại biểu dự lễ`
_CAPTION = re.compile(
    r"^\W*(?:ảnh|hình|toàn cảnh|quang cảnh|(?:các )?đại biểu|lãnh đạo"
    r"|(?:đồng chí|đ/c) .*(?:phát biểu|kết luận|khai mạc|trao|tặng))|\(?ảnh\s*:",
    re.IGNORECASE,
)
# Who wrote it, e.g. `Tin, ảnh: …`, `Ảnh và tin bài: …`, `Nguồn: …`
_BYLINE = re.compile(
    r"^\W*(?:tác giả|tin|bài|ảnh|nguồn|thực hiện|theo|người viết|biên tập)\b[^:]{0,20}:", re.IGNORECASE
)
# When or where it was written, alone on its line, e.g. `Ngày đăng: 3/5/2021`, `Lộc Giã, ngày 4 tháng 3 năm 2021`
_DATELINE = re.compile(
    r"(?:ngày đăng|đăng ngày|đăng lúc|cập nhật)\b.*\d|ngày \d{1,2} tháng \d{1,2} năm \d{4}\W*$", re.IGNORECASE
)
# A stamp, e.g. `20:48 29/06/2022`
_STAMP = re.compile(r"^\W*+(?=.*\d{1,2}:\d{2})[\d\s:/.\-]+$")
# Ends a sentence; captions and bylines mostly do without
_SENTENCE_END = re.compile(r"[.!?…;,]\W*$")
# Something to be filled in, e.g. `Họ và tên:`, `Ngày sinh……`
_BLANK = re.compile(r"[:…]\s*$|\.{4}|_{4}")
# What ends a document, e.g. `Nơi nhận:`, `TM. ỦY BAN NHÂN DÂN`, `PHÓ CHỦ TỊCH`, `(Đã ký)`
_SIGNING = re.compile(
    r"^\W*(?:(?i:nơi nhận)\b|(?i:\(?đã ký\)?)\W*$|(?:TM|KT|TL|TUQ|Q)\. ?[A-ZĐÀ-Ỹ]|(?:PHÓ |Q\. ?)?(?:CHỦ TỊCH|CHỦ NHIỆM"
    r"|BÍ THƯ|CHÁNH VĂN PHÒNG|TRƯỞNG|GIÁM ĐỐC|HIỆU TRƯỞNG)\b[^a-zà-ỹ]*$)"
)
# What a version of a text is called on its page, e.g. `Bản in`, `Bản dành cho điện thoại:`, `Đọc nhanh`, `Chế độ đọc`
_VERSION = re.compile(
    r"^\W*(?:(?:xem |đọc )?(?:phiên )?bản (?:in|để in|chữ|dành cho|đầy đủ|rút gọn|thu gọn|tóm tắt|gốc|di động"
    r"|điện thoại|máy tính|amp|đọc|văn bản|pdf|word)|(?:đọc|xem) (?:nhanh|đầy đủ|toàn văn|toàn bộ)"
    r"|(?:chế độ|giao diện) (?:đọc|in)|dành cho (?:điện thoại|di động|máy in|người khiếm thị)"
    r"|(?:toàn văn|nội dung)(?: (?:bài viết|chi tiết|đầy đủ))?\W*$)",
    re.IGNORECASE,
)
LONGEST_LABEL = 40
"""Characters of what a version of a text is called."""


def is_credit(text: str) -> bool:
    """Whether it is a line of its own that says who wrote the text, or when: such a line begins or ends a text."""
    return len(text) <= SHORT and any(pattern.search(text) for pattern in (_BYLINE, _DATELINE, _STAMP))


def is_labelled(text: str) -> bool:
    """Whether it says of itself that it is a caption, a byline or a stamp."""
    return any(pattern.search(text) for pattern in (_CAPTION, _BYLINE, _STAMP))


def is_aside(text: str) -> bool:
    """Whether it can be a caption, a byline or a stamp: short, and it says so or is no sentence."""
    return len(text) <= 1.5 * SHORT and (is_labelled(text) or not _SENTENCE_END.search(text))


def is_heading(text: str) -> bool:
    """Whether it begins a part of a form, a schedule or a decision."""
    is_part = len(text) <= LONGEST_PART and _PART.search(text)
    return bool(is_part or is_numbered(text)) or text.rstrip().endswith(":")


def is_numbered(text: str) -> bool:
    """Whether it begins a numbered part, with the part's text behind or without."""
    return bool(_NUMBERED.search(text))


def is_blank(text: str) -> bool:
    """Whether it is a line to be filled in."""
    return bool(_BLANK.search(text))


def introduces(text: str) -> bool:
    """Whether it says what follows: `Đại diện học sinh, em Lò Thị Mơ, đọc cam kết:`."""
    return text.rstrip().endswith(":")


def is_signing(text: str) -> bool:
    """Whether it is a line of those that end a document: who gets it, who signed it and as what."""
    return len(text) <= SHORT and _SIGNING.search(text) is not None


def is_version_label(text: str) -> bool:
    """Whether it is the name of a version of the text that follows: for printing, for telephones."""
    return len(text) <= LONGEST_LABEL and _VERSION.search(text) is not None
