"""Articles as any type of item that itemadapter supports: dict, dataclass, attrs, pydantic, scrapy.Item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any

from itemadapter import ItemAdapter

from harvester.errors import ItemError
from harvester.items import (
    Article,
    AttachedFile,
    Attachment,
    DateCandidate,
    FetchResult,
    Image,
    Listing,
    SeenDate,
    Validators,
)

_FIELDS = {field.name: field for field in fields(Article)}
REQUIRED = ("url", "title", "body")
"""What an item must have to be taken for an article."""

_PARTS: dict[str, type[Any]] = {
    "images": Image,
    "attachments": Attachment,
    "dates": SeenDate,
    "date_candidates": DateCandidate,
}
"""Fields that are lists of records."""


def change_article(item: Any, change: Callable[[Article], Article]) -> Any:
    """Apply a pipeline's change to an article of any type; listings and fetch results pass.

    Args:
        item: What the spider yielded.
        change: What the pipeline does; it may return another article.

    Returns:
        The item, of the type that it had.

    Raises:
        ItemError: it is no item, no article, or cannot hold what the pipeline found out.
    """
    article = adapt_article(item)
    if article is None:
        return item
    changed = change(article)
    return changed if isinstance(item, Article) else write_changes(item, changed)


def adapt_article(item: Any) -> Article | None:
    """Return an item as an `Article`; None for a file, a listing or a fetch result.

    Raises:
        ItemError: it is no item that itemadapter supports, or lacks an article's fields.
    """
    if isinstance(item, Article):
        return item
    if isinstance(item, (AttachedFile, Listing, FetchResult)):
        return None
    kind = type(item).__name__
    if not ItemAdapter.is_item(item):
        raise ItemError(f"no item that itemadapter supports: {kind}")
    adapter = ItemAdapter(item)
    missing = [name for name in REQUIRED if adapter.get(name) is None]
    if missing:
        raise ItemError(f"no article: this {kind} has no {', '.join(map(repr, missing))}")
    given = {name: adapter[name] for name in adapter if name in _FIELDS and adapter[name] is not None}
    return Article(**{name: adapt_value(name, value) for name, value in given.items()})


def adapt_value(name: str, value: Any) -> Any:
    """Return a field's value, its parts as our records.

    Raises:
        ItemError: a part has other fields.
    """
    part = Validators if name == "validators" else _PARTS.get(name)
    if part is None:
        return value
    try:
        if name == "validators":
            return as_record(part, value)
        return [as_record(part, one) for one in value]
    except TypeError as error:
        raise ItemError(f"cannot read {name!r} of an article: {error}") from error


def as_record(kind: type[Any], value: Any) -> Any:
    """Return a record of this kind from one, or from anything that itemadapter supports with its fields."""
    return value if isinstance(value, kind) else kind(**ItemAdapter(value).asdict())


def write_changes(item: Any, article: Article) -> Any:
    """Write into an item what a pipeline has changed of its article.

    Raises:
        ItemError: the item has no such field, or does not let it be set.
    """
    adapter = ItemAdapter(item)
    for name, field in _FIELDS.items():
        value = getattr(article, name)
        before = adapt_value(name, adapter[name]) if adapter.get(name) is not None else None
        if value == before or (before is None and value == read_default(field)):
            continue
        try:
            adapter[name] = value
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise ItemError(f"{type(item).__name__} cannot hold {name!r} of an article: {error}") from error
    return item


def read_default(field: Any) -> Any:
    """Return what a field of an article is where nobody has set it."""
    return field.default if field.default_factory is MISSING else field.default_factory()
