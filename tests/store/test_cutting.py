"""Every table is cut off with its portals, copied whole, or left out on purpose."""

from harvester.store import Store
from harvester.store.cutting import BY_ADDRESS, BY_ARTICLE, BY_PORTAL, LEFT, WHOLE
from harvester.store.returning import ADDED, REPLACED


def test_every_table_has_its_way(tmp_path):
    ways = ["portals", *BY_PORTAL, *BY_ARTICLE, *BY_ADDRESS, *WHOLE, *LEFT]
    with Store.open(tmp_path / "a.db") as store:
        rows = store.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'articles_fts%'"
            " AND name NOT LIKE '%sqlite_%'"
        )
        assert {row[0] for row in rows} <= set(ways) and len(ways) == len(set(ways))
    assert {*ADDED, *REPLACED} == set(BY_PORTAL)
