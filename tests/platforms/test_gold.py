"""Every gold page is read as its item says, by the platform of its folder. See tests/pages/regenerate.py."""

import importlib.util
import json
from pathlib import Path

import pytest

from harvester.platforms import PLATFORMS, recognise
from harvester.reading.page import Page

PAGES = Path(__file__).parents[1] / "pages"


def load_regenerate():
    spec = importlib.util.spec_from_file_location("regenerate", PAGES / "regenerate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


regenerate = load_regenerate()
GOLD = regenerate.find_gold()


@pytest.mark.parametrize("page", GOLD, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_gold_page_is_read_as_its_item_says(page):
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert regenerate.read_gold(page, expected["url"]) == expected


@pytest.mark.parametrize("page", GOLD, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_gold_page_is_recognised(page):
    url = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["url"]
    assert recognise(Page(url, page.read_bytes())).platform.name == page.parent.name


def test_every_platform_has_a_gold_article():
    articles = {page.parent.name for page in GOLD if not page.stem.startswith("listing")}
    assert articles == set(PLATFORMS)


def test_every_gold_item_has_its_page():
    assert {item.with_suffix(".html") for item in PAGES.glob("*/*.json")} == set(GOLD)


def test_a_gold_page_of_its_own_is_regenerated(tmp_path, monkeypatch, capsys):
    (tmp_path / "generic").mkdir()
    page = tmp_path / "generic" / "new.html"
    page.write_bytes(GOLD[0].read_bytes())
    monkeypatch.setattr(regenerate, "PAGES", tmp_path)
    regenerate.main(["generic/new.html", "http://a.example/x-1.html"])
    assert json.loads(page.with_suffix(".json").read_text())["url"] == "http://a.example/x-1.html"
    assert capsys.readouterr().out == "generic/new.html\n"
