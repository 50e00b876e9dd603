"""An article's body as a row of blocks, read in one walk over its element.

Bodies come as `<p>`, as one `<div>` with `<br><br>`, as Word spans and as bare `<br>`: each of these ends a
block. A list item is a block of its own that begins with "- ". A table with data is one block with a line a
row, cells joined by " | "; a table that only arranges things is read like any other container.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from harvester.items import Attachment
from harvester.reading.containers import BOXES, Container, Kind, is_small_style, open_container
from harvester.reading.html_tables import read_rows
from harvester.reading.markup import INLINE, SKIPPED, Element, is_left_out
from harvester.reading.media import FRAMES, IMAGE_TAGS, PLAYERS, Absolute, find_image, read_attachment, read_player
from harvester.vietnamese.text import collapse_spaces

JUDGED = frozenset(("form", "nav", "ins"))
"""Elements that are skipped by their tag alone, unless something better than names tells what is the text."""
LONGEST_SIGN = 4
_ENDS = (".", "!", "?", "…", ":", ";", "”", '"', ")")
WRAPPED_AT = 60
"""Characters from which on a row of `pre` may go on in the next: it is wrapped there."""
MOST_BOXED = 4
"""Blocks of an element that is no more than images and their caption."""


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item, table, caption, or the place of an image (`text` is its address)."""

    kind: Kind
    text: str
    lines: list[str] = field(default_factory=list)  # a table's cells line by line, for official documents
    centred: bool = False
    right: bool = False
    italic: bool = False
    bold: bool = False
    small: bool = False
    beside_image: bool = False  # in the same paragraph or cell as an image before it
    boxed: bool = False  # alone with an image in an element of their own
    linked: int = 0  # characters of the text that are links
    element: Element | None = field(default=None, compare=False, repr=False)  # the innermost that ends paragraphs


@dataclass(slots=True)
class Body:
    """What stands in a body's element."""

    blocks: list[Block] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    offered_in: list[Element] = field(default_factory=list)
    """For each attachment, the innermost element around it that ends paragraphs."""
    players: list[Attachment] = field(default_factory=list)
    """Recordings that are played in it. Where there is a text they go with it; some articles are no more than one."""


def read_body(root: Element, absolute: Absolute, dropped: Collection[Element] = (), *, by_names: bool = True) -> Body:
    """The blocks of an element.

    `dropped` are elements of it to leave out; `absolute` resolves links. With `by_names`, elements that call themselves
    tools around an article, and forms, are left out too.
    """
    reader = BodyReader(absolute, by_names=by_names)
    reader.walk(root, frozenset(dropped))
    return reader.body


def is_line_end(row: str, behind: str) -> bool:
    """Whether a line of `pre` ends with a row, and is not just wrapped there."""
    following = behind.lstrip()
    if not following:
        return True
    return not following[0].islower() and (len(row) < WRAPPED_AT or row.rstrip().endswith(_ENDS))


def is_anchor_sign(link: Element) -> bool:
    """Whether a link is a sign for a place in the page: `<a href="#kinh-te">#</a>` behind a heading, "↩"."""
    sign = link.text
    if not sign or len(sign) > LONGEST_SIGN or len(sign.strip()) != 1 or sign.strip().isalnum():
        return False
    return len(link) == 0 and (link.get("href") or "").startswith("#")


def mark_boxed(blocks: list[Block]) -> None:
    """Marks the text among the blocks of an element that holds nothing but it and images before it."""
    if len(blocks) >= 2 and blocks[-1].kind == "text" and all(block.kind == "image" for block in blocks[:-1]):
        blocks[-1].boxed = True


class BodyReader:
    """One walk, without recursion: pages nest a thousand deep."""

    def __init__(self, absolute: Absolute, *, by_names: bool = True) -> None:
        self.body = Body()
        self._by_names = by_names
        self._skipped = SKIPPED if by_names else SKIPPED - JUDGED
        self._absolute = absolute
        self._pieces: list[str] = []
        self._italics = self._bolds = self._smalls = self._links = 0  # how many such elements are open
        self._upright = self._light = self._large = False  # whether the block holds text outside of these
        self._linked = 0
        self._pres = 0  # how many `pre` are open
        self._containers: list[Container] = []
        self._dashes: list[bool] = []  # for each open list item, whether its dash is still to be written
        self._image_in: Element | None = None  # the innermost container of the last image

    def walk(self, root: Element, dropped: frozenset[Element]) -> None:
        """Reads everything below `root` into `body`."""
        stack = [(root, iter(root))]
        self._containers.append(open_container(root, None))
        self._add_text(root.text)
        while stack:
            element, children = stack[-1]
            for child in children:
                if self._read_whole(child, dropped):
                    self._add_text(child.tail)
                    continue
                self._enter(child)
                if len(child):
                    stack.append((child, iter(child)))
                    break
                self._leave(child)
                self._add_text(child.tail)
            else:
                stack.pop()
                if stack:
                    self._leave(element)
                    self._add_text(element.tail)
        self._flush()

    def _read_whole(self, element: Element, dropped: frozenset[Element]) -> bool:
        """Deals with elements whose children are not walked; False for all others."""
        tag = element.tag
        if not isinstance(tag, str) or element in dropped:
            return True
        if self._by_names and element.keys() and is_left_out(element):
            return True
        if tag == "a" and is_anchor_sign(element):
            return True
        if tag in self._skipped:
            if tag in FRAMES:
                self._add_attachment(element)
            if tag in PLAYERS and (player := read_player(element, self._absolute)) is not None:
                self.body.players.append(player)
        elif tag in ("br", "hr"):
            self._flush()
        elif tag in IMAGE_TAGS:
            self._add_image(element)
        elif tag == "table" and (rows := read_rows(element)):
            self._add_table(element, rows)
        else:
            return False
        return True

    def _enter(self, element: Element) -> None:
        tag = element.tag
        if tag in INLINE:
            if tag == "a":
                self._add_attachment(element)
            self._count(element, tag, 1)
        else:
            self._flush()
            self._containers.append(open_container(element, self._containers[-1], len(self.body.blocks)))
            if tag == "li":
                self._dashes.append(True)
            elif tag == "pre":
                self._pres += 1
        self._add_text(element.text)

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag in INLINE:
            self._count(element, tag, -1)
            return
        self._flush()
        container = self._containers.pop()
        if tag in BOXES and len(self.body.blocks) - container.start <= MOST_BOXED:
            mark_boxed(self.body.blocks[container.start :])
        if tag == "li":
            self._dashes.pop()
        elif tag == "pre":
            self._pres -= 1

    def _count(self, element: Element, tag: str, step: int) -> None:
        if tag in ("em", "i", "cite"):
            self._italics += step
        elif tag in ("strong", "b"):
            self._bolds += step
        elif tag == "a":
            self._links += step
        elif tag == "small" or ((style := element.get("style")) is not None and is_small_style(style)):
            self._smalls += step

    def _add_text(self, text: str | None) -> None:
        if not text or (not self._pieces and text.isspace()):
            return
        if self._pres and "\n" in text:
            text = self._end_lines(text)
        self._pieces.append(text)
        if self._links:
            self._linked += len(text.strip())
        if not (self._upright and self._light and self._large) and not text.isspace():
            self._upright = self._upright or not self._italics
            self._light = self._light or not self._bolds
            self._large = self._large or not self._smalls

    def _end_lines(self, text: str) -> str:
        """Reads the lines of a text in `pre`, and returns what stands behind the last of them."""
        *rows, rest = text.split("\n")
        line: list[str] = []
        for row, behind in pairwise((*rows, rest)):
            line.append(row)
            if is_line_end(row, behind):
                self._add_text(" ".join(" ".join(line).split()))
                self._flush()
                line.clear()
        return " ".join((*line, rest))

    def _flush(self) -> None:
        if not self._pieces:
            return
        text = collapse_spaces("".join(self._pieces))
        upright, light, large, linked = self._upright, self._light, self._large, self._linked
        self._pieces, self._upright, self._light, self._large, self._linked = [], False, False, False, 0
        if not text:
            return
        container = self._containers[-1]
        kind = container.kind
        if kind == "text" and self._dashes:
            kind = "item"
            if self._dashes[-1] and not text.startswith(("-", "•", "+", "*", "–")):
                text = "- " + text
            self._dashes[-1] = False
        self.body.blocks.append(
            Block(
                kind,
                text,
                centred=container.align == "center",
                right=container.align == "right",
                italic=not upright,
                bold=not light,
                small=not large,
                linked=linked,
                element=container.element,
                beside_image=len(self._containers) > 1 and container.element is self._image_in,
            )
        )

    def _add_image(self, element: Element) -> None:
        address = find_image(element, self._absolute)
        if address is None:
            return
        self._flush()
        self._image_in = self._containers[-1].element
        self.body.blocks.append(Block("image", address, element=element))

    def _add_attachment(self, element: Element) -> None:
        attachment = read_attachment(element, self._absolute)
        if attachment is not None:
            self.body.attachments.append(attachment)
            self.body.offered_in.append(self._containers[-1].element)

    def _add_table(self, element: Element, rows: list[list[list[str]]]) -> None:
        self._flush()
        for image in element.iter("img"):
            self._add_image(image)
        for link in element.iter("a"):
            self._add_attachment(link)
        texts = [" | ".join(" ".join(cell) for cell in row) for row in rows]
        lines = [line for row in rows for cell in row for line in cell]
        self.body.blocks.append(Block("table", "\n".join(text.strip() for text in texts), lines, element=element))
