"""The questions' answers, and that none of them reads a table that it need not."""

import pytest
from support.news import insert, make_database

from harvester.store import Store
from harvester.store.reports.questions import QUESTIONS, count_answers, read_answers

EMPTY = {"province": "", "level": "", "portal": "", "month": "", "number": ""}
BY_NAME = {question.name: question.sql for question in QUESTIONS}


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = make_database(
        tmp_path_factory.mktemp("questions") / "news.db",
        {"title": "Gốc", "document_number": "15/TB-UBND", "published_at": "2023-06-30T00:00:00+07:00"},
        {"title": "In lại", "portal": "xa-da-chong", "duplicate_of": 1},
        {"title": "Đăng hai lần", "duplicate_of": 1},
        {"title": "Không ngày", "published_at": None},
        {"title": "Đã sửa", "portal": "huyen-go-man", "body": "Dài hơn trước.", "revision": 2},
    )
    with Store.open(path) as store:
        with store.transaction() as writer:
            earlier = {"article": 5, "revision": 1, "seen_at": "2023-08-01T00:00:00+07:00", "title": "Chưa sửa",
                       "body": "Ngắn.", "content_hash": "0", "cause": "page"}  # fmt: skip
            insert(writer, "revisions", earlier)
            refused = {"article": 5, "text": "1/7", "found_in": "url", "why_not": "x; disagrees with page by 12 days"}
            insert(writer, "date_candidates", refused)
            banner = {"article": 4, "text": "Hôm nay", "found_in": "page", "why_not": "banner"}
            insert(writer, "date_candidates", banner)
            writer.execute("UPDATE harvests SET status = 'broken' WHERE portal = 'huyen-go-man'")
        yield store.connection


def ask(connection, name, **values):
    return [dict(row) for row in connection.execute(BY_NAME[name], EMPTY | values)]


def test_reprints_are_those_of_other_portals(connection):
    (row,) = ask(connection, "reprints")
    assert (row["title"], row["first_published_by"], row["reprinted_by"], row["reprints"]) == (
        "Gốc", "Xã Suối Vang", "Xã Đá Chồng", 1,
    )  # fmt: skip


def test_undated_with_what_was_seen(connection):
    (row,) = ask(connection, "undated")
    assert row["dates_on_the_page"] == "Hôm nay (banner)"


def test_date_conflicts(connection):
    assert [row["article"] for row in ask(connection, "date_conflicts")] == [5]


def test_coverage(connection):
    rows = [(row["month"], row["articles"], row["commune"], row["district"]) for row in ask(connection, "coverage")]
    assert rows == [("2023-07", 3, 2, 1), ("2023-06", 1, 1, 0)]
    assert sum(row["articles"] for row in ask(connection, "coverage", province="Nghệ An")) == 1


def test_attention(connection):
    assert [(row["portal"], row["status"]) for row in ask(connection, "attention")] == [("huyen-go-man", "broken")]


def test_documents(connection):
    assert [row["article"] for row in ask(connection, "documents", number="TB-UB")] == [1]
    assert ask(connection, "documents", number="99") == []


def test_dating(connection):
    rows = {row["portal"]: row for row in ask(connection, "dating")}
    assert (rows["xa-suoi-vang"]["articles"], rows["xa-suoi-vang"]["undated"]) == (3, 1)
    assert next(iter(rows)) == "xa-suoi-vang"


def test_filters_of_place_and_month(connection):
    assert ask(connection, "undated", level="district") == []
    assert [row["article"] for row in ask(connection, "documents", month="2023")] == [1]
    assert ask(connection, "documents", month="2023-07") == []
    assert ask(connection, "date_conflicts", portal="xa-da-chong") == []
    assert [row["portal"] for row in ask(connection, "dating", province="Nghệ An")] == ["xa-da-chong"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_page_shows_a_part_and_counts_the_whole(connection, question):
    assert set(question.parameters) <= set(EMPTY)
    assert question.shown_sql.endswith("LIMIT 200")
    columns, rows = read_answers(connection, question, EMPTY)
    whole = list(rows)
    assert len(whole) == count_answers(connection, question, EMPTY)
    assert all(len(row) == len(columns) for row in whole)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("coverage", "SEARCH a USING COVERING INDEX articles_by_portal"),
        ("dating", "SCAN articles USING COVERING INDEX articles_by_precision"),
        ("date_conflicts", "SCAN c USING INDEX date_conflicts"),
    ],
)
def test_answers_come_from_indexes(connection, name, step):
    plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {BY_NAME[name]}", EMPTY)]
    assert any(detail.startswith(step) for detail in plan), plan
