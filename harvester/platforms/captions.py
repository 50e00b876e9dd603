"""Which of a body's blocks are captions of its images."""

from __future__ import annotations

import re

from harvester.items import Image
from harvester.platforms.body import Block

LONGEST_MARKED = 400
"""Characters of a caption that is marked as such, or set beside its image."""
LONGEST_SET_APART = 300
"""Characters of a caption that only centring or italics tell from the text."""
LONGEST_PLAIN = 160
"""Characters of a caption that nothing but its place below the image and its lack of a full stop tells."""

SENTENCE_ENDS = (".", ":", ";", "…", "?", "!", ",")
# Beginnings of headings and list items: "I. CÔNG TÁC…", "1. Kết quả", "a) Về", "- Chỉ đạo".
NUMBERED = re.compile(r"(?:[IVXLC]+|[0-9]{1,2}|[A-Za-zđĐ])[.)/]|[-+•*]")


def split_captions(blocks: list[Block]) -> tuple[list[Block], list[Image]]:
    """The blocks that are text, and the images with the captions that stood with them, both in their order."""
    kept: list[Block] = []
    images: list[Image] = []
    waiting: str | None = None  # a caption that stood above its image
    previous: Block | None = None
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind == "image":
            images.append(Image(block.text, waiting))
            waiting = None
        elif block.kind == "caption" and block.text:
            if previous is not None and previous.kind == "image" and images[-1].caption is None:
                images[-1] = Image(images[-1].url, block.text)
            elif previous is not None and previous.kind == "caption" and images and images[-1].caption:
                images[-1] = Image(images[-1].url, f"{images[-1].caption} {block.text}")
            elif following is not None and following.kind == "image":
                waiting = block.text
            else:
                kept.append(block)
        elif (
            previous is not None
            and previous.kind == "image"
            and images[-1].caption is None
            and is_caption_like(block, following)
        ):
            images[-1] = Image(images[-1].url, block.text)
        else:
            kept.append(block)
        previous = block
    return kept, images


def is_caption_like(block: Block, following: Block | None) -> bool:
    """Whether a block right below an image is its caption, though nothing says so outright."""
    text = block.text
    if (
        block.kind != "text"
        or NUMBERED.match(text)
        or len(text) > LONGEST_MARKED
        or (text.isupper() and len(text) > 3)
    ):
        return False
    plain = len(text) <= LONGEST_PLAIN and not text.endswith(SENTENCE_ENDS)
    if block.beside_image:
        alone = following is None or not following.beside_image
        return block.italic or block.centred or plain or (alone and len(text) <= LONGEST_SET_APART)
    if block.italic or (block.centred and not block.bold):
        return len(text) <= LONGEST_SET_APART
    return (
        plain and following is not None and following.kind != "heading" and not block.bold and not block.right
    )
