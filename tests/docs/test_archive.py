"""docs/archive.md: every command runs, in the order of the page, on a portal that then answers no more."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.databases import open_database
from support.looks import NukeVietLook
from support.runs import DAYS, ROOT, write_portal
from support.server import PortalServer
from support.site import Site

pytest.importorskip("warcio", reason="warcio is not installed (extra `archive`)")

TEXT = (ROOT / "docs" / "archive.md").read_text("utf-8")

# ```sh\n…```
SNIPPET = re.compile(r"^```sh\n(.*?)^```\n", re.S | re.M)


def run_line(line: str, place: Path) -> None:
    program, *arguments = shlex.split(line)
    if program == "mv":
        (place / arguments[0]).rename(place / arguments[1])
        return
    assert program == "harvester"
    done = subprocess.run(
        [sys.executable, "-m", "harvester", *arguments],
        cwd=place, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HARVESTER_NOW": DAYS[0]},
    )  # fmt: skip
    assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"


def test_every_command_runs(tmp_path):
    lines = [line for snippet in SNIPPET.findall(TEXT) for line in snippet.splitlines()]
    assert len(lines) > 8
    site = Site(count=6, look=NukeVietLook(per_page=5), sitemap="plain")
    with PortalServer(site) as server:
        write_portal(tmp_path / "portals", server, "lam-khe")
        run_line(lines[0], tmp_path)
    for line in lines[1:]:
        run_line(line, tmp_path)
    found = []
    for name in ("news.db", "rescued.db"):
        with open_database(tmp_path / name) as connection:
            found.append(sorted(tuple(row) for row in connection.execute("SELECT url, title, body FROM articles")))
    assert found[0] == found[1] and len(found[0]) == 6
