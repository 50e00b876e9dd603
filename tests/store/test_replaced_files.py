"""A database that is moved, deleted or replaced while it is written: its rows stay its own, and no others get them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from harvester.errors import DamagedDatabase, DatabaseReplaced
from harvester.store import Store, runs
from harvester.store.copies import copy_checked
from harvester.store.lock import hold
from harvester.store.soundness import check_database

NOW = "2026-03-07T02:00:00+07:00"


def start_runs(store: Store, count: int) -> None:
    for _ in range(count):
        with store.transaction() as connection:
            runs.start_run(connection, NOW, ["x" * 500], "0")


def count_runs(path: Path) -> int:
    with Store.open(path, readonly=True) as store:
        return int(store.connection.execute("SELECT count(*) FROM runs").fetchone()[0])


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another database, of five runs."""
    path = tmp_path / "other.db"
    with Store.open(path) as store:
        start_runs(store, 5)
    return path


def delete(path: Path, other: Path) -> None:
    path.unlink()


def move(path: Path, other: Path) -> None:
    path.rename(path.with_name("moved.db"))


def replace(path: Path, other: Path) -> None:
    path.rename(path.with_name("moved.db"))
    shutil.copyfile(other, path)


def rename_over(path: Path, other: Path) -> None:
    other.replace(path)


@pytest.mark.parametrize("change", [delete, move, replace, rename_over])
def test_a_change_of_the_file_is_noticed(tmp_path: Path, other: Path, change: Callable[[Path, Path], None]) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        start_runs(store, 20)
        change(path, other)
        with pytest.raises(DatabaseReplaced, match="while it was written") as caught:
            start_runs(store, 1)
        assert caught.value.exit_code == 1
    if path.exists():
        assert count_runs(path) == 5, "nothing of the earlier file's WAL is played into the new one"
        with Store.open(path) as store:
            assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    if (tmp_path / "moved.db").exists():
        assert count_runs(tmp_path / "moved.db") == 20, "what was stored is in the earlier file"


def test_a_wal_that_is_taken_away_is_noticed_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        start_runs(store, 20)
        Path(f"{path}-wal").unlink()
        with pytest.raises(DatabaseReplaced, match="the WAL of"):
            store.note("UPDATE runs SET version = ?", ("1",))
    assert count_runs(path) == 20


def test_a_killed_run_s_wal_is_not_played_into_a_new_file(tmp_path: Path, other: Path) -> None:
    path, aside = tmp_path / "a.db", tmp_path / "aside"
    lock = hold(path)
    with Store.open(path) as store:
        start_runs(store, 20)
        aside.mkdir()
        os.link(f"{path}-wal", aside / "wal")  # as a kill leaves it
    lock.release()
    assert not Path(f"{path}-wal").exists()
    shutil.copyfile(other, tmp_path / "new.db")
    (tmp_path / "new.db").replace(path)
    (aside / "wal").write_bytes(b"x" * 5000)
    os.link(aside / "wal", f"{path}-wal")
    for readonly in (True, False):
        with pytest.raises(DamagedDatabase, match=r"'a\.db-wal' is of an earlier file"):
            Store.open(path, readonly=readonly)
    with pytest.raises(DamagedDatabase):
        hold(path)
    with pytest.raises(DamagedDatabase):
        copy_checked(path, tmp_path / "copy.db")
    assert "is of an earlier file" in check_database(path).damage[0]
    Path(f"{path}-wal").unlink()
    assert count_runs(path) == 5


def test_a_copy_of_file_and_wal_is_no_replacement(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.db", tmp_path / "copy"
    copy.mkdir()
    lock = hold(path)
    with Store.open(path) as store:
        start_runs(store, 20)
        for file in tmp_path.glob("a.db*"):
            shutil.copy(file, copy)
    lock.release()
    assert count_runs(copy / "a.db") == 20


def test_a_run_s_other_connections_are_no_change(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        start_runs(store, 1)
        with sqlite3.connect(tmp_path / "a.db") as neighbour:
            neighbour.execute("UPDATE runs SET version = 'x'")
        neighbour.execute("PRAGMA wal_checkpoint")
        neighbour.close()
        start_runs(store, 1)
    assert count_runs(tmp_path / "a.db") == 2
