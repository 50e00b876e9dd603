"""What `harvester status --changes` shows: what portals changed or withdrew after publication, word by word."""

from __future__ import annotations

import json
from typing import Any

from harvester.cli.terminal import StyledText, write, write_paragraph
from harvester.inspect.differences import Paragraph, compare_change
from harvester.store import Store
from harvester.store.reports.changes import Change, Reach, read_changes, read_reach
from harvester.store.reports.selection import Selection
from harvester.wording import write_count, write_time

_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""As `git diff --word-diff` marks them."""

_LOOKS: dict[str, dict[str, Any]] = {
    "same": {},
    "removed": {"fg": "red", "strikethrough": True},
    "added": {"fg": "green", "bold": True},
}


def show_changes(store: Store, selection: Selection, *, as_json: bool) -> None:
    """Print every change, what was noticed last first, and how far anybody has looked."""
    changes = read_changes(store.connection, selection)
    if as_json:
        write(json.dumps([_describe(change) for change in changes], ensure_ascii=False))
        return
    changed: set[int] = set()
    withdrawn: set[int] = set()
    for change in changes:
        show_change(change)
        (changed if change.after else withdrawn).add(change.article)
    write_paragraph([(tell_reach(read_reach(store.connection, selection)), {})])
    count = len(changed | withdrawn)
    gone = f", {len(withdrawn):,} of them withdrawn" if withdrawn else ""
    write(f"{write_count(count, 'article')} changed{gone}")


def show_change(change: Change) -> None:
    verb = "changed" if change.after else "withdrawn"
    title = " ".join(change.before.title.split())
    write_paragraph([(f"{write_time(change.seen_at)}  {change.portal}  {verb}: {title}", {})])
    write(f"  {change.url}")
    if change.after is None:
        write(f"    last seen {write_time(change.last_seen_at)}, missed {write_time(change.seen_at)}")
    for paragraph in compare_change(change):
        write_paragraph(mark_changes(paragraph), indent=4)
    write()


def tell_reach(reach: Reach) -> str:
    """How many articles were looked at again at all: of the others nobody knows."""
    if not reach.articles:
        return "no article has been stored yet"
    verb = "has" if reach.looked_at_again == 1 else "have"
    looked = f"{reach.looked_at_again:,} of {write_count(reach.articles, 'article')} {verb} been looked at again"
    if reach.never_again:
        others = "one has" if reach.never_again == 1 else f"{reach.never_again:,} have"
        looked += f"; whether the other {others} changed is not known"
    if reach.longest_ago is None:
        return looked
    return f"{looked}; every article was last looked at on {write_time(reach.longest_ago, 'day')} or later"


def mark_changes(paragraph: Paragraph) -> list[StyledText]:
    """One line: what was taken out and put in, in marks, and on a terminal in colours as well.

    Colours alone would tell whoever does not see them that 58 and 93 are 5893.
    """
    pieces: list[StyledText] = []
    for part in paragraph:
        text = " ".join(part.text.split("\n"))
        begin, end = _MARKS[part.change]
        pieces.append((f"{begin}{text}{end}", _LOOKS[part.change]))
    return pieces


def _describe(change: Change) -> dict[str, Any]:
    return {
        "article": change.article,
        "uid": change.uid,
        "portal": change.portal,
        "province": change.province,
        "url": change.url,
        "published_at": change.published_at,
        "seen_at": change.seen_at,
        "last_seen_at": change.last_seen_at,
        "kind": "changed" if change.after else "withdrawn",
        "revision": change.revision,
        "title": change.before.title,
        "differences": [
            [{"change": part.change, "text": part.text} for part in paragraph] for paragraph in compare_change(change)
        ],
    }
