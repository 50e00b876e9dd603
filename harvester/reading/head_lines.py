"""Lines between title and text that hold a date together with an author, a section or both, whatever parts them."""

from __future__ import annotations

import re

from harvester.places.mentions import FAMILY_NAMES
from harvester.reading.date_lines import DATE, YEAR_OR_AGO, parse_date_line, split_date_line
from harvester.vietnamese.bylines import NAME, parse_above, parse_byline
from harvester.vietnamese.text import collapse_spaces

LONGEST_LINE = 160
"""Characters of such a line."""
# Names of sections that look like a person's.
SECTION = re.compile(
    r"\b(?:văn (?:hóa|hoá|nghệ|bản|học|minh)|hà (?:nội|tĩnh|nam|giang)|xã hội|thể thao|đời sống)\b", re.I
)
# A label in an element of its own, before that of what it names: `<dt>Người viết</dt><dd>Lê An Nhiên</dd>`.
LABEL_ALONE = re.compile(
    r"(?:tác giả(?: bài viết)?|người (?:viết|đăng)|nguồn(?: tin)?|"
    r"(?:ngày|thời gian)(?: đăng| viết| tạo| xuất bản| cập nhật)?|đăng (?:ngày|lúc)|"
    r"author|written by|date|published(?: on)?|posted(?: on)?)\s?[:：]?",
    re.IGNORECASE,
)
# A name that stands together with its date: "Đỗ Thạch Khê09/02/2025" in two elements that nothing parts.
GLUED_NAME = re.compile(r"(?<=[^\W\d_])(?=\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d)")


def is_full_name(text: str) -> bool:
    """Whether a text is a family name and others, and not a section's: "Văn Hóa", "Kim Ngạch"."""
    text = text.title() if text.isupper() else text
    if NAME.fullmatch(text) is None or SECTION.search(text) is not None:
        return False
    return text.partition(" ")[0] in FAMILY_NAMES and text.count(" ") > 1


def parse_head_line(text: str) -> str | None:
    """The date of a line that is hardly more than a date and who wrote it; None of any other."""
    if len(text) > LONGEST_LINE or YEAR_OR_AGO.search(text) is None:
        return None
    line = parse_date_line(text)
    if line is not None:
        return line
    parts = split_head_line(text)
    dated = [part for part in parts if parse_date_line(part) is not None]
    if len(dated) == 1 and all(part in dated or names_somebody(part) for part in parts):
        return dated[0]
    return find_only_date(text) if parse_above(text) is not None else None


def split_head_line(text: str) -> list[str]:
    """The parts of a line one of which is a date; none of any other line. A name may stand with its date unparted."""
    parts = split_date_line(text)
    if parts or len(text) > LONGEST_LINE or YEAR_OR_AGO.search(text) is None:
        return parts
    text = GLUED_NAME.sub(" ", text)
    found = find_only_date(text)
    if found is None:
        return []
    beside = collapse_spaces(text.replace(found, " ", 1)).strip(" ,.;|()-–—")
    return [beside, found] if is_full_name(beside) else []


def find_only_date(text: str) -> str | None:
    """The date in a text that holds one, and no other."""
    match = DATE.search(text)
    return None if match is None or DATE.search(text, match.end()) is not None else match.group()


def names_somebody(part: str) -> bool:
    """Whether a part of a line names somebody: "Ảnh: Lê An Nhiên", "By Cora Lindqvist"."""
    return is_full_name(part) or parse_above(part) is not None or parse_byline(part) is not None
