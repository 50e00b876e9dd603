"""Lists of articles: pages, counts and the whole of them agree, with words or without."""

from collections import Counter
from datetime import date

import pytest
from support.news import SEEN, make_database

from harvester.errors import ConfigError, QueryError
from harvester.store import Store
from harvester.store.reports.listing import Question, count_hits, read_counts, read_latest, read_page, read_whole
from harvester.store.reports.selection import Selection, read_month

ALL = Selection(with_duplicates=True)


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = make_database(
        tmp_path_factory.mktemp("listing") / "news.db",
        {"title": "Họp một", "published_at": "2023-07-01T08:00:00+07:00"},
        {"title": "Họp hai", "published_at": "2023-07-31T23:00:00+07:00", "portal": "xa-da-chong"},
        {"title": "Họp ba", "published_at": "2022-12-01T00:00:00+07:00", "portal": "huyen-go-man"},
        {"title": "Họp bốn", "published_at": None, "duplicate_of": 1},
        {"title": "Gặt lúa", "published_at": "2023-08-01T00:00:00+07:00", "gone_at": SEEN},
    )
    with Store.open(path, readonly=True) as store:
        yield store.connection


def narrow(**filters):
    return Selection(with_duplicates=True, **filters)


@pytest.mark.parametrize("query", ["", "hop"])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [2, 1, 3, 4]),
        ({"provinces": ("ha tinh",)}, [1, 3, 4]),
        ({"levels": ("district",)}, [3]),
        ({"portals": ("xa-da-chong",)}, [2]),
        ({"since": date(2023, 7, 1), "until": date(2023, 7, 31)}, [2, 1]),
        ({"levels": ("district",), "portals": ("xa-da-chong",)}, []),
    ],
)
def test_page_count_and_whole_agree(connection, query, filters, expected):
    question = Question(query, narrow(**filters))
    if not query:
        expected = [5, *expected] if not filters or filters.get("provinces") else expected
    page = read_page(connection, question, "newest", 10)
    assert [hit.id for hit in page] == expected
    assert count_hits(connection, question) == len(expected)
    assert sum(read_counts(connection, question).portals.values()) == len(expected)
    assert [row[0] for row in read_whole(connection, question)] == [hit.uid for hit in page]
    assert {hit.id for hit in read_page(connection, question, "relevance", 10)} == set(expected)


@pytest.mark.parametrize(("state", "expected"), [("undated", [4]), ("copies", [4]), ("gone", [5])])
def test_articles_of_one_kind(connection, state, expected):
    question = Question("", ALL, state)
    assert [hit.id for hit in read_page(connection, question, "newest", 10)] == expected
    assert sum(read_counts(connection, question).portals.values()) == 1
    searched = Question("hop", ALL, state)
    assert [hit.id for hit in read_page(connection, searched, "newest", 10)] == [one for one in expected if one != 5]


def test_pages_follow_each_other(connection):
    pages = [read_page(connection, Question(), "newest", 2, offset) for offset in (0, 2, 4, 6)]
    assert [[hit.id for hit in page] for page in pages] == [[5, 2], [1, 3], [4], []]


def test_counts_are_of_months_and_portals(connection):
    counts = read_counts(connection, Question("hop"))
    assert counts.portals == {"xa-suoi-vang": 2, "xa-da-chong": 1, "huyen-go-man": 1}
    assert sorted(counts.months) == [("2022-12", "district", 1), ("2023-07", "commune", 2)]


@pytest.mark.parametrize("filters", [{}, {"levels": ("commune",)}, {"since": date(2023, 7, 1)}])
def test_counts_of_all_are_those_of_the_whole(connection, filters):
    question = Question("", narrow(**filters))
    whole = [(row[1] and row[1][:7], row[7], row[5]) for row in read_whole(connection, question)]
    counts = read_counts(connection, question)
    assert counts.portals == Counter(portal for _, _, portal in whole)
    months = {(month, level): articles for month, level, articles in counts.months}
    assert months == Counter((month, level) for month, level, _ in whole if month)


def test_latest_are_those_stored_last(connection):
    assert [row["title"] for row in read_latest(connection, Question("hop"), 2)] == ["Họp bốn", "Họp ba"]
    assert [row["title"] for row in read_latest(connection, Question(), 9, after=3)] == ["Gặt lúa", "Họp bốn"]


def test_a_month_is_its_days():
    assert read_month("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert read_month("2023-12") == (date(2023, 12, 1), date(2023, 12, 31))
    assert read_month("2023") == (date(2023, 1, 1), date(2023, 12, 31))
    for text in ("2023-13", "23", "0000", "July"):
        with pytest.raises(ConfigError, match="not a month"):
            read_month(text)


def test_what_is_not_there_is_named(connection):
    with pytest.raises(ConfigError, match="did you mean 'commune'"):
        read_page(connection, Question("", Selection(levels=("comune",))), "newest", 5)
    with pytest.raises(QueryError):
        read_counts(connection, Question("???"))
