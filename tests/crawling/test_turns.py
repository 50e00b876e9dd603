"""Whose turn it is among portals on one server and on several."""

from __future__ import annotations

from harvester.crawling.throttle import Servers
from harvester.crawling.turns import Turns


def make_turns(stopped: set[str], **servers: str) -> tuple[Servers, Turns]:
    known = Servers()
    for portal, address in servers.items():
        known.assign(portal, address, 2.0)
    turns = Turns(known, stopped)
    for portal in servers:
        turns.add(portal)
    return known, turns


def take(turns: Turns, now: float) -> tuple[str, float] | None:
    turn = turns.take(now)
    return None if turn is None else (turn.portal, turn.wait)


def test_portals_take_turns_in_the_order_in_which_they_came() -> None:
    _, turns = make_turns(set(), a="one", b="two")
    turns.add("a")
    assert [take(turns, 0.0), take(turns, 0.0), take(turns, 0.0)] == [("a", 0.0), ("b", 0.0), None]


def test_a_portal_waits_for_its_server_and_keeps_its_turn() -> None:
    servers, turns = make_turns(set(), a="one", b="one")
    assert take(turns, 0.0) == ("a", 0.0)
    servers.start("a", 0.0)
    assert take(turns, 0.5) == ("b", 1.5)
    assert take(turns, 2.0) == ("b", 0.0)
    assert len(turns) == 0


def test_nobody_waits_for_a_portal_that_was_stopped() -> None:
    stopped: set[str] = set()
    servers, turns = make_turns(stopped, a="one", b="two")
    servers.get("a").pause(0.0, 60.0)
    servers.get("b").pause(0.0, 90.0)
    stopped.add("a")
    assert take(turns, 0.0) == ("b", 90.0)


def test_a_released_server_frees_all_its_portals_once() -> None:
    servers, _ = make_turns(set(), a="one", b="one", c="two")
    servers.start("a", 0.0)
    assert servers.take_freed() == []
    servers.release("a")
    assert servers.get("b").is_free
    assert (servers.take_freed(), servers.take_freed()) == (["a", "b"], [])


def test_a_pause_of_one_site_holds_no_neighbour_at_the_same_address() -> None:
    servers, turns = make_turns(set(), a="one", b="one")
    servers.hold("a", 0.0, 86400.0)
    assert take(turns, 0.0) == ("b", 0.0)


def test_a_crawl_delay_of_one_site_is_kept_to_by_it_alone() -> None:
    servers, turns = make_turns(set(), a="one", b="one")
    servers.ask_for("a", 100.0)
    assert take(turns, 0.0) == ("a", 0.0)
    servers.start("a", 0.0)
    turns.add("a")
    assert take(turns, 2.0) == ("b", 0.0)
    assert take(turns, 4.0) == ("a", 96.0)
