"""Whether spoilt pages are read or refused by name, and in time.

    python -m benchmarks.mutations [FOLDER…] [--pages N] [--seed N]

Pages are drawn from the HTML files below the folders, by default the gold pages of the tests, and spoilt in one of
several ways, up to three times: cut, nested, doubled, with bytes or tags exchanged. Each is read and processed.
Prints how many were read and how many refused by each name, the slowest, and exits 1 where one ended in another error
or took more than a second of CPU. The seed makes it the same again; the number of a page that failed is printed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from harvester.errors import HarvestError
from harvester.platforms import read_article
from harvester.vietnamese.dates.zones import VIETNAM
from pipelines import process

NOW = datetime(2026, 11, 26, 9, tzinfo=VIETNAM)
GOLD = Path(__file__).parents[1] / "tests" / "pages"
URL = "http://page.example/tin/bai-1.html"
SLOW = 1.0
"""Seconds of CPU that no page may take."""
LARGEST = 200_000
"""Bytes of a page before it is spoilt."""
TAG = re.compile(rb"<[^<>]{1,500}>")
PIECES = (b"<p", b"</p>", b'"', b"</div>", b"<a ", b"class=", b"<td", b"</script>", b"<title>")
FILLINGS = (b"", b"<table><tr><td>", b"<b>", b"<br>", b"<!--", b"\x00", b"\xff\xfe", b"&#x110000;", b"{{[", b"'")
WRAPPERS = (b"<div>", b"<span class=date>", b"<table><tr><td>", b"<ul><li>", b"<a href=/x>", b"<h1>", b"<font>")

Mutation = Callable[[bytes, random.Random], bytes]


def cut(page: bytes, chance: random.Random) -> bytes:
    """The beginning of a page, as a connection leaves it that breaks."""
    return page[: chance.randrange(len(page))]


def take_out(page: bytes, chance: random.Random) -> bytes:
    """A page without a stretch, or with it twice."""
    start, end = (chance.randrange(len(page)) for _ in range(2))
    return page[:start] + page[end:]


def double(page: bytes, chance: random.Random) -> bytes:
    """A page with a stretch many times."""
    start = chance.randrange(len(page))
    end = start + chance.randrange(1, 3000)
    return page[:start] + page[start:end] * chance.randrange(2, 40) + page[end:]


def exchange_bytes(page: bytes, chance: random.Random) -> bytes:
    """A page with single bytes exchanged."""
    spoilt = bytearray(page)
    for _ in range(chance.randrange(1, 60)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def exchange_pieces(page: bytes, chance: random.Random) -> bytes:
    """A page with pieces of markup exchanged for others."""
    return page.replace(chance.choice(PIECES), chance.choice(FILLINGS), chance.randrange(1, 40))


def drop_tags(page: bytes, chance: random.Random) -> bytes:
    """A page without some of its tags."""
    return TAG.sub(lambda match: b"" if chance.random() < 0.2 else match.group(), page)


def shuffle_tags(page: bytes, chance: random.Random) -> bytes:
    """A page whose tags stand in each other's places."""
    tags = TAG.findall(page)
    chance.shuffle(tags)
    return TAG.sub(lambda match: tags.pop(), page)


def nest(page: bytes, chance: random.Random) -> bytes:
    """A page with elements in one another that nobody closes."""
    place = chance.randrange(len(page))
    return page[:place] + chance.choice(WRAPPERS) * chance.randrange(1, 3000) + page[place:]


def encode_otherwise(page: bytes, chance: random.Random) -> bytes:
    """A page in an encoding that it does not name."""
    codec = chance.choice(("cp1258", "utf-16", "utf-16-be", "latin-1", "utf-8-sig"))
    return page.decode("utf-8", "ignore").encode(codec, "ignore")


MUTATIONS: tuple[Mutation, ...] = (
    cut, take_out, double, exchange_bytes, exchange_pieces, drop_tags, shuffle_tags, nest, encode_otherwise,
)  # fmt: skip


def spoil(page: bytes, chance: random.Random) -> bytes:
    """A page after one to three mutations."""
    for mutate in chance.choices(MUTATIONS, k=chance.randrange(1, 4)):
        page = mutate(page, chance) or page
    return page


def read(page: bytes) -> tuple[str, float]:
    """What became of a page, by the name of its error, and the seconds of CPU that it took."""
    start = time.process_time()
    try:
        process(read_article(page, URL), NOW)
        name = "read"
    except HarvestError as error:
        name = type(error).__name__
    except Exception as error:  # noqa: BLE001 - what is looked for
        name = f"{type(error).__name__}!"
    return name, time.process_time() - start


def main() -> None:
    """Spoils and reads pages, prints what became of them, and exits 1 where that is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261126)
    arguments = parser.parse_args()
    files = sorted(file for folder in arguments.folders for file in folder.rglob("*.html"))
    pages = [body[:LARGEST] for file in files if (body := file.read_bytes())]
    ends: Counter[str] = Counter()
    times: list[tuple[float, int]] = []
    for number in range(arguments.pages):
        chance = random.Random(arguments.seed * 1_000_003 + number)
        name, seconds = read(spoil(chance.choice(pages), chance))
        ends[name] += 1
        times.append((seconds, number))
        if name.endswith("!") or seconds > SLOW:
            print(f"  page {number}: {name} after {seconds:.2f} s")
    slowest, place = max(times)
    print(f"{arguments.pages} pages made of {len(pages)}, seed {arguments.seed}")
    print(f"  slowest {slowest:.3f} s (page {place})")
    print("  " + "  ".join(f"{name} {count}" for name, count in ends.most_common()))
    if slowest > SLOW or any(name.endswith("!") for name in ends):
        sys.exit(1)


if __name__ == "__main__":
    main()
