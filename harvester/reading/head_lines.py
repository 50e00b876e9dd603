"""Lines between title and text that hold a date together with an author, a section or both, whatever parts them."""

from __future__ import annotations

import re
from itertools import pairwise

from harvester.places.gazetteer import load_gazetteer
from harvester.places.mentions import FAMILY_NAMES
from harvester.places.names import fold_name
from harvester.reading.date_lines import DATE, DIGIT, LABEL, YEAR_OR_AGO, cut_date, parse_date_line, split_date_line
from harvester.vietnamese.bylines import NAME, parse_above, parse_byline
from harvester.vietnamese.text import collapse_spaces, compare_key

LONGEST_LINE = 160
"""Characters of such a line."""
# Names of sections that look like a person's.
SECTION = re.compile(
    r"\b(?:văn (?:hóa|hoá|nghệ|bản|học|minh)|hà (?:nội|tĩnh|nam|giang)|xã hội|thể thao|đời sống|đào tạo)\b", re.I
)
MIDDLE_NAMES = frozenset(("Thị", "Văn"))
BEFORE_MIDDLE = frozenset(("Đô", "Siêu", "Thành", "Ban", "Hội", "Phòng", "Nhà", "Công", "Ngày", "Nền", "Bài", "Áng"))
"""What tells a person of any family name, and what stands before the same words in other names: "Đô Thị Mới"."""
# What stands before a name and says what its bearer learned: "KS. ", "ThS Bs. ".
DEGREE = re.compile(r"(?:(?:KS|ThS|TS|PGS|GS|BS|YS|CN|LS|CKI{1,2}|BSCKI{1,2})\.? ?){1,3}(?=[A-ZĐÀ-Ỹ][a-zà-ỹ])")
# Between a name and its date: "Tác giả: Mai Thị Thúng | 29/08/2026". A dash may stand within a date.
BETWEEN_PARTS = re.compile(r"\s?[|·•]\s?")
# What somebody is, before his name: "Trưởng thôn Mai Thị Thúng". A unit before a name may be called so: "xã Cao Lâm".
TITLED = re.compile(
    rf"(?:phó )?(?:trưởng|chủ tịch|bí thư|giám đốc|hiệu trưởng|đồng chí|ông|bà)\b[^,;:|]{{0,60}}?"
    rf"(?<!\bxã)(?<!phường)(?<!huyện)(?<!quận)(?<!tỉnh)(?<!trấn)(?<!phố) ((?-i:{NAME.pattern}))",
    re.IGNORECASE,
)
# How a date begins: "Thứ năm, ngày …", "26/03/2026".
DAY_FIRST = re.compile(r"\W*(?:\d|(?:thứ|chủ nhật|ngày)\b)", re.IGNORECASE)
# Labels of a line that tells several things of an article, with or without a bar between them:
# "12/06/2026 10:20 Chuyên mục: Đời sống Người viết: Mai Thị Thúng Lượt xem: 14".
LABELS_WITHIN = re.compile(
    r"\b(?:tác giả(?: bài viết)?|người (?:viết|đăng|thực hiện)|(?:đăng|viết) bởi|nguồn(?: tin)?|chuyên mục|danh mục|"
    r"thể loại|ngày (?:đăng|viết|tạo|xuất bản|cập nhật)|đăng (?:ngày|lúc)|cập nhật|(?:số )?lượt (?:xem|đọc)|đã xem)"
    r"\s?[:：]",
    re.IGNORECASE,
)
LONGEST_LABELLED = 60
"""Characters of a label and its value."""
# How systems call those who wrote: "Quản trị", "admin", "bbtdoisim".
LOGIN_NAME = re.compile(
    r"(?i:(?:ban )?quản trị(?: viên| hệ thống| website)?|(?:ban |tổ )?biên tập(?: viên)?|bbt|ctv|cộng tác viên|"
    r"administrator|admin|webmaster|super ?user)|[a-z][a-z_.]{4,}"
)
MOST_NAME_WORDS = 4
"""Words of a section's name or an author's."""
# A label in an element of its own, before that of what it names: `<dt>Người viết</dt><dd>Lê An Nhiên</dd>`.
LABEL_ALONE = re.compile(
    r"(?:tác giả(?: bài viết)?|người (?:viết|đăng)|nguồn(?: tin)?|"
    r"(?:ngày|thời gian)(?: đăng| viết| tạo| xuất bản| cập nhật)?|đăng (?:ngày|lúc)|"
    r"author|written by|date|published(?: on)?|posted(?: on)?)\s?[:：]?",
    re.IGNORECASE,
)
# A name that stands together with its date: "Đỗ Thạch Khê09/02/2025" in two elements that nothing parts.
GLUED_NAME = re.compile(r"(?<=[^\W\d_])(?=\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d)")


# The path to a page: "Trang chủ › Tin tức › Kinh tế", "Trang nhất / Báo cáo", "< Ảnh". A bar may part a menu as well.
BETWEEN_CRUMBS = re.compile(r"\s*[<>›»►▶⟩→/|•·]+\s*")
HOME = re.compile(
    r"(?:bạn đang (?:ở|xem|đọc) |vị trí )?(?:trang (?:chủ|nhất|đầu|chu|nhat)|home(?:page)?|start(?:seite)?)"
)
LONGEST_PATH = 120
MOST_CRUMBS = 6
# What parts the entries of a menu as well: "Trang chủ | Giới thiệu | Liên hệ".
BAR = re.compile(r"[|•·]")
MOST_BARRED = 3
"""Parts of a path between bars."""
MENU_ENTRY = re.compile(
    r"liên hệ|hỏi đáp|giới thiệu|đăng (?:nhập|ký|xuất)|tìm kiếm|sơ đồ.{0,20}|góp ý|rss|tài khoản|thư viện.{0,20}|"
    r"english"
)


def says_home(text: str) -> bool:
    """Whether a text says nothing but that it leads home."""
    return HOME.fullmatch(compare_key(text)) is not None


# Where the name of a site leads: "/", "http://xa.example/", "/index.html", "/Default.aspx", "/home".
HOME_PATH = re.compile(r"(?:https?://[^/]+)?/?(?:(?:index|default|home|trang-?chu)(?:\.\w+)?/?)?", re.IGNORECASE)
# How systems call the page that shows any article: "Chi tiết tin", "News detail".
PAGE_OF_ARTICLES = re.compile(
    r"(?:xem )?chi tiết(?: (?:tin|bài)(?: tức| bài| viết)?)?|(?:news |article |post )?details?|xem tin|"
    r"nội dung chi tiết"
)


def says_nothing(text: str) -> bool:
    """Whether the name of a section is none: the way home, or the page that shows any article."""
    return says_home(text) or PAGE_OF_ARTICLES.fullmatch(compare_key(text)) is not None


def parse_path(text: str, title: str) -> str | None:
    """The last part of a path from the home page that is not the page itself; None of any other line."""
    parts = BETWEEN_CRUMBS.split(text) if len(text) <= LONGEST_PATH else []
    if not 1 < len(parts) <= MOST_CRUMBS or not (says_home(parts[0]) or not compare_key(parts[0])):  # "‹ Ảnh"
        return None
    if BAR.search(text) and (len(parts) > MOST_BARRED or MENU_ENTRY.fullmatch(compare_key(parts[-1]))):
        return None
    key = compare_key(title)
    inner = [part for part in parts[1:] if part and compare_key(part) != key]
    if len(inner) > 1 and key.startswith(compare_key(inner[-1])):  # the title once more, cut
        inner.pop()
    return inner[-1].strip() if inner else None


def is_full_name(text: str, *, short: bool = False) -> bool:
    """Whether a text is a family name and others, and not a section's: "Văn Hóa", "Kim Ngạch".

    Of two syllables only where that is let pass, as `short`.
    """
    text = DEGREE.sub("", text.title() if text.isupper() else text)
    if NAME.fullmatch(text) is None or SECTION.search(text) is not None:
        return False
    first, *others = text.split()
    if len(others) > 1 and others[0] in MIDDLE_NAMES and first not in BEFORE_MIDDLE:
        return True
    return first in FAMILY_NAMES and len(others) > (0 if short else 1)


def parse_head_line(text: str) -> str | None:
    """The date of a line that is hardly more than a date and who wrote it; None of any other."""
    if len(text) > LONGEST_LINE or YEAR_OR_AGO.search(text) is None:
        return None
    line = parse_date_line(text)
    if line is not None:
        return line
    parts = split_head_line(text)
    dated = [part for part in parts if parse_date_line(part) is not None]
    if len(dated) == 1 and all(part in dated or names_somebody(part) or has_known_label(part) for part in parts):
        return dated[0]
    return find_only_date(text) if parse_above(text) is not None else None


def find_date_among_names(text: str, *, linked: bool = False) -> str | None:
    """The date of a short line that is parted into it and names: "Quản trị / 24-02-2026 / Tin hoạt động".

    One of these is an author or a login, or `linked`, a section: "Sân vận động xã - 24/02/2026" tells of an event.
    """
    parts = split_date_line(text) if len(text) <= LONGEST_LABELLED else []
    dated = [part for part in parts if parse_date_line(part) is not None]
    others = [part for part in parts if part not in dated]
    if len(dated) != 1 or any(DIGIT.search(part) or len(part.split()) > MOST_NAME_WORDS for part in others):
        return None
    is_told = linked or any(LOGIN_NAME.fullmatch(part) is not None or names_somebody(part) for part in others)
    return dated[0] if is_told and not any(map(says_home, others)) else None


def find_labelled_part(text: str) -> str | None:
    """The part of a parted line that says it is a date: "Mục: Y tế | Đăng: 2026-03-05 8:5 | Người đăng: An"."""
    if YEAR_OR_AGO.search(text) is None:
        return None
    dated = [part for part in split_date_line(text) if LABEL.match(part) and parse_date_line(part) is not None]
    return dated[0] if len(dated) == 1 else None


def split_head_line(text: str) -> list[str]:
    """The parts of a line one of which is a date; none of any other line. A name may stand with its date unparted."""
    parts = split_date_line(text)
    if parts or len(text) > LONGEST_LINE or YEAR_OR_AGO.search(text) is None:
        return parts
    if parts := split_labelled(text):
        return parts
    text = GLUED_NAME.sub(" ", text)
    found = find_only_date(text)
    if found is None:
        return []
    beside = collapse_spaces(text.replace(found, " ", 1)).strip(" ,.;|()-–—")
    return [beside, found] if is_full_name(beside) else []


def list_makers(text: str) -> list[str]:
    """The parts of an author element's text that may name him: neither date nor count, where bars part it from them.

    "Tác giả: Mai Thị Thúng | Thứ bảy, 29/08/2026 - 07:20" has one; a text that is a date and no more has none.
    """
    if DIGIT.search(text) is None:
        return [text]
    if DAY_FIRST.match(text) and len(BETWEEN_PARTS.split(text)) == 1:
        return []
    parts = BETWEEN_PARTS.split(text)
    return [part for part in parts if DIGIT.search(part) is None] if len(parts) > 1 else parts


def split_labelled(text: str) -> list[str]:
    """The parts of a short line that begin with a label each, and what stands before the first; none without a date."""
    starts = [match.start() for match in LABELS_WITHIN.finditer(text)] if len(text) <= LONGEST_LINE else []
    if len(starts) < 2 and (not starts or parse_date_line(text[: starts[0]]) is None):
        return []
    ends = (text[start:end].strip(" |,;.·•–-") for start, end in pairwise([0, *starts, len(text)]))
    parts = [part for part in ends if part]
    return parts if len(parts) > 1 and any(map(parse_date_line, parts)) else []


def has_known_label(part: str) -> bool:
    """Whether a part of a line is one of the labels that stand there, and its value."""
    return len(part) <= LONGEST_LABELLED and LABELS_WITHIN.match(part) is not None


def find_only_date(text: str) -> str | None:
    """The date in a text that holds one, and no other."""
    match = DATE.search(text)
    if match is None or DATE.search(text, match.end()) is not None:
        return None
    return cut_date(text, match.start(), match.end())


def is_titled_person(text: str) -> bool:
    """Whether a text names a person by title and name, and no office: "Trưởng thôn Mai Thị Thúng"."""
    named = TITLED.fullmatch(text)
    return named is not None and is_full_name(named[1]) and not is_place(named[1])


def is_place(text: str) -> bool:
    """Whether a text is the name of a province, district or commune, as it is or was."""
    return fold_name(text) in load_gazetteer().by_name


def names_somebody(part: str) -> bool:
    """Whether a part of a line names somebody: "Ảnh: Lê An Nhiên", "By Cora Lindqvist"."""
    return is_full_name(part) or parse_above(part) is not None or parse_byline(part) is not None
