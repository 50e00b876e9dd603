"""When a portal is left alone: failures in a row, refusals, pauses that servers ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.harvests import ask, find, make_portal, open_run
from support.runs import DAYS

from harvester.items import FetchResult
from harvester.limits import LONGEST_PAUSE, TROUBLE_LIMIT, WAIT_LIMIT


def fail(path: str, **more: object) -> FetchResult:
    return FetchResult(path, "failed", "answers 500", 500, trouble="connection", **more)  # type: ignore[arg-type]


def test_failures_in_a_row_stop_a_portal(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in range(2 * TROUBLE_LIMIT):
            run.backoff.note_result(find(run, f"/{number}"), fail(f"/{number}"))
        assert run.backoff.stopped == {}, "they may have met one fault together"
        again = run.backoff.take_second("go")
        assert again is not None
        run.backoff.note_result(again, fail(again.fetch_url))
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


def test_a_longer_pause_than_a_run_waits_leaves_the_site_and_not_its_neighbours(tmp_path: Path) -> None:
    portals = (make_portal(), make_portal(id="man"), make_portal(id="khe"))
    with open_run(tmp_path / "a.db", DAYS[0], portals=portals) as run:
        for portal, site in (("go", "go.example.vn"), ("man", "go.example.vn"), ("khe", "khe.example.vn")):
            run.servers.assign(portal, "server", 0.0, site)
        run.backoff.note_result(find(run, "/a"), fail("", retry_after=LONGEST_PAUSE))
        assert run.backoff.stopped == {}
        run.backoff.note_result(find(run, "/b"), fail("", retry_after=3600.0))
        assert set(run.backoff.stopped) == {"go", "man"}
        assert run.backoff.find_wait("man") == "answers 500; waits until 7 March 2026, 03:00"
        assert run.backoff.find_wait("khe") is None
        assert ask(run, "SELECT id FROM portals WHERE wait_until IS NOT NULL ORDER BY 1") == [("go",), ("man",)]


def test_a_pause_that_is_waited_for_is_no_step_towards_leaving_a_portal(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in range(4 * TROUBLE_LIMIT):  # eight connections meet one refusal
            refused = FetchResult("", "failed", "answers 429", 429, retry_after=60.0, trouble="refusal")
            run.backoff.note_result(find(run, f"/{number}"), refused)
        assert run.backoff.stopped == {}
        assert run.backoff.take_second("go") is None


def test_a_server_that_only_asks_for_pauses_is_left(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in range(WAIT_LIMIT + 1):
            refused = FetchResult("", "failed", "answers 429", 429, retry_after=0.0, trouble="refusal")
            run.backoff.note_result(find(run, f"/{number}"), refused)
        assert run.backoff.stopped["go"][0] == "blocked"


def test_a_server_that_is_asked_too_quickly_is_asked_more_slowly_and_not_for_ever(tmp_path: Path) -> None:
    busy = FetchResult("", "failed", "answers 503", 503, trouble="refusal")
    with open_run(tmp_path / "a.db", DAYS[0], delay=0.0) as run:
        for number in range(4 * TROUBLE_LIMIT):
            run.backoff.note_result(find(run, f"/{number}"), busy)
        server = run.servers.get("go")
        assert (run.backoff.stopped, run.backoff.take_second("go")) == ({}, None), "eight connections met one refusal"
        assert server.slow > 0 and not server.is_free
        for number in range(4 * TROUBLE_LIMIT):
            run.backoff._waits_until.clear()
            run.backoff.note_result(find(run, f"/again-{number}"), busy)
        assert run.backoff.take_second("go") is not None
