"""Leaves out of the kept text what weighs like it: the page's head, other articles, consent, who made it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

from harvester.reading.containers import HEADINGS
from harvester.reading.date_lines import CLOCK, parse_date_line
from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.line_kinds import (
    COLOPHON,
    LAST,
    LONGEST_INVITATION,
    LONGEST_PAGING,
    SHORTEST_PARAGRAPH,
    is_announcing,
    is_date_of_page,
    is_file_line,
    is_head_block,
    is_heading_of_links,
    is_last_date,
    is_linked_item,
    is_marked_date,
    is_nearly_link,
    is_own_line,
    is_prose_line,
    is_related_heading,
    is_unsure_date,
    shows_date,
)
from harvester.reading.structure.listing_test import is_summary
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Node, Outline
from harvester.reading.structure.rows import find_group_around
from harvester.vietnamese.bylines import parse_above

_FEWEST_BESIDE = 4
"""Kept blocks, the first of which may be a lead, beside which a line is the page's own."""
_FEWEST_IN_POST = 2
"""Blocks of a post of a thread, the first of which has its author and date: links there are no more than as many."""
LEAST_BEFORE = 0.2
"""Part of the text that has to stand before the title for any of it to belong there."""
HEAD_LINE = Mark.META | Mark.DATE | Mark.AUTHOR | Mark.TAG | Mark.CATEGORY | Mark.SHARE | Mark.COMMENT
MOST_IN_HEAD = 3
"""Short lines one behind the other behind which no line is the page's own: a text may be all of such."""
_REACH = 12
# "Trang này dùng cookie để …. Bằng cách tiếp tục sử dụng, bạn đồng ý …": what asks for leave to keep them.
CONSENT = re.compile(
    r"\bcookies?\b.{0,300}(?:đồng ý|chấp nhận|trình duyệt|lưu|accept|agree|consent|browser|settings)", re.IGNORECASE
)
FEWEST_BELOW_DATE = 3
"""Paragraphs, with that line, of a text whose first is a lead above a line of date; and its distance from the title."""


def drop_head(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without what stands before the title, and without the page's own lines before the first paragraph.

    Date, author, "(0 comments)", a box with another article.
    """
    blocks, nodes = outline.blocks, outline.nodes
    if title is not None:
        before = [place for place in places if place < title]
        if sum(blocks[p].length for p in before) < LEAST_BEFORE * sum(blocks[p].length for p in places):
            places = [place for place in places if place > title]
    start = 0
    plain = 0  # lines one behind the other that are none of the page's own
    labels = count_labels(blocks[place].text for place in places)
    has_prose = any(is_prose_line(blocks[place]) for place in places)  # else it is a list of links, and known by them
    for place in places:
        block = blocks[place]
        own_line = (has_prose and is_own_line(block)) or (title is not None and is_summary(outline, place, title))
        if (block.length >= SHORTEST_PARAGRAPH and not own_line) or (title is not None and place > places[0] + _REACH):
            break
        node = nodes[block.node]
        marks = node.marks | block.marks | (node.inherited if node.tag == "li" else 0)
        own_line = own_line or (title is not None and is_before_date(outline, place, labels))
        own_line = own_line or (labels[read_own_label(block.text)] < 2 and is_head_block(outline, place))
        own_line = own_line or is_unsure_date(outline, place, title, places)
        if own_line or marks & HEAD_LINE or block.is_mostly_linked:
            start, plain = place + 1, 0
        elif title is not None and find_group_around(outline, node) is None and (plain := plain + 1) == MOST_IN_HEAD:
            break  # without a title, it may still stand among them
    return drop_date_below(outline, [place for place in places if place >= start], title)


def read_own_label(text: str) -> str:
    """What stands before a line's colon; nothing where there is none."""
    label, colon, _ = text.partition(":")
    return label if colon else ""


def count_labels(texts: Iterable[str]) -> Counter[str]:
    """Of how many different lines each label is: that of a programme's days is of many, and of no line of the page."""
    labels = Counter(map(read_own_label, set(texts)))
    labels[""] = 0
    return labels


def drop_date_below(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without a line of date below the first paragraph, which is a lead then."""
    if title is None or len(places) < FEWEST_BELOW_DATE or not 0 < places[0] - title <= FEWEST_BELOW_DATE:
        return places
    is_date = places[1] == places[0] + 1 and is_date_of_page(outline.blocks[places[1]])
    return [places[0], *places[2:]] if is_date else places


def drop_consent(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without paragraphs before the title, or among the last, about the cookies of the page.

    Nor those beside them in an element.
    """
    blocks, nodes = outline.blocks, outline.nodes
    outer = {p for p in places if title is not None and p < title}.union(places[-LAST:])
    out = {nodes[blocks[p].node].parent for p in outer if CONSENT.search(blocks[p].text)}
    return [p for p in places if p not in outer or nodes[blocks[p].node].parent not in out] if out else places


def drop_next_article(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places before the title of another article that follows whole: a link, set exactly as this one's title is."""
    if title is None:
        return places
    blocks, nodes = outline.blocks, outline.nodes
    own = nodes[blocks[title].node]
    if own.tag not in HEADINGS or blocks[title].is_mostly_linked:
        return places
    for place in range(title + 1, places[-1] if places else 0):
        block, node = blocks[place], nodes[blocks[place].node]
        if (node.tag, node.signature) == (own.tag, own.signature) and is_nearly_link(block):
            return [kept for kept in places if kept < place]
    return places


def drop_replies(outline: Outline, places: list[int]) -> list[int]:
    """The places without the posts behind the first, in a thread: each begins with a linked name and a date.

    They stand in elements alike, side by side; parts of one text have no authors of their own.
    """
    nodes = outline.nodes
    number = outline.blocks[places[0]].node if places else -1
    while number >= 0:
        post = nodes[number]
        if places[-1] >= post.end and begins_post(outline, post):
            alike = (n for n in nodes if n.parent == post.parent and n.signature == post.signature and n is not post)
            out = {place for n in alike if begins_post(outline, n) for place in range(n.start, n.end)}
            return [place for place in places if place not in out]
        number = post.parent
    return places


def begins_post(outline: Outline, node: Node) -> bool:
    """Whether the first block of an element with others begins with a link, a name, and tells a date with its time.

    "Ngày 12/6/2026, tại thôn 3:" begins an entry of a report, whatever is linked in it.
    """
    if node.end - node.start < _FEWEST_IN_POST:
        return False
    first = outline.blocks[node.start]
    is_short = first.length <= LONGEST_PAGING and 0 < first.links <= _FEWEST_IN_POST
    has_time = bool(first.marks & Mark.DATE) or CLOCK.search(first.text) is not None
    is_plain = not first.is_mostly_linked and shows_date(outline, node.start)
    return is_short and is_plain and first.head_link > 0 and has_time


def is_before_date(outline: Outline, place: int, labels: Counter[str]) -> bool:
    """Whether a short block stands right before a line of date of the page's own: an author, a section."""
    blocks = outline.blocks
    following = blocks[place + 1].text if place + 1 < len(blocks) else ""
    is_own = labels[read_own_label(following)] < 2
    return is_own and blocks[place].length <= LONGEST_PAGING and parse_date_line(following) is not None


def drop_related(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without headings of related articles and comments.

    Nor what stands behind such a heading in another element than the text.
    """
    blocks, nodes = outline.blocks, outline.nodes
    lengths: dict[int, int] = {}
    for place in places:
        parent = nodes[blocks[place].node].parent
        lengths[parent] = lengths.get(parent, 0) + blocks[place].length
    main = max(lengths, key=lengths.__getitem__, default=-1)
    kept: list[int] = []
    last = -1
    if title is not None and places and 0 < places[0] - title <= FEWEST_BELOW_DATE:
        last = title  # right behind it: columns before the title have headings of their own
    behind = False  # whether such a heading stands before, with nothing of the text between
    for place in places:
        parent = nodes[blocks[place].node].parent
        if parent == main or nodes[parent].parent == nodes[main].parent:
            behind = False
        elif not behind:
            between = range(place, max(last, place - _REACH - 1), -1)  # itself too: the heading of a table
            headings = takewhile(lambda other: not is_own_heading(outline, other), between)
            behind = any(is_related_heading(outline, heading) for heading in headings)
        last = place
        if not behind and not is_related_heading(outline, place):
            kept.append(place)
    return kept


def is_own_heading(outline: Outline, place: int) -> bool:
    """Whether a block is a heading that neither leads elsewhere nor heads what does: something else begins with it."""
    block = outline.blocks[place]
    is_heading = outline.nodes[block.node].tag in HEADINGS and not block.is_mostly_linked
    return is_heading and not is_related_heading(outline, place)


def drop_leading_lists(outline: Outline, places: list[int]) -> list[int]:
    """The places without links right behind a line such as "Xem thêm:", which lead to other articles."""
    blocks = outline.blocks
    kept: list[int] = []
    last = -1  # the last link that was dropped
    for place in places:
        block = blocks[place]
        if is_nearly_link(block) and place and (last == place - 1 or is_heading_of_links(outline, place - 1)):
            last = place
        else:
            kept.append(place)
    return kept


def drop_link_lists(outline: Outline, places: list[int]) -> list[int]:
    """The places without the lists between paragraphs of which every item is a link with a title and nothing else.

    Unless the paragraph before announces them: "Danh sách gồm:".
    """
    blocks, nodes = outline.blocks, outline.nodes
    out: set[int] = set()
    groups = {nodes[blocks[place].node].parent for place in places if nodes[blocks[place].node].tag == "li"}
    for number in groups:
        node = nodes[number]
        if (
            node.start <= places[0]
            or node.end > places[-1]
            or not all(map(is_linked_item, blocks[node.start : node.end]))
        ):
            continue
        if not is_announcing(blocks[node.start - 1]) and blocks[node.start - 1].length >= SHORTEST_PARAGRAPH:
            out.update(range(node.start, node.end))
    return [place for place in places if place not in out] if out else places


def drop_boxed_summaries(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without the summaries of other articles below their linked titles, in boxes that say what they are."""
    if title is None:
        return places
    nodes = (outline.nodes[outline.blocks[place].node] for place in places)
    related = {place for place, node in zip(places, nodes, strict=True) if (node.marks | node.inherited) & Mark.RELATED}
    return [place for place in places if place not in related or not is_summary(outline, place, title)]


def drop_colophon(outline: Outline, places: list[int]) -> list[int]:
    """The places without lines among the last that tell of the making."""
    tail = {place for place in places[-LAST:] if outline.blocks[place].length < LONGEST_INVITATION}
    files = {place for place in tail if is_file_line(outline.blocks[place])}
    texts = {place: outline.blocks[place].text for place in tail - files}
    out = {p for p, text in texts.items() if COLOPHON.match(text) or is_last_date(text) or is_marked_date(outline, p)}
    return [place for place in places if place not in out | files]


def drop_credit_beside(outline: Outline, places: list[int]) -> list[int]:
    """The places without a last line that names author or source, where it stands outside the element of the others.

    `<tr><td>…<br><br>…</td></tr><tr><td>Nguồn: Báo Mây Trắng</td></tr>`
    """
    blocks, nodes = outline.blocks, outline.nodes
    last = blocks[places[-1]].text if places else ""
    if len(places) < _FEWEST_BESIDE or parse_above(last) is None or last.endswith(SENTENCE_ENDS):
        return places
    second = nodes[blocks[places[1]].node]
    inner = blocks[places[1]].node if second.end - second.start > 1 else second.parent
    is_beside = nodes[outline.find_around(inner, places[1:-1])].end <= places[-1]
    return places[:-1] if is_beside else places


def drop_bare_headings(outline: Outline, places: list[int]) -> list[int]:
    """The places without headings at the end, behind which nothing was kept."""
    while len(places) > 1 and outline.nodes[outline.blocks[places[-1]].node].tag in HEADINGS:
        places = places[:-1]
    return places
