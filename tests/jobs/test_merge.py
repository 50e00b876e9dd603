"""Databases of single portals, merged, say what one database of them all says."""

import os
import shutil
import signal
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from support.books import check_books, check_file
from support.databases import compare_databases, open_database
from support.looks import PlainLook
from support.news import make_database
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.demo.made_up_units import load_demo_units
from harvester.environment import read_clock
from harvester.errors import DamagedDatabase, DatabaseBusy, StoreError
from harvester.jobs.forgetting import find_candidate, forget
from harvester.jobs.merge import merge
from harvester.loading.article_units import fill_units
from harvester.store import Store, merging, renaming, units
from harvester.store.lock import held
from harvester.store.merging import DERIVED, OWN

IDS = tuple(f"xa-{letter}" for letter in "abcdefgh")


def make_sites():
    """Eight portals, of which each prints an article of the one before."""
    sites = [Site(count=4, seed=seed, look=PlainLook(per_page=4)) for seed in range(1, 9)]
    for one, other in pairwise(sites):
        copied = one.piece("a-2").text
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


@takes_long
@pytest.mark.parametrize("count", [2, 5, 8])
def test_shards_in_any_order_are_one_database(world, tmp_path, count):
    folder, whole = world
    shards = make_shards(folder, tmp_path, count)
    chance = Random(count)
    chance.shuffle(shards)
    merged = merge([*shards, shards[0]], tmp_path / "merged.db", read_clock())
    assert merged.databases == count and merged.new == merged.articles > 30
    assert compare_databases(whole.db, tmp_path / "merged.db") == []
    assert check_file(tmp_path / "merged.db") == [] and check_books(tmp_path / "merged.db") == []


def make_shards(folder, tmp_path, count):
    """So many databases, which have all portals among them."""
    shards = []
    for number in range(count):
        names = IDS[number::count]
        shards.append(folder / f"{names[0]}.db" if len(names) == 1 else tmp_path / f"shard-{number}.db")
        if len(names) > 1:
            join(folder, names, shards[-1])
    return shards


def test_a_second_merge_changes_nothing(world, tmp_path):
    folder, _ = world
    into = tmp_path / "merged.db"
    join(folder, IDS, into)
    before = list_rows(into)
    assert join(folder, IDS[::-1], into).new == 0
    assert list_rows(into) == before


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


def test_a_merge_that_was_killed_is_run_again(world, tmp_path, monkeypatch):
    """Killed while the third database was being taken over, and nothing of it committed."""
    folder, whole = world
    into = tmp_path / "merged.db"
    note, noted = merging.note_merged, []

    def die(*some):
        noted.append(some)
        if len(noted) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        note(*some)

    monkeypatch.setattr(merging, "note_merged", die)
    child = os.fork()
    if child == 0:
        join(folder, IDS, into)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    with open_database(into) as connection:
        assert connection.execute("select count(*) from merged_databases").fetchone()[0] == 2
    monkeypatch.undo()
    join(folder, IDS, into)
    assert compare_databases(whole.db, into) == []


def test_of_two_texts_the_later_is_shown_whatever_comes_first(world, tmp_path):
    folder, _ = world
    copy_with_text(folder / "xa-a.db", tmp_path / "later.db", "2026-03-08T02:00:00+07:00", "other")
    shards = [folder / "xa-a.db", tmp_path / "later.db"]
    merge(shards, tmp_path / "one.db", read_clock())
    merge(shards[::-1], tmp_path / "other.db", read_clock())
    merge(shards, tmp_path / "other.db", read_clock())
    assert compare_databases(tmp_path / "one.db", tmp_path / "other.db") == []
    with open_database(tmp_path / "one.db") as connection:
        [row] = connection.execute("select body, revision from articles where content_hash = 'other'")
        assert row["body"].endswith("Nay thêm một dòng.") and row["revision"] == 2


def test_database_that_is_written_meanwhile_is_taken_over_as_of_one_moment(world, tmp_path, monkeypatch):
    folder, _ = world
    copy_with_text(folder / "xa-a.db", tmp_path / "crawled.db", "2026-03-08T02:00:00+07:00", "second")
    shutil.copyfile(tmp_path / "crawled.db", tmp_path / "moment.db")
    list_changed = merging.list_changed

    def write_and_list(*some):
        with Store.open(tmp_path / "crawled.db") as store, store.transaction() as connection:
            connection.execute(
                "INSERT INTO revisions (article, revision, seen_at, title, body, content_hash, cause)"
                " SELECT id, 1, ?, title, body, content_hash, 'page' FROM articles WHERE id = 2", (DAYS[2],)
            )  # fmt: skip
            connection.execute("UPDATE articles SET body = 'Khác.', content_hash = 'third', revision = 2 WHERE id = 2")
        return list_changed(*some)

    join(folder, IDS[:1], tmp_path / "one.db")
    monkeypatch.setattr(merging, "list_changed", write_and_list)
    join(tmp_path, ["crawled"], tmp_path / "one.db")
    monkeypatch.undo()
    merge([folder / "xa-a.db", tmp_path / "moment.db"], tmp_path / "other.db", read_clock())
    assert compare_databases(tmp_path / "one.db", tmp_path / "other.db") == []


def copy_with_text(source, copy, since, content_hash):
    with Store.open(source, readonly=True) as store:
        store.connection.execute("VACUUM INTO ?", (str(copy),))
    change_text(copy, since, content_hash)


def change_text(path, since, content_hash):
    with Store.open(path) as store, store.transaction() as connection:
        connection.execute(
            "UPDATE articles SET body = body || ' Nay thêm một dòng.', content_hash = ?,"
            " first_seen_at = ?, checked_at = first_seen_at WHERE id = 2", (content_hash, since),
        )  # fmt: skip


@pytest.mark.parametrize("is_first", [True, False], ids=["forgotten here", "forgotten there"])
def test_what_was_forgotten_in_one_is_in_none(world, tmp_path, is_first):
    folder, _ = world
    shutil.copyfile(folder / "xa-a.db", tmp_path / "forgotten.db")
    with Store.open(tmp_path / "forgotten.db") as store:
        url, uid = store.connection.execute("SELECT url, uid FROM articles WHERE id = 2").fetchone()
        forget(store, find_candidate(store, url), DAYS[0])
    shards = [tmp_path / "forgotten.db", folder / "xa-a.db"]
    merge(shards if is_first else shards[::-1], tmp_path / "merged.db", read_clock())
    with open_database(tmp_path / "merged.db") as connection:
        for query in ("articles where uid = ?", "urls where url = ?", "article_urls where url = ?"):
            value = uid if "uid" in query else url
            assert connection.execute(f"select count(*) from {query}", (value,)).fetchone()[0] == 0
        assert connection.execute("select count(*) from tombstones where uid = ?", (uid,)).fetchone()[0] > 1
    assert check_file(tmp_path / "merged.db") == []


def test_audit_that_was_scored_twice_is_that_of_the_longer_look(tmp_path):
    for name, hits in (("one", 5), ("two", 9)):
        with Store.open(tmp_path / f"{name}.db") as store, store.transaction() as connection:
            connection.execute("INSERT INTO audit_scores VALUES ('a', 'title', '', ?, 1, ?, 0, 0, 0)", (DAYS[0], hits))
    for number, names in enumerate((("one", "two"), ("two", "one"))):
        join(tmp_path, names, tmp_path / f"{number}-all.db")
        with open_database(tmp_path / f"{number}-all.db") as connection:
            assert [row[0] for row in connection.execute("select hits from audit_scores")] == [9]


@pytest.mark.parametrize("is_first", [True, False], ids=["renamed first", "renamed last"])
def test_portal_that_was_renamed_in_one_is_one(world, tmp_path, is_first):
    """And what only the database that knows its earlier id has seen comes along."""
    folder, _ = world
    copy_with_text(folder / "xa-b.db", tmp_path / "old.db", "2026-03-08T02:00:00+07:00", "second")
    shutil.copyfile(folder / "xa-b.db", tmp_path / "new.db")
    merge([folder / "xa-b.db", tmp_path / "old.db"], tmp_path / "right.db", read_clock())
    with Store.open(tmp_path / "new.db") as store, store.transaction() as connection:
        renaming.rename_portal(connection, "xa-b", "xa-moi", DAYS[1])
    join(tmp_path, ["new", "old"] if is_first else ["old", "new"], tmp_path / "one.db")
    with Store.open(tmp_path / "right.db") as store, store.transaction() as connection:
        renaming.rename_portal(connection, "xa-b", "xa-moi", DAYS[1])
    assert compare_databases(tmp_path / "right.db", tmp_path / "one.db") == []
    assert check_file(tmp_path / "one.db") == []
    with open_database(tmp_path / "one.db") as connection:
        assert connection.execute("select count(*) from articles where content_hash = 'second'").fetchone()[0] == 1
        assert [tuple(row) for row in connection.execute("select run, portal from harvests")] == [(1, "xa-moi")]


def test_another_portal_with_the_earlier_id_of_one_stays(tmp_path):
    one = make_database(tmp_path / "one.db", {"portal": "xa-da-chong"})
    with Store.open(one) as store, store.transaction() as connection:
        renaming.rename_portal(connection, "xa-da-chong", "xa-moi", DAYS[1])
    other = make_database(tmp_path / "other.db", {"portal": "xa-da-chong", "url": "https://khac.example.vn/tin.html"})
    with Store.open(other) as store, store.transaction() as connection:
        connection.execute("UPDATE portals SET url = 'https://khac.example.vn/' WHERE id = 'xa-da-chong'")
    merge([one, other], tmp_path / "all.db", read_clock())
    with open_database(tmp_path / "all.db") as connection:
        rows = connection.execute("select portal from articles order by portal")
        assert [row[0] for row in rows] == ["xa-da-chong", "xa-moi"]


@pytest.mark.parametrize("is_first", [True, False], ids=["first", "last"])
def test_units_of_own_regimes_come_along(tmp_path, is_first):
    """Those of the demo, of which the other database knows nothing though one of its articles speaks of them."""
    made = {"title": "Hội nghị ở xã Bãi Nắng, huyện Sông Mây", "url": "https://xa-suoi-vang.example.vn/hop.html"}
    own = make_database(tmp_path / "own.db", made)
    with Store.open(own) as store:
        with store.transaction() as connection:
            units.add_own_units(connection, load_demo_units())
        fill_units(store)
    other = make_database(tmp_path / "other.db", {}, {**made, "url": "https://xa-suoi-vang.example.vn/khac.html"})
    shards = [own, other] if is_first else [other, own]
    merge(shards, tmp_path / "merged.db", read_clock())
    query = "select count(distinct article), count(distinct unit) from article_units where cast(unit as integer) < 1000"
    with open_database(own) as one, open_database(tmp_path / "merged.db") as merged:
        [alone], [both] = one.execute(query).fetchall(), merged.execute(query).fetchall()
        assert alone[0] == 1 and (both[0], both[1]) == (2, alone[1])
        for table in ("units", "unit_changes", "units_today"):
            count = f"select count(*) from {table}"
            assert one.execute(count).fetchone()[0] == merged.execute(count).fetchone()[0]


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


@pytest.mark.parametrize(
    "change", ["published_at = '99999-13-45'", "body = x'80ff'", "first_seen_at = 'mai'", "portal = 'xa-kia'"]
)
def test_a_database_with_values_that_nobody_writes_changes_nothing(tmp_path, change):
    sound, shard = (make_database(tmp_path / name, {"title": "Gặt vụ mùa"}) for name in ("sound.db", "shard.db"))
    with closing(sqlite3.connect(shard)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE articles SET {change}")
    with pytest.raises(DamagedDatabase, match=r"damaged: .*shard\.db.: articles"):
        merge([sound, shard], tmp_path / "all.db", read_clock())
    assert not (tmp_path / "all.db").exists()


def test_a_held_database_is_busy(world, tmp_path):
    folder, _ = world
    with held(tmp_path / "merged.db"), pytest.raises(DatabaseBusy):
        join(folder, IDS[:1], tmp_path / "merged.db")


TREATED = {
    "one of each key": "portals portal_aliases portal_units robots folders captures archive_indexes archive_waits"
    " rereads",
    "the nth of equal ones, and what hangs on it": "runs harvests harvest_fields walks",
    "what was seen last": "urls link_dates suspected_replacements replaced_texts audit_scores",
    "known by address and content": "articles article_urls article_uids seen_dates date_candidates revisions images"
    " attachments article_units",
    "of new captures": "unread_captures",
    "keeps others out": "tombstones",
    "made anew": " ".join(sorted(DERIVED)),
    "of this file alone": " ".join(sorted(OWN)),
    "packaged, and those of own regimes": "units unit_changes units_today",
}


def test_every_table_has_its_treatment(tmp_path):
    """A new table has to be given one here, and in `merging`."""
    treated = " ".join(TREATED.values()).split()
    assert len(treated) == len(set(treated))
    with Store.open(tmp_path / "a.db") as store:
        rows = store.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'articles_fts%'"
            " AND name NOT LIKE '%sqlite_%'"
        )
        assert sorted(row[0] for row in rows) == sorted(set(treated) - {"kept_questions"})


def list_rows(path):
    """Everything in a database but when it was merged."""
    with open_database(path) as connection:
        tables = [row[0] for row in connection.execute(
            "select name from sqlite_master where type = 'table' and name not like 'articles_fts%'"
        )]  # fmt: skip
        return {table: [tuple(row) for row in connection.execute(f"select * from {table}")] for table in tables}
