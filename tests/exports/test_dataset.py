"""What a stranger can answer from the folder of an export alone."""

import csv
import json
from datetime import date

import pytest
from support.news import insert, make_database

from exports.csv_files import export_csv
from exports.datapackage import export_datapackage
from exports.parquet import export_parquet
from harvester import __version__
from harvester.store import Store
from harvester.store.reports.audits import Score, compute_wilson, save_scores
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import Snapshot

RUN = {"id": 2, "started_at": "2024-03-02T08:00:00+07:00", "status": "ok", "arguments": '["/home/nobody/x.db"]'}


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    """One commune whose last run was in March 2024, after a gap; another that was blocked."""
    path = make_database(
        tmp_path_factory.mktemp("dataset") / "news.db",
        {"title": "Họp thôn", "published_at": "2023-11-02T08:00:00+07:00", "url": "http://go.example.vn:8080/a"},
        {"published_at": "2024-02-02T08:00:00+07:00", "lead": "Ba chữ đây", "body": "một\n\nhai"},
        {"duplicate_of": 1, "published_at": "2024-02-03T08:00:00+07:00"},
        {"published_at": None},
        {"portal": "xa-da-chong", "published_at": "2023-12-02T08:00:00+07:00"},
    )
    with Store.open(path) as store, store.transaction() as connection:
        insert(connection, "runs", RUN)
        connection.execute("UPDATE harvests SET status = 'blocked' WHERE portal = 'xa-da-chong'")
        save_scores(connection, [Score("a", "date", "", "2024-03-01T08:00:00+07:00", 7, 95, 3, 2, 1)])
    return path


@pytest.fixture(params=[export_csv, export_parquet, export_datapackage])
def export(request, db, tmp_path):
    if request.param is export_parquet:
        pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")

    def write(selection=None):
        with Snapshot.open(db, selection or Selection()) as snapshot:
            request.param(snapshot, tmp_path / "out")
        readme = (tmp_path / "out" / "README.md").read_text("utf-8")
        return tmp_path / "out", readme, json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))

    return write


def test_which_selection_it_is(export):
    _, readme, descriptor = export(Selection(since=date(2023, 12, 1), portals=("xa-suoi-vang",)))
    assert "published on 2023-12-01 or later, of the portals xa-suoi-vang, without copies" in readme
    assert ": 1 of 5 articles, published from 2024-02-02 to 2024-02-02" in readme
    assert descriptor["left_out"] == {"selected": 1, "other_portals": 1, "copies": 1, "undated": 1, "outside_period": 1}
    assert descriptor["temporal"] == {"start": "2024-02-02", "end": "2024-02-02"}
    assert descriptor["spatial"]["provinces"] == ["Hà Tĩnh"]


def test_how_to_cite_it(export):
    _, readme, descriptor = export()
    assert descriptor["citation"] in readme
    assert all(part in descriptor["citation"] for part in ("(2024)", "Version 2024.3.1", descriptor["id"], __version__))
    assert export(Selection(with_duplicates=True))[2]["id"] != descriptor["id"]


def test_which_months_nobody_looked_at(export):
    out, readme, _ = export()
    assert "`xa-da-chong` (2023-12 to 2024-03): not collected: 2024-01 to 2024-03" in readme
    (report,) = out.rglob("months.csv")
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["portal"], row["month"]): row["status"] for row in csv.DictReader(file)}
    assert rows["xa-suoi-vang", "2023-12"] == "no news"
    assert rows["xa-suoi-vang", "2024-02"] == "collected"


def test_how_many_dates_are_wrong_and_what_a_reprint_is(export):
    _, readme, _ = export()
    share, low, high = compute_wilson(95, 98)
    assert f"date: 3 of 98 wrong (precision {share:.1%}, between {low:.1%} and {high:.1%})" in readme
    assert "a **reprint** is the same news" in readme
    assert "1 without a date" in readme


def test_nothing_tells_of_the_machine(export):
    out, _, _ = export()
    assert not [file for file in out.rglob("*.*") if b"/home/nobody" in file.read_bytes()]


def test_columns_that_only_exports_have(db, tmp_path):
    with Snapshot.open(db, Selection(with_duplicates=True)) as snapshot:
        export_csv(snapshot, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        first, second, third, *_ = csv.DictReader(file)
    assert (first["url_host"], second["words"], third["duplicate_of_uid"]) == ("go.example.vn", "5", first["uid"])


def test_frictionless_finds_a_folder_of_csv_valid(db, tmp_path):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    with Snapshot.open(db, Selection(with_duplicates=True)) as snapshot:
        export_csv(snapshot, tmp_path / "csv")
    report = frictionless.validate(str(tmp_path / "csv" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


@pytest.mark.parametrize("by_year", [False, True])
def test_the_description_of_parquet_is_valid(db, tmp_path, by_year):
    """The description alone: frictionless reads integers with NULL out of Parquet as floating-point numbers."""
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")
    with Snapshot.open(db, Selection(with_duplicates=True)) as snapshot:
        export_parquet(snapshot, tmp_path / "out", by_year=by_year)
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert frictionless.Package.from_descriptor(descriptor).get_resource("articles").path
    (articles,) = (one for one in descriptor["resources"] if one["name"] == "articles")
    paths = articles["path"] if by_year else [articles["path"]]
    assert sum((tmp_path / "out" / path).stat().st_size for path in paths) == articles["bytes"]
