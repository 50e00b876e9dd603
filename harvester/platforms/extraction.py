"""Where the text stands on a page of unknown make: trafilatura finds it, our own walk reads it."""

from __future__ import annotations

import re

from lxml import etree

from harvester.platforms.body import read_body
from harvester.platforms.boilerplate import drop_boilerplate
from harvester.platforms.markup import Element
from harvester.platforms.page import Page
from harvester.vietnamese.text import collapse_spaces

LARGEST = 3_000_000
"""Bytes beyond which a page is not given to trafilatura, whose time grows faster than the page."""
DEEPEST = 300
"""Nesting beyond which it is not: it recurses."""
SHORTEST_TEXT = 120
"""Characters of the shortest text that is an article's."""
SHORTEST_PIECE = 20
COVERED = 0.9
"""Part of the found text that the chosen element has to hold."""
MOST_EXTRA = 1.35
"""How much longer our reading of that element may be than what was found."""

SPACES = re.compile(r"\s+")


def find_body(page: Page, chosen: Element | None = None) -> tuple[Element | None, str] | None:
    """The element that holds the text, with the text; the element is None where only the text is sure.

    `chosen` is an element that a portal's selector names: it is taken as it is. None where there is no text.
    """
    if chosen is not None:
        return chosen, ""
    text = extract_text(page)
    if len(text) < SHORTEST_TEXT:
        return None
    element = find_container(page.tree, text)
    if element is None:
        return None, text
    ours = sum(
        len(block.text)
        for block in drop_boilerplate(read_body(element, page.absolute).blocks)
        if block.kind not in ("image", "caption")
    )
    if COVERED * len(text) <= ours <= MOST_EXTRA * len(text) + 200:
        return element, text
    return None, text


def extract_text(page: Page) -> str:
    """What trafilatura takes for the text, tables included, nothing left out for being said twice."""
    if len(page.body) > LARGEST or measure_depth(page.tree) > DEEPEST:
        return ""
    import trafilatura

    text = trafilatura.extract(
        page.text,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        favor_recall=False,
        output_format="txt",
    )
    return text or ""


def measure_depth(root: Element) -> int:
    """How deep the elements nest."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def find_container(root: Element, text: str) -> Element | None:
    """The deepest element that holds nearly all pieces of a text."""
    wanted = SPACES.sub(" ", text)
    weights: dict[Element, int] = {}
    total = 0
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "title", "a", "option"):
            continue
        weight = 0
        for piece in (node.text, *(child.tail for child in node)):
            if (
                piece
                and len(piece) >= SHORTEST_PIECE
                and (flat := collapse_spaces(piece))
                and flat[:200] in wanted
            ):
                weight += len(flat)
        if weight:
            total += weight
            holder: Element | None = node
            while holder is not None:
                weights[holder] = weights.get(holder, 0) + weight
                holder = holder.getparent()
    best = None
    for holder, weight in weights.items():
        if (
            weight >= COVERED * total
            and (best is None or weights[best] >= weight)
            and (best is None or best in holder.iterancestors())
        ):
            best = holder
    return best
