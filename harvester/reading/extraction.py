"""Where the text stands on a page of unknown make: our reader finds it, trafilatura is asked where that is unsure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import fromstring

from harvester.errors import ListingPage
from harvester.items import Image
from harvester.reading.body import Block, Body, read_body
from harvester.reading.fields import as_list, unescape
from harvester.reading.heuristics import read_claims, read_cuts
from harvester.reading.markup import Element, read_text
from harvester.reading.media import find_image, read_attachment, read_player
from harvester.reading.page import Page
from harvester.reading.structure.article import Structure, read_structure
from harvester.reading.structure.body_blocks import KeptBody
from harvester.reading.structure.completing import complete_groups, list_gaps
from harvester.reading.structure.omissions import drop_colophon, drop_head, drop_related
from harvester.reading.structure.outline import Outline
from harvester.reading.structure.page_tables import drop_outer_cells
from harvester.reading.structure.rows import find_row, is_cell
from harvester.reading.structure.short_text import complete_row, find_scope, follow_head
from harvester.reading.structure.vicinity import Vicinity, find_vicinity
from harvester.vietnamese.text import collapse_spaces

MOST_ELEMENTS = 6_000
"""Elements beyond which a page is not given to trafilatura, whose time grows faster than the page."""
_DEEPEST = 250
"""Nesting beyond which it is not: it recurses."""
SHORTEST_SECOND = 300
"""Characters of trafilatura's text for it to be taken instead of ours."""
_LEAST_WEIGHT = 0.12
"""Mean weight of its characters by our own weights."""
CONTAINED = 0.9
"""Part of our text that has to be in it."""
MOST_FILES = 20
MOST_LINKS_READ = 200
_MOST_AROUND = 40
"""Blocks behind the title in an element that is taken for an article of files alone."""
_PREFIX = 80
"""Characters of a block that are looked for in the found text; inline markup may part the rest."""
SHORTEST_TOLD_BODY = 50
INNER_MARKUP = re.compile(r"<(?:p|br|div|span|h[1-6]|ul|ol|li|img|a|b|i|strong|em)\b", re.IGNORECASE)
"""Characters of a text in JSON-LD, and what shows that it is markup."""
SHORTEST_PIECE = 20
SHORTEST_TITLE = 20
FEWEST_PAGES_LISTED = 3
FEWEST_OWN = 3
"""Characters of a title, and paragraphs right behind it, of an article among more text of others."""
# What trafilatura puts before the text of lists and tables; between their cells it puts `|`.
MARKS = re.compile(r"^[-•|\s]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text's blocks, the element that holds them, and what the structural reader saw around them."""

    body: Body
    element: Element
    structure: Structure
    vicinity: Vicinity
    lead_images: list[Image]
    asked: bool
    """Whether trafilatura was asked."""


def extract_body(page: Page, data: dict[str, Any]) -> Extraction | None:
    """The article's text on a page; None where there is none. `data` is the JSON-LD of the article.

    Raises:
        ListingPage: Its text leads to other articles.
    """
    description = page.meta.get("og:description") or page.meta.get("description") or ""
    structure = read_structure(page.tree, read_claims(page, data) | read_cuts(page), description)
    asked = False
    if not structure.is_sure and not is_unwieldy(page.tree, _DEEPEST, MOST_ELEMENTS):
        asked = True
        structure = ask_second(page, structure)
    if structure.is_listing and (structure.is_section or not is_named_article(page, data)):
        structure = drop_entries(structure)
        if not structure.kept:
            raise ListingPage("most of the text leads to other articles")
    if not structure.kept:
        if lists_documents(page, structure.outline, structure.title):
            raise ListingPage("files stand among links to other pages")
        structure = surround_files(page, structure)
    keeper = KeptBody(structure)
    body = keeper.read(page.absolute)
    images = keeper.find_lead_images(page.absolute, page.meta.get("og:image"))
    if not (body.blocks or body.attachments or body.players or structure.lead is not None or images):
        return None
    return Extraction(body, structure.container, structure, find_vicinity(structure), images, asked)


def read_told_body(page: Page, data: dict[str, Any]) -> Body | None:
    """The body that JSON-LD holds, for pages that scripts fill; None where it tells no text of some length."""
    told = data.get("articleBody")
    if not isinstance(told, str) or len(told) < SHORTEST_TOLD_BODY:
        return None
    text = unescape(told)
    if INNER_MARKUP.search(text) is not None:
        try:
            return read_body(fromstring(f"<div>{text}</div>"), page.absolute)
        except (etree.ParserError, ValueError):  # nothing but comments, or characters that no document may hold
            return None
    lines = (collapse_spaces(line) for line in text.splitlines())
    return Body([Block("text", line) for line in lines if line])


def drop_entries(structure: Structure) -> Structure:
    """The structure without the entries of other articles, where a text of its own stands right behind the title.

    A page whose side columns are longer than its article; without any text where there is none of its own, as in a
    section with a line about it or with the heads of a table's columns.
    """
    outline, title = structure.outline, structure.title
    kept = [] if title is None else drop_head(outline, list_row(outline, structure.kept, title), title)
    own = replace(structure, kept=kept)
    if title is None or outline.blocks[title].length < SHORTEST_TITLE or not own.is_one_row(kept):
        return replace(structure, kept=[])
    if len(kept) < FEWEST_OWN or own.is_listing or all(is_cell(outline, place) for place in kept):
        return replace(structure, kept=[])
    return replace(own, node=outline.find_around(outline.blocks[kept[0]].node, kept))


def list_row(outline: Outline, places: list[int], title: int) -> list[int]:
    """The places of the blocks that follow one another in one element behind the title, from the first of them."""
    row: list[int] = []
    for place in (place for place in places if place > title):
        parent = outline.nodes[outline.blocks[place].node].parent
        if row and (place != row[-1] + 1 or parent != outline.nodes[outline.blocks[row[0]].node].parent):
            break
        row.append(place)
    return row


def surround_files(page: Page, structure: Structure) -> Structure:
    """The structure with the element around the title and the files, images or players behind it.

    Some articles are no more than these.
    """
    outline, title = structure.outline, structure.title
    if title is None:
        return structure
    offers = (*outline.frames, *outline.links)
    files = (link for link in offers if read_attachment(link[0], page.absolute) is not None)
    players = (frame for frame in outline.frames if read_player(frame[0], page.absolute) is not None)
    images = (image for image in outline.images if find_image(image[0], page.absolute) is not None)
    for _, place, number in (*islice(files, MOST_FILES), *islice(images, MOST_FILES), *islice(players, MOST_FILES)):
        scope = find_scope(outline, title, place, number)
        if scope is not None and outline.nodes[scope].end - title <= _MOST_AROUND:
            return replace(structure, node=scope)
    return structure


def lists_documents(page: Page, outline: Outline, title: int | None) -> bool:
    """Whether a page without text leads to other pages among its files: a list of documents."""
    start = -1 if title is None else title
    pages: list[int] = []
    last = -1
    for link, place, _ in islice((one for one in outline.links if one[1] > start), MOST_LINKS_READ):
        if read_attachment(link, page.absolute) is not None:
            last = place
        elif len(read_text(link)) >= SHORTEST_TITLE:
            pages.append(place)
    return sum(place < last for place in pages) >= FEWEST_PAGES_LISTED


def is_named_article(page: Page, data: dict[str, Any]) -> bool:
    """Whether the head says that the page is one article."""
    kinds = " ".join(map(str, as_list(data.get("@type")))).lower()
    return page.meta.get("og:type", "").lower() == "article" or "article" in kinds or "posting" in kinds


def ask_second(page: Page, structure: Structure) -> Structure:
    """The structure with the blocks that trafilatura takes for the text, where it finds enough of one."""
    text = extract_text(page)
    if len(text) < SHORTEST_SECOND:
        return structure
    wanted = collapse_spaces(MARKS.sub(" ", text).replace("|", " "))
    outline = structure.outline
    kept = [
        place
        for place, block in enumerate(outline.blocks)
        if place not in (structure.title, structure.lead)
        and place not in structure.others
        and block.length >= SHORTEST_PIECE
        and block.text[:_PREFIX] in wanted
    ]
    if not kept or not is_better(structure, kept):
        return structure
    short = {place for place in structure.kept if outline.blocks[place].length < SHORTEST_PIECE}
    kept = complete_second(outline, sorted(complete_groups(outline, short.union(kept))), structure.title)
    kept = drop_outer_cells(outline, drop_related(outline, kept, structure.title), structure.title)
    return replace(structure, kept=kept, node=outline.find_around(structure.node, kept)) if kept else structure


def complete_second(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places of another's text with the short lines around and between them that are of one row with it.

    It leaves out what it takes for said already, and is not asked for pieces that may stand anywhere.
    """
    rows = {find_row(outline, outline.nodes[outline.blocks[place].node]) for place in places}
    if title is None or len(rows) > 1:
        return drop_colophon(outline, drop_head(outline, sorted({*places, *list_gaps(outline, places)}), title))
    return complete_row(outline, [*follow_head(outline, places, title), *places], title)


def is_better(structure: Structure, places: list[int]) -> bool:
    """Whether other blocks hold the kept ones, but for a few words, and are not mere furniture."""
    blocks = structure.outline.blocks
    own = sum(blocks[place].length for place in structure.kept)
    both = sum(blocks[place].length for place in set(places).intersection(structure.kept))
    other = sum(blocks[place].length for place in places)
    weight = sum(blocks[place].length * structure.weights[place] for place in places)
    return both >= CONTAINED * own and weight >= _LEAST_WEIGHT * other


def extract_text(page: Page) -> str:
    """What trafilatura takes for the text, tables included, nothing left out for being said twice."""
    import trafilatura

    return (
        trafilatura.extract(
            page.text, include_comments=False, include_tables=True, deduplicate=False, output_format="txt"
        )
        or ""
    )


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
