"""How much of a page goes into an article's fields, its text aside: what is longer is cut, what is more is left out.

A cut text ends in `…`. All that was cut is told in `Article.excess`, which makes the portal `partial`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from harvester.items import Article, Attachment, Image, SeenDate
from harvester.limits import (
    ADDRESS_LIMIT,
    DATES_LIMIT,
    FILES_LIMIT,
    IMAGES_LIMIT,
    LEAD_LIMIT,
    NAME_LIMIT,
    REASON_LIMIT,
    TAGS_LIMIT,
    TITLE_LIMIT,
)
from harvester.wording import cut_to, write_count

logger = logging.getLogger(__name__)

_Part = TypeVar("_Part")

_TEXTS = {
    "title": TITLE_LIMIT, "lead": LEAD_LIMIT, "byline": TITLE_LIMIT, "author": NAME_LIMIT, "photographer": NAME_LIMIT,
    "source": NAME_LIMIT, "category": NAME_LIMIT, "language": NAME_LIMIT, "document_number": NAME_LIMIT,
    "signer": NAME_LIMIT, "platform_id": NAME_LIMIT, "shortfall": REASON_LIMIT,
}  # fmt: skip


def bound_fields(article: Article) -> Article:
    """Return an article within the limits of its fields. The one given stays as it is."""
    excess: list[str] = []
    changed: dict[str, Any] = {}
    for name, most in _TEXTS.items():
        text = getattr(article, name)
        if text is not None and len(text) > most:
            changed[name] = cut_to(text, most)
            excess.append(f"{name.replace('_', ' ')} of {len(text):,} characters")
    for name in ("canonical_url", "next_part"):
        if len(getattr(article, name) or "") > ADDRESS_LIMIT:
            changed[name] = None
            excess.append(f"{name.replace('_', ' ')} of more than {ADDRESS_LIMIT:,} characters")
    changed["tags"] = _bound(article.tags, "tag", TAGS_LIMIT, _cut_tag, excess)
    changed["images"] = _bound(article.images, "image", IMAGES_LIMIT, _cut_image, excess)
    changed["attachments"] = _bound(article.attachments, "attachment", FILES_LIMIT, _cut_file, excess)
    changed["dates"] = _bound(article.dates, "date", DATES_LIMIT, _cut_date, excess)
    if not excess:
        return article
    told = ", ".join(excess)
    logger.warning("%s: %s: beyond what is kept", cut_to(article.url, NAME_LIMIT), told)
    return replace(article, **changed, excess=told)


def _bound(
    parts: Sequence[_Part], noun: str, most: int, cut: Callable[[_Part], _Part | None], excess: list[str]
) -> list[_Part]:
    """Return the first parts, each within its limits; what was cut or left out is added to `excess`."""
    if len(parts) > most:
        excess.append(write_count(len(parts), noun))
    given = parts[:most]
    cuts = [cut(part) for part in given]
    if long := sum(after != before for before, after in zip(given, cuts, strict=True)):
        excess.append(f"{write_count(long, noun)} too long")
    return [part for part in cuts if part is not None]


def _cut_tag(tag: str) -> str:
    return cut_to(tag, NAME_LIMIT)


def _cut_image(image: Image) -> Image | None:
    if len(image.url) > ADDRESS_LIMIT:
        return None
    return image if image.caption is None else Image(image.url, cut_to(image.caption, LEAD_LIMIT))


def _cut_file(file: Attachment) -> Attachment | None:
    if len(file.url) > ADDRESS_LIMIT:
        return None
    return file if file.title is None else replace(file, title=cut_to(file.title, TITLE_LIMIT))


def _cut_date(date: SeenDate) -> SeenDate:
    return date if len(date.text) <= NAME_LIMIT else replace(date, text=cut_to(date.text, NAME_LIMIT))
