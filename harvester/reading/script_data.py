"""The article in the data of a page that scripts fill: `__NEXT_DATA__` and other JSON, read as if it were JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from harvester.reading.fields import as_list, read_title
from harvester.reading.page import Page
from harvester.vietnamese.text import compare_key

LARGEST_DATA = 3_000_000
MOST_OBJECTS = 50_000
SHORTEST_CONTENT = 50
"""Characters of an article's text, markup included."""
# Names of fields without case and underscores, the best first; what systems of other languages use is left alone.
TITLE_FIELDS = ("title", "headline", "name", "tieude")
CONTENT_FIELDS = (
    "content",
    "contenthtml",
    "body",
    "bodyhtml",
    "articlebody",
    "html",
    "detail",
    "text",
    "noidung",
    "blocks",
)
TOLD_FIELDS: Mapping[str, tuple[str, ...]] = {
    "lead": ("sapo", "lead", "summary", "excerpt", "description", "shortdescription", "abstract", "mota"),
    "datePublished": ("publishedat", "datepublished", "publishdate", "publisheddate", "publishtime", "publishedtime"),
    "dateCreated": ("createdat", "datecreated", "createddate"),
    "dateModified": ("updatedat", "datemodified", "modifiedat", "updateddate"),
    "author": ("author", "authors", "byline", "authorname", "tacgia"),
    "articleSection": ("category", "categories", "section", "zone", "chuyenmuc"),
    "keywords": ("tags", "keywords", "tag"),
    "image": ("image", "thumbnail", "cover", "coverimage", "featuredimage"),
}
NAME_FIELDS = ("name", "title", "fullname", "displayname")


def read_script_data(page: Page, claims: Collection[str]) -> dict[str, Any]:
    """The article whose title the head gives, with the names of JSON-LD; empty where no script holds it.

    Args:
        page: the page.
        claims: compare keys of the titles that the head gives.
    """
    best: dict[str, Any] = {}
    for script in page.tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/json" or not script.text:
            continue
        for found in iter_data(parse_script(script.text)):
            title = find_told(found, TITLE_FIELDS)
            if isinstance(title, str) and compare_key(read_title(title)) in claims:
                body = read_told_text(found)
                if len(body) > max(SHORTEST_CONTENT, len(best.get("articleBody", ""))):
                    best = {"@type": "Article", "headline": title, "articleBody": body, **read_told_fields(found)}
    return best


def parse_script(text: str) -> Any:
    """The value of a script's text; None where it is none, or too large."""
    if len(text) > LARGEST_DATA:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def iter_data(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a value, however deep, the outer ones first."""
    waiting = [value]
    for _ in range(MOST_OBJECTS):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def find_told(found: Mapping[str, Any], names: Collection[str]) -> Any:
    """The value of the first of some names that an object has and that is not empty."""
    plain = {key.replace("_", "").replace("-", "").lower(): value for key, value in found.items()}
    return next((plain[name] for name in names if plain.get(name)), None)


def read_told_text(found: Mapping[str, Any]) -> str:
    """An object's text: one string, or the strings of a list of blocks as paragraphs."""
    content = find_told(found, CONTENT_FIELDS)
    if isinstance(content, dict):
        content = find_told(content, CONTENT_FIELDS)
    if isinstance(content, str):
        return content
    blocks = (find_told(block, CONTENT_FIELDS) for block in as_list(content) if isinstance(block, dict))
    return "\n".join(block for block in blocks if isinstance(block, str))


def read_told_fields(found: Mapping[str, Any]) -> dict[str, Any]:
    """What else an object tells of the article, by the names that JSON-LD has for it."""
    told = {name: find_told(found, names) for name, names in TOLD_FIELDS.items()}
    for name in ("author", "articleSection", "keywords"):
        told[name] = [read_told_name(item) for item in as_list(told[name])]
    return {name: str(value) if isinstance(value, int) else value for name, value in told.items() if value}


def read_told_name(item: Any) -> Any:
    """What an object is called, or the text itself."""
    return find_told(item, NAME_FIELDS) if isinstance(item, dict) else item
