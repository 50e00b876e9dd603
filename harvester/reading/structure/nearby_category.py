"""An article's section, by paths, links and labels above its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from harvester.reading.boilerplate import is_tool
from harvester.reading.date_lines import DATE, DIGIT
from harvester.reading.head_lines import (
    BAR,
    HOME_PATH,
    MENU_ENTRY,
    MOST_BARRED,
    is_full_name,
    parse_path,
    says_home,
    says_nothing,
    split_head_line,
)
from harvester.reading.markup import Element, read_text
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Outline
from harvester.reading.structure.vicinity import ABOVE_TITLE, Vicinity
from harvester.vietnamese.bylines import parse_above
from harvester.vietnamese.text import compare_key

LONGEST_CATEGORY = 80
LONGEST_NAMED_CATEGORY = 40
MOST_MENU_LINKS = 400
# "Trong Kinh tế", "Chuyên mục: Kinh tế", "in News", "Filed under: …" before a link.
CATEGORY_LABEL = re.compile(
    r"(?:^|[\s|·•,–—-])(?:trong(?: mục)?|bạn đang (?:xem|ở)|chuyên mục|thể loại|danh mục|mục|posted in|"
    r"filed (?:under|in)|category|categories|kategorien?|in)\s*[:：]?\s*$",
    re.IGNORECASE,
)
# The same in an element of its own: `<dt>Chuyên mục</dt><dd><a href="…">Bạn đọc</a></dd>`.
CATEGORY_ALONE = re.compile(r"(?:chuyên mục|thể loại|danh mục|category|section|posted in)\s?[:：]?", re.IGNORECASE)
CATEGORY_ADDRESS = re.compile(
    r"/(?:categor(?:y|ies)|chuyen-muc|danh-muc|the-loai|sections?|muc)[/=]|[?&](?:category|cat)=", re.I
)
# "Quay lại", "Bản in", "Nổi bật": what stands above titles to be pressed, or praises them.
NO_CATEGORY = re.compile(
    r"\W{0,5}(?:back|nổi bật|mới|hot|nóng|"
    r"(?:về trang|in bài|in trang|gửi|đọc bài|đọc báo|nghe)\b.{0,30})\W{0,5}",
    re.I,
)
_LABEL_WITHIN = 100
"""Characters before a link that may be its label: of a line of two thousand links each would search all before it."""


def find_category(vicinity: Vicinity, title_key: str) -> str | None:
    """The category that is shown above the text.

    Breadcrumbs, an element or a link that calls itself so, a link behind "Trong" or "Chuyên mục:", a line that leads
    from the home page, the line above the title.
    """
    crumbs = (text for text in find_crumbs(vicinity) if text.lower() != title_key)
    paths = find_paths(vicinity, title_key)
    shown = chain(
        crumbs, find_marked_categories(vicinity), paths, find_line_above(vicinity), find_in_head_line(vicinity)
    )
    for text in shown:
        if 1 < len(text) <= LONGEST_CATEGORY and DATE.search(text) is None and not says_nothing(text):
            return text
    return None


def find_crumbs(vicinity: Vicinity) -> list[str]:
    """The last of the breadcrumbs before the title, the nearest first; the home page is none, however it is called."""
    outline = vicinity.structure.outline
    end = vicinity.first
    crumbs: list[str] = []
    named = {element for marks, element, _ in outline.marked if marks & Mark.CRUMBS}  # `span.breadcrumbs` too
    for link, place, number in outline.links:
        node = outline.nodes[number]
        is_crumb = bool((node.marks | node.inherited) & Mark.CRUMBS) or link.getparent() in named
        if place > end or not is_crumb:
            continue
        text = read_text(link)
        if text and not says_home(text) and HOME_PATH.fullmatch((link.get("href") or "").strip() or "#") is None:
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
        if not text or says_home(text):
            continue
        named = not marked.isdisjoint((element, element.getparent(), find_sign_before(element)))
        label = outline.blocks[place - 1].text if 0 < place <= len(outline.blocks) else ""
        if named or CATEGORY_ADDRESS.search(element.get("href") or "") or CATEGORY_ALONE.fullmatch(label):
            yield text
        elif place <= vicinity.first and place < len(outline.blocks):
            before = outline.blocks[place].text.partition(text)[0]
            if CATEGORY_LABEL.search(before[-_LABEL_WITHIN:]):
                yield text
    for element, place in vicinity.iter_marked(Mark.CATEGORY):
        if place <= vicinity.first:
            yield read_text(element)


def find_sign_before(link: Element) -> Element | None:
    """The element without text right before a link: `<i class="fa fa-folder"></i> <a href="/doi-song">`."""
    before = link.getprevious()
    is_sign = before is not None and not (before.tail or "").strip() and not len(before) and not before.text
    return before if is_sign else None


def find_line_above(vicinity: Vicinity) -> Iterator[str]:
    """A line right above the title that is a link, or calls itself a category or label; a link right before it."""
    outline, title = vicinity.structure.outline, vicinity.structure.title
    if title is None or title == 0:
        return
    block = outline.blocks[title - 1]
    node = outline.nodes[block.node]
    near = outline.nodes[outline.blocks[title].node].parent
    if node.parent >= 0 and near in (block.node, node.parent, outline.nodes[node.parent].parent):
        linked = block.length <= LONGEST_CATEGORY and (block.is_mostly_linked or is_dated_link(outline, title - 1))
        named = block.length <= LONGEST_NAMED_CATEGORY and (
            bool((node.marks | block.marks) & (Mark.CATEGORY | Mark.TAG)) or is_in_menu(outline, block.text)
        )
        if (linked or named or is_path(outline, title - 1)) and vicinity.is_own(title - 1):
            links = [link for link, place, _ in outline.links if place == title - 1]
            is_menu = block.text.startswith("[")  # "[Trang nhất] [Xã viên]"
            is_menu = is_menu or (len(links) >= MOST_BARRED and BAR.search(block.text) is not None)
            if not is_menu and (is_category_link(links[-1]) if links else may_be_category(block.text)):
                yield read_text(links[-1]) if links else block.text
    heading = vicinity.structure.heading
    before = None if heading is None else heading.getprevious()
    if before is not None and before.tag == "a" and is_category_link(before):
        yield read_text(before)


def is_dated_link(outline: Outline, place: int) -> bool:
    """Whether a line is a link and a date, and no more."""
    block = outline.blocks[place]
    if block.links != 1:
        return False
    text = next((read_text(link) for link, at, _ in reversed(outline.links) if at == place), "")
    return DATE.fullmatch(block.text.replace(text, " ", 1).strip(" |·•,–-")) is not None and not is_full_name(text)


def is_in_menu(outline: Outline, text: str) -> bool:
    """Whether a link of a menu says the same as a text."""
    key = compare_key(text)
    for link, _, number in outline.links[:MOST_MENU_LINKS]:
        node = outline.nodes[number]
        if (node.marks | node.inherited) & Mark.NAV and compare_key(read_text(link)) == key:
            return True
    return False


def find_in_head_line(vicinity: Vicinity) -> Iterator[str]:
    """What stands beside author and date in one line around the title, where both say what they are.

    "Gửi bởi: Mai Thị Thúng | Đời sống | 20/05/2026 | Lượt xem: 14".
    """
    outline, title = vicinity.structure.outline, vicinity.structure.title
    if title is None:
        return
    for place in range(max(0, title - ABOVE_TITLE), min(vicinity.first, len(outline.blocks))):
        parts = split_head_line(outline.blocks[place].text) if vicinity.is_own(place) else []
        plain = [part for part in parts if DIGIT.search(part) is None]
        others = [part for part in plain if parse_above(part) is None]
        if len(others) == 1 < len(plain) and may_be_named_category(others[0]):
            yield others[0]


def may_be_named_category(text: str) -> bool:
    """Whether a text that stands where sections do is short enough for one, no date and no entry of a menu."""
    return 1 < len(text) <= LONGEST_NAMED_CATEGORY and DIGIT.search(text) is None and may_be_category(text)


def is_category_link(link: Element) -> bool:
    """Whether a link above the title may lead to the article's section: neither home nor back, and to no tool."""
    return not (link.get("href") or "").startswith(("#", "javascript:")) and may_be_category(read_text(link))


def may_be_category(text: str) -> bool:
    """Whether a short text above the title may be a section's name: no entry of a menu, no tool, no button."""
    key = compare_key(text)
    if not key or says_home(text) or is_tool(key):
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
