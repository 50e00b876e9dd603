"""The documentation site: built out of the tree's own files, of which it holds no copies."""

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

pytest.importorskip("mkdocs", reason="MkDocs is not installed (extra `docs`)")

ROOT = Path(__file__).parents[2]
SETTINGS = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def hook():
    path = ROOT / SETTINGS["hooks"][0]
    spec = importlib.util.spec_from_file_location("site_sources", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def list_pages(entry):
    """The files that a part of the navigation names."""
    if isinstance(entry, str):
        return [entry]
    parts = entry.values() if isinstance(entry, dict) else entry
    return [page for part in parts for page in list_pages(part)]


def test_the_navigation_holds_every_page_once(hook):
    written = [path.name for path in (ROOT / "docs").glob("*.md")]
    assert sorted(list_pages(SETTINGS["nav"])) == sorted([*written, *hook.PAGES.values()])


@pytest.mark.parametrize(
    ("link", "turned"),
    [
        ("[tables](docs/schema.md)", "[tables](schema.md)"),
        ("[checks](../CONTRIBUTING.md#the-checks)", "[checks](contributing.md#the-checks)"),
        ("![page](docs/pictures/front-page.png)", "![page](pictures/front-page.png)"),
        ("[start](README.md)", "[start](index.md)"),
        ("[dates](dates.md#years)", "[dates](dates.md#years)"),
        ("[portal](https://portal.example/docs/schema.md)", "[portal](https://portal.example/docs/schema.md)"),
    ],
)
def test_links_lead_to_the_pages_of_the_site(hook, link, turned):
    assert hook.LINK.sub(hook.turn_link, link) == turned


def test_lists_go_on_where_both_readers_of_markdown_see_it(hook):
    """Python-Markdown wants four spaces, the forge is content with them."""
    texts = [*(ROOT / source for source in hook.PAGES), *(ROOT / "docs").glob("*.md")]
    short = re.compile(r"^(?: {3}| {7})(?=\S)", re.M)
    assert [path.name for path in texts if short.search(path.read_text("utf-8"))] == []


def test_the_first_pictures_are_there():
    readme = (ROOT / "README.md").read_text("utf-8")
    pictures = re.findall(r"!\[[^\]]{20,}\]\((docs/pictures/[\w-]+\.png)\)", readme)
    assert len(pictures) == 2
    assert all((ROOT / picture).stat().st_size < 300_000 for picture in pictures)
    assert readme.index("harvester demo") < readme.index(pictures[0]) < readme.index("## Try it")
