"""One lock for one database, whatever it is called by."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harvester.errors import DatabaseBusy, StoreError
from harvester.store.lock import held, hold


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "harvest.db").touch()
    (tmp_path / "link.db").symlink_to("data/harvest.db")
    (tmp_path / "door").symlink_to(folder)
    monkeypatch.chdir(folder)
    return tmp_path


@pytest.mark.parametrize("name", ["data/harvest.db", "link.db", "door/harvest.db", "data/../link.db", None])
def test_a_second_is_refused_under_every_name(folder: Path, name: str | None) -> None:
    other = Path("harvest.db") if name is None else folder / name
    with held(folder / "link.db"), pytest.raises(DatabaseBusy, match=rf"another run holds .*: process {os.getpid()}$"):
        hold(other)
    hold(other).release()
    assert sorted(path.name for path in folder.iterdir()) == ["data", "door", "link.db"]


def test_before_the_file_is_made_the_name_is_locked(folder: Path) -> None:
    (folder / "later.db").symlink_to(folder / "data" / "new.db")
    with held(folder / "later.db"), pytest.raises(DatabaseBusy):
        hold(folder / "door" / "new.db")


def test_hard_links_are_refused_after_the_lock_was_tried(folder: Path) -> None:
    with held(folder / "link.db"):
        (folder / "hard.db").hardlink_to(folder / "data/harvest.db")
        with pytest.raises(DatabaseBusy):
            hold(folder / "door/harvest.db")
    for name in ("link.db", "hard.db"):
        with pytest.raises(StoreError, match="has 2 hard links") as caught:
            hold(folder / name)
        assert caught.value.exit_code == 2
    (folder / "hard.db").unlink()
    hold(folder / "link.db").release()


@pytest.mark.parametrize("name", ["harvest.db-wal", "harvest.db.lock", "harvest.db-shm", "harvest.db.holder"])
def test_what_belongs_to_a_database_is_none(folder: Path, name: str) -> None:
    with pytest.raises(StoreError, match=r"belongs to 'harvest\.db'"):
        hold(folder / "data" / name)


def test_another_program_s_file_is_left_alone(folder: Path) -> None:
    foreign = folder / "data/harvest.db.holder"
    foreign.write_text("Mine.\n", "utf-8")
    with pytest.raises(StoreError, match="it is no file of the harvester"):
        hold(folder / "link.db")
    assert foreign.read_text("utf-8") == "Mine.\n"
    foreign.unlink()
    hold(folder / "link.db").release()


def test_a_lock_that_is_a_link_is_not_followed(folder: Path) -> None:
    (folder / "precious").write_text("Mine.\n", "utf-8")
    (folder / "data/harvest.db.lock").symlink_to(folder / "precious")
    with pytest.raises(StoreError, match="cannot write beside"):
        hold(folder / "link.db")
    assert (folder / "precious").read_text("utf-8") == "Mine.\n"
