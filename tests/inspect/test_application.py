"""Pages as Datasette answers them: what they show, that they escape it, and that nothing can be written."""

import asyncio
import csv
import io
import re
import sqlite3
import unicodedata

import pytest
from support.news import insert, make_article, make_database

from harvester.errors import StoreError
from harvester.inspect.application import make_datasette
from harvester.inspect.serving import run_query
from harvester.loading.article_units import fill_units
from harvester.store import Store
from harvester.store.reports.questions import QUESTIONS
from harvester.store.reports.search import find_articles


def test_front_page_counts_and_leads_on(ask):
    page = ask("/").text
    for words in ("<h1>News of Vietnam", ">4</a></dd>", "Articles by month of publication", "answers 403",
                  "Hà Tĩnh", "Portals that need attention",
                  'href="/articles?month=2022-12"'):  # fmt: skip
        assert words in page
    assert "1 blocked" in page and "2 ok" in page
    assert "Bàn giao nhà &amp; &lt;b&gt;quà&lt;/b&gt;" in page


def test_front_page_of_an_empty_database(tmp_path):
    Store.open(tmp_path / "empty.db").close()
    response = asyncio.run(make_datasette(tmp_path / "empty.db").client.get("/"))
    assert response.status_code == 200
    assert "No dated article yet" in response.text
    assert "<svg viewBox" not in response.text


def test_article_page_reads_like_an_article(ask):
    page = ask("/harvest/articles/1").text
    for words in (
        '<p class="lead">Đảng bộ huyện dự.</p>', "<td>Bãi Cát</td><td>2</td>",
        "13 July 2023, 20:48</strong>", "exact to the minute",
        "disagrees with page by 4 days", "93% alike", "Xã Đá Chồng", "15/TB-UBND", '<a href="https://x.vn/15.pdf"',
        "https://x.vn/print/1", "<del>Chiều</del><ins>Sáng</ins>", "Họp cuối năm",
        "text 1 gave way to text 2",
    ):  # fmt: skip
        assert words in page, words


def test_texts_of_an_article_are_text(ask):
    page = ask("/harvest/articles/1").text
    assert "&lt;script&gt;alert(&#34;xin chào&#34;)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "Lễ &lt;i&gt;trao&lt;/i&gt;" in page
    assert 'href="javascript:' not in ask("/harvest/articles/2").text
    assert "A copy of" in ask("/harvest/articles/2").text


def test_undated_and_gone(ask):
    page = ask("/harvest/articles/3").text
    assert "<strong>Unknown.</strong>" in page
    assert "Gone from its portal since 1 March 2024" in page
    assert ask("/harvest/articles/99").status_code == 404


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("query", ["dang bo huyen", "Đảng bộ huyện", '"đảng bộ"', "dang bo huy*", "nha -quà"])
def test_table_finds_what_the_command_finds(ask, db, query, form):
    query = unicodedata.normalize(form, query)
    rows = ask("/harvest/articles.json", params={"_search": query, "_shape": "array"}).json()
    with Store.open(db, readonly=True) as store:
        assert {row["id"] for row in rows} == {hit.id for hit in find_articles(store.connection, query).hits} != set()


def test_a_search_of_the_table_leads_to_the_list_for_reading(ask):
    response = ask("/harvest/articles?_search=nh%C3%A0&_province=Ngh%E1%BB%87+An")
    assert response.status_code == 303
    assert response.headers["location"] == "/articles?q=nh%C3%A0&province=Ngh%E1%BB%87+An"
    assert ask("/harvest/articles?_search=nha&_columns=all").status_code == 200


def test_places_and_months_narrow_the_table_in_every_format(ask):
    for filters, ids in (
        ("_province=ha+tinh", [1, 4, 3]), ("_level=district", [4]), ("_month=2023-07", [1, 2]), ("_month=1999", []),
        ("_province=none", []),
    ):  # fmt: skip
        assert [row["id"] for row in ask(f"/harvest/articles.json?{filters}&_shape=array").json()] == ids
        assert len(ask(f"/harvest/articles.csv?{filters}&_stream=on").text.splitlines()) > len(ids)


def test_a_table_that_finds_too_much_is_not_counted_by_facet(ask, monkeypatch):
    monkeypatch.setattr("harvester.inspect.plugin.FACETED_HITS", 1)
    page = ask("/harvest/articles?_search=nha&_columns=all").text
    assert "Not counted by facet" in page
    assert 'class="facet-results"' not in page
    assert "Not counted" not in ask("/harvest/articles?_search=cuoi+nam&_columns=all").text
    assert "Not counted" not in ask("/harvest/articles?_search=nha&_facet=portal").text


def test_filters_that_no_index_holds_are_not_counted_by_facet(ask):
    page = ask("/harvest/articles?duplicate_of__notnull=1").text
    assert "Not counted by facet" in page
    assert 'class="facet-results"' not in page
    assert "<strong>1 row</strong>" in page
    assert 'class="facet-results"' in ask("/harvest/articles?duplicate_of__notnull=1&_facet=portal").text
    assert 'class="facet-results"' in ask("/harvest/articles?portal=xa-da-chong&published_at__gte=2023").text
    assert "Không ngày" in ask("/harvest/articles?gone_at__notnull=1&_sort_desc=gone_at").text


def test_a_search_that_takes_too_long_is_refused_in_words(ask, monkeypatch):
    monkeypatch.setattr("harvester.inspect.plugin.COUNTING_LIMIT", 1)
    monkeypatch.setattr(
        "harvester.inspect.plugin.browsing.COUNT_HITS",
        "WITH RECURSIVE n AS (SELECT 1 UNION ALL SELECT * FROM n) SELECT count(*) FROM n WHERE :match <> ''",
    )
    response = ask("/harvest/articles?_search=t*&_columns=all")
    assert response.status_code == 400
    assert "Write more letters in front of *" in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_list_shows_the_columns_that_people_want(ask):
    page = ask("/harvest/articles").text
    assert 'data-column="title"' in page
    assert 'data-column="content_hash"' not in page
    assert 'data-column="content_hash"' in ask("/harvest/articles?_columns=all").text
    assert page.index("Bàn giao nhà &amp;") < page.index("Họp cuối năm") < page.index("Không ngày")
    facets = ask("/harvest/articles.json").json()["facet_results"]
    assert set(facets) == {"portal", "published_precision", "published_from", "category"}
    assert page.index("Bàn giao nhà &amp;") < page.index("Where the date was found") < page.index("CREATE TABLE")


def test_a_question_that_is_cut_says_so(tmp_path, monkeypatch):
    articles = [{"title": f"Tin {number}", "published_at": None} for number in range(205)]
    datasette = make_datasette(make_database(tmp_path / "many.db", *articles))

    def count_shown(**filters):
        page = asyncio.run(datasette.client.get("/harvest/undated", params=filters)).text
        return re.search(r'<p class="count"><strong>([^<]+)<', page)[1]

    assert count_shown() == "The first 200 of 205 rows"
    assert count_shown(level="district") == "0 rows"
    monkeypatch.setattr("harvester.inspect.question_page.run_query", stop_counting)
    assert count_shown() == "The first 200 rows"


async def stop_counting(harvest, read, longest=None):
    """In place of a query that takes too long, of those that have a limit of their own."""
    if longest is not None:
        raise TimeoutError
    return await run_query(harvest, read)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/harvest/none", 404, "Table not found"),
        ("/harvest/articles?_sort=title", 400, "Cannot sort table by title"),
        ("/harvest/articles?_facet=none", 400, "no such column"),
        ("/harvest/articles.json?_sort=title", 400, "Cannot sort table by title"),
        ("/harvest?sql=DROP+TABLE+articles", 400, "Statement must be a SELECT"),
        ("/harvest?sql=select+zeroblob(900000000)", 400, "string or blob too big"),
        ("/harvest/articles?_where=1;drop", 400, "one statement at a time"),
    ],
)
def test_what_was_typed_wrong_is_told_on_its_page_alone(ask, capfd, path, status, said):
    response = ask(path)
    assert (response.status_code, response.headers["content-type"].startswith("application/json")) == (
        status, ".json" in path,
    )  # fmt: skip
    assert said in response.text
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_bug_is_told_in_the_terminal_too(ask, monkeypatch, caplog):
    monkeypatch.setattr("harvester.inspect.lists.read_choices", lambda *_, **__: 1 // 0)
    response = ask("/articles")
    assert response.status_code == 500 and "integer division" in response.text
    [record] = [record for record in caplog.records if record.name == "harvester.inspect.mistakes"]
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_questions_are_answered(ask, question):
    response = ask(f"/harvest/{question.name}")
    assert response.status_code == 200
    assert question.title in response.text
    assert ask(f"/harvest/{question.name}.json?_shape=array").json() != []
    assert 'href="javascript:' not in response.text


def test_parameters_are_chosen_from_what_there_is(ask):
    page = ask("/harvest/undated?province=Hà Tĩnh&level=hamlet").text
    assert "<title>Articles without a date</title>" in page
    assert '<option value="Hà Tĩnh" selected>Hà Tĩnh</option>' in page
    assert '<option value="commune">commune</option>' in page
    assert "<option selected>hamlet</option>" in page
    assert "Nothing found. Take a filter away" in page
    page = ask("/harvest/documents?number=15/TB").text
    assert '<input type="text" id="qp-number" name="number" value="15/TB">' in page
    assert "JOIN portals" in page.split('<pre id="sql-query">')[1]


def test_a_question_is_whole_as_csv(ask, monkeypatch):
    monkeypatch.setattr("harvester.store.reports.questions.SHOWN", 1)
    response = ask("/harvest/dating/all.csv?level=commune")
    assert response.headers["content-disposition"] == 'attachment; filename="dating.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert [row["portal"] for row in rows] == ["xa-suoi-vang", "xa-da-chong"]
    assert 'href="/harvest/dating/all.csv?level=commune"' in ask("/harvest/dating?level=commune").text


def test_wrong_sql_is_said(ask):
    response = ask("/harvest", params={"sql": "SELECT nope"})
    assert response.status_code == 400
    assert "no such column: nope" in response.text
    assert "<title>SQL on the harvest</title>" in response.text


def test_tables_and_questions_are_explained(ask):
    page = ask("/harvest").text
    assert all(question.description in page for question in QUESTIONS)
    assert "Pairs of articles that share much of their text" in page
    assert "articles_folded" not in page


def test_a_portal_has_its_page(ask):
    page = ask("/harvest/portals/xa-da-chong").text
    assert "answers 403" in page
    assert "Bàn giao nhà" in page
    assert '/articles?portal=xa-da-chong&amp;state=copies">1</a>' in page
    assert ask("/harvest/portals/none").status_code == 404


def test_answers_lead_to_articles(ask):
    page = ask("/harvest/date_conflicts?province=Hà Tĩnh&level=commune").text
    assert '<a href="/harvest/articles/1">Bàn giao nhà &amp; &lt;b&gt;quà&lt;/b&gt;</a>' in page
    assert ">xa-suoi-vang.example.vn</a>" in page
    assert '<time datetime="2023-07-13T20:48:00+07:00">2023-07-13 20:48</time>' in page
    assert '<a href="/harvest/portals/xa-da-chong">' in ask("/harvest/attention").text


@pytest.mark.parametrize(
    "path",
    ["/", "/articles?q=nha", "/changes", "/harvest/articles/1", "/harvest/portals/xa-da-chong", "/harvest/articles",
     "/harvest", "/harvest/undated", "/harvest?sql=select+1", "/harvest/revisions/1,1", "/none"],
)  # fmt: skip
def test_no_page_has_a_script(ask, path):
    response = ask(path)
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "<script" not in response.text


def test_nothing_can_be_written_or_read_elsewhere(ask):
    database = ask.datasette.get_database("harvest")
    with pytest.raises(sqlite3.OperationalError, match="for reading only"):
        database.connect(write=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.connect().execute("DELETE FROM articles")
    for sql in ("DELETE FROM articles", "ATTACH '/etc/passwd' AS x", "PRAGMA journal_mode = DELETE"):
        assert ask("/harvest.json", params={"sql": sql}).status_code == 400
    for sql in (
        "SELECT readfile('/etc/passwd')",
        "SELECT load_extension('x')",
        "SELECT writefile('/tmp/x', 'y')",
    ):
        assert ask("/harvest.json", params={"sql": sql}).status_code == 400
    for path in (
        "/harvester/../plugin.py",
        "/harvester/%2e%2e/plugin.py",
        "/harvest.db",
        "/harvester//etc/passwd",
    ):
        assert ask(path).status_code in {403, 404}


def test_a_crawl_is_seen_while_it_runs(db, ask):
    before = ask("/harvest/portals.json?_shape=array&id=xa-da-chong").json()[0]["wait_reason"]
    with Store.open(db) as store, store.transaction() as connection:
        connection.execute("UPDATE portals SET wait_reason = 'Retry-After' WHERE id = 'xa-da-chong'")
    after = ask("/harvest/portals.json?_shape=array&id=xa-da-chong").json()[0]["wait_reason"]
    assert (before, after) == (None, "Retry-After")


def test_front_page_counts_anew_after_a_commit(tmp_path):
    db = make_database(tmp_path / "news.db", {"title": "Một"})
    client = make_datasette(db).client
    assert ">1</a></dd>" in asyncio.run(client.get("/")).text
    with Store.open(db) as store, store.transaction() as connection:
        insert(connection, "articles", make_article(2, {"title": "Tin thứ hai"}))
    assert "Tin thứ hai" in asyncio.run(client.get("/")).text


def test_what_is_no_harvest_is_refused(tmp_path):
    with pytest.raises(StoreError, match="no such database"):
        make_datasette(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at" * 20)
    with pytest.raises(StoreError, match="not an SQLite database"):
        make_datasette(tmp_path / "text.db")


FORMULAS = ('=HYPERLINK("http://x.vn")', "@SUM(A1)", "-2+3|cmd", "\t=1", "＝1")


@pytest.mark.parametrize(
    "path",
    [
        "/harvest/articles.csv?_stream=on&_size=max&_dl=on",
        "/harvest/articles.csv?_labels=on",
        "/harvest/portals.csv",
        "/harvest/dating.csv",
        "/articles.csv",
        "/articles.csv?q=a1",
        "/harvest/dating/all.csv",
        "/harvest.csv?sql=SELECT+title,+lead+FROM+articles",
    ],
)
def test_no_csv_starts_a_formula(tmp_path, path):
    db = make_database(tmp_path / "news.db", *({"title": text, "lead": text} for text in FORMULAS))
    with Store.open(db) as store, store.transaction() as connection:
        connection.execute("UPDATE portals SET name = '=1+1', province = '@x'")
    response = asyncio.run(make_datasette(db).client.get(path))
    assert response.status_code == 200
    is_saved = "_dl" in path or not path.startswith("/harvest") or "all.csv" in path
    assert response.content.startswith(b"\xef\xbb\xbf") == is_saved
    rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"), newline="")))
    assert len(rows) > 1
    cells = [cell for row in rows for cell in row]
    assert any(cell[:2] in {"'=", "'@"} for cell in cells)
    assert not [cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "-", "@", "＝"}]


def test_a_unit_has_a_page_with_its_articles_across_the_reform(ask, db):
    with Store.open(db) as store:
        fill_units(store)
    page = ask("/harvest/units/2025~3A15646").text
    assert '<h1 lang="vi">Xã Thường Xuân</h1>' in page
    assert '/harvest/units/2024~3A15649" lang="vi">Xã Xuân Dương</a>' in page
    assert "<h2>What it became</h2>" in ask("/harvest/units/2024~3A15649").text
    assert "<h2>What lies there today</h2>" in ask("/harvest/units/2024~3A443").text
    province = ask("/harvest/units/2024~3A42").text
    assert "What lies there today" in province
    assert ask("/harvest/units/2024~3A99999").status_code == 404
