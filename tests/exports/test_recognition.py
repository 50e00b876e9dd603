"""Earlier exports are known by what they hold; other files of the same kind are not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.news import make_database

from exports import datapackage, recognition
from exports.atom import export_atom
from exports.csv_files import export_csv
from exports.jsonl import export_jsonl
from harvester.errors import ExportError
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import Snapshot

FOREIGN = {
    "a.jsonl": b'{"id":1,"name":"a customer"}\n',
    "a.csv": b"id,portal,amount\r\n1,2,3\r\n",
    "a.xml": b'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Somebody\'s</title></feed>',
}
EXPORTS = {"a.jsonl": export_jsonl, "a.csv": export_csv, "a.xml": export_atom}


@pytest.fixture
def snapshot(tmp_path: Path):
    with Snapshot.open(make_database(tmp_path / "news.db", {}), Selection()) as opened:
        yield opened


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_replaces_its_own_and_nothing_else(snapshot: Snapshot, tmp_path: Path, name: str) -> None:
    EXPORTS[name](snapshot, tmp_path / name)
    EXPORTS[name](snapshot, tmp_path / name)
    (tmp_path / name).write_bytes(FOREIGN[name])
    with pytest.raises(ExportError, match="it is no export of this format"):
        EXPORTS[name](snapshot, tmp_path / name)
    assert (tmp_path / name).read_bytes() == FOREIGN[name]


def test_parquet_is_known_by_its_columns(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")
    from pyarrow.parquet import write_table

    write_table(pyarrow.table({"id": [1], "amount": [2]}), tmp_path / "a.parquet")
    assert not recognition.is_parquet_of_table(tmp_path / "a.parquet", "articles")
    write_table(pyarrow.table({"uid": ["x"], "article": [1]}), tmp_path / "b.parquet")
    assert recognition.is_parquet_of_table(tmp_path / "b.parquet", "article_uids")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "b.parquet").read_bytes()[:-9])
    assert not recognition.is_parquet_of_table(tmp_path / "cut.parquet", "article_uids")


def test_without_pyarrow_no_parquet_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" * 9)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert not recognition.is_parquet_of_table(tmp_path / "a.parquet", "articles")


def test_a_package_with_a_foreign_file_stays(snapshot: Snapshot, tmp_path: Path) -> None:
    package = tmp_path / "package"
    datapackage.export_datapackage(snapshot, package)
    datapackage.export_datapackage(snapshot, package)
    (package / "README.md").write_text("# My notes\n", encoding="utf-8")
    with pytest.raises(ExportError, match="which is of no export"):
        datapackage.export_datapackage(snapshot, package)
