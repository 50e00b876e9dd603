"""A shelf of made-up news, some of them reprints and notices of one template, and what was linked on it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.local_news import News, write_news
from benchmarks.reprints import REPRINTS
from benchmarks.templates import fill_skeleton, make_skeleton
from harvester.duplicates.linking import link_duplicates
from harvester.duplicates.signature import sign
from harvester.items import Article, Signature
from harvester.store import Store
from harvester.store.database import prepare

STORY = write_news(Random(1), 7)
OTHER = write_news(Random(2), 7)
HEAVY = REPRINTS["all 20"](Random(3), STORY)
LIGHT = REPRINTS["title"](Random(4), STORY)


@dataclass(frozen=True)
class Sample:
    """A text as it is put on a shelf."""

    url: str
    title: str
    lead: str
    body: str
    published: str | None = "2020-01-01T08:00:00+07:00"

    def sign(self) -> Signature:
        return sign(Article(url=self.url, title=self.title, lead=self.lead, body=self.body))


def open_in_memory() -> Store:
    """An empty store that no file holds."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    prepare(connection)
    return Store(connection, Path(":memory:"))


class Shelf:
    """A store with some portals; articles are put in and looked at by their addresses."""

    def __init__(self, store: Store, *portals: str) -> None:
        self.store = store
        self.db = store.connection
        for portal in portals or ("p",):
            self.db.execute(
                "INSERT INTO portals (id, name, level, province, url) VALUES (?, 'P', 'commune', 'T', 'u')", (portal,)
            )

    def put(self, sample: Sample, portal: str = "p") -> int | None:
        with self.store.transaction():
            self.write(sample, portal)
            return link_duplicates(self.store, self.id_of(sample.url), sample.sign())

    def write(self, sample: Sample, portal: str = "p") -> None:
        """An article's record, or what it says by now."""
        self.db.execute(
            "INSERT INTO articles (portal, uid, url, title, lead, body, published_at, published_precision,"
            " content_hash, platform, extractor, read_from, first_seen_at, last_seen_at, checked_at)"
            " VALUES (?6, ?1, ?1, ?2, ?3, ?4, ?5, 'minute', '', '', '', '', '', '', '')"
            " ON CONFLICT (url) DO UPDATE SET title = excluded.title, lead = excluded.lead,"
            " body = excluded.body, published_at = excluded.published_at",
            (sample.url, sample.title, sample.lead, sample.body, sample.published, portal),
        )

    def id_of(self, url: str) -> int:
        return int(self.db.execute("SELECT id FROM articles WHERE url = ?", (url,)).fetchone()[0])

    def origins(self) -> dict[str, str | None]:
        rows = self.db.execute("SELECT a.url, o.url FROM articles a LEFT JOIN articles o ON o.id = a.duplicate_of")
        return {row[0]: row[1] for row in rows}

    def links(self) -> set[tuple[str, str, str, float]]:
        rows = self.db.execute(
            "SELECT a.url, o.url, s.kind, s.similarity FROM similar s JOIN articles a ON a.id = s.article"
            " JOIN articles o ON o.id = s.other"
        )
        return {tuple(row) for row in rows}

    def kinds(self) -> dict[tuple[str, str], str]:
        return {(article, other): kind for article, other, kind, _ in self.links()}


def tell(news: News, url: str, published: str | None = "2020-01-01T08:00:00+07:00") -> Sample:
    return Sample(url, news.title, news.lead, news.body, published)


def month(n: int) -> str:
    """The first of that month of 2020, so that a sample of month 1 is earlier than one of month 2."""
    return f"2020-{n:02}-01T08:00:00+07:00"


def make_notices(count: int, kind: str = "notice") -> list[News]:
    rng = Random(5)
    skeleton = make_skeleton(rng, kind)
    return [
        fill_skeleton(rng, skeleton, kind, "xã Lộc Giã", date(2020 + n // 12, 1 + n % 12, 7), "Thông báo tháng {month}")
        for n in range(count)
    ]
