"""Suggested commands name what they need, and nothing that they would take anyway."""

import sys
from pathlib import Path

import pytest

from harvester.suggestions import name_program, suggest_command


@pytest.fixture
def on_path(monkeypatch):
    monkeypatch.setattr("harvester.suggestions.shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setenv("HARVESTER_DB", "night.db")
    monkeypatch.setenv("HARVESTER_PORTALS", "portals")


@pytest.mark.usefixtures("on_path")
def test_what_the_environment_says_is_left_out():
    assert suggest_command("crawl", "xa-a", database="night.db", directory=Path("portals")) == "harvester crawl xa-a"


@pytest.mark.usefixtures("on_path")
def test_another_database_and_directory_are_named_as_a_shell_reads_them():
    line = suggest_command("explain", "https://xa.example/?a=1&b=2", database="b.db", directory=Path("my portals"))
    assert line == "harvester explain 'https://xa.example/?a=1&b=2' --db b.db --portals 'my portals'"


def test_program_that_is_not_on_the_path_is_named_as_it_was_started(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    script = tmp_path / "harvester"
    script.touch(mode=0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert name_program() == str(script)
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "harvester" / "__main__.py")])
    assert name_program() == f"{sys.executable} -m harvester"
