"""What stands close to an article's text and is none of it, told by its words."""

from __future__ import annotations

import re
from typing import NamedTuple

from harvester.reading.body import Block
from harvester.reading.date_lines import read_date_line
from harvester.vietnamese.text import compare_key

# Headings after which nothing more belongs to the article, as compare keys: "Ý KIẾN BẠN ĐỌC (2)".
_END = re.compile(
    r"(?:các |những )?(?:ý kiến (?:bạn đọc|của bạn|phản hồi)|bình luận|gửi (?:bình luận|ý kiến|"
    r"phản hồi)(?: của bạn)?|thăm dò ý kiến|thống kê truy cập|lượt truy cập)(?: \d+)?"
)
# Headings of lists that lead to other pages, as compare keys: "Những tin cũ hơn", "Đọc thêm". The text may go
# on behind such a list.
LIST = re.compile(
    r"(?:các |những )?(?:"
    r"(?:tin|bài|bài viết|tin bài|tin tức|thông tin|văn bản)(?: bài| viết)? (?:mới hơn|cũ hơn|khác|"
    r"mới nhất|liên quan|"
    r"mới cập nhật|đã đưa|đã đăng|trước đó|cùng (?:chuyên mục|chủ đề|loại|danh mục|thể loại))|xem thêm|"
    r"đọc thêm|có thể bạn quan tâm|tin cùng chuyên mục|file đính kèm|"
    r"tệp đính kèm|tập tin đính kèm|tài liệu đính kèm|từ khóa|từ khoá|tags?|"
    r"(?:cac )?(?:tin|bai)(?: viet)? (?:khac|lien quan|moi hon|cu hon|da dua|cung chuyen muc))(?: \d+)?"
)
# Those that say nothing without such a list.
BARE_HEADING = re.compile(r"(?:đọc|xem) thêm|có thể bạn quan tâm")
# A word before a link to another article: "Xem thêm: …", ">> …".
SEE_ALSO = re.compile(
    r"\W*(?:(?:xem thêm|đọc thêm|đọc tiếp|xem tiếp|xem ngay|(?:tin|bài) liên quan)\b\W*|(?:>>|»|›)+\s*)", re.IGNORECASE
)

# Labels of tools, as compare keys, that are put in one row: "Email Print Aa".
TOOL_LABEL = re.compile(
    r"\b(?:(?:in|gửi) (?:trang|bài|tin)(?: viết)? này|(?:lên )?đầu trang|bình luận|"
    r"in (?:trang|bai|tin)(?: viet)?(?: nay)?|gui cho ban be|quay lai|tro (?:lai|ve)|(?:len |ve )?dau trang|"
    r"gửi bài viết|gửi email|gửi cho bạn bè|emailprintaa|email|print|in trang|in bài viết|in bài|"
    r"bản in|in ra|in|aa|"
    r"a|chia sẻ|share|tweet|facebook|twitter|zalo|like|thích|lưu bài viết này|lưu bài viết|lưu bài|lưu|"
    r"font size|"
    r"(?:hãy |vui lòng )?đăng nhập(?: hoặc đăng ký)? để (?:gửi|viết) (?:bình luận|ý kiến|phản hồi)|"
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
_NOTICE = re.compile(
    r"\W*(?:(?:chú ý|lưu ý)\W+)?"
    r"(?:việc đăng lại|khi phát hành lại|đề nghị ghi rõ nguồn|ghi rõ nguồn|bản quyền thuộc)\b",
    re.IGNORECASE,
)
# What is put above an advertisement within the text, as compare key.
ADVERTISEMENT = re.compile(r"quảng cáo|advertisement|tài trợ")
LONGEST_NOTICE = 300
LONGEST_TOOL = 90
"""Characters; a longer line is text, whatever it begins with."""
_LONGEST_TITLE = 200
"""Characters; what is longer is no title."""
SHORTEST_RUNNING = 60
"""Characters of a sentence that is no title."""
_SHORTEST_TITLE = 25
MOSTLY = 0.8
"""Part of a line that is link, its spaces not counted."""


class Stretch(NamedTuple):
    """Blocks up to the next running text.

    It holds for every place in it, so that many headings in a row are looked behind only once.
    """

    end: int
    """Place of the running text; the number of blocks where none follows."""
    last_entry: int
    """Place of the last line that may belong to a list; -1 where there is none."""


def drop_boilerplate(blocks: list[Block]) -> list[Block]:
    """The blocks without what is none of the text.

    That is tool rows, counters, lists that lead to other pages, and all behind a heading such as "Ý kiến bạn đọc".
    """
    kept: list[Block] = []
    begun = False  # whether some text is kept
    resume = 0  # where the text goes on
    stretch = Stretch(-1, -1)
    for place, block in enumerate(blocks):
        if place < resume:
            continue
        key = compare_key(block.text) if block.kind != "image" and len(block.text) <= LONGEST_TOOL else ""
        if begun and _END.fullmatch(key):
            break
        if begun and LIST.fullmatch(key):
            if stretch.end <= place:
                stretch = find_stretch(blocks, place + 1)
            if (behind := _find_end(blocks, place + 1, stretch)) > place:
                resume = behind
                continue
        if begun and BARE_HEADING.fullmatch(key):  # its list is left out already
            continue
        is_label = block.kind != "heading" and ADVERTISEMENT.fullmatch(key) is not None
        if (key and (is_tool(key) or is_label)) or is_notice(block):
            continue
        kept.append(block)
        begun = begun or block.kind in ("text", "item", "table")
    return kept


def is_notice(block: Block) -> bool:
    """Whether a block is a notice, e.g. of copyright, or a link to another article."""
    if len(block.text) <= LONGEST_NOTICE and _NOTICE.match(block.text):
        return True
    return bool(block.linked) and _is_see_also(block)


def find_stretch(blocks: list[Block], start: int) -> Stretch:
    """The stretch that begins at `start`, or that `start` ends if it is running text itself."""
    last_entry = -1
    for place in range(start, len(blocks)):
        if _is_running(blocks[place]):
            return Stretch(place, last_entry)
        if is_entry(blocks[place]):
            last_entry = place
    return Stretch(len(blocks), last_entry)


def _find_end(blocks: list[Block], start: int, stretch: Stretch) -> int:
    """Where a list that begins at `start`, a place in the stretch, ends.

    At its last line before running text; at the end of all blocks where none follows, or where what follows are
    summaries. `start - 1` where no list is there.
    """
    if stretch.end == len(blocks):
        return stretch.end
    if stretch.last_entry < start:
        return start - 1
    # Each stretch comes here once at most: the text goes on behind its last entry.
    titles = running = 0
    heading = stretch.end
    while heading < len(blocks) and not is_list_heading(blocks[heading]):
        titles += _is_title_link(blocks[heading])
        running += _is_running(blocks[heading])
        heading += 1
    if titles and 2 * titles >= running:
        return heading
    behind = stretch.last_entry + 1
    while behind < stretch.end and read_date_line(blocks[behind].text) is not None:
        behind += 1
    return behind


def is_list_heading(block: Block) -> bool:
    """Whether a block is a heading such as "Tin liên quan"."""
    return len(block.text) <= LONGEST_TOOL and LIST.fullmatch(compare_key(block.text)) is not None


def _is_running(block: Block) -> bool:
    """Whether a block is text that is read rather than clicked."""
    if block.kind == "table":
        return True
    if block.kind in ("image", "caption") or 2 * block.linked > len(block.text):
        return False
    sentence = len(block.text) >= SHORTEST_RUNNING and block.text.endswith((".", "…", ":"))
    return sentence or len(block.text) >= _LONGEST_TITLE


def is_entry(block: Block) -> bool:
    """Whether a block may be a line of a list that leads elsewhere."""
    return block.kind == "item" or 2 * block.linked > len(block.text)


def _is_title_link(block: Block) -> bool:
    """Whether a block is a link with the title of another article."""
    return block.kind != "image" and len(block.text) >= _SHORTEST_TITLE and 2 * block.linked > len(block.text)


def _is_see_also(block: Block) -> bool:
    """Whether a line is nothing but a link to another article with a word before it."""
    match = SEE_ALSO.match(block.text)
    if match is None or len(block.text) > LONGEST_NOTICE:
        return False
    return block.linked >= MOSTLY * (len(block.text) - match.end())


def is_tool(key: str) -> bool:
    """Whether a line, given as compare key, is nothing but a row of tools, or a counter."""
    return COUNTER.fullmatch(key) is not None or not TOOL_LABEL.sub("", key).strip()
