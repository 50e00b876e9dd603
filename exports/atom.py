"""Atom feeds (RFC 4287): the newest articles of a portal, a province or a search, for feed readers.

Entries have the lead, not the whole text, and link to the portal.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from exports.destination import replace_directory, replace_file
from exports.recognition import is_feed
from harvester.store.reports.selection import fold_name
from harvester.store.reports.snapshot import Snapshot

OURS = re.compile(r"(?:portals|provinces)/[a-z0-9][a-z0-9._-]*\.xml")

# What XML 1.0 cannot hold, however it is escaped: most control characters, lone surrogates, U+FFFE and U+FFFF
FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NEVER = "1970-01-01T00:00:00Z"
"""When a feed without entries was changed."""

SUMMARY = 400
"""Characters of the text that stand for a lead where there is none."""


def export_atom(snapshot: Snapshot, out: Path, *, query: str | None = None, limit: int = 100) -> dict[str, int]:
    """Write Atom feeds of the newest articles.

    Args:
        snapshot: The articles, and the state of the database that they are read from.
        out: One feed where it ends in `.xml` or `.atom` or a query is given, else a directory of feeds: one for each
            portal and each province of the selection.
        query: A search; its feed holds what it finds.
        limit: The most entries of a feed.

    Returns:
        How many feeds and entries were written.

    Raises:
        ExportError: The place cannot be written.
        QueryError: The query names nothing to look for.
    """
    if query is not None or out.suffix.lower() in {".xml", ".atom"}:
        with replace_file(out, snapshot.store.path, is_feed) as file:
            rows = snapshot.read_feed(limit, query=query)
            title = "Newest articles" if query is None else f"Search: {query}"
            file.write(make_feed(title, f"search:{query}:{snapshot.selection}", rows))
            return {"feed entries": len(rows)}
    entries = feeds = 0
    with replace_directory(out, snapshot.store.path, is_ours) as directory:
        for name, content, count in make_feeds(snapshot, limit):
            path = directory / name
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
            entries += count
            feeds += 1
    return {"feeds": feeds, "feed entries": entries}


def is_ours(name: str, file: Path) -> bool:
    return OURS.fullmatch(name) is not None and is_feed(file)


def make_feeds(snapshot: Snapshot, limit: int) -> Iterator[tuple[str, bytes, int]]:
    """Name below the directory, content and number of entries."""
    taken: set[str] = set()
    portals = snapshot.read_portals()
    for portal in portals:
        rows = snapshot.read_feed(limit, portal=portal["id"])
        content = make_feed(portal["name"], f"portal:{portal['id']}", rows, portal["url"])
        yield make_name("portals", portal["id"], taken), content, len(rows)
    for province in sorted({portal["province"] for portal in portals}):
        rows = snapshot.read_feed(limit, province=province)
        yield (
            make_name("provinces", province, taken),
            make_feed(province, f"province:{province}", rows),
            len(rows),
        )


def make_name(directory: str, text: str, taken: set[str]) -> str:
    """A file's name of letters, digits and dashes, whatever the text holds; with a mark where it is taken."""
    name = re.sub(r"[^a-z0-9]+", "-", fold_name(text)).strip("-")[:80] or "feed"
    if f"{directory}/{name}" in taken:
        name += f"-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    taken.add(f"{directory}/{name}")
    return f"{directory}/{name}.xml"


def make_feed(title: str, identity: str, rows: list[sqlite3.Row], url: str | None = None) -> bytes:
    """The feed, UTF-8. `identity` says what it is a feed of: its id is made of it and stays."""
    updated = max((row["changed_at"] for row in rows), default=NEVER)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">',
        f"<title>{clean(title)}</title>",
        f"<id>{uuid.uuid5(uuid.NAMESPACE_URL, f'harvester:{identity}').urn}</id>",
        f"<updated>{clean(updated)}</updated>",
        "<generator>harvester</generator>",
        *([f"<link rel={quoteattr('alternate')} href={quote(url)}/>"] if is_web(url) else []),
        *(make_entry(row) for row in rows),
        "</feed>\n",
    ]
    return "\n".join(parts).encode()


def make_entry(row: sqlite3.Row) -> str:
    summary = row["lead"] or shorten(row["opening"])
    parts = [
        f"<title>{clean(row['title'])}</title>",
        f"<id>{uuid.uuid5(uuid.NAMESPACE_URL, row['url']).urn}</id>",
        f"<published>{clean(row['published_at'])}</published>",
        f"<updated>{clean(row['changed_at'])}</updated>",
        f"<author><name>{clean(row['author'] or row['portal_name'])}</name></author>",
        *([f"<link rel={quoteattr('alternate')} href={quote(row['url'])}/>"] if is_web(row["url"]) else []),
        f"<category term={quote(row['portal_name'])}/>",
        *([f"<category term={quote(row['category'])}/>"] if row["category"] else []),
        f"<summary>{clean(summary)}</summary>",
    ]
    return "<entry>\n" + "\n".join(parts) + "\n</entry>"


def is_web(url: str | None) -> bool:
    return url is not None and url.lower().startswith(("http://", "https://"))


def shorten(text: str) -> str:
    if len(text) <= SUMMARY:
        return text
    return text[:SUMMARY].rsplit(" ", 1)[0] + "…"


def clean(text: str) -> str:
    return escape(FORBIDDEN.sub("\ufffd", text))


def quote(text: str | None) -> str:
    return quoteattr(FORBIDDEN.sub("\ufffd", text or ""))
