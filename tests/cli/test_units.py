"""`harvester units`."""

import json

import pytest
from click.testing import CliRunner
from support.news import make_database

from harvester.cli.units import command
from harvester.errors import ConfigError


def run(*arguments):
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    if result.exception is not None:
        raise result.exception
    return result.stdout


@pytest.fixture
def db(tmp_path):
    return make_database(tmp_path / "news.db", {"title": "Xã Xuân Dương, huyện Thường Xuân họp"})


def test_a_unit_with_its_fate(tmp_path):
    assert run("xã", "Xuân", "Dương,", "Thường", "Xuân", "--db", tmp_path / "no.db") == (
        "2024:15649  Xã Xuân Dương, Huyện Thường Xuân, Tỉnh Thanh Hóa\n"
        "  commune, since before 2025, until 30 June 2025\n"
        "  to   2025:15646  Xã Thường Xuân, Tỉnh Thanh Hóa (whole, 1 July 2025, 1686/NQ-UBTVQH15)\n\n"
    )


def test_as_json_with_its_articles(db):
    assert run("--fill", "--db", db) == "1 article is tied to its units\n"
    unit = json.loads(run("2025:15646", "--json", "--db", db))
    assert [one["id"] for one in unit["predecessors"]] == [f"2024:{code}" for code in (15646, 15649, 15652, 15655)]
    assert unit["articles"] == {}
    assert json.loads(run("2024:15649", "--json", "--db", db))["articles"] == {"mentioned": 1}


def test_names_of_earlier_days(tmp_path):
    assert "  also Thị xã Từ Sơn (until 2021-10-31)\n" in run("2024:261", "--db", tmp_path / "no.db")


@pytest.mark.parametrize("arguments", [[], ["--fill", "Can Lộc"], ["--fill", "--db", "no.db"], ["Qqqq"], ["Cam Xuyn"]])
def test_what_cannot_be_meant(arguments):
    with pytest.raises(ConfigError):
        run(*arguments)
