"""The whole crawl against a bare Scrapy spider on the same pages, and against trafilatura in 8 threads.

    python benchmarks/crawl.py http://127.0.0.1:8802/

The address is that of a portal, or of a copy of one, that may be asked without pause: served by nginx on this
machine, so that serving is not what is measured. Prints medians of seven pairs after a warm-up, and their ratio.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from measuring import Cost, measure

HERE = Path(__file__).resolve().parent
PORTAL = 'id = "measured"\nname = "Measured"\nlevel = "district"\nprovince = "-"\nurl = "{url}"\n'


def main() -> None:
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "portals").mkdir()
        (folder / "portals" / "measured.toml").write_text(PORTAL.format(url=arguments.url), encoding="utf-8")
        crawl(folder, 0)
        addresses, articles = list_pages(folder / "0.db")
        (folder / "addresses.txt").write_text("\n".join(addresses), encoding="utf-8")
        bare = [
            sys.executable,
            str(HERE / "bare_spider.py"),
            str(folder / "addresses.txt"),
            arguments.title,
            arguments.body,
        ]
        measure(bare)
        pairs = [(crawl(folder, turn), measure(bare)) for turn in range(1, arguments.pairs + 1)]
        peer = measure([sys.executable, str(HERE / "trafilatura_threads.py"), str(folder / "addresses.txt")])
        show(pairs, peer, len(addresses), articles)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--title", default="h1", help="CSS for the bare spider")
    parser.add_argument("--body", default="#news-bodyhtml", help="CSS for the bare spider")
    return parser.parse_args()


def crawl(folder: Path, turn: int) -> Cost:
    """One crawl into a new database."""
    return measure(
        [
            sys.executable, "-m", "harvester", "crawl", "--all", "--portals", str(folder / "portals"),
            "--db", str(folder / f"{turn}.db"), "--delay", "0", "--quiet",
        ]
    )  # fmt: skip


def list_pages(database: Path) -> tuple[list[str], int]:
    """The pages that a crawl fetched, and how many articles it stored."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT fetch_url FROM urls WHERE last_status = 200 ORDER BY rowid")
        addresses = [row[0] for row in rows]
        return addresses, connection.execute("SELECT count(*) FROM articles").fetchone()[0]


def show(pairs: list[tuple[Cost, Cost]], peer: Cost, pages: int, articles: int) -> None:
    ours = statistics.median(own.wall for own, _ in pairs)
    print(f"{pages} pages, {articles} articles, {len(pairs)} pairs")
    print(f"whole crawl   {ours:6.2f} s  {pages / ours:6.0f} pages/s  peak {max(own.peak for own, _ in pairs):4.0f} MB")
    print(f"bare spider   {statistics.median(bare.wall for _, bare in pairs):6.2f} s")
    print(f"trafilatura   {peer.wall:6.2f} s")
    for kind in ("wall", "cpu"):
        ratios = sorted(getattr(own, kind) / getattr(bare, kind) for own, bare in pairs)
        print(
            f"ratio to the bare spider, {kind}: {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )
    print(f"trafilatura takes {peer.wall / ours:.2f} times as long")


if __name__ == "__main__":
    main()
