"""Copies, reprints and templates among stored articles, in any order of arrival."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.local_news import News, write_news
from benchmarks.reprints import REPRINTS
from benchmarks.templates import fill_skeleton, make_skeleton
from harvester.items import Article, Signature
from harvester.store import Store
from harvester.store.database import prepare
from pipelines import duplicates, signature
from pipelines.duplicates import DuplicatesPipeline, link_duplicates, relink, resign_outdated, unlink
from pipelines.signature import VERSION, sign


@dataclass(frozen=True)
class Sample:
    url: str
    title: str
    lead: str
    body: str
    published: str | None = "2020-01-01T08:00:00+07:00"

    def sign(self) -> Signature:
        return sign(Article(url=self.url, title=self.title, lead=self.lead, body=self.body))


class Shelf:
    """A store with one portal; articles are put in and looked at by their addresses."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.db = store.connection
        self.db.execute(
            "INSERT INTO portals (id, name, level, province, url) VALUES ('p', 'P', 'commune', 'T', 'u')"
        )

    def put(self, sample: Sample) -> int | None:
        with self.store.transaction():
            self.db.execute(
                "INSERT INTO articles (portal, url, title, lead, body, published_at, content_hash, platform,"
                " extractor, read_from, first_seen_at, last_seen_at, checked_at)"
                " VALUES ('p', ?, ?, ?, ?, ?, '', '', '', '', '', '', '')"
                " ON CONFLICT (url) DO UPDATE SET title = excluded.title, lead = excluded.lead,"
                " body = excluded.body, published_at = excluded.published_at",
                (sample.url, sample.title, sample.lead, sample.body, sample.published),
            )
            return link_duplicates(self.store, self.id_of(sample.url), sample.sign())

    def id_of(self, url: str) -> int:
        return int(self.db.execute("SELECT id FROM articles WHERE url = ?", (url,)).fetchone()[0])

    def origins(self) -> dict[str, str | None]:
        rows = self.db.execute(
            "SELECT a.url, o.url FROM articles a LEFT JOIN articles o ON o.id = a.duplicate_of"
        )
        return {row[0]: row[1] for row in rows}

    def links(self) -> set[tuple[str, str, str, float]]:
        rows = self.db.execute(
            "SELECT a.url, o.url, s.kind, s.similarity FROM similar s JOIN articles a ON a.id = s.article"
            " JOIN articles o ON o.id = s.other"
        )
        return {tuple(row) for row in rows}

    def kinds(self) -> dict[tuple[str, str], str]:
        return {(article, other): kind for article, other, kind, _ in self.links()}


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Store.open(tmp_path / "x.db") as store:
        yield Shelf(store)


def tell(news: News, url: str, published: str | None = "2020-01-01T08:00:00+07:00") -> Sample:
    return Sample(url, news.title, news.lead, news.body, published)


STORY = write_news(Random(1), 7)
OTHER = write_news(Random(2), 7)
HEAVY = REPRINTS["all 20"](Random(3), STORY)
LIGHT = REPRINTS["title"](Random(4), STORY)


def month(n: int) -> str:
    return f"2020-{n:02}-01T08:00:00+07:00"


def make_notices(count: int, kind: str = "notice") -> list[News]:
    rng = Random(5)
    skeleton = make_skeleton(rng, kind)
    return [
        fill_skeleton(rng, skeleton, kind, "xã Lộc Giã", date(2020, 1 + n, 7), "Thông báo tháng {month}")
        for n in range(count)
    ]


def test_equal_texts_are_the_same(shelf: Shelf) -> None:
    shelf.put(tell(STORY, "a", month(2)))
    copy = tell(STORY, "b", month(1))
    shelf.put(
        replace(
            copy, title=copy.title.upper(), body=unicodedata.normalize("NFD", copy.body).replace(", ", " ,  ")
        )
    )
    assert shelf.origins() == {"a": "b", "b": None}
    assert shelf.links() == {("a", "b", "same", 1.0)}


@pytest.mark.parametrize("changed", [LIGHT, HEAVY], ids=["title", "heavy"])
def test_changed_texts_are_reprints(shelf: Shelf, changed: News) -> None:
    shelf.put(tell(changed, "b", month(2)))
    assert shelf.put(tell(STORY, "a", month(1))) is None
    assert shelf.origins() == {"a": None, "b": "a"}
    assert shelf.kinds() == {("b", "a"): "reprint"}


@pytest.mark.parametrize("kind", ["notice", "communes", "date", "people"])
def test_texts_of_one_template_are_no_duplicates(shelf: Shelf, kind: str) -> None:
    for number, news in enumerate(make_notices(4, kind)):
        shelf.put(tell(news, f"t{number}", month(number + 1)))
    assert set(shelf.origins().values()) == {None}
    assert set(shelf.kinds().values()) == {"template"}
    assert len(shelf.kinds()) == 6


def test_other_texts_are_not_linked(shelf: Shelf) -> None:
    shelf.put(tell(STORY, "a"))
    shelf.put(tell(replace(OTHER, title=STORY.title), "b"))
    shelf.put(tell(replace(OTHER, paragraphs=[*OTHER.paragraphs, STORY.paragraphs[0]]), "c"))
    assert shelf.origins() == {"a": None, "b": None, "c": "b"}


def test_short_texts_are_not_compared(shelf: Shelf) -> None:
    shelf.put(Sample("a", "Lịch tiếp công dân", "", "Xem tệp đính kèm."))
    shelf.put(Sample("b", "Lịch tiếp công dân", "", "Xem tệp đính kèm."))
    assert shelf.origins() == {"a": None, "b": None}
    assert resign_outdated(shelf.store, 10) == 0
    shelf.put(Sample("a", "Lịch tiếp công dân", "", "Xem tệp kèm theo."))  # an edit, to another short text
    assert shelf.origins() == {"a": None, "b": None}


def test_an_earlier_one_that_comes_late_becomes_the_origin(shelf: Shelf) -> None:
    for url, news, number in (("c", LIGHT, 3), ("d", STORY, 4), ("b", STORY, 2)):
        shelf.put(tell(news, url, month(number)))
    assert shelf.origins() == {"b": None, "c": "b", "d": "b"}
    shelf.put(tell(HEAVY, "a", month(1)))
    assert shelf.origins() == {"a": None, "b": "a", "c": "a", "d": "a"}
    assert shelf.kinds()[("d", "b")] == "same" and shelf.kinds()[("d", "a")] == "reprint"


def test_articles_without_a_date_come_last(shelf: Shelf) -> None:
    shelf.put(tell(STORY, "a", None))
    shelf.put(tell(STORY, "c", month(9)))
    shelf.put(tell(LIGHT, "b", None))
    assert shelf.origins() == {"a": "c", "b": "c", "c": None}


def test_no_chains(shelf: Shelf) -> None:
    """Where the ends of a chain are too far apart to be reprints, the middle joins the first."""
    middle = replace(STORY, paragraphs=[*STORY.paragraphs[2:], *OTHER.paragraphs[:2]])
    far = replace(STORY, paragraphs=[*STORY.paragraphs[4:], *OTHER.paragraphs[:4]])
    for url, news in (("a", STORY), ("b", middle), ("c", far)):
        shelf.put(tell(news, url, month(ord(url) - 96)))
    assert shelf.origins() == {"a": None, "b": "a", "c": None}
    assert set(shelf.kinds()) >= {("b", "a"), ("c", "b")}


def test_a_changed_text_leaves_its_cluster(shelf: Shelf) -> None:
    for url, news in (("a", STORY), ("b", LIGHT), ("c", STORY), ("d", OTHER)):
        shelf.put(tell(news, url, month(ord(url) - 96)))
    shelf.put(tell(OTHER, "a", month(1)))
    assert shelf.origins() == {"a": None, "b": None, "c": "b", "d": "a"}
    assert shelf.kinds() == {("c", "b"): "reprint", ("d", "a"): "same"}
    shelf.put(replace(tell(OTHER, "a", month(1)), lead="", body="Bài đã được gỡ."))
    assert shelf.origins() == {"a": None, "b": None, "c": "b", "d": None}


def test_a_changed_date_points_the_cluster_anew(shelf: Shelf) -> None:
    for url, news in (("a", STORY), ("b", LIGHT), ("c", STORY)):
        shelf.put(tell(news, url, month(ord(url) - 96)))
    with shelf.store.transaction():
        shelf.db.execute("UPDATE articles SET published_at = NULL WHERE url = 'a'")
        assert relink(shelf.store, shelf.id_of("a")) == shelf.id_of("b")
    assert shelf.origins() == {"a": "b", "b": None, "c": "b"}


def test_a_text_is_compared_as_its_first_article_spells_it(shelf: Shelf) -> None:
    notices = [replace(one, paragraphs=one.paragraphs[:4]) for one in make_notices(2)]
    shouted = tell(notices[0], "b", month(2))
    shelf.put(replace(shouted, lead=shouted.lead.upper(), body=shouted.body.upper()))
    shelf.put(tell(notices[1], "c", month(3)))
    before = shelf.links()
    shelf.put(tell(notices[0], "a", month(1)))
    assert shelf.kinds() == {("b", "a"): "same", ("c", "a"): "template"}
    assert {row[3] for row in before} != {row[3] for row in shelf.links() if row[2] == "template"}
    with shelf.store.transaction():
        unlink(shelf.store, shelf.id_of("a"))
    assert shelf.links() == before


def test_unlinking_takes_everything_along(shelf: Shelf) -> None:
    for url, news in (("a", STORY), ("b", LIGHT), ("c", STORY)):
        shelf.put(tell(news, url, month(ord(url) - 96)))
    for url in "abc":
        with shelf.store.transaction():
            unlink(shelf.store, shelf.id_of(url))
            shelf.db.execute("DELETE FROM articles WHERE url = ?", (url,))
    tables = ("texts", "bands", "signatures", "similar")
    left = {
        t: shelf.db.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
        for t in tables
    }
    assert left == {"texts": 0, "bands": 0, "signatures": 0, "similar": 0}


def test_outdated_signatures_are_made_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (duplicates, signature):
        monkeypatch.setattr(module, "VERSION", "0/older")
    for url, news in (("a", STORY), ("b", LIGHT), ("c", OTHER)):
        shelf.put(tell(news, url))
    monkeypatch.undo()
    before = shelf.origins(), shelf.links()
    assert resign_outdated(shelf.store, 2) == 2
    assert resign_outdated(shelf.store, 2) == 1
    assert resign_outdated(shelf.store, 2) == 0
    assert (shelf.origins(), shelf.links()) == before
    assert {row[0] for row in shelf.db.execute("SELECT version FROM signatures")} == {VERSION}


def misspell(sample: Sample) -> Sample:
    """A copy of equal letters, in which comparing sees other numbers, names and sentences."""
    return replace(
        sample,
        url=f"{sample.url}-misspelt",
        lead=sample.lead.upper(),
        body=sample.body.replace(",", "").replace(". ", " "),
    )


POOL = [
    tell(news, f"{name}{copy}")
    for name, news in {
        "story": STORY, "heavy": HEAVY, "light": LIGHT, "other": OTHER, "again": REPRINTS["all 10"](Random(8), OTHER),
        **{f"notice{n}": news for n, news in enumerate(make_notices(3))},
        "noticed": REPRINTS["reword 20"](Random(9), make_notices(3)[1]),
    }.items()
    for copy in range(2)
]  # fmt: skip
POOL += [misspell(sample) for sample in POOL[::4]]
DATES = st.one_of(st.none(), st.integers(1, 4).map(month))
ARRIVALS = st.lists(
    st.tuples(st.sampled_from(POOL), DATES), min_size=1, max_size=12, unique_by=lambda one: one[0].url
)


def open_in_memory() -> Store:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    prepare(connection)
    return Store(connection, Path(":memory:"))


def store_all(samples: list[Sample]) -> tuple[object, object]:
    with open_in_memory() as store:
        shelf = Shelf(store)
        for sample in samples:
            shelf.put(sample)
        check(shelf)
        return shelf.origins(), shelf.links()


def check(shelf: Shelf) -> None:
    origins, kinds = shelf.origins(), shelf.kinds()
    for url, origin in origins.items():
        if origin is not None:
            assert origins[origin] is None
            assert kinds[(url, origin)] in ("same", "reprint")


@settings(max_examples=40, deadline=None)
@given(ARRIVALS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(arrivals: list[tuple[Sample, str | None]], rng: Random) -> None:
    samples = [replace(sample, published=published) for sample, published in arrivals]
    shuffled = samples[:]
    rng.shuffle(shuffled)
    assert store_all(shuffled) == store_all(samples)


@settings(max_examples=25, deadline=None)
@given(ARRIVALS, st.lists(st.tuples(st.integers(0, 11), st.sampled_from(POOL), DATES), max_size=5))
def test_changes_come_out_as_if_never_otherwise(
    arrivals: list[tuple[Sample, str | None]], changes: list[tuple[int, Sample, str | None]]
) -> None:
    samples = [replace(sample, published=published) for sample, published in arrivals]
    last = {sample.url: sample for sample in samples}
    for index, text, published in changes:
        url = samples[index % len(samples)].url
        last[url] = replace(text, url=url, published=published)
        samples.append(last[url])
    assert store_all(samples) == store_all(list(last.values()))
    assert store_all(samples + list(last.values())) == store_all(list(last.values()))


def test_the_pipeline_signs_articles(shelf: Shelf) -> None:
    article = Article(url="u", title=STORY.title, lead=STORY.lead, body=STORY.body)
    assert DuplicatesPipeline(shelf.store).process_item(article).signature == sign(article)
    assert DuplicatesPipeline(shelf.store).process_item("other") == "other"


def test_the_pipeline_signs_what_is_outdated_before_the_first(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (duplicates, signature):
        monkeypatch.setattr(module, "VERSION", "0/older")
    shelf.put(tell(STORY, "a"))
    monkeypatch.undo()
    DuplicatesPipeline(shelf.store).open_spider()
    assert resign_outdated(shelf.store, 10) == 0
