"""From a body's blocks to an article's fields: a repeated title or lead, captions, bylines, boilerplate leave it."""

from __future__ import annotations

import re

from harvester.items import Article, ArticleKind, Image, SeenDate
from harvester.reading.body import Block, Body
from harvester.reading.boilerplate import drop_boilerplate
from harvester.reading.captions import split_captions
from harvester.reading.date_lines import DATE
from harvester.reading.fields import is_person
from harvester.reading.head_lines import is_full_name, is_titled_person
from harvester.reading.media import is_file_link, merge_attachments
from harvester.vietnamese.bylines import NAME, Byline, parse_above, parse_byline
from harvester.vietnamese.documents import read_document
from harvester.vietnamese.spelling import squash
from harvester.vietnamese.text import has_same_words

_LONG = 60
"""Characters from which on a paragraph that is the lead word for word is the lead once more."""
_SHORTEST_CUT = 30
"""Characters of a paragraph's beginning that stands before it."""
BYLINE_REACH = 3
"""How many of the last blocks may be bylines: "Tin: …", "Ảnh: …", "Nguồn: …" each on a line of its own."""
_MOST_LABELS = 3
_LONGEST_LABEL = 40
"""Blocks, and characters of those before it, among which a title stands that the text has once more."""
NO_SITE: set[str] = set()
_MOST_LINKED = 0.8
"""Part of a line in links from which on it is one."""
# How notices are called: "Thông báo về việc …", the category "Thông báo - Mời họp".
_NOTICE = re.compile(
    r"\W*(?:thông báo|thông cáo|giấy mời|thư mời|lịch (?:tiếp|công tác|làm việc|trực|cắt))\b", re.IGNORECASE
)
# "(Đã ký)", "PHÓ CHỦ TỊCH" above a name: it signs a document.
SIGNATURE_HEAD = re.compile(
    r"\W*đã ký\W*|(?:KT\. ?|TM\. ?)?(?:PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|TRƯỞNG BAN|GIÁM ĐỐC|HIỆU TRƯỞNG)", re.IGNORECASE
)
BETWEEN_NAMES = re.compile(r"\s+[-–—&]\s+|,\s+|\s+VÀ\s+")
_SENTENCE_ENDS = (".", "…", "!", "?", "”", '"', ";", ":", ")", "/")


def compose_body(article: Article, body: Body) -> None:
    """Fills the article from its body: text, images, attachments, and what bylines and document frames tell.

    Title and lead are to be there already: they stand once, in their own fields.
    """
    blocks, images = split_captions(drop_boilerplate(body.blocks))
    article.attachments = merge_attachments((*article.attachments, *body.attachments))
    blocks = drop_repeated_head(article, blocks)
    if (article.attachments or images or article.images) and all(is_label(article, block) for block in blocks):
        blocks = []
    document = read_document([line for block in blocks for line in block.lines or [block.text]])
    if document is not None:
        article.document_number = article.document_number or document.number
        article.signer = article.signer or document.signer
        if document.date_text is not None:
            article.dates.append(SeenDate(document.date_text, "body", "document"))
    else:
        blocks = take_bylines(article, blocks)
    article.body = "\n\n".join(block.text for block in blocks)
    article.images = merge_images(article.images, images)


def is_label(article: Article, block: Block) -> bool:
    """Return whether a block is no text but the title once more, or what leads to a file."""
    if block.kind == "table":
        return False
    text = block.text.removeprefix("- ")
    titles = (article.title, *(file.title or "" for file in article.attachments))
    is_title = any(has_same_words(text, title) for title in titles)
    return is_title or is_file_link(block.text) or (bool(article.attachments) and is_linked(block))


def is_linked(block: Block) -> bool:
    """Return whether a block is hardly more than a link."""
    return block.linked >= _MOST_LINKED * len(block.text)


def choose_kind(article: Article) -> ArticleKind:
    """Return what an article is: by its document number, by what there is of it, by its title and category."""
    if article.document_number is not None:
        return "document"
    if article.attachments and not article.text:
        return "file"
    is_notice = any(_NOTICE.match(text) for text in (article.title, article.category or ""))
    return "notice" if is_notice else "news"


def drop_repeated_head(article: Article, blocks: list[Block]) -> list[Block]:
    """The blocks without title, date, author and lead, where they stand at the head of the text once more."""
    heads = [article.title, *([] if article.lead is None else [article.lead])]
    heads += [seen.text for seen in article.dates if seen.found_in == "page" and DATE.search(seen.text) is not None]
    start = find_title_behind_labels(article.title, blocks)
    if article.lead is not None and blocks and is_cut(article.lead, blocks[0].text):
        article.lead = None
    elif len(blocks) > 1 and is_cut(blocks[0].text, blocks[1].text):
        start = 1
    while start < min(len(blocks) - 1, 4):
        text = blocks[start].text
        above = parse_above(text)
        if above is not None:
            credit(article, above)
        elif not any(has_same_words(text, head) for head in heads):
            break
        start += 1
    return [block for block in blocks[start:] if len(block.text) < _LONG or block.text != article.lead]


def find_title_behind_labels(title: str, blocks: list[Block]) -> int:
    """The place of the heading with the title among the first blocks, behind short lines such as the section's name.

    0 where there is none: the text begins at once.
    """
    for place, block in enumerate(blocks[:_MOST_LABELS]):
        if block.kind == "heading" and has_same_words(block.text, title):
            return place
        if len(block.text) > _LONGEST_LABEL:
            break
    return 0


def is_cut(text: str, whole: str) -> bool:
    """Whether a text is the beginning of a paragraph, as a system cuts it for lists: "Sáng nay, bà con thôn Mây…"."""
    shown = text.rstrip(".… ")
    return text.endswith(("...", "…")) and _SHORTEST_CUT <= len(shown) < len(whole) and whole.startswith(shown)


def take_bylines(article: Article, blocks: list[Block]) -> list[Block]:
    """The blocks without the bylines at their end, which go to the author's fields where those are empty.

    Where a page holds its text twice, the first copy's byline goes too, if it says what it is: a name alone may sign
    several documents.
    """
    end = len(blocks)
    last = end - BYLINE_REACH
    while end > max(1, last):
        block = blocks[end - 1]
        before = blocks[end - 2]
        if block.kind not in ("text", "heading"):
            break
        byline = parse_byline(block.text) or parse_capitals(block.text, before.text)
        if byline is None or (":" not in block.text and not is_set_off(block, before, end < len(blocks))):
            break
        if SIGNATURE_HEAD.fullmatch(before.text) is not None:
            break
        credit(article, byline)
        end -= 1
    article.byline = "\n".join(block.text for block in blocks[end:]) or None
    labelled = [block.text for block in blocks[end:] if ":" in block.text]
    return [block for block in blocks[:end] if block.text not in labelled]


def parse_capitals(text: str, before: str) -> Byline | None:
    """What a name in capitals below a finished paragraph says: "CẦM AN NHIÊN", "LÝ A MÂY – VI THANH HẠ".

    Below anything else it may sign a document.
    """
    names = BETWEEN_NAMES.split(text) if text.isupper() and len(before) >= _LONG else []
    if not names or not before.endswith(_SENTENCE_ENDS) or not is_full_name(names[0]):
        return None
    return Byline(author=text) if all(NAME.fullmatch(name.title()) for name in names) else None


def is_set_off(block: Block, before: Block, among_bylines: bool) -> bool:
    """Whether a name stands apart from the text: set right, bold or in italics, or after a finished sentence."""
    return among_bylines or block.right or block.bold or block.italic or before.text.endswith(_SENTENCE_ENDS)


def credit(article: Article, byline: Byline) -> None:
    """Fills the fields that are still empty. A login or the site's name is nobody's."""
    if byline.author is None and byline.source is not None and is_titled_person(byline.source):
        byline = Byline(byline.source, byline.photographer)
    author = byline.author
    article.author = article.author or (author if author is not None and is_person(author, NO_SITE) else None)
    article.photographer = article.photographer or byline.photographer
    article.source = article.source or byline.source


def merge_images(first: list[Image], second: list[Image]) -> list[Image]:
    """Each address once, in order, and once more for every further caption, in whatever spelling, it is shown with."""
    told: dict[tuple[str, str], Image] = {}
    for image in (*first, *second):
        told.setdefault((image.url, squash(image.caption or "")), image)
    merged = list(told.values())
    captioned = {image.url for image in merged if image.caption is not None}
    return [image for image in merged if image.caption is not None or image.url not in captioned]
