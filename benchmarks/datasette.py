"""Pages of a big database, warm: the median of five answers, in seconds, and of the processor time in them.

    python -m benchmarks.datasette [--articles 500000] [--db FILE]

The database is made when FILE does not exist; it is kept. Exits 1 when a page takes a second or more.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from pathlib import Path

from benchmarks.corpus import RARE_PHRASE, fill_database
from harvester.inspect.application import make_datasette
from harvester.store import Store
from harvester.store.reports.questions import QUESTIONS

PHRASE = "%22xa+hoi%22"
"""Two of the corpus's commonest words, side by side."""

PORTALS = 3_321
"""As many as there are communes."""

PAGES = {
    "front page": "/",
    "list": "/articles",
    "list of a province": "/articles?province=H%C3%A0+T%C4%A9nh",
    "list of a level and a month": "/articles?level=commune&month=2024-03",
    "list of a portal": "/articles?portal=xa-0004",
    "list, a deep page": "/articles?province=H%C3%A0+T%C4%A9nh&page=200",
    "list of a level": "/articles?level=commune",
    "list, a page from the end": "/articles?page=9900",
    "list of copies": "/articles?state=copies",
    "list of what is gone": "/articles?state=gone",
    "common words, copies": "/articles?q=xa+hoi&state=copies",
    "common words, gone": "/articles?q=xa+hoi&state=gone",
    "common words, a level": "/articles?q=xa+hoi&level=commune",
    "phrase of common words": f"/articles?q={PHRASE}",
    "phrase, province, chart": f"/articles?q={PHRASE}&province=H%C3%A0+T%C4%A9nh",
    "phrase with diacritics": "/articles?q=%22x%C3%A3+h%E1%BB%99i%22&province=H%C3%A0+T%C4%A9nh",
    "phrase, newest first": f"/articles?q={PHRASE}&order=newest",
    "phrase, feed": f"/articles.atom?q={PHRASE}",
    "common words": "/articles?q=xa+hoi",
    "beginning of words": "/articles?q=nong*",
    "changes": "/changes",
    "changes of a province": "/changes?province=H%C3%A0+T%C4%A9nh",
    "articles with facets": "/harvest/articles",
    "articles of one portal": "/harvest/articles?portal=xa-0004",
    "articles of a precision": "/harvest/articles?published_precision=minute",
    "rare phrase": f"/articles?q=%22{RARE_PHRASE}%22",
    "table, a search": "/harvest/articles?_search=%22dang+bo+huyen%22&_columns=all",
    "article": "/harvest/articles/250001",
    "article with copies": "/harvest/articles/1",
    "copies": "/harvest/articles?duplicate_of__notnull=1",
    "gone": "/harvest/articles?gone_at__notnull=1&_sort_desc=gone_at",
    "articles of a month": "/harvest/articles?published_at__gte=2024-03&published_at__lt=2024-04",
    "questions and tables": "/harvest",
    "portals": "/harvest/portals",
    "portal": "/harvest/portals/xa-0004",
    **{f"question {question.name}": f"/harvest/{question.name}" for question in QUESTIONS},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500_000)
    parser.add_argument("--db", type=Path, default=Path("benchmark.db"))
    arguments = parser.parse_args()
    if not arguments.db.exists():
        fill_database(arguments.db, arguments.articles, portals=PORTALS)
    Store.open(arguments.db).close()
    slowest = asyncio.run(measure(arguments.db))
    raise SystemExit(slowest >= 1)


async def measure(db: Path) -> float:
    datasette = make_datasette(db)
    slowest = 0.0
    for name, path in PAGES.items():
        seconds, processor = [], []
        for _ in range(6):
            started = time.perf_counter(), time.process_time()
            response = await datasette.client.get(path)
            seconds.append(time.perf_counter() - started[0])
            processor.append(time.process_time() - started[1])
            assert response.status_code == 200, (path, response.status_code)
            assert "facets timed out" not in response.text, path
        median = statistics.median(seconds[1:])
        slowest = max(slowest, median)
        used = statistics.median(processor[1:])
        print(f"{name:<28}{median:8.3f} s  (processor {used:.3f}, first answer {seconds[0]:.3f})", flush=True)
    return slowest


if __name__ == "__main__":
    main()
