"""JSON Lines, read back."""

import json
import sqlite3
from contextlib import closing
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from support.tables import read_exported

from exports.jsonl import export_jsonl, join_lines
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import Snapshot, make_json_object

EVERYTHING = Selection(with_duplicates=True)


def export(db, out, selection=EVERYTHING):
    with Snapshot.open(db, selection) as snapshot:
        assert export_jsonl(snapshot, out).keys() == {"articles"}
    with out.open(encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def test_rows_are_those_of_the_database(hostile_db, tmp_path):
    assert export(hostile_db, tmp_path / "a.jsonl") == read_exported(hostile_db, "articles_with_units", order="id")


def test_copies_are_left_out_by_default(hostile_db, tmp_path):
    rows = export(hostile_db, tmp_path / "a.jsonl", Selection())
    assert rows == read_exported(hostile_db, "articles_with_units", "duplicate_of IS NULL", order="id")


def test_filters(small_db, tmp_path):
    selection = Selection(date(2020, 1, 1), date(2020, 12, 31), provinces=("nghe an",), with_duplicates=True)
    condition = """published_at LIKE '2020%' AND portal IN (SELECT id FROM portals WHERE province = 'Nghệ An')"""
    rows = export(small_db, tmp_path / "a.jsonl", selection)
    assert rows == read_exported(small_db, "articles_with_units", condition, order="id") != []


def test_no_text_ends_a_line(hostile_db, tmp_path):
    rows = export(hostile_db, tmp_path / "a.jsonl")
    assert len((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()) == len(rows)


def test_same_database_same_bytes(small_db, tmp_path):
    export(small_db, tmp_path / "a.jsonl")
    export(small_db, tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_snapshot_is_of_one_moment(tmp_path, small_db):
    db = tmp_path / "copy.db"
    with sqlite3.connect(small_db) as source, sqlite3.connect(db) as copy:
        source.backup(copy)
    copy.execute("PRAGMA journal_mode = WAL")
    before = read_exported(db, "articles_with_units", order="id")
    with Snapshot.open(db, EVERYTHING) as snapshot:
        with sqlite3.connect(db) as writer:
            writer.execute("UPDATE articles SET title = 'Khác' WHERE id > 1000")
            writer.execute("UPDATE portals SET name = 'Khác'")
        export_jsonl(snapshot, tmp_path / "a.jsonl")
        names = {row["name"] for row in snapshot.read_portals()}
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").split("\n") if line]
    assert rows == before
    assert "Khác" not in names
    assert read_exported(db, "articles_with_units", order="id") != before


ROWS = st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1) | st.none(), st.text() | st.none()))


@settings(deadline=None)
@given(ROWS)
def test_any_text_comes_back(rows):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a INTEGER, b TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
        objects = connection.execute(f"SELECT {make_json_object({'a': 't.a', 'b': 't.b'})} FROM t ORDER BY rowid")
        written = b"".join(lines for lines, _ in join_lines(line for (line,) in objects)).decode()
    assert len(written.splitlines()) == len(rows)
    assert [tuple(json.loads(line).values()) for line in written.splitlines()] == rows
