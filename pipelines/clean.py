"""Unicode NFC, plain spaces and the right đ in every text of an article. What it says stays as it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from harvester.items import Article, Attachment, Image
from harvester.loading.field_limits import bound_fields
from harvester.loading.item_types import change_article
from harvester.vietnamese.text import INVISIBLE, to_nfc

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")
SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r" ?\r?\n ?")
# Icelandic eth, which looks like đ and stands for it in many an old page: "&ETH;ảng bộ". No Icelandic word begins so.
ETH = re.compile(r"\b(?:\u00d0|(\u00f0))")
BLOCK_ENDS = re.compile(r"\n{2,}")


def is_clean(text: str) -> bool:
    """Whether nothing but spaces at the ends can be wrong with a text: most texts are clean, and this is quick."""
    return (
        "  " not in text
        and "\n\n\n" not in text
        and " \n" not in text
        and "\n " not in text
        and "\u00d0" not in text
        and "\u00f0" not in text
        and unicodedata.is_normalized("NFC", text)
        and text.replace("\n", "").isprintable()
    )


def replace_eth(text: str) -> str:
    """The text with đ where a word begins with an eth."""
    return ETH.sub(lambda match: "đ" if match[1] else "Đ", text)


def clean_text(text: str) -> str:
    """One or more blocks of text: NFC, đ for eth, single spaces, at most one blank line between blocks. Idempotent."""
    if is_clean(text):
        return text.strip()
    text = to_nfc(text)
    text = INVISIBLE.sub("", _CONTROL.sub("", replace_eth(text)))
    text = _LINE_ENDS.sub("\n", SPACES.sub(" ", text))
    return to_nfc(BLOCK_ENDS.sub("\n\n", text).strip())


def clean_line(text: str | None) -> str | None:
    """A field of one line; None where nothing is left."""
    if text is None:
        return None
    return clean_text(text).replace("\n", " ").replace("  ", " ") or None


LINES = ("lead", "author", "photographer", "source", "category", "document_number", "signer")
"""Fields of one line; None where nothing is left of one."""


def clean(article: Article) -> Article:
    """The article with every text cleaned, and none beyond its limit. The one given stays as it is."""
    article = bound_fields(article)
    lines: dict[str, Any] = {name: clean_line(getattr(article, name)) for name in LINES}
    return replace(
        article,
        **lines,
        title=clean_line(article.title) or "",
        body=clean_text(article.body),
        byline=None if article.byline is None else clean_text(article.byline) or None,
        tags=list(dict.fromkeys(tag for tag in map(clean_line, article.tags) if tag)),
        images=[Image(image.url, clean_line(image.caption)) for image in article.images],
        attachments=[
            Attachment(file.url, clean_line(file.title), clean_line(file.media_type)) for file in article.attachments
        ],
    )


class CleanPipeline:
    """Cleans every text of an article."""

    def process_item(self, item: Any) -> Any:
        """Return the article cleaned; listings and fetch results pass.

        Raises:
            ItemError: it is no item, or cannot hold an article's fields.
        """
        return change_article(item, clean)
