"""A nightly run with nothing new: requests a portal, memory, seconds, at 200 portals and more.

    python benchmarks/nightly.py [COUNT ...]          default: 50 100 200

The portals are on loopback, a port each (benchmarks/small_portals.py). They are harvested once; the next night is a
day later by the run's clock, when no article is young enough to be looked at again. It is run twice: without the sweep,
and with one that looks at every article again within twelve days, whose share is its articles divided by these days.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from measuring import Cost, measure

HERE = Path(__file__).resolve().parent
ARTICLES = 12
SWEEP_DAYS = 13  # one for the run that comes after an article has fallen due
FIRST_NIGHT = datetime.fromisoformat("2026-01-10T02:00:00+07:00")
PORTAL = 'name = "Xã {n}"\nlevel = "commune"\nprovince = "-"\nurl = "{url}/"\n'


def main() -> None:
    counts = [int(count) for count in sys.argv[1:]] or [50, 100, 200]
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            run(count, Path(folder))


def run(count: int, folder: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, str(HERE / "small_portals.py"), str(count), str(ARTICLES)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        addresses = [line.strip() for line in iter(server.stdout.readline, "\n")]
        (folder / "portals").mkdir()
        for number, url in enumerate(addresses):
            portal = PORTAL.format(n=number, url=url)
            (folder / "portals" / f"xa-{number}.toml").write_text(portal, encoding="utf-8")
        first = crawl(folder, FIRST_NIGHT)
        ask(addresses)
        second = crawl(folder, FIRST_NIGHT + timedelta(days=1), sweep_days=0)
        without = ask(addresses)
        third = crawl(folder, FIRST_NIGHT + timedelta(days=2), sweep_days=SWEEP_DAYS)
        show(count, first, second, without)
        show_sweep(third, ask(addresses))
    finally:
        server.terminate()
        server.wait()


def crawl(folder: Path, now: datetime, sweep_days: int = 0) -> Cost:
    command = [
        sys.executable, "-m", "harvester", "crawl", "--all", "--portals", str(folder / "portals"),
        "--db", str(folder / "news.db"), "--delay", "0", "--quiet", "--sweep-days", str(sweep_days),
    ]  # fmt: skip
    return measure(command, {"HARVESTER_NOW": now.isoformat()})


def ask(addresses: list[str]) -> list[Counter[str]]:
    """What each portal was asked for since the last time."""
    answers = [urllib.request.urlopen(f"{url}/requests").read() for url in addresses]
    return [Counter(json.loads(answer)) for answer in answers]


def show(count: int, first: Cost, second: Cost, requests: list[Counter[str]]) -> None:
    most = max(requests, key=Counter.total)
    print(f"{count} portals")
    print(f"  first harvest  {first.wall:6.1f} s  peak {first.peak:4.0f} MB  ({count * ARTICLES} articles)")
    print(f"  next night     {second.wall:6.1f} s  peak {second.peak:4.0f} MB")
    print(f"  requests a portal: at most {most.total()}: {', '.join(sorted(most))}")


def show_sweep(night: Cost, requests: list[Counter[str]]) -> None:
    articles = [sum(count for path, count in asked.items() if path.endswith(".html")) for asked in requests]
    print(f"  with a sweep   {night.wall:6.1f} s  peak {night.peak:4.0f} MB")
    due = ARTICLES / (SWEEP_DAYS - 1)
    print(f"  articles a portal: {sum(articles) / len(articles):.2f}, at most {max(articles)}; {due:.2f} fall due")


if __name__ == "__main__":
    main()
