"""A run that is killed anywhere, and the next one: together they are one undisturbed run.

A few kills on a small site in every test run; with KILLS=50 in the environment fifty on a site of 300 articles,
and every kind of commit.
"""

import os
import signal
from collections import Counter
from dataclasses import replace

import pytest
from support.books import check_books, check_file, list_articles
from support.databases import compare_databases
from support.looks import NukeVietLook, PlainLook
from support.runs import Crawl, cut_wal, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

KILLS = int(os.environ.get("KILLS", "2"))
ALL = KILLS > 2
COUNT = 300 if ALL else 40
REFETCHED = 9  # 3 % of 300 articles
SHARES = [round(n / (KILLS + 1), 3) for n in range(1, KILLS + 1)]


def make_site(kind: str) -> Site:
    """A portal with a sitemap, or one whose 30 and more listing pages are all there is. Both hold a
    reprint, an article that has gone and one whose text stands twice."""
    if kind == "sitemap":
        site = Site(count=COUNT, look=NukeVietLook(), order="mixed", sitemap="index", feed=True, second_category=7)
    else:
        site = Site(count=COUNT, look=PlainLook(per_page=max(1, COUNT // 34)), order="oldest", sections={"tin": "Tin"})
    copied = site.piece("a-5").text
    site.add(replace(copied, title="Tin chép lại: " + copied.title))
    site.add(replace(site.piece("a-9").text, lead="Một lời dẫn khác hẳn."))
    site.withdraw("a-11")
    site.extra_links.append(site.path("a-11"))
    return site


@pytest.fixture(scope="module", params=["sitemap", "listings"])
def undisturbed(request, tmp_path_factory):
    """A server, its portal file, the database of an undisturbed run, and how many pages that took."""
    directory = tmp_path_factory.mktemp(request.param)
    site = make_site(request.param)
    with PortalServer(site) as server:
        portals = write_portal(directory / "portals", server, "lam-khe")
        crawl = Crawl(directory / "undisturbed.db", portals)
        commits = crawl.list_commits()
        assert list_articles(crawl.db) == site.expected()
        yield server, crawl, len(server.log.served), commits


def start_anew(undisturbed, tmp_path) -> Crawl:
    """Another database over the same portal, which has forgotten all visits."""
    server, reference, _, _ = undisturbed
    server.forget()
    return Crawl(tmp_path / "killed.db", reference.portals)


def check_same(undisturbed, crawl: Crawl) -> None:
    """The next run ends well and the database says what the undisturbed one says."""
    server, reference, _, _ = undisturbed
    finished = crawl.run()
    assert finished.code == 0, finished.errors[-3000:]
    assert compare_databases(reference.db, crawl.db) == []
    assert check_file(crawl.db) == [] and check_books(crawl.db) == []
    paths = {server.site.path(piece.name) for piece in server.site.pieces}
    assert server.log.fetched_again(paths) <= REFETCHED


@pytest.mark.parametrize("share", SHARES)
def test_killed_after_a_served_page(undisturbed, tmp_path, share):
    server, _, pages, _ = undisturbed
    crawl = start_anew(undisturbed, tmp_path)
    killed = crawl.run_killed_after(server, max(1, int(pages * share)))
    assert killed.code == -signal.SIGKILL
    check_same(undisturbed, crawl)


@takes_long
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_each_kind_of_commit(undisturbed, tmp_path, when):
    kinds = Counter(undisturbed[3])
    for place, (kind, count) in enumerate(sorted(kinds.items())):
        if not ALL and place % 4 != 2 * (when == "after"):
            continue
        (directory := tmp_path / str(place)).mkdir()
        crawl = start_anew(undisturbed, directory)
        killed = crawl.run_killed_at(when, kind, count // 2 + 1)
        assert killed.code in (-signal.SIGKILL, 0), f"{kind}: {killed.errors[-2000:]}"
        check_same(undisturbed, crawl)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9] if ALL else [0.3])
def test_wal_cut_as_by_a_loss_of_power(undisturbed, tmp_path, share):
    server, _, pages, _ = undisturbed
    crawl = start_anew(undisturbed, tmp_path)
    crawl.environment["WATCH_KEEP_WAL"] = "1"
    assert crawl.run_killed_after(server, pages * 2 // 3).code == -signal.SIGKILL
    assert cut_wal(crawl.db, share) > 0
    server.forget()
    check_same(undisturbed, crawl)
