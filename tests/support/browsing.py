"""The demo's database behind `harvester inspect`, in a real browser: fixtures of the tests that look at pages."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory):
    """The demo's harvest."""
    path = tmp_path_factory.mktemp("browsing") / "demo.db"
    run_harvester("demo", "--db", str(path))
    return path


def run_harvester(*arguments):
    command = [sys.executable, "-m", "harvester", *arguments]
    subprocess.run(command, env=make_environment(), check=True, capture_output=True, timeout=300)


def make_environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def serve(database):
    """The address of `harvester inspect` on a database, while it runs."""
    command = [sys.executable, "-u", "-m", "harvester", "inspect", "--db", str(database), "--port", "0", "--no-open"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=make_environment())
    try:
        yield re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="session")
def demo_address(demo_database):
    yield from serve(demo_database)


@pytest.fixture(scope="module")
def browser():
    """A Chromium without windows; tests are skipped where there is none. Other modules' tests need its event loop
    gone."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra `browser`)")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


def assert_fits(page):
    """Nothing stands out of the window to the right."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
