"""Elements that end paragraphs, and what they make of the texts in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from harvester.reading.markup import Element

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
# Sizes below that of text: `font-size: small`, `font-size:11px`, `font-size: 8.5pt`.
SMALL = re.compile(
    r"font-size\s*:\s*(?:(?:xx?-)?small(?:er)?|0?\.[1-8]\d*r?em|[5-8]\d%|(?:[6-9]|1[01])(?:\.\d+)?px|"
    r"[5-8](?:\.\d+)?pt)\b",
    re.IGNORECASE,
)
BOXES = frozenset(("div", "td", "tr", "tbody", "table", "figure", "center", "section"))
"""Elements that may hold an image with its caption and nothing else."""


@dataclass(slots=True)
class Container:
    """An open element that ends paragraphs, and what it makes of the texts in it."""

    element: Element
    kind: Kind
    align: str
    start: int = 0  # how many blocks stood before it


def open_container(element: Element, around: Container | None, start: int = 0) -> Container:
    """The container that an element opens within another, behind so many blocks; the outermost is never a caption."""
    tag = element.tag
    kind: Kind = "text" if around is None else around.kind
    align = "" if around is None else around.align
    if tag in HEADINGS and kind != "caption":  # `<figcaption><h2>`
        kind = "heading"
    if not element.keys():
        name = str(tag)
        caption = name == "figcaption" or ("-" in name and is_caption_class(name))  # `<news-caption>`
        own = "center" if tag == "center" else ""
    else:
        classes, style = element.get("class"), element.get("style")
        caption = tag == "figcaption" or (classes is not None and is_caption_class(classes))
        own = (style and read_style_alignment(style)) or (element.get("align") or "").lower()
        own = own or (classes and read_class_alignment(classes)) or ("center" if tag == "center" else "")
    if caption and around is not None:
        kind = "caption"
    return Container(element, kind, own or align, start)


def read_style_alignment(style: str) -> str:
    """The alignment that a style sets, if any."""
    match = ALIGNED.search(style)
    return match.group(1).lower() if match else ""


def read_class_alignment(classes: str) -> str:
    """The alignment that a class stands for, if any."""
    match = ALIGN_CLASS.search(classes)
    return "" if match is None else "center" if match.group(1) else "right"


def is_caption_class(classes: str) -> bool:
    """Whether one of the classes is that of captions."""
    return CAPTION_CLASS.search(classes) is not None


def is_small_style(style: str) -> bool:
    """Whether a style sets type that is smaller than that of text."""
    return SMALL.search(style) is not None
