"""What a frontier of 200,000 pending addresses costs beside one of 2,000: memory, and the time of an address.

    python benchmarks/frontier.py

Each size is written by a process of its own and read by a portal's queue in another, as a crawl would that is answered
at once: what Linux tells of a process's peak begins with that of the one that started it. At most 30 MB
more is the aim: nothing but a batch of addresses is held.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

SIZES = (2_000, 200_000)
TAKEN = 2_000  # addresses that a queue hands out while it is measured
LIMIT_MB = 30.0


def fill(path: Path, size: int) -> None:
    """Write a frontier of so many pending articles."""
    from harvester.store import Store
    from harvester.store.frontier import addresses
    from harvester.store.frontier.addresses import NewAddress, Sighting

    with Store.open(path) as store, store.transaction() as connection:
        connection.execute("INSERT INTO runs (id, started_at) VALUES (1, '2026-01-01T00:00:00+07:00')")
        connection.execute(
            "INSERT INTO portals (id, name, level, province, url)"
            " VALUES ('go', 'Gò Mận', 'commune', 'Lâm Khê', 'http://go.example.vn/')"
        )
        seen = Sighting("go", "http://go.example.vn/", 1, "2026-01-01T00:00:00+07:00")
        urls = (f"http://go.example.vn/tin-tuc/khanh-thanh-cau-qua-suoi-{n}.html" for n in range(size))
        addresses.register(connection, (NewAddress(url, url, "article") for url in urls), seen)


def measure(path: Path) -> tuple[float, float]:
    """Peak memory in MB and milliseconds an address, of a queue that hands out `TAKEN` addresses."""
    from harvester.crawling.in_flight import InFlight
    from harvester.crawling.portal_queue import Frontier, PortalQueue
    from harvester.crawling.robots import Rules
    from harvester.health.tallies import make_counts
    from harvester.plan import Plan, RunFacts
    from harvester.portals import Portal
    from harvester.store import Store
    from harvester.store.frontier import outcomes
    from harvester.store.frontier.outcomes import Outcome
    from harvester.vietnamese.dates.zones import VIETNAM

    keys = {"id": "go", "name": "Gò Mận", "level": "commune", "province": "Lâm Khê", "url": "http://go.example.vn/"}
    portal = Portal.model_validate(keys)
    plan = Plan(path, (portal,), datetime(2026, 1, 2, tzinfo=VIETNAM))
    store = Store.open(path)
    frontier = Frontier(store, RunFacts.of_plan(1, plan), InFlight(), make_counts(["go"]))
    queue = PortalQueue(frontier, portal, Rules())
    started = time.perf_counter()
    for _ in range(TAKEN):
        address = queue.take()
        assert address is not None
        frontier.in_flight.start(address)
        with store.transaction() as connection:
            outcomes.end(connection, address.url, Outcome("done", frontier.run.now, 200))
        frontier.in_flight.finish(address.url)
    took = time.perf_counter() - started
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, took * 1000 / TAKEN


def main() -> int:
    if len(sys.argv) > 2:
        fill(Path(sys.argv[1]), int(sys.argv[2]))
        return 0
    if len(sys.argv) > 1:
        print(*measure(Path(sys.argv[1])))
        return 0
    peaks = []
    with tempfile.TemporaryDirectory() as directory:
        for size in SIZES:
            path = Path(directory) / f"{size}.db"
            child = [sys.executable, __file__, str(path)]
            subprocess.run([*child, str(size)], check=True)
            output = subprocess.run(child, capture_output=True, text=True, check=True).stdout
            peak, each = map(float, output.split())
            peaks.append(peak)
            print(f"{size:>7,} pending: {peak:6.1f} MB at the peak, {each:.2f} ms an address taken and ended")
    more = peaks[1] - peaks[0]
    print(f"{more:+.1f} MB for {SIZES[1] - SIZES[0]:,} more (at most {LIMIT_MB:.0f})")
    return 0 if more <= LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main())
