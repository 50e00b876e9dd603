"""No result is written over a database's files, by whatever name they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.errors import StoreError
from harvester.store.own_files import refuse_around, refuse_own


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
