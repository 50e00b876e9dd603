"""The statuses of harvests: one list for the table, the dictionary of columns, the order and the colours."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import harvester
from harvester.inspect.pages import STATUSES
from harvester.statuses import HARVEST_STATUSES, REACHED, READ, SUCCESSES, find_colour
from harvester.store.dictionary import read_meaning
from harvester.store.reports.gravity import order_by_gravity

TABLES = Path(harvester.__file__).parent / "store" / "tables" / "portals.sql"


def test_the_table_takes_these_and_no_others() -> None:
    [listed] = re.findall(r"status IN \(('ok', 'partial'[^)]*)\)", TABLES.read_text("utf-8"))
    assert set(re.findall(r"'(\w+)'", listed)) == set(HARVEST_STATUSES)


def test_the_dictionary_says_what_each_means() -> None:
    told = read_meaning().tables["harvests"].columns["status"]
    assert [name for name in HARVEST_STATUSES if name not in told] == []


def test_the_gravest_come_first_and_the_well_last() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE h (status TEXT)")
        connection.executemany("INSERT INTO h VALUES (?)", [(name,) for name in [*HARVEST_STATUSES, None]])
        found = [row[0] for row in connection.execute(f"SELECT status FROM h ORDER BY {order_by_gravity('status')}")]
    connection.close()
    assert found == ["broken", "silent", "blocked", "unreachable", "partial", None, "ok"]


def test_every_status_is_translated() -> None:
    assert set(STATUSES) == set(HARVEST_STATUSES)


def test_what_follows_from_a_status() -> None:
    assert set(SUCCESSES) == {"ok", "silent"}
    assert set(READ) == {"ok", "silent", "partial"}
    assert set(REACHED) == {"ok", "silent", "partial", "broken"}
    assert [find_colour(name) for name in ("ok", "silent", "broken", None)] == ["green", "yellow", "red", None]
