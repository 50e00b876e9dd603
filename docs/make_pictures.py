"""Take the README's pictures of the demo's pages: python docs/make_pictures.py

It harvests the demo into a temporary folder, serves it, and needs a Chromium and the extra `browser`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
PICTURES = {"front-page": "/", "article-page": "/harvest/articles/{changed}"}
WINDOW = {"width": 1100, "height": 720}
NOW = "2026-03-07T08:00:00+07:00"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.db"
        run = [sys.executable, "-m", "harvester"]
        environment = {**os.environ, "HARVESTER_NOW": NOW}
        subprocess.run([*run, "demo", "--db", str(database)], check=True, stdout=subprocess.DEVNULL, env=environment)
        changed = find_changed(run, database)
        inspect = [*run[:1], "-u", *run[1:], "inspect", "--db", str(database), "--port", "0", "--no-open"]
        with subprocess.Popen(inspect, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                found = re.search(r"http://\S+", server.stdout.readline())
                assert found is not None
                take(found[0].rstrip("/"), changed)
            finally:
                server.terminate()


def find_changed(run: list[str], database: Path) -> str:
    """The article that the demo changes between its two harvests."""
    command = [*run, "status", "--changes", "--json", "--db", str(database)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r'"article": (\d+)', shown)
    assert found is not None
    return found[1]


def take(address: str, changed: str) -> None:
    """Write both pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW, locale="en")
        for name, path in PICTURES.items():
            page.goto(address + path.format(changed=changed))
            page.screenshot(path=DOCS / "pictures" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
