"""The full-text index: new articles come in by the dozen, and none is left out, whatever ends a run."""

import shutil
import threading

import pytest
from support.news import insert, make_article, make_database

from harvester.errors import StoreError
from harvester.store import Store, database
from harvester.store.articles.fulltext import BATCH, add, index_rest, is_complete, read_last
from harvester.store.connections import connect_reader
from harvester.store.reports.search import find_articles

CHECK = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"


@pytest.fixture
def left_open(tmp_path):
    """A database whose one article stands in no index, as a killed run leaves it."""
    path = make_database(tmp_path / "news.db")
    store = Store.open(path)
    insert(store.connection, "articles", make_article(1, {"title": "Mùa gặt ở Gò Mận"}))
    yield path, store
    store.close()


def find(path):
    with Store.open_for_search(path) as store:
        return [hit.id for hit in find_articles(store.connection, "gat go man").hits]


def test_articles_are_indexed_by_the_dozen(tmp_path):
    with Store.open(make_database(tmp_path / "news.db")) as store:
        for number in range(1, 2 * BATCH + 3):
            with store.transaction() as connection:
                insert(connection, "articles", make_article(number, {}))
                add(connection, number)
            assert read_last(connection) == number // BATCH * BATCH
    with Store.open(tmp_path / "news.db", readonly=True) as store:
        assert is_complete(store.connection) and read_last(store.connection) == 2 * BATCH + 2


def test_what_a_killed_run_left_out_is_found(left_open):
    path, store = left_open
    assert not is_complete(store.connection)
    assert find(path) == [1]
    assert is_complete(store.connection)
    store.connection.execute(CHECK)


def test_a_file_that_cannot_be_written_is_searched_as_it_is(left_open, monkeypatch):
    path, _ = left_open
    monkeypatch.setattr(database, "connect_writer", connect_reader)
    assert find(path) == []


def test_an_article_that_is_in_no_index_can_change_and_go(left_open):
    path, store = left_open
    store.connection.execute("UPDATE articles SET title = 'Mùa gặt mới ở Gò Mận' WHERE id = 1")
    insert(store.connection, "articles", make_article(2, {"title": "Gặt xong ở Gò Mận"}))
    store.connection.execute("DELETE FROM articles WHERE id = 2")
    assert find(path) == [1]
    store.connection.execute(CHECK)
    store.connection.execute("DELETE FROM articles WHERE id = 1")
    store.connection.execute(CHECK)
    assert find(path) == []


def test_a_copy_of_the_file_brings_its_index_along(left_open, tmp_path):
    path, _ = left_open
    for file in path.parent.glob("news.db*"):
        shutil.copy(file, tmp_path / file.name.replace("news", "copy"))
    Store.open(tmp_path / "copy.db").close()
    with Store.open(tmp_path / "copy.db") as store:
        assert is_complete(store.connection)
        store.connection.execute(CHECK)


def test_two_that_index_at_once_index_once(left_open):
    """FTS5 takes an article twice without a word; then its index is malformed."""
    path, store = left_open
    waiting = threading.Thread(target=lambda: Store.open_for_search(path).close())
    with store.transaction() as connection:
        insert(connection, "articles", make_article(2, {"title": "Gặt xong ở Gò Mận"}))
        waiting.start()
        index_rest(connection)
    waiting.join()
    for _ in range(2):
        index_rest(store.connection)
    store.connection.execute(CHECK)
    assert find(path) == [1, 2]


def test_a_file_with_nothing_in_it_is_named(tmp_path):
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match=r"nothing has been harvested into .*empty\.db"):
        Store.open_for_search(tmp_path / "empty.db")
