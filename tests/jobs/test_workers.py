"""A crawl by several processes stores what one process stores, whatever happens to them."""

import os
import signal
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from support.books import check_books, check_file
from support.databases import compare_databases, open_database
from support.disks import mount_disk, remount
from support.faults import stall
from support.looks import NukeVietLook, PlainLook
from support.plan import Plan
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.archive.verification import check_folder
from harvester.errors import DatabaseBusy
from harvester.store import Store
from harvester.store.lock import held

NAMES = ("xa-an", "xa-binh", "xa-cam", "xa-doai")


def make_sites():
    """Four portals; each but the first prints an article of the first."""
    sites = [Site(count=6, seed=seed, look=PlainLook(per_page=5)) for seed in range(1, 4)]
    sites.append(Site(count=6, seed=4, look=NukeVietLook(per_page=5), sitemap="index", feed=True))
    for number, site in enumerate(sites[1:], 2):
        copied = sites[0].piece(f"a-{number}").text
        site.add(replace(copied, title=f"Tin chép lại: {copied.title}"))
    return sites


def change(sites):
    """What happens between two nights."""
    for site in sites:
        site.update("a-3")
        site.withdraw("a-5")
        site.add()


@contextmanager
def open_world(folder):
    """The sites with their servers, and a crawl of them."""
    with ExitStack() as stack:
        sites = make_sites()
        servers = [stack.enter_context(PortalServer(site, f"127.0.0.{n}")) for n, site in enumerate(sites, 1)]
        for name, server in zip(NAMES, servers, strict=True):
            write_portal(folder / "portals", server, name)
        yield sites, servers, Crawl(folder / "one.db", folder / "portals")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The servers, and a crawl of them that one process has carried out."""
    with open_world(tmp_path_factory.mktemp("crawled")) as (_, servers, crawl):
        assert crawl.run().code == 0
        yield servers, crawl


@pytest.fixture
def world(crawled, tmp_path):
    """The servers, that crawl, and one by workers that has not begun."""
    servers, crawl = crawled
    for server in servers:
        server.forget()
    return servers, crawl, replace(by_workers(crawl), db=tmp_path / "many.db")


def by_workers(crawl, name="many.db", count="2"):
    return replace(crawl, db=crawl.db.with_name(name), options=(*crawl.options, "--workers", count))


def check_same(crawl, many):
    assert compare_databases(crawl.db, many.db) == []
    assert check_file(many.db) == [] and check_books(many.db) == []
    assert not many.db.with_name(f"{many.db.name}-workers").exists()


@takes_long
def test_two_nights_are_those_of_one_process(tmp_path):
    with open_world(tmp_path) as (sites, _, crawl):
        many = by_workers(crawl)
        for night in DAYS[:2]:
            one, more = crawl.run(now=night), many.run(now=night)
            assert (one.code, more.code) == (0, 0), more.errors[-3000:]
            assert more.counts["portals"] == one.counts["portals"]
            check_same(crawl, many)
            change(sites)
    with open_database(many.db) as connection:
        assert [tuple(row) for row in connection.execute("select id, status from runs")] == [(1, "ok"), (2, "ok")]
        assert connection.execute("select count(*) from articles_fts").fetchone()[0] > 20


@takes_long
def test_renamed_and_moved_portals_are_followed_as_by_one_process(tmp_path):
    with open_world(tmp_path) as (sites, _, crawl), PortalServer(sites[1], "127.0.0.6") as elsewhere:
        many = by_workers(crawl)
        assert (crawl.run().code, many.run().code) == (0, 0)
        (tmp_path / "portals/xa-an.toml").rename(tmp_path / "portals/xa-an-moi.toml")
        renamed = tmp_path / "portals/xa-an-moi.toml"
        text = renamed.read_text("utf-8").replace('id = "xa-an"', 'id = "xa-an-moi"')
        renamed.write_text(f'{text}formerly = ["xa-an"]\n', "utf-8")
        write_portal(tmp_path / "portals", elsewhere, "xa-binh")
        one, more = crawl.run(now=DAYS[1]), many.run(now=DAYS[1])
        assert (one.code, more.code) == (0, 0), more.errors[-3000:]
        assert more.counts["portals"] == one.counts["portals"]
        assert [portal["new"] for portal in one.counts["portals"].values()] == [0, 0, 0, 0]
        check_same(crawl, many)


@takes_long
def test_portals_of_one_address_are_never_asked_by_two(tmp_path):
    """One server that is two portals', and takes its time for each answer, is never asked for two pages at once."""
    site = Site(count=4, look=PlainLook(), sections={"tin-tuc": "Tin tức"})
    other = Site(count=4, seed=2, look=PlainLook())
    slow = Plan(share=1.0, mixed=(stall(0.2),))
    with PortalServer(site, plan=slow) as server, PortalServer(other, "127.0.0.2") as second:
        portals = write_portal(tmp_path / "portals", server, "xa-an")
        write_portal(portals, server, "xa-binh", url=f"{server.base}/tin-tuc/")
        write_portal(portals, second, "xa-cam")
        crawl = by_workers(Crawl(tmp_path / "many.db", portals, options=("--delay", "0.02")), count="3")
        crawl.run()
    pages = [one for one in server.log.served if one.request.target != "/robots.txt"]
    assert all(one.ended <= other.at for one, other in pairwise(pages))
    assert len(server.log.served) > 8 and second.log.served


@takes_long
def test_what_a_killed_run_has_left_is_taken_in_by_one_process(world):
    servers, crawl, many = world
    assert many.run_killed_after(servers[0], 9).code == -signal.SIGKILL
    assert list(many.db.with_name("many.db-workers").glob("*.db"))
    finished = replace(many, options=crawl.options).run()
    assert finished.code == 0, finished.errors[-3000:]
    check_same(crawl, many)


@takes_long
def test_what_is_left_beside_another_database_is_merged_into_it(world):
    """A file that was put in the place of the one that the workers' files were cut off."""
    servers, crawl, many = world
    many.run_killed_after(servers[0], 12)
    for place in many.db.parent.glob("many.db*"):
        if place.is_file():
            place.unlink()
    finished = replace(many, options=crawl.options).run()
    assert finished.code == 0, finished.errors[-3000:]
    check_same(crawl, many)


def find_workers(pid):
    """The processes that a run's children have started."""
    parents = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = place.read_text().rpartition(")")[2].split()
            parents[int(place.parent.name)] = int(fields[1])
    return [one for one, parent in parents.items() if parents.get(parent) == pid]


def stop_after(crawl, server, nth, number):
    """A run that gets a signal, or a worker of which does, when the server has sent its nth answer."""
    pids = []

    def stop():
        victims = pids if number == signal.SIGINT else find_workers(pids[0])[:1]
        for pid in victims:
            os.kill(pid, number)

    server.after_answers(nth, stop)
    return crawl.run(on_start=pids.append)


@takes_long
def test_interrupted_run_stores_what_it_has_and_the_next_goes_on(world):
    servers, crawl, many = world
    stopped = stop_after(many, servers[0], 5, signal.SIGINT)
    assert stopped.code == 130
    assert {one["reason"] for one in stopped.counts["portals"].values()} <= {"interrupted", None}
    assert check_file(many.db) == [] and check_books(many.db) == []
    assert many.run().code == 0
    check_same(crawl, many)


@takes_long
def test_run_with_a_worker_that_died_names_its_portals_and_the_next_goes_on(world):
    servers, crawl, many = world
    finished = stop_after(many, servers[0], 5, signal.SIGKILL)
    assert finished.code == 1
    reasons = [one["reason"] or "" for one in finished.counts["portals"].values()]
    assert len([reason for reason in reasons if "its worker died (signal 9)" in reason]) == 2
    with open_database(many.db) as connection:
        assert connection.execute("select status from runs").fetchone()[0] == "killed"
        assert connection.execute("select count(*) from harvests").fetchone()[0] == 2
    assert many.run().code == 0
    check_same(crawl, many)


@takes_long
def test_database_is_held_while_workers_are_at_work(world):
    servers, _, many = world
    found = []

    def ask():
        with suppress(DatabaseBusy), held(many.db):
            found.append("free")
        found.append("asked")

    servers[0].after_answers(3, ask)
    assert many.run().code == 0
    assert found == ["asked"]


@takes_long
def test_disk_without_room_for_the_files_of_workers_loses_nothing(crawled, tmp_path):
    _, crawl = crawled
    small = tmp_path / "small"
    with mount_disk(small, "64m"):
        many = replace(by_workers(crawl), db=small / "many.db", papers=tmp_path)
        assert many.run().code == 0
        used = sum(place.stat().st_blocks * 512 for place in small.glob("many.db*") if place.is_file())
        remount(small, f"size={used // 1024 + 512}k")
        finished = many.run(now=DAYS[1])
        assert finished.code == 1
        assert finished.errors.startswith("harvester: no room left for ") and finished.errors.count("\n") == 1
        check_same(crawl, many)
        remount(small, "size=64m")
        assert many.run().code == 0
        check_same(crawl, many)


@takes_long
def test_kept_pages_of_all_workers_are_whole_after_a_kill_too(world, tmp_path):
    servers, crawl, many = world
    many = replace(many, options=(*many.options, "--keep", str(tmp_path / "pages")))
    many.run_killed_after(servers[0], 8)
    assert many.run().code == 0
    check_same(crawl, many)
    assert not list((tmp_path / "pages").glob("*.open"))
    with Store.open(many.db, readonly=True) as store:
        found = check_folder(tmp_path / "pages", store)
    assert (found.flaws, found.lost) == ([], []) and found.captures > 30
