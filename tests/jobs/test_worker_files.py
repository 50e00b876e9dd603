"""Files that a killed run has left: what is in them comes back, whatever was done to the database meanwhile."""

import os
import signal
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from support.databases import open_database
from support.news import PORTALS, insert, make_article, make_database
from support.runs import DAYS

from harvester.cli import main
from harvester.crawling.process import CrawlResult
from harvester.jobs import workers
from harvester.jobs.worker_files import cut_files, name_folder, take_back_left
from harvester.jobs.workers import Crew, Worker, crawl_by_workers
from harvester.plan import Plan, RunFacts
from harvester.portals import Portal
from harvester.store import Store, runs

NOW = datetime.fromisoformat(DAYS[0])
GROUPS = [
    [Portal(id=name, name=title, level=level, province=province, url=f"https://{name}.example.vn/")]
    for name, (title, level, province) in PORTALS.items()
]


@pytest.fixture
def left(tmp_path):
    """A database with the files of a run that was killed when each worker had stored an article."""
    database = make_database(tmp_path / "news.db", *({"portal": name} for name in PORTALS))
    with Store.open(database) as store:
        files = cut_files(store, GROUPS)
    for path in (database, *files):
        start_run(path)
    for place, (path, [portal]) in enumerate(zip(files, GROUPS, strict=True)):
        store_article(path, 10 + place, portal.id)
    return database


def start_run(path, kind="crawl"):
    with Store.open(path) as store, store.transaction() as connection:
        return runs.start_run(connection, DAYS[0], [], "1", kind=kind)


def store_article(path, number, portal, **more):
    with Store.open(path) as store, store.transaction() as connection:
        insert(connection, "articles", make_article(number, {"portal": portal, **more}))


def list_urls(path):
    with open_database(path) as connection:
        return {row[0] for row in connection.execute("select url from articles")}


def name_urls(*numbers):
    names = [*PORTALS]
    return {f"https://{names[(n - 1) % 3 if n < 4 else n - 10]}.example.vn/tin-{n}.html" for n in numbers}


def test_what_workers_have_stored_comes_back(left):
    assert take_back_left(left, NOW) == 3
    assert list_urls(left) == name_urls(1, 2, 3, 10, 11, 12)
    assert not name_folder(left).exists()
    assert take_back_left(left, NOW) == 0


def test_what_another_run_has_stored_meanwhile_stays(left):
    """Of a run that knows nothing of workers, such as that of `scrapy crawl`."""
    start_run(left)
    store_article(left, 20, "xa-suoi-vang")
    take_back_left(left, NOW)
    assert list_urls(left) == name_urls(1, 2, 3, 10, 11, 12) | {"https://xa-suoi-vang.example.vn/tin-20.html"}


def test_file_of_a_worker_that_never_began_says_nothing(tmp_path):
    database = make_database(tmp_path / "news.db", {})
    with Store.open(database) as store:
        cut_files(store, GROUPS)
    start_run(database)
    store_article(database, 20, "xa-suoi-vang")
    assert take_back_left(database, NOW) == 3
    assert len(list_urls(database)) == 2
    with open_database(database) as connection:
        assert connection.execute("select count(*) from merged_databases").fetchone()[0] == 0


def test_run_with_workers_over_portals_of_one_server_takes_them_back_too(left, monkeypatch):
    found = []
    monkeypatch.setattr(workers, "run_plans", lambda *_, **__: found.append(list_urls(left)) or CrawlResult([], None))
    crawl_by_workers(Plan(left, tuple(GROUPS[0]), NOW), 2, log=left.with_name("log"))
    assert found == [name_urls(1, 2, 3, 10, 11, 12)]


def test_renamed_portal_keeps_what_its_worker_had_stored(left, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["harvester", "portals", "rename", "xa-suoi-vang", "xa-moi", "--db", str(left)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code, capsys.readouterr()
    with open_database(left) as connection:
        rows = connection.execute("select portal, count(*) from articles group by portal order by portal")
        assert [tuple(row) for row in rows] == [("huyen-go-man", 2), ("xa-da-chong", 2), ("xa-moi", 2)]


def test_files_of_others_in_the_folder_stay(left):
    notes = name_folder(left) / "notes.txt"
    notes.write_text("mine")
    take_back_left(left, NOW)
    assert [place.name for place in name_folder(left).iterdir()] == ["notes.txt"]


def test_nobody_is_started_after_the_run_was_asked_to_end(left, monkeypatch):
    """The signal comes while the first is being started, and has no number yet."""
    started, asked = [], []

    def run(worker, log):
        crew.stop(signal.SIGINT, None)
        worker.pid = len(started) + 1
        started.append(worker)
        yield worker

    monkeypatch.setattr(Worker, "run", run)
    monkeypatch.setattr(os, "kill", lambda pid, number: asked.append((pid, number)))
    plan = Plan(left, tuple(portal for group in GROUPS for portal in group), NOW)
    crew = Crew(RunFacts.of_plan(1, plan), [Worker(replace(plan, portals=tuple(group))) for group in GROUPS])
    assert [*crew.start(Path("log"))] == started == crew.workers[:1]
    assert asked == [(1, signal.SIGTERM)]
