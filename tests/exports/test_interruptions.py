"""Exports that are killed, or find the disk full, at several moments: what stood there before stays as it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FORMATS = {
    "jsonl": ["jsonl", "--out", "a.jsonl"],
    "csv": ["csv", "--out", "a"],
    "parquet by year": ["parquet", "--by-year", "--out", "a"],
    "package since": ["datapackage", "--since-package", "a", "--out", "a"],
    "feeds": ["atom", "--out", "a"],
    "feed": ["atom", "--search", "dang bo", "--out", "a.xml"],
}

KILLED = """
import os, signal, sys
def die(event, arguments, seen=[0]):
    if event in {"open", "os.mkdir", "os.rename"} and ".partial" in str(arguments[0]):
        seen[0] += 1
        if seen[0] == 5 or event == "os.rename":
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die)
"""
"""Ends itself, as the kernel would end it, when it is about to make its fifth file, or to rename it."""

FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (33_000, 33_000))
"""
"""No file may become longer than that: SQLite's own, of 32 KiB, still may."""


def run(directory, db, options, first=""):
    script = f"{first}\nfrom harvester.cli import main; main()"
    command = [sys.executable, "-c", script, "export", *options, "--with-duplicates", "--db", str(db)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    if first:  # what measures coverage in there would find the disk full too, or leave half a file
        environment = {name: value for name, value in environment.items() if not name.startswith("COV")}
    return subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def read_all(directory):
    return {
        str(file.relative_to(directory)): file.read_bytes()
        for file in sorted(directory.rglob("*"))
        if file.is_file() and ".partial" not in str(file)
    }


@pytest.fixture(params=FORMATS, ids=list(FORMATS))
def options(request):
    if "parquet" in request.param:
        pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")
    return FORMATS[request.param]


def test_a_killed_or_choked_export_harms_nothing(small_db, tmp_path, options):
    first = [o for o in options if o not in {"--since-package"}]
    if len(first) < len(options):
        first.remove("a")
    assert run(tmp_path, small_db, first).returncode == 0
    before = read_all(tmp_path)
    assert run(tmp_path, small_db, options, KILLED).returncode == -9
    assert read_all(tmp_path) == before
    choked = run(tmp_path, small_db, options, FULL)
    assert (choked.returncode, choked.stdout) == (2, "")
    assert choked.stderr.count("\n") == 1
    assert choked.stderr.startswith(f"harvester: cannot write {options[-1]!r}: File too large")
    assert read_all(tmp_path) == before
    assert run(tmp_path, small_db, options).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == [options[-1]], "what the killed ones left is gone"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_standard_output_is_said(small_db):
    command = [sys.executable, "-m", "harvester", "export", "jsonl", "--out", "-", "--db", str(small_db)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "harvester: cannot write to standard output: No space left on device\n"
