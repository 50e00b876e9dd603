"""The books of one harvest checked, by its public schema. Opening what a kill left behind recovers it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

from support.databases import LOOPBACK, REFERENCES, list_columns, open_database

from harvester.store.articles.fulltext import BATCH

STATES = ("pending", "done", "failed", "gone", "skipped")


def check_books(path: Path | str) -> list[str]:
    """What does not add up: states, references, articles without an address, and counts of finished runs."""
    found: list[str] = []
    with open_database(path) as connection:
        states = Counter(dict(connection.execute("select state, count(*) from urls group by state").fetchall()))
        found += [f"urls: unknown state {state!r}" for state in states if state not in STATES]
        total = connection.execute("select count(*) from urls").fetchone()[0]
        if total != sum(states[state] for state in STATES):
            found.append(f"urls: {total} found, but {dict(states)}")
        found += [
            f"{row[0]}: {row[1]} {row['n']} rows"
            for row in connection.execute(
                "select 'urls', 'ended without a reason', count(*) n from urls"
                " where state in ('failed', 'gone', 'skipped') and last_error is null and last_status is null"
                " having n > 0"
            )
        ]
        for table, columns in REFERENCES.items():
            for column in columns:
                lost = connection.execute(
                    f"select count(*) from {table} where {column} is not null"
                    f" and {column} not in (select id from articles)"
                ).fetchone()[0]
                if lost:
                    found.append(f"{table}.{column}: {lost} rows name no article")
        found += check_articles(connection)
        found += check_harvests(connection)
    return found


def check_articles(connection: sqlite3.Connection) -> list[str]:
    """Articles that no address led to, that stand twice, or that are empty."""
    found = [
        f"articles: {row['url']!r} has no row in urls"
        for row in connection.execute(
            "select url from articles where id not in (select article from urls where article is not null)"
        )
    ]
    found += [
        f"articles: {row['url']!r} stands {row['n']} times"
        for row in connection.execute("select url, count(*) n from articles group by url having n > 1")
    ]
    found += [
        f"articles: {row['url']!r} is empty"
        for row in connection.execute(
            "select url from articles where coalesce(trim(title), '') = '' or coalesce(trim(body), '') = ''"
        )
    ]
    found += [
        f"articles: {row['url']!r} duplicates another duplicate"
        for row in connection.execute(
            "select a.url from articles a join articles b on a.duplicate_of = b.id where b.duplicate_of is not null"
        )
    ]
    return found


def check_harvests(connection: sqlite3.Connection) -> list[str]:
    """Where every run came to its end, the new articles of all harvests are the articles that there are.

    A killed run, and a worker that died amid one, leaves articles without the harvest that would count them.
    """
    cut = "select count(*) from runs where finished_at is null or status = 'killed'"
    if connection.execute(cut).fetchone()[0]:
        return []
    return [
        f"harvests of {row['portal']!r}: {row['counted']} new, but {row['stored']} articles"
        for row in connection.execute(
            "select h.portal, sum(h.new) counted,"
            " (select count(*) from articles a where a.portal = h.portal) stored"
            " from harvests h group by h.portal having counted != stored"
        )
    ]


def check_file(path: Path | str) -> list[str]:
    """What SQLite itself finds wrong with the file and its foreign keys, and the size of the index."""
    with open_database(path) as connection:
        found = [row[0] for row in connection.execute("pragma integrity_check") if row[0] != "ok"]
        found += [f"foreign key: {tuple(row)}" for row in connection.execute("pragma foreign_key_check")]
        if not list_columns(connection, "articles_fts_docsize"):
            return found
        last = connection.execute("select max(id) from articles_fts_docsize").fetchone()[0] or 0
        rest = connection.execute("select count(*) from articles where id > ?", (last,)).fetchone()[0]
        articles = connection.execute("select count(*) from articles").fetchone()[0]
        cut = connection.execute("select max(id), finished_at is null or status = 'failed' from runs").fetchone()[1]
        articles -= rest if cut and rest < BATCH else 0  # the newest ones of a run that was cut are indexed later
        indexed = connection.execute("select count(*) from articles_fts_docsize").fetchone()[0]
        return found if articles == indexed else [*found, f"{articles} articles, {indexed} in the index"]


def list_articles(path: Path | str) -> set[str]:
    """The paths of all stored articles, with their queries, whatever their portal."""
    with open_database(path) as connection:
        urls = [row["url"] for row in connection.execute("select url from articles")]
    return {LOOPBACK.sub("", url) for url in urls}


def list_states(path: Path | str) -> dict[str, tuple[str, str | None]]:
    """State and last error of every address in the frontier, by path as it was fetched."""
    with open_database(path) as connection:
        rows = connection.execute("select coalesce(fetch_url, url) u, state, last_error from urls").fetchall()
    return {LOOPBACK.sub("", row["u"]): (row["state"], row["last_error"]) for row in rows}
