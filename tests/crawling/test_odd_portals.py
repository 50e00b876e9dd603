"""Portals built as nobody expects, over a real socket: nothing of them is lost, or the portal says what is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.databases import open_database
from support.plain_site import PlainSite, write_item
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer

NIGHTS = [(datetime.fromisoformat(DAYS[0]) + timedelta(days=n)).isoformat() for n in range(9)]


@pytest.fixture
def site() -> PlainSite:
    return PlainSite([write_item(number) for number in range(12)])


@pytest.fixture
def server(site: PlainSite) -> Iterator[PortalServer]:
    with PortalServer(site) as running:  # type: ignore[arg-type]  # it has all that a server asks of a site
        yield running


@pytest.fixture
def crawl(server: PortalServer, tmp_path: Path) -> Crawl:
    return Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "go-man"))


def list_stored(crawl: Crawl) -> set[int]:
    """Return the numbers of the stored articles."""
    with open_database(crawl.db) as connection:
        return {int(row[0].rpartition("/")[2]) for row in connection.execute("SELECT url FROM articles")}


def list_numbers(site: PlainSite) -> set[int]:
    return {item.number for item in site.items}


def test_a_listing_in_no_order_of_dates_is_read_through_a_part_each_night(site, server, crawl):
    site.items = [write_item(number) for number in range(1, 43)]
    random.Random(5).shuffle(site.items)
    assert crawl.run().code == 0
    assert list_stored(crawl) == list_numbers(site)
    site.items.insert(30, write_item(0))
    nights = []
    for night in NIGHTS[1:]:
        server.forget()
        finished = crawl.run("--recheck-days", "0", "--sweep-days", "0", now=night)
        portal = finished.portal("go-man")
        asked = sum(one.request.path == "/tin-xa/" for one in server.log.served)
        nights.append((portal["status"], asked, 0 in list_stored(crawl)))
        if nights[-1][2]:
            break
        assert "in no order of dates" in portal["reason"]
    assert nights[-1][2], nights
    assert len(nights) <= 4
    assert all(status == "ok" and asked <= 9 for status, asked, _ in nights), nights
