"""Copies, reprints and templates among stored articles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.shelf import HEAVY, LIGHT, OTHER, STORY, Sample, Shelf, make_notices, month, tell

from benchmarks.local_news import News
from harvester.duplicates import linking, signature
from harvester.duplicates.linking import relink, resign_outdated, unlink
from harvester.duplicates.signature import VERSION, sign
from harvester.items import Article
from harvester.store import Store
from harvester.vietnamese.spelling import drop_diacritics
from pipelines.duplicates import DuplicatesPipeline


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Store.open(tmp_path / "x.db") as store:
        yield Shelf(store)


def test_equal_texts_are_the_same(shelf: Shelf) -> None:
    shelf.put(tell(STORY, "a", month(2)))
    copy = tell(STORY, "b", month(1))
    shelf.put(
        replace(copy, title=copy.title.upper(), body=unicodedata.normalize("NFD", copy.body).replace(", ", " ,  "))
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


def test_a_copy_without_diacritics_is_a_reprint(shelf: Shelf) -> None:
    notices = make_notices(2)
    origin = tell(notices[0], "a", month(1))
    shelf.put(origin)
    shelf.put(replace(origin, url="b", lead=drop_diacritics(origin.lead), body=drop_diacritics(origin.body)))
    shelf.put(tell(notices[1], "c", month(2)))
    assert shelf.kinds() == {("b", "a"): "reprint", ("c", "a"): "template", ("c", "b"): "template"}


def test_a_short_text_is_compared_with_its_title(shelf: Shelf) -> None:
    text = "Từ tối mai phà Đìa Trầu nghỉ chạy cho đến khi thay xong đèn ở hai bến."
    shelf.put(Sample("a", "Phà Đìa Trầu nghỉ đêm", "", text, month(1)))
    shelf.put(Sample("b", "PHÀ ĐÌA TRẦU NGHỈ ĐÊM", "", text, month(2)))
    shelf.put(Sample("c", "Phà Đìa Trầu nghỉ đêm", "", f"{text}\n\nTheo loa xóm Gò", month(3)))
    assert shelf.kinds() == {("b", "a"): "same", ("c", "a"): "reprint"}
    programme = "Mời bà con xóm Gò đón nghe bản tin sáng của đài xóm, có mục hát ru và đố vui."
    shelf.put(Sample("d", "Chương trình truyền thanh số 31", "", programme, month(4)))
    shelf.put(Sample("e", "Chương trình truyền thanh số 32", "", programme, month(5)))
    assert shelf.kinds()[("e", "d")] == "template"


def test_a_short_text_that_points_to_a_file_is_not_compared(shelf: Shelf) -> None:
    text = "Chi tiết lịch làm việc của lãnh đạo xã trong tuần này xem tại tệp đính kèm dưới đây."
    for url in "ab":
        shelf.put(Sample(url, "Lịch làm việc của lãnh đạo xã", "", text))
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
    left = {t: shelf.db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
    assert left == {"texts": 0, "bands": 0, "signatures": 0, "similar": 0}


def test_outdated_signatures_are_made_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (linking, signature):
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


def test_the_pipeline_signs_articles(shelf: Shelf) -> None:
    article = Article(url="u", title=STORY.title, lead=STORY.lead, body=STORY.body)
    assert DuplicatesPipeline(shelf.store).process_item(article).signature == sign(article)


def test_the_pipeline_signs_what_is_outdated_before_the_first(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (linking, signature):
        monkeypatch.setattr(module, "VERSION", "0/older")
    shelf.put(tell(STORY, "a"))
    monkeypatch.undo()
    DuplicatesPipeline(shelf.store).open_spider()
    assert resign_outdated(shelf.store, 10) == 0
