"""Bands of the newest texts, which go into the file many at a time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from harvester.store import Store
from harvester.store.articles import bands

SIZE = 2 * bands.ROWS * bands.PLACED
ENOUGH = bands.BATCH + 20


def make_sketch(seed: int) -> bytes:
    return random.Random(seed).randbytes(SIZE)


def add_texts(store: Store, seeds: range) -> None:
    """Texts with the seeds as ids. The head's article is not of interest here."""
    store.connection.execute("PRAGMA foreign_keys = OFF")
    for seed in seeds:
        with store.transaction() as db:
            db.execute("INSERT INTO texts VALUES (?, 1, ?, x'')", (seed, make_sketch(seed)))
            bands.add(db, seed, make_sketch(seed))


def find(store: Store, seed: int, limit: int = 9) -> set[int]:
    [found] = bands.find(store.connection, (bands.list_bands(make_sketch(seed)), limit))
    return set().union(*found.values())


def count(store: Store, table: str) -> int:
    row = store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def test_every_text_is_found_whether_in_the_file_or_not(path: Path) -> None:
    with Store.open(path) as store:
        add_texts(store, range(ENOUGH))
        assert count(store, "unbanded_texts") == 20, "a batch has gone into the file"
        assert count(store, "bands") == bands.BATCH * bands.PLACED
        assert [find(store, seed) for seed in range(ENOUGH)] == [{seed} for seed in range(ENOUGH)]


def test_a_process_that_dies_leaves_nothing_unfound(path: Path) -> None:
    store = Store.open(path)
    add_texts(store, range(5))
    with Store.open(path) as another:  # as after a kill: nothing of the first one's memory is there
        assert count(another, "bands") == 0
        assert [find(another, seed) for seed in range(5)] == [{seed} for seed in range(5)]
    store.close()


def test_what_is_rolled_back_is_found_no_more(path: Path) -> None:
    with Store.open(path) as store:
        add_texts(store, range(2))
        with pytest.raises(ZeroDivisionError), store.transaction() as db:
            bands.add(db, 7, make_sketch(7))
            raise ZeroDivisionError
        assert (find(store, 7), find(store, 1)) == (set(), {1})


def test_removed_texts_are_found_nowhere(path: Path) -> None:
    with Store.open(path) as store:
        add_texts(store, range(ENOUGH))
        for seed in (3, ENOUGH - 1):
            with store.transaction() as db:
                bands.remove(db, seed, make_sketch(seed))
            assert find(store, seed) == set()


def test_of_many_texts_in_a_band_the_first_are_told(path: Path) -> None:
    same = make_sketch(1)
    with Store.open(path) as store:
        for text in random.Random(2).sample(range(1000), ENOUGH):
            with store.transaction() as db:
                bands.add(db, text, same)
        known = {row[0] for row in store.connection.execute("SELECT text FROM unbanded_texts")}
        known |= {row[0] for row in store.connection.execute("SELECT text FROM bands")}
        band = bands.list_bands(same)[0]
        first = sorted(known)
        assert len(first) == ENOUGH
        assert bands.find(store.connection, ([band], 9)) == [{band: first[:9]}]
        found = bands.find(store.connection, (bands.list_bands(same), 9))[0]
        assert found[band] == first[:9], "also where all bands are full"
        assert bands.find_beyond(store.connection, band, first[8], 5) == first[9:14]


def test_what_another_connection_added_meanwhile_is_not_lost(path: Path) -> None:
    with Store.open(path) as store, Store.open(path) as another:
        with another.transaction() as db:
            db.execute("INSERT INTO unbanded_texts VALUES (10000)")  # which the first one knows nothing of
            assert find(store, 1) == set()
        add_texts(store, range(bands.BATCH))
        assert [row[0] for row in store.connection.execute("SELECT text FROM unbanded_texts")][-1:] == [10000]
        assert find(store, 1) == {1}


def test_a_text_that_is_removed_and_comes_again_is_found(path: Path) -> None:
    with Store.open(path) as store:
        add_texts(store, range(5))
        with store.transaction() as db:
            bands.remove(db, 3, make_sketch(3))
            bands.add(db, 3, make_sketch(30))
        assert (find(store, 3), find(store, 30), find(store, 2)) == (set(), {3}, {2})
