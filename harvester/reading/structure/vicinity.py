"""Where an article's fields are looked for around its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from harvester.reading.markup import Element
from harvester.reading.structure.article import Structure
from harvester.reading.structure.listing_test import is_title_link
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Node, Outline, TextBlock

ABOVE = 8
"""Blocks before the title that may be its category, date or author."""
BELOW = 14
"""Blocks behind the text that may be its tags, author or date."""
FOREIGN = Mark.COMMENT | Mark.RELATED | Mark.SIDE | Mark.FOOT | Mark.NAV | Mark.AD | Mark.SIGNUP
"""Marks of elements that tell of something else."""
_FILED = Mark.CATEGORY | Mark.TAG | Mark.AUTHOR | Mark.CRUMBS | Mark.META | Mark.SHARE
LONGEST_NEARBY = 160
"""Characters of a line that may tell something of the article."""
ABOVE_TITLE = 3
"""Blocks before the title of which one may be its date, or name its author."""
# What heads tags and authors of a whole site: "Thẻ phổ biến", "Tác giả nổi bật", "Popular tags".
POPULAR = re.compile(r"phổ biến|nổi bật|thịnh hành|xem nhiều|\bhot\b|mây thẻ|popular|trending|cloud", re.IGNORECASE)
LARGEST_BOX = 30
_LONGEST_HEADING = 40
"""Blocks of a box beside the article, and characters of what heads it."""
MOST_ADDED = 8
"""Blocks that the element around an article's may add to be the article's too."""
SMALL_ITEM = 5
"""Blocks of an element that may be one item of a list of other articles."""


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
    _own: dict[int, bool] = field(default_factory=dict, repr=False)
    """What `is_own` answered: a block may hold a thousand links."""

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
        if place not in self._own:
            self._own[place] = self._is_own(place)
        return self._own[place]

    def _is_own(self, place: int) -> bool:
        outline = self.structure.outline
        if not outline.blocks or place in self.structure.others:
            return False
        block = outline.blocks[min(place, len(outline.blocks) - 1)]
        node = outline.nodes[block.node]
        foreign = FOREIGN & ~Mark.FOOT if self.is_within_scope(place) else FOREIGN
        if self.structure.title is not None and self.structure.title < place < self.first:
            foreign &= ~Mark.SIDE  # a column beside the text that stands before it: its author and date
        return not self.find_marks(node) & foreign and not self.is_listed(node)

    def find_marks(self, node: Node) -> int:
        """The marks of an element and of those around it, but for those around the whole text too.

        `div.widget.Blog` that holds the article makes no widget of what stands below the text, nor is the first post of
        a thread a comment.
        """
        marks = node.marks
        while node.inherited & FOREIGN:
            node = self.structure.outline.nodes[node.parent]
            if node.start <= min(self.first, self.last) and self.last < node.end:
                return marks
            marks |= node.marks
        return marks

    def is_of_site(self, place: int) -> bool:
        """Whether a block heads a box beside the article, or stands in one, with what the whole site has most of."""
        blocks = self.structure.outline.blocks
        if POPULAR.search(self.find_box_heading(place)) is not None:
            return True
        if place >= len(blocks) or blocks[place].length > _LONGEST_HEADING or self.is_within_scope(place):
            return False
        return POPULAR.search(blocks[place].text) is not None

    def find_box_heading(self, place: int) -> str:
        """What heads the small element around a block outside of the article's own; empty where nothing does."""
        outline = self.structure.outline
        if self.is_within_scope(place) or place >= len(outline.blocks):
            return ""
        number = outline.blocks[place].node
        for _ in range(3):
            if number < 0 or outline.nodes[number].end - outline.nodes[number].start > LARGEST_BOX:
                return ""
            first = outline.blocks[outline.nodes[number].start]
            if outline.nodes[number].start < place and not first.linked and first.length <= _LONGEST_HEADING:
                return first.text
            number = outline.nodes[number].parent
        return ""

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
        """Whether a block is a link with a title.

        Not a long name of a category or an author, a button, or the way to the article before.
        """
        title, outline = self.structure.title, self.structure.outline
        if title is not None and block.text == outline.blocks[title].text:
            return False  # a thread's first post has the title once more, with a link to itself
        node = outline.nodes[block.node]
        is_other = not (node.marks | block.marks) & _FILED and not (node.marks | node.inherited) & Mark.NAV
        return is_title_link(block) and is_other

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
        first += ABOVE if title is not None else 0
    else:
        first, last = find_beginning(structure.kept or kept, title), kept[-1]
    start = max(0, (first if title is None or title > first else title) - ABOVE)
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


def is_menu_between(outline: Outline, place: int, title: int) -> bool:
    """Whether several links stand between two blocks; one may be the category."""
    return sum(block.is_mostly_linked for block in outline.blocks[place + 1 : title]) > 1


def is_articles_head(node: Node, title: int) -> bool:
    """Whether a small element that is called a head ends where the title stands: `div.article-header`."""
    return node.tag != "header" and node.start > 0 and node.end == title <= node.start + ABOVE_TITLE
