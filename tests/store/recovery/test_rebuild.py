"""What a damaged database still holds goes into a new one that is sound, and what is lost is named."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from support.news import SEEN, insert, make_database
from support.slow import takes_long

from harvester.errors import DamagedDatabase, StoreError
from harvester.store import Store
from harvester.store.recovery.page_file import Pages, Walk
from harvester.store.recovery.rebuild import Recovery, recover
from harvester.store.reports.search import find_articles
from harvester.store.soundness import check_database

COUNT = 300
PAGE = 4096


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hundred articles with all that hangs on them."""
    articles = [{"title": f"Gặt vụ mùa {n}", "body": f"Đồng Sậy gặt {n}. " * 40} for n in range(1, COUNT + 1)]
    path = make_database(tmp_path_factory.mktemp("recovery") / "news.db", *articles)
    with Store.open(path) as store, store.transaction() as connection:
        for n in range(1, COUNT + 1):
            url = f"https://xa-suoi-vang.example.vn/tin-{n}.html"
            frontier = {"fetch_url": url, "portal": "xa-suoi-vang", "kind": "article", "rank": 5, "state": "done"}
            insert(connection, "urls", {"url": url, **frontier, "found_at": SEEN, "found_in": "x", "found_run": 1,
                                        "article": n})  # fmt: skip
            insert(connection, "article_urls", {"url": f"{url}?in", "article": n})
            insert(connection, "images", {"article": n, "position": 1, "url": f"{url}.jpg"})
        connection.execute("UPDATE articles SET duplicate_of = 1 WHERE id = 2")
    return path


@pytest.fixture
def spoil(original: Path, tmp_path: Path) -> Callable[[Callable[[bytearray], bytearray | None]], Path]:
    """`spoil(change)` makes a copy whose bytes the function has changed."""

    def make(change: Callable[[bytearray], bytearray | None]) -> Path:
        data = bytearray(original.read_bytes())
        (tmp_path / "damaged.db").write_bytes(change(data) or data)
        return tmp_path / "damaged.db"

    return make


def find_root(path: Path, name: str) -> int:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    connection.close()
    return int(root)


def overwrite(data: bytearray, *pages: int) -> None:
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = random.Random(page).randbytes(PAGE)


def recover_soundly(damaged: Path) -> Recovery:
    """Recover, and see that what came of it is sound."""
    before = damaged.read_bytes()
    found = recover(damaged, damaged.with_name("new.db"))
    assert check_database(damaged.with_name("new.db"), full=True).damage == []
    assert damaged.read_bytes() == before, "the damaged file is left as it is"
    return found


def test_of_a_sound_one_everything(original: Path, spoil: Callable[..., Path]) -> None:
    damaged = spoil(lambda data: None)
    found = recover_soundly(damaged)
    assert found.describe() == []
    assert (found.rows["articles"], found.rows["urls"], found.rows["images"]) == (COUNT, COUNT, COUNT)
    for table in ("articles", "urls", "portals", "article_urls", "images", "harvests", "runs"):
        with Store.open(original, readonly=True) as one, Store.open(damaged.with_name("new.db"), readonly=True) as two:
            rows = [store.connection.execute(f"SELECT * FROM {table}").fetchall() for store in (one, two)]
        assert [tuple(row) for row in rows[0]] == [tuple(row) for row in rows[1]], table
    with Store.open(damaged.with_name("new.db"), readonly=True) as store:
        assert len(find_articles(store.connection, "dong say 17").hits) == 1


@takes_long
@pytest.mark.parametrize("table", ["articles", "urls", "images", "article_urls"])
def test_below_a_lost_root_the_rows_are_found(original: Path, spoil: Callable[..., Path], table: str) -> None:
    root = find_root(original, table)
    found = recover_soundly(spoil(lambda data: overwrite(data, root)))
    kept = {"articles": COUNT, "urls": COUNT, "images": COUNT - 60, "article_urls": 0}
    assert found.rows[table] >= kept[table]
    assert found.lost[table] == 1 and found.rows["articles"] == COUNT


def test_a_lost_header_is_told_though_all_rows_are_read(spoil: Callable[..., Path]) -> None:
    found = recover_soundly(spoil(lambda data: bytearray(100) + data[100:]))
    assert found.rows["articles"] == COUNT
    assert any(line.startswith("the header of ") for line in found.describe())


@takes_long
def test_without_the_first_page(spoil: Callable[..., Path]) -> None:
    assert recover_soundly(spoil(lambda data: overwrite(data, 1))).rows["articles"] == COUNT


def test_lost_articles_are_named_and_asked_for_again(original: Path, spoil: Callable[..., Path]) -> None:
    _, _, leaf, *_ = (number for number, _ in Walk(Pages(original)).list_pages(find_root(original, "articles")))
    damaged = spoil(lambda data: overwrite(data, leaf))
    found = recover_soundly(damaged)
    lost = COUNT - found.rows["articles"]
    assert 0 < lost < 10
    named = [line for line in found.describe() if line.startswith("articles: lost: https://")]
    assert len(named) == lost
    with Store.open(damaged.with_name("new.db"), readonly=True) as store:
        due = store.connection.execute("SELECT count(*) FROM urls WHERE state = 'pending' AND article IS NULL")
        assert due.fetchone()[0] == lost


def test_lost_portals_and_runs_have_placeholders(original: Path, spoil: Callable[..., Path]) -> None:
    roots = [find_root(original, name) for name in ("portals", "runs")]
    damaged = spoil(lambda data: overwrite(data, *roots))
    found = recover_soundly(damaged)
    assert found.rows["articles"] == COUNT
    assert sum("replaced by placeholders" in line for line in found.describe()) >= 2
    with Store.open(damaged.with_name("new.db"), readonly=True) as store:
        assert store.connection.execute("SELECT name FROM portals WHERE id = 'xa-suoi-vang'").fetchone()[0]


def test_values_that_cannot_be_are_mended(original: Path, tmp_path: Path, spoil: Callable[..., Path]) -> None:
    damaged = spoil(lambda data: None)
    with Store.open(damaged) as store:
        store.connection.execute("UPDATE articles SET title = CAST('Gặt' || x'ff' AS TEXT) WHERE id = 1")
        store.connection.execute("UPDATE articles SET published_at = 'x', checked_at = 'y' WHERE id = 2")
        store.connection.execute("UPDATE urls SET found_at = 'z' WHERE article = 3")
    found = recover_soundly(damaged)
    assert (found.mended["articles"], found.refused["urls"]) == (3, 1)
    with Store.open(tmp_path / "new.db", readonly=True) as store:
        rows = store.connection.execute("SELECT title, published_at, checked_at FROM articles WHERE id < 3").fetchall()
    assert rows[0]["title"] == "Gặt\ufffd"
    assert (rows[1]["published_at"], rows[1]["checked_at"]) == (None, SEEN)


def test_a_number_is_not_used_again(original: Path, tmp_path: Path, spoil: Callable[..., Path]) -> None:
    damaged = spoil(lambda data: None)
    with Store.open(damaged) as store:
        store.connection.execute("UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'articles'")
    recover_soundly(damaged)
    with Store.open(tmp_path / "new.db", readonly=True) as store:
        kept = store.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'articles'").fetchone()[0]
    assert kept == 5000


def test_where_nothing_can_be_read_no_file_is_made(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("Không phải. " * 2000, "utf-8")
    with pytest.raises(DamagedDatabase, match="nothing of a harvest"):
        recover(tmp_path / "text.db", tmp_path / "new.db")
    with pytest.raises(StoreError, match="No such file"):
        recover(tmp_path / "none.db", tmp_path / "new.db")
    assert [path.name for path in tmp_path.iterdir()] == ["text.db"]


def test_nothing_is_written_over(original: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("Mine.\n", "utf-8")
    with pytest.raises(StoreError, match="already there"):
        recover(original, tmp_path / "mine")
    with pytest.raises(StoreError, match="of the database"):
        recover(original, original)
    assert (tmp_path / "mine").read_text("utf-8") == "Mine.\n"
