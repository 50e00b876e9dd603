"""What each cache, batch and saving of the code gains on whole crawls, against the plain way.

    python benchmarks/plain.py http://127.0.0.1:8802/ http://127.0.0.1:8826/

The addresses are those of portals that may be asked without pause, at best of several content systems. In each round
every way is run once, in turn, and once as the code is; prints the CPU time that the code saves over each plain way, as
the median of the rounds and their quartiles; Ctrl-C ends it after the rounds so far. What gains under 2 %, or whose
quartiles meet zero, should go: docs/decisions.md keeps the table. benchmarks/replay.py measures caches alone, exactly.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import itertools
import operator
import random
import statistics
import struct
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent))

from measuring import measure

PORTAL = 'name = "Measured"\nlevel = "district"\nprovince = "-"\nurl = "{url}"\n'


def call_plainly(*functions: str) -> Callable[[], None]:
    """Return what takes the cache from functions, `package.module.function` each, wherever they are imported."""

    def switch() -> None:
        for path in functions:
            module, _, name = path.rpartition(".")
            cached = getattr(importlib.import_module(f"harvester.{module}"), name)
            replace(cached, cached.__wrapped__)

    return switch


def replace(old: Any, new: Any) -> None:
    """Put another object in the place of one that modules name, wherever it is named."""
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()) if module.__name__.startswith("harvester") else ():
            if value is old:
                setattr(module, name, new)


def set_number(module: str, name: str, value: object) -> Callable[[], None]:
    """Return what sets a number that a module goes by."""
    return lambda: setattr(importlib.import_module(module), name, value)


def collect_often() -> None:
    """Leave the garbage collector as Python has it."""
    process = importlib.import_module("harvester.crawling.process")
    process.spare_what_stays = gc.enable


def match_all() -> None:
    """Try every selector on every page, whether or not the page has its classes."""
    for module, name in (("page", "Page"), ("selectors", "Reading")):
        getattr(importlib.import_module(f"harvester.reading.{module}"), name).may_match = lambda reading, selector: True


def number_words_anew() -> None:
    """Compute a word's number whenever it is met."""
    shingles = importlib.import_module("harvester.duplicates.shingles")
    shingles._codes = type("Uncached", (), {"__getitem__": lambda _, word: shingles._Codes().__missing__(word)})()


def combine_runs_one_by_one() -> None:
    """Combine the numbers of each run of words by itself."""
    shingles = importlib.import_module("harvester.duplicates.shingles")
    replace(shingles.pack_runs, pack_runs_plainly)


def pack_runs_plainly(packed: bytes, length: int) -> bytes:
    """What `pack_runs` gives."""
    codes = struct.unpack(f"<{len(packed) // 8}Q", packed)
    starts = range(max(1, len(codes) - length + 1) if codes else 0)
    runs = (
        functools.reduce(
            operator.xor, (code << length - 1 - place for place, code in enumerate(codes[start : start + length]))
        )
        for start in starts
    )
    return struct.pack(f"<{len(starts)}Q", *(run & (1 << 64) - 1 for run in runs))


MARKS = tuple(
    f"reading.structure.markings.{name}"
    for name in ("read_classes", "read_names", "read_style", "read_itemprop", "read_role", "read_rel")
)

WAYS: dict[str, Callable[[], None]] = {
    "as it is": lambda: None,
    "as it is, again": lambda: None,
    "words numbered anew": number_words_anew,
    "runs of words combined one by one": combine_runs_one_by_one,
    "bands written one text at a time": set_number("harvester.store.articles.bands", "BATCH", 1),
    "frontier read one address at a time": set_number("harvester.crawling.portal_queue", "BATCH", 1),
    "100 tasks an item": set_number("harvester.settings", "CONCURRENT_ITEMS", 100),
    "garbage collected as Python does": collect_often,
    "every selector tried on every page": match_all,
    "links joined anew": call_plainly("reading.page.join"),
    "date lines parsed anew": call_plainly("reading.date_lines.parse_date_line"),
    "marks of classes read anew": call_plainly(*MARKS),
}
"""What is undone by each, with the name under which it is shown. The second plain run tells what is noise."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="+", metavar="URL")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--limit", type=int, default=60, help="articles a portal")
    parser.add_argument("--only", nargs="+", metavar="TEXT", help="ways whose names contain one of these")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    arguments, rest = parser.parse_known_args()
    if arguments.way is not None:
        crawl_in_way(arguments.way, [*arguments.urls, *rest])
        return
    ways = [
        way for place, way in enumerate(WAYS)
        if place < 2 or not arguments.only or any(text in way for text in arguments.only)
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        show(measure_ways(ways, arguments, Path(folder)))


def crawl_in_way(way: str, command: list[str]) -> None:
    """Run a command of the harvester in this process, with something undone."""
    from harvester.cli import main as run_harvester  # late: the measuring process needs none of it

    WAYS[way]()
    sys.argv = ["harvester", *command]
    run_harvester()


def measure_ways(ways: list[str], arguments: argparse.Namespace, folder: Path) -> dict[str, list[float]]:
    """Return the CPU seconds of each way, round by round."""
    (folder / "portals").mkdir()
    for number, url in enumerate(arguments.urls):
        (folder / "portals" / f"portal-{number}.toml").write_text(PORTAL.format(url=url), encoding="utf-8")
    databases = (folder / f"{number}.db" for number in itertools.count())
    spent: dict[str, list[float]] = {way: [] for way in ways}
    shuffled = random.Random(1)
    try:
        for way in (way for _ in range(arguments.rounds) for way in shuffled.sample(ways, len(ways))):
            command = [
                "crawl", "--all", "--portals", str(folder / "portals"), "--db", str(next(databases)),
                "--delay", "0", "--quiet", "--limit", str(arguments.limit),
            ]  # fmt: skip
            spent[way].append(measure([sys.executable, __file__, "--way", way, "--", *command]).cpu)
    except KeyboardInterrupt:
        print("interrupted: these are the rounds so far")
    rounds = min(map(len, spent.values()))
    return {way: seconds[:rounds] for way, seconds in spent.items()}


def show(spent: dict[str, list[float]]) -> None:
    """Print the gain over each plain way."""
    own = spent.pop("as it is")
    print(f"{statistics.median(own):.2f} s of CPU time as it is, {len(own)} rounds; saved over the plain way:")
    for way, plain in spent.items():
        gains = [100 * (1 - one / other) for one, other in zip(own, plain, strict=True)]
        low, middle, high = statistics.quantiles(gains, n=4)
        print(f"{way:42} {middle:6.1f} %  ({low:.1f} to {high:.1f})", flush=True)


if __name__ == "__main__":
    main()
