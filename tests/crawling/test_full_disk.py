"""A disk that fills up: a clear line, an exit code, nothing lost, and the next run with room completes the harvest.

With KILLS=50 in the environment at every kind of commit, else at some.
"""

import os
from collections import Counter

import pytest
from support.books import check_books, check_file, list_articles
from support.databases import compare_databases, open_database
from support.disks import mount_disk, remount
from support.looks import NukeVietLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

COUNT = 24
EACH = 1 if "KILLS" in os.environ else 5
LINE = "harvester: no room left for "


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A server, and a crawl of it that nothing disturbed, with the kinds of its commits."""
    directory = tmp_path_factory.mktemp("undisturbed")
    site = Site(count=COUNT, look=NukeVietLook(per_page=8), order="mixed", sitemap="index", feed=True)
    site.withdraw("a-5")
    site.extra_links.append(site.path("a-5"))
    with PortalServer(site) as server:
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        kinds = Counter(crawl.list_commits())
        yield server, crawl, kinds


def check_told(finished):
    """One line says what is wrong, and the code is that of a run that left something."""
    assert finished.code == 1, finished.errors[-3000:]
    lines = finished.errors.splitlines()
    assert len(lines) == 1 and lines[0].startswith(LINE), lines
    assert lines[0].endswith("what was stored stays)"), lines


def check_completed(undisturbed, crawl):
    """With room again, the database comes to say what the undisturbed one does."""
    finished = crawl.run()
    assert (finished.code, finished.errors) == (0, "")
    assert compare_databases(undisturbed[1].db, crawl.db) == []
    assert check_file(crawl.db) == [] and check_books(crawl.db) == []


@takes_long
@pytest.mark.parametrize("size", ["64k", "4600k", "5800k"])
def test_small_disk_that_fills_up_on_four_nights(undisturbed, tmp_path, size):
    """The database, its log, lock and holder all stand on the full disk, where the gazetteer alone takes 3.7 MB. What
    was opened so often without an end is not given up."""
    small = tmp_path / "small"
    with mount_disk(small, size):
        crawl = Crawl(small / "a.db", undisturbed[1].portals, papers=tmp_path)
        stored = set()
        for _ in range(4):
            check_told(crawl.run())
            if size != "64k":
                found = list_articles(crawl.db)
                assert stored <= found < list_articles(undisturbed[1].db)
                stored = found
                assert check_file(crawl.db) == []
        remount(small, "size=200m")
        check_completed(undisturbed, crawl)


@takes_long
def test_no_room_at_each_kind_of_commit(undisturbed, tmp_path):
    for place, (kind, count) in enumerate(sorted(undisturbed[2].items())[::EACH]):
        crawl = Crawl(tmp_path / f"{place}.db", undisturbed[1].portals)
        finished = crawl.run_into_full_disk(kind, count // 2 + 1)
        if finished.code != 0:  # how often a kind comes depends on what arrives first
            check_told(finished)
        check_completed(undisturbed, crawl)


@pytest.mark.parametrize("lacking", [2, 15, 40])
def test_database_that_cannot_grow(undisturbed, tmp_path, lacking):
    """SQLite's own limit of pages, so many below what the whole harvest needs."""
    with open_database(undisturbed[1].db) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0] - lacking
    crawl = Crawl(tmp_path / "a.db", undisturbed[1].portals)
    finished = crawl.run(environment={"WATCH_PAGES": str(pages)})
    check_told(finished)
    assert finished.portal("lam-khe")["status"] == "partial"
    assert finished.portal("lam-khe")["reason"].startswith("no room left for")
    with open_database(crawl.db) as connection:
        assert connection.execute("SELECT count(*) FROM urls WHERE claims > 0").fetchone()[0] == 0
        [(status,)] = connection.execute("SELECT status FROM runs").fetchall()
    assert status in ("failed", "running"), "its end may have found no room either"
    check_completed(undisturbed, crawl)
