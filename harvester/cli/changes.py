"""What `harvester status --changes` shows: what portals changed or withdrew after publication, word by word."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from harvester.inspect.differences import Paragraph, compare_texts
from harvester.store import Store
from harvester.store.reports.changes import Change, Text, read_changes

MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""As `git diff --word-diff` marks them, where there are no colours."""

CONTEXT = 60
"""Characters that are shown of what stayed the same before and after a change."""


def show_changes(store: Store, *, as_json: bool) -> None:
    """Print every change, the latest first."""
    changes = read_changes(store.connection)
    if as_json:
        click.echo(json.dumps([describe(change) for change in changes], ensure_ascii=False))
        return
    for change in changes:
        verb = "withdrawn" if change.after is None else "changed"
        click.echo(f"{change.seen_at[:16].replace('T', ' ')}  {change.portal}  {verb}: {change.before.title}")
        click.echo(f"  {change.url}")
        for paragraph in compare(change):
            click.echo(f"    {render(paragraph)}")
        click.echo()
    noun = "article" if len(changes) == 1 else "articles"
    click.echo(f"{len(changes)} {noun} changed or withdrawn" if changes else "nothing was changed or withdrawn")


def compare(change: Change) -> list[Paragraph]:
    """The paragraphs that differ, title and lead among them; none for an article that is gone."""
    return [] if change.after is None else compare_texts(join(change.before), join(change.after))


def join(text: Text) -> str:
    return "\n\n".join(part for part in (text.title, text.lead, text.body) if part)


def render(paragraph: Paragraph) -> str:
    """One line: what was taken out and put in, in colours on a terminal, in marks elsewhere."""
    pieces = []
    last = len(paragraph) - 1
    for place, part in enumerate(paragraph):
        text = " ".join(part.text.split("\n"))
        if part.change == "same":
            pieces.append(shorten(text, keep_start=place > 0, keep_end=place < last))
        elif sys.stdout.isatty():
            removed = part.change == "removed"
            pieces.append(click.style(text, fg="red" if removed else "green", strikethrough=removed, bold=not removed))
        else:
            begin, end = MARKS[part.change]
            pieces.append(f"{begin}{text}{end}")
    return "".join(pieces)


def shorten(text: str, *, keep_start: bool, keep_end: bool) -> str:
    """The ends of what stayed the same that touch a change."""
    if len(text) <= 2 * CONTEXT:
        return text
    return (text[:CONTEXT] if keep_start else "") + " … " + (text[-CONTEXT:] if keep_end else "")


def describe(change: Change) -> dict[str, Any]:
    return {
        "article": change.article,
        "portal": change.portal,
        "url": change.url,
        "seen_at": change.seen_at,
        "kind": "withdrawn" if change.after is None else "changed",
        "revision": change.revision,
        "title": change.before.title,
        "differences": [
            [{"change": part.change, "text": part.text} for part in paragraph] for paragraph in compare(change)
        ],
    }
