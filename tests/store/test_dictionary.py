"""Every table and column is described, once, and docs/schema.md says the same."""

from pathlib import Path

import pytest

from harvester.inspect.schema_page import make_schema_page
from harvester.store import Store
from harvester.store.dictionary import read_meaning

UNSAID = {"articles_folded", "_sqlite_migrations", "sqlite_sequence"}
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("schema") / "empty.db") as store:
        yield store.connection


def test_every_table_and_column_is_described(connection):
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    names = {row["name"] for row in rows if not row["name"].startswith("articles_fts")} - UNSAID
    tables = read_meaning().tables
    assert names == set(tables), "describe new tables in harvester/store/dictionary.toml"
    for name, table in tables.items():
        columns = {row["name"] for row in connection.execute(f"PRAGMA table_info({name})")}
        if table.is_internal:
            assert table.columns == {}
            assert table.description.startswith("The harvester's own: ")
        else:
            assert columns == set(table.columns), name
        assert table.datetimes | table.dates | table.booleans <= columns


def test_times_are_known_as_times(connection):
    for table in read_meaning().tables.values():
        for row in connection.execute(f"PRAGMA table_info({table.name})"):
            if row["name"].endswith("_at") and not table.is_internal:
                assert table.find_kind(row["name"], row["type"]) == "datetime", (table.name, row["name"])


def test_docs_say_the_same(connection):
    page = (DOCS / "schema.md").read_text(encoding="utf-8")
    assert page == make_schema_page(connection), "run: python docs/make_schema.py"
