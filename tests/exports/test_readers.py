"""Texts of every kind, exported in every format and read back by the programs that people use: row by row."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.news import make_database
from support.slow import takes_long

from exports.csv_files import export_csv
from exports.datapackage import export_datapackage
from exports.jsonl import export_jsonl
from exports.parquet import export_parquet
from harvester.formulas import unguard_formula
from harvester.store import Store
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import Snapshot

duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
pandas = pytest.importorskip("pandas", reason="pandas is not installed")

NASTY = st.sampled_from([
    '"', '""', "'", ",", ";", "\t", "\n", "\r", "\r\n", "\n\n", "=1+1", "@x", "-2", "+3", "\\", "\\N", "\\n",
    "NULL", "nan", "None", "true", "0012", "1e5", "2023-07-13",
    "🚜", "👩\u200d🌾", "\u202e", "\u200f", "\u2028", "\x85", "\ufeff", "đ", "a\u0306",
    "<script>", "'; DROP TABLE articles; --", "\x00", "\x1a", "\x7f", " ", "Đảng bộ",
])  # fmt: skip

TEXTS = st.lists(NASTY | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=6).map("".join)

ARTICLES = st.lists(st.tuples(TEXTS, TEXTS | st.none(), TEXTS), min_size=1, max_size=4)

NAMES = ("title", "lead", "body")

thorough = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = make_database(tmp_path_factory.mktemp("readers") / "news.db", *({"title": str(i)} for i in range(4)))
    with Store.open(path) as store:
        yield store


def fill(store, texts):
    """The database's articles with these texts. Answers what is to be read back."""
    with store.transaction() as connection:
        connection.execute("UPDATE articles SET title = 'x', lead = NULL, body = 'x'")
        connection.executemany(
            "UPDATE articles SET title = ?, lead = ?, body = ? WHERE id = ?",
            [(*three, number) for number, three in enumerate(texts, 1)],
        )
    return [*texts, *[("x", None, "x")] * (4 - len(texts))]


def take(store, export, out, **options):
    with Snapshot.open(store.path, Selection(with_duplicates=True)) as snapshot:
        export(snapshot, out, **options)
    return out


def unguard(rows):
    return [tuple(None if v is None else unguard_formula(v) for v in row) for row in rows]


def read_frame(frame):
    rows = frame[list(NAMES)].itertuples(index=False)
    return [tuple(None if value is None or value != value else value for value in row) for row in rows]


@thorough
@given(texts=ARTICLES)
def test_json_lines(store, tmp_path, texts):
    expected = fill(store, texts)
    out = take(store, export_jsonl, tmp_path / "a.jsonl")
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [tuple(json.loads(line)[name] for name in NAMES) for line in lines] == expected
    frame = pandas.read_json(out, lines=True, dtype=False)
    assert read_frame(frame) == expected
    rows = duckdb.sql(
        f"SELECT title, lead, body FROM read_json('{out}', format = 'newline_delimited',"
        " columns = {title: 'VARCHAR', lead: 'VARCHAR', body: 'VARCHAR'})"
    ).fetchall()
    assert rows == expected


@thorough
@given(texts=ARTICLES)
def test_csv(store, tmp_path, texts):
    expected = fill(store, texts)
    out = take(store, export_csv, tmp_path / "a.csv")
    rows = duckdb.sql(
        f"SELECT title, lead, body FROM read_csv('{out}', all_varchar = true, nullstr = '', header = true, delim = ',',"
        " quote = '\"', escape = '\"', allow_quoted_nulls = false)"
    ).fetchall()
    assert unguard(rows) == expected
    frame = pandas.read_csv(out, dtype=str, keep_default_na=False)
    assert unguard(read_frame(frame)) == [(title, lead or "", body) for title, lead, body in expected]


@thorough
@given(texts=ARTICLES)
def test_parquet(store, tmp_path, texts):
    expected = fill(store, texts)
    out = take(store, export_parquet, tmp_path / "a.parquet")
    assert duckdb.sql(f"SELECT title, lead, body FROM '{out}' ORDER BY id").fetchall() == expected
    assert read_frame(pandas.read_parquet(out)) == expected
    years = take(store, export_parquet, tmp_path / "years", by_year=True)
    rows = duckdb.sql(f"SELECT title, lead, body FROM '{years}/articles/*/*.parquet' ORDER BY id").fetchall()
    assert rows == expected


@takes_long
@thorough
@given(texts=ARTICLES)
def test_packages(store, tmp_path, texts):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    expected = fill(store, texts)
    out = take(store, export_datapackage, tmp_path / "package")
    package = frictionless.Package(str(out / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    rows = [tuple(row.to_dict()[name] for name in NAMES) for row in package.get_resource("articles").read_rows()]
    assert [tuple(v or "" for v in row) for row in unguard(rows)] == [(t, lead or "", b) for t, lead, b in expected]
    out = take(store, export_datapackage, tmp_path / "parquet", table_format="parquet")
    assert duckdb.sql(f"SELECT title, lead, body FROM '{out}/data/articles.parquet'").fetchall() == expected
