"""Tying articles to the units of their day."""

from datetime import date

import pytest
from support.news import make_database

from harvester.loading.article_units import UnitTies, choose_day, fill_units, find_part
from harvester.places import load_gazetteer
from harvester.places.publishers import PortalFacts, find_portal_units
from harvester.store import Store, units
from harvester.store.units import ArticleText

CAN_LOC = PortalFacts("Xã Can Lộc", "commune", "Hà Tĩnh", "https://canloc.hatinh.gov.vn/")
KIM_SON = PortalFacts("Huyện Kim Sơn", "district", "Ninh Bình", "https://kimson.ninhbinh.gov.vn/")


@pytest.fixture
def store(tmp_path):
    articles = [
        {"title": "Huyện Can Lộc họp", "lead": "Tại thị trấn Nghèn.", "body": "Huyện Can Lộc và xã Thiên Lộc.",
         "published_at": "2022-06-21T08:00:00+07:00"},
        {"title": "Xã Can Lộc họp", "lead": None, "body": "Người xã Đồng Lộc dự.",
         "published_at": "2025-08-01T08:00:00+07:00"},
    ]  # fmt: skip
    with Store.open(make_database(tmp_path / "a.db", *articles)) as store:
        store.connection.execute(
            "UPDATE portals SET name = :name, level = :level, province = :province, url = :url"
            " WHERE id = (SELECT portal FROM articles WHERE id = 1)",
            {"name": CAN_LOC.name, "level": CAN_LOC.level, "province": CAN_LOC.province, "url": CAN_LOC.url},
        )
        yield store


def tell(store, article):
    found = units.read_article_units(store.connection, article)
    return [(one.role, one.unit, one.field, one.start, one.end) for one in found]


def test_a_database_is_filled(store):
    assert fill_units(store) == 2
    assert units.is_filled(store.connection)
    assert tell(store, 1) == [
        ("mentioned", "2024:18406", "lead", 4, 18),
        ("mentioned", "2024:18415", "body", 17, 29),
        ("mentioned", "2024:443", "title", 0, 13),
        ("publisher", "2024:443", None, None, None),
    ]
    assert tell(store, 2) == [
        ("mentioned", "2025:18406", "title", 0, 10),
        ("mentioned", "2025:18484", "body", 6, 17),
        ("publisher", "2025:18406", None, None, None),
    ]


def test_filling_twice_changes_nothing(store):
    fill_units(store)
    before = [tell(store, article) for article in (1, 2)]
    told = []
    fill_units(store, told.append)
    assert [tell(store, article) for article in (1, 2)] == before
    assert told == [2]


def test_articles_of_today_and_of_their_day(store):
    fill_units(store)
    rows = store.connection.execute(
        "SELECT article, unit_then, relation FROM articles_units_today WHERE unit = '2025:18406' ORDER BY 1, 2"
    )
    assert [tuple(row) for row in rows] == [
        (1, "2024:18406", "whole"), (1, "2024:18415", "whole"), (1, "2024:443", "district"),
        (1, "2024:443", "district"), (2, "2025:18406", "same"), (2, "2025:18406", "same"),
    ]  # fmt: skip
    row = store.connection.execute("SELECT * FROM articles_with_units WHERE id = 1").fetchone()
    assert (row["unit"], row["unit_code"], row["unit_name"]) == ("2024:443", "443", "Can Lộc")
    assert row["province"] == "Hà Tĩnh"
    assert (row["today_unit"], row["today_province_code"]) == (None, "42")


def test_the_unit_that_a_file_named_stays(store):
    ties = UnitTies(store.connection)
    portal = store.connection.execute("SELECT portal FROM articles").fetchone()[0]
    ties.tie_portal(portal, PortalFacts("X", "commune", "Hà Tĩnh", "https://x.example/", "2025:18673"))
    fill_units(store)
    assert tell(store, 2)[-1] == ("publisher", "2025:18673", None, None, None)


def test_an_article_without_a_date_is_of_when_its_portal_was():
    text = ArticleText(1, "p", "Họp", None, "", None, "2026-01-01")
    assert choose_day(text, find_portal_units(KIM_SON)) == date(2025, 6, 30)
    assert choose_day(text, find_portal_units(CAN_LOC)) == date(2026, 1, 1)


def test_places_are_found_in_their_part():
    parts = {"title": "ab", "lead": "", "body": "cd"}
    assert [find_part(parts, at) for at in (0, 4, 6, 7)] == [("title", 0), ("lead", 0), ("body", 0), ("body", 1)]
    with pytest.raises(IndexError):
        find_part(parts, 99)


def test_the_gazetteer_is_read_once():
    assert load_gazetteer() is load_gazetteer()
