"""Who wrote it and who took the pictures, from the lines that say so.

"Tin, ảnh: Lê An Nhiên", "Ảnh và tin bài: Đỗ Mây", "Vũ Thông (Văn phòng Huyện ủy)", or a name alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harvester.vietnamese.text import clean_text

_LONGEST = 120
"""Characters; a byline is a short line."""

LONGEST_FIELD = 1000
"""Characters of a field of authors; the patterns take a square of its length."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line says; a field is None where it says nothing of it."""

    author: str | None = None
    photographer: str | None = None
    source: str | None = None


# One labelled part: "Tin, ảnh: Lê An Nhiên", "Bài và ảnh - PV", "Nguồn tin: TTXVN". Groups: label, value.
_LABEL = (
    r"(?:tin|bài|ảnh|hình|video|clip|bài viết|tin bài|hình ảnh|ảnh bìa)"
    r"(?:\s*(?:,|;|-|–|—|/|\+|&|và|\s)\s*(?:tin bài|bài viết|hình ảnh|tin|bài|ảnh|hình|video|clip))*"
    r"|tác giả(?: bài viết)?|người (?:viết|đăng|đưa tin)|(?:người )?thực hiện|nhóm (?:pv|phóng viên)|bởi|by|"
    r"biên tập|người biên tập|biên tập viên|cộng tác viên|ctv|phóng viên|pv|nguồn(?: tin| bài)?|"
    r"nguồn tin, ảnh|theo|(?:đăng|viết) bởi"
)
_HEAD = re.compile(rf"\b({_LABEL})\s*[:：]", re.IGNORECASE)
# What stands behind a name in one line and is none of it: "Lê An Nhiên .Ngày đăng: 01/02/2021 .Lượt xem: 12".
_BESIDE = re.compile(
    r"[\s.,;|(–—-]*\b(?:(?:ngày|thời gian|giờ) (?:đăng|viết|tạo|cập nhật|gửi|xuất bản)|đăng (?:lúc|ngày|vào)|"
    r"cập nhật|ngày|lượt (?:xem|đọc)|số lượt (?:xem|đọc)|đã xem|chuyên mục|danh mục|email|"
    r"điện thoại|sđt)\b\s*(?:lúc|ngày|lần cuối)?\s*[:：]?\s*.*$"
    r"|[\s|·•,–—-]+(?:published|posted|updated|last (?:updated|modified)|cập nhật lần cuối)\b.*$"
    r"|[\s|·•,–—-]+\d{1,3} (?:years?|months?|weeks?|days?|hours?|minutes?|năm|tháng|tuần|ngày|giờ|phút)\b.*$"
    r"|[\s|·•,–—-]+(?:19|20)\d{2}-\d{2}-\d{2}\b.*$"
    r"|,\s*(?:thứ|th|t)\.? ?(?:[2-7]|hai|ba|tư|năm|sáu|bảy)\b.*$"
    r"|\s+(?:vào|lúc|on)\b.*$|[\s.,;|(–—-]+\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}\b.*$",
    re.IGNORECASE,
)
# A label without a colon, as systems write it: "Viết bởi Lê An Nhiên", "Đăng bởi: …".
BY = re.compile(
    r"(?:(?:được )?(?:viết|đăng|gửi|tạo)? ?bởi|(?:posted |written |submitted )?by|"
    r"(?:bài(?: viết)?|bút ký|ghi chép|phóng sự|tùy bút|tản văn|truyện ngắn|thơ) của)\b\s*[:：]?\s*",
    re.IGNORECASE,
)
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
# How a line above the text begins that names its author: "Tác giả: …", "Viết bởi …", "PV: …".
_ABOVE = re.compile(
    r"\W*(?:(?:tác giả(?: bài viết)?|nguồn(?: tin| bài)?)\s*[:：]|(?:được )?(?:viết|đăng|gửi|tạo) bởi\b|"
    r"(?:người (?:viết|đăng)|(?:người )?thực hiện)\s*[:：]|"
    r"(?:posted|written|submitted) by\b|by\s*:|by\s+(?=[A-ZÀ-Ỹ])|(?:phóng viên|pv|btv|ctv)\s*[:：]|"
    rf"(?:bởi|(?:bài(?: viết)?|bút ký|ghi chép|phóng sự|tùy bút|tản văn|truyện ngắn|thơ) của)\s+(?-i:[{UPPER}]))",
    re.IGNORECASE,
)
# The office that signs where nobody does.
EDITORS = re.compile(r"(?:ban biên tập|bbt)\b.{0,60}", re.IGNORECASE)
# What stands in brackets behind a name and is no office: "(tổng hợp)", "(ST)".
GATHERED = re.compile(r"(?:tổng hợp|sưu tầm|biên soạn|lược ghi|thực hiện|st|t/h|th|bt)\W*", re.IGNORECASE)
# "Theo Báo Hà Tĩnh", "Nguồn TTXVN" as a whole line.
UNLABELLED_SOURCE = re.compile(
    r"^\s*[(\[]?\s*(?:theo|"
    r"nguồn(?: tin)?)\s+(\w.{1,60}?)\s*[)\]]?\s*\.?$",
    re.IGNORECASE,
)

ORIGIN = re.compile(r"\W*(?:theo|nguồn)\b", re.IGNORECASE)
# The day of the original behind its source: "(10/9/2024)".
DAY_BEHIND = re.compile(r"\s*\(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\)\s*$")
# A day behind a name and a comma or dash: "02/10/2026", "ngày 2 tháng 10", "tháng 10/2026", "mùa nước 2025".
DAY_ALONE = re.compile(r"\s*(?:ngày|tháng|mùa|đêm|sáng|chiều|tết|năm)?\b[^,;]{0,20}?\d{1,4}", re.IGNORECASE)
_MOST_SOURCE_WORDS = 8
_LONGEST_LABEL = 20
UNMARKED_WORD = re.compile(r"[A-Za-z]+")
LABEL_WORDS = {
    "tin": "tin", "bai": "bài", "anh": "ảnh", "va": "và", "viet": "viết", "tac": "tác", "gia": "giả", "nguon": "nguồn",
}  # fmt: skip
"""The words of labels without marks, as texts have them that are written without any."""

PICTURES = ("ảnh", "hình")
WRITING = (
    "tin",
    "bài",
    "tác giả",
    "người viết",
    "người đưa tin",
    "thực hiện",
    "người thực hiện",
    "nhóm",
    "bởi",
    "by",
    "ctv",
    "cộng tác viên",
    "phóng viên",
    "pv",
    "viết",
    "đăng",
    "người đăng",
)
_SOURCES = ("nguồn", "theo")

LOWER = UPPER.lower()
# A name's syllable: "Võ", "Đạt", "K'Brêu", "Y". Composed text only.
_SYLLABLE = rf"[{UPPER}](?:['’]?[{UPPER}]?[{LOWER}]*)"
NAME = re.compile(rf"{_SYLLABLE}(?:\s+{_SYLLABLE}){{1,4}}")
_BY_LAST = re.compile(rf"\b(?:bởi|by)\s+({NAME.pattern})[\s.]*$")
_SPEECH = ("?", "!", "…")
"""How a line of an interview ends: "PV: Thưa bà, vì sao …?"."""
# Words that make what follows a dash or comma an office rather than a second name.
OFFICE_WORD = (
    r"\b(?i:văn phòng|vp|ban|phòng|báo|đài|trung tâm|tt|vhtt|huyện|xã|thị|tỉnh|ubnd|hđnd|ubmttq|mttq|công an|hội|"
    r"đoàn|sở|cổng|trường|trạm|tạp chí|chi cục)\b"
)
OFFICE = re.compile(OFFICE_WORD)
# A name and the office behind it, in brackets, behind a dash or a slash.
NAME_AND_OFFICE = re.compile(
    rf"({NAME.pattern})\s*(?:\(\s*([^()]{{2,80}})\s*\)|"
    rf"\s[-–—]\s+((?={OFFICE_WORD}).{{3,80}}?)|(?:\s[-–—]\s|[-–—/,])\s*((?:[^-–—/]|(?<=\w)[-–—/](?=\w)){{3,80}}))?\s*\.?"
)
# A line of several names: "Lê An Nhiên - Đỗ Mây", "Thu Hà, Ngọc Lan và Đức Minh".
_NAMES = re.compile(rf"{NAME.pattern}(?:\s*(?:[-–—,;/&]|\bvà\b)\s*{NAME.pattern}){{1,3}}")

# First words of offices, places and titles, which also are capitalised and alone on a line.
NOT_A_NAME = re.compile(
    r"(?:ban|báo|bí thư|bộ|bch|btv|ubnd|hđnd|ubmttq|mttq|cổng|chi bộ|chi cục|chủ tịch|công an|công ty|"
    r"cục|đài|đảng|"
    r"đảng bộ|đảng ủy|đoàn (?:thanh|huyện|xã|viên|tncs|đại|công)|đồng chí|hội|hội đồng|huyện|huyện ủy|"
    r"khu|liên đoàn|mặt trận|nhà|nơi|ông|bà|phòng|phó|quận|"
    r"sở|thành phố|thư viện|thị|thị trấn|thị xã|thôn|thường trực|tỉnh|tỉnh ủy|tổ|trạm|trung tâm|trường|trưởng|"
    r"ủy ban|uỷ ban|"
    r"văn phòng|vp|viện|việt nam|xã|xóm|xin|kính|trân|bài|phần|chương|mục|điều|phụ lục|tin|ảnh|nguồn|"
    r"hà nội|hà tĩnh|"
    r"quốc|cộng|độc|tháng|năm|ngày|thứ|chủ nhật|giờ|địa|điểm|thành phần|nội dung|mobifone|vinaphone)\b",
    re.IGNORECASE,
)
# "Ông" and "Bà" are family names too: who is named in a field of authors is a person.
ADDRESSED = re.compile(r"(?:ông|bà)\s", re.IGNORECASE)
# A role before a name: "BTV Lê An Nhiên", "PV: Đỗ Mây".
ROLE = re.compile(r"(?:btv|ctv|pv|biên tập viên|cộng tác viên|phóng viên|người đăng|đăng bởi)\b[\s:.-]*", re.IGNORECASE)
# What a content system writes where nobody was named: logins and roles.
LOGIN = re.compile(
    r"(?:admin\w*|administrator|quan ?tri\w*|quản trị(?: viên)?|ban biên tập|"
    r"biên tập viên|bbt|btv|editor|user\w*|root|webmaster|super ?user|host|system|"
    r"me|(?:your |author(?:'s)? )name|anonymous|guest|"
    r"[\w.+-]+@[\w.-]+)",
    re.IGNORECASE,
)


def is_login(name: str) -> bool:
    """Whether a name is a login or a role ("quantri", "Administrator", an e-mail address), and nobody's.

    One in small letters throughout is ("annhien14", "mây xứ thung"): people are written with capitals.
    """
    name = clean_text(name)
    return name.islower() or LOGIN.fullmatch(name) is not None


def parse_field(value: str) -> Byline:
    """What an author field says, with or without its label: "Tác giả: Vũ Thông (Văn phòng Huyện ủy)".

    What is longer than any list of names is none, and says nothing.
    """
    if len(value) > LONGEST_FIELD:
        return Byline()
    value = _BESIDE.sub("", clean_text(value)).strip(" —|·•")
    labelled = _parse_labelled(value)
    if labelled is not None:
        return labelled
    if by := BY.match(value):
        value = value[by.end() :]
    source = UNLABELLED_SOURCE.match(value)
    if source and not source.group(1)[0].islower():
        return Byline(source=source.group(1).strip())
    role = ROLE.match(value)
    if role:
        value = value[role.end() :]
        if NAME.match(value) is None:  # "btv suoimo": a login
            return Byline()
    match = NAME_AND_OFFICE.fullmatch(value)
    if match and (ADDRESSED.match(value) or not is_office(match.group(1))):
        return _split_office(match, value)
    name = value.strip(" .,;:-–") or None
    return Byline(source=name) if name is not None and is_office(name) else Byline(author=name)


def parse_byline(line: str) -> Byline | None:
    """What the last line of a text says of who made it; None where it is no byline.

    A line without label counts only if it is a person's name, or names, with nothing but an office besides.
    """
    if len(line) > 2 * _LONGEST:
        return None
    line = clean_text(line).strip("*_ ")
    if not line or len(line) > _LONGEST:
        return None
    bare = line[1:-1].strip() if line[0] in "([" and line[-1] in ")]" else line
    labelled = _parse_labelled(bare)
    if labelled is not None:
        return labelled
    source = UNLABELLED_SOURCE.match(bare)
    if source and len(bare.split()) <= _MOST_SOURCE_WORDS and not source.group(1)[0].islower():
        return Byline(source=source.group(1).strip())
    if EDITORS.fullmatch(bare) and not bare.endswith((".", ":")):
        return Byline(source=bare)
    role = BY.match(bare) or ROLE.match(bare)
    if role and role.end() < len(bare):
        bare = _BESIDE.sub("", bare[role.end() :])
        if NAME_AND_OFFICE.fullmatch(bare) is None:
            return None
    match = NAME_AND_OFFICE.fullmatch(bare)
    if match and not is_office(match.group(1)) and not match.group(1).isupper() and not is_sentence(match):
        return _split_office(match, bare)
    if _NAMES.fullmatch(bare) and not any(is_office(name) for name in NAME.findall(bare)):
        return Byline(author=bare)
    return None


def parse_above(line: str) -> Byline | None:
    """What a line above the text says of its author, with or without date and counter behind it.

    None where it is none: "Tác giả: Lê An Nhiên .Ngày đăng: 01/02/2021 .Lượt xem: 12".
    """
    if len(line) > 2 * _LONGEST or _ABOVE.match(line) is None or line.rstrip().endswith(_SPEECH):
        return None
    return parse_field(line)


def parse_origin(line: str) -> Byline | None:
    """Where a text comes from by a short line of its own: "Theo Báo Hà Tĩnh", "Theo Báo Hà Tĩnh (10/9/2024)"."""
    if len(line) > _LONGEST or ORIGIN.match(line) is None:
        return None
    line = DAY_BEHIND.sub("", line)
    match = UNLABELLED_SOURCE.match(line) if len(line.split()) <= _MOST_SOURCE_WORDS else None
    return Byline(source=match.group(1).strip()) if match is not None and is_office(match.group(1)) else None


def parse_beside_date(line: str) -> Byline | None:
    """What the end of a line with a date says of its author: "Đăng trong Đời sống vào 04/04/2026 bởi Lê An Nhiên"."""
    match = _BY_LAST.search(line) if len(line) <= 2 * _LONGEST else None
    return None if match is None or is_office(match.group(1)) else Byline(author=match.group(1))


def _parse_labelled(line: str) -> Byline | None:
    """The parts "label: value" of a line; None unless the line begins with one. Logins and editors are nobody."""
    line = mark_label(line)
    heads = list(_HEAD.finditer(line))
    if not heads or line[: heads[0].start()].strip(" ([-–*"):
        return None
    author = photographer = source = None
    named = False
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        label = head.group(1).lower()
        value = _BESIDE.sub("", line[head.end() : following.start() if following else None]).strip(" .,;|/–-—")
        if not value or len(value.split()) > 14:
            continue
        if label.startswith(_SOURCES):
            source = source or value
            continue
        named = named or not label.startswith(("video", "clip"))
        name, office = split_office(value)
        if is_office(name) or EDITORS.fullmatch(name):
            source = source or name
            continue
        source = source or office
        if is_login(name):
            continue
        if any(word in label for word in PICTURES):
            photographer = photographer or name
        if label.startswith(WRITING) or any(word in label for word in ("tin", "bài")):
            author = author or name
    return Byline(author, photographer, source) if named or source is not None else None


def mark_label(line: str) -> str:
    """A line written without marks with those of its label: "Tin, anh: Rcom Hlen". "Anh: …" may be said by somebody."""
    label, colon, value = line.partition(":")
    words = UNMARKED_WORD.findall(label.lower())
    if not line.isascii() or not colon or len(label) > _LONGEST_LABEL or words in ([], ["anh"]):
        return line
    if any(word not in LABEL_WORDS for word in words):
        return line
    return f"{UNMARKED_WORD.sub(lambda word: LABEL_WORDS[word.group().lower()], label)}:{value}"


def split_office(value: str) -> tuple[str, str | None]:
    """A name and the office that stands behind it: "Vũ Thông (Văn phòng …)"."""
    match = NAME_AND_OFFICE.fullmatch(value)
    if match is None:
        return value, None
    byline = _split_office(match, value)
    return byline.author or value, byline.source


def _split_office(match: re.Match[str], whole: str) -> Byline:
    office = match.group(2) or match.group(3) or match.group(4)
    if office is None or "@" in office or (match.group(2) is not None and GATHERED.fullmatch(office)):
        return Byline(author=match.group(1))
    is_name = NAME.fullmatch(office) is not None and not is_office(office)  # "Mai Thị Thúng" holds "thị"
    if match.group(2) is None and (is_name or not OFFICE.search(office)):  # "Lê An Nhiên - Đỗ Mây": two names
        return Byline(author=whole.strip(" ."))
    return Byline(author=match.group(1), source=office.strip())


def is_sentence(match: re.Match[str]) -> bool:
    """Whether what stands behind a name is neither an office nor another name.

    "Dạ Vâng, đúng như vậy.", or the day that stands behind a place: "Bến Mây, 02/10/2026".
    """
    beside = match.group(4)
    if beside is not None and DAY_ALONE.match(beside) is not None:
        return True
    return beside is not None and beside[0].islower() and ROLE.match(beside) is None and not OFFICE.search(beside)


def is_office(name: str) -> bool:
    """Whether a capitalised line begins like an office, a place or a title rather than like a name."""
    return NOT_A_NAME.match(name) is not None
