"""Which of a body's blocks are captions of its images."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from harvester.items import Image
from harvester.reading.body import Block
from harvester.vietnamese.text import collapse_spaces

SHORTEST_TITLE_TOLD = 12
# `style="float: left"`, and what a title ends with that is a file's name.
FLOATING = re.compile(r"float\s*:\s*(?:left|right)", re.IGNORECASE)
FILE_NAME = re.compile(r"\.\w{3,4}$")
LONGEST_MARKED = 400
"""Characters of a caption that is marked as such, or set beside its image."""
LONGEST_SET_APART = 300
"""Characters of a caption that only centring or italics tell from the text."""
LONGEST_SCENE = 220
"""Characters of a caption that only tells what is to be seen."""
FEWEST_TOLD = 4
"""Images with captions from which on a text is known to put them there."""
FEWEST_ELSEWHERE = 3
"""How often a line stands elsewhere in a text whose place below an image says nothing: "Giá khởi điểm: 450 triệu"."""
LONGEST_PLAIN = 160
"""Characters of a caption that nothing but its place below the image and its lack of a full stop tells."""

_SENTENCE_ENDS = (".", ":", ";", "…", "?", "!", ",", "”", '"', "’", "»", "。", "！", "？")
# Beginnings of headings and list items: "I. CÔNG TÁC…", "1. Kết quả", "a) Về", "- Chỉ đạo".
_NUMBERED = re.compile(r"(?:[IVXLC]+|[0-9]{1,2}|[A-Za-zđĐ])[.)/]|[-+•*]")

# Who took the picture, behind what it shows or alone: "(Ảnh: Lê An Nhiên)", "Ảnh minh họa", "Ảnh: TTXVN.".
CREDITED = re.compile(
    r"(?:^|[.…?!;,\s])[(\[]?\s*(?:ảnh|hình|nguồn ảnh|photo)(?:\s*(?:[:：]|-|–)\s*[^.:]{2,50}|"
    r"(?: chụp)? (?:minh họa|minh hoạ|tư liệu|internet))\s*[)\]]?\W*$",
    re.IGNORECASE,
)
PERSON = (
    r"(?:đồng chí|đ/c|ông|bà|phó|lãnh đạo|đại diện|chủ tịch|bí thư|trưởng|giám đốc|thường trực|thượng tá|trung tá|"
    r"đại tá|thiếu tá)"
)
SPEAKER = re.compile(rf"\W*{PERSON}\b", re.IGNORECASE)
# What a picture shows: "Quang cảnh buổi lễ.", "Đồng chí Bí thư Đảng ủy xã phát biểu tại hội nghị.", "Các đại
# biểu tham quan mô hình.".
SCENE = re.compile(
    rf"\W*(?:(?:quang|toàn|khung) cảnh|hình ảnh|ảnh|trong ảnh|(?:các|các vị) (?:đại biểu|đồng chí)|đại biểu|"
    rf"{PERSON}\b[^.:;]*?"
    r"(?:phát biểu|kết luận|khai mạc|bế mạc|trao|tặng|trình bày|báo cáo|chủ trì|điều hành|thăm|kiểm tra|"
    r"tham quan|động viên|chúc mừng|thông qua|quán triệt|công bố|dâng h(?:oa|ương)|ký|chụp ảnh))\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"[.;?!…:]\s")
"""More than one sentence, or a heading before what is said."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a text is set.

    Whether most of it is in small type, and whether what stands below its images is, as far as it can be told, their
    caption.
    """

    small: bool = False
    captioned: bool = False


def read_habits(blocks: list[Block]) -> Habits:
    """The habits of a text, by its paragraphs below images."""
    texts = [block for block in blocks if block.kind == "text"]
    small = sum(block.small for block in texts) * 2 > len(texts)
    below = [
        (block, following)
        for image, block, following in zip(blocks, blocks[1:], blocks[2:], strict=False)
        if image.kind == "image" and block.kind == "text"
    ]
    told = sum(is_caption_like(block, following, Habits(small)) for block, following in below)
    return Habits(small, told >= FEWEST_TOLD and 2 * told > len(below))


def split_captions(blocks: list[Block]) -> tuple[list[Block], list[Image]]:
    """The blocks that are text, and the images with the captions that stood with them, both in their order."""
    blocks = pair_rows(blocks)
    habits = read_habits(blocks)
    elsewhere = count_elsewhere(blocks)
    kept: list[Block] = []
    images: list[Image] = []
    shown: list[Block] = []
    waiting: str | None = None  # a caption that stood above its image
    previous: Block | None = None
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind == "image":
            images.append(Image(block.text, waiting))
            shown.append(block)
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
            and elsewhere[block.text] < FEWEST_ELSEWHERE
            and not flows_around(previous, block)
            and is_caption_like(block, following, habits)
        ):
            images[-1] = Image(images[-1].url, block.text)
        else:
            kept.append(block)
        previous = block
    told = (Image(i.url, i.caption or read_told_caption(one)) for i, one in zip(images, shown, strict=True))
    return kept, list(told)


def pair_rows(blocks: list[Block]) -> list[Block]:
    """The blocks with the captions of a row of a table each behind its image in the row above it."""
    if not any(one.kind == "image" == other.kind for one, other in pairwise(blocks)):
        return blocks
    paired: list[Block] = []
    place = 0
    while place < len(blocks):
        count = 0
        while place + count < len(blocks) and blocks[place + count].kind == "image":
            count += 1
        images, below = blocks[place : place + count], blocks[place + count : place + 2 * count]
        rows = [None if one.element is None else one.element.getparent() for one in below]
        is_row = 1 < count == len(below) and rows[0] is not None and all(row is rows[0] for row in rows)
        if is_row and all(one.element is not None and one.element.tag in ("td", "th") for one in below):
            paired.extend(one for pair in zip(images, below, strict=True) for one in pair)
            place += 2 * count
        else:
            paired.extend(blocks[place : place + max(1, count)])
            place += max(1, count)
    return paired


def flows_around(image: Block, text: Block) -> bool:
    """Whether sentences flow around an image that is set left or right in their paragraph."""
    element = image.element
    if element is None or not text.beside_image or not text.text.endswith(_SENTENCE_ENDS):
        return False
    return element.get("align") in ("left", "right") or FLOATING.search(element.get("style") or "") is not None


# "Nhấn vào ảnh để phóng to": what a picture's title says of itself.
ZOOM = re.compile(r"\b(?:click|nhấn|bấm|nhấp|phóng to|xem ảnh|zoom|enlarge)\b", re.IGNORECASE)


def read_told_caption(image: Block) -> str | None:
    """What an image's `title` says of it, where it is more than a file's name and no copy of `alt`."""
    element = image.element
    title = "" if element is None else collapse_spaces(element.get("title") or "")
    if element is None or len(title) < SHORTEST_TITLE_TOLD or title == collapse_spaces(element.get("alt") or ""):
        return None
    return title if " " in title and FILE_NAME.search(title) is None and ZOOM.search(title) is None else None


def count_elsewhere(blocks: list[Block]) -> Counter[str]:
    """How often each line stands in the text where no image is above it."""
    return Counter(block.text for before, block in pairwise(blocks) if block.kind == "text" and before.kind != "image")


def is_caption_like(block: Block, following: Block | None, habits: Habits) -> bool:
    """Whether a block right below an image is its caption, though nothing says so outright."""
    text = block.text
    if (
        block.kind != "text"
        or _NUMBERED.match(text)
        or len(text) > LONGEST_MARKED
        or (text.isupper() and len(text) > 3)
    ):
        return False
    plain = len(text) <= LONGEST_PLAIN and not text.endswith(_SENTENCE_ENDS)
    if block.beside_image:
        alone = following is None or not following.beside_image
        return block.italic or block.centred or plain or (alone and len(text) <= LONGEST_SET_APART)
    if following is None:  # the end of the text: a byline, or all there is
        return (block.italic or (block.centred and not block.bold)) and len(text) <= LONGEST_SET_APART
    if block.italic or (block.centred and not block.bold) or (block.small and not habits.small) or block.boxed:
        return len(text) <= LONGEST_SET_APART
    if CREDITED.search(text) or (habits.captioned and SPEAKER.match(text)):
        return len(text) <= LONGEST_SET_APART
    return following.kind != "heading" and not block.bold and not block.right and (plain or shows_scene(text))


def shows_scene(text: str) -> bool:
    """Whether a text is one sentence that tells what a picture shows."""
    whole = len(text) <= LONGEST_SCENE and not text.endswith((":", ";", ","))
    return whole and SCENE.match(text) is not None and _WITHIN.search(text) is None
