"""What finding duplicates costs as the database grows: time and bytes an article, memory, and one huge template.

    python -m benchmarks.duplicates_growth [--sizes 20000 200000] [--templates 2000] [--db FILE]

Fills a database with made-up articles as a crawl would, a transaction each (but without waiting for the disk),
and takes the processor
time of signing and linking the last 500 at each size. The articles are of `local_news`, which share
more stock phrases than real ones.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from benchmarks.local_news import News, write_news
from benchmarks.reprints import REPRINTS
from benchmarks.templates import iterate_templates
from harvester.duplicates.linking import link_duplicates
from harvester.duplicates.signature import sign
from harvester.items import Article
from harvester.store import Store

TABLES = ("texts", "signatures", "signatures_by_text", "bands", "similar", "similar_by_other")
WINDOW = 500
INSERT = """
    INSERT INTO articles (portal, uid, url, title, lead, body, published_at, content_hash, platform, extractor,
        read_from, first_seen_at, last_seen_at, checked_at)
    VALUES ('p', :url, :url, :title, :lead, :body, :published, '', '', '', '', '', '', '')
"""


def open_store(path: Path) -> Store:
    store = Store.open(path)
    store.connection.execute("PRAGMA synchronous = OFF")
    store.connection.execute(
        "INSERT INTO portals (id, name, level, province, url) VALUES ('p', 'P', 'commune', 'T', 'https://p.example/')"
    )
    return store


def put(store: Store, news: News, url: str) -> float:
    """Store an article; the seconds that its signature and its links took."""
    article = Article(url=url, title=news.title, lead=news.lead, body=news.body)
    begun = time.process_time()
    signature = sign(article)
    signed = time.process_time() - begun
    values = {"url": url, "title": news.title, "lead": news.lead, "body": news.body, "published": news.published}
    with store.transaction():
        number = store.connection.execute(INSERT, values).lastrowid
        begun = time.process_time()
        link_duplicates(store, number or 0, signature)
        return signed + time.process_time() - begun


def write_many(seed: int) -> Iterator[News]:
    """News without end, a tenth of it reprints of something recent."""
    rng = Random(seed)
    recent: list[News] = []
    while True:
        if recent and rng.random() < 0.1:
            yield REPRINTS[rng.choice(list(REPRINTS))](rng, rng.choice(recent))
        else:
            news = write_news(rng)
            recent = [*recent[-50:], news]
            yield news


def count_bytes(store: Store) -> int:
    marks = ", ".join("?" * len(TABLES))
    query = f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({marks})"
    return int(store.connection.execute(query, TABLES).fetchone()[0])


def measure_growth(store: Store, sizes: Iterable[int]) -> Iterator[tuple[int, float, int, int]]:
    """At each size: articles, milliseconds an article, bytes an article, megabytes of memory."""
    stored = 0
    texts = write_many(7)
    for size in sorted(sizes):
        window = []
        while stored < size:
            seconds = put(store, next(texts), f"https://p.example/{stored}")
            stored += 1
            if stored > size - WINDOW:
                window.append(seconds)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield size, 1000 * sum(window) / len(window), count_bytes(store) // size, memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--templates", type=int, default=2000)
    parser.add_argument("--db", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store(options.db or Path(folder) / "growth.db") as store:
        first = None
        for size, cost, space, memory in measure_growth(store, options.sizes):
            first = first or cost
            report = f"{cost:6.2f} ms ({cost / first:.2f} times), {space} bytes each, {memory} MB"
            print(f"{size:8} articles: {report}", flush=True)
        times = [
            put(store, news, f"https://p.example/template/{number}")
            for number, news in enumerate(iterate_templates(options.templates))
        ]
        last = times[-WINDOW:]
        print(f"{len(times):8} texts of one template: {1000 * sum(times) / len(times):.2f} ms each, "
              f"the last {len(last)} {1000 * sum(last) / len(last):.2f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
