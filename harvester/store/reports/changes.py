"""SQL for what portals changed or withdrew after publication."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """What an article said in one revision."""

    title: str
    lead: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Change:
    """An article that says something else than it did, or that is gone (`after` is None)."""

    article: int
    portal: str
    url: str
    seen_at: str  # when the new text, or its absence, was first seen
    revision: int  # the number of the old text
    before: Text
    after: Text | None


def make_change(row: sqlite3.Row, after: Text | None) -> Change:
    article, portal, url, seen_at, revision = row[:5]
    return Change(article, portal, url, seen_at, revision, Text(*row[5:8]), after)


def read_changes(
    connection: sqlite3.Connection, *, since: str | None = None, portal: str | None = None
) -> list[Change]:
    """What was changed or withdrawn, the latest first. Not what only our reading of a page has changed.

    `since` is an ISO time; a change counts from when it was seen.
    """
    wanted = {"since": since or "", "portal": portal}
    edited = connection.execute(
        "SELECT r.article, a.portal, a.url, r.seen_at, r.revision, r.title, r.lead, r.body,"
        " coalesce(n.title, a.title) AS new_title, CASE WHEN n.article IS NULL THEN a.lead ELSE n.lead END AS new_lead,"
        " coalesce(n.body, a.body) AS new_body"
        " FROM revisions r JOIN articles a ON a.id = r.article"
        " LEFT JOIN revisions n ON n.article = r.article AND n.revision = r.revision + 1"
        " WHERE r.cause = 'page' AND r.seen_at >= :since AND (:portal IS NULL OR a.portal = :portal)",
        wanted,
    ).fetchall()
    gone = connection.execute(
        "SELECT id, portal, url, gone_at, revision, title, lead, body FROM articles"
        " WHERE gone_at IS NOT NULL AND gone_at >= :since AND (:portal IS NULL OR portal = :portal)",
        wanted,
    ).fetchall()
    changes = [make_change(row, Text(*row[8:11])) for row in edited] + [make_change(row, None) for row in gone]
    return sorted(changes, key=lambda change: (change.seen_at, change.url), reverse=True)
