"""What stands around an unknown system's text: author, date or the day of the visit in a banner, category, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from harvester.items import SeenDate
from harvester.places.gazetteer import load_gazetteer
from harvester.places.names import fold_name
from harvester.reading.boilerplate import is_tool
from harvester.reading.date_lines import (
    DATE,
    LABEL,
    TODAY,
    WEEKDAY,
    judge_role,
    parse_date_line,
    parse_leading_date,
)
from harvester.reading.date_witnesses import read_day
from harvester.reading.head_lines import (
    BAR,
    LABEL_ALONE,
    MENU_ENTRY,
    MOST_BARRED,
    find_labelled_part,
    is_full_name,
    names_somebody,
    parse_head_line,
    parse_path,
    split_head_line,
)
from harvester.reading.markup import INLINE, Element, read_text
from harvester.reading.structure.article import Structure
from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.listing_test import is_title_link
from harvester.reading.structure.markings import MOMENT, MOMENTS, Mark
from harvester.reading.structure.outline import Node, Outline, TextBlock
from harvester.vietnamese.text import compare_key

_ABOVE = 8
"""Blocks before the title that may be its category, date or author."""
BELOW = 14
"""Blocks behind the text that may be its tags, author or date."""
FOREIGN = Mark.COMMENT | Mark.RELATED | Mark.SIDE | Mark.FOOT | Mark.NAV | Mark.AD | Mark.SIGNUP
"""Marks of elements that tell of something else."""
_FILED = Mark.CATEGORY | Mark.TAG | Mark.AUTHOR | Mark.CRUMBS | Mark.META
LONGEST_CREDIT = 120
_LONGEST_LINE = 160
_LONGEST_LABEL = 25
LONGEST_TAG = 60
LONGEST_CATEGORY = 80
LONGEST_LABEL = 40
MOST_TAGS = 30
_MOST_DATES = 8
_BEFORE_TITLE = 3
PAGE_HEAD = 40
"""Blocks at the beginning of a page among which the day of the visit is looked for."""
TELLING = ("content", *MOMENTS, "value", "title")
"""Attributes of elements called dates: `<abbr class="published" title="2013-10-05T08:00:00+02:00">`."""
# When somebody became a member, beside what he wrote: "Ngày tham gia: 18/09/2008", "Joined: …".
JOINED = re.compile(
    r"\W*(?:ngày (?:tham gia|gia nhập)|tham gia (?:từ|ngày)|gia nhập|thành viên từ|joined|registered|member since|"
    r"registriert|mitglied seit|beigetreten|inscrit)\b",
    re.IGNORECASE,
)
_LONGEST_DATE = 40
MOST_ADDED = 8
"""Blocks that the element around an article's may add to be the article's too."""
SMALL_ITEM = 5
"""Blocks of an element that may be one item of a list of other articles."""
# "Các thẻ:", "Từ khóa:", "Tags:" before a row of links.
TAG_LABEL = re.compile(
    r"\W*(?:(?:các )?thẻ(?: bài viết)?|từ kh(?:óa|oá|oa)(?: tìm kiếm)?|"
    r"tags?|tagged(?: (?:in|with))?|keywords?|nhãn|chủ đề|"
    r"topics?|schlagw[oö]rte[r]?|mots[- ]clés|etiquetas)\s*[:：»]?\s*",
    re.IGNORECASE,
)
BETWEEN_TAGS = re.compile(r"\s*[,;|]\s*")
# "Trong Kinh tế", "Chuyên mục: Kinh tế", "in News", "Filed under: …" before a link.
CATEGORY_LABEL = re.compile(
    r"(?:^|[\s|·•,–—-])(?:trong(?: mục)?|bạn đang (?:xem|ở)|chuyên mục|thể loại|danh mục|mục|posted in|"
    r"filed (?:under|in)|category|categories|kategorien?|in)\s*[:：]?\s*$",
    re.IGNORECASE,
)
# The same in an element of its own: `<dt>Chuyên mục</dt><dd><a href="…">Bạn đọc</a></dd>`.
CATEGORY_ALONE = re.compile(r"(?:chuyên mục|thể loại|danh mục|category|section|posted in)\s?[:：]?", re.IGNORECASE)
# Addresses of tags: `/tag/lua/`, `/tags/lua`, `/@@search?Subject%3Alist=l%C3%BAa`, `/the/lua.html`.
TAG_ADDRESS = re.compile(
    r"/(?:tags?|the|tu-khoa|keywords?|topics?|chu-de)[/=]|[?&](?:tags?|subject(?:%3a\w+|:\w+)?|keywords?)=|"
    r"/(?:tim|tim-kiem|search)/?\?(?:q|s|k|key|query|tukhoa)=",
    re.I,
)
CATEGORY_ADDRESS = re.compile(
    r"/(?:categor(?:y|ies)|chuyen-muc|danh-muc|the-loai|sections?|muc)[/=]|[?&](?:category|cat)=", re.I
)
AUTHOR_ADDRESS = re.compile(r"/(?:(authors?|tac-gia|nguoi-viet)|users?|u|profile)/", re.I)
# "Quay lại", "Bản in", "Nổi bật": what stands above titles to be pressed, or praises them.
NO_CATEGORY = re.compile(
    r"\W{0,5}(?:quay lại|trở (?:lại|về)|bản in|back|print|nổi bật|mới|hot|nóng|"
    r"(?:về trang|in bài|in trang|gửi|đọc bài|đọc báo|nghe)\b.{0,30})\W{0,5}",
    re.I,
)
# Where somebody logs in, or sees what is stored of him: `/dang-nhap`, `/user/login?next=/`, `/tai-khoan.html`.
ACCOUNT_ADDRESS = re.compile(
    r"[/?&=](?:dang-?(?:nhap|ky|xuat)|log-?(?:in|out)|sign-?(?:in|up|out)|register|(?:my-?)?account|tai-?khoan)\b", re.I
)
_HOME = re.compile(r"\W*(?:trang (?:chủ|nhất|đầu)|home(?:page)?|start(?:seite)?)\W*", re.I)


@dataclass(slots=True)
class Vicinity:
    """The blocks around an article's text, by their places: `start` to `first` above it, `last` to `end` below."""

    structure: Structure
    start: int
    first: int
    last: int
    end: int
    scope: int
    """The number of the smallest element around title and text; -1 where that is the page."""

    def is_within_scope(self, place: int) -> bool:
        """Whether the block at a place stands in the article's own element."""
        if self.scope < 0:
            return False
        node = self.structure.outline.nodes[self.scope]
        return node.start <= place < node.end

    def is_around(self, place: int) -> bool:
        """Whether a place is above or below the text."""
        return self.start <= place <= self.first or self.last < place <= self.end

    def is_own(self, place: int) -> bool:
        """Whether the block at a place tells of this article: not a comment's, not a related article's."""
        outline = self.structure.outline
        if not outline.blocks:
            return False
        block = outline.blocks[min(place, len(outline.blocks) - 1)]
        node = outline.nodes[block.node]
        foreign = FOREIGN & ~Mark.FOOT if self.is_within_scope(place) else FOREIGN
        if self.structure.title is not None and self.structure.title < place < self.first:
            foreign &= ~Mark.SIDE  # a column beside the text that stands before it: its author and date
        return not (node.marks | node.inherited) & foreign and not self.is_listed(node)

    def is_listed(self, node: Node) -> bool:
        """Whether an element is part of a small item with the title of another article."""
        outline, title = self.structure.outline, self.structure.title
        for _ in range(3):
            if node.end - node.start > SMALL_ITEM or (title is not None and node.start <= title < node.end):
                return False
            if any(map(self.is_other_title, outline.blocks[node.start : node.end])):
                return True
            if node.parent < 0:
                return False
            node = outline.nodes[node.parent]
        return False

    def is_other_title(self, block: TextBlock) -> bool:
        """Whether a block is a link with a title, and not a long name of a category or an author."""
        return is_title_link(block) and not (self.structure.outline.nodes[block.node].marks | block.marks) & _FILED

    def iter_marked(self, mark: int) -> Iterator[tuple[Element, int]]:
        """The elements around the text whose names carry a mark, with the places of their blocks.

        The innermost of several in one another comes last.
        """
        for marks, element, place in self.structure.outline.marked:
            if marks & mark and not marks & FOREIGN & ~Mark.FOOT and self.is_around(place) and self.is_own(place):
                yield element, place

    def iter_links(self) -> Iterator[tuple[Element, int]]:
        """The links around the text, with the places of their blocks."""
        for element, place, _ in self.structure.outline.links:
            if self.is_around(place) and self.is_own(place):
                yield element, place


def find_vicinity(structure: Structure) -> Vicinity:
    """What is around a structure's text."""
    kept = structure.kept if structure.lead is None else sorted([*structure.kept, structure.lead])
    title = structure.title
    count = len(structure.outline.blocks)
    if not kept:
        first = last = title if title is not None else 0
        first += _ABOVE if title is not None else 0
    else:
        first, last = find_beginning(structure.kept or kept, title), kept[-1]
    start = max(0, (first if title is None or title > first else title) - _ABOVE)
    return Vicinity(structure, start, min(first, count), last, last + BELOW, _find_article(structure, kept))


def find_beginning(kept: list[int], title: int | None) -> int:
    """The place of the first block of the text: behind the title, where any stands there."""
    return next((place for place in kept if title is None or place > title), kept[0])


def _find_article(structure: Structure, kept: list[int]) -> int:
    """The number of the smallest element around title and text, and around it as long as only little is added.

    -1 for the page.
    """
    nodes, title = structure.outline.nodes, structure.title
    number = structure.node
    places = [*kept[:1], *kept[-1:], *([] if title is None else [title])]
    while number >= 0 and not all(nodes[number].start <= place < nodes[number].end for place in places):
        number = nodes[number].parent
    while number >= 0 and nodes[number].tag not in ("article", "main") and nodes[number].parent >= 0:
        around = nodes[nodes[number].parent]
        if (
            around.tag in ("body", "html")
            or around.end - around.start > nodes[number].end - nodes[number].start + MOST_ADDED
        ):
            break
        number = nodes[number].parent
    return -1 if number < 0 or nodes[number].tag in ("body", "html") else number


def find_author_texts(vicinity: Vicinity) -> list[str]:
    """The texts of elements that call themselves the author's, the innermost only."""
    found: list[tuple[Element, str]] = []
    for element, place in vicinity.iter_marked(Mark.AUTHOR):
        text = read_author(vicinity, element, place)
        if text and len(text) <= LONGEST_CREDIT:
            while found and is_inside(element, found[-1][0]):
                found.pop()
            found.append((element, text))
    return [text for _, text in found]


def read_author(vicinity: Vicinity, element: Element, place: int) -> str:
    """What an element that calls itself the author's tells: its text without what is told of the author below.

    Of an empty one its microdata, else the name right behind it: `<i class="fa-user"></i> Lê An Nhiên`.
    """
    text = join_pieces(element)
    if not text:
        told = element.find(".//meta[@itemprop='name']")
        return read_name_behind(element) if told is None else told.get("content") or ""
    blocks = vicinity.structure.outline.blocks
    following = blocks[place + 1].text if place + 1 < len(blocks) else ""
    is_told = following.endswith(SENTENCE_ENDS) and text.endswith(following)
    return blocks[place].text if is_told and text.startswith(blocks[place].text) else text


def read_name_behind(element: Element) -> str:
    """The text right behind an element where it names somebody, and not who visits the page: "Đăng nhập"."""
    text = (element.tail or "").strip()
    if len(text) > LONGEST_CREDIT or not (is_full_name(text, short=True) or names_somebody(text)):
        return ""
    links = (one.get("href") or "" for one in islice(element.iterancestors(), 3) if one.tag == "a")
    return "" if any(map(ACCOUNT_ADDRESS.search, links)) else text


def join_pieces(element: Element) -> str:
    """The text of a small element, its pieces parted by spaces: "Lê An Nhiên 20/05/2026"."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext("*"):
        pieces.extend(piece.split())
        length += len(piece)
        if length > 4 * LONGEST_CREDIT:
            return ""
    return " ".join(pieces)


def is_inside(element: Element, outer: Element) -> bool:
    """Whether an element stands in another, not far below it."""
    around: Element | None = element.getparent()
    for _ in range(6):
        if around is None:
            return False
        if around is outer:
            return True
        around = around.getparent()
    return False


def find_credit_lines(vicinity: Vicinity) -> Iterator[str]:
    """The short lines between title and text, and right behind the text, that may name the author."""
    outline = vicinity.structure.outline
    title = vicinity.structure.title
    start = vicinity.start if title is None else title + 1
    for place in (*range(start, vicinity.first), *range(vicinity.last + 1, vicinity.last + 3)):
        if place < len(outline.blocks) and outline.blocks[place].length <= _LONGEST_LINE and vicinity.is_own(place):
            yield from outline.list_lines(place)
    for place in range(vicinity.last + 1, min(vicinity.end, len(outline.blocks))):
        if (line := join_label(vicinity, place)) is not None:
            yield line


def join_label(vicinity: Vicinity, place: int) -> str | None:
    """A short block with the label that stands before it in an element of its own; None where there is none."""
    blocks = vicinity.structure.outline.blocks
    label = blocks[place - 1].text if place else ""
    if len(label) > _LONGEST_LABEL or blocks[place].length > _LONGEST_LINE or LABEL_ALONE.fullmatch(label) is None:
        return None
    return f"{label.rstrip(' :：')}: {blocks[place].text}" if vicinity.is_own(place) else None


def find_names_beside_dates(vicinity: Vicinity) -> Iterator[str]:
    """What stands in one line with a date, or right beside one, and may be the author: "20/05/2026 | Bài: …".

    A name alone has to begin with a family name, and to be none of a section; of two syllables it has to
    stand below the title and to be no place's: "Thái Bình".
    """
    outline, title = vicinity.structure.outline, vicinity.structure.title
    start = vicinity.start if title is None else max(vicinity.start, title - _BEFORE_TITLE)
    for place in range(start, min(vicinity.first, len(outline.blocks))):
        text = outline.blocks[place].text
        if len(text) > _LONGEST_LINE or place == title or not vicinity.is_own(place):
            continue
        parts = split_head_line(text) or keep_with_date(outline.list_lines(place))
        near = (block.text for block in outline.blocks[max(0, place - 1) : place + 2] if block.length <= _LONGEST_LINE)
        if parts:
            below = title is not None and place > title
            yield from (part for part in parts if ":" in part or is_full_name(part, short=below and not is_place(part)))
        elif is_full_name(text) and any(map(parse_date_line, near)):
            yield text


def is_place(text: str) -> bool:
    """Whether a text is the name of a province, district or commune, as it is or was."""
    return fold_name(text) in load_gazetteer().by_name


def keep_with_date(lines: Sequence[str]) -> Sequence[str]:
    """The lines, where there are several and one of them is a date."""
    return lines if len(lines) > 1 and any(map(parse_date_line, lines)) else ()


def find_linked_author(vicinity: Vicinity) -> str | None:
    """The text of a link that leads to an author's page: between title and text, or right behind the text.

    Behind it a page of just any user may be a commenter's.
    """
    for element, place in vicinity.iter_links():
        leading = AUTHOR_ADDRESS.search(element.get("href") or "")
        if leading is None or place > vicinity.last + 2 or (place > vicinity.first and leading[1] is None):
            continue
        text = read_text(element)
        if text and len(text) <= LONGEST_CREDIT:
            return text
    return None


def find_tags(vicinity: Vicinity) -> list[str]:
    """The tags that are shown: links that call themselves tags or lead to one, else links behind a label."""
    marked = {element for element, _ in vicinity.iter_marked(Mark.TAG)}
    named: list[str] = []
    labelled: list[str] = []
    for element, place in vicinity.iter_links():
        text = read_text(element).strip("#, ")
        if not text or len(text) > LONGEST_TAG or TAG_LABEL.fullmatch(text):
            continue
        address = element.get("href") or ""
        named_around = place > vicinity.last and element.getparent() in marked
        if element in marked or named_around or TAG_ADDRESS.search(address):
            if not AUTHOR_ADDRESS.search(address) and not CATEGORY_ADDRESS.search(address):
                named.append(text)
        elif _is_labelled(vicinity, place):
            labelled.append(text)
    return list(dict.fromkeys(named or labelled or find_unlinked_tags(vicinity)))[:MOST_TAGS]


def find_unlinked_tags(vicinity: Vicinity) -> Sequence[str]:
    """The tags of a line that begins with their label, right behind the text: "Từ khóa: cầu, mùa lũ"."""
    blocks = vicinity.structure.outline.blocks
    for place in range(vicinity.last + 1, min(vicinity.last + _ABOVE, len(blocks))):
        text = blocks[place].text
        label = TAG_LABEL.match(text) if len(text) <= _LONGEST_LINE and vicinity.is_own(place) else None
        if label is not None and label.group().rstrip().endswith((":", "：")):
            return [tag for part in BETWEEN_TAGS.split(text[label.end() :]) if (tag := part.strip("#. "))]
    return ()


def _is_labelled(vicinity: Vicinity, place: int) -> bool:
    """Whether the block at a place begins with a label of tags, or stands behind one in the element around that."""
    blocks, nodes = vicinity.structure.outline.blocks, vicinity.structure.outline.nodes
    if place >= len(blocks):
        return False
    if (match := TAG_LABEL.match(blocks[place].text)) and match.group().rstrip().endswith((":", "：", "»")):
        return True
    for before in range(place - 1, max(-1, place - MOST_TAGS), -1):
        around = nodes[nodes[blocks[before].node].parent]
        if not around.start <= place < around.end:
            return False
        if TAG_LABEL.fullmatch(blocks[before].text):
            return True
        if not blocks[before].linked:
            return False
    return False


_LABEL_WITHIN = 100
"""Characters before a link that may be its label: of a line of two thousand links each would search all before it."""


def find_category(vicinity: Vicinity, title_key: str) -> str | None:
    """The category that is shown above the text.

    Breadcrumbs, an element or a link that calls itself so, a link behind "Trong" or "Chuyên mục:", a line that leads
    from the home page, the line above the title.
    """
    crumbs = (text for text in find_crumbs(vicinity) if text.lower() != title_key)
    paths = find_paths(vicinity, title_key)
    for text in chain(crumbs, find_marked_categories(vicinity), paths, find_line_above(vicinity)):
        if 1 < len(text) <= LONGEST_CATEGORY and DATE.search(text) is None:
            return text
    return None


def find_crumbs(vicinity: Vicinity) -> list[str]:
    """The last of the breadcrumbs before the title, the nearest first; the home page is none."""
    outline = vicinity.structure.outline
    end = vicinity.first
    crumbs: list[str] = []
    for link, place, number in outline.links:
        node = outline.nodes[number]
        if place > end or not (node.marks | node.inherited) & Mark.CRUMBS:
            continue
        text = read_text(link)
        if text and not _HOME.fullmatch(text):
            crumbs.append(text)
    return crumbs[::-1]


def find_paths(vicinity: Vicinity, title_key: str) -> Iterator[str]:
    """The ends of the lines above the title that lead from the home page to it, the nearest first."""
    outline, title = vicinity.structure.outline, vicinity.structure.title
    for place in range((vicinity.first if title is None else title) - 1, max(-1, vicinity.start - 1), -1):
        if place < len(outline.blocks) and (end := parse_path(outline.blocks[place].text, title_key)) is not None:
            yield end


def find_marked_categories(vicinity: Vicinity) -> Iterator[str]:
    """Links around the text that call themselves categories, lead to one, or follow such a label."""
    outline = vicinity.structure.outline
    marked = {element for element, _ in vicinity.iter_marked(Mark.CATEGORY)}
    for element, place in vicinity.iter_links():
        text = read_text(element)
        parent = element.getparent()
        if not text or _HOME.fullmatch(text):
            continue
        named = element in marked or (parent is not None and parent in marked)
        if named or CATEGORY_ADDRESS.search(element.get("href") or ""):
            yield text
        elif place > vicinity.first and place < len(outline.blocks):
            if CATEGORY_ALONE.fullmatch(outline.blocks[place - 1].text) is not None:
                yield text
        elif place < len(outline.blocks):
            before = outline.blocks[place].text.partition(text)[0]
            if CATEGORY_LABEL.search(before[-_LABEL_WITHIN:]):
                yield text
    for element, place in vicinity.iter_marked(Mark.CATEGORY):
        if place <= vicinity.first:
            yield read_text(element)


def find_line_above(vicinity: Vicinity) -> Iterator[str]:
    """A line right above the title that is a link, or calls itself a category or label; a link right before it."""
    outline, title = vicinity.structure.outline, vicinity.structure.title
    if title is None or title == 0:
        return
    block = outline.blocks[title - 1]
    node = outline.nodes[block.node]
    near = outline.nodes[outline.blocks[title].node].parent
    if node.parent >= 0 and near in (block.node, node.parent, outline.nodes[node.parent].parent):
        linked = block.length <= LONGEST_CATEGORY and 2 * block.linked > block.length
        named = block.length <= LONGEST_LABEL and bool((node.marks | block.marks) & (Mark.CATEGORY | Mark.TAG))
        if (
            (linked or named or is_path(outline, title - 1))
            and not _HOME.fullmatch(block.text)
            and vicinity.is_own(title - 1)
        ):
            links = [link for link, place, _ in outline.links if place == title - 1]
            is_menu = block.text.startswith("[")  # "[Trang nhất] [Xã viên]"
            is_menu = is_menu or (len(links) >= MOST_BARRED and BAR.search(block.text) is not None)
            if not is_menu and (is_category_link(links[-1]) if links else may_be_category(block.text)):
                yield read_text(links[-1]) if links else block.text
    heading = vicinity.structure.heading
    before = None if heading is None else heading.getprevious()
    if before is not None and before.tag == "a" and is_category_link(before):
        yield read_text(before)


def is_category_link(link: Element) -> bool:
    """Whether a link above the title may lead to the article's section: neither home nor back, and to no tool."""
    return not (link.get("href") or "").startswith(("#", "javascript:")) and may_be_category(read_text(link))


def may_be_category(text: str) -> bool:
    """Whether a short text above the title may be a section's name: no entry of a menu, no tool, no button."""
    key = compare_key(text)
    if not key or _HOME.fullmatch(text) or is_tool(key):
        return False
    return MENU_ENTRY.fullmatch(key) is None and NO_CATEGORY.fullmatch(text) is None


def is_path(outline: Outline, place: int) -> bool:
    """Whether a line is a path to the page that ends in a link: "Văn bản / Quyết định"."""
    block = outline.blocks[place]
    if not block.linked or block.length > LONGEST_CATEGORY or any(map(str.isdigit, block.text)):
        return False
    last = next((read_text(link) for link, at, _ in reversed(outline.links) if at == place), "")
    before = block.text.removesuffix(last).rstrip()
    return before != block.text and before.endswith(("/", ">", "›", "»"))


def find_dates(vicinity: Vicinity) -> Iterator[SeenDate]:
    """Date lines above the text, machine dates first, and those with a label right behind it.

    A line in the page's head is the day of the visit.
    """
    found: dict[str, SeenDate] = {}
    below: dict[str, SeenDate] = {}
    for text, place, named in iter_date_texts(vicinity):
        line = read_line(vicinity, text, place, named)
        if line is None or len(found) >= _MOST_DATES or JOINED.match(text):
            continue
        if TODAY.search(line) or is_banner(vicinity, place, line):
            found.setdefault(line, SeenDate(line, "page", "banner"))
        elif place <= vicinity.first or LABEL.search(line):
            found.setdefault(line, SeenDate(line, "page", judge_role(line)))
        elif named and vicinity.is_within_scope(place):
            below.setdefault(line, SeenDate(line, "page", judge_role(line)))
    yield from (date for date in find_day_of_visit(vicinity) if date.text not in found)
    days = {read_day(date.text) for date in found.values() if date.role == "published"}
    if days:  # else they may be those of other articles
        below = {line: date for line, date in below.items() if read_day(line) in days}
    yield from (below | found).values()


def read_line(vicinity: Vicinity, text: str, place: int, named: bool) -> str | None:
    """The date line of a text; `named` where its element calls itself a date."""
    line = read_named_date(text) if named else parse_date_line(text) or find_labelled_part(text)
    title = vicinity.structure.title
    if line is None and title is not None and title < place < vicinity.first:
        return parse_leading_date(text) or parse_head_line(text)
    return line


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
    line = parse_date_line(text)
    if line is not None:
        return line
    match = DATE.search(text)
    if match is not None:
        return match.group()
    return text if len(text) <= _LONGEST_DATE and any(map(str.isdigit, text)) else None


def is_banner(vicinity: Vicinity, place: int, line: str) -> bool:
    """Whether a date line before the title is that of the page's head.

    It stands in a head that does not hold the title, or names the weekday far from it, or before a menu.
    """
    outline, title = vicinity.structure.outline, vicinity.structure.title
    title = vicinity.first if title is None else title
    if place >= min(title, len(outline.blocks)):
        return False
    node: Node | None = outline.nodes[outline.blocks[place].node]
    while node is not None and not node.start <= title < node.end:
        if node.marks & (Mark.HEAD | Mark.NAV) and not node.marks & Mark.DATE:
            return not is_articles_head(node, title)
        node = outline.nodes[node.parent] if node.parent >= 0 else None
    is_far = node is None or node.tag in ("body", "html") or is_menu_between(outline, place, title)
    return is_far and WEEKDAY.search(line) is not None


def is_menu_between(outline: Outline, place: int, title: int) -> bool:
    """Whether several links stand between two blocks; one may be the category."""
    return sum(2 * block.linked > block.length for block in outline.blocks[place + 1 : title]) > 1


def is_articles_head(node: Node, title: int) -> bool:
    """Whether a small element that is called a head ends where the title stands: `div.article-header`."""
    return node.tag != "header" and node.start > 0 and node.end == title <= node.start + _BEFORE_TITLE


def iter_date_texts(vicinity: Vicinity) -> Iterator[tuple[str, int, bool]]:
    """Texts that may be date lines with their places, and whether an element says that they are.

    Machine dates, then elements called dates, then short lines.
    """
    outline, title = vicinity.structure.outline, vicinity.structure.title
    begin = vicinity.start if title is None else max(0, title - _BEFORE_TITLE)
    for element, place in outline.times:
        if begin <= place and vicinity.is_around(place) and vicinity.is_own(place):
            yield element.get("datetime") or read_text(element), place, True
    for element, place in vicinity.iter_marked(Mark.DATE):
        if begin <= place and element.tag != "time":
            told = (value for name in TELLING if (value := element.get(name)) and MOMENT.match(value))
            text = next(told, "") or join_pieces(element)
            if 0 < len(text) <= _LONGEST_LINE:
                yield text, place, True
    if (beside := find_beside_heading(vicinity)) is not None:
        yield beside, title if title is not None else begin, False
    yield from iter_short_lines(vicinity, begin)
    if vicinity.last > vicinity.first and (last := outline.blocks[vicinity.last]).length <= _LONGEST_LINE:
        yield last.text, vicinity.last, False
    if title is not None:
        yield from ((text, title, False) for text in outline.blocks[title].lines[1:])


def find_beside_heading(vicinity: Vicinity) -> str | None:
    """The text of the inline element right behind the heading, whatever follows it in its line."""
    heading = vicinity.structure.heading
    beside = None if heading is None or (heading.tail or "").strip() else heading.getnext()
    if beside is None or beside.tag not in INLINE or beside.tag == "a":
        return None
    text = join_pieces(beside)
    return text if len(text) <= _LONGEST_DATE else None


def iter_short_lines(vicinity: Vicinity, begin: int) -> Iterator[tuple[str, int, bool]]:
    """Short lines around the text, with their places, and whether an element calls them an author's or a date's."""
    outline = vicinity.structure.outline
    for place in (*range(begin, vicinity.first), *range(vicinity.last + 1, vicinity.last + 7)):
        if place < len(outline.blocks) and place != vicinity.structure.title and vicinity.is_own(place):
            block = outline.blocks[place]
            node = outline.nodes[block.node]
            named = bool((node.marks | block.marks | node.inherited) & (Mark.AUTHOR | Mark.META | Mark.DATE))
            labelled = join_label(vicinity, place)
            is_whole = not block.lines and parse_date_line(block.text) is not None
            lines = (block.text,) if is_whole else outline.list_lines(place)
            for text in lines if labelled is None else (labelled,):
                if len(text) <= _LONGEST_LINE:
                    yield text, place, named or labelled is not None
