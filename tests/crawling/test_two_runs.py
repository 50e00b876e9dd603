"""Runs that may not write: another is at work, or the place is read-only. As processes of their own."""

import sqlite3
import threading

import pytest
from support.books import check_books, check_file, list_articles
from support.databases import compare_databases
from support.disks import mount_disk, remount
from support.faults import hold_back
from support.looks import PlainLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long


@pytest.fixture
def server():
    with PortalServer(Site(count=20, look=PlainLook(per_page=5))) as running:
        yield running


@takes_long
def test_second_run_names_the_first_and_does_it_no_harm(server, tmp_path):
    portals = write_portal(tmp_path / "portals", server, "lam-khe")
    alone = Crawl(tmp_path / "alone.db", portals)
    assert alone.run().code == 0
    server.forget()
    refused = threading.Event()
    server.plan.always[server.site.path("a-3")] = hold_back(refused)
    crawl = Crawl(tmp_path / "a.db", portals, papers=tmp_path)
    under_way = threading.Event()
    server.after_answers(8, under_way.set)
    pids = []
    late = Crawl(crawl.db, portals, papers=tmp_path / "portals")
    seen = []

    def come_late(pid):
        pids.append(pid)
        assert under_way.wait(60)
        asked = len(server.log.served)
        seen.append((late.run(now=DAYS[1]), asked))
        refused.set()

    first = crawl.run(on_start=come_late)
    second, _ = seen[0]
    assert (second.code, second.output) == (75, "")
    assert second.errors == f"harvester: another run holds '{crawl.db}': process {pids[0]}\n"
    assert (first.code, first.errors) == (0, "")
    assert compare_databases(alone.db, crawl.db) == [] and check_books(crawl.db) == check_file(crawl.db) == []
    assert [path.name for path in (tmp_path / "a.db-logs").iterdir()] == ["run-20260307-020000.log"]
    assert crawl.run(now=DAYS[1]).code == 0, "the lock has ended with its process"


def test_readers_see_whole_articles_while_a_run_writes(server, tmp_path):
    crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
    counts = []

    def read(pid):
        for answers in (12, 6):
            come = threading.Event()
            server.after_answers(answers, come.set)
            assert come.wait(60)
            connection = sqlite3.connect(f"file:{crawl.db}?mode=ro", uri=True)
            half = "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article FROM urls WHERE state = 'done')"
            counts.append(connection.execute(f"SELECT count(*), ({half}) FROM articles").fetchone())
            connection.close()

    assert crawl.run(on_start=read).code == 0
    assert [half for _, half in counts] == [0, 0] and counts[0][0] <= counts[1][0] <= 20


@takes_long
def test_program_that_keeps_the_database_locked_ends_the_run_and_the_next_goes_on(server, tmp_path):
    crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
    crawl.environment["WATCH_PATIENCE"] = "1"
    others = []

    def lock(pid):
        come = threading.Event()
        server.after_answers(10, come.set)
        assert come.wait(60)
        other = sqlite3.connect(crawl.db, isolation_level=None, check_same_thread=False, timeout=30)
        other.execute("BEGIN IMMEDIATE")
        others.append(other)

    finished = crawl.run(on_start=lock)
    assert finished.code == 75
    assert finished.errors == f"harvester: database is locked by another program: '{crawl.db}'\n"
    others[0].execute("ROLLBACK")
    others[0].close()
    assert crawl.run().code == 0 and list_articles(crawl.db) == server.site.listed()
    assert check_books(crawl.db) == check_file(crawl.db) == []


def test_read_only_disk_is_one_line_and_nothing_is_lost(server, tmp_path):
    place = tmp_path / "place"
    with mount_disk(place, "20m"):
        crawl = Crawl(place / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"), papers=tmp_path)
        assert crawl.run().code == 0
        remount(place, "ro")
        finished = crawl.run(now=DAYS[1])
        assert (finished.code, finished.output) == (2, ""), finished.errors
        assert finished.errors == f"harvester: cannot write beside '{crawl.db}': Read-only file system\n"
        new = Crawl(place / "b.db", crawl.portals, papers=tmp_path).run()
        assert new.code == 2 and new.errors.startswith("harvester: cannot write beside ")
        remount(place, "rw")
        assert crawl.run(now=DAYS[1]).code == 0 and list_articles(crawl.db) == server.site.listed()
