"""Archives harvested: the same database as the live crawl's, whatever the order of the records."""

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.databases import compare_databases, open_database
from support.looks import NukeVietLook
from support.runs import ROOT, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long
from support.warcs import write_warc

from harvester.archive.inputs import find_warc_files
from harvester.archive.members import scan_members


@dataclass
class Done:
    """What an import came to."""

    code: int
    output: str
    errors: str

    @property
    def counts(self):
        return json.loads(self.output)


def run_import(db: Path, portals: Path, *sources: object, now: str = "2026-06-01T02:00:00+07:00") -> Done:
    command = [sys.executable, "-m", "harvester", "import", *map(str, sources), "--portals", str(portals)]
    done = subprocess.run(
        [*command, "--db", str(db), "--json"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT), "HARVESTER_NOW": now},
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A crawl that kept everything, of a portal that answers no more."""
    directory = tmp_path_factory.mktemp("kept")
    site = Site(count=12, look=NukeVietLook(per_page=5), order="mixed", sitemap="index", feed=True, second_category=3)
    site.add(site.piece("a-5").text)
    site.withdraw("a-4")
    site.extra_links += [site.path("a-4"), "/admin/khong-vao.html"]
    with PortalServer(site) as server:
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        finished = crawl.run("--keep", str(directory / "pages"))
        assert finished.code == 0, finished.errors
    return crawl, directory / "pages"


def read_members(pages: Path) -> list[bytes]:
    """The records of a folder, each as it is in its file."""
    [file] = find_warc_files(pages)
    octets = file.path.read_bytes()
    with file.open() as stream:
        return [octets[one.offset : one.offset + one.length] for one in scan_members(stream)]


def test_archive_alone_gives_the_database_of_the_live_crawl(kept, tmp_path):
    crawl, pages = kept
    done = run_import(tmp_path / "b.db", crawl.portals, pages)
    assert (done.code, done.errors) == (0, "")
    assert compare_databases(crawl.db, tmp_path / "b.db") == []
    counts = done.counts
    with open_database(crawl.db) as connection:
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    assert (counts["new"], counts["failed"]) == (articles, 0)
    again = run_import(tmp_path / "b.db", crawl.portals, pages).counts
    assert {again[name] for name in ("new", "updated", "earlier", "unchanged", "failed", "articles")} == {0}
    assert compare_databases(crawl.db, tmp_path / "b.db") == []


def test_order_of_records_does_not_count(kept, tmp_path):
    crawl, pages = kept
    members = read_members(pages)
    random.Random(7).shuffle(members)
    half = len(members) // 2
    write_warc(tmp_path / "z.warc.gz", *members[:half])
    write_warc(tmp_path / "a.warc.gz", *members[half:])
    done = run_import(tmp_path / "b.db", crawl.portals, tmp_path / "z.warc.gz", tmp_path / "a.warc.gz")
    assert done.code == 0, done.errors
    assert compare_databases(crawl.db, tmp_path / "b.db") == []


def test_import_after_the_live_crawl_adds_nothing(kept, tmp_path):
    crawl, pages = kept
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    [file] = find_warc_files(pages)
    write_warc(copy / "copy.warc.gz", file.path.read_bytes())
    shutil.copy(crawl.db, tmp_path / "b.db")
    for source in (pages, copy):
        done = run_import(tmp_path / "b.db", crawl.portals, source)
        assert done.code == 0, done.errors
        assert {done.counts[name] for name in ("new", "updated", "earlier", "failed")} == {0}
    assert compare_databases(crawl.db, tmp_path / "b.db") == []


@takes_long
def test_interrupted_import_goes_on(kept, tmp_path):
    crawl, pages = kept
    new = 0
    for _ in range(20):
        done = run_import(tmp_path / "b.db", crawl.portals, pages, "--limit", "9")
        assert done.code == 0, done.errors
        new += done.counts["new"]
        if not done.counts["articles"] and compare_databases(crawl.db, tmp_path / "b.db") == []:
            break
    assert compare_databases(crawl.db, tmp_path / "b.db") == []
    with open_database(tmp_path / "b.db") as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone()[0] == new
        assert connection.execute("SELECT count(*) FROM unread_captures").fetchone()[0] == 0
