"""Databases of each release, and of a candidate of the first: each is upgraded, searched, exported, crawled on.

A release adds its own, once: python tests/store/test_releases.py
"""

from __future__ import annotations

import csv
import json
import lzma
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # where this file is run as a program

from support.books import check_books, check_file
from support.databases import open_database
from support.looks import NukeVietLook
from support.runs import ROOT, Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester import __version__
from harvester.store.schema import STEP_NAMES

FROZEN = Path(__file__).parent / "releases"
NIGHTS = ("2026-11-20T02:00:00+07:00", "2026-11-21T02:00:00+07:00")
LATER = "2026-11-26T02:00:00+07:00"


def make_site() -> Site:
    """Six articles, of which one was changed and one withdrawn on the second night."""
    return Site(count=6, look=NukeVietLook(per_page=10), sitemap="plain")


def freeze(path: Path) -> None:
    """Harvest two nights into a new database, and pack it."""
    site = make_site()
    with PortalServer(site) as server:
        crawl = Crawl(path, write_portal(path.parent / "portals", server, "lam-khe"))
        assert crawl.run(now=NIGHTS[0]).code == 0
        site.update("a-3")
        site.withdraw("a-2", 410)
        assert crawl.run("--full", now=NIGHTS[1]).code == 0
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@pytest.fixture(params=sorted(FROZEN.glob("*.db.xz")), ids=lambda path: path.name.removesuffix(".db.xz"))
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    path.write_bytes(lzma.decompress(request.param.read_bytes()))
    return path


def run(*arguments: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "harvester", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_this_version_has_left_one() -> None:
    assert (FROZEN / f"{__version__}.db.xz").exists()


def test_an_old_database_is_crawled_on(released: Path, tmp_path: Path) -> None:
    """Another portal prints what the old one has printed: it is seen as a copy, by what was stored then."""
    with open_database(released) as connection:
        before = dict(connection.execute("SELECT uid, body FROM articles WHERE portal = 'lam-khe'"))
    with PortalServer(make_site()) as server:
        crawl = Crawl(released, write_portal(tmp_path / "portals", server, "doi-thong"))
        told = crawl.run(now=LATER)
        assert (told.code, told.portal("doi-thong")["pages"] >= 6) == (0, True)
    with open_database(released) as connection:
        assert dict(connection.execute("SELECT uid, body FROM articles WHERE portal = 'lam-khe'")) == before
        copies = (  # which of two of one time is the original depends on their addresses, and these on a free port
            "SELECT count(*) FROM articles a JOIN articles b ON b.id = a.duplicate_of AND b.portal <> a.portal"
        )
        assert connection.execute(copies).fetchone()[0] == 6
        steps = {name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations")}
        assert steps == set(STEP_NAMES)
        assert connection.execute("SELECT count(*) FROM revisions").fetchone()[0] == 1
    assert check_books(released) == check_file(released) == []


def test_an_old_database_is_searched_and_exported(released: Path, tmp_path: Path) -> None:
    run("units", "--fill", "--db", str(released))  # any command that writes brings it up to date
    with open_database(released) as connection:
        (title,) = connection.execute("SELECT title FROM articles WHERE gone_at IS NULL ORDER BY id").fetchone()
    hits = run("search", title, "--db", str(released), "--json").splitlines()
    assert title in [json.loads(hit)["title"] for hit in hits]
    run("export", "csv", "--out", str(tmp_path / "csv"), "--db", str(released))
    (file,) = (tmp_path / "csv").glob("articles*.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == 6
    assert "lam-khe" in run("status", "--db", str(released))
    assert "no damage found" in run("check", "--full", "--db", str(released))


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        database = Path(folder, "new.db")
        freeze(database)
        (FROZEN / f"{__version__}.db.xz").write_bytes(lzma.compress(database.read_bytes(), preset=9))
