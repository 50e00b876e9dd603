"""The lead: the paragraph in a place of its own between title and text, or the first of the text set as one."""

from __future__ import annotations

import re

from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.completing import FULL_STOPS
from harvester.reading.structure.line_kinds import is_announcing, is_date_of_page, is_head_block, is_plain_line
from harvester.reading.structure.listing_test import is_summary
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Node, Outline
from harvester.reading.structure.rows import CELLS, find_row

_SHORTEST_LEAD, _LONGEST_LEAD = 50, 900
SHORTEST_TOLD = 20
"""Characters of one that its class or the head's description tells."""
SHORTEST_STATEMENT = 30
"""Characters of a whole sentence."""
SHORTEST_FIRST = 80
# `p.sapo`, `div.bai-viet-lead`.
LEAD_CLASS = re.compile(r"\b(?:sapo|lead|lede|hometext|chapo|standfirst|tom-?tat|tomluoc|trich-?yeu)\b", re.IGNORECASE)
_FEWEST_BESIDE = 3
"""Kept blocks of a text whose first, in a place of its own, is its lead."""
SUBHEADINGS = frozenset(("h2", "h3", "h4"))
_REACH = 12
NOT_LEAD = (
    Mark.CAPTION | Mark.AUTHOR | Mark.META | Mark.SHARE | Mark.NAV | Mark.RELATED | Mark.COMMENT | Mark.AD | Mark.DATE
    | Mark.CRUMBS | Mark.SIGNUP | Mark.FORM | Mark.HIDDEN | Mark.TAG | Mark.SIDE | Mark.FOOT
)  # fmt: skip


def find_lead(outline: Outline, kept: list[int], title: int | None, description: str) -> int | None:
    """The place of the lead among the blocks; None where there is none. It may be the first of those kept."""
    if not kept:
        return None
    if len(kept) > 1 and not is_announcing(outline.blocks[kept[0]]) and is_set_as_lead(outline, kept[0], kept[1]):
        return kept[0]
    if title is None:
        return None
    if 0 < kept[0] - title <= _REACH and stands_alone(outline, kept):
        return kept[0]
    between = range(title + 1, kept[0])
    found = [
        place
        for place in between
        if may_be_lead(outline, place, description, follows=place + 1 == kept[0])
        and not is_summary(outline, place, title)
    ]
    if found:
        return max(found, key=lambda place: outline.blocks[place].length)
    described = bool(description) and outline.blocks[kept[0]].text.startswith(description)
    is_lead = described and len(kept) > 1 and outline.blocks[kept[0]].length <= _LONGEST_LEAD
    return kept[0] if is_lead and is_apart(outline, kept[0], kept[1]) else None


def is_apart(outline: Outline, first: int, second: int) -> bool:
    """Whether two blocks do not stand in one row."""
    nodes, blocks = outline.nodes, outline.blocks
    return find_row(outline, nodes[blocks[first].node]) != find_row(outline, nodes[blocks[second].node])


def is_set_as_lead(outline: Outline, first: int, second: int) -> bool:
    """Whether the first kept block is set otherwise than the text.

    As a long subheading, with a lead's name in an element of its own, or above the line of date.
    """
    block, node = outline.blocks[first], outline.nodes[outline.blocks[first].node]
    if block.length > _LONGEST_LEAD:
        return False
    if node.tag in SUBHEADINGS and block.length > SHORTEST_FIRST:
        return True
    if is_above_date(outline, first, second):
        return True
    named = (node.marks | block.marks | node.inherited) & Mark.LEAD and block.length >= SHORTEST_TOLD
    return bool(named) and (is_called_lead(node) or is_apart(outline, first, second))


def stands_alone(outline: Outline, kept: list[int]) -> bool:
    """Whether the first kept block is a sentence beside the one element that holds all others, and set otherwise.

    `<p class="intro">…</p><div class="prose"><p>…</p><p>…</p></div>`, `<tr><td><b>…</b></td></tr><tr><td>…</td></tr>`.
    """
    blocks, nodes = outline.blocks, outline.nodes
    if len(kept) < _FEWEST_BESIDE or kept[-1] - kept[1] >= 2 * len(kept):
        return False
    block, node, second = blocks[kept[0]], nodes[blocks[kept[0]].node], blocks[kept[1]]
    if not _SHORTEST_LEAD <= block.length <= _LONGEST_LEAD or not block.text.endswith(SENTENCE_ENDS) or block.links:
        return False
    if nodes[outline.find_around(second.node, kept[1:])].start <= kept[0] or node.end - node.start > 1:
        return False
    tag = nodes[second.node].tag
    if (node.marks | node.inherited | block.marks) & NOT_LEAD or (tag in CELLS and tag != node.tag):
        return False
    is_bold = block.bold >= block.length > second.bold
    return is_bold or node.signature != nodes[second.node].signature


def is_above_date(outline: Outline, first: int, second: int) -> bool:
    """Whether a sentence stands above the line of date, and the text below it."""
    is_sentence = outline.blocks[first].text.endswith(SENTENCE_ENDS)
    return is_sentence and second == first + 2 and is_date_of_page(outline.blocks[first + 1])


def is_called_lead(node: Node) -> bool:
    """Whether an element of one block alone is called a lead, and not just an introduction, as first paragraphs are."""
    return node.end - node.start <= 1 and LEAD_CLASS.search(node.element.get("class") or "") is not None


def is_plain_statement(outline: Outline, place: int) -> bool:
    """Whether a plain line ends with a full stop, and tells neither who made the page nor when."""
    text = outline.blocks[place].text
    ends = text.endswith(FULL_STOPS) and not text.endswith("..")
    return ends and is_plain_line(outline, place) and not is_head_block(outline, place)


def may_be_lead(outline: Outline, place: int, description: str, *, follows: bool = False) -> bool:
    """Whether a block between title and text reads like a lead.

    Of its length, no link, and a sentence or told by its name, its type or the head's description. With `follows` the
    text begins right behind it, and a short sentence is enough.
    """
    block, node = outline.blocks[place], outline.nodes[outline.blocks[place].node]
    marks = node.marks | node.inherited | block.marks
    described = bool(description) and block.text.startswith(description)
    parent = outline.nodes[node.parent]
    told = node.marks | (parent.marks if parent.end - parent.start == 1 else 0)
    is_told = described or bool(told & Mark.LEAD)
    shortest = SHORTEST_TOLD if is_told else _SHORTEST_LEAD
    if follows and is_plain_statement(outline, place):
        shortest = min(shortest, SHORTEST_STATEMENT)
    if not shortest <= block.length <= _LONGEST_LEAD or block.is_mostly_linked or is_announcing(block):
        return False
    named = outline.nodes[node.parent].marks & Mark.LEAD  # `div.teaser-text` is no teaser of another article
    if marks & (NOT_LEAD & ~Mark.RELATED if named else NOT_LEAD) and not node.marks & Mark.LEAD:
        return False
    subheading = node.tag in SUBHEADINGS and block.length > SHORTEST_FIRST
    return bool(block.text.endswith(SENTENCE_ENDS) or marks & Mark.LEAD or subheading or described)
