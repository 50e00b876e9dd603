"""Rows are read from SQLite's pages as SQLite reads them, whatever the bytes."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from support.news import insert, make_article, make_database
from support.slow import takes_long

from harvester.store import Store
from harvester.store.recovery.page_file import MendedText, Pages, UnreadableError, Walk, read_record, read_varint

LONG = "Dài " * 5000


def read_articles(path: Path) -> list[tuple[int | None, object]]:
    """The number and the title of each article, read page by page."""
    walk = Walk(Pages(path))
    [root] = [values[3] for _, values in walk.read_tree(1) if values[1] == "articles"]
    return [(rowid, values[5]) for rowid, values in walk.read_tree(root)]


def test_rows_of_all_kinds(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE t (a, b, c, d, e, f)")
        rows = [
            (None, 0, 1, -1, 2.5, b"\xff"), (127, -32768, 2**23, -(2**31), 2**40, 2**62),
            ("", "ă", LONG, b"", b"x" * 9000, -(2**63)),
        ]  # fmt: skip
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.execute("INSERT INTO t (rowid, a) VALUES (-5, CAST(x'6173ff' AS TEXT))")
    connection.close()
    walk = Walk(Pages(tmp_path / "a.db"))
    found = dict(walk.read_tree(2))
    assert [tuple(found[number]) for number in (1, 2, 3)] == rows
    mended = found[-5][0]
    assert isinstance(mended, MendedText) and mended == "as\ufffd"
    assert walk.lost == 0


def test_many_rows_and_the_wal(tmp_path: Path) -> None:
    path = make_database(tmp_path / "news.db", *({"title": f"{LONG} {n}"} for n in range(1, 200)))
    with Store.open(path) as store:
        insert(store.connection, "articles", make_article(200, {"title": "Chỉ trong WAL"}))
        for file in tmp_path.glob("news.db*"):
            shutil.copy(file, tmp_path / file.name.replace("news", "copy"))
    found = read_articles(tmp_path / "copy.db")
    assert found == [*((n, f"{LONG} {n}") for n in range(1, 200)), (200, "Chỉ trong WAL")]
    wal = tmp_path / "copy.db-wal"
    wal.write_bytes(wal.read_bytes()[:-100])
    assert read_articles(tmp_path / "copy.db")[-1][0] == 199, "what was not committed whole is not read"


def test_free_pages_are_known(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.executemany("INSERT INTO t VALUES (?)", [("x" * 3000,)] * 3000)
        connection.execute("DELETE FROM t")
        count = connection.execute("PRAGMA freelist_count").fetchone()[0]
    connection.close()
    walk = Walk(Pages(tmp_path / "a.db"))
    assert list(walk.read_tree(2)) == []
    assert len(walk.pages.list_free()) == count
    assert list(walk.list_rest())[1:] == [], "page 1 alone is left"


@takes_long
@pytest.mark.parametrize("seed", range(30))
def test_any_bytes_come_to_an_end(tmp_path: Path, seed: int) -> None:
    path = make_database(tmp_path / "news.db", *({"title": LONG} for _ in range(20)))
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 50, 5000))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data[: chance.randrange(1, len(data))])
    walk = Walk(Pages(path))
    for root in range(1, 80):
        for _, values in walk.read_tree(root):
            assert isinstance(values, list)
    for number, page in walk.list_rest():
        assert all(len(row) == 2 for row in walk.read_rows(page, number))


def test_numbers_and_records_that_are_cut() -> None:
    assert read_varint(b"\x81\x00", 0) == (128, 2)
    assert read_varint(b"\xff" * 9, 0) == (2**64 - 1, 9)
    for data in (b"", b"\x81"):
        with pytest.raises(UnreadableError):
            read_varint(data, 0)
    for record in (b"\x02\x0a", b"\x02\x01", b"\x03\x81", b"\x02\x21ab"):
        with pytest.raises(UnreadableError):
            read_record(record)


def test_an_empty_file_has_no_pages(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    walk = Walk(Pages(tmp_path / "empty.db"))
    assert list(walk.read_tree(1)) == [] and walk.lost == 1
