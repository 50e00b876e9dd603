"""What a run is asked to do: its clock, pauses and limits; and the politeness towards servers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harvester.crawling.command import choose_portals, make_plan
from harvester.crawling.robots import read_rules
from harvester.crawling.throttle import Server
from harvester.environment import read_clock, read_database, read_directory
from harvester.errors import ConfigError
from harvester.limits import CONNECTIONS_AT_NO_DELAY, LONGEST_CRAWL_DELAY, RETRY_PAUSES, SECONDS_A_REQUEST
from harvester.plan import Plan
from harvester.portals import Portal
from harvester.store.runs import Robots
from harvester.vietnamese.dates.zones import VIETNAM

NOW = datetime(2026, 3, 7, 2, tzinfo=VIETNAM)


def make_portal(name: str = "xa-go-man", **more: Any) -> Portal:
    keys = {
        "id": name,
        "name": "Xã Gò Mận",
        "level": "commune",
        "province": "Lâm Khê",
        "url": "http://go.example.vn/",
    }
    return Portal.model_validate(keys | more)


def make(**more: Any) -> Plan:
    return Plan(Path("a.db"), (make_portal(),), NOW, **more)


def test_the_clock_is_that_of_vietnam() -> None:
    assert read_clock({"HARVESTER_NOW": "2026-03-07"}) == datetime(2026, 3, 7, tzinfo=VIETNAM)
    assert read_clock({"HARVESTER_NOW": "2026-03-06T19:00:00.9+00:00"}).isoformat() == "2026-03-07T02:00:00+07:00"
    before = datetime.now(VIETNAM)
    assert timedelta(seconds=-1) <= read_clock({}) - before < timedelta(seconds=60)
    assert read_clock({}).utcoffset() == timedelta(hours=7)
    with pytest.raises(ConfigError, match="'tomorrow'"):
        read_clock({"HARVESTER_NOW": "tomorrow"})


def test_delays_and_pauses() -> None:
    assert make().read_delay(make_portal()) == SECONDS_A_REQUEST
    assert make().read_delay(make_portal(delay=5.0)) == 5
    assert make(delay=0.5).read_delay(make_portal(delay=5.0)) == 0.5
    assert make().read_pauses(make_portal()) == RETRY_PAUSES
    none = make(delay=0.0).read_pauses(make_portal())
    assert set(none) == {0} and len(none) == len(RETRY_PAUSES)
    assert list(RETRY_PAUSES) == sorted(RETRY_PAUSES)


def test_the_later_limit_counts() -> None:
    old, new = date(2010, 1, 1), date(2020, 1, 1)
    assert make().read_since(make_portal()) is None
    assert make(since=old).read_since(make_portal(since=new)) == new
    assert make(since=new).read_since(make_portal(since=old)) == new
    assert make(since=new).read_since(make_portal()) == new
    assert make().read_time(days=1) == "2026-03-06T02:00:00+07:00"


def test_a_run_of_scrapy_s_own_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_database({}) == Path("harvest.db")
    assert read_database({"HARVESTER_DB": "x.db"}) == Path("x.db")
    assert read_directory({}) is None
    assert read_directory({"HARVESTER_PORTALS": "p"}) == Path("p")
    with pytest.raises(ConfigError, match="portals=ID"):
        make_plan([])
    known = {name: make_portal(name) for name in ("xa-mot", "xa-hai")}
    assert [p.id for p in choose_portals(known, ["xa-hai", "xa-mot", "xa-hai"])] == ["xa-hai", "xa-mot"]
    with pytest.raises(ConfigError, match=r"'xa-mott', 'gi' \(did you mean 'xa-mot'\?\)"):
        choose_portals(known, ["xa-mott", "gi"])
    with pytest.raises(ConfigError, match="portals list"):
        choose_portals(known, ["zzzzzz"])


def test_one_connection_to_a_server_with_a_delay() -> None:
    server = Server(2.0)
    server.start(10.0)
    assert not server.is_free and server.next_at == 12
    server.end()
    assert server.is_free
    server.pause(11.0, 30.0)
    assert server.next_at == 41
    server.pause(11.0, 1.0)
    assert server.next_at == 41, "a shorter pause takes nothing back"


def test_several_connections_without_a_delay() -> None:
    server = Server(0.0)
    for _ in range(CONNECTIONS_AT_NO_DELAY):
        assert server.is_free
        server.start(1.0)
    assert not server.is_free and server.next_at == 1


def read(text: str | None, **more: Any) -> Any:
    return read_rules(Robots("http://go.example.vn", NOW.isoformat(), 200, text, **more), "harvester")


def test_robots() -> None:
    rules = read("User-agent: *\nDisallow: /admin/\nCrawl-delay: 7\nSitemap: http://go.example.vn/s.xml\n")
    assert rules.is_allowed("http://go.example.vn/tin/a.html")
    assert not rules.is_allowed("http://go.example.vn/admin/a.html")
    assert (rules.delay, rules.sitemaps, rules.refusal) == (7, ["http://go.example.vn/s.xml"], None)
    own = read("User-agent: *\nDisallow: /\n\nUser-agent: harvester\nDisallow: /x/\n")
    assert own.is_allowed("http://go.example.vn/") and not own.is_allowed("http://go.example.vn/x/1")
    free = read("")
    assert free.is_allowed("http://go.example.vn/x") and free.delay is None and free.sitemaps == []
    assert read(None, error="robots.txt answers 503").refusal == "robots.txt answers 503"


def test_a_crawl_delay_longer_than_any_run_is_a_refusal() -> None:
    assert read(f"User-agent: *\nCrawl-delay: {LONGEST_CRAWL_DELAY:g}\n").refusal is None
    assert "asks for 864000 s" in (read("User-agent: *\nCrawl-delay: 864000\n").refusal or "")
