"""SQL for walks through listings: begun, moved on, ended. Whether a run resumes one is decided in loading/sources.py.

Functions that change something are called inside `with store.transaction():`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from harvester.store.frontier.addresses import DEEPER, NewAddress, Sighting, reopen

Mode = Literal["complete", "newest", "onward"]
"""`complete` goes to the end, `newest` until everything on a page is known, `onward` from what was the last page
of an oldest-first listing to what is the last page now."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A row of `walks`. `run` began it; links found by that run or a later one are news to it."""

    id: int
    portal: str
    start_url: str
    mode: Mode
    run: int
    next_url: str | None
    pages: int
    barren: int


_COLUMNS = "id, portal, start_url, mode, run, next_url, pages, barren"


def begin(connection: sqlite3.Connection, start_url: str, page: NewAddress, mode: Mode, seen: Sighting) -> int:
    """Begin a walk through the listing that starts at `start_url`, at one of its pages, and make that page due."""
    cursor = connection.execute(
        "INSERT INTO walks (portal, start_url, mode, run, next_url) VALUES (?, ?, ?, ?, ?)",
        (seen.portal, start_url, mode, seen.run, page.url),
    )
    walk = cursor.lastrowid
    assert walk is not None
    reopen(connection, page, seen, walk=walk)
    return walk


def widen(connection: sqlite3.Connection, walk: int) -> None:
    """Let a walk go to the end after all."""
    connection.execute("UPDATE walks SET mode = 'complete' WHERE id = ?", (walk,))


def read_starts(connection: sqlite3.Connection, portal: str) -> list[str]:
    """The first pages of all listings that were ever walked."""
    rows = connection.execute("SELECT DISTINCT start_url FROM walks WHERE portal = ? ORDER BY start_url", (portal,))
    return [row[0] for row in rows]


def read(connection: sqlite3.Connection, walk: int) -> Walk:
    return Walk(*connection.execute(f"SELECT {_COLUMNS} FROM walks WHERE id = ?", (walk,)).fetchone())


def read_kept(connection: sqlite3.Connection, walk: int) -> Walk | None:
    """A walk, None where it has ended long ago and is kept no more."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM walks WHERE id = ?", (walk,)).fetchone()
    return None if row is None else Walk(*row)


def read_unfinished(connection: sqlite3.Connection, portal: str) -> list[Walk]:
    """The walks that were cut short, oldest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM walks WHERE portal = ? AND next_url IS NOT NULL ORDER BY id", (portal,)
    )
    return [Walk(*row) for row in rows]


def is_paused(connection: sqlite3.Connection, walk: Walk) -> bool:
    """Whether an unfinished walk was left where it stands for another run: its page is known, and not due."""
    row = connection.execute("SELECT 1 FROM urls WHERE url = ? AND state = 'done'", (walk.next_url,)).fetchone()
    return row is not None


def read_paused(connection: sqlite3.Connection, portal: str) -> list[Walk]:
    """The walks that were left where they stand for another run, oldest first."""
    return [walk for walk in read_unfinished(connection, portal) if is_paused(connection, walk)]


def read_last_read(connection: sqlite3.Connection, portal: str, start_url: str) -> str | None:
    """When the run began (ISO) whose walk through a listing was the last to read a page of it."""
    row = connection.execute(
        "SELECT max(started_at) FROM walks JOIN runs ON runs.id = walks.run"
        " WHERE portal = ? AND start_url = ? AND pages > 0",
        (portal, start_url),
    ).fetchone()
    return None if row is None else row[0]


def list_starts_ended_by(connection: sqlite3.Connection, portal: str, reason: str) -> list[str]:
    """The listings whose last walk that went to the end ended for a reason which begins like this."""
    rows = connection.execute(
        "SELECT start_url FROM walks WHERE id IN (SELECT max(id) FROM walks WHERE portal = :portal"
        "  AND mode = 'complete' AND pages > 0 AND next_url IS NULL GROUP BY start_url)"
        " AND substr(end_reason, 1, length(:reason)) = :reason ORDER BY start_url",
        {"portal": portal, "reason": reason},
    )
    return [str(row[0]) for row in rows]


def have_led_to_articles(connection: sqlite3.Connection, portal: str) -> bool:
    """Whether the home page or a listing of a portal ever linked an article; also where none was read."""
    row = connection.execute(
        "SELECT NOT EXISTS (SELECT 1 FROM walks WHERE portal = :portal AND pages > 0)"
        " OR EXISTS (SELECT 1 FROM walks WHERE portal = :portal AND first_links <> '[]')",
        {"portal": portal},
    ).fetchone()
    return bool(row[0])


def have_left_home(connection: sqlite3.Connection, portal: str, home: str) -> bool:
    """Whether a listing of a portal was ever walked that its home page is not, or the home page has further pages."""
    row = connection.execute(
        "SELECT 1 FROM walks WHERE portal = ? AND pages > 0 AND (start_url <> ? OR pages > 1)", (portal, home)
    ).fetchone()
    return row is not None


def count_first_links(connection: sqlite3.Connection, portal: str, home: str) -> dict[str, tuple[int, int]]:
    """How many pages each listing had when it was last walked to its end, and how many articles the first of them.

    The home page is left out.
    """
    rows = connection.execute(
        "SELECT start_url, pages, json_array_length(first_links) FROM walks WHERE id IN (SELECT max(id) FROM walks"
        "  WHERE portal = ? AND start_url <> ? AND mode = 'complete' AND next_url IS NULL AND pages > 0"
        "  GROUP BY start_url)",
        (portal, home),
    )
    return {start: (pages, links) for start, pages, links in rows}


def is_read_by_another(connection: sqlite3.Connection, walk: Walk) -> bool:
    """Whether an earlier walk through the same listing has not come to its end."""
    row = connection.execute(
        "SELECT 1 FROM walks WHERE portal = ? AND start_url = ? AND next_url IS NOT NULL AND id < ?",
        (walk.portal, walk.start_url, walk.id),
    ).fetchone()
    return row is not None


def read_first_links(connection: sqlite3.Connection, walk: int) -> list[str]:
    """The keys of the articles on a walk's first page; none before it was read."""
    row = connection.execute("SELECT first_links FROM walks WHERE id = ?", (walk,)).fetchone()
    return [str(link) for link in json.loads(row[0])]


def count_pages(connection: sqlite3.Connection, portal: str, start_url: str) -> int:
    """How many pages a listing had when it was last walked from one end to the other."""
    row = connection.execute(
        "SELECT pages FROM walks WHERE portal = ? AND start_url = ? AND mode = 'complete' AND next_url IS NULL"
        " ORDER BY id DESC LIMIT 1",
        (portal, start_url),
    ).fetchone()
    return 0 if row is None else int(row[0])


def has_been(connection: sqlite3.Connection, portal: str, start_url: str) -> bool:
    """Whether a listing has been walked to its end, or is being walked there; not if it never showed a page."""
    row = connection.execute(
        "SELECT 1 FROM walks WHERE portal = ? AND start_url = ? AND mode = 'complete'"
        " AND (pages > 0 OR next_url IS NOT NULL)",
        (portal, start_url),
    ).fetchone()
    return row is not None


def read_last_begun(connection: sqlite3.Connection, portal: str, home: str) -> str | None:
    """When a run last began to walk a listing of a portal, or its home page where it has no other."""
    row = connection.execute(
        "SELECT max(started_at) FROM walks JOIN runs ON runs.id = walks.run"
        " WHERE portal = :portal AND (start_url <> :home"
        " OR NOT EXISTS (SELECT 1 FROM walks WHERE portal = :portal AND start_url <> :home))",
        {"portal": portal, "home": home},
    ).fetchone()
    return None if row is None else row[0]


def note_links(connection: sqlite3.Connection, walk: int, links: Sequence[str]) -> int:
    """Note that a walk has come by these articles; how many of them were new to it."""
    cursor = connection.execute(
        "UPDATE urls SET seen_by = :walk WHERE url IN (SELECT value FROM json_each(:links)) AND seen_by IS NOT :walk",
        {"walk": walk, "links": json.dumps(list(links))},
    )
    return cursor.rowcount


def has_lost_its_end(connection: sqlite3.Connection, portal: str, start_url: str) -> bool:
    """Whether the last walk onward from a listing's last page found that page gone."""
    row = connection.execute(
        "SELECT mode, pages FROM walks WHERE portal = ? AND start_url = ? AND mode IN ('onward', 'complete')"
        " AND next_url IS NULL ORDER BY id DESC LIMIT 1",
        (portal, start_url),
    ).fetchone()
    return row is not None and row["mode"] == "onward" and row["pages"] == 0


def is_awaited(connection: sqlite3.Connection, walk: Walk, page: str) -> bool:
    """Whether another walk that goes to the end was cut short at this very page."""
    row = connection.execute(
        "SELECT 1 FROM walks WHERE portal = ? AND next_url = ? AND id <> ? AND mode <> 'newest'",
        (walk.portal, page, walk.id),
    ).fetchone()
    return row is not None


def is_due_at(connection: sqlite3.Connection, portal: str, page: str) -> bool:
    """Whether an unfinished walk stands at a page."""
    row = connection.execute("SELECT 1 FROM walks WHERE portal = ? AND next_url = ?", (portal, page)).fetchone()
    return row is not None


def is_page_seen(connection: sqlite3.Connection, walk: int, url: str) -> bool:
    """Whether a walk has been at this page: a listing that links to itself.

    The first page may belong to a later walk by now.
    """
    row = connection.execute(
        "SELECT 1 FROM urls WHERE url = :url AND walk = :walk AND state = 'done' UNION ALL"
        " SELECT 1 FROM walks WHERE id = :walk AND start_url = :url AND pages > 0 AND mode <> 'onward'",
        {"url": url, "walk": walk},
    ).fetchone()
    return row is not None


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a walk: its key, the keys of the articles it links, and whether none of them was unknown."""

    page: str
    links: Sequence[str]
    barren: bool


def advance(
    connection: sqlite3.Connection, walk: Walk, step: Step, target: NewAddress, seen: Sighting, *, rank: int = DEEPER
) -> None:
    """One page is done and the walk goes on to `target`, whose turn in the frontier is that of `rank`."""
    record_page(connection, walk, step)
    connection.execute("UPDATE walks SET next_url = ? WHERE id = ?", (target.url, walk.id))
    reopen(connection, target, seen, walk=walk.id, rank=rank)


def pause(connection: sqlite3.Connection, walk: Walk, step: Step, next_url: str) -> None:
    """One page is done, and the next, which is known, is left for another run."""
    record_page(connection, walk, step)
    connection.execute("UPDATE walks SET next_url = ? WHERE id = ?", (next_url, walk.id))


def finish(connection: sqlite3.Connection, walk: Walk, step: Step, reason: str, now: str) -> None:
    """One page is done and was the walk's last."""
    record_page(connection, walk, step)
    abandon(connection, walk.id, reason, now)


def abandon(connection: sqlite3.Connection, walk: int, reason: str, now: str) -> None:
    """End a walk where it stands; one that has ended stays as it did."""
    connection.execute(
        "UPDATE walks SET next_url = NULL, ended_at = ?, end_reason = ? WHERE id = ? AND next_url IS NOT NULL",
        (now, reason, walk),
    )


def abandon_at(connection: sqlite3.Connection, portal: str, page: str, reason: str, now: str) -> None:
    """End all walks that stand at a page which has ended for good."""
    connection.execute(
        "UPDATE walks SET next_url = NULL, ended_at = ?, end_reason = ? WHERE portal = ? AND next_url = ?",
        (now, reason, portal, page),
    )


def supersede(connection: sqlite3.Connection, walk: Walk, page: str, now: str) -> None:
    """End the earlier walks for what is new that stand at a page of a listing to which a later walk comes."""
    connection.execute(
        "UPDATE walks SET next_url = NULL, ended_at = ?, end_reason = 'a later walk goes on from here'"
        " WHERE portal = ? AND start_url = ? AND next_url = ? AND id < ? AND mode = 'newest'",
        (now, walk.portal, walk.start_url, page, walk.id),
    )


def prune(connection: sqlite3.Connection, portal: str) -> int:
    """Delete the ended walks that say nothing any more; how many.

    Of each listing stay those that are under way, the last one, which knows when it was begun and that it was
    ever walked, and the last ones that know its ends, that a last page has gone, and that it had links. So do those
    of pages that are due.
    """
    kept = " UNION ".join(
        f"SELECT max(id) FROM walks WHERE portal = :portal AND {what} GROUP BY start_url"
        for what in (
            "1",
            "mode = 'complete' AND pages > 0",
            "mode = 'complete' AND next_url IS NULL AND pages > 1",
            "mode <> 'newest' AND next_url IS NULL",
            "mode <> 'newest' AND next_url IS NULL AND pages > 0",
            "first_links <> '[]'",
        )
    )
    return connection.execute(
        f"DELETE FROM walks WHERE portal = :portal AND next_url IS NULL AND id NOT IN ({kept})"
        " AND id NOT IN (SELECT walk FROM urls WHERE portal = :portal AND state = 'pending' AND walk IS NOT NULL)",
        {"portal": portal},
    ).rowcount


def move(connection: sqlite3.Connection, walk: int, next_url: str) -> None:
    """The next page has moved to another address."""
    connection.execute("UPDATE walks SET next_url = ? WHERE id = ? AND next_url IS NOT NULL", (next_url, walk))


def record_page(connection: sqlite3.Connection, walk: Walk, step: Step) -> None:
    connection.execute(
        "UPDATE walks SET pages = pages + 1, barren = CASE WHEN :barren THEN barren + 1 ELSE 0 END,"
        " first_links = CASE WHEN pages = 0 THEN :links ELSE first_links END,"
        " last_links = :links, last_url = :page WHERE id = :id",
        {"barren": step.barren, "links": json.dumps(list(step.links)[:50]), "page": step.page, "id": walk.id},
    )


def has_newer_behind(connection: sqlite3.Connection, portal: str, start_url: str, links: Sequence[str]) -> bool:
    """Whether the other pages of a listing led to an article that is newer than most of those on one page.

    So it is where whole pages are pinned, or stand in another order than by date: what is new may stand behind them.
    From the listing's pages to what they led to: the other way round every address of the portal would be looked at.
    """
    middle = median_publication(connection, json.dumps(list(links)))
    if middle is None:
        return False
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM urls page CROSS JOIN urls found ON found.found_in = page.url"
        " CROSS JOIN articles ON articles.id = found.article"
        " WHERE page.portal = :portal AND page.state = 'done' AND page.kind = 'listing'"
        " AND articles.published_at > :middle"
        " AND page.walk IN (SELECT id FROM walks WHERE portal = :portal AND start_url = :start)"
        " AND found.portal = :portal AND page.url <> :start"
        " AND found.url NOT IN (SELECT value FROM json_each(:links)))",
        {"portal": portal, "start": start_url, "middle": middle, "links": json.dumps(list(links))},
    ).fetchone()
    return bool(row[0])


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a listing as its last complete walk found them."""

    last_url: str
    first_published: str | None  # median publication of the articles on the first page, ISO
    last_published: str | None
    is_last_newest: bool  # no other page behind the first leads to anything newer than the last one does


def read_ends(connection: sqlite3.Connection, portal: str, start_url: str) -> Ends | None:
    """What shows a listing's order: None where it has one page, or was never walked to its end."""
    whole = connection.execute(
        "SELECT first_links, last_links FROM walks WHERE portal = ? AND start_url = ?"
        " AND mode = 'complete' AND next_url IS NULL AND pages > 1 ORDER BY id DESC LIMIT 1",
        (portal, start_url),
    ).fetchone()
    if whole is None:
        return None
    last = connection.execute(
        "SELECT last_url, last_links FROM walks WHERE portal = ? AND start_url = ?"
        " AND mode IN ('complete', 'onward') AND next_url IS NULL AND pages > 0 ORDER BY id DESC LIMIT 1",
        (portal, start_url),
    ).fetchone()
    return Ends(
        last["last_url"],
        median_publication(connection, whole["first_links"]),
        median_publication(connection, whole["last_links"]),
        not has_newer_behind(connection, portal, start_url, json.loads(last["last_links"])),
    )


def median_publication(connection: sqlite3.Connection, links: str) -> str | None:
    rows = connection.execute(
        "SELECT published_at FROM json_each(?) JOIN urls ON urls.url = json_each.value"
        " JOIN articles ON articles.id = urls.article WHERE published_at IS NOT NULL ORDER BY published_at",
        (links,),
    ).fetchall()
    return rows[len(rows) // 2][0] if rows else None
