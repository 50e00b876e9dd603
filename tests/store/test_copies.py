"""Backups: of one moment, checked, and over nothing."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from pathlib import Path

import pytest
from support.news import insert, make_article, make_database

from harvester.errors import DamagedDatabase, StoreError
from harvester.store import Store
from harvester.store.copies import back_up


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return make_database(tmp_path / "news.db", {}, {})


def count_articles(path: Path) -> int:
    with Store.open(path, readonly=True) as store:
        return int(store.connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def test_what_is_committed_is_copied_and_nothing_else(database: Path, tmp_path: Path) -> None:
    with Store.open(database) as store:
        insert(store.connection, "articles", make_article(3, {}))
        with store.transaction() as connection:
            insert(connection, "articles", make_article(4, {}))
            copy = back_up(database, tmp_path / "copy.db")
    assert (copy.articles, copy.size) == (3, (tmp_path / "copy.db").stat().st_size)
    assert count_articles(tmp_path / "copy.db") == 3
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("news.db")] == ["copy.db"]


def test_nothing_is_written_over(database: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("Mine.\n", "utf-8")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    for name, says in (("mine", "already there"), ("broken", "already there"), ("news.db-wal", "of the database")):
        with pytest.raises(StoreError, match=says):
            back_up(database, tmp_path / name)
    assert (tmp_path / "mine").read_text("utf-8") == "Mine.\n"
    assert not (tmp_path / "nowhere").exists()


def test_nor_over_what_comes_meanwhile(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = Path.hardlink_to

    def come_first(self: Path, target: Path) -> None:
        self.write_text("Mine.\n", "utf-8")
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", come_first)
    with pytest.raises(StoreError, match="already there"):
        back_up(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text("utf-8") == "Mine.\n"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_disk_without_hard_links(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert back_up(database, tmp_path / "copy.db").articles == 2
    assert count_articles(tmp_path / "copy.db") == 2


def test_a_damaged_database_is_not_backed_up(database: Path, tmp_path: Path) -> None:
    with sqlite3.connect(database) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'images'").fetchone()[0]
    connection.close()
    data = bytearray(database.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    database.write_bytes(data)
    with pytest.raises(DamagedDatabase, match=r"see: .*harvester check") as caught:
        back_up(database, tmp_path / "copy.db")
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("news.db")] == []


def test_other_files_are_refused(database: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    shutil.copy(__file__, tmp_path / "text.db")
    for name, says in (("none.db", "no such"), ("other.db", "not a harvester's"), ("text.db", "not an SQLite")):
        with pytest.raises(StoreError, match=says):
            back_up(tmp_path / name, tmp_path / "copy.db")
    with pytest.raises(StoreError, match="cannot write"):
        back_up(database, tmp_path / "none" / "copy.db")
    assert not (tmp_path / "copy.db").exists()
