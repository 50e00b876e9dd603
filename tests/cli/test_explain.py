"""`harvester explain`: topic by topic within the terminal's width, as JSON, and one line for what is no address."""

import json

import pytest
from click.testing import CliRunner
from support.news import make_database

from harvester.cli.explain import command
from harvester.store import Store, runs

URL = "https://xa-suoi-vang.example.vn/tin-1.html"


@pytest.fixture
def db(tmp_path):
    return make_database(tmp_path / "a.db", {"title": "Họp thôn \x1b[31m"})


def ask(db, *words, columns=60):
    return CliRunner().invoke(command, ["--db", str(db), *words], env={"COLUMNS": str(columns)})


@pytest.mark.parametrize("columns", [60, 80])
def test_lines_fit_and_give_no_orders(db, columns):
    result = ask(db, URL, columns=columns)
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= columns
    assert "\x1b" not in result.output
    assert "imported or merged" in result.output and result.output.endswith("Times are in Vietnam time (UTC+7).\n")


def test_json_is_one_object(db):
    told = json.loads(ask(db, URL, "--json").output)
    assert (told["article"], told["state"]) == (1, "imported")
    unseen = json.loads(ask(db, "https://nowhere.example/x", "--json").output)
    assert unseen["would_be_taken"] is False


def test_portal_files_of_the_last_crawl_count(db, tmp_path):
    (tmp_path / "files").mkdir()
    lines = ('name = "Xã Mới"', 'level = "commune"', 'province = "Lâm Khê"', 'url = "http://xa-moi.example/"')
    (tmp_path / "files" / "xa-moi.toml").write_text("\n".join(lines), "utf-8")
    assert json.loads(ask(db, "http://xa-moi.example/a-1.html", "--json").output)["portal"] is None
    with Store.open(db) as store, store.transaction() as connection:
        runs.start_run(connection, "2024-03-02T08:00:00+07:00", ["crawl", "--portals", str(tmp_path / "files")], "1")
    assert json.loads(ask(db, "http://xa-moi.example/a-1.html", "--json").output)["portal"] == "xa-moi"


def test_what_is_no_address_is_refused(db):
    result = ask(db, "mailto:a@b.example")
    assert result.exception.exit_code == 2
