"""`harvester portals repair`: a portal whose content system is exchanged overnight."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from support.answers import redirect
from support.looks import NukeVietLook, PlainLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Robots, Site
from support.slow import takes_long
from support.wordpress_look import WordPressLook

ROOT = Path(__file__).parents[2]
FILE = """# looked after by hand
name = "Xã Lâm Khê"  # as it signs
level = "commune"
province = "Hà Tĩnh"
url = "{url}"
platform = "nukeviet"
sections = [
    "/tin-tuc/",  # news
    "/nong-thon/",
]
delay = 0.0

[selectors]
author = "p.text-right"
"""


def make_environment(folder: Path, columns: int = 60) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(ROOT), "HARVESTER_NOW": DAYS[1], "COLUMNS": str(columns),
        "HARVESTER_DB": str(folder / "a.db"), "HARVESTER_PORTALS": str(folder / "portals"),
    }  # fmt: skip


def run(folder: Path, *words: object, columns: int = 60) -> tuple[int, str, str]:
    environment = make_environment(folder, columns)
    done = subprocess.run(
        [sys.executable, "-m", "harvester", *map(str, words)], env=environment, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def query(db: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


class Exchange:
    """Four nights of a portal: a first harvest, the exchange, the repair, and the night after."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = Site(count=16, look=NukeVietLook(), sitemap="plain")
        with PortalServer(self.site) as server:
            (folder / "portals").mkdir()
            self.file = folder / "portals" / "lam-khe.toml"
            self.file.write_text(FILE.format(url=server.base + "/"), encoding="utf-8")
            crawl = Crawl(folder / "a.db", folder / "portals")
            self.first = crawl.run(now=DAYS[0]).portal("lam-khe")
            self.site.look = WordPressLook()
            for _ in range(4):
                self.site.add()
            self.broken = crawl.run(now=DAYS[1]).portal("lam-khe")
            self.status = run(folder, "status")
            self.dry = run(folder, "portals", "repair", "--all", "--dry-run")
            self.shown = run(folder, "portals", "repair", "lam-khe")
            self.before = self.file.read_text("utf-8")
            self.written = run(folder, "portals", "repair", "lam-khe", "--write", columns=80)
            self.repaired = crawl.run(now=DAYS[1].replace("T02", "T12")).portal("lam-khe")
            self.after = crawl.run(now=DAYS[2]).portal("lam-khe")


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    return Exchange(tmp_path_factory.mktemp("exchange"))


@takes_long
def test_exchanged_system_is_broken_and_status_names_the_command(exchange):
    assert (exchange.first["status"], exchange.first["new"]) == ("ok", 16)
    assert exchange.broken["status"] == "broken"
    assert "harvester portals repair lam-khe\n" in exchange.status[1]


def test_what_would_change_is_shown_and_nothing_is_written(exchange):
    code, out, err = exchange.shown
    assert (code, err) == (0, "")
    assert exchange.before == FILE.format(url=exchange.site.base + "/")
    assert '-platform = "nukeviet"\n' in out and '+platform = "wordpress"\n' in out
    assert '-author = "p.text-right"\n' in out
    assert out.count("before    not read: ") == 3 and out.count("after     “") == 3
    assert max(len(line) for line in out.splitlines() if "http" not in line and "/" not in line) <= 60


def test_the_whole_list_is_looked_at_without_a_change(exchange):
    code, out, _ = exchange.dry
    assert code == 0
    assert out.endswith("1 portal: 1 would change, 0 right as they are, 0 cannot be\n  looked at.\n")


def test_only_the_keys_that_are_wrong_are_written(exchange):
    text = exchange.file.read_text("utf-8")
    data = tomllib.loads(text)
    assert text.startswith('# looked after by hand\nname = "Xã Lâm Khê"  # as it signs\n')
    assert data["platform"] == "wordpress" and "selectors" not in data
    assert data["sections"] == ["/category/tin-tuc/", "/category/nong-thon/"]
    assert data["delay"] == 0.0
    assert "written; the next crawl reads it" in exchange.written[1]


def test_after_the_repair_all_new_articles_are_found_and_no_old_one_is_new(exchange):
    assert exchange.broken["new"] + exchange.repaired["new"] + exchange.after["new"] == 4
    assert query(exchange.folder / "a.db", "SELECT count(*) FROM articles") == [(20,)]
    assert exchange.after["status"] == "ok", exchange.after


def test_old_articles_are_known_at_their_new_addresses_and_none_is_gone(exchange):
    db = exchange.folder / "a.db"
    assert query(db, "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(0,)]
    assert query(db, "SELECT count(DISTINCT article) FROM article_urls WHERE url LIKE '%/bai-%'") == [(20,)]


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """A portal that is right, one that moved, and one that nobody answers for."""
    folder = tmp_path_factory.mktemp("others")
    right, moved = (Site(count=6, look=NukeVietLook(), seed=n) for n in (1, 2))
    old = Site(count=0, look=PlainLook(), robots=Robots(text=""))
    with PortalServer(right) as one, PortalServer(moved) as two, PortalServer(old) as three:
        old.extra_pages["/"] = redirect(two.base + "/")
        for name, server in (("dung", one), ("doi", three)):
            write_portal(folder / "portals", server, name, province="Hà Tĩnh")
        dead = (folder / "portals" / "dung.toml").read_text("utf-8").replace(one.base, "http://127.0.0.1:1")
        (folder / "portals" / "im.toml").write_text(dead.replace('"dung"', '"im"'), encoding="utf-8")
        yield folder, two.base, three.base, run(folder, "portals", "repair", "--all", "--write", "--delay", "0")


def test_moved_portal_has_its_new_address_and_the_former_one(others):
    folder, new, old, _ = others
    data = tomllib.loads((folder / "portals" / "doi.toml").read_text("utf-8"))
    assert (data["url"], data["formerly"]) == (f"{new}/", [f"{old}/"])


def test_what_is_right_stays_and_what_does_not_answer_is_named(others):
    code, out, _ = others[3]
    assert code == 1
    assert "dung" not in out
    assert "im: not harvested yet\n  cannot be repaired: 'http://127.0.0.1:1' does not answer" in out
    assert " ".join(out.split()).endswith("3 portals: 1 changed, 1 right as they are, 1 cannot be looked at.")


def test_one_that_is_right_says_so(others):
    code, out, _ = run(others[0], "portals", "repair", "dung", "--delay", "0")
    assert code == 0
    assert "its file says what the portal is: nothing to change" in " ".join(out.split())
    assert out.count("as before “") == 3


def test_a_round_that_was_killed_goes_on_where_it_stopped(tmp_path):
    words = ("portals", "repair", "--all", "--delay", "0")
    with PortalServer(Site(count=6, look=NukeVietLook(), seed=3)) as server:
        served = server.log.served
        for name in ("a-dau", "b-sau"):  # of one server: one after the other
            write_portal(tmp_path / "portals", server, name, province="Hà Tĩnh")
        assert run(tmp_path, "portals", "repair", "a-dau", "--delay", "0")[0] == 0
        once = len(served)
        process = subprocess.Popen([sys.executable, "-m", "harvester", *words], env=make_environment(tmp_path))
        server.after_answers(once + 1, process.kill)
        assert process.wait(60) == -signal.SIGKILL
        before = len(served)
        code, out, _ = run(tmp_path, *words)
        assert len(served) - before == once
    assert code == 0
    assert " ".join(out.split()).endswith("2 portals: 0 would change, 2 right as they are, 0 cannot be looked at.")
    assert {path.suffix for path in (tmp_path / "portals").iterdir()} == {".toml"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "name one portal, or say --all"),
        (("a", "--all"), "name one portal, or say --all"),
        (("a", "--write", "--dry-run"), "--write and --dry-run are contrary"),
        (("nobody",), "no such portal: 'nobody'"),
    ],
)
def test_wrong_usage(others, words, message):
    code, out, err = run(others[0], "portals", "repair", *words)
    assert (code, out) == (2, "")
    assert message in err and err.count("\n") == 1
