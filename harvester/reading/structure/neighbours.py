"""What belongs to the kept text by what it stands beside, however little it weighs."""

from __future__ import annotations

import re
from collections import Counter

from harvester.reading.date_lines import BARE_CLOCK, DATE
from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.line_kinds import (
    LONGEST_PAGING,
    SHORTEST_PARAGRAPH,
    is_head_block,
    is_heading_of_links,
    is_nearly_link,
    is_plain_line,
)
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Outline
from harvester.reading.structure.rows import find_row
from harvester.vietnamese.bylines import parse_above, parse_byline

MOST_IN_BOX = 12
"""Blocks of a box with related articles."""
PART_HEADINGS = frozenset(("h2", "h3", "h4", "summary"))
LEAST_ALIKE = 0.15
"""Weight below which a paragraph is of no text, however it is set."""
FIRST_LINE = 0.3
"""Weight from which on the line before the first kept block of its row is of the text."""
# How an invitation begins: "Kính gửi: Bà con thôn Bến Mây".
SALUTATION = re.compile(r"\W*kính gửi\b", re.IGNORECASE)


def add_beside(outline: Outline, places: list[int], weights: list[float], title: int | None) -> list[int]:
    """The places with what belongs to the blocks beside them, however little it weighs.

    Subheadings right above them in one element, where several are set so or stand within the text; the line before the
    first in its row, "Kính gửi: …"; a list's last words, in paragraphs right behind it; a byline right behind the text.
    """
    if not places or title is None or title >= places[-1]:
        return places
    first = places[0]
    added = list_subheadings(outline, places, title)
    is_short = outline.blocks[first - 1].length < SHORTEST_PARAGRAPH  # else it is a lead
    weighs = weights[first - 1] >= FIRST_LINE or SALUTATION.match(outline.blocks[first - 1].text) is not None
    if first - 1 > title and is_short and weighs and is_of_row(outline, first - 1, first):
        added.append(first - 1)
    last = next((place for place in reversed(places) if not outline.blocks[place].is_mostly_linked), places[-1])
    behind = list_behind(outline, last)
    return sorted({*places, *added, *behind, *list_last_sections(outline, [*places, *added], (behind or [last])[-1])})


def list_subheadings(outline: Outline, places: list[int], title: int) -> list[int]:
    """The places of headings right above kept blocks in one element: those within the text, and all that are alike."""
    blocks, nodes = outline.blocks, outline.nodes
    kept = set(places)
    found: list[int] = []
    kinds: dict[int, str] = {}
    for place in places:
        above = place - 1
        heading = nodes[blocks[above].node] if above > title else None
        if heading is None or heading.tag not in PART_HEADINGS:
            continue
        is_time = BARE_CLOCK.fullmatch(blocks[above].text) is not None
        kinds[above] = heading.tag if is_time else heading.signature
        around = nodes[heading.parent]
        if above not in kept and around.start <= place < around.end and (is_time or is_plain_line(outline, above)):
            found.append(above)
    counts = Counter(kinds.values())
    return [p for p in found if p > places[0] or counts[kinds[p]] > 1]


def is_of_row(outline: Outline, place: int, other: int) -> bool:
    """Whether a plain line, and no line of the page's own, stands in one row with another block."""
    node, beside = (outline.nodes[outline.blocks[p].node] for p in (place, other))
    if node.tag != beside.tag or find_row(outline, node) != find_row(outline, beside):
        return False
    is_dated = DATE.search(outline.blocks[place].text) is not None
    return is_plain_line(outline, place) and not is_dated and not is_head_block(outline, place)


def list_behind(outline: Outline, last: int) -> list[int]:
    """The places right behind the last kept block that go with it.

    A paragraph behind a box with related articles, paragraphs behind a list, a byline.
    """
    blocks, nodes = outline.blocks, outline.nodes
    found = list_behind_box(outline, last)
    if found:
        return found
    node = nodes[blocks[last].node]
    group = nodes[node.parent] if node.tag == "li" else None
    place = last + 1
    while group is not None and place < len(blocks) and group.end == last + 1:
        behind = nodes[blocks[place].node]
        if behind.tag != "p" or behind.parent != group.parent or not is_plain_line(outline, place):
            break
        found.append(place)
        place += 1
    if place < len(blocks) and is_own_byline(outline, place, (found or [last])[-1]):
        found.append(place)
    return found


def list_behind_box(outline: Outline, last: int) -> list[int]:
    """The place of a paragraph in the row of the last kept block, right behind a box of related articles."""
    blocks = outline.blocks
    place = last + 1
    while place < min(len(blocks), last + MOST_IN_BOX) and is_of_box(outline, place):
        place += 1
    if place == last + 1 or place >= len(blocks) or blocks[place].length < SHORTEST_PARAGRAPH:
        return []
    is_prose = blocks[place].text.endswith(SENTENCE_ENDS) and is_of_row(outline, place, last)
    return [place] if is_prose else []


def list_beside_lead(outline: Outline, lead: int, kept: list[int], weights: list[float]) -> list[int]:
    """The places of sentences right behind the text that are set beside its lead: a photo story's last words."""
    blocks, nodes = outline.blocks, outline.nodes
    setting = nodes[blocks[lead].node]
    found: list[int] = []
    for place in range(kept[-1] + 1, nodes[setting.parent].end if lead < kept[0] else 0):
        node = nodes[blocks[place].node]
        if (node.marks | node.inherited) & Mark.CAPTION:
            continue
        is_beside = (node.tag, node.parent) == (setting.tag, setting.parent) and weights[place] >= FIRST_LINE
        if not is_beside or not blocks[place].text.endswith(SENTENCE_ENDS) or not is_plain_line(outline, place):
            break
        found.append(place)
    return found


def is_of_box(outline: Outline, place: int) -> bool:
    """Whether a block is of a box with related articles, as its name, its words or its link says."""
    block = outline.blocks[place]
    node = outline.nodes[block.node]
    is_named = bool((node.marks | node.inherited) & Mark.RELATED)
    return is_named or is_heading_of_links(outline, place) or is_nearly_link(block)


def list_last_sections(outline: Outline, places: list[int], last: int) -> list[int]:
    """The places of a subheading right behind the text, set as those within it, with the plain lines below it.

    However short they are: "Mẹo: …" at the end of a recipe.
    """
    blocks, nodes = outline.blocks, outline.nodes
    headings = (nodes[blocks[place].node] for place in places if nodes[blocks[place].node].tag in PART_HEADINGS)
    known = {(node.signature, nodes[node.parent].signature) for node in headings}
    found: list[int] = []
    place = last + 1
    while place < len(blocks) and is_plain_line(outline, place):
        node = nodes[blocks[place].node]
        if node.tag not in PART_HEADINGS or (node.signature, nodes[node.parent].signature) not in known:
            break
        end = place + 1
        while end < nodes[node.parent].end and nodes[blocks[end].node].tag not in PART_HEADINGS:
            if not is_plain_line(outline, end):
                return found
            end += 1
        if end == place + 1:
            break
        found.extend(range(place, end))
        place = end
    return found


def is_own_byline(outline: Outline, place: int, last: int) -> bool:
    """Whether a line names who made the text, and stands in the row of the text's last block or in its element.

    "Tác giả: …" and "Nguồn tin: …" are the page's own lines.
    """
    block, node = outline.blocks[place], outline.nodes[outline.blocks[place].node]
    beside = outline.nodes[outline.blocks[last].node]
    if block.length > LONGEST_PAGING or not is_plain_line(outline, place) or parse_above(block.text) is not None:
        return False
    row = find_row(outline, beside)
    is_beside = node.tag == beside.tag and find_row(outline, node) in (row, outline.nodes[row].parent)
    return (is_beside or outline.blocks[last].node == node.parent) and parse_byline(block.text) is not None


def list_alike_behind(outline: Outline, places: list[int], weights: list[float]) -> list[int]:
    """The places of plain paragraphs right behind the kept ones that are set as these, in whichever part they stand.

    Kept ones that lie far apart are guesses at several texts, and lead on to none.
    A text whose every paragraph has wrappers of its own, in parts: `div.page > div > div > p`.
    """
    blocks = outline.blocks
    found: list[int] = []
    if not places or 2 * len(places) < places[-1] - places[0]:
        return found
    paragraphs = [place for place in places if blocks[place].length >= SHORTEST_PARAGRAPH]
    known = {describe(outline, place) for place in paragraphs for describe in (describe_setting, describe_tags)}
    for place in range(places[-1] + 1, len(blocks)):
        block = blocks[place]
        if is_of_insert(outline, place) and place <= (found or places)[-1] + MOST_IN_BOX:
            continue
        is_prose = block.text.endswith(SENTENCE_ENDS) and not block.linked and weights[place] >= LEAST_ALIKE
        is_alike = describe_setting(outline, place) in known or describe_tags(outline, place) in known
        if not is_prose or not is_alike or not is_plain_line(outline, place):
            break
        found.append(place)
    return found


def is_of_insert(outline: Outline, place: int) -> bool:
    """Whether a block is the time of a report's next entry, or by its name an advertisement, a button or a caption."""
    node = outline.nodes[outline.blocks[place].node]
    if node.tag in PART_HEADINGS and BARE_CLOCK.fullmatch(outline.blocks[place].text) is not None:
        return True
    return bool((node.marks | node.inherited) & (Mark.AD | Mark.FORM | Mark.CAPTION | Mark.SIGNUP))


def describe_setting(outline: Outline, place: int) -> tuple[str, str, str]:
    """How a block is set: its element, and the two around it, by tag and class.

    Of the outer one its first class: `div.et_pb_module.et_pb_text_3` is numbered by the page builder.
    """
    nodes = outline.nodes
    node = nodes[outline.blocks[place].node]
    around = nodes[node.parent] if node.parent >= 0 else node
    beyond = nodes[around.parent] if around.parent >= 0 else around
    return node.signature, around.signature, beyond.signature.partition(" ")[0]


def describe_tags(outline: Outline, place: int) -> tuple[str, str, str, int]:
    """How a block is set: its element and the two around it by tag, and the number of the element beyond them.

    The entries of a report by the hour: `div.muc > h3, div > p`.
    """
    nodes = outline.nodes
    node = nodes[outline.blocks[place].node]
    around = nodes[node.parent] if node.parent >= 0 else node
    beyond = nodes[around.parent] if around.parent >= 0 else around
    return node.tag, around.tag, beyond.tag, beyond.parent
