"""What is measured of each block, and the weighing of it.

A block is described by a handful of numbers, two sets of marks, its tag and the tag around it. Marks and tags are
looked up in tables of weights, so that a page's blocks are weighed in a few microseconds each.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from itertools import accumulate
from typing import NamedTuple

from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Node, Outline, TextBlock

NOISE = (
    Mark.NAV | Mark.COMMENT | Mark.SHARE | Mark.RELATED | Mark.SIDE | Mark.FOOT | Mark.HEAD | Mark.AD | Mark.SIGNUP
    | Mark.AUTHOR | Mark.META | Mark.TAG | Mark.CAPTION | Mark.TITLE | Mark.LEAD | Mark.PRINT | Mark.NEWS | Mark.QUOTE
    | Mark.MEDIA | Mark.FORM | Mark.BOX | Mark.CATEGORY | Mark.DATE | Mark.CRUMBS
)  # fmt: skip
"""Marks that an element around much of the page's prose carries for nothing: `<div class="has-sidebar">`."""
_HIDDEN = Mark.HIDDEN
GUARD = 0.3
"""Part of the page's prose from which on an element's noise marks do not count."""
FEWEST_GUARDED = 250
"""Characters of prose that are too few to contradict an element's name."""
HIDDEN_GUARD = 0.6
_SHORTEST_PROSE = 80
"""Characters of a block that is prose."""
SENTENCE_ENDS = (".", "!", "?", "…", '."', ".”", "!”", "?”", ".)", ".'", ".’", ".»", ".«", "“", "”", ".]")

NUMBERS = (
    "bias", "length", "long", "very_long", "short", "tiny", "link_density", "mostly_linked", "has_link", "sentence",
    "inner_sentence", "colon", "question", "commas", "bold", "upper", "capitals", "digits", "copyright", "item",
    "table", "words_short",
    "before_linked", "after_linked", "before_length", "after_length", "before_sentence", "after_sentence",
    "previous_in_parent", "next_in_parent", "before_title", "title", "no_title", "described", "first_in_parent",
    "classless", "offset", "same_signature", "same_parent", "between_prose", "behind_prose", "before_prose",
    "parent_prose",
)  # fmt: skip
"""The names of a block's numbers, in order."""


class Description(NamedTuple):
    """What the weights are applied to."""

    numbers: tuple[float, ...]
    own: int  # marks of the node and of inline elements in the block
    inherited: int  # marks of the elements around the node
    tag: str
    parent_tag: str


class Measures:
    """Sums over a page's blocks: of text, and of prose, by interval, by parent and by pair of signatures."""

    def __init__(self, outline: Outline, without: Collection[int] = ()) -> None:
        blocks, nodes = outline.blocks, outline.nodes
        prose = [block.length if is_prose(block) and place not in without else 0 for place, block in enumerate(blocks)]
        self.text = [0, *accumulate(block.length for block in blocks)]
        self.prose = [0, *accumulate(prose)]
        self.by_parent: dict[int, int] = {}
        self.spans: dict[int, list[int]] = {}
        """First and last block of prose by the parent of its node."""
        self.by_signature: dict[tuple[str, str], int] = {}
        for place, (block, length) in enumerate(zip(blocks, prose, strict=True)):
            if length:
                node = nodes[block.node]
                parent = node.parent
                key = (node.signature, nodes[parent].signature if parent >= 0 else "")
                self.by_parent[parent] = self.by_parent.get(parent, 0) + length
                span = self.spans.get(parent)
                if span is None:
                    self.spans[parent] = [place, place]
                else:
                    span[1] = place
                self.by_signature[key] = self.by_signature.get(key, 0) + length

    def measure_place(self, place: int, node: Node, parent: Node) -> tuple[float, ...]:
        """Where a block stands: how far down the page, and beside how much prose."""
        text, prose = self.text, self.prose
        whole = prose[-1] or 1
        first, final = self.spans.get(node.parent, (len(text), -1))
        key = (node.signature, parent.signature if node.parent >= 0 else "")
        return (
            text[place] / (text[-1] or 1),
            self.by_signature.get(key, 0) / whole,
            self.by_parent.get(node.parent, 0) / whole,
            first < place < final,
            first <= final < place,
            place < first <= final,
            (prose[parent.end] - prose[parent.start]) / (text[parent.end] - text[parent.start] or 1),
        )

    def count_prose(self, node: Node) -> int:
        """Characters of prose below a node."""
        return self.prose[node.end] - self.prose[node.start]


def is_prose(block: TextBlock) -> bool:
    """Whether a block is long, and most of it no link."""
    return block.length >= _SHORTEST_PROSE and 2 * block.linked < block.length


def settle_marks(outline: Outline, measures: Measures) -> None:
    """Take marks of noise from elements that hold much of the prose, and hand the others down."""
    whole = measures.prose[-1] or 1
    most, most_hidden = GUARD * whole, HIDDEN_GUARD * whole
    nodes = outline.nodes
    heading = find_main_heading(outline)
    for node in nodes:
        if node.marks:
            held = measures.count_prose(node)
            if (node.start <= heading < node.end and node.tag != "h1") or held >= max(most, FEWEST_GUARDED):
                node.marks &= ~NOISE
                if held >= most_hidden:
                    node.marks &= ~_HIDDEN
        if node.parent >= 0:
            parent = nodes[node.parent]
            node.inherited = parent.inherited | parent.marks


def find_main_heading(outline: Outline) -> int:
    """The place of the last `h1` that has an element for itself; -1 where there is none."""
    nodes = outline.nodes
    return max((place for place, block in enumerate(outline.blocks) if nodes[block.node].tag == "h1"), default=-1)


def describe(outline: Outline, measures: Measures, title: int | None, description: str) -> list[Description]:
    """The description of each block.

    `title` is the place of the block that shows the title; `description` begins as the head describes the article.
    """
    blocks, nodes = outline.blocks, outline.nodes
    sentences = [float(block.text.endswith(SENTENCE_ENDS)) for block in blocks]
    found = []
    for place, block in enumerate(blocks):
        node = nodes[block.node]
        parent = nodes[node.parent] if node.parent >= 0 else node
        before = blocks[place - 1] if place else None
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        numbers = (
            *measure_text(block, sentences[place]),
            *measure_neighbours(before, after),
            sentences[place - 1] if place else 0.0,
            sentences[place + 1] if after is not None else 0.0,
            before is not None and nodes[before.node].parent == node.parent,
            after is not None and nodes[after.node].parent == node.parent,
            title is not None and place < title,
            place == title,
            title is None,
            bool(description) and block.text.startswith(description),
            node.start == parent.start,
            node.signature == node.tag,
            *measures.measure_place(place, node, parent),
        )
        found.append(Description(numbers, node.marks | block.marks, node.inherited, node.tag, parent.tag))
    return found


def measure_text(block: TextBlock, sentence: float) -> tuple[float, ...]:
    """The numbers of a block that its own text gives, as far as "words_short" in `NUMBERS`."""
    length, text = block.length, block.text
    density = block.linked / length
    letters = text[:60]
    return (
        1.0,
        math.log(length) / 4,
        length > 150,
        length > 400,
        length < 40,
        length < 12,
        density,
        density > 0.5,
        block.links > 0,
        sentence,
        ". " in text,
        text.endswith(":"),
        text.endswith("?"),
        min(1.0, text.count(", ") * 50 / (length + 50)),
        min(1.0, block.bold / length),
        letters.isupper(),
        text.istitle(),
        letters[:1].isdigit(),
        "©" in letters,
        block.item,
        block.table,
        length < 80 and not sentence,
    )


def measure_neighbours(before: TextBlock | None, after: TextBlock | None) -> tuple[float, float, float, float]:
    """How much of the blocks before and after is link, and how long they are."""
    return (
        0.0 if before is None else before.linked / before.length,
        0.0 if after is None else after.linked / after.length,
        0.0 if before is None else math.log(before.length) / 4,
        0.0 if after is None else math.log(after.length) / 4,
    )
