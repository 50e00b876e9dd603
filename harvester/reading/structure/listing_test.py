"""Whether what was kept of a page is no article but a list of other articles with their summaries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from harvester.reading.markup import Element
from harvester.reading.media import FILE_ADDRESS
from harvester.reading.structure.line_kinds import lists_titles
from harvester.reading.structure.outline import Node, Outline, TextBlock
from harvester.reading.structure.rows import find_table_row

_SHORTEST_TITLE = 20
"""Characters of a link that may be the title of another article."""
_SHORTEST_HEADING = 15
"""Characters of a heading that may be an article's title rather than a section's name."""
_REACH = 3
"""Blocks back from a summary among which its title stands."""
_FEWEST = 3
_MOST_STEPS = 4
"""Elements outwards from a block among which the entry is looked for that it is part of."""
_SHORTEST_PROSE = 60
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
SUMMARIES = 0.6
"""Part of the kept text that is summaries and titles."""
LINKED = 0.5
"""Part of the kept text in links from which on it is a list of links."""
LONGEST_SUMMARY = 450
TITLE_PART = 0.8


def is_title_link(block: TextBlock) -> bool:
    """Whether a block is a link that may be the title of another article."""
    whole = block.linked >= TITLE_PART * block.length
    return block.longest_link >= _SHORTEST_TITLE and (whole or block.head_link >= _SHORTEST_TITLE)


def is_summary(outline: Outline, place: int, title: int) -> bool:
    """Whether a block stands with the linked title of another article in an element that holds no more than these."""
    node = outline.nodes[outline.nodes[outline.blocks[place].node].parent]
    return title < place - 1 == node.start and node.end == place + 1 and is_title_link(outline.blocks[place - 1])


def measure_summaries(outline: Outline, kept: list[int], title: int | None) -> tuple[int, float]:
    """How many titles of other articles stand before kept blocks.

    And which part of the kept text these blocks and titles are.
    """
    blocks = outline.blocks
    length = 0
    titles: set[int] = set()
    start = -1 if title is None else title
    for place in kept:
        block = blocks[place]
        if block.length > LONGEST_SUMMARY:
            continue
        near = range(max(start + 1, place - _REACH), place + 1)
        before = next((n for n in reversed(near) if is_title_link(blocks[n]) or lists_titles(blocks[n])), None)
        if before is not None:
            titles.add(before)
            length += block.length
    whole = sum(blocks[place].length for place in kept)
    return len(titles), length / whole if whole else 0.0


def is_listing(outline: Outline, kept: list[int], title: int | None) -> bool:
    """Whether most of the kept text leads to other articles."""
    blocks = outline.blocks
    whole = sum(blocks[place].length for place in kept)
    if not whole:
        return False
    if sum(blocks[place].linked for place in kept) > LINKED * whole:
        return True
    if count_linked_headings(outline, kept, title) >= _FEWEST or are_entries(outline, kept):
        return True
    if is_teaser(outline, kept, title) or is_table_of_pages(outline, kept):
        return True
    found, part = measure_summaries(outline, kept, title)
    return found >= _FEWEST and part > SUMMARIES


def is_teaser(outline: Outline, kept: list[int], title: int | None) -> bool:
    """Whether the text is that of the first of several articles in a section: its heading is a link, as theirs are.

    "Kinh tế" is the page's own heading. "Thông báo" may be an article's, its second heading a link: to the page itself,
    or above a longer text than a teaser's.
    """
    if title is None or outline.blocks[title].length >= _SHORTEST_HEADING or has_paragraphs(outline, kept):
        return False
    above = {place for place in range(title + 1, kept[0]) if is_linked_heading(outline, place)}
    if not any(leads_elsewhere(link) for link, place, _ in outline.links if place in above):
        return False
    return sum(is_linked_heading(outline, place) for place in range(kept[-1] + 1, len(outline.blocks))) >= _FEWEST


def is_table_of_pages(outline: Outline, kept: list[int]) -> bool:
    """Whether the text is cells of a table without prose, most rows of which have a linked title: a list of documents.

    A row of two cells is a label and its value, on the page of one document; a link to a file is that document's own.
    """
    blocks = outline.blocks
    if not all(blocks[place].table and blocks[place].length < _SHORTEST_PROSE for place in kept):
        return False
    rows = {row for place in kept if (row := find_table_row(outline, place)) is not None}
    linked = {
        find_table_row(outline, place)
        for link, place, _ in outline.links
        if place < len(blocks)
        and is_title_link(blocks[place])
        and leads_elsewhere(link)
        and FILE_ADDRESS.search(link.get("href", "")) is None
    }
    found = len(linked & rows)
    return found >= _FEWEST and 2 * found > len(rows)


def has_paragraphs(outline: Outline, kept: list[int]) -> bool:
    """Whether the text has several paragraphs, and no linked heading within."""
    if any(is_linked_heading(outline, place) for place in range(kept[0], kept[-1])):
        return False
    return sum(outline.blocks[place].length >= _SHORTEST_PROSE for place in kept) >= _FEWEST


def leads_elsewhere(link: Element) -> bool:
    """Whether a link leads to another page: `#` and `#trang-2` lead to this one."""
    return not (link.get("href") or "#").startswith("#")


def are_entries(outline: Outline, kept: list[int]) -> bool:
    """Whether each kept block stands behind a link of its own in one of several like elements.

    The entries of a folder, of a search.
    """
    nodes = outline.nodes
    counts: dict[tuple[int, str], int] = {}
    for node in nodes:
        if begins_with_link(outline, node):
            key = (node.parent, node.signature)
            counts[key] = counts.get(key, 0) + 1
    entries = {key for key, count in counts.items() if count >= _FEWEST}
    return all(any((n.parent, n.signature) in entries for n in list_items(outline, place)) for place in kept)


def begins_with_link(outline: Outline, node: Node) -> bool:
    """Whether the first of several blocks of an element is a link."""
    if node.end - node.start < 2:
        return False
    first = outline.blocks[node.start]
    return first.linked >= TITLE_PART * first.length


def list_items(outline: Outline, place: int) -> Iterator[Node]:
    """The elements close around a block that begin with a link before it."""
    number = outline.blocks[place].node
    for _ in range(_MOST_STEPS):
        node = outline.nodes[number]
        if node.start < place and begins_with_link(outline, node):
            yield node
        number = node.parent
        if number < 0:
            return


def count_linked_headings(outline: Outline, kept: list[int], title: int | None) -> int:
    """How many headings of one kind are links with kept text right behind: a page of several whole articles."""
    blocks, nodes = outline.blocks, outline.nodes
    start = max(0, kept[0] - _REACH) if title is None else min(title, kept[0])
    headings = [place for place in range(start, kept[-1]) if is_linked_heading(outline, place)]
    prose = {place for place in kept if blocks[place].length >= _SHORTEST_PROSE}
    found: dict[str, int] = {}
    for place, following in pairwise([*headings, kept[-1] + 1]):
        if not prose.isdisjoint(range(place + 1, min(following, place + 2 + _REACH))):
            signature = nodes[blocks[place].node].signature
            found[signature] = found.get(signature, 0) + 1
    return max(found.values(), default=0)


def is_linked_heading(outline: Outline, place: int) -> bool:
    """Whether a block is a heading that is a link with a title's length."""
    block = outline.blocks[place]
    linked = block.linked >= TITLE_PART * block.length and block.length >= _SHORTEST_TITLE
    return linked and outline.nodes[block.node].tag in _HEADINGS
