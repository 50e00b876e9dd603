"""SQL for reading kept pages anew: which there are, what is stored of them, and what was read by which rules.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harvester.items import Attachment, Image, SeenDate

UNFINISHED = "?"
"""Before the rules of a reread that has not come to its end."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """An article and the record that its shown text was read from: its own, or the one that it repeats."""

    article: int
    capture: int
    rules: str | None  # of the finished reread that read it last
    url: str
    canonical: str
    portal: str
    platform: str | None  # of the portal
    folder: str
    file: str
    offset: int
    length: int
    fetched_at: str
    as_of: str  # when the article was first seen, which its dates are chosen by
    is_only_reading: bool  # whether every date text on pages comes from this very one


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A later part of an article, and where its record lies."""

    url: str
    folder: str
    file: str
    offset: int
    length: int
    fetched_at: str
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which pages are wanted: of these folders, of these portals (none: of all), published since a day."""

    folders: Sequence[int]
    portals: Sequence[str] = ()
    since: str | None = None


def read_pages(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[KeptPage]:
    """The kept pages of articles, in the order in which they were kept.

    A page is an article's only reading where all that was ever fetched of the article is kept, and is this page.
    """
    rows = connection.execute(
        "SELECT a.id, c.id, r.rules, c.url, a.url, a.portal, p.platform, f.path, o.file, o.offset, o.length,"
        " c.fetched_at, coalesce((SELECT seen_at FROM replaced_texts WHERE url = a.read_from), a.first_seen_at),"
        " a.revision = 1 AND (SELECT a.first_seen_at IN (runs.started_at, k.fetched_at) FROM captures k"
        "   JOIN runs ON runs.id = k.run WHERE k.url = c.url AND k.status = 200 ORDER BY k.id LIMIT 1)"
        "  AND (SELECT count(DISTINCT digest) FROM captures k WHERE k.url = c.url AND k.status = 200) = 1"
        "  AND (SELECT count(*) FROM urls WHERE urls.article = a.id AND kind = 'article' AND redirect_to IS NULL) = 1"
        " FROM articles a JOIN captures c ON c.id = a.capture JOIN captures o ON o.id = coalesce(c.revisit_of, c.id)"
        " JOIN folders f ON f.id = o.folder JOIN portals p ON p.id = a.portal"
        " LEFT JOIN rereads r ON r.capture = c.id AND substr(r.rules, 1, 1) <> :unfinished"
        " WHERE o.folder IN (SELECT value FROM json_each(:folders)) AND o.lost_at IS NULL"
        " AND (:every OR a.portal IN (SELECT value FROM json_each(:portals)))"
        " AND (:since IS NULL OR a.published_at >= :since) ORDER BY c.id",
        {
            "folders": json.dumps(list(chosen.folders)),
            "portals": json.dumps(list(chosen.portals)),
            "every": not chosen.portals,
            "since": chosen.since,
            "unfinished": UNFINISHED,
        },
    )
    for row in rows:
        yield KeptPage(*row)


def read_parts(connection: sqlite3.Connection, capture: int, stem: str) -> Iterator[KeptPart]:
    """The captures of pages whose addresses go on with a digit behind a stem.

    By address, first those of the run that made a capture, then by how close to it they were made.
    """
    rows = connection.execute(
        "SELECT k.url, f.path, o.file, o.offset, o.length, k.fetched_at, o.lost_at IS NOT NULL"
        " FROM captures page JOIN captures k ON k.url > :stem AND k.url < :beyond AND k.status = 200"
        " JOIN captures o ON o.id = coalesce(k.revisit_of, k.id) JOIN folders f ON f.id = o.folder"
        " WHERE page.id = :capture ORDER BY k.url, k.run IS NOT page.run,"
        " abs(julianday(k.fetched_at) - julianday(page.fetched_at)), k.id",
        {"capture": capture, "stem": stem, "beyond": f"{stem}:"},  # what follows 9
    )
    for row in rows:
        yield KeptPart(*row)


def read_columns(connection: sqlite3.Connection, article: int) -> dict[str, Any]:
    """An article's row."""
    return dict(connection.execute("SELECT * FROM articles WHERE id = ?", (article,)).fetchone())


def read_images(connection: sqlite3.Connection, article: int) -> list[Image]:
    rows = connection.execute("SELECT url, caption FROM images WHERE article = ? ORDER BY position", (article,))
    return [Image(*row) for row in rows]


def read_attachments(connection: sqlite3.Connection, article: int) -> list[Attachment]:
    """In the order of their addresses, which is how they are stored."""
    rows = connection.execute(
        "SELECT url, title, media_type FROM attachments WHERE article = ? ORDER BY url", (article,)
    )
    return [Attachment(*row) for row in rows]


def read_link_dates(connection: sqlite3.Connection, article: int) -> list[SeenDate]:
    """The dates that stood with links to an article."""
    rows = connection.execute(
        "SELECT DISTINCT d.text, d.found_in FROM link_dates d JOIN urls ON urls.url = d.url WHERE urls.article = ?"
        " ORDER BY d.found_in, d.text",
        (article,),
    )
    return [SeenDate(*row) for row in rows]


def forget_seen(connection: sqlite3.Connection, article: int) -> None:
    """Forget the date texts that were seen on an article's pages; those of links stay with the links."""
    connection.execute("DELETE FROM seen_dates WHERE article = ?", (article,))


def note_read(connection: sqlite3.Connection, read: Sequence[int], rules: str) -> None:
    """These captures have been read by rules, in a reread that has not come to its end yet."""
    connection.executemany(
        "INSERT INTO rereads (capture, rules) VALUES (?, ?) ON CONFLICT (capture) DO UPDATE SET rules = excluded.rules",
        [(capture, UNFINISHED + rules) for capture in read],
    )


def finish(connection: sqlite3.Connection, rules: str) -> None:
    """The reread by these rules has come to its end."""
    connection.execute("UPDATE rereads SET rules = ? WHERE rules = ?", (rules, UNFINISHED + rules))
