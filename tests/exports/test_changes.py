"""The export of changes: the same as the page's, in each of its formats, over an earlier one and nothing else."""

import csv
import json

import feedparser
import pytest
from support.news import insert, make_database

from exports.changes import export_changes
from harvester.errors import ExportError
from harvester.store import Store
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import Snapshot


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = make_database(
        tmp_path_factory.mktemp("changes") / "news.db",
        {"title": "=Thu", "body": "Thu được 3407 triệu.", "revision": 2},
        {"title": "Lễ hội", "portal": "xa-da-chong", "gone_at": "2024-03-05T08:00:00+07:00"},
    )
    earlier = {"article": 1, "revision": 1, "seen_at": "2024-03-02T09:00:00+07:00", "title": "=Thu",
               "body": "Thu được 1207 triệu.", "content_hash": "1", "cause": "page"}  # fmt: skip
    with Store.open(path) as store, store.transaction() as connection:
        insert(connection, "revisions", earlier)
    return path


def export(db, out, selection=None):
    with Snapshot.open(db, selection or Selection()) as snapshot:
        return export_changes(snapshot, out)


def test_csv(db, tmp_path):
    out = tmp_path / "changes.csv"
    assert export(db, out) == export(db, out) == {"changes": 2}
    with out.open(encoding="utf-8-sig", newline="") as file:
        gone, changed = csv.DictReader(file)
    assert (changed["before"], changed["after"]) == ("Thu được 1207 triệu.", "Thu được 3407 triệu.")
    assert changed["title"] == "'=Thu"
    assert (gone["kind"], gone["before"]) == ("withdrawn", "")


def test_json_lines(db, tmp_path):
    out = tmp_path / "changes.jsonl"
    assert export(db, out) == export(db, out) == {"changes": 2}
    kinds = [json.loads(line)["kind"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert kinds == ["withdrawn", "changed"]


def test_a_feed(db, tmp_path):
    out = tmp_path / "changes.xml"
    assert export(db, out, Selection(provinces=("ha tinh",))) == {"changes": 1}
    (entry,) = feedparser.parse(out.read_bytes()).entries
    assert entry.title == "Changed: =Thu" and "<ins>3407</ins>" in entry.summary
    export(db, out)


def test_what_is_no_export_stays(db, tmp_path):
    out = tmp_path / "changes.csv"
    out.write_text("mine")
    with pytest.raises(ExportError):
        export(db, out)
    assert out.read_text() == "mine"
    with pytest.raises(ExportError, match="cannot tell the format"):
        export(db, tmp_path / "changes.parquet")
