"""Names of our modules, files and classes in the documentation: each is there."""

import pkgutil
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
SOURCES = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "harvester").rglob("*.py")))

# `crawling/opening.py`, `tests/pages/regenerate.py`; what is made up (`<name>.py`) has no name.
FILE = re.compile(r"`((?:\w+/)*\w+\.py)`")
# `tests/places/mentions.txt`, `harvester/portals/`; what a command writes is in other folders.
TRACKED = re.compile(r"`((?:benchmarks|docs|exports|harvester|pipelines|tests|tools)/[\w./-]*)`")
# `harvester.crawling.scheduler.FrontierScheduler`
DOTTED = re.compile(r"`((?:harvester|pipelines|exports)\.[\w.]+)`")
# `PortalCookies`
CLASS = re.compile(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_dotted_names_exist(page):
    text = page.read_text("utf-8")
    folders = (ROOT, ROOT / "harvester", ROOT / "harvester/platforms")
    assert [name for name in FILE.findall(text) if not any((folder / name).exists() for folder in folders)] == []
    assert all(pkgutil.resolve_name(name) for name in DOTTED.findall(text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_folders_of_the_repository_exist(page):
    assert [name for name in TRACKED.findall(page.read_text("utf-8")) if not (ROOT / name).exists()] == []


def test_classes_of_the_design_are_ours_or_scrapys():
    text = (ROOT / "docs/design.md").read_text("utf-8")
    theirs = {"RobotsTxtMiddleware", "RedirectMiddleware", "RetryMiddleware"}
    named = set(CLASS.findall(text)) - theirs
    assert len(named) >= 4
    assert [name for name in named if f"class {name}(" not in SOURCES and f"class {name}:" not in SOURCES] == []
