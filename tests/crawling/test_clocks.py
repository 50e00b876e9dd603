"""A run whose clock is wrong stores nothing, over real sockets; and nothing that a wrong clock set outlives it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from support.answers import Answer, Request
from support.harvests import ask, load, make_article, make_portal, open_run
from support.looks import NukeVietLook
from support.plan import Plan as FaultPlan
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.crawling.clocks import check_servers
from harvester.errors import WrongClock
from harvester.plan import Plan

NOW = datetime.fromisoformat(DAYS[0])
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@contextmanager
def serve_dates(dates: Sequence[timedelta | str]) -> Iterator[Plan]:
    """A plan of so many portals, each on an address of its own that is so far off the plan's clock."""
    with ExitStack() as stack:
        portals = []
        for number, date in enumerate(dates, 2):
            text = date if isinstance(date, str) else format_datetime(NOW + date)

            class Answer(BaseHTTPRequestHandler):
                date = text

                def do_GET(self) -> None:
                    self.send_response_only(404)
                    self.send_header("Date", self.date)
                    self.end_headers()

            server = HTTPServer((f"127.0.0.{number}", 0), Answer)
            stack.callback(server.server_close)
            Thread(target=server.handle_request, daemon=True).start()
            url = f"http://127.0.0.{number}:{server.server_port}/"
            portals.append(make_portal(id=f"go-{number}", url=url))
        yield Plan(Path("a.db"), tuple(portals), NOW)


@pytest.mark.parametrize(
    ("dates", "is_right"),
    [
        ([20 * HOUR] * 5, True),
        ([3 * DAY] * 5, False),
        ([-3 * DAY] * 5, False),
        ([3 * DAY, 3 * DAY, 3 * DAY, 0 * DAY, 0 * DAY], False),
        ([3 * DAY, -3 * DAY, 0 * DAY, 0 * DAY, 0 * DAY], True),
        ([3 * DAY, 3 * DAY], True),
        (["hôm qua", "", "Thu, 99 Foo 9999 99:99:99 GMT"], True),
        (["x", "-1", 7 * DAY, 7 * DAY, 7 * DAY], False),
    ],
)
def test_most_servers_decide(dates: Sequence[timedelta | str], is_right: bool) -> None:
    with serve_dates(dates) as plan:
        if is_right:
            check_servers(plan, "harvester")
            return
        with pytest.raises(WrongClock, match="--clock-is-right"):
            check_servers(plan, "harvester")


@takes_long
@pytest.mark.parametrize("off", [-3 * DAY, 3 * DAY], ids=["ahead", "behind"])
def test_a_crawl_by_a_machine_whose_clock_is_off_stores_nothing(tmp_path: Path, off: timedelta) -> None:
    """The clock is the machine's own; it is the servers that live on other days."""

    def shift(request: Request, good: Answer) -> Answer:
        return good.set_header("Date", format_datetime(datetime.now(UTC) + off, usegmt=True))

    with ExitStack() as stack:
        for number in range(2, 7):
            site, plan = Site(count=2, look=NukeVietLook()), FaultPlan(share=1.0, mixed=[shift])
            server = stack.enter_context(PortalServer(site, f"127.0.0.{number}", plan=plan))
            write_portal(tmp_path / "portals", server, f"xa-{number}")
        crawl = Crawl(tmp_path / "a.db", tmp_path / "portals", environment={"HARVESTER_NOW": ""})
        refused = crawl.run()
        assert (refused.code, "--clock-is-right" in refused.errors, "Traceback" in refused.errors) == (2, True, False)
        with closing(sqlite3.connect(crawl.db)) as connection:
            assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        allowed = crawl.run("--clock-is-right")
        assert {portal["status"] for portal in allowed.counts["portals"].values()} == {"ok"}
    with closing(sqlite3.connect(crawl.db)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (10,)


@takes_long
def test_a_clock_behind_the_last_run_stores_nothing_and_its_pauses_do_not_outlive_it(tmp_path: Path) -> None:
    with PortalServer(Site(count=3, look=NukeVietLook())) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "khe"))
        assert crawl.run(now="2027-03-07T02:00:00+07:00").code == 0
        with sqlite3.connect(crawl.db) as connection:
            connection.execute("UPDATE portals SET wait_until = '2027-03-08T00:00:00+07:00', wait_reason = 'busy'")
            stored = list(connection.iterdump())
        refused = crawl.run()
        assert (refused.code, "the last run began on 7 March 2027" in refused.errors) == (2, True)
        assert "Traceback" not in refused.errors
        with sqlite3.connect(crawl.db) as connection:
            assert list(connection.iterdump()) == stored
        allowed = crawl.run("--clock-is-right")
        assert (allowed.code, allowed.portal("khe")["status"]) == (0, "ok")
        assert crawl.run(now=DAYS[1]).code == 0
        with sqlite3.connect(crawl.db) as connection:
            assert connection.execute("SELECT max(checked_at) < '2026-03-09' FROM articles").fetchone() == (1,)


def test_a_date_that_was_in_the_future_is_chosen_again(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", "2020-01-01T02:00:00+07:00") as run:
        load(run, "/tin/a.html", make_article("Cầu mới", dates=("01/03/2026 08:00",)))
        assert ask(run, "SELECT published_at FROM articles") == [(None,)]
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        run.sources.open(run.facts.portals["go"], [])
        assert ask(run, "SELECT published_at FROM articles") == [("2026-03-01T08:00:00+07:00",)]
