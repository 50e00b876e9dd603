"""docs/scale.md: what it has cron, Slurm, Kubernetes and Docker run are commands that there are."""

import os
import re
import shlex
import subprocess

import click
import pytest
import yaml
from support.runs import ROOT

from harvester.cli import cli
from harvester.store.own_files import COMPANIONS, LOGS, WORKERS

TEXT = (ROOT / "docs" / "scale.md").read_text("utf-8")

# ```console\n…```
SNIPPET = re.compile(r"^```(\w*)\n(.*?)^```$", re.S | re.M)
SNIPPETS = SNIPPET.findall(TEXT)

CRON = re.compile(r"^(?:[\d*/,-]+ ){5}(?P<command>harvester .*)$", re.M)


@pytest.fixture
def run(tmp_path):
    """Runs a script by `sh` with a program called `harvester` that tells how it was called."""
    program = tmp_path / "harvester"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)

    def run_script(script, **environment):
        done = subprocess.run(
            ["sh", "-ec", script], capture_output=True, text=True, check=True,
            env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", **environment},
        )  # fmt: skip
        return done.stdout.splitlines()

    return run_script


def parse(words):
    """The options of a command line that there is. Raises what click does of one that there is not."""
    context = click.Context(cli)
    command = cli.get_command(context, words[0])
    assert command is not None, words
    if isinstance(command, click.Group):
        command = command.commands[words[1]]
        words = words[1:]
    return command.make_context(words[0], list(words[1:])).params


def find(kind, mark):
    return next(text for name, text in SNIPPETS if name == kind and mark in text)


def test_every_command_on_a_console_is_one():
    lines = [line for name, text in SNIPPETS if name == "console" for line in text.splitlines()]
    own = [shlex.split(line)[1:] for line in lines if line.startswith("harvester ")]
    assert len(own) > 5
    for words in own:
        parse(words)
    [crawl] = [line.partition(" harvester ")[2] for line in lines if "--rm -v" in line]
    assert parse(shlex.split(crawl))["everything"]


def test_line_for_cron():
    [line] = CRON.findall(TEXT)
    found = parse(shlex.split(line)[1:])
    assert found["shard"] == "3/8" and found["quiet"]


def test_slurm_array_takes_each_shard_once(run):
    script = find("sh", "#SBATCH")
    first, last = map(int, re.search(r"--array=(\d+)-(\d+)", script).groups())
    found = [parse(run(script, SLURM_ARRAY_TASK_ID=str(n))) for n in range(first, last + 1)]
    assert [one["shard"] for one in found] == [f"{n}/8" for n in range(1, 9)]
    assert len({one["db"] for one in found}) == 8


def test_kubernetes_job_takes_each_shard_once(run):
    spec = yaml.safe_load(find("yaml", "Indexed"))["spec"]
    [container] = spec["template"]["spec"]["containers"]
    assert container["command"] == ["sh", "-c"] and spec["completionMode"] == "Indexed"
    [script] = container["args"]
    found = [parse(run(script, JOB_COMPLETION_INDEX=str(n))) for n in range(spec["completions"])]
    assert [one["shard"] for one in found] == [f"{n}/8" for n in range(1, 9)]


def test_every_file_of_a_database_has_a_place():
    table = TEXT[TEXT.index("## Where each file lies") :]
    missing = [name for name in (*filter(None, COMPANIONS), LOGS, WORKERS) if f"FILE{name}`" not in table]
    assert missing == ["-journal"]  # of copies alone, while they are made
