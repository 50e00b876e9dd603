"""An article's body as a row of blocks, read in one walk over its element.

Bodies come as `<p>`, as one `<div>` with `<br><br>`, as Word spans and as bare `<br>`: each of these ends a
block. A list item is a block of its own that begins with "- ". A table with data is one block with a line a
row, cells joined by " | "; a table that only arranges things is read like any other container.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from harvester.items import Attachment
from harvester.platforms.markup import INLINE, SKIPPED, Element, is_left_out
from harvester.platforms.media import Absolute, find_image, read_attachment
from harvester.platforms.tables import read_rows
from harvester.vietnamese.text import collapse_spaces

Kind = Literal["text", "heading", "item", "table", "caption", "image"]

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# `class="image-caption"`, `imgalt` (NukeViet's mobile theme), `PhotoCMS_Caption` (newspapers),
# `chu-thich-anh`.
CAPTION_CLASS = re.compile(
    r"caption|imgalt|chu-?thich|img-?desc|desc-?img|image-?desc|photo-?note|"
    r"note-?img",
    re.IGNORECASE,
)
ALIGNED = re.compile(r"text-align\s*:\s*([a-z]+)", re.IGNORECASE)
# Classes of editors and of Bootstrap: `text-center`, `rtecenter`, `align-right`.
ALIGN_CLASS = re.compile(
    r"(?:^|\s)(?:text-?|rte|align-?|has-text-align-)?(?:(center|t-c)|right)(?:$|\s)", re.IGNORECASE
)


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
    beside_image: bool = False  # in the same paragraph or cell as an image before it


@dataclass(slots=True)
class Body:
    """What stands in a body's element."""

    blocks: list[Block] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def read_body(root: Element, absolute: Absolute, dropped: Collection[Element] = ()) -> Body:
    """The blocks of an element. `dropped` are elements of it to leave out; `absolute` resolves links."""
    reader = BodyReader(absolute)
    reader.walk(root, frozenset(dropped))
    return reader.body


class BodyReader:
    """One walk, without recursion: pages nest a thousand deep."""

    def __init__(self, absolute: Absolute) -> None:
        self.body = Body()
        self._absolute = absolute
        self._pieces: list[str] = []
        self._italics = self._bolds = 0  # how many such elements are open
        self._upright = self._light = False  # whether the block holds text outside of italics, of bold type
        self._containers: list[Container] = []
        self._dashes: list[bool] = []  # for each open list item, whether its dash is still to be written
        self._image_in: Element | None = None  # the innermost container of the last image

    def walk(self, root: Element, dropped: frozenset[Element]) -> None:
        """Reads everything below `root` into `body`."""
        stack = [(root, iter(root))]
        self._containers.append(open_container(root, None))
        if root.text:
            self._add_text(root.text)
        while stack:
            element, children = stack[-1]
            for child in children:
                if self._read_whole(child, dropped):
                    if child.tail:
                        self._add_text(child.tail)
                    continue
                self._enter(child)
                if len(child):
                    stack.append((child, iter(child)))
                    break
                self._leave(child)
                if child.tail:
                    self._add_text(child.tail)
            else:
                stack.pop()
                if stack:
                    self._leave(element)
                    if element.tail:
                        self._add_text(element.tail)
        self._flush()

    def _read_whole(self, element: Element, dropped: frozenset[Element]) -> bool:
        """Deals with elements whose children are not walked; False for all others."""
        tag = element.tag
        if not isinstance(tag, str) or element in dropped:
            return True
        if element.keys() and is_left_out(element):
            return True
        if tag in SKIPPED:
            if tag in ("iframe", "embed", "object"):
                self._add_attachment(element)
        elif tag in ("br", "hr"):
            self._flush()
        elif tag == "img":
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
            self._count(tag, 1)
        else:
            if self._pieces:
                self._flush()
            self._containers.append(open_container(element, self._containers[-1]))
            if tag == "li":
                self._dashes.append(True)
        if element.text:
            self._add_text(element.text)

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag in INLINE:
            self._count(tag, -1)
            return
        if self._pieces:
            self._flush()
        self._containers.pop()
        if tag == "li":
            self._dashes.pop()

    def _count(self, tag: str, step: int) -> None:
        if tag in ("em", "i", "cite"):
            self._italics += step
        elif tag in ("strong", "b"):
            self._bolds += step

    def _add_text(self, text: str) -> None:
        self._pieces.append(text)
        if not (self._upright and self._light) and not text.isspace():
            self._upright = self._upright or not self._italics
            self._light = self._light or not self._bolds

    def _flush(self) -> None:
        text = collapse_spaces("".join(self._pieces))
        upright, light = self._upright, self._light
        self._pieces, self._upright, self._light = [], False, False
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
                beside_image=len(self._containers) > 1 and container.element is self._image_in,
            )
        )

    def _add_image(self, element: Element) -> None:
        address = find_image(element, self._absolute)
        if address is None:
            return
        self._flush()
        self._image_in = self._containers[-1].element
        self.body.blocks.append(Block("image", address))

    def _add_attachment(self, element: Element) -> None:
        attachment = read_attachment(element, self._absolute)
        if attachment is not None:
            self.body.attachments.append(attachment)

    def _add_table(self, element: Element, rows: list[list[list[str]]]) -> None:
        self._flush()
        for image in element.iter("img"):
            self._add_image(image)
        for link in element.iter("a"):
            self._add_attachment(link)
        texts = [" | ".join(" ".join(cell) for cell in row) for row in rows]
        lines = [line for row in rows for cell in row for line in cell]
        self.body.blocks.append(Block("table", "\n".join(text.strip() for text in texts), lines))


@dataclass(slots=True)
class Container:
    """An open element that ends paragraphs, and what it makes of the texts in it."""

    element: Element
    kind: Kind
    align: str


def open_container(element: Element, around: Container | None) -> Container:
    """The container that an element opens within another; the outermost is never a caption."""
    tag = element.tag
    kind: Kind = "text" if around is None else around.kind
    align = "" if around is None else around.align
    if tag in HEADINGS:
        kind = "heading"
    if not element.keys():
        caption = tag == "figcaption"
        own = "center" if tag == "center" else ""
    else:
        classes, style = element.get("class"), element.get("style")
        caption = tag == "figcaption" or (classes is not None and is_caption_class(classes))
        own = (style and read_style_alignment(style)) or (element.get("align") or "").lower()
        own = own or (classes and read_class_alignment(classes)) or ("center" if tag == "center" else "")
    if caption and around is not None:
        kind = "caption"
    return Container(element, kind, own or align)


@lru_cache(maxsize=1024)
def read_style_alignment(style: str) -> str:
    """The alignment that a style sets, if any."""
    match = ALIGNED.search(style)
    return match.group(1).lower() if match else ""


@lru_cache(maxsize=1024)
def read_class_alignment(classes: str) -> str:
    """The alignment that a class stands for, if any."""
    match = ALIGN_CLASS.search(classes)
    return "" if match is None else "center" if match.group(1) else "right"


@lru_cache(maxsize=1024)
def is_caption_class(classes: str) -> bool:
    """Whether one of the classes is that of captions."""
    return CAPTION_CLASS.search(classes) is not None
