"""`--jobs` and `--engine`: what cannot work is one line with an exit code, and nothing is changed."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from support.dask_workers import find_port
from support.databases import open_database
from support.imports import make_html, make_page, run_import
from support.warcs import write_warc

from harvester.cli import main
from harvester.engines import dask_cluster
from harvester.engines.local import LocalEngine
from harvester.errors import EngineError


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with an archive, its portal, and a database that it was imported into."""
    monkeypatch.chdir(tmp_path)
    archive = write_warc(tmp_path / "a.warc.gz", make_page(make_html("Họp thôn"), "2026-03-05T02:00:00Z"))
    run_import(tmp_path / "harvest.db", archive)
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "go.toml").write_text(
        'name = "Xã Gò"\nlevel = "commune"\nprovince = "Hà Tĩnh"\nurl = "http://go.example.vn/"\n'
    )
    return tmp_path


def run(capsys, monkeypatch, *words):
    """Exit code and lines on standard error."""
    monkeypatch.setattr(sys, "argv", ["harvester", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr().err.splitlines()


def count_runs(place):
    with open_database(place / "harvest.db") as connection:
        return connection.execute("select count(*) from runs").fetchone()[0]


@pytest.mark.parametrize("command", ["import", "reread"])
def test_without_the_extra_it_says_what_to_install(place, capsys, monkeypatch, command):
    monkeypatch.setattr(dask_cluster, "find_spec", lambda name: None)
    source = "a.warc.gz" if command == "import" else "."
    code, lines = run(capsys, monkeypatch, command, source, "--portals", "portals", "--engine", "tcp://127.0.0.1:8786")
    assert (code, len(lines)) == (2, 1) and "pip install 'harvester[cluster]'" in lines[0]
    assert count_runs(place) == 1


@pytest.mark.parametrize("command", ["import", "reread"])
def test_scheduler_that_does_not_answer(place, capsys, monkeypatch, command):
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "CONNECT_SECONDS", 0.2)
    source = "a.warc.gz" if command == "import" else "."
    address = f"tcp://127.0.0.1:{find_port()}"
    code, lines = run(capsys, monkeypatch, command, source, "--portals", "portals", "--engine", address)
    assert (code, len(lines)) == (1, 1) and "no Dask scheduler answers" in lines[0]
    assert count_runs(place) == 1 and not (place / "harvest.db-parts").exists()


def test_engine_that_breaks_in_the_middle_is_one_line_too(place, capsys, monkeypatch):
    def die(*_):
        raise EngineError("the worker processes die before they begin: is there enough memory?")

    monkeypatch.setattr(LocalEngine, "run", die)
    again = write_warc(place / "b.warc.gz", make_page(make_html("Họp xóm"), "2026-03-06T02:00:00Z", "/tin/b.html"))
    code, lines = run(capsys, monkeypatch, "import", str(again), "--portals", "portals", "--jobs", "2")
    assert (code, len(lines)) == (1, 1) and "die before they begin" in lines[0]


@pytest.mark.parametrize("command", ["import", "reread"])
def test_processes_here_and_elsewhere_are_not_asked_for_both(place, capsys, monkeypatch, command):
    words = ("--jobs", "2", "--engine", "tcp://127.0.0.1:8786")
    code, lines = run(capsys, monkeypatch, command, "a.warc.gz", "--portals", "portals", *words)
    assert (code, len(lines)) == (2, 1) and "leave one out" in lines[0]


def test_merge_of_a_newer_schema_is_one_line(place):
    newer = place / "newer.db"
    newer.write_bytes((place / "harvest.db").read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('harvester', 'm999_later')")
        connection.commit()
    done = subprocess.run(
        [sys.executable, "-m", "harvester", "merge", str(newer), "--into", str(place / "all.db")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "upgrade this one" in done.stderr
    assert not (place / "all.db").exists()
