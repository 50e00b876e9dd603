"""Every gold page is read as its item says, by the platform of its folder. See tests/pages/regenerate.py."""

import importlib.util
import json
from pathlib import Path

import pytest

from harvester.environment import NOW
from harvester.errors import ConfigError, NotAnArticle
from harvester.platforms import PLATFORMS, recognise
from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform

PAGES = Path(__file__).parents[1] / "pages"


def load_regenerate():
    spec = importlib.util.spec_from_file_location("regenerate", PAGES / "regenerate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


regenerate = load_regenerate()
GOLD = regenerate.find_gold()
LISTINGS = [page for page in GOLD if page.stem.startswith("listing")]


@pytest.mark.parametrize("page", GOLD, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_gold_page_is_read_as_its_item_says(page):
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert regenerate.read_gold(page, expected["url"]) == expected


@pytest.mark.parametrize("page", GOLD, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_gold_page_is_recognised(page):
    url = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["url"]
    found = recognise(Page(url, page.read_bytes()))
    assert found.platform.name == page.parent.name, found.reason


@pytest.mark.parametrize("page", LISTINGS, ids=lambda page: page.parent.name)
def test_a_gold_listing_is_no_article(page):
    """Where this fails, `other_path` in CONTRIBUTING.md is the way out."""
    url = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["url"]
    with pytest.raises(NotAnArticle):
        PLATFORMS[page.parent.name].article(Page(url, page.read_bytes()))


@pytest.mark.parametrize("name", PLATFORMS)
def test_title_body_and_date_stand_where_the_platform_says(name):
    """What a misspelt selector does not find is guessed, and the items look right."""
    unmatched = regenerate.find_unmatched(name)
    lists = {part: list(getattr(PLATFORMS[name], part, ())) for part in ("title", "body", "date")}
    missed = {part: selectors for part, selectors in lists.items() if selectors and selectors == unmatched.get(part)}
    assert missed == {}


def test_every_platform_has_a_gold_article():
    articles = {page.parent.name for page in GOLD if not page.stem.startswith("listing")}
    assert articles == set(PLATFORMS)


def test_every_gold_item_has_its_page():
    assert {item.with_suffix(".html") for item in PAGES.glob("*/*.json")} == set(GOLD)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of gold pages for one platform, that of communes which write the date in words."""

    class Village(SelectorPlatform):
        name = "village"
        version = 1
        title = ("h1.ten", "h1.ten-cu")
        body = ("div.noi-dung",)
        date = ("span.ngay",)

        def recognise(self, page):
            return "noi-dung" if b"noi-dung" in page.body else None

    monkeypatch.setitem(PLATFORMS, "village", Village())
    monkeypatch.setattr(regenerate, "PAGES", tmp_path)
    monkeypatch.setenv(NOW, "2023-07-13T09:00:00+07:00")
    (tmp_path / "village").mkdir()
    return tmp_path / "village"


def save(folder, name="plain.html", *, date="12/03/2022 07:30", body="noi-dung"):
    text = "<p>Tối qua thôn họp ở sân đình, bàn việc làm đường.</p>"
    page = f'<h1 class="ten">Họp thôn</h1><span class="ngay">{date}</span><div class="{body}">{text}</div>'
    (folder / name).write_text(f'<meta charset="utf-8">{page}', encoding="utf-8")


URL = "http://a.example/x-1.html"


@pytest.mark.parametrize("prefix", ["", "tests/pages/"])
def test_a_new_page_is_read_at_its_address(folder, capsys, prefix):
    save(folder)
    regenerate.main([f"{prefix}village/plain.html", URL])
    assert json.loads((folder / "plain.json").read_text(encoding="utf-8"))["url"] == URL
    assert capsys.readouterr().out == (
        "village/plain.html: 2022-03-12 07:30 (minute) from page\non no page of village: title h1.ten-cu\n"
    )
    regenerate.main([])
    assert capsys.readouterr().out == "village/plain.html: 2022-03-12 07:30 (minute) from page\n"


def test_a_date_that_nobody_can_read_is_told(folder, capsys):
    save(folder, date="Ngày 32/13/2022")
    regenerate.main(["village/plain.html", URL])
    assert "village/plain.html: no date; not read as a date: 'Ngày 32/13/2022'\n" in capsys.readouterr().out


def test_of_a_listing_it_is_told_how_much_it_leads_to(folder, capsys):
    save(folder, "listing.html")
    regenerate.main(["village/listing.html", URL])
    assert "village/listing.html: 0 articles, 0 sections, next page none\n" in capsys.readouterr().out


def test_a_page_that_its_platform_does_not_recognise_is_not_written(folder):
    save(folder, body="noi-rung")
    with pytest.raises(SystemExit, match=r"of 'generic' \(no system recognised\), not of 'village'"):
        regenerate.main(["village/plain.html", URL])
    assert not (folder / "plain.json").exists()


def test_a_platform_that_is_not_registered_is_told(folder, monkeypatch):
    save(folder)
    monkeypatch.delitem(PLATFORMS, "village")
    with pytest.raises(SystemExit, match=r"harvester/platforms/__init__\.py has no platform 'village'"):
        regenerate.main(["village/plain.html", URL])


def test_a_page_that_cannot_be_read_is_told(folder):
    (folder / "plain.html").write_text('<div class="noi-dung"></div>', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"^village/plain\.html: "):
        regenerate.main(["village/plain.html", URL])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["village/plain.html"], "village/plain.html is new: give its address"),
        (["village/plan.html", URL], "there is no page tests/pages/village/plan.html"),
        (["village/plain", URL], "there are no pages tests/pages/village/plain/"),
        (["vilage"], "there are no pages tests/pages/vilage/"),
    ],
)
def test_what_is_named_wrongly_is_one_line(folder, arguments, message):
    save(folder)
    with pytest.raises(SystemExit, match=message):
        regenerate.main(arguments)


def test_what_is_no_selector_is_told(folder, monkeypatch):
    save(folder)
    monkeypatch.setattr(type(PLATFORMS["village"]), "lead", ("p..sapo",))
    with pytest.raises(ConfigError, match="no CSS selector"):
        regenerate.find_unmatched("village")
