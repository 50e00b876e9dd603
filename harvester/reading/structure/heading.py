"""The block that shows an article's title: the one that says what the head says, else the first heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import islice, pairwise

from harvester.reading.date_lines import parse_date_line
from harvester.reading.markup import INLINE, Element, read_text
from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Outline, TextBlock
from harvester.vietnamese.text import compare_key

HEADING_RANKS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4}
OTHER_RANK = 5
AWAY_RANK = 7
"""Added in menus and the like, and where a block that is no heading is a link: they show titles too."""
_SHORTEST_TITLE = 15
_LONGEST_TITLE = 500
_LONGEST_GUESS = 200
_REACH = 4
_REACH_NAMED = 8
_FEWEST_BETWEEN, _FEWEST_IN_MENU = 4, 8
_MOST_ABOVE = 3
"""Characters of a line that may be a title that the head does not give, blocks above the text where it may be, and
lines of a block among which it may stand: below its category, above its date."""
SHORTEST_NAMED = 6
_LONGEST_DATE = 80
"""Characters of a title above a line of date, and of that line."""
_LONGEST_LABEL = 30
"""Characters of a section's name above a title."""
SHORTEST_COPIED = 40
_HEAD = 8
_NEAR = 4
_MOST_SHOWN = 5
"""Characters of a paragraph by which a copy is known, blocks behind its title among which that is looked for, blocks
between the title and another at the beginning of the text, and places of a title that are looked at."""
AROUND = Mark.NAV | Mark.CRUMBS | Mark.SIDE | Mark.FOOT | Mark.RELATED
# A title with its date behind it in one element: "Học bổng cho học trò vùng cao (Đăng ngày 03/10/2024 15:42)".
DATE_BEHIND = re.compile(r"\s*(\([^()]{6,60}\))$")
ENDS = (*(end for end in SENTENCE_ENDS if end not in "“”"), ":", ";", ",")
"""How no title ends; a word in quotation marks may be its last."""
# `font-weight:bold`, `font-size:20px`.
LARGE = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|"
    r"font-size\s*:\s*(?:(?:1[89]|[2-9]\d)(?:\.\d+)?px|(?:1[4-9]|[2-9]\d)(?:\.\d+)?pt|x{1,2}-large|"
    r"(?:1\.[3-9]\d*|[2-9](?:\.\d+)?)r?em)",
    re.IGNORECASE,
)
LARGE_SIZES = ("4", "5", "6", "7")
# What stands above a line of date and is no title, as compare key: "Cổng thông tin điện tử xã Đồi Sim", "Xã Đồi Sim",
# "Tin tức - Sự kiện".
NO_TITLE = re.compile(
    r"(?:cổng|trang) (?:thông tin|tin)\b.*|(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\b.*|"
    r"(?:xã|phường|thị trấn|thị xã|huyện|quận|thành phố|tỉnh)(?: \w+){1,3}|"
    r"(?:bản tin|chi tiết tin|tin|sự kiện|thời sự)(?:\W{1,3}(?:và |- )?"
    r"(?:tin tức|tức|tin|bài|sự kiện|thời sự|hoạt động|thông báo|mới nhất|mới|nổi bật|chung|địa phương)){0,3}"
)
_MOST_WRAPPERS = 6
QUOTES = "\"'“”„‘’«»[(…- "


def find_title(outline: Outline, claims: Collection[str]) -> int | None:
    """The place of the block that shows the title; None where none does.

    Args:
        outline: the page.
        claims: compare keys of the titles that the head gives; the heading may hold more, or less, than they.
    """
    claims = [claim for claim in claims if claim]
    starts = {claim[:1] for claim in claims}
    best: tuple[int, int] | None = None
    shown: list[int] = []  # where it stands in place of its own, heading or not
    for place, block in enumerate(outline.blocks):
        if block.length > _LONGEST_TITLE:
            continue
        rank = HEADING_RANKS.get(outline.nodes[block.node].tag, OTHER_RANK)
        if rank == OTHER_RANK and block.length < _SHORTEST_TITLE:
            continue
        if block.text.lstrip(QUOTES)[:1].lower() not in starts:
            continue
        if best is not None and (rank, place) >= best:
            continue
        if _is_claimed(compare_key(block.text), claims, rank < OTHER_RANK):
            node = outline.nodes[block.node]
            rank += AWAY_RANK * bool((node.marks | node.inherited) & AROUND)
            rank += (1 if rank < OTHER_RANK else AWAY_RANK) * (block.is_mostly_linked)
            best = min(best or (99, 0), (rank, place))
            if rank <= OTHER_RANK and len(shown) < _MOST_SHOWN:
                shown.append(place)
    if best is not None and best[0] <= OTHER_RANK:
        return next((place for place in shown if place < best[1] and heads_copy(outline, place, best[1])), best[1])
    first = find_first_heading(outline)
    return first if first is not None or best is None else best[1]


def is_away(outline: Outline, place: int, text: int) -> bool:
    """Whether what the head says is shown in a menu, a header or as a link, far above the text: the site's name.

    Or in the page's foot, below the text. A heading only where a whole menu stands between: `header.entry-header` holds
    an article's title.
    """
    block = outline.blocks[place]
    node = outline.nodes[block.node]
    in_frame = bool((node.marks | node.inherited) & (AROUND | Mark.HEAD))
    if place > text:
        return bool((node.marks | node.inherited) & Mark.FOOT)
    if node.tag in HEADING_RANKS:
        return in_frame and is_far_above(outline, place, text)
    if block.is_mostly_linked and (node.marks | node.inherited) & (Mark.NAV | Mark.CRUMBS):
        return True  # the section's name
    return (in_frame or block.is_mostly_linked) and count_links(outline, place, text) >= _FEWEST_BETWEEN


def is_far_above(outline: Outline, place: int, text: int) -> bool:
    """Whether a whole menu stands between a title and the text."""
    return count_links(outline, place, text) >= _FEWEST_IN_MENU


def count_links(outline: Outline, place: int, text: int) -> int:
    """How many blocks between a title and the text are hardly more than links."""
    return sum(block.is_mostly_linked for block in outline.blocks[place + 1 : text])


def is_claimed_block(outline: Outline, place: int, claims: Collection[str]) -> bool:
    """Whether a block shows what the head says, whole or cut."""
    return _is_claimed(compare_key(outline.blocks[place].text), claims, is_heading=True)


def ranks_below(outline: Outline, place: int, other: int) -> bool:
    """Whether a block is a lesser heading than another."""
    ranks = (HEADING_RANKS.get(outline.nodes[outline.blocks[p].node].tag, OTHER_RANK) for p in (place, other))
    return next(ranks) > next(ranks)


def heads_copy(outline: Outline, first: int, second: int) -> bool:
    """Whether a title heads a copy of the text below the same title: a version to print, a text that was pasted twice.

    Or begins the text itself, close below what calls itself the title.
    """
    if second - first <= _NEAR and outline.nodes[outline.blocks[first].node].marks & Mark.TITLE:
        return outline.blocks[first].text == outline.blocks[second].text
    between = {block.text for block in outline.blocks[first + 1 : second] if block.length >= SHORTEST_COPIED}
    return any(block.text in between for block in outline.blocks[second + 1 : second + 1 + _HEAD])


def part_title(outline: Outline, claims: Collection[str]) -> None:
    """Part the title from a block where it is one of the first lines and the text follows in the same element.

    A line of date between them is parted too. The title is what the head says; where nothing says that, a line that
    calls itself a title, else the only one that a line of date follows.
    """
    titled: dict[int, list[Element]] = {}
    for marks, element, place in outline.marked:
        if marks & Mark.TITLE and element.tag in INLINE:
            titled.setdefault(place, []).append(element)
    named: tuple[int, int] | None = None
    dated: list[tuple[int, int]] = []
    for place, block in enumerate(outline.blocks):
        if block.length <= _LONGEST_TITLE and block.text[-1] == ")":
            part_date_behind(block, claims)
        if not block.lines:
            continue
        most = 1 if block.linked else _MOST_ABOVE
        above = next((n for n, line in enumerate(block.lines[:most]) if is_claimed_line(line, claims)), None)
        if above is not None:
            part_lines(outline, place, above)
            return
        if named is None and block.marks & Mark.TITLE and (n := find_named_line(block, titled.get(place, ()))) >= 0:
            named = (place, n)
        if (n := find_dated_line(block)) >= 0:
            dated.append((place, n))
    guess = named or (dated[0] if len(dated) == 1 else None)
    short = (block.text for block in outline.blocks if block.length <= _LONGEST_TITLE)
    if guess is not None and not any(compare_key(text) in claims for text in short):
        part_lines(outline, *guess)
        outline.blocks[sum(guess)].marks |= Mark.TITLE


def part_lines(outline: Outline, place: int, title: int) -> None:
    """Part the lines of a block up to its title, by the number of that line, and a line of date behind it."""
    last = len(outline.blocks[place].lines) == title + 1
    for shift in range(title + 1 - last):
        outline.part_first_line(place + shift)
    part_date(outline, place + title + 1)
    mark_lead(outline, place, min(place + title + 3, len(outline.blocks)))


def mark_lead(outline: Outline, start: int, end: int) -> None:
    """Mark a parted block that is what an inline element holds which calls itself a lead: `span.tomtat`."""
    for marks, element, place in outline.marked:
        if marks & Mark.LEAD and start <= place < end and element.tag in INLINE:
            text = read_text(element)
            for block in outline.blocks[start:end]:
                block.marks |= Mark.LEAD if block.text == text else 0


def part_date(outline: Outline, place: int) -> None:
    """Part the first line from a block where that line is a date."""
    lines = outline.blocks[place].lines if place < len(outline.blocks) else ()
    if lines and parse_date_line(lines[0]) is not None:
        outline.part_first_line(place)


def is_claimed_line(line: str, claims: Collection[str]) -> bool:
    """Whether a line is of a title's length, and a title that the head gives."""
    return _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE and compare_key(line) in claims


def find_named_line(block: TextBlock, titled: Iterable[Element]) -> int:
    """The number of the line among the first that is one of the elements that call themselves a title; -1 for none.

    `<span class="muc">Y tế</span><br><span class="tieude">…</span><br>…`
    """
    texts = {read_text(element) for element in titled}
    lines = block.lines[:_MOST_ABOVE]
    return next((n for n, line in enumerate(lines[: len(block.lines) - 1]) if is_guess(line) and line in texts), -1)


def find_dated_line(block: TextBlock) -> int:
    """The number of the line among the first that reads like a title and has a line of date behind it; -1 for none."""
    if block.linked:
        return -1
    for n, (line, behind) in enumerate(pairwise(block.lines[: _MOST_ABOVE + 1])):
        if parse_date_line(behind) is not None:
            return n if is_guess(line) and not line.endswith(ENDS) and parse_date_line(line) is None else -1
    return -1


def is_guess(line: str) -> bool:
    """Whether a line is of the length of a title that the head does not give."""
    return _SHORTEST_TITLE <= len(line) <= _LONGEST_GUESS


def part_date_behind(block: TextBlock, claims: Collection[str]) -> None:
    """Part the line of a title that a date in brackets follows."""
    behind = DATE_BEHIND.search(block.text)
    if behind is not None and parse_date_line(behind[1]) is not None:
        title = block.text[: behind.start()]
        if compare_key(title) in claims:
            block.lines = (title, behind[1])


def _is_claimed(key: str, claims: Collection[str], is_heading: bool) -> bool:
    """Whether a text, as compare key, is a title that the head gives.

    Whole, with the site's name behind it, or, in a heading, cut short there.
    """
    if not key:
        return False
    for claim in claims:
        if key == claim or (len(key) >= _SHORTEST_TITLE and claim.startswith(key) and 2 * len(key) > len(claim)):
            return True
        if is_heading and len(claim) >= _SHORTEST_TITLE and key.startswith(claim):
            return True
    return False


def find_first_heading(outline: Outline) -> int | None:
    """The place of the first `h1` that is long enough for a title."""
    for place, block in enumerate(outline.blocks):
        node = outline.nodes[block.node]
        if (
            node.tag == "h1"
            and 2 * block.linked < block.length
            and block.length >= _SHORTEST_TITLE
            and not (node.marks | node.inherited) & AROUND
        ):
            return place
    return None


def find_title_above(outline: Outline, kept: list[int]) -> int | None:
    """The place of a heading, a line all bold or one that calls itself a title, above the text or at its beginning.

    For pages whose head names the site alone. A date in brackets behind it becomes a line of its own.
    """
    if not kept:
        return None
    if (dated := find_above_date(outline, kept[0])) is not None:
        return dated
    above = range(kept[0], max(-1, kept[0] - _REACH), -1)
    first = next((n for n, place in enumerate(kept[:_REACH]) if outline.blocks[place].length >= _LONGEST_LABEL), 0)
    candidates: list[int] = sorted(
        [*above, *kept[1 : first + 1]], key=lambda place: names_site_or_section(outline.blocks[place])
    )
    beside = outline.nodes[outline.blocks[kept[first]].node].inherited
    for place in candidates:
        if may_be_title(outline, place, beside):
            part_bold_from_date(outline.blocks[place])
            return place
    return find_named_above(outline, kept[0] - _REACH, beside)


def find_above_date(outline: Outline, text: int) -> int | None:
    """The place of an `h1`, or of a line that calls itself a title, with the line of date between it and the text.

    However short it is: "Tin buồn". What stands in bold below the date, in the text's own element, begins the text
    then. The name of a site or of a section is none, nor is what stands above a heading, or beside a line in bold.
    """
    place = text - 1
    while place >= max(0, text - _REACH) and is_short_date(outline.blocks[place]):
        place -= 1
    if not 0 <= place < text - 1:
        return None
    block, node = outline.blocks[place], outline.nodes[outline.blocks[place].node]
    is_named = node.tag == "h1" or bool((node.marks | block.marks) & Mark.TITLE)
    is_line = SHORTEST_NAMED <= block.length <= _LONGEST_GUESS and not block.linked and not block.lines
    if not (is_named and is_line) or block.text.endswith(ENDS) or heads_title(outline, place, text):
        return None
    return place


def heads_title(outline: Outline, place: int, text: int) -> bool:
    """Whether a line above a date names the site, its unit or a section, or the text begins with the title itself.

    That is a heading, or a line in bold beside that line.
    """
    if names_site_or_section(outline.blocks[place]):
        return True
    node, first = (outline.nodes[outline.blocks[one].node] for one in (place, text))
    may_head = first.tag in HEADING_RANKS or first.parent == node.parent
    return may_head and may_be_title(outline, text, first.inherited)


def names_site_or_section(block: TextBlock) -> bool:
    """Whether a block is the name of a site, its unit or a section of news."""
    return block.length <= _LONGEST_GUESS and NO_TITLE.fullmatch(compare_key(block.text)) is not None


def is_short_date(block: TextBlock) -> bool:
    """Whether a short line is a date."""
    return block.length <= _LONGEST_DATE and parse_date_line(block.text) is not None


def find_named_above(outline: Outline, last: int, beside: int) -> int | None:
    """The place of a heading, or of a line that calls itself a title, farther above: facts may stand between.

    `beside` are the marks of the elements around the text.
    """
    for place in range(last, max(-1, last - _REACH_NAMED), -1):
        block = outline.blocks[place]
        node = outline.nodes[block.node]
        if block.length > _LONGEST_GUESS or block.is_mostly_linked:
            return None
        is_named = node.tag in HEADING_RANKS or bool((node.marks | block.marks) & Mark.TITLE)
        if is_named and may_be_title(outline, place, beside):
            return place
    return None


def may_be_title(outline: Outline, place: int, beside: int) -> bool:
    """Whether a block is set as a title is, and no sentence.

    It stands in no menu or column that the text does not stand in too: `beside` are the marks of what is around that.
    """
    block = outline.blocks[place]
    node = outline.nodes[block.node]
    if not is_guess(block.text) or block.is_mostly_linked:
        return False
    if block.text.endswith(ENDS) or (node.marks | node.inherited) & AROUND & ~beside:
        return False
    behind = DATE_BEHIND.search(block.text)
    is_bold = block.bold >= (block.length if behind is None else behind.start()) and not block.item
    is_named = bool((node.marks | block.marks) & Mark.TITLE) and not block.lines
    is_set = is_bold or is_named or node.tag in HEADING_RANKS or is_set_large(node.element, block.text)
    return is_set and parse_date_line(block.text) is None


def is_set_large(element: Element, text: str) -> bool:
    """Whether an element, or one that holds all of its text, is set in bold or large letters by a style or `font`."""
    for one in islice(element.iter("*"), _MOST_WRAPPERS):
        is_font = one.tag == "font" and (one.get("size") or "").lstrip("+") in LARGE_SIZES
        if (is_font or LARGE.search(one.get("style") or "") is not None) and read_text(one) == text:
            return True
    return False


def part_bold_from_date(block: TextBlock) -> None:
    """Part the line of a title in bold that a date in brackets follows: "<b>Vụ chè mới</b> (16-7-2008)"."""
    behind = DATE_BEHIND.search(block.text)
    if behind is not None and parse_date_line(behind[1]) is not None:
        block.text = block.text[: behind.start()]
        block.lines = (block.text, behind[1])
