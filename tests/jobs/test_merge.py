"""Databases of single portals, merged, say what one database of them all says."""

from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise

import pytest
from support.books import check_books, check_file
from support.databases import compare_databases, open_database
from support.looks import PlainLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester.environment import read_clock
from harvester.errors import DatabaseBusy, StoreError
from harvester.jobs.merge import merge
from harvester.store import Store
from harvester.store.lock import held
from harvester.store.merging import DERIVED, OWN

IDS = ("xa-a", "xa-b", "xa-c", "xa-d", "xa-e")


def make_sites():
    """Five portals, of which each prints an article of the one before."""
    sites = [Site(count=6, seed=seed, look=PlainLook(per_page=4)) for seed in range(1, 6)]
    for one, other in pairwise(sites):
        copied = one.piece("a-3").text
        other.add(replace(copied, title=f"Tin chép lại: {copied.title}"))
    return sites


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A database of all portals, and for each portal one of its own."""
    folder = tmp_path_factory.mktemp("merge")
    with ExitStack() as stack:
        servers = [stack.enter_context(PortalServer(site)) for site in make_sites()]
        for name, server in zip(IDS, servers, strict=True):
            write_portal(folder / "all", server, name)
            write_portal(folder / name, server, name)
        whole = Crawl(folder / "all.db", folder / "all")
        assert whole.run().code == 0
        for name in IDS:
            assert Crawl(folder / f"{name}.db", folder / name).run().code == 0
        yield folder, whole


def join(folder, names, into):
    return merge([folder / f"{name}.db" for name in names], into, read_clock())


@pytest.mark.parametrize("names", [IDS, IDS[::-1], (*IDS[2:], *IDS[:3])], ids=["in order", "reversed", "one twice"])
def test_shards_in_any_order_are_one_database(world, tmp_path, names):
    folder, whole = world
    merged = join(folder, names, tmp_path / "merged.db")
    assert merged.databases == 5 and merged.new == merged.articles > 30
    assert compare_databases(whole.db, tmp_path / "merged.db") == []
    assert check_file(tmp_path / "merged.db") == [] and check_books(tmp_path / "merged.db") == []


def test_a_second_merge_changes_nothing(world, tmp_path):
    folder, _ = world
    into = tmp_path / "merged.db"
    join(folder, IDS, into)
    before = list_rows(into)
    assert join(folder, IDS[::-1], into).new == 0
    assert list_rows(into) == before


def test_shards_of_shards(world, tmp_path):
    folder, whole = world
    join(folder, IDS[:2], tmp_path / "one.db")
    join(folder, IDS[2:], tmp_path / "two.db")
    merge([tmp_path / "two.db", tmp_path / "one.db"], tmp_path / "merged.db", read_clock())
    assert compare_databases(whole.db, tmp_path / "merged.db") == []


def test_a_merged_database_is_crawled_on(world, tmp_path):
    folder, whole = world
    join(folder, IDS[::-1], tmp_path / "merged.db")
    crawl = Crawl(tmp_path / "merged.db", whole.portals)
    finished = crawl.run(now=DAYS[1])
    assert finished.code == 0, finished.errors[-2000:]
    assert {portal["new"] for portal in finished.counts["portals"].values()} == {0}
    assert check_file(crawl.db) == [] and check_books(crawl.db) == []


def test_numbers_are_kept_with_where_they_come_from(world, tmp_path):
    folder, _ = world
    join(folder, IDS[:2], tmp_path / "merged.db")
    with open_database(tmp_path / "merged.db") as merged, open_database(folder / "xa-b.db") as shard:
        rows = merged.execute(
            "select r.there, a.uid from merged_rows r join merged_databases d on d.id = r.database"
            " join articles a on a.id = r.here where r.kind = 'article' and d.path like '%xa-b.db'"
        ).fetchall()
        assert {tuple(row) for row in rows} == {tuple(row) for row in shard.execute("select id, uid from articles")}


def test_a_merge_that_was_cut_short_is_run_again(world, tmp_path, monkeypatch):
    folder, whole = world
    into = tmp_path / "merged.db"

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("harvester.jobs.merge.link_duplicates", die)
        with pytest.raises(KeyboardInterrupt):
            join(folder, IDS, into)
    join(folder, IDS, into)
    assert compare_databases(whole.db, into) == []


def test_of_two_texts_the_later_is_shown_whatever_comes_first(world, tmp_path):
    folder, _ = world
    with Store.open(folder / "xa-a.db", readonly=True) as store:
        store.connection.execute("VACUUM INTO ?", (str(tmp_path / "later.db"),))
    with Store.open(tmp_path / "later.db") as store, store.transaction() as connection:
        connection.execute(
            "UPDATE articles SET body = body || ' Nay thêm một dòng.', content_hash = 'other',"
            " first_seen_at = '2026-03-08T02:00:00+07:00', checked_at = first_seen_at WHERE id = 2"
        )
    shards = [folder / "xa-a.db", tmp_path / "later.db"]
    merge(shards, tmp_path / "one.db", read_clock())
    merge(shards[::-1], tmp_path / "other.db", read_clock())
    merge(shards, tmp_path / "other.db", read_clock())
    assert compare_databases(tmp_path / "one.db", tmp_path / "other.db") == []
    with open_database(tmp_path / "one.db") as connection:
        [row] = connection.execute("select body, revision from articles where content_hash = 'other'")
        assert row["body"].endswith("Nay thêm một dòng.") and row["revision"] == 2


def test_what_was_forgotten_does_not_come_back(world, tmp_path):
    folder, _ = world
    with Store.open(tmp_path / "merged.db") as store, store.transaction() as connection:
        with open_database(folder / "xa-a.db") as shard:
            [uid] = shard.execute("select uid from articles where id = 1").fetchone()
        connection.execute("INSERT INTO tombstones VALUES (?, 'address', ?, ?)", (uid, uid, DAYS[0]))
    join(folder, IDS[:1], tmp_path / "merged.db")
    with open_database(tmp_path / "merged.db") as connection:
        assert connection.execute("select count(*) from articles where uid = ?", (uid,)).fetchone()[0] == 0


def test_databases_that_cannot_be_merged_change_nothing(world, tmp_path):
    folder, _ = world
    into = tmp_path / "merged.db"
    with pytest.raises(StoreError, match="into itself"):
        merge([folder / "xa-a.db"], folder / "all" / ".." / "xa-a.db", read_clock())
    with pytest.raises(StoreError, match="no such database"):
        join(folder, ["xa-a", "nowhere"], into)
    with Store.open(tmp_path / "newer.db") as store:
        store.connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('harvester', 'm999_later')"
        )
    with pytest.raises(StoreError, match="upgrade this one"):
        merge([folder / "xa-a.db", tmp_path / "newer.db"], into, read_clock())
    assert not into.exists()


def test_a_held_database_is_busy(world, tmp_path):
    folder, _ = world
    with held(tmp_path / "merged.db"), pytest.raises(DatabaseBusy):
        join(folder, IDS[:1], tmp_path / "merged.db")


def test_every_table_is_merged_or_made_anew(tmp_path):
    source = (
        open_text("harvester/store/merging.py") + "".join(sorted(DERIVED | OWN)) + "units unit_changes units_today"
    )
    with Store.open(tmp_path / "a.db") as store:
        rows = store.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'articles_fts%'"
            " AND name NOT LIKE '%sqlite_%'"
        )
        assert [row[0] for row in rows if row[0] not in source] == []


def open_text(name):
    from support.runs import ROOT

    return (ROOT / name).read_text("utf-8")


def list_rows(path):
    """Everything in a database but when it was merged."""
    with open_database(path) as connection:
        tables = [row[0] for row in connection.execute(
            "select name from sqlite_master where type = 'table' and name not like 'articles_fts%'"
        )]  # fmt: skip
        return {table: [tuple(row) for row in connection.execute(f"select * from {table}")] for table in tables}
