"""Articles of a sentence or two: too little for weights that were learned of whole texts, but found by their title."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile

from harvester.reading.media import FILE_ADDRESS
from harvester.reading.structure.block_features import NOISE
from harvester.reading.structure.completing import complete_groups, follow_tail, list_gaps
from harvester.reading.structure.line_kinds import is_announcing, is_head_block, is_plain_line
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.neighbours import list_behind
from harvester.reading.structure.omissions import drop_colophon, drop_head
from harvester.reading.structure.outline import Node, Outline, TextBlock
from harvester.reading.structure.page_tables import drop_outer_cells
from harvester.reading.structure.rows import find_outer_row

_MOST_STEPS = 6
"""Elements outwards from the title among which the article's is looked for."""
_OUT = (NOISE | Mark.HIDDEN) & ~(Mark.NEWS | Mark.LEAD | Mark.QUOTE | Mark.MEDIA | Mark.BOX | Mark.TITLE)
_LEAST_WEIGHT = 0.03
SHORTEST = 20
FEWEST_LINES = 3
MOST_AROUND_LINES = 2
"""Lines, and elements around them, of a list of names with what announces it."""
_MOST_ROUNDS = 10
"""How often what stands right behind a short text is added to it: each round looks at all lists of the page."""


def find_short_text(outline: Outline, title: int, weights: list[float]) -> tuple[int, list[int]] | None:
    """The smallest element around the title with running text behind it, and the places of that text.

    The element by its number; None where there is none. Where that is the page itself, the first of its elements behind
    the title counts.
    """
    nodes = outline.nodes
    number = nodes[outline.blocks[title].node].parent
    for _ in range(_MOST_STEPS):
        if number < 0:
            return None
        kept = drop_head(outline, list_running(outline, nodes[number], title, weights), title)
        if nodes[number].tag in ("body", "html"):
            if not kept:
                return None
            inner = nodes[outline.blocks[kept[0]].node]
            while inner.parent > number:
                inner = nodes[inner.parent]
            return number, [place for place in kept if inner.start <= place < inner.end]
        if kept:
            return number, kept
        number = nodes[number].parent
    return None


def list_running(outline: Outline, scope: Node, title: int, weights: list[float]) -> list[int]:
    """The places of the running text of an element behind the title; none where that is too little."""
    nodes, blocks = outline.nodes, outline.blocks
    known = scope.marks | scope.inherited
    kept = []
    for place in range(title + 1, scope.end):
        node = nodes[blocks[place].node]
        own = (node.marks | blocks[place].marks | node.inherited & ~Mark.CATEGORY) & ~known  # `div.WordSection1`
        if not own & _OUT and weights[place] >= _LEAST_WEIGHT and _is_running(blocks[place]):
            kept.append(place)
    whole = [p for p in kept if blocks[p].length >= SHORTEST or announces_files(outline, p)]
    parents = {nodes[blocks[place].node].parent for place in whole}
    cells = [place for place in kept if blocks[place].table]
    if not parents:  # few words in another element are labels: "Posted"
        if is_roll(outline, kept):
            return kept
        return cells if sum(blocks[place].length for place in cells) >= SHORTEST else []
    return [p for p in kept if nodes[blocks[p].node].parent in parents]


def announces_files(outline: Outline, place: int) -> bool:
    """Whether a line says that what follows is listed, and a link to a file is right behind: "Hồ sơ gồm:"."""
    if not is_announcing(outline.blocks[place]) or not is_plain_line(outline, place):
        return False
    first = bisect_left(outline.links, place + 1, key=lambda link: link[1])  # they are in document order
    links = map(outline.links.__getitem__, range(first, len(outline.links)))
    behind = takewhile(lambda link: link[1] == place + 1, links)
    return any(FILE_ADDRESS.search(link.get("href") or "") is not None for link, _, _ in behind)


def is_roll(outline: Outline, places: list[int]) -> bool:
    """Whether some blocks are lines of one list or verse: several plain ones, one right behind the other."""
    blocks, nodes = outline.blocks, outline.nodes
    if len(places) < FEWEST_LINES or places[-1] - places[0] >= len(places):
        return False
    tags = {nodes[blocks[place].node].tag for place in places}
    parents = {nodes[blocks[place].node].parent for place in places}
    return (
        len(parents) <= MOST_AROUND_LINES
        and len(tags) <= MOST_AROUND_LINES
        and all(is_plain_line(outline, p) for p in places)
    )


def _is_running(block: TextBlock) -> bool:
    """Whether most of a block is no link."""
    return 2 * block.linked < block.length


def find_scope(outline: Outline, title: int, place: int, number: int) -> int | None:
    """The number of the smallest element around the title that also holds a node, behind the title by its place.

    None where that is the page itself.
    """
    if place <= title:
        return None
    around = outline.blocks[title].node
    while around >= 0 and outline.nodes[around].tag not in ("body", "html"):
        inner = number
        while inner > around:
            inner = outline.nodes[inner].parent
        if inner == around:
            return around
        around = outline.nodes[around].parent
    return None


def complete_row(outline: Outline, places: list[int], title: int) -> list[int]:
    """The places of a short text with the lists, tables and plain lines that go on with it, however many.

    Of a roster or a list of prices only the first sentence weighs anything.
    """
    known = {*places, *list_gaps(outline, places)}
    found = sorted(complete_groups(outline, known, known))
    if find_outer_row(outline, found[0]) != find_outer_row(outline, title):  # else a section may stand there
        found = [*follow_head(outline, found, title), *found]
    for _ in range(_MOST_ROUNDS):
        tail = follow_tail(outline, found, len(outline.blocks)) or list_behind(outline, found[-1])
        more = sorted(complete_groups(outline, {*found, *tail}, {*found, *tail})) if tail else found
        if more == found:
            break
        found = more
    found = drop_outer_cells(outline, drop_colophon(outline, drop_head(outline, found, title)), title)
    return drop_frame(outline, found, title)


def follow_head(outline: Outline, places: list[int], title: int) -> list[int]:
    """The places of plain lines between the title and the first kept block, in one row with it; no date, no author."""
    row = find_outer_row(outline, places[0])
    head: list[int] = []
    for place in range(places[0] - 1, title, -1):
        if find_outer_row(outline, place) != row or not is_plain_line(outline, place) or is_head_block(outline, place):
            break
        head.insert(0, place)
    return head


def drop_frame(outline: Outline, places: list[int], title: int) -> list[int]:
    """The places without the last lines that stand above the title too: the site's name, at the head and the foot."""
    above = {block.text for block in outline.blocks[:title]}
    while len(places) > 1 and outline.blocks[places[-1]].text in above:
        places = places[:-1]
    return places
