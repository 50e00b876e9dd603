"""Full-text search over the articles, with or without diacritics.

A query is words, all of which must occur; `"a phrase"`; `pre*` for what begins so; `-word` for what must not
occur. Everything else in it is text: there is no way to write a query that SQLite would refuse.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.errors import QueryError
from harvester.store.reports.selection import Selection, fold_name, make_conditions

CANDIDATES = 500
"""Hits of the best bm25 that are ranked again with their freshness: the whole of a common word's would be
read from the table otherwise."""

WEIGHTS = "8.0, 3.0, 1.0"
"""bm25's weights of title, lead and body."""

FRESHNESS = 0.5
"""How much more an article of the newest day counts than one that is endlessly old. After a year half of
it is left."""

MAX_TERMS = 64

# One term: -"a phrase"*, -word, pre*
TERM = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<word>\S+)')

MARKED_INDEX = """
CREATE VIRTUAL TABLE articles_fts USING fts5 (title, lead, body, tokenize='unicode61 remove_diacritics 2')
"""

MARKED = """
SELECT rowid, highlight(articles_fts, 0, ?1, ?2), highlight(articles_fts, 1, ?1, ?2),
    highlight(articles_fts, 2, ?1, ?2)
FROM articles_fts WHERE articles_fts MATCH ?3
"""

WINDOW = 240
"""Characters of a snippet."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is what was searched for."""

    text: str
    is_hit: bool = False


Marked = tuple[tuple[Piece, ...], tuple[Piece, ...]]
"""A title and a snippet."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. `title` and `snippet` are whole texts in pieces, hits marked."""

    id: int
    url: str
    portal: str
    portal_name: str
    published_at: str | None
    published_precision: str | None
    duplicate_of: int | None
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    score: float  # greater is better


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def fold(text: str) -> str:
    """What is looked for in the index: NFC, and d for đ."""
    return fold_stroke(unicodedata.normalize("NFC", text))


def fold_stroke(text: str) -> str:
    """What the index holds of a text before its tokenizer folds the rest: one character for one."""
    return text.replace("đ", "d").replace("Đ", "D")


def make_match(query: str) -> str:
    """The FTS5 expression of a query. Raises QueryError where there is nothing to look for."""
    wanted, unwanted = read_terms(query)
    if len(wanted) + len(unwanted) > MAX_TERMS:
        raise QueryError(f"query too long: {len(wanted) + len(unwanted)} terms (at most {MAX_TERMS})")
    if not wanted and unwanted:
        raise QueryError(f"nothing to look for in {shorten(query)!r}: it only says what must not occur")
    if not wanted:
        raise QueryError(f"nothing to look for in {shorten(query)!r}: it has no letter and no digit")
    expression = " AND ".join(wanted)
    return expression if not unwanted else f"({expression}) NOT ({' OR '.join(unwanted)})"


def shorten(query: str) -> str:
    return query if len(query) <= 60 else f"{query[:59]}…"


def read_terms(query: str) -> tuple[list[str], list[str]]:
    """The quoted FTS5 terms that must, and that must not occur."""
    text = "".join(c if unicodedata.category(c) not in {"Cc", "Cs"} else " " for c in fold(query))
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in TERM.finditer(text):
        if term["word"] is None:
            body, is_unwanted, is_prefix = term["phrase"], bool(term["minus"]), bool(term["star"])
        else:
            word = term["word"]
            body, is_unwanted, is_prefix = word.replace('"', " "), word[0] == "-", word[-1] == "*"
        if not has_token(body):
            continue
        quoted = f'"{body}"' + (" *" if is_prefix else "")
        (unwanted if is_unwanted else wanted).append(quoted)
    return wanted, unwanted


def has_token(text: str) -> bool:
    """Whether unicode61 makes a token of anything in the text."""
    return any(unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co" for c in text)


def find_articles(
    connection: sqlite3.Connection, query: str, selection: Selection | None = None, limit: int = 20
) -> Found:
    """The best hits of a query among the selected articles, duplicates among them.

    Ranked by bm25 and by how old an article is, counted from the newest in the database. Raises QueryError.
    """
    match = make_match(query)
    condition, values = make_conditions(selection or Selection(with_duplicates=True), connection)
    values |= {"match": match, "candidates": max(CANDIDATES, limit), "limit": limit, "freshness": FRESHNESS}
    within = "" if condition == "1" else f"AND rowid IN (SELECT a.id FROM articles a WHERE {condition})"
    hits = f"FROM articles_fts WHERE articles_fts MATCH :match {within}"
    total = connection.execute(f"SELECT count(*) {hits}", values).fetchone()[0]
    rows = connection.execute(
        f"""
        WITH hits AS MATERIALIZED (
            SELECT rowid, bm25(articles_fts, {WEIGHTS}) AS relevance {hits}
            ORDER BY relevance LIMIT :candidates),
        newest AS MATERIALIZED (SELECT julianday(max(published_at)) AS day FROM articles)
        SELECT a.id, a.url, a.portal, p.name AS portal_name, a.published_at, a.published_precision,
            a.duplicate_of, a.title, a.lead, a.body, -relevance * (1 + coalesce(:freshness /
                (1 + max(0, newest.day - julianday(a.published_at)) / 365.25), 0)) AS score
        FROM hits CROSS JOIN newest JOIN articles a ON a.id = hits.rowid JOIN portals p ON p.id = a.portal
        ORDER BY score DESC, a.id LIMIT :limit
        """,
        values,
    ).fetchall()
    marked = mark_texts(rows, match)
    return Found(total, tuple(make_hit(row, marked[row["id"]]) for row in rows))


def make_hit(row: sqlite3.Row, marked: Marked) -> Hit:
    title, snippet = marked
    return Hit(
        id=row["id"], url=row["url"], portal=row["portal"], portal_name=row["portal_name"],
        published_at=row["published_at"], published_precision=row["published_precision"],
        duplicate_of=row["duplicate_of"], title=title, snippet=snippet, score=row["score"],
    )  # fmt: skip


def mark_articles(connection: sqlite3.Connection, match: str, numbers: Sequence[int]) -> dict[int, Marked]:
    """Title and snippet of those of the articles that the expression finds, by their numbers."""
    marks = ", ".join("?" * len(numbers))
    rows = connection.execute(f"SELECT id, title, lead, body FROM articles WHERE id IN ({marks})", numbers)
    return mark_texts(rows.fetchall(), match)


def mark_texts(rows: Sequence[sqlite3.Row], match: str) -> dict[int, Marked]:
    """Each article's title, and the piece of its lead or body that holds the most of what was searched for.

    The articles get an index of their own, in memory: the database's would gather all hits of a `pre*` anew for
    each of them.
    """
    texts = {row["id"]: (row["title"], row["lead"] or "", row["body"]) for row in rows}
    opening, closing = choose_marks("".join(text for three in texts.values() for text in three))
    with contextlib.closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(MARKED_INDEX)
        folded = ((number, *map(fold_stroke, three)) for number, three in texts.items())
        memory.executemany("INSERT INTO articles_fts (rowid, title, lead, body) VALUES (?, ?, ?, ?)", folded)
        found = {number: marked for number, *marked in memory.execute(MARKED, (opening, closing, match))}
    answer: dict[int, Marked] = {}
    for number, three in texts.items():
        title, lead, body = (
            split_pieces(text, marked, opening, closing)
            for text, marked in zip(three, found.get(number, three), strict=True)
        )
        answer[number] = title, max(cut_snippet(lead), cut_snippet(body), key=count_words_hit)
    return answer


def choose_marks(text: str) -> tuple[str, str]:
    """Two characters that do not occur in the text, of those that nobody uses."""
    unused = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    return next(unused), next(unused)


def split_pieces(original: str, marked: str, opening: str, closing: str) -> tuple[Piece, ...]:
    """Move the marks of a folded text onto the original. The fold is one character to one."""
    pieces = []
    start = 0
    for part in re.split(f"({opening}[^{closing}]*{closing})", marked):
        is_hit = part.startswith(opening)
        length = len(part) - 2 if is_hit else len(part)
        if length:
            pieces.append(Piece(original[start : start + length], is_hit))
        start += length
    if start < len(original):  # SQLite ends a marked text at a NUL
        pieces.append(Piece(original[start:]))
    return tuple(pieces)


def cut_snippet(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The window of a text that holds the most hits, the first of such; white space made single."""
    ends, starts, position = [], [], 0
    for piece in pieces:
        position += len(piece.text)
        if piece.is_hit:
            starts.append(position - len(piece.text))
            ends.append(position)
    first = last = 0
    for i, start in enumerate(starts):
        inside = sum(1 for end in ends[i:] if end <= start + WINDOW - 40)
        if inside > last - first:
            first, last = i, i + inside
    begin = max(0, starts[first] - 40) if starts else 0
    return trim_pieces(pieces, begin, begin + WINDOW)


def count_words_hit(pieces: tuple[Piece, ...]) -> int:
    """Different words that were searched for, whatever their case and accents."""
    return len({word for piece in pieces if piece.is_hit for word in fold_name(piece.text).split()})


def trim_pieces(pieces: tuple[Piece, ...], begin: int, end: int) -> tuple[Piece, ...]:
    """The characters from `begin` to `end`, cut down to whole words, with … where text was left out."""
    text = "".join(piece.text for piece in pieces)
    if begin > 0:
        space = text.find(" ", begin, begin + 20)
        begin = space + 1 if space >= 0 else begin
    if end < len(text):
        space = text.rfind(" ", end - 20, end)
        end = space if space >= 0 else end
    cut = [Piece("…")] if begin > 0 else []
    position = 0
    for piece in pieces:
        part = piece.text[max(0, begin - position) : max(0, end - position)]
        position += len(piece.text)
        if part:
            cut.append(Piece(re.sub(r"\s+", " ", part), piece.is_hit))
    return tuple([*cut, Piece("…")] if end < len(text) else cut)
