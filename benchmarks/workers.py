"""Four portals on four loopback addresses, crawled by one process, by two workers, and by a bare Scrapy spider.

    python benchmarks/workers.py --articles 1000

The pages are made up, and served by nginx as files, so that serving is not what is measured. Prints medians of seven
interleaved pairs after a warm-up, and the ratios of two workers to one process: at most 0.65 of its time, and 1.2 of
its processor time. Wants two processors that nothing else is using.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from measuring import Cost
from small_portals import LAST
from small_portals import Portal as SmallPortal

HERE = Path(__file__).resolve().parent
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
PORTAL = 'id = "xa-{n}"\nname = "Xã {n}"\nlevel = "commune"\nprovince = "-"\nurl = "{url}/"\n'
NGINX = """
pid {folder}/nginx.pid; error_log {folder}/error.log crit; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off; default_type text/html; charset utf-8; keepalive_requests 1000000;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    {servers}
}}
"""
SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER` of prctl(2): processes whose parents have ended become this one's."""


class DailyPortal(SmallPortal):
    """One that publishes four articles a day, all of them on its sitemap."""

    def show_article(self, number: int) -> str:
        at = LAST - timedelta(hours=6 * (self.articles - 1 - number))
        body = "".join(f"<p>{self.say(number, 60 + part)}</p>" for part in range(5))
        return self.wrap(
            self.say(number, 9),
            f"<article><h1>{self.say(number, 9)}</h1><time>{at:%d/%m/%Y %H:%M}</time>{body}</article>",
        )


def main() -> None:
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as name, serve(Path(name), arguments.articles) as addresses:
        folder = Path(name)
        become_subreaper()
        bare = [sys.executable, str(HERE / "bare_spider.py"), str(list_addresses(folder, addresses)), "h1", "article"]
        crawl(folder, 1)
        turns = []
        for turn in range(arguments.pairs):
            order = (1, 2) if turn % 2 else (2, 1)
            costs = {workers: crawl(folder, workers) for workers in order}
            turns.append((costs[1], costs[2], measure_tree(bare)))
            print(f"one {costs[1].wall:.2f} s, two {costs[2].wall:.2f} s, bare {turns[-1][2].wall:.2f} s", flush=True)
        show(turns, 4 * arguments.articles)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, help="of each portal")
    parser.add_argument("--pairs", type=int, default=7)
    return parser.parse_args()


@contextmanager
def serve(folder: Path, articles: int) -> Iterator[list[str]]:
    """Serve the portals by nginx; the addresses of all articles."""
    folder.chmod(0o755)  # nginx reads as a user of its own
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with socket.create_server((HOSTS[0], 0)) as free:
        port = free.getsockname()[1]
    addresses, servers = [], []
    (folder / "portals").mkdir()
    for number, host in enumerate(HOSTS):
        portal = DailyPortal(number, articles)
        portal.base = f"http://{host}:{port}"
        (folder / "portals" / f"xa-{number}.toml").write_text(PORTAL.format(n=number, url=portal.base))
        root = folder / f"site-{number}"
        paths = [portal.path(n) for n in range(articles)]
        for path in ("/", "/tin-tuc/", "/robots.txt", "/sitemap.xml", "/feed", *paths):
            write_page(root, path, portal)
        addresses += [portal.base + path for path in paths]
        types = "location = /sitemap.xml { default_type text/xml; } location = /feed { default_type text/xml; }"
        servers.append(f"server {{ listen {host}:{port}; root {root}; index index.html; {types} }}")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, servers="\n".join(servers)))
    subprocess.run([program, "-c", str(folder / "nginx.conf")], check=True)
    try:
        yield addresses
    finally:
        subprocess.run([program, "-c", str(folder / "nginx.conf"), "-s", "stop"], check=True)


def write_page(root: Path, path: str, portal: DailyPortal) -> None:
    place = root / (path[1:] + "index.html" if path.endswith("/") else path[1:])
    place.parent.mkdir(parents=True, exist_ok=True)
    found = portal.answer(path)
    assert found is not None
    place.write_text(found[1], encoding="utf-8")


def list_addresses(folder: Path, addresses: Sequence[str]) -> Path:
    place = folder / "addresses.txt"
    place.write_text("\n".join(addresses), encoding="utf-8")
    return place


def become_subreaper() -> None:
    """Let this process be the parent of what the workers' parents leave, so that all of it is counted."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def crawl(folder: Path, workers: int) -> Cost:
    """One crawl into a new database."""
    database = folder / "measured.db"
    for place in folder.glob("measured.db*"):
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    return measure_tree(
        [
            sys.executable, "-m", "harvester", "crawl", "--all", "--portals", str(folder / "portals"),
            "--db", str(database), "--delay", "0", "--quiet", "--workers", str(workers),
        ]
    )  # fmt: skip


def measure_tree(command: Sequence[str]) -> Cost:
    """Run a command to its end, and that of all that it has started. Raises CalledProcessError unless it exits 0."""
    own = {**os.environ, "HARVESTER_NOW": "2025-12-21T02:00:00+07:00"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, env=own)
    code = process.wait()
    wall = time.perf_counter() - started
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code != 0:
        raise subprocess.CalledProcessError(code, command)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024)


def show(turns: Sequence[tuple[Cost, Cost, Cost]], pages: int) -> None:
    print(f"{pages} articles on {len(HOSTS)} addresses, {len(turns)} turns")
    for place, name in enumerate(("one process", "two workers", "bare spider")):
        wall = statistics.median(turn[place].wall for turn in turns)
        cpu = statistics.median(turn[place].cpu for turn in turns)
        print(f"{name}  {wall:6.2f} s  {cpu:6.2f} s of processor time  {pages / wall:5.0f} pages/s")
    for name, one, other in (("one process", 1, 0), ("the bare spider", 1, 2)):
        for kind in ("wall", "cpu"):
            ratios = sorted(getattr(turn[one], kind) / getattr(turn[other], kind) for turn in turns)
            middle = statistics.median(ratios)
            print(f"two workers to {name}, {kind}: {middle:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")


if __name__ == "__main__":
    main()
