"""A crawl that keeps its answers and is cut short: with the next run, folder and database are those of an undisturbed
one.

A few kills in every test run, with KILLS=25 in the environment so many.
"""

import os
import signal

import pytest
from support.databases import compare_databases, open_database
from support.disks import mount_disk, remount
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.archive.verification import check_folder
from harvester.store import Store

KILLS = int(os.environ.get("KILLS", "2"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A server, a crawl of it that kept nothing, and how many answers that took."""
    directory = tmp_path_factory.mktemp("undisturbed")
    site = Site(count=10, look=NukeVietLook(per_page=4), order="mixed", sitemap="index", feed=True, second_category=3)
    with PortalServer(site) as server:
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        assert crawl.run().code == 0
        yield server, crawl, len(server.log.served)


def start_anew(undisturbed, tmp_path, pages):
    server, plain, _ = undisturbed
    server.forget()
    return Crawl(tmp_path / "a.db", plain.portals, options=("--delay", "0", "--keep", str(pages)))


def check_gone_on(undisturbed, crawl, pages):
    """There is a row for each answer that the database counts, and one record for each row."""
    finished = crawl.run()
    assert finished.code == 0, finished.errors
    assert compare_databases(undisturbed[1].db, crawl.db) == []
    with Store.open(crawl.db, readonly=True) as store:
        found = check_folder(pages, store)
    with open_database(crawl.db) as connection:
        counted = connection.execute("SELECT fetch_url FROM urls WHERE last_status IS NOT NULL").fetchall()
        rows = connection.execute("SELECT url FROM captures").fetchall()
    assert (found.flaws, found.captures) == ([], len(rows))
    assert {row[0] for row in counted} <= {row[0] for row in rows}


@takes_long
@pytest.mark.parametrize("share", [round(n / (KILLS + 1), 3) for n in range(1, KILLS + 1)])
def test_killed_after_an_answer(undisturbed, tmp_path, share):
    crawl = start_anew(undisturbed, tmp_path, tmp_path / "pages")
    killed = crawl.run_killed_after(undisturbed[0], max(1, int(undisturbed[2] * share)))
    assert killed.code == -signal.SIGKILL
    check_gone_on(undisturbed, crawl, tmp_path / "pages")


@takes_long
def test_killed_between_record_and_commit(undisturbed, tmp_path):
    """The record stands in the file, and its row was never committed."""
    first = start_anew(undisturbed, tmp_path / "first", tmp_path / "first" / "pages")
    first.db.parent.mkdir()
    kind = next(kind for kind in first.list_commits() if {"articles", "captures"} <= set(kind.split("+")))
    crawl = start_anew(undisturbed, tmp_path, tmp_path / "pages")
    assert crawl.run_killed_at("before", kind, 3).code == -signal.SIGKILL
    [place] = (tmp_path / "pages").iterdir()
    with open_database(crawl.db) as connection:
        [[end]] = connection.execute("SELECT max(offset + length) FROM captures").fetchall()
    assert place.suffix == ".open" and place.stat().st_size > end
    check_gone_on(undisturbed, crawl, tmp_path / "pages")


def test_disk_that_fills_up(undisturbed, tmp_path):
    with mount_disk(tmp_path / "small", "20k"):
        pages = tmp_path / "small" / "pages"
        crawl = start_anew(undisturbed, tmp_path, pages)
        finished = crawl.run()
        assert finished.code == 1
        [line] = finished.errors.splitlines()
        assert line.startswith("harvester: no room left for ")
        remount(tmp_path / "small", "size=20m")
        check_gone_on(undisturbed, crawl, pages)


def test_file_that_was_cut_ends_the_next_run_in_one_line(undisturbed, tmp_path):
    crawl = start_anew(undisturbed, tmp_path, tmp_path / "pages")
    assert crawl.run().code == 0
    [place] = (tmp_path / "pages").iterdir()
    os.truncate(place, place.stat().st_size // 2)
    finished = crawl.run(now=DAYS[1])
    [line] = finished.errors.splitlines()
    assert finished.code == 1 and place.name in line and "--accept-loss" in line
