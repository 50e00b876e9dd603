"""What a run says where: its own log, and on standard error only what needs a person."""

import subprocess
import sys
from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
from support.answers import show_html
from support.looks import NukeVietLook
from support.runs import DAYS, ROOT, write_portal
from support.server import PortalServer
from support.site import Site

from harvester.cli.crawl import open_log
from harvester.errors import StoreError
from harvester.limits import KEPT_LOGS
from harvester.store.lock import held

NOW = datetime.fromisoformat(DAYS[0])


def crawl(db, portals, now=DAYS[0]):
    """`harvester crawl` as cron starts it."""
    bare = {"HOME": str(portals), "PATH": "/usr/bin:/bin", "HARVESTER_NOW": now, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "harvester", "crawl", "--all", "--quiet", "--delay", "0"]
    return subprocess.run(
        [*command, "--portals", portals, "--db", db],
        check=False, capture_output=True, text=True, env=bare, cwd=portals, timeout=90,
    )  # fmt: skip


def list_logs(db):
    return sorted(path.name for path in db.with_name(db.name + "-logs").glob("*"))


def test_run_without_trouble_says_nothing_and_every_run_has_a_log(tmp_path):
    db = tmp_path / "a.db"
    with PortalServer(Site(count=3, look=NukeVietLook())) as server:
        portals = write_portal(tmp_path / "portals", server, "lam-khe")
        for day in DAYS[:2]:
            done = crawl(db, portals, now=day)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert list_logs(db) == ["run-20260307-020000.log", "run-20260308-020000.log"]
        server.site.extra_pages["/"] = show_html("<p>Không tìm thấy.</p>", 404)
        done = crawl(db, portals, now=DAYS[2])
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("lam-khe: broken: the home page gave nothing")
    log = tmp_path / "a.db-logs" / list_logs(db)[-1]
    text = log.read_text("utf-8")
    assert line in text
    assert " INFO: " in text and " DEBUG: Crawled " not in text, "a line a page fills the disk in years"


@pytest.mark.parametrize(("trouble", "code"), [("held", 75), ("foreign", 2), ("no directory", 2), ("clock", 2)])
def test_run_that_cannot_begin_says_so_in_one_line_and_leaves_no_log(tmp_path, trouble, code):
    db = tmp_path / ("none/a.db" if trouble == "no directory" else "a.db")
    portals = tmp_path / "portals"
    portals.mkdir()
    text = 'name = "X"\nlevel = "commune"\nprovince = "Y"\nurl = "http://127.0.0.1:9/"\n'
    (portals / "x.toml").write_text(text)
    if trouble == "foreign":
        db.write_bytes(b"no database " * 500)
    with held(db) if trouble == "held" else nullcontext():
        done = crawl(db, portals, now="tomorrow" if trouble == "clock" else DAYS[0])
    assert done.returncode == code and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("harvester: ")
    assert list_logs(db) == []


def test_last_logs_are_kept_and_older_ones_go(tmp_path):
    db = tmp_path / "a.db"
    for night in range(KEPT_LOGS + 5):
        open_log(db, NOW + timedelta(days=night)).write_text("x")
    assert len(list_logs(db)) == KEPT_LOGS
    assert list_logs(db)[-1] == f"run-{NOW + timedelta(days=KEPT_LOGS + 4):%Y%m%d-%H%M%S}.log"
    (tmp_path / "a.db-logs" / "notes.txt").write_text("mine")
    open_log(db, NOW + timedelta(days=900)).write_text("x")
    assert "notes.txt" in list_logs(db) and len(list_logs(db)) == KEPT_LOGS + 1


def test_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(StoreError, match="cannot write beside"):
        open_log(tmp_path / "none" / "a.db", NOW)
