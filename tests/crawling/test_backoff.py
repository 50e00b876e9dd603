"""When a portal is left alone: failures in a row, refusals, pauses that servers ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.harvests import ask, find, make_portal, open_run
from support.runs import DAYS

from harvester.items import FetchResult
from harvester.limits import LONGEST_PAUSE, TROUBLE_LIMIT


def fail(path: str, **more: object) -> FetchResult:
    return FetchResult(path, "failed", "answers 500", 500, trouble="connection", **more)  # type: ignore[arg-type]


def test_failures_in_a_row_stop_a_portal(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in range(TROUBLE_LIMIT):
            assert "go" not in run.backoff.stopped
            run.backoff.note_result(find(run, f"/{number}"), fail(f"/{number}"))
        assert run.backoff.stopped == {"go": ("unreachable", "answers 500")}


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_a_dead_feed_says_nothing_of_the_pages(tmp_path: Path, kind: str) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in range(2 * TROUBLE_LIMIT):
            run.backoff.note_result(find(run, f"/{number}.xml", kind), fail(""))  # type: ignore[arg-type]
        assert run.backoff.stopped == {}


def test_a_page_that_was_read_ends_the_row(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in range(2 * TROUBLE_LIMIT):
            address = find(run, f"/{number}")
            run.backoff.note_result(address, fail("")) if number % 3 else run.backoff.note_success(address)
        assert run.backoff.stopped == {}


def test_a_longer_pause_than_a_run_waits_leaves_all_portals_of_the_server(tmp_path: Path) -> None:
    portals = (make_portal(), make_portal(id="man"), make_portal(id="khe"))
    with open_run(tmp_path / "a.db", DAYS[0], portals=portals) as run:
        run.servers.assign("man", "server", 0.0)
        run.servers.assign("khe", "other", 0.0)
        run.backoff.note_result(find(run, "/a"), fail("", retry_after=LONGEST_PAUSE))
        assert run.backoff.stopped == {}
        run.backoff.note_result(find(run, "/b"), fail("", retry_after=3600.0))
        assert set(run.backoff.stopped) == {"go", "man"}
        assert run.backoff.find_wait("man") == "answers 500; waits until 2026-03-07T03:00:00+07:00"
        assert run.backoff.find_wait("khe") is None
        assert ask(run, "SELECT id FROM portals WHERE wait_until IS NOT NULL ORDER BY 1") == [("go",), ("man",)]
