"""Uids: the same everywhere, and those of earlier addresses still lead to the article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from support.news import make_database

from harvester.store import Store
from harvester.store.articles import merges, records
from harvester.store.articles.uids import find_by_uid, make_uid

HERE, THERE = "https://xa-suoi-vang.example.vn/tin-1.html", "https://xa-suoi-vang.example.vn/tin-1-moi.html"
NOW = "2026-03-07T02:00:00+07:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(make_database(tmp_path / "news.db", {"url": HERE}, {})) as store:
        yield store


def test_a_uid_is_the_address_s() -> None:
    assert make_uid(HERE) == str(uuid5(NAMESPACE_URL, HERE))


def test_an_earlier_uid_leads_to_the_article(store: Store) -> None:
    for url in (THERE, HERE, THERE):
        records.update(store.connection, 1, {"url": url})
        assert [find_by_uid(store.connection, make_uid(each)) for each in (HERE, THERE)] == [1, 1]
    [kept] = store.connection.execute("SELECT uid, article FROM article_uids").fetchall()
    assert tuple(kept) == (make_uid(HERE), 1)


def test_the_same_address_keeps_nothing(store: Store) -> None:
    records.update(store.connection, 1, {"url": HERE, "category": "Tin tức"})
    assert store.connection.execute("SELECT count(*) FROM article_uids").fetchone()[0] == 0


def test_a_uid_is_of_one_article(store: Store) -> None:
    records.update(store.connection, 1, {"url": THERE})
    records.update(store.connection, 2, {"url": HERE})
    assert find_by_uid(store.connection, make_uid(HERE)) == 2
    assert find_by_uid(store.connection, make_uid("https://xa-suoi-vang.example.vn/tin-2.html")) == 2
    assert find_by_uid(store.connection, make_uid("https://xa-suoi-vang.example.vn/")) is None


def test_all_uids_of_two_records_lead_to_the_one_that_stays(store: Store) -> None:
    second = "https://xa-suoi-vang.example.vn/tin-2.html"
    records.update(store.connection, 2, {"url": THERE})
    merges.join_records(store.connection, 1, 2, current=2, now=NOW)
    assert [find_by_uid(store.connection, make_uid(url)) for url in (HERE, THERE, second)] == [1, 1, 1]
