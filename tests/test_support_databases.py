"""The comparator has to see every difference that matters and none that does not."""

import sqlite3

import pytest
from support.books import check_books, check_file
from support.databases import compare_databases

TABLES = """
create table portals (id text primary key, url text);
create table runs (id integer primary key, started_at text, finished_at text, status text);
create table harvests (run integer, portal text, new integer);
create table articles (id integer primary key, portal text, url text, title text, body text,
    content_hash text, duplicate_of integer, revision integer, first_seen_at text, gone_at text);
create table date_candidates (article integer, text text, found_in text, value text, chosen integer);
create table revisions (article integer, revision integer, seen_at text, title text);
create table similar (article integer, other integer, similarity real, kind text);
create table article_urls (url text, article integer);
create table images (article integer, position integer, url text);
create table attachments (article integer, url text, title text);
create table urls (url text, fetch_url text, portal text, state text, tries integer, found_at text,
    last_status integer, last_error text, article integer);
"""


@pytest.fixture
def make_harvest(tmp_path):
    """A harvest of two articles on a port of its own, the ids of its articles counted from `first`."""

    def make(name, port=8001, first=1, change=""):
        base, path = f"http://127.0.0.1:{port}", tmp_path / f"{name}.db"
        with sqlite3.connect(path) as connection:
            connection.executescript(TABLES)
            connection.execute("insert into portals values ('lam-khe', ?)", [base + "/"])
            connection.execute("insert into runs values (?, ?, ?, 'ok')", [first, f"at {port}", f"end {port}"])
            connection.execute("insert into harvests values (?, 'lam-khe', 2)", [first])
            for number in (first, first + 1):
                url = f"{base}/tin/a-{number - first}.html"
                leader = first if number > first else None
                connection.execute(
                    "insert into articles values (?, 'lam-khe', ?, 'Tên', 'Bài', 'h', ?, 1, ?, null)",
                    [number, url, leader, f"seen {port}"],
                )
                connection.execute(
                    "insert into urls values (?, ?, 'lam-khe', 'done', ?, ?, 200, null, ?)",
                    [url, url, port, f"{port}", number],
                )
            connection.execute("insert into similar values (?, ?, 0.9, 'reprint')", [first + 1, first])
            connection.execute("insert into article_urls values (?, ?)", [f"{base}/cu/a-0.html", first])
            connection.executescript(change)
        connection.close()
        return path

    return make


def test_ports_ids_and_times_make_no_difference(make_harvest):
    assert compare_databases(make_harvest("a"), make_harvest("b", port=9002, first=70)) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("update articles set body = 'Khác' where duplicate_of is null", "body"),
        ("update articles set duplicate_of = null", "duplicate_of"),
        ("update articles set gone_at = 'x' where id = 2", "is gone"),
        ("delete from articles where id = 2", "only in the first"),
        ("insert into article_urls values ('http://127.0.0.1:8001/x', 2)", "only in the second"),
        ("insert into article_urls select * from article_urls", "1 rows and 2"),
        ("update urls set state = 'failed', last_error = 'hỏng' where article = 2", "state"),
        ("update similar set article = 1, other = 2", "similar"),
        ("drop table images", "images: no such table"),
    ],
)
def test_each_difference_is_named(make_harvest, change, where):
    found = compare_databases(make_harvest("a"), make_harvest("b", change=change))
    assert any(where in line for line in found), found


def test_what_is_left_out_is_not_compared(make_harvest):
    change = "update similar set similarity = 0.8; update articles set title = 'x'"
    other = make_harvest("b", change=change)
    assert len(compare_databases(make_harvest("a"), other)) == 3
    left_out = frozenset({"similar", "articles.title"})
    assert compare_databases(make_harvest("c"), other, leave_out=left_out) == []


def test_books_that_balance(make_harvest):
    path = make_harvest("a")
    assert check_books(path) == [] and check_file(path) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("update urls set state = 'lost' where article = 2", "unknown state 'lost'"),
        ("update urls set state = null where article = 2", "2 found"),
        ("update urls set article = 99 where article = 2", "urls.article: 1 rows"),
        ("update urls set article = null where article = 2", "has no row in urls"),
        ("update urls set state = 'gone', last_status = null where article = 2", "ended without a reason"),
        ("update articles set body = ' ' where id = 2", "is empty"),
        ("update articles set url = 'http://127.0.0.1:8001/tin/a-0.html'", "stands 2 times"),
        ("update articles set duplicate_of = 2 where id = 1", "duplicates another"),
        ("update harvests set new = 1", "1 new, but 2"),
    ],
)
def test_books_that_do_not(make_harvest, change, where):
    found = check_books(make_harvest("a", change=change))
    assert any(where in line for line in found), found


def test_file_with_a_broken_index_is_named(make_harvest):
    path = make_harvest("a", change="create table articles_fts_docsize (id integer)")
    assert check_file(path) == ["2 articles, 0 in the index"]
