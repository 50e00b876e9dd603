"""A portal's id in every table that names it."""

import pytest

from harvester.store import Store
from harvester.store.cutting import BY_PORTAL
from harvester.store.renaming import BY_ADDRESS, find_url, rename_portal

NOW = "2026-03-07T02:00:00+07:00"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        yield store


def add_portal(connection, name, run):
    connection.execute(
        "INSERT INTO portals (id, name, level, province, url) VALUES (?, 'Xã', 'commune', 'Lâm Khê', ?)",
        (name, f"http://{name}.example/"),
    )
    connection.execute("INSERT OR IGNORE INTO runs (id, started_at) VALUES (?, ?)", (run, NOW))
    connection.execute("INSERT INTO harvests (run, portal, status, new) VALUES (?, ?, 'ok', ?)", (run, name, len(name)))


def list_harvests(store):
    return [tuple(row) for row in store.connection.execute("SELECT run, portal, new FROM harvests ORDER BY run")]


@pytest.mark.parametrize(("table", "listed"), [("portals", BY_PORTAL), ("urls", BY_ADDRESS)])
def test_every_table_that_refers_to_portals_or_addresses_is_listed(store, table, listed):
    rows = store.connection.execute(
        'SELECT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f ON f."table" = ?', (table,)
    )
    assert {row[0] for row in rows} == set(listed)


def test_a_portal_keeps_its_rows_under_another_id(store):
    with store.transaction() as connection:
        add_portal(connection, "cu", 1)
        rename_portal(connection, "cu", "moi", NOW)
    assert list_harvests(store) == [(1, "moi", 2)]
    assert find_url(store.connection, "cu") is None
    assert find_url(store.connection, "moi") == "http://cu.example/"


def test_two_portals_become_one_and_of_one_run_the_newer_id_counts(store):
    with store.transaction() as connection:
        for name, run in (("cu", 1), ("moi", 1)):
            add_portal(connection, name, run)
        connection.execute("INSERT INTO runs (id, started_at) VALUES (2, ?)", (NOW,))
        connection.execute("INSERT INTO harvests (run, portal, status, new) VALUES (2, 'cu', 'ok', 9)")
        rename_portal(connection, "cu", "moi", NOW)
    assert list_harvests(store) == [(1, "moi", 3), (2, "moi", 9)]


def test_a_portal_that_gets_its_earlier_id_back_has_one_alias(store):
    with store.transaction() as connection:
        add_portal(connection, "cu", 1)
        rename_portal(connection, "cu", "moi", NOW)
        rename_portal(connection, "moi", "cu", NOW)
    aliases = [tuple(row) for row in store.connection.execute("SELECT alias, portal FROM portal_aliases")]
    assert aliases == [("moi", "cu")]
