"""Exports of a big database: seconds, peak memory, and the ratio to `sqlite-utils rows --nl`.

    python -m benchmarks.exports [--articles 500000] [--db FILE]

Each export is a process of its own. The database is made when FILE does not exist; it is kept.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import fill_database

PEAK = """
import atexit, pathlib, sys
@atexit.register
def tell():
    status = pathlib.Path("/proc/self/status").read_text()
    print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), file=sys.stderr)
"""
"""Each process says its own peak, in KiB: what `wait4` says holds the parent's memory, too."""

HARVESTER = [sys.executable, "-c", f"{PEAK}\nfrom harvester.cli import main; main()"]
RIVAL = [sys.executable, "-c", f"{PEAK}\nfrom sqlite_utils.cli import cli; cli()", "rows"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500_000)
    parser.add_argument("--db", type=Path, default=Path("benchmark.db"))
    arguments = parser.parse_args()
    if not arguments.db.exists():
        fill_database(arguments.db, arguments.articles)
    with TemporaryDirectory(dir=arguments.db.absolute().parent) as directory:
        compare(arguments.db, Path(directory))


def compare(db: Path, directory: Path) -> None:
    warm(db)
    rival = measure([*RIVAL, str(db), "articles", "--nl"], directory / "rival.jsonl")
    show("sqlite-utils rows --nl", rival, directory / "rival.jsonl")
    exports = {
        "jsonl": ["jsonl", "--out", "a.jsonl"],
        "csv": ["csv", "--out", "csv"],
        "parquet": ["parquet", "--out", "parquet"],
        "parquet by year": ["parquet", "--by-year", "--out", "years"],
        "datapackage csv": ["datapackage", "--out", "package"],
        "datapackage parquet": ["datapackage", "--format", "parquet", "--out", "package2"],
        "datapackage since": ["datapackage", "--since-package", "package", "--out", "package3"],
        "atom": ["atom", "--out", "feeds"],
    }
    for name, options in exports.items():
        command = [*HARVESTER, "export", *options, "--with-duplicates", "--db", str(db.absolute())]
        measured = measure(command, directory / "log", cwd=directory)
        show(name, measured, directory / options[-1])
        if name == "jsonl":
            print(f"{'':<28}{rival[0] / measured[0]:8.2f} times as fast as sqlite-utils")


def show(name: str, measured: tuple[float, float], path: Path) -> None:
    seconds, memory = measured
    print(f"{name:<28}{seconds:8.1f} s {memory:8.0f} MB peak {size(path):8.0f} MB written", flush=True)


def warm(db: Path) -> None:
    """Both read from the page cache."""
    with db.open("rb") as file:
        while file.read(1 << 24):
            pass


def measure(command: list[str], output: Path, cwd: Path | None = None) -> tuple[float, float]:
    """Seconds and peak memory in MB of a process."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    started = time.perf_counter()
    with output.open("wb") as file:
        done = subprocess.run(
            command, stdout=file, stderr=subprocess.PIPE, text=True, cwd=cwd, env=environment, check=True
        )
    return time.perf_counter() - started, int(done.stderr.split()[-1]) / 1024


def size(path: Path) -> float:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


if __name__ == "__main__":
    main()
