"""Every command that the README shows is run, on the demo's portals in place of real ones.

The commands that set up an environment are run by .ci/run; `inspect` serves until it is stopped, and is run by
tests/inspect.
"""

import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest

from harvester.demo.server import serve

ROOT = Path(__file__).resolve().parent.parent
COMMAND = re.compile(r"^    (harvester [^#\n]*?)\s*(?:#.*)?$", re.M)
COMMANDS = [match[1].strip() for match in COMMAND.finditer((ROOT / "README.md").read_text(encoding="utf-8"))]
SERVES = ("harvester inspect",)
REAL = """id = "{id}"\nname = "Xã của tôi"\nlevel = "commune"\nprovince = "Hà Tĩnh"\nurl = "{url}"\n"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A directory where `baohatinh` is a demo portal, and one of it is in the README's portals directory."""
    folder = tmp_path_factory.mktemp("readme")
    with serve(date(2026, 3, 7)) as server:
        url = server.portals["demo-bai-nang"]
        for directory, portal in (("others", "baohatinh"), ("portals", "xa-cua-toi")):
            (folder / directory).mkdir()
            text = REAL.format(id=portal, url=url)
            (folder / directory / f"{portal}.toml").write_text(text, encoding="utf-8")
        (folder / "communes.csv").write_text(f"url,province\n{url},Hà Tĩnh\n", encoding="utf-8")
        yield folder, url


def run(folder, url, command):
    if command.startswith("harvester import"):  # what a crawl kept stands for what others have kept
        copyfile(next((folder / "pages").glob("*.warc.gz")), folder / "old-portal.warc.gz")
    words = [word.replace("https://portal.example/", url) for word in shlex.split(command)[1:]]
    words = [str(folder / "news.db") if word == "/srv/news.db" else word for word in words]
    words = [str(next(folder.glob("pages/*.warc.gz"))) if word == "old-portal.warc.gz" else word for word in words]
    if words[0] in ("crawl", "probe") or words[:2] == ["portals", "repair"]:
        words += ["--delay", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HARVESTER_NOW": "2026-03-07T08:00:00+07:00"}
    if "--portals" not in words and words[0] == "crawl":
        environment["HARVESTER_PORTALS"] = str(folder / "others")
    return subprocess.run(
        [sys.executable, "-m", "harvester", *words],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_the_commands_are_found():
    assert len(COMMANDS) >= 12
    assert any(command.startswith("harvester export") for command in COMMANDS)


def test_every_command_does_what_it_says(place):
    folder, url = place
    shown = {}
    for command in COMMANDS:
        if command.startswith(SERVES):
            continue
        if command.startswith("harvester portals check"):  # a made-up portal's province is not to be guessed
            for draft in (folder / "portals").glob("*.toml"):
                draft.write_text(draft.read_text("utf-8").replace('"unknown"', '"Hà Tĩnh"'), encoding="utf-8")
        done = run(folder, url, command)
        # the demo's commune holds a page of garbage, so a crawl of it has something to tell: exit code 1
        allowed = (0, 1) if command.startswith("harvester crawl") else (0,)
        assert done.returncode in allowed and "Traceback" not in done.stderr, (command, done.stderr)
        shown[command] = done.stdout
    assert "31 new" in shown["harvester crawl baohatinh"]
    assert "article" in shown["harvester search dang bo huyen"]
    assert "harvester" in shown["harvester schedule --db /srv/news.db"]
    assert (folder / "dataset" / "articles.csv").is_file()
    assert (folder / "audit.html").is_file()
    assert len(list((folder / "portals").glob("*.toml"))) == 3  # the probe has saved one, the plan of shards another
