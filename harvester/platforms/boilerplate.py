"""What stands close to an article's text and is none of it, told by its words."""

from __future__ import annotations

import re

from harvester.platforms.body import Block
from harvester.vietnamese.text import compare_key

# Headings after which nothing more belongs to the article, as compare keys: "Những tin cũ hơn", "Ý
# KIẾN BẠN ĐỌC (2)".
AFTER = re.compile(
    r"(?:các |những )?(?:ý kiến (?:bạn đọc|của bạn|phản hồi)|bình luận|gửi (?:bình luận|ý kiến|"
    r"phản hồi)(?: của bạn)?|"
    r"(?:tin|bài|bài viết|tin bài|tin tức|thông tin|văn bản)(?: bài| viết)? (?:mới hơn|cũ hơn|khác|"
    r"mới nhất|liên quan|"
    r"mới cập nhật|đã đưa|đã đăng|trước đó|cùng (?:chuyên mục|chủ đề|loại|danh mục|thể loại))|xem thêm|"
    r"đọc thêm|"
    r"thăm dò ý kiến|thống kê truy cập|lượt truy cập|có thể bạn quan tâm|tin cùng chuyên mục|file đính kèm|"
    r"tệp đính kèm|tập tin đính kèm|tài liệu đính kèm|từ khóa|từ khoá|tags?)(?: \d+)?"
)

# Labels of tools, as compare keys, that are put in one row: "Email Print Aa".
TOOL_LABEL = re.compile(
    r"\b(?:gửi bài viết|gửi email|gửi cho bạn bè|emailprintaa|email|print|in trang|in bài viết|in bài|"
    r"bản in|in ra|in|aa|"
    r"a|chia sẻ|share|tweet|facebook|twitter|zalo|like|thích|lưu bài viết này|lưu bài viết|lưu bài|lưu|"
    r"font size|"
    r"tăng cỡ chữ|giảm cỡ chữ|cỡ chữ|mặc định|nghe đọc bài|nghe bài viết|đọc bài|quay lại|về đầu trang|"
    r"trở về|trở lại|"
    r"về trang trước|lên trên|top|đóng cửa sổ này|đóng|google|copy link|sao chép liên kết)\b"
)
# Counters and ratings, as compare keys: "Lượt xem: 7370", "0 trong 0 đánh giá", "Hôm nay292".
COUNTER = re.compile(
    r"(?:(?:tổng )?(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập|người xem)|đã xem|views?|phản hồi|"
    r"đánh giá(?: bài viết)?|"
    r"hôm nay|hôm qua|đang truy cập|đang online|xếp hạng|bình chọn)(?: ?\d+)+(?: lượt| lần)?"
    r"|\d+ (?:lượt xem|lượt đọc|lần đọc|views?)|tổng số điểm của bài viết là .{0,40}|"
    r"click để đánh giá bài viết|"
    r"xếp hạng .{0,30}|\d+ trong \d+ đánh giá"
)
# Notices of copyright: "Chú ý: Việc đăng lại bài viết trên ở website … mà không ghi rõ nguồn …".
NOTICE = re.compile(
    r"\W*(?:(?:chú ý|lưu ý)\W+)?"
    r"(?:việc đăng lại|khi phát hành lại|đề nghị ghi rõ nguồn|ghi rõ nguồn|bản quyền thuộc)\b",
    re.IGNORECASE,
)
LONGEST_NOTICE = 300
LONGEST_TOOL = 90
"""Characters; a longer line is text, whatever it begins with."""


def drop_boilerplate(blocks: list[Block]) -> list[Block]:
    """The blocks without tool rows, counters, and all that follows a heading such as "Tin liên quan"."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind != "image" and len(block.text) <= LONGEST_TOOL:
            key = compare_key(block.text)
            if AFTER.fullmatch(key) and any(b.kind in ("text", "item", "table") for b in kept):
                break
            if key and is_tool(key):
                continue
        if len(block.text) <= LONGEST_NOTICE and NOTICE.match(block.text):
            continue
        kept.append(block)
    return kept


def is_tool(key: str) -> bool:
    """Whether a line, given as compare key, is nothing but a row of tools, or a counter."""
    return COUNTER.fullmatch(key) is not None or not TOOL_LABEL.sub("", key).strip()
