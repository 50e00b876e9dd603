"""No result is written over a database's files, by whatever name they are called."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.news import make_database

from harvester.errors import DamagedDatabase, StoreError
from harvester.store import Store
from harvester.store.copies import back_up
from harvester.store.lock import hold
from harvester.store.own_files import refuse_around, refuse_foreign_journal, refuse_own
from harvester.store.soundness import check_database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database in a folder, both also by other names."""
    folder = tmp_path / "data"
    (folder / "harvest.db-logs" / "old").mkdir(parents=True)
    (folder / "harvest.db").write_bytes(b"x")
    (tmp_path / "soft.db").symlink_to(folder / "harvest.db")
    (tmp_path / "hard.db").hardlink_to(folder / "harvest.db")
    (tmp_path / "door").symlink_to(folder)
    return tmp_path


OWN = (
    "data/harvest.db", "data/harvest.db-wal", "data/harvest.db-shm", "data/harvest.db-journal", "data/harvest.db.lock",
    "data/harvest.db.holder", "data/harvest.db-logs", "data/harvest.db-logs/run.log", "data/harvest.db-logs/old/a.csv",
    "soft.db", "hard.db", "door/harvest.db", "door/harvest.db-wal", "door/harvest.db-logs/a", "data/../soft.db",
)  # fmt: skip


@pytest.mark.parametrize("target", OWN)
@pytest.mark.parametrize("database", ["data/harvest.db", "soft.db", "door/harvest.db"])
def test_what_is_its_own_is_refused(folder: Path, target: str, database: str) -> None:
    with pytest.raises(StoreError, match="will not write"):
        refuse_own(folder / target, folder / database)


@pytest.mark.parametrize("target", ["a.csv", "data/a.csv", "data/harvest.db.csv", "none/harvest.db", "data/new/a"])
def test_other_places_are_not(folder: Path, target: str) -> None:
    refuse_own(folder / target, folder / "soft.db")
    assert not (folder / target).exists()


def test_a_folder_around_it_is_not_replaced(folder: Path) -> None:
    for name in ("data", "door", ""):
        with pytest.raises(StoreError, match=r"it holds 'harvest\.db' of the database"):
            refuse_around(folder / name, folder / "data/harvest.db")
    refuse_around(folder / "none", folder / "data/harvest.db")
    refuse_around(folder / "data/harvest.db-logs/old", folder / "data/harvest.db")


JOURNAL = bytes.fromhex("d9d505f920a163d7") + bytes(4096)


def open_all(path: Path) -> Iterator[Callable[[], object]]:
    """Everything that opens a database: a writer, a reader, a lock, a copy."""
    yield lambda: Store.open(path).close()
    yield lambda: Store.open(path, readonly=True).close()
    yield lambda: hold(path).release()
    yield lambda: back_up(path, path.with_name("copy.db"))


def test_a_journal_of_an_earlier_file_is_not_played_into_another(tmp_path: Path) -> None:
    path = make_database(tmp_path / "a.db", {"title": "Gặt vụ mùa"})
    before = path.read_bytes()
    Path(f"{path}-journal").write_bytes(JOURNAL)
    for opening in open_all(path):
        with pytest.raises(DamagedDatabase, match=r"'a.db-journal' is of an earlier file .*\(move it away\)"):
            opening()
    assert "is of an earlier file" in check_database(path).damage[0]
    assert path.read_bytes() == before


@pytest.mark.parametrize("journal", [b"", bytes(4096)])
def test_a_journal_that_is_over_is_let_be(tmp_path: Path, journal: bytes) -> None:
    path = make_database(tmp_path / "a.db", {"title": "Gặt vụ mùa"})
    Path(f"{path}-journal").write_bytes(journal)
    for opening in open_all(path):
        opening()
    assert (tmp_path / "copy.db").exists()


def test_a_file_that_keeps_its_own_journal_is_opened(tmp_path: Path) -> None:
    path = make_database(tmp_path / "a.db", {"title": "Gặt vụ mùa"})
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    Path(f"{path}-journal").write_bytes(JOURNAL)
    refuse_foreign_journal(path)
    assert path.read_bytes()[18:20] == b"\x01\x01"
