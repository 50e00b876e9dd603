"""A data package, validated and read by frictionless; its reports, and what changed since an earlier one."""

import csv
import hashlib
import json
import shutil
import sqlite3
from datetime import datetime

import pytest
from support.slow import takes_long
from support.tables import read_exported

from exports.datapackage import export_datapackage
from harvester.errors import ExportError
from harvester.formulas import unguard_formula
from harvester.store.dictionary import read_meaning
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import TABLES, Snapshot

EVERYTHING = Selection(with_duplicates=True)
FORMATS = ["csv", "parquet"]


def export(db, out, selection=EVERYTHING, **options):
    with Snapshot.open(db, selection) as snapshot:
        return export_datapackage(snapshot, out, **options)


def read_report(package, name):
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def copy(db, path):
    with sqlite3.connect(db) as source, sqlite3.connect(path) as target:
        source.backup(target)
    return path


@pytest.fixture
def two(small_db, tmp_path):
    """A database, and what became of it."""
    later = copy(small_db, tmp_path / "later.db")
    with sqlite3.connect(later) as connection:
        connection.execute("UPDATE articles SET content_hash = 'new', last_seen_at = '2026' WHERE id = 5")
        connection.execute("UPDATE articles SET gone_at = '2026-02-01T00:00:00+07:00', author = '' WHERE id = 7")
        connection.execute("UPDATE articles SET checked_at = '2026-02-01T00:00:00+07:00', author = NULL WHERE id = 9")
        for table, column in (("date_candidates", "article"), ("images", "article"), ("articles", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} IN (1999, 2000)")
        connection.execute("UPDATE articles SET id = 3000 WHERE id = 1998")
    return small_db, later


@pytest.mark.parametrize("table_format", FORMATS)
def test_files_are_as_the_descriptor_says(hostile_db, tmp_path, table_format):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")
    counts = export(hostile_db, tmp_path / "out", table_format=table_format)
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in descriptor["resources"]] == [
        *(table.name for table in TABLES),
        "coverage", "months",
    ]  # fmt: skip
    for resource in descriptor["resources"]:
        content = (tmp_path / "out" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["rows"] == counts[resource["name"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
    assert "Law on Intellectual Property" in descriptor["licenses"][0]["title"]
    assert descriptor["created"] == "2024-03-01T08:00:00+07:00"
    readme = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert f"`data/articles.{table_format}` | {counts['articles']}" in readme


@takes_long
def test_frictionless_validates_and_reads_it(hostile_db, tmp_path):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    export(hostile_db, tmp_path / "out")
    package = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    for table in TABLES:
        times = read_meaning().tables[table.rows].datetimes
        stored = read_exported(hostile_db, table.rows, order=", ".join(table.order))
        rows = [row.to_dict() for row in package.get_resource(table.name).read_rows()]
        assert len(rows) == len(stored)
        for row, expected in zip(rows, stored, strict=True):
            for name, value in expected.items():
                if name in times and value is not None:
                    assert row[name] == datetime.fromisoformat(value)
                elif isinstance(value, str) and not isinstance(row[name], str):
                    assert (str(row[name]) if row[name] is not None else "") == value
                elif isinstance(value, str):
                    assert unguard_formula(row[name]) == value
                else:
                    assert row[name] == value


def test_frictionless_finds_what_was_tampered_with(small_db, tmp_path):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    export(small_db, tmp_path / "out", Selection(portals=("xa-0003",)))
    with (tmp_path / "out" / "data" / "images.csv").open("a", encoding="utf-8") as file:
        file.write('999999,1,"https://x.vn/a.jpg",\r\n')
    kinds = {kind for (kind,) in frictionless.validate(str(tmp_path / "out" / "datapackage.json")).flatten(["type"])}
    assert {"foreign-key", "hash-count"} <= kinds


def test_filters_keep_the_keys_valid(small_db, tmp_path):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    export(small_db, tmp_path / "out", Selection(provinces=("Huế",), with_duplicates=True))
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


def test_coverage_says_how_well_portals_are_dated(hostile_db, tmp_path):
    export(hostile_db, tmp_path / "out")
    rows = {row["portal"]: row for row in read_report(tmp_path / "out", "coverage")}
    commune, empty = rows["xa-suoi-vang"], rows["huyen-go-man"]
    assert (commune["undated"], commune["duplicates"], commune["dated_by_day"]) == ("1", "1", "1")
    assert int(commune["articles"]) == int(commune["dated"]) + int(commune["undated"])
    assert commune["first_published_at"] == "2022-02-01T00:00:00+07:00"
    assert (empty["articles"], empty["first_published_at"]) == ("0", "")


@pytest.mark.parametrize("before", FORMATS)
def test_changes_since_an_earlier_package(two, tmp_path, before):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")
    earlier, later = two
    export(earlier, tmp_path / "june", table_format=before)
    export(later, tmp_path / "july", since=tmp_path / "june")
    numbers = {row["uid"]: str(row["id"]) for db in two for row in read_exported(db, "articles")}
    changes = [(numbers[row["uid"]], row["change"], row["fields"]) for row in read_report(tmp_path / "july", "changes")]
    authors = {row["id"]: row["author"] for row in read_exported(earlier, "articles_with_units", "id IN (7, 9)")}
    assert ("5", "changed", "content_hash") in changes
    assert ("7", "changed", "author gone_at" if authors[7] else "gone_at") in changes
    assert {change for change in changes if change[0] in {"1998", "1999", "2000", "3000"}} == {
        ("1999", "removed", ""), ("2000", "removed", ""),
    }, "1998 has another number, and is the article that it was"  # fmt: skip
    assert len(changes) == 4 + (authors[9] is not None)
    export(later, tmp_path / "same", since=tmp_path / "july")
    assert read_report(tmp_path / "same", "changes") == []


def test_a_new_package_may_replace_the_one_it_is_compared_with(two, tmp_path):
    earlier, later = two
    export(earlier, tmp_path / "out")
    export(later, tmp_path / "out", since=tmp_path / "out")
    (fifth,) = read_exported(earlier, "articles", "id = 5")
    assert (fifth["uid"], "changed") in {
        (row["uid"], row["change"]) for row in read_report(tmp_path / "out", "changes")
    }


def test_what_is_no_earlier_package_is_refused(small_db, tmp_path):
    with pytest.raises(ExportError, match="no earlier data package"):
        export(small_db, tmp_path / "out", since=tmp_path)
    export(small_db, tmp_path / "june")
    with pytest.raises(ExportError, match="of other filters"):
        export(small_db, tmp_path / "out", Selection(), since=tmp_path / "june")
    descriptor = tmp_path / "june" / "datapackage.json"
    outside = shutil.copy(tmp_path / "june" / "data" / "articles.csv", tmp_path / "articles.csv")
    text = descriptor.read_text(encoding="utf-8").replace("data/articles.csv", "../articles.csv")
    descriptor.write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match=r"its articles are at '\.\./articles\.csv'"):
        export(small_db, tmp_path / "out", since=tmp_path / "june")
    assert outside.is_file()
    assert not (tmp_path / "out").exists()


def test_same_database_same_bytes(small_db, tmp_path):
    selection = Selection(portals=("xa-0003",))
    for name in ("a", "b"):
        export(small_db, tmp_path / name, selection)
    for file in (tmp_path / "a").rglob("*.*"):
        assert file.read_bytes() == (tmp_path / "b" / file.relative_to(tmp_path / "a")).read_bytes()


def test_one_selection_is_one_package_however_its_province_is_typed(small_db, tmp_path):
    texts = {}
    for name, province in (("a", "Hà Tĩnh"), ("b", "ha tinh")):
        export(small_db, tmp_path / name, Selection(provinces=(province,)))
        texts[name] = (tmp_path / name / "datapackage.json").read_text("utf-8")
    assert texts["a"] == texts["b"]
    assert "of portals in Hà Tĩnh, without copies" in json.loads(texts["a"])["citation"]
