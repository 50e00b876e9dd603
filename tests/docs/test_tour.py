"""docs/tour.md: every snippet runs, on the demo's database, and prints what stands below it."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.slow import takes_long

for package, extra in (("pandas", "reading"), ("duckdb", "reading"), ("pyarrow", "parquet")):
    pytest.importorskip(package, reason=f"{package} is not installed (extra `{extra}`)")

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "docs" / "tour.md"

# ```python\n…``` and the ```text\n…``` that may follow it
SNIPPET = re.compile(r"^```(sh|python)\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.S | re.M)
HARVESTER = [sys.executable, "-c", "from harvester.cli import main; main()"]


def run_command(line):
    program, *arguments = shlex.split(line)
    assert program == "harvester"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*HARVESTER, *arguments], env=environment, check=True, capture_output=True, timeout=300)


def run_python(code, names):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "tour.md", "exec"), names)
    return output.getvalue()


def strip_lines(text):
    return [line.rstrip() for line in text.splitlines()]


@takes_long
def test_every_snippet_runs_and_prints_what_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    snippets = SNIPPET.findall(TOUR.read_text(encoding="utf-8"))
    assert len(snippets) > 15
    names = {}
    try:
        for language, code, expected in snippets:
            if language == "sh":
                for line in code.splitlines():
                    run_command(line)
                continue
            printed = run_python(code, names)
            if expected:
                assert strip_lines(printed) == strip_lines(expected), code
    finally:
        if "connection" in names:
            names["connection"].close()
