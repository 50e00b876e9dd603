"""Atom feeds (RFC 4287): the newest articles of a portal, a province or a search, for feed readers.

Entries have the lead, not the whole text, and link to the portal.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from exports.destination import replace_directory, replace_file
from exports.recognition import is_feed
from harvester.store.reports.selection import fold_name
from harvester.store.reports.snapshot import Snapshot
from harvester.syndication import Entry, Feed, make_feed, shorten

OURS = re.compile(r"(?:portals|provinces)/[a-z0-9][a-z0-9._-]*\.xml")


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
            file.write(make_newest(title, f"search:{query}:{snapshot.selection}", rows))
            return {"feed entries": len(rows)}
    entries = feeds = 0
    with replace_directory(out, snapshot.store.path, _is_ours) as directory:
        for name, content, count in make_feeds(snapshot, limit):
            path = directory / name
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
            entries += count
            feeds += 1
    return {"feeds": feeds, "feed entries": entries}


def _is_ours(name: str, file: Path) -> bool:
    return OURS.fullmatch(name) is not None and is_feed(file)


def make_feeds(snapshot: Snapshot, limit: int) -> Iterator[tuple[str, bytes, int]]:
    """Name below the directory, content and number of entries."""
    taken: set[str] = set()
    portals = snapshot.read_portals()
    for portal in portals:
        rows = snapshot.read_feed(limit, portal=portal["id"])
        content = make_newest(portal["name"], f"portal:{portal['id']}", rows, portal["url"])
        yield make_name("portals", portal["id"], taken), content, len(rows)
    for province in sorted({portal["province"] for portal in portals}):
        rows = snapshot.read_feed(limit, province=province)
        yield (
            make_name("provinces", province, taken),
            make_newest(province, f"province:{province}", rows),
            len(rows),
        )


def make_name(directory: str, text: str, taken: set[str]) -> str:
    """A file's name of letters, digits and dashes, whatever the text holds; with a mark where it is taken."""
    name = re.sub(r"[^a-z0-9]+", "-", fold_name(text)).strip("-")[:80] or "feed"
    if f"{directory}/{name}" in taken:
        name += f"-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    taken.add(f"{directory}/{name}")
    return f"{directory}/{name}.xml"


def make_newest(title: str, identity: str, rows: list[sqlite3.Row], url: str | None = None) -> bytes:
    """A feed of the newest articles. `identity` says what it is a feed of: its id is made of it and stays."""
    return make_feed(Feed(title, identity, [make_article_entry(row) for row in rows], page_url=url))


def make_article_entry(row: sqlite3.Row) -> Entry:
    return Entry(
        uid=row["uid"],
        title=row["title"],
        url=row["url"],
        updated=row["changed_at"],
        author=row["author"] or row["portal_name"],
        summary=row["lead"] or shorten(row["opening"]),
        published=row["published_at"],
        categories=tuple(filter(None, (row["portal_name"], row["category"]))),
    )
