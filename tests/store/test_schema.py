"""The schema's steps: files that lack some, files that have more, and numbers that are never given twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Migrations
from support.news import make_database

from harvester.errors import StoreError
from harvester.store import Store, runs
from harvester.store.schema import STEPS, split_statements
from harvester.store.soundness import check_database

NOW = "2026-03-07T02:00:00+07:00"


def test_triggers_are_one_statement() -> None:
    script = "-- A comment; with a semicolon.\nCREATE TABLE a (b);  -- more\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
    script += "  DELETE FROM a;\n  DELETE FROM a;\nEND;\n"
    statements = list(split_statements(script))
    assert len(statements) == 2
    assert statements[1].endswith("END;\n")


def test_numbers_are_never_given_twice(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        declared = {
            row["name"] for row in store.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            if "AUTOINCREMENT" in str(row["sql"])
        }  # fmt: skip
        assert declared == {"articles", "captures", "folders", "runs", "walks"}
        with store.transaction() as connection:
            first = runs.start_run(connection, NOW, [], "0")
            connection.execute("DELETE FROM runs")
            assert runs.start_run(connection, NOW, [], "0") > first


@pytest.fixture
def lacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that an older harvester made: this one has a step more."""

    def m002_later(db: object) -> None:
        """Change nothing."""

    path = tmp_path / "older.db"
    Store.open(path).close()
    later = Migrations("harvester")
    for step in (*STEPS, m002_later):
        later()(step)
    monkeypatch.setattr("harvester.store.schema.make_migrations", lambda: later)
    monkeypatch.setattr("harvester.store.schema.STEP_NAMES", (*(step.__name__ for step in STEPS), "m002_later"))
    return path


def test_a_reader_refuses_what_lacks_a_step(lacking: Path) -> None:
    with pytest.raises(StoreError, match=r"an older harvester made .* \(it lacks 'm002_later'\)"):
        Store.open(lacking, readonly=True)


def test_a_writer_brings_it_up_to_date(lacking: Path) -> None:
    Store.open(lacking).close()
    with Store.open(lacking, readonly=True) as store:
        assert store.readonly


def test_a_step_that_is_not_known_is_refused(lacking: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(lacking).close()
    monkeypatch.undo()
    for readonly in (True, False):
        with pytest.raises(StoreError, match=r"another version of the harvester .* \(it has 'm002_later'\): upgrade"):
            Store.open(lacking, readonly=readonly)


def test_what_others_add_is_let_be(tmp_path: Path) -> None:
    path = make_database(tmp_path / "a.db", {"title": "Gặt vụ mùa"})
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "ALTER TABLE articles ADD COLUMN mark VARCHAR(9) DEFAULT 'x'; CREATE TABLE notes (text);"
            "CREATE VIEW titles AS SELECT title FROM articles;"
            "CREATE TRIGGER noted AFTER INSERT ON notes BEGIN DELETE FROM notes; END"
        )
    with Store.open(path) as store:
        assert store.connection.execute("SELECT title FROM titles").fetchone()[0] == "Gặt vụ mùa"
    assert check_database(path, full=True).damage == []
