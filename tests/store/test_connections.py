"""Reading where nothing can be written: every row that was committed is there, and no file is made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.disks import mount_disk, remount
from support.news import insert, make_article, make_database

from harvester.errors import DamagedDatabase, DatabaseReplaced, StoreError
from harvester.store import Store, connections
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import Snapshot


def list_titles(path: Path) -> list[str]:
    with Snapshot.open(path, Selection()) as snapshot:
        return [row[0] for row in snapshot.read("SELECT title FROM articles ORDER BY id")]


def copy_open(path: Path, place: Path) -> None:
    """The files as they are while a run is at work: an article is in the WAL alone."""
    with Store.open(path) as store:
        insert(store.connection, "articles", make_article(2, {"title": "Chỉ trong WAL"}))
        for file in path.parent.glob("news.db*"):
            shutil.copy(file, place)


@pytest.mark.parametrize("names", [("",), ("", "-wal"), ("", "-wal", "-shm")])
def test_a_medium_that_cannot_be_written(tmp_path: Path, names: tuple[str, ...]) -> None:
    path = make_database(tmp_path / "news.db", {"title": "Trong tệp"})
    with mount_disk(tmp_path / "disk", "8m"):
        copy_open(path, tmp_path / "disk")
        for file in (tmp_path / "disk").iterdir():
            if file.name.removeprefix("news.db") not in names:
                file.unlink()
        remount(tmp_path / "disk", "ro")
        expected = ["Trong tệp", "Chỉ trong WAL"] if "-wal" in names else ["Trong tệp"]
        assert list_titles(tmp_path / "disk" / "news.db") == expected
        assert len(list((tmp_path / "disk").iterdir())) == len(names)


def test_a_copy_is_made_once_and_goes_with_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_database(tmp_path / "news.db", {"title": "Trong tệp"})
    (tmp_path / "place").mkdir()
    copy_open(path, tmp_path / "place")
    (tmp_path / "place" / "news.db-shm").unlink()
    monkeypatch.setattr(connections.os, "access", lambda path, mode: False)
    before = len(connections.COPIES)
    for _ in range(2):
        assert list_titles(tmp_path / "place" / "news.db") == ["Trong tệp", "Chỉ trong WAL"]
    assert len(connections.COPIES) == before + 1
    connections.COPIES.pop().cleanup()
    connections.copy_with_wal.cache_clear()


def test_what_is_written_while_it_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_database(tmp_path / "news.db", {})
    monkeypatch.setattr(connections.os, "access", lambda path, mode: False)
    for name in ("-wal", "-shm"):
        Path(f"{path}{name}").unlink(missing_ok=True)
    with Store.open(path, readonly=True) as store:
        assert store.frozen is not None
    with pytest.raises(DatabaseReplaced, match="while it was read"), Store.open(path, readonly=True):
        make_database(tmp_path / "other.db", {}, {}).replace(path)


def test_a_copy_without_its_wal_says_so(tmp_path: Path) -> None:
    """`cp harvest.db elsewhere` during the first run: the tables are in the WAL."""
    with Store.open(tmp_path / "a.db"):
        shutil.copyfile(tmp_path / "a.db", tmp_path / "copy.db")
        shutil.copyfile(tmp_path / "a.db", tmp_path / "whole.db")
        shutil.copyfile(tmp_path / "a.db-wal", tmp_path / "whole.db-wal")
    with pytest.raises(DamagedDatabase, match=r"they are in 'copy\.db-wal', which is missing"):
        Store.open(tmp_path / "copy.db", readonly=True)
    Store.open(tmp_path / "whole.db", readonly=True).close()


def test_a_file_that_is_cut_short_is_damaged(tmp_path: Path) -> None:
    path = make_database(tmp_path / "news.db", {})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    for readonly in (True, False):
        with pytest.raises(DamagedDatabase, match=r"^damaged: ") as caught:
            Store.open(path, readonly=readonly)
        assert caught.value.exit_code == 1


def test_the_wal_of_a_database_is_none(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db"), pytest.raises(StoreError, match=r"belongs to 'a\.db'"):
        Store.open(tmp_path / "a.db-wal")
