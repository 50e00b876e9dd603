"""What `harvester search --saved` prints: what is new for each kept question since it was last told, for a mail.

Nothing is printed where nothing is new, so that cron sends no mail. What was told stands in a file beside the
questions: the number of the newest article, since numbers only go up, whatever a run's clock said or how it ended.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

from harvester.cli.changes import mark_changes
from harvester.cli.terminal import write, write_paragraph
from harvester.errors import ConfigError
from harvester.inspect.differences import compare_change
from harvester.regular_files import read_regular
from harvester.store import Store
from harvester.store.reports.kept_questions import read_questions
from harvester.store.reports.news import News, Told, find_newest, find_news, find_start
from harvester.wording import write_count, write_time

FOLDER = "questions"

_TOLD = ".told.json"
"""What was told of which database, in the folder of the questions."""

MOST_SHOWN = 50
"""Articles, and changes, of one question that are shown; the rest is counted."""


def show_digest(folder: Path, db: str, *, as_json: bool) -> None:
    """Print what is new for each question of a folder, and note that it was told.

    Raises:
        ConfigError: for a question that cannot be read.
        QueryError: for one without a word to look for.
    """
    questions = read_questions(folder)
    with Store.open_for_search(db) as store:
        known = read_told(folder / _TOLD)
        before = known.setdefault(str(Path(db).resolve()), {})
        newest = find_newest(store.connection)
        start = find_start(store.connection)
        for kept in questions:
            told = before.get(kept.name, start)
            show_news(find_news(store.connection, kept, told), as_json=as_json)
            before[kept.name] = Told(max(newest.article, told.article), max(newest.change, told.change))
    write_told(folder / _TOLD, known)


def show_news(news: News, *, as_json: bool) -> None:
    """As text, or an object a line."""
    if as_json:
        for row in news.articles:
            write(json.dumps({"question": news.kept.name, **_describe(row)}, ensure_ascii=False))
        return
    if not news.articles and not news.changes:
        return
    write(f"{news.kept.title}: {_tell_counts(news)}\n")
    for row in news.articles[:MOST_SHOWN]:
        write(f"  {row['title']}")
        write(f"    {_tell_day(row)} · {row['portal_name']}")
        write(f"    {row['url']}\n")
    for change in news.changes[:MOST_SHOWN]:
        write(f"  {'changed' if change.after else 'withdrawn'}: {change.before.title}")
        for paragraph in compare_change(change):
            write_paragraph(mark_changes(paragraph), indent=4)
        write(f"    {change.url}\n")
    left = max(0, len(news.articles) - MOST_SHOWN) + max(0, len(news.changes) - MOST_SHOWN)
    if left:
        write(f"  and {left:,} more\n")


def _tell_day(row: sqlite3.Row) -> str:
    """The day of publication, or as much of it as is known."""
    if row["published_at"] is None:
        return "undated"
    precision = row["published_precision"]
    return write_time(row["published_at"], precision if precision in ("month", "year") else "day")


def _tell_counts(news: News) -> str:
    """`3 new articles, 1 changed or withdrawn`."""
    parts = []
    if news.articles:
        parts.append(write_count(len(news.articles), "new article"))
    if news.changes:
        parts.append(f"{len(news.changes):,} changed or withdrawn")
    return ", ".join(parts)


def _describe(row: sqlite3.Row) -> dict[str, Any]:
    names = ("uid", "url", "title", "lead", "portal_name", "published_at", "first_seen_at")
    return {name: row[name] for name in names}


def read_told(file: Path) -> dict[str, dict[str, Told]]:
    """What was told, by database and question.

    Raises:
        ConfigError: for a file that says something else.
    """
    if not file.exists():
        return {}
    try:
        data = json.loads(read_regular(file).decode("utf-8"))
        return {db: {name: Told(**told) for name, told in by_name.items()} for db, by_name in data.items()}
    except (ConfigError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigError(f"{file}: cannot be read: {error} (delete it to begin with the last run)") from error


def write_told(file: Path, told: dict[str, dict[str, Told]]) -> None:
    data = {db: {name: asdict(one) for name, one in by_name.items()} for db, by_name in told.items()}
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(file)
