"""Databases of one harvest, merged: 20,000 made-up articles in four shards, by default.

    python -m benchmarks.merge --articles 20000 --shards 4

Each shard is signed and linked before, as a crawl leaves it; every tenth article of a shard is a copy of one of the
shard before. Prints the seconds of the merge, and of a second one that changes nothing.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from benchmarks.corpus import fill_database
from harvester.jobs.merge import link_unsigned, merge
from harvester.loading.article_units import fill_units
from harvester.store import Store

NOW = datetime(2026, 2, 1, 2, tzinfo=timezone(timedelta(hours=7)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--shards", type=int, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        shards: list[Path] = []
        for number in range(arguments.shards):
            shards.append(Path(name) / f"{number}.db")
            make_shard(shards, arguments.articles // arguments.shards)
        for turn in ("merged", "merged again"):
            started, worked = time.perf_counter(), time.process_time()
            merged = merge(shards, Path(name) / "all.db", NOW)
            seconds, work = time.perf_counter() - started, time.process_time() - worked
            print(f"{turn}: {merged.new} of {merged.articles} new, {seconds:.1f} s, {work:.1f} s of processor time")
        check(Path(name) / "all.db")


def make_shard(shards: list[Path], articles: int) -> None:
    """Make the last of these files, with copies of articles of the one before."""
    number, path = len(shards) - 1, shards[-1]
    fill_database(path, articles, portals=75, first_portal=75 * number, seed=number)
    with Store.open(path) as store:
        if number:
            copy_texts(store, shards[-2])
        with store.transaction() as connection:
            connection.execute("DELETE FROM similar")
            connection.execute("UPDATE articles SET duplicate_of = NULL")
            connection.execute("INSERT INTO article_urls SELECT url, id FROM articles")
            connection.execute(
                "INSERT INTO urls (url, fetch_url, portal, kind, rank, state, found_at, found_in, found_run, article)"
                " SELECT url, url, portal, 'article', 5, 'done', first_seen_at, '', 1, id FROM articles"
            )
        link_unsigned(store)
        fill_units(store)


def copy_texts(store: Store, other: Path) -> None:
    store.connection.execute("ATTACH ? AS other", (str(other),))
    with store.transaction() as connection:
        connection.execute(
            "UPDATE articles SET body = o.body, lead = o.lead FROM other.articles o"
            " WHERE o.id = articles.id AND articles.id % 10 = 0"
        )
    store.connection.execute("DETACH other")


def check(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        found = [*connection.execute("PRAGMA foreign_key_check"), *connection.execute("PRAGMA integrity_check")]
        copies = connection.execute("SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL").fetchone()[0]
        print(f"{copies} copies; {'sound' if found == [('ok',)] else found[:3]}")


if __name__ == "__main__":
    main()
