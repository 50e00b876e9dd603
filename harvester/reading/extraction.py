"""Where the text stands on a page of unknown make: trafilatura finds it, our own walk reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from harvester.reading.body import Block, Body, read_body
from harvester.reading.heuristics import find_claimed, read_claims
from harvester.reading.markup import Element, iter_text, read_text
from harvester.reading.page import Page
from harvester.reading.surroundings import TITLE_WORDS, find_footers, find_link_lists, find_summaries
from harvester.vietnamese.bylines import parse_byline
from harvester.vietnamese.text import collapse_spaces

LARGEST = 500_000
"""Bytes beyond which a page is not given to trafilatura, whose time grows faster than the page."""
MOST_ELEMENTS = 6_000
MOST_WEIGHED = 60_000
"""Elements beyond which a page is not read at all without selectors: no article has so many."""
DEEPEST = 250
"""Nesting beyond which it is not: it recurses."""
SHORTEST_TEXT = 120
"""Characters of the shortest text that is an article's."""
SHORTEST_PIECE = 20
SHORTEST_CELL = 3
"""Characters of a cell: they are short where a table is all there is."""
PREFIX = 80
"""Characters of a block that are looked for in the found text; inline markup may part the rest."""
COVERED = 0.7
"""Part of the found text that the chosen element has to hold."""
TAIL = 3
"""How many bylines may follow the last found block."""
UNREAD = ("script", "style", "title", "option", "noscript")
BELONGING = 0.7
"""Part of what an element adds to the found one that is text for it to be taken instead."""
WIDENED = 1.2
"""How much longer the text of an element around the found one may be for it to be taken instead."""
OUT = "dropped"
MOST_LINKED = 0.5
"""Part of a text in links from which on it is a list of links."""

# What trafilatura puts before and between the text of lists and tables.
MARKS = re.compile(r"^[-•|\s]+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text's blocks, and the element that holds them where there is one."""

    body: Body
    element: Element | None


def extract_body(page: Page) -> Extraction | None:
    """The article's text on a page; None where there is no text of an article's length.

    Summaries of other articles are cut out before it is looked for. Footers and lists of links are only where
    what is found is spread over the page: they help to tell where the text is not.
    """
    if len(page.body) > LARGEST or is_unwieldy(page.tree, DEEPEST, MOST_ELEMENTS):
        return find_dense(page)
    heading = find_claimed(page, read_claims(page, {}))
    around = find_summaries(page.tree, heading)
    text = extract_text(page, around)
    element = find_container(page.tree, text)
    if element is None or element.tag in ("body", "html") or len(text) < SHORTEST_TEXT:
        wider = [*around, *find_footers(page.tree, heading)]
        without = extract_text(page, [*wider, *find_link_lists(page.tree)])
        if len(without) >= SHORTEST_TEXT:
            around, text, element = wider, without, find_container(page.tree, without)
    if len(text) < SHORTEST_TEXT:
        return find_dense(page)
    if element is None:
        return Extraction(make_body(text), None)
    body = read_body(element, page.absolute, around)
    cut_to_text(body, text)
    ours = sum(len(block.text) for block in body.blocks if block.kind != "image")
    if is_linked(element) and ours < len(text) * 2:
        return None
    return Extraction(body if ours >= COVERED * 0.9 * len(text) else make_body(text), element)


def extract_text(page: Page, around: Collection[Element]) -> str:
    """What trafilatura takes for the text, tables included, nothing left out for being said twice."""
    import trafilatura

    return (
        trafilatura.extract(
            cut_out(page, around) if around else page.text,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            output_format="txt",
        )
        or ""
    )


def cut_out(page: Page, dropped: Collection[Element]) -> str:
    """The page without some of its elements, what stands behind them kept."""
    places = {element: place for place, element in enumerate(page.tree.iter())}
    out = {places[element] for element in dropped}
    copy = deepcopy(page.tree)
    for element in [element for place, element in enumerate(copy.iter()) if place in out]:
        element.tag = OUT
    etree.strip_elements(copy, OUT, with_tail=False)
    return etree.tostring(copy, encoding="unicode", method="html")


def is_unwieldy(root: Element, deepest: int, most: int) -> bool:
    """Whether a tree nests deeper, or holds more elements, than code is to be given that recurses over it."""
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if depth > deepest or count > most:
            return True
    return False


def find_container(root: Element, text: str) -> Element | None:
    """The element that holds a text: the deepest with nearly all of its pieces, then outwards as long as little
    is added, such as a byline, a lead or an image, or most of what is added belongs to the text."""
    wanted = collapse_spaces(MARKS.sub(" ", text))

    def weigh(node: Element) -> int:
        return weigh_found(node, wanted)

    element = find_heaviest(root, weigh)
    if element is None:
        return None
    first = length = measure_text(element)
    parent = element.getparent()
    while parent is not None and parent.tag not in ("body", "html"):
        around = measure_text(parent)
        if around > WIDENED * first + 150:
            added = list(iter_added(parent, element))
            if sum(map(weigh, added)) < BELONGING * (around - length) or any(map(is_title_link, added)):
                break
            first = around
        element, length = parent, around
        parent = element.getparent()
    return element


def is_title_link(element: Element) -> bool:
    """Whether an element is a link with the title of another article."""
    return element.tag == "a" and len(read_text(element).split()) >= TITLE_WORDS


def weigh_found(node: Element, wanted: str) -> int:
    """Characters of an element's own pieces of text that are in a text."""
    if not isinstance(node.tag, str) or node.tag in UNREAD:
        return 0
    least = SHORTEST_CELL if node.tag in ("td", "th") else SHORTEST_PIECE
    pieces = (node.text, *(child.tail for child in node))
    flat = (collapse_spaces(piece) for piece in pieces if piece and len(piece) >= least)
    return sum(len(piece) for piece in flat if piece and piece[:PREFIX] in wanted)


def iter_added(parent: Element, element: Element) -> Iterator[Element]:
    """The elements that a parent holds besides one of its children and what is below that."""
    yield parent
    for child in parent:
        if child is not element:
            yield from child.iter()


def measure_text(element: Element) -> int:
    """Characters of text below an element."""
    return len(collapse_spaces("".join(iter_text(element))))


def find_heaviest(root: Element, weigh: Callable[[Element], int]) -> Element | None:
    """The deepest element with nearly all of the weight below it."""
    weights: dict[Element, int] = {}
    total = 0
    for node in reversed(list(root.iter())):  # children before their parents
        if not isinstance(node.tag, str) or node.tag in UNREAD:
            continue
        own = weigh(node)
        total += own
        below = weights.get(node, 0) + own
        if below:
            weights[node] = below
            parent = node.getparent()
            if parent is not None:
                weights[parent] = weights.get(parent, 0) + below
    best = None
    holder: Element | None = root
    while holder is not None:
        best = holder
        holder = next((child for child in holder if weights.get(child, 0) >= COVERED * total > 0), None)
    return best if total else None


def cut_to_text(body: Body, text: str) -> None:
    """Leaves the blocks from the first to the last that were found, and the bylines right behind."""
    wanted = collapse_spaces(MARKS.sub(" ", text))
    places = [place for place, block in enumerate(body.blocks) if is_found(block, wanted)]
    if not places:
        return
    end = places[-1] + 1
    while end < len(body.blocks) and end - places[-1] <= TAIL and is_tail(body.blocks[end]):
        end += 1
    start = places[0]
    while start > 0 and body.blocks[start - 1].kind in ("image", "caption"):
        start -= 1
    body.blocks = body.blocks[start:end]


def is_found(block: Block, wanted: str) -> bool:
    """Whether a block is part of the found text."""
    if block.kind == "table":
        return any(len(line) > 3 and line[:PREFIX] in wanted for line in block.lines)
    text = block.text.removeprefix("- ")
    return block.kind != "image" and len(text) >= SHORTEST_PIECE and text[:PREFIX] in wanted


def is_tail(block: Block) -> bool:
    """Whether a block behind the text still belongs to it."""
    return block.kind in ("image", "caption") or parse_byline(block.text) is not None


def is_linked(element: Element) -> bool:
    """Whether more than half of an element's text is links: a listing, not an article."""
    whole = measure_text(element)
    linked = sum(measure_text(link) for link in element.iter("a"))
    return whole > 0 and linked > MOST_LINKED * whole


def find_dense(page: Page) -> Extraction | None:
    """The element with most running text, for pages that trafilatura is not given or finds nothing on."""

    def weigh(node: Element) -> int:
        if node.tag == "a":
            return 0
        pieces = (node.text, *(child.tail for child in node))
        return sum(len(piece) for piece in pieces if piece and len(piece) >= 4 * SHORTEST_PIECE)

    if is_unwieldy(page.tree, len(page.body), MOST_WEIGHED):
        return None
    element = find_heaviest(page.tree, weigh)
    if element is None or is_linked(element):
        return None
    body = read_body(element, page.absolute)
    length = sum(len(block.text) for block in body.blocks if block.kind != "image")
    return Extraction(body, element) if length >= SHORTEST_TEXT else None


def make_body(text: str) -> Body:
    """A body from plain text, a block a line."""
    return Body([Block("text", line.strip()) for line in text.splitlines() if line.strip()])
