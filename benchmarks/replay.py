"""What each cache of the code saves of a whole crawl: its calls are noted during one, then replayed without it.

    python benchmarks/replay.py http://127.0.0.1:8802/ http://127.0.0.1:8826/ [--limit 60]

Far more exact than the difference of two crawls, which differ by several per cent by themselves (benchmarks/plain.py):
a cache that is shown here with 0.1 % cannot gain more. Caches of functions that are called once in a process are left
out.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import harvester

PORTAL = 'name = "Measured"\nlevel = "district"\nprovince = "-"\nurl = "{url}"\n'
PACKAGES = ("urls", "loading", "store", "places", "vietnamese", "discovery", "reading", "duplicates", "platforms")
REPEATS = 3

Call = tuple[tuple[Any, ...], dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="+", metavar="URL")
    parser.add_argument("--limit", type=int, default=60, help="articles a portal")
    arguments = parser.parse_args()
    cached = find_cached()
    calls = {name: note_calls(function) for name, function in cached.items()}
    with tempfile.TemporaryDirectory() as folder:
        crawl(Path(folder), arguments.urls, arguments.limit)
    spent = time.process_time()
    print(f"{spent:.2f} s of CPU time in all")
    for name, function in cached.items():
        if len(calls[name]) > 1:
            show(name, function, calls[name], spent)


def find_cached() -> dict[str, Any]:
    """Return the functions with a cache, by their names."""
    for module in pkgutil.walk_packages(harvester.__path__, "harvester."):
        if module.name.split(".")[1] in PACKAGES:
            importlib.import_module(module.name)
    return {
        f"{module.__name__.removeprefix('harvester.')}.{name}": value
        for module in list(sys.modules.values()) if module.__name__.startswith("harvester.")
        for name, value in vars(module).items()
        if hasattr(value, "cache_info") and value.__module__ == module.__name__
    }  # fmt: skip


def note_calls(function: Any) -> list[Call]:
    """Have the calls of a function noted, wherever it is named."""
    calls: list[Call] = []

    def noted(*positional: Any, **named: Any) -> Any:
        calls.append((positional, named))
        return function(*positional, **named)

    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()) if module.__name__.startswith("harvester.") else ():
            if value is function:
                setattr(module, name, noted)
    return calls


def crawl(folder: Path, urls: list[str], limit: int) -> None:
    """Crawl portals in this process."""
    from harvester.cli import main as run_harvester  # late: the calls of its modules are noted by now

    (folder / "portals").mkdir()
    for number, url in enumerate(urls):
        (folder / "portals" / f"portal-{number}.toml").write_text(PORTAL.format(url=url), encoding="utf-8")
    sys.argv = [
        "harvester", "crawl", "--all", "--portals", str(folder / "portals"), "--db", str(folder / "news.db"),
        "--delay", "0", "--quiet", "--limit", str(limit),
    ]  # fmt: skip
    try:
        run_harvester()
    except SystemExit as end:
        print(f"the crawl ended with {end.code}")


def show(name: str, function: Any, calls: list[Call], spent: float) -> None:
    """Print what a cache saved."""
    cached, plain = replay(function, calls), replay(function.__wrapped__, calls)
    print(
        f"{name:55} {len(calls):7} calls  cached {1000 * cached:6.1f} ms  plain {1000 * plain:6.1f} ms"
        f"  saves {100 * (plain - cached) / spent:5.2f} %"
    )


def replay(function: Callable[..., object], calls: list[Call]) -> float:
    """Return the CPU seconds of calls, the best of some turns."""
    turns = []
    for _ in range(REPEATS):
        if hasattr(function, "cache_clear"):
            function.cache_clear()
        started = time.process_time()
        for positional, named in calls:
            try:
                function(*positional, **named)
            except ValueError:  # what it says of an address that is none
                continue
        turns.append(time.process_time() - started)
    return min(turns)


if __name__ == "__main__":
    main()
