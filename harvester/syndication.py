"""Atom feeds (RFC 4287) as text. Ids are made of uids and of what a feed is of, never of where it was fetched."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 cannot hold, however it is escaped: most control characters, lone surrogates, U+FFFE and U+FFFF
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_NEVER = "1970-01-01T00:00:00Z"
"""When a feed without entries was changed."""

SUMMARY = 400
"""Characters of the text that stand for a lead where there is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `summary` is text, or HTML where `is_html` says so. Times are ISO 8601 with their offset."""

    uid: str
    title: str
    url: str | None
    updated: str
    author: str
    summary: str
    published: str | None = None
    categories: tuple[str, ...] = ()
    is_html: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `identity` says what it is of: its id is made of it and stays."""

    title: str
    identity: str
    entries: Sequence[Entry]
    self_url: str | None = None
    page_url: str | None = None
    language: str = "vi"


def make_feed(feed: Feed) -> bytes:
    """The feed as XML, UTF-8."""
    updated = max((entry.updated for entry in feed.entries), default=_NEVER)
    parts = [
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        f" xml:lang={_quote(feed.language)}>",
        f"<title>{clean(feed.title)}</title>",
        f"<id>{uuid.uuid5(uuid.NAMESPACE_URL, f'harvester:{feed.identity}').urn}</id>",
        f"<updated>{clean(updated)}</updated>",
        "<generator>harvester</generator>",
        *_make_link("self", feed.self_url),
        *_make_link("alternate", feed.page_url),
        *(_make_entry(entry) for entry in feed.entries),
        "</feed>\n",
    ]
    return "\n".join(parts).encode()


def _make_entry(entry: Entry) -> str:
    kind = ' type="html"' if entry.is_html else ""
    parts = [
        f"<title>{clean(entry.title)}</title>",
        f"<id>urn:uuid:{clean(entry.uid)}</id>",
        *([f"<published>{clean(entry.published)}</published>"] if entry.published else []),
        f"<updated>{clean(entry.updated)}</updated>",
        f"<author><name>{clean(entry.author)}</name></author>",
        *_make_link("alternate", entry.url),
        *(f"<category term={_quote(category)}/>" for category in entry.categories),
        f"<summary{kind}>{clean(entry.summary)}</summary>",
    ]
    return "<entry>\n" + "\n".join(parts) + "\n</entry>"


def _make_link(relation: str, url: str | None) -> list[str]:
    """A link, to addresses of the web alone."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return []
    return [f"<link rel={quoteattr(relation)} href={_quote(url)}/>"]


def shorten(text: str) -> str:
    if len(text) <= SUMMARY:
        return text
    return text[:SUMMARY].rsplit(" ", 1)[0] + "…"


def clean(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _quote(text: str | None) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text or ""))
