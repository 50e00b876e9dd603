"""Parquet, read back by pyarrow, DuckDB and pandas."""

import io
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.tables import read_exported

from exports import parquet_rows
from exports.parquet import export_parquet
from exports.parquet_rows import read_time, write_rows
from harvester.errors import ExportError, MissingExtra
from harvester.store.dictionary import read_meaning
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import TABLES, Snapshot

parquet_files = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (extra `parquet`)")
ParquetFile = parquet_files.ParquetFile
read_parquet = parquet_files.read_table

EVERYTHING = Selection(with_duplicates=True)


def export(db, out, selection=EVERYTHING, **options):
    with Snapshot.open(db, selection) as snapshot:
        return export_parquet(snapshot, out, **options)


def show(table, row):
    """A row of the database as Parquet holds it."""
    meaning = read_meaning().tables[table]
    shown = dict(row)
    for name, value in row.items():
        if value is not None and name in meaning.datetimes:
            shown[name] = datetime.fromisoformat(value)
        elif value is not None and name in meaning.dates:
            shown[name] = date.fromisoformat(value)
        elif value is not None and name in meaning.booleans:
            shown[name] = bool(value)
    return shown


def test_every_table_is_a_file(hostile_db, tmp_path):
    counts = export(hostile_db, tmp_path / "out")
    for table in TABLES:
        stored = read_exported(hostile_db, table.rows, order=", ".join(table.order))
        rows = ParquetFile(tmp_path / "out" / f"{table.name}.parquet").read().to_pylist()
        assert rows == [show(table.rows, row) for row in stored]
        assert counts[table.name] == len(stored)


def test_times_have_their_zone_and_columns_their_meaning(hostile_db, tmp_path):
    export(hostile_db, tmp_path / "a.parquet")
    schema = ParquetFile(tmp_path / "a.parquet").schema_arrow
    assert str(schema.field("published_at").type) == "timestamp[us, tz=Asia/Ho_Chi_Minh]"
    assert str(schema.field("document_date").type) == "date32[day]"
    assert b"never guessed" in schema.field("published_at").metadata[b"description"]
    (first, *_) = read_parquet(tmp_path / "a.parquet").column("published_at").to_pylist()
    assert first == datetime(2023, 7, 13, 20, 48, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert first.isoformat() == "2023-07-13T20:48:00+07:00"


def test_years_are_partitions(small_db, tmp_path):
    counts = export(small_db, tmp_path / "out", by_year=True)
    years = {path.name for path in (tmp_path / "out" / "articles").iterdir()}
    assert "year=2020" in years
    assert "year=__HIVE_DEFAULT_PARTITION__" in years
    table = read_parquet(tmp_path / "out" / "articles", partitioning="hive")
    assert table.num_rows == counts["articles"] == len(read_exported(small_db, "articles"))
    for row in table.select(["year", "published_at"]).to_pylist():
        assert row["year"] == (None if row["published_at"] is None else row["published_at"].year)
    export(small_db, tmp_path / "out")
    assert (tmp_path / "out" / "articles.parquet").is_file()
    assert not (tmp_path / "out" / "articles").exists()


def test_duckdb_and_pandas_read_it(hostile_db, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    export(hostile_db, tmp_path / "a.parquet")
    stored = read_exported(hostile_db, "articles_with_units", order="id")
    rows = duckdb.sql(
        f"SELECT title, lead, body, epoch(published_at) FROM '{tmp_path / 'a.parquet'}' ORDER BY id"
    ).fetchall()
    times = [
        None if row["published_at"] is None else datetime.fromisoformat(row["published_at"]).timestamp()
        for row in stored
    ]
    assert rows == [(row["title"], row["lead"], row["body"], time) for row, time in zip(stored, times, strict=True)]
    frame = pandas.read_parquet(tmp_path / "a.parquet")
    assert [None if pandas.isna(lead) else lead for lead in frame["lead"]] == [row["lead"] for row in stored]
    assert str(frame["published_at"].dt.tz) == "Asia/Ho_Chi_Minh"


def test_same_database_same_bytes(small_db, tmp_path):
    for name in ("a.parquet", "b.parquet"):
        export(small_db, tmp_path / name, Selection(provinces=("Huế",)))
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_groups_are_bounded(small_db, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_rows, "GROUP_ROWS", 700)
    export(small_db, tmp_path / "rows.parquet")
    assert ParquetFile(tmp_path / "rows.parquet").num_row_groups == 3
    monkeypatch.setattr(parquet_rows, "GROUP_BYTES", 10_000)
    export(small_db, tmp_path / "bytes.parquet")
    assert ParquetFile(tmp_path / "bytes.parquet").num_row_groups > 20


VIETNAM = timezone(timedelta(hours=7))

VALUES = st.tuples(
    st.integers(-(2**63), 2**63 - 1) | st.none(),
    st.text(st.characters(exclude_categories=["Cs"])) | st.none(),
    st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1), timezones=st.just(VIETNAM)) | st.none(),
)


@settings(deadline=None)
@given(st.lists(VALUES, min_size=1))
def test_any_row_comes_back(rows):
    file = io.BytesIO()
    stored = [(number, text, None if time is None else time.isoformat()) for number, text, time in rows]
    assert write_rows(file, {"a": "integer", "b": "text", "c": "datetime"}, iter(stored), {}) == len(rows)
    back = read_parquet(io.BytesIO(file.getvalue())).to_pylist()
    assert [(row["a"], row["b"]) for row in back] == [(number, text) for number, text, _ in rows]
    for row, (_, _, time) in zip(back, stored, strict=True):
        back_time = None if row["c"] is None else row["c"].astimezone(UTC)
        assert back_time == (None if time is None else datetime.fromisoformat(time))


def test_what_is_no_time_is_said():
    with pytest.raises(ExportError, match="column 'c' holds what is no datetime"):
        write_rows(io.BytesIO(), {"c": "datetime"}, iter([("yesterday",)]), {})
    with pytest.raises(ValueError, match="has no offset"):
        read_time("2023-07-13T20:48:00")


def test_a_partitioned_file_is_refused(small_db, tmp_path):
    with pytest.raises(ExportError, match="partitioned export is a directory"):
        export(small_db, tmp_path / "a.parquet", by_year=True)


def test_without_pyarrow_it_says_what_to_install(small_db, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match=r"pip install 'harvester\[parquet\]'"):
        export(small_db, tmp_path / "a.parquet")
