"""What keeping every answer costs a crawl, and what reading it all again takes.

    python benchmarks/keep.py http://127.0.0.1:8802/

The address is that of a portal, or of a copy of one, that may be asked without pause: served by nginx on this
machine. Prints the median of seven pairs of crawls, with and without `--keep`, after a warm-up; the octets that a page
takes; and the pages that one process reads anew a second, beside plain reading in the same run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from measuring import Cost, measure

PORTAL = 'id = "measured"\nname = "Measured"\nlevel = "district"\nprovince = "-"\nurl = "{url}"\n'


def main() -> None:
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "portals").mkdir()
        (folder / "portals" / "measured.toml").write_text(PORTAL.format(url=arguments.url), encoding="utf-8")
        crawl(folder, "warm-up")
        pairs = [(crawl(folder, f"{n}"), crawl(folder, f"{n}-kept", keep=True)) for n in range(arguments.pairs)]
        kept = folder / "0-kept.db"
        show(pairs, *measure_folder(kept, folder / "0-kept"))
        show_reading(kept, folder / "0-kept", folder / "portals")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--pairs", type=int, default=7)
    return parser.parse_args()


def crawl(folder: Path, name: str, *, keep: bool = False) -> Cost:
    """One crawl into a new database, and a new folder where it keeps its answers."""
    command = [
        sys.executable, "-m", "harvester", "crawl", "--all", "--portals", str(folder / "portals"),
        "--db", str(folder / f"{name}.db"), "--delay", "0", "--quiet",
    ]  # fmt: skip
    return measure([*command, "--keep", str(folder / name)] if keep else command)


def measure_folder(database: Path, folder: Path) -> tuple[int, int]:
    """How many answers were kept, and in how many octets."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        count = connection.execute("SELECT count(*) FROM captures").fetchone()[0]
    return count, sum(path.stat().st_size for path in folder.iterdir())


def show(pairs: list[tuple[Cost, Cost]], answers: int, octets: int) -> None:
    ratios = sorted(kept.cpu / plain.cpu for plain, kept in pairs)
    plain = statistics.median(one.cpu for one, _ in pairs)
    print(f"{answers} answers, {len(pairs)} pairs; a crawl takes {plain:.2f} s of CPU")
    print(f"keeping them: {statistics.median(ratios):.3f} times the CPU ({ratios[0]:.3f} to {ratios[-1]:.3f})")
    print(f"{octets / answers / 1000:.1f} KB an answer")


def show_reading(database: Path, folder: Path, portals: Path) -> None:
    """Reading all kept articles anew, and reading the same pages without database and WARC."""
    command = [
        sys.executable, "-m", "harvester", "reread", str(folder), "--db", str(database), "--portals", str(portals),
    ]  # fmt: skip
    start = measure([*command, "--dry-run", "--since", "2999-01-01"])
    cost = measure([*command, "--dry-run"])
    told = json.loads(subprocess.run([*command, "--dry-run", "--json"], capture_output=True, check=False).stdout)
    plain = measure_plain_reading(database, folder)
    pace = told["pages"] / (cost.cpu - start.cpu)
    print(
        f"reread: {told['pages']} pages, {told['changed']} changed, {pace:.0f} pages/s"
        f" of CPU beside the start of the program, peak {cost.peak:.0f} MB; plain reading {plain:.0f} pages/s"
    )


def measure_plain_reading(database: Path, folder: Path) -> float:
    """Pages a second of CPU that `read_article` and `process` take, from memory."""
    from datetime import datetime

    from harvester.archive.exchanges import read_fields
    from harvester.archive.inputs import find_warc_files
    from harvester.archive.payloads import decode_body
    from harvester.archive.warc_records import Record, scan_records
    from harvester.errors import PageError
    from harvester.limits import INFLATED_LIMIT
    from harvester.platforms import read_article
    from pipelines import process

    pages: list[tuple[bytes, str]] = []
    for file in find_warc_files(folder):
        with file.open() as stream:
            records = (record for record in scan_records(stream) if isinstance(record, Record))
            html = (one for one in records if one.status == 200 and one.media_type == "text/html")
            pages += [(decode_body(one.body, read_fields(one.head), INFLATED_LIMIT), one.url) for one in html]
    now = datetime.fromisoformat("2026-11-01T00:00:00+07:00")
    began, count = time.process_time(), 0
    for body, url in pages:
        try:
            process(read_article(body, url), now)
        except PageError:
            continue
        count += 1
    return count / (time.process_time() - began)


if __name__ == "__main__":
    main()
