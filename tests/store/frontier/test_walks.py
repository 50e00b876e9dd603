"""Walks through listings: rows that say where each goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.store import Store
from harvester.store.frontier import addresses, outcomes, walks
from harvester.store.frontier.addresses import NewAddress, Sighting
from harvester.store.frontier.outcomes import Outcome
from harvester.store.reports import harvests

NOW = "2026-03-07T02:00:00+07:00"
HOME = "http://go.example.vn/"
SEEN = Sighting("go", HOME, 1, NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "a.db") as store:
        store.connection.execute("INSERT INTO runs (id, started_at) VALUES (1, ?)", (NOW,))
        store.connection.execute(
            "INSERT INTO portals (id, name, level, province, url) VALUES ('go', 'Gò', 'commune', 'X', ?)",
            (HOME,),
        )
        yield store


def page(number: int) -> NewAddress:
    return NewAddress(f"{HOME}muc?trang={number}", f"{HOME}muc?trang={number}", "listing")


START = page(1).url


def take_step(store: Store, walk: int, number: int, links: list[str], *, barren: bool = False) -> None:
    now, step = walks.read(store.connection, walk), walks.Step(page(number).url, links, barren)
    walks.advance(store.connection, now, step, page(number + 1), SEEN)
    outcomes.end(store.connection, page(number).url, Outcome("done", NOW, 200))


def end_walk(store: Store, walk: int, number: int, links: list[str]) -> None:
    now, step = walks.read(store.connection, walk), walks.Step(page(number).url, links, False)
    walks.finish(store.connection, now, step, "the last page", NOW)
    outcomes.end(store.connection, page(number).url, Outcome("done", NOW, 200))


def store_article(store: Store, key: str, published: str | None) -> str:
    connection = store.connection
    addresses.register(connection, [NewAddress(key, key, "article")], SEEN)
    row = connection.execute(
        "INSERT INTO articles (portal, uid, url, title, body, content_hash, platform, extractor, read_from,"
        " published_at, first_seen_at, last_seen_at, checked_at)"
        " VALUES ('go', :url, :url, 'T', 'B', 'h', 'p', 'p/1', :url, :at, :now, :now, :now)",
        {"url": key, "at": published, "now": NOW},
    )
    outcomes.end(connection, key, Outcome("done", NOW, 200, article=row.lastrowid))
    return key


def test_a_walk_goes_on_where_it_was_cut_short(store: Store) -> None:
    walk = walks.begin(store.connection, START, page(1), "complete", SEEN)
    assert [a.url for a in addresses.read_due(store.connection, "go", NOW, 9)] == [START]
    take_step(store, walk, 1, ["a", "b"])
    [cut] = walks.read_unfinished(store.connection, "go")
    assert (cut.id, cut.next_url, cut.pages, cut.barren) == (walk, page(2).url, 1, 0)
    take_step(store, walk, 2, ["b"], barren=True)
    assert walks.read(store.connection, walk).barren == 1
    assert walks.is_page_seen(store.connection, walk, page(1).url)
    assert not walks.is_page_seen(store.connection, walk, page(3).url)
    assert walks.is_due_at(store.connection, "go", page(3).url)
    end_walk(store, walk, 3, [])
    assert not walks.read_unfinished(store.connection, "go")
    assert walks.read_starts(store.connection, "go") == [START]


def test_another_walk_stops_where_one_that_goes_to_the_end_waits(store: Store) -> None:
    whole = walks.begin(store.connection, START, page(1), "complete", SEEN)
    take_step(store, whole, 1, ["a"])
    newest = walks.read(store.connection, walks.begin(store.connection, START, page(1), "newest", SEEN))
    assert walks.is_awaited(store.connection, newest, page(2).url)
    assert not walks.is_awaited(store.connection, walks.read(store.connection, whole), page(2).url)
    walks.abandon(store.connection, whole, "gone: answers 404", NOW)
    assert not walks.is_awaited(store.connection, newest, page(2).url)
    walks.widen(store.connection, newest.id)
    assert walks.read(store.connection, newest.id).mode == "complete"


def test_a_listing_that_never_showed_a_page_has_not_been_walked(store: Store) -> None:
    assert not walks.has_been(store.connection, "go", START)
    walk = walks.begin(store.connection, START, page(1), "complete", SEEN)
    assert walks.has_been(store.connection, "go", START), "it is being walked"
    walks.abandon(store.connection, walk, "gone: answers 404", NOW)
    assert not walks.has_been(store.connection, "go", START)
    again = walks.begin(store.connection, START, page(1), "complete", SEEN)
    end_walk(store, again, 1, ["a"])
    assert walks.has_been(store.connection, "go", START)


def test_a_page_that_has_moved(store: Store) -> None:
    walk = walks.begin(store.connection, START, page(1), "complete", SEEN)
    walks.move(store.connection, walk, page(5).url)
    assert walks.read(store.connection, walk).next_url == page(5).url
    walks.abandon(store.connection, walk, "x", NOW)
    walks.move(store.connection, walk, page(6).url)
    assert walks.read(store.connection, walk).next_url is None


@pytest.mark.parametrize("published", [("2020", "2026"), ("2026", "2020"), (None, None)])
def test_the_two_ends_of_a_listing(store: Store, published: tuple[str | None, str | None]) -> None:
    first, last = (store_article(store, HOME + name, day) for name, day in zip("fl", published, strict=True))
    assert walks.read_ends(store.connection, "go", START) is None
    walk = walks.begin(store.connection, START, page(1), "complete", SEEN)
    take_step(store, walk, 1, [first])
    assert walks.read_ends(store.connection, "go", START) is None, "not while it goes on"
    end_walk(store, walk, 2, [last])
    assert walks.read_ends(store.connection, "go", START) == walks.Ends(page(2).url, *published, True)
    onward = walks.begin(store.connection, START, page(2), "onward", SEEN)
    take_step(store, onward, 2, [last])
    end_walk(store, onward, 3, [last])
    assert walks.read_ends(store.connection, "go", START) == walks.Ends(page(3).url, *published, True)


def test_a_walk_tells_what_it_has_not_come_by(store: Store) -> None:
    links = [f"{HOME}a.html", f"{HOME}b.html"]
    addresses.register(store.connection, [NewAddress(url, url, "article") for url in links], SEEN)
    one = walks.begin(store.connection, START, page(1), "complete", SEEN)
    other = walks.begin(store.connection, HOME, page(2), "complete", SEEN)
    assert walks.note_links(store.connection, one, links[:1]) == 1
    assert walks.note_links(store.connection, one, links) == 1
    assert walks.note_links(store.connection, one, links) == 0
    assert walks.note_links(store.connection, other, links) == 2


def test_a_listing_whose_last_page_has_gone_has_lost_its_end(store: Store) -> None:
    assert not walks.has_lost_its_end(store.connection, "go", START)
    walk = walks.begin(store.connection, START, page(3), "onward", SEEN)
    assert not walks.has_lost_its_end(store.connection, "go", START)
    walks.abandon(store.connection, walk, "gone: answers 404", NOW)
    assert walks.has_lost_its_end(store.connection, "go", START)
    walk = walks.begin(store.connection, START, page(1), "complete", SEEN)
    end_walk(store, walk, 1, [])
    assert not walks.has_lost_its_end(store.connection, "go", START)


def count(store: Store) -> int:
    return int(store.connection.execute("SELECT count(*) FROM walks").fetchone()[0])


def test_ended_walks_go_and_what_they_told_stays(store: Store) -> None:
    connection = store.connection
    first, last = store_article(store, HOME + "f", "2026"), store_article(store, HOME + "l", "2020")
    whole = walks.begin(connection, START, page(1), "complete", SEEN)
    take_step(store, whole, 1, [first])
    end_walk(store, whole, 2, [last])
    other = walks.begin(connection, HOME, page(8), "complete", SEEN)
    walks.note_links(connection, whole, [first, last])
    told = []
    for _ in range(30):
        walk = walks.begin(connection, START, page(1), "newest", SEEN)
        end_walk(store, walk, 1, [first])
        onward = walks.begin(connection, START, page(2), "onward", SEEN)
        end_walk(store, onward, 2, [])
        with store.transaction():
            walks.prune(connection, "go")
        told.append(
            (
                walks.read_ends(connection, "go", START),
                walks.has_been(connection, "go", START),
                walks.has_lost_its_end(connection, "go", START),
                walks.read_starts(connection, "go"),
                [walk.id for walk in walks.read_unfinished(connection, "go")],
                count(store),
            )
        )
    assert set(map(str, told)) == {str(told[0])}
    assert told[0][:5] == (walks.Ends(page(2).url, "2026", "2020", True), True, False, [HOME, START], [other])
    assert told[0][5] <= 5
    assert walks.begin(connection, START, page(1), "newest", SEEN) > onward, "no number is given a second time"
    assert walks.prune(connection, "man") == 0


def test_a_listing_that_only_its_last_walk_found_without_links_is_still_known_to_have_had_some(store: Store) -> None:
    had = walks.begin(store.connection, START, page(1), "complete", SEEN)
    end_walk(store, had, 1, [store_article(store, HOME + "f", "2026")])
    for run in (2, 3):
        store.connection.execute("INSERT INTO runs (id, started_at) VALUES (?, ?)", (run, NOW))
        walk = walks.begin(store.connection, START, page(1), "newest", Sighting("go", HOME, run, NOW))
        end_walk(store, walk, 1, [])
        walks.prune(store.connection, "go")
        assert harvests.read_listings(store.connection, "go", run) == {START: False}


@pytest.mark.parametrize(("year", "is_behind"), [("2024", True), ("2026", False)])
def test_newer_articles_stand_behind_a_page_of_pinned_ones(store: Store, year: str, is_behind: bool) -> None:
    with store.transaction() as connection:
        walk = walks.begin(connection, START, page(1), "complete", SEEN)
        first = [store_article(store, f"{HOME}ghim-{n}", f"{year}-05-0{n}T00:00:00+07:00") for n in range(1, 4)]
        take_step(store, walk, 1, first)
        second = [store_article(store, f"{HOME}tin-{n}", f"2025-05-0{n}T00:00:00+07:00") for n in range(1, 4)]
        connection.execute("UPDATE urls SET found_in = ? WHERE url LIKE '%tin-%'", (page(2).url,))
        end_walk(store, walk, 2, second)
        assert walks.has_newer_behind(connection, "go", START, first) == is_behind
        assert not walks.has_newer_behind(connection, "go", START, second)
