"""SQL for audits: a sample of records and of listings to be held against their pages, and what came of it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt

AUDIT_COLUMNS = (
    "audit", "drawn_at", "seed", "field", "platform", "judged", "right", "wrong", "missed", "unsure",
    "precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high",
)  # fmt: skip

Z = 1.959963984540054
"""Of the normal distribution, for intervals that hold the true value 19 times of 20."""


@dataclass(frozen=True, slots=True)
class Score:
    """How often a field was right; a row of `audit_scores`. `platform` is empty for all together."""

    audit: str
    field: str
    platform: str
    drawn_at: str
    seed: int
    hits: int = 0
    wrong: int = 0
    missed: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class _Link:
    """An article's address on a listing page. `state` is that of the frontier, or `stored`."""

    url: str
    state: str


@dataclass(frozen=True, slots=True)
class SampledListing:
    """The first page of a listing as it was when a run walked through it, and the articles that it led to."""

    url: str
    portal: str
    seen_at: str
    links: tuple[_Link, ...]

    def count(self, *states: str) -> int:
        """How many links are in one of these states."""
        return sum(link.state in states for link in self.links)


def compute_wilson(hits: int, count: int) -> tuple[float, float, float] | None:
    """A share and its 95 % interval after Wilson (1927), which holds for small samples and shares near 0 and 1.

    https://www.itl.nist.gov/div898/handbook/prc/section2/prc241.htm

    Args:
        hits: How many of the sample are so.
        count: The sample.

    Returns:
        Share, lower and upper limit; None for an empty sample.
    """
    if not count:
        return None
    share, square = hits / count, Z * Z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z * sqrt(share * (1 - share) / count + square / (4 * count * count)) / (1 + square / count)
    low = 0.0 if hits == 0 else middle - half
    high = 1.0 if hits == count else middle + half
    return share, low, high


def draw_articles(connection: sqlite3.Connection, count: int, seed: int) -> list[sqlite3.Row]:
    """A systematic sample, spread over systems and portals: each article has the same chance, whatever its portal.

    Articles that are gone and of which no page is kept cannot be judged and are not drawn. The same seed and articles
    give the same sample, in whatever order they were stored.
    """
    rows = connection.execute(
        "SELECT platform, portal, uid, id FROM articles WHERE gone_at IS NULL OR capture IS NOT NULL"
    ).fetchall()
    ranked = sorted((row["platform"], row["portal"], _rank(seed, row["uid"]), row["id"]) for row in rows)
    chosen = [ranked[place][3] for place in _spread(len(ranked), count, seed)]
    return [row for number in chosen for row in connection.execute(_ARTICLE, (number,))]


_ARTICLE = """
    SELECT a.*, p.name AS portal_name, o.url AS original_url, o.title AS original_title
    FROM articles a JOIN portals p ON p.id = a.portal LEFT JOIN articles o ON o.id = a.duplicate_of WHERE a.id = ?
"""


def _spread(size: int, count: int, seed: int) -> list[int]:
    """Places at even distances, from a start that the seed tells."""
    count = min(count, size)
    start = int(_rank(seed, "start")[:12], 16) / 16**12
    return [int((number + start) * size / count) for number in range(count)]


def _rank(seed: int, text: str) -> str:
    return hashlib.sha256(f"{seed} {text}".encode()).hexdigest()


def draw_listings(connection: sqlite3.Connection, count: int, seed: int) -> list[SampledListing]:
    """A sample of listings, spread over portals: of each the last walk from its first page."""
    rows = connection.execute(
        "SELECT w.portal, w.start_url, w.first_links, r.started_at FROM walks w JOIN runs r ON r.id = w.run"
        " WHERE w.first_links <> '[]' AND w.id = (SELECT max(o.id) FROM walks o WHERE o.portal = w.portal"
        " AND o.start_url = w.start_url AND o.first_links <> '[]')"
    ).fetchall()
    ranked = sorted(rows, key=lambda row: (row["portal"], _rank(seed, row["start_url"])))
    chosen = [ranked[place] for place in _spread(len(ranked), count, seed)]
    return [_make_listing(connection, row) for row in chosen]


def _make_listing(connection: sqlite3.Connection, row: sqlite3.Row) -> SampledListing:
    links = connection.execute(
        "SELECT u.fetch_url, CASE WHEN u.article IS NOT NULL OR t.article IS NOT NULL THEN 'stored' ELSE u.state END"
        " FROM json_each(?) l JOIN urls u ON u.url = l.value LEFT JOIN urls t ON t.url = u.redirect_to ORDER BY l.key",
        (row["first_links"],),
    )
    return SampledListing(row["start_url"], row["portal"], row["started_at"], tuple(_Link(*link) for link in links))


def count_known(connection: sqlite3.Connection, uids: Iterable[str]) -> int:
    """How many of these uids are, or were, those of articles of the database."""
    return sum(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM articles WHERE uid = ?1)"
            " OR EXISTS (SELECT 1 FROM article_uids WHERE uid = ?1)",
            (uid,),
        ).fetchone()[0]
        for uid in uids
    )


def save_scores(connection: sqlite3.Connection, scores: Iterable[Score]) -> None:
    """Store the scores of one audit, in place of what was stored of it. Called in a transaction."""
    rows = list(scores)
    connection.executemany("DELETE FROM audit_scores WHERE audit = ?", {(score.audit,) for score in rows})
    connection.executemany(
        "INSERT INTO audit_scores (audit, field, platform, drawn_at, seed, hits, wrong, missed, unsure)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (one.audit, one.field, one.platform, one.drawn_at, one.seed, one.hits, one.wrong, one.missed, one.unsure)
            for one in rows
        ],
    )


def read_scores(connection: sqlite3.Connection) -> list[Score]:
    """All scores, the newest audit first, in it fields by name and all systems together first."""
    rows = connection.execute(
        "SELECT audit, field, platform, drawn_at, seed, hits, wrong, missed, unsure FROM audit_scores"
        " ORDER BY drawn_at DESC, audit, field, platform"
    )
    return [Score(*row) for row in rows]


def make_score_rows(scores: Iterable[Score]) -> Iterator[tuple[str | int | float | None, ...]]:
    """Rows of AUDIT_COLUMNS."""
    for one in scores:
        precision = compute_wilson(one.hits, one.hits + one.wrong) or (None, None, None)
        recall = compute_wilson(one.hits, one.hits + one.missed) or (None, None, None)
        figures = (None if figure is None else round(figure, 4) for figure in (*precision, *recall))
        yield (
            one.audit, one.drawn_at, one.seed, one.field, one.platform or None, one.hits + one.wrong + one.missed,
            one.hits, one.wrong, one.missed, one.unsure, *figures,
        )  # fmt: skip


def read_moment(connection: sqlite3.Connection) -> str:
    """When the newest of the database was seen, empty where it has nothing."""
    return str(connection.execute("SELECT coalesce(max(checked_at), '') FROM articles").fetchone()[0])
