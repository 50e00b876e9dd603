"""Wrong usage is one line with the nearest right word and exit code 2; a reader that has read enough is no error."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from support.news import make_database

from harvester.cli import COMMANDS, cli

COMMAND = [sys.executable, "-m", "harvester"]


def run(*words):
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("craw",), "no such command: 'craw' (did you mean 'crawl'?)"),
        (("-hoi",), "no such option: -hoi (did you mean '--help'?)"),
        (("status", "--attenton"), "no such option: --attenton (did you mean '--attention'?)"),
        (("explain",), "Missing argument 'URL'. (see: harvester explain --help)"),
        (("portals", "lst"), "No such command 'lst'."),
    ],
)
def test_wrong_usage_is_one_line_with_the_nearest_word(words, hint):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and hint in done.stderr.replace("python -m harvester", "harvester")


@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_option_is_refused_by_every_command(command):
    assert CliRunner().invoke(cli, [command, "--no-such-option"]).exit_code == 2


def test_reader_that_has_read_enough_is_no_error(tmp_path):
    db = make_database(tmp_path / "a.db", {"title": "Họp thôn"})
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [*COMMAND, "status", "--db", str(db)], stdout=closed, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")
