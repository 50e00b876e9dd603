"""Datasette on a harvest's database: read-only, with its meaning, its questions and its pages."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from harvester.store import Store
from harvester.store.connections import find_readable
from harvester.store.dictionary import read_meaning
from harvester.store.reports.questions import QUESTIONS
from harvester.store.soundness import refuse_damaged

HERE = Path(__file__).parent

SETTINGS = {
    "sql_time_limit_ms": 5000,  # default 1000: canned queries on big databases, on slow disks
    "facet_time_limit_ms": 1000,  # default 200: timed out where a filter leaves many rows
    "suggest_facets": False,  # default True: dozens of queries a page; the metadata names the useful ones
    "max_csv_mb": 0,  # default 100: the whole table may be downloaded
    "truncate_cells_html": 300,  # default 2048: a body a row makes an unreadable table
    "allow_download": False,  # default True: a file that is written to cannot be copied as a file
    "num_sql_threads": 3,
}

_TABLES: dict[str, dict[str, Any]] = {
    "articles": {
        "fts_table": "articles_fts",
        "fts_pk": "id",
        "label_column": "title",
        "sort_desc": "published_at",
        "facets": ["portal", "category", "published_precision", "published_from"],
        "facet_size": 12,
        "sortable_columns": [
            "id",
            "portal",
            "published_at",
            "published_precision",
            "published_from",
            "category",
            "gone_at",
        ],
        "size": 50,
    },
    "portals": {
        "label_column": "name",
        "sort": "province",
        "facets": ["level", "province", "platform", "status"],
    },
    "revisions": {"sort_desc": "seen_at", "sortable_columns": ["article", "seen_at"]},
    "similar": {"sortable_columns": ["article", "other"]},
    "date_candidates": {"sortable_columns": ["article"]},
    "images": {"sortable_columns": ["article"]},
    "attachments": {"sortable_columns": ["article"]},
    "article_urls": {"sortable_columns": ["url", "article"]},
    "runs": {"sort_desc": "id"},
    "harvests": {"sort_desc": "run", "facets": ["status"], "sortable_columns": ["run", "portal"]},
}
"""How each table is shown. Only what has an index is sorted or counted by: many rows make the rest slow."""


def make_datasette(path: Path) -> Any:
    """A Datasette on the database.

    Raises:
        StoreError: for what is no harvester's.
    """
    from datasette.app import Datasette
    from datasette.plugins import pm

    from harvester.inspect import plugin
    from harvester.inspect.mistakes import OWN_ANSWER

    Store.open_for_search(path).close()
    refuse_damaged(path)
    if not pm.has_plugin("harvester"):
        pm.register(plugin, name="harvester")
        pm.unregister(name=OWN_ANSWER)
    datasette = Datasette(
        [],
        metadata=make_metadata(),
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("harvester", str(HERE / "static"))],
        cors=False,
    )
    datasette.add_database(make_database(datasette, path), name=plugin.DATABASE)
    return datasette


def make_database(datasette: Any, path: Path) -> Any:
    from datasette.database import Database

    class ReadOnlyDatabase(Database):
        """Sees what a running crawl commits and cannot write, whatever a plugin asks for."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.opened: list[sqlite3.Connection] = []

        def connect(self, write: bool = False) -> sqlite3.Connection:
            if write:
                raise sqlite3.OperationalError("this database is open for reading only")
            address = find_readable(Path(self.path))
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            connection.execute("PRAGMA query_only = ON")
            self.opened.append(connection)
            return connection

        def close(self) -> None:
            super().close()
            while self.opened:
                self.opened.pop().close()

    return ReadOnlyDatabase(datasette, path=str(path), is_mutable=True)


def make_metadata() -> dict[str, Any]:
    meaning = read_meaning()
    tables: dict[str, dict[str, Any]] = {
        table.name: {
            "title": table.title,
            "description": table.description,
            "columns": table.columns,
            "hidden": table.is_internal,
            **_TABLES.get(table.name, {}),
        }
        for table in meaning.tables.values()
    }
    tables |= {name: {"hidden": True} for name in ("articles_folded", "_sqlite_migrations", "sqlite_sequence")}
    queries = {
        question.name: {
            "title": question.title,
            "description": question.description,
            "sql": question.shown_sql,
            "hide_sql": True,
        }
        for question in QUESTIONS
    }
    return {
        "title": meaning.title,
        "description": meaning.description,
        "source": "the portals themselves, article by article",
        "source_url": "/harvest/portals",
        "license": "the texts are their publishers'",
        "license_url": "/#licence",
        "databases": {"harvest": {"tables": tables, "queries": queries}},
    }
