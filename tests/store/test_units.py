"""The gazetteer's copy in every database, and the ties to it."""

from datetime import date

import pytest
from support.news import make_database

from harvester.places import Gazetteer, Unit, UnitChange, gazetteer_version, load_gazetteer
from harvester.store import Store, units
from harvester.store.units import ArticleUnit

PUBLISHER = ArticleUnit("2024:42", "publisher", None, None, None, "name")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        yield store


@pytest.fixture
def news(tmp_path):
    """A database with one article."""
    with Store.open(make_database(tmp_path / "news.db", {"title": "Họp"})) as store:
        yield store


def count(store, sql, *values):
    return store.connection.execute(sql, values).fetchone()[0]


def test_a_new_file_holds_the_packaged_gazetteer(store):
    gazetteer = load_gazetteer()
    assert count(store, "SELECT count(*) FROM units") == len(gazetteer.units)
    pairs = "SELECT count(*) FROM unit_changes WHERE old LIKE '2024:%' AND new LIKE '2025:%'"
    assert count(store, pairs) == 10_572
    row = store.connection.execute("SELECT * FROM units WHERE id = '2024:15649'").fetchone()
    assert dict(row) == {
        "id": "2024:15649", "regime": 2024, "code": "15649", "level": "commune", "kind": "Xã", "name": "Xuân Dương",
        "parent": "2024:396", "valid_from": None, "valid_to": "2025-06-30", "province": "2024:38",
        "today": "2025:15646", "province_today": "2025:38",
    }  # fmt: skip
    assert tuple(store.connection.execute("SELECT version, articles FROM gazetteer").fetchone()) == (
        gazetteer_version(), gazetteer_version(),
    )  # fmt: skip
    assert units.is_filled(store.connection)


def test_all_ids_lead_to_units(store):
    for table, column in (
        ("units", "parent"), ("units", "province"), ("units", "today"), ("units", "province_today"),
        ("unit_changes", "old"), ("unit_changes", "new"), ("units_today", "unit"), ("units_today", "today"),
    ):  # fmt: skip
        lost = f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM units)"
        assert count(store, lost) == 0, (table, column)


def test_another_version_replaces_the_packaged_units_alone(news):
    own = Gazetteer({"7:1": Unit("7:1", 7, "1", "commune", "Xã", "Bãi Nắng", None, None, None)})
    with news.transaction() as connection:
        units.add_own_units(connection, own)
        connection.execute("UPDATE gazetteer SET version = 'old', articles = 'old'")
        connection.execute("UPDATE units SET name = 'Khác' WHERE id = '2024:42'")
        connection.execute(
            "INSERT INTO units VALUES ('2024:x', 2024, 'x', 'commune', 'Xã', 'X', NULL, NULL, NULL, 'x', NULL, NULL)"
        )
        gone = ArticleUnit("2024:x", "mentioned", "body", 0, 1, "unique")
        kept = ArticleUnit("7:1", "mentioned", "body", 0, 1, "unique")
        units.save_article_units(connection, 1, [PUBLISHER, gone, kept])
    assert units.refresh_gazetteer(news.connection)
    assert not units.refresh_gazetteer(news.connection)
    assert count(news, "SELECT name FROM units WHERE id = '2024:42'") == "Hà Tĩnh"
    assert count(news, "SELECT count(*) FROM units WHERE id = '7:1'") == 1
    assert units.read_article_units(news.connection, 1) == [kept, PUBLISHER]
    assert not units.is_filled(news.connection)


def test_own_units_are_read_back(store):
    first, second = (
        Unit(f"{regime}:1", regime, "1", "commune", "Xã", "Bãi Nắng", None, start, end)
        for regime, start, end in ((7, None, date(2025, 6, 30)), (8, date(2025, 7, 1), None))
    )
    change = UnitChange("7:1", "8:1", "whole", date(2025, 7, 1), None)
    own = Gazetteer({first.id: first, second.id: second}, [change])
    units.add_own_units(store.connection, own)
    read = units.read_gazetteer(store.connection)
    assert (read.units["7:1"], read.units["8:1"]) == (first, second)
    assert change in read.changes
    assert read.today["7:1"] == [("8:1", "whole")]


def test_nothing_is_written_where_nothing_changes(news):
    units.save_article_units(news.connection, 1, [PUBLISHER])
    before = news.connection.total_changes
    units.save_article_units(news.connection, 1, [PUBLISHER])
    assert news.connection.total_changes == before
    units.save_article_units(news.connection, 1, [])
    assert units.read_article_units(news.connection, 1) == []


def test_ties_go_with_their_article(news):
    units.save_article_units(news.connection, 1, [PUBLISHER])
    news.connection.execute("DELETE FROM articles WHERE id = 1")
    assert count(news, "SELECT count(*) FROM article_units") == 0
