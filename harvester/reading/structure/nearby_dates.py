"""When an article was published, by what stands around its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Literal, NamedTuple

from harvester.items import SeenDate
from harvester.reading.date_lines import (
    BARE_CLOCK,
    CLOCK,
    DATE,
    LABEL,
    RECENT,
    TODAY,
    WEEKDAY,
    cut_date,
    judge_role,
    parse_date_line,
    parse_leading_date,
    parse_unsure_date,
)
from harvester.reading.date_witnesses import read_day
from harvester.reading.head_lines import (
    find_date_among_names,
    find_labelled_part,
    find_only_date,
    is_full_name,
    parse_head_line,
)
from harvester.reading.markup import INLINE, Element, read_text
from harvester.reading.proximity import names_length, shows_player
from harvester.reading.structure.line_kinds import EVENT, LONGEST_PAGING, is_unsure_date
from harvester.reading.structure.markings import MOMENT, MOMENTS, TITLE_MOMENT, Mark
from harvester.reading.structure.nearby_authors import join_label, join_pieces
from harvester.reading.structure.outline import Node
from harvester.reading.structure.vicinity import (
    ABOVE_TITLE,
    LONGEST_NEARBY,
    Vicinity,
    is_articles_head,
    is_menu_between,
)

_MOST_DATES = 8
PAGE_HEAD = 40
"""Blocks at the beginning of a page among which the day of the visit is looked for."""
TELLING = ("content", *MOMENTS, "value", "title")
"""Attributes of elements called dates: `<abbr class="published" title="2013-10-05T08:00:00+02:00">`."""
# How a calendar's leaf begins: "24", "Tháng 2".
LEAF_START = re.compile(r"\d{1,2}|(?:tháng|thg?\.?) ?\d{1,2}", re.IGNORECASE)
_LONGEST_LABEL = 30
DAY_PIECES = (2, 3)
"""Elements side by side that make up a day: `<b>12</b><i>Tháng 6</i><i>2026</i>`."""
# Names of elements with the day of the last change, with that of publication, and with that of the first draft.
EDITED = re.compile(r"modif|lastmod|last-?updated?|cap-?nhat", re.IGNORECASE)
PUBLISHED_NAME = re.compile(r"publish|posted|ngay-?dang", re.IGNORECASE)
UPDATED_NAME = re.compile(r"\bupdated?(?:\b|_)|updated?(?:date|at|on|time)", re.IGNORECASE)
PUBLISHED_LABEL = re.compile(r"\b(?:xuất bản|đăng|published|posted)\b", re.IGNORECASE)
CREATED = re.compile(r"\bngày tạo\b|\btạo (?:lúc|ngày)\b|\bcreated?\b|datecreated", re.IGNORECASE)
# When somebody became a member, beside what he wrote: "Ngày tham gia: 18/09/2008", "Joined: …".
JOINED = re.compile(
    r"\W*(?:ngày (?:tham gia|gia nhập)|tham gia (?:từ|ngày)|gia nhập|thành viên từ|joined|registered|member since|"
    r"registriert|mitglied seit|beigetreten|inscrit)\b",
    re.IGNORECASE,
)
# What stands in an element of its own before a day that is no publication's: "Ngày hiệu lực", "Hạn nộp hồ sơ:".
OTHER_DAY = re.compile(
    r"(?:ngày|thời gian|thời hạn|hạn) (?!đăng|viết|tạo|xuất bản|cập nhật|gửi|đưa)[^\W\d][^\d:]{1,30}\s?[:：]?",
    re.IGNORECASE,
)
_LONGEST_DATE = 40
# "last modified by Lê Mây on " before a date, which is then none of publication.
LAST_CHANGE = re.compile(
    r"\blast (?:modified|updated|edited|changed)\b|\bsửa (?:đổi )?lần cuối\b|"
    r"\bcập nhật (?:lần )?cuối\b|\blần (?:cập nhật|sửa(?: đổi)?) cuối\b",
    re.IGNORECASE,
)
CLOCK_OF_DATE = re.compile(r"\d\s?(?::|h|g|giờ)\s?\d", re.IGNORECASE)


DateEvent = Literal["created", "published", "updated", "either"]


class SeenText(NamedTuple):
    """A text that may be a date line, and what is known of it."""

    text: str
    place: int
    named: bool = False
    """Whether an element says that it is a date."""
    event: DateEvent | None = None
    """What an element or its label says that happened then."""


def find_dates(vicinity: Vicinity) -> Iterator[SeenDate]:
    """Date lines above the text, machine dates first, and those with a label right behind it.

    A line in the page's head is the day of the visit.
    """
    found: dict[str, SeenDate] = {}
    below: dict[str, SeenDate] = {}
    for text, place, named, event in settle_events(list(iter_date_texts(vicinity))):
        line = read_line(vicinity, text, place, named)
        if line is None or len(found) >= _MOST_DATES or JOINED.match(text) or any(line in known for known in found):
            continue
        if is_banner(vicinity, place, text) or (TODAY.search(line) and not tells_recent(vicinity, line, place)):
            found.setdefault(line, SeenDate(line, "page", "banner"))
        elif place <= vicinity.first or LABEL.search(line):
            found.setdefault(line, SeenDate(line, "page", "updated" if event == "updated" else judge_role(line)))
        elif named and vicinity.is_within_scope(place) and not is_behind_titles(vicinity, place):
            below.setdefault(line, SeenDate(line, "page", "updated" if event == "updated" else judge_role(line)))
    yield from (date for date in find_day_of_visit(vicinity) if date.text not in found)
    days = {read_day(date.text) for date in found.values() if date.role == "published"}
    if days:  # else they may be those of other articles
        below = {line: date for line, date in below.items() if read_day(line) in days}
    yield from (below | found).values()


def tells_recent(vicinity: Vicinity, line: str, place: int) -> bool:
    """Whether a line between title and text is of today: "Hôm nay, 08:15"; with its date it is the page's head."""
    title = vicinity.structure.title
    return title is not None and title < place <= vicinity.first and RECENT.fullmatch(line) is not None


def is_behind_titles(vicinity: Vicinity, place: int) -> bool:
    """Whether links to other articles stand between the text and a block below it."""
    blocks = vicinity.structure.outline.blocks
    return any(map(vicinity.is_other_title, blocks[vicinity.last + 1 : place]))


def settle_events(seen: list[SeenText]) -> Iterator[SeenText]:
    """The texts; beside one that says it is of publication those of the first draft are none, and others of edits.

    So they are beside another date in one line: "By Lê Mây|<span class="updated">2026-09-13</span>Tháng Chín 12, 2026".
    """
    seen = [*find_dates_beside(seen), *seen]
    is_told = any(one.event == "published" for one in seen)
    for one in seen:
        if not is_told or one.event not in ("created", "either"):
            yield one
        elif one.event == "either":
            yield one._replace(event="updated")


def find_dates_beside(seen: list[SeenText]) -> Iterator[SeenText]:
    """The dates of other days that stand in one line with that of an element which may be the last change."""
    lines: dict[int, list[str]] = {}
    for one in seen:
        if one.event is None:
            lines.setdefault(one.place, []).append(one.text)
    for one in seen[:_MOST_DATES]:
        if one.event != "either" or DATE.fullmatch(one.text) is None:
            continue
        for line in lines.get(one.place, ()):
            other = DATE.search(line.replace(one.text, " ", 1))
            if other is not None and read_day(other.group()) != read_day(one.text):
                yield one._replace(text=other.group(), event="published")


def read_line(vicinity: Vicinity, text: str, place: int, named: bool) -> str | None:
    """The date line of a text; `named` where its element calls itself a date."""
    line = read_named_date(text) if named else parse_date_line(text) or find_labelled_part(text)
    title = vicinity.structure.title
    if line is None and title is not None and title < place < vicinity.first:
        line = parse_leading_date(text) or parse_head_line(text) or find_clocked_date(text)
        if line is None and is_unsure_date(vicinity.structure.outline, place, title, vicinity.structure.kept):
            line = parse_unsure_date(text)
    if line is None and title is not None and title - 1 <= place < vicinity.first and EVENT.match(text) is None:
        return find_date_among_names(text, linked=vicinity.structure.outline.blocks[place].links > 0)
    return line


def find_clocked_date(text: str) -> str | None:
    """The only date of a short line if it has a time: "Lò Thị Mây 2026-09-05 8:5 977".

    Of a line with a label nothing: "Khai mạc: 8h00 ngày 12/9/2026" tells of an event.
    """
    found = find_only_date(text) if len(text) <= LONGEST_PAGING else None
    if found is None or CLOCK_OF_DATE.search(found) is None or EVENT.match(text) is not None:
        return None
    beside = re.sub(r"[\d\W_]+", " ", text.replace(found, "", 1)).strip()
    return found if not beside or is_full_name(beside, short=True) else None


def find_day_of_visit(vicinity: Vicinity) -> Iterator[SeenDate]:
    """The day of the visit among the first lines of a page, however far they are from the article."""
    for place, block in enumerate(vicinity.structure.outline.blocks[:PAGE_HEAD]):
        line = parse_date_line(block.text) if block.length <= _LONGEST_DATE else None
        if line is not None and (TODAY.search(line) or is_banner(vicinity, place, line)):
            yield SeenDate(line, "page", "banner")
            return


def read_named_date(text: str) -> str | None:
    """The date line of an element that calls itself a date.

    The line, the date in it, or a short text with digits, as dates in words of other languages are.
    """
    line = parse_date_line(text) or parse_head_line(text) or parse_unsure_date(text)
    if line is not None:
        return line
    match = DATE.search(text)
    if match is not None:
        label = LAST_CHANGE.search(text, max(0, match.start() - LONGEST_PAGING), match.start())
        return text[label.start() : match.end()] if label else cut_date(text, match.start(), match.end())
    return text if len(text) <= _LONGEST_DATE and any(map(str.isdigit, text)) else None


def is_banner(vicinity: Vicinity, place: int, line: str) -> bool:
    """Whether a date line before the title is that of the page's head.

    It stands in a head that does not hold the title, or names the weekday far from it, before a menu, or among links
    outside of the article.
    """
    outline, title = vicinity.structure.outline, vicinity.structure.title
    title = vicinity.first if title is None else title
    if place >= min(title, len(outline.blocks)):
        return False
    is_among_links = outline.blocks[place].linked > 0 and CLOCK.search(line) is None
    if is_among_links and WEEKDAY.search(line) is not None and not vicinity.is_within_scope(place):
        return True
    node: Node | None = outline.nodes[outline.blocks[place].node]
    while node is not None and not node.start <= title < node.end:
        if node.marks & (Mark.HEAD | Mark.NAV) and not node.marks & Mark.DATE:
            return not is_articles_head(node, title)
        node = outline.nodes[node.parent] if node.parent >= 0 else None
    is_far = node is None or node.tag in ("body", "html") or is_menu_between(outline, place, title)
    return is_far and WEEKDAY.search(line) is not None


def iter_date_texts(vicinity: Vicinity) -> Iterator[SeenText]:
    """Texts that may be date lines.

    Machine dates, then elements called dates, then short lines.
    """
    outline, title = vicinity.structure.outline, vicinity.structure.title
    begin = vicinity.start if title is None else max(0, title - ABOVE_TITLE)
    for element, place in outline.times:
        if begin <= place and vicinity.is_around(place) and vicinity.is_own(place):
            yield from read_time_element(element, place)
    for element, place in vicinity.iter_marked(Mark.DATE):
        if begin <= place and element.tag != "time":
            text = read_own_moment(element) or join_pieces(element)
            if 0 < len(text) <= LONGEST_NEARBY:
                yield SeenText(text, place, True, tell_event(element))
    if (beside := find_beside_heading(vicinity)) is not None:
        yield SeenText(beside, title if title is not None else begin)
    yield from iter_short_lines(vicinity, begin)
    if vicinity.last > vicinity.first and (last := outline.blocks[vicinity.last]).length <= LONGEST_NEARBY:
        yield SeenText(last.text, vicinity.last)
    if title is not None:
        yield from (SeenText(text, title) for text in outline.blocks[title].lines[1:])


def read_time_element(element: Element, place: int) -> Iterator[SeenText]:
    """What a `time` tells machines, and what it shows where that may be another day.

    Some systems tell machines the moment of the visit. Of a change, what is shown would be a date of publication.
    """
    event, shown, moment = tell_event(element), read_text(element), element.get("datetime")
    yield SeenText(moment or shown, place, True, event)
    day = read_day(shown)
    if event in ("updated", "either") or (moment and day is not None and day != read_day(moment)):
        yield SeenText(shown, place, True, event)


def tell_event(element: Element) -> DateEvent | None:
    """What happened on the day of a date's element: by its name, its text, or the label before it.

    `<time itemprop="dateModified">`, `span.modified-date`, "Cập nhật: <time>", "Ngày tạo: <time>". `time.updated` may
    be either: hAtom calls the only date so.
    """
    names = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
    before = element.getprevious()
    around = element.getparent()
    label = (around.text if around is not None else "") if before is None else before.tail or read_text(before)
    shown = f"{(label or '')[-_LONGEST_LABEL:]} {join_pieces(element)}"
    if PUBLISHED_NAME.search(names) is not None or (len(shown) <= LONGEST_NEARBY and PUBLISHED_LABEL.search(shown)):
        return "published"
    if EDITED.search(names) is not None or (len(shown) <= LONGEST_NEARBY and judge_role(shown) == "updated"):
        return "updated"
    if UPDATED_NAME.search(names) is not None:
        return "either"
    return "created" if CREATED.search(f"{names} {shown}") is not None else None


def read_own_moment(element: Element) -> str:
    """The moment that an element tells machines, or in its title those who point at it; empty where it tells none."""
    for name in TELLING:
        value = element.get(name)
        if value and (MOMENT.match(value) or (name == "title" and TITLE_MOMENT.match(value))):
            return value
    return ""


def join_boxes(vicinity: Vicinity, place: int, *, has_player: bool) -> str | None:
    """A date that stands in several elements side by side, from this one on; None where this begins none.

    A calendar's leaf, "24", "Tháng 2", "2026", alone in its element, or a day and its time: "24/02/2026", "09:08".
    With `has_player` that may be the length of a recording.
    """
    outline = vicinity.structure.outline
    text = outline.blocks[place].text
    behind = outline.blocks[place + 1 : place + DAY_PIECES[-1]]
    parent = outline.nodes[outline.blocks[place].node].parent
    boxes = [text, *(one.text for one in takewhile(lambda one: outline.nodes[one.node].parent == parent, behind))]
    if LEAF_START.fullmatch(text) is not None:
        around = outline.nodes[parent]
        is_alone = around.start == place and around.end == place + len(boxes)
        joined = (" ".join(boxes[:count]) for count in DAY_PIECES if count == len(boxes) and is_alone)
        return next((one for one in joined if len(one) <= _LONGEST_LABEL and parse_date_line(one) is not None), None)
    is_day = len(boxes) > 1 and CLOCK.search(text) is None and parse_date_line(text) is not None
    if not is_day or BARE_CLOCK.fullmatch(boxes[1].strip()) is None:
        return None
    is_length = has_player or names_length(outline.nodes[behind[0].node].element)
    return None if is_length else f"{text} {boxes[1]}"


def find_beside_heading(vicinity: Vicinity) -> str | None:
    """The text of the inline element right behind the heading, whatever follows it in its line."""
    heading = vicinity.structure.heading
    beside = None if heading is None or (heading.tail or "").strip() else heading.getnext()
    if beside is None or beside.tag not in INLINE or beside.tag == "a":
        return None
    text = join_pieces(beside)
    return text if len(text) <= _LONGEST_DATE else None


def iter_short_lines(vicinity: Vicinity, begin: int) -> Iterator[SeenText]:
    """Short lines around the text; they are named where an element calls them an author's or a date's."""
    outline = vicinity.structure.outline
    has_player = shows_player(outline.nodes[0].element) if outline.nodes else False
    for place in range(vicinity.start, begin):  # farther above the title only what says that it is a date
        if (above := join_label(vicinity, place)) is not None:
            yield SeenText(above, place, True)
    for place in (*range(begin, vicinity.first), *range(vicinity.last + 1, vicinity.last + 7)):
        if place < len(outline.blocks) and place != vicinity.structure.title and vicinity.is_own(place):
            block = outline.blocks[place]
            node = outline.nodes[block.node]
            named = bool((node.marks | block.marks | node.inherited) & (Mark.AUTHOR | Mark.META | Mark.DATE))
            labelled = join_label(vicinity, place)
            if labelled is None and place and OTHER_DAY.fullmatch(outline.blocks[place - 1].text):
                continue
            is_whole = not block.lines and parse_date_line(block.text) is not None and not names_length(node.element)
            joined = None if block.lines else join_boxes(vicinity, place, has_player=has_player)
            lines = (joined or block.text,) if is_whole or joined else outline.list_lines(place)
            if len(lines) in DAY_PIECES and block.length <= _LONGEST_LABEL:  # day, month and year of a calendar's leaf
                lines = (*lines, " ".join(lines))
            for text in lines if labelled is None else (labelled,):
                if len(text) <= LONGEST_NEARBY:
                    yield SeenText(text, place, named or labelled is not None)
