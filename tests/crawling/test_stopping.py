"""SIGTERM and Ctrl-C end a run within seconds, whatever it waits for or reads."""

import os
import signal
import subprocess
import sys
import time

import pytest
from support import faults
from support.answers import show_html
from support.books import check_books, list_states
from support.looks import PlainLook
from support.runs import ROOT, Crawl, write_portal
from support.server import PortalServer
from support.site import Site

SLOW_TO_READ = "<html><body>" + "<table><tr><td>" * 3000 + "<b><i></b>" * 90_000 + "</body></html>"


def stop_while(tmp_path, fault, number):
    """A run of a portal whose articles all answer so, stopped a moment after the first one was asked for."""
    site = Site(count=6, look=PlainLook())
    times = []
    with PortalServer(site) as server:
        for piece in site.pieces:
            server.plan.always[site.path(piece.name)] = fault
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))

        def stop(pid):
            while not any(server.log.count(site.path(piece.name)) for piece in site.pieces):
                time.sleep(0.01)
            times.append(time.monotonic())
            os.kill(pid, number)

        finished = crawl.run(on_start=stop)
        times.append(time.monotonic())
    return crawl, finished, times[1] - times[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_that_waits_for_pages_is_left_at_once(tmp_path, number):
    crawl, finished, seconds = stop_while(tmp_path, faults.stall(60), number)
    assert finished.code == 130 and seconds < 5
    assert "Traceback" not in finished.errors and check_books(crawl.db) == []
    assert "pending" in {state for state, _ in list_states(crawl.db).values()}


def test_run_that_reads_a_large_page_is_left_at_once(tmp_path):
    crawl, finished, seconds = stop_while(tmp_path, lambda request, good: show_html(SLOW_TO_READ), signal.SIGTERM)
    assert finished.code == 130 and seconds < 5
    assert "Traceback" not in finished.errors and check_books(crawl.db) == []


NEVER_BEGUN = """
import sys
from harvester.crawling import process
process.PlanSequence.begin = lambda sequence, plans: None
process.LeavingProcess.start = lambda process, **_: setattr(process, "is_left", True)
from harvester.cli import main
sys.argv[1:] = ["crawl", "baohatinh", "--db", "a.db"]
main()
"""


def test_run_that_is_stopped_before_it_begins_says_so(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", NEVER_BEGUN], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "harvester: interrupted before the run had begun\n")
