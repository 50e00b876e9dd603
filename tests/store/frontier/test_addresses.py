"""The frontier in an SQLite file: what is due, in which order, and how addresses end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.items import SeenDate
from harvester.store import Store
from harvester.store.frontier import addresses, counts, outcomes, rechecks
from harvester.store.frontier.addresses import Address, Kind, NewAddress, Sighting
from harvester.store.frontier.outcomes import Outcome

NOW, LATER = "2026-03-07T02:00:00+07:00", "2026-03-07T03:00:00+07:00"
HOME = "http://go.example.vn/"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "a.db") as store:
        store.connection.execute("INSERT INTO runs (id, started_at) VALUES (1, ?), (2, ?)", (NOW, LATER))
        for portal in ("go", "man"):
            store.connection.execute(
                "INSERT INTO portals (id, name, level, province, url) VALUES (?, 'Gò', 'commune', 'X', ?)",
                (portal, HOME),
            )
        yield store


def see(portal: str = "go", run: int = 1) -> Sighting:
    return Sighting(portal, HOME, run, NOW)


def new(path: str, kind: Kind = "article", date: SeenDate | None = None) -> NewAddress:
    return NewAddress(HOME + path, HOME + path, kind, date)


def due(store: Store, now: str = NOW, limit: int = 50) -> list[str]:
    return [a.url.removeprefix(HOME) for a in addresses.read_due(store.connection, "go", now, limit)]


def read(store: Store, path: str) -> Address:
    [address] = [a for a in addresses.read_due(store.connection, "go", "9999", 99) if a.url == HOME + path]
    return address


def column(store: Store, path: str, name: str) -> object:
    return store.connection.execute(f"SELECT {name} FROM urls WHERE url = ?", (HOME + path,)).fetchone()[0]


def test_known_addresses_stay_as_they_are(store: Store) -> None:
    assert addresses.register(store.connection, [new("a"), new("b"), new("a")], see()) == {
        HOME + "a",
        HOME + "b",
    }
    outcomes.end(store.connection, HOME + "a", Outcome("done", NOW, 200))
    assert addresses.register(store.connection, [new("a"), new("c")], see("man", 2)) == {HOME + "c"}
    assert (column(store, "a", "state"), column(store, "a", "portal")) == ("done", "go")
    both = [HOME + name for name in ("a", "b", "c", "d")]
    assert addresses.count_known(store.connection, both, before_run=2) == 2, "c is of this run, d is unknown"
    assert due(store) == ["b"], "the other portal's address is not this one's"


def test_the_order_of_fetching(store: Store) -> None:
    connection = store.connection
    addresses.register(
        connection, [new("a1"), new("l", "listing"), new("a2"), new("s", "sitemap"), new("f", "feed")], see()
    )
    addresses.reopen(connection, new("l2", "listing"), see(), rank=addresses.DEEPER)
    addresses.reopen(connection, new("", "home"), see())
    outcomes.postpone(connection, HOME + "a1", Outcome("pending", NOW, 500, "answers 500"), None)
    assert due(store) == ["", "s", "f", "l", "a2", "a1", "l2"]
    assert due(store, limit=2) == ["", "s"]
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT url FROM urls WHERE portal = 'go' AND state = 'pending' AND kind IN ('article')"
        " AND (next_try_at IS NULL OR next_try_at <= 'x') ORDER BY rank, tries, rowid LIMIT 50"
    )
    sorts = [row["detail"] for row in plan if "TEMP B-TREE" in row["detail"]]
    assert not sorts, "a bite must not sort all that is due"


def test_failures_wait_and_endings_reset_their_count(store: Store) -> None:
    addresses.register(store.connection, [new("a")], see())
    outcomes.claim(store, HOME + "a")
    outcomes.postpone(store.connection, HOME + "a", Outcome("pending", NOW, 500, "answers 500"), LATER)
    assert (due(store), due(store, LATER)) == ([], ["a"])
    assert (read(store, "a").tries, read(store, "a").claims) == (1, 0)
    rechecks.forgive_waits(store.connection, "go")
    assert due(store) == ["a"]
    outcomes.end(store.connection, HOME + "a", Outcome("done", NOW, 200))
    assert (column(store, "a", "tries"), column(store, "a", "last_error")) == (0, None)
    outcomes.end(store.connection, HOME + "a", Outcome("failed", NOW, 500, "answers 500"))
    assert column(store, "a", "tries") == 1


def test_claims_outlive_a_death_and_nothing_else(store: Store) -> None:
    connection = store.connection
    addresses.register(connection, [new("a"), new("b"), new("c")], see())
    for path in "abc":
        outcomes.claim(store, HOME + path)
    outcomes.claim(store, HOME + "a")
    assert read(store, "a").claims == 2
    outcomes.release(connection, HOME + "b")
    outcomes.end(connection, HOME + "c", Outcome("skipped", NOW))
    assert counts.read_claims(connection) == {HOME + "a": 2}


def test_dates_beside_links(store: Store) -> None:
    connection = store.connection
    first, rechecks, other = (
        SeenDate("1/2/2026", "listing"),
        SeenDate("1/2/2026", "listing"),
        SeenDate("2026", "feed"),
    )
    links = [new("a", date=first), new("a", date=rechecks), new("a", date=other), new("b")]
    addresses.register(connection, links, see())
    assert addresses.remember_dates(connection, links) == set()
    assert read(store, "a").dates == (other, first)
    assert addresses.has_date(connection, links[0]) and not addresses.has_date(connection, new("b", date=first))


def test_redirects(store: Store) -> None:
    connection = store.connection
    addresses.register(connection, [new("a"), new("b", "listing")], see())
    spelled = NewAddress(HOME + "a", "https://www.go.example.vn/a", "article")
    outcomes.redirect(connection, read(store, "a"), spelled, Outcome("done", NOW, 301), see())
    assert (read(store, "a").fetch_url, read(store, "a").hops) == ("https://www.go.example.vn/a", 1)
    outcomes.redirect(connection, read(store, "a"), new("z"), Outcome("done", NOW, 301), see())
    assert (column(store, "a", "state"), column(store, "a", "redirect_to")) == ("done", HOME + "z")
    assert read(store, "z").hops == 2
    assert outcomes.leads_back(connection, HOME + "a", HOME + "z")
    assert not outcomes.leads_back(connection, HOME + "z", HOME + "a")
    addresses.register(connection, [new("l", "listing")], see())
    outcomes.end(connection, HOME + "l", Outcome("done", NOW, 200))
    outcomes.redirect(connection, read(store, "b"), new("l", "listing"), Outcome("done", NOW, 302), see())
    assert "l" in due(store), "a source goes on to where it leads now"


def test_sources_of_a_portal(store: Store) -> None:
    connection = store.connection
    addresses.register(connection, [new("s", "sitemap"), new("x", "sitemap"), new("f", "feed")], see())
    under = Sighting("go", HOME + "s", 1, NOW)
    addresses.register(connection, [new("s1", "sitemap")], under)
    outcomes.end(connection, HOME + "x", Outcome("gone", NOW, 404, "answers 404"))
    assert [a.url for a in addresses.read_sources(connection, "go", "sitemap")] == [HOME + "s"]
    outcomes.redirect(connection, read(store, "s"), new("moved", "sitemap"), Outcome("done", NOW, 301), under)
    assert [a.url for a in addresses.read_sources(connection, "go", "sitemap")] == [HOME + "s"]
    assert [a.url for a in addresses.read_sources(connection, "go", "feed")] == [HOME + "f"]


def test_older_articles_become_due_for_another_day(store: Store) -> None:
    connection = store.connection
    addresses.register(connection, [new("a"), new("b"), new("c")], see())
    outcomes.end(connection, HOME + "a", Outcome("skipped", NOW, None, "older than 2020-01-01"))
    outcomes.end(connection, HOME + "b", Outcome("skipped", NOW, None, "robots.txt forbids it"))
    assert rechecks.reopen_older(connection, "go", "older than 2020-01-01") == 0
    assert rechecks.reopen_older(connection, "go", "older than 2010-01-01") == 1
    assert sorted(due(store)) == ["a", "c"]
    outcomes.end(connection, HOME + "c", Outcome("gone", NOW, 404, "answers 404"))
    assert rechecks.reopen_everything(connection, "go") == 2
    assert sorted(due(store)) == ["a", "b", "c"]


def test_the_sitemaps_of_an_unchanged_index_are_read_unless_it_tells_when_they_changed(store: Store) -> None:
    connection = store.connection
    under = Sighting("go", HOME + "s", 1, NOW)
    told = new("s2", "sitemap", SeenDate("2026-03-01", "sitemap"))
    addresses.register(connection, [new("s1", "sitemap"), told], under)
    addresses.remember_dates(connection, [told])
    for path in ("s1", "s2"):
        outcomes.end(connection, HOME + path, Outcome("done", NOW, 200))
    assert rechecks.reopen_maps(connection, HOME + "s") == 1
    assert due(store) == ["s1"]


def test_books(store: Store) -> None:
    connection = store.connection
    addresses.register(connection, [new(path) for path in "abcd"], see())
    addresses.reopen(connection, new("", "home"), see())
    outcomes.end(connection, HOME, Outcome("done", NOW, 200))
    outcomes.end(connection, HOME + "a", Outcome("failed", NOW, 500, "answers 500"))
    outcomes.postpone(connection, HOME + "b", Outcome("pending", NOW, 500, "answers 502"), LATER)
    outcomes.end(connection, HOME + "c", Outcome("skipped", NOW, 200, "no title"))
    assert counts.count_states(connection, "go") == {"done": 1, "failed": 1, "pending": 2, "skipped": 1}
    assert (counts.count_all(connection, "go"), counts.count_due(connection, "go", NOW)) == (5, 1)
    assert counts.count_article_pages(connection, "go") == (4, 2, 0)
    assert counts.read_home(connection, "go") == counts.Standing(HOME, "done", None)
    assert counts.read_home(connection, "man") is None
    assert counts.read_last_error(connection, "go", NOW) == "answers 502"
    assert counts.read_last_error(connection, "man") is None
