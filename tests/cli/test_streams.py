"""Standard streams that are closed, full or no longer read: no traceback, and the code that a command ends with."""

from __future__ import annotations

import shlex
import sqlite3
import subprocess
import sys

import pytest
from support.runs import ROOT

from harvester.store import Store

CLOSED = [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-", "| head -c 1", "| true"]


def run(words: str, streams: str) -> subprocess.CompletedProcess[str]:
    command = f"{shlex.quote(sys.executable)} -m harvester {words} {streams}; exit ${{PIPESTATUS[0]}}"
    return subprocess.run(["bash", "-c", command], check=False, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("streams", CLOSED)
@pytest.mark.parametrize(("words", "code"), [("status --db {}", 0), ("--help", 0), ("status --db none.db", 2)])
def test_a_closed_stream_changes_no_exit_code(tmp_path, words, code, streams):
    database = tmp_path / "a.db"
    Store.open(database).close()
    done = run(words.format(shlex.quote(str(database))), streams)
    assert done.returncode == code and "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


def test_what_is_printed_goes_into_no_database(tmp_path):
    database = shlex.quote(str(tmp_path / "a.db"))
    portal = 'name = "Xã Gò"\nlevel = "commune"\nprovince = "Lâm Khê"\nurl = "http://127.0.0.1:9/"\n'
    (tmp_path / "go.toml").write_text(portal, encoding="utf-8")
    done = run(f"crawl --all --portals {shlex.quote(str(tmp_path))} --db {database}", "<&- >&- 2>&-")
    assert done.returncode == 1
    with sqlite3.connect(tmp_path / "a.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


@pytest.mark.parametrize(("words", "code"), [("nosuch", 2), ("status --db none.db", 2)])
def test_a_command_whose_error_cannot_be_told_has_its_code(words, code):
    assert run(words, "2>/dev/full").returncode == code


@pytest.mark.parametrize("command", ["status", "crawl --all", "check", "search --db {} x #"])
@pytest.mark.parametrize("name", ["a" * 300, "loop"])
def test_a_path_that_names_nothing_is_told_in_a_line(tmp_path, command, name):
    (tmp_path / "loop").symlink_to("loop")
    database = shlex.quote(str(tmp_path / name))
    done = run(f"{command.format(database)} --db {database}", "")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


def test_a_working_directory_that_is_gone_is_told_in_a_line(tmp_path):
    gone = shlex.quote(str(tmp_path / "gone"))
    command = f"mkdir {gone}; cd {gone}; rmdir {gone}; {shlex.quote(sys.executable)} -m harvester status --db a.db"
    surroundings = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command], env=surroundings, check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
