"""CSV, read back by several readers; no cell that a spreadsheet runs."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.tables import read_exported

from exports.csv_files import export_csv
from exports.csv_rows import format_cell, write_rows
from harvester.errors import ExportError
from harvester.formulas import unguard_formula
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import TABLES, Snapshot

EVERYTHING = Selection(with_duplicates=True)


def export(db, out, selection=EVERYTHING):
    with Snapshot.open(db, selection) as snapshot:
        return export_csv(snapshot, out)


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def show(row):
    """A row of the database as `csv` reads it."""
    return {name: "" if value is None else str(value) for name, value in row.items()}


def test_every_table_is_a_file(hostile_db, tmp_path):
    counts = export(hostile_db, tmp_path / "out")
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        *(f"{table.name}.csv" for table in TABLES), "coverage.csv", "months.csv", "datapackage.json", "README.md",
    }  # fmt: skip
    for table in TABLES:
        rows = [
            {name: unguard_formula(text) for name, text in row.items()}
            for row in read(tmp_path / "out" / f"{table.name}.csv")
        ]
        stored = read_exported(hostile_db, table.rows, order=", ".join(table.order))
        assert rows == [show(row) for row in stored]
        assert counts[table.name] == len(stored)


def test_rows_hang_together(hostile_db, tmp_path):
    export(hostile_db, tmp_path / "out", Selection(portals=("xa-suoi-vang",)))
    known = {row["id"] for row in read(tmp_path / "out" / "articles.csv")}
    assert {row["portal"] for row in read(tmp_path / "out" / "articles.csv")} == {"xa-suoi-vang"}
    assert [row["id"] for row in read(tmp_path / "out" / "portals.csv")] == ["xa-suoi-vang"]
    for table in TABLES[2:]:
        for row in read(tmp_path / "out" / f"{table.name}.csv"):
            assert {row[column] for column in table.articles} <= known
    assert len(read(tmp_path / "out" / "similar.csv")) == 1, "the copy's edge goes with the copy"


def test_duckdb_reads_it_back(hostile_db, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    export(hostile_db, tmp_path / "articles.csv")
    rows = duckdb.sql(
        f"FROM read_csv('{tmp_path / 'articles.csv'}', all_varchar = true, nullstr = '',"
        " allow_quoted_nulls = false, header = true)"
    ).fetchall()
    stored = [tuple(row.values()) for row in read_exported(hostile_db, "articles_with_units", order="id")]
    assert [tuple(None if v is None else unguard_formula(v) for v in row) for row in rows] == [
        tuple(None if v is None else str(v) for v in row) for row in stored
    ], "NULL and the empty text are told apart"


def test_pandas_reads_it_back(hostile_db, tmp_path):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    export(hostile_db, tmp_path / "articles.csv")
    frame = pandas.read_csv(tmp_path / "articles.csv", dtype=str, keep_default_na=False)
    rows = [{name: unguard_formula(text) for name, text in row.items()} for row in frame.to_dict("records")]
    assert rows == [show(row) for row in read_exported(hostile_db, "articles_with_units", order="id")]


def test_filters_and_bytes(small_db, tmp_path):
    export(small_db, tmp_path / "a", Selection(portals=("xa-0001", "xa-0002")))
    export(small_db, tmp_path / "b", Selection(portals=("xa-0002", "xa-0001")))
    files = sorted(file.name for file in (tmp_path / "a").iterdir())
    assert [(tmp_path / "a" / n).read_bytes() for n in files] == [(tmp_path / "b" / n).read_bytes() for n in files]
    assert {row["portal"] for row in read(tmp_path / "a" / "articles.csv")} == {"xa-0001", "xa-0002"}


def test_an_earlier_export_is_replaced_and_nothing_else(small_db, tmp_path):
    out = tmp_path / "out"
    export(small_db, out)
    size = (out / "articles.csv").stat().st_size
    export(small_db, out, Selection(portals=("xa-0001",)))
    assert (out / "articles.csv").stat().st_size < size
    (out / "thesis.docx").write_text("years of work")
    with pytest.raises(ExportError, match=r"holds 'thesis.docx'"):
        export(small_db, out)
    assert (out / "thesis.docx").read_text() == "years of work"
    assert list(tmp_path.iterdir()) == [out]


SPREADSHEET_FORMULA = re.compile(r"[\s\x00-\x20\u200b\ufeff]*[=+\-@＝＋－＠]")


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(),
            st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@'\"\r\n\t, ;")) | st.none(),
        )
    )
)
def test_any_text_comes_back_and_none_is_a_formula(rows):
    file = io.BytesIO()
    assert write_rows(file, ("a", "b"), iter(rows)) == len(rows)
    text = file.getvalue().decode("utf-8-sig")
    read_back = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [(int(a), unguard_formula(b)) for a, b in read_back] == [(a, b or "") for a, b in rows]
    assert not any(SPREADSHEET_FORMULA.match(b) for _, b in read_back)


def test_null_is_bare_and_empty_text_is_quoted():
    assert (format_cell(None), format_cell(""), format_cell(3), format_cell("-3")) == (
        "",
        '""',
        "3",
        '"\'-3"',
    )
