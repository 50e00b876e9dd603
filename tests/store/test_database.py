"""Opening the file: whose it is, how old, who holds it; and transactions."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from harvester.errors import DatabaseBusy, DiskFull, StoreError
from harvester.store import Store, runs
from harvester.store.reports.dump import read_table
from harvester.store.schema import APPLICATION_ID

NOW = "2026-03-07T02:00:00+07:00"


OPEN = """
import sys
from pathlib import Path
from harvester.store import Store
with Store.open(Path(sys.argv[1])):
    print(*(name in sys.modules for name in ("sqlite_utils", "pandas", "numpy")))
"""


def test_only_a_file_that_lacks_steps_costs_the_import_of_sqlite_utils(tmp_path: Path) -> None:
    for name in ("pandas", "numpy"):  # as if they were installed: 60 MB that nobody asks for
        (tmp_path / f"{name}.py").write_text("def __getattr__(name): return object")
    code = f"import sys; sys.path.insert(1, {str(tmp_path)!r})\n{OPEN}"
    command = [sys.executable, "-c", code, str(tmp_path / "a.db")]
    opened = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() for _ in range(2)]
    assert opened == ["True False False", "False False False"]


def test_a_new_file_is_a_harvester_s(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        pragmas = {
            name: store.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "application_id": APPLICATION_ID}
    with Store.open(tmp_path / "a.db") as store:
        assert read_table(store.connection, "articles") == []
        with pytest.raises(StoreError, match="no such table"):
            read_table(store.connection, "sqlite_master")


def test_a_reader_makes_no_file_and_changes_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database"):
        Store.open(tmp_path / "none.db", readonly=True)
    assert list(tmp_path.iterdir()) == []
    Store.open(tmp_path / "a.db").close()
    with Store.open(tmp_path / "a.db", readonly=True) as store, pytest.raises(sqlite3.OperationalError):
        store.connection.execute("DELETE FROM runs")


def test_nothing_is_applied_twice(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    before = (tmp_path / "a.db").stat().st_size
    Store.open(tmp_path / "a.db").close()
    assert (tmp_path / "a.db").stat().st_size == before


def test_all_or_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(ZeroDivisionError), store.transaction() as connection:
            runs.start_run(connection, NOW, [], "0")
            1 / 0  # noqa: B018
        assert store.connection.execute("SELECT count(*) FROM runs").fetchone()[0] == 0
        with store.transaction() as connection:
            assert runs.start_run(connection, NOW, ["x"], "0") == 1
        with store.transaction() as connection:
            assert runs.start_run(connection, NOW, ["x"], "0") == 2
        states = store.connection.execute("SELECT status FROM runs ORDER BY id").fetchall()
        assert [row[0] for row in states] == ["killed", "running"], "one that never ended was killed"
        store.note("UPDATE runs SET version = ? WHERE id = 1", ("1",))
        assert store.connection.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_file_that_another_program_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    Store.open(path).close()
    monkeypatch.setattr("harvester.store.connections.BUSY_SECONDS", 0.01)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(DatabaseBusy, match="locked by another program"):
            Store.open(path)
    finally:
        other.close()


def test_robots_waits_and_platforms_are_remembered(tmp_path: Path) -> None:
    from support.harvests import make_portal

    with Store.open(tmp_path / "a.db") as store, store.transaction() as connection:
        runs.save_portal(connection, make_portal(platform=None))
        runs.set_platform(connection, "go", "nukeviet", "generator")
        runs.set_wait(connection, "go", NOW, "answers 429")
        runs.save_portal(connection, make_portal(platform=None, name="Xã Gò"))
        assert runs.read_portal(connection, "go") == runs.PortalState("nukeviet", NOW, "answers 429")
        runs.save_portal(connection, make_portal(platform="generic"))
        assert runs.read_portal(connection, "go").platform == "generic"
        robots = runs.Robots("http://go.example.vn", NOW, 200, "User-agent: *\n")
        assert runs.read_robots(connection, robots.origin) is None
        runs.save_robots(connection, robots)
        runs.save_robots(connection, robots)
        assert runs.read_robots(connection, robots.origin) == robots


def test_transaction_on_a_locked_database_says_who_is_to_blame(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.connection.execute("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseBusy, match="locked by another program"), store.transaction():
            pass
        other.execute("ROLLBACK")
        other.close()
        with store.transaction() as connection:
            assert connection.in_transaction


def test_a_full_disk_is_rolled_back(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull, match="no room left for"), store.transaction() as connection:
            for number in range(100):
                runs.start_run(connection, NOW, ["x" * 5000], str(number))
        assert not store.connection.in_transaction
        assert store.connection.execute("SELECT count(*) FROM runs").fetchone()[0] == 0
        with store.transaction() as connection:
            runs.start_run(connection, NOW, [], "0")


def test_error_of_a_statement_is_no_failure_of_the_file(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(sqlite3.IntegrityError), store.transaction() as connection:
            connection.execute("INSERT INTO runs (id, started_at) VALUES (1, NULL)")
        with pytest.raises(sqlite3.OperationalError), store.transaction() as connection:
            connection.execute("SELECT nothing")
        assert not store.connection.in_transaction
