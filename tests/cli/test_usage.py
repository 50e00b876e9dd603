"""Wrong usage is one line with the nearest right word and exit code 2; a reader that has read enough is no error."""

import os
import subprocess
import sys

import click
import pytest
from support.news import make_database

from harvester.cli import COMMANDS, cli, crawl, main
from harvester.errors import RunInterrupted

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
        (("export", "cvs"), "no such command: 'cvs' (did you mean 'csv'?)"),
        (("crawl", "--since", "last week"), "not a day: 'last week' (expected YYYY-MM-DD, as in 2023-07-31)"),
        (("crawl", "--delay", "nan"), "not a number: 'nan'"),
        (("crawl", "--province", "Hà Tỉn"), "no such province: 'Hà Tỉn' (did you mean 'Hà Tĩnh'?)"),
        (("check", "--db", "none.db"), "no such database: 'none.db'"),
        (("portals", "lst"), "no such command: 'lst' (did you mean 'list'?) (see: harvester portals --help)"),
    ],
)
def test_wrong_usage_is_one_line_with_the_nearest_word(words, hint):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and hint in done.stderr.replace("python -m harvester", "harvester")


def list_commands():
    """Every command with its words, those of groups among them."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, part) for part in command.commands)


def run_here(monkeypatch, capsys, *words):
    """A command line as typed, in this process: exit code, output, errors."""
    monkeypatch.setattr(sys, "argv", ["harvester", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, *capsys.readouterr()


@pytest.mark.parametrize("words", list(list_commands()), ids="-".join)
@pytest.mark.parametrize("wrong", [("--no-such-option",), ("--db",), ("a", "b", "c", "--limit", "many", "--nothing")])
def test_wrong_usage_of_every_command_is_one_line_and_code_2(monkeypatch, capsys, words, wrong):
    code, out, err = run_here(monkeypatch, capsys, *words, *wrong)
    assert (code, out) == (2, "")
    assert err.startswith("harvester: ") and err.count("\n") == 1 and "Traceback" not in err


LINES = (
    ("--help",), ("crawl", "--help"), ("portals", "list"), ("portals", "list", "--json"), ("status",),
    ("status", "--json"), ("search", "họp"), ("export", "jsonl", "--out", "-"), ("units", "Hà Tĩnh"),
    ("explain", "https://xa.example/"),
)  # fmt: skip


@pytest.mark.parametrize("words", LINES, ids="-".join)
def test_reader_that_has_read_enough_is_no_error(tmp_path, words):
    db = make_database(tmp_path / "a.db", {"title": "Họp thôn"})
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [*COMMAND, *words], stdout=closed, stderr=subprocess.PIPE, timeout=60, check=False,
            env=os.environ | {"HARVESTER_DB": str(db)},
        )  # fmt: skip
    assert done.returncode == 0 and b"rror" not in done.stderr, done.stderr


@pytest.mark.parametrize("stopped", [KeyboardInterrupt(), RunInterrupted("interrupted before the run had begun")])
def test_run_that_is_interrupted_before_it_begins_ends_as_one_that_has(tmp_path, monkeypatch, capsys, stopped):
    def interrupt(*_, **__):
        raise stopped

    monkeypatch.setattr(crawl, "carry_out", interrupt)
    code, _, error = run_here(monkeypatch, capsys, "crawl", "baohatinh", "--db", str(tmp_path / "a.db"))
    assert code == 130 and error.splitlines()[-1].startswith("harvester: interrupted")
