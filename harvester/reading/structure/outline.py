"""A page as a row of text blocks and the elements that hold them, read in one walk over its tree.

A block ends where an element that is not inline begins or ends, and at two line breaks in a row. Elements are
numbered in document order, and each holds an interval of blocks: what a subtree holds of anything is the difference
of two prefix sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile
from typing import Any

from lxml import etree

from harvester.reading.head_lines import LABEL_ALONE
from harvester.reading.markup import INLINE, Element
from harvester.reading.media import IMAGE_TAGS, PLAYERS
from harvester.reading.structure.markings import ATTRIBUTES, TAG_MARKS, Mark, mark_moment, mark_title_moment, read_tag
from harvester.vietnamese.text import collapse_spaces

_UNREAD = (
    "script", "style", "noscript", "noframes", "template", "button", "select", "input", "textarea", "option", "svg",
    "canvas", "iframe", "embed", "object", "video", "audio", "map", "link", "meta", "title", "datalist", "math",
    "source", "picture", "img", "amp-img",
)  # fmt: skip
"""Tags below which no text of a page stands, and tags without any."""

SKIP, BREAK, TEXT, BLOCK = range(4)
ACTIONS: dict[object, int] = {
    **dict.fromkeys(_UNREAD, SKIP),
    **dict.fromkeys(INLINE, TEXT),
    "br": BREAK,
    "picture": TEXT,
    etree.Comment: SKIP,
    etree.ProcessingInstruction: SKIP,
    etree.Entity: SKIP,
}
_LINE_END = "\x1e"
"""Stands for a line break among the pieces of a block: a control character, which no page's text holds."""
BOLD = frozenset(("b", "strong"))
LONGEST_WORD = 300
"""Characters of a block in Latin letters without a space that are no text: pictures and markup in base64."""
_LONGEST_DATE, _MOST_IN_DATE = 80, 8
"""Characters and elements of a date, with its label and its signs."""
_FRAMED = frozenset(("table", "ul", "ol", "dl", "pre", "blockquote"))
_CELLS = frozenset(("td", "th"))
_MOST_FRAMES = 6
"""Elements within a `figure` among which what it frames begins."""
MOST_PIECES = 12
"""Elements side by side in one line."""


def read_attributes(element: Element) -> tuple[int, int]:
    """The marks of an element's attributes, and that of a moment in them: DATE where there is one.

    The moment is among the marks of what may be the date itself: `<div data-time="1741741200">` may hold an article.
    """
    marks = moment = 0
    for name, value in element.items():
        read = ATTRIBUTES.get(name)
        if read is mark_moment or read is mark_title_moment:
            moment |= read(value)
        elif read is not None:
            marks |= read(value)
    return marks | moment if moment and may_be_date(element) else marks, moment


def may_be_date(element: Element) -> bool:
    """Whether an element holds no more than a few words, and no sentence: "2 năm trước"."""
    inner = list(islice(element.iter("*"), _MOST_IN_DATE + 1))
    if len(inner) > _MOST_IN_DATE or any(one.tag not in INLINE and one.tag not in _UNREAD for one in inner[1:]):
        return False
    text = "".join(element.itertext("*")).strip()
    return len(text) <= _LONGEST_DATE and not text.endswith(".")


class Node:
    """An element that is not inline. `start` and `end` are the interval of its blocks."""

    __slots__ = ("element", "end", "inherited", "marks", "number", "parent", "signature", "start", "tag")

    def __init__(self, element: Element, tag: str, parent: int, marks: int, signature: str, start: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent  # its place among the nodes; -1 for the root
        self.marks = marks
        self.inherited = 0  # marks of the elements around it that hold
        self.signature = signature  # tag and class: paragraphs of one text share it
        self.start = start
        self.end = start
        self.number = 0  # its place among the nodes


class TextBlock:
    """A run of text that no block element parts. Lengths are in characters."""

    __slots__ = (
        "bold", "head_link", "item", "length", "lines", "linked", "links", "longest_link", "marks", "node", "table",
        "text",
    )  # fmt: skip

    def __init__(self, text: str, node: int) -> None:
        self.text = text
        self.length = len(text)
        self.lines: tuple[str, ...] = ()  # what line breaks part it into, where there are any
        self.node = node  # the number of the innermost node around it
        self.linked = 0
        self.head_link = 0  # characters of links that it begins with
        self.links = 0  # how many
        self.longest_link = 0
        self.bold = 0
        self.marks = 0  # of inline elements in it
        self.item = False
        self.table = False

    @property
    def is_mostly_linked(self) -> bool:
        """Whether more than half of it leads elsewhere."""
        return 2 * self.linked > self.length


class Outline:
    """A page's blocks and nodes in document order, and the elements whose names carry a mark."""

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.nodes: list[Node] = []
        self.marked: list[tuple[int, Element, int]] = []
        """Marks, element and the number of blocks before it."""
        self.images: list[tuple[Element, int, int]] = []
        """Each `img`, the number of blocks before it, and the node around it."""
        self.frames: list[tuple[Element, int, int]] = []
        """Each element that shows another document, the number of blocks before it, and the node around it."""
        self.times: list[tuple[Element, int]] = []
        """Each `time`, and the number of blocks before it."""
        self.metas: list[Element] = []
        """Each `meta`, of the head and of microdata in the body."""
        self.links: list[tuple[Element, int, int]] = []
        """Each `a`, the number of blocks before it, and the node around it."""

    def find_around(self, number: int, places: list[int]) -> int:
        """The number of the smallest element that holds a node and the blocks at some places, in order."""
        while not self.nodes[number].start <= places[0] or not places[-1] < self.nodes[number].end:
            number = self.nodes[number].parent
        return number

    def list_lines(self, place: int) -> Sequence[str]:
        """The lines of a block, or the texts of the elements side by side that it is made of; else its text."""
        block = self.blocks[place]
        node = self.nodes[block.node]
        pieces = split_elements(node.element) if not block.lines and node.end - node.start == 1 else ()
        return block.lines or pieces or (block.text,)

    def part_first_line(self, place: int) -> None:
        """Make two blocks of one: its first line, and the others."""
        block = self.blocks[place]
        first, rest = TextBlock(block.lines[0], block.node), TextBlock(" ".join(block.lines[1:]), block.node)
        rest.lines = block.lines[1:] if len(block.lines) > 2 else ()
        first.marks = block.marks  # those of date and author too: the text's own elements are seldom named
        rest.linked = min(block.linked, rest.length)
        rest.item, rest.table = block.item, block.table
        self.blocks[place : place + 1] = [first, rest]
        for node in self.nodes:
            node.start += node.start > place
            node.end += node.end > place
        self.marked = [(marks, element, at + (at > place)) for marks, element, at in self.marked]
        self.images = [(element, at + (at > place), node) for element, at, node in self.images]
        self.times = [(element, at + (at > place)) for element, at in self.times]
        self.links = [(element, at + (at > place), node) for element, at, node in self.links]
        self.frames = [(element, at + (at > place), node) for element, at, node in self.frames]


def split_elements(element: Element) -> Sequence[str]:
    """The texts of the inline elements side by side in a small element that holds no other text.

    `<div><span>Phố phường</span><span>13/03/2025</span></div>`; none of a sentence with words in bold.
    """
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
    if not 1 < len(element) <= MOST_PIECES or has_letters(element.text):
        return ()
    children = [child for child in element if child.tag not in IMAGE_TAGS]
    if any(child.tag not in INLINE for child in children) or any(has_letters(child.tail) for child in element):
        return ()
    pieces: list[str] = []
    for child in children:
        text = collapse_spaces("".join(child.itertext()))
        if pieces and text and pieces[-1].endswith(":") and LABEL_ALONE.fullmatch(pieces[-1]) is not None:
            pieces[-1] += f" {text}"
        elif has_letters(text):
            pieces.append(text)
    return pieces


def frames_text(outline: Outline, number: int) -> bool:
    """Whether an element that calls itself one of pictures is the frame of a table, as editors set it, or of lines.

    `<figure class="wp-block-table"><table>…</table><figcaption>`, `<figure><pre>`. Of a table with pictures in it only
    where it has more than twice as many cells: else it sets pictures beside their captions.
    """
    outer, inside = outline.nodes[number], outline.nodes[number + 1 : number + 1 + _MOST_FRAMES]
    first = next((node for node in inside if node.tag in _FRAMED), None)
    if first is None or (first.tag != "table" and outer.tag != "figure"):
        return False
    shown = chain(
        takewhile(lambda one: one[2] >= number, reversed(outline.images)),
        takewhile(lambda one: one[2] >= number, reversed(outline.frames)),
    )
    pictures = sum(1 for _ in shown)
    cells = sum(node.tag in _CELLS for node in outline.nodes[number:]) if pictures and first.tag == "table" else 0
    return pictures == 0 or 2 * pictures < cells


def has_letters(text: str | None) -> bool:
    """Whether a text says anything: between elements may stand a bar or a dash."""
    return text is not None and any(map(str.isalnum, text))


def read_outline(root: Element) -> Outline:
    """The blocks and nodes below an element."""
    walker = _Walker()
    walker.walk(root)
    return walker.outline


class _Walker:
    """One walk, without recursion: pages nest a thousand deep."""

    __slots__ = (
        "bold",
        "breaks",
        "head",
        "items",
        "link",
        "linked",
        "links",
        "longest",
        "marks",
        "node",
        "outline",
        "pieces",
        "plain",
        "strong",
        "tables",
    )  # fmt: skip

    def __init__(self) -> None:
        self.outline = Outline()
        self.pieces: list[str] = []
        self.linked = self.links = self.longest = self.strong = self.head = 0
        self.link = self.bold = self.items = self.tables = 0  # how many such elements are open
        self.plain = False  # whether the block holds text outside of links
        self.breaks = 0  # line breaks since the last text
        self.marks = 0  # of inline elements of the block
        self.node = -1

    def walk(self, root: Element) -> None:  # noqa: C901 - one pass over every element of every page: calls cost
        """Read everything below an element."""
        stack: list[tuple[Element, int, Iterator[Element]]] = []
        tag: Any
        self._open(root, "")
        if text := root.text:
            self._add(text)
        element, action, children = root, BLOCK, iter(root)
        while True:
            for child in children:
                tag = child.tag
                kind = ACTIONS.get(tag, BLOCK)
                if kind >= TEXT:
                    if kind == BLOCK:
                        self._open(child, tag)
                    elif self._begin(child, tag):  # hidden
                        self._finish(tag)
                        if text := child.tail:
                            self._add(text)
                        continue
                    if text := child.text:
                        self._add(text)
                    if len(child):
                        stack.append((element, action, children))
                        element, action, children = child, kind, iter(child)
                        break
                    if kind == BLOCK:
                        self._close(tag)
                    elif tag in ("a", "b", "strong"):
                        self._finish(tag)
                elif kind == BREAK:
                    self._break()
                else:
                    self._note(child, tag)
                if text := child.tail:
                    self._add(text)
            else:
                tag = element.tag
                if action == BLOCK:
                    self._close(tag)
                else:
                    self._finish(tag)
                if not stack:
                    return
                text = element.tail
                element, action, children = stack.pop()
                if text:
                    self._add(text)

    def _note(self, element: Element, tag: Any) -> None:
        """Keeps what has no text of its own and says something all the same."""
        if tag in IMAGE_TAGS:
            self.outline.images.append((element, len(self.outline.blocks), self.node))
        elif tag == "meta":
            self.outline.metas.append(element)
        elif tag in PLAYERS:
            self.outline.frames.append((element, len(self.outline.blocks), self.node))

    def _open(self, element: Element, tag: str) -> None:
        """Begins a node."""
        if self.pieces:
            self._flush()
        outline = self.outline
        marks, moment = read_attributes(element)
        marks |= TAG_MARKS.get(tag, 0) if "-" not in tag else read_tag(tag)
        if marks | moment:
            outline.marked.append((marks | moment, element, len(outline.blocks)))
        names = element.get("class")
        signature = tag if names is None else f"{tag}.{names}"
        if tag == "li":
            self.items += 1
        elif tag == "table":
            self.tables += 1
        outline.nodes.append(Node(element, tag, self.node, marks, signature, len(outline.blocks)))
        self.node = outline.nodes[-1].number = len(outline.nodes) - 1

    def _close(self, tag: str) -> None:
        """Ends the innermost node. Inline elements without text in it say nothing of the blocks behind."""
        if self.pieces:
            self._flush()
        elif not self.link and (self.marks or self.links):
            self.marks = self.links = 0
        self.breaks = 0
        node = self.outline.nodes[self.node]
        node.end = len(self.outline.blocks)
        if node.marks & Mark.MEDIA and frames_text(self.outline, self.node):
            node.marks &= ~Mark.MEDIA
        self.node = node.parent
        if tag == "li":
            self.items -= 1
        elif tag == "table":
            self.tables -= 1

    def _begin(self, element: Element, tag: str) -> bool:
        """Begins an inline element; True where it is not shown."""
        if tag == "a":
            self.link += 1
            self.links += 1
            self.outline.links.append((element, len(self.outline.blocks), self.node))
        elif tag in BOLD:
            self.bold += 1
        marks, moment = read_attributes(element)
        if tag == "time":
            self.outline.times.append((element, len(self.outline.blocks)))
            marks |= TAG_MARKS["time"]
        if marks | moment:
            self.outline.marked.append((marks | moment, element, len(self.outline.blocks)))
            if marks & Mark.HIDDEN and next(element.iter("p", "div"), None) is None:
                return True
            self.marks |= marks
        return False

    def _finish(self, tag: str) -> None:
        """Ends an inline element."""
        if tag == "a":
            self.link -= 1
        elif tag in BOLD:
            self.bold -= 1

    def _break(self) -> None:
        self.breaks += 1
        if self.breaks > 1 and self.pieces:
            self._flush()
        elif self.pieces:
            self.pieces.append(_LINE_END)

    def _add(self, text: str) -> None:
        if text.isspace():
            if self.pieces:
                self.pieces.append(" ")
            return
        self.breaks = 0
        self.pieces.append(text)
        if self.link:
            length = len(text)
            self.linked += length
            if not self.plain:
                self.head += length
            self.longest = max(self.longest, length)
        else:
            self.plain = True
        if self.bold:
            self.strong += len(text)

    def _flush(self) -> None:
        """Ends a block."""
        whole = "".join(self.pieces)
        text = " ".join(whole.split())  # a record separator counts as white space
        self.pieces = []
        block = TextBlock(text, self.node)
        if text and not (block.length > LONGEST_WORD and " " not in text and text.isascii()):
            block.linked = min(self.linked, block.length)
            block.head_link = self.head
            block.links = self.links
            block.longest_link = self.longest
            block.bold = self.strong
            block.marks = self.marks
            block.item = self.items > 0
            block.table = self.tables > 0
            if _LINE_END in whole:
                block.lines = tuple(line for part in whole.split(_LINE_END) if (line := " ".join(part.split())))
            self.outline.blocks.append(block)
        self.linked = self.links = self.longest = self.strong = self.marks = self.head = 0
        self.plain = False
