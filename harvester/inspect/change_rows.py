"""Changes after publication as rows of a table and as entries of a feed: for the pages and for exports."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from html import escape

from harvester.inspect.differences import Change as Kind
from harvester.inspect.differences import Paragraph, compare_change
from harvester.store.reports.changes import Change
from harvester.syndication import Entry

COLUMNS = (
    "noticed_at", "kind", "title", "before", "after", "portal", "portal_name", "province", "published_at",
    "last_seen_at", "revision", "url", "uid",
)  # fmt: skip
"""`before` and `after` are the sentences that differ, one a line; `kind` is changed or withdrawn."""

TAGS = {"same": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}


def make_rows(changes: Iterable[Change]) -> Iterator[tuple[str | int | None, ...]]:
    """A row of `COLUMNS` for each change."""
    for change in changes:
        paragraphs = compare_change(change)
        yield (
            change.seen_at, "changed" if change.after else "withdrawn", change.before.title,
            make_side(paragraphs, "added"), make_side(paragraphs, "removed"), change.portal, change.portal_name,
            change.province, change.published_at, change.last_seen_at, change.revision, change.url, change.uid,
        )  # fmt: skip


def make_side(paragraphs: list[Paragraph], without: Kind) -> str:
    """One of two texts: what both have, and what the other has not."""
    lines = ("".join(part.text for part in paragraph if part.change != without) for paragraph in paragraphs)
    return "\n".join(line.strip() for line in lines if line.strip())


def make_entries(changes: Iterable[Change], verbs: dict[str, str]) -> list[Entry]:
    """An entry for each change, whose id is made of the article's uid and the text that was given up.

    `verbs` says what `changed` and `withdrawn` are called in the titles.
    """
    return [
        Entry(
            uid=str(uuid.uuid5(uuid.UUID(change.uid), _make_name(change))),
            title=f"{verbs['changed' if change.after else 'withdrawn']}: {change.before.title}",
            url=change.url, updated=change.seen_at, author=change.portal_name,
            summary="".join(f"<p>{make_html(paragraph)}</p>" for paragraph in compare_change(change))
            or f"<p>{escape(change.before.lead or change.before.title)}</p>",
            published=change.seen_at, categories=(change.portal_name, change.province), is_html=True,
        )
        for change in changes
    ]  # fmt: skip


def _make_name(change: Change) -> str:
    return f"revision {change.revision}" if change.after else f"gone {change.seen_at}"


def make_html(paragraph: Paragraph) -> str:
    return "".join(f"{TAGS[part.change][0]}{escape(part.text)}{TAGS[part.change][1]}" for part in paragraph)
