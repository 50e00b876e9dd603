"""Date lines: texts that are hardly more than a date, and where on a page they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.items import DateRole, SeenDate
from harvester.platforms.markup import Element
from harvester.vietnamese.text import collapse_spaces

# A date as listings show it, with its time before or after: "15/11/2026 09:58:00", "(19/10/2024)",
# "16:37 13/08/2019".
DATE = re.compile(
    r"(?:\d{1,2}\s*(?::|h|giờ)\s*\d{2}(?::\d{2})?\W{0,4})?\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|"
    r"20)\d{2}\b"
    r"(?:\W{0,4}\d{1,2}\s*(?::|h|giờ)\s*\d{2}(?::\d{2})?)?(?:\s*(?:SA|CH|AM|PM))?"
    r"|\b(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|\bngày \d{1,2} tháng \d{1,2} năm \d{4}\b|\b\d{1,2} tháng \d{1,2},? \d{4}\b"
    r"|\b\d{1,2} (?:phút|giờ|ngày|tuần|tháng) trước\b",
    re.IGNORECASE,
)
LONGEST_DATE = 70
MOST_LETTERS_BESIDE = 28
"""Letters besides the date in a line that is nothing but a date: "Cập nhật lúc thứ năm"."""
# A line that tells the day of the visit: "Hôm nay, Thứ hai ngày 25/01/2021".
TODAY = re.compile(r"\b(?:hôm nay|bây giờ|today)\b", re.IGNORECASE)
UPDATED = re.compile(r"\b(?:cập nhật|chỉnh sửa|sửa đổi|updated|modified)\b", re.IGNORECASE)
BANNER_ZONE = re.compile(
    r"(?:^|[\s_-])(?:header|banner|top-?bar|current-?time|today|clock|"
    r"date-?time-?now)",
    re.IGNORECASE,
)


def read_date_line(piece: str) -> str | None:
    """A piece of text, in one line, if it is hardly more than a date; None otherwise."""
    if len(piece) > 4 * LONGEST_DATE or not any(c.isdigit() for c in piece):
        return None
    text = collapse_spaces(piece)
    if len(text) > LONGEST_DATE:
        return None
    match = DATE.search(text)
    if match is None:
        return None
    beside = sum(map(str.isalpha, text)) - sum(map(str.isalpha, match.group()))
    return text.strip("()[] ") if beside <= MOST_LETTERS_BESIDE else None


def find_dates(root: Element, title: Element | None, body: Element | None) -> Iterator[SeenDate]:
    """Date lines of a page of unknown make, by where they stand.

    Between title and text, or right around either, a date is the article's; above, in the page's head,
    it is the
    day of the visit; below it belongs to other articles and is left out.
    """
    near = {element for anchor in (title, body) for element in iter_near(anchor)}
    inside = set() if body is None else set(body.iter())  # held: a freed proxy gives its id to another
    past_title = title is None
    for element in root.iter():
        if element is title:
            past_title = True
        if element is body and past_title:
            past_title = False
        for piece, owner in ((element.text, element), (element.tail, element.getparent())):
            if (
                not piece
                or owner is None
                or owner in inside
                or not isinstance(element.tag, str)
            ):
                continue
            text = read_date_line(piece)
            if text is None or owner.tag in ("script", "style", "option", "title"):
                continue
            if TODAY.search(text) or is_banner(owner):
                yield SeenDate(text, "page", "banner")
            elif past_title or owner in near:
                yield SeenDate(text, "page", judge_role(text))


def judge_role(text: str) -> DateRole:
    """What a date line says of itself: "Cập nhật lúc 16:37 13/08/2019" may be the only date, so it is
    published too."""
    return (
        "updated"
        if UPDATED.search(text) and not re.search(r"\bngày đăng\b", text, re.IGNORECASE)
        else "published"
    )


def iter_near(anchor: Element | None) -> Iterator[Element]:
    """The elements of the small containers right around a title or a text, that are not large parts of
    the page."""
    if anchor is None:
        return
    for sibling in (anchor.getprevious(), anchor.getnext()):
        if sibling is not None and isinstance(sibling.tag, str):
            few = [element for _, element in zip(range(12), sibling.iter(), strict=False)]
            yield from few if len(few) < 12 else ()


def is_banner(element: Element) -> bool:
    """Whether an element stands in a page's head."""
    while element is not None and element.tag not in ("body", "html"):
        named = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag == "header" or (len(named) > 1 and BANNER_ZONE.search(named)):
            return element.tag != "header" or all(a.tag != "article" for a in element.iterancestors())
        parent = element.getparent()
        if parent is None:
            return False
        element = parent
    return False
