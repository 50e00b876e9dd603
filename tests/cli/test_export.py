"""`harvester export` as typed."""

import json

import pytest
from click.testing import CliRunner
from support.news import make_database

from harvester.cli.export import command
from harvester.errors import ExportError


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return make_database(
        tmp_path_factory.mktemp("cli") / "news.db",
        {"title": "Một"},
        {"title": "Hai", "duplicate_of": 1},
        {"title": "Ba", "published_at": "2022-05-01T00:00:00+07:00"},
    )


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_jsonl_to_a_file_and_to_standard_output(db, tmp_path):
    result = run("jsonl", "--db", db, "--out", tmp_path / "a.jsonl", "--since", "2023-01-01")
    assert result.stderr == f"1 articles → {tmp_path / 'a.jsonl'}\n"
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))["title"] == "Một"
    result = run("jsonl", "--db", db, "--out", "-", "--with-duplicates")
    assert [json.loads(line)["title"] for line in result.stdout.splitlines()] == ["Một", "Hai", "Ba"]


def test_csv(db, tmp_path):
    run("csv", "--db", db, "--out", tmp_path / "out")
    assert '"Một"' in (tmp_path / "out" / "articles.csv").read_text(encoding="utf-8-sig")
    run("csv", "--db", db, "--out", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "out" / "articles.csv").read_bytes()


def test_a_bad_place_is_said(db, tmp_path):
    with pytest.raises(ExportError, match="is a directory"):
        run("jsonl", "--db", db, "--out", tmp_path)


def test_feeds(db, tmp_path):
    result = run("atom", "--db", db, "--out", tmp_path / "feeds")
    assert "5 feeds" in result.stderr
    run("atom", "--db", db, "--out", tmp_path / "a.xml", "--search", "một", "--limit", 5)
    assert "<title>Một</title>" in (tmp_path / "a.xml").read_text(encoding="utf-8")


def test_parquet_and_packages(db, tmp_path):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")
    run("parquet", "--db", db, "--out", tmp_path / "out", "--by-year")
    assert (tmp_path / "out" / "articles" / "year=2023" / "part-0.parquet").is_file()
    run("datapackage", "--db", db, "--out", tmp_path / "june", "--format", "parquet")
    run("datapackage", "--db", db, "--out", tmp_path / "july", "--since-package", tmp_path / "june")
    assert (tmp_path / "july" / "data" / "changes.csv").is_file()


def test_changes(db, tmp_path):
    result = run("changes", "--db", db, "--out", tmp_path / "changes.jsonl", "--level", "commune")
    assert result.stderr == f"0 changes → {tmp_path / 'changes.jsonl'}\n"
