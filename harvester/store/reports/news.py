"""SQL for what is new for a kept question since it was last told."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date

from harvester.store.reports.changes import Change, read_changes
from harvester.store.reports.kept_questions import KeptQuestion
from harvester.store.reports.listing import read_latest

MOST_READ = 10_000
"""Articles of one question."""


@dataclass(frozen=True, slots=True)
class Told:
    """Up to which article, and up to which time a change was noticed, a question has been told."""

    article: int
    change: str


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a question, the newest first."""

    kept: KeptQuestion
    articles: list[sqlite3.Row]
    changes: list[Change]


def find_newest(connection: sqlite3.Connection) -> Told:
    """What there is to be told now."""
    article = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
    latest = next(read_changes(connection, limit=1), None)
    return Told(article, "" if latest is None else latest.seen_at)


def find_start(connection: sqlite3.Connection) -> Told:
    """What was there before the last run: a question that was never told begins with that run."""
    row = connection.execute("SELECT started_at FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    started = "" if row is None else str(row["started_at"])
    earlier = "SELECT id FROM articles WHERE first_seen_at < ? ORDER BY id DESC LIMIT 1"
    row = connection.execute(earlier, (started,)).fetchone()
    before = (change.seen_at for change in read_changes(connection) if change.seen_at < started)
    return Told(0 if row is None else row["id"], next(before, ""))


def find_news(connection: sqlite3.Connection, kept: KeptQuestion, told: Told) -> News:
    """What is new for a question.

    Raises:
        QueryError: and ConfigError.
    """
    articles = read_latest(connection, kept.question, MOST_READ, after=told.article)
    if not kept.changes:
        return News(kept, articles, [])
    since = date.fromisoformat(told.change[:10]) if told.change else None
    selection = replace(kept.question.selection, since=since, until=None)
    changes = [change for change in read_changes(connection, selection) if change.seen_at > told.change]
    return News(kept, articles, changes)
