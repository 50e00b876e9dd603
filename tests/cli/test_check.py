"""`harvester check` and `harvester backup` as typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from support.damage import WAYS
from support.news import make_database

from harvester.cli import backup, check
from harvester.errors import ConfigError, StoreError


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return make_database(tmp_path / "news.db", {}, {})


def test_a_sound_one(database: Path) -> None:
    for options in ([], ["--full"]):
        result = CliRunner().invoke(check.command, ["--db", str(database), *options])
        assert (result.exit_code, result.output) == (0, f"{database}: no damage found\n")


def test_a_damaged_one_and_what_is_left_of_it(database: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    WAYS["root-portals-noise"](database, damaged)
    result = CliRunner().invoke(check.command, ["--db", str(damaged)])
    assert result.exit_code == 1
    assert result.stdout.count("\n") >= 1 and f"check --recover damaged-recovered.db --db {damaged}" in result.stderr
    result = CliRunner().invoke(check.command, ["--db", str(damaged), "--recover", str(tmp_path / "new.db")])
    assert result.exit_code == 1
    assert "portals: not read: 1, of pages and rows\n" in result.stdout
    assert result.stderr.startswith("2 articles and ")
    result = CliRunner().invoke(check.command, ["--db", str(tmp_path / "new.db"), "--full"])
    assert result.exit_code == 0


def test_recovery_takes_no_other_option(database: Path) -> None:
    result = CliRunner().invoke(check.command, ["--db", str(database), "--full", "--recover", "x.db"])
    assert isinstance(result.exception, ConfigError)


def test_a_backup_is_told(database: Path, tmp_path: Path) -> None:
    arguments = [str(tmp_path / "copy.db"), "--db", str(database)]
    result = CliRunner().invoke(backup.command, arguments)
    assert (result.exit_code, result.output.partition(",")[0]) == (0, "2 articles")
    again = CliRunner().invoke(backup.command, arguments)
    assert isinstance(again.exception, StoreError)
