"""An import whose pages several processes have read before stores what one process stores."""

import os
import signal

import pytest
from click.testing import CliRunner
from support.dask_workers import run_cluster
from support.databases import compare_databases
from support.imports import make_html, make_page, run_import
from support.warcs import write_warc

from harvester.cli import cli
from harvester.crawling.responses import open_page
from harvester.jobs import advance_pages
from harvester.spiders import page_items

LINKS = "".join(f'<a href="/tin/{n}.html">Tin thứ {n} của xã Gò Mận trong tuần này</a>' for n in range(8))


@pytest.fixture
def archive(tmp_path):
    """A home page, eight articles in two versions, one of which was captured again as it was."""
    home = f"<html><head><title>Xã Gò Mận</title></head><body>{LINKS}</body></html>"
    records = [make_page(home, "2026-03-04T02:00:00Z", "/")]
    for n in range(8):
        for day in (5, 7):
            parts = (f"Đoạn {k} của bài {n}, ngày {day}: " + "bà con ra đồng sớm. " * 5 for k in range(3))
            html = make_html(f"Tin thứ {n} của xã", "\n\n".join(parts))
            records.append(make_page(html, f"2026-03-0{day}T02:00:00Z", f"/tin/{n}.html"))
    return write_warc(tmp_path / "a.warc.gz", *records)


@pytest.fixture
def reads(monkeypatch):
    """How many articles the import has not found read."""
    count = []
    monkeypatch.setattr(page_items, "open_page", lambda *some: count.append(some) or open_page(*some))
    return count


def test_two_processes_read_what_one_reads(archive, tmp_path, reads):
    one = run_import(tmp_path / "one.db", archive)
    alone = len(reads)
    two = run_import(tmp_path / "two.db", archive, jobs=2)
    assert two.counts.describe() == one.counts.describe() and one.counts.articles == 16
    assert compare_databases(tmp_path / "one.db", tmp_path / "two.db") == []
    assert len(reads) - alone < alone / 4
    assert not list((tmp_path / "two.db-parts").glob("*"))


def test_dask_workers_read_the_same(archive, tmp_path):
    if not os.environ.get("HARVESTER_CI"):
        pytest.skip("Dask workers are started where HARVESTER_CI is set")
    run_import(tmp_path / "one.db", archive)
    with run_cluster(tmp_path) as address:
        run_import(tmp_path / "two.db", archive, engine=address)
    assert compare_databases(tmp_path / "one.db", tmp_path / "two.db") == []


def test_page_that_kills_is_a_failure_and_the_others_are_stored(archive, tmp_path, monkeypatch):
    read = advance_pages.read_page

    def die(wanted):
        if wanted["url"].endswith("/3.html"):
            os.kill(os.getpid(), signal.SIGKILL)
        return read(wanted)

    monkeypatch.setattr("harvester.jobs.archive_import.choose_engine", lambda *_: Forking())
    monkeypatch.setattr(advance_pages, "read_page", die)
    imported = run_import(tmp_path / "a.db", archive, jobs=2)
    assert imported.counts.describe()["articles"] == 14 and imported.failure is None


class Forking:
    """Works on each part in children, until one lives."""

    def check(self, folder):
        assert folder.is_dir()

    def run(self, task, parts):
        for part in parts:
            while not part.is_done:
                child = os.fork()
                if child == 0:
                    task(part)
                    os._exit(0)
                os.waitpid(child, 0)
            yield part


def test_limit_is_refused_with_more_processes():
    done = CliRunner().invoke(cli, ["import", "a.warc.gz", "--limit", "3", "--jobs", "2"])
    assert done.exit_code != 0 and "--limit" in str(done.exception)
