"""Texts of one article over time, from archives and from crawls, in any order."""

from itertools import permutations

import pytest
from support.databases import open_database
from support.harvests import BODY, ask, end, load, make_article, open_run
from support.imports import make_html, make_page, run_import
from support.warcs import write_warc

OLD, NEW = BODY, BODY.replace("Đoạn thứ 2", "Đoạn sửa lại, thứ 2")


@pytest.fixture
def db(tmp_path):
    return tmp_path / "a.db"


def archive(tmp_path, *pages):
    """A WARC of pages: text, and the day of capture in March 2026."""
    records = [make_page(make_html("Làm đường ở Gò Mận", body), f"2026-03-{day:02}T02:00:00Z") for body, day in pages]
    return write_warc(tmp_path / f"{len(list(tmp_path.iterdir()))}.warc.gz", *records)


def read_all(db):
    """The one article, and its revisions."""
    with open_database(db) as connection:
        [article] = [dict(row) for row in connection.execute("SELECT * FROM articles")]
        return article, [dict(row) for row in connection.execute("SELECT * FROM revisions ORDER BY revision")]


def check_two_texts(db):
    article, revisions = read_all(db)
    assert (article["revision"], len(revisions)) == (2, 1)
    assert "Đoạn sửa lại" in article["body"] and "Đoạn sửa lại" not in revisions[0]["body"]
    assert article["published_at"].startswith("2026-03-01T08:00")
    assert (article["first_seen_at"][:10], revisions[0]["seen_at"][:10]) == ("2026-03-04", "2026-03-08")
    assert revisions[0]["cause"] == "page"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_three_captures_of_two_texts_in_any_order_of_records(db, tmp_path, order):
    pages = [(OLD, 4), (OLD, 6), (NEW, 8)]
    counts = run_import(db, archive(tmp_path, *(pages[n] for n in order))).counts
    assert (counts.new, counts.updated, counts.unchanged, counts.articles) == (1, 1, 1, 3)
    check_two_texts(db)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_three_archives_one_after_the_other(db, tmp_path, order):
    pages = [(OLD, 4), (OLD, 6), (NEW, 8)]
    for n in order:
        run_import(db, archive(tmp_path, pages[n]))
    check_two_texts(db)


def crawl(db, body, day):
    """A crawl that has harvested the portal, and read the page."""
    with open_run(db, f"2026-{day}T02:00:00+07:00") as run:
        load(run, "/tin/a.html", make_article("Làm đường ở Gò Mận", body=body, dates=["01/03/2026 08:00"]))


def test_earlier_text_of_an_article_that_crawls_know(db, tmp_path):
    crawl(db, NEW, "03-20")
    source = archive(tmp_path, (OLD, 4), (NEW, 8), (OLD, 6))
    counts = run_import(db, source).counts
    assert (counts.new, counts.updated, counts.earlier, counts.unchanged) == (0, 0, 1, 2)
    check_two_texts(db)
    with open_run(db, "2026-03-21T02:00:00+07:00") as run:
        assert ask(run, "SELECT state, fetched_at FROM urls WHERE url LIKE '%/tin/a.html'") == [
            ("done", "2026-03-20T02:00:00+07:00")
        ]
    assert run_import(db, source).counts.articles == 0
    check_two_texts(db)


def test_old_capture_never_replaces_a_newer_text(db, tmp_path):
    crawl(db, NEW, "03-20")
    run_import(db, archive(tmp_path, (OLD, 4)))
    article, _ = read_all(db)
    assert "Đoạn sửa lại" in article["body"] and article["last_seen_at"].startswith("2026-03-20")


def test_newer_capture_than_the_last_crawl_is_an_update(db, tmp_path):
    crawl(db, OLD, "03-01")
    counts = run_import(db, archive(tmp_path, (NEW, 8))).counts
    assert (counts.updated, counts.earlier) == (1, 0)
    assert "Đoạn sửa lại" in read_all(db)[0]["body"]


def test_withdrawn_article_that_an_archive_holds(db, tmp_path):
    with open_run(db, "2026-03-20T02:00:00+07:00") as run:
        end(run, "/tin/a.html", state="gone", reason="answers 404", status=404)
    counts = run_import(db, archive(tmp_path, (OLD, 4))).counts
    article, _ = read_all(db)
    assert counts.new == 1
    assert (article["gone_at"], article["first_seen_at"][:10]) == ("2026-03-20T02:00:00+07:00", "2026-03-04")
    with open_database(db) as connection:
        row = connection.execute("SELECT c.* FROM captures c JOIN articles a ON a.capture = c.id").fetchone()
        assert row["source"].endswith(".warc.gz") and row["fetched_at"].startswith("2026-03-04") and row["length"] > 0
        assert connection.execute("SELECT state FROM urls WHERE kind = 'article'").fetchall()[0][0] == "gone"


def test_capture_of_404_after_the_article_says_that_it_is_gone(db, tmp_path):
    pages = [
        make_page(make_html("Làm đường ở Gò Mận", OLD), "2026-03-04T02:00:00Z"),
        make_page("", "2026-03-09T02:00:00Z", status="404 Not Found"),
    ]
    run_import(db, write_warc(tmp_path / "a.warc.gz", *reversed(pages)))
    article, _ = read_all(db)
    assert article["gone_at"].startswith("2026-03-09")


@pytest.mark.parametrize("order", permutations(range(3)))
def test_withdrawn_article_is_gone_in_whatever_order_its_archives_come(db, tmp_path, order):
    """A text that came after the 404 took it back, though it was captured before."""
    gone = make_page("", "2026-03-09T02:00:00Z", status="404 Not Found")
    archives = [archive(tmp_path, (OLD, 4)), archive(tmp_path, (NEW, 8)), write_warc(tmp_path / "gone.warc.gz", gone)]
    for n in order:
        run_import(db, archives[n])
    article, revisions = read_all(db)
    assert (article["gone_at"][:10], article["revision"], len(revisions)) == ("2026-03-09", 2, 1)


def test_imports_count_neither_for_silence_nor_for_health(db, tmp_path):
    run_import(db, archive(tmp_path, (OLD, 4)))
    with open_database(db) as connection:
        assert connection.execute("SELECT count(*) FROM harvests").fetchone()[0] == 0
        assert connection.execute("SELECT count(*) FROM harvest_fields").fetchone()[0] == 0
        assert connection.execute("SELECT status FROM runs").fetchall()[0][0] == "ok"
