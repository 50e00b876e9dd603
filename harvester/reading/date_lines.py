"""Date lines: texts hardly more than a date; on pages read by selectors, whether their place is a banner's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from harvester.items import DateRole, SeenDate
from harvester.reading.markup import INLINE, Element, is_hidden
from harvester.vietnamese.dates.day_words import TODAY_PATTERN
from harvester.vietnamese.dates.folding import fold
from harvester.vietnamese.dates.sightings import read_by_weekday
from harvester.vietnamese.dates.zones import VIETNAM
from harvester.vietnamese.text import WORD, collapse_spaces

_MONTH = r"(?:\d{1,2}|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?: (?:một|hai))?)"
"""A month in digits or words, behind `tháng`."""
_ENGLISH_MONTH = (
    r"(?=[a-s])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ENGLISH_CLOCK = r"(?:\W{1,3}(?:at )?\d{1,2}:\d{2}(?:\s?[ap]\.?m\b)?)?"
# A date as listings show it, with its time before or after: "15/11/2026 09:58:00", "(19/10/2024)",
# "16:37 13/08/2019", "Tháng Mười Một 21, 2026", "April 6, 2025 at 9:15 am".
DATE = re.compile(
    r"(?:\d{1,2}\s*(?::|h|g|giờ)[\s,-]{0,2}\d{2}(?::\d{2}|\s?phút)?\W{0,4}(?:ngày\s)?)?\b\d{1,2}\s?[/.-]\s?"
    r"(?:\d{1,2}|[ivx]{1,4})\s?[/.-]\s?(?:19|20)\d{2}\b"
    r"(?:\W{0,4}(?:lúc\s)?\d{1,2}\s*(?::|h|g|giờ)[\s-]{0,2}\d{2}(?::\d{2})?)?(?:\s*(?:SA|CH|AM|PM)\b)?"
    r"|\b(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{1,2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
    rf"|\bngày \d{{1,2}} tháng {_MONTH} năm \d{{4}}\b"
    r"(?:\W{1,4}(?:lúc\s)?\d{1,2}\s?(?::|h|g|giờ)\s?\d{2}(?:\s?phút\b)?)?"
    rf"|\b\d{{1,2}} (?:tháng|thg?) ?{_MONTH},? (?:19|20)\d{{2}}\b(?:\W{{1,4}}\d{{1,2}}\s?(?::|h|g|giờ)\s?\d{{2}}\b)?"
    rf"|\b(?:tháng|thg?) ?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}\b"  # "Tháng Mười Một 21, 2026"
    rf"|\b{_ENGLISH_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}\b{_ENGLISH_CLOCK}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_ENGLISH_MONTH},? (?:19|20)\d{{2}}\b{_ENGLISH_CLOCK}"
    r"|\b\d{1,2} (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước\b"
    r"|\bhôm qua\W{1,4}(?:lúc )?\d{1,2}\s?(?::|h|g|giờ)\s?\d{2}\b"
    r"|\b1[0-7]\d{11}\b",  # milliseconds since 1970, where a page prints its date unformatted
    re.IGNORECASE,
)
# A year of two digits right behind the word that says what it is: "Ngày 25/5/22", "Ngày đăng 24.12.25 – Đã xem 14".
SHORT_YEAR = re.compile(
    r"\b(?:ngày|đăng|cập nhật|xuất bản|phát hành)(?: (?:đăng|viết|tạo|lúc|ngày|vào))?\s?[:：]?\s?"
    r"\d{1,2}([/.-])\d{1,2}\1\d{2}(?!\d)",
    re.IGNORECASE,
)
# What is a date in the place of one, and may be a line of a text elsewhere: a short year with a time, "05/01/26 08:30",
# and words that count from the moment of reading, "Hôm qua", "Vừa xong".
UNSURE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2}\W{1,4}\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}:\d{2}\W{1,4}\d{1,2}/\d{1,2}/\d{2}|"
    r"hôm (?:qua|kia)|yesterday|vừa xong|just now",
    re.IGNORECASE,
)
# A line that counts from the moment of reading and says more: "Đăng hôm qua", "Hôm nay, 08:15", "Yesterday at 5:20 PM".
RECENT = re.compile(
    r"(?:đăng|cập nhật)(?: lúc)?[: ]{1,2}(?:hôm (?:qua|kia)|yesterday)|"
    r"(?:(?:đăng|cập nhật)(?: lúc)?[: ]{1,2})?"
    r"(?:hôm (?:qua|nay|kia)|yesterday|today)\s?[,|-]?\s(?:lúc |at )?\d{1,2}\s?(?::|h|g|giờ)\s?\d{2}(?:\s?[ap]m)?",
    re.IGNORECASE,
)
_LONGEST_RECENT = 40
# A day and its month in two boxes: "24 02/2026".
LEAF = re.compile(r"\d{1,2} \d{1,2} ?[/.-] ?(?:19|20)\d{2}")
DIGIT = re.compile(r"\d")
# What each date has: a year, the word behind "3 tuần", or "hôm qua". Most lines with digits have none, and are told at
# once.
YEAR_OR_AGO = re.compile(r"\d{4}|trước|hôm qua", re.IGNORECASE)
# Time and date that stick together: "08:3015/09/2021", "15/09/202108:30".
GLUED = re.compile(r"(?<=:[0-5]\d)(?=[0-3]?\d[/.-]\d{1,2}[/.-](?:19|20)\d\d)|(?<=[/.-](?:19|20)\d\d)(?=\d{1,2}:\d\d)")
_LONGEST_DATE = 110
"""Characters of a line."""
_LONGEST_TOOLS = 60
"""Characters of a line that begins with a date and goes on with counts and tools."""
# "15 giờ 40 phút", "08:30 (GMT+7)".
BARE_CLOCK = re.compile(
    r"(?:lúc )?\d{1,2}\s?(?::|h|g|giờ)\s?\d{2}(?::\d{2}|\s?phút)?\s?(?:[ap]m|sa|ch)?\s?(?:\(?gmt ?[+-]\d{1,2}\)?)?",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\d\s*(?::|h|g|giờ)\s*\d{2}", re.IGNORECASE)
# What stands in brackets behind a day and is the same in another calendar: "(nhằm ngày mùng 10 tháng 9 âm lịch)",
# "(12/01 Bính Ngọ)".
LUNAR = re.compile(
    r"\s*\([^()]{0,60}\b(?:âm lịch|nhằm|tức|(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý) "
    r"(?:tý|sửu|dần|mão|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi))\b[^()]{0,60}\)",
    re.IGNORECASE,
)

# Words that say what the date is of, as in "Tác giả: … . Ngày đăng: 29/06/2022 . Lượt xem: 416 lượt".
LABEL = re.compile(
    r"\b(?:đăng(?! k[ýí]\b)|cập nhật|xuất bản|gửi (?:lúc|ngày|vào)|ngày tạo|ngày viết|"
    r"phát (?:hành|lúc|ngày)|đưa lên(?: mạng)?|số ra ngày|lượt xem|lượt đọc|đã xem|tác giả|"
    r"posted|published|updated|thời gian|cap nhat|ngay dang|dang (?:luc|ngay)|luot xem)\b",
    re.IGNORECASE,
)
# Words that stand with a date and say nothing else.
_PLAIN = frozenset(
    (
        "thứ", "hai", "ba", "tư", "năm", "sáu", "bảy", "bẩy", "chủ", "nhật", "cn", "ngày", "tháng",
        "lúc", "vào", "giờ", "phút", "gmt", "utc", "sa", "ch", "am", "pm", "sáng", "chiều", "tối",
        "hôm", "nay", "email", "print", "aa", "emailprintaa", "in", "hà", "nội", "việt", "nam",
        "date", "on", "at", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
        "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "t", "z", "trước",
    )
)  # fmt: skip
_UNMARKED = frozenset(map(fold, _PLAIN))
# What stands before a day up to which, or from which on, something lasts: "đến hết ngày ", "trước 17 giờ ngày ".
TERM_BEFORE = re.compile(
    r"\b(?:đến|tới|hết|trước|sau|từ|hạn|until|before|from)(?: hết)?\W{1,3}"
    r"(?:\d{1,2}\s?(?:giờ|h|g|:)\s?(?:\d{2})?(?:\s?phút)?\W{1,3})?(?:(?:sáng|trưa|chiều|tối|thứ \w+)\W{1,3})?"
    r"(?:ngày\s)?$",
    re.IGNORECASE,
)
# What stands before a date behind the last bar, dash or full stop: a part of a line has a label of its own.
LAST_PART = re.compile(r"[^|·•;–—»]*+$")
# "Thời gian: 7 giờ 30 ngày 20/5/2026", "Thời gian: 8h sáng ngày …": an hour in words, with the day behind it.
EVENT_TIME = re.compile(r"\W*thời gian\s?:?\s(?:lúc )?\d{1,2}\s?(?:giờ|h|g)\b.{0,30}\bngày\b", re.IGNORECASE)
EVENT_LABEL = re.compile(r"\W*thời gian\b", re.IGNORECASE)
_OF_ARTICLE = frozenset(
    (
        "bài", "viết", "tin", "nội", "dung", "được", "này", "của", "lần", "cuối", "mới", "nhất", "lên", "mạng", "trên",
        "trong", "tại", "bởi", "web", "trang", "sửa", "đổi", "lượt", "người", "last", "first", "this", "article", "was",
        "by", "in",
    )
)  # fmt: skip
"""Words behind that of a label which say no more than that it is the article's: "Cập nhật lần cuối: …"."""
WEEKDAY_WORD = re.compile(r"t[2-7]")
MOST_WORDS_LABELLED = 8
MOST_WORDS_APART = 3
"""Other words in a line: with a label; and parted from the date by a dash or a bar, as a section is."""
APART = re.compile(r"\s[-|•·–—/»›]\s?|\s?[|•·»›]\s")

# Between the parts of a line under a title: "Lê An Nhiên · 27 tháng 6, 2026 · 3 phút đọc".
PARTS = re.compile(r"\s?[|·•]\s?|\s[-–—/»›]\s")

# A line that tells the day of the visit: "Hôm nay, Thứ hai ngày 25/01/2021".
TODAY = re.compile(rf"\b(?:{TODAY_PATTERN})\b", re.IGNORECASE)
WEEKDAY = re.compile(
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|\d)|chủ nhật|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.I
)
# "T2, " right before a date
WEEKDAY_BEFORE = re.compile(
    r"\b(?:t[2-7]|thứ (?:[2-7]|hai|ba|tư|năm|sáu|bảy)|cn|chủ nhật|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)[ ,.-]{1,4}(?:ngày )?$",
    re.IGNORECASE,
)
_LONGEST_WEEKDAY = 20
FAR = datetime(2100, 1, 1, tzinfo=VIETNAM)
"""Dates with a year are read by it alone: the moment of reading does not matter."""
UPDATED = re.compile(r"\b(?:cập nhật|cap nhat|chỉnh sửa|sửa đổi|sửa lần cuối|updated|modified)\b", re.IGNORECASE)
DATE_NAME = re.compile(r"date|time|ngay-?(?:dang|thang)|meta", re.IGNORECASE)
BANNER_NAMES = frozenset(
    (
        "header", "site-header", "top-header", "topbar", "top-bar", "banner", "current-time",
        "today", "clock", "date-time", "datetime", "date-now", "head", "top", "nav", "menu",
    )
)  # fmt: skip
_BEFORE = 5
_AFTER = 6
"""Pieces of text right before the title, and right behind the text, among which a date may be the article's."""
TITLE_WORDS = 4
_REACH = 60
"""Pieces behind the title after which no date line is the article's, where the text's beginning is not found."""
_UNREAD = frozenset(("script", "style", "option", "title", "noscript", "textarea"))


def read_date_line(piece: str) -> str | None:
    """A piece of text, in one line, if it is hardly more than a date; None otherwise."""
    return None if piece.isspace() or len(piece) > 4 * _LONGEST_DATE else parse_date_line(piece)


@lru_cache(maxsize=4096)  # menus, titles and side blocks are met again on every page of a portal
def parse_date_line(piece: str) -> str | None:
    """What `read_date_line` answers for a short piece."""
    text = collapse_spaces(piece)
    if len(text) <= _LONGEST_RECENT and RECENT.fullmatch(text) is not None:
        return text
    if DIGIT.search(piece) is None:
        return None
    dated = DATE if YEAR_OR_AGO.search(piece) is not None else SHORT_YEAR if SHORT_YEAR.search(piece) else None
    if dated is None or len(text) > _LONGEST_DATE:
        return None
    if LEAF.fullmatch(text) is not None:
        return text
    if "(" in text:
        text = LUNAR.sub("", text)
    match = dated.search(text)
    if match is None and ":" in text:
        text = GLUED.sub(" ", text)
        match = DATE.search(text)
    if match is None:
        return None
    if match.group().isdigit():
        return match.group()
    if states_term(text, match.start(), match.end()):
        return None
    beside = LABEL.sub(" ", text[: match.start()] + " . " + text[match.end() :])
    others = [word for word in WORD.findall(beside.lower()) if not is_plain(word)]
    most = MOST_WORDS_LABELLED if LABEL.search(text) else MOST_WORDS_APART if APART.search(text) else 0
    return text.strip("()[] ") if len(others) <= most else None


def parse_unsure_date(piece: str) -> str | None:
    """A piece of text that is a date where its place says so: "Hôm qua", "05/01/26 08:30"; None for any other."""
    text = collapse_spaces(piece) if len(piece) <= _LONGEST_RECENT else ""
    return text if UNSURE.fullmatch(text) is not None else None


def states_term(text: str, start: int, end: int) -> bool:
    """Whether a line with a date, at these places, is a sentence of a text and tells a term or what took place then.

    "Hồ sơ bán từ ngày phát hành thông báo đến 17 giờ ngày 18/7/2023.", "Phát hành hồ sơ: 18/7/2023": the words of
    labels stand in such as well. A line of the page's own ends without a full stop, or says no more than its label.
    """
    before, behind = text[:start], text[end:].strip()
    if TERM_BEFORE.search(before) is not None or EVENT_TIME.match(text) is not None or behind.startswith(":"):
        return True
    own = LAST_PART.search(before)[0]  # type: ignore[index]  # it may be empty
    labels = list(LABEL.finditer(own))
    named = WORD.search(own, labels[-1].end()) if labels else None
    if named is not None and not is_of_label(named[0]):
        return True
    if not behind.endswith("."):
        return False
    said = WORD.findall(LABEL.sub(" ", before + " . " + behind))
    return EVENT_LABEL.match(text) is not None or not all(is_of_label(word.lower()) for word in said)


def is_of_label(word: str) -> bool:
    """Whether a word says no more beside a label than that it is the article's, or may be of a name."""
    return not word[0].islower() or is_plain(word) or word in _OF_ARTICLE


def is_plain(word: str) -> bool:
    """Whether a word in lower case stands with dates and says nothing else; with its marks or without: "thu", "T2"."""
    return word.isdigit() or word in _PLAIN or word in _UNMARKED or WEEKDAY_WORD.fullmatch(word) is not None


def parse_leading_date(text: str) -> str | None:
    """The day and time that a short line begins with, whatever its tools are called: "28/06/2026 07:55 640 In bài".

    A day without its time may be that of an event.
    """
    match = DATE.match(text.lstrip("( ")) if len(text) <= _LONGEST_TOOLS else None
    if match is None or CLOCK.search(match.group()) is None:
        return None
    return match.group() if len(WORD.findall(text)) - len(WORD.findall(match.group())) <= MOST_WORDS_LABELLED else None


def cut_date(text: str, start: int, end: int) -> str:
    """The date that `DATE` found in a text, with its weekday where only that tells which number is the month."""
    weekday = WEEKDAY_BEFORE.search(text, max(0, start - _LONGEST_WEEKDAY), start)
    whole = text[start:end] if weekday is None else text[weekday.start() : end]
    return whole if weekday is not None and read_by_weekday(whole, FAR) is not None else text[start:end]


def split_date_line(text: str) -> list[str]:
    """The parts of a line one of which is a date: author, date and counts under a title; none of any other line."""
    if len(text) > _LONGEST_DATE:
        return []
    parts = split_parts(text)
    return parts if len(parts) > 1 and any(map(parse_date_line, parts)) else []


def split_parts(text: str) -> list[str]:
    """What bars and dashes part; a day and its time are one: "Thứ năm, ngày 26 tháng 3 năm 2026 - 15 giờ 40 phút"."""
    parts: list[str] = []
    start = begin = 0  # of the part, and of what stands behind the last bar
    for match in (*PARTS.finditer(text), None):
        end = len(text) if match is None else match.start()
        part = text[begin:end].strip()
        if parts and is_day_and_time(parts[-1], part):
            parts[-1] = text[start:end].strip()
        else:
            parts.append(part)
            start = begin
        begin = end if match is None else match.end()
    return parts


def is_day_and_time(first: str, second: str) -> bool:
    """Whether one of two parts is the time of the day that the other is."""
    for clock, day in ((first, second), (second, first)):
        if BARE_CLOCK.fullmatch(clock) is not None and parse_date_line(day) is not None:
            return True
    return False


def find_dates(root: Element, heading: Element | None, opening: str, ending: str) -> Iterator[SeenDate]:
    """Date lines of a page of unknown make, by where they stand.

    `opening` and `ending` are how the text begins and ends. Between title and text, or close to one of them,
    a date is the article's; in the page's head it is the day of the visit; elsewhere it belongs to other
    articles and is left out.
    """
    pieces = list(iter_pieces(root))
    headed = set() if heading is None else set(heading.iter())
    titles = [place for place, (_, owner) in enumerate(pieces) if owner in headed]
    title = titles[0] if titles else None
    first = find_piece(pieces, opening, titles[-1] + 1 if titles else 0)
    last = find_piece(pieces, ending, first or 0) if ending else first
    above: list[SeenDate] = []
    for place, (piece, owner) in enumerate(pieces):
        line = read_owner_line(piece, owner)
        if line is None and title is not None and first is not None and title < place < first:
            line = parse_unsure_date(piece) if calls_itself_date(owner) else None
        if line is None:
            continue
        if TODAY.search(line):
            yield SeenDate(line, "page", "banner")
        elif title is not None and place < title:
            if title - _BEFORE <= place and is_beside(owner, heading) and not is_in_head(owner, heading):
                above.append(SeenDate(line, "page", judge_role(line)))
            elif is_in_head(owner, heading) or is_weekday_line(owner, line):
                yield SeenDate(line, "page", "banner")
        elif _is_below(place, title, first, last, line) and not is_listed(owner):
            yield SeenDate(line, "page", judge_role(line))
    yield from above


def _is_below(place: int, title: int | None, first: int | None, last: int | None, line: str) -> bool:
    """Whether a piece stands between title and text, or, with a label, right behind the text."""
    if title is not None and place < title + _REACH and (first is None or place < first):
        return True
    if title is None and first is not None and first - _BEFORE <= place < first:
        return True
    return last is not None and last < place <= last + _AFTER and LABEL.search(line) is not None


def is_listed(owner: Element) -> bool:
    """Whether a date stands with a link of a title's length, as in a list of other articles."""
    around = [owner, *(parent for _, parent in zip(range(2), owner.iterancestors(), strict=False))]
    item = next((element for element in around if element.tag in ("li", "a", "tr")), None)
    return item is not None and any(
        len("".join(link.itertext()).split()) >= TITLE_WORDS for link in ([item] if item.tag == "a" else item.iter("a"))
    )


def is_beside(owner: Element, heading: Element | None) -> bool:
    """Whether a date above a title stands in its small surroundings, and not in a list of other titles."""
    near = () if heading is None else zip(range(3), heading.iterancestors(), strict=False)
    for _, around in near:
        if around.tag in ("body", "html"):
            return False
        if is_within(owner, around):
            branch = owner
            while (parent := branch.getparent()) is not None and parent is not around:
                branch = parent
            return not any(len("".join(link.itertext()).split()) >= TITLE_WORDS for link in branch.iter("a"))
    return False


def iter_pieces(root: Element) -> Iterator[tuple[str, Element]]:
    """The visible pieces of text in order, each with the element that holds it."""
    hidden: set[Element] = set()
    for element in root.iter():
        parent = element.getparent()
        tag = element.tag
        if isinstance(tag, str) and (tag in _UNREAD or parent in hidden or is_hidden(element)):
            hidden.add(element)
        if tag == "time" and element not in hidden and (moment := element.get("datetime")):
            yield moment, element
        if isinstance(tag, str) and element not in hidden and (text := element.text) and not text.isspace():
            yield text, element
        if parent is not None and parent not in hidden and (tail := element.tail) and not tail.isspace():
            yield tail, parent


def find_piece(pieces: list[tuple[str, Element]], beginning: str, start: int) -> int | None:
    """The place of the piece that begins like a text."""
    wanted = collapse_spaces(beginning)[:40]
    if not wanted:
        return None
    for place in range(start, len(pieces)):
        piece = collapse_spaces(pieces[place][0])
        if len(piece) > 3 and (piece[:40].startswith(wanted[:25]) or (len(piece) >= 12 and wanted.startswith(piece))):
            return place
    return None


def calls_itself_date(owner: Element) -> bool:
    """Whether an element is inline or is called a date: `<span>Hôm qua</span>`, `<div class="ngay-dang">`."""
    return owner.tag in INLINE or DATE_NAME.search(owner.get("class") or "") is not None


def read_owner_line(piece: str, owner: Element) -> str | None:
    """The date line of a piece, with what its small element says besides: date and time may be parted."""
    line = read_date_line(piece)
    if line is None:
        return None
    if owner.tag == "time" and piece == owner.get("datetime"):
        return line  # the machine's own: what is shown beside may be only the day, or "5 months ago"
    around = owner.getparent() if len(collapse_spaces(join_short(owner, ""))) == len(line) else owner
    for element in (around, owner):
        if element is not None and element.tag not in ("body", "html", "td", "tr", "li", "ul"):
            whole = read_date_line(join_short(element, " "))
            if whole is not None:
                return whole
    return line


def join_short(element: Element, before: str) -> str:
    """The text of a small element, each piece with `before` in front.

    Of a large one nothing: it may be the whole page, and there may be thousands of dates on it.
    """
    text = ""
    for piece in element.itertext():
        text += before + piece
        if len(text) > 4 * _LONGEST_DATE:
            return ""
    return text


def judge_role(line: str) -> DateRole:
    """What a date line says of itself: "Ngày đăng: …", or "Cập nhật lúc …"."""
    return "updated" if UPDATED.search(line) and re.search(r"\bđăng\b", line) is None else "published"


def is_within(element: Element, outer: Element | None) -> bool:
    """Whether an element is another, or stands in it."""
    return outer is not None and (element is outer or any(ancestor is outer for ancestor in element.iterancestors()))


def is_in_head(owner: Element, heading: Element | None) -> bool:
    """Whether a piece stands in the page's head, above all articles."""
    for element in (owner, *owner.iterancestors()):
        names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
        if element.tag == "header" or BANNER_NAMES.intersection(names):
            return heading is None or not is_within(heading, element)
    return False


def is_weekday_line(owner: Element, line: str) -> bool:
    """Whether a date line names the weekday and stands apart from any link, as only the day of the visit does."""
    around = [owner, *(parent for _, parent in zip(range(3), owner.iterancestors(), strict=False))]
    if WEEKDAY.search(line) is None or any(element.tag in ("li", "a", "article") for element in around):
        return False
    return all(next(element.iter("a"), None) is None for element in around[:2])
