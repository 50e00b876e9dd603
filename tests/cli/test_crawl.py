"""`harvester crawl` as cron and people call it: exit codes, what is printed, and what is left after a stop."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.books import check_books, list_articles
from support.faults import answer_busy, ask_to_wait, send_nothing
from support.looks import PlainLook
from support.runs import DAYS, ROOT, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.cli.crawl import KEPT_LOGS, choose, open_log
from harvester.environment import read_clock
from harvester.errors import ConfigError, DatabaseBusy, StoreError
from harvester.store.lock import held


def run(directory: Path, *words: str, module: str = "harvester", **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m harvester WORDS` in this directory, by the clock of the first day."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HARVESTER_NOW": DAYS[0], "NO_COLOR": "1", **more}
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=directory, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@takes_long
def test_a_line_a_portal_that_needs_attention_and_one_for_the_whole(tmp_path: Path) -> None:
    site, busy = Site(count=6, look=PlainLook()), Site(count=6, look=PlainLook(), seed=2)
    with PortalServer(site) as server, PortalServer(busy) as other:
        portals = str(write_portal(tmp_path / "p", server, "lam-khe"))
        well = run(tmp_path, "crawl", "lam-khe", "--delay", "0", "--db", "a.db", HARVESTER_PORTALS=portals)
        assert (well.returncode, well.stderr) == (0, "")
        assert well.stdout.startswith("1 portal: 6 new, 0 updated, 0 unchanged, 0 duplicates; ")
        assert well.stdout.count("\n") == 1
        again = run(tmp_path, "crawl", "--all", "--portals", portals, "--delay", "0", "--quiet", HARVESTER_DB="a.db")
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")

        other.plan.always["/robots.txt"] = answer_busy
        write_portal(tmp_path / "p", other, "go-man")
        mixed = run(tmp_path, "crawl", "--all", "--portals", portals, "--delay", "0", "--quiet", "--db", "a.db")
        assert (mixed.returncode, mixed.stdout) == (1, "")
        assert mixed.stderr == "go-man: blocked: robots.txt answers 503\n"
        assert set(other.log.targets()) == {"/robots.txt"}
        parsed = run(tmp_path, "crawl", "--all", "--portals", portals, "--delay", "0", "--json", "--db", "a.db")
        statuses = {name: harvest["status"] for name, harvest in json.loads(parsed.stdout)["portals"].items()}
        assert (parsed.returncode, statuses) == (1, {"lam-khe": "ok", "go-man": "blocked"})

        shown = run(tmp_path, "status", "--db", "a.db")
        assert (shown.returncode, shown.stderr) == (0, "")
        assert "lam-khe" in shown.stdout and "go-man: blocked: robots.txt answers 503" in shown.stdout
        listed = json.loads(run(tmp_path, "status", "--db", "a.db", "--json").stdout)
        assert [(p["portal"], p["articles"]) for p in listed] == [("go-man", 0), ("lam-khe", 6)]


def test_scrapy_s_own_command_line(tmp_path: Path) -> None:
    settings = {"SCRAPY_SETTINGS_MODULE": "harvester.settings", "HARVESTER_DB": str(tmp_path / "a.db")}
    listed = run(tmp_path, "list", module="scrapy", **settings)
    assert (listed.returncode, listed.stdout) == (0, "portal\n")
    with PortalServer(Site(count=4, look=PlainLook())) as server:
        portals = write_portal(tmp_path / "p", server, "lam-khe", delay=0.0)
        words = ("crawl", "portal", "-a", "portals=lam-khe")
        done = run(tmp_path, *words, module="scrapy", HARVESTER_PORTALS=str(portals), **settings)
    assert done.returncode == 0, done.stderr
    assert len(list_articles(tmp_path / "a.db")) == 4


def test_two_runs_at_once(tmp_path: Path) -> None:
    with PortalServer(Site(count=2, look=PlainLook())) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "p", server, "lam-khe"))
        with held(crawl.db):
            second = crawl.run()
            with pytest.raises(DatabaseBusy, match=f"process {os.getpid()}"), held(crawl.db):
                pass
        assert (second.code, second.output) == (75, "")
        assert second.errors == f"harvester: another run holds '{crawl.db}': process {os.getpid()}\n"
        assert not server.log.served
        assert crawl.run().code == 0


def test_a_stop_keeps_what_was_found(tmp_path: Path) -> None:
    site = Site(count=60, look=PlainLook())
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "p", server, "lam-khe"))
        pids: list[int] = []
        server.after_answers(30, lambda: os.kill(pids[0], signal.SIGTERM))
        stopped = crawl.run(on_start=pids.append)
        assert stopped.code == 130
        assert stopped.portal("lam-khe")["status"] == "partial"
        found = list_articles(crawl.db)
        assert 0 < len(found) < 60
        assert check_books(crawl.db) == []
        with sqlite3.connect(crawl.db) as connection:
            assert connection.execute("SELECT status FROM runs").fetchall() == [("interrupted",)]
            assert connection.execute("SELECT count(*) FROM urls WHERE claims > 0").fetchone() == (0,)
        connection.close()
        rest = crawl.run()
        assert (rest.code, rest.portal("lam-khe")["new"]) == (0, 60 - len(found))


@pytest.mark.parametrize("kind", ["foreign", "text", "newer", "unwritable"])
def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.db"
    if kind == "foreign":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE notes (text)")
        connection.close()
        says = "not a harvester's database"
    elif kind == "text":
        path.write_text("Đây không phải cơ sở dữ liệu. " * 50, "utf-8")
        says = "not an SQLite database"
    elif kind == "newer":
        from harvester.store import Store

        with Store.open(path) as store:
            store.connection.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('harvester', 'm999_x', '')"
            )
        says = "another version of the harvester made"
    else:
        path = Path("/proc/harvest.db")  # nobody can make a file there, not even root
        says = "cannot write beside '/proc/harvest.db'"
    with PortalServer(Site(count=1, look=PlainLook())) as server:
        portals = str(write_portal(tmp_path / "p", server, "lam-khe"))
        done = run(tmp_path, "crawl", "--all", "--portals", portals, "--db", str(path))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"harvester: {says}") and done.stderr.count("\n") == 1
        assert not server.log.served


def test_a_portal_that_gives_nothing_is_never_well(tmp_path: Path) -> None:
    empty, bare = Site(count=3, look=PlainLook()), Site(count=4, look=PlainLook())
    bare.extra_pages["/"] = bare.look.miss(bare, None).bend(status=200)  # type: ignore[arg-type]
    with PortalServer(empty) as one, PortalServer(bare) as two:
        one.plan.always["/"] = send_nothing
        for name, server in (("rong", one), ("tran", two)):
            portals = write_portal(tmp_path / "p", server, name)
        for section in bare.sections:
            bare.extra_pages[f"/muc/{section}"] = bare.extra_pages["/"]
        finished = Crawl(tmp_path / "a.db", portals).run()
        found = {name: (h["status"], h["reason"]) for name, h in finished.counts["portals"].items()}
        assert finished.code == 1
        assert found["rong"][0] == "broken" and "an empty page" in found["rong"][1]
        assert found["tran"][0] == "broken" and "no article was ever found" in found["tran"][1]


@takes_long
def test_a_server_that_asks_for_hours_is_left_alone_for_so_long(tmp_path: Path) -> None:
    site = Site(count=12, look=PlainLook())
    with PortalServer(site) as server:
        server.plan.first[site.path("a-5")] = (1, ask_to_wait(7200, 429))
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "p", server, "cho"), timeout=60)
        first = crawl.run()
        assert (first.code, first.portal("cho")["status"]) == (1, "blocked")
        assert "waits until 7 March 2026, 04:00" in first.portal("cho")["reason"]
        asked = len(server.log.served)
        second = crawl.run(now="2026-03-07T03:00:00+07:00")
        assert (second.code, second.portal("cho")["status"]) == (1, "blocked")
        assert len(server.log.served) == asked, "not before the time that it asked for"
        third = crawl.run(now="2026-03-07T05:00:00+07:00")
        assert (third.code, third.portal("cho")["status"]) == (0, "ok")
        assert len(list_articles(crawl.db)) == 12


def test_choosing_portals(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'name = "A"\nlevel = "commune"\nprovince = "Lâm Khê"\nurl = "http://a.example.vn/"\n', "utf-8"
    )
    (tmp_path / "b.toml").write_text(
        'name = "B"\nlevel = "district"\nprovince = "Lâm Khê"\nurl = "http://b.example.vn/"\nstatus = "gone"\n', "utf-8"
    )

    def choose_ids(*ids: str, **more: Any) -> list[str]:
        wanted = {"everything": False, "level": None, "province": None, **more}
        found = choose(ids, directory=tmp_path, **wanted)
        return [portal.id for portal in found]

    assert choose_ids(everything=True) == ["a"], "what has gone is not asked for"
    assert choose_ids("b", "a") == ["b", "a"], "unless it is named"
    assert choose_ids(province="lâm khê") == ["a"]
    assert "a" in choose_ids(level="commune")
    with pytest.raises(ConfigError, match="--all"):
        choose_ids()
    with pytest.raises(ConfigError, match="no portal fits"):
        choose_ids(level="party", province="Lâm Khê")
    with pytest.raises(ConfigError, match="no such portal: 'c'"):
        choose_ids("c")


def test_old_logs_go(tmp_path: Path) -> None:
    directory = tmp_path / "a.db-logs"
    directory.mkdir()
    for number in range(KEPT_LOGS + 5):
        (directory / f"run-2025{number:04}-000000.log").touch()
    now = read_clock({"HARVESTER_NOW": DAYS[0]})
    assert open_log(tmp_path / "a.db", now) == directory / "run-20260307-020000.log"
    assert len(list(directory.iterdir())) == KEPT_LOGS - 1
    with pytest.raises(StoreError, match="cannot write beside"):
        open_log(tmp_path / "no" / "such" / "a.db", now)
