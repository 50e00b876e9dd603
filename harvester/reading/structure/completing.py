"""Completes the kept text: gaps between its blocks, whole lists and tables, lines behind it, its first heading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise

from harvester.reading.containers import HEADINGS
from harvester.reading.structure.block_features import NOISE
from harvester.reading.structure.line_kinds import (
    INVITATION,
    LAST,
    SHORTEST_PARAGRAPH,
    is_announcing,
    is_head_block,
    is_plain_line,
    is_related_heading,
    is_signature,
)
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Node, Outline
from harvester.reading.structure.rows import CELLS, GROUPS, MOST_WRAPPERS, find_group_around, find_outer_row, find_row

TAKEN_BACK = 0.2
TAKEN_BACK_CELL = 0.05
TAKEN_BACK_SENTENCE = 0.03
GROUP_OUT = (NOISE | Mark.HIDDEN) & ~(Mark.BOX | Mark.NEWS | Mark.QUOTE)
"""Marks of lists and tables that are none of the text; `class="table"` and `class="list"` say what they are."""
_BESIDE_TEXT = (NOISE | Mark.HIDDEN) & ~(
    Mark.BOX | Mark.NEWS | Mark.QUOTE | Mark.MEDIA | Mark.LEAD | Mark.CATEGORY | Mark.TAG
)
FULL_STOPS = (".", ".”", '."', ".)")
GROUP_LINKED = 0.3
LONGEST_TAIL = 8
WRAPPED = 0.6
"""Part of an element's text in its table from which on it is the table's wrapper."""
FEWEST_SIBLINGS = 2
MOST_BESIDE_GROUP = 3
"""Lines between a list or table and the text that go with them."""


def take_back_gaps(outline: Outline, kept: Iterable[int], weights: list[float]) -> set[int]:
    """The places with those between two kept blocks of the same parent, where their weight is not much too low."""
    found = set(kept)
    blocks, nodes = outline.blocks, outline.nodes
    last: dict[int, int] = {}
    for place in sorted(found):
        node = nodes[blocks[place].node]
        parents = [node.parent, find_row(outline, node)]
        while node.tag in CELLS and parents[-1] >= 0:  # outwards to what stands beside the whole list or table
            node = nodes[parents[-1]]
            parents.append(node.parent)
        for parent in parents:
            before = last.get(parent)
            if before is not None and place - before > 1:
                found.update(p for p in range(before + 1, place) if may_be_between(outline, weights, p))
            last[parent] = place
    return found


def may_be_between(outline: Outline, weights: list[float], place: int) -> bool:
    """Whether a block between two kept ones weighs enough to be one of them; cells and items need little.

    A line of a signature needs nothing.
    """
    if is_signature(outline.blocks[place]) and is_plain_line(outline, place):
        return True
    is_cell = outline.nodes[outline.blocks[place].node].tag in CELLS
    return weights[place] >= (TAKEN_BACK_CELL if is_cell else TAKEN_BACK)


def complete_groups(outline: Outline, places: set[int], introducing: Collection[int] | None = None) -> set[int]:
    """The places with the whole of each list and table that stands beside a kept paragraph: lists of short items.

    Args:
        outline: The page.
        places: The kept blocks.
        introducing: Those beside which a list or table is of the same text; paragraphs and announcements where absent.
    """
    blocks, nodes = outline.blocks, outline.nodes
    if introducing is None:
        introducing = [p for p in places if blocks[p].length >= SHORTEST_PARAGRAPH or is_announcing(blocks[p])]
    parents = {number for place in introducing for number in list_around(outline, place)}
    sums = [0, *accumulate(block.length for block in blocks)]
    found = set(places)
    for number, node in enumerate(nodes):
        if node.tag in GROUPS and node.parent >= 0 and not node.marks & GROUP_OUT:
            around = find_beyond_wrappers(outline, node, parents, sums)
            if around in parents or number in parents:
                group = range(node.start, find_group_end(outline, number))
                found.update(group)
                found.update(list_beside_group(outline, group, around, places))
    return found


def list_beside_group(outline: Outline, group: range, around: int, places: Collection[int]) -> list[int]:
    """The places of a few plain lines between a list or table and kept text, where all stand in one element.

    A document's kind in capitals, below the table with who issues it: "KẾ HOẠCH".
    """
    found: list[int] = []
    for way in (range(group.stop, len(outline.blocks)), range(group.start - 1, -1, -1)) if group else ():
        between: list[int] = []
        for place in islice(way, MOST_BESIDE_GROUP + 1):
            if place in places:
                found.extend(between)
                break
            is_beside = find_row(outline, outline.nodes[outline.blocks[place].node]) == around
            if not is_beside or not is_plain_line(outline, place) or is_head_block(outline, place):
                break
            between.append(place)
    return found


def find_beyond_wrappers(outline: Outline, group: Node, wanted: Collection[int], sums: Sequence[int]) -> int:
    """The number of the element around a list or table, beyond what holds nothing but it, or of a wanted one before.

    Tables have several wrappers: `<figure class="table"><div class="table-responsive"><table>`.
    """
    nodes, around = outline.nodes, group.parent
    for _ in range(MOST_WRAPPERS if group.tag == "table" else 1):
        if around in wanted or not is_wrapper(nodes[around], group, sums) or nodes[around].marks & GROUP_OUT:
            break
        around = nodes[around].parent
        if around < 0:
            break
    return around


def list_sentences_between(outline: Outline, places: list[int], weights: list[float]) -> Iterator[int]:
    """The places of sentences between kept blocks, in boxes of the text's own: `figure.callout > div`, `details > p`.

    Not behind a link or a block of something else: it may be the summary of another article.
    """
    kept = frozenset(places)
    if not places or 2 * len(places) < places[-1] - places[0]:
        return
    for place in range(places[0] + 1, places[-1]):
        block = outline.blocks[place]
        is_statement = block.text.endswith(FULL_STOPS) and not block.text.endswith("..")
        if place in kept or block.links or not is_statement or weights[place] < TAKEN_BACK_SENTENCE:
            continue
        foreign = outline.nodes[block.node].inherited & _BESIDE_TEXT
        before = outline.blocks[place - 1]
        if not foreign and not before.links and is_plain_line(outline, place):
            yield place


def list_side_boxes(outline: Outline, places: list[int]) -> Iterator[int]:
    """The places in boxes of facts between kept blocks of one element, called a side column and without any link.

    `<p>…</p><div class="sidebar-1"><h3>…</h3><p>…</p></div><p>…</p>`
    """
    kept = frozenset(places)
    for node in outline.nodes if places else ():
        if not node.marks & Mark.SIDE or node.start - 1 not in kept or node.end not in kept:
            continue
        beside = {find_outer_row(outline, place) for place in (node.start - 1, node.end)}
        if beside == {node.parent} and is_box_of_facts(outline, node):
            yield from range(node.start, node.end)


def is_box_of_facts(outline: Outline, node: Node) -> bool:
    """Whether an element ends with a sentence, leads nowhere, and calls itself nothing else than a side column."""
    inside = outline.blocks[node.start : node.end]
    if not inside or not inside[-1].text.endswith(FULL_STOPS):
        return False
    if any(block.links or INVITATION.match(block.text) for block in inside):
        return False
    marks = node.marks | node.inherited
    for block in inside:
        marks |= outline.nodes[block.node].marks | block.marks
    headed = any(is_related_heading(outline, place) for place in range(node.start, node.end))
    return not headed and not marks & _BESIDE_TEXT & ~(Mark.SIDE | Mark.TITLE)


def list_gaps(outline: Outline, places: list[int]) -> Iterator[int]:
    """The places of plain lines between two neighbours among the kept blocks, where all stand in one row."""
    rows = {place: find_outer_row(outline, place) for place in range(places[0], places[-1] + 1)} if places else {}
    for before, after in pairwise(places):
        if rows[before] == rows[after]:
            between = range(before + 1, after)
            yield from (place for place in between if rows[place] == rows[before] and is_plain_line(outline, place))


def is_wrapper(node: Node, group: Node, sums: Sequence[int]) -> bool:
    """Whether an element holds a list or table alone, or a table with a field to search it or a count of its rows.

    Args:
        node: The element.
        group: The list or table.
        sums: The characters of the page's blocks up to each place.
    """
    if node.end - node.start == group.end - group.start:
        return True
    rows, whole = (sums[one.end] - sums[one.start] for one in (group, node))
    return group.tag == "table" and rows >= WRAPPED * whole


def list_around(outline: Outline, place: int) -> tuple[int, ...]:
    """The numbers of the elements that may hold a block's text among other things.

    The one around its own, the one beyond what holds nothing but it, and its own where text stands in it beside
    elements.
    """
    number = outline.blocks[place].node
    node = outline.nodes[number]
    around = (node.parent, find_row(outline, node))
    return (*around, number) if node.end - node.start > 1 else around


def find_group_end(outline: Outline, number: int) -> int:
    """Where the text of a list or table ends.

    Behind it where it has few links, else before the first of them; at its start where a part of it names itself
    something else, or no more than a heading stands before the links.
    """
    node = outline.nodes[number]
    inside = outline.blocks[node.start : node.end]
    linked = sum(block.linked for block in inside)
    if any((outline.nodes[block.node].marks | block.marks) & GROUP_OUT for block in inside):
        return node.start
    if linked and is_related_heading(outline, node.start):
        return node.start
    if linked <= GROUP_LINKED * sum(block.length for block in inside):
        return node.end
    before = next(place for place, block in enumerate(inside) if block.linked)
    return node.start + (before if sum(block.length for block in inside[:before]) >= SHORTEST_PARAGRAPH else 0)


def follow_tail(outline: Outline, places: list[int], longest: int = LONGEST_TAIL) -> list[int]:
    """The plain lines right behind the last kept block, at most `longest` of them.

    They have its parent and its kind of element: signatures, for one. Or they stand in the element that it is a bare
    text of, as a poem's place and day: `…<br>…<br><div align="right"><i>…</i></div>`.
    """
    blocks, nodes = outline.blocks, outline.nodes
    if not places:
        return []
    bare = blocks[places[-1]].node
    last = nodes[bare]
    row, outer = find_row(outline, last), find_outer_row(outline, places[-1])
    group = find_group_around(outline, last)
    if group is not None and is_followed(outline, places, group):
        row = find_row(outline, group)
        last = nodes[blocks[min(places[-1] + 1, len(blocks) - 1)].node]
    like = {(nodes[blocks[place].node].parent, nodes[blocks[place].node].signature) for place in places}
    tail: list[int] = []
    for place in range(places[-1] + 1, min(len(blocks), places[-1] + 1 + longest)):
        node = nodes[blocks[place].node]
        if (node.marks | node.inherited) & Mark.CAPTION:
            continue
        own = node.parent, node.signature
        is_signing = is_signature(blocks[place])
        around = find_row(outline, node)
        is_inside = around == bare and nodes[bare].tag not in ("body", "html") and not is_head_block(outline, place)
        is_like = node.tag == last.tag or own in like or is_signing
        if is_signing and find_outer_row(outline, place) == outer:  # paragraphs may stand in elements of their own
            row = find_row(outline, node)
        if not (is_inside or (is_like and around == row)) or not is_plain_line(outline, place):
            break
        like.add(own)
        tail.append(place)
    return tail


def is_followed(outline: Outline, places: list[int], group: Node) -> bool:
    """Whether what stands behind a list or table belongs to it.

    A kept line stands before it in its row, or behind it are plain lines alone.
    """
    row = find_row(outline, group)
    before = places[max(0, len(places) - (group.end - group.start) - LAST) :]
    if any(place < group.start and find_outer_row(outline, place) == row for place in before):
        return True
    behind = range(group.end, outline.nodes[row].end) if row >= 0 else range(0)
    return len(behind) <= LONGEST_TAIL and all(is_plain_line(outline, place) for place in behind)


def count_siblings(outline: Outline, places: list[int]) -> int:
    """How many kept blocks stand in one row with the last of them."""
    blocks, nodes = outline.blocks, outline.nodes
    row = find_row(outline, nodes[blocks[places[-1]].node]) if places else -1
    return sum(find_row(outline, nodes[blocks[place].node]) == row for place in places)


def add_first_heading(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places with the heading right before the first of them.

    Others of its like are kept, or it stands in one row with the text in capitals, in bold or with a colon behind.
    """
    blocks, nodes = outline.blocks, outline.nodes
    first = places[0] - 1 if places else -1
    if title is None or first <= title:
        return places
    heading = nodes[blocks[first].node]
    if heading.tag not in HEADINGS:
        is_set = (
            blocks[first].text.isupper() or blocks[first].bold >= blocks[first].length or is_announcing(blocks[first])
        )
        is_above = is_set and find_outer_row(outline, first) == find_outer_row(outline, places[0])
        return [first, *places] if is_above and is_plain_line(outline, first) else places
    like = (nodes[blocks[place].node] for place in places)
    known = any((node.parent, node.signature) == (heading.parent, heading.signature) for node in like)
    return [first, *places] if known and is_plain_line(outline, first) else places
