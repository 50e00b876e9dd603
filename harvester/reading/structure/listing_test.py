"""Whether what was kept of a page is no article but a list of other articles with their summaries."""

from __future__ import annotations

from harvester.reading.structure.outline import Outline, TextBlock

SHORTEST_TITLE = 20
"""Characters of a link that may be the title of another article."""
REACH = 3
"""Blocks back from a summary among which its title stands."""
FEWEST = 3
SUMMARIES = 0.6
"""Part of the kept text that is summaries and titles."""
LINKED = 0.5
"""Part of the kept text in links from which on it is a list of links."""
LONGEST_SUMMARY = 450
TITLE_PART = 0.8


def is_title_link(block: TextBlock) -> bool:
    """Whether a block is a link, or begins with one, that may be the title of another article."""
    return block.longest_link >= SHORTEST_TITLE and block.linked >= TITLE_PART * min(block.length, 60)


def measure_summaries(outline: Outline, kept: list[int], title: int | None) -> tuple[int, float]:
    """How many kept blocks are titles or summaries of other articles, and which part of the kept text they are."""
    blocks = outline.blocks
    found = length = 0
    start = -1 if title is None else title
    for place in kept:
        block = blocks[place]
        if block.length > LONGEST_SUMMARY:
            continue
        near = range(max(start + 1, place - REACH), place + 1)
        if any(is_title_link(blocks[before]) for before in near):
            found += 1
            length += block.length
    whole = sum(blocks[place].length for place in kept)
    return found, length / whole if whole else 0.0


def is_listing(outline: Outline, kept: list[int], title: int | None) -> bool:
    """Whether most of the kept text leads to other articles."""
    blocks = outline.blocks
    whole = sum(blocks[place].length for place in kept)
    if not whole:
        return False
    if sum(blocks[place].linked for place in kept) > LINKED * whole:
        return True
    found, part = measure_summaries(outline, kept, title)
    return found >= FEWEST and part > SUMMARIES
