"""SQL for signatures, similar texts and clusters, and the order of leaders: earliest first, doubtful and undated last.

Articles whose texts are equal after normalisation share one row of `texts`; its `head` is the one that was
published first. Everything about similarity is kept between heads, so that thousands of copies cost no more
than one text. Functions that change something are called inside `with store.transaction():`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from harvester.store.articles import bands
from harvester.store.articles.bands import fetch, list_bands

_Kind = Literal["same", "reprint", "template"]

_LEADING = "a.published_at IS NULL, a.published_doubt IS NOT NULL, a.published_at, a.url, a.id"
"""The order of leaders: by publication, then by address; behind them those whose dates are doubtful, then unknown."""


class Text(NamedTuple):
    """A text that stands in one article or several. Plain, since dozens are read for every new one."""

    id: int
    head: int
    sketch: bytes  # MinHash rows, 2 bytes each, and hashes of sentences, 6 bytes each
    facts: bytes

    @property
    def bands(self) -> tuple[int, ...]:
        return list_bands(self.sketch)


@dataclass(frozen=True, slots=True)
class Edge:
    """Two heads that are alike: `article` comes later in the order of leaders than `other`."""

    article: int
    other: int
    similarity: float
    kind: _Kind

    def other_than(self, end: int) -> int:
        """The end that this one is not."""
        return self.other if self.article == end else self.article


def find_text_of(db: sqlite3.Connection, article: int) -> int | None:
    row = db.execute("SELECT text FROM signatures WHERE article = ?", (article,)).fetchone()
    return None if row is None or row[0] is None else int(row[0])


def find_head(db: sqlite3.Connection, text: int) -> int | None:
    row = db.execute("SELECT head FROM texts WHERE id = ?", (text,)).fetchone()
    return None if row is None else int(row[0])


def sign(db: sqlite3.Connection, article: int, text: int | None, version: str) -> None:
    """Note which text an article has; None for an article with too little text to compare."""
    db.execute(
        "INSERT INTO signatures (article, text, version) VALUES (:article, :text, :version)"
        " ON CONFLICT (article) DO UPDATE SET text = :text, version = :version",
        {"article": article, "text": text, "version": version},
    )


def remove_signature(db: sqlite3.Connection, article: int) -> None:
    db.execute("DELETE FROM signatures WHERE article = ?", (article,))


def find_outdated(db: sqlite3.Connection, version: str, limit: int) -> list[int]:
    """Articles signed by another version, or never."""
    rows = db.execute(
        "SELECT a.id FROM articles a LEFT JOIN signatures s ON s.article = a.id"
        " WHERE s.version IS NOT :version ORDER BY a.id LIMIT :limit",
        {"version": version, "limit": limit},
    )
    return [row[0] for row in rows]


def add_text(db: sqlite3.Connection, text: Text) -> None:
    db.execute(
        "INSERT INTO texts (id, head, sketch, facts) VALUES (?, ?, ?, ?)",
        (text.id, text.head, text.sketch, text.facts),
    )
    bands.add(db, text.id, text.sketch)


def add_texts(db: sqlite3.Connection, texts: Sequence[Text]) -> None:
    """Add many new texts."""
    db.executemany("INSERT INTO texts (id, head, sketch, facts) VALUES (?, ?, ?, ?)", texts)
    bands.add_many(db, [(text.id, text.sketch) for text in texts])


def keep_text(db: sqlite3.Connection, text: Text) -> None:
    """Keep a text without its bands; the one that is known stays."""
    db.execute("INSERT OR IGNORE INTO texts (id, head, sketch, facts) VALUES (?, ?, ?, ?)", text)


def remove_text(db: sqlite3.Connection, text: int) -> None:
    sketch = db.execute("SELECT sketch FROM texts WHERE id = ?", (text,)).fetchone()[0]
    bands.remove(db, text, sketch)
    db.execute("DELETE FROM texts WHERE id = ?", (text,))


def has_more_articles(db: sqlite3.Connection, text: int, count: int) -> bool:
    """Whether more than so many articles have a text."""
    row = db.execute("SELECT 1 FROM signatures WHERE text = ? LIMIT 1 OFFSET ?", (text, count)).fetchone()
    return row is not None


def postpone(db: sqlite3.Connection, text: int) -> None:
    """Note a text whose cluster waits to be settled."""
    db.execute("INSERT OR IGNORE INTO postponed_texts (text) VALUES (?)", (text,))


def list_postponed(db: sqlite3.Connection) -> list[int]:
    """Texts whose clusters wait to be settled."""
    return [row[0] for row in db.execute("SELECT text FROM postponed_texts ORDER BY text")]


def forget_postponed(db: sqlite3.Connection) -> None:
    """No cluster waits any more."""
    db.execute("DELETE FROM postponed_texts")


def read_texts(db: sqlite3.Connection, ids: Iterable[int]) -> list[Text]:
    """In the order of their ids."""
    query = (
        "SELECT t.id, t.head, t.sketch, t.facts FROM json_each(:ids) w"
        " CROSS JOIN texts t ON t.id = w.value ORDER BY t.id"
    )
    return [Text._make(row) for row in fetch(db, query, {"ids": json.dumps(list(ids))})]


def read_content(db: sqlite3.Connection, article: int) -> tuple[str, str | None, str]:
    """Title, lead and body."""
    row = db.execute("SELECT title, lead, body FROM articles WHERE id = ?", (article,)).fetchone()
    return row[0], row[1], row[2]


def find_first(db: sqlite3.Connection, text: int) -> int | None:
    """The article of a text that comes first in the order of leaders, or None when none is left."""
    row = db.execute(
        "SELECT a.id FROM signatures s JOIN articles a ON a.id = s.article WHERE s.text = ?"
        f" ORDER BY {_LEADING} LIMIT 1",
        (text,),
    ).fetchone()
    return None if row is None else int(row[0])


def sort_articles(db: sqlite3.Connection, articles: Iterable[int]) -> list[int]:
    """By the order of leaders."""
    query = f"SELECT a.id FROM json_each(:ids) w CROSS JOIN articles a ON a.id = w.value ORDER BY {_LEADING}"
    return [row[0] for row in fetch(db, query, {"ids": json.dumps(list(articles))})]


def move_head(db: sqlite3.Connection, text: int, head: int) -> None:
    db.execute("UPDATE texts SET head = ? WHERE id = ?", (head, text))


def read_edges(db: sqlite3.Connection, head: int) -> list[Edge]:
    """Edges of a head to other heads, either way."""
    rows = db.execute(
        "SELECT article, other, similarity, kind FROM similar WHERE article = :head AND kind <> 'same'"
        " UNION ALL SELECT v.article, v.other, v.similarity, v.kind FROM similar v"
        " JOIN signatures s ON s.article = v.article JOIN texts t ON t.id = s.text AND t.head = v.article"
        " WHERE v.other = :head AND v.kind <> 'same'",
        {"head": head},
    )
    return [Edge(*row) for row in rows]


def write_edges(db: sqlite3.Connection, edges: Iterable[Edge]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO similar (article, other, similarity, kind) VALUES (?, ?, ?, ?)",
        [(edge.article, edge.other, edge.similarity, edge.kind) for edge in edges],
    )


def remove_edges(db: sqlite3.Connection, edges: Iterable[Edge]) -> None:
    db.executemany(
        "DELETE FROM similar WHERE article = ? AND other = ?", [(edge.article, edge.other) for edge in edges]
    )


def remove_links_of(db: sqlite3.Connection, article: int) -> None:
    """Forget what an article is similar to; not what is similar to it."""
    db.execute("DELETE FROM similar WHERE article = ?", (article,))


def read_origin(db: sqlite3.Connection, article: int) -> int | None:
    row = db.execute("SELECT duplicate_of FROM articles WHERE id = ?", (article,)).fetchone()
    return None if row is None or row[0] is None else int(row[0])


def write_origin(db: sqlite3.Connection, article: int, origin: int | None) -> None:
    db.execute(
        "UPDATE articles SET duplicate_of = :origin WHERE id = :article AND duplicate_of IS NOT :origin",
        {"origin": origin, "article": article},
    )


def link_copy(db: sqlite3.Connection, copy: int, head: int) -> None:
    """A copy is the same as its head, and a reprint of what its head is a reprint of."""
    db.execute("DELETE FROM similar WHERE article = ?", (copy,))
    db.execute("INSERT INTO similar (article, other, similarity, kind) VALUES (?, ?, 1.0, 'same')", (copy, head))
    db.execute(
        "INSERT INTO similar (article, other, similarity, kind) SELECT :copy, v.other, v.similarity, v.kind"
        " FROM articles h JOIN similar v ON v.article = h.id AND v.other = h.duplicate_of WHERE h.id = :head",
        {"copy": copy, "head": head},
    )
    db.execute(
        "UPDATE articles SET duplicate_of ="
        " (SELECT coalesce(h.duplicate_of, h.id) FROM articles h WHERE h.id = :head)"
        " WHERE id = :copy",
        {"copy": copy, "head": head},
    )


def link_copies(db: sqlite3.Connection, head: int) -> None:
    """All copies of a head: see `link_copy`."""
    rows = db.execute(
        "SELECT s.article FROM signatures s"
        " WHERE s.text = (SELECT text FROM signatures WHERE article = :head) AND s.article <> :head",
        {"head": head},
    )
    for row in rows.fetchall():
        link_copy(db, row[0], head)
