"""Pages, feeds, sitemaps, robots.txt, portal files and databases that nobody would write, from a seed.

    python -m benchmarks.hostile [--seconds 600] [--inputs 100000] [--jobs 2] [--seed 1] [--kind page …] [--keep DIR]

Mutates good files and hands each to what reads it in a run. An input falls where reading it takes more than a second of
processor time, raises anything but one of the project's own errors, or adds more than 300 MB of memory. Prints how many
inputs of each kind were tried, and of each that fell its kind, number and reason: the same seed and number make the
same input again. With `--keep` those are written to a folder. Ctrl-C or SIGTERM end it early, with the totals.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random

from harvester.crawling.robots import read_rules
from harvester.discovery.feeds import read_feed
from harvester.discovery.sitemaps import read_sitemap
from harvester.duplicates.signature import sign
from harvester.errors import HarvestError
from harvester.platforms import recognise
from harvester.portals import read_portal
from harvester.reading.page import Page
from harvester.store import Store
from harvester.store.reports.status import read_status
from harvester.store.runs import Robots
from harvester.store.soundness import DATA_ERRORS, check_database, explain_damage
from pipelines import process

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 3, 7, tzinfo=UTC)
URL = "http://lam-khe.example/tin/dap-de-7.html"
LONGEST_STEP = 1.0
"""Seconds of processor time."""
MOST_MEMORY = 300_000
"""Kilobytes."""
WAIT = 20.0
"""Seconds until a reader that does not come back is ended."""
AHEAD = 20
"""Inputs that a reader has in front of it, so that it waits for nobody."""
LONGEST = 600_000
"""Octets of an input; one piece may stand in it thousands of times."""

PIECES = (
    b"<", b">", b"<!--", b"-->", b"<!DOCTYPE ", b"<![CDATA[", b"]]>", b"<?", b"&", b"&#", b"&#xd800;", b"&amp;",
    b'"', b"'", b"<p>", b"</p>", b"<div>", b"<b><i></b>", b"<table><tr><td>", b"<a href='/tin/", b"<script>",
    b"</script>", b"<h1>", b"<title>", b"<meta charset=", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xcc\x81\xcc\xa3", b"\xe2\x80\xae", b"\x1b[2J", b"\\ud83d", b"\n", b" ", b"\t", b"| - ",
    b"ng\xc3\xa0y ", b"1/", b"12:12:", b"2026", b"S\xe1\xbb\x91 1/Q\xc4\x90-", b"\xe1\xba\xa2nh: ",
    b"(", b"[", b"{", b"a=1 ", b"User-agent: *\n", b"Disallow: /", b"*", b"$", b"Sitemap: http://",
    b"Crawl-delay: ", b"1e308", b"9" * 40, b"-", b"%", b"%zz", b"../", b"<rss ", b"<item>", b"<link>",
    b"<urlset ", b"<url><loc>", b"xmlns:a='b' ", b"[[", b"url = ", b'"""', b"\\", b"SQLite format 3\x00",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What inputs are made of, and what reads them."""

    seeds: tuple[bytes, ...]
    read: Callable[[bytes], object]


def read_page(body: bytes) -> None:
    """Read a page as a crawl does: as a listing, and as an article."""
    page = Page(URL, body)
    platform = recognise(page).platform
    platform.listing(page)
    sign(process(platform.article(page), NOW))


def read_robots(body: bytes) -> None:
    """Ask a robots.txt for some addresses."""
    rules = read_rules(Robots("http://lam-khe.example", "", 200, body.decode("utf-8", "replace")), "harvester")
    for number in range(20):
        rules.is_allowed(f"http://lam-khe.example/tin/{number}/{'a' * 100 * number}.html?id={number}")
    len(rules.sitemaps)


def read_file(content: bytes, read: Callable[[Path], object]) -> None:
    """Write an input to a file, for what reads files."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lam-khe.toml"
        path.write_bytes(content)
        read(path)


def read_database(path: Path) -> None:
    """Check a database, and read what `status` shows. What the command line tells as damage is none."""
    check_database(path)
    try:
        with Store.open(path, readonly=True) as store:
            read_status(store.connection)
    except DATA_ERRORS:
        if explain_damage(path) is None:
            raise


def make_kinds() -> dict[str, Kind]:
    """Return the kinds of inputs, with good files of each."""
    pages = tuple(path.read_bytes() for path in sorted((ROOT / "tests" / "pages").rglob("*.html")))
    address = "http://lam-khe.example/tin"
    rows = "".join(f"<item><title>Họp {n}</title><link>{address}/{n}</link></item>" for n in range(30))
    feed = f"<?xml version='1.0'?><rss><channel>{rows}</channel></rss>".encode()
    entries = "".join(f"<url><loc>{address}/{n}</loc><lastmod>2026-03-07</lastmod></url>" for n in range(30))
    sitemap = f"<?xml version='1.0'?><urlset>{entries}</urlset>".encode()
    portals = tuple(path.read_bytes() for path in sorted((ROOT / "harvester" / "portals").rglob("*.toml"))[:20])
    return {
        "page": Kind(pages, read_page),
        "feed": Kind((feed,), lambda body: read_feed(URL, body)),
        "sitemap": Kind((sitemap,), lambda body: read_sitemap(URL, body)),
        "robots": Kind((b"User-agent: *\nDisallow: /admin/\nAllow: /tin/*.html$\nCrawl-delay: 2\n",), read_robots),
        "portal": Kind(portals, lambda body: read_file(body, read_portal)),
        "database": Kind((make_database(),), lambda body: read_file(body, read_database)),
    }


def make_database() -> bytes:
    """Return an empty database of ours, as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        Store.open(path).close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        return path.read_bytes()


def make_input(kind: str, seeds: tuple[bytes, ...], seed: int, number: int) -> bytes:
    """Return the input of this number: the same for the same seed."""
    random = Random(f"{kind} {seed} {number}")
    data = bytearray(random.choice(seeds))
    for _ in range(random.choice((1, 2, 3, 8))):
        mutate(data, random, is_database=kind == "database")
    return bytes(data[: max(LONGEST, len(seeds[0]))])


def mutate(data: bytearray, random: Random, *, is_database: bool) -> None:
    """Change some octets, take some out, put pieces in, or some octets of it once more, up to thousands of times."""
    at = random.randrange(len(data) + 1)
    span = random.choice((1, 4, 30, 400, 5000))
    action = random.choice(("flip", "cut", "end", "piece", "pieces", "repeat"))
    if action == "flip" or is_database:  # a database is pages of a fixed size: what is moved is no database
        for _ in range(span):
            place = random.randrange(len(data))
            data[place : place + 1] = bytes((random.randrange(256),))
    elif action == "cut":
        del data[at : at + span]
    elif action == "end":
        del data[at:]
    elif action == "repeat":
        data[at:at] = bytes(data[at : at + span]) * min(random.choice((1, 20, 500, 20_000)), LONGEST // span)
    else:
        piece = b"".join(random.choice(PIECES) for _ in range(1 if action == "piece" else random.randrange(2, 5)))
        data[at:at] = piece * min(random.choice((1, 5, 100, 3000, 50_000)), LONGEST // len(piece))
    if not data:
        data += b"<"


def serve(pipe: Connection, seed: int) -> None:
    """Read the inputs that are named, and answer how each went; in a process that may be ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks tells the totals, and ends this process
    kinds = make_kinds()
    while True:
        try:
            kind, number = pipe.recv()
        except EOFError:  # whoever asks has ended
            return
        body = make_input(kind, kinds[kind].seeds, seed, number)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, fault = time.process_time(), ""
        try:
            kinds[kind].read(body)
        except HarvestError:
            pass  # said in one line, as it should be
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            fault = f"{type(error).__name__}: {error}"[:200]
        seconds = time.process_time() - start
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        if seconds > LONGEST_STEP:
            fault = fault or f"{seconds:.1f} s"
        with suppress(BrokenPipeError):  # whoever asks has ended
            pipe.send((seconds, fault or (f"{grown // 1000} MB" if grown > MOST_MEMORY else "")))


class Reader:
    """A process that reads inputs, a batch of them at a time."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.context = multiprocessing.get_context("spawn")
        self.waiting: list[tuple[str, int]] = []
        self.begin()

    def begin(self) -> None:
        """Start the process."""
        self.pipe, other = self.context.Pipe()
        self.process = self.context.Process(target=serve, args=(other, self.seed), daemon=True)
        self.process.start()
        other.close()
        self.since = time.monotonic()
        for one in self.waiting:
            self.pipe.send(one)

    def ask(self, kind: str, number: int) -> None:
        """Have an input read, behind those that are waiting."""
        if not self.waiting:
            self.since = time.monotonic()
        self.waiting.append((kind, number))
        with suppress(BrokenPipeError):  # it died: `fetch` says so, and asks another process
            self.pipe.send((kind, number))

    def fetch(self) -> Result | None:
        """Return what became of the next input; None while it is being read."""
        try:
            if self.pipe.poll():
                seconds, fault = self.pipe.recv()
                self.since = time.monotonic()
                return Result(*self.waiting.pop(0), seconds, fault)
        except (EOFError, ConnectionResetError):
            self.process.join(timeout=1.0)
            return self.replace(f"the process died: {self.process.exitcode}")
        return self.replace(f"no answer within {WAIT:g} s") if time.monotonic() - self.since > WAIT else None

    def replace(self, fault: str) -> Result:
        """Start another process, without the input that this one did not come back from."""
        self.process.kill()
        fallen = self.waiting.pop(0)
        self.begin()
        return Result(*fallen, WAIT, fault)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an input: seconds of processor time, and why it fell; an empty text where it did not."""

    kind: str
    number: int
    seconds: float
    fault: str


@dataclass(slots=True)
class Totals:
    """What was tried, and what fell."""

    tried: Counter[str]
    fell: Counter[str]
    begun: float
    spent: float = 0.0

    def add(self, result: Result) -> None:
        """Count an input."""
        self.spent += result.seconds
        self.tried[result.kind] += 1
        self.fell[result.kind] += bool(result.fault)

    def tell(self) -> None:
        """Print the sums."""
        for kind in self.tried:
            print(f"{kind:10} {self.tried[kind]:8,} tried {self.fell[kind]:6,} fell")
        passed = time.monotonic() - self.begun
        rate = self.tried.total() / passed if passed else 0.0
        spent = f"in {self.spent:.0f} s of processor time and {passed:.0f} s by the clock, {rate:.0f} a second"
        print(f"{'all':10} {self.tried.total():8,} tried {self.fell.total():6,} fell, {spent}", flush=True)


def read_all(readers: list[Reader], names: list[str], most: int) -> Iterator[Result]:
    """Yield what became of each input, so many of them; every reader has some in front of it."""
    asked = 0
    while asked < most or any(reader.waiting for reader in readers):
        for reader in readers:
            while asked < most and len(reader.waiting) < AHEAD:
                reader.ask(names[asked % len(names)], asked)
                asked += 1
            while reader.waiting and (result := reader.fetch()) is not None:
                yield result
        wait([reader.pipe for reader in readers], timeout=1.0)


def keep_input(folder: Path, result: Result, seed: int) -> None:
    """Write an input that fell to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    body = make_input(result.kind, make_kinds()[result.kind].seeds, seed, result.number)
    (folder / f"{result.kind}-{result.number}").write_bytes(body)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="of processor time of the readers")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many at most")
    parser.add_argument("--jobs", type=int, default=1, help="processes that read")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", choices=["page", "feed", "sitemap", "robots", "portal", "database"])
    parser.add_argument("--keep", type=Path)
    return parser.parse_args()


def main() -> None:
    options = read_options()
    names = options.kind or list(make_kinds())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    totals = Totals(Counter(), Counter(), time.monotonic())
    try:
        for result in read_all([Reader(options.seed) for _ in range(options.jobs)], names, options.inputs):
            totals.add(result)
            if result.fault:
                print(f"{result.kind} {result.number}: {result.fault}", flush=True)
                if options.keep is not None:
                    keep_input(options.keep, result, options.seed)
            if totals.spent >= options.seconds:
                break
    except KeyboardInterrupt:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        print("interrupted")
    totals.tell()
    sys.exit(1 if totals.fell.total() else 0)


if __name__ == "__main__":
    main()
