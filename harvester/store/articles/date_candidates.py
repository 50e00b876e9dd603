"""SQL for the dates of articles: every text seen, the candidates of the last choice, and what was chosen.

Functions that change something are called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from harvester.items import Article, DateCandidate, SeenDate

CANDIDATE = "text, found_in, value, precision, shift, chosen, why_not"


def to_iso(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")


def date_fields(article: Article) -> dict[str, Any]:
    return {
        "published_at": to_iso(article.published_at),
        "published_precision": article.published_precision,
        "published_from": article.published_from,
        "published_text": article.published_text,
        "updated_at": to_iso(article.updated_at),
        "document_date": None if article.document_date is None else article.document_date.isoformat(),
    }


def save_seen(connection: sqlite3.Connection, article: int, dates: Sequence[SeenDate]) -> None:
    """Keep date texts as they stood; known ones stay at their place."""
    connection.executemany(
        "INSERT INTO seen_dates (article, text, found_in, role, position) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [(article, d.text, d.found_in, d.role, n) for n, d in enumerate(dates)],
    )


def read_seen(connection: sqlite3.Connection, article: int) -> list[SeenDate]:
    """Every date text seen of an article, on its pages and with its links, in the same order whatever came first."""
    rows = connection.execute(
        "SELECT text, found_in, role, position FROM seen_dates WHERE article = :article"
        " UNION SELECT d.text, d.found_in, 'published', 1000 FROM link_dates d"
        " JOIN urls ON urls.url = d.url WHERE urls.article = :article"
        " ORDER BY found_in, role, position, text",
        {"article": article},
    )
    return list(dict.fromkeys(SeenDate(row["text"], row["found_in"], row["role"]) for row in rows))


def save_choice(connection: sqlite3.Connection, article: int, chosen: Article) -> None:
    """The dates that were chosen for a stored article, and those that were on the table.

    What has not changed is not written: a link that repeats what is known already is the most common of late sightings.
    """
    fields = date_fields(chosen)
    names = ", ".join(fields)
    marks = ", ".join(f":{name}" for name in fields)
    connection.execute(
        f"UPDATE articles SET ({names}) = ({marks}) WHERE id = :id AND ({names}) IS NOT ({marks})",
        {**fields, "id": article},
    )
    rows = read_rows(chosen.date_candidates)
    query = f"SELECT {CANDIDATE} FROM date_candidates WHERE article = ?"
    stored = {(row["text"], row["found_in"]): tuple(row) for row in connection.execute(query, (article,))}
    gone = [(article, *key) for key in stored.keys() - rows.keys()]
    connection.executemany("DELETE FROM date_candidates WHERE article = ? AND text = ? AND found_in = ?", gone)
    add_candidates(connection, article, [row for key, row in rows.items() if stored.get(key) != row])


def read_rows(candidates: Sequence[DateCandidate]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Rows of the candidates' table by their text and place; of two of one key the first, chosen if either is."""
    rows: dict[tuple[str, str], tuple[Any, ...]] = {}
    for c in sorted(candidates, key=lambda candidate: not candidate.chosen):
        row = (c.text, c.found_in, to_iso(c.value), c.precision, c.shift, int(c.chosen), c.why_not)
        rows.setdefault((c.text, c.found_in), row)
    return rows


def add_candidates(connection: sqlite3.Connection, article: int, rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows as of `read_rows`; of a text and place that is known the row is replaced."""
    connection.executemany(
        f"INSERT OR REPLACE INTO date_candidates (article, {CANDIDATE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(article, *row) for row in rows],
    )


def begin_anew(connection: sqlite3.Connection, article: int, url: str, now: str) -> None:
    """The page at `url` holds quite another text by now.

    Forget every date text of the one before, on pages and with links. From now on the dates are chosen as of this
    moment.
    """
    connection.execute("DELETE FROM seen_dates WHERE article = ?", (article,))
    connection.execute("DELETE FROM link_dates WHERE url IN (SELECT url FROM urls WHERE article = ?)", (article,))
    connection.execute("INSERT OR REPLACE INTO replaced_texts (url, seen_at) VALUES (?, ?)", (url, now))


def read_article(connection: sqlite3.Connection, article: int) -> Article:
    """A stored article as far as its dates have to be chosen again.

    `fetched_at` is when it was first seen, or when its page's text was replaced by another.
    """
    row = connection.execute(
        "SELECT *, (SELECT seen_at FROM replaced_texts WHERE url = read_from) AS replaced_at"
        " FROM articles WHERE id = ?",
        (article,),
    ).fetchone()
    return Article(
        url=row["url"],
        title=row["title"],
        lead=row["lead"],
        body=row["body"] if row["byline"] is None else row["body"].removesuffix(f"\n\n{row['byline']}"),
        byline=row["byline"],
        platform=row["platform"],
        extractor=row["extractor"],
        portal=row["portal"],
        dates=read_seen(connection, article),
        fetched_at=datetime.fromisoformat(row["replaced_at"] or row["first_seen_at"]),
        published_at=None if row["published_at"] is None else datetime.fromisoformat(row["published_at"]),
    )


def find_premature(connection: sqlite3.Connection, portal: str, now: str) -> list[int]:
    """Return the undated articles of which a date was refused as lying in the future, and lies in it no more."""
    rows = connection.execute(
        "SELECT id FROM articles WHERE portal = :portal AND published_at IS NULL AND EXISTS ("
        "SELECT 1 FROM date_candidates WHERE article = articles.id AND why_not LIKE 'in the future%'"
        " AND value <= :now)",
        {"portal": portal, "now": now},
    )
    return [int(row[0]) for row in rows]
