"""Commits are seen however Python makes them, and a process ends at the one that was asked for."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from support.looks import PlainLook
from support.runs import Crawl, cut_wal, write_portal
from support.server import PortalServer
from support.site import Site

SCRIPT = """
import sqlite3, sys
from support.driver import watch_connections
watch_connections()
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("pragma journal_mode = wal")
db.execute("create table a (x); ")
db.execute("create table b (x)")
db.execute("begin immediate")
db.execute("insert or ignore into a values (1)")
db.execute('insert into "b" values (1)')
db.execute("commit")
db.execute("insert into a values (2)")
db.execute("begin"); db.execute("insert into a values (9)"); db.execute("rollback")
db.execute("begin"); db.execute("select 1"); db.execute("commit")
db.execute("savepoint s"); db.execute("delete from b"); db.execute("release s")
with sqlite3.connect(sys.argv[1]) as other:
    other.execute("update a set x = 3 where x = 2")
other.executemany("insert into b values (?)", [[7]])
other.commit()
"""


def run_script(tmp_path, **watch):
    root = Path(__file__).parent
    surroundings = {**os.environ, "PYTHONPATH": str(root), "WATCH_LOG": str(tmp_path / "log"), **watch}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, tmp_path / "x.db"], env=surroundings, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stderr


def test_every_commit_is_logged_with_its_kind(tmp_path):
    assert run_script(tmp_path) == (0, "")
    kinds = (tmp_path / "log").read_text().splitlines()
    assert kinds == ["schema", "schema", "a+b", "a", "b", "a", "b"]


@pytest.mark.parametrize(
    ("kill", "rows"),
    [
        ("before:a:1", [1]),
        ("after:a:1", [1, 2]),
        ("before:a:2", [1, 2]),
        ("after:a:2", [1, 3]),
        ("after:*:6", [1, 3]),
        ("before:a+b:1", []),
    ],
)
def test_process_ends_at_the_commit_that_was_asked_for(tmp_path, kill, rows):
    assert run_script(tmp_path, WATCH_KILL=kill)[0] == -signal.SIGKILL
    connection = sqlite3.connect(tmp_path / "x.db")
    assert [row[0] for row in connection.execute("select x from a order by x")] == rows
    connection.close()


def test_cut_wal_goes_back_in_time_and_stays_whole(tmp_path):
    assert run_script(tmp_path, WATCH_KILL="after:a:1", WATCH_KEEP_WAL="1")[0] == -signal.SIGKILL
    assert cut_wal(tmp_path / "x.db", 0.1) > 0
    connection = sqlite3.connect(tmp_path / "x.db")
    assert [row[0] for row in connection.execute("select x from a")] == [1]
    assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"
    connection.close()
    assert cut_wal(tmp_path / "none.db", 0.5) == 0


def test_portal_file_has_five_keys(tmp_path):
    with PortalServer(Site(count=1, look=PlainLook())) as server:
        directory = write_portal(tmp_path / "portals", server, "lam-khe", delay=0.5)
        text = (directory / "lam-khe.toml").read_text("utf-8")
    assert f'url = "{server.base}/"\ndelay = 0.5\n' in text and 'province = "Lâm Khê"' in text


def test_run_reports_code_and_errors_of_the_process(tmp_path):
    finished = Crawl(tmp_path / "a.db", tmp_path / "no such directory").run()
    assert finished.code != 0 and finished.errors and finished.peak_mb > 5
