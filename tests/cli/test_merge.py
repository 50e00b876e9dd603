"""`harvester merge` as typed."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from support.news import make_database

from harvester.cli import cli, merge


def test_one_database_named_twice_counts_once(tmp_path: Path) -> None:
    database = make_database(tmp_path / "news.db", {}, {})
    into = tmp_path / "all.db"
    result = CliRunner().invoke(merge.command, [str(database), str(database), "--into", str(into)])
    assert (result.exit_code, result.output) == (0, f"1 database: 2 new articles, 2 in all -> {into}\n")


def test_wrong_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(cli, ["merge", "--into", str(tmp_path / "all.db")]).exit_code == 2
    assert CliRunner().invoke(cli, ["merge", "news.db"]).exit_code == 2
