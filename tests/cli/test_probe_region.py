"""`harvester probe --list` on three hundred addresses, killed twice, and a crawl of what it wrote: some minutes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from support.regions import Region
from support.runs import Gauge
from support.slow import takes_long

ROOT = Path(__file__).parents[2]
DISTRICTS = 25
MEMORY_MB = 200

pytestmark = takes_long


def start(*words: object) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HARVESTER_NOW": "2026-03-07T02:00:00+07:00"}
    command = [sys.executable, "-m", "harvester", *map(str, words), "--delay", "0"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_report_is_right_in_all_and_a_crawl_finds_every_article(tmp_path):
    with Region(DISTRICTS) as region:
        listed, portals, report = (tmp_path / name for name in ("list.txt", "portals", "report.csv"))
        listed.write_text("\n".join(region.lines), encoding="utf-8")
        words = ("probe", "--list", listed, "--save", portals, "--csv", report)
        for _ in range(2):
            journal = portals / ".probed.jsonl"
            known = journal.read_text("utf-8") if journal.exists() else ""
            waiting = [server for server in region.servers if f'"{server.base}/"' not in known]
            server = waiting[len(waiting) // 2]
            killed = start(*words)
            server.after_answers(1, lambda killed=killed: killed.send_signal(signal.SIGKILL))
            killed.communicate(timeout=300)
            assert killed.returncode == -signal.SIGKILL
        last = start(*words)
        gauge = Gauge(last.pid)
        gauge.start()
        _, err = last.communicate(timeout=300)
        gauge.ended.set()
        assert (last.returncode, err) == (0, "")
        with report.open(encoding="utf-8-sig", newline="") as file:
            found = {row["address"]: row["outcome"] for row in csv.DictReader(file)}
        assert found == region.expected and len(found) == 12 * DISTRICTS
        assert len(list(portals.glob("*.toml"))) == len(region.portals)
        assert gauge.peak_mb < MEMORY_MB
        crawl = start("crawl", "--all", "--portals", portals, "--db", tmp_path / "a.db", "--json")
        out, err = crawl.communicate(timeout=300)
        assert crawl.returncode == 0, err
        counts = json.loads(out)["portals"]
        assert [harvest["new"] for harvest in counts.values()] == [region.articles] * len(region.portals)
