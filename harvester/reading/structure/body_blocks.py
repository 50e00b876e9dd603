"""The article's body, read again with its images, tables and files, for the blocks that were kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import groupby, islice, takewhile
from operator import attrgetter
from urllib.parse import urlsplit

from harvester.items import Image
from harvester.reading.body import Block, Body, read_body
from harvester.reading.boilerplate import is_tool
from harvester.reading.head_lines import HOME_PATH, parse_head_line
from harvester.reading.markup import INLINE, Element, select_texts
from harvester.reading.media import Absolute, find_image
from harvester.reading.structure.article import Structure
from harvester.reading.structure.line_kinds import is_see_also
from harvester.reading.structure.markings import Mark, read_classes
from harvester.reading.structure.outline import Node, Outline
from harvester.reading.structure.vicinity import MOST_ADDED, is_menu_between
from harvester.vietnamese.text import compare_key

_FOREIGN = (
    Mark.COMMENT | Mark.SHARE | Mark.RELATED | Mark.SIDE | Mark.FOOT | Mark.AD | Mark.SIGNUP | Mark.AUTHOR | Mark.NAV
    | Mark.FORM | Mark.HIDDEN | Mark.TAG
)  # fmt: skip
"""Marks of elements whose images and files are none of the article's."""
SHORTEST_CAPTION, LONGEST_CAPTION = 12, 300
# What a button beside an article does: `javascript:window.print()`, `mailto:?subject=…`.
TOOL_ADDRESS = re.compile(r"javascript:\s{0,9}(?:window\.)?(?:print|history|close)|mailto:|tel:", re.IGNORECASE)
KEPT_PART = 0.5
"""Part of a table's text that is to be kept for the table to be."""
_MOSTLY_LINKED = 0.5
TEASER_TITLES = frozenset(("h2", "h3", "h4", "h5", "h6"))
SHORTEST_LINKED = 20
_MOST_STEPS = 4
_MOST_INSIDE = 20
"""Characters of a title in a link around an image, elements outwards to that link, and elements that are read in it."""
MOST_BESIDE_AUTHOR = 4
"""Blocks of an element with an author's picture, his name and the date."""
FEWEST_SIGNS = 3
"""Links with the same picture before each that is the point of a list."""
_BEFORE_TITLE = 6
"""Blocks before the title among which an image beside it may stand."""


class KeptBody:
    """What of the article's element is the article."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._kept = sorted(structure.kept)
        self._is_kept = frozenset(structure.kept)
        outline = structure.outline
        self._places: dict[Element, list[int]] = {}
        node = outline.nodes[structure.node]
        for place in range(node.start, node.end):
            element = outline.nodes[outline.blocks[place].node].element
            self._places.setdefault(element, []).append(place)
        self._kept_places = {
            element: [place for place in places if place in self._is_kept] for element, places in self._places.items()
        }
        self._nodes = {node.element: node for node in outline.nodes}
        self._linked_boxes: dict[tuple[int, int], bool] = {}
        """Which boxes are, by their blocks: one may hold a thousand pictures."""
        self._captions: dict[Element, str | None] = {}
        """The first caption within an element around pictures, likewise."""
        self._image_places = {element: place for element, place, _ in outline.images}

    def read(self, absolute: Absolute) -> Body:
        """The body: kept text with the images and files that stand with it. `absolute` resolves links."""
        body = read_body(self._structure.container, absolute, self._list_dropped(), by_names=False)
        blocks = list(self._list_own(body.blocks))
        body.blocks = drop_bare_captions(blocks)
        files = [
            file for file, element in zip(body.attachments, body.offered_in, strict=True) if self._may_offer(element)
        ]
        return Body(body.blocks, files, players=body.players)

    def _list_own(self, blocks: list[Block]) -> Iterator[Block]:
        """The article's blocks; of the others, what stands below one of its images in a box of the two is a caption."""
        is_below_own = False
        for block in blocks:
            if self._is_own(block):
                is_below_own = block.kind == "image"
                yield block
            elif is_below_own and block.boxed and not block.linked and may_be_caption(self._structure, block.text):
                is_below_own = False
                yield Block("caption", block.text, element=block.element)

    def find_lead_images(self, absolute: Absolute, told: str | None = None) -> list[Image]:
        """The images with their captions that stand outside of the article's element.

        Between title and text, or beside the title; `told` is the address that the head gives.
        """
        structure = self._structure
        if not self._kept and structure.title is None:
            return []
        first = self._kept[0] if self._kept else len(structure.outline.blocks)
        inside = structure.outline.nodes[structure.node]
        start = inside.start if structure.title is None else structure.title
        found = []
        for element, place, number in structure.outline.images:
            if not start - _BEFORE_TITLE <= place <= first or _is_below(structure, number, structure.node):
                continue
            is_near = place > start or self._is_beside_title(number, place)
            if (not is_near and told is None) or self._is_foreign(number, absolute, element):
                continue
            address = find_image(element, absolute)
            if address is not None and (is_near or is_same_file(address, told)):
                below = self._find_text_below(number) if place > start else None
                found.append(Image(address, find_caption(element, self._captions) or below))
        return found

    def _find_text_below(self, number: int) -> str | None:
        """The only text of the element around an image, or of the element around that, where it is no other's."""
        structure = self._structure
        node = structure.outline.nodes[number]
        if node.start == node.end and node.parent >= 0:
            node = structure.outline.nodes[node.parent]
        if node.end != node.start + 1 or node.start in self._is_kept or node.start in (structure.title, structure.lead):
            return None
        block = structure.outline.blocks[node.start]
        return block.text if not block.linked and may_be_caption(self._structure, block.text) else None

    def _list_dropped(self) -> list[Element]:
        """Elements within the article's of which nothing was kept and that name themselves something else."""
        nodes = self._structure.outline.nodes
        outer = nodes[self._structure.node]
        others = self._structure.others
        return [
            node.element
            for node in nodes[self._structure.node + 1 :]
            if node.start <= outer.end
            and (list_foreign(node) or (node.start in others and node.end - 1 in others))
            and not self._count_kept(node)
        ]

    def _count_kept(self, node: Node) -> int:
        return bisect_left(self._kept, node.end) - bisect_left(self._kept, node.start)

    def _is_own(self, block: Block) -> bool:
        element = block.element
        if block.kind == "caption":
            return True  # where it has an image: see `is_with_image`
        if block.kind == "image":
            return element is not None and self._shows_own(element)
        if element is None:
            return False
        if block.kind == "table":
            return self._holds_kept_table(element)
        places = self._places.get(element, ())
        kept = self._kept_places.get(element, ())
        if not kept or len(kept) == len(places):
            return bool(kept)
        text = block.text.removeprefix("- ")
        return any(text in self._structure.outline.blocks[place].text for place in kept)

    def _holds_kept_table(self, element: Element) -> bool:
        node = self._nodes.get(element)
        if node is None:
            return False
        lengths = [(p in self._is_kept, self._structure.outline.blocks[p].length) for p in range(node.start, node.end)]
        return sum(length for kept, length in lengths if kept) >= KEPT_PART * sum(length for _, length in lengths) > 0

    def _shows_own(self, image: Element) -> bool:
        """Whether an image within the article's element is the article's."""
        node = self._find_node(image)
        if node is None or self._is_of_head_line(image) or self._is_linked_box(node) or leads_with_title(image):
            return False
        is_above = bool(self._kept) and self._image_places.get(image, 0) <= self._kept[0]
        if image.get("src") in self._signs or is_button(image):
            return False
        if is_above and leads_to_another(image, self._named_addresses):
            return False
        title = self._structure.title
        if title is not None and node.end <= title and (node.marks | node.inherited) & Mark.HEAD:
            return False
        return title is None or node.end > title or not is_menu_between(self._structure.outline, node.end - 1, title)

    @cached_property
    def _named_addresses(self) -> frozenset[str]:
        """Where links with text lead, but for the title's own."""
        links = self._structure.outline.links
        own = self._structure.title
        return frozenset(
            (link.get("href") or "").strip() for link, place, _ in links if place != own and (link.text or "").strip()
        )

    @cached_property
    def _signs(self) -> frozenset[str]:
        """The addresses of pictures that stand before several links each: the points of a list."""
        images = (image for image, _, _ in self._structure.outline.images if begins_link(image))
        counts = Counter(image.get("src") or "" for image in images)
        return frozenset(address for address, count in counts.items() if count >= FEWEST_SIGNS)

    def _find_node(self, element: Element) -> Node | None:
        around: Element | None = element
        while around is not None and around not in self._nodes:
            around = around.getparent()
        return None if around is None else self._nodes[around]

    def _is_linked_box(self, node: Node) -> bool:
        """Whether the smallest element with text around an image, none of it kept, holds a heading or links."""
        nodes = self._structure.outline.nodes
        while node.start == node.end and node.parent >= 0:
            node = nodes[node.parent]
        span = node.start, node.end
        if span not in self._linked_boxes:
            self._linked_boxes[span] = not self._count_kept(node) and holds_teasers(self._structure.outline, node)
        return self._linked_boxes[span]

    def _is_foreign(self, number: int, absolute: Absolute, image: Element) -> bool:
        node = self._structure.outline.nodes[number]
        foreign = list_foreign(node) | node.inherited & _FOREIGN
        return (
            bool(foreign)
            or self._is_of_head_line(image)
            or self._is_linked_box(node)
            or leads_to_another(image, self._named_addresses)
        )

    def _is_of_head_line(self, image: Element) -> bool:
        """Whether an image is of who wrote the article, or a sign beside a date or a tool.

        It calls itself so, `img.avatar`, or stands before the text in a small element with a date, a name, a counter.
        """
        if any(read_classes(one.get("class") or "") & Mark.AUTHOR for one in list_inline(image)):
            return True
        structure, node = self._structure, self._find_node(image)
        place = self._image_places.get(image)
        if node is None or place is None or not self._kept or place >= self._kept[0]:
            return False
        while node.start == node.end and node.parent >= 0:
            node = structure.outline.nodes[node.parent]
        if node.end - node.start > MOST_BESIDE_AUTHOR or node.end > self._kept[0]:
            return False
        places = range(node.start, node.end)
        if structure.title in places or structure.lead in places:
            return False
        lines = (" · ".join(structure.outline.list_lines(place)) for place in places)
        return any(parse_head_line(line) is not None or is_tool(compare_key(line)) for line in lines)

    def _is_beside_title(self, number: int, place: int) -> bool:
        """Whether an image stands in the smallest element around title and text, or right before that element.

        That is not the page, and no menu stands between image and title.
        """
        structure = self._structure
        outline, title = structure.outline, structure.title
        if title is None or is_menu_between(outline, place - 1, title):
            return False
        nodes, around = outline.nodes, structure.node
        while around >= 0 and not nodes[around].start <= title < nodes[around].end:
            around = nodes[around].parent
        if around < 0 or nodes[around].tag in ("body", "html"):
            return False
        return _is_below(structure, number, around) or stands_right_before(structure, number, around, place)

    def _may_offer(self, element: Element) -> bool:
        """Whether a file that stands in an element may be the article's."""
        node = self._find_node(element)
        return node is not None and not (node.marks | node.inherited) & _FOREIGN


def stands_right_before(structure: Structure, number: int, around: int, place: int) -> bool:
    """Whether an image begins an element that holds another and little else, and is in no head of the page."""
    nodes = structure.outline.nodes
    outer = nodes[around].parent
    if outer not in (number, nodes[number].parent) or nodes[outer].tag in ("body", "html"):
        return False
    added = (nodes[outer].end - nodes[outer].start) - (nodes[around].end - nodes[around].start)
    return place == nodes[outer].start and added <= MOST_ADDED and not nodes[number].marks & Mark.HEAD


def may_be_caption(structure: Structure, text: str) -> bool:
    """Whether a text below an image may say what it shows: neither the title, nor an address, nor "Loading …"."""
    title = "" if structure.title is None else structure.outline.blocks[structure.title].text
    return SHORTEST_CAPTION <= len(text) <= LONGEST_CAPTION and "://" not in text and text != title


def is_same_file(address: str, told: str | None) -> bool:
    """Whether two addresses name one file, in whatever folder and size: the head's may be at another host."""
    return told is not None and read_last_part(address) == read_last_part(told) != ""


def read_last_part(address: str) -> str:
    """The last part of an address's path."""
    return urlsplit(address).path.rpartition("/")[2]


def list_foreign(node: Node) -> int:
    """What marks an element as none of the article's.

    `figure.left` is set left, and no sidebar; `div.tags-gallery` shows pictures, and lists no tags; `div.gallery.
    carousel` without a word or a link shows no other articles.
    """
    marks = node.marks & (_FOREIGN & ~Mark.SIDE if node.tag == "figure" else _FOREIGN)
    if not marks or not node.marks & Mark.MEDIA:
        return marks
    leads_on = node.start < node.end or next(node.element.iter("a"), None) is not None
    return marks & ~(Mark.TAG if leads_on else Mark.TAG | Mark.RELATED)


def leads_with_title(image: Element) -> bool:
    """Whether an image stands in a link together with the title of another article."""
    link = find_link(image)
    if link is None:
        return False
    inside = islice(link.iter(), _MOST_INSIDE)  # thousands of images may stand in one link
    return sum(len((one.text or "").strip()) for one in inside if isinstance(one.tag, str)) >= SHORTEST_LINKED


def begins_link(image: Element) -> bool:
    """Whether a link with text stands right behind an image: `<img src=dot.gif> <a href=…>…</a>`."""
    link = image.getnext()
    return link is not None and link.tag == "a" and not (image.tail or "").strip() and bool((link.text or "").strip())


def is_button(image: Element) -> bool:
    """Whether an image prints the page, goes back, or leads to the portal's own home page."""
    link = find_link(image)
    address = "" if link is None else (link.get("href") or "").strip()
    if TOOL_ADDRESS.match(address) is not None:
        return True
    return address.startswith("/") and HOME_PATH.fullmatch(address) is not None


def leads_to_another(image: Element, named: Collection[str]) -> bool:
    """Whether an image leads home, or to one of the addresses that links with text name: another's title, an author."""
    link = find_link(image)
    address = "" if link is None else (link.get("href") or "").strip()
    if not address or address.startswith("#"):
        return False
    return HOME_PATH.fullmatch(address) is not None or address in named


def list_inline(image: Element) -> Iterator[Element]:
    """An image and the inline elements close around it."""
    yield image
    yield from takewhile(lambda one: one.tag in INLINE, islice(image.iterancestors(), _MOST_STEPS))


def find_link(image: Element) -> Element | None:
    """The link close around an image."""
    return next((one for one in islice(image.iterancestors(), _MOST_STEPS + 1) if one.tag == "a"), None)


def _is_below(structure: Structure, number: int, around: int) -> bool:
    """Whether a node is another, or stands in it."""
    while number > around:
        number = structure.outline.nodes[number].parent
    return number == around


def drop_bare_captions(blocks: list[Block]) -> list[Block]:
    """The blocks without captions that stand with no image."""
    runs = [(kind, list(run)) for kind, run in groupby(blocks, key=attrgetter("kind"))]
    kept: list[Block] = []
    for place, (kind, run) in enumerate(runs):
        around = {other for other, _ in runs[max(0, place - 1) : place + 2]}
        if kind != "caption" or around & {"image", "table"}:
            kept.extend(run)
    return kept


def find_caption(image: Element, known: dict[Element, str | None]) -> str | None:
    """The caption beside an image, within the figure or the small element around it.

    Args:
        image: The image.
        known: The first caption in each element that was looked at for one; it is added to.
    """
    around = image.getparent()
    for _ in range(4):
        if around is None or around.tag in ("body", "html", "article", "main"):
            return None
        if around not in known:
            known[around] = next(select_texts(around, ("figcaption", "[class*=caption]")), None)
        if known[around] is not None:
            return known[around]
        around = around.getparent()
    return None


def heads_teaser(node: Node) -> bool:
    """Whether an element is a heading, and no caption set as one: `<figcaption><h2>`."""
    return node.tag in TEASER_TITLES and not node.inherited & Mark.CAPTION


def holds_teasers(outline: Outline, node: Node) -> bool:
    """Whether the text of an element is headings or links of others."""
    blocks = outline.blocks[node.start : node.end]
    if any(heads_teaser(outline.nodes[block.node]) or is_see_also(block) for block in blocks):
        return True
    return sum(block.linked for block in blocks) > _MOSTLY_LINKED * sum(block.length for block in blocks)
